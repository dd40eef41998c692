//! What is offered while an option is typed.

use study_coach::coach::request::{Act, Value};

use crate::support::coach::{TestCoach, text};

#[tokio::test]
async fn a_learners_own_lessons_come_before_all_others() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.command("mia", "join", &[("track", text("llm")), ("hours", Value::Number(10.0))]).await;
    let mia = test.request("mia", Act::Talk(String::new())).from.id;
    let offered = async |typed: &str| -> Vec<String> {
        let choices = test.coach.complete(mia, test.now, "done", None, "lesson", typed).await.unwrap();
        choices.into_iter().map(|(_, id)| id).collect()
    };
    for (typed, own, other) in
        [("serving", "model-serving", "recsys-serving"), ("track", "experiment-tracking", "vision-project")]
    {
        let offered = offered(typed).await;
        let place = |id: &str| offered.iter().position(|it| it == id).expect(id);
        assert!(place(own) < place(other), "{typed}: {offered:?}");
    }
}

#[tokio::test]
async fn what_is_misspelt_is_offered_as_it_is_called() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let mia = test.request("mia", Act::Talk(String::new())).from.id;
    for (command, option, typed, meant) in [
        ("log", "lesson", "dokcer", "docker-basics"),
        ("log", "lesson", "joins sql", "sql-joins"),
        ("settings", "timezone", "berln", "Europe/Berlin"),
        ("settings", "timezone", "europe/pars", "Europe/Paris"),
    ] {
        let choices = test.coach.complete(mia, test.now, command, None, option, typed).await.unwrap();
        assert_eq!(choices.first().map(|(_, value)| value.as_str()), Some(meant), "{typed}: {choices:?}");
    }
    test.join("mia").await;
    let zone = test.command("mia", "settings", &[("timezone", text("Berln"))]).await;
    assert!(zone.refused && zone.text.contains("Did you mean Europe/Berlin?"), "{}", zone.text);
}

#[tokio::test]
async fn skills_are_completed_one_after_the_other() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    let mia = test.request("mia", Act::Talk(String::new())).from.id;
    let offered =
        async |typed: &str| test.coach.complete(mia, test.now, "join", None, "know", typed).await.unwrap();
    assert_eq!(offered("pyth").await[0], ("Python basics".to_owned(), "python".to_owned()));
    let second = offered("python, gi").await;
    assert_eq!(second[0], ("python, Git and GitHub".to_owned(), "python,git".to_owned()));
    assert!(!offered("python,").await.iter().any(|(_, value)| value == "python,python"));
    let all: Vec<String> = test.coach.content.curriculum.skills.keys().map(ToString::to_string).collect();
    assert!(offered(&format!("{},", all[..20].join(","))).await.is_empty(), "longer than a choice may be");
}
