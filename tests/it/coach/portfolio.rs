use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Act, Call, Place, Value};

use crate::support::coach::{TestCoach, at, text};

async fn finish(test: &TestCoach, lesson: &str, link: &str) {
    let values = [("lesson", text(lesson)), ("link", text(link)), ("hours", Value::Number(1.0))];
    let done = test.command("mia", "done", &values).await;
    assert!(!done.refused, "{}", done.text);
}

/// Mia's work, as jo asks for it.
async fn seen_by_jo(test: &TestCoach) -> Reply {
    let mia = test.request("mia", Act::Talk(String::new())).from.id;
    test.command("jo", "portfolio", &[("member", Value::User(mia, "mia".to_owned()))]).await
}

#[tokio::test]
async fn finished_work_is_listed_newest_first() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    finish(&test, "setup", "https://github.com/a_b_c").await;
    test.command("mia", "done", &[("lesson", text("python-basics"))]).await;
    test.now = at("2026-12-02T10:00:00Z");
    finish(&test, "flagship-project", "https://github.com/service").await;
    let work = test.command("mia", "portfolio", &[]).await;
    let lines: Vec<&str> = work.text.lines().collect();
    assert_eq!(lines.len(), 2, "{}", work.text);
    assert!(lines[0].contains("2 December") && lines[0].ends_with("<https://github.com/service>"));
    assert!(lines[1].contains("30 November") && lines[1].ends_with("<https://github.com/a_b_c>"));
}

#[tokio::test]
async fn an_empty_one_says_what_will_be_there() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    assert!(test.command("mia", "portfolio", &[]).await.refused, "without a plan");
    test.join("mia").await;
    let empty = test.command("mia", "portfolio", &[]).await;
    assert!(!empty.refused && empty.text.contains("link"), "{}", empty.text);
    let empty = seen_by_jo(&test).await;
    assert!(!empty.refused && empty.text.contains("mia"), "{}", empty.text);
}

#[tokio::test]
async fn others_see_it_only_where_they_see_the_member() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    finish(&test, "setup", "https://github.com/setup").await;
    let seen = seen_by_jo(&test).await;
    assert!(seen.private && seen.text.contains("https://github.com/setup"), "{}", seen.text);
    let mia = test.request("mia", Act::Talk(String::new())).from.id;
    let call = Call {
        name: "portfolio".to_owned(),
        sub: None,
        values: [("member".to_owned(), Value::User(mia, "mia".to_owned()))].into(),
    };
    let mut direct = test.request("jo", Act::Command(call));
    direct.place = Place::Direct;
    assert!(test.coach.answer(&direct).await.refused, "in a direct message");
    for board in ["anonymous", "hidden"] {
        test.command("mia", "settings", &[("board", text(board))]).await;
        let refused = seen_by_jo(&test).await;
        assert!(refused.refused && !refused.text.contains("github.com"), "{board}: {}", refused.text);
    }
}

#[tokio::test]
async fn a_long_list_says_how_much_is_not_shown() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let lessons = ["setup", "python-basics", "python-collections", "git-basics", "python-modules"];
    let more = ["sql-select", "sql-joins", "numpy-arrays", "pandas-select", "pandas-groupby"];
    for lesson in lessons.iter().chain(&more) {
        finish(&test, lesson, &format!("https://github.com/{}", "x".repeat(470))).await;
    }
    let work = test.command("mia", "portfolio", &[]).await;
    assert!(work.text.chars().count() <= 4096 && work.text.ends_with("more"), "{}", work.text);
}
