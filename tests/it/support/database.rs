//! The database as somebody beside the program sees it: for what takes minutes or weeks in earnest.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};

/// Carries out statements on a database file.
pub async fn execute(file: &Path, statements: &str) {
    let mut connection = open(file).await;
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// The first column of each row of an answer, as text.
pub async fn ask(file: &Path, question: &str) -> Vec<String> {
    let mut connection = open(file).await;
    let rows = sqlx::query(AssertSqlSafe(question.to_owned())).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

/// Keeps everybody from writing to a database file until it is let go.
pub struct Lock(SqliteConnection);

impl Lock {
    /// Waits for its turn.
    pub async fn take(file: &Path) -> Self {
        let mut connection = open(file).await;
        // As if the week had just begun: then each request of a learner begins with freezing its promise.
        sqlx::query("DELETE FROM promises").execute(&mut connection).await.unwrap();
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
        Self(connection)
    }

    /// Nothing was changed.
    pub async fn release(mut self) {
        sqlx::query("ROLLBACK").execute(&mut self.0).await.unwrap();
        self.0.close().await.unwrap();
    }
}

async fn open(file: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(file).connect().await.unwrap()
}
