//! Goals in words: what is understood of them, and what is told back.

use study_coach::coach::goal::{Goal, read};
use study_coach::coach::request::Value;
use study_coach::content::{Files, load};

use crate::support::coach::{TestCoach, text};

/// What was read, in one line: `track+also hours months from-date knows ?unread`.
fn line(goal: &Goal) -> String {
    let mut parts: Vec<String> = Vec::new();
    let also = goal.also.as_ref().map_or_else(String::new, |also| format!("+{also}"));
    parts.extend(goal.track.as_ref().map(|track| format!("{track}{also}")));
    parts.extend(goal.weekly.map(|weekly| format!("{}h", weekly.hours())));
    parts.extend(goal.months.map(|months| format!("{months}mo")));
    parts.extend(goal.starts_on.map(|start| format!("from {start}")));
    if !goal.known.is_empty() {
        let known: Vec<&str> = goal.known.iter().map(|skill| skill.as_str()).collect();
        parts.push(format!("knows {}", known.join(",")));
    }
    parts.extend(goal.unread.iter().map(|words| format!("?{words}")));
    parts.join(" ")
}

/// Goals and what they mean on Monday 30 November 2026.
const GOALS: &[(&str, &str)] = &[
    ("ML engineer, 12 months, 10 hours a week", "ml-engineer 10h 12mo"),
    ("I want to become an ML engineer in 12 months with 10 hours a week", "ml-engineer 10h 12mo"),
    ("machine learning engineer, one year, ten hours per week", "ml-engineer 10h 12mo"),
    ("machine-learning engineer 10h/wk 1 year", "ml-engineer 10h 12mo"),
    ("LLM engineering 12.5 h/week, 18 mo", "llm 12.5h 18mo"),
    ("llm, 7,5 hours weekly", "llm 7.5h"),
    ("AI engineer, half a year, 20 hrs/week", "llm 20h 6mo"),
    ("computer vision, 9 months, 15h per week", "vision 15h 9mo"),
    ("NLP in a year and a half at 6 hours a week", "nlp 6h 18mo"),
    ("NLP in one and a half years", "nlp 18mo"),
    ("recommender systems; 8-10 hours a week; 10-12 months", "recsys 8h 12mo"),
    ("recsys 8 to 10 h a week", "recsys 8h"),
    ("between work and kids: ml engineer, 5 hours", "ml-engineer 5h ?between ?kids"),
    ("llm 2 hours a day", "llm 14h"),
    ("llm two hours on weekdays", "llm 10h"),
    ("evenings 2 h on weekdays, llm", "llm 10h"),
    ("llm, 1 h every weekday and 4 h at the weekend", "llm 9h"),
    ("nlp, 30 minutes a day", "nlp 3.5h"),
    ("nlp 30m a day for 12m", "nlp 3.5h 12mo"),
    ("nlp, 3 hours 3 evenings a week", "nlp 9h"),
    ("nlp, an hour each morning", "nlp 7h"),
    ("vision 2h x 4 days per week", "vision 8h"),
    ("vision, 1 h 30 minutes daily", "vision 10.5h"),
    ("a dozen hours a week of ml", "ml-engineer 12h"),
    ("twenty-four months, three hours a week, machine learning", "ml-engineer 3h 24mo"),
    ("ml engineer by December 2027, 10 h a week", "ml-engineer 10h 12mo"),
    ("ml engineer by the end of 2027", "ml-engineer 13mo"),
    ("ml engineer before June", "ml-engineer 6mo"),
    ("ml engineer until 2027-11-29", "ml-engineer 12mo"),
    ("ml engineer by 2028", "ml-engineer 13mo"),
    ("llm by 1 July 2027, 3 hours weekly", "llm 3h 7mo"),
    ("llm by the 1st of July, 3 hours weekly", "llm 3h 7mo"),
    ("llm by July 1st, 2027", "llm 7mo"),
    ("llm by July 3 hours a week", "llm 3h 7mo"),
    ("llm from 4 January", "llm from 2027-01-04"),
    ("I know Python already, llm", "llm knows python"),
    ("ml engineer by the end of next year", "ml-engineer 13mo"),
    ("llm in 26 weeks", "llm 6mo"),
    ("llm in 100 days", "llm 3mo"),
    ("llm and computer vision, 12 h a week", "llm+vision 12h"),
    ("LLMs plus recommenders", "llm+recsys"),
    ("machin learning enginer, 12 months", "ml-engineer 12mo"),
    ("compter vision 10h a week", "vision 10h"),
    ("recomender systems, 10 months", "recsys 10mo"),
    ("natural langage processing", "nlp"),
    ("ml engineer, I know Python and SQL", "ml-engineer knows python,sql"),
    ("llm, already know python, git and docker; 10 h a week", "llm 10h knows docker,git,python"),
    ("familiar with numpy and github, want llm", "llm knows git,pandas"),
    ("I don't know Python, ml engineer, 10 hours", "ml-engineer 10h"),
    ("no python, ml, 10 h a week", "ml-engineer 10h"),
    ("I know machine learning, want llm engineering", "llm knows ml-basics"),
    ("llm 10h/week starting 2027-01-04", "llm 10h from 2027-01-04"),
    ("llm starting next monday", "llm from 2026-12-07"),
    ("llm, start in january, 12 months", "llm 12mo from 2027-01-01"),
    ("llm from tomorrow", "llm from 2026-12-01"),
    ("llm starting 2027-01-01 by the end of 2027", "llm 12mo from 2027-01-01"),
    // What is not understood is told back.
    ("quantum gardening, 10 hours a week", "10h ?quantum gardening"),
    ("llm 80 hours a week", "llm ?80 hours ?week"),
    ("llm in 10 years", "llm ?10 years"),
    ("llm by 2020", "llm ?2020-01-01"),
    ("llm 12 months 10", "llm 12mo ?10"),
    ("llm, 10 hours a week, maybe 12 hours a week", "llm 10h ?12 hours ?week"),
    ("", ""),
    ("👋 !!!", ""),
];

