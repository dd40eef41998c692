//! Faults of tracks against lessons: orders, sides, the minimum.

use super::folder::Folder;

const SETUP: &str = "lessons/foundations/setup.md";
const TRACK: &str = "tracks/llm.toml";

/// In `file`, `from` changed into `to` gives exactly `expected`.
#[track_caller]
fn check(file: &str, from: &str, to: &str, expected: &[&str]) {
    assert_eq!(Folder::valid().changed(file, from, to).findings(), expected, "{from:?} -> {to:?}");
}

#[test]
fn a_track_takes_one_side_of_each_group() {
    check(
        TRACK,
        "choices = [\"aws\"]",
        "choices = []",
        &["tracks/llm.toml:6: \"choices\" names 0 sides of \"cloud\"; name exactly one of aws, gcp"],
    );
    check(
        TRACK,
        "choices = [\"aws\"]",
        "choices = [\"aws\", \"asw\"]",
        &["tracks/llm.toml:6: no group of this track has a side \"asw\"; did you mean \"aws\"?"],
    );
    check(
        TRACK,
        "\"cloud\"",
        "\"cloud-gcp\"",
        &[
            "tracks/llm.toml:20: \"cloud-gcp\" is one side of \"cloud\"; name \"cloud\", and the side in \"choices\"",
        ],
    );
}

#[test]
fn a_track_holds_what_its_lessons_need_and_in_order() {
    check(
        TRACK,
        "  \"python-basics\",\n",
        "",
        &[
            "tracks/llm.toml:19: \"deploy\" needs \"python-basics\", which this track does not hold; add \"python-basics\" before it",
        ],
    );
    check(
        TRACK,
        "  \"setup\",\n  \"git-basics\",\n",
        "  \"git-basics\",\n  \"setup\",\n",
        &["tracks/llm.toml:12: \"git-basics\" stands before \"setup\", which it needs; move it behind"],
    );
    check(
        TRACK,
        "\"cloud\", ",
        "\"cloud\", \"git-basics\", ",
        &["tracks/llm.toml:20: \"git-basics\" stands twice in this track; take one out"],
    );
    check(
        TRACK,
        "\"deploy\"",
        "\"deploi\"",
        &["tracks/llm.toml:20: there is no lesson or one-of group \"deploi\"; did you mean \"deploy\"?"],
    );
    let none = Folder::valid().without(TRACK).changed("ids.txt", "track llm\n", "");
    assert_eq!(
        none.findings(),
        ["tracks:1: there is no track; write tracks/<id>.toml with the lessons in their order"]
    );
}

#[test]
fn a_tracks_minimum_stands_by_itself() {
    check(
        TRACK,
        "minimum = []",
        "minimum = [\"deploy\"]",
        &[
            "tracks/llm.toml:5: the minimum lacks \"cloud\", which deploy needs; add it to \"minimum\" or set its importance to minimum",
            "tracks/llm.toml:5: the minimum lacks \"python-basics\", which deploy needs; add it to \"minimum\" or set its importance to minimum",
        ],
    );
    check(TRACK, "minimum = []", "minimum = [\"deploy\", \"cloud\", \"python-basics\"]", &[]);
    check(
        TRACK,
        "minimum = []",
        "minimum = [\"git-basic\"]",
        &[
            "tracks/llm.toml:5: \"minimum\" names \"git-basic\", which this track does not hold; did you mean \"git-basics\"?",
        ],
    );
    check(
        SETUP,
        "\"minimum\"",
        "\"core\"",
        &[
            "tracks/llm.toml:5: the minimum lacks \"setup\", which git-basics needs; add it to \"minimum\" or set its importance to minimum",
        ],
    );
}

#[test]
fn what_is_optional_on_a_track_is_on_it_and_not_in_its_minimum() {
    check(TRACK, "choices", "optional = [\"deploy\"]\nchoices", &[]);
    check(
        TRACK,
        "choices",
        "optional = [\"deplo\"]\nchoices",
        &[
            "tracks/llm.toml:6: \"optional\" names \"deplo\", which this track does not hold; did you mean \"deploy\"?",
        ],
    );
    check(
        TRACK,
        "minimum = []",
        "minimum = [\"python-basics\"]\noptional = [\"python-basics\"]",
        &["tracks/llm.toml:6: \"python-basics\" stands in \"minimum\" and in \"optional\"; take one out"],
    );
    check(TRACK, "choices", "optional = [\"git-basics\"]\nchoices", &[]);
}

#[test]
fn a_track_answers_each_question_of_compare_or_none() {
    check(
        TRACK,
        "minimum = []",
        "answers = [\"Words\"]\nminimum = []",
        &["tracks/llm.toml:5: \"answers\" holds 1; give 3, one to each question, or none"],
    );
    check(TRACK, "minimum = []", "answers = [\"a\", \"b\", \"c\"]\nminimum = []", &[]);
}

#[test]
fn no_more_tracks_and_skills_than_discord_can_offer() {
    let text = Folder::valid().files().get(TRACK).map(str::to_owned).unwrap_or_default();
    let add = |folder: Folder, n: usize| folder.with(&format!("tracks/more-{n:02}.toml"), &text);
    let most = (2..=24).fold(Folder::valid(), add).released();
    assert_eq!(most.findings(), [""; 0]);
    assert_eq!(
        add(most, 25).released().findings(),
        ["tracks/more-25.toml:1: 25 tracks are here, and Discord offers 24; take one out"]
    );
    let skills = |count: usize| {
        let text: Vec<String> =
            (1..=count).map(|n| format!("[s{n}]\nnumber = {n}\ntitle = \"S{n}\"\n")).collect();
        let git = text.join("\n").replace("[s1]", "[git]").replace("[s2]", "[sql]");
        Folder::valid().with("skills.toml", &git).released().findings()
    };
    assert_eq!(skills(25), [""; 0]);
    assert_eq!(skills(26), ["skills.toml:102: 26 skills are here, and a menu holds 25; take one out"]);
    check(
        "skills.toml",
        "number = 2",
        "number = 64",
        &["skills.toml:6: \"number\" must be from 1 to 63; change 64"],
    );
}
