//! Boards: a page, and places on it, however many members there are.
//!
//! A place is a sum over `standings`, in which triggers keep how many shown members stand at each rank,
//! at each 128 ranks and at each 16,384: some hundred rows at the most, for ten members or a million.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::Store;
use super::rows::{shown, signed, unsigned};
use super::servers::seen;
use super::sql::{Connection, Row, query};
use crate::study::board::{Kind, Period};
use crate::study::learner::BoardSetting;
use crate::study::units::{LearnerId, ServerId};

/// Each step of `standings` counts 2 to the power of this as many ranks as the one before.
const STEP: i64 = 7;
/// So many rows are skipped faster than their end is searched for.
const NEAR: i64 = 100;

/// One row of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    /// Who.
    pub learner: LearnerId,
    /// Their name in the server.
    pub name: String,
    /// Whether they are shown by name.
    pub board: BoardSetting,
    /// The name under which they stand without a name; none where none was needed yet.
    pub alias: Option<String>,
    /// Minutes, lessons or weeks.
    pub value: i64,
    /// Promised minutes, for a board by promise.
    pub out_of: i64,
    /// What the board is sorted by.
    pub rank: i64,
}

/// How many shown members stand at those places of `standings`, on the board of a row of `scores`.
macro_rules! above {
    ($places:literal) => {
        concat!(
            "(SELECT CAST(COALESCE(SUM(members), 0) AS BIGINT) FROM standings \
             WHERE standings.server = scores.server AND standings.period = scores.period \
             AND standings.kind = scores.kind AND ",
            $places,
            ")"
        )
    };
}

impl Store {
    /// A page of a board: ranked members who are not hidden, best first.
    pub async fn board(
        &self,
        server: ServerId,
        period: Period,
        kind: Kind,
        from: u32,
        count: u32,
    ) -> Result<Vec<BoardRow>> {
        let mut connection = self.pool.acquire().await?;
        let (best, skip) = at(&mut connection, server, period, kind, from).await?;
        // SQLite prepares a statement anew whenever its limit is bound: here it stands in the words.
        let order =
            format!("scores.rank <= $4 ORDER BY scores.rank DESC, scores.learner LIMIT {count} OFFSET $5");
        let rows = query(rows_of_board(&order))
            .bind(signed(server.0))
            .bind(period.to_string())
            .bind(kind.as_str())
            .bind(best)
            .bind(skip)
            .fetch_all(&mut connection)
            .await?;
        rows.iter().map(board_row).collect()
    }

    /// One member's row of a board with as many as `beside` before it and behind it; ties stand by their
    /// ids.
    pub async fn around(
        &self,
        server: ServerId,
        period: Period,
        kind: Kind,
        (rank, learner): (i64, LearnerId),
        beside: u32,
    ) -> Result<Vec<BoardRow>> {
        let parts = [
            "scores.rank = $4 AND scores.learner < $5 ORDER BY scores.learner DESC",
            "scores.rank > $4 ORDER BY scores.rank, scores.learner DESC",
            "scores.rank = $4 AND scores.learner >= $5 ORDER BY scores.learner",
            "scores.rank < $4 ORDER BY scores.rank DESC, scores.learner",
        ];
        // One more than asked for, since the third has the member's own row too.
        let part = |number: usize, order: &str| {
            let rows = rows_of_board(&format!("{order} LIMIT {}", beside + 1));
            format!("SELECT * FROM ({rows}) AS part_{number}")
        };
        let parts: Vec<String> =
            parts.iter().enumerate().map(|(number, order)| part(number, order)).collect();
        let rows = query(parts.join(" UNION ALL "))
            .bind(signed(server.0))
            .bind(period.to_string())
            .bind(kind.as_str())
            .bind(rank)
            .bind(signed(learner.0))
            .fetch_all(&self.pool)
            .await?;
        let mut rows: Vec<BoardRow> = rows.iter().map(board_row).collect::<Result<_>>()?;
        rows.sort_by_key(|row| (std::cmp::Reverse(row.rank), signed(row.learner.0)));
        let own = rows.iter().position(|row| row.learner == learner);
        let Some(own) = own else { return Ok(Vec::new()) };
        let beside = usize::try_from(beside)?;
        let end = rows.len().min(own + beside + 1);
        Ok(rows.drain(own.saturating_sub(beside)..end).collect())
    }

