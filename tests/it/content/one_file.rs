//! Faults that one file shows by itself. Each case breaks one thing in a valid folder.

use super::folder::Folder;

const SETUP: &str = "lessons/foundations/setup.md";
const TRACK: &str = "tracks/llm.toml";
const MLOPS: &str = "why/mlops.md";

/// In `file`, `from` changed into `to` gives exactly `expected`.
#[track_caller]
fn check(file: &str, from: &str, to: &str, expected: &[&str]) {
    assert_eq!(Folder::valid().changed(file, from, to).findings(), expected, "{from:?} -> {to:?}");
}

#[track_caller]
fn check_all(file: &str, cases: &[(&str, &str, &str)]) {
    for (from, to, expected) in cases {
        check(file, from, to, &[&format!("{file}:{expected}")]);
    }
}

#[test]
fn a_key_is_known_and_there() {
    check_all(
        SETUP,
        &[
            ("needs", "need", "4: unknown key \"need\"; did you mean \"needs\"?"),
            ("title", "titel", "2: unknown key \"titel\"; did you mean \"title\"?"),
            ("importance = \"minimum\"\n", "", "1: the key \"importance\" is missing; add it"),
            ("minutes = 30\n", "", "6: the key \"minutes\" is missing; add it"),
            ("minutes = 30\n", "minuts = 30\n", "8: unknown key \"minuts\"; did you mean \"minutes\"?"),
            (
                "needs = []\n",
                "needs = []\nxyzzy = 1\n",
                "5: unknown key \"xyzzy\"; take it out (known here: title, importance, needs, gives, project, \
                 practice, one_of, choice, was, steps, sources, checks)",
            ),
            (
                "licence = \"free to read; licence not checked\"\n",
                "",
                "21: the key \"licence\" is missing; add it",
            ),
        ],
    );
    check(
        TRACK,
        "work = ",
        "job = ",
        &[
            "tracks/llm.toml:1: the key \"work\" is missing; add it",
            "tracks/llm.toml:3: unknown key \"job\"; take it out (known here: title, goal, work, market, minimum, choices, optional, answers, phases, hours)",
        ],
    );
    check_all(MLOPS, &[("year = 2024\n", "", "9: the key \"year\" is missing; add it")]);
}

#[test]
fn a_value_has_its_type() {
    check_all(
        SETUP,
        &[
            (
                "title = \"About setup\"",
                "title = 5",
                "2: \"title\" must be text in quotes, not a whole number",
            ),
            (
                "title = \"About setup\"",
                "title = \" \"",
                "2: \"title\" is empty; write something or take it out",
            ),
            ("needs = []", "needs = \"a\"", "4: \"needs\" must be a list of texts in brackets, not text"),
            (
                "needs = []",
                "needs = [\n1]",
                "5: an item of \"needs\" must be text in quotes, not a whole number",
            ),
            (
                "needs = []",
                "needs = []\nproject = \"yes\"",
                "5: \"project\" must be true or false, without quotes, not text",
            ),
            (
                "minutes = 30",
                "minutes = \"30\"",
                "8: \"minutes\" must be a whole number, without quotes, not text",
            ),
        ],
    );
}

#[test]
fn words_months_and_addresses_are_real() {
    check_all(
        SETUP,
        &[
            ("\"minimum\"", "\"cor\"", "3: \"importance\" cannot be \"cor\"; did you mean \"core\"?"),
            (
                "kind = \"docs\"",
                "kind = \"vidio\"",
                "25: \"kind\" cannot be \"vidio\"; did you mean \"video\"?",
            ),
            (
                "checked = \"2026-11\"",
                "checked = \"2026-13\"",
                "27: \"checked\" must be a month such as \"2026-11\"; change \"2026-13\"",
            ),
            (
                "https://example.org/docs",
                "ftp://example.org/docs",
                "24: \"url\" must be an address that begins with https://; change \"ftp://example.org/docs\"",
            ),
            (
                "https://example.org/docs",
                "example.org",
                "24: \"url\" must be an address that begins with https://; change \"example.org\"",
            ),
        ],
    );
    check_all(
        MLOPS,
        &[(
            "reviewed = \"2026-11\"",
            "reviewed = \"November\"",
            "7: \"reviewed\" must be a month such as \"2026-11\"; change \"November\"",
        )],
    );
}

