//! What the statements of every second read, as SQLite plans them: never all rows that wait.

use super::super::sql::query;
use super::delivery::{CLAIM, NEXT_TRY};
use crate::store::Store;

/// How the outbox is read for a statement.
async fn reads(statement: &str, arguments: usize) -> Vec<String> {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("plan.db");
    let store = Store::open(&format!("sqlite://{}", file.display())).await.expect("a database");
    let mut query = query(format!("EXPLAIN QUERY PLAN {statement}"));
    for _ in 0..arguments {
        query = query.bind(0_i64);
    }
    let rows = query.fetch_all(&store.pool).await.expect("a plan");
    let steps = rows.iter().map(|row| row.get::<String>("detail").unwrap());
    steps.filter(|step| step.contains(" outbox")).collect()
}

#[tokio::test]
async fn a_claim_goes_by_ids_and_by_what_is_due() {
    let wanted = ["(id=?)", "(state=? AND turn=? AND next_try_at<?)", "(state=? AND turn>?)"];
    let reads = reads(CLAIM, 4).await;
    assert_eq!(reads.len(), wanted.len(), "{reads:?}");
    for (read, wanted) in reads.iter().zip(wanted) {
        assert!(read.starts_with("SEARCH") && read.ends_with(wanted), "{reads:?}");
    }
}

#[tokio::test]
async fn the_next_try_is_found_by_its_time() {
    let reads = reads(NEXT_TRY, 0).await;
    assert!(reads[0].ends_with("(state=? AND next_try_at<?)"), "{reads:?}");
}
