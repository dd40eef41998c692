//! Who sees what on a board.

use study_coach::coach::reply::Id;
use study_coach::coach::request::{Act, Press, Value};

use crate::support::coach::{TestCoach, at, text};

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
    assert!(large.contains("ann") && !large.contains("jo"), "{large}");
    assert_eq!(large.matches(": 1 h").count(), 5, "{large}");
}

#[tokio::test]
async fn while_nobody_has_begun_the_week_the_board_is_that_of_the_last_one() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "log", &[("hours", Value::Number(2.0))]).await;
    test.now = at("2026-12-07T09:00:00Z");
    let board = test.command("mia", "leaderboard", &[]).await;
    assert!(board.text.starts_with("Week of 30 Nov") && board.text.contains("1. "), "{}", board.text);
    let asked = test.command("mia", "leaderboard", &[("period", text("week"))]).await;
    assert!(asked.text.starts_with("Week of 7 Dec"), "{}", asked.text);
    test.command("mia", "log", &[("hours", Value::Number(1.0))]).await;
    let board = test.command("mia", "leaderboard", &[]).await;
    assert!(board.text.starts_with("Week of 7 Dec"), "{}", board.text);
}

#[tokio::test]
async fn who_is_on_no_board_yet_is_told_what_brings_them_there() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "log", &[("hours", Value::Number(1.0))]).await;
    for (by, what) in [("streak", "60 %"), ("lessons", "Finish a lesson")] {
        let board = test.command("mia", "leaderboard", &[("by", text(by))]).await;
        assert!(board.text.contains(what), "{by}: {}", board.text);
        assert!(board.text.contains("\nNobody is on this board yet.\n"), "{by}: {}", board.text);
    }
}

/// The names on a board, from its lines.
fn names(board: &str) -> Vec<String> {
    let rows = board.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
    rows.map(|line| line.split_once(". ").unwrap().1.split_once(": ").unwrap().0.to_owned()).collect()
}

#[tokio::test]
async fn a_pseudonym_stays_is_nobody_elses_and_shows_in_the_past_too() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let members = ["mia", "jo", "ann", "bob", "eve", "kim"];
    for name in members {
        test.join(name).await;
        test.command(name, "log", &[("hours", Value::Number(1.0))]).await;
    }
    let board = async |name: &str| test.command(name, "leaderboard", &[("by", text("hours"))]).await.text;
    for name in &members[1..] {
        test.command(name, "settings", &[("board", text("anonymous"))]).await;
    }
    let seen = board("mia").await;
    let shown = names(&seen);
    assert_eq!(shown.iter().collect::<std::collections::BTreeSet<_>>().len(), 6, "{seen}");
    assert!(shown.iter().all(|name| !members[1..].contains(&name.as_str())), "{seen}");
    // The same for who looks again, and for those who carry it: they see what others see.
    assert_eq!(names(&board("mia").await), shown);
    let own = names(&board("jo").await).into_iter().find(|name| name.contains("(you)")).unwrap();
    assert!(shown.iter().any(|name| own == format!("**{name} (you)**")), "{own} of {shown:?}");
    // By name again, and back: the same pseudonym.
    test.command("jo", "settings", &[("board", text("visible"))]).await;
    assert!(board("mia").await.contains(". jo: "));
    test.command("jo", "settings", &[("board", text("anonymous"))]).await;
    assert_eq!(names(&board("mia").await), shown);
}

#[tokio::test]
async fn places_move_against_the_week_before_and_a_past_board_stays_as_it_was() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    for (name, hours) in [("mia", 3.0), ("jo", 2.0), ("ann", 1.0)] {
        test.join(name).await;
        test.command(name, "log", &[("hours", Value::Number(hours))]).await;
    }
    let board = async |test: &TestCoach| test.command("mia", "leaderboard", &[("by", text("hours"))]).await;
    let first = board(&test).await.text;
    assert!(!first.contains("new here") && !first.contains("place"), "nobody was here before: {first}");
    test.now = at("2026-12-08T10:00:00Z");
    test.join("bob").await;
    for (name, hours) in [("mia", 3.0), ("ann", 4.0), ("bob", 1.0), ("jo", 0.5)] {
        test.command(name, "log", &[("hours", Value::Number(hours))]).await;
    }
    let second = board(&test).await;
    let lines: Vec<&str> = second.text.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "1. ann: 4 h, up 2",
            "2. **mia (you)**: 3 h, down 1",
            "3. bob: 1 h, new here",
            "4. jo: 30 min, down 2"
        ]
    );
    // Its buttons are about this week for ever.
    test.now = at("2026-12-15T10:00:00Z");
    test.command("jo", "log", &[("hours", Value::Number(9.0))]).await;
    let lessons = test.press("mia", &second, "By lessons", &[]).await;
    let again = test.press("mia", &lessons, "By hours", &[]).await;
    assert_eq!(again.text, second.text);
}

