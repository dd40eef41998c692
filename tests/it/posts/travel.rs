//! Time travel: two years of weeks for many servers in mixed zones, with restarts on the way.
//!
//! `STUDY_COACH_SERVERS=200 cargo test two_years_of_weeks_are_posted` is the long form.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveTime, Utc, Weekday};
use study_coach::posts::{Courier, tick};
use study_coach::store::{Server, WeeklySetting};
use study_coach::study::units::{ChannelId, ServerId};
use study_coach::study::week::Week;

use super::{PACE, Standing, Wall};
use crate::support::coach::{TestCoach, at};
use crate::support::dice::Dice;

/// Servers, unless the environment says more.
const SERVERS: u64 = 20;
const ZONES: [&str; 10] = [
    "America/New_York",
    "Europe/Berlin",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "America/St_Johns",
    "UTC",
];

/// Servers with a post each, on days and at times at which clocks change among others.
fn servers(now: DateTime<Utc>) -> Vec<Server> {
    let mut dice = Dice(11);
    let count = std::env::var("STUDY_COACH_SERVERS").ok().and_then(|it| it.parse().ok()).unwrap_or(SERVERS);
    (1..=count)
        .map(|id| {
            let mut server = Server::new(ServerId(id));
            server.zone = ZONES[(id % 10) as usize].parse().unwrap();
            // Half of them meet the hours at which clocks change.
            let (day, minute) = if dice.roll(2) == 0 {
                ([Weekday::Sun, Weekday::Fri][dice.roll(2) as usize], dice.roll(4 * 60))
            } else {
                (Weekday::try_from(dice.roll(7) as u8).unwrap(), dice.roll(24 * 60))
            };
            let minute = minute as u32 / 15 * 15;
            let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
            server.weekly =
                Some(WeeklySetting { channel: ChannelId(id), day, time, role: None, silent: false });
            server.next_at = server.schedule().map(|schedule| schedule.after(now));
            server
        })
        .collect()
}

#[tokio::test]
async fn two_years_of_weeks_are_posted_once_each() {
    let mut test = TestCoach::new("2026-01-01T00:00:00Z").await;
    let end = at("2028-01-01T00:00:00Z");
    let servers = servers(test.now);
    for server in &servers {
        test.coach.store.save_server(server).await.unwrap();
    }
    let (wall, mut dice, mut restarts) = (Wall::default(), Dice(5), 0);
    while test.now < end {
        tick(&test.coach, test.now, PACE).await.unwrap();
        let clock = Standing(test.now);
        let mut courier = Courier::new(&test.coach, &wall, &clock, "test", PACE);
        courier.deliver(|| false).await.unwrap();
        if dice.roll(50) == 0 {
            test.restart().await;
            restarts += 1;
        }
        // Now and then it is down for hours, and comes back in time to be late.
        let down = Duration::hours(if dice.roll(50) == 0 { dice.roll(20) as i64 } else { 1 });
        let due = test.coach.store.next_due().await.unwrap();
        let next = due.into_iter().chain(test.coach.store.next_try(test.now).await.unwrap()).min();
        test.now = next.unwrap().max(test.now) + down;
    }
    let mut posted: BTreeMap<String, usize> = BTreeMap::new();
    for key in wall.keys() {
        *posted.entry(key).or_default() += 1;
    }
    for server in &servers {
        let mut week = Week::at(server.next_at.unwrap(), server.zone);
        let last = Week::at(end - Duration::days(3), server.zone);
        while week < last {
            let key = format!("weekly:{}:{week}", server.id);
            assert_eq!(posted.remove(&key), Some(1), "{key}, {:?}", server.schedule());
            week = week.plus(1);
        }
    }
    assert!(posted.values().all(|count| *count == 1) && posted.len() <= 2 * servers.len(), "{posted:?}");
    assert!(restarts > 20, "{restarts} restarts");
    assert!(wall.notices().is_empty());
}
