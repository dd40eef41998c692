//! How the last week went, and the top of its board.

use super::About;
use super::messages::Section;
use crate::coach::board::{board_rows, gives_away, named, words};
use crate::coach::kudos;
use crate::coach::reply::Id;
use crate::error::Result;
use crate::say;
use crate::study::board::{Kind, Period};
use crate::study::units::Minutes;

/// Rows of the board in the post.
pub(super) const ROWS: u32 = 10;
/// Works that are looked up for the post, and characters of them in it.
const WORKS: u32 = 10;
const LINES: usize = 900;

/// Last week's results; nothing where nobody had promised anything.
pub(super) async fn sections(about: &About<'_>) -> Result<Vec<Section>> {
    let (coach, voice, server) = (about.coach, &about.coach.voice, about.server);
    let week = about.week.plus(-1);
    let share = coach.store.share(server.id, week).await?;
    if share.promised == 0 {
        return Ok(Vec::new());
    }
    let text = if about.hushed {
        say!(voice, BoardFewTogether)
    } else if share.minutes == 0 {
        say!(voice, WeeklyQuiet)
    } else {
        let time = voice.time(Minutes(u32::try_from(share.minutes).unwrap_or(u32::MAX)));
        say!(voice, WeeklyResults { kept: share.kept, promised: share.promised, time: time })
    };
    let mut sections = vec![Section::new("last-week", say!(voice, HeadingLastWeek), text)];
    let works = kudos::shown_work(coach, server, week, WORKS).await?;
    if !works.is_empty() {
        let lines: Vec<String> = works.iter().map(|work| kudos::work_line(coach, work)).collect();
        let text = coach.within(&lines, LINES);
        let id = Id::open("portfolio", &["new", &week.to_string()]);
        let buttons = vec![(say!(voice, ButtonNewWork), id)];
        let names = works.iter().map(|new| new.work.learner).collect();
        sections.push(Section {
            buttons,
            names,
            ..Section::new("new-work", say!(voice, HeadingNewWork), text)
        });
    }
    let period = Period::Week(week);
    let rows = coach.store.board(server.id, period, Kind::Promise, 0, ROWS).await?;
    if !rows.is_empty() && !gives_away(&rows, None) {
        let lines = board_rows(coach, server.id, period, Kind::Promise, &rows, None).await?;
        let lines: Vec<String> = lines.iter().map(|line| words(coach, line)).collect();
        let section = Section::new("board", say!(voice, HeadingBoard), lines.join("\n"));
        sections.push(Section { names: named(&rows, None), ..section });
    }
    Ok(sections)
}
