//! Posts: set up, sent once, and said when they cannot be sent.

use chrono::Utc;
use study_coach::store::{Due, Kind};
use study_coach::study::units::{LearnerId, ServerId};

use super::OnDiscord;
use crate::support::discord::permission::{EMBED_LINKS, SEND_MESSAGES};
use crate::support::discord::{Answer, Draft, Fault, RouteMatcher};

pub fn weekly(test: &OnDiscord) -> Draft {
    weekly_in(test, test.study)
}

pub fn weekly_in(test: &OnDiscord, channel: u64) -> Draft {
    // A day that does not come during the test.
    weekly_at(test, channel, 3, "09:00")
}

/// On the day that comes in so many days, at a time in UTC.
pub fn weekly_at(test: &OnDiscord, channel: u64, days: i64, time: &str) -> Draft {
    let day = (Utc::now() + chrono::Duration::days(days)).format("%A").to_string().to_lowercase();
    let setup = test.here().manager().slash("setup weekly").channel("channel", channel);
    setup.option("day", day).option("time", time).option("timezone", "UTC")
}

pub async fn setup(test: &OnDiscord, sub: &str) -> Answer {
    test.fake.interact(test.here().manager().slash(&format!("setup {sub}"))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_goes_out_once() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    test.fake.deny(test.study, SEND_MESSAGES);
    let refused = test.fake.interact(weekly(&test)).await;
    assert!(refused.private() && refused.words().contains("I cannot post in"), "{}", refused.words());
    test.fake.allow(test.study, SEND_MESSAGES);
    let role = test.fake.add_role(test.guild, "Learners");
    let refused = test.fake.interact(weekly(&test).role("role", role)).await;
    assert!(refused.words().contains("You cannot ping"), "{}", refused.words());
    test.fake.make_mentionable(test.guild, role);
    let set = test.fake.interact(weekly(&test).role("role", role).option("silent", true)).await;
    assert!(set.words().contains("Posts go to"), "{}", set.words());
    let preview = test.fake.interact(test.here().manager().press(&set, "Preview")).await;
    assert!(preview.private() && preview.words().contains("1 learner"), "{}", preview.words());
    // The request comes through, its answer does not: the second try makes no second message.
    test.fake.fault_next(RouteMatcher::create_message(test.study), Fault::ResetAfter);
    setup(&test, "post-now").await;
    let post = test.fake.wait_for_message(test.study).await;
    test.fake.wait_for_requests(RouteMatcher::create_message(test.study), 2).await;
    assert_eq!(post.content(), format!("<@&{role}>"));
    assert_eq!(post.body["mention_roles"], serde_json::json!([role.to_string()]));
    assert_eq!(post.body["flags"], 1 << 12);
    let mine = test.fake.interact(test.here().press_on(post.id, "My week")).await;
    assert!(mine.private());
    test.restart().await;
    let health = setup(&test, "health").await;
    assert!(health.words().contains("posted in time"), "{}", health.words());
    assert_eq!(test.fake.posts(test.study).len(), 1);
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_without_embeds_comes_as_words() {
    let test = OnDiscord::start().await;
    test.joined().await;
    test.fake.interact(weekly(&test)).await;
    test.fake.deny(test.study, EMBED_LINKS);
    setup(&test, "post-now").await;
    let post = test.fake.wait_for_message(test.study).await;
    assert!(post.content().contains("1 learner") && post.component("My week").is_some(), "{}", post.words());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_closed_or_gone_is_said() {
    let test = OnDiscord::start().await;
    test.fake.interact(weekly(&test)).await;
    test.fake.deny(test.study, SEND_MESSAGES);
    setup(&test, "post-now").await;
    // With an embed, then as words.
    test.fake.wait_for_requests(RouteMatcher::create_message(test.study), 2).await;
    assert!(shown(&test, "show", "Posting has stopped").await.contains("Give me View Channel"));
    test.fake.allow(test.study, SEND_MESSAGES);
    test.fake.interact(weekly(&test)).await;
    let desk = test.fake.add_channel(test.guild, "desk");
    test.fake.delete_channel(test.study);
    let manager = test.mia.in_channel(desk).manager();
    test.fake.interact(manager.slash("setup post-now")).await;
    test.fake.wait_for_requests(RouteMatcher::create_message(test.study), 3).await;
    loop {
        let show = test.fake.interact(manager.slash("setup show")).await;
        if show.words().contains("The channel is gone") {
            break;
        }
    }
    test.finish().await;
}

/// What `/setup show` or another part of it says once it says this.
pub async fn shown(test: &OnDiscord, sub: &str, wanted: &str) -> String {
    let mut words = String::new();
    for _ in 0..500 {
        words = setup(test, sub).await.words();
        if words.contains(wanted) {
            return words;
        }
    }
    panic!("/setup {sub} never says {wanted:?} but:\n{words}");
}

/// A learner's own assignment, due now.
pub fn assignment(key: &str, guild: u64, learner: u64) -> Due {
    let due = Due::new(key.to_owned(), Kind::Assignment, ServerId(guild), Utc::now());
    Due { learner: Some(LearnerId(learner)), ..due }
}

#[tokio::test(flavor = "multi_thread")]
async fn assignments_come_by_direct_message() {
    let mut test = OnDiscord::start().await;
    test.joined().await;
    let jo = test.fake.person("jo");
    let join = jo.in_channel(test.study).slash("join").option("track", "llm").option("hours", 5);
    test.fake.interact(join).await;
    test.fake.close_dms(&jo);
    test.stop().await;
    let due = |key: &str, learner: u64| assignment(key, test.guild, learner);
    test.queue(&[due("a", jo.id), due("b", test.mia.id)]).await;
    test.resume().await;
    let own = test.fake.wait_for_dm(&test.mia).await;
    assert!(own.words().contains("Your week"), "{}", own.words());
    let form = test.fake.interact(test.mia.in_dm().press_on(own.id, "Done")).await;
    assert!(form.is_form());
    assert!(test.fake.messages(test.fake.dm_channel(&jo)).is_empty());
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cohort_is_joined_on_its_invitation_and_talks_in_a_thread() {
    let test = OnDiscord::start().await;
    test.fake.interact(weekly(&test)).await;
    let begin = test.here().manager().slash("setup cohort").option("track", "llm").option("hours", 6);
    let today = Utc::now().format("%Y-%m-%d").to_string();
    let begun = test.fake.interact(begin.option("start", today).option("name", "Winter *2026*")).await;
    assert!(begun.words().contains("The invitation goes to"), "{}", begun.words());
    let invitation = test.fake.wait_for_message(test.study).await;
    let joined = test.fake.interact(test.here().press_on(invitation.id, "Join Winter *2026*")).await;
    assert!(joined.private() && joined.words().contains("You are in Winter"), "{}", joined.words());
    setup(&test, "post-now").await;
    let route = RouteMatcher::new("POST /channels/*/messages/*/threads");
    let opened = test.fake.wait_for_requests(route, 1).await;
    assert_eq!(opened[0].body.as_ref().unwrap()["name"], "Winter *2026*, week 1");
    let posts = test.fake.posts(test.study);
    assert!(posts.last().unwrap().words().contains("week 1 (1)"), "{}", posts.last().unwrap().words());
    test.finish().await;
}
