//! The weekly post, composed as of its due time: every try says the same.
//!
//! It is made of sections, which go into as few messages as hold them: each cohort's week, the learners
//! at their own pace by their tracks, and how the last week went.

mod assignment;
mod cohorts;
mod messages;
mod picture;
mod results;
mod rolling;

pub use assignment::assignment;
pub use messages::Layout;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use self::messages::{Head, Section};
use super::Coach;
use super::board::sum_gives_away;
use super::reply::Reply;
use crate::error::Result;
use crate::say;
use crate::store::{Member, Server};
use crate::study::cohort::Stage;
use crate::study::learner::{BoardSetting, Profile};
use crate::study::units::{LearnerId, TrackId};
use crate::study::week::Week;

/// Names said before they become "and n others".
const NAMES: usize = 3;

/// What a post is about.
struct About<'a> {
    coach: &'a Coach,
    server: &'a Server,
    due_at: DateTime<Utc>,
    week: Week,
    /// Whether sums would tell what somebody without a name did.
    hushed: bool,
}

/// Members who are not hidden and have a plan.
type Shown<'a> = Vec<(&'a Member, &'a Profile)>;

/// A server's post as of `due_at`: its messages, in order.
pub async fn compose(
    coach: &Coach,
    server: &Server,
    due_at: DateTime<Utc>,
    late: bool,
) -> Result<Vec<Reply>> {
    Ok(laid_out(coach, server, due_at, late, None).await?.0)
}

/// A server's post as of `due_at`, its sections where they were when it was begun; and where they are.
pub async fn laid_out(
    coach: &Coach,
    server: &Server,
    due_at: DateTime<Utc>,
    late: bool,
    layout: Option<&Layout>,
) -> Result<(Vec<Reply>, Layout)> {
    let voice = &coach.voice;
    let week = Week::at(due_at, server.zone);
    let members = coach.store.members(server.id, week, due_at).await?;
    let about = About { coach, server, due_at, week, hushed: sum_gives_away(members.iter(), None) };
    let shown: Shown<'_> = members
        .iter()
        .filter(|member| member.board != BoardSetting::Hidden)
        .filter_map(|member| Some((member, member.profile.as_ref()?)))
        .collect();
    let running = coach.store.cohorts(server.id, due_at).await?;
    let cohorts: Vec<_> =
        running.iter().map(|cohort| (cohort, cohort.stage(&coach.content.curriculum, week))).collect();
    // Whose cohort is under way is shown with it; after its end they go on as those at their own pace.
    let together: BTreeSet<_> = cohorts
        .iter()
        .filter(|(_, stage)| matches!(stage, Stage::Week(_)))
        .map(|(cohort, _)| &cohort.id)
        .collect();
    // Who starts later, or is on a pause, is not among those who study.
    let studies = |(_, profile): &(&Member, &Profile)| profile.studies_in(week);
    let (grouped, rolling): (Shown<'_>, Shown<'_>) = shown
        .iter()
        .copied()
        .filter(studies)
        .partition(|(_, profile)| profile.cohort.as_ref().is_some_and(|id| together.contains(id)));
    let learners = grouped.len() + rolling.len();
    let mut studied: BTreeMap<&TrackId, u32> = BTreeMap::new();
    for (_, profile) in grouped.iter().chain(&rolling) {
        *studied.entry(&profile.track).or_default() += 1;
    }
    let mut text = match learners {
        0 => say!(voice, WeeklyNobody),
        _ => say!(voice, WeeklyText { learners: learners, tracks: studied.len(), cohorts: together.len() }),
    };
    let image = picture::image(&about, text.as_str(), &studied).await?;
    if late {
        text = format!("{}\n{text}", say!(voice, WeeklyLate { moment: voice.moment(due_at) }));
    }
    let mut sections: Vec<Section> = cohorts::sections(&about, &cohorts, &shown).await?;
    sections.extend(rolling::sections(&about, &rolling).await?);
    sections.extend(results::sections(&about).await?);
    let setting = server.weekly.as_ref();
    let head = Head {
        date: voice.date(week.starts_on()),
        text,
        ping: setting.and_then(|setting| setting.role),
        silent: setting.is_some_and(|setting| setting.silent),
    };
    let (mut messages, layout) = messages::messages(coach, head, sections, layout);
    // Below the last of them stands the board, whose names are on the picture too: who is taken out of
    // the one is taken out of the other.
    if let Some(last) = messages.last_mut() {
        last.image = image;
    }
    Ok((messages, layout))
}

/// The members whom [`who`] names.
fn named(members: &[(&Member, &Profile)]) -> Vec<LearnerId> {
    let visible = members.iter().filter(|(member, _)| member.board == BoardSetting::Visible);
    visible.take(NAMES).map(|(member, _)| member.learner).collect()
}

/// The first names, and how many others there are; nothing where nobody is shown by name.
fn who(coach: &Coach, members: &[(&Member, &Profile)]) -> String {
    let visible = members.iter().filter(|(member, _)| member.board == BoardSetting::Visible);
    let names: Vec<String> = visible.take(NAMES).map(|(member, _)| member.name.clone()).collect();
    match (names.len(), members.len() - names.len()) {
        (0, _) => String::new(),
        (_, 0) => coach.voice.list(&names),
        (_, others) => say!(coach.voice, NamesAndOthers { names: names.join(", "), others: others }),
    }
}
