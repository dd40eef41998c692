//! Rows of boards: written with the change that moves them, and summed.

use std::collections::BTreeMap;
use std::fmt::Display;

use anyhow::{Context, Result};
use sqlx::any::{Any, AnyRow};
use sqlx::{Row, Transaction};

use super::Store;
use super::rows::{shown, signed, unsigned};
use crate::study::board::{Kind, Period};
use crate::study::score::{KEPT_PERCENT, LEAST_RANKED_PROMISE, Score, rank};
use crate::study::units::{LearnerId, Minutes, ServerId};
use crate::study::week::Week;

/// Before and after all weeks, in the order of their names.
const FIRST_WEEK: &str = "0000-W00";
const LAST_WEEK: &str = "9999-W99";

/// A member's week, or longer, in sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Minutes kept of the promise so far.
    pub kept: Minutes,
    /// Minutes promised.
    pub promised: Minutes,
    /// Minutes logged.
    pub spent: Minutes,
}

/// A server's week in sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Members with a promise.
    pub promised: i64,
    /// Those of them who kept enough of it for a streak.
    pub kept: i64,
    /// Minutes logged by all.
    pub minutes: i64,
}

impl Store {
    /// One member's row of a board: value, out of, rank.
    pub async fn score(
        &self,
        server: ServerId,
        period: Period,
        kind: Kind,
        learner: LearnerId,
    ) -> Result<Option<(i64, i64, i64)>> {
        let row = sqlx::query("SELECT value, out_of, rank FROM scores WHERE server = $1 AND period = $2 AND kind = $3 AND learner = $4")
            .bind(signed(server.0))
            .bind(period.to_string())
            .bind(kind.as_str())
            .bind(signed(learner.0))
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| Ok((row.try_get("value")?, row.try_get("out_of")?, row.try_get("rank")?))).transpose()
    }

    /// A period of each member who is not hidden, in sums: a week, or another that boards have.
    pub async fn sums(
        &self,
        server: ServerId,
        period: impl Display + Send,
    ) -> Result<BTreeMap<LearnerId, Sums>> {
        let rows = sqlx::query(concat!(
            "SELECT scores.learner, scores.kind, scores.value, scores.out_of \
             FROM scores JOIN members ON members.server = scores.server AND members.learner = scores.learner \
             WHERE scores.server = $1 AND scores.period = $2 AND scores.kind IN ('promise', 'hours') \
             AND ",
            shown!()
        ))
        .bind(signed(server.0))
        .bind(period.to_string())
        .fetch_all(&self.pool)
        .await?;
        let mut sums: BTreeMap<LearnerId, Sums> = BTreeMap::new();
        for row in rows {
            let learner = LearnerId(unsigned(row.try_get("learner")?));
            let minutes =
                |column: &str| -> Result<Minutes> { Ok(Minutes(row.try_get::<i64, _>(column)?.try_into()?)) };
            let sums = sums.entry(learner).or_default();
            match row.try_get("kind")? {
                "promise" => (sums.kept, sums.promised) = (minutes("value")?, minutes("out_of")?),
                _ => sums.spent = minutes("value")?,
            }
        }
        Ok(sums)
    }

    /// A member's weeks on a board, newest first, with value and out of: from one
    /// week to another, both in, or all.
    pub async fn weeks(
        &self,
        server: ServerId,
        kind: Kind,
        learner: LearnerId,
        span: Option<(Week, Week)>,
    ) -> Result<Vec<(Week, i64, i64)>> {
        let (from, to) = match span {
            Some((from, to)) => (from.to_string(), to.to_string()),
            None => (FIRST_WEEK.to_owned(), LAST_WEEK.to_owned()),
        };
        let rows = sqlx::query(
            "SELECT period, value, out_of FROM scores WHERE server = $1 AND kind = $2 AND learner = $3 \
             AND period LIKE '%-W%' AND period BETWEEN $4 AND $5 AND value > 0 ORDER BY period DESC",
        )
        .bind(signed(server.0))
        .bind(kind.as_str())
        .bind(signed(learner.0))
        .bind(from)
        .bind(to)
        .fetch_all(&self.pool)
        .await?;
        let week = |row: &AnyRow| Week::parse(row.try_get("period").ok()?);
        let row = |row: &AnyRow| {
            let week = week(row).context("a week in the database is not an ISO week")?;
            Ok((week, row.try_get("value")?, row.try_get("out_of")?))
        };
        rows.iter().map(row).collect()
    }

    /// How a server's week went, over all members who are not hidden.
    pub async fn share(&self, server: ServerId, week: Week) -> Result<Share> {
        let row = sqlx::query(
            concat!("SELECT CAST(COALESCE(SUM(CASE WHEN kind = 'promise' THEN 1 ELSE 0 END), 0) AS BIGINT) AS promised, \
             CAST(COALESCE(SUM(CASE WHEN kind = 'promise' AND value * 100 >= out_of * $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS kept, \
             CAST(COALESCE(SUM(CASE WHEN kind = 'hours' THEN value ELSE 0 END), 0) AS BIGINT) AS minutes \
             FROM scores JOIN members ON members.server = scores.server AND members.learner = scores.learner \
             WHERE scores.server = $1 AND scores.period = $2 AND ", shown!()),
        )
        .bind(signed(server.0))
        .bind(week.to_string())
        .bind(i64::from(KEPT_PERCENT))
        .fetch_one(&self.pool)
        .await?;
        Ok(Share {
            promised: row.try_get("promised")?,
            kept: row.try_get("kept")?,
            minutes: row.try_get("minutes")?,
        })
    }
}

