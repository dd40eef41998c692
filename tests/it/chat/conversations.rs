//! What a learner and a coach say to each other.

use expect_test::expect;

use study_coach::chat::Shown;

use super::{Chat, labels};

#[tokio::test]
async fn a_first_evening() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    let transcript = chat
        .transcript(
            "/join track:ml-engineer hours:10 months:12
            /next minutes:25
            click done hours:0:30
            pick 1
            CLICK \"log TIME\" hours:45m note:\"the shell, again\"
            /log
            /undo
            /undo",
        )
        .await;
    expect![[r#"
        > /join track:ml-engineer hours:10 months:12
          **Your plan is made** 12 months at 10 h a week: it fits, with 8 spare weeks. You finish by Sunday 3 October 2027.
          [Done] [Start] [Log time] [Why?] [Not now]
        > /next minutes:25
          **20 min: Your workbench: terminal, editor, uv and a notebook, step 1 of 7** Open a terminal (Terminal on macOS and Linux, PowerShell on Windows) and type `pwd`, then `ls`, then `mkdir study` and `cd study`. Type `pwd` once more. It worked when the path that is printed ends in `study`.
          [Done] [Start] [Log time] [Why?] [Not now]
        > click done hours:0:30
          **Step done: Your workbench: terminal, editor, uv and a notebook** 30 min logged. / This week 30 min of 4 h ▰▱▱▱▱▱▱▱▱▱
          [Done] [Start] [Log time] [Why?] [Not now] [Share]
        > pick 1
          **Project A needs pandas 2 and project B needs pandas 3. What does a virtual environment keep apart?** Not quite. The answer is: The packages that each project can import / A virtual environment is a folder with its own installed packages and its own interpreter. It does not fence off files, memory or the system; a container does more of that.
        > CLICK "log TIME" hours:45m note:"the shell, again"
          45 min logged for Wednesday 2 December 2026. / This week 1 h 15 of 4 h ▰▰▰▱▱▱▱▱▱▱
          [Next step] [Remove]
        > /log
          **Your last entries** 1. Wednesday 2 December 2026: 45 min, Your workbench: terminal, editor, uv and a notebook / 2. Wednesday 2 December 2026: 30 min, step 1 of Your workbench: terminal, editor, uv and a notebook
          [Remove 1] [Remove 2]
        > /undo
          Taken back: 45 min, Your workbench: terminal, editor, uv and a notebook (Wednesday 2 December 2026). / This week 30 min of 4 h ▰▱▱▱▱▱▱▱▱▱
          [Next step]
        > /undo
          Taken back: 30 min, step 1 of Your workbench: terminal, editor, uv and a notebook (Wednesday 2 December 2026). / This week 0 min of 4 h ▱▱▱▱▱▱▱▱▱▱
          [Next step]
    "#]].assert_eq(&transcript);
}

#[tokio::test]
async fn a_guided_join_counts_only_when_it_starts() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    let form = chat.does("/join").await;
    assert_eq!(form.menus.len(), 4);
    assert!(chat.refuses("/next").await.contains("/join"));
    chat.does("pick llm").await;
    chat.does("pick 14").await;
    // 6 is a number of hours and of months.
    assert!(chat.refuses("pick 6").await.contains("menu:hours"));
    chat.does("pick 6 menu:months").await;
    let shown = chat.does("pick python,git menu:\"You already know\"").await;
    let text = shown.text.unwrap();
    for word in ["LLM engineering", "14 h", "6 months", "Python basics", "Git and GitHub"] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
    assert!(chat.refuses("/progress").await.contains("/join"));
    chat.does("click start").await;
    let settings = chat.does("/settings").await;
    assert!(settings.fields.iter().any(|field| field.value == "LLM engineering"));
    assert!(settings.fields.iter().any(|field| field.value == "14 h"));
}