#[test]
fn steps_are_three_to_seven_with_ids_of_their_own_and_round_minutes() {
    check_all(
        SETUP,
        &[
            ("minutes = 30", "minutes = 32", "8: \"minutes\" must be a multiple of 5; round 32"),
            ("minutes = 30", "minutes = 0", "8: \"minutes\" must be from 5 to 960; change 0"),
            ("minutes = 30", "minutes = -5", "8: \"minutes\" must be from 5 to 960; change -5"),
        ],
    );
    let step = "[[steps]]\nid = \"read\"\nminutes = 30\ndo = \"Do what read says. You see it.\"\n";
    let two = Folder::valid().changed(SETUP, step, "").findings();
    assert_eq!(
        two,
        [
            "ids.txt:26: the released step \"setup/read\" is gone; give a step of lessons/foundations/setup.md the id \"read\" again",
            "lessons/foundations/setup.md:7: a lesson has 3 to 7 steps, not 2; split or join some",
        ]
    );
    let five_more: String = (0..5).map(|n| step.replace("read", &format!("more-{n}"))).collect();
    let eight = Folder::valid().changed(SETUP, step, &format!("{step}{five_more}")).released();
    assert_eq!(
        eight.findings(),
        ["lessons/foundations/setup.md:6: a lesson has 3 to 7 steps, not 8; split or join some"]
    );
    let twice = Folder::valid().changed(SETUP, "id = \"write\"", "id = \"read\"").findings();
    assert!(
        twice.contains(
            &"lessons/foundations/setup.md:12: the step id \"read\" stands twice in this lesson; rename this one".to_owned()
        ),
        "{twice:#?}"
    );
}

#[test]
fn questions_have_four_different_options_and_no_fixed_place() {
    check_all(
        SETUP,
        &[
            ("\"Two\"", "\"one\"", "41: the option \"one\" stands twice; write another"),
            (", \"Four\"]", "]", "41: a question has 4 options, not 3"),
            ("right = 2", "right = 5", "42: \"right\" must be from 1 to 4; change 5"),
            ("right = 2", "right = 0", "42: \"right\" must be from 1 to 4; change 0"),
        ],
    );
    let same =
        Folder::valid().changed(SETUP, "right = 2", "right = 4").changed(SETUP, "right = 1", "right = 4");
    assert_eq!(
        same.findings(),
        [
            "lessons/foundations/setup.md:54: every right answer is number 4; move some, or learners learn the place"
        ]
    );
    let text = Folder::valid().files().get(SETUP).map(str::to_owned).unwrap_or_default();
    let (before, rest) = text.split_once("[[checks]]").expect("the lesson has questions");
    let (_, two) = rest.split_once("[[checks]]").expect("the lesson has two questions");
    let fewer = Folder::valid().with(SETUP, &format!("{before}[[checks]]{two}"));
    assert_eq!(
        fewer.findings(),
        ["lessons/foundations/setup.md:39: a lesson has at least 3 questions, not 2; add more [[checks]]"]
    );
}

#[test]
fn a_lesson_has_a_second_source() {
    let text = Folder::valid().files().get(SETUP).map(str::to_owned).unwrap_or_default();
    let begin = text.find("[[sources]]\ntitle = \"A course\"").expect("the lesson has a second source");
    let end = text.find("[[checks]]").expect("the lesson has questions");
    let one = Folder::valid().with(SETUP, &format!("{}{}", &text[..begin], &text[end..]));
    assert_eq!(
        one.findings(),
        [
            "lessons/foundations/setup.md:21: a lesson has at least two sources, so that one may vanish; add a fallback"
        ]
    );
}

#[test]
fn texts_fit_discord() {
    let long = |n: usize| "ö".repeat(n);
    check(SETUP, "About setup", &long(80), &[]);
    let cases = [
        (SETUP, "About setup", 81, "2: \"title\" has 81 characters; shorten it to 80"),
        (SETUP, "Do what read says. You see it.", 501, "9: \"do\" has 501 characters; shorten it to 500"),
        (SETUP, "Which one?", 201, "40: \"question\" has 201 characters; shorten it to 200"),
        (SETUP, "Three", 81, "41: an item of \"options\" has 81 characters; shorten it to 80"),
        (SETUP, "It is number 2.", 301, "43: \"teach\" has 301 characters; shorten it to 300"),
        (SETUP, "It breaks at work.", 801, "59: \"## Why it matters\" has 801 characters; shorten it to 800"),
        (MLOPS, "Why MLOps?", 81, "2: \"title\" has 81 characters; shorten it to 80"),
        (
            MLOPS,
            "A model helps nobody until it runs.",
            4_096,
            "20: answer and facts have 4338 characters together; shorten them to 4096",
        ),
        (
            TRACK,
            "Builds services on language models.",
            1_001,
            "2: \"goal\" has 1001 characters; shorten it to 1000",
        ),
    ];
    for (file, from, length, expected) in cases {
        check(file, from, &long(length), &[&format!("{file}:{expected}")]);
    }
}

