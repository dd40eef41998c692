//! What the coach sends by itself: once, in time, and never lost.

mod again;
mod clock;
mod cohorts;
mod database;
mod forgotten;
mod many;
mod presence;
mod reminders;
mod travel;
mod wall;
mod withdrawn;

use chrono::Duration;
use chrono::{DateTime, Utc};
use study_coach::coach::request::{Access, Value};
use study_coach::coach::weekly;
use study_coach::posts::{Clock, Courier, Delivery, Pace, Target, Undelivered, tick};
use wall::Wall;

use crate::support::coach::{CHANNEL, SERVER, TestCoach, at, text};

const PACE: Pace = Pace { late: Duration::hours(36), per_second: 20 };

/// A time that stands.
struct Standing(DateTime<Utc>);

impl Clock for Standing {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }

    async fn sleep(&self, _: Duration) {}
}

/// Queues what is due and sends it, one after the other: of two that are under way at once, the database
/// says which is there first, and with it which one a fault hits.
async fn round(test: &TestCoach, wall: &Wall) -> Delivery {
    tick(&test.coach, test.now, PACE).await.unwrap();
    let clock = Standing(test.now);
    Courier::new(&test.coach, wall, &clock, "test", PACE).in_order().deliver(|| false).await.unwrap()
}

#[tokio::test]
async fn a_week_is_posted_once_at_its_local_time() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    test.join("mia").await;
    let wall = Wall::default();
    test.now = at("2026-12-07T07:59:59Z");
    assert!(round(&test, &wall).await.is_idle());
    test.now = at("2026-12-07T08:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert!(round(&test, &wall).await.is_idle());
    test.now = at("2026-12-14T08:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(wall.keys(), [format!("weekly:{SERVER}:2026-W50"), format!("weekly:{SERVER}:2026-W51")]);
    assert_eq!(wall.posts.lock().unwrap()[0].0, Target::Channel(CHANNEL));
}

#[tokio::test]
async fn a_failing_send_is_tried_again_and_says_the_same() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    test.join("mia").await;
    let wall = Wall::default();
    wall.faults.lock().unwrap().push(Undelivered::Later("502".to_owned()));
    test.now = at("2026-12-07T08:00:00Z");
    let due = test.coach.store.server(SERVER).await.unwrap();
    let expected = weekly::compose(&test.coach, &due, test.now, false).await.unwrap();
    assert_eq!(round(&test, &wall).await.later, 1);
    assert!(round(&test, &wall).await.is_idle(), "it waits before it tries again");
    test.now += Duration::minutes(1);
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(
        (wall.last().text, wall.last().fields),
        (expected[0].text.clone(), expected[0].fields.clone())
    );
}

#[tokio::test]
async fn a_closed_channel_stops_the_posts_and_setup_resumes_them() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    wall.faults.lock().unwrap().push(Undelivered::Never("I may not post there.".to_owned()));
    test.now = at("2026-12-07T08:00:00Z");
    assert_eq!(round(&test, &wall).await.failed, 1);
    let shown = test.command("boss", "setup health", &[]).await;
    assert!(shown.fields.iter().any(|field| field.value.contains("I may not post there")), "{shown:?}");
    assert_eq!(wall.notices().len(), 1, "told once");
    assert!(wall.notices()[0].contains("did not go out. I may not post there."), "{:?}", wall.notices());
    test.now = at("2026-12-08T08:00:00Z");
    test.set_up().await;
    test.now = at("2026-12-14T08:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(wall.keys(), [format!("weekly:{SERVER}:2026-W51")]);
}

#[tokio::test]
async fn a_mended_channel_gets_the_week_that_failed() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    wall.faults.lock().unwrap().push(Undelivered::Never("I may not post there.".to_owned()));
    test.now = at("2026-12-07T08:00:00Z");
    assert_eq!(round(&test, &wall).await.failed, 1);
    test.now = at("2026-12-07T09:00:00Z");
    test.set_up().await;
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(wall.keys(), [format!("weekly:{SERVER}:2026-W50")]);
}

#[tokio::test]
async fn an_outage_gives_up_one_week_and_no_more() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    for hour in 0..40 {
        wall.faults.lock().unwrap().push(Undelivered::Later("502".to_owned()));
        test.now = at("2026-12-07T08:00:00Z") + Duration::hours(hour);
        round(&test, &wall).await;
    }
    wall.faults.lock().unwrap().clear();
    test.now = at("2026-12-14T08:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(wall.keys(), [format!("weekly:{SERVER}:2026-W51")]);
}

