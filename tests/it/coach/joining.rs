use study_coach::coach::request::{Act, Call, Place, Value};
use study_coach::study::board::{Kind, Period};
use study_coach::study::units::{ChannelId, Minutes, ServerId};
use study_coach::study::week::Week;

use crate::support::coach::{TestCoach, at, text};

#[tokio::test]
async fn the_form_carries_every_pick_and_works_after_a_restart() {
    let test = TestCoach::new("2026-11-30T22:05:00Z").await;
    let form = test.command("mia", "join", &[]).await;
    assert!(!form.refused && form.menus.len() == 4, "{form:?}");
    let form = test.pick("mia", &form, "Hours a week", &["5"]).await;
    let form = test.pick("mia", &form, "You already know", &["git", "python"]).await;
    assert!(form.replaces && form.text.contains("5 h a week"), "{}", form.text);
    assert!(form.buttons.iter().all(|button| button.id.len() <= 100));
    let joined = test.press("mia", &form, "Start", &[]).await;
    assert!(joined.replaces, "the form does not stay to be started twice");
    assert_eq!(joined.title.as_deref(), Some("Your plan is made"));
    let settings = test.command("mia", "settings", &[]).await;
    let value = |name: &str| settings.fields.iter().find(|field| field.name == name).unwrap().value.clone();
    assert_eq!(value("Hours a week"), "5 h");
    assert_eq!(value("You know"), "Git and GitHub and Python basics");
}

#[tokio::test]
async fn the_first_step_is_three_presses_away() {
    let test = TestCoach::new("2026-11-30T22:05:00Z").await;
    let form = test.command("mia", "join", &[]).await;
    let joined = test.press("mia", &form, "Start", &[]).await;
    assert!(joined.fields.iter().any(|field| field.name.starts_with("First step")), "{joined:?}");
    let done = test.press("mia", &joined, "Done", &[("hours", "")]).await;
    assert!(done.title.unwrap().starts_with("Step done"));
}

#[tokio::test]
async fn a_further_server_adds_a_member_and_leaves_the_plan() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "log", &[("hours", Value::Number(3.0))]).await;
    let other = ServerId(78);
    let call = Call { name: "join".to_owned(), ..Call::default() };
    let mut request = test.request("mia", Act::Command(call));
    request.place = Place::Server(other, ChannelId(1));
    assert!(!test.coach.answer(&request).await.refused);
    let week = Period::Week(Week::at(test.now, chrono_tz::UTC));
    let board = test.coach.store.board(other, week, Kind::Hours, 0, 10).await.unwrap();
    assert_eq!((board.len(), board[0].value), (1, 180));
    let study = test.coach.study(request.from.id, test.now).await.unwrap();
    assert_eq!(study.profile.unwrap().weekly, Minutes(600));
}

#[tokio::test]
async fn fewer_hours_count_from_the_next_week() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let mia = test.request("mia", Act::Talk(String::new())).from.id;
    let promised = |study: study_coach::study::learner::Study| study.promises.last().unwrap().minutes;
    let before = promised(test.coach.study(mia, test.now).await.unwrap());
    let changed = test.command("mia", "settings", &[("hours", Value::Number(2.0))]).await;
    assert!(changed.text.contains("from next week"), "{}", changed.text);
    assert_eq!(promised(test.coach.study(mia, test.now).await.unwrap()), before);
    test.now = at("2026-12-07T10:00:00Z");
    assert!(promised(test.coach.study(mia, test.now).await.unwrap()) <= Minutes(120));
}

#[tokio::test]
async fn a_changed_plan_names_the_lessons_that_come_and_go() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let values = [("track", text("llm")), ("hours", Value::Number(8.0)), ("months", Value::Integer(12))];
    test.command("mia", "join", &values).await;
    let more = test.command("mia", "settings", &[("months", Value::Integer(24))]).await;
    let [back] = &more.fields[..] else { panic!("{:?}", more.fields) };
    assert_eq!(back.name, "In your plan now");
    assert!(back.value.ends_with(" more"), "{}", back.value);
    let less = test.command("mia", "settings", &[("months", Value::Integer(12))]).await;
    let [gone] = &less.fields[..] else { panic!("{:?}", less.fields) };
    assert_eq!((gone.name.as_str(), &gone.value), ("No longer in your plan", &back.value));
}

