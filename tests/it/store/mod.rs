//! The database: nothing twice, nothing lost.

mod boards;
mod cohorts;
mod documented;
mod learners;
mod outbox;

use chrono::{DateTime, Utc};
use study_coach::store::Store;
use tempfile::TempDir;

/// A database of its own for one test, gone with it.
pub struct Temporary {
    pub store: Store,
    dir: TempDir,
}

impl Temporary {
    pub async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&url(&dir)).await.unwrap();
        Self { store, dir }
    }

    /// Its address.
    pub fn url(&self) -> String {
        url(&self.dir)
    }

    /// As after a restart of the program.
    pub async fn reopen(&mut self) {
        self.store.close().await;
        self.store = Store::open(&url(&self.dir)).await.unwrap();
    }
}

fn url(dir: &TempDir) -> String {
    format!("sqlite://{}", dir.path().join("test.db").display())
}

/// An instant as it is written.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