#[tokio::test]
async fn off_stops_what_is_on_its_way() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    wall.faults.lock().unwrap().push(Undelivered::Later("502".to_owned()));
    test.now = at("2026-12-07T08:00:00Z");
    assert_eq!(round(&test, &wall).await.later, 1);
    test.command("boss", "setup off", &[]).await;
    test.now += Duration::minutes(10);
    assert!(round(&test, &wall).await.is_idle());
}

#[tokio::test]
async fn setting_up_again_when_a_post_is_due_does_not_drop_it() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    test.now = at("2026-12-07T08:00:30Z");
    test.set_up().await;
    assert_eq!(round(&test, &wall).await.sent, 1);
}

#[tokio::test]
async fn a_post_missed_while_down_goes_out_late_and_an_old_one_is_skipped() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    test.now = at("2026-12-08T08:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert!(wall.last().text.starts_with("Late"), "{}", wall.last().text);
    // Down for the next one and longer than it may be late: skipped, and the one after is in time.
    test.now = at("2026-12-16T08:00:00Z");
    round(&test, &wall).await;
    assert_eq!(wall.keys().len(), 1);
    let notices = wall.notices();
    assert!(notices[0].contains("was skipped: I was away for too long"), "{notices:?}");
    assert_eq!(notices.len(), 1, "a look that was missed is no missing post: {notices:?}");
    test.now = at("2026-12-21T08:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert_eq!(wall.keys(), [format!("weekly:{SERVER}:2026-W50"), format!("weekly:{SERVER}:2026-W52")]);
    let shown = test.command("boss", "setup health", &[]).await;
    assert!(shown.fields.iter().any(|field| field.value.contains("skipped")), "{shown:?}");
}

#[tokio::test]
async fn of_many_missed_weeks_one_is_posted_and_none_told_by_itself() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    test.now = at("2027-03-01T10:00:00Z");
    round(&test, &wall).await;
    assert_eq!(wall.keys(), [format!("weekly:{SERVER}:2027-W09")]);
    assert_eq!(wall.notices(), [""; 0]);
    let health = test.command("boss", "setup health", &[]).await;
    let runs = &health.fields.iter().find(|field| field.name == "The last posts").unwrap().value;
    assert_eq!(runs.matches("skipped").count(), 7, "{runs}");
}

#[tokio::test]
async fn weeks_without_a_channel_are_not_made_up_for() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    wall.faults.lock().unwrap().push(Undelivered::Never("I may not post there.".to_owned()));
    test.now = at("2026-12-07T08:00:00Z");
    round(&test, &wall).await;
    test.now = at("2026-12-30T08:00:00Z");
    test.set_up().await;
    round(&test, &wall).await;
    assert_eq!(wall.keys(), [""; 0]);
    test.now = at("2027-01-04T08:00:00Z");
    round(&test, &wall).await;
    assert_eq!(wall.keys(), [format!("weekly:{SERVER}:2027-W01")]);
}

#[test]
fn the_mark_of_a_post_is_never_taken_for_the_number_of_a_week() {
    // `/plan` reads a number behind *My week*.
    for server in 0..20_000 {
        let mark = study_coach::coach::due::mark(&format!("weekly:{server}:2026-W50"));
        assert!(mark.parse::<i64>().is_err(), "{server}: {mark}");
    }
}