#[tokio::test]
async fn a_form_asks_for_what_it_needs_and_stays_open_when_it_is_refused() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    let question = chat.does("click Log time note:reading").await;
    let inputs: Vec<(&str, bool)> =
        question.form.iter().map(|input| (input.name.as_str(), input.required)).collect();
    assert_eq!(inputs, [("hours", true), ("note", false)]);
    assert!(question.text.unwrap().contains("submit hours:"));
    assert!(chat.refuses("submit hours:17").await.contains("16 hours"));
    assert!(chat.refuses("submit minutes:17").await.contains("hours, note"));
    assert!(chat.does("submit hours:1:15").await.text.unwrap().contains("1 h 15"));
    // What was given with the press was kept.
    assert!(chat.stored(&["you"]).await.contains("reading"));
    assert!(chat.refuses("submit hours:1").await.contains("No form is open"));
}

#[tokio::test]
async fn done_by_click_needs_nothing_where_nothing_is_required() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    chat.does("/next").await;
    let done = chat.does("click Done").await;
    assert!(done.form.is_empty());
    assert!(labels(&done).any(|label| label == "Done"), "the next step can be finished at once");
    // The buttons are those of the last answer that had any.
    chat.does("click Not now").await;
    chat.does("click Done").await;
}

#[tokio::test]
async fn plan_pages_turn() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    let first = chat.does("/plan").await;
    assert!(labels(&first).all(|label| label != "Earlier"));
    let second = chat.does("click later").await;
    assert_ne!(first.fields, second.fields);
    assert_eq!(chat.does("click earlier").await.fields, first.fields);
    let left = chat.does("click left out").await;
    let value = left.menus[0].values[0].clone();
    assert!(!chat.does(&format!("pick {value}")).await.text.unwrap().is_empty());
}

#[tokio::test]
async fn two_members_on_a_board() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    chat.does("@mia /join track:llm hours:8").await;
    chat.does("/log hours:1").await;
    chat.does("@Mia /log hours:2").await;
    let board = chat.does("/leaderboard by:HOURS period:Week").await.text.unwrap();
    let places: Vec<&str> = board.lines().skip(1).collect();
    assert!(places[0].starts_with("1. mia:") && places[0].contains("2 h"), "{board}");
    assert!(places[1].starts_with("2. you (you):") && places[1].contains("1 h"), "{board}");
    let theirs = chat.does("@mia /leaderboard by:hours").await;
    assert_eq!(theirs.to.as_deref(), Some("mia"));
    assert!(theirs.text.unwrap().contains("1. mia (you):"));
    assert!(chat.does("@jo /leaderboard").await.text.unwrap().contains("/join"));
}

#[tokio::test]
async fn direct_messages_are_plain_words_or_questions() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    assert!(chat.does("log 2").await.text.unwrap().contains("2 h"));
    assert!(labels(&chat.does("next").await).any(|label| label == "Done"));
    let answer = chat.does("why does drift matter?").await;
    assert_eq!(answer.entries[0], "drift");
    assert!(answer.private);
}

#[tokio::test]
async fn the_knowledge_base_answers_everybody_or_says_that_it_has_nothing() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    let why = chat.does("/WHY-MLOps").await;
    assert_eq!(why.entries, ["mlops"]);
    assert!(!why.private);
    let words: Vec<&str> = why.fields.iter().map(|field| field.value.as_str()).collect();
    assert!(words.iter().any(|words| words.contains("(https://")), "sources have their address: {words:?}");
    assert!(words.iter().all(|words| !words.contains("](<")), "{words:?}");
    let nothing = chat.does("/ask question:\"best pizza in town\"").await;
    assert!(nothing.entries.is_empty() && nothing.private);
}

#[tokio::test]
async fn a_guessed_command_names_the_one_that_was_meant() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    for (typed, meant) in [("/nxt", "/next"), ("/why-mlop", "/why-mlops"), ("/seting", "/settings")] {
        let sentence = chat.refuses(typed).await;
        assert!(sentence.contains(meant), "{sentence}");
    }
}

