//! What managers see of members, and what they can do about them.

use study_coach::coach::reply::{Id, Reply};
use study_coach::coach::request::{Act, Call, Place, Press, Shown, Value};
use study_coach::study::units::{ChannelId, LearnerId, MessageId, ServerId};

use crate::support::coach::{CHANNEL, SERVER, TestCoach, text};

fn id(test: &TestCoach, name: &str) -> LearnerId {
    test.request(name, Act::Talk(String::new())).from.id
}

/// Mia and jo, who both logged time, and a manager.
async fn studying() -> TestCoach {
    let test = TestCoach::new("2026-11-30T10:00:00Z").await;
    for name in ["mia", "jo"] {
        test.join(name).await;
        test.command(name, "log", &[("hours", Value::Number(2.0))]).await;
    }
    test
}

async fn board(test: &TestCoach, name: &str) -> String {
    test.command(name, "leaderboard", &[("by", text("hours"))]).await.text
}

/// The page of one member.
async fn picked(test: &TestCoach, name: &str) -> Reply {
    let roster = test.command("boss", "setup members", &[]).await;
    test.pick("boss", &roster, "Pick a member", &[&format!("{:x}", id(test, name).0)]).await
}

async fn finish(test: &TestCoach, name: &str, lesson: &str, link: &str) -> Reply {
    let values = [("lesson", text(lesson)), ("link", text(link)), ("hours", Value::Number(1.0))];
    let done = test.command(name, "done", &values).await;
    assert!(!done.refused, "{}", done.text);
    done
}

async fn portfolio(test: &TestCoach, of: &str, by: &str) -> String {
    test.command(by, "portfolio", &[("member", Value::User(id(test, of), of.to_owned()))]).await.text
}

async fn audit(test: &TestCoach) -> String {
    let roster = test.command("boss", "setup members", &[]).await;
    test.press("boss", &roster, "What managers did", &[]).await.text
}

#[tokio::test]
async fn the_roster_lists_track_activity_and_works() {
    let test = studying().await;
    finish(&test, "mia", "setup", "https://github.com/mia/setup").await;
    let roster = test.command("boss", "setup members", &[]).await;
    assert!(roster.private && roster.text.starts_with("2 members"), "{}", roster.text);
    let mia = roster.text.lines().find(|line| line.contains("mia")).unwrap();
    for word in
        ["Machine-learning engineer", "last active Monday 30 November 2026", "1 work with a link", "%"]
    {
        assert!(mia.contains(word), "{word}: {mia}");
    }
    for command in ["setup members", "hide-this-work"] {
        assert!(test.command("mia", command, &[]).await.refused, "only managers see it");
    }
}

#[tokio::test]
async fn a_hidden_member_is_on_no_board_until_they_are_shown_again() {
    let test = studying().await;
    let page = picked(&test, "mia").await;
    let hidden = test.press("boss", &page, "Hide", &[]).await;
    assert!(hidden.text.starts_with("mia is on no board"), "{}", hidden.text);
    assert!(!board(&test, "jo").await.contains("mia"));
    assert!(
        test.command("jo", "progress", &[("member", Value::User(id(&test, "mia"), String::new()))])
            .await
            .refused
    );
    // Their own choice does not bring them back, and they are told why.
    test.command("mia", "settings", &[("board", text("visible"))]).await;
    assert!(!board(&test, "jo").await.contains("mia"));
    assert!(board(&test, "mia").await.contains("A manager of this server hides you"));
    let page = picked(&test, "mia").await;
    assert!(page.text.contains("hidden by a manager"), "{}", page.text);
    test.press("boss", &page, "Show again", &[]).await;
    assert!(board(&test, "jo").await.contains("mia"));
    let audit = audit(&test).await;
    let (boss, mia) = (id(&test, "boss"), id(&test, "mia"));
    assert!(audit.contains(&format!("<@{boss}> hid <@{mia}>.")), "{audit}");
    assert!(audit.contains(&format!("<@{boss}> showed <@{mia}> again.")), "{audit}");
}

