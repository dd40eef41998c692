//! What a row says, as of its due time: every try says the same.

use chrono::{DateTime, Utc};

use super::LATE;
use crate::coach::reply::{Id, Reply};
use crate::coach::{Coach, cohort, due, reminder, weekly};
use crate::error::Result;
use crate::say;
use crate::store::{Due, Kind};
use crate::study::units::CohortId;
use crate::study::week::Week;

/// A row's message.
pub(super) struct Composed {
    /// What it says.
    pub post: Reply,
    /// Whether another message of the same occurrence follows it.
    pub more: bool,
    /// How the occurrence's messages are laid out, as its rows note it.
    pub layout: Option<String>,
}

/// The words of a post in which somebody who is gone stands no more. Where the post would not be made at
/// all any more, or is not one of these rows, a sentence takes its place.
pub(super) async fn edited(coach: &Coach, row: &Due) -> Result<Reply> {
    if row.kind == Kind::Withdraw {
        return Ok(Reply::public(say!(coach.voice, ShareTakenBack)));
    }
    let of = match &row.note {
        Some(key) => coach.store.row(key).await?,
        None => None,
    };
    let Some(post) = of else { return Ok(Reply::public(say!(coach.voice, HideWorkHidden))) };
    match compose(coach, &post, post.due_at).await? {
        Some(composed) => Ok(composed.post),
        None => Ok(Reply::public(say!(coach.voice, PostTakenBack))),
    }
}

/// The message of a row; none where there is nothing to say any more.
pub(super) async fn compose(coach: &Coach, row: &Due, now: DateTime<Utc>) -> Result<Option<Composed>> {
    let server = coach.store.server(row.server).await?;
    let coach = &coach.speaking(server.locale.as_deref());
    let late = row.late || now - row.due_at > LATE;
    let mut layout = None;
    let posts = match (row.kind, row.learner) {
        (Kind::Weekly | Kind::Extra, None) => {
            let begun: Option<weekly::Layout> = row.note.as_deref().map(serde_json::from_str).transpose()?;
            let (mut posts, laid_out) =
                weekly::laid_out(coach, &server, row.due_at, late, begun.as_ref()).await?;
            layout = Some(serde_json::to_string(&laid_out)?);
            if let (Kind::Extra, Some(first)) = (row.kind, posts.first_mut()) {
                first.text = format!("{}\n{}", say!(coach.voice, WeeklyExtra), first.text);
            }
            posts
        }
        (Kind::Reminder, None) => {
            let post = reminder::compose(coach, &server, row.due_at, late, now).await?;
            post.into_iter().collect()
        }
        (Kind::Nudge, Some(learner)) => {
            let week = Week::at(row.due_at, server.zone);
            reminder::nudge(coach, &server, learner, week, now).await?.into_iter().collect()
        }
        (Kind::Invitation, None) => {
            let cohort = CohortId::from(row.note.as_deref().unwrap_or_default());
            let post = cohort::invitation(coach, &server, &cohort, row.due_at, late).await?;
            post.into_iter().collect()
        }
        (Kind::Assignment, Some(learner)) => {
            let week = Week::at(row.due_at, server.zone);
            weekly::assignment(coach, learner, week, row.due_at).await?.into_iter().collect()
        }
        (Kind::Partner, Some(_)) => cohort::partner_found(coach, server.id, row).await?.into_iter().collect(),
        (Kind::Notice, Some(_)) => {
            let text = row.note.clone().unwrap_or_default();
            vec![Reply::private(text).titled(say!(coach.voice, NoticeTitle))]
        }
        (Kind::Greeting, None) => {
            let text = say!(coach.voice, GreetingText);
            let greeting = Reply::public(text).titled(say!(coach.voice, GreetingTitle));
            vec![greeting.button(say!(coach.voice, ButtonJoin), &Id::open("join", &["open"]))]
        }
        _ => Vec::new(),
    };
    let part = usize::from(row.part);
    let more = posts.len() > part;
    let post = posts.into_iter().nth(part - 1).map(|post| due::marked(coach, post, row));
    Ok(post.map(|post| Composed { post, more, layout }))
}
