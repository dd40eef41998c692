//! `posts` shows what would be posted and changes nothing.

use std::collections::BTreeMap;

use chrono::{Datelike, TimeDelta, Utc, Weekday};
use chrono_tz::Europe::Berlin;
use study_coach::cli::load_content;
use study_coach::coach::Coach;
use study_coach::coach::request::{Act, Call, Person, Place, Request, Value};
use study_coach::store::{ReminderSetting, Server, Store, WeeklySetting};
use study_coach::study::cohort::Cohort;
use study_coach::study::units::{ChannelId, InteractionId, LearnerId, Minutes, RoleId, ServerId};
use study_coach::study::week::Week;
use study_coach::study::when::Weekly;

use super::Program;

const ID: ServerId = ServerId(77);

/// A program whose database has a server with a weekly post and one learner in it.
pub async fn posting(change: impl FnOnce(&mut Server)) -> Program {
    let program = Program::new().with("DATABASE_URL", "sqlite://coach.db");
    let url = format!("sqlite://{}", program.dir().join("coach.db").display());
    let (content, voice) = load_content(None).unwrap();
    let coach = Coach::new(content, voice, Store::open(&url).await.unwrap());
    let mut server = Server::new(ID);
    server.zone = Berlin;
    server.weekly = Some(WeeklySetting {
        channel: ChannelId(9),
        day: Weekday::Mon,
        time: "09:00:00".parse().unwrap(),
        role: None,
        silent: false,
    });
    server.next_at = server.schedule().map(|schedule| schedule.after(Utc::now()));
    change(&mut server);
    coach.store.save_server(&server).await.unwrap();
    let values = [("track", Value::Text("llm".to_owned())), ("hours", Value::Number(10.0))];
    let join = Request {
        id: InteractionId(1),
        now: Utc::now(),
        from: Person {
            id: LearnerId(5),
            name: "Mia".to_owned(),
            manages: false,
            links: true,
            writes: true,
            posts: true,
        },
        place: Place::Server(ID, ChannelId(9)),
        act: Act::Command(Call {
            name: "join".to_owned(),
            sub: None,
            values: values.map(|(name, value)| (name.to_owned(), value)).into(),
        }),
        locale: None,
        server_locale: None,
    };
    let reply = coach.answer(&join).await;
    assert!(!reply.refused, "{}", reply.text);
    coach.store.close().await;
    program
}

/// An hour after the post that is due `count` posts from now, as the program reads a time.
fn after(count: usize) -> String {
    let last = mondays().times_after(Utc::now()).nth(count - 1).unwrap();
    (last + TimeDelta::hours(1)).format("%Y-%m-%dT%H:%MZ").to_string()
}

fn mondays() -> Weekly {
    Weekly { day: Weekday::Mon, time: "09:00:00".parse().unwrap(), zone: Berlin }
}

fn posts(program: &Program, args: &[&str]) -> String {
    program.run(&[&["posts", "--at"], args].concat()).done()
}

fn files(program: &Program) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(program.dir()).unwrap().map(Result::unwrap);
    entries
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

const NOTHING: &str = "Nothing would be posted until then.\n";

#[tokio::test]
async fn every_post_up_to_the_time_is_shown() {
    let program = posting(|_| ()).await;
    let printed = posts(&program, &[&after(3)]);
    let heads: Vec<&str> = printed.lines().filter(|line| line.starts_with("--- ")).collect();
    assert_eq!(heads.len(), 3, "{printed}");
    assert!(heads.iter().all(|head| head.starts_with("--- server 77, channel 9, ")), "{printed}");
    assert!(heads.iter().all(|head| head.contains("T09:00:00+0")), "{printed}");
    assert!(printed.contains("Mia"), "{printed}");
    assert_eq!(posts(&program, &[&after(3), "--server", "77"]), printed);
    assert_eq!(posts(&program, &[&after(3), "--server", "78"]), NOTHING);
    assert_eq!(posts(&program, &["2026-01-01T00:00:00+01:00"]), NOTHING);
}

#[tokio::test]
async fn a_time_without_a_zone_is_the_servers() {
    let program = posting(|_| ()).await;
    let (date, _) = after(1).split_once('T').map(|(date, time)| (date.to_owned(), time.to_owned())).unwrap();
    assert_eq!(posts(&program, &[&format!("{date}T08:59")]), NOTHING);
    assert_eq!(posts(&program, &[&format!("{date}T09:00:00")]).matches("--- server").count(), 1);
}

