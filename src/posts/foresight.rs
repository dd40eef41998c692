//! A look, the day before, at whether a post will come through.

use chrono::{DateTime, Utc};

use super::{Outlet, Prospect, Undelivered};
use crate::coach::{Coach, due};
use crate::say;
use crate::store::{Due, Server};

/// What a look found: the notice to the manager where something is in the way.
///
/// # Errors
/// When it could not be found out now.
pub(super) async fn look<O: Outlet>(
    coach: &Coach,
    outlet: &O,
    row: &Due,
    server: &Server,
    now: DateTime<Utc>,
) -> Result<Option<Due>, Undelivered> {
    // The schedule may have changed since: then another look is queued for the new time.
    let still_due = server.next_at.map(|at| at.timestamp().to_string()) == row.note;
    let (Some(setting), Some(next_at), true, None) =
        (&server.weekly, server.next_at, still_due, &server.fault)
    else {
        return Ok(None);
    };
    let prospect = outlet.foresee(server.id, setting.channel, setting.role, server.manager).await?;
    let found = findings(coach, &prospect);
    if found.is_empty() {
        return Ok(None);
    }
    let told = say!(
        coach.voice,
        NoticeForesight {
            channel: setting.channel.to_string(),
            time: coach.server_time(next_at, server.zone),
            found: found.join("\n"),
        }
    );
    Ok(due::notice(server, &row.key, told, now))
}

/// Each thing that is in the way, and how to mend it.
fn findings(coach: &Coach, prospect: &Prospect) -> Vec<String> {
    let voice = &coach.voice;
    let mut found = Vec::new();
    let access = prospect.access;
    if !access.post {
        found.push(say!(voice, FaultClosed));
    } else if !access.embed {
        found.push(say!(voice, AccessNoEmbed));
    }
    if access.post && !access.asker {
        found.push(say!(voice, FoundAsker));
    }
    match prospect.ping {
        Some(ping) if !ping.there => found.push(say!(voice, FoundRoleGone)),
        Some(ping) if !ping.coach => found.push(say!(voice, FoundRoleSilent)),
        Some(ping) if !ping.asker => found.push(say!(voice, FoundRoleAsker)),
        _ => {}
    }
    found
}
