use study_coach::store::With;
use study_coach::study::board::{Kind, Period};
use study_coach::study::learner::{BoardSetting, Membership, Study};
use study_coach::study::record::Change;
use study_coach::study::score::Score;
use study_coach::study::units::{LearnerId, ServerId};
use study_coach::study::week::Week;

use super::{Temporary, at};
use crate::support::database::{ask, execute};

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
    db.store.set_board(SERVER, LearnerId(2), BoardSetting::Hidden, at("2026-12-07T10:00:00Z")).await.unwrap();
    let week = Week::at(at("2026-12-07T10:00:00Z"), chrono_tz::UTC);
    let board = db.store.board(SERVER, Period::Week(week), Kind::Hours, 0, 10).await.unwrap();
    assert_eq!(board.len(), 1);
    let share = db.store.share(SERVER, week).await.unwrap();
    assert_eq!((share.promised, share.kept, share.minutes), (1, 0, 300));
}

/// So many members with scores of a week, with many ties.
async fn crowd(db: &Temporary, members: u32) {
    let numbers =
        format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {members}) ");
    let statements = [
        "INSERT INTO learners (id, revision, zone, reminders, shown) SELECT i, 1, 'UTC', 0, '[]' FROM n",
        "INSERT INTO members (server, learner, name, board, joined_at) SELECT 5, i, 'm' || CAST(i AS TEXT), \
         CASE WHEN i % 7 = 0 THEN 'hidden' ELSE 'visible' END, 0 FROM n",
        "INSERT INTO scores (server, period, kind, learner, value, out_of, rank) \
         SELECT 5, '2026-W50', 'hours', i, 0, 0, (i * 7919 % 53) * 401 - 401 FROM n",
    ];
    db.store.meet_server(SERVER).await.unwrap();
    for statement in statements {
        execute(&db.database, &format!("{numbers}{statement}")).await;
    }
}

/// Every way to a place and to a page says what the whole board says.
async fn agrees(db: &Temporary, after: &str) {
    let week = Period::Week(Week::at(at("2026-12-07T10:00:00Z"), chrono_tz::UTC));
    let store = &db.store;
    let all = store.board(SERVER, week, Kind::Hours, 0, 10_000).await.unwrap();
    assert!(all.len() > 120, "{after}: {}", all.len());
    let learners: Vec<LearnerId> = all.iter().map(|row| row.learner).collect();
    let places = store.places(SERVER, Kind::Hours, &[(week, &learners)]).await.unwrap();
    for (index, row) in all.iter().enumerate() {
        let above = all.iter().filter(|other| other.rank > row.rank).count() as i64;
        assert_eq!(places[&(week, row.learner)], above + 1, "{after}: {row:?}");
        if index % 5 == 0 {
            let page = store.board(SERVER, week, Kind::Hours, index as u32, 3).await.unwrap();
            assert_eq!(page, all[index..all.len().min(index + 3)], "{after}: from {index}");
            let around = store.around(SERVER, week, Kind::Hours, (row.rank, row.learner), 2).await.unwrap();
            assert_eq!(around, all[index.saturating_sub(2)..all.len().min(index + 3)], "{after}: {row:?}");
        }
    }
    let beyond = store.board(SERVER, week, Kind::Hours, all.len() as u32, 3).await.unwrap();
    assert_eq!(beyond, [], "{after}");
}

#[tokio::test]
async fn places_and_pages_are_those_of_the_whole_board_whatever_happened() {
    let db = Temporary::new().await;
    crowd(&db, 300).await;
    agrees(&db, "a crowd").await;
    let moved = "UPDATE scores SET rank = CASE WHEN learner % 3 = 0 THEN -1 ELSE rank + learner * 97 END \
                 WHERE learner % 4 <> 1";
    execute(&db.database, moved).await;
    execute(&db.database, "UPDATE scores SET rank = 20000 WHERE learner % 9 = 1").await;
    agrees(&db, "scores that moved").await;
    for learner in (1..300).step_by(11) {
        let (learner, shown) = (LearnerId(learner), learner % 2 == 0);
        let board = if shown { BoardSetting::Anonymous } else { BoardSetting::Hidden };
        db.store.set_board(SERVER, learner, board, at("2026-12-07T10:00:00Z")).await.unwrap();
    }
    agrees(&db, "members who hid and showed themselves").await;
    execute(&db.database, "UPDATE members SET moderated = 1 - moderated WHERE learner % 8 = 3").await;
    execute(&db.database, "UPDATE members SET left_at = 1 WHERE learner % 10 = 7").await;
    agrees(&db, "members whom a manager hid, and who left the server").await;
    execute(&db.database, "UPDATE members SET moderated = 0, left_at = NULL").await;
    agrees(&db, "members who are back").await;
    for learner in [2, 14, 28] {
        assert!(db.store.leave(SERVER, LearnerId(learner), at("2026-12-07T10:00:00Z")).await.unwrap());
        db.store.forget(LearnerId(learner + 1), at("2026-12-07T10:00:00Z")).await.unwrap();
    }
    agrees(&db, "members who left").await;
    member(&db, 1001, 90, 600).await;
    agrees(&db, "a new member").await;
    execute(&db.database, "DELETE FROM scores").await;
    let left = ask(&db.database, "SELECT kind FROM standings WHERE members <> 0").await;
    assert_eq!(left, [""; 0], "nobody is counted who is not there");
}
