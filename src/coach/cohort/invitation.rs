//! The post that invites to a cohort, composed as of its due time.

use chrono::{DateTime, Utc};

use super::{agreed, first_week};
use crate::coach::reply::{Id, Reply};
use crate::coach::{Coach, words};
use crate::error::Result;
use crate::say;
use crate::store::Server;
use crate::study::cohort::{Cohort, Stage};
use crate::study::units::CohortId;
use crate::study::week::Week;

/// The invitation to a cohort; none where it has ended or is over.
pub async fn invitation(
    coach: &Coach,
    server: &Server,
    id: &CohortId,
    due_at: DateTime<Utc>,
    late: bool,
) -> Result<Option<Reply>> {
    let voice = &coach.voice;
    let Some(cohort) = coach.store.cohort(id).await? else { return Ok(None) };
    let how = match cohort.stage(&coach.content.curriculum, Week::at(due_at, server.zone)) {
        Stage::Ahead => say!(voice, CohortInvitation),
        Stage::Week(_) => say!(voice, CohortInvitationLate),
        Stage::Finished(_) => return Ok(None),
    };
    let mut text = vec![agreed(coach, &cohort), how];
    if late {
        text.insert(0, say!(voice, WeeklyLate { moment: voice.moment(due_at) }));
    }
    let goal = coach.content.curriculum.tracks.get(&cohort.track).map_or("", |track| track.goal.as_str());
    let reply = Reply::public(text.join("\n"))
        .titled(say!(voice, CohortTitle { name: words::plain(&cohort.name) }))
        .field(say!(voice, CompareGoal), goal);
    let mut reply = first_week(coach, reply, &cohort);
    let setting = server.weekly.as_ref();
    reply.ping = setting.and_then(|setting| setting.role);
    reply.silent = setting.is_some_and(|setting| setting.silent);
    let (label, id) = join_button(coach, &cohort);
    Ok(Some(reply.button(label, &id).button(say!(voice, ButtonMyWeek), &Id::open("plan", &["week"]))))
}

/// The button by which anybody joins.
pub(in crate::coach) fn join_button(coach: &Coach, cohort: &Cohort) -> (String, Id) {
    let label = say!(coach.voice, ButtonJoinCohort { name: cohort.name.as_str() });
    (label, Id::open("join", &["cohort", cohort.id.as_str()]))
}
