//! What is answered.

use serde_json::json;

use super::super::watched::database;
use super::OverHttp;
use crate::support::database::ask;
use crate::support::discord::{Answer, Fault, RouteMatcher, Scope};

async fn logged(test: &OverHttp) -> Answer {
    test.interact(test.here().slash("log")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_presses_forms_and_choices_are_answered_in_the_response_and_posts_go_out() {
    let test = OverHttp::start().await;
    let joined = test.join().await;
    assert!(joined.private());
    let choices = test.interact(test.here().autocomplete("why", "topic", "mlops")).await;
    assert!(!choices.choices().is_empty());
    let form = test.interact(test.here().press(&joined, "Done")).await;
    assert!(form.is_form());
    let done = test.interact(test.here().submit(&form, &[("hours", "0:30")])).await;
    assert!(done.words().contains("This week 30 min of"), "{}", done.words());
    let day = (chrono::Utc::now() + chrono::Duration::days(3)).format("%A").to_string().to_lowercase();
    let setup = test.here().manager().slash("setup weekly").channel("channel", test.study);
    test.interact(setup.option("day", day).option("time", "09:00").option("timezone", "UTC")).await;
    test.interact(test.here().manager().slash("setup post-now")).await;
    test.fake.wait_for_message(test.study).await;
    assert!(test.fake.requests().iter().all(|request| !request.path.ends_with("/callback")));
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_its_servers_also_where_the_process_never_heard_of_that() {
    let mut test = OverHttp::start().await;
    let joined = test.join().await;
    let form = test.interact(test.here().press(&joined, "Done")).await;
    test.restart().await;
    let mut submit = test.fake.prepare(test.here().submit(&form, &[("hours", "0:30")])).await;
    submit.payload["member"]["nick"] = json!("Captain Mia");
    let body = test.deliver(&submit).await;
    test.fake.answered_over_http(&submit, body).await;
    // The name of a member is kept for that server's board.
    assert_eq!(ask(&database(test.dir.path()), "SELECT name FROM members").await, ["Captain Mia"]);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_interaction_twice_is_carried_out_once_and_answered_alike() {
    let test = OverHttp::start().await;
    test.join().await;
    let log = test.fake.prepare(test.here().slash("log").option("hours", 1.5)).await;
    let (one, two) = tokio::join!(test.deliver(&log), test.deliver(&log));
    assert_eq!(one, two);
    assert_eq!(test.deliver(&log).await, one);
    assert_eq!(logged(&test).await.words().matches("1 h 30,").count(), 1);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_long_is_put_off_in_the_response_and_comes_by_the_follow_up_route() {
    let test = OverHttp::start().await;
    test.join().await;
    let lock = test.lock().await;
    let log = test.fake.prepare(test.here().slash("log").option("hours", 1)).await;
    let why = test.fake.prepare(test.here().slash("why").option("topic", "mlops")).await;
    let (first, public) = tokio::join!(test.deliver(&log), test.deliver(&why));
    assert_eq!(first, json!({"type": 5, "data": {"flags": 64}}));
    assert_eq!(public, json!({"type": 5, "data": {}}));
    let limited = Fault::RateLimited { retry_after: 0.2, scope: Scope::Global };
    test.fake.fault_next(RouteMatcher::edit_original(), limited);
    lock.release().await;
    let log = test.fake.answered_over_http(&log, first).await;
    assert!(log.private() && log.words().contains("1 h logged"), "{}", log.words());
    let why = test.fake.answered_over_http(&why, public).await;
    assert!(!why.private() && why.words().contains("Why MLOps"), "{}", why.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_follows_a_first_answer_waits_until_discord_has_that() {
    let test = OverHttp::start().await;
    test.join().await;
    let export = test.fake.prepare(test.here().slash("my-data export")).await;
    let first = test.deliver(&export).await;
    assert_eq!(first["type"], 5);
    // Discord has not read the response yet: there is nothing yet that could be edited.
    test.fake.wait_for_requests(RouteMatcher::edit_original(), 1).await;
    let answer = test.fake.answered_over_http(&export, first).await;
    assert_eq!(answer.message.unwrap().files.len(), 1);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_that_cannot_be_read_gets_an_apology() {
    let test = OverHttp::start().await;
    let mut strange = test.fake.prepare(test.here().slash("help")).await;
    strange.payload["member"] = json!("somebody");
    let body = test.deliver(&strange).await;
    let answer = test.fake.answered_over_http(&strange, body).await;
    assert!(answer.private() && answer.words().contains("Something went wrong"), "{}", answer.words());
    let mut show = test.fake.prepare(test.here().manager().slash("setup show")).await;
    show.payload["data"]["options"][0].as_object_mut().unwrap().remove("options");
    let body = test.deliver(&show).await;
    assert!(test.fake.answered_over_http(&show, body).await.words().contains("No weekly post"));
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_answers_what_is_in_hand_first() {
    let mut test = OverHttp::with(&[("RUST_LOG", "study_coach=debug")]).await;
    test.join().await;
    let lock = test.lock().await;
    let log = test.fake.prepare(test.here().slash("log").option("hours", 1)).await;
    let request = test.signed(&log.payload).send();
    let leave = async {
        let came_in =
            format!("interaction{{id={}}}: study_coach::discord::desk: an interaction came in", log.id);
        test.program.wait_for(&[&came_in]).await;
        test.program.terminate();
    };
    let (response, ()) = tokio::join!(request, leave);
    let first = serde_json::from_slice(&response.unwrap().bytes().await.unwrap()).unwrap();
    lock.release().await;
    let answer = test.fake.answered_over_http(&log, first).await;
    assert!(answer.words().contains("1 h logged"), "{}", answer.words());
    assert_eq!(test.program.ended().await, Some(0));
    test.fake.assert_clean();
}
