//! Printing.

use std::io::{ErrorKind, IsTerminal as _, Write as _, stderr, stdout};

use super::failure::{Failure, Result};

/// Prints text on stdout as it is.
///
/// # Errors
/// When nobody reads it any more, so that the command can stop, or when it cannot be written.
pub fn print(text: &str) -> Result<()> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::Unread),
        Err(error) => {
            Err(Failure::failed(format!("the output cannot be written ({error}); make room for it")))
        }
    }
}

/// Prints a line on stdout.
///
/// # Errors
/// As [`print()`].
pub fn line(text: &str) -> Result<()> {
    print(&format!("{text}\n"))
}

/// Says something on stderr. Where that is closed, there is nobody to tell.
pub fn complain(text: &str) {
    let _ = writeln!(stderr(), "study-coach: {text}");
}

/// A line on stderr that says how far something long is, where somebody looks on.
pub struct Progress {
    is_seen: bool,
}

impl Progress {
    /// Nothing is shown yet.
    pub fn new() -> Self {
        Self { is_seen: stderr().is_terminal() }
    }

    /// Shows this in the place of what was shown before.
    pub fn show(&self, text: &str) {
        if self.is_seen {
            let _ = write!(stderr(), "\r\x1b[K{text}");
        }
    }

    /// Shows nothing any more.
    pub fn clear(&self) {
        self.show("");
    }
}
