//! Buttons, menus and forms.

use serde_json::json;

use super::OnDiscord;
use crate::support::discord::Origin;

#[tokio::test(flavor = "multi_thread")]
async fn buttons_work_after_a_restart() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    let next = test.fake.interact(test.here().slash("next")).await;
    test.restart().await;
    let why = test.fake.interact(test.here().press(&next, "Why?")).await;
    assert!(why.private());
    assert!(why.words().contains("Why now"), "{}", why.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_opens_and_is_sent() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let next = test.fake.interact(test.here().slash("next")).await;
    let form = test.fake.interact(test.here().press(&next, "Done")).await;
    assert!(form.is_form());
    let wrong = test.fake.interact(test.here().submit(&form, &[("hours", "a while")])).await;
    assert!(wrong.private() && wrong.words().contains("not a time I can read"), "{}", wrong.words());
    let done = test.fake.interact(test.here().submit(&form, &[("hours", "1:30"), ("note", "fine")])).await;
    assert!(done.words().contains("1 h 30 logged"), "{}", done.words());
    let again = test.fake.interact(test.here().press(&next, "Done")).await;
    assert!(again.words().contains("done already"), "{}", again.words());
    let check = test.fake.interact(test.here().pick(&done, "Pick your answer", &["1"])).await;
    assert!(check.private());
    let log = test.fake.interact(test.here().press(&next, "Log time")).await;
    let logged = test.fake.interact(test.here().submit(&log, &[("hours", "45m")])).await;
    assert!(logged.words().contains("45 min logged"), "{}", logged.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guided_form_shows_each_pick_in_its_place() {
    let test = OnDiscord::start().await;
    let form = test.fake.interact(test.here().slash("join")).await;
    assert!(form.private());
    let picked = test.fake.interact(test.here().pick(&form, "Hours a week", &["5"])).await;
    assert_eq!((picked.callback, picked.message_id()), (7, form.message_id()));
    assert!(picked.words().contains("5 h a week"), "{}", picked.words());
    let known = test.fake.interact(test.here().pick(&picked, "You already know", &["python", "git"])).await;
    assert!(known.words().contains("You know: "), "{}", known.words());
    let none = test.fake.interact(test.here().pick(&known, "You already know", &[])).await;
    assert!(none.words().contains("nothing of it yet"), "{}", none.words());
    let joined = test.fake.interact(test.here().press(&none, "Start")).await;
    assert_eq!(
        (joined.callback, joined.message_id()),
        (7, form.message_id()),
        "no form is left to start again"
    );
    let why = test.fake.interact(test.here().press(&joined, "Why?")).await;
    assert!(why.private() && why.message_id() != joined.message_id());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_turn_in_place_and_posts_stay() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let plan = test.fake.interact(test.here().slash("plan")).await;
    let later = test.fake.interact(test.here().press(&plan, "Later")).await;
    assert_eq!((later.callback, later.message_id()), (7, plan.message_id()));
    assert_ne!(later.words(), plan.words());
    let post = test.fake.seed_message(
        test.study,
        &json!({"content": "Week", "components": [{"type": 1, "components": [
            {"type": 2, "style": 2, "label": "My week", "custom_id": "1:plan:-:week"},
            {"type": 2, "style": 2, "label": "Old", "custom_id": "0:plan:week"},
            {"type": 2, "style": 2, "label": "Forged", "custom_id": "1:done:zz:\u{202E}"},
            {"type": 2, "style": 2, "label": "Unknown", "custom_id": "1:nothing:-"},
        ]}]}),
    );
    let mine = test.fake.interact(test.here().press_on(post, "My week")).await;
    assert!(mine.private() && mine.message_id() != post);
    for label in ["Old", "Forged", "Unknown"] {
        let refused = test.fake.interact(test.here().press_on(post, label)).await;
        assert!(refused.private(), "{label}");
        assert!(refused.words().contains("no longer fits"), "{label}: {}", refused.words());
    }
    let form = test.fake.interact(test.here().submit_old("0:log", &[("hours", "1")], Some(post))).await;
    assert!(form.private() && form.words().contains("no longer fits"), "{}", form.words());
    assert_eq!(test.fake.message(post).unwrap().content(), "Week");
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_members_button_is_refused_privately() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let next = test.fake.interact(test.here().slash("next")).await;
    let jo = test.fake.person("jo").in_channel(test.study);
    for label in ["Done", "Log time", "Why?"] {
        let refused = test.fake.interact(jo.press(&next, label)).await;
        assert!(refused.private(), "{label}");
        assert!(refused.words().contains("belongs to somebody else"), "{label}: {}", refused.words());
        assert_ne!(refused.message_id(), next.message_id());
    }
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_interaction_twice_counts_once() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let sent = test.fake.send(test.here().slash("log").option("hours", 2)).await;
    test.fake.send_again(&sent).await;
    let answer = test.fake.answered(&sent).await;
    assert!(answer.words().contains("2 h logged"), "{}", answer.words());
    test.fake.send_again(&sent).await;
    test.fake.wait_for_requests(format!("POST /interactions/{}/*/callback", sent.id).as_str(), 3).await;
    let log = test.fake.interact(test.here().slash("log")).await;
    assert_eq!(log.words().matches("2 h,").count(), 1, "{}", log.words());
    let answers = test.fake.all_messages();
    let logged = answers.iter().filter(|it| it.origin == Origin::Answer && it.words().contains("2 h logged"));
    assert_eq!(logged.count(), 1);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_is_seen_by_all_counts_its_kudos_in_place_and_is_taken_back() {
    let test = OnDiscord::start().await;
    test.joined().await;
    let done = test.fake.interact(test.here().slash("done")).await;
    let shown = test.fake.interact(test.here().press(&done, "Share")).await;
    assert!(done.private() && !shown.private(), "{}", shown.words());
    let jo = test.fake.person("jo");
    let from_jo = || jo.in_channel(test.study);
    let kudos = test.fake.interact(from_jo().press(&shown, "Kudos")).await;
    assert_eq!((kudos.callback, kudos.message_id()), (7, shown.message_id()));
    let twice = test.fake.interact(from_jo().press(&kudos, "Kudos (1)")).await;
    assert!(twice.private() && twice.message_id() != shown.message_id());
    let foreign = test.fake.interact(from_jo().press(&kudos, "Take back")).await;
    assert!(foreign.private(), "{}", foreign.words());
    let back = test.fake.interact(test.here().press(&kudos, "Take back")).await;
    assert_eq!((back.callback, back.message_id()), (7, shown.message_id()));
    assert!(back.words().contains("Taken back"), "{}", back.words());
    test.finish().await;
}
