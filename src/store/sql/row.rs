//! Rows of answers.

use std::sync::Arc;

use sqlx::Row as _;
use sqlx::any::{Any, AnyRow};
use sqlx::{Column as _, Decode, Type};

use super::{Error, Result};

/// A row of an answer.
pub struct Row(Kind);

enum Kind {
    File { names: Arc<[Box<str>]>, values: Box<[rusqlite::types::Value]> },
    Server(AnyRow),
}

/// What a column can be read as.
pub trait Read<'r>: Decode<'r, Any> + Type<Any> {
    /// From a file of SQLite; none where it is something else.
    fn of_file(value: &'r rusqlite::types::Value) -> Option<Self>;
}

impl Read<'_> for i64 {
    fn of_file(value: &rusqlite::types::Value) -> Option<Self> {
        match value {
            rusqlite::types::Value::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

impl Read<'_> for i32 {
    fn of_file(value: &rusqlite::types::Value) -> Option<Self> {
        i64::of_file(value)?.try_into().ok()
    }
}

impl<'r> Read<'r> for &'r str {
    fn of_file(value: &'r rusqlite::types::Value) -> Option<Self> {
        match value {
            rusqlite::types::Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Read<'_> for String {
    fn of_file(value: &rusqlite::types::Value) -> Option<Self> {
        <&str>::of_file(value).map(ToOwned::to_owned)
    }
}

impl<'r, T: Read<'r>> Read<'r> for Option<T> {
    fn of_file(value: &'r rusqlite::types::Value) -> Option<Self> {
        match value {
            rusqlite::types::Value::Null => Some(None),
            value => T::of_file(value).map(Some),
        }
    }
}

impl Row {
    pub(super) fn of_file(names: Arc<[Box<str>]>, values: Box<[rusqlite::types::Value]>) -> Self {
        Self(Kind::File { names, values })
    }

    pub(super) fn of_server(row: AnyRow) -> Self {
        Self(Kind::Server(row))
    }

    /// The value of a column.
    ///
    /// # Errors
    /// When there is no such column, or it holds something else.
    pub fn get<'r, T: Read<'r>>(&'r self, name: &str) -> Result<T> {
        match &self.0 {
            Kind::File { names, values } => {
                let place = names.iter().position(|it| **it == *name);
                let value = place.and_then(|place| T::of_file(&values[place]));
                value.ok_or_else(|| Error::Column(name.to_owned()))
            }
            Kind::Server(row) => Ok(row.try_get(name)?),
        }
    }

    /// The names of its columns.
    pub fn names(&self) -> Vec<&str> {
        match &self.0 {
            Kind::File { names, .. } => names.iter().map(|name| &**name).collect(),
            Kind::Server(row) => row.columns().iter().map(|column| column.name()).collect(),
        }
    }
}
