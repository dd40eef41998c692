//! Faults that only several files show together.

use super::folder::Folder;

const SETUP: &str = "lessons/foundations/setup.md";
const GIT: &str = "lessons/foundations/git-basics.md";
const DEPLOY: &str = "lessons/production/deploy.md";
const TRACK: &str = "tracks/llm.toml";
const MLOPS: &str = "why/mlops.md";

/// In `file`, `from` changed into `to` gives exactly `expected`.
#[track_caller]
fn check(file: &str, from: &str, to: &str, expected: &[&str]) {
    assert_eq!(Folder::valid().changed(file, from, to).findings(), expected, "{from:?} -> {to:?}");
}

#[test]
fn what_is_needed_exists() {
    check(
        GIT,
        "[\"setup\"]",
        "[\"setup\", \"set-up\"]",
        &[
            "lessons/foundations/git-basics.md:4: there is no lesson or one-of group \"set-up\"; did you mean \"setup\"?",
        ],
    );
    check(
        GIT,
        "[\"setup\"]",
        "[\n  \"setup\",\n  \"zzzzzz\",\n]",
        &[
            "lessons/foundations/git-basics.md:6: there is no lesson or one-of group \"zzzzzz\"; write that lesson or take the name out",
        ],
    );
}

#[test]
fn a_circle_is_named_whole() {
    let circle = Folder::valid().changed(SETUP, "needs = []", "needs = [\"deploy\"]").findings();
    let circle: Vec<&String> = circle.iter().filter(|finding| finding.contains("circle")).collect();
    assert_eq!(
        circle,
        [
            "lessons/production/cloud-aws.md:4: needs run in a circle: \
         cloud -> git-basics -> setup -> deploy -> cloud; take one of them out",
            "lessons/production/deploy.md:4: needs run in a circle: \
         deploy -> python-basics -> setup -> deploy; take one of them out",
        ]
    );
    check(
        SETUP,
        "needs = []",
        "needs = [\"setup\"]",
        &["lessons/foundations/setup.md:4: needs run in a circle: setup -> setup; take one of them out"],
    );
}

#[test]
fn an_id_belongs_to_one_file() {
    let twice = Folder::valid().with_lesson("production", "setup", &[], "");
    assert_eq!(
        twice.findings(),
        [
            "lessons/production/setup.md:1: the id \"setup\" belongs to lessons/foundations/setup.md; rename this file",
        ]
    );
    let number = Folder::valid().changed("skills.toml", "number = 2", "number = 1");
    assert_eq!(number.findings(), ["skills.toml:6: number 1 belongs to \"git\" for good; take 2"]);
}

#[test]
fn a_file_has_its_folder_and_its_name() {
    let cases = [
        (
            "lessons/foundations/Set_Up.md",
            "the file's name is its id, but \"Set_Up\" is not an id; use 1 to 32 small letters, digits and hyphens",
        ),
        (
            "lessons/foundation/more.md",
            "unknown folder \"lessons/foundation\"; did you mean \"foundations\"?",
        ),
        (
            "lessons/more.md",
            "stray file; lessons are in one of lessons/foundations/, lessons/production/, lessons/specialization/, lessons/career/",
        ),
        (
            "lessons/foundations/notes.txt",
            "stray file; files in this folder end in .md: rename it or move it away",
        ),
        ("lesson/foundations/more.md", "unknown folder \"lesson\"; did you mean \"lessons\"?"),
        (
            "pictures/cat.svg",
            "unknown folder \"pictures\"; content is in lessons/, retired/, tracks/, voice/, why/",
        ),
        ("skill.toml", "stray file \"skill.toml\"; did you mean \"skills.toml\"?"),
        (
            "voice/de_DE.ftl",
            "a voice's file is named after a locale of Discord's, such as de.ftl or pt-BR.ftl; rename \"de_DE.ftl\"",
        ),
        ("why/deep/more.md", "stray file; move it away"),
        ("tracks/llm.md", "stray file; files in this folder end in .toml: rename it or move it away"),
    ];
    for (path, expected) in cases {
        assert_eq!(Folder::valid().with(path, "text").findings(), [format!("{path}:1: {expected}")]);
    }
    let without = Folder::valid().without("voice/en-US.ftl");
    assert_eq!(
        without.findings(),
        ["voice/en-US.ftl:1: the file with the coach's sentences is missing; bring it back"]
    );
}

