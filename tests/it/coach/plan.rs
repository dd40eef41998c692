//! `/plan`: what is left out and put back, why lessons are there, and the plan as a calendar.

use study_coach::coach::reply::Reply;
use study_coach::coach::request::Value;

use crate::support::coach::{TestCoach, at, text};

async fn joined(hours: f64) -> TestCoach {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let values = [("track", text("llm")), ("hours", Value::Number(hours)), ("months", Value::Integer(12))];
    assert!(!test.command("mia", "join", &values).await.refused);
    test
}

fn lines(reply: &Reply) -> usize {
    reply.fields.iter().map(|field| field.value.lines().count()).sum()
}

#[tokio::test]
async fn every_lesson_that_is_left_out_is_listed_and_can_be_put_back() {
    let test = joined(6.0).await;
    let plan = test.command("mia", "plan", &[]).await;
    let mut page = test.press("mia", &plan, "Left out", &[]).await;
    let mut listed: Vec<String> = Vec::new();
    loop {
        assert_eq!(lines(&page), page.menus[0].options.len(), "each is named under its reason");
        assert!(page.fields.iter().all(|field| field.value.len() <= 1024));
        listed.extend(page.menus[0].options.iter().map(|option| option.value.clone()));
        if !page.buttons.iter().any(|button| button.label == "Later") {
            break;
        }
        page = test.press("mia", &page, "Later", &[]).await;
    }
    assert!(listed.len() > 25, "{listed:?}");
    let unique: std::collections::BTreeSet<&String> = listed.iter().collect();
    assert_eq!(unique.len(), listed.len());
    // The last of them comes back, alone.
    let last = listed.last().unwrap().clone();
    let back = test.pick("mia", &page, "Put back", &[&last]).await;
    assert!(!back.refused && back.text.contains("is back in your plan"), "{}", back.text);
}

#[tokio::test]
async fn a_lesson_says_why_it_is_there_and_why_then() {
    let test = joined(10.0).await;
    let plan = test.command("mia", "plan", &[]).await;
    let why = test.press("mia", &plan, "Why", &[]).await;
    assert!(why.text.contains("**Your workbench"), "{}", why.text);
    assert!(why.text.contains("It is on the short path of LLM engineering"), "{}", why.text);
    assert!(why.text.contains("You need it for \"Python basics"), "{}", why.text);
    let one = test.pick("mia", &why, "More about one", &["setup"]).await;
    let reason = &one.fields.iter().find(|field| field.name == "Why now").unwrap().value;
    assert!(reason.contains("(week 1)"), "{reason}");
    // What the learner put in says so.
    let left = test.press("mia", &plan, "Left out", &[]).await;
    test.pick("mia", &left, "Put back", &["spark-basics"]).await;
    let next = test.command("mia", "next", &[]).await;
    let button = next
        .buttons
        .iter()
        .find(|button| button.label == "Why?")
        .unwrap()
        .id
        .replace("setup", "spark-basics");
    let press = Reply {
        buttons: vec![study_coach::coach::reply::Button { label: "Why?".into(), id: button, main: false }],
        ..Reply::default()
    };
    let spark = test.press("mia", &press, "Why?", &[]).await;
    assert!(spark.fields[0].value.starts_with("You put it into your plan yourself."), "{:?}", spark.fields);
}

#[tokio::test]
async fn a_plan_too_late_for_the_short_path_says_both_ends() {
    let mut test = joined(10.0).await;
    test.now = at("2027-05-03T10:00:00Z");
    let plan = test.command("mia", "plan", &[]).await;
    let (stands, late) = plan.text.split_once(" 12 months at 10 h a week: ").unwrap();
    let end = stands.strip_prefix("As it stands you finish by ").unwrap();
    assert!(late.starts_with("even the short path does not fit; it ends on "), "{late}");
    // The short path alone ends earlier than the plan, and so it does once the rest is left out.
    let (short, enough) = late.split_once("it ends on ").unwrap().1.split_once(". At ").unwrap();
    assert_ne!(short, end);
    let months: i64 =
        enough.split(" or at 10 h in ").nth(1).unwrap().split_once(' ').unwrap().0.parse().unwrap();
    let settings = |months: i64| [("months", Value::Integer(months))];
    let less = test.command("mia", "settings", &settings(months - 1)).await;
    assert!(less.text.contains(&format!("it ends on {short}")), "{}", less.text);
    let enough = test.command("mia", "settings", &settings(months)).await;
    assert!(enough.text.contains("it fits"), "{}", enough.text);
}

/// The unfolded lines of a calendar.
fn unfolded(reply: &Reply) -> Vec<String> {
    let file = reply.files.first().expect("a file");
    assert!(file.name.ends_with(".ics") && file.text.split("\r\n").all(|line| line.len() <= 75));
    file.text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

fn values(lines: &[String], name: &str) -> Vec<String> {
    lines.iter().filter_map(|line| line.strip_prefix(name)).map(str::to_owned).collect()
}

#[tokio::test]
async fn an_export_updates_the_one_before() {
    let mut test = joined(10.0).await;
    let plan = test.command("mia", "plan", &[]).await;
    let first = unfolded(&test.press("mia", &plan, "Export", &[]).await);
    assert_eq!(first, unfolded(&test.press("mia", &plan, "Export", &[]).await));
    test.now += chrono::Duration::hours(1);
    test.command("mia", "settings", &[("hours", Value::Number(12.0))]).await;
    let second = unfolded(&test.press("mia", &plan, "Export", &[]).await);
    let (uids, later) = (values(&first, "UID:"), values(&second, "UID:"));
    assert_eq!(uids.iter().collect::<std::collections::BTreeSet<_>>().len(), uids.len());
    let shared = later.iter().filter(|uid| uids.contains(uid)).count();
    assert_eq!(shared, later.len(), "the weeks of the shorter plan are those of the longer one");
    let number = |lines: &[String]| values(lines, "SEQUENCE:")[0].parse::<u32>().unwrap();
    assert!(number(&second) > number(&first));
    assert!(values(&second, "DTSTAMP:")[0] > values(&first, "DTSTAMP:")[0]);
    // Another learner's calendar lies beside it.
    test.join("jo").await;
    let plan = test.command("jo", "plan", &[]).await;
    let other = unfolded(&test.press("jo", &plan, "Export", &[]).await);
    assert!(values(&other, "UID:").iter().all(|uid| !uids.contains(uid)));
}
