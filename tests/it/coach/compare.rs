use study_coach::coach::reply::Reply;
use study_coach::coach::request::Value;
use study_coach::study::compare::{compare, suggest};

use crate::support::coach::{TestCoach, text};

fn field<'r>(reply: &'r Reply, name: &str) -> &'r str {
    let found = reply.fields.iter().find(|field| field.name == name);
    &found.unwrap_or_else(|| panic!("no {name}: {reply:?}")).value
}

#[tokio::test]
async fn what_is_shared_and_what_is_not_adds_up() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let curriculum = &test.coach.content.curriculum;
    for one in curriculum.tracks.values() {
        for other in curriculum.tracks.values() {
            let comparison = compare(curriculum, [one, other], &[]);
            for side in &comparison.sides {
                assert_eq!(side.lessons, comparison.shared + side.only.len());
            }
            let differ = comparison.sides.iter().any(|side| !side.only.is_empty());
            assert_eq!(differ, one.id != other.id, "{} and {}", one.id, other.id);
        }
    }
}

#[test]
fn most_answers_win_and_between_equals_the_first() {
    assert_eq!(suggest(&["llm", "vision", "vision"]), Some((&"vision", 2)));
    assert_eq!(suggest(&["nlp", "vision", "llm"]), Some((&"nlp", 1)));
    assert_eq!(suggest(&["llm", "llm", "llm"]), Some((&"llm", 3)));
    assert_eq!(suggest::<&str>(&[]), None);
}

#[tokio::test]
async fn two_tracks_stand_side_by_side() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let both = test.command("mia", "compare", &[("track", text("llm")), ("with", text("vision"))]).await;
    assert!(!both.refused && both.private, "{both:?}");
    for name in ["What there is to learn", "Only in one of them", "The market"] {
        let lines = field(&both, name);
        assert!(lines.contains("**LLM engineering**") && lines.contains("**Computer vision**"), "{lines}");
        assert!(lines.chars().count() <= 1024, "{name}: {lines}");
    }
    assert!(field(&both, "What there is to learn").contains("They share"));
    let other = test.pick("mia", &both, "LLM engineering beside another track", &["nlp"]).await;
    assert!(other.replaces && other.title.unwrap().contains("Natural-language processing"));
    let form = test.press("mia", &both, "Plan for Computer vision", &[]).await;
    assert!(form.text.starts_with("Computer vision, 10 h a week"), "{}", form.text);
}

#[tokio::test]
async fn every_pair_fits_into_a_message() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let ids: Vec<String> = test.coach.content.curriculum.tracks.keys().map(ToString::to_string).collect();
    for (one, other) in ids.iter().flat_map(|one| ids.iter().map(move |other| (one, other))) {
        let reply = test.command("mia", "compare", &[("track", text(one)), ("with", text(other))]).await;
        assert_eq!(reply.refused, one == other, "{one} {other}: {}", reply.text);
        let fields = reply.fields.iter().map(|field| field.value.chars().count());
        assert!(fields.clone().all(|length| length <= 1024), "{one} {other}");
        assert!(fields.sum::<usize>() + reply.text.chars().count() < 5500, "{one} {other}");
    }
}

#[tokio::test]
async fn with_one_option_the_other_is_ones_own_track() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let usual = test.command("mia", "compare", &[("track", text("llm"))]).await;
    assert_eq!(usual.title.as_deref(), Some("LLM engineering or Machine-learning engineer"));
    let same = test.command("mia", "compare", &[("track", text("ml-engineer"))]).await;
    assert!(same.refused && same.text.contains("vision") && !same.text.contains('\n'), "{}", same.text);
    let values = [("track", text("vision")), ("hours", Value::Number(10.0))];
    test.command("mia", "join", &values).await;
    let own = test.command("mia", "compare", &[("with", text("llm"))]).await;
    assert_eq!(own.title.as_deref(), Some("Computer vision or LLM engineering"));
}

#[tokio::test]
async fn three_answers_lead_to_a_suggestion_with_its_reason() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let first = test.command("mia", "compare", &[]).await;
    assert_eq!(first.buttons.len(), test.coach.content.curriculum.tracks.len());
    let second = test.press("mia", &first, "Images and video", &[]).await;
    assert!(second.replaces && second.title.as_deref().unwrap().contains("2 of 3"));
    let third = test.press("mia", &second, "Testing whether a ranking helps real people", &[]).await;
    let end = test.press("mia", &third, "A model that finds things in pictures", &[]).await;
    assert_eq!(end.title.as_deref(), Some("I suggest Computer vision"));
    assert!(end.text.starts_with("2 of your 3 answers") && end.text.contains("Images and video"));
    let form = test.press("mia", &end, "Join", &[]).await;
    assert!(form.text.starts_with("Computer vision"), "{}", form.text);
    let beside = test.press("mia", &end, "Beside Recommender systems", &[]).await;
    assert_eq!(beside.title.as_deref(), Some("Computer vision or Recommender systems"));
    let again = test.press("mia", &end, "Ask me again", &[]).await;
    assert_eq!(again.title, first.title);
}

#[tokio::test]
async fn three_different_answers_say_which_weighed_most() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let mut reply = test.command("mia", "compare", &[]).await;
    for track in ["nlp", "llm", "recsys"] {
        assert!(reply.buttons.iter().all(|button| button.id.len() <= 100 && button.label.len() <= 80));
        let button = reply.buttons.iter().find(|button| button.id.ends_with(&format!(":{track}"))).unwrap();
        let label = button.label.clone();
        reply = test.press("mia", &reply, &label, &[]).await;
    }
    assert_eq!(reply.title.as_deref(), Some("I suggest Natural-language processing"));
    assert!(reply.text.contains("three tracks") && reply.text.contains("Text that people write"));
}

#[tokio::test]
async fn a_roadmap_and_a_comparison_count_a_track_alike() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    for (one, other) in [("llm", "vision"), ("nlp", "recsys"), ("ml-engineer", "llm")] {
        let both = test.command("mia", "compare", &[("track", text(one)), ("with", text(other))]).await;
        let count = field(&both, "What there is to learn").lines().next().unwrap();
        let count = count.split_once(": ").unwrap().1.split_once(" without").unwrap().0.replace("**", "");
        let roadmap = test.command("mia", "roadmap", &[("track", text(one))]).await;
        assert!(roadmap.text.contains(&count), "{one}: {count} is not in {}", roadmap.text);
    }
}
