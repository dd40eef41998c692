//! Flooding the coach: who does waits a little, and nobody else.

use chrono::Duration;
use study_coach::coach::cooldown::Cooldown;
use study_coach::coach::request::{Act, Call};
use study_coach::study::units::LearnerId;

use crate::support::coach::TestCoach;

fn command(name: &str) -> Act {
    Act::Command(Call { name: name.to_owned(), ..Call::default() })
}

#[tokio::test]
async fn who_floods_costly_commands_waits_and_others_do_not() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let cooldown = Cooldown::default();
    let taken = (0..200).filter(|_| cooldown.take(&test.request("eve", command("plan"))).is_ok()).count();
    assert_eq!(taken, 60);
    let free_at = cooldown.take(&test.request("eve", Act::Talk("mlops".to_owned()))).unwrap_err();
    assert!(free_at > test.now && free_at - test.now <= Duration::seconds(2), "{free_at}");
    // What costs little is always taken, and others are not held up.
    assert!(cooldown.take(&test.request("eve", command("undo"))).is_ok());
    assert!(cooldown.take(&test.request("mia", command("plan"))).is_ok());
    test.now = free_at;
    assert!(cooldown.take(&test.request("eve", command("plan"))).is_ok());
    assert!(cooldown.take(&test.request("eve", command("plan"))).is_err());
    test.now += Duration::hours(1);
    let taken = (0..200).filter(|_| cooldown.take(&test.request("eve", command("plan"))).is_ok()).count();
    assert_eq!(taken, 60, "a pause is not saved up");
}

#[tokio::test]
async fn who_floods_choices_is_shown_none_for_a_moment_and_still_gets_answers() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let cooldown = Cooldown::default();
    let (eve, mia) = (test.request("eve", command("plan")), test.request("mia", command("plan")));
    let take = |who: LearnerId, now| cooldown.take_choices(who, now);
    let taken = (0..500).filter(|_| take(eve.from.id, test.now).is_ok()).count();
    assert_eq!(taken, 100);
    assert!(take(mia.from.id, test.now).is_ok() && cooldown.take(&eve).is_ok());
    assert!(take(eve.from.id, test.now + Duration::milliseconds(500)).is_ok());
    // Somebody who types, two letters a second for an hour, never notices.
    let typing =
        (0..7200).all(|half| take(mia.from.id, test.now + Duration::milliseconds(500 * half)).is_ok());
    assert!(typing);
}

#[tokio::test]
async fn a_clock_that_is_set_back_holds_nobody_up_for_long() {
    let mut test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let cooldown = Cooldown::default();
    assert!(cooldown.take(&test.request("mia", command("plan"))).is_ok());
    test.now -= Duration::days(1);
    assert!(cooldown.take(&test.request("mia", command("plan"))).is_ok());
}