#[tokio::test]
async fn what_was_left_out_can_be_put_back_and_taken_out_again() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let values = [("track", text("llm")), ("hours", Value::Number(9.0)), ("months", Value::Integer(12))];
    let joined = test.command("mia", "join", &values).await;
    assert!(joined.text.contains("left out"), "{}", joined.text);
    let plan = test.command("mia", "plan", &[]).await;
    let left = test.press("mia", &plan, "Left out", &[]).await;
    let back = test.pick("mia", &left, "Put back", &["spark-basics"]).await;
    assert!(!back.refused && back.text.contains("is back in your plan"), "{}", back.text);
    let undone = test.command("mia", "undo", &[]).await;
    assert!(undone.text.contains("putting back \""), "{}", undone.text);
}

#[tokio::test]
async fn a_late_plan_says_what_would_be_enough() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let values = [("track", text("llm")), ("hours", Value::Number(3.0)), ("months", Value::Integer(6))];
    let joined = test.command("mia", "join", &values).await;
    assert!(joined.text.contains("even the short path does not fit"), "{}", joined.text);
    assert!(joined.text.contains("a week it would fit"), "{}", joined.text);
    // What it says would be enough is enough.
    let months = joined.text.split(" or at 3 h in ").nth(1).unwrap().split_once(' ').unwrap().0;
    let months = ("months", Value::Integer(months.parse().unwrap()));
    let changed = test.command("mia", "settings", &[months]).await;
    assert!(changed.text.contains("it fits"), "{}", changed.text);
}

#[tokio::test]
async fn whoever_joins_again_is_told_how_to_get_the_old_plan_back() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let again = test.join("mia").await;
    assert!(again.text.contains("/undo"), "{}", again.text);
}

#[tokio::test]
async fn whoever_becomes_a_member_by_asking_is_told_so_once() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    test.command("mia", "leave", &[]).await;
    let back = test.command("mia", "join", &[]).await;
    assert!(back.text.starts_with("You are a member here now"), "{}", back.text);
    let again = test.command("mia", "join", &[]).await;
    assert!(!again.text.contains("member here now"), "{}", again.text);
}

#[tokio::test]
async fn a_small_setting_is_answered_with_that_setting_alone() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let names = |reply: &study_coach::coach::reply::Reply| -> Vec<String> {
        reply.fields.iter().map(|field| field.name.clone()).collect()
    };
    let zone = test.command("mia", "settings", &[("timezone", text("Europe/Berlin"))]).await;
    assert_eq!(names(&zone), ["Time zone"]);
    let board = ("board", text("hidden"));
    let both = test.command("mia", "settings", &[board, ("hours", Value::Number(8.0))]).await;
    assert!(both.text.contains("8 h a week"), "{}", both.text);
    assert_eq!(names(&both), ["On this server's boards"]);
}

#[tokio::test]
async fn a_second_specialization_stays_until_it_is_taken_away() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let values = [("track", text("llm")), ("also", text("vision")), ("hours", Value::Number(10.0))];
    test.command("mia", "join", &values).await;
    let also = async || {
        let settings = test.command("mia", "settings", &[]).await;
        settings.fields.iter().find(|field| field.name == "Second specialization").unwrap().value.clone()
    };
    test.command("mia", "join", &[("track", text("llm")), ("hours", Value::Number(9.0))]).await;
    assert_eq!(also().await, "Computer vision");
    test.command("mia", "settings", &[("also", text("none"))]).await;
    assert_eq!(also().await, "none");
}

#[tokio::test]
async fn a_wanted_date_can_be_taken_away_by_a_press() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let values = [("track", text("llm")), ("hours", Value::Number(10.0)), ("months", Value::Integer(12))];
    test.command("mia", "join", &values).await;
    let wanted = |reply: &study_coach::coach::reply::Reply| {
        reply.fields.iter().find(|field| field.name == "Wanted by").unwrap().value.clone()
    };
    let settings = test.command("mia", "settings", &[]).await;
    assert!(wanted(&settings).contains("2027"), "{settings:?}");
    let open = test.press("mia", &settings, "No end date", &[]).await;
    assert!(!open.refused, "{}", open.text);
    let settings = test.command("mia", "settings", &[]).await;
    assert_eq!(wanted(&settings), "none");
    assert!(settings.buttons.is_empty(), "nothing is left to take away");
    test.command("mia", "undo", &[]).await;
    assert!(wanted(&test.command("mia", "settings", &[]).await).contains("2027"));
}

#[tokio::test]
async fn a_light_first_week_is_explained() {
    let first_week = async |now: &str| {
        let reply = TestCoach::new(now).await.join("mia").await;
        reply.fields[0].value.clone()
    };
    let whole = first_week("2026-11-30T10:00:00Z").await;
    assert!(whole.ends_with("\nA light start: 7 h of your 10 h."), "{whole}");
    let midst = first_week("2026-12-03T10:00:00Z").await;
    assert!(midst.ends_with("\nA light start: 4 h of your 10 h, as 4 days of the week are left."), "{midst}");
}
