//! What managers decide about members of their server, each with an entry that the others see.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};

use super::Store;
use super::backend::Alone;
use super::outbox::queue_edits;
use super::rows::{instant, signed, unsigned};
use super::sharing::{Shares, withdraw};
use super::sql::{Transaction, query};
use crate::study::fnv;
use crate::study::units::{InteractionId, LearnerId, ServerId};

/// What a manager does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Takes a member off the server's boards and posts.
    Hide,
    /// Lets them be seen again, as they themselves chose.
    Show,
    /// Ends a membership; the learner may join again.
    Remove,
    /// Ends it, and the learner may not join again.
    Block,
    /// Lets them join again.
    Unblock,
    /// Takes a link off the server.
    Strike,
    /// Lets a link be seen.
    Allow,
}

const DEEDS: [(Deed, &str); 7] = [
    (Deed::Hide, "hide"),
    (Deed::Show, "show"),
    (Deed::Remove, "remove"),
    (Deed::Block, "block"),
    (Deed::Unblock, "unblock"),
    (Deed::Strike, "strike"),
    (Deed::Allow, "allow"),
];

impl Deed {
    /// As buttons, the database and the voice write it.
    pub fn as_str(self) -> &'static str {
        DEEDS.iter().find(|(deed, _)| *deed == self).map_or("", |(_, name)| name)
    }

    /// Reads what `as_str` writes.
    pub fn parse(text: &str) -> Option<Self> {
        DEEDS.iter().find(|(_, name)| *name == text).map(|(deed, _)| *deed)
    }
}

/// One decision of a manager.
#[derive(Debug, Clone, Copy)]
pub struct Measure<'a> {
    /// Where.
    pub server: ServerId,
    /// What.
    pub deed: Deed,
    /// About whom, by [`who`].
    pub who: u64,
    /// About whom; none for a blocked person who has deleted their data.
    pub learner: Option<LearnerId>,
    /// Which link, for `Strike` and `Allow`.
    pub link: Option<&'a str>,
    /// Who decides.
    pub manager: LearnerId,
    /// By which press, and the how manieth of it.
    pub by: (InteractionId, u16),
    /// When.
    pub now: DateTime<Utc>,
}

/// An entry of what managers did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none where they deleted their data since.
    pub manager: Option<LearnerId>,
    /// About whom; none where they deleted their data since.
    pub learner: Option<LearnerId>,
    /// What.
    pub deed: Deed,
    /// Which link.
    pub link: Option<String>,
}

/// Somebody who may not be a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// The number of the block; see [`who`].
    pub who: u64,
    /// Who, and their name then; none where they deleted their data since.
    pub learner: Option<(LearnerId, String)>,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// The number under which a learner is blocked or hidden in a server. Not against anybody's ill will:
/// whoever has the database and an id can tell whether that one is blocked.
pub fn who(server: ServerId, learner: LearnerId) -> u64 {
    fnv::hash(server.0.to_le_bytes().into_iter().chain(learner.0.to_le_bytes()))
}

