//! How a command ends that did not do what it was asked for: one line on stderr, and an exit code.

use std::backtrace::BacktraceStatus;
use std::fmt::Display;
use std::process::ExitCode;

use clap::error::ErrorKind;

use super::out;

/// What a command returns.
pub type Result<T> = std::result::Result<T, Failure>;

/// Why a command stopped.
#[derive(Debug)]
pub enum Failure {
    /// The configuration, content, database, token or the work failed: exit 1.
    Failed(anyhow::Error),
    /// It was used wrongly: exit 2.
    Usage(String),
    /// Help or the version was asked for and printed: exit 0.
    Answered(String),
    /// There are findings, and they are printed: exit 1, with nothing more to say.
    Findings,
    /// Nobody reads the output any more, as with `| head`: exit 0.
    Unread,
}

impl Failure {
    /// A failure in one sentence that says what to do.
    pub fn failed(sentence: impl Display) -> Self {
        Self::Failed(anyhow::anyhow!("{sentence}"))
    }

    /// Says it, and gives the exit code.
    pub fn report(self) -> ExitCode {
        match self {
            Self::Failed(error) => {
                out::complain(&one_line(&causes(&error)));
                // Captured only where RUST_BACKTRACE asks for it.
                if error.backtrace().status() == BacktraceStatus::Captured {
                    out::complain(&error.backtrace().to_string());
                }
                ExitCode::FAILURE
            }
            Self::Usage(sentence) => {
                out::complain(&one_line(&sentence));
                ExitCode::from(2)
            }
            Self::Findings => ExitCode::FAILURE,
            Self::Answered(text) => match out::print(&text) {
                Ok(()) => ExitCode::SUCCESS,
                Err(failure) => failure.report(),
            },
            Self::Unread => ExitCode::SUCCESS,
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        let text = error.render().to_string();
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Self::Answered(text),
            // These name what is taken instead.
            ErrorKind::ValueValidation | ErrorKind::InvalidValue => Self::Usage(usage(&text).0),
            _ => {
                let (sentence, help) = usage(&text);
                Self::Usage(format!("{sentence}; see {help}"))
            }
        }
    }
}

/// Clap's message in one line, what is wrong with its tips; and the command that shows help.
///
/// Clap separates paragraphs by empty lines; the first says what is wrong and may list what it is
/// about, and the last ones are the usage and a hint at `--help`.
fn usage(text: &str) -> (String, String) {
    let mut sentence = String::new();
    let mut help = "study-coach --help".to_owned();
    for (place, paragraph) in text.split("\n\n").enumerate() {
        let lines: Vec<&str> = paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        match lines.as_slice() {
            [first, rest @ ..] if place == 0 => {
                sentence = first.trim_start_matches("error: ").to_owned();
                if !rest.is_empty() {
                    sentence = format!("{sentence} {}", rest.join(", "));
                }
            }
            tips if tips.iter().any(|line| line.starts_with("tip:")) => {
                let tips: Vec<&str> = tips.iter().map(|line| line.trim_start_matches("tip: ")).collect();
                sentence = format!("{sentence}; {}", tips.join("; "));
            }
            [usage, ..] if usage.starts_with("Usage:") => {
                let command = usage.trim_start_matches("Usage: ").split([' ']).take(2);
                let command: Vec<&str> = command.filter(|word| !word.starts_with(['-', '[', '<'])).collect();
                help = format!("{} --help", command.join(" "));
            }
            _ => {}
        }
    }
    (sentence, help)
}

/// An error and its causes; a cause that the error before it quotes is not said again.
fn causes(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if text.is_empty() {
            text = cause;
        } else if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// Lines joined: an error that came from elsewhere may have several.
fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("; ")
}
