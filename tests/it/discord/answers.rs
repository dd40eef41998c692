//! Every interaction is answered: when requests fail, when deciding takes long, at shutdown.

use serde_json::json;

use super::OnDiscord;
use crate::support::database::Lock;
use crate::support::discord::{Fault, RouteMatcher, Scope};

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_answer_is_sent_again_while_it_counts() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let faults = [
        Fault::Html(502),
        Fault::Html(403),
        Fault::Html(404),
        Fault::Status(500, json!({"message": "oops", "code": 0})),
        Fault::Status(503, json!({"message": "oops", "code": 0})),
        Fault::RateLimited { retry_after: 0.2, scope: Scope::Route },
        Fault::ResetBefore,
        Fault::ResetAfter,
    ];
    for fault in faults {
        test.fake.fault_next(RouteMatcher::callback(), fault.clone());
        let logged = test.fake.interact(test.here().slash("log").option("hours", 0.5)).await;
        assert!(logged.words().contains("30 min logged"), "{fault:?}: {}", logged.words());
        test.fake.fault_next(RouteMatcher::callback(), fault.clone());
        let choices = test.fake.interact(test.here().autocomplete("why", "topic", "mlops")).await;
        assert!(!choices.choices().is_empty(), "{fault:?}");
    }
    test.fake.fault_next(RouteMatcher::callback(), Fault::Html(502));
    test.fake.fault_next(RouteMatcher::callback(), Fault::ResetBefore);
    test.fake
        .fault_next(RouteMatcher::callback(), Fault::RateLimited { retry_after: 0.2, scope: Scope::Route });
    let list = test.fake.interact(test.here().slash("log")).await;
    assert_eq!(list.words().matches("30 min,").count(), 5, "{}", list.words());
    assert_eq!(test.fake.faults_left(), 0);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_discord_refuses_becomes_an_apology() {
    let test = OnDiscord::start().await;
    let refusal = Fault::Status(400, json!({"message": "Invalid Form Body", "code": 50_035}));
    test.joined().await;
    test.fake.fault_next(RouteMatcher::callback(), refusal);
    let answer = test.fake.interact(test.here().slash("log").option("hours", 1)).await;
    assert!(answer.private() && answer.words().contains("Something went wrong"), "{}", answer.words());
    // The time is logged all the same, and the apology does not deny it.
    assert!(answer.words().contains("may be done: look before you ask again"), "{}", answer.words());
    assert!(test.fake.interact(test.here().slash("log")).await.words().contains("1 h,"));
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn word_that_an_answer_comes_later_may_be_slow_or_lost_on_its_way_back() {
    // One try whose own answer never comes, and then as many as there are.
    for lost in [1, 2] {
        let test = OnDiscord::start().await;
        test.joined().await;
        let lock = Lock::take(&test.file()).await;
        for _ in 0..lost {
            test.fake.fault_next(RouteMatcher::callback(), Fault::HoldAfter);
        }
        let log = test.fake.send(test.here().slash("log").option("hours", 1)).await;
        assert_eq!(test.fake.acknowledged(&log).await.callback, 5);
        test.fake.wait_for_requests(format!("POST /interactions/{}/*/callback", log.id).as_str(), 2).await;
        lock.release().await;
        assert!(test.fake.answered(&log).await.words().contains("1 h logged"), "{lost} lost");
        assert_eq!(test.fake.faults_left(), 0);
        test.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_long_is_put_off_and_comes_later() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let next = test.fake.interact(test.here().slash("next")).await;
    let form = test.fake.interact(test.here().press(&next, "Done")).await;
    let lock = Lock::take(&test.file()).await;
    let log = test.fake.send(test.here().slash("log").option("hours", 1)).await;
    let done = test.fake.send(test.here().submit(&form, &[("hours", "1")])).await;
    let why = test.fake.send(test.here().slash("why").option("topic", "mlops")).await;
    for (sent, private) in [(&log, true), (&done, true), (&why, false)] {
        let first = test.fake.acknowledged(sent).await;
        assert_eq!(first.callback, 5);
        assert_eq!(first.private(), private);
    }
    test.fake.fault_next(RouteMatcher::edit_original(), Fault::Html(502));
    lock.release().await;
    assert!(test.fake.answered(&log).await.words().contains("1 h logged"));
    assert!(test.fake.answered(&done).await.words().contains("1 h logged"));
    let why = test.fake.answered(&why).await;
    assert!(!why.private() && why.words().contains("Why MLOps"), "{}", why.words());
    assert_eq!(test.fake.faults_left(), 0);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_answer_that_was_put_off_and_then_refused_is_the_askers_alone() {
    let test = OnDiscord::start().await;
    test.joined().await;
    // So that there is something to write before the refusal is known.
    let unseen = "UPDATE members SET seen_at = NULL";
    crate::support::database::execute(&test.dir.path().join("test.db"), unseen).await;
    let lock = Lock::take(&test.file()).await;
    let why = test.fake.send(test.here().slash("why").option("topic", "xyzzy")).await;
    let first = test.fake.acknowledged(&why).await;
    assert_eq!((first.callback, first.private()), (5, false));
    let announced = first.message_id();
    lock.release().await;
    let refusal = &test.fake.follow_ups(&why, 1).await[0];
    assert!(refusal.ephemeral && refusal.words().contains("has nothing on"), "{}", refusal.words());
    assert!(test.fake.message(announced).is_none(), "what was announced to all is gone");
    assert!(test.fake.messages(test.study).is_empty());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_comes_too_late_gets_a_button() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let next = test.fake.interact(test.here().slash("next")).await;
    let lock = Lock::take(&test.file()).await;
    let press = test.fake.send(test.here().press(&next, "Log time")).await;
    assert_eq!(test.fake.acknowledged(&press).await.callback, 5);
    lock.release().await;
    let late = test.fake.answered(&press).await;
    let form = test.fake.interact(test.here().press(&late, "Log time")).await;
    assert!(form.is_form());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_finishes_what_is_in_hand() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    let lock = Lock::take(&test.file()).await;
    let log = test.fake.send(test.here().slash("log").option("hours", 1)).await;
    assert_eq!(test.fake.acknowledged(&log).await.callback, 5);
    let running = test.running.take().unwrap();
    running.stop.cancel();
    lock.release().await;
    running.task.await.unwrap().unwrap();
    assert!(test.fake.answered(&log).await.words().contains("1 h logged"));
    test.resume().await;
    let list = test.fake.interact(test.here().slash("log")).await;
    assert_eq!(list.words().matches("1 h,").count(), 1, "{}", list.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_serenity_cannot_read_is_mended_or_answered() {
    let test = OnDiscord::start().await;
    let mut show = test.fake.prepare(test.here().manager().slash("setup show")).await;
    show.payload["data"]["options"][0].as_object_mut().unwrap().remove("options");
    test.fake.dispatch("INTERACTION_CREATE", show.payload.clone()).await;
    assert!(test.fake.answered(&show).await.words().contains("No weekly post"));
    let mut strange = test.fake.prepare(test.here().slash("help")).await;
    strange.payload["member"] = json!("somebody");
    test.fake.dispatch("INTERACTION_CREATE", strange.payload.clone()).await;
    let answer = test.fake.answered(&strange).await;
    assert!(answer.private() && answer.words().contains("Something went wrong"), "{}", answer.words());
    let mut typing = test.fake.prepare(test.here().autocomplete("why", "topic", "mlops")).await;
    typing.payload["member"] = json!("somebody");
    test.fake.dispatch("INTERACTION_CREATE", typing.payload.clone()).await;
    assert!(test.fake.answered(&typing).await.choices().is_empty());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_come_with_a_private_answer_also_at_the_second_try() {
    let test = OnDiscord::start().await;
    test.joined().await;
    test.fake.fault_next(RouteMatcher::edit_original(), Fault::Html(502));
    let sent = test.fake.send(test.here().slash("my-data export")).await;
    let export = test.fake.answered(&sent).await;
    assert!(export.private() && export.words().contains("everything that I keep of you"));
    let message = export.message.unwrap();
    assert_eq!(message.files.len(), 1);
    assert_eq!(message.body["attachments"][0]["filename"], "study-coach-data.json");
    // Beside it lies the plan as a calendar.
    let calendar = &test.fake.follow_ups(&sent, 1).await[0];
    assert!(calendar.ephemeral && calendar.words().contains("study-plan.ics"), "{}", calendar.words());
    assert_eq!(calendar.body["attachments"][0]["filename"], "study-plan.ics");
    assert!(String::from_utf8_lossy(&calendar.files[0].bytes).starts_with("BEGIN:VCALENDAR"));
    let held: serde_json::Value = serde_json::from_slice(&message.files[0].bytes).unwrap();
    assert_eq!(held["learner"][0]["id"], test.mia.id.to_string());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_that_comes_twice_brings_each_of_its_files_once() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    let sent = test.fake.send(test.here().slash("my-data export")).await;
    test.fake.send_again(&sent).await;
    test.fake.wait_for_requests(RouteMatcher::edit_original(), 2).await;
    test.stop().await;
    assert_eq!(test.fake.follow_ups(&sent, 1).await.len(), 1);
    test.fake.assert_clean();
}
