//! The check questions do not give themselves away: who knows nothing and picks by looks guesses.

use study_coach::content::{Files, load};
use study_coach::study::curriculum::Check;

/// The share of questions, in percent, whose right option a guesser picks.
fn guessed(checks: &[Check], guess: impl Fn(&Check) -> usize) -> usize {
    checks.iter().filter(|check| guess(check) == check.right).count() * 100 / checks.len()
}

#[test]
fn a_right_answer_cannot_be_told_by_its_looks() {
    let lessons = load(&Files::built_in()).unwrap().curriculum.lessons;
    let checks: Vec<Check> = lessons.into_values().flat_map(|lesson| lesson.checks).collect();
    assert!(checks.len() > 300, "{}", checks.len());
    for place in 0..4 {
        let share = guessed(&checks, |_| place);
        assert!((20..=30).contains(&share), "option {} is right in {share} %", place + 1);
    }
    // The longest option, the second longest and so on; ties go to the first.
    for rank in 0..4 {
        let share = guessed(&checks, |check| {
            let mut by_length: Vec<usize> = (0..4).collect();
            by_length.sort_by_key(|option| std::cmp::Reverse(check.options[*option].chars().count()));
            by_length[rank]
        });
        assert!(share <= 35, "the option of length {} is right in {share} %", rank + 1);
    }
    let hedged = ["may", "can", "often", "usually", "depends", "mostly", "some"];
    let share = guessed(&checks, |check| {
        let hedges = |option: &String| {
            option.split(|c: char| !c.is_alphabetic()).filter(|word| hedged.contains(word)).count()
        };
        (0..4).rev().max_by_key(|option| hedges(&check.options[*option])).unwrap_or(0)
    });
    assert!(share <= 35, "the most careful option is right in {share} %");
}