    /// One member's standing on a board: how others see them there, and what it ranks them by; below 0
    /// they are not ranked. None for who is no member; no rank where they have no row.
    pub async fn standing(
        &self,
        server: ServerId,
        period: Period,
        kind: Kind,
        learner: LearnerId,
    ) -> Result<Option<(BoardSetting, Option<i64>)>> {
        let row = query(
            "SELECT board, moderated, left_at, scores.rank FROM members LEFT JOIN scores \
             ON scores.server = members.server AND scores.learner = members.learner \
             AND scores.period = $2 AND scores.kind = $3 \
             WHERE members.server = $1 AND members.learner = $4",
        )
        .bind(signed(server.0))
        .bind(period.to_string())
        .bind(kind.as_str())
        .bind(signed(learner.0))
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| Ok((seen(&row)?, row.get("rank")?))).transpose()
    }

    /// The places of members who are ranked, in each time for those asked about; of one who is hidden,
    /// the place that they would have.
    pub async fn places(
        &self,
        server: ServerId,
        kind: Kind,
        asked: &[(Period, &[LearnerId])],
    ) -> Result<BTreeMap<(Period, LearnerId), i64>> {
        let asked = asked.iter().filter(|(_, learners)| !learners.is_empty());
        let mut marks = (3..).map(|number| format!("${number}"));
        let parts: Vec<String> = asked
            .clone()
            .map(|(_, learners)| {
                let period = marks.next().unwrap_or_default();
                let learners: Vec<String> = marks.by_ref().take(learners.len()).collect();
                format!(
                    "{PLACES} AND scores.period = {period} AND scores.learner IN ({})",
                    learners.join(", ")
                )
            })
            .collect();
        if parts.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = parts.join(" UNION ALL ");
        let mut query = query(sql).bind(signed(server.0)).bind(kind.as_str());
        for (period, learners) in asked {
            query = query.bind(period.to_string());
            for learner in *learners {
                query = query.bind(signed(learner.0));
            }
        }
        let mut places = BTreeMap::new();
        for row in query.fetch_all(&self.pool).await? {
            let period = Period::parse(row.get("period")?).context("a time in the database is none")?;
            places.insert((period, LearnerId(unsigned(row.get("learner")?))), row.get("place")?);
        }
        Ok(places)
    }
}

/// The places of members of server `$1` on boards of kind `$2`.
const PLACES: &str = concat!(
    "SELECT period, learner, 1 + ",
    above!("step = 2 AND place > (scores.rank >> 14)"),
    " + ",
    above!("step = 1 AND place > (scores.rank >> 7) AND place < (((scores.rank >> 14) + 1) << 7)"),
    " + ",
    above!("step = 0 AND place > scores.rank AND place < (((scores.rank >> 7) + 1) << 7)"),
    " AS place FROM scores WHERE server = $1 AND kind = $2 AND rank >= 0"
);

/// The rank at which the row stands that has so many before it, and how many of them have that rank
/// too.
async fn at(
    connection: &mut Connection,
    server: ServerId,
    period: Period,
    kind: Kind,
    before: u32,
) -> Result<(i64, i64)> {
    let mut left = i64::from(before);
    // A page near the top needs no search.
    if left <= NEAR {
        return Ok((i64::MAX, left));
    }
    let (mut least, mut end) = (0, i64::MAX);
    for step in [2_i32, 1, 0] {
        let rows = query(
            "SELECT place, members FROM standings WHERE server = $1 AND period = $2 AND kind = $3 AND step = $4 \
             AND place >= $5 AND place < $6 ORDER BY place DESC",
        )
        .bind(signed(server.0))
        .bind(period.to_string())
        .bind(kind.as_str())
        .bind(step)
        .bind(least)
        .bind(end)
        .fetch_all(&mut *connection)
        .await?;
        let mut found = None;
        for row in rows {
            let (place, members): (i64, i64) = (row.get("place")?, row.get("members")?);
            if left < members {
                found = Some(place);
                break;
            }
            left -= members;
        }
        // Fewer stand on the board: below the last, there is nobody.
        let Some(place) = found else { return Ok((-1, 0)) };
        (least, end) = if step == 0 { (place, place) } else { (place << STEP, (place + 1) << STEP) };
    }
    Ok((least, left))
}

/// Rows of the board of server `$1`, time `$2` and kind `$3`, as `order` says which and in what order.
/// The members are looked up one by one, in the order of the board.
fn rows_of_board(order: &str) -> String {
    format!(
        "SELECT scores.learner, members.name, members.board, members.alias, scores.value, scores.out_of, scores.rank \
         FROM scores CROSS JOIN members \
         WHERE members.server = scores.server AND members.learner = scores.learner \
         AND scores.server = $1 AND scores.period = $2 AND scores.kind = $3 AND scores.rank >= 0 \
         AND {} AND {order}",
        shown!()
    )
}

fn board_row(row: &Row) -> Result<BoardRow> {
    Ok(BoardRow {
        learner: LearnerId(unsigned(row.get("learner")?)),
        name: row.get("name")?,
        board: BoardSetting::parse(row.get("board")?).unwrap_or(BoardSetting::Hidden),
        alias: row.get("alias")?,
        value: row.get("value")?,
        out_of: row.get("out_of")?,
        rank: row.get("rank")?,
    })
}
