//! What a folder without a fault becomes, and where folders come from.

use std::fs;

use study_coach::content::{Files, load};
use study_coach::study::curriculum::Importance;
use study_coach::study::units::Minutes;

use super::folder::Folder;

#[test]
fn a_folder_without_a_fault_becomes_content() {
    let content = Folder::valid().load().expect("the folder has no fault");
    let curriculum = &content.curriculum;
    assert_eq!(curriculum.lessons.len(), 6);
    let git = curriculum.lesson("git-basics").expect("the lesson is there");
    assert_eq!(
        (git.tier.as_str(), git.importance, git.minutes()),
        ("foundations", Importance::Minimum, Minutes(90))
    );
    assert_eq!(
        (git.why.as_str(), git.show.as_str()),
        ("It breaks at work.", "A file.\n\n- It opens.\n- It runs.")
    );
    assert_eq!(git.mistakes, None);
    assert_eq!(git.checks.iter().map(|check| check.right).collect::<Vec<_>>(), [1, 0, 3]);
    assert_eq!(git.sources[0].part, "All of it");
    let sides: Vec<&str> = curriculum.sides("cloud").map(|side| side.id.as_str()).collect();
    assert_eq!(sides, ["cloud-aws", "cloud-gcp"]);
    let track = curriculum.tracks.get("llm").expect("the track is there");
    assert_eq!(track.phases[1].lessons.len(), 2);
    assert_eq!(curriculum.skills.get("sql").map(|skill| skill.number), Some(2));
    let mlops = &content.entries["mlops"];
    assert_eq!((mlops.command, mlops.facts[1].year, mlops.facts.len()), (true, 2015, 2));
    assert_eq!(mlops.answer, "A model helps nobody until it runs.");
    assert_eq!(mlops.todo, "Put one model behind an address.");
    assert_eq!(content.voice_source, "hello = Hello\n");
    assert_eq!(content.search("roll back")[0].id, "mlops");
}

#[test]
fn every_fault_is_told_at_once_in_order() {
    let folder = Folder::valid()
        .changed("why/mlops.md", "year = 2024", "year = \"2024\"")
        .changed("lessons/foundations/setup.md", "needs", "need")
        .changed("lessons/foundations/setup.md", "minutes = 30", "minutes = 31")
        .changed("tracks/llm.toml", "\"deploy\"", "\"deplo\"")
        .without("voice/en-US.ftl");
    assert_eq!(
        folder.findings(),
        [
            "lessons/foundations/setup.md:4: unknown key \"need\"; did you mean \"needs\"?",
            "lessons/foundations/setup.md:8: \"minutes\" must be a multiple of 5; round 31",
            "tracks/llm.toml:20: there is no lesson or one-of group \"deplo\"; did you mean \"deploy\"?",
            "voice/en-US.ftl:1: the file with the coach's sentences is missing; bring it back",
            "why/mlops.md:11: \"year\" must be a whole number, without quotes, not text",
        ]
    );
}

#[test]
fn the_version_changes_with_every_file_and_only_then() {
    let version = |folder: &Folder| folder.files().version();
    assert_eq!(version(&Folder::valid()), version(&Folder::valid()));
    assert_eq!(version(&Folder::valid()).len(), 16);
    let changed = Folder::valid().changed("README.md", "write", "Write");
    assert_ne!(version(&Folder::valid()), version(&changed));
    assert_eq!(
        Folder::valid().load().map(|content| content.curriculum.version),
        Ok(version(&Folder::valid()))
    );
}

#[test]
fn a_retired_lesson_stays_readable_and_is_in_no_plan() {
    let retired = "retired/python-basics.md";
    let folder = Folder::valid()
        .renamed("lessons/foundations/python-basics.md", retired)
        .changed(retired, "needs", "replaced_by = \"setup\"\nneeds")
        .changed("lessons/production/deploy.md", ", \"python-basics\"", "")
        .changed("tracks/llm.toml", "  \"python-basics\",\n", "");
    let content = folder.load().expect("a retired lesson is no fault");
    assert!(content.curriculum.lesson("python-basics").is_none());
    let kept = content.retired.get("python-basics").expect("the retired lesson is kept");
    assert_eq!(kept.replaced_by.as_ref().map(|id| id.as_str()), Some("setup"));
    assert_eq!(
        folder.changed(retired, "\"setup\"\nneeds", "\"setups\"\nneeds").findings(),
        [
            "retired/python-basics.md:4: there is no lesson or one-of group \"setups\"; did you mean \"setup\"?",
        ]
    );
}

#[test]
fn a_folder_on_disk_is_read_as_the_same_files() {
    let dir = tempfile::tempdir().expect("a folder can be made");
    for (path, text) in Folder::valid().files().iter() {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    fs::write(dir.path().join(".DS_Store"), [0xff]).expect("a file can be written");
    let files = Files::read(dir.path()).expect("the folder can be read");
    assert_eq!(files.version(), Folder::valid().files().version());
    assert!(load(&files).is_ok());

    fs::write(dir.path().join("why/mlops.md"), b"+++\ntitle = \"\xff\"\n").expect("a file can be written");
    let findings = Files::read(dir.path()).expect_err("the file is not UTF-8");
    let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(findings, ["why/mlops.md:2: this line is not UTF-8; save the file as UTF-8"]);
    let missing = Files::read(&dir.path().join("nowhere")).expect_err("there is no such folder");
    assert!(missing[0].message.contains("cannot be read"), "{missing:?}");
}

#[test]
fn the_built_in_files_hold_the_guide() {
    assert!(
        Files::built_in().get("README.md").is_some_and(|text| text.contains("# Writing for Study coach"))
    );
}