#[tokio::test]
async fn who_is_removed_may_join_again_and_who_is_blocked_may_not() {
    let test = studying().await;
    let asked = test.press("boss", &picked(&test, "mia").await, "Remove", &[]).await;
    assert!(asked.text.contains("They may join again"), "{}", asked.text);
    assert!(board(&test, "jo").await.contains("mia"), "nothing is done before the second press");
    test.press("boss", &asked, "Remove from here", &[]).await;
    assert!(!board(&test, "jo").await.contains("mia"));
    test.join("mia").await;
    assert!(board(&test, "jo").await.contains("mia"));

    let asked = test.press("boss", &picked(&test, "mia").await, "Block", &[]).await;
    let blocked = test.press("boss", &asked, "Block for good", &[]).await;
    assert!(blocked.text.starts_with("mia is no longer a member"), "{}", blocked.text);
    let join = [("track", text("llm")), ("hours", Value::Number(5.0))];
    let refused = test.command("mia", "join", &join).await;
    assert!(refused.refused && refused.text.contains("direct messages"), "{}", refused.text);
    assert!(test.command("mia", "join", &[]).await.refused);
    // Elsewhere, and for the plan itself, nothing changes.
    assert!(!test.command("mia", "next", &[]).await.refused);
    let mut elsewhere =
        test.request("mia", Act::Command(Call { name: "join".to_owned(), ..Call::default() }));
    elsewhere.place = Place::Server(ServerId(78), ChannelId(1));
    assert!(!test.coach.answer(&elsewhere).await.refused);
    assert!(
        !test.coach.store.held(id(&test, "mia")).await.unwrap().unwrap()["blocks"]
            .as_array()
            .unwrap()
            .is_empty()
    );

    let roster = test.command("boss", "setup members", &[]).await;
    let list = test.press("boss", &roster, "Blocked (1)", &[]).await;
    assert!(list.text.contains("mia"), "{}", list.text);
    let value = list.menus[0].options[0].value.clone();
    test.pick("boss", &list, "Let somebody join again", &[&value]).await;
    test.join("mia").await;
    assert!(audit(&test).await.contains("unblocked"));
}

#[tokio::test]
async fn a_block_outlives_the_data_of_who_is_blocked() {
    let test = studying().await;
    let asked = test.press("boss", &picked(&test, "mia").await, "Block", &[]).await;
    test.press("boss", &asked, "Block for good", &[]).await;
    let asked = test.command("mia", "my-data delete", &[]).await;
    test.press("mia", &asked, "Delete everything", &[]).await;
    assert_eq!(test.coach.store.held(id(&test, "mia")).await.unwrap(), None);
    assert!(
        test.command("mia", "join", &[("track", text("llm")), ("hours", Value::Number(5.0))]).await.refused
    );
    let roster = test.command("boss", "setup members", &[]).await;
    let list = test.press("boss", &roster, "Blocked (1)", &[]).await;
    assert!(
        list.text.contains("somebody who deleted their data") && !list.text.contains("mia"),
        "{}",
        list.text
    );
    assert!(audit(&test).await.contains("blocked somebody who deleted their data"));
    let value = list.menus[0].options[0].value.clone();
    test.pick("boss", &list, "Let somebody join again", &[&value]).await;
    test.join("mia").await;
}

