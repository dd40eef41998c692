//! Printing.

use std::io::{ErrorKind, Write as _, stderr, stdout};

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
