//! The program as people start it: its configuration, its commands, what it prints and how it ends.

#[cfg(unix)]
mod backup;
mod calendar;
mod check;
mod config;
#[cfg(unix)]
mod crash;
#[cfg(unix)]
mod disk;
mod errors;
#[cfg(unix)]
mod http;
#[cfg(unix)]
mod many;
mod moving;
mod my_data;
#[cfg(unix)]
mod ops;
mod plan;
#[cfg(unix)]
mod plans;
mod posts;
#[cfg(unix)]
mod process;
mod readme;
#[cfg(unix)]
mod storm;
#[cfg(unix)]
mod watched;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use study_coach::content::Files;
use tempfile::TempDir;

/// A folder of its own, with nothing in the environment but what a test puts there.
pub struct Program {
    dir: TempDir,
    environment: Vec<(String, String)>,
}

/// How a start of the program ended.
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Program {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), environment: Vec::new() }
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// With a variable set.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a file in its folder.
    pub fn file(self, path: &str, text: &str) -> Self {
        let path = self.dir().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// With a copy of the built-in content in a folder.
    pub fn prompts(mut self, folder: &str) -> Self {
        for (path, text) in Files::built_in().iter() {
            self = self.file(&format!("{folder}/{path}"), text);
        }
        self
    }

    /// With a file of that copy changed.
    pub fn changed(self, path: &str, change: impl Fn(&str) -> String) -> Self {
        let text = self.read(path);
        self.file(path, &change(&text))
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.dir().join(path)).unwrap()
    }

    pub fn run(&self, args: &[&str]) -> Ended {
        let output = Command::new(env!("CARGO_BIN_EXE_study-coach"))
            .args(args)
            .current_dir(self.dir())
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Ended {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ended {
    /// What was printed, of a start that did what it was asked for.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""));
        self.out
    }

    /// The one line on stderr, of a start that ended with `code` and printed nothing.
    #[track_caller]
    pub fn refused(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}", self.err);
        assert_eq!(self.out, "");
        let line = self.err.strip_prefix("study-coach: ").expect(&self.err);
        assert_eq!(line.find('\n'), Some(line.len() - 1), "not one line: {line}");
        line.trim_end().to_owned()
    }
}
