//! Rows of boards: written with the change that moves them, and summed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use anyhow::{Context, Result};

use super::Store;
use super::rows::{shown, signed, unsigned};
use super::sql::{Row, Transaction, query};
use crate::study::board::{Kind, Period};
use crate::study::score::{KEPT_PERCENT, LEAST_RANKED_PROMISE, Score, rank};
use crate::study::units::{LearnerId, Minutes, ServerId};
use crate::study::week::Week;

/// Before and after all weeks, in the order of their names.
const FIRST_WEEK: &str = "0000-W00";
const LAST_WEEK: &str = "9999-W99";

/// How many rows are written in one statement, at the most.
const AT_ONCE: usize = 500;

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
        let row = query("SELECT value, out_of, rank FROM scores WHERE server = $1 AND period = $2 AND kind = $3 AND learner = $4")
            .bind(signed(server.0))
            .bind(period.to_string())
            .bind(kind.as_str())
            .bind(signed(learner.0))
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| Ok((row.get("value")?, row.get("out_of")?, row.get("rank")?))).transpose()
    }

    /// A period of each member who is not hidden, in sums: a week, or another that boards have.
    pub async fn sums(
        &self,
        server: ServerId,
        period: impl Display + Send,
    ) -> Result<BTreeMap<LearnerId, Sums>> {
        let rows = query(concat!(
            "SELECT scores.learner, scores.kind, scores.value, scores.out_of \
             FROM scores JOIN members ON members.server = scores.server AND members.learner = scores.learner \
             WHERE scores.server = $1 AND scores.period = $2 AND scores.kind IN ('promise', 'hours') \
             AND ",
            shown!()
        ))
        .bind(signed(server.0))
        .bind(period.to_string())
        .long()
        .fetch_all(&self.pool)
        .await?;
        let mut sums: BTreeMap<LearnerId, Sums> = BTreeMap::new();
        for row in rows {
            let learner = LearnerId(unsigned(row.get("learner")?));
            let minutes =
                |column: &str| -> Result<Minutes> { Ok(Minutes(row.get::<i64>(column)?.try_into()?)) };
            let sums = sums.entry(learner).or_default();
            match row.get("kind")? {
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
        let rows = query(
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
        let week = |row: &Row| Week::parse(row.get("period").ok()?);
        let row = |row: &Row| {
            let week = week(row).context("a week in the database is not an ISO week")?;
            Ok((week, row.get("value")?, row.get("out_of")?))
        };
        rows.iter().map(row).collect()
    }

    /// How a server's week went, over all members who are not hidden.
    pub async fn share(&self, server: ServerId, week: Week) -> Result<Share> {
        let row = query(
            concat!("SELECT CAST(COALESCE(SUM(CASE WHEN kind = 'promise' THEN 1 ELSE 0 END), 0) AS BIGINT) AS promised, \
             CAST(COALESCE(SUM(CASE WHEN kind = 'promise' AND value * 100 >= out_of * $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS kept, \
             CAST(COALESCE(SUM(CASE WHEN kind = 'hours' THEN value ELSE 0 END), 0) AS BIGINT) AS minutes \
             FROM scores JOIN members ON members.server = scores.server AND members.learner = scores.learner \
             WHERE scores.server = $1 AND scores.period = $2 AND ", shown!()),
        )
        .bind(signed(server.0))
        .bind(week.to_string())
        .bind(i64::from(KEPT_PERCENT))
        .long()
        .fetch_one(&self.pool)
        .await?;
        Ok(Share { promised: row.get("promised")?, kept: row.get("kept")?, minutes: row.get("minutes")? })
    }
}

/// A row of a board that is written; without a value it is taken off.
struct Written {
    server: ServerId,
    period: Period,
    kind: Kind,
    value: Option<i64>,
    out_of: i64,
}

/// Writes a learner's rows of boards, and for those of weeks the sums of their months and of everything.
pub(super) async fn write_scores(tx: &mut Transaction, learner: LearnerId, scores: &[Score]) -> Result<()> {
    let rows: Vec<Written> = scores
        .iter()
        .map(|&Score { server, period, kind, value, out_of }| Written {
            server,
            period,
            kind,
            value: value.map(i64::from),
            out_of: out_of.into(),
        })
        .collect();
    write(tx, learner, &rows).await?;
    let sums = sums_of(tx, learner, scores).await?;
    write(tx, learner, &sums).await
}

/// The sums that rows of weeks go into.
async fn sums_of(tx: &mut Transaction, learner: LearnerId, scores: &[Score]) -> Result<Vec<Written>> {
    let mut spans: BTreeMap<Period, (String, String)> = BTreeMap::new();
    let mut boards: BTreeSet<(ServerId, Kind)> = BTreeSet::new();
    for score in scores {
        let Period::Week(week) = score.period else { continue };
        let (year, month) = week.month();
        let in_month = |week: &Week| week.month() == (year, month);
        let first = (0..5).map(|back| week.plus(-back)).take_while(in_month).last().unwrap_or(week);
        let last = (0..5).map(|on| week.plus(on)).take_while(in_month).last().unwrap_or(week);
        spans.insert(Period::Month(year, month), (first.to_string(), last.to_string()));
        spans.insert(Period::All, (FIRST_WEEK.to_owned(), LAST_WEEK.to_owned()));
        boards.insert((score.server, score.kind));
    }
    if spans.is_empty() {
        return Ok(Vec::new());
    }
    let parts: Vec<String> = (0..spans.len())
        .map(|number| {
            format!(
                "SELECT {number} AS span, server, kind, CAST(SUM(value) AS BIGINT) AS value, \
                 CAST(SUM(out_of) AS BIGINT) AS out_of FROM scores WHERE learner = $1 AND period LIKE '%-W%' \
                 AND period BETWEEN ${} AND ${} AND (kind <> 'promise' OR out_of >= $2) GROUP BY server, kind",
                2 * number + 3,
                2 * number + 4
            )
        })
        .collect();
    let mut summing =
        query(parts.join(" UNION ALL ")).bind(signed(learner.0)).bind(i64::from(LEAST_RANKED_PROMISE.0));
    for (from, to) in spans.values() {
        summing = summing.bind(from).bind(to);
    }
    let mut found: BTreeMap<(i64, i64, String), (i64, i64)> = BTreeMap::new();
    for row in summing.fetch_all(&mut **tx).await? {
        let board = (row.get("span")?, row.get("server")?, row.get("kind")?);
        found.insert(board, (row.get("value")?, row.get("out_of")?));
    }
    let mut sums = Vec::new();
    for (number, period) in (0..).zip(spans.keys()) {
        for (server, kind) in &boards {
            let sum = found.get(&(number, signed(server.0), kind.as_str().to_owned()));
            let (value, out_of) = sum.map_or((None, 0), |(value, out_of)| (Some(*value), *out_of));
            sums.push(Written { server: *server, period: *period, kind: *kind, value, out_of });
        }
    }
    Ok(sums)
}

async fn write(tx: &mut Transaction, learner: LearnerId, rows: &[Written]) -> Result<()> {
    for row in rows.iter().filter(|row| row.value.is_none()) {
        query("DELETE FROM scores WHERE server = $1 AND period = $2 AND kind = $3 AND learner = $4")
            .bind(signed(row.server.0))
            .bind(row.period.to_string())
            .bind(row.kind.as_str())
            .bind(signed(learner.0))
            .execute(&mut **tx)
            .await?;
    }
    let valued: Vec<(&Written, i64)> = rows.iter().filter_map(|row| Some((row, row.value?))).collect();
    for rows in valued.chunks(AT_ONCE) {
        let marks = (0..rows.len()).map(|number| {
            let [server, period, kind, value, out_of, rank] =
                [2, 3, 4, 5, 6, 7].map(|mark| mark + 6 * number);
            format!("(${server}, ${period}, ${kind}, $1, ${value}, ${out_of}, ${rank})")
        });
        let marks: Vec<String> = marks.collect();
        let mut writing = query(format!(
            "INSERT INTO scores (server, period, kind, learner, value, out_of, rank) VALUES {} \
             ON CONFLICT (server, period, kind, learner) DO UPDATE SET \
             value = excluded.value, out_of = excluded.out_of, rank = excluded.rank \
             WHERE scores.value <> excluded.value OR scores.out_of <> excluded.out_of \
             OR scores.rank <> excluded.rank",
            marks.join(", ")
        ))
        .bind(signed(learner.0));
        for (row, value) in rows {
            writing = writing
                .bind(signed(row.server.0))
                .bind(row.period.to_string())
                .bind(row.kind.as_str())
                .bind(*value)
                .bind(row.out_of)
                .bind(rank(row.kind, *value, row.out_of));
        }
        writing.execute(&mut **tx).await?;
    }
    Ok(())
}
