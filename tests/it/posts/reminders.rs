//! The second, shorter post of a week.

use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Access, Act, Value};
use study_coach::study::units::{LearnerId, Minutes};

use super::{Wall, round};
use crate::support::coach::{CHANNEL, SERVER, TestCoach, at, text};

/// Monday of the week that is looked at: its post is out at 08:00 UTC.
const MONDAY: &str = "2026-12-07T08:00:00Z";
/// The reminder's time, 18:00 in Berlin.
const THURSDAY: &str = "2026-12-10T17:00:00Z";

async fn remind(test: &TestCoach, day: &str, time: &str) -> Reply {
    let reply = test.command("boss", "setup reminder", &[("day", text(day)), ("time", text(time))]).await;
    assert!(!reply.refused, "{}", reply.text);
    reply
}

/// A server with mia and jo, whose reminder comes on Thursdays at 18:00; Monday's post is out.
async fn server() -> (TestCoach, Wall) {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    remind(&test, "thursday", "18:00").await;
    test.join("mia").await;
    test.join("jo").await;
    let wall = Wall::default();
    test.now = at("2026-12-03T17:00:00Z");
    round(&test, &wall).await;
    test.now = at(MONDAY);
    round(&test, &wall).await;
    wall.posts.lock().unwrap().clear();
    (test, wall)
}

fn id(test: &TestCoach, name: &str) -> LearnerId {
    test.request(name, Act::Talk(String::new())).from.id
}

/// The minutes that the week under way asks of some.
async fn promised(test: &TestCoach, names: &[&str]) -> u32 {
    let mut sum = 0;
    for name in names {
        let study = test.coach.study(id(test, name), test.now).await.unwrap();
        sum += study.promises.last().unwrap().minutes.0;
    }
    sum
}

fn key(week: &str) -> String {
    format!("reminder:{SERVER}:{week}")
}

#[tokio::test]
async fn a_clock_that_was_a_year_ahead_silences_no_reminder() {
    let (mut test, wall) = server().await;
    test.now = at("2027-12-15T12:00:00Z");
    round(&test, &wall).await;
    wall.posts.lock().unwrap().clear();
    for day in 8..=18 {
        test.now = at(&format!("2026-12-{day:02}T17:00:00Z"));
        round(&test, &wall).await;
    }
    let keys = wall.keys();
    let reminders: Vec<&String> = keys.iter().filter(|key| key.starts_with("reminder:")).collect();
    assert_eq!(reminders, [&key("2026-W50"), &key("2026-W51")]);
}

#[tokio::test]
async fn it_is_off_until_asked_for_and_can_be_switched_off() {
    let test = TestCoach::new("2026-12-02T10:00:00Z").await;
    let values = [("day", text("thursday")), ("time", text("18:00"))];
    let early = test.command("boss", "setup reminder", &values).await;
    assert!(early.refused && early.text.contains("/setup weekly"), "{early:?}");
    test.set_up().await;
    let shown = test.command("boss", "setup reminder", &[]).await;
    assert!(!shown.refused && shown.text.contains("No reminder is set up"), "{shown:?}");
    let half = test.command("boss", "setup reminder", &values[..1]).await;
    assert!(half.refused && half.text.contains("needs time"), "{half:?}");
    let wrong =
        test.command("boss", "setup reminder", &[("day", text("monday")), ("time", text("25:00"))]).await;
    assert!(wrong.refused && wrong.text.contains("HH:MM"), "{wrong:?}");
    let set = remind(&test, "thursday", "18:00").await;
    assert!(set.text.contains("every Thursday at 18:00"), "{}", set.text);
    assert!(set.fields[0].value.starts_with("Thursday 3 December 2026, 18:00"), "{set:?}");
    let all = test.command("boss", "setup show", &[]).await;
    assert!(all.text.contains("A reminder follows every Thursday at 18:00"), "{}", all.text);
    let off = test.press("boss", &set, "Switch it off", &[]).await;
    assert!(off.text.contains("The reminder is off"), "{}", off.text);
    assert_eq!(test.coach.store.server(SERVER).await.unwrap().reminder_at, None);
}

#[tokio::test]
async fn it_goes_out_once_and_says_how_far_everybody_is() {
    let (mut test, wall) = server().await;
    test.command("mia", "log", &[("hours", Value::Number(3.0))]).await;
    test.now = at("2026-12-10T16:59:59Z");
    assert!(round(&test, &wall).await.is_idle());
    test.now = at(THURSDAY);
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert!(round(&test, &wall).await.is_idle());
    assert_eq!(wall.keys(), [key("2026-W50")]);
    let post = wall.last();
    let percent = 180 * 100 / promised(&test, &["mia", "jo"]).await;
    let end = at("2026-12-13T23:00:00Z").timestamp();
    assert_eq!(
        post.text,
        format!(
            "1 of 2 have begun. Together {percent} % of this week's promises are kept so far, 3 h logged.\n\
             The week ends <t:{end}:R>."
        )
    );
    assert_eq!((post.ping, post.buttons.len()), (None, 1));
    let next = test.press("jo", &post, "Next step", &[]).await;
    assert!(!next.refused && next.buttons.iter().any(|button| button.label == "Done"), "{next:?}");
    let stranger = test.press("tom", &post, "Next step", &[]).await;
    assert!(stranger.refused && stranger.text.contains("/join"), "{stranger:?}");
}

