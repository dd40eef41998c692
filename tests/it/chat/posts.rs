//! What a chat posts by itself while its clock is moved.

use expect_test::expect;
use study_coach::chat::What;

use super::Chat;

const WEEKLY: &str = "/setup weekly channel:general day:Monday time:09:00 timezone:Europe/Berlin";

#[tokio::test]
async fn a_week_passes_and_monday_is_posted_once() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    chat.does("/log hours:3").await;
    let transcript = chat
        .transcript(&format!(
            "{WEEKLY}
            :at 2026-12-07T08:59:59
            :at 2026-12-07T09:00
            :at 2026-12-07T08:00Z
            :at 2026-12-07T10:00+01:00
            click my week
            @mia click join
            :at 2026-12-07T09:59"
        ))
        .await;
    expect![[r#"
        > /setup weekly channel:general day:Monday time:09:00 timezone:Europe/Berlin
          **The weekly post** Posts go to #general every Monday at 09:00 (Europe/Berlin). / I can post there, show embeds and attach pictures.
          [Preview] [Health]
        > :at 2026-12-07T08:59:59
        > :at 2026-12-07T09:00
          #general **Week of Monday 7 December 2026** 1 learner, 1 track.
          [My week] [Board] [Join]
        > :at 2026-12-07T08:00Z
        > :at 2026-12-07T10:00+01:00
        > click my week
          **Your plan** At 10 h a week you finish by Sunday 10 October 2027.
          [Later] [Left out] [Why] [Export] [Ways to catch up] [Next step]
        > @mia click join
          @mia **Let us make a plan you can keep** Machine-learning engineer, 10 h a week, 12 months. You know: nothing of it yet. / 12 months at 10 h a week: it fits, with 8 spare weeks. You finish by Sunday 10 October 2027.
          [Start] [Show the plan] [Change] [Reminders: off] [Board: visible]
        > :at 2026-12-07T09:59
          (refused) The clock never goes back; it shows 2026-12-07T10:00:00 (Europe/Berlin).
    "#]].assert_eq(&transcript);
}

#[tokio::test]
async fn every_monday_on_the_way_is_posted_in_order() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    chat.does(WEEKLY).await;
    chat.does("/settings reminders:on").await;
    let posts = chat.all(":at 2026-12-28T08:00Z").await;
    assert!(posts.iter().all(|post| post.kind == What::Post && !post.refused));
    let (messages, channel): (Vec<_>, Vec<_>) = posts.iter().partition(|post| post.private);
    let titles: Vec<&str> = channel.iter().filter_map(|post| post.title.as_deref()).collect();
    assert_eq!(titles.len(), 4);
    for (title, day) in titles.iter().zip(["7 December", "14 December", "21 December", "28 December"]) {
        assert!(title.contains(day), "{titles:?}");
    }
    assert!(channel.iter().all(|post| post.to.is_none() && post.channel.as_deref() == Some("general")));
    assert_eq!(messages.len(), 4);
    assert!(messages.iter().all(|post| post.to.as_deref() == Some("you") && post.channel.is_none()));
    // Buttons of a message work like those of an answer.
    chat.does("click done").await;
}

#[tokio::test]
async fn another_run_on_the_same_database_posts_nothing_twice() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    chat.does(WEEKLY).await;
    assert_eq!(chat.all(":at 2026-12-07T09:30").await.len(), 1);
    let mut chat = chat.again("2026-12-07T08:31Z").await;
    assert!(chat.session.due().await.is_empty());
    assert!(chat.all(":at 2026-12-14T08:59").await.is_empty(), "local times are the server's zone again");
    let posts = chat.all(":at 2026-12-14T09:00").await;
    assert_eq!(posts.len(), 1);
    assert!(posts[0].fields.iter().any(|field| field.value.contains("you")), "{posts:#?}");
    // The learner is known by name, and so is their plan.
    assert!(chat.does("/progress").await.text.unwrap().contains("10 h"));
}

#[tokio::test]
async fn a_post_that_was_missed_comes_late_in_the_next_run() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does(WEEKLY).await;
    let mut chat = chat.again("2026-12-07T20:00").await;
    let posts = chat.session.due().await;
    assert_eq!(posts.len(), 1);
    let text = posts[0].text.as_deref().unwrap();
    assert!(text.contains("Mon 7 Dec 2026 09:00 CET"), "{text}");
}

