//! `check` tells everything that is wrong, at once.

use super::Program;

const VOICE: &str = "own/voice/en-US.ftl";

#[track_caller]
fn findings(program: Program, args: &[&str]) -> Vec<String> {
    let ended = program.run(args);
    assert_eq!((ended.code, ended.err.as_str()), (1, ""), "{}", ended.out);
    ended.out.lines().map(str::to_owned).collect()
}

#[test]
fn the_built_in_content_is_fine() {
    let said = Program::new().run(&["check"]).done();
    assert_eq!(said.lines().count(), 1);
    assert!(
        said.contains(" lessons, 5 tracks, ") && said.trim_end().ends_with("sentences are fine."),
        "{said}"
    );
}

#[test]
fn a_folder_is_read_as_it_is_now() {
    Program::new().prompts("own").run(&["check", "own"]).done();
    Program::new().prompts("own").with("STUDY_COACH_CONTENT_DIR", "own").run(&["check"]).done();
    let found = findings(Program::new(), &["check", "own"]);
    assert!(found.len() == 1 && found[0].starts_with("own:1: this folder cannot be read"), "{found:?}");
}

#[test]
fn a_folder_may_have_the_name_of_one_in_it() {
    let found =
        findings(Program::new().prompts("tracks").file("tracks/tracks/x.toml", ""), &["check", "tracks"]);
    assert!(found.iter().all(|line| line.starts_with("tracks/tracks/x.toml:")), "{found:?}");
}

#[test]
fn findings_name_their_files_with_the_folder() {
    let needs = |text: &str| text.replace("needs = []", "needs = [\"stup\"]");
    let program = || {
        Program::new().prompts("own").changed("own/lessons/foundations/setup.md", needs).file("own/x.md", "")
    };
    let found = findings(program(), &["check", "own"]);
    assert!(found.iter().any(|line| line.starts_with("own/lessons/foundations/setup.md:")), "{found:?}");
    assert!(found.iter().any(|line| line.starts_with("own/x.md:1: stray file")), "{found:?}");
    let configured = findings(program().with("STUDY_COACH_CONTENT_DIR", "own"), &["check"]);
    assert_eq!(found, configured);
}

#[test]
fn a_sentence_that_does_not_parse_has_its_line() {
    let found = findings(
        Program::new().prompts("own").changed(VOICE, |text| format!("{text}broken = {{ $x\n")),
        &["check", "own"],
    );
    assert!(found.len() == 1 && found[0].contains("not valid Fluent"), "{found:?}");
    assert!(found[0].starts_with(&format!("{VOICE}:")), "{found:?}");
}

#[test]
fn sentences_that_are_missing_unsaid_or_misfilled_are_told() {
    let change = |text: &str| {
        text.replace("time-minutes = { $minutes } min", "time-minute = { $minutes } min")
            .replace("time-hours = { $hours } h", "time-hours = {\"$x\"} $5 { $hour } h")
    };
    let found = findings(Program::new().prompts("own").changed(VOICE, change), &["check", "own"]);
    let place = |text: &str| {
        let changed = change(Program::new().prompts("own").read(VOICE).as_str());
        format!("{VOICE}:{}", 1 + changed.lines().position(|line| line.starts_with(text)).unwrap())
    };
    assert_eq!(
        found,
        [
            format!("{VOICE}:1: the sentence \"time-minutes\" is missing; add it"),
            format!(
                "{}: the program does not say \"time-minute\"; did you mean \"time-minutes\"?",
                place("time-minute ")
            ),
            format!(
                "{}: the program does not fill in $hour in \"time-hours\"; it fills in $hours",
                place("time-hours ")
            ),
        ]
    );
}

#[test]
fn the_configuration_is_checked_too() {
    let program =
        || Program::new().file("config.toml", "[posts]\nlate = 3\n").prompts("own").file("own/x.md", "");
    let found = findings(program(), &["check", "own"]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0], "config.toml:2: unknown key posts.late; did you mean posts.late_hours?");
    let found = findings(program(), &["check"]);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn the_links_are_tried() {
    let (url, server) = website();
    let setup = "own/lessons/foundations/setup.md";
    // Every address leads to the site of this test; nothing else is asked.
    let local = |gone: bool| {
        let program = Program::new().prompts("own");
        let paths: Vec<std::path::PathBuf> = files_below(&program.dir().join("own"));
        for path in paths {
            let text = std::fs::read_to_string(&path).unwrap();
            let lines: Vec<String> = text
                .lines()
                .map(|line| {
                    if line.starts_with("url = ") { format!("url = \"{url}/fine\"") } else { line.to_owned() }
                })
                .collect();
            std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        }
        if gone { program.changed(setup, |text| text.replacen("/fine", "/gone", 1)) } else { program }
    };
    let said = local(false).run(&["check", "own", "--links"]).done();
    assert!(said.ends_with("1 addresses answer.\n"), "{said}");
    let found = findings(local(true), &["check", "own", "--links"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with(&format!("{setup}:")), "{found:?}");
    assert!(found[0].ends_with("/gone is not there any more; name its new address or another source"));
    drop(server);
}

fn files_below(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}

/// A site on loopback with one page, which takes no request for the head alone.
fn website() -> (String, tokio::runtime::Runtime) {
    use axum::http::StatusCode;
    use axum::routing::get;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let page = get(|| async { "a page" }).head(|| async { StatusCode::METHOD_NOT_ALLOWED });
    runtime.spawn(axum::serve(listener, axum::Router::new().route("/fine", page)).into_future());
    (url, runtime)
}

#[test]
fn a_second_voice_is_held_to_the_same_and_its_names_to_discords_rules() {
    let words = "cmd-next = Was jetzt dran ist\n    .name = Jetzt Weiter\ncmd-plan = Plan\n    .name = done\nnext-titel = x\n";
    let found = findings(Program::new().prompts("own").file("own/voice/de.ftl", words), &["check", "own"]);
    let says = |line: &str, what: &str| {
        let place = format!("own/voice/de.ftl:{line}:");
        found.iter().any(|it| it.starts_with(&place) && it.contains(what))
    };
    assert!(says("1", "\"next-title\" is missing"), "{found:?}");
    assert!(says("1", "the .name of \"cmd-next\""), "{found:?}");
    assert!(says("3", "the .name of \"cmd-plan\""), "{found:?}");
    assert!(says("5", "does not say \"next-titel\""), "{found:?}");
    assert!(found.iter().all(|it| it.starts_with("own/voice/de.ftl:")), "{found:?}");
}
