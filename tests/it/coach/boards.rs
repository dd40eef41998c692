//! Who sees what on a board.

use study_coach::coach::request::Value;

use crate::support::coach::{TestCoach, text};

#[tokio::test]
async fn a_small_board_gives_nobody_away() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    for name in ["mia", "jo", "ann", "bob"] {
        test.join(name).await;
        test.command(name, "log", &[("hours", Value::Number(1.0))]).await;
    }
    let board = async |name: &str| test.command(name, "leaderboard", &[("by", text("hours"))]).await.text;
    assert!(board("mia").await.contains("jo"), "{}", board("mia").await);
    test.command("jo", "settings", &[("board", text("anonymous"))]).await;
    let small = board("mia").await;
    assert!(small.contains("Fewer than five") && small.contains("mia (you)"), "{small}");
    assert!(!small.contains("ann") && small.matches(": 1 h").count() == 1, "{small}");
    // Who has no name sees the others: there is nobody else to give away.
    assert!(board("jo").await.contains("ann"), "{}", board("jo").await);
    test.join("eve").await;
    test.command("eve", "log", &[("hours", Value::Number(1.0))]).await;
    let large = board("mia").await;
    assert!(large.contains("somebody") && large.contains("ann") && !large.contains("jo"), "{large}");
}
