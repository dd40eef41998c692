//! The words of pseudonyms.

use std::collections::BTreeSet;

use study_coach::content::{Files, load};

use super::folder::Folder;

#[test]
fn pseudonyms_need_enough_words_that_are_words() {
    let names =
        Folder::valid().with("names.toml", "first = [\"Quiet\", \"quiet\", \"R2\"]\nsecond = [\"Owl\"]\n");
    assert_eq!(
        names.findings(),
        [
            "names.toml:1: \"first\" has 2 words; pseudonyms need at least 16",
            "names.toml:1: \"quiet\" stands twice in \"first\"; take one out",
            "names.toml:1: a pseudonym is made of words; \"R2\" is not all letters",
            "names.toml:2: \"second\" has 1 words; pseudonyms need at least 16",
        ]
    );
    let without = Folder::valid().without("names.toml");
    assert_eq!(
        without.findings(),
        ["names.toml:1: the file with the words of pseudonyms is missing; bring it back"]
    );
}

#[test]
fn taken_pseudonyms_leave_others_free() {
    let names = load(&Files::built_in()).unwrap().names;
    let numbers = (0..60_000_u64).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let picked =
        |tries: u32| numbers.clone().map(|number| names.pick(number, tries)).collect::<BTreeSet<_>>();
    assert_eq!(picked(0).len(), names.first.len() * names.second.len());
    assert!(picked(8).len() > 50_000, "a number goes with the words: {}", picked(8).len());
}
