//! The documents name tests that are there.

use super::sources;

/// The names in the last column of a table's rows.
fn cited(document: &str) -> Vec<(String, Vec<String>)> {
    let rows = document.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| What "));
    rows.map(|row| {
        let last = row.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap_or_default();
        let names = last.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        (row.to_owned(), names)
    })
    .collect()
}

#[test]
fn every_row_of_the_fault_table_has_its_test() {
    holds(include_str!("../../../docs/faults.md"), 25);
}

#[test]
fn every_row_of_the_abuse_table_has_its_test() {
    holds(include_str!("../../../docs/abuse.md"), 20);
}

#[test]
fn the_container_draws_names_in_all_scripts_by_settings_that_there_are() {
    let known: Vec<String> = study_coach::config::keys::KEYS.iter().map(|key| key.environment()).collect();
    let dockerfile = include_str!("../../../Dockerfile");
    let set = dockerfile.lines().filter_map(|line| line.strip_prefix("ENV STUDY_COACH_"));
    let set: Vec<String> =
        set.filter_map(|rest| Some(format!("STUDY_COACH_{}", rest.split_once('=')?.0))).collect();
    assert!(set.contains(&"STUDY_COACH_CARDS_FONTS".to_owned()), "names in all scripts need fonts: {set:?}");
    for name in set {
        assert!(known.contains(&name), "{name}");
    }
    // The folder has something in it.
    for package in ["fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"] {
        assert!(dockerfile.contains(package), "{package}");
        for document in [include_str!("../../../docs/deploy.md"), include_str!("../../../README.md")] {
            assert!(document.contains(package), "{package}");
        }
    }
}

/// Each row of a document's tables names tests, and they are there.
fn holds(document: &str, least: usize) {
    let tests: String = sources("tests").into_iter().map(|file| file.code).collect();
    let rows = cited(document);
    assert!(rows.len() >= least, "only {} rows", rows.len());
    for (row, names) in rows {
        assert!(!names.is_empty(), "no test: {row}");
        for name in names {
            assert!(tests.contains(&format!("fn {name}()")), "there is no test {name}: {row}");
        }
    }
}
