use study_coach::store::With;
use study_coach::study::board::{Kind, Period};
use study_coach::study::learner::{BoardSetting, Membership, Study};
use study_coach::study::record::Change;
use study_coach::study::score::Score;
use study_coach::study::units::{LearnerId, ServerId};
use study_coach::study::week::Week;

use super::{Temporary, at};

const SERVER: ServerId = ServerId(5);

async fn member(db: &Temporary, id: u64, kept: u32, promised: u32) {
    let mut study = Study::new(LearnerId(id), chrono_tz::UTC);
    study.memberships.push(Membership {
        server: SERVER,
        zone: chrono_tz::UTC,
        board: BoardSetting::Visible,
        name: String::new(),
    });
    let week = Week::at(at("2026-12-07T10:00:00Z"), chrono_tz::UTC);
    let score = |kind, value, out_of| Score {
        server: SERVER,
        period: Period::Week(week),
        kind,
        value: Some(value),
        out_of,
    };
    let rows = [score(Kind::Promise, kept, promised), score(Kind::Hours, kept, 0)];
    let name = format!("m{id}");
    let with = With {
        scores: &rows,
        joins: Some((SERVER, &name)),
        answer: "",
        content: "test",
        now: at("2026-12-07T10:00:00Z"),
    };
    db.store.meet_server(SERVER).await.unwrap();
    db.store.save(&Change::silent(&study), with).await.unwrap();
}

#[tokio::test]
async fn a_promise_board_ranks_shares_of_promises_of_two_hours_and_more() {
    let db = Temporary::new().await;
    member(&db, 1, 300, 600).await;
    member(&db, 2, 120, 120).await;
    member(&db, 3, 60, 60).await;
    let week = Period::Week(Week::at(at("2026-12-07T10:00:00Z"), chrono_tz::UTC));
    let board = db.store.board(SERVER, week, Kind::Promise, 0, 10).await.unwrap();
    let names: Vec<&str> = board.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["m2", "m1"]);
}

#[tokio::test]
async fn a_hidden_member_is_on_no_board_and_in_no_sum() {
    let db = Temporary::new().await;
    member(&db, 1, 300, 600).await;
    member(&db, 2, 600, 600).await;
    db.store.set_board(SERVER, LearnerId(2), BoardSetting::Hidden).await.unwrap();
    let week = Week::at(at("2026-12-07T10:00:00Z"), chrono_tz::UTC);
    let board = db.store.board(SERVER, Period::Week(week), Kind::Hours, 0, 10).await.unwrap();
    assert_eq!(board.len(), 1);
    let share = db.store.share(SERVER, week).await.unwrap();
    assert_eq!((share.promised, share.kept, share.minutes), (1, 0, 300));
}
