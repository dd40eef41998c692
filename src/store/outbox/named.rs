//! Whom posts name, and taking them out of posts that are there.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::super::Store;
use super::super::rows::signed;
use super::super::sql::{Transaction, query};
use super::queue::PORTION;
use super::{Due, Kind, due, queue};
use crate::study::units::{LearnerId, MessageId, ServerId};

impl Store {
    /// A row by its key.
    pub async fn row(&self, key: &str) -> Result<Option<Due>> {
        let row = query("SELECT * FROM outbox WHERE id = $1").bind(key).fetch_optional(&self.pool).await?;
        row.as_ref().map(due).transpose()
    }

    /// The row of a server that became this message.
    pub async fn row_of(&self, server: ServerId, message: MessageId) -> Result<Option<Due>> {
        let row = query(
            "SELECT * FROM outbox WHERE server = $1 AND message = $2 AND channel IS NOT NULL \
             AND kind NOT IN ('thread', 'edit', 'withdraw') ORDER BY due_at DESC LIMIT 1",
        )
        .bind(signed(server.0))
        .bind(signed(message.0))
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(due).transpose()
    }

    /// Of some posts after `last`, by their keys, forgets whom they name where they were sent before a
    /// time. Returns the last of them; none where there are no more.
    pub async fn prune_names(&self, before: DateTime<Utc>, last: &str) -> Result<Option<String>> {
        let row = query(
            "SELECT MAX(post) AS post FROM (\
             SELECT DISTINCT post FROM post_names WHERE post > $1 ORDER BY post LIMIT $2) AS portion",
        )
        .bind(last)
        .bind(PORTION)
        .fetch_one(&self.pool)
        .await?;
        let Some(end) = row.get::<Option<String>>("post")? else { return Ok(None) };
        query(
            "DELETE FROM post_names WHERE post > $1 AND post <= $2 AND EXISTS (\
             SELECT 1 FROM outbox WHERE outbox.id = post_names.post AND finished_at < $3)",
        )
        .bind(last)
        .bind(&end)
        .bind(before.timestamp())
        .execute(&self.pool)
        .await?;
        Ok(Some(end))
    }
}

/// Keeps whom a post that is about to be sent names. Who is gone meanwhile is not kept, and the post is
/// edited when it is there.
pub(super) async fn name(tx: &mut Transaction, key: &str, names: &[LearnerId]) -> Result<()> {
    for learner in names {
        query(
            "INSERT INTO post_names (post, learner) SELECT $1, id FROM learners WHERE id = $2 \
             ON CONFLICT (post, learner) DO NOTHING",
        )
        .bind(key)
        .bind(signed(learner.0))
        .execute(&mut **tx)
        .await?;
        query(
            "UPDATE outbox SET retouch = 1 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM learners WHERE id = $2)",
        )
        .bind(key)
        .bind(signed(learner.0))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Queues the edits of posts of after `since` that name a learner, in one server or in all; what is on
/// its way is edited when it is there.
pub(in crate::store) async fn queue_edits(
    tx: &mut Transaction,
    learner: LearnerId,
    server: Option<ServerId>,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    let everywhere = i32::from(server.is_none());
    let server = server.map_or(0, |server| signed(server.0));
    let rows = query(
        "SELECT outbox.* FROM post_names JOIN outbox ON outbox.id = post_names.post \
         WHERE post_names.learner = $1 AND ($2 = 1 OR outbox.server = $3) AND outbox.state = 'sent' \
         AND outbox.message IS NOT NULL AND outbox.finished_at >= $4 ORDER BY outbox.id",
    )
    .bind(signed(learner.0))
    .bind(everywhere)
    .bind(server)
    .bind(since.timestamp())
    .fetch_all(&mut **tx)
    .await?;
    let edits = rows.iter().map(|row| edit(&due(row)?, now)).collect::<Result<Vec<_>>>()?;
    queue(tx, &edits).await?;
    query(
        "UPDATE outbox SET retouch = 1 WHERE state = 'waiting' AND ($1 = 1 OR server = $2) \
         AND id IN (SELECT post FROM post_names WHERE learner = $3)",
    )
    .bind(everywhere)
    .bind(server)
    .bind(signed(learner.0))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Queues the edit of a post that has just been sent, where it was asked for meanwhile.
pub(super) async fn retouch(tx: &mut Transaction, key: &str, now: DateTime<Utc>) -> Result<()> {
    let rows = query(
        "SELECT * FROM outbox WHERE id = $1 AND retouch = 1 AND state = 'sent' AND message IS NOT NULL",
    )
    .bind(key)
    .fetch_all(&mut **tx)
    .await?;
    for row in &rows {
        queue(tx, &[edit(&due(row)?, now)?]).await?;
    }
    Ok(())
}

/// The edit of a post, asked for now: its words are composed anew, as of the post's own due time. Each is
/// a row of its own, whatever was asked for in the same moment: an earlier one may be composed already.
fn edit(post: &Due, now: DateTime<Utc>) -> Result<Due> {
    let key = format!("edit:{}:{:016x}", post.key, getrandom::u64()?);
    let due = Due::new(key, Kind::Edit, post.server, now);
    Ok(Due {
        channel: post.channel,
        learner: post.learner,
        message: post.message,
        note: Some(post.key.clone()),
        part: post.part,
        ..due
    })
}
