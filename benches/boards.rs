//! A page of a board and one's own place, in servers of 10,000 to 1,000,000 members, on both databases.
//!
//! `.ci/postgres cargo bench --bench boards`; the figures and the machine stand in `docs/figures.md`.
//! Each server has scores of two weeks, so that movement is shown; the page is the answer to
//! `/leaderboard` of somebody whose own place is not on it.

#[path = "figures/mod.rs"]
mod figures;

use std::time::Instant;

use figures::keep;
use serde_json::{Value as Json, json};
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use study_coach::coach::Coach;
use study_coach::coach::request::{Act, Call, Person, Place, Request, Value};
use study_coach::content::voice::Voice;
use study_coach::content::{Files, load};
use study_coach::store::Store;
use study_coach::study::board::{Kind, Period};
use study_coach::study::units::{ChannelId, InteractionId, LearnerId, ServerId};
use study_coach::study::week::Week;

const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];
const ASKED: u64 = 2_000;
const SERVER: ServerId = ServerId(5);
const NOW: &str = "2026-12-09T20:00:00Z";

/// What keeps `standings` is off while the crowd comes, and its sums are made at once after it.
const BEFORE: [&str; 2] = [
    "DROP TRIGGER scores_inserted; DROP TRIGGER members_inserted",
    "ALTER TABLE scores DISABLE TRIGGER USER; ALTER TABLE members DISABLE TRIGGER USER",
];
const AFTER: [&str; 2] =
    ["ANALYZE", "ALTER TABLE scores ENABLE TRIGGER USER; ALTER TABLE members ENABLE TRIGGER USER; ANALYZE"];

async fn fill(url: &str, members: u64) {
    let mut connection = AnyConnection::connect(url).await.expect("a database");
    let numbers = format!(
        "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {members}) "
    );
    let backend = usize::from(url.starts_with("postgres"));
    let crowd = [
        "INSERT INTO learners (id, revision, zone, reminders, shown) SELECT i, 1, 'UTC', 0, '[]' FROM n",
        "INSERT INTO members (server, learner, name, board, joined_at) SELECT 5, i, 'member ' || CAST(i AS TEXT), \
         CASE WHEN i % 20 = 0 THEN 'hidden' ELSE 'visible' END, 0 FROM n",
        "INSERT INTO scores (server, period, kind, learner, value, out_of, rank) \
         SELECT 5, '2026-W50', 'hours', i, i * 7919 % 2400 + 1, 0, i * 7919 % 2400 + 1 FROM n",
        "INSERT INTO scores (server, period, kind, learner, value, out_of, rank) \
         SELECT 5, '2026-W49', 'hours', i, i * 104729 % 2400 + 1, 0, i * 104729 % 2400 + 1 FROM n",
    ];
    let sums = "INSERT INTO standings (server, period, kind, step, place, members) \
         SELECT scores.server, period, kind, step, rank >> (7 * step), COUNT(*) \
         FROM scores CROSS JOIN (SELECT 0 AS step UNION ALL SELECT 1 UNION ALL SELECT 2) AS steps \
         JOIN members ON members.server = scores.server AND members.learner = scores.learner \
         WHERE board <> 'hidden' GROUP BY scores.server, period, kind, step, rank >> (7 * step)";
    let mut statements = vec!["INSERT INTO servers (id, zone, silent) VALUES (5, 'UTC', 0)".to_owned()];
    statements.extend(BEFORE[backend].split("; ").map(str::to_owned));
    statements.extend(crowd.map(|statement| format!("{numbers}{statement}")));
    statements.push(sums.to_owned());
    statements.extend(AFTER[backend].split("; ").map(str::to_owned));
    for statement in statements {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.expect("a statement");
    }
    connection.close().await.expect("a database");
}

