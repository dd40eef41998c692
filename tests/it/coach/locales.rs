//! A second language: everything that the coach says comes from its voice.

use study_coach::coach::Coach;
use study_coach::coach::command::TABLE;
use study_coach::coach::reply::Reply;
use study_coach::coach::request::Value;
use study_coach::coach::weekly;
use study_coach::content::voice::{Voice, Voices};
use study_coach::content::{Files, load};
use study_coach::say;
use study_coach::study::units::Minutes;

use crate::support::coach::{SERVER, TestCoach, at, text};
use crate::support::pseudo::accented;

/// A coach with the shipped voice and an accented one, which everybody and the server speak.
async fn foreign(now: &str) -> TestCoach {
    let mut test = TestCoach::new(now).await;
    let mut files = Files::built_in();
    let pseudo = accented(files.get("voice/en-US.ftl").unwrap());
    files.insert("voice/de.ftl", pseudo.as_str());
    let content = load(&files).unwrap_or_else(|findings| panic!("{findings:?}"));
    let voices =
        Voices::new(Voice::new(&content.voice_source).unwrap(), vec![Voice::of("de", &pseudo).unwrap()]);
    test.coach = Coach::new(content, voices, test.coach.store.clone());
    test.locale = Some("de".to_owned());
    test
}

/// Whether every word of three letters and more in a text of the coach's own has an accent or no vowel.
fn is_accented(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 3);
    words.all(|word| !word.contains(['a', 'e', 'i', 'o', 'u']))
}

fn own_words(reply: &Reply) -> Vec<&str> {
    let buttons = reply.buttons.iter().map(|button| button.label.as_str());
    buttons.chain(reply.fields.iter().map(|field| field.name.as_str())).collect()
}

#[tokio::test]
async fn every_answer_comes_from_the_voice_of_the_askers_language() {
    let test = foreign("2026-11-30T10:00:00Z").await;
    let refused = test.command("mia", "next", &[]).await;
    assert!(is_accented(&refused.text), "{}", refused.text);
    test.join("mia").await;
    for name in
        ["next", "done", "log", "plan", "progress", "portfolio", "settings", "undo", "catch-up", "pause"]
    {
        let reply = test.command("mia", name, &[]).await;
        let title = reply.title.clone().unwrap_or_default();
        // Lessons, tracks and their phases are content; what stands around them is the voice's.
        for words in
            own_words(&reply).into_iter().filter(|words| !words.contains("engineer") && words.len() > 3)
        {
            let own = words.split('(').next().unwrap_or_default();
            assert!(is_accented(own), "/{name} says {words:?}");
        }
        let said = format!("{title} {}", reply.text);
        assert!(said.contains(['á', 'é', 'í', 'ó', 'ú']), "/{name}: {said}");
    }
    let help = test.command("mia", "help", &[]).await;
    assert!(is_accented(help.title.as_deref().unwrap()), "{help:?}");
    // Somebody else reads English at the same time.
    let mut english = test;
    english.locale = Some("en-GB".to_owned());
    let next = english.command("mia", "next", &[]).await;
    assert!(next.buttons.iter().any(|button| button.label == "Done"), "{next:?}");
}

#[tokio::test]
async fn posts_are_in_the_servers_language() {
    let mut test = foreign("2026-11-30T10:00:00Z").await;
    test.set_up().await;
    test.join("mia").await;
    test.now = at("2026-12-07T08:00:00Z");
    let server = test.coach.store.server(SERVER).await.unwrap();
    assert_eq!(server.locale.as_deref(), Some("de"));
    let coach = test.coach.speaking(server.locale.as_deref());
    let post = weekly::compose(&coach, &server, test.now, false).await.unwrap().remove(0);
    assert!(is_accented(post.title.as_deref().unwrap()) && is_accented(&post.buttons[0].label), "{post:?}");
}

#[test]
fn numbers_are_written_as_the_language_does() {
    let source = Files::built_in().get("voice/en-US.ftl").unwrap().to_owned();
    let in_locale = |locale: &str| Voice::of(locale, &source).unwrap();
    let hours = Minutes(1_234 * 60 + 5);
    for (locale, expected) in [("en-US", "1,234 h 05"), ("de", "1.234 h 05"), ("fr", "1\u{202f}234 h 05")] {
        assert_eq!(in_locale(locale).time(hours), expected);
    }
    let voice = in_locale("pt-BR");
    assert!(say!(voice, PaceTold { factor: 1.25, end: "x" }).contains("1,25"));
    assert!(say!(in_locale("en-GB"), PaceTold { factor: 1.25, end: "x" }).contains("1.25"));
}

#[test]
fn plurals_are_those_of_the_language() {
    let polish = "board-streak = { $count ->\n    [one] one\n    [few] few\n   *[many] many\n}\n";
    let voice = Voice::of("pl", polish).unwrap();
    let said: Vec<String> =
        [1, 3, 5, 22].into_iter().map(|count| say!(voice, BoardStreak { count: count })).collect();
    assert_eq!(said, ["one", "few", "many", "few"]);
}

#[tokio::test]
async fn somebody_gets_their_own_language_else_a_near_one_else_the_shipped_one() {
    let source = Files::built_in().get("voice/en-US.ftl").unwrap().to_owned();
    let voice = |locale| Voice::of(locale, &source).unwrap();
    let voices = Voices::new(voice("en-US"), vec![voice("es-ES"), voice("de")]);
    let spoken = |locale: Option<&str>| voices.of(locale).locale.clone();
    assert_eq!(spoken(Some("de")), "de");
    assert_eq!(spoken(Some("es-419")), "es-ES");
    assert_eq!(spoken(Some("ja")), "en-US");
    assert_eq!(spoken(None), "en-US");
}

#[test]
fn commands_can_have_names_in_another_language() {
    let source = Files::built_in().get("voice/en-US.ftl").unwrap().replace(
        "cmd-next = What to do now: the step, the sources, the result to show\n",
        "cmd-next = Was jetzt dran ist\n    .name = weiter\n",
    );
    let voice = Voice::of("de", &source).unwrap();
    let next = TABLE.iter().find(|command| command.name == "next").unwrap();
    assert_eq!(voice.name_of(next.about).as_deref(), Some("weiter"));
    assert!(
        TABLE.iter().filter(|command| command.name != "next").all(|it| voice.name_of(it.about).is_none())
    );
}

#[tokio::test]
async fn a_number_of_hours_is_read_in_any_language() {
    let test = foreign("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let logged = test.command("mia", "log", &[("hours", Value::Number(1.5)), ("note", text("x"))]).await;
    assert!(!logged.refused && logged.text.contains("1 h 30"), "{}", logged.text);
}
