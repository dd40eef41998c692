//! Every error is one line that says what to do, and an exit code.

use super::Program;

/// The line of a start that fails with `code`.
#[track_caller]
fn line(program: Program, args: &str, code: i32) -> String {
    program.run(&args.split(' ').collect::<Vec<_>>()).refused(code)
}

#[track_caller]
fn says(program: Program, args: &str, code: i32, words: &str) {
    let line = line(program, args, code);
    assert!(line.contains(words), "{line}");
}

#[test]
fn wrong_usage_ends_with_two() {
    for (args, words) in [
        ("chek", "a similar subcommand exists: 'check'; see study-coach --help"),
        ("plan", "--track <T>, --hours <H>; see study-coach plan --help"),
        ("plan --track llm --hours 5 --week 3", "unexpected argument '--week'"),
        ("plan --track lm --hours 5", "there is no track \"lm\"; the tracks are llm, ml-engineer"),
        ("plan --track llm --also lm --hours 5", "--also: there is no track \"lm\""),
        ("plan --track llm --also llm --hours 5", "--also is the same as --track"),
        ("plan --track llm --hours 5 --know git,pyhton", "there is no skill \"pyhton\"; the skills are"),
        ("plan --track llm --hours 0.25", "hours in quarters from 0.5 to 60"),
        ("plan --track llm --hours 60.25", "hours in quarters from 0.5 to 60"),
        ("plan --track llm --hours 1.1", "hours in quarters from 0.5 to 60"),
        ("plan --track llm --hours -3", "hours in quarters from 0.5 to 60"),
        ("plan --track llm --hours NaN", "hours in quarters from 0.5 to 60"),
        ("plan --track llm --hours many", "hours in quarters from 0.5 to 60"),
        ("plan --track llm --hours 5 --months 0", "months from 1 to 36"),
        ("plan --track llm --hours 5 --months 37", "months from 1 to 36"),
        ("plan --track llm --hours 5 --start 2026-02-30", "a date that there is, as YYYY-MM-DD"),
        ("plan --track llm --hours 5 --start 01.12.2026", "a date that there is, as YYYY-MM-DD"),
        ("plan --track llm --hours 5 --start 2026-1-5", "a date that there is, as YYYY-MM-DD"),
        ("plan --track llm --hours 5 --format xml", "[possible values: table, json, ics]"),
        ("posts", "--at <TIME>; see study-coach posts --help"),
        ("posts --at tomorrow", "YYYY-MM-DDTHH:MM[:SS]"),
        ("posts --at 2026-12-01T10:00 --server mine", "give the server's id, a number"),
        ("chat --now 2026-12-01", "YYYY-MM-DDTHH:MM[:SS]"),
        ("my-data", "requires a subcommand but one was not provided [subcommands: export, delete]; see"),
    ] {
        says(Program::new(), args, 2, words);
    }
}

#[test]
fn a_faulty_configuration_ends_with_one() {
    let file = |text: &str| Program::new().file("config.toml", text);
    says(file("[cards]\nfonts = \"nowhere\"\n"), "chat", 1, "cards.fonts is nowhere, which is no folder");
    let plan = "plan --track llm --hours 5";
    for command in [plan, "config", "run", "backup copy.db"] {
        let named = format!("--config my.toml {command}");
        says(Program::new(), &named, 1, "my.toml: there is no such file; name one that is there, or none");
    }
    says(
        file("[discord]\n\ntokn = \"x\"\n"),
        plan,
        1,
        "config.toml:3: unknown key discord.tokn; did you mean discord.token?",
    );
    says(
        file("[posts]\nlate_hours = true\n"),
        plan,
        1,
        "config.toml:2: posts.late_hours takes a whole number",
    );
    says(
        file("[log]\nfromat = 1\n[posts]\nlate_hours = 0\n"),
        plan,
        1,
        "config.toml:2: unknown key log.fromat; did you mean log.format? (and 1 more; study-coach check lists them)",
    );
    says(file("[discord\n"), plan, 1, "config.toml:1: this is not valid TOML");
    says(
        Program::new().with("STUDY_COACH_POST_LATE_HOURS", "3"),
        plan,
        1,
        "unknown variable STUDY_COACH_POST_LATE_HOURS; did you mean STUDY_COACH_POSTS_LATE_HOURS?",
    );
    says(
        file("[discord]\nmode = \"http\"\n[http]\nlisten = 8080\n").with("STUDY_COACH_HTTP_LISTEN", "8080"),
        plan,
        1,
        "config.toml:4: http.listen takes an address",
    );
    says(
        Program::new().with("STUDY_COACH_DISCORD_MODE", "http").with("STUDY_COACH_HTTP_LISTEN", "8080"),
        "run",
        1,
        "environment: discord.mode \"http\" needs discord.public_key; set it",
    );
    says(Program::new().with("RUST_LOG", "a=b=c"), plan, 1, "RUST_LOG is no filter");
}