#[test]
fn a_whole_lesson_fits_one_embed() {
    let long = "x".repeat(500);
    let folder = ["read", "write", "show"].iter().fold(Folder::valid(), |folder, step| {
        folder.changed(SETUP, &format!("Do what {step} says. You see it."), &long)
    });
    let folder = folder.changed(SETUP, "It breaks at work.", &"x".repeat(800)).changed(
        SETUP,
        "- It runs.",
        &format!("- It runs.\n\n## Common mistakes\n\n{}", "x".repeat(100)),
    );
    let folder = folder.changed(SETUP, "A file.", &"x".repeat(900));
    assert_eq!(folder.findings(), [""; 0]);
    let more = "x".repeat(300);
    let folder = folder.changed(SETUP, "All of it", &more).changed(SETUP, "All of it", &more);
    assert_eq!(
        folder.findings(),
        ["lessons/foundations/setup.md:1: this lesson has 4164 characters in all; shorten it to 4096"]
    );
}

#[test]
fn headings_are_the_known_ones() {
    check_all(
        SETUP,
        &[("## Show it", "## Shows it", "63: unknown heading \"## Shows it\"; did you mean \"## Show it\"?")],
    );
    check(
        SETUP,
        "## Show it",
        "## Zzz",
        &[
            "lessons/foundations/setup.md:57: the heading \"## Show it\" is missing; add it below, with its text",
            "lessons/foundations/setup.md:63: unknown heading \"## Zzz\"; take it out (known here: Why it matters, Show it, Common mistakes)",
        ],
    );
    check_all(
        SETUP,
        &[
            (
                "\n## Why",
                "Hello.\n\n## Why",
                "58: this text stands under no heading; put it under \"## Why it matters\"",
            ),
            (
                "It breaks at work.",
                "",
                "59: \"## Why it matters\" is empty; write its text below the heading",
            ),
            (
                "## Show it",
                "## Why it matters\n\nAgain.\n\n## Show it",
                "63: the heading \"## Why it matters\" stands twice; join the two sections",
            ),
        ],
    );
    check(SETUP, "A file.", "```\n## not a heading\n```", &[]);
    check_all(
        MLOPS,
        &[
            (
                "A model helps nobody until it runs.",
                "",
                "20: the answer is missing; write it below this line",
            ),
            (
                "## What to do",
                "## What to",
                "24: unknown heading \"## What to\"; did you mean \"## What to do\"?",
            ),
        ],
    );
}

#[test]
fn an_entry_has_two_to_four_facts() {
    let folder = Folder::valid();
    let text = folder.files().get(MLOPS).map(str::to_owned).unwrap_or_default();
    let second = text.rfind("[[facts]]").expect("the entry has facts");
    let (facts, rest) = text[second..].split_once("+++").expect("the front matter ends");
    let one = Folder::valid().with(MLOPS, &format!("{}+++{rest}", &text[..second]));
    assert_eq!(one.findings(), ["why/mlops.md:9: an entry has 2 to 4 facts, not 1; add or take out some"]);
    let none = Folder::valid().changed("why/mlops.md", facts, "").findings();
    assert_eq!(none, one.findings());
}

#[test]
fn a_file_that_cannot_be_read_is_one_finding_and_keeps_its_id() {
    check_all(
        SETUP,
        &[
            ("+++\n", "", "1: the file must begin with a line +++, then TOML, then a line +++ again"),
            ("+++\n\n##", "\n\n##", "1: the front matter has no end; put a line +++ after its last key"),
            ("needs = []", "needs = []\nneeds = []", "5: this is not valid TOML: duplicate key"),
        ],
    );
    let unclosed = Folder::valid().changed(SETUP, "needs = []", "needs = [").findings();
    assert!(unclosed[0].starts_with("lessons/foundations/setup.md:"), "{unclosed:?}");
    check(
        TRACK,
        "work = \"S",
        "work = S",
        &["tracks/llm.toml:3: this is not valid TOML: unexpected key or value, expected newline, `#`"],
    );
}

#[test]
fn windows_line_ends_and_marks_are_read_as_others() {
    let text = Folder::valid().files().get(SETUP).map(str::to_owned).unwrap_or_default();
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(Folder::valid().with(SETUP, &windows).findings(), [""; 0]);
    let wrong = windows.replace("needs", "need");
    assert_eq!(
        Folder::valid().with(SETUP, &wrong).findings(),
        ["lessons/foundations/setup.md:4: unknown key \"need\"; did you mean \"needs\"?"]
    );
}
