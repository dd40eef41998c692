//! How well the knowledge base is found, over questions that were written from the list of topics
//! alone, by someone who had not read the entries.

use std::fmt::Write as _;

use serde::Deserialize;
use study_coach::content::{Content, Files, load};

#[derive(Deserialize)]
struct Questions {
    question: Vec<Question>,
    off_topic: Vec<OffTopic>,
}

#[derive(Deserialize)]
struct Question {
    ask: String,
    entry: String,
    #[serde(default)]
    also: Vec<String>,
}

#[derive(Deserialize)]
struct OffTopic {
    ask: String,
}

fn questions() -> (Content, Questions) {
    let content = load(&Files::built_in()).unwrap();
    let questions = toml::from_str(include_str!("questions.toml")).unwrap();
    (content, questions)
}

/// The 95 % interval of a share, by Wilson's score.
fn interval(hits: usize, of: usize) -> (f64, f64) {
    let (n, share, z) = (of as f64, hits as f64 / of as f64, 1.96);
    let middle = share + z * z / (2.0 * n);
    let spread = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    ((middle - spread) / scale, (middle + spread) / scale)
}

#[test]
fn nineteen_of_twenty_questions_find_their_entry_among_the_first_three() {
    let (content, questions) = questions();
    let mut missed = String::new();
    let mut hits = 0;
    for question in &questions.question {
        let found: Vec<&str> =
            content.search(&question.ask).iter().take(3).map(|entry| entry.id.as_str()).collect();
        if found.iter().any(|id| *id == question.entry || question.also.iter().any(|also| also == id)) {
            hits += 1;
        } else {
            writeln!(missed, "{} -> {} (found {found:?})", question.ask, question.entry).unwrap();
        }
    }
    let all = questions.question.len();
    let (low, high) = interval(hits, all);
    println!("{hits} of {all} found: {:.3} [{low:.3}, {high:.3}]", hits as f64 / all as f64);
    assert!(hits as f64 >= 0.95 * all as f64, "{hits} of {all}\n{missed}");
}

#[test]
fn at_most_one_of_twenty_strange_questions_is_answered() {
    let (content, questions) = questions();
    let mut wrong = String::new();
    let mut answered = 0;
    for question in &questions.off_topic {
        if let Some(entry) = content.search(&question.ask).first() {
            answered += 1;
            writeln!(wrong, "{} -> {}", question.ask, entry.id).unwrap();
        }
    }
    let all = questions.off_topic.len();
    let (low, high) = interval(answered, all);
    println!("{answered} of {all} answered: {:.3} [{low:.3}, {high:.3}]", answered as f64 / all as f64);
    assert!(answered as f64 <= 0.05 * all as f64, "{answered} of {all}\n{wrong}");
}
