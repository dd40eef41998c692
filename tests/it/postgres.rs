//! The tests that a database can make a difference to, once more on PostgreSQL: of the store, of the
//! posts, and of the conversations that write the most.

use std::process::Command;

use crate::support::database::{ON, server};

const ON_BOTH: [&str; 6] =
    ["store::", "posts::", "coach::cohorts", "coach::joining", "coach::leave", "coach::reporting"];
/// Rooms whose names hold one of those, and which have databases of their own; what takes minutes because
/// of its length alone; and what reads a file of SQLite byte by byte.
const NOT: [&str; 5] = ["chat::", "discord::", "program::", "posts::travel", "posts::forgotten"];
/// So that a renamed room does not go unnoticed.
const AT_LEAST: usize = 75;

#[test]
fn what_a_database_can_make_a_difference_to_holds_on_postgresql_too() {
    if server().is_none() {
        return;
    }
    let skipped = NOT.iter().flat_map(|room| ["--skip", room]);
    let run = Command::new(std::env::current_exe().unwrap())
        .args(ON_BOTH)
        .args(skipped)
        .env(ON, "postgres")
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "on PostgreSQL:\n{out}\n{err}");
    let passed =
        out.split("test result: ok. ").nth(1).and_then(|it| it.split(' ').next()).unwrap_or_default();
    assert!(passed.parse::<usize>().unwrap() >= AT_LEAST, "{out}");
}