#[tokio::test]
async fn nothing_is_changed() {
    let program = posting(|_| ()).await;
    let before = files(&program);
    let first = posts(&program, &[&after(4)]);
    assert_eq!(posts(&program, &[&after(4)]), first);
    assert!(files(&program) == before, "the database was written");
}

#[tokio::test]
async fn a_missed_post_is_shown_while_it_would_still_go_out() {
    let two_weeks_back =
        |server: &mut Server| server.next_at = server.next_at.map(|at| at - TimeDelta::weeks(2));
    for (late_hours, count) in [("1", 1), ("400", 2)] {
        let program = posting(two_weeks_back).await.with("STUDY_COACH_POSTS_LATE_HOURS", late_hours);
        let printed = posts(&program, &[&after(1)]);
        assert_eq!(printed.matches("--- server").count(), count, "{printed}");
        // Of the two that were missed, the last.
        let schedule = Weekly { day: Weekday::Mon, time: "09:00:00".parse().unwrap(), zone: Berlin };
        let missed = (schedule.after(Utc::now()) - TimeDelta::weeks(1)).with_timezone(&Berlin);
        let missed = missed.format(", %Y-%m-%dT").to_string();
        assert_eq!(printed.contains(&missed), count == 2, "{missed}: {printed}");
    }
}

#[tokio::test]
async fn whom_it_pings_and_how_it_comes_is_shown() {
    let change = |server: &mut Server| {
        let role = Some(RoleId(5));
        server.weekly = server.weekly.take().map(|weekly| WeeklySetting { role, silent: true, ..weekly });
    };
    let printed = posts(&posting(change).await, &[&after(1)]);
    assert!(printed.ends_with("(pings the role 5)\n(comes without a notification)\n\n"), "{printed}");
}

#[tokio::test]
async fn a_week_has_one_post() {
    let in_the_week = |server: &mut Server| {
        server.weekly = server.weekly.take().map(|weekly| WeeklySetting { day: Weekday::Sun, ..weekly });
        let sunday = server.schedule().unwrap().after(Utc::now());
        server.next_at = Some(sunday - TimeDelta::days(6));
    };
    let program = posting(in_the_week).await.with("STUDY_COACH_POSTS_LATE_HOURS", "200");
    let printed = posts(&program, &[&after(1)]);
    assert_eq!(printed.matches("--- server").count(), 1, "{printed}");
}

#[tokio::test]
async fn a_server_whose_posts_stopped_is_silent() {
    let program = posting(|server| server.fault = Some("no permission".to_owned())).await;
    assert_eq!(posts(&program, &[&after(2)]), NOTHING);
    let program = posting(|server| (server.weekly, server.next_at) = (None, None)).await;
    assert_eq!(posts(&program, &[&after(2), "--server", "77"]), NOTHING);
}

#[tokio::test]
async fn a_cohorts_week_is_shown_with_its_thread() {
    let program = posting(|_| ()).await;
    let url = format!("sqlite://{}", program.dir().join("coach.db").display());
    let store = Store::open(&url).await.unwrap();
    let cohort = Cohort {
        id: "c".into(),
        server: ID,
        name: "Winter".to_owned(),
        track: "llm".into(),
        weekly: Minutes(600),
        starts_on: Week::at(mondays().times_after(Utc::now()).next().unwrap(), Berlin).plus(-1).starts_on(),
    };
    store.begin_cohort(&cohort, &[], (InteractionId(2), ""), Utc::now()).await.unwrap();
    store.close().await;
    let printed = posts(&program, &[&after(1)]);
    assert!(printed.contains("Winter, week 2 (0)"), "{printed}");
    assert!(printed.contains("(opens the thread \"Winter, week 2\")"), "{printed}");
}

#[tokio::test]
async fn a_reminder_is_shown_between_the_posts() {
    // Due for an hour and not out yet; of the week in which Mia joined.
    let program = posting(|server| {
        let now = Utc::now();
        let due = Week::at(now, Berlin).begins_at(Berlin).max(now - TimeDelta::hours(1));
        let local = due.with_timezone(&Berlin);
        server.reminder = Some(ReminderSetting { day: local.weekday(), time: local.time() });
        server.reminder_at = Some(due);
    })
    .await;
    let printed = posts(&program, &[&after(1)]);
    let heads: Vec<&str> = printed.lines().filter(|line| line.starts_with("--- ")).collect();
    assert!(heads[0].ends_with(", reminder"), "{printed}");
    assert!(heads.last().unwrap().contains("T09:00:00+0"), "{printed}");
    assert!(printed.contains("The week so far\nLate: "), "{printed}");
    assert!(printed.contains("\n[Next step]\n"), "{printed}");
}
