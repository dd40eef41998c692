//! Tracks and skills by the names that people give them.

use crate::study::curriculum::Curriculum;
use crate::study::units::{SkillId, TrackId};

/// What people call the tracks, longer names first where one begins another.
const TRACKS: [(&str, &[&str]); 5] = [
    (
        "llm",
        &[
            "llm engineering",
            "llm engineer",
            "large language models",
            "large language model",
            "generative ai engineer",
            "generative ai",
            "genai",
            "ai engineering",
            "ai engineer",
            "llms",
            "llm",
            "rag",
            "chatbots",
        ],
    ),
    (
        "vision",
        &[
            "computer vision engineer",
            "computer vision",
            "vision engineer",
            "image recognition",
            "cv engineer",
            "vision",
            "images",
        ],
    ),
    ("nlp", &["natural language processing", "nlp engineer", "text processing", "nlp"]),
    (
        "recsys",
        &[
            "recommender systems engineer",
            "recommendation systems",
            "recommender systems",
            "recommendation engines",
            "recommender engineer",
            "recommendations",
            "recommenders",
            "recommender",
            "recsys",
        ],
    ),
    (
        "ml-engineer",
        &[
            "machine learning engineering",
            "machine learning engineer",
            "ml engineering",
            "ml engineer",
            "mlops engineer",
            "machine learning",
            "mlops",
            "mle",
            "ml",
        ],
    ),
];

/// What people call skills, beside their ids and titles.
const SKILLS: [(&str, &[&str]); 14] = [
    ("python", &["python programming"]),
    ("git", &["github"]),
    ("pandas", &["numpy"]),
    ("statistics", &["stats", "probability"]),
    ("ml-basics", &["machine learning", "ml", "scikit learn", "sklearn"]),
    ("terminal", &["command line", "shell", "bash", "linux"]),
    ("testing", &["pytest", "tests"]),
    ("web-api", &["fastapi", "http", "apis", "rest"]),
    ("databases", &["sqlite"]),
    ("calculus", &["derivatives", "gradients"]),
    ("trees", &["xgboost", "gradient boosting"]),
    ("kubernetes", &["k8s"]),
    ("deep-learning", &["deep learning", "pytorch"]),
    ("cloud", &["aws", "gcp", "azure"]),
];

/// How alike two names must be to be taken for one, from 0 to 1: a slip of the pen, not another word.
const ALIKE: f64 = 0.8;
/// Shorter names are not guessed at.
const SHORTEST_GUESS: usize = 6;

/// The track that `words` begin with, and how many words its name takes.
pub fn track(curriculum: &Curriculum, words: &[&str]) -> Option<(TrackId, usize)> {
    let known = TRACKS.iter().flat_map(|(id, names)| names.iter().map(move |name| (*id, (*name).to_owned())));
    let titles = curriculum.tracks.values().map(|track| (track.id.as_str(), spaced(&track.title)));
    let ids = curriculum.tracks.keys().map(|id| (id.as_str(), spaced(id.as_str())));
    let id = best(words, titles.chain(ids).chain(known))?;
    curriculum.tracks.get_key_value(id.0).map(|(track, _)| (track.clone(), id.1))
}

/// The skill that `words` begin with, and how many words its name takes.
pub fn skill(curriculum: &Curriculum, words: &[&str]) -> Option<(SkillId, usize)> {
    let known = SKILLS.iter().flat_map(|(id, names)| names.iter().map(move |name| (*id, (*name).to_owned())));
    let titles = curriculum.skills.iter().map(|(id, skill)| (id.as_str(), spaced(&skill.title)));
    let ids = curriculum.skills.keys().map(|id| (id.as_str(), spaced(id.as_str())));
    let id = best(words, titles.chain(ids).chain(known))?;
    curriculum.skills.get_key_value(id.0).map(|(skill, _)| (skill.clone(), id.1))
}

/// The id whose name `words` begin with: the longest name, of equally long ones the most alike.
fn best<'a>(words: &[&str], names: impl Iterator<Item = (&'a str, String)>) -> Option<(&'a str, usize)> {
    let mut found: Option<(f64, usize, &str)> = None;
    for (id, name) in names {
        let count = name.split(' ').count();
        let Some(given) = words.get(..count) else { continue };
        let given = given.join(" ");
        let likeness = if given == name {
            1.0
        } else if name.chars().count() >= SHORTEST_GUESS && given.chars().count() >= SHORTEST_GUESS {
            strsim::normalized_damerau_levenshtein(&given, &name)
        } else {
            0.0
        };
        let better = found.is_none_or(|(best, long, _)| (count, likeness) > (long, best));
        if likeness >= ALIKE && better {
            found = Some((likeness, count, id));
        }
    }
    found.map(|(_, count, id)| (id, count))
}

/// In small letters, with spaces for dashes.
fn spaced(name: &str) -> String {
    name.to_lowercase().replace('-', " ")
}
