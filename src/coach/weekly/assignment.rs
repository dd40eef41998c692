//! A learner's own week by direct message.

use chrono::{DateTime, Utc};

use crate::coach::planning::{planned, verdict_line};
use crate::coach::reply::Reply;
use crate::coach::{Coach, next};
use crate::error::Result;
use crate::say;
use crate::study::units::LearnerId;
use crate::study::week::Week;

/// A learner's own assignment for the week, for a direct message; none without a plan or on a pause.
pub async fn assignment(
    coach: &Coach,
    learner: LearnerId,
    week: Week,
    due_at: DateTime<Utc>,
) -> Result<Option<Reply>> {
    let voice = &coach.voice;
    let study = coach.load(learner, due_at).await?;
    let Some(profile) = study.profile.as_ref().filter(|profile| profile.pause(week).is_none()) else {
        return Ok(None);
    };
    // Where the week has not begun in the learner's own zone, it is shown as it will be.
    let planned = planned(coach, &study, profile, due_at.max(week.begins_at(study.zone)));
    let plan = &planned.plan;
    let Some(week) = plan.weeks.first() else { return Ok(None) };
    let text = verdict_line(coach, &planned);
    let mut reply = Reply::private(text)
        .titled(say!(voice, AssignmentTitle))
        .field(coach.week_heading(week), coach.week_list(week, Some(&study)));
    if let Some(first) = crate::study::next::next(plan, &study, &coach.content.curriculum, None) {
        reply = next::buttons(coach, reply, learner, &first);
    }
    Ok(Some(reply))
}
