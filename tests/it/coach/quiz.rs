//! `/next` with too little time for any step.

use study_coach::coach::request::Value;

use crate::support::coach::TestCoach;

#[tokio::test]
async fn too_little_time_for_a_step_is_enough_for_questions() {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    test.join("mia").await;
    let minutes = [("minutes", Value::Integer(2))];
    // Nothing is learnt yet: the step to begin with.
    let step = test.command("mia", "next", &minutes).await;
    assert!(step.buttons.iter().any(|button| button.label == "Done"));
    test.command("mia", "done", &[]).await;
    let mut reply = test.command("mia", "next", &minutes).await;
    assert!(reply.text.starts_with("Nothing that is open fits into 2 min"), "{}", reply.text);
    for _ in 0..3 {
        let labels: Vec<&str> = reply.buttons.iter().map(|button| button.label.as_str()).collect();
        assert_eq!(labels[..4], ["1", "2", "3", "4"]);
        reply = test.press("mia", &reply, "2", &[]).await;
        assert!(reply.text.starts_with("Right: ") || reply.text.starts_with("Not quite."), "{}", reply.text);
    }
    let next = test.press("mia", &reply, "Next step", &[]).await;
    assert!(next.title.unwrap().contains("step 2 of"));
}