#[tokio::test]
async fn a_link_to_a_known_host_shows_at_once_and_others_wait_for_a_manager() {
    let test = studying().await;
    let done = finish(&test, "mia", "setup", "https://github.com/mia/setup").await;
    assert!(!done.text.contains("once a manager"), "{}", done.text);
    let done = finish(&test, "mia", "git-basics", "https://spam.example/x").await;
    assert!(
        done.text.contains("I do not know spam\\.example") || done.text.contains("spam.example"),
        "{}",
        done.text
    );
    finish(&test, "mia", "python-basics", "https://evilgithub.com/x").await;
    let seen = portfolio(&test, "mia", "jo").await;
    assert!(seen.contains("github.com/mia") && !seen.contains("spam") && !seen.contains("evil"), "{seen}");
    let own = test.command("mia", "portfolio", &[]).await.text;
    assert!(own.matches("once a manager has looked at it").count() == 2, "{own}");

    let roster = test.command("boss", "setup members", &[]).await;
    let waiting = test.press("boss", &roster, "2 links wait", &[]).await;
    let spam = format!("{:x}:git-basics", id(&test, "mia").0);
    test.pick("boss", &waiting, "Show these", &[&spam]).await;
    assert!(portfolio(&test, "mia", "jo").await.contains("spam.example"));
    // Struck again, and a known one too.
    for lesson in ["strike:git-basics", "strike:setup"] {
        test.pick("boss", &picked(&test, "mia").await, "Strike or show a link", &[lesson]).await;
    }
    let seen = portfolio(&test, "mia", "jo").await;
    assert!(!seen.contains("spam") && !seen.contains("github"), "{seen}");
    let own = test.command("mia", "portfolio", &[]).await.text;
    assert!(own.contains("a manager of this server took it off"), "{own}");
    let audit = audit(&test).await;
    assert!(audit.contains("struck a link of") && audit.contains("showed a link of"), "{audit}");
}

#[tokio::test]
async fn who_may_show_no_links_in_a_channel_shows_none() {
    let test = studying().await;
    let call = Call {
        name: "done".to_owned(),
        sub: None,
        values: [
            ("lesson".to_owned(), text("setup")),
            ("link".to_owned(), text("https://github.com/mia/setup")),
        ]
        .into(),
    };
    let mut request = test.request("mia", Act::Command(call));
    request.from.links = false;
    let refused = test.coach.answer(&request).await;
    assert!(refused.refused && refused.text.contains("may not show links"), "{}", refused.text);
    assert!(!test.command("mia", "portfolio", &[]).await.text.contains("github"));
    assert!(!test.command("mia", "done", &[("lesson", text("setup"))]).await.refused, "nothing was counted");
}

#[tokio::test]
async fn a_work_on_a_post_is_struck_by_its_menu() {
    let test = studying().await;
    finish(&test, "mia", "setup", "https://github.com/mia/setup").await;
    let shown = |own, words: &str| {
        Value::Message(Shown { id: MessageId(9), channel: CHANNEL, own, text: words.to_owned() })
    };
    let post = "New work: mia, https://github.com/mia/setup";
    for (message, expected) in
        [(shown(false, post), "not mine"), (shown(true, "Week of"), "no work of a member")]
    {
        let refused = test.command("boss", "hide-this-work", &[("message", message)]).await;
        assert!(refused.refused && refused.text.contains(expected), "{}", refused.text);
    }
    let hidden = test.command("boss", "hide-this-work", &[("message", shown(true, post))]).await;
    assert!(hidden.private && hidden.text.starts_with("The work of mia is struck"), "{}", hidden.text);
    assert!(!portfolio(&test, "mia", "jo").await.contains("github"));
    assert!(audit(&test).await.contains("struck a link of"));
}

#[tokio::test]
async fn the_same_press_twice_is_one_entry_and_a_former_manager_does_nothing() {
    let test = studying().await;
    let page = picked(&test, "mia").await;
    let button = page.buttons.iter().find(|button| button.label == "Hide").unwrap();
    let press = |id: &str| Act::Press(Press { id: Id::parse(id).unwrap(), picked: Vec::new(), fields: None });
    let mut request = test.request("boss", press(&button.id));
    for _ in 0..2 {
        assert!(!test.coach.answer(&request).await.refused);
    }
    assert_eq!(audit(&test).await.matches(" hid ").count(), 1);
    request = test.request("boss", press(&button.id.replace("hide", "show")));
    request.from.manages = false;
    assert!(test.coach.answer(&request).await.refused);
    // Another server's managers reach nobody here.
    request.from.manages = true;
    request.place = Place::Server(ServerId(78), ChannelId(1));
    assert!(test.coach.answer(&request).await.refused);
    assert!(!board(&test, "jo").await.contains("mia"));
    let _ = SERVER;
}

