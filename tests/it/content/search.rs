//! Questions find their entries, and questions about something else find nothing.

use std::collections::BTreeMap;

use study_coach::content::{Entry, Fact, SearchIndex};

fn entry(id: &str, title: &str, asked: &[&str], answer: &str) -> (String, Entry) {
    let fact =
        Fact { text: "A fact.".into(), year: 2025, source: "S".into(), url: "https://example.org".into() };
    let entry = Entry {
        id: id.into(),
        title: title.into(),
        command: false,
        lesson: None,
        related: Vec::new(),
        asked: asked.iter().map(|asked| (*asked).to_owned()).collect(),
        reviewed: "2026-11".into(),
        facts: vec![fact.clone(), fact],
        answer: answer.into(),
        todo: "Do one thing.".into(),
    };
    (id.to_owned(), entry)
}

fn entries() -> BTreeMap<String, Entry> {
    BTreeMap::from([
        entry(
            "mlops",
            "Why MLOps?",
            &["what is mlops", "ml ops", "machine learning operations"],
            "A model helps nobody until it runs in a container.",
        ),
        entry(
            "docker",
            "Why Docker?",
            &["containers", "works on my machine", "docker vs virtual environment"],
            "It runs the same everywhere.",
        ),
        entry(
            "kubernetes",
            "Do I need Kubernetes?",
            &["k8s", "pods and services", "kubernetes or docker compose"],
            "Rarely at first.",
        ),
        entry(
            "deployment",
            "Why deploy?",
            &["deploy a model", "put a model in production"],
            "Reviewers open links.",
        ),
        entry(
            "data",
            "Why clean data?",
            &["data cleaning", "dirty data"],
            "Models learn what they are given.",
        ),
        entry(
            "data-versioning",
            "Why version data?",
            &["dvc", "version my dataset"],
            "So that a run can be repeated.",
        ),
        entry(
            "learn-how-dropout",
            "How to keep going?",
            &["quit the course", "burnout", "no time"],
            "Half of all learners fall behind.",
        ),
        entry("how-long", "How long does it take?", &["how many months", "duration"], "A year, part-time."),
    ])
}

#[track_caller]
fn finds(query: &str, expected: &[&str]) {
    let entries = entries();
    let index = SearchIndex::new(&entries);
    let found = index.search(query);
    assert!(
        found.starts_with(expected) && found.is_empty() == expected.is_empty(),
        "{query:?} finds {found:?}"
    );
}

#[test]
fn a_question_in_the_entrys_own_words_finds_it_first() {
    finds("mlops", &["mlops"]);
    finds("What is MLOps?", &["mlops"]);
    finds("K8S", &["kubernetes"]);
    finds("it works on my machine!", &["docker"]);
    finds("kubernetes or docker compose", &["kubernetes"]);
}

#[test]
fn endings_plurals_and_beginnings_are_no_hindrance() {
    finds("deploying models", &["deployment"]);
    finds("container", &["docker"]);
    finds("I feel like quitting", &["learn-how-dropout"]);
    finds("kube", &["kubernetes"]);
}

#[test]
fn misspelt_words_are_understood() {
    finds("kubernets", &["kubernetes"]);
    finds("dokcer", &["docker"]);
    finds("deploymnet", &["deployment"]);
}

#[test]
fn the_entry_that_is_named_comes_before_those_that_mention_it() {
    finds("data", &["data"]);
    finds("data versioning", &["data-versioning"]);
}

#[test]
fn words_around_the_topic_do_not_hide_it() {
    finds("my manager says that we need kubernetes, is he right?", &["kubernetes"]);
}

#[test]
fn a_question_about_something_else_finds_nothing() {
    for query in [
        "best pizza in town",
        "how long is the Nile",
        "what time is it in Tokyo",
        "tell me a joke",
        "asdfgh",
        "how to train my dog",
        "",
        "?!",
        "what is the",
        "🙂",
        "ö",
    ] {
        finds(query, &[]);
    }
}

#[test]
fn an_index_made_anew_answers_the_same_and_so_does_each_asking() {
    let entries = entries();
    let index = SearchIndex::new(&entries);
    for query in ["mlops", "data", "deploying", "pizza"] {
        let afresh = SearchIndex::new(&entries);
        assert_eq!(index.search(query), afresh.search(query));
        assert_eq!(index.search(query), index.search(query));
    }
    assert_eq!(SearchIndex::new(&BTreeMap::new()).search("mlops"), [""; 0]);
}
