//! Texts as the words that a search compares.

/// Words that say nothing about what a question is about; in the order of the alphabet, in which
/// they are looked up.
const STOP: &[&str] = &[
    "a", "about", "actually", "all", "also", "always", "am", "an", "and", "any", "anyone", "are", "as", "at",
    "be", "because", "become", "been", "before", "best", "better", "but", "by", "can", "could", "did", "do",
    "does", "doing", "dont", "else", "even", "ever", "every", "explain", "feel", "for", "from", "get",
    "give", "go", "going", "good", "got", "had", "has", "have", "hello", "help", "her", "hey", "hi", "here",
    "him", "his", "how", "i", "id", "if", "ill", "im", "in", "instead", "into", "is", "it", "its", "ive",
    "just", "keep", "kind", "know", "learn", "learning", "let", "like", "make", "many", "may", "me", "mean",
    "meaning", "might", "mod", "more", "most", "much", "must", "my", "need", "needed", "never", "no", "not",
    "now", "of", "on", "one", "only", "or", "other", "our", "out", "people", "please", "question", "really",
    "s", "say", "she", "should", "so", "some", "someone", "sort", "such", "t", "take", "tell", "than",
    "that", "thats", "the", "their", "them", "then", "there", "they", "thing", "this", "those", "to", "too",
    "until", "up", "us", "use", "used", "using", "very", "want", "was", "way", "we", "well", "were", "what",
    "whats", "when", "where", "which", "while", "who", "why", "will", "with", "without", "worth", "would",
    "yet", "you", "your",
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

/// The stem, near enough: the same endings are cut from questions and from entries, so that
/// "deploying models" finds "deployment of a model".
fn fold(word: &str) -> String {
    if !counts(word) {
        return word.to_owned();
    }
    let word = singular(word);
    let stem = |ending: &str, least: usize| {
        word.strip_suffix(ending)
            .filter(|stem| stem.chars().count() >= least && stem.contains(['a', 'e', 'i', 'o', 'u']))
    };
    let cut = stem("ing", 3).or_else(|| stem("ment", 4)).or_else(|| stem("ed", 4));
    let cut = cut.map(undouble).unwrap_or(&word);
    cut.strip_suffix('e').filter(|stem| stem.chars().count() >= 4).unwrap_or(cut).to_owned()
}

fn singular(word: &str) -> String {
    let cut =
        |ending: &str, least: usize| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= least);
    if ["ss", "us", "is", "ops", "aws"].iter().any(|ending| word.ends_with(ending)) {
        return word.to_owned();
    }
    if let Some(stem) = cut("ies", 3) {
        return format!("{stem}y");
    }
    let sibilant = ["xes", "ches", "shes", "sses"].iter().find_map(|ending| cut(ending, 2));
    match sibilant.and_then(|_| word.strip_suffix("es")) {
        Some(stem) => stem.to_owned(),
        None => cut("s", 3).unwrap_or(word).to_owned(),
    }
}

/// "quitt" is what is left of "quitting".
fn undouble(stem: &str) -> &str {
    let twice = ["bb", "dd", "gg", "mm", "nn", "pp", "rr", "tt"].iter().any(|twice| stem.ends_with(twice));
    if twice { &stem[..stem.len() - 1] } else { stem }
}