/// Writes a row of a board, and where it is a week's, the sums of its month and of everything.
pub(super) async fn write_score(
    tx: &mut Transaction<'static, Any>,
    learner: LearnerId,
    score: &Score,
) -> Result<()> {
    let value = score.value.map(i64::from);
    set_score(tx, learner, score, score.period, value, i64::from(score.out_of)).await?;
    let Period::Week(week) = score.period else { return Ok(()) };
    let (year, month) = week.month();
    let in_month = |week: &Week| week.month() == (year, month);
    let first = (0..5).map(|back| week.plus(-back)).take_while(in_month).last().unwrap_or(week);
    let last = (0..5).map(|on| week.plus(on)).take_while(in_month).last().unwrap_or(week);
    let spans = [
        (Period::Month(year, month), first.to_string(), last.to_string()),
        (Period::All, FIRST_WEEK.to_owned(), LAST_WEEK.to_owned()),
    ];
    for (period, from, to) in spans {
        let row = sqlx::query(
            "SELECT COUNT(*) AS weeks, CAST(COALESCE(SUM(value), 0) AS BIGINT) AS value, \
             CAST(COALESCE(SUM(out_of), 0) AS BIGINT) AS out_of FROM scores \
             WHERE server = $1 AND kind = $2 AND learner = $3 AND period LIKE '%-W%' AND period BETWEEN $4 AND $5 \
             AND (kind <> 'promise' OR out_of >= $6)",
        )
        .bind(signed(score.server.0))
        .bind(score.kind.as_str())
        .bind(signed(learner.0))
        .bind(from)
        .bind(to)
        .bind(i64::from(LEAST_RANKED_PROMISE.0))
        .fetch_one(&mut **tx)
        .await?;
        let value = (row.try_get::<i64, _>("weeks")? > 0).then_some(row.try_get("value")?);
        set_score(tx, learner, score, period, value, row.try_get("out_of")?).await?;
    }
    Ok(())
}

async fn set_score(
    tx: &mut Transaction<'static, Any>,
    learner: LearnerId,
    score: &Score,
    period: Period,
    value: Option<i64>,
    out_of: i64,
) -> Result<()> {
    let Score { server, kind, .. } = *score;
    let Some(value) = value else {
        sqlx::query("DELETE FROM scores WHERE server = $1 AND period = $2 AND kind = $3 AND learner = $4")
            .bind(signed(server.0))
            .bind(period.to_string())
            .bind(kind.as_str())
            .bind(signed(learner.0))
            .execute(&mut **tx)
            .await?;
        return Ok(());
    };
    sqlx::query(
        "INSERT INTO scores (server, period, kind, learner, value, out_of, rank) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (server, period, kind, learner) DO UPDATE SET \
         value = excluded.value, out_of = excluded.out_of, rank = excluded.rank",
    )
    .bind(signed(server.0))
    .bind(period.to_string())
    .bind(kind.as_str())
    .bind(signed(learner.0))
    .bind(value)
    .bind(out_of)
    .bind(rank(kind, value, out_of))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
