//! Rooms: who may use what.

use study_coach::content::voice::SENTENCES;

use super::{Source, sources};

/// Files that hold one of `words` although their path begins with none of `allowed`.
fn strays(files: &[Source], words: &[&str], allowed: &[&str]) -> Vec<String> {
    files
        .iter()
        .filter(|file| !allowed.iter().any(|room| file.path.starts_with(room)))
        .flat_map(|file| {
            words
                .iter()
                .filter(|word| file.code.contains(**word))
                .map(|word| format!("{}: {word}", file.path))
        })
        .collect()
}

fn none(strays: Vec<String>) {
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn studying_is_pure() {
    // Its Cargo.toml gives it neither a database nor Discord nor a runtime.
    none(strays(&sources("study/src"), &["async ", ".await", "Utc::now", "Local::now", "SystemTime"], &[]));
}

#[test]
fn laying_out_a_card_is_pure() {
    let cards: Vec<Source> = sources("src/cards").into_iter().collect();
    let painting = ["paint", "typeset", "encode", "studio"].map(|name| format!("src/cards/{name}.rs"));
    none(strays(
        &cards,
        &["cosmic_text", "tiny_skia", "tokio", "async ", "Utc::now", "Instant"],
        &painting.each_ref().map(String::as_str),
    ));
    none(strays(&cards, &["crate::content", "crate::store"], &[]));
}

#[test]
fn rooms_use_only_those_below_them() {
    let above = |room: &str| -> &'static [&'static str] {
        match room {
            "content" | "store" | "cards" => &[
                "crate::coach",
                "crate::posts",
                "crate::chat",
                "crate::discord",
                "crate::ops",
                "crate::cli",
                "crate::config",
            ],
            "coach" => &[
                "crate::posts",
                "crate::chat",
                "crate::discord",
                "crate::ops",
                "crate::cli",
                "crate::config",
            ],
            "posts" => &["crate::chat", "crate::discord", "crate::ops", "crate::cli", "crate::config"],
            "chat" => &["crate::discord", "crate::ops", "crate::cli", "crate::config"],
            "serve" | "measure" => &["crate::"],
            "ops" => &["crate::chat", "crate::discord", "crate::cli", "crate::config"],
            _ => &["crate::chat", "crate::ops", "crate::cli", "crate::config"],
        }
    };
    for room in ["measure", "content", "store", "cards", "coach", "posts", "serve", "chat", "discord", "ops"]
    {
        let own = |file: &Source| {
            file.path.starts_with(&format!("src/{room}/")) || file.path == format!("src/{room}.rs")
        };
        let files: Vec<Source> = sources("src").into_iter().filter(own).collect();
        assert!(!files.is_empty(), "there is no room {room}");
        none(strays(&files, above(room), &[]));
    }
}

#[test]
fn libraries_stay_in_their_rooms() {
    let files = sources("src");
    none(strays(&files, &["serenity::"], &["src/discord"]));
    none(strays(&files, &["sqlx::", "rusqlite::"], &["src/store"]));
    none(strays(&files, &["cosmic_text::", "tiny_skia::", "png::"], &["src/cards"]));
    none(strays(&files, &["prometheus::"], &["src/measure"]));
    none(strays(&files, &["hyper::", "hyper_util::"], &["src/serve.rs"]));
    none(strays(&files, &["axum::"], &["src/serve.rs", "src/discord/endpoint.rs", "src/ops"]));
    none(strays(&files, &["println!", "print!(", "eprintln!"], &["src/chat", "src/cli", "src/main.rs"]));
    // Only the outermost loops read the clock.
    none(strays(
        &files,
        &["Utc::now"],
        &["src/chat", "src/cli", "src/discord", "src/ops", "src/posts/run.rs", "src/main.rs"],
    ));
}

#[test]
fn files_stay_small() {
    let long: Vec<String> = ["src", "study", "tests", "benches"]
        .into_iter()
        .filter(|folder| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).exists())
        .flat_map(sources)
        .filter(|file| file.text.lines().count() > 400)
        .map(|file| file.path)
        .collect();
    assert!(long.is_empty(), "over 400 lines: {}", long.join(", "));
}

#[test]
fn every_file_is_in_the_module_tree() {
    let files: Vec<Source> = ["src", "study/src"].into_iter().flat_map(sources).collect();
    for file in &files {
        let path = file.path.trim_end_matches("/mod.rs").trim_end_matches(".rs");
        let name = path.rsplit('/').next().unwrap();
        if matches!(name, "main" | "lib") {
            continue;
        }
        let named = files.iter().any(|parent| {
            [format!("mod {name};"), format!("mod {name} ")].iter().any(|line| parent.code.contains(line))
        });
        assert!(named, "{} is named by no mod", file.path);
    }
}

#[test]
fn every_sentence_is_said() {
    let code: String = sources("src").into_iter().map(|file| file.code).collect();
    let camel =
        |id: &str| -> String { id.split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect() };
    let silent: Vec<&str> = SENTENCES
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| {
            let name = camel(id);
            !code
                .match_indices(&name)
                .any(|(at, _)| !code[at + name.len()..].starts_with(|c: char| c.is_alphanumeric()))
        })
        .collect();
    assert!(silent.is_empty(), "never said: {}", silent.join(", "));
}
