//! A SQLite file with many learners: a few have joined and studied through the coach, all others are
//! copies of them under ids of their own. What keeps `standings` is off meanwhile, and its sums are
//! made at once at the end.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Row};
use study_coach::coach::Coach;
use study_coach::coach::request::{Act, Call, Person, Place, Request, Value};
use study_coach::content::voice::Voice;
use study_coach::content::{Files, load};
use study_coach::store::Store;
use study_coach::study::units::{ChannelId, InteractionId, LearnerId, ServerId};
use study_coach::study::week::Week;

/// Learners who study through the coach; the others are like one of these.
const PATTERNS: u64 = 40;
/// Steps that each has finished.
const STEPS: usize = 3;
/// Rows that come in one statement.
const BATCH: u64 = 20_000;
/// Each learner's events have ids from here on, 64 for each.
const INTERACTIONS: u64 = 1 << 40;
/// The tables of which a learner has rows, and their column with the learner.
const TABLES: [(&str, &str); 6] = [
    ("learners", "id"),
    ("events", "learner"),
    ("progress", "learner"),
    ("promises", "learner"),
    ("members", "learner"),
    ("scores", "learner"),
];
const TRACKS: [&str; 5] = ["ml-engineer", "llm", "vision", "nlp", "recsys"];

/// How many there are, and where.
pub struct Crowd<'a> {
    /// Learners, with ids from 1.
    pub learners: u64,
    /// Their servers: of a learner, the one at their id, modulo how many there are.
    pub servers: &'a [u64],
}

/// A coach with the built-in content on a database.
pub async fn coach(url: &str) -> Coach {
    let content = load(&Files::built_in()).expect("the built-in content is checked");
    let voice = Voice::new(&content.voice_source).expect("the built-in voice is checked");
    Coach::new(content, voice, Store::open(url).await.expect("a database"))
}

/// What a learner is called, as long as nobody renames them.
pub fn name(learner: u64) -> String {
    format!("learner {learner}")
}

/// A command of a learner in a server.
pub fn request(
    interaction: u64,
    learner: u64,
    server: u64,
    at: DateTime<Utc>,
    name: &str,
    values: &[(&str, Value)],
) -> Request {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    Request {
        id: InteractionId(interaction),
        now: at,
        from: Person {
            id: LearnerId(learner),
            name: self::name(learner),
            manages: false,
            links: true,
            writes: true,
            posts: true,
        },
        place: Place::Server(ServerId(server), ChannelId(server)),
        act: Act::Command(Call { name: name.to_owned(), sub: None, values }),
        locale: None,
        server_locale: None,
    }
}

/// The beginning of this week: whoever joined then has a week's promise to go on with, whatever day it is.
fn monday() -> DateTime<Utc> {
    Week::at(Utc::now(), chrono_tz::UTC).begins_at(chrono_tz::UTC)
}

