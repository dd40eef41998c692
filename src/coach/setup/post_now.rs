//! `/setup post-now`.

use super::super::due;
use super::super::reply::Reply;
use super::super::request::Request;
use super::Coach;
use crate::error::{Error, Result};
use crate::say;
use crate::store::{Due, Kind, Next, Schedule};
use crate::study::units::ServerId;
use crate::study::week::Week;

/// Posts this week's assignments now: as this week's post when none went out, else as an extra one.
pub async fn answer(coach: &Coach, request: &Request, id: ServerId) -> Result<Reply> {
    let voice = &coach.voice;
    let mut server = coach.store.server(id).await?;
    // What stopped the posts may be mended by now; where it is not, this one stops them again.
    if server.weekly.is_some() && server.fault.take().is_some() {
        let key = |week| due::reminder_key(id, week);
        server.reminder_at =
            due::next_time(coach, request.now, (None, None), server.reminder_schedule(), key).await?;
        coach.store.save_server(&server).await?;
    }
    let Some(setting) = &server.weekly else { return Error::user(say!(voice, SetupNone)) };
    if !request.from.posts {
        return Error::user(say!(voice, PostNotYours { channel: setting.channel.to_string() }));
    }
    let week = Week::at(request.now, server.zone);
    let row = due::weekly(&server, setting.channel, request.now);
    let schedule = server.schedule();
    let following = schedule
        .and_then(|schedule| schedule.times_after(request.now).find(|at| Week::at(*at, server.zone) != week));
    let channel = setting.channel.to_string();
    let (rows, next, text) = if coach.store.has_occurrence(&row.key).await? {
        let key = format!("extra:{id}:{}", request.id);
        (vec![Due { key, kind: Kind::Extra, ..row }], None, say!(voice, PostNowExtra { channel: channel }))
    } else {
        let mut rows = due::with_assignments(coach, &server, row).await?;
        rows.extend(following.and_then(|next| due::foresight(&server, next, request.now)));
        let next =
            following.map(|to| Next { server: id, schedule: Schedule::Weekly, from: server.next_at, to });
        let time = following.map_or_else(String::new, |next| coach.server_time(next, server.zone));
        (rows, next, say!(voice, PostNow { channel: channel, next: time }))
    };
    let reply = Reply::private(text);
    let answer = serde_json::to_string(&reply)?;
    coach.store.queue_asked(&rows, next, (request.id, &answer), request.now).await?;
    coach.queued.notify_one();
    Ok(reply)
}