#[tokio::test]
async fn post_now_is_posted_after_its_answer_and_a_preview_is_an_answer() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    let preview_of = chat.does(WEEKLY).await;
    assert!(preview_of.text.unwrap().contains("#general"));
    let preview = chat.does("click preview").await;
    assert_eq!((preview.kind, preview.private), (What::Reply, true));
    let shown = chat.all("/setup post-now").await;
    let kinds: Vec<What> = shown.iter().map(|shown| shown.kind).collect();
    assert_eq!(kinds, [What::Reply, What::Post]);
    assert_eq!(shown[1].channel.as_deref(), Some("general"));
    assert!(chat.all(":at 2026-12-06T23:00").await.is_empty());
}

#[tokio::test]
async fn nothing_is_set_up_where_the_coach_may_not_post() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/setup show").await;
    let before = chat.stored(&["you"]).await;
    let sentence = chat.refuses("/setup weekly channel:#read-only day:monday time:09:00 timezone:UTC").await;
    assert!(sentence.contains("#read-only"), "{sentence}");
    assert_eq!(chat.stored(&["you"]).await, before);
    assert!(chat.all(":at 2026-12-15T00:00").await.is_empty());
}

#[tokio::test]
async fn the_clock_never_goes_back() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    assert!(chat.refuses(":at 2026-12-02T17:59:59").await.contains("2026-12-02T18:00"));
    assert!(chat.all(":at 2026-12-02T18:00").await.is_empty());
    assert!(chat.refuses(":at tomorrow").await.contains("2026-12-07T09:00"));
    assert!(chat.refuses(":at 2126-12-02T18:00").await.contains("ten years"));
}