/// Makes the file, which must not be there.
pub async fn make(path: &Path, crowd: &Crowd<'_>) {
    let url = format!("sqlite://{}", path.display());
    patterns(&url, crowd).await;
    let mut db = SqliteConnection::connect(&url).await.expect("the database");
    // A file that is not finished is of no use: nothing is kept safe on the way.
    run(&mut db, "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000").await;
    let triggers = sqlx::query("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        .fetch_all(&mut db)
        .await
        .expect("triggers");
    for trigger in &triggers {
        run(&mut db, &format!("DROP TRIGGER {}", trigger.get::<String, _>("name"))).await;
    }
    servers(&mut db, crowd).await;
    let mut from = PATTERNS + 1;
    while from <= crowd.learners {
        let to = crowd.learners.min(from + BATCH - 1);
        run(&mut db, "BEGIN").await;
        for (table, own) in TABLES {
            copy(&mut db, table, own, from, to, crowd.servers.len()).await;
        }
        run(&mut db, "COMMIT").await;
        progress(to, crowd.learners);
        from = to + 1;
    }
    run(
        &mut db,
        "DELETE FROM standings; \
         INSERT INTO standings (server, period, kind, step, place, members) \
         SELECT scores.server, period, kind, steps.step, rank >> (7 * steps.step), COUNT(*) \
         FROM scores JOIN members ON members.server = scores.server AND members.learner = scores.learner \
         JOIN (SELECT 0 AS step UNION ALL SELECT 1 UNION ALL SELECT 2) AS steps \
         WHERE rank >= 0 AND members.board <> 'hidden' AND moderated = 0 AND left_at IS NULL \
         GROUP BY scores.server, period, kind, steps.step, rank >> (7 * steps.step)",
    )
    .await;
    for trigger in &triggers {
        run(&mut db, &trigger.get::<String, _>("sql")).await;
    }
    db.close().await.expect("the file is whole");
}

/// The learners who study through the coach.
async fn patterns(url: &str, crowd: &Crowd<'_>) {
    let coach = coach(url).await;
    let mut interaction = 0;
    for learner in 1..=PATTERNS.min(crowd.learners) {
        let server = crowd.servers[learner as usize % crowd.servers.len()];
        let track = TRACKS[learner as usize % TRACKS.len()];
        let hours = 5.0 + (learner % 8) as f64;
        let join = [("track", Value::Text(track.to_owned())), ("hours", Value::Number(hours))];
        for (name, values) in [("join", &join[..])].into_iter().chain([("done", &[][..]); STEPS]) {
            interaction += 1;
            let answer = coach.answer(&request(interaction, learner, server, monday(), name, values)).await;
            assert!(!answer.refused, "{}", answer.text);
        }
    }
    coach.store.close().await;
}

/// The servers, without posts.
async fn servers(db: &mut SqliteConnection, crowd: &Crowd<'_>) {
    run(db, "CREATE TEMP TABLE places (number INTEGER PRIMARY KEY, id BIGINT NOT NULL); BEGIN").await;
    for (number, id) in crowd.servers.iter().enumerate() {
        sqlx::query("INSERT INTO places VALUES ($1, $2)")
            .bind(i64::try_from(number).expect("few servers"))
            .bind(id.cast_signed())
            .execute(&mut *db)
            .await
            .expect("a server");
    }
    run(
        db,
        "INSERT INTO servers (id, zone, silent) SELECT id, 'UTC', 0 FROM places WHERE TRUE \
         ON CONFLICT (id) DO NOTHING; COMMIT",
    )
    .await;
}

/// Copies the rows of a table to the learners with these ids.
async fn copy(db: &mut SqliteConnection, table: &str, own: &str, from: u64, to: u64, servers: usize) {
    let columns = sqlx::query("SELECT name FROM pragma_table_info($1)")
        .bind(table)
        .fetch_all(&mut *db)
        .await
        .expect("columns");
    let columns: Vec<String> = columns.iter().map(|row| row.get("name")).collect();
    let values = columns.iter().map(|column| match column.as_str() {
        name if name == own => "i".to_owned(),
        "interaction" => format!("{INTERACTIONS} + 64 * i + seq"),
        "server" => "places.id".to_owned(),
        "name" => "'learner ' || i".to_owned(),
        "alias" => "NULL".to_owned(),
        // Only for an interaction that comes again, and most of the file's size.
        "answer" => "''".to_owned(),
        // Who comes again on the same day.
        "seen_at" => Utc::now().timestamp().to_string(),
        other => format!("{table}.{other}"),
    });
    let values = values.collect::<Vec<_>>().join(", ");
    let statement = format!(
        "WITH RECURSIVE n (i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to}) \
         INSERT INTO {table} ({}) SELECT {values} FROM n \
         JOIN places ON places.number = i % {servers} \
         CROSS JOIN {table} ON {table}.{own} = 1 + (i - 1) % {PATTERNS}",
        columns.join(", ")
    );
    run(db, &statement).await;
}

async fn run(db: &mut SqliteConnection, statements: &str) {
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(db).await.expect(statements);
}

/// Says how far it is, where somebody looks on.
fn progress(done: u64, of: u64) {
    let mut out = std::io::stderr();
    if out.is_terminal() {
        let end = if done == of { "\n" } else { "" };
        write!(out, "\r{done} of {of} learners{end}").and_then(|()| out.flush()).expect("a terminal");
    }
}