#[tokio::test]
async fn post_now_counts_as_the_week_and_a_second_one_is_extra() {
    let mut test = TestCoach::new("2026-12-07T07:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    test.command("boss", "setup post-now", &[]).await;
    assert_eq!(round(&test, &wall).await.sent, 1);
    test.now = at("2026-12-07T08:00:00Z");
    assert!(round(&test, &wall).await.is_idle(), "this week had its post");
    let extra = test.command("boss", "setup post-now", &[]).await;
    assert!(extra.text.contains("extra"), "{}", extra.text);
    assert!(!wall.last().text.contains("An extra post"), "{}", wall.last().text);
    assert_eq!(round(&test, &wall).await.sent, 1);
    assert!(wall.last().text.starts_with("An extra post"), "{}", wall.last().text);
    test.now = at("2026-12-14T08:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 1);
}

#[tokio::test]
async fn a_changed_time_neither_doubles_nor_skips_a_week() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    test.now = at("2026-12-07T08:00:00Z");
    round(&test, &wall).await;
    let values = [
        ("channel", Value::Channel(CHANNEL, study_coach::coach::request::Access::FULL)),
        ("day", text("friday")),
        ("time", text("18:00")),
        ("timezone", text("Europe/Berlin")),
    ];
    test.command("boss", "setup weekly", &values).await;
    for day in 8..=20 {
        test.now = at(&format!("2026-12-{day:02}T23:00:00Z"));
        round(&test, &wall).await;
    }
    assert_eq!(wall.keys(), [format!("weekly:{SERVER}:2026-W50"), format!("weekly:{SERVER}:2026-W51")]);
}

#[tokio::test]
async fn a_week_whose_new_time_has_passed_keeps_the_time_it_had() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    let weekly = |day: &str| {
        [
            ("channel", Value::Channel(CHANNEL, Access::FULL)),
            ("day", text(day)),
            ("time", text("09:00")),
            ("timezone", text("Europe/Berlin")),
        ]
    };
    test.command("boss", "setup weekly", &weekly("friday")).await;
    // On a Thursday, from Friday to Wednesday: this week's still comes on Friday.
    test.now = at("2026-12-03T10:00:00Z");
    let set = test.command("boss", "setup weekly", &weekly("wednesday")).await;
    let next = &set.fields[0].value;
    assert!(next.starts_with("Friday 4 December 2026, 09:00"), "{next}");
    assert!(next.contains("Wednesday 9 December"), "{next}");
    let wall = Wall::default();
    for day in 3..=16 {
        test.now = at(&format!("2026-12-{day:02}T23:00:00Z"));
        round(&test, &wall).await;
    }
    let weeks = ["2026-W49", "2026-W50", "2026-W51"].map(|week| format!("weekly:{SERVER}:{week}"));
    assert_eq!(wall.keys(), weeks);
}

#[tokio::test]
async fn who_asked_for_it_gets_the_assignment_by_direct_message() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    test.join("mia").await;
    test.join("jo").await;
    test.command("mia", "settings", &[("reminders", text("on"))]).await;
    let wall = Wall::default();
    test.now = at("2026-12-07T08:00:00Z");
    assert_eq!(round(&test, &wall).await.sent, 2);
    // The next week's is posted by hand.
    test.now = at("2026-12-14T06:00:00Z");
    test.command("boss", "setup post-now", &[]).await;
    assert_eq!(round(&test, &wall).await.sent, 2);
    test.command("boss", "setup post-now", &[]).await;
    assert_eq!(round(&test, &wall).await.sent, 1, "an extra post brings nobody theirs again");
    let posts = wall.posts.lock().unwrap();
    let direct: Vec<_> = posts.iter().filter(|(to, ..)| matches!(to, Target::Person(_))).collect();
    assert_eq!(direct.len(), 2);
    assert!(direct.iter().all(|(_, _, post)| post.buttons.iter().any(|button| button.label == "Done")));
}

#[tokio::test]
async fn results_are_of_the_week_that_ended_in_the_servers_zone() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.set_up().await;
    test.join("mia").await;
    // 23:30 on Sunday in Berlin, then 00:30 on Monday.
    test.now = at("2026-12-06T22:30:00Z");
    test.command("mia", "log", &[("hours", Value::Number(5.0))]).await;
    test.now = at("2026-12-06T23:30:00Z");
    test.command("mia", "log", &[("hours", Value::Number(1.0))]).await;
    let wall = Wall::default();
    test.now = at("2026-12-07T08:00:00Z");
    round(&test, &wall).await;
    let post = wall.last();
    let last = post.fields.iter().find(|field| field.name == "Last week").unwrap();
    assert_eq!(last.value, "1 of 1 kept at least 60 % of their own promise; 5 h logged together.");
}

#[tokio::test]
async fn a_server_without_learners_is_invited() {
    let mut test = TestCoach::new("2026-12-02T10:00:00Z").await;
    test.set_up().await;
    let wall = Wall::default();
    test.now = at("2026-12-07T08:00:00Z");
    round(&test, &wall).await;
    let post = wall.last();
    assert!(post.text.contains("Press Join"), "{}", post.text);
    assert!(post.buttons.iter().any(|button| button.label == "Join"));
}

#[tokio::test]
async fn post_now_delivered_twice_posts_once() {
    use study_coach::coach::request::{Act, Call};
    let test = TestCoach::new("2026-12-07T07:00:00Z").await;
    test.set_up().await;
    let call = Call { name: "setup".to_owned(), sub: Some("post-now".to_owned()), ..Call::default() };
    let request = test.request("boss", Act::Command(call));
    let first = test.coach.answer(&request).await;
    assert_eq!(test.coach.answer(&request).await, first);
    let wall = Wall::default();
    assert_eq!(round(&test, &wall).await.sent, 1);
}
