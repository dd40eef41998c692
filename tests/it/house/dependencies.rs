//! What the program is built from: licences, sources and duplicates.
//!
//! Advisories need a database from the network: `cargo deny check advisories`, see CONTRIBUTING.md.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// Licences that go with MIT OR Apache-2.0 in a program that is given away.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OpenSSL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "blessing",
];

/// Crates that may be there in several versions, because others ask for both.
const TWICE: usize = 60;

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--offline",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Whether an SPDX expression leaves a choice that is among `LICENCES`.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace(['(', ')'], " ").replace('/', " OR ");
    let known = |licence: &str| LICENCES.contains(&licence.trim());
    // `A OR B` needs one of both, `A AND B` each; no expression in the tree nests them otherwise.
    expression.split(" AND ").all(|part| part.split(" OR ").any(known))
}

#[test]
fn licences_are_compatible() {
    let refused: Vec<String> = packages()
        .iter()
        .filter(|package| package["name"] != "study-coach")
        .filter(|package| !package["license"].as_str().is_some_and(is_allowed))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn the_fonts_come_with_their_licence() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let licence = std::fs::read_to_string(folder.join("OFL.txt")).unwrap();
    assert!(licence.contains("SIL OPEN FONT LICENSE Version 1.1") && licence.starts_with("Copyright"));
    for file in std::fs::read_dir(&folder).unwrap() {
        let file = file.unwrap().path();
        let font =
            file.extension().is_some_and(|ending| ending == "ttf").then(|| std::fs::read(&file).unwrap());
        // The licence also stands in each font's own table of names, in UTF-16.
        let said: Vec<u8> = "SIL Open Font License".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(
            font.is_none_or(|font| font.windows(said.len()).any(|part| part == said)),
            "{} is under another licence",
            file.display()
        );
    }
}

#[test]
fn everything_comes_from_the_registry() {
    let strangers: Vec<String> = packages()
        .iter()
        .filter(|package| package["name"] != "study-coach" && package["name"] != "study")
        .filter(|package| !package["source"].as_str().is_some_and(|source| source.starts_with("registry+")))
        .map(|package| package["id"].to_string())
        .collect();
    assert!(strangers.is_empty(), "{}", strangers.join("\n"));
}

#[test]
fn the_tree_does_not_double() {
    let mut versions: BTreeMap<String, usize> = BTreeMap::new();
    for package in packages() {
        *versions.entry(package["name"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let doubled: Vec<&String> =
        versions.iter().filter(|(_, count)| **count > 1).map(|(name, _)| name).collect();
    assert!(doubled.len() <= TWICE, "{} crates are there twice: {doubled:?}", doubled.len());
}
