//! The known name that an unknown one was most probably meant to be.

use super::keys::{KEYS, Key};

/// The nearest key to a name in the file, such as `post.late_hour`.
pub(super) fn key(unknown: &str) -> &'static str {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let likeness = |key: &Key| {
        let whole = alike(&unknown.to_lowercase(), key.name);
        // A right key in the wrong section is nearer than any misspelling.
        let name = alike(&last(unknown), &last(key.name));
        (whole.max(name), whole)
    };
    best(likeness).name
}

/// The nearest variable to one in the environment.
pub(super) fn variable(unknown: &str) -> String {
    best(|key| (alike(&unknown.to_uppercase(), &key.environment()), 0.0)).environment()
}

fn alike(a: &str, b: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(a, b)
}

/// The key with the greatest likeness; the first of several. The table is never empty.
fn best(likeness: impl Fn(&Key) -> (f64, f64)) -> &'static Key {
    let mut best = &KEYS[0];
    for key in KEYS {
        if likeness(key) > likeness(best) {
            best = key;
        }
    }
    best
}
