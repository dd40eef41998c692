//! Texts as the words that a search compares.

/// Words that say nothing about what a question is about.
const STOP: &[&str] = &[
    "a", "about", "actually", "all", "also", "am", "an", "and", "any", "anyone", "are", "as", "at", "be",
    "because", "been", "before", "best", "better", "but", "by", "can", "could", "did", "do", "does", "doing",
    "dont", "else", "even", "every", "explain", "for", "from", "get", "give", "go", "good", "got", "had",
    "has", "have", "help", "her", "here", "him", "his", "how", "i", "id", "if", "ill", "im", "in", "into",
    "is", "it", "its", "ive", "just", "know", "learn", "learning", "let", "like", "make", "many", "may",
    "me", "mean", "might", "more", "most", "much", "must", "my", "need", "needed", "no", "not", "now", "of",
    "on", "one", "only", "or", "other", "our", "out", "people", "please", "question", "really", "s", "say",
    "she", "should", "so", "some", "someone", "still", "such", "t", "tell", "than", "that", "thats", "the",
    "their", "them", "then", "there", "they", "thing", "this", "those", "to", "too", "up", "us", "use",
    "used", "using", "very", "want", "was", "way", "we", "well", "were", "what", "whats", "when", "where",
    "which", "while", "who", "why", "will", "with", "without", "work", "worth", "would", "you", "your",
];

/// All words in lower case, plurals folded, in order.
pub(super) fn all(text: &str) -> Vec<String> {
    // "don't" is one word.
    let text = text.to_lowercase().replace(['\'', '’'], "");
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold).collect()
}

/// Whether a word counts in a search.
pub(super) fn counts(word: &str) -> bool {
    STOP.binary_search(&word).is_err()
}

/// The singular, near enough: the same ending is cut from questions and from entries.
fn fold(word: &str) -> String {
    if !counts(word) {
        return word.to_owned();
    }
    let cut =
        |ending: &str, least: usize| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= least);
    if ["ss", "us", "is", "ops", "aws"].iter().any(|ending| word.ends_with(ending)) {
        return word.to_owned();
    }
    if let Some(stem) = cut("ies", 3) {
        return format!("{stem}y");
    }
    for ending in ["xes", "ches", "shes", "sses"] {
        if cut(ending, 2).is_some() {
            return word[..word.len() - 2].to_owned();
        }
    }
    cut("s", 3).unwrap_or(word).to_owned()
}
