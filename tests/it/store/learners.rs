use study_coach::store::{Saved, With};
use study_coach::study::learner::{Happened, Study};
use study_coach::study::record::{Change, Stamp};
use study_coach::study::score::scores;
use study_coach::study::units::{InteractionId, LearnerId, Minutes, ServerId};

use super::{Temporary, at};

const MIA: LearnerId = LearnerId(u64::MAX - 7);

pub fn logged(study: &Study, interaction: u64, minutes: u32) -> Change {
    let what = Happened::Logged { lesson: Some("setup".into()), spent: Minutes(minutes), note: None };
    Change::record(study, Stamp::now(InteractionId(interaction), at("2026-12-07T10:00:00Z")), what)
}

pub fn with<'a>(answer: &'a str) -> With<'a> {
    With { scores: &[], joins: None, answer, content: "test", now: at("2026-12-07T10:00:00Z") }
}

/// The answer that an interaction got.
pub async fn answered(db: &Temporary, interaction: u64) -> Option<String> {
    let now = at("2026-12-07T10:00:00Z");
    db.store.arrival(InteractionId(interaction), None, MIA, now).await.unwrap().answer
}

#[tokio::test]
async fn a_change_is_there_after_a_restart() {
    let mut db = Temporary::new().await;
    let now = at("2026-12-07T10:00:00Z");
    let study = db.store.load(MIA, now).await.unwrap();
    assert_eq!(study.revision, 0);
    let change = logged(&study, 1, 90);
    assert_eq!(db.store.save(&change, with("first")).await.unwrap(), Saved::Yes);
    db.reopen().await;
    let loaded = db.store.load(MIA, now).await.unwrap();
    assert_eq!(loaded.revision, 1);
    assert_eq!(loaded.events, change.after.events);
    assert_eq!(loaded.progress, change.after.progress);
}

#[tokio::test]
async fn the_same_interaction_is_stored_once_and_gets_the_same_answer() {
    let db = Temporary::new().await;
    let now = at("2026-12-07T10:00:00Z");
    let study = db.store.load(MIA, now).await.unwrap();
    db.store.save(&logged(&study, 1, 90), with("first")).await.unwrap();
    let study = db.store.load(MIA, now).await.unwrap();
    let again = db.store.save(&logged(&study, 1, 90), with("second")).await.unwrap();
    assert_eq!(again, Saved::Before("first".to_owned()));
    assert_eq!(answered(&db, 1).await.as_deref(), Some("first"));
    let loaded = db.store.load(MIA, now).await.unwrap();
    assert_eq!(loaded.events.len(), 1);
    assert_eq!(loaded.progress["setup"].spent, Minutes(90));
}

#[tokio::test]
async fn a_change_on_an_older_state_is_refused_whole() {
    let db = Temporary::new().await;
    let now = at("2026-12-07T10:00:00Z");
    let study = db.store.load(MIA, now).await.unwrap();
    db.store.save(&logged(&study, 1, 90), with("first")).await.unwrap();
    let late = db.store.save(&logged(&study, 2, 30), with("late")).await.unwrap();
    assert_eq!(late, Saved::Conflict);
    let loaded = db.store.load(MIA, now).await.unwrap();
    assert_eq!(loaded.progress["setup"].spent, Minutes(90));
    assert_eq!(answered(&db, 2).await, None);
}

#[tokio::test]
async fn changes_from_many_tasks_at_once_are_all_kept() {
    let db = Temporary::new().await;
    let now = at("2026-12-07T10:00:00Z");
    let tasks: Vec<_> = (1..=8)
        .map(|number| {
            let store = db.store.clone();
            tokio::spawn(async move {
                loop {
                    let study = store.load(MIA, now).await.unwrap();
                    if store.save(&logged(&study, number, 10), with("")).await.unwrap() == Saved::Yes {
                        return;
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let loaded = db.store.load(MIA, now).await.unwrap();
    assert_eq!((loaded.events.len(), loaded.progress["setup"].spent), (8, Minutes(80)));
}

#[tokio::test]
async fn a_board_moves_with_the_change_that_moves_it() {
    use study_coach::study::board::{Kind, Period};
    use study_coach::study::learner::{BoardSetting, Membership};
    use study_coach::study::week::Week;
    let db = Temporary::new().await;
    let now = at("2026-12-07T10:00:00Z");
    let server = ServerId(5);
    db.store.meet_server(server).await.unwrap();
    let mut study = db.store.load(MIA, now).await.unwrap();
    study.memberships.push(Membership {
        server,
        zone: chrono_tz::UTC,
        board: BoardSetting::Visible,
        name: String::new(),
    });
    let change = logged(&study, 1, 90);
    let rows = scores(&change.after, &change.touched_at, now);
    let with = With { scores: &rows, joins: Some((server, "mia")), answer: "", content: "test", now };
    db.store.save(&change, with).await.unwrap();
    let week = Week::at(now, chrono_tz::UTC);
    for period in [Period::Week(week), Period::Month(2026, 12), Period::All] {
        let board = db.store.board(server, period, Kind::Hours, 0, 10).await.unwrap();
        assert_eq!((board[0].name.as_str(), board[0].value), ("mia", 90), "{period}");
    }
}

#[tokio::test]
async fn what_a_pace_is_learnt_from_is_there_after_a_restart() {
    use study_coach::study::learner::{Credit, Promise};
    use study_coach::study::pace::Pace;
    use study_coach::study::units::StepRef;
    use study_coach::study::week::Week;
    let mut db = Temporary::new().await;
    let now = at("2026-12-07T10:00:00Z");
    let study = db.store.load(MIA, now).await.unwrap();
    let step = StepRef { lesson: "setup".into(), step: "open".into() };
    let what = Happened::Finished {
        credits: vec![Credit { step, minutes: Minutes(60), by_content: Some(Minutes(45)) }],
        lessons: Vec::new(),
        spent: Minutes(70),
        estimated: false,
        link: None,
        note: None,
    };
    let mut change = Change::record(&study, Stamp::now(InteractionId(1), now), what);
    change
        .promise(Promise { minutes: Minutes(600), ..Promise::empty(Week::of(now.date_naive()), Pace(130)) });
    change.after.told_pace = Pace(130);
    db.store.save(&change, with("")).await.unwrap();
    db.reopen().await;
    let loaded = db.store.load(MIA, now).await.unwrap();
    assert_eq!((&loaded.progress, &loaded.promises), (&change.after.progress, &change.after.promises));
    assert_eq!(loaded.events, change.after.events);
    assert_eq!(loaded.told_pace, Pace(130));
    let progress = &loaded.progress["setup"];
    assert_eq!((progress.measured, progress.measured_for), (Minutes(70), Minutes(45)));
    assert_eq!(loaded.promises[0].measured, Minutes(70));
    assert_eq!(loaded.promises[0].kept, Minutes(70));
    db.store.show(&loaded, &[], Pace::PLANNED).await.unwrap();
    assert_eq!(db.store.load(MIA, now).await.unwrap().told_pace, Pace::PLANNED);
}

#[test]
fn a_profile_of_an_older_version_is_read() {
    let profile: study_coach::study::learner::Profile = serde_json::from_str(
        r#"{"track":"llm","also":null,"weekly":600,"months":12,"starts_on":"2026-11-30","known":[],
            "choices":[],"added":[],"no_time":["spark-basics"]}"#,
    )
    .unwrap();
    assert!(profile.pauses.is_empty() && profile.spread.is_none() && profile.agreed.is_none());
    assert_eq!(profile.wanted_by().unwrap().to_string(), "2027-11-29");
}
