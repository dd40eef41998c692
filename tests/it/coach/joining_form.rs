//! The guided form of `/join`.

use std::collections::BTreeSet;

use study_coach::coach::reply::{Id, LONGEST_ID, Reply};
use study_coach::coach::request::{Act, Press};
use study_coach::study::learner::BoardSetting;

use crate::support::coach::{SERVER, TestCoach, at};

fn labels(reply: &Reply) -> Vec<&str> {
    reply.buttons.iter().map(|button| button.label.as_str()).collect()
}

#[tokio::test]
async fn everything_can_be_said_before_it_counts_and_works_after_a_restart() {
    let mut test = TestCoach::new("2026-11-30T22:05:00Z").await;
    let form = test.command("mia", "join", &[]).await;
    assert_eq!(labels(&form), ["Start", "Show the plan", "Change", "Reminders: off", "Board: visible"]);
    assert_eq!(form.menus.iter().find(|menu| menu.hint == "Hours a week").unwrap().options.len(), 25);
    let form = test.press("mia", &form, "Reminders: off", &[]).await;
    let form = test.press("mia", &form, "Board: visible", &[]).await;
    assert!(labels(&form).contains(&"Reminders: on") && labels(&form).contains(&"Board: anonymous"));
    let asked = test.pick("mia", &form, "Hours a week", &["other"]).await.form.unwrap();
    let press = Press {
        id: Id::parse(&asked.id).unwrap(),
        picked: Vec::new(),
        fields: Some([("hours".to_owned(), "7,5".to_owned())].into()),
    };
    let form = test.coach.answer(&test.request("mia", Act::Press(press))).await;
    assert!(form.text.contains("7 h 30 a week"), "{}", form.text);
    test.restart().await;
    let said = [("also", "vision"), ("start", "2026-12-02"), ("zone", "berlin")];
    let form = test.press("mia", &form, "Change", &said).await;
    assert!(
        form.text.contains("Also: Computer vision, from Wednesday 2 December 2026, Europe/Berlin"),
        "{}",
        form.text
    );
    let again = test.press("mia", &form, "Change", &[]).await.form.unwrap();
    let values: Vec<Option<&str>> = again.inputs.iter().map(|input| input.value.as_deref()).collect();
    assert_eq!(values, [Some("vision"), Some("2026-12-02"), Some("Europe/Berlin")]);
    let preview = test.press("mia", &form, "Show the plan", &[]).await;
    assert!(preview.fields.len() == 4 && preview.text.contains("nothing counts yet"), "{preview:?}");
    let mia = test.request("mia", Act::Talk(String::new())).from.id;
    assert!(test.coach.study(mia, test.now).await.unwrap().profile.is_none());
    // A year later the buttons still say what they said.
    test.now = at("2026-12-01T09:00:00Z");
    let joined = test.press("mia", &form, "Start", &[]).await;
    assert!(!joined.refused, "{}", joined.text);
    let study = test.coach.study(mia, test.now).await.unwrap();
    assert!(study.reminders && study.zone == chrono_tz::Europe::Berlin);
    let profile = study.profile.unwrap();
    assert_eq!((profile.weekly.0, profile.also.unwrap().as_str()), (450, "vision"));
    assert_eq!(profile.starts_on.to_string(), "2026-12-02");
    let (_, board) = test.coach.store.member(SERVER, mia).await.unwrap().unwrap();
    assert_eq!(board, BoardSetting::Anonymous);
}

#[tokio::test]
async fn what_is_wrong_under_change_is_said_and_the_form_stays() {
    let test = TestCoach::new("2026-11-30T22:05:00Z").await;
    let form = test.command("mia", "join", &[]).await;
    for (field, value, word) in [
        ("also", "knitting", "no track"),
        ("also", "ml-engineer", "the same as the track"),
        ("start", "2026-11-01", "in the past"),
        ("start", "soon", "YYYY-MM-DD"),
        ("zone", "Mars", "time zone"),
    ] {
        let refused = test.press("mia", &form, "Change", &[(field, value)]).await;
        assert!(refused.refused && refused.text.contains(word), "{value}: {}", refused.text);
    }
}

#[tokio::test]
async fn ids_stay_within_discords_limit_whatever_is_picked() {
    let test = TestCoach::new("2026-11-30T22:05:00Z").await;
    let mut form = test.command("mia", "join", &[]).await;
    let skills: Vec<String> = form
        .menus
        .iter()
        .find(|it| it.hint == "You already know")
        .unwrap()
        .options
        .iter()
        .map(|it| it.value.clone())
        .collect();
    let skills: Vec<&str> = skills.iter().map(String::as_str).collect();
    form = test.pick("mia", &form, "You already know", &skills).await;
    let own = format!("{:x}", test.request("mia", Act::Talk(String::new())).from.id.0);
    let tracks: Vec<String> = test.coach.content.curriculum.tracks.keys().map(ToString::to_string).collect();
    for track in &tracks {
        form = test.pick("mia", &form, "Track", &[track]).await;
        for also in tracks.iter().filter(|also| *also != track) {
            let said = [("also", also.as_str()), ("start", "2026-12-31"), ("zone", "America/New_York")];
            let full = test.press("mia", &form, "Change", &said).await;
            let full = test.press("mia", &full, "Reminders: off", &[]).await;
            let full = test.press("mia", &full, "Board: visible", &[]).await;
            let ids = full.buttons.iter().map(|it| &it.id).chain(full.menus.iter().map(|it| &it.id));
            for id in ids {
                // A learner's id has sixteen digits at the most.
                assert!(id.len() - own.len() + 16 <= LONGEST_ID, "{id}");
            }
        }
    }
}

#[test]
fn zones_are_told_apart_in_an_id() {
    let codes: BTreeSet<u32> = chrono_tz::TZ_VARIANTS
        .iter()
        .map(|zone| study_coach::study::fnv::hash(zone.name().bytes()) as u32)
        .collect();
    assert_eq!(codes.len(), chrono_tz::TZ_VARIANTS.len());
}

#[tokio::test]
async fn menus_show_what_is_picked_and_count_in_words() {
    let test = TestCoach::new("2026-11-30T22:05:00Z").await;
    let picked = |form: &study_coach::coach::reply::Reply| -> Vec<String> {
        form.menus.iter().map(|menu| menu.picked.join(",")).collect()
    };
    let form = test.command("mia", "join", &[]).await;
    assert_eq!(picked(&form), ["ml-engineer", "10", "12", ""]);
    let hours: Vec<&str> = form.menus[1].options.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(hours[..2], ["1 hour a week", "2 hours a week"]);
    let form = test.pick("mia", &form, "You already know", &["python", "git"]).await;
    let form = test.pick("mia", &form, "Months", &["none"]).await;
    let form = test.pick("mia", &form, "Track", &["llm"]).await;
    assert_eq!(picked(&form), ["llm", "10", "none", "git,python"]);
}
