//! How a line is read.

use study_coach::chat::{Input, parse};

fn input(line: &str) -> Result<Input, String> {
    parse(line).unwrap().input
}

fn command(words: &[&str], values: &[(&str, &str)]) -> Result<Input, String> {
    Ok(Input::Command {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        values: values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
    })
}

#[test]
fn words_before_the_first_name_are_the_command() {
    assert_eq!(input("/next"), command(&["next"], &[]));
    assert_eq!(
        input("  /Setup WEEKLY  Channel:general\ttime:09:00 "),
        command(&["setup", "weekly"], &[("channel", "general"), ("time", "09:00")])
    );
    assert_eq!(
        input("/done hours:1.5 link:https://a.b/c?d=e:f"),
        command(&["done"], &[("hours", "1.5"), ("link", "https://a.b/c?d=e:f")])
    );
}

#[test]
fn values_with_spaces_stand_in_quotes() {
    assert_eq!(
        input(r#"/log note:"say \"hi\" to C:\x" hours:1"#),
        command(&["log"], &[("note", r#"say "hi" to C:\x"#), ("hours", "1")])
    );
    assert_eq!(input(r#"/log note:"""#), command(&["log"], &[("note", "")]));
    assert_eq!(input(r#"/log note:a"b"#), command(&["log"], &[("note", "a\"b")]));
    assert!(input(r#"/log note:"a"#).is_err());
    assert!(input("/log note:a b").is_err());
}

#[test]
fn a_name_in_front_says_who_speaks() {
    let line = parse("@mia /next").unwrap();
    assert_eq!((line.speaker.as_deref(), line.input), (Some("mia"), command(&["next"], &[])));
    assert_eq!(parse("@mia hello there").unwrap().input, Ok(Input::Talk("hello there".to_owned())));
    assert!(parse("@mia").unwrap().input.is_err());
}

#[test]
fn empty_lines_and_comments_say_nothing() {
    for line in ["", "   ", "# a comment", "\u{feff}"] {
        assert_eq!(parse(line), None, "{line:?}");
    }
}

#[test]
fn other_words_are_a_message_or_a_verb() {
    assert_eq!(input("done 1.5h"), Ok(Input::Talk("done 1.5h".to_owned())));
    assert_eq!(input("Click Log time hours:1"), Ok(Input::Click("Log time hours:1".to_owned())));
    assert_eq!(input("submit hours:1"), Ok(Input::Submit(vec![("hours".to_owned(), "1".to_owned())])));
    assert_eq!(
        input("pick a, b menu:\"You already know\""),
        Ok(Input::Pick { values: "a, b".to_owned(), menu: Some("You already know".to_owned()) })
    );
    assert_eq!(input(":at 2026-12-07T09:00"), Ok(Input::At("2026-12-07T09:00".to_owned())));
}
