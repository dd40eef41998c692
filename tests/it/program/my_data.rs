//! The operator's side of a request about somebody's data.

use serde_json::Value;
use study_coach::store::Store;

use super::Program;

/// A program whose database has one learner, 5, in it.
async fn with_learner() -> Program {
    super::posts::posting(|_| ()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn export_prints_json_and_changes_nothing() {
    let program = with_learner().await;
    let first = program.run(&["my-data", "export", "--user", "5"]).done();
    let held: Value = serde_json::from_str(&first).unwrap();
    assert_eq!(held["learner"][0]["id"], "5");
    assert_eq!(held["memberships"][0]["name"], "Mia");
    assert_eq!(program.run(&["my-data", "export", "--user", "5"]).done(), first);
}

#[tokio::test(flavor = "multi_thread")]
async fn delete_prints_a_receipt_and_leaves_nothing() {
    let program = with_learner().await;
    let receipt = program.run(&["my-data", "delete", "--user", "5"]).done();
    assert!(receipt.contains("learner: 1") && receipt.contains("backups"), "{receipt}");
    let line = program.run(&["my-data", "delete", "--user", "5"]).refused(1);
    assert!(line.contains("nothing is held of user 5"), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_user_is_one_line() {
    let program = Program::new().with("DATABASE_URL", "sqlite://coach.db");
    let line = program.run(&["my-data", "export", "--user", "6"]).refused(1);
    assert!(line.contains("there is no database coach.db"), "{line}");
    assert!(!program.dir().join("coach.db").exists());
    let url = format!("sqlite://{}", program.dir().join("coach.db").display());
    Store::open(&url).await.unwrap().close().await;
    let line = program.run(&["my-data", "export", "--user", "6"]).refused(1);
    assert!(line.contains("nothing is held of user 6"), "{line}");
    program.run(&["my-data", "export", "--user", "mia"]).refused(2);
    program.run(&["my-data", "export"]).refused(2);
}