#[test]
fn goals_in_many_words_are_understood_or_told_back() {
    let curriculum = load(&Files::built_in()).unwrap().curriculum;
    let today = "2026-11-30".parse().unwrap();
    let wrong: Vec<String> = GOALS
        .iter()
        .map(|(goal, means)| (goal, line(&read(goal, &curriculum, today)), means))
        .filter(|(_, read, means)| read != *means)
        .map(|(goal, read, means)| format!("{goal:?}\n  is read as {read:?}\n  means      {means:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_goal_in_words_makes_the_plan_and_is_shown_back() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let goal = ("goal", text("LLM engineer, 12 months, 10 hours a week, I know Python"));
    let joined = test.command("mia", "join", std::slice::from_ref(&goal)).await;
    assert_eq!(joined.title.as_deref(), Some("Your plan is made"));
    let said = "I read your goal as: LLM engineering, 10 h a week, 12 months, you know Python basics.";
    assert_eq!(joined.text.lines().next(), Some(said));
    // An option wins over the words, and only what counts is said.
    let again = test.command("jo", "join", &[goal, ("hours", Value::Number(6.0))]).await;
    assert!(
        again.text.starts_with("I read your goal as: LLM engineering, 12 months, you know"),
        "{}",
        again.text
    );
    assert!(again.text.contains("12 months at 6 h a week"), "{}", again.text);
}

#[tokio::test]
async fn a_goal_half_understood_is_asked_about_before_it_counts() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let asked =
        test.command("mia", "join", &[("goal", text("llm, 10 hours a week, quantum gardening"))]).await;
    assert!(!asked.refused && !asked.menus.is_empty());
    assert!(
        asked.text.contains("LLM engineering, 10 h a week. I could not read \"quantum gardening\""),
        "{}",
        asked.text
    );
    assert!(test.command("mia", "plan", &[]).await.refused, "nothing counts yet");
    let joined = test.press("mia", &asked, "Start", &[]).await;
    assert!(joined.text.contains("10 h a week"), "{}", joined.text);
    // Nothing understood: the form as ever, and how to say it.
    let lost = test.command("jo", "join", &[("goal", text("fortune and glory"))]).await;
    assert!(lost.text.starts_with("I could read nothing of your goal."), "{}", lost.text);
    assert!(!lost.menus.is_empty());
}