#[test]
fn a_group_has_two_sides_and_a_name_of_its_own() {
    let one = Folder::valid().without("lessons/production/cloud-gcp.md").without("ids.txt").released();
    assert_eq!(
        one.findings(),
        [
            "lessons/production/cloud-aws.md:5: the group \"cloud\" has this side only; add another side or take one_of and choice out",
        ]
    );
    check(
        "lessons/production/cloud-gcp.md",
        "choice = \"gcp\"",
        "choice = \"aws\"",
        &[
            "lessons/production/cloud-gcp.md:5: lessons/production/cloud-aws.md is the side \"aws\" of \"cloud\" already; choose another",
            "tracks/llm.toml:6: \"choices\" names 1 sides of \"cloud\"; name exactly one of aws, aws",
        ][..1],
    );
    check(
        "lessons/production/cloud-gcp.md",
        "choice = \"gcp\"\n",
        "",
        &[
            "lessons/production/cloud-aws.md:5: the group \"cloud\" has this side only; add another side or take one_of and choice out",
            "lessons/production/cloud-gcp.md:5: \"one_of\" stands without \"choice\"; add choice = \"…\", the side that this is",
        ],
    );
}

#[test]
fn a_need_names_the_group_unless_it_is_of_the_same_side() {
    check(
        DEPLOY,
        "\"cloud\"",
        "\"cloud-aws\"",
        &[
            "lessons/production/deploy.md:4: \"cloud-aws\" is one side of \"cloud\", and a learner may take another; need \"cloud\" instead",
        ],
    );
    let more = |choice: &str| format!("one_of = \"storage\"\nchoice = \"{choice}\"\n");
    let same = Folder::valid()
        .with_lesson("production", "storage-aws", &["cloud-aws"], &more("aws"))
        .with_lesson("production", "storage-gcp", &["cloud-gcp"], &more("gcp"))
        .changed(TRACK, "[\"cloud\", \"deploy\"]", "[\"cloud\", \"storage\", \"deploy\"]")
        .released();
    assert_eq!(same.findings(), [""; 0]);
}

#[test]
fn skills_entries_and_lessons_that_are_named_exist() {
    check(
        GIT,
        "gives = [\"git\"]",
        "gives = [\"gti\"]",
        &["lessons/foundations/git-basics.md:5: there is no skill \"gti\"; did you mean \"git\"?"],
    );
    check(
        MLOPS,
        "related = [\"docker\"]",
        "related = [\"doker\", \"mlops\"]",
        &[
            "why/mlops.md:5: an entry is not related to itself; take it out",
            "why/mlops.md:5: there is no entry \"doker\"; did you mean \"docker\"?",
        ],
    );
    check(
        MLOPS,
        "lesson = \"deploy\"",
        "lesson = \"deployment\"",
        &["why/mlops.md:4: there is no lesson or one-of group \"deployment\"; did you mean \"deploy\"?"],
    );
}

#[test]
fn eight_entries_have_their_own_command_and_its_name_fits() {
    let text = Folder::valid().files().get(MLOPS).map(str::to_owned).unwrap_or_default();
    let add = |folder: Folder, n: usize| folder.with(&format!("why/more-{n}.md"), &text);
    let eight = (2..=8).fold(Folder::valid(), add).released();
    assert_eq!(eight.findings(), [""; 0]);
    let nine = add(eight, 9).released();
    assert_eq!(
        nine.findings(),
        ["why/more-9.md:3: 9 entries have their own command, and 8 may; set command = false here"]
    );
    let long = "a".repeat(29);
    let path = format!("why/{long}.md");
    let found = Folder::valid().with(&path, &text).released().findings();
    assert_eq!(
        found,
        [format!(
            "{path}:3: the command /why-{long} has 33 characters, and Discord takes 32; rename the file or set command = false"
        )]
    );
}

