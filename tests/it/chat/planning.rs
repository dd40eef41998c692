//! A plan as a learner meets it: made from a goal in words, questioned, changed, taken along.

use expect_test::expect;

use super::Chat;

#[tokio::test]
async fn a_goal_becomes_a_plan_that_answers_for_itself() {
    let mut chat = Chat::new("2026-11-30T22:05").await;
    let talk = chat
        .transcript(
            r#"
            /join goal:"llm in a year, 10 hours a week in the evenings, I know git and pyhton, sparkles"
            click Start
            /plan
            click Why
            pick sql-select
            /plan
            click Left out
            pick spark-basics
            /undo
            /plan
            click Export
            /settings check:git
            click 1
            click 1
            click 1
            click 1
            click 1
            /undo
            /done
            /next minutes:5
            click 2
            "#,
        )
        .await;
    expect![[r#"
        > /join goal:"llm in a year, 10 hours a week in the evenings, I know git and pyhton, sparkles"
          **Let us make a plan you can keep** I read your goal as: LLM engineering, 10 h a week, 12 months, you know Git and GitHub and Python basics. I could not read "sparkles". Say it with track:, hours:, months:, know: or start:. / LLM engineering, 10 h a week, 12 months. You know: Git and GitHub, Python basics. / 12 months at 10 h a week: it fits, with 1 spare week. You finish by Sunday 21 November 2027.
          [Start] [Show the plan] [Change] [Reminders: off] [Board: visible]
        > click Start
          **Your plan is made** 12 months at 10 h a week: it fits, with 1 spare week. You finish by Sunday 21 November 2027.
          [Done] [Start] [Log time] [Why?] [Not now]
        > /plan
          **Your plan** 12 months at 10 h a week: it fits, with 1 spare week. You finish by Sunday 21 November 2027.
          [Later] [Left out] [Why] [Export] [Next step]
        > click Why
          **Why these lessons, and why now** Your workbench: terminal, editor, uv and a notebook / It is on the short path of LLM engineering: what you need even with little time. You need it for "SQL: select, filter and sort" (week 1) and 3 more. / SQL: select, filter and sort / It is on the short path of LLM engineering: what you need even with little time. You need it for "SQL: joins and aggregation" (week 2). / SQL: joins and aggregation / It is on the short path of LLM engineering: what you need even with little time. You need it for "SQL: subqueries, CTEs and window functions" (week 9) and 1 more. / NumPy: arrays, vectorised code and broadcasting / It is on the short path of LLM engineering: what you need even with little time. You need it for "pandas 1: load, select and filter" (week 3) and 1 more. / pandas 1: load, select and filter / It is on the short path of LLM engineering: what you need even with little time. You need it for "pandas 2: group, merge, reshape and dates" (week 3) and 3 more. / … and 3 more
          [My plan]
        > pick sql-select
          **SQL: select, filter and sort** At most companies the data you will model sits in a database, and the first question in a project is answered by a query, not by a model. In Stack Overflow's 2025 survey 58.6 % of respondents used SQL. A filter that silently loses the NULL rows gives a wrong number that looks perfectly right.
        > /plan
          **Your plan** 12 months at 10 h a week: it fits, with 1 spare week. You finish by Sunday 21 November 2027.
          [Later] [Left out] [Why] [Export] [Next step]
        > click Left out
          **Left out of your plan** 1 to 12 of 19. Pick a lesson below to put it back.
          [Later] [My plan]
        > pick spark-basics
          "Spark basics: when data exceed one machine" is back in your plan, from Monday 14 June 2027. 12 months at 10 h a week: it fits, with 1 spare week. You finish by Sunday 21 November 2027.
          [Left out] [My plan]
        > /undo
          Taken back: putting back "Spark basics: when data exceed one machine" (Monday 30 November 2026). / 12 months at 10 h a week: it fits, with 1 spare week. You finish by Sunday 21 November 2027. / This week 0 min of 7 h ▱▱▱▱▱▱▱▱▱▱
          [Next step]
        > /plan
          **Your plan** 12 months at 10 h a week: it fits, with 1 spare week. You finish by Sunday 21 November 2027.
          [Later] [Left out] [Why] [Export] [Next step]
        > click Export
          **Your plan as a calendar** Open the file with your calendar. A later export updates these weeks in place; weeks after a new, earlier end stay there until you remove them. / (file study-plan.ics, 23974 bytes)
        > /settings check:git
          **Git and GitHub: question 1 of 5** What does `git add report.py` do? / 1. It uploads the file to the remote repository / 2. It records the file in the history for good / 3. It puts the present version into the next commit / 4. It makes Git watch the file and add each change
          [1] [2] [3] [4]
        > click 1
          **Git and GitHub: question 2 of 5** Not quite. The answer is: It puts the present version into the next commit / `git add` copies the file as it is now into the staging area. If you edit it afterwards, the new edit is not part of the commit until you add it again. /  / Between `<<<<<<< HEAD` and `=======` in a conflict during a merge, whose text do you see? / 1. The text of the branch that you are merging in, marked as incoming / 2. The last text that both sides had in common / 3. The text of the branch you are standing on / 4. The last commit's text, which both sides share
          [1] [2] [3] [4]
        > click 1
          **Git and GitHub: question 3 of 5** Not quite. The answer is: The text of the branch you are standing on / In a merge, the upper part is yours (the current branch), the lower part comes from the branch being merged. Git suggests nothing: you write the final text and delete the markers. /  / What is a branch in Git? / 1. A full copy of all files in a second folder / 2. A movable name that points at one commit / 3. A list of the changes since the last push / 4. A separate repository that shares a remote
          [1] [2] [3] [4]
        > click 1
          **Git and GitHub: question 4 of 5** Not quite. The answer is: A movable name that points at one commit / A branch is a small pointer to a commit and moves forward when you commit on it. That is why making one costs nothing. `HEAD` usually points at the branch you are on. /  / You rebase a branch that a colleague has already pulled. What makes that a problem? / 1. The rebase deletes the colleague's local files / 2. Rebase works only on branches without a remote / 3. Your file changes are lost unless you merge first / 4. Its commits get new ids, so both histories diverge
          [1] [2] [3] [4]
        > click 1
          **Git and GitHub: question 5 of 5** Not quite. The answer is: Its commits get new ids, so both histories diverge / Rebase writes new commits with the same changes; the old ones live on in your colleague's copy. Rebase what only you have, merge what is shared. /  / `secrets.env` was committed last week. Today you add it to `.gitignore`. What happens? / 1. Git keeps tracking it and the old commits hold it / 2. Git drops it from the next commit onwards, and keeps the old ones / 3. Git asks at the next push, then removes it from the history / 4. Git refuses each commit until the file is deleted
          [1] [2] [3] [4]
        > click 1
          **Git and GitHub: 1 of 5 right** Right: Git keeps tracking it and the old commits hold it / `.gitignore` concerns untracked files only. Take the file out with `git rm --cached`, and change the secret: anyone with the history can still read it. /  / Some of it has gaps: its lessons are in your plan, and /undo takes them out again. 12 months at 10 h a week: it fits, with 1 spare week. You finish by Sunday 21 November 2027.
          [My plan]
        > /undo
          Taken back: your change of what you know (Monday 30 November 2026). / 12 months at 10 h a week: it fits, with 1 spare week. You finish by Sunday 21 November 2027. / This week 0 min of 7 h ▱▱▱▱▱▱▱▱▱▱
          [Next step]
        > /done
          **Step done: Your workbench: terminal, editor, uv and a notebook** 20 min logged, as planned. / This week 20 min of 7 h ▱▱▱▱▱▱▱▱▱▱
          [Done] [Start] [Log time] [Why?] [Not now] [Share]
        > /next minutes:5
          **Your workbench: terminal, editor, uv and a notebook: question 1 of 3** Nothing that is open fits into 5 min, but a few questions on Your workbench: terminal, editor, uv and a notebook do. /  / Project A needs pandas 2 and project B needs pandas 3. What does a virtual environment keep apart? / 1. The files that each project may read on disk / 2. The packages that each project can import / 3. The memory that each program may use / 4. The operating system each program sees
          [1] [2] [3] [4] [Next step]
        > click 2
          **Your workbench: terminal, editor, uv and a notebook: question 2 of 3** Right: The packages that each project can import / A virtual environment is a folder with its own installed packages and its own interpreter. It does not fence off files, memory or the system; a container does more of that. /  / You type `uv` and the shell answers 'command not found', yet the file is on your disk. What is the most likely reason? / 1. uv only works inside a folder made by uv init / 2. The file is too old for this version of the shell / 3. A virtual environment has to be active first / 4. The folder that holds uv is not listed in PATH
          [1] [2] [3] [4]
    "#]].assert_eq(&talk);
}