impl Store {
    /// Carries out a manager's decision with its entry, in one transaction; posts of after `since` that
    /// name who is to be seen no more are edited, and what they showed there is taken back. False where that press was carried out before.
    pub async fn decide(&self, measure: &Measure<'_>, since: DateTime<Utc>) -> Result<bool> {
        let Measure { server, deed, learner, link, manager, by: (interaction, number), now, .. } = *measure;
        let mut tx = self.begin_alone(Alone::Outbox).await?;
        let entry = query(
            "INSERT INTO audit (interaction, number, server, at, manager, learner, what, link) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (interaction, number) DO NOTHING",
        )
        .bind(signed(interaction.0))
        .bind(i32::from(number))
        .bind(signed(server.0))
        .bind(now.timestamp())
        .bind(signed(manager.0))
        .bind(learner.map(|learner| signed(learner.0)))
        .bind(deed.as_str())
        .bind(link)
        .execute(&mut *tx)
        .await?;
        if entry == 0 {
            return Ok(false);
        }
        carry_out(&mut tx, measure).await?;
        if let (Some(learner), Deed::Hide | Deed::Remove | Deed::Block | Deed::Strike) = (learner, deed) {
            queue_edits(&mut tx, learner, Some(server), since, now).await?;
            let link = link.filter(|_| deed == Deed::Strike);
            withdraw(&mut tx, Shares { learner, server: Some(server), link }, since, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// What managers of a server did, newest first.
    pub async fn audit(&self, server: ServerId, from: u32, count: u32) -> Result<Vec<Entry>> {
        let rows = query(
            "SELECT at, manager, learner, what, link FROM audit WHERE server = $1 \
             ORDER BY at DESC, interaction DESC, number LIMIT $2 OFFSET $3",
        )
        .bind(signed(server.0))
        .bind(i64::from(count))
        .bind(i64::from(from))
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let person = |column: &str| -> Result<Option<LearnerId>> {
                    Ok(row.get::<Option<i64>>(column)?.map(|id| LearnerId(unsigned(id))))
                };
                Ok(Entry {
                    at: instant(row.get("at")?)?,
                    manager: person("manager")?,
                    learner: person("learner")?,
                    deed: Deed::parse(row.get("what")?).context("an entry of no known kind")?,
                    link: row.get("link")?,
                })
            })
            .collect()
    }

    /// Who is blocked in a server, last first.
    pub async fn blocked(&self, server: ServerId) -> Result<Vec<Blocked>> {
        let rows = query(
            "SELECT who, learner, name, at FROM blocks WHERE server = $1 AND hides = 0 ORDER BY at DESC, who",
        )
        .bind(signed(server.0))
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let learner = row.get::<Option<i64>>("learner")?.map(|id| LearnerId(unsigned(id)));
                let name: Option<String> = row.get("name")?;
                Ok(Blocked {
                    who: unsigned(row.get("who")?),
                    learner: learner.map(|learner| (learner, name.unwrap_or_default())),
                    at: instant(row.get("at")?)?,
                })
            })
            .collect()
    }

    /// Whether a learner may not be a member of a server.
    pub async fn is_blocked(&self, server: ServerId, learner: LearnerId) -> Result<bool> {
        let row = query("SELECT COUNT(*) AS found FROM blocks WHERE server = $1 AND who = $2 AND hides = 0")
            .bind(signed(server.0))
            .bind(signed(who(server, learner)))
            .fetch_one(&self.pool)
            .await?;
        Ok(row.get::<i64>("found")? > 0)
    }

    /// Forgets what managers did before a time. What follows from it stays.
    pub async fn prune_audit(&self, before: DateTime<Utc>) -> Result<()> {
        query("DELETE FROM audit WHERE at < $1").bind(before.timestamp()).long().execute(&self.pool).await?;
        Ok(())
    }
}

async fn carry_out(tx: &mut Transaction, measure: &Measure<'_>) -> Result<()> {
    let Measure { server, deed, learner, link, .. } = *measure;
    match (deed, learner, link) {
        (Deed::Hide | Deed::Show, Some(learner), _) => {
            query("UPDATE members SET moderated = $1 WHERE server = $2 AND learner = $3")
                .bind(i32::from(deed == Deed::Hide))
                .bind(signed(server.0))
                .bind(signed(learner.0))
                .execute(&mut **tx)
                .await?;
            match deed {
                Deed::Hide => bar(tx, measure, learner, true).await?,
                _ => unbar(tx, measure).await?,
            }
        }
        (Deed::Remove, Some(learner), _) => {
            super::held::end_membership(tx, server, learner).await?;
        }
        (Deed::Block, Some(learner), _) => {
            bar(tx, measure, learner, false).await?;
            super::held::end_membership(tx, server, learner).await?;
        }
        (Deed::Unblock, ..) => unbar(tx, measure).await?,
        (Deed::Strike | Deed::Allow, Some(learner), Some(link)) => {
            query(
                "INSERT INTO links (server, learner, link, shown) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (server, learner, link) DO UPDATE SET shown = excluded.shown",
            )
            .bind(signed(server.0))
            .bind(signed(learner.0))
            .bind(link)
            .bind(i32::from(deed == Deed::Allow))
            .execute(&mut **tx)
            .await?;
        }
        _ => anyhow::bail!("a manager's decision is about nobody"),
    }
    Ok(())
}

/// Keeps that somebody is blocked in a server, or only hidden there.
async fn bar(tx: &mut Transaction, measure: &Measure<'_>, learner: LearnerId, hides: bool) -> Result<()> {
    query(
        "INSERT INTO blocks (server, who, learner, name, at, hides) VALUES ($1, $2, $3, \
         COALESCE((SELECT name FROM members WHERE server = $1 AND learner = $3), '?'), $4, $5) \
         ON CONFLICT (server, who) DO UPDATE SET learner = excluded.learner, name = excluded.name, \
         at = excluded.at, hides = excluded.hides",
    )
    .bind(signed(measure.server.0))
    .bind(signed(measure.who))
    .bind(signed(learner.0))
    .bind(measure.now.timestamp())
    .bind(i32::from(hides))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Forgets it.
async fn unbar(tx: &mut Transaction, measure: &Measure<'_>) -> Result<()> {
    query("DELETE FROM blocks WHERE server = $1 AND who = $2")
        .bind(signed(measure.server.0))
        .bind(signed(measure.who))
        .execute(&mut **tx)
        .await?;
    Ok(())
}
