//! What cannot be carried out is refused in one sentence, and nothing is stored.

use super::Chat;

/// Lines that a learner with a plan and a manager may get wrong, and what the answer names.
const WRONG: &[(&str, &str)] = &[
    ("/join track:llm hours:61", "60"),
    ("/join track:llm hours:0.25", "0.5"),
    ("/join track:llm hours:7.3", "quarters"),
    ("/join track:llm hours:ten", "number"),
    ("/join track:wizard hours:10", "ml-engineer"),
    ("/join track:llm also:llm hours:10", "same"),
    ("/join track:llm hours:10 months:37", "36"),
    ("/join track:llm hours:10 know:juggling", "juggling"),
    ("/join track:llm hours:10 start:2026-12-01", "past"),
    ("/join track:llm hours:10 start:tomorrow", "YYYY-MM-DD"),
    ("/next minutes:0", "960"),
    ("/next minutes:2.5", "whole number"),
    ("/done hours:0", "16"),
    ("/done hours:16.5", "16"),
    ("/done hours:1,5", "hours"),
    ("/done hours:nan", "hours"),
    ("/done hours:1e0", "hours"),
    ("/done lesson:preference-alignment", "not in your plan"),
    ("/done lesson:git-basic", "git-basics"),
    ("/done lesson:git-basics link:ftp://example.org", "http"),
    ("/done link:https://", "http"),
    ("/done hour:1", "hour"),
    ("/done lesson:\"\"", "lesson takes a word"),
    ("/why-mlops topic:docker", "/why-mlops has no option topic"),
    ("/log hours:1 day:2026-11-24", "25 November"),
    ("/log hours:1 day:2026-12-03", "2 December"),
    ("/log hours:1 day:2026-02-30", "YYYY-MM-DD"),
    ("/log hours:1 lesson:nothing-like-it-at-all", "lesson"),
    ("/log hours", "name:value"),
    ("/plan week:0", "2,000"),
    ("/plan week:1999", "week"),
    ("/leaderboard by:beauty", "streak"),
    ("/progress member:@nobody", "member"),
    ("/roadmap track:wizard", "nlp"),
    ("/why", "topic"),
    ("/why topic:xyzzy", "xyzzy"),
    ("/ask question:how do I start", "double quotes"),
    ("/settings hours:61", "60"),
    ("/settings timezone:Mars/Olympus", "Europe/Berlin"),
    ("/settings reminders:sometimes", "on, off"),
    ("/setup", "weekly"),
    ("/setup monthly", "weekly"),
    ("/setup weekly day:monday time:09:00 timezone:UTC", "/setup weekly needs channel:. Add it"),
    ("/setup weekly", "channel:, day:, time: and timezone:. Add them"),
    ("/setup cohort name:Winter hours:6", "/setup cohort needs track: and start:"),
    ("/setup weekly channel:garden day:monday time:09:00 timezone:UTC", "#general, #study, #read-only"),
    ("/setup weekly channel:study day:someday time:09:00 timezone:UTC", "monday"),
    ("/setup weekly channel:study day:monday time:9 timezone:UTC", "HH:MM"),
    ("/setup weekly channel:study day:monday time:09:00 timezone:UTC silent:maybe", "yes or no"),
    ("/setup off", "/setup weekly"),
    ("/setup post-now", "/setup weekly"),
    ("/xyzzy", "/help"),
    ("/next now", "name:value"),
    ("/undo that", "Leave it out"),
    ("/setup show me", "Leave it out"),
    ("/setup weekly channel study", "channel:"),
    ("/", "/next"),
    ("/done hours:1 hours:2", "twice"),
    ("/done hours: 1", "hours:"),
    ("/done note:\"open", "quote"),
    ("/done note:\"a\"b", "space"),
    ("click", "click Done"),
    ("click Fly", "[Done] [Start] [Log time] [Why?] [Not now]"),
    ("click done hours:25", "16 hours"),
    ("click done colour:red", "hours, link, note"),
    ("click 1:bogus:-", "older message"),
    ("pick", "pick llm"),
    ("pick 1", "nothing to pick"),
    ("pick 1 menu:track", "nothing to pick"),
    (":now", ":at"),
    (":at", ":at 2026"),
    ("@mia", "@mia /next"),
];

#[tokio::test]
async fn what_is_wrong_is_said_in_one_sentence_and_stores_nothing() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:llm hours:10").await;
    chat.does("/setup show").await;
    let before = chat.stored(&["you", "mia"]).await;
    for (line, word) in WRONG {
        let sentence = chat.refuses(line).await;
        assert!(sentence.contains(word), "{line}: {sentence}");
        assert!(!sentence.contains('\n'), "{line}: {sentence}");
        assert!(sentence.ends_with('.') || sentence.ends_with('?'), "{line}: {sentence}");
        assert_eq!(chat.stored(&["you", "mia"]).await, before, "{line}");
    }
    let long = format!("/{} {}", "x".repeat(3_000), "y".repeat(3_000));
    assert!(chat.refuses(&long).await.chars().count() < 150);
    assert!(chat.refuses(&format!("click {}", "x".repeat(3_000))).await.chars().count() < 200);
    let long = format!("/done note:\"{}\"", "a ".repeat(251));
    assert!(chat.refuses(&long).await.contains("500"));
    let long = format!("/done link:https://example.org/{}", "a".repeat(500));
    assert!(chat.refuses(&long).await.contains("500"));
    assert_eq!(chat.stored(&["you", "mia"]).await, before);
}

#[tokio::test]
async fn a_project_asks_for_its_link() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:llm hours:10").await;
    let before = chat.stored(&["you"]).await;
    assert!(chat.refuses("/done lesson:llm-project").await.contains("link:"));
    assert_eq!(chat.stored(&["you"]).await, before);
    chat.does("/done lesson:llm-project link:https://example.org/work").await;
}

#[tokio::test]
async fn nothing_is_done_before_the_join() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    for line in ["/next", "/done", "/done hours:1", "/log hours:1", "/plan", "/progress", "/settings", "next"]
    {
        assert!(chat.refuses(line).await.contains("/join"), "{line}");
    }
    assert!(chat.refuses("click Done").await.contains("no button"));
    assert!(chat.refuses("submit hours:1").await.contains("No form"));
    assert!(chat.stored(&["you"]).await.contains("profile: None"));
}

#[tokio::test]
async fn a_button_answers_only_its_owner() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("@mia /join track:llm hours:10").await;
    let done = chat.does("/join track:llm hours:10").await.buttons[0].id.clone();
    let before = chat.stored(&["you", "mia"]).await;
    let sentence = chat.refuses(&format!("@mia click {done} hours:1")).await;
    assert!(sentence.contains("somebody else"), "{sentence}");
    assert_eq!(chat.stored(&["you", "mia"]).await, before);
    chat.does(&format!("click {done} hours:1")).await;
    assert!(chat.refuses(&format!("click {done}")).await.contains("done already"));
}

#[tokio::test]
async fn setting_up_is_for_those_who_manage_the_server() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    for line in [
        "@mia /setup weekly channel:study day:monday time:09:00 timezone:UTC",
        "@mia /setup show",
        "@mia /setup post-now",
        "@mia /setup off",
    ] {
        assert!(chat.refuses(line).await.contains("manage"), "{line}");
    }
    assert!(chat.all(":at 2026-12-15T00:00").await.is_empty());
}
