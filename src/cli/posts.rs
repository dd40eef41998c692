//! `study-coach posts`: what the schedule would post, composed but not sent and not stored.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::{DateTime, Duration, Utc};

use super::args::Posts;
use super::failure::Result;
use super::{coach, out};
use crate::coach::reply::Reply;
use crate::coach::{Coach, due, reminder, weekly};
use crate::config::Config;
use crate::error::Error;
use crate::posts::LATE;
use crate::store::{Kind, Server};
use crate::study::units::ServerId;
use crate::study::week::Week;
use crate::study::when::Weekly;

pub(super) fn run(config: &Config, options: &Posts) -> Result<()> {
    coach::has_database(config)?;
    // What is printed is known first: stdout may close at any line, which is no failure of the work.
    let mut closed = Ok(());
    coach::waiting(async {
        let coach = coach::open(config).await?;
        let late = Duration::hours(i64::from(config.posts.late_hours));
        closed = print(&coach, options, Utc::now(), late).await;
        coach.store.close().await;
        Ok(())
    })?;
    closed
}

async fn print(coach: &Coach, options: &Posts, now: DateTime<Utc>, late: Duration) -> Result<()> {
    let servers = match options.server {
        Some(id) => vec![coach.store.server(ServerId(id)).await?],
        None => coach.store.scheduled_servers().await?,
    };
    let mut count = 0_u32;
    for server in servers.iter().filter(|server| server.fault.is_none()) {
        let coach = &coach.speaking(server.locale.as_deref());
        let until = options.at.at(server.zone);
        let mut seen = BTreeSet::new();
        for (at, kind) in times(server, now, until) {
            // An occurrence is a server's ISO week: a second time in it posts nothing.
            let week = Week::at(at, server.zone);
            let key = match kind {
                Kind::Reminder => due::reminder_key(server.id, week),
                _ => due::weekly_key(server.id, week),
            };
            let missed = now - at > late;
            if missed || coach.store.has_occurrence(&key).await? || !seen.insert(key) {
                continue;
            }
            let posts = compose(coach, server, kind, at, now).await.map_err(Error::into_internal)?;
            if posts.is_empty() {
                continue;
            }
            let reminded = coach.store.reminded(server.id, week).await?.len();
            out::print(&heading(server, kind, at, reminded))?;
            for post in &posts {
                out::print(&shown(post))?;
            }
            count += 1;
        }
    }
    match count {
        0 => out::line("Nothing would be posted until then."),
        _ => Ok(()),
    }
}

async fn compose(
    coach: &Coach,
    server: &Server,
    kind: Kind,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> crate::error::Result<Vec<Reply>> {
    let late = now - at > LATE;
    match kind {
        Kind::Reminder => {
            Ok(reminder::compose(coach, server, at, late, now.max(at)).await?.into_iter().collect())
        }
        _ => weekly::compose(coach, server, at, late).await,
    }
}

/// When a server's posts and reminders are due, in order.
fn times(server: &Server, now: DateTime<Utc>, until: DateTime<Utc>) -> Vec<(DateTime<Utc>, Kind)> {
    let weekly = times_of(server.schedule(), server.next_at, now).map(|at| (at, Kind::Weekly));
    let reminders =
        times_of(server.reminder_schedule(), server.reminder_at, now).map(|at| (at, Kind::Reminder));
    let mut times: Vec<_> = weekly.take_while(|(at, _)| *at <= until).collect();
    times.extend(reminders.take_while(|(at, _)| *at <= until));
    times.sort_by_key(|(at, _)| *at);
    times
}

/// First the time that is waited for, which may be overdue.
fn times_of(
    schedule: Option<Weekly>,
    next: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> impl Iterator<Item = DateTime<Utc>> {
    // Of several that were missed only the last is still posted.
    schedule.zip(next).into_iter().flat_map(move |(schedule, next)| {
        let times = std::iter::once(next).chain(schedule.times_after(next));
        times.skip_while(move |at| schedule.after(*at) <= now)
    })
}

fn heading(server: &Server, kind: Kind, at: DateTime<Utc>, reminded: usize) -> String {
    let channel = server.weekly.as_ref().map_or(0, |weekly| weekly.channel.0);
    let when = at.with_timezone(&server.zone).format("%Y-%m-%dT%H:%M:%S%:z");
    let mut text = format!("--- server {}, channel {channel}, {when}", server.id);
    let word = if reminded == 1 { "assignment" } else { "assignments" };
    let _ = match (kind, reminded) {
        (Kind::Reminder, 0) => write!(text, ", reminder"),
        (Kind::Reminder, _) => write!(text, ", reminder, and at most {reminded} by direct message"),
        (_, 0) => Ok(()),
        _ => write!(text, ", and {reminded} {word} by direct message"),
    };
    text.push('\n');
    text
}

fn shown(post: &Reply) -> String {
    let mut text = String::new();
    if let Some(title) = &post.title {
        let _ = writeln!(text, "{title}");
    }
    let _ = writeln!(text, "{}", post.text);
    for field in &post.fields {
        let _ = write!(text, "\n{}\n{}\n", field.name, field.value);
    }
    if let Some(image) = &post.image {
        let _ = writeln!(text, "\n(picture: {})", image.alt);
    }
    let buttons: Vec<String> = post.buttons.iter().map(|button| format!("[{}]", button.label)).collect();
    if !buttons.is_empty() {
        let _ = write!(text, "\n{}\n", buttons.join(" "));
    }
    if let Some(thread) = &post.thread {
        let _ = writeln!(text, "(opens the thread \"{thread}\")");
    }
    if let Some(role) = post.ping {
        let _ = writeln!(text, "(pings the role {role})");
    }
    if post.silent {
        text.push_str("(comes without a notification)\n");
    }
    text.push('\n');
    text
}