#[tokio::test]
async fn a_cohort_begins_is_joined_and_gets_its_week() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    let transcript = chat
        .transcript(&format!(
            "/setup cohort track:llm hours:6 start:2026-12-07 name:Winter
            {WEEKLY}
            /setup cohort track:llm hours:6 start:2026-12-07 name:Winter
            @mia click join winter
            @mia click join winter
            @jo /join track:vision hours:10
            @jo click join winter
            @jo click join winter
            @jo /undo
            :at 2026-12-07T09:00
            @ann click join winter
            /setup cohort
            click winter
            click invite again
            click end it
            click end it
            @tom click join winter"
        ))
        .await;
    expect![[r#"
        > /setup cohort track:llm hours:6 start:2026-12-07 name:Winter
          (refused) A cohort gets its week by the weekly post, and none is set up yet. Use /setup weekly channel: day: time: timezone: first.
        > /setup weekly channel:general day:Monday time:09:00 timezone:Europe/Berlin
          **The weekly post** Posts go to #general every Monday at 09:00 (Europe/Berlin). / I can post there, show embeds and attach pictures.
          [Preview] [Health]
        > /setup cohort track:llm hours:6 start:2026-12-07 name:Winter
          **Cohort Winter** LLM engineering, 6 h a week, from Monday 7 December 2026 to Sunday 1 October 2028. / The invitation goes to #general now; one press on its Join button is enough. / The weekly post carries the cohort's week, the first time on Monday 7 December 2026, 09:00 (Mon 7 Dec 2026 09:00 CET).
          #general **Cohort Winter** LLM engineering, 6 h a week, from Monday 7 December 2026 to Sunday 1 October 2028. / One press on Join makes this your plan; whatever you have finished counts already.
          [Join Winter] [My week]
        > @mia click join winter
          @mia **Your plan is made** You are in Winter: LLM engineering, from Monday 7 December 2026. / At 6 h a week you finish by Sunday 1 October 2028.
          [Done] [Start] [Log time] [Why?] [Not now]
        > @mia click join winter
          @mia **Cohort Winter** You are in Winter: LLM engineering, from Monday 7 December 2026. / At 6 h a week you finish by Sunday 1 October 2028.
          [Next step]
        > @jo /join track:vision hours:10
          @jo **Your plan is made** At 10 h a week you finish by Sunday 12 December 2027.
          [Done] [Start] [Log time] [Why?] [Not now]
        > @jo click join winter
          @jo **Join Winter?** You have a plan. Winter would take its place; compare the two, then press Join once more.
          [Join Winter] [Keep my plan]
        > @jo click join winter
          @jo **Your plan is made** You are in Winter: LLM engineering, from Monday 7 December 2026. / It takes the place of your old plan; all your progress is kept, and /undo brings the old one back. / At 6 h a week you finish by Sunday 1 October 2028.
          [Done] [Start] [Log time] [Why?] [Not now]
        > @jo /undo
          @jo Taken back: your new plan (Wednesday 2 December 2026). / At 10 h a week you finish by Sunday 12 December 2027. / This week 0 min of 4 h ▱▱▱▱▱▱▱▱▱▱
          [Next step]
        > :at 2026-12-07T09:00
          #general **Week of Monday 7 December 2026** 2 learners, 2 tracks, 1 cohort.
          [My week] [Board] [Join] [Join Winter] [Find a partner: Winter]
        > @ann click join winter
          @ann **Your plan is made** You are in Winter: LLM engineering, from Monday 7 December 2026. / At 6 h a week you finish by Sunday 1 October 2028.
          [Done] [Start] [Log time] [Why?] [Not now]
        > /setup cohort
          **Cohorts of this server** Press one to invite to it again or to end it.
          [Winter]
        > click winter
          **Cohort Winter** LLM engineering, 6 h a week, from Monday 7 December 2026 to Sunday 1 October 2028. / 2 learners are in it; this is its week 1.
          [Invite again] [End it]
        > click invite again
          **Cohort Winter** The invitation goes to #general now; one press on its Join button is enough.
          #general **Cohort Winter** LLM engineering, 6 h a week, from Monday 7 December 2026 to Sunday 1 October 2028. / It is under way. One press on Join makes it your plan: you begin with its first lesson today, at the same pace. Whatever you have finished counts already.
          [Join Winter] [My week]
        > click end it
          **Cohort Winter** "Winter" would no longer be in the weekly post, and nobody could join it. Its learners keep their plans and go on at their own pace. This cannot be undone.
          [End it] [Let it run]
        > click end it
          **Cohort Winter** "Winter" has ended. Its learners keep their plans and go on at their own pace.
        > @tom click join winter
          @tom (refused) This cohort has ended. /join makes a plan of your own.
    "#]].assert_eq(&transcript);
}

#[tokio::test]
async fn a_reminder_comes_in_the_week_and_a_nudge_to_who_has_not_begun() {
    let mut chat = Chat::new("2026-12-07T12:00").await;
    let transcript = chat
        .transcript(&format!(
            "{WEEKLY}
            /setup reminder
            /setup reminder day:thursday time:18:00
            /join track:ml-engineer hours:10
            @mia /join track:llm hours:6
            @mia /settings reminders:on
            /log hours:2
            :at 2026-12-10T18:00
            @mia click done hours:0:20
            click next step
            /setup reminder
            click switch it off"
        ))
        .await;
    expect![[r#"
        > /setup weekly channel:general day:Monday time:09:00 timezone:Europe/Berlin
          **The weekly post** Posts go to #general every Monday at 09:00 (Europe/Berlin). / I can post there, show embeds and attach pictures.
          [Preview] [Health]
        > /setup reminder
          **The reminder** No reminder is set up. /setup reminder day: time: sets one: a second, shorter post that says how far everybody is.
        > /setup reminder day:thursday time:18:00
          **The reminder** A reminder follows every Thursday at 18:00. / It goes to #general and says how far the server and each cohort are. Members with /settings reminders:on who have not begun get a step to begin with by direct message.
          [Switch it off]
        > /join track:ml-engineer hours:10
          **Your plan is made** At 10 h a week you finish by Sunday 10 October 2027.
          [Done] [Start] [Log time] [Why?] [Not now]
        > @mia /join track:llm hours:6
          @mia **Your plan is made** At 6 h a week you finish by Sunday 1 October 2028.
          [Done] [Start] [Log time] [Why?] [Not now]
        > @mia /settings reminders:on
          @mia **Your settings are changed** 
        > /log hours:2
          2 h logged for Monday 7 December 2026. / This week 2 h of 7 h ▰▰▱▱▱▱▱▱▱▱
          [Next step] [Remove]
        > :at 2026-12-10T18:00
          #general **The week so far** 1 of 2 have begun. Together 18 % of this week's promises are kept so far, 2 h logged. / The week ends in 3 days.
          [Next step]
          @mia **Your week is open** This week asks for 4 h; it ends in 3 days. Here is a step to begin with.
          [Done] [Start] [Log time] [Why?] [Not now] [My week]
        > @mia click done hours:0:20
          @mia **Step done: Your workbench: terminal, editor, uv and a notebook** 20 min logged. / This week 20 min of 4 h ▱▱▱▱▱▱▱▱▱▱
          [Done] [Start] [Log time] [Why?] [Not now]
        > click next step
          **20 min: Your workbench: terminal, editor, uv and a notebook, step 1 of 7** Open a terminal (Terminal on macOS and Linux, PowerShell on Windows) and type `pwd`, then `ls`, then `mkdir study` and `cd study`. Type `pwd` once more. It worked when the path that is printed ends in `study`.
          [Done] [Start] [Log time] [Why?] [Not now]
        > /setup reminder
          **The reminder** A reminder follows every Thursday at 18:00. / It goes to #general and says how far the server and each cohort are. Members with /settings reminders:on who have not begun get a step to begin with by direct message.
          [Switch it off]
        > click switch it off
          **The reminder** The reminder is off. /setup reminder turns it on again.
    "#]].assert_eq(&transcript);
}
