//! What learners show in channels, and the kudos that they get for it.

use anyhow::Result;
use chrono::{DateTime, Utc};

use super::Store;
use super::outbox::{Due, Kind, answered, queue};
use super::roster::{Work, work};
use super::rows::{instant, signed, unsigned};
use super::sql::{Transaction, query};
use crate::study::units::{ChannelId, InteractionId, LearnerId, LessonId, MessageId, ServerId};

/// Something that a learner has shown in a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The interaction that made it.
    pub id: InteractionId,
    /// The server.
    pub server: ServerId,
    /// The channel; none for what was shown before it was kept.
    pub channel: Option<ChannelId>,
    /// Whose it is.
    pub learner: LearnerId,
    /// What it is about: the same thing is shown once in a server.
    pub about: String,
    /// The words in which it was shown.
    pub words: String,
}

/// A work of a server's week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWork {
    /// The work.
    pub work: Work,
    /// How many kudos it has.
    pub kudos: i64,
}

impl Store {
    /// Keeps what is shown, with the answer to its interaction; false where the same thing is shown in
    /// the server already.
    pub async fn keep_share(&self, share: &Shared, answer: &str, now: DateTime<Utc>) -> Result<bool> {
        let mut tx = self.begin().await?;
        let kept = query(
            "INSERT INTO shares (id, server, learner, about, words, made_at, channel) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        )
        .bind(signed(share.id.0))
        .bind(signed(share.server.0))
        .bind(signed(share.learner.0))
        .bind(&share.about)
        .bind(&share.words)
        .bind(now.timestamp())
        .bind(share.channel.map(|channel| signed(channel.0)))
        .execute(&mut *tx)
        .await?;
        if kept == 0 {
            return Ok(false);
        }
        answered(&mut tx, (share.id, answer), now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// What was shown by an interaction, with the answer that showed it as far as that is kept; none where
    /// it was taken back.
    pub async fn shared(&self, id: InteractionId) -> Result<Option<(Shared, Option<String>)>> {
        let row = query(
            "SELECT shares.id, server, channel, learner, about, words, answer FROM shares \
             LEFT JOIN answers ON answers.interaction = shares.id WHERE shares.id = $1",
        )
        .bind(signed(id.0))
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| {
            let share = Shared {
                id: InteractionId(unsigned(row.get("id")?)),
                server: ServerId(unsigned(row.get("server")?)),
                channel: row.get::<Option<i64>>("channel")?.map(|id| ChannelId(unsigned(id))),
                learner: LearnerId(unsigned(row.get("learner")?)),
                about: row.get("about")?,
                words: row.get("words")?,
            };
            Ok((share, row.get("answer")?))
        })
        .transpose()
    }

    /// Forgets what a learner has shown, and that it was.
    pub async fn take_back(&self, id: InteractionId, learner: LearnerId) -> Result<()> {
        let mut tx = self.begin().await?;
        for sql in [
            "DELETE FROM answers WHERE interaction IN (SELECT id FROM shares WHERE id = $1 AND learner = $2)",
            "DELETE FROM shares WHERE id = $1 AND learner = $2",
        ] {
            query(sql).bind(signed(id.0)).bind(signed(learner.0)).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Keeps which message a share has become. True where it was taken back before that was known: then
    /// the message is queued to go.
    pub async fn place_share(
        &self,
        id: InteractionId,
        (server, channel): (ServerId, ChannelId),
        message: MessageId,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let mut tx = self.begin().await?;
        let kept = query("UPDATE shares SET channel = $1, message = $2 WHERE id = $3")
            .bind(signed(channel.0))
            .bind(signed(message.0))
            .bind(signed(id.0))
            .execute(&mut *tx)
            .await?;
        let is_gone = kept == 0;
        if is_gone {
            queue(&mut tx, &[withdrawal(id, server, (channel, message), now)]).await?;
        }
        tx.commit().await?;
        Ok(is_gone)
    }

    /// Whether a message is something that a member shows.
    pub async fn is_share(&self, server: ServerId, message: MessageId) -> Result<bool> {
        let row = query("SELECT COUNT(*) AS found FROM shares WHERE server = $1 AND message = $2")
            .bind(signed(server.0))
            .bind(signed(message.0))
            .fetch_one(&self.pool)
            .await?;
        Ok(row.get::<i64>("found")? > 0)
    }

    /// How many things a learner has shown since a time of which it is not known where they stand.
    pub async fn unplaced_shares(&self, learner: LearnerId, since: DateTime<Utc>) -> Result<i64> {
        let row = query(
            "SELECT COUNT(*) AS found FROM shares WHERE learner = $1 AND made_at >= $2 \
             AND (channel IS NULL OR message IS NULL)",
        )
        .bind(signed(learner.0))
        .bind(since.timestamp())
        .fetch_one(&self.pool)
        .await?;
        Ok(row.get("found")?)
    }

    /// Gives kudos for somebody's work; false where the giver has given them before.
    pub async fn give_kudos(
        &self,
        learner: LearnerId,
        about: &str,
        giver: LearnerId,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let given = query(
            "INSERT INTO kudos (learner, about, giver, given_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(signed(learner.0))
        .bind(about)
        .bind(signed(giver.0))
        .bind(now.timestamp())
        .execute(&self.pool)
        .await?;
        Ok(given == 1)
    }

    /// How many kudos somebody's work has.
    pub async fn kudos(&self, learner: LearnerId, about: &str) -> Result<i64> {
        let row = query("SELECT COUNT(*) AS given FROM kudos WHERE learner = $1 AND about = $2")
            .bind(signed(learner.0))
            .bind(about)
            .fetch_one(&self.pool)
            .await?;
        Ok(row.get("given")?)
    }

    /// Work with a link that members of a server whom others see finished from `from` to before `to`,
    /// newest first. Whether others see its link is for [`crate::coach::links`] to say.
    pub async fn new_work(
        &self,
        server: ServerId,
        (from, to): (DateTime<Utc>, DateTime<Utc>),
        count: u32,
    ) -> Result<Vec<NewWork>> {
        let rows = query(
            "SELECT progress.learner, members.name, progress.lesson, progress.link, links.shown, (\
             SELECT COUNT(*) FROM kudos WHERE kudos.learner = progress.learner \
             AND kudos.about = 'lesson:' || progress.lesson) AS kudos \
             FROM members JOIN progress ON progress.learner = members.learner \
             LEFT JOIN links ON links.server = members.server AND links.learner = members.learner \
             AND links.link = progress.link \
             WHERE members.server = $1 AND members.board = 'visible' AND members.moderated = 0 \
             AND members.left_at IS NULL AND progress.link IS NOT NULL \
             AND progress.finished_at >= $2 AND progress.finished_at < $3 \
             ORDER BY progress.finished_at DESC, progress.learner, progress.lesson LIMIT $4",
        )
        .bind(signed(server.0))
        .bind(from.timestamp())
        .bind(to.timestamp())
        .bind(i64::from(count))
        .long()
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok(NewWork { work: work(row)?, kudos: row.get("kudos")? })).collect()
    }

    /// When somebody finished a piece of work that has a link, if they have.
    pub async fn work_finished_at(
        &self,
        learner: LearnerId,
        lesson: &LessonId,
    ) -> Result<Option<DateTime<Utc>>> {
        let row = query(
            "SELECT finished_at FROM progress WHERE learner = $1 AND lesson = $2 AND link IS NOT NULL \
             AND finished_at IS NOT NULL",
        )
        .bind(signed(learner.0))
        .bind(lesson.as_str())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| instant(row.get("finished_at")?)).transpose()
    }
}

/// Which of a learner's shares are meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shares<'a> {
    /// Whose.
    pub learner: LearnerId,
    /// Of one server, or of all.
    pub server: Option<ServerId>,
    /// Only those whose words have this link.
    pub link: Option<&'a str>,
}

/// Forgets what a learner has shown, and queues the messages of after `since` to go. Returns how many
/// there were.
pub(super) async fn withdraw(
    tx: &mut Transaction,
    shares: Shares<'_>,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<usize> {
    let rows = query(
        "SELECT id, server, channel, message, words, made_at FROM shares WHERE learner = $1 ORDER BY id",
    )
    .bind(signed(shares.learner.0))
    .fetch_all(&mut **tx)
    .await?;
    // As it stands in the words: a longer address may begin with it.
    let link = shares.link.map(|link| format!("<{link}>"));
    let mut gone = 0;
    for row in &rows {
        let id: i64 = row.get("id")?;
        let server = ServerId(unsigned(row.get("server")?));
        let words: String = row.get("words")?;
        if shares.server.is_some_and(|wanted| wanted != server)
            || link.as_ref().is_some_and(|link| !words.contains(link))
        {
            continue;
        }
        let place: (Option<i64>, Option<i64>) = (row.get("channel")?, row.get("message")?);
        if let (Some(channel), Some(message)) = place
            && instant(row.get("made_at")?)? >= since
        {
            let place = (ChannelId(unsigned(channel)), MessageId(unsigned(message)));
            queue(tx, &[withdrawal(InteractionId(unsigned(id)), server, place, now)]).await?;
        }
        for sql in ["DELETE FROM answers WHERE interaction = $1", "DELETE FROM shares WHERE id = $1"] {
            query(sql).bind(id).execute(&mut **tx).await?;
        }
        gone += 1;
    }
    Ok(gone)
}

/// The row that takes back the message of a share.
fn withdrawal(
    id: InteractionId,
    server: ServerId,
    (channel, message): (ChannelId, MessageId),
    now: DateTime<Utc>,
) -> Due {
    let due = Due::new(format!("withdraw:{id}"), Kind::Withdraw, server, now);
    Due { channel: Some(channel), message: Some(message), ..due }
}
