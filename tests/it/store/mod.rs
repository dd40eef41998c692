//! The database: nothing twice, nothing lost.

mod boards;
mod cohorts;
mod documented;
mod learners;
mod outbox;
mod shared;

use chrono::{DateTime, Utc};
use study_coach::store::Store;

use crate::support::database::{Database, Place as _};

/// A database of its own for one test, gone with it.
pub struct Temporary {
    pub store: Store,
    pub database: Database,
}

impl Temporary {
    pub async fn new() -> Self {
        let database = Database::new().await;
        let store = Store::open(&database.url()).await.unwrap();
        Self { store, database }
    }

    /// Its address.
    pub fn url(&self) -> String {
        self.database.url()
    }

    /// As after a restart of the program.
    pub async fn reopen(&mut self) {
        self.store.close().await;
        self.store = Store::open(&self.url()).await.unwrap();
    }
}

/// An instant as it is written.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
