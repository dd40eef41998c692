//! Between columns and types.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sql::Row;

/// An unsigned id with the same bits as a signed column.
pub fn signed(id: u64) -> i64 {
    id.cast_signed()
}

/// The id behind a signed column.
pub fn unsigned(column: i64) -> u64 {
    column.cast_unsigned()
}

/// A column that holds unix seconds.
pub fn instant(seconds: i64) -> Result<DateTime<Utc>> {
    DateTime::from_timestamp(seconds, 0).context("a time in the database is out of range")
}

/// A column that holds JSON.
pub fn json<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T> {
    let text: &str = row.get(column)?;
    serde_json::from_str(text).with_context(|| format!("the column {column} does not hold what it should"))
}

/// JSON for a column.
pub fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).context("a value could not be written as JSON")
}

/// A column that holds the name of a zone.
pub fn zone(name: &str) -> Result<Tz> {
    name.parse().with_context(|| "a zone in the database is unknown")
}

/// Members whom others may see: they did not hide, no manager hid them, and they have not left. The
/// triggers that count them (`migrations/0007_many.*`) say the same.
macro_rules! shown {
    () => {
        "members.board <> 'hidden' AND members.moderated = 0 AND members.left_at IS NULL"
    };
}
pub(super) use shown;
