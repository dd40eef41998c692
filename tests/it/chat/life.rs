//! When life happens: missed weeks, pauses, and a pace of one's own.

use expect_test::expect;

use study_coach::chat::Shown;

use super::{Chat, labels};

const JOIN: &str = "/join track:ml-engineer hours:10 months:12";

/// Somebody who joined, did one step, and was silent for two weeks.
async fn silent() -> Chat {
    let mut chat = Chat::new("2026-11-30T22:05").await;
    chat.does(JOIN).await;
    chat.does("/done hours:0.5").await;
    chat.all(":at 2026-12-21T19:00").await;
    chat
}

#[tokio::test]
async fn two_silent_weeks_and_each_of_the_three_ways() {
    let mut chat = silent().await;
    let back = chat.does("/next").await;
    assert!(back.text.as_deref().unwrap().starts_with("Welcome back."));
    let shown: Vec<&str> = labels(&back).collect();
    assert_eq!(shown, ["Done", "Start", "Log time", "Why?", "Not now", "Shift", "Spread", "Trim"]);
    let ways = back.fields.iter().find(|field| field.name == "Ways to catch up").unwrap();
    assert_eq!(ways.value.lines().count(), 3);
    let transcript = chat
        .transcript(
            "click trim
            /undo
            /catch-up
            click spread
            /undo
            /catch-up
            click shift
            /catch-up
            /undo
            /undo",
        )
        .await;
    expect![[r#"
        > click trim
          **Your plan is trimmed** 12 months at 10 h a week: it fits when 4 lessons of less importance are left out. You finish by Sunday 3 October 2027. / This week 0 min of 9 h 40 ▱▱▱▱▱▱▱▱▱▱ / /undo takes this back.
          [Next step] [My plan]
        > /undo
          Taken back: trimming your plan (Monday 21 December 2026). / 12 months at 10 h a week: it fits, with 5 spare weeks. You finish by Sunday 24 October 2027. / This week 0 min of 9 h 40 ▱▱▱▱▱▱▱▱▱▱
          [Next step]
        > /catch-up
          **Your plan can bend** As it stands you finish by Sunday 24 October 2027, 3 weeks later than Sunday 3 October 2027. You can take one of these, or just go on; /undo takes it back. / Shift: the same hours and all lessons. You finish by Sunday 24 October 2027, and the date you wanted becomes Monday 20 December 2027. / Spread: 12 h 30 instead of 10 h a week, from Monday 28 December 2026 to Sunday 14 March 2027. You finish by Sunday 3 October 2027. / Trim: leave out 4 lessons ("SQL and pandas against the clock", "Fifty spoken answers on machine learning", "System design basics: cache, queue, database" and 1 more). You finish by Sunday 3 October 2027.
          [Shift] [Spread] [Trim]
        > click spread
          **It is spread over the weeks ahead** 12 months at 10 h a week: it fits, with 8 spare weeks. You finish by Sunday 3 October 2027. / 12 h 30 a week, from Monday 28 December 2026 to Sunday 14 March 2027 / This week 0 min of 9 h 40 ▱▱▱▱▱▱▱▱▱▱ / /undo takes this back.
          [Next step] [My plan]
        > /undo
          Taken back: spreading what is left (Monday 21 December 2026). / 12 months at 10 h a week: it fits, with 5 spare weeks. You finish by Sunday 24 October 2027. / This week 0 min of 9 h 40 ▱▱▱▱▱▱▱▱▱▱
          [Next step]
        > /catch-up
          **Your plan can bend** As it stands you finish by Sunday 24 October 2027, 3 weeks later than Sunday 3 October 2027. You can take one of these, or just go on; /undo takes it back. / Shift: the same hours and all lessons. You finish by Sunday 24 October 2027, and the date you wanted becomes Monday 20 December 2027. / Spread: 12 h 30 instead of 10 h a week, from Monday 28 December 2026 to Sunday 14 March 2027. You finish by Sunday 3 October 2027. / Trim: leave out 4 lessons ("SQL and pandas against the clock", "Fifty spoken answers on machine learning", "System design basics: cache, queue, database" and 1 more). You finish by Sunday 3 October 2027.
          [Shift] [Spread] [Trim]
        > click shift
          **Everything is shifted** 12 months at 10 h a week: it fits, with 8 spare weeks. You finish by Sunday 24 October 2027. / The date you wanted is Monday 20 December 2027 now. / This week 0 min of 9 h 40 ▱▱▱▱▱▱▱▱▱▱ / /undo takes this back.
          [Next step] [My plan]
        > /catch-up
          Nothing is behind: you finish by Sunday 24 October 2027, as agreed or sooner.
          [Next step]
        > /undo
          Taken back: shifting your plan (Monday 21 December 2026). / 12 months at 10 h a week: it fits, with 5 spare weeks. You finish by Sunday 24 October 2027. / This week 0 min of 9 h 40 ▱▱▱▱▱▱▱▱▱▱
          [Next step]
        > /undo
          (refused) There is nothing of the last 7 days to take back.
    "#]].assert_eq(&transcript);
}

#[tokio::test]
async fn a_way_is_open_as_long_as_it_brings_what_was_shown() {
    let mut chat = silent().await;
    let shown = chat.does("/catch-up").await;
    let trim = shown.buttons.iter().find(|button| button.label == "Trim").unwrap().id.clone();
    chat.all(":at 2027-01-04T09:00").await;
    let before = chat.stored(&["you"]).await;
    let moved = chat.does(&format!("click {trim}")).await;
    assert!(moved.text.unwrap().contains("how it stands now"));
    assert_eq!(chat.stored(&["you"]).await, before);
    // What it says now can be taken.
    chat.does("click trim").await;
    assert!(chat.does("/catch-up").await.text.unwrap().contains("Nothing is behind"));
}

#[tokio::test]
async fn other_hours_end_a_spread() {
    let mut chat = silent().await;
    chat.does("/catch-up").await;
    chat.does("click spread").await;
    let spread = |settings: Shown| settings.fields.into_iter().find(|it| it.name == "For a while");
    assert!(spread(chat.does("/settings").await).is_some());
    let changed = chat.does("/settings hours:4").await.text.unwrap();
    assert!(changed.contains("The weeks that asked for a little more end with it."), "{changed}");
    assert!(spread(chat.does("/settings").await).is_none());
    let week = &chat.does("/plan week:6").await.fields[0];
    assert!(week.name.contains(": 4 h ("), "{}", week.name);
    chat.does("/undo").await;
    assert!(spread(chat.does("/settings").await).is_some());
}

#[tokio::test]
async fn the_step_is_never_in_the_way_of_the_ways_nor_they_of_it() {
    let mut chat = silent().await;
    chat.does("/next").await;
    chat.does("click done hours:0:40").await;
    // Whoever has begun again is not welcomed again.
    let next = chat.does("/next").await;
    assert!(!next.text.unwrap().contains("Welcome"));
    assert!(labels(&chat.does("/plan").await).any(|label| label == "Ways to catch up"));
}

#[tokio::test]
async fn a_pause_an_early_return_and_the_streak_unbroken() {
    let mut chat = Chat::new("2026-11-30T22:05").await;
    chat.does(JOIN).await;
    chat.does("/settings reminders:on").await;
    chat.does("/setup weekly channel:general day:Monday time:09:00 timezone:UTC").await;
    chat.does("/done lesson:setup hours:4").await;
    let transcript = chat
        .transcript(
            ":at 2026-12-08T21:00
            /pause
            click 4 weeks
            /next
            :at 2026-12-21T09:00
            /next
            /resume
            /progress
            :at 2027-01-11T09:00
            /resume
            pause 2
            /undo
            /pause until:2026-01-01
            /pause weeks:2 until:2027-02-01
            /pause until:soon",
        )
        .await;
    expect![[r#"
        > :at 2026-12-08T21:00
          #general **Week of Monday 7 December 2026** 1 learner, 1 track.
          [My week] [Board] [Join]
          @you **Your week** 12 months at 10 h a week: it fits, with 8 spare weeks. You finish by Sunday 3 October 2027.
          [Done] [Start] [Log time] [Why?] [Not now] [My week]
        > /pause
          How long? In a pause nothing is asked, your streak stays, and your dates move along.
          [1 week] [2 weeks] [4 weeks]
        > click 4 weeks
          **Your plan is paused** 4 weeks, from Monday 7 December 2026 to Sunday 3 January 2027. Nothing is asked in that time, and your streak stays. / After it everything moves along: you finish by Sunday 31 October 2027. / The date you wanted is Monday 27 December 2027 now.
          [My plan] [Resume]
        > /next
          **1 h 30: Python basics: values, decisions, loops and functions, step 1 of 7** Your plan is paused until Sunday 3 January 2027; nothing is asked. It continues on Monday 4 January 2027. /  / If you would like to do something all the same, this comes next. It counts for you. /  / Start Python with `uv run python` and ask it how many hours 6 h a week for 50 weeks are: store `hours` and `weeks`, print a sentence with an f-string, leave with `exit()`. Then write `values.py` with a whole number, a decimal, a text and a truth value, each printed with its `type()`, and add `int('42')` and `int('four')`. It worked when the sentence shows 300 and you can say from the error which line failed and why.
          [Done] [Start] [Log time] [Why?] [Not now] [Resume]
        > :at 2026-12-21T09:00
          #general **Week of Monday 14 December 2026** Nobody studies here this week. Press Join: a plan you can keep takes two minutes to make.
          [My week] [Board] [Join]
          #general **Week of Monday 21 December 2026** Nobody studies here this week. Press Join: a plan you can keep takes two minutes to make.
          [My week] [Board] [Join]
        > /next
          **1 h 30: Python basics: values, decisions, loops and functions, step 1 of 7** Your plan is paused until Sunday 3 January 2027; nothing is asked. It continues on Monday 4 January 2027. /  / If you would like to do something all the same, this comes next. It counts for you. /  / Start Python with `uv run python` and ask it how many hours 6 h a week for 50 weeks are: store `hours` and `weeks`, print a sentence with an f-string, leave with `exit()`. Then write `values.py` with a whole number, a decimal, a text and a truth value, each printed with its `type()`, and add `int('42')` and `int('four')`. It worked when the sentence shows 300 and you can say from the error which line failed and why.
          [Done] [Start] [Log time] [Why?] [Not now] [Resume]
        > /resume
          **Your plan goes on** 2 weeks of the pause are given back. / This week 0 min of 10 h ▱▱▱▱▱▱▱▱▱▱ / 12 months at 10 h a week: it fits, with 8 spare weeks. You finish by Sunday 17 October 2027.
          [Next step] [My plan]
        > /progress
          **Your progress** This week 0 min of 10 h ▱▱▱▱▱▱▱▱▱▱ / Streak: 0 weeks; 2 freezes left this quarter. / 12 months at 10 h a week: it fits, with 8 spare weeks. You finish by Sunday 17 October 2027.
          [Next step] [Share]
        > :at 2027-01-11T09:00
          #general **Week of Monday 28 December 2026** 1 learner, 1 track.
          [My week] [Board] [Join]
          @you **Your week** 12 months at 10 h a week: it fits, with 7 spare weeks. You finish by Sunday 24 October 2027.
          [Done] [Start] [Log time] [Why?] [Not now] [My week]
          #general **Week of Monday 4 January 2027** 1 learner, 1 track.
          [My week] [Board] [Join]
          @you **Your week** 12 months at 10 h a week: it fits, with 6 spare weeks. You finish by Sunday 31 October 2027.
          [Done] [Start] [Log time] [Why?] [Not now] [My week]
          #general **Week of Monday 11 January 2027** 1 learner, 1 track.
          [My week] [Board] [Join]
          @you **Your week** 12 months at 10 h a week: it fits, with 5 spare weeks. You finish by Sunday 7 November 2027.
          [Done] [Start] [Log time] [Why?] [Not now] [My week]
        > /resume
          (refused) Your plan is not paused. /next shows what to do now.
        > pause 2
          **Your plan is paused** 2 weeks, from Monday 11 January 2027 to Sunday 24 January 2027. Nothing is asked in that time, and your streak stays. / After it everything moves along: you finish by Sunday 21 November 2027. / The date you wanted is Monday 27 December 2027 now.
          [My plan] [Resume]
        > /undo
          Taken back: your pause (Monday 11 January 2027). / 12 months at 10 h a week: it fits, with 5 spare weeks. You finish by Sunday 7 November 2027. / This week 0 min of 10 h ▱▱▱▱▱▱▱▱▱▱
          [Next step]
        > /pause until:2026-01-01
          (refused) until: has to be later: a pause holds whole weeks, so this one lasts until Monday 18 January 2027 at least.
        > /pause weeks:2 until:2027-02-01
          (refused) Give either until: or weeks:, not both.
        > /pause until:soon
          (refused) until takes a date as YYYY-MM-DD, such as 2026-12-07; "soon" is none.
    "#]].assert_eq(&transcript);
}

/// Three weeks in which everything took half as long again as planned.
async fn slow(months: u32) -> Chat {
    let mut chat = Chat::new("2026-11-30T22:05").await;
    chat.does(&format!("/join track:ml-engineer hours:10 months:{months}")).await;
    chat.does("/done lesson:setup hours:6").await;
    chat.all(":at 2026-12-08T21:00").await;
    chat.does("/done lesson:python-basics hours:14").await;
    chat.all(":at 2026-12-15T21:00").await;
    chat.does("/done lesson:python-collections hours:11").await;
    chat
}

#[tokio::test]
async fn a_pace_that_still_fits_is_told_with_the_next_done_and_trims_nothing() {
    let mut chat = slow(24).await;
    chat.all(":at 2026-12-21T21:00").await;
    // Whoever looks at the plan before it is told sees why its end has moved.
    let plan = chat.does("/plan").await.text.unwrap();
    assert!(plan.contains("by your reports: 1.38 times what the lessons say"), "{plan}");
    let done = chat.does("/done").await;
    let text = done.text.as_deref().unwrap();
    assert!(text.contains("you take 1.38 times") && text.contains("still holds"), "{text}");
    assert!(labels(&done).all(|label| label != "Trim"));
    assert!(!chat.does("/next").await.text.unwrap().contains("1.38"));
}

#[tokio::test]
async fn a_pace_of_ones_own_is_noticed_once_and_said_with_the_date() {
    let mut chat = slow(11).await;
    let transcript = chat
        .transcript(
            "/next
            :at 2026-12-21T21:00
            /next
            /next
            /done hours:1
            /catch-up
            click trim
            /settings",
        )
        .await;
    expect![[r#"
        > /next
          **30 min: Git and GitHub, the parts you use daily, step 1 of 7** Install Git, tell it your name and e-mail with `git config --global`, and go to a project folder from before. Run `git init` (harmless if uv has done it already), look at `git status`, then `git add` your files by name and `git commit -m 'Add first script'`. It worked when `git log --oneline` prints one line and `git status` reports a clean tree.
          [Done] [Start] [Log time] [Why?] [Not now]
        > :at 2026-12-21T21:00
        > /next
          **45 min: Git and GitHub, the parts you use daily, step 1 of 7** Going by the times you report, you take 1.38 times what I had planned. From this week on your plan counts with that: you finish by Sunday 5 March 2028. To keep Sunday 3 October 2027, Trim would leave out "Hyper-parameter tuning with a fixed budget", "Error analysis and interpretation", "Project 1: tabular ML, from notebook to tested repository" and 16 more. /  / Install Git, tell it your name and e-mail with `git config --global`, and go to a project folder from before. Run `git init` (harmless if uv has done it already), look at `git status`, then `git add` your files by name and `git commit -m 'Add first script'`. It worked when `git log --oneline` prints one line and `git status` reports a clean tree.
          [Done] [Start] [Log time] [Why?] [Not now] [Trim] [Ways to catch up]
        > /next
          **45 min: Git and GitHub, the parts you use daily, step 1 of 7** Install Git, tell it your name and e-mail with `git config --global`, and go to a project folder from before. Run `git init` (harmless if uv has done it already), look at `git status`, then `git add` your files by name and `git commit -m 'Add first script'`. It worked when `git log --oneline` prints one line and `git status` reports a clean tree.
          [Done] [Start] [Log time] [Why?] [Not now]
        > /done hours:1
          **Step done: Git and GitHub, the parts you use daily** 1 h logged. / This week 1 h of 9 h 25 ▰▱▱▱▱▱▱▱▱▱
          [Done] [Start] [Log time] [Why?] [Not now] [Share]
        > /catch-up
          **Your plan can bend** As it stands you finish by Sunday 5 March 2028, 22 weeks later than Sunday 3 October 2027. You can take one of these, or just go on; /undo takes it back. / Shift: the same hours and all lessons. You finish by Sunday 5 March 2028, and the date you wanted becomes Friday 31 March 2028. / Trim: leave out 19 lessons ("Hyper-parameter tuning with a fixed budget", "Error analysis and interpretation", "Project 1: tabular ML, from notebook to tested repository" and 16 more). You finish by Sunday 3 October 2027. / Spread is not open: even a quarter more in every week until Sunday 3 October 2027 is not enough.
          [Shift] [Trim]
        > click trim
          **Your plan is trimmed** 11 months at 10 h a week: it fits when 19 lessons of less importance are left out. You finish by Sunday 3 October 2027. / This week 1 h of 9 h 25 ▰▱▱▱▱▱▱▱▱▱ / /undo takes this back.
          [Next step] [My plan]
        > /settings
          **Your settings** 11 months at 10 h a week: it fits when 19 lessons of less importance are left out. You finish by Sunday 3 October 2027.
          [No end date]
    "#]].assert_eq(&transcript);
    let settings = chat.does("/settings").await;
    let pace = settings.fields.iter().find(|field| field.name == "Pace").unwrap();
    assert!(pace.value.contains("times what the lessons say, from 32 h"), "{}", pace.value);
}