#[tokio::test]
async fn help_on_a_command_says_of_each_option_what_it_takes_and_no_more() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    let lines = |help: &Shown| -> Vec<String> {
        help.fields.iter().flat_map(|field| field.value.lines()).map(str::to_owned).collect()
    };
    let subs = lines(&chat.does("/help command:setup").await);
    assert!(subs.iter().any(|line| line.starts_with("`/setup weekly` Post the week's")), "{subs:?}");
    let setup = lines(&chat.does("/help command:\"setup weekly\"").await);
    let timezone = setup.iter().find(|line| line.contains("timezone")).unwrap();
    assert!(timezone.ends_with("such as Europe/Berlin (needed)"), "{timezone}");
    let join = lines(&chat.does("/help command:join").await);
    let line = |name: &str| join.iter().find(|line| line.trim_start_matches('`').starts_with(name)).unwrap();
    assert!(line("goal").ends_with("10 hours a week"), "{}", line("goal"));
    assert!(line("track").contains("one of: llm, ml-engineer"), "{}", line("track"));
    assert!(line("also").contains("vision, none"), "{}", line("also"));
}

#[tokio::test]
async fn help_names_every_command_and_explains_them_group_by_group() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    let words = |help: &Shown| -> String { help.fields.iter().map(|it| format!("{}\n", it.value)).collect() };
    let first = chat.does("/help").await;
    for name in study_coach::coach::command::TABLE.iter().filter(|it| !it.on_message).map(|it| it.name) {
        assert!(words(&first).contains(&format!("`/{name}`")), "/{name}");
    }
    assert!(words(&first).contains("`/why-mlops`") && words(&first).contains("*Hide this work*"));
    assert!(words(&first).contains("`/undo` Take back") && !words(&first).contains("`/plan` The weeks"));
    let second = chat.does("click See where you stand").await;
    assert!(words(&second).contains("`/plan` The weeks") && !words(&second).contains("`/undo` Take back"));
    assert_eq!(words(&chat.does("click Start and study").await), words(&first));
    assert!(!words(&chat.does("@mia /help").await).contains("/setup"), "what is not for everybody");
}

#[tokio::test]
async fn every_step_says_what_its_lesson_will_show() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    let shown =
        |next: &Shown, name: &str| next.fields.iter().find(|it| it.name == name).unwrap().value.clone();
    let first = shown(&chat.does("/next").await, "To show at the end");
    for _ in 0..6 {
        chat.does("/done").await;
    }
    let last = shown(&chat.does("/next").await, "Show it");
    assert!(!first.contains('\n') && last.starts_with(&first) && last.lines().count() > 2, "{first}\n{last}");
}

#[tokio::test]
async fn a_log_without_hours_says_that_nothing_is_logged_yet() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("/join track:ml-engineer hours:10").await;
    let text = chat.does("/log lesson:setup").await.text.unwrap();
    assert!(text.starts_with("This logged nothing: add hours:"), "{text}");
    assert!(!chat.does("/log").await.text.unwrap().contains("This logged nothing"));
}

#[tokio::test]
async fn mentions_and_escapes_are_words() {
    let mut chat = Chat::new("2026-12-02T18:00").await;
    chat.does("@x_*y*_z /join track:llm hours:10").await;
    chat.does("@x_*y*_z /log hours:1").await;
    let board = chat.does("/leaderboard by:hours").await.text.unwrap();
    assert!(board.contains("1. x_*y*_z: 1 h"), "{board}");
    let setup = chat
        .does("/setup weekly channel:#Study day:TUESDAY time:18:30 timezone:utc role:@learners silent:Yes")
        .await;
    let text = setup.text.unwrap();
    assert!(text.contains("#study every Tuesday at 18:30") && text.contains("@learners"), "{text}");
    assert!(setup.fields[0].value.contains("Tue 8 Dec 2026 18:30 UTC"), "{:?}", setup.fields);
    let sentence = chat.refuses("/next \u{1b}[31mred").await;
    assert!(sentence.contains("[31mred") && !sentence.contains('\u{1b}'), "{sentence:?}");
}