#[tokio::test]
async fn what_a_manager_does_twice_is_done_once() {
    let test = studying().await;
    finish(&test, "mia", "setup", "https://github.com/mia/setup").await;
    let page = picked(&test, "mia").await;
    let option = page.menus[0].options[0].clone();
    assert_eq!(option.label, "Strike https://github.com/mia/setup");
    for _ in 0..2 {
        let told = test.pick("boss", &page, "Strike or show a link", &[&option.value]).await;
        assert!(told.text.starts_with("The link of mia is struck"), "{}", told.text);
        let told = test.press("boss", &page, "Hide", &[]).await;
        assert!(told.text.starts_with("mia is on no board"), "{}", told.text);
    }
    let audit = audit(&test).await;
    assert_eq!((audit.matches("struck").count(), audit.matches("showed").count()), (1, 0), "{audit}");
    assert_eq!(audit.matches(" hid ").count(), 1, "{audit}");
    // A menu of an older version says what to pick without what to do.
    assert!(test.pick("boss", &page, "Strike or show a link", &["setup"]).await.refused);
}

#[tokio::test]
async fn a_work_is_not_struck_for_one_whose_address_begins_with_its_own() {
    let test = studying().await;
    finish(&test, "mia", "setup", "https://github.com/ml/a").await;
    finish(&test, "jo", "setup", "https://github.com/ml/ab").await;
    let words = "New work: jo, <https://github.com/ml/ab>, and https://x.example/?u=https://github.com/ml/a";
    let shown =
        Value::Message(Shown { id: MessageId(9), channel: CHANNEL, own: true, text: words.to_owned() });
    let hidden = test.command("boss", "hide-this-work", &[("message", shown)]).await;
    assert!(hidden.text.starts_with("The work of jo is struck"), "{}", hidden.text);
    assert!(portfolio(&test, "mia", "jo").await.contains("github.com/ml/a"));
    assert!(!portfolio(&test, "jo", "mia").await.contains("github"));
}

#[tokio::test]
async fn who_may_not_write_where_the_posts_go_makes_none() {
    let test = studying().await;
    test.set_up().await;
    let cohort = [
        ("track", text("llm")),
        ("hours", Value::Number(5.0)),
        ("start", text("2026-12-07")),
        ("name", text("Buy now")),
    ];
    for (command, values) in [("setup post-now", &[][..]), ("setup cohort", &cohort[..])] {
        let refused = test.command("guest", command, values).await;
        assert!(refused.refused && refused.text.contains("cannot write in <#770>"), "{}", refused.text);
    }
    assert!(!test.command("boss", "setup cohort", &cohort).await.refused);
    let page = test.command("guest", "setup cohort", &[("name", text("buy now"))]).await;
    assert!(test.press("guest", &page, "Invite again", &[]).await.refused);
    assert!(!test.press("guest", &page, "End it", &[]).await.refused, "that writes nothing");
}

#[tokio::test]
async fn who_is_hidden_stays_so_over_leaving_removal_and_deletion() {
    let test = studying().await;
    test.press("boss", &picked(&test, "mia").await, "Hide", &[]).await;
    for way in ["leave", "remove", "delete"] {
        match way {
            "leave" => drop(test.command("mia", "leave", &[]).await),
            "remove" => {
                let asked = test.press("boss", &picked(&test, "mia").await, "Remove", &[]).await;
                test.press("boss", &asked, "Remove from here", &[]).await;
            }
            _ => {
                let asked = test.command("mia", "my-data delete", &[]).await;
                test.press("mia", &asked, "Delete everything", &[]).await;
            }
        }
        test.join("mia").await;
        test.command("mia", "log", &[("hours", Value::Number(2.0))]).await;
        assert!(!board(&test, "jo").await.contains("mia"), "{way}");
        assert!(board(&test, "mia").await.contains("A manager of this server hides you"), "{way}");
    }
    // Nobody is on the list of who is blocked by it, and one press brings them back for good.
    let roster = test.command("boss", "setup members", &[]).await;
    assert!(!roster.buttons.iter().any(|button| button.label.starts_with("Blocked")), "{roster:?}");
    test.press("boss", &picked(&test, "mia").await, "Show again", &[]).await;
    test.command("mia", "leave", &[]).await;
    test.join("mia").await;
    assert!(board(&test, "jo").await.contains("mia"));
}