fn request(number: u64, learner: u64) -> Request {
    let values = [("by", "hours"), ("period", "week")];
    Request {
        id: InteractionId(number),
        now: NOW.parse().expect("a time"),
        locale: None,
        server_locale: None,
        from: Person {
            id: LearnerId(learner),
            name: format!("member {learner}"),
            manages: false,
            writes: true,
            posts: true,
            links: true,
        },
        place: Place::Server(SERVER, ChannelId(1)),
        act: Act::Command(Call {
            name: "leaderboard".to_owned(),
            sub: None,
            values: values.map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned()))).into(),
        }),
    }
}

/// Prints and returns the median and the 99th percentile, in milliseconds.
fn shown(what: &str, mut times: Vec<f64>) -> Json {
    times.sort_by(f64::total_cmp);
    let (p50, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    println!("  {what}: p50 {p50:.2} ms, p99 {p99:.2} ms");
    json!({"what": what, "p50_ms": p50, "p99_ms": p99})
}

async fn measure(url: &str, members: u64, database: &str) -> Json {
    let store = Store::open(url).await.expect("a database");
    fill(url, members).await;
    let content = load(&Files::built_in()).expect("the built-in content is checked");
    let voice = Voice::new(&content.voice_source).expect("the built-in voice is checked");
    let coach = Coach::new(content, voice, store);
    let week = Period::Week(Week::at(NOW.parse().expect("a time"), chrono_tz::UTC));
    let (mut answers, mut places, mut pages) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1..=ASKED {
        // A large step walks over all of them; those in twenties are hidden.
        let learner = 1 + number * 7_919 * 41 % members;
        let learner = if learner.is_multiple_of(20) { learner - 1 } else { learner };
        let since = Instant::now();
        let answer = coach.answer(&request(number, learner)).await;
        answers.push(since.elapsed().as_secs_f64() * 1e3);
        assert!(!answer.refused && answer.text.contains('\n'), "{}", answer.text);
        let since = Instant::now();
        let found = coach.store.places(SERVER, Kind::Hours, &[(week, &[LearnerId(learner)])]).await;
        places.push(since.elapsed().as_secs_f64() * 1e3);
        assert_eq!(found.expect("a place").len(), 1);
        let from = u32::try_from(number * 7_919 % (members * 9 / 10)).expect("a page");
        let since = Instant::now();
        let page = coach.store.board(SERVER, week, Kind::Hours, from, 10).await.expect("a page");
        pages.push(since.elapsed().as_secs_f64() * 1e3);
        assert_eq!(page.len(), 10);
    }
    println!("{database}, {members} members");
    let figures = [
        shown("/leaderboard with own place and movement", answers),
        shown("a place", places),
        shown("ten rows anywhere on the board", pages),
    ];
    coach.store.close().await;
    json!({"database": database, "members": members, "figures": figures})
}

fn main() {
    let runtime = study_coach::cli::runtime().expect("a runtime");
    sqlx::any::install_default_drivers();
    let server = std::env::var("STUDY_COACH_TEST_POSTGRES").ok();
    if server.is_none() {
        println!("STUDY_COACH_TEST_POSTGRES is not set: on SQLite alone; see .ci/postgres");
    }
    let mut measured = Vec::new();
    for members in SIZES {
        let folder = tempfile::tempdir().expect("a folder");
        let file = format!("sqlite://{}", folder.path().join("boards.db").display());
        measured.push(runtime.block_on(measure(&file, members, "SQLite")));
        let Some(server) = &server else { continue };
        let mut url = url::Url::parse(server).expect("an address");
        url.set_path(&format!("boards_{}_{members}", std::process::id()));
        // It is made by opening it.
        measured.push(runtime.block_on(measure(url.as_str(), members, "PostgreSQL")));
        let drop = format!("DROP DATABASE {} WITH (FORCE)", url.path().trim_start_matches('/'));
        runtime.block_on(async {
            let mut connection = AnyConnection::connect(server).await.expect("a server");
            sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut connection).await.expect("it goes");
        });
    }
    keep("boards", &json!(measured));
}
