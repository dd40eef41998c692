//! A small content folder without a fault, in which each test breaks something.

use study_coach::content::{Content, Files, Finding, load, released_ids};

/// Two lists of sixteen words.
const NAMES: &str = "\
first = [\"A\", \"B\", \"C\", \"D\", \"E\", \"F\", \"G\", \"H\", \"I\", \"J\", \"K\", \"L\", \"M\", \"N\", \"O\", \"P\"]
second = [\"A\", \"B\", \"C\", \"D\", \"E\", \"F\", \"G\", \"H\", \"I\", \"J\", \"K\", \"L\", \"M\", \"N\", \"O\", \"P\"]
";

/// A content folder in memory.
pub struct Folder(Files);

impl Folder {
    /// Three plain lessons, a group with two sides, a lesson that needs it, a track, two entries.
    pub fn valid() -> Self {
        let lessons = [
            lesson("foundations", "setup", "minimum", &[], ""),
            lesson("foundations", "git-basics", "minimum", &["setup"], "gives = [\"git\"]\n"),
            lesson("foundations", "python-basics", "core", &["setup"], ""),
            lesson(
                "production",
                "cloud-aws",
                "core",
                &["git-basics"],
                "one_of = \"cloud\"\nchoice = \"aws\"\n",
            ),
            lesson(
                "production",
                "cloud-gcp",
                "core",
                &["git-basics"],
                "one_of = \"cloud\"\nchoice = \"gcp\"\n",
            ),
            lesson("production", "deploy", "recommended", &["cloud", "python-basics"], "project = true\n"),
        ];
        let others = [
            ("tracks/llm.toml", TRACK),
            ("why/mlops.md", MLOPS),
            ("why/docker.md", DOCKER),
            ("skills.toml", "[git]\nnumber = 1\ntitle = \"Git\"\n\n[sql]\nnumber = 2\ntitle = \"SQL\"\n"),
            ("names.toml", NAMES),
            ("voice/en-US.ftl", "hello = Hello\n"),
            ("README.md", "# How to write\n"),
        ];
        let others = others.map(|(path, text)| (path.to_owned(), text.to_owned()));
        Self(lessons.into_iter().chain(others).collect()).released()
    }

    /// With `ids.txt` brought up to date.
    pub fn released(mut self) -> Self {
        let ids = released_ids(&self.0);
        self.0.insert("ids.txt", ids);
        self
    }

    /// With one more file, or another text in it.
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path, text);
        self
    }

    /// With one more lesson.
    pub fn with_lesson(self, tier: &str, id: &str, needs: &[&str], more: &str) -> Self {
        let (path, text) = lesson(tier, id, "core", needs, more);
        self.with(&path, &text)
    }

    /// Without a file.
    pub fn without(mut self, path: &str) -> Self {
        assert!(self.0.remove(path).is_some(), "{path} is in the folder");
        self
    }

    /// With a file under another name.
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        let text = self.0.remove(from).expect("the file is in the folder");
        self.0.insert(to, text);
        self
    }

    /// With the first `from` in a file changed into `to`.
    pub fn changed(self, path: &str, from: &str, to: &str) -> Self {
        let text = self.0.get(path).unwrap_or_else(|| panic!("{path} is in the folder"));
        assert!(text.contains(from), "{path} holds {from:?}");
        let text = text.replacen(from, to, 1);
        self.with(path, &text)
    }

    /// Reads it.
    pub fn load(&self) -> Result<Content, Vec<Finding>> {
        load(&self.0)
    }

    /// What `check` would print.
    pub fn findings(&self) -> Vec<String> {
        self.load().err().unwrap_or_default().iter().map(Finding::to_string).collect()
    }

    /// The files.
    pub fn files(&self) -> &Files {
        &self.0
    }
}

/// A lesson's path and text. `title` stands in line 2, `importance` in 3, `needs` in 4, `more` from 5.
pub fn lesson(tier: &str, id: &str, importance: &str, needs: &[&str], more: &str) -> (String, String) {
    let steps = ["read", "write", "show"].map(|step| {
        format!("[[steps]]\nid = \"{step}\"\nminutes = 30\ndo = \"Do what {step} says. You see it.\"\n\n")
    });
    let sources = ["docs", "course"].map(|kind| {
        format!(
            "[[sources]]\ntitle = \"A {kind}\"\nby = \"Somebody\"\nurl = \"https://example.org/{kind}\"\nkind = \"{kind}\"\n\
             licence = \"free to read; licence not checked\"\nchecked = \"2026-11\"\nuse = \"All of it\"\n\n"
        )
    });
    let checks = [2, 1, 4].map(|right| {
        format!(
            "[[checks]]\nquestion = \"Which one?\"\noptions = [\"One\", \"Two\", \"Three\", \"Four\"]\nright = {right}\n\
             teach = \"It is number {right}.\"\n\n"
        )
    });
    let text = format!(
        "+++\ntitle = \"About {id}\"\nimportance = \"{importance}\"\nneeds = {needs:?}\n{more}\n{}{}{}+++\n\n\
         ## Why it matters\n\nIt breaks at work.\n\n## Show it\n\nA file.\n\n- It opens.\n- It runs.\n",
        steps.concat(),
        sources.concat(),
        checks.concat(),
    );
    (format!("lessons/{tier}/{id}.md"), text)
}

const TRACK: &str = r#"title = "LLM engineer"
goal = "Builds services on language models."
work = "Services around a model."
market = "In 2025 many asked for it (example.org)."
minimum = []
choices = ["aws"]

[[phases]]
id = "foundations"
title = "Foundations"
lessons = [
  "setup",
  "git-basics",
  "python-basics",
]

[[phases]]
id = "production"
title = "Production"
lessons = ["cloud", "deploy"]
"#;

const MLOPS: &str = r#"+++
title = "Why MLOps?"
command = true
lesson = "deploy"
related = ["docker"]
asked = ["what is mlops", "machine learning operations", "roll back a release"]
reviewed = "2026-11"

[[facts]]
text = "Half of those asked in 2024 deploy nothing."
year = 2024
source = "A survey"
url = "https://example.org/survey"

[[facts]]
text = "Most of a system is not the model (2015)."
year = 2015
source = "A paper"
url = "https://example.org/paper"
+++

A model helps nobody until it runs.

## What to do

Put one model behind an address.
"#;

const DOCKER: &str = r#"+++
title = "Why Docker?"
lesson = "cloud"
related = []
asked = ["containers", "works on my machine", "doker"]
reviewed = "2026-10"

[[facts]]
text = "Many used containers in 2025."
year = 2025
source = "Another survey"
url = "https://example.org/containers"

[[facts]]
text = "Images are the unit of deployment (2024)."
year = 2024
source = "A guide"
url = "https://example.org/images"
+++

Because it runs the same everywhere.

## What to do

Write one Dockerfile.
"#;
