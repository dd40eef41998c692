//! `study-coach posts`: what the schedule would post, composed but not sent and not stored.

use std::fmt::Write as _;

use chrono::{DateTime, Duration, Utc};

use super::args::Posts;
use super::failure::Result;
use super::{coach, out};
use crate::coach::reply::Reply;
use crate::coach::{Coach, weekly};
use crate::config::Config;
use crate::error::Error;
use crate::posts::LATE;
use crate::store::Server;
use crate::study::units::ServerId;
use crate::study::week::Week;

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
        let until = options.at.at(server.zone);
        let mut before = None;
        for at in times(server, now).take_while(|at| *at <= until) {
            // An occurrence is a server's ISO week: a second time in it posts nothing.
            let week = Week::at(at, server.zone);
            let again = before.replace(week) == Some(week);
            let missed = now - at > late;
            if again || missed || coach.store.has_occurrence(&weekly::key(server.id, week)).await? {
                continue;
            }
            let post = weekly::compose(coach, server, at, now - at > LATE).await.map_err(internal)?;
            let reminded = coach.store.reminded(server.id, week).await?.len();
            out::print(&shown(server, at, &post, reminded))?;
            count += 1;
        }
    }
    match count {
        0 => out::line("Nothing would be posted until then."),
        _ => Ok(()),
    }
}

/// When a server's posts are due: first the one that is waited for, which may be overdue.
fn times(server: &Server, now: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
    let first = server.schedule().zip(server.next_at);
    first.into_iter().flat_map(move |(schedule, next_at)| {
        std::iter::once(next_at).chain(schedule.times_after(next_at.max(now)))
    })
}

fn shown(server: &Server, at: DateTime<Utc>, post: &Reply, reminded: usize) -> String {
    let channel = server.weekly.as_ref().map_or(0, |weekly| weekly.channel.0);
    let when = at.with_timezone(&server.zone).format("%Y-%m-%dT%H:%M:%S%:z");
    let mut text = format!("--- server {}, channel {channel}, {when}", server.id);
    if reminded > 0 {
        let word = if reminded == 1 { "assignment" } else { "assignments" };
        let _ = write!(text, ", and {reminded} {word} by direct message");
    }
    text.push('\n');
    if let Some(title) = &post.title {
        let _ = writeln!(text, "{title}");
    }
    let _ = writeln!(text, "{}", post.text);
    for field in &post.fields {
        let _ = write!(text, "\n{}\n{}\n", field.name, field.value);
    }
    let buttons: Vec<String> = post.buttons.iter().map(|button| format!("[{}]", button.label)).collect();
    if !buttons.is_empty() {
        let _ = write!(text, "\n{}\n", buttons.join(" "));
    }
    text.push('\n');
    text
}

fn internal(error: Error) -> anyhow::Error {
    match error {
        Error::User(sentence) => anyhow::anyhow!(sentence),
        Error::Internal(error) => error,
    }
}