#[tokio::test]
async fn a_score_lists_what_it_is_made_of() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "next", &[]).await;
    test.command("mia", "done", &[("hours", Value::Number(1.5))]).await;
    test.command("mia", "log", &[("hours", Value::Number(2.0)), ("note", text("reading"))]).await;
    test.command("mia", "log", &[("hours", Value::Number(4.0))]).await;
    test.command("mia", "undo", &[]).await;
    let board = test.command("mia", "leaderboard", &[]).await;
    let why = test.press("mia", &board, "Why this score?", &[]).await;
    assert!(why.text.contains("1 h 30, ") && why.text.contains("2 h, reading"), "{}", why.text);
    assert!(!why.text.contains("4 h,"), "what was taken back is no reason: {}", why.text);
    assert!(why.text.contains("3 h 30 logged"), "{}", why.text);
    let number = board.text.lines().find(|line| line.contains("(you)")).unwrap().split_once(": ").unwrap().1;
    assert!(why.text.contains(&format!("On the board: {number}")), "{number} in {}", why.text);
    // All time is explained by its weeks, long after the record of them is needed by any rule.
    test.now = at("2027-02-01T10:00:00Z");
    let all = test.command("mia", "leaderboard", &[("period", text("all")), ("by", text("hours"))]).await;
    let weeks = test.press("mia", &all, "Why this score?", &[]).await;
    assert!(weeks.text.contains("Week of 30 Nov: 3 h 30"), "{}", weeks.text);
    let week = test.pick("mia", &weeks, "Explain a week", &["2026-W49"]).await;
    assert!(
        week.text.contains("2 h, reading") && week.text.contains("On the board: 3 h 30"),
        "{}",
        week.text
    );
    let streak = test.command("mia", "leaderboard", &[("by", text("streak"))]).await;
    assert!(!streak.buttons.iter().any(|it| it.label == "Why this score?"), "{:?}", streak.buttons);
}

#[tokio::test]
async fn a_server_and_its_cohorts_see_what_they_did_together() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.set_up().await;
    let values = [
        ("track", text("llm")),
        ("hours", Value::Number(5.0)),
        ("start", text("2026-11-30")),
        ("name", text("Night owls")),
    ];
    test.command("boss", "setup cohort", &values).await;
    for name in ["mia", "jo", "ann"] {
        test.join(name).await;
        test.command(name, "log", &[("hours", Value::Number(2.0))]).await;
    }
    let board = test.command("mia", "leaderboard", &[]).await;
    let together = test.press("mia", &board, "Together", &[]).await;
    assert!(together.text.contains("3 learners, 6 h logged"), "{}", together.text);
    assert!(together.fields[0].name.contains("Night owls"), "{:?}", together.fields);
    test.command("ann", "settings", &[("board", text("hidden"))]).await;
    let together = test.press("mia", &board, "Together", &[]).await;
    assert!(together.text.contains("2 learners, 4 h logged"), "{}", together.text);
    test.command("jo", "settings", &[("board", text("anonymous"))]).await;
    let together = test.press("mia", &board, "Together", &[]).await;
    assert!(together.text.contains("Fewer than five"), "{}", together.text);
}

#[tokio::test]
async fn a_small_board_is_not_read_from_its_second_row_on() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    for name in ["mia", "jo"] {
        test.join(name).await;
        test.command(name, "log", &[("hours", Value::Number(2.0))]).await;
    }
    test.command("jo", "settings", &[("board", text("anonymous"))]).await;
    let board = test.command("mia", "leaderboard", &[("by", text("hours"))]).await;
    assert!(board.text.contains("only your own place"), "{}", board.text);
    let turn = board.buttons.iter().find(|button| button.label == "By streak").unwrap();
    for from in ["1", "9"] {
        let forged = turn.id.replace(":streak:0", &format!(":hours:{from}"));
        assert_ne!(forged, turn.id);
        let press = Press { id: Id::parse(&forged).unwrap(), picked: Vec::new(), fields: None };
        let reply = test.coach.answer(&test.request("mia", Act::Press(press))).await;
        assert!(reply.text.contains("only your own place"), "{from}: {}", reply.text);
    }
}
