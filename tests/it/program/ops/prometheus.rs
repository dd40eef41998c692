//! A strict reader of Prometheus's text format, as far as it is used: every sample belongs to a family
//! that was announced with help and type, and histograms add up.

use std::collections::{BTreeMap, BTreeSet};

/// A scrape.
pub struct Metrics {
    pub text: String,
    samples: BTreeMap<(String, BTreeMap<String, String>), f64>,
}

impl Metrics {
    /// # Panics
    /// When the text is not in that format.
    pub fn read(text: &str) -> Self {
        assert!(text.ends_with('\n'));
        let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
        let mut helped: BTreeSet<&str> = BTreeSet::new();
        let mut samples = BTreeMap::new();
        for line in text.lines() {
            if let Some(help) = line.strip_prefix("# HELP ") {
                let (name, words) = help.split_once(' ').expect(line);
                assert!(helped.insert(name) && !words.is_empty(), "{line}");
            } else if let Some(kind) = line.strip_prefix("# TYPE ") {
                let (name, kind) = kind.split_once(' ').expect(line);
                assert!(helped.contains(name) && is_name(name), "{line}");
                assert!(matches!(kind, "counter" | "gauge" | "histogram"), "{line}");
                assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
                assert!(kinds.insert(name, kind).is_none(), "{line}");
            } else {
                let (sample, value) = line.rsplit_once(' ').expect(line);
                let value: f64 = value.parse().expect(line);
                let (name, labels) = match sample.split_once('{') {
                    Some((name, labels)) => (name, read_labels(labels.strip_suffix('}').expect(line))),
                    None => (sample, BTreeMap::new()),
                };
                let family = ["_bucket", "_sum", "_count"]
                    .iter()
                    .find_map(|end| name.strip_suffix(end).filter(|it| kinds.get(it) == Some(&"histogram")));
                assert!(kinds.contains_key(family.unwrap_or(name)), "{line}");
                assert!(name.starts_with("study_coach_"), "{line}");
                assert!(samples.insert((name.to_owned(), labels), value).is_none(), "twice: {line}");
            }
        }
        let metrics = Self { text: text.to_owned(), samples };
        metrics.histograms_add_up();
        metrics
    }

    /// A sample's value.
    ///
    /// # Panics
    /// When it is not there.
    #[track_caller]
    pub fn value(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        let labels = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let found = self.samples.get(&(name.to_owned(), labels));
        *found.unwrap_or_else(|| panic!("there is no {name} in:\n{}", self.text))
    }

    fn histograms_add_up(&self) {
        for ((name, labels), value) in &self.samples {
            let Some(family) = name.strip_suffix("_bucket") else { continue };
            let mut rest = labels.clone();
            let bound = rest.remove("le").expect("a bucket has a bound");
            let all = self.samples[&(format!("{family}_count"), rest)];
            assert!(*value <= all && (bound != "+Inf" || *value >= all), "{name} {labels:?}");
        }
    }
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

fn read_labels(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split("\",").map(|pair| pair.trim_end_matches('"').split_once("=\"").expect(text));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
