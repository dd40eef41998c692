//! `plan --format ics` is a calendar that others read.

use std::collections::BTreeSet;

use super::Program;

fn calendar() -> String {
    let options = "plan --track llm --hours 10 --months 12 --start 2026-12-02 --format ics";
    Program::new().run(&options.split(' ').collect::<Vec<_>>()).done()
}

/// The lines with their folds taken back.
fn lines(text: &str) -> Vec<String> {
    text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

#[test]
fn lines_end_and_fold_as_the_format_asks() {
    let text = calendar();
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    assert!(text.split("\r\n").any(|line| line.starts_with(' ')), "something is long enough to fold");
}

#[test]
fn every_week_is_one_event_of_whole_days() {
    let text = calendar();
    let lines = lines(&text);
    let values =
        |name: &str| -> Vec<&str> { lines.iter().filter_map(|line| line.strip_prefix(name)).collect() };
    let starts = values("DTSTART;VALUE=DATE:");
    assert_eq!(values("BEGIN:VEVENT").len(), starts.len());
    assert_eq!(starts[..2], ["20261202", "20261207"]);
    assert_eq!(values("DTEND;VALUE=DATE:")[..2], ["20261207", "20261214"]);
    let uids = values("UID:");
    assert_eq!(uids[0], "llm-2026-W49@study-coach");
    assert_eq!(uids.iter().collect::<BTreeSet<_>>().len(), uids.len());
    assert!(values("DESCRIPTION:")[0].contains("Your workbench: terminal\\, editor\\, uv and a notebook · "));
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    assert_eq!(calendar(), calendar());
}
