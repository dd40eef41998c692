//! Who is still there: members in their server, and the coach itself.

use anyhow::Result;
use chrono::{DateTime, Duration, Utc};

use super::Store;
use super::rows::{signed, unsigned};
use super::sql::query;
use crate::study::units::{LearnerId, ServerId};

/// A member who was seen within this time is taken to be there.
const SEEN: Duration = Duration::days(7);
/// So long Discord's word about a member holds, and so often at the most they are noted as seen.
pub(super) const DAY: Duration = Duration::days(1);

impl Store {
    /// Notes that a member used the coach in a server; whoever had left is back.
    pub async fn saw(&self, server: ServerId, learner: LearnerId, now: DateTime<Utc>) -> Result<()> {
        query("UPDATE members SET seen_at = $1, left_at = NULL WHERE server = $2 AND learner = $3")
            .bind(now.timestamp())
            .bind(signed(server.0))
            .bind(signed(learner.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Those of some members who were not seen for a week, and of whom Discord was not asked for a day.
    pub async fn unsure(
        &self,
        server: ServerId,
        of: &[LearnerId],
        now: DateTime<Utc>,
    ) -> Result<Vec<LearnerId>> {
        let rows = query(
            "SELECT learner FROM members WHERE server = $1 AND COALESCE(seen_at, joined_at) < $2 \
             AND COALESCE(asked_at, 0) < $3 ORDER BY learner",
        )
        .bind(signed(server.0))
        .bind((now - SEEN).timestamp())
        .bind((now - DAY).timestamp())
        .fetch_all(&self.pool)
        .await?;
        let unsure: Vec<LearnerId> =
            rows.iter().map(|row| Ok(LearnerId(unsigned(row.get("learner")?)))).collect::<Result<_>>()?;
        Ok(of.iter().copied().filter(|learner| unsure.contains(learner)).collect())
    }

    /// Notes what Discord says about a member.
    pub async fn confirm(
        &self,
        server: ServerId,
        learner: LearnerId,
        is_there: bool,
        now: DateTime<Utc>,
    ) -> Result<()> {
        query("UPDATE members SET asked_at = $1, left_at = $2 WHERE server = $3 AND learner = $4")
            .bind(now.timestamp())
            .bind((!is_there).then(|| now.timestamp()))
            .bind(signed(server.0))
            .bind(signed(learner.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Notes that the coach is not in a server any more; one that is not known stays so.
    pub async fn server_gone(&self, server: ServerId, now: DateTime<Utc>) -> Result<()> {
        query("UPDATE servers SET gone_at = $1 WHERE id = $2 AND gone_at IS NULL")
            .bind(now.timestamp())
            .bind(signed(server.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Notes that the coach is in a server again; false where it was not away.
    pub async fn server_back(&self, server: ServerId) -> Result<bool> {
        let gone = query("SELECT COUNT(*) AS gone FROM servers WHERE id = $1 AND gone_at IS NOT NULL")
            .bind(signed(server.0))
            .fetch_one(&self.pool)
            .await?;
        if gone.get::<i64>("gone")? == 0 {
            return Ok(false);
        }
        let back = query("UPDATE servers SET gone_at = NULL WHERE id = $1 AND gone_at IS NOT NULL")
            .bind(signed(server.0))
            .execute(&self.pool)
            .await?;
        Ok(back == 1)
    }

    /// The servers that are known and not noted as gone.
    pub async fn known_servers(&self) -> Result<Vec<ServerId>> {
        let rows = query("SELECT id FROM servers WHERE gone_at IS NULL ORDER BY id")
            .long()
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(ServerId(unsigned(row.get("id")?)))).collect()
    }

    /// Forgets servers that the coach has not been in since before a time, with all that is theirs; the
    /// learners and their plans stay. Returns how many.
    pub async fn forget_servers(&self, before: DateTime<Utc>) -> Result<usize> {
        let mut tx = self.begin_long().await?;
        let gone = query("SELECT id FROM servers WHERE gone_at < $1")
            .bind(before.timestamp())
            .fetch_all(&mut *tx)
            .await?;
        for row in &gone {
            let id: i64 = row.get("id")?;
            for statement in FORGET {
                query(*statement).bind(id).execute(&mut *tx).await?;
            }
        }
        tx.commit().await?;
        Ok(gone.len())
    }
}

/// Rows that point to others before those that they point to.
const FORGET: &[&str] = &[
    "DELETE FROM post_names WHERE post IN (SELECT id FROM outbox WHERE server = $1)",
    "DELETE FROM outbox WHERE server = $1",
    // A change that was decided on while its learner was a member would bring the boards' rows back.
    "UPDATE learners SET revision = revision + 1 WHERE id IN (SELECT learner FROM members WHERE server = $1)",
    "DELETE FROM scores WHERE server = $1",
    "DELETE FROM members WHERE server = $1",
    "DELETE FROM blocks WHERE server = $1",
    "DELETE FROM links WHERE server = $1",
    "DELETE FROM audit WHERE server = $1",
    "DELETE FROM partners WHERE cohort IN (SELECT id FROM cohorts WHERE server = $1)",
    "DELETE FROM answers WHERE interaction IN (SELECT id FROM shares WHERE server = $1)",
    "DELETE FROM shares WHERE server = $1",
    "DELETE FROM cohorts WHERE server = $1",
    "DELETE FROM servers WHERE id = $1",
];