#[test]
fn a_new_lesson_is_a_file_and_a_place_and_a_promise_once_it_is_released() {
    let new = Folder::valid().with_lesson("career", "talks", &["setup"], "");
    let new = new.changed(TRACK, "\"deploy\"]", "\"deploy\", \"talks\"]");
    assert_eq!(new.findings(), [""; 0]);
    let gone = new.released().without("lessons/career/talks.md").changed(TRACK, ", \"talks\"]", "]");
    assert!(gone.findings()[0].contains("the released lesson \"talks\" is gone"), "{:?}", gone.findings());
    let none = Folder::valid().without("ids.txt");
    assert_eq!(
        none.findings(),
        ["ids.txt:1: the file is missing; make it, with a line for each id, such as \"lesson setup\"",]
    );
}

#[test]
fn a_released_id_never_vanishes() {
    let gone = Folder::valid().without("why/docker.md").changed(MLOPS, "[\"docker\"]", "[]");
    assert_eq!(
        gone.findings(),
        ["ids.txt:1: the released entry \"docker\" is gone; bring why/docker.md back"]
    );
    let step = Folder::valid().changed(SETUP, "id = \"read\"", "id = \"look\"").released();
    assert_eq!(
        step.findings(),
        [
            "ids.txt:27: the released step \"setup/read\" is gone; give a step of lessons/foundations/setup.md the id \"read\" again",
        ]
    );
    let deploy = "lessons/production/deploy.md";
    let track =
        |folder: Folder| folder.changed(TRACK, ", \"deploy\"", "").changed(MLOPS, "\"deploy\"", "\"cloud\"");
    let gone = track(Folder::valid().without(deploy));
    assert_eq!(
        gone.findings(),
        ["ids.txt:5: the released lesson \"deploy\" is gone; bring its file back, move it to retired/, \
         or add was = [\"deploy\"] to the lesson that took its place",]
    );
    let retired = track(Folder::valid().renamed(deploy, "retired/deploy.md"));
    assert_eq!(retired.findings(), [""; 0]);
}

#[test]
fn a_renamed_lesson_keeps_its_former_id() {
    let renamed = Folder::valid()
        .renamed(GIT, "lessons/foundations/git.md")
        .changed("lessons/foundations/git.md", "gives", "was = [\"git-basics\"]\ngives")
        .changed("lessons/production/cloud-aws.md", "git-basics", "git")
        .changed("lessons/production/cloud-gcp.md", "git-basics", "git")
        .changed(TRACK, "git-basics", "git")
        .released();
    let content = renamed.load().expect("a renamed lesson is no fault");
    assert_eq!(content.curriculum.lesson("git-basics").map(|lesson| lesson.id.as_str()), Some("git"));
    let old_name = renamed.changed(TRACK, "\"git\"", "\"git-basics\"").findings();
    assert!(
        old_name.contains(
            &"tracks/llm.toml:13: there is no lesson or one-of group \"git-basics\"; it is now called \"git\"".to_owned()
        ),
        "{old_name:#?}"
    );
    check(
        GIT,
        "gives",
        "was = [\"setup\"]\ngives",
        &[
            "lessons/foundations/git-basics.md:5: \"setup\" is still a lesson; take it out of \"was\", or the lesson away",
        ],
    );
}

#[test]
fn ids_txt_itself_is_read_strictly() {
    check(
        "ids.txt",
        "entry mlops\n",
        "entry mlops\nlesso setup\nlesson setup\nhello\n# said\n\n",
        &[
            "ids.txt:3: unknown kind \"lesso\"; did you mean \"lesson\"?",
            "ids.txt:5: a line is a kind and an id, such as \"lesson setup\"; add what is missing",
            "ids.txt:13: this line stands in line 4 already; take it out",
        ],
    );
}