#[tokio::test]
async fn each_cohort_under_way_is_told_apart() {
    let (mut test, wall) = server().await;
    let mut ann = 0;
    for (name, start) in [("Winter", "2026-12-07"), ("Spring", "2027-03-01")] {
        let values = [
            ("track", text("llm")),
            ("hours", Value::Number(6.0)),
            ("start", text(start)),
            ("name", text(name)),
        ];
        assert!(!test.command("boss", "setup cohort", &values).await.refused);
        round(&test, &wall).await;
        test.press("ann", &wall.last(), &format!("Join {name}"), &[]).await;
        if name == "Winter" {
            ann = promised(&test, &["ann"]).await;
            test.command("ann", "log", &[("hours", Value::Number(1.0))]).await;
        }
    }
    test.now = at(THURSDAY);
    round(&test, &wall).await;
    let post = wall.last();
    assert!(post.text.starts_with("1 of 3 have begun."), "{}", post.text);
    let fields: Vec<(&str, &str)> = post.fields.iter().map(|it| (&*it.name, &*it.value)).collect();
    let percent = 60 * 100 / ann;
    let text = format!("{percent} % of this week's promise is kept so far, 1 h logged.");
    assert_eq!(fields, [("Winter, week 1", text.as_str())]);
}

#[tokio::test]
async fn a_quiet_week_is_no_reproach_and_a_server_without_promises_hears_nothing() {
    let (mut test, wall) = server().await;
    test.now = at(THURSDAY);
    round(&test, &wall).await;
    assert!(wall.last().text.starts_with("Nothing is logged yet."), "{}", wall.last().text);
    for name in ["mia", "jo"] {
        test.command(name, "leave", &[]).await;
    }
    test.now = at("2026-12-17T17:00:00Z");
    let delivery = round(&test, &wall).await;
    assert_eq!((delivery.failed, delivery.uncertain), (0, 0));
    // They were taken out of the one that is there.
    assert_eq!(wall.keys(), [key("2026-W50").as_str(), "edit", "edit"]);
}

#[tokio::test]
async fn only_who_asked_for_it_and_has_not_begun_is_nudged() {
    let (mut test, wall) = server().await;
    for name in ["mia", "jo"] {
        test.command(name, "settings", &[("reminders", text("on"))]).await;
    }
    test.join("ann").await;
    test.command("mia", "log", &[("hours", Value::Number(0.5))]).await;
    test.now = at(THURSDAY);
    let delivery = round(&test, &wall).await;
    assert_eq!((delivery.sent, delivery.failed, delivery.uncertain), (2, 0, 0));
    let posts = wall.posts.lock().unwrap().clone();
    let nudges: Vec<_> = posts.iter().filter(|(_, key, _)| key.starts_with("nudge:")).collect();
    assert_eq!(nudges.len(), 1);
    assert_eq!(nudges[0].1, format!("nudge:{}:2026-W50", id(&test, "jo")));
    let nudge = &nudges[0].2;
    assert!(nudge.private && nudge.text.starts_with("This week asks for"), "{nudge:?}");
    let done = test.press("jo", nudge, "Done", &[("hours", "0:20")]).await;
    assert!(!done.refused, "{done:?}");
}

#[tokio::test]
async fn who_begins_or_switches_it_off_before_it_is_sent_gets_nothing() {
    let (mut test, wall) = server().await;
    for name in ["mia", "jo"] {
        test.command(name, "settings", &[("reminders", text("on"))]).await;
    }
    test.now = at(THURSDAY);
    study_coach::posts::tick(&test.coach, test.now, super::PACE).await.unwrap();
    test.command("mia", "log", &[("hours", Value::Number(0.5))]).await;
    test.command("jo", "settings", &[("reminders", text("off"))]).await;
    let delivery = round(&test, &wall).await;
    assert_eq!((delivery.sent, delivery.skipped, delivery.failed), (1, 2, 0));
    assert_eq!(wall.notices(), [""; 0]);
}

