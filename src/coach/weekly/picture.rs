//! The picture of a server's week.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::About;
use super::results::ROWS;
use crate::cards::Card;
use crate::cards::progress::Fact;
use crate::cards::week::Week;
use crate::coach::board::{Rows, alt_rows, board_rows, caption_of, card_rows, gives_away};
use crate::coach::reply::Image;
use crate::error::Result;
use crate::say;
use crate::study::board::{Kind, Period};
use crate::study::units::{Minutes, TrackId};

/// The picture with its facts in words; none where nobody studies. `caption` says who does.
pub(super) async fn image(
    about: &About<'_>,
    caption: &str,
    studied: &BTreeMap<&TrackId, u32>,
) -> Result<Option<Image>> {
    if studied.is_empty() {
        return Ok(None);
    }
    let (coach, voice, server) = (about.coach, &about.coach.voice, about.server);
    let mut tracks: Vec<(String, u32)> = studied
        .iter()
        .filter_map(|(id, count)| Some((coach.content.curriculum.tracks.get(*id)?.title.clone(), *count)))
        .collect();
    tracks.sort_by_key(|(_, count)| Reverse(*count));
    let last = about.week.plus(-1);
    let share = coach.store.share(server.id, last).await?;
    let mut facts = Vec::new();
    if share.kept > 0 && !about.hushed {
        let value = say!(voice, CardPart { part: share.kept, all: share.promised });
        facts.push(Fact { label: say!(voice, CardKept), value });
    }
    if share.minutes > 0 && !about.hushed {
        let value = voice.time(Minutes(u32::try_from(share.minutes).unwrap_or(u32::MAX)));
        facts.push(Fact { label: say!(voice, CardLogged), value });
    }
    let period = Period::Week(last);
    let mut rows = coach.store.board(server.id, period, Kind::Promise, 0, ROWS).await?;
    if gives_away(&rows, None) {
        rows.clear();
    }
    let lines = board_rows(coach, server.id, period, Kind::Promise, &rows, None).await?;
    let board = Rows { lines, rows };
    let card = Week {
        title: say!(voice, WeeklyTitle { date: voice.date(about.week.starts_on()) }),
        caption: caption.trim_end_matches('.').to_owned(),
        before: say!(voice, HeadingLastWeek),
        facts,
        now: say!(voice, CardThisWeek),
        tracks,
        heading: say!(voice, HeadingBoard),
        covers: caption_of(coach, period, server),
        rows: card_rows(coach, Kind::Promise, &board, 0),
    };
    let alt = alt(about, &card, &board);
    Ok(Some(Image::new(Card::Week(card), alt)))
}

fn alt(about: &About<'_>, card: &Week, board: &Rows) -> String {
    let voice = &about.coach.voice;
    let said = |parts: Vec<String>| match parts.join(", ") {
        none if none.is_empty() => none,
        some => say!(voice, AltEnd { words: some }),
    };
    let facts = card.facts.iter();
    let facts = facts.map(|it| say!(voice, AltShare { title: it.value.as_str(), share: it.label.as_str() }));
    let facts = match facts.collect::<Vec<_>>() {
        none if none.is_empty() => none,
        some => vec![say!(voice, AltFact { label: card.before.as_str(), value: some.join(", ") })],
    };
    let tracks = card.tracks.iter();
    let tracks =
        tracks.map(|(title, count)| say!(voice, AltFact { label: title.as_str(), value: *count })).collect();
    let rows = match alt_rows(about.coach, board, &card.rows) {
        none if none.is_empty() => none,
        rows => {
            let heading =
                say!(voice, AltCovers { heading: card.heading.as_str(), covers: card.covers.as_str() });
            say!(voice, AltFact { label: heading, value: rows })
        }
    };
    let alt = say!(
        voice,
        AltServerWeek {
            title: card.title.as_str(),
            caption: say!(voice, AltEnd { words: card.caption.as_str() }),
            facts: said(facts),
            tracks: said(tracks),
            rows: rows,
        }
    );
    alt.split_whitespace().collect::<Vec<_>>().join(" ")
}
