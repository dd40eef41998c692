//! The README shows what the program prints.

use std::io::Write as _;
use std::process::{Command, Stdio};

#[test]
fn the_transcript_is_what_the_program_prints() {
    let readme = include_str!("../../../README.md");
    let transcript = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let typed: Vec<&str> = transcript.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    let shown: Vec<&str> =
        transcript.lines().filter(|line| !line.starts_with("> ") && !line.is_empty()).collect();
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_study-coach"))
        .args(["chat", "--now", "2026-11-30T22:05"])
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all((typed.join("\n") + "\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let printed: Vec<&str> = printed.lines().filter(|line| !line.is_empty()).collect();
    let printed: Vec<String> = printed.iter().map(|line| without_number(line)).collect();
    let shown: Vec<String> = shown.iter().map(|line| without_number(line)).collect();
    assert_eq!(printed, shown);
}

/// A picture's file is named by its kind and by a number that another look of it changes.
fn without_number(line: &str) -> String {
    match (line.strip_prefix("(picture "), line.rfind('-')) {
        (Some(_), Some(end)) => line[..end].to_owned(),
        _ => line.to_owned(),
    }
}
