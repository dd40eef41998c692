//! `/setup reminder`: the second, shorter post of a week.

use super::super::due;
use super::super::reply::{Id, Reply};
use super::super::request::{Call, Request};
use super::{Coach, day_and_time, fault_field, next_field};
use crate::error::{Error, Result};
use crate::say;
use crate::store::{ReminderSetting, Server};
use crate::study::units::ServerId;

/// Sets it up, or shows it where nothing is given.
pub async fn answer(coach: &Coach, request: &Request, id: ServerId, call: &Call) -> Result<Reply> {
    let voice = &coach.voice;
    let mut server = coach.store.server(id).await?;
    if server.weekly.is_none() {
        return Error::user(say!(voice, ReminderNeedsWeekly));
    }
    let missing = |name| Error::user(coach.missing_options("setup reminder", &[name]));
    let (day, time) = match (call.text("day"), call.text("time")) {
        (Some(day), Some(time)) => day_and_time(coach, day, time)?,
        (None, None) => return Ok(show(coach, request, &server)),
        (None, _) => return missing("day"),
        (_, None) => return missing("time"),
    };
    let before = (server.reminder_schedule(), server.reminder_at);
    server.reminder = Some(ReminderSetting { day, time });
    let key = |week| due::reminder_key(id, week);
    server.reminder_at = due::next_time(coach, request.now, before, server.reminder_schedule(), key).await?;
    coach.store.save_server(&server).await?;
    coach.scheduled.notify_one();
    Ok(show(coach, request, &server))
}

/// Switches it off; what is on its way is not sent any more.
pub async fn off(coach: &Coach, id: ServerId) -> Result<Reply> {
    let mut server = coach.store.server(id).await?;
    server.reminder = None;
    server.reminder_at = None;
    coach.store.save_server(&server).await?;
    Ok(Reply::private(say!(coach.voice, ReminderIsOff)).titled(say!(coach.voice, ReminderSetTitle)))
}

/// When it goes out, in one sentence.
pub fn line(coach: &Coach, reminder: &ReminderSetting) -> String {
    let voice = &coach.voice;
    let time = reminder.time.format("%H:%M").to_string();
    say!(voice, ReminderLine { day: voice.weekday(reminder.day), time: time })
}

fn show(coach: &Coach, request: &Request, server: &Server) -> Reply {
    let voice = &coach.voice;
    let title = say!(voice, ReminderSetTitle);
    let (Some(reminder), Some(weekly)) = (&server.reminder, &server.weekly) else {
        return Reply::private(say!(voice, ReminderOff)).titled(title);
    };
    let what = say!(voice, ReminderSet { channel: weekly.channel.to_string() });
    let reply = Reply::private(format!("{}\n{what}", line(coach, reminder))).titled(title);
    let reply = fault_field(coach, reply, server);
    let times = server.reminder_schedule().map(|schedule| (schedule, server.reminder_at));
    next_field(coach, request, reply, server, times)
        .button(say!(voice, ButtonReminderOff), &Id::own("setup", request.from.id, &["reminder-off"]))
}