#[test]
fn nothing_that_was_set_is_repeated() {
    let program = Program::new()
        .file("config.toml", "[discord]\ntoken = \"hidden one\"\n[database]\nurl = \"hidden\"\n")
        .with("STUDY_COACH_DISCORD_PUBLIC_KEY", "hidden");
    let printed = program.run(&["check"]).out;
    assert_eq!(printed.lines().count(), 3, "{printed}");
    assert!(!printed.contains("hidden"), "{printed}");
}

#[test]
fn without_a_token_run_says_where_to_read() {
    says(Program::new(), "run", 1, "there is no Discord token; set DISCORD_TOKEN");
    says(Program::new().with("DISCORD_TOKEN", ""), "run", 1, "the README's section \"On your server\"");
}

#[test]
fn without_a_token_or_a_command_it_says_so_and_chats() {
    let ended = Program::new().run(&[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let first = ended.err.lines().next().unwrap();
    assert!(first.contains("there is no Discord token") && first.contains("\"On your server\""), "{first}");
}

#[test]
fn a_database_that_cannot_be_used_ends_with_one() {
    let run = |url: &str| Program::new().with("DISCORD_TOKEN", "x").with("DATABASE_URL", url);
    says(run("sqlite://nowhere/a.db"), "run", 1, "database.url is in the folder nowhere, which is not there");
    says(run("sqlite://."), "run", 1, "database.url is the folder .; name a file in it");
    says(run("sqlite://a.db").file("a.db", "these are just words"), "run", 1, "is no SQLite database");
    says(
        run("oracle://a"),
        "run",
        1,
        "check database.url: it must begin with sqlite:// (such as sqlite://study-coach.db) or postgres://",
    );
    says(run("sqlite://a.db"), "posts --at 2099-01-01T00:00", 1, "there is no database a.db");
    says(
        Program::new(),
        "chat --database sqlite://nowhere/a.db",
        1,
        "--database is in the folder nowhere, which is not there",
    );
}

#[test]
fn faulty_content_does_not_start() {
    let program = || Program::new().with("STUDY_COACH_CONTENT_DIR", "own").with("DISCORD_TOKEN", "x");
    for args in ["run", "chat", "plan --track llm --hours 5"] {
        says(program(), args, 1, "own:1: this folder cannot be read");
    }
    let two = |text: &str| text.replace("needs = []", "needs = [\"stup\", \"nothing\"]");
    let broken = program().prompts("own").changed("own/lessons/foundations/setup.md", two);
    let line = line(broken, "chat", 1);
    assert!(line.starts_with("own/lessons/foundations/setup.md:"), "{line}");
    assert!(line.contains("more; study-coach check own lists them"), "{line}");
}

#[test]
fn only_rust_backtrace_brings_a_trace() {
    let ended = Program::new().with("RUST_BACKTRACE", "1").run(&["run"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.lines().count() > 3, "{}", ended.err);
}

#[test]
fn help_and_version_are_no_errors() {
    assert!(Program::new().run(&["--help"]).done().contains("Usage: study-coach"));
    assert!(Program::new().run(&["--version"]).done().starts_with("study-coach "));
}
