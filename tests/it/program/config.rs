//! Where settings come from, and what is refused.

use std::collections::BTreeMap;
use std::path::PathBuf;

use study_coach::config::example::example;
use study_coach::config::keys::KEYS;
use study_coach::config::{Config, Mode, Secret, read};

use super::Program;

fn map(variables: &[(&str, &str)]) -> BTreeMap<String, String> {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[track_caller]
fn good(file: &str, variables: &[(&str, &str)], options: &[(&'static str, String)]) -> Config {
    let (config, faults) = read(Some(("c.toml", file)), &map(variables), options);
    assert_eq!(faults, []);
    config
}

#[track_caller]
fn faults(file: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let (_, faults) = read(Some(("c.toml", file)), &map(variables), &[]);
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn the_defaults_are_those_of_the_contract() {
    let config = good("", &[], &[]);
    assert_eq!(config.discord.token, None);
    assert_eq!(config.discord.api_url, "https://discord.com");
    assert_eq!((config.discord.server, config.discord.shards), (None, None));
    assert_eq!(config.database.url, "sqlite://study-coach.db");
    assert_eq!(config.content.dir, None);
    assert_eq!((config.posts.late_hours, config.posts.per_second), (36, 20));
    assert_eq!((config.http.listen, config.ops.listen), (None, None));
}

#[test]
fn the_sources_go_in_order() {
    let file = "[database]\nurl = \"file:\"\n[content]\ndir = \"file\"\n";
    let all = [
        ("STUDY_COACH_DATABASE_URL", "own:"),
        ("DATABASE_URL", "shared:"),
        ("STUDY_COACH_CONTENT_DIR", "variable"),
    ];
    assert_eq!(good("", &[], &[]).database.url, "sqlite://study-coach.db");
    assert_eq!(good(file, &[], &[]).database.url, "file:");
    assert_eq!(good(file, &all[1..2], &[]).database.url, "shared:");
    assert_eq!(good(file, &all, &[]).database.url, "own:");
    let option = [("content.dir", "option".to_owned())];
    assert_eq!(good(file, &all, &[]).content.dir, Some(PathBuf::from("variable")));
    assert_eq!(good(file, &all, &option).content.dir, Some(PathBuf::from("option")));
}

#[test]
fn empty_is_not_set() {
    let token = |variables: &[(&str, &str)]| {
        good("[discord]\ntoken = \"file\"\n", variables, &[]).discord.token.unwrap().expose().to_owned()
    };
    assert_eq!(token(&[("STUDY_COACH_DISCORD_TOKEN", ""), ("DISCORD_TOKEN", "shared")]), "shared");
    assert_eq!(token(&[("STUDY_COACH_DISCORD_TOKEN", " "), ("DISCORD_TOKEN", "")]), "file");
    assert_eq!(good("[posts]\nlate_hours = \"\"\n", &[], &[]).posts.late_hours, 36);
    assert_eq!(good("", &[("STUDY_COACH_NOTHING", "")], &[]), good("", &[], &[]));
}

#[test]
fn every_key_can_come_from_file_and_environment() {
    let hex = "0f".repeat(32);
    let values = [
        ("discord.token", "abc"),
        ("discord.api_url", "http://127.0.0.1:3000"),
        ("discord.mode", "gateway"),
        ("discord.public_key", &hex),
        ("discord.server", "1234567890123456789"),
        ("discord.shards", "3"),
        ("database.url", "sqlite://other.db"),
        ("content.dir", "own"),
        ("cards.fonts", "fonts"),
        ("posts.late_hours", "1"),
        ("posts.per_second", "2"),
        ("links.hosts", "example.org"),
        ("http.listen", "127.0.0.1:8080"),
        ("ops.listen", "[::1]:9090"),
        ("log.format", "json"),
    ];
    assert_eq!(values.len(), KEYS.len());
    for (name, value) in values {
        let key = KEYS.iter().find(|key| key.name == name).unwrap();
        let (section, last) = name.split_once('.').unwrap();
        let bare = name.starts_with("posts");
        let value_in_file = if bare { value.to_owned() } else { format!("{value:?}") };
        let from_file = good(&format!("[{section}]\n{last} = {value_in_file}\n"), &[], &[]);
        let from_variable = good("", &[(&key.environment(), value)], &[]);
        assert_eq!(from_file, from_variable, "{name}");
        assert_eq!(from_file == good("", &[], &[]), name == "discord.mode", "{name}");
    }
    assert_eq!(good("[discord]\nserver = 5\nshards = 2\n", &[], &[]).discord.server, Some(5));
}

#[test]
fn a_port_alone_is_this_machines() {
    for text in ["9090", ":9090", "localhost:9090", "127.0.0.1:9090"] {
        let config = good("", &[("STUDY_COACH_OPS_LISTEN", text), ("STUDY_COACH_HTTP_LISTEN", text)], &[]);
        assert_eq!(config.ops.listen, Some(([127, 0, 0, 1], 9090).into()), "{text}");
        assert_eq!(config.http.listen, config.ops.listen, "{text}");
    }
}

#[test]
fn http_mode_needs_its_key_and_its_address() {
    let hex = "0f".repeat(32);
    let (key, listen) =
        (("STUDY_COACH_DISCORD_PUBLIC_KEY", hex.as_str()), ("STUDY_COACH_HTTP_LISTEN", "8080"));
    let file = "[discord]\nmode = \"http\"\n";
    for (variables, lacking) in [(&[key][..], "http.listen"), (&[listen][..], "discord.public_key")] {
        let said = faults(file, variables);
        assert!(said.len() == 1 && said[0].starts_with("c.toml:2: discord.mode \"http\" needs "), "{said:?}");
        assert!(said[0].contains(lacking), "{said:?}");
    }
    // What is there but wrong is not said to be lacking.
    let said = faults(file, &[listen, ("STUDY_COACH_DISCORD_PUBLIC_KEY", "short")]);
    assert!(said.len() == 1 && said[0].contains("takes the application's public key"), "{said:?}");
    let config = good(file, &[key, listen], &[]);
    assert_eq!(config.discord.mode, Mode::Http);
}

#[test]
fn an_unknown_key_names_the_nearest() {
    for (text, said) in [
        ("[discord]\ntokn = \"\"\n", "c.toml:2: unknown key discord.tokn; did you mean discord.token?"),
        ("discord.shard = 1\n", "c.toml:1: unknown key discord.shard; did you mean discord.shards?"),
        ("[discord]\nurl = \"\"\n", "c.toml:2: unknown key discord.url; did you mean database.url?"),
        (
            "[posst]\nlate_hours = 1\n",
            "c.toml:2: unknown key posst.late_hours; did you mean posts.late_hours?",
        ),
        ("format = \"json\"\n", "c.toml:1: unknown key format; did you mean log.format?"),
        ("discord = \"x\"\n", "c.toml:1: discord is a section; write [discord] and its keys below"),
    ] {
        assert_eq!(faults(text, &[]), [said]);
    }
    assert_eq!(
        faults("", &[("STUDY_COACH_LOGFORMAT", "json")]),
        ["environment: unknown variable STUDY_COACH_LOGFORMAT; did you mean STUDY_COACH_LOG_FORMAT?"]
    );
}

#[test]
fn a_wrong_value_is_told_in_a_sentence() {
    for (text, said) in [
        ("[discord]\ntoken = 5\n", "c.toml:2: discord.token takes the bot's token"),
        ("[http]\nlisten = \"here\"\n", "c.toml:2: http.listen takes an address such as"),
        ("[discord]\nmode = \"gatway\"\n", "c.toml:2: discord.mode takes \"gateway\" or \"http\""),
        ("[discord]\napi_url = \"discord.com\"\n", "c.toml:2: discord.api_url takes an address"),
        ("[discord]\nserver = 0\n", "c.toml:2: discord.server takes the id of a server"),
        ("[discord]\nshards = \"some\"\n", "c.toml:2: discord.shards takes \"auto\" or a whole number"),
        ("[discord.token]\nx = 1\n", "c.toml:1: discord.token takes the bot's token"),
        ("[posts]\nlate_hours = \"36\"\n", "c.toml:2: posts.late_hours takes a whole number of hours"),
        ("[posts]\nlate_hours = 1.5\n", "c.toml:2: posts.late_hours takes a whole number of hours"),
        ("[posts]\nper_second = -1\n", "c.toml:2: posts.per_second takes a whole number"),
        ("[log]\nformat = [\"json\"]\n", "c.toml:2: log.format takes \"text\" or \"json\""),
        ("[log]\nformat = \"text\"\nformat = \"json\"\n", "c.toml:3: this is not valid TOML"),
    ] {
        let told = faults(text, &[]);
        assert!(told.len() == 1 && told[0].starts_with(said), "{told:?}");
    }
    assert_eq!(
        faults("", &[("STUDY_COACH_POSTS_LATE_HOURS", "soon")]),
        ["environment: STUDY_COACH_POSTS_LATE_HOURS takes a whole number of hours from 1 to 8760"]
    );
    assert!(faults("", &[("DISCORD_TOKEN", "two words")])[0].contains("DISCORD_TOKEN takes the bot's token"));
}

#[test]
fn a_secret_shows_in_no_form() {
    let environment =
        [("DISCORD_TOKEN", "Bot abc.def"), ("DATABASE_URL", "postgres://coach:s3cret@db/coach")];
    let config = good("", &environment, &[]);
    let shown = format!("{config:?} {config:#?} {}", Secret::new("abc.def"));
    assert!(!shown.contains("abc.def") && !shown.contains("s3cret"), "{shown}");
    assert_eq!(config.discord.token.unwrap().expose(), "abc.def");
}

#[test]
fn the_committed_example_is_what_the_table_gives() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/config.example.toml");
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(committed == example(), "write the output of `study-coach config` to config.example.toml");
    assert_eq!(Program::new().run(&["config"]).done(), committed);
}

#[test]
fn the_example_says_every_key_and_sets_the_defaults() {
    let example = example();
    assert_eq!(good(&example, &[], &[]), good("", &[], &[]));
    let keys: Vec<&str> = example.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
    let known: Vec<&str> = KEYS.iter().filter_map(|key| Some(key.name.split_once('.')?.1)).collect();
    assert_eq!(keys, known);
}