#[tokio::test]
async fn missed_while_down_it_comes_late_within_its_week_and_never_after() {
    let (mut test, wall) = server().await;
    test.now = at("2026-12-11T20:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert!(wall.last().text.starts_with("Late"), "{}", wall.last().text);
    // Thursday's is too old by now, although the week goes on; Sunday's week would be over.
    remind(&test, "sunday", "20:00").await;
    test.now = at("2026-12-21T00:30:00Z");
    round(&test, &wall).await;
    assert_eq!(
        wall.keys().into_iter().filter(|key| key.starts_with("reminder")).collect::<Vec<_>>(),
        [key("2026-W50")]
    );
    assert!(
        wall.notices().iter().any(|told| told.starts_with("The reminder to <#770>")),
        "{:?}",
        wall.notices()
    );
    test.now = at("2026-12-27T19:00:00Z");
    round(&test, &wall).await;
    assert!(wall.keys().contains(&key("2026-W52")));
}

#[tokio::test]
async fn changing_it_doubles_no_week() {
    let (mut test, wall) = server().await;
    test.now = at(THURSDAY);
    round(&test, &wall).await;
    remind(&test, "friday", "18:00").await;
    let mut days = 11..=18;
    // The zone counts too.
    let values = [
        ("channel", Value::Channel(CHANNEL, Access::FULL)),
        ("day", text("monday")),
        ("time", text("09:00")),
        ("timezone", text("America/New_York")),
    ];
    test.command("boss", "setup weekly", &values).await;
    let reminder_at = test.coach.store.server(SERVER).await.unwrap().reminder_at;
    assert_eq!(reminder_at, Some(at("2026-12-18T23:00:00Z")));
    for day in &mut days {
        test.now = at(&format!("2026-12-{day}T23:30:00Z"));
        round(&test, &wall).await;
    }
    let keys: Vec<String> = wall.keys().into_iter().filter(|key| key.starts_with("reminder")).collect();
    assert_eq!(keys, [key("2026-W50"), key("2026-W51")]);
}

#[tokio::test]
async fn switched_off_it_stops_on_its_way() {
    for all in [false, true] {
        let (mut test, wall) = server().await;
        test.now = at(THURSDAY);
        study_coach::posts::tick(&test.coach, test.now, super::PACE).await.unwrap();
        if all {
            test.command("boss", "setup off", &[]).await;
        } else {
            let shown = test.command("boss", "setup reminder", &[]).await;
            test.press("boss", &shown, "Switch it off", &[]).await;
        }
        round(&test, &wall).await;
        test.now = at("2026-12-17T17:00:00Z");
        round(&test, &wall).await;
        assert!(wall.keys().iter().all(|key| !key.starts_with("reminder")), "{:?}", wall.keys());
    }
}

#[tokio::test]
async fn a_catch_up_week_nudges_nobody() {
    let (mut test, wall) = server().await;
    test.command("jo", "settings", &[("reminders", text("on"))]).await;
    // The thirteenth week of the plan asks for nothing.
    test.now = at("2027-02-25T17:00:00Z");
    round(&test, &wall).await;
    let week = test.coach.study(id(&test, "jo"), test.now).await.unwrap();
    assert_eq!(week.promises.last().unwrap().minutes, Minutes::ZERO);
    let nudged = |key: &String| key.starts_with("nudge:") && key.ends_with("2027-W08");
    assert!(!wall.posts.lock().unwrap().iter().any(|(_, key, _)| nudged(key)));
}

#[tokio::test]
async fn a_server_that_stood_still_for_weeks_goes_on_with_the_next_reminder() {
    let (mut test, wall) = server().await;
    let closed = study_coach::posts::Undelivered::Never("I may not post there.".to_owned());
    wall.faults.lock().unwrap().push(closed);
    test.now = at(THURSDAY);
    round(&test, &wall).await;
    round(&test, &wall).await;
    test.now = at("2027-01-08T09:00:00Z");
    test.set_up().await;
    round(&test, &wall).await;
    assert!(wall.keys().is_empty(), "{:?}", wall.keys());
    assert_eq!(wall.notices().len(), 1, "{:?}", wall.notices());
    for now in ["2027-01-11T08:00:00Z", "2027-01-14T17:00:00Z"] {
        test.now = at(now);
        round(&test, &wall).await;
    }
    assert_eq!(wall.keys(), [format!("weekly:{SERVER}:2027-W02"), key("2027-W02")]);
}

#[tokio::test]
async fn a_mended_channel_gets_the_reminder_that_failed() {
    let (mut test, wall) = server().await;
    let closed = study_coach::posts::Undelivered::Never("I may not post there.".to_owned());
    wall.faults.lock().unwrap().push(closed);
    test.now = at(THURSDAY);
    round(&test, &wall).await;
    test.now += chrono::Duration::hours(1);
    test.set_up().await;
    round(&test, &wall).await;
    assert_eq!(wall.keys(), [key("2026-W50")]);
}
