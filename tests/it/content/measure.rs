//! Sums and reach over all files.

use super::folder::Folder;

const TRACK: &str = "tracks/llm.toml";
const MLOPS: &str = "why/mlops.md";

#[test]
fn a_track_keeps_to_its_hours() {
    let with =
        |range: &str| Folder::valid().changed(TRACK, "title = ", &format!("hours = {range}\ntitle = "));
    assert_eq!(with("{ from = 1, to = 1000 }").findings(), [""; 0]);
    let found = with("{ from = 900, to = 1000 }").findings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("tracks/llm.toml:1: this track's lessons that are not optional take "),
        "{found:?}"
    );
    let found = with("{ from = 9, to = 8 }").findings();
    assert_eq!(found, ["tracks/llm.toml:1: \"to\" is less than \"from\"; turn them round"]);
}

#[test]
fn a_tier_keeps_to_its_hours() {
    let with = |text: &str| Folder::valid().with("tiers.toml", text);
    assert_eq!(with("[foundations]\nhours = { from = 1, to = 900 }\n").findings(), [""; 0]);
    let found = with("[foundations]\nhours = { from = 800, to = 900 }\n").findings();
    assert!(
        found.len() == 1 && found[0].starts_with("tiers.toml:2: the lessons of \"foundations\" take "),
        "{found:?}"
    );
    let found = with("[foundation]\nhours = { from = 1, to = 900 }\n").findings();
    assert!(found.len() == 1 && found[0].contains("did you mean \"foundations\"?"), "{found:?}");
}

#[test]
fn a_lesson_that_no_track_holds_is_found() {
    let found = Folder::valid().with_lesson("production", "forgotten", &[], "").findings();
    assert_eq!(
        found,
        [
            "lessons/production/forgotten.md:1: no track holds \"forgotten\", so nobody is ever given it; add it to a track or retire it"
        ]
    );
}

#[test]
fn a_figure_in_an_answer_stands_in_a_fact() {
    let answer = |text: &str| Folder::valid().changed(MLOPS, "A model helps nobody until it runs.", text);
    let found = answer("About 9,999 teams say so.").findings();
    assert!(
        found.len() == 1 && found[0].contains("the answer's figure \"9,999\" stands in none of its facts"),
        "{found:?}"
    );
    assert_eq!(answer("Use 2 of 3 nines, K8s and S3.").findings(), [""; 0]);
}
