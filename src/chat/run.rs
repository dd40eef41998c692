//! `study-coach chat`: a conversation with whoever sits at the terminal, or with a pipe.

use std::io::{self, BufRead, ErrorKind, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::Duration;
use tokio::sync::mpsc;

use super::clock::{Clock, instant};
use super::session::Session;
use super::show::Shown;
use super::terminal;
use super::text::{Look, render};
use super::world::SERVER;
use crate::cards::studio::Studio;
use crate::coach::Coach;
use crate::coach::links::KnownHosts;
use crate::content::Content;
use crate::content::voice::Voices;
use crate::posts::Pace;
use crate::store::Store;

/// What a chat needs.
pub struct Options {
    /// The database's address; made where it is not there.
    pub database: String,
    /// Who speaks where a line names nobody, and manages the server.
    pub speaker: String,
    /// One JSON object a line instead of words.
    pub json: bool,
    /// The time at the start, as `:at` takes it; it then passes by `:at` alone.
    pub now: Option<String>,
    /// A post missed for longer than this is skipped.
    pub late: Duration,
    /// The most posts started in a second; what is printed here needs no such limit.
    pub per_second: u32,
    /// Whose links are shown at once.
    pub hosts: KnownHosts,
    /// Lessons, tracks and entries.
    pub content: Content,
    /// The sentences, in their languages.
    pub voices: Voices,
    /// Where pictures are painted.
    pub studio: Studio,
}

/// Talks until the input ends.
///
/// # Errors
/// When the database cannot be opened, `now` is no time, or the terminal fails.
pub async fn run(options: Options) -> Result<()> {
    let store = Store::open(&options.database).await?;
    let zone = store.server(SERVER).await?.zone;
    let typing = io::stdin().is_terminal();
    let clock = match &options.now {
        Some(text) => Clock::Standing(instant(text, zone).with_context(|| {
            format!("\"{text}\" is no time; write it as 2026-12-07T09:00, with Z or an offset behind it if it is not in {}", zone.name())
        })?),
        None if typing => Clock::real(),
        None => Clock::Standing(Clock::real().now()),
    };
    let coach = Coach::new(options.content, options.voices, store).painting_in(options.studio);
    let coach = Arc::new(coach.trusting(options.hosts));
    let speaker = options.speaker.trim().trim_start_matches('@');
    let speaker = if speaker.is_empty() { "you" } else { speaker };
    let pace = Pace { late: options.late, per_second: options.per_second };
    let session = Session::new(Arc::clone(&coach), speaker, clock, pace)
        .with_pictures(pictures_folder(&options.database));
    let look = Look {
        color: io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty()),
        width: None,
        speaker: speaker.to_owned(),
    };
    let printer = Printer { json: options.json, look };
    let outcome = if typing {
        terminal::talk(session, &coach, printer, history_file(&options.database)).await
    } else {
        pipe(session, &printer).await
    };
    coach.store.close().await;
    match outcome {
        // Whoever read the answers, such as `head`, has read enough.
        Err(error)
            if error.downcast_ref::<io::Error>().is_some_and(|it| it.kind() == ErrorKind::BrokenPipe) =>
        {
            Ok(())
        }
        outcome => outcome,
    }
}

/// Answers each line in order.
async fn pipe(mut session: Session, printer: &Printer) -> Result<()> {
    printer.print(&session.due().await)?;
    let (send, mut lines) = mpsc::channel::<io::Result<String>>(1);
    // Reading blocks, and nothing else may wait for it. The thread ends with the input or the program.
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let line = match input.read_until(b'\n', &mut line) {
                Ok(0) => return,
                Ok(_) => Ok(String::from_utf8_lossy(&line).into_owned()),
                Err(error) => Err(error),
            };
            let last = line.is_err();
            if send.blocking_send(line).is_err() || last {
                return;
            }
        }
    });
    while let Some(line) = lines.recv().await {
        printer.print(&session.line(&line?).await)?;
    }
    Ok(())
}

/// Where what was typed is kept: beside the database; nowhere for one in memory.
fn history_file(database: &str) -> Option<PathBuf> {
    Some(database_file(database)?.with_file_name(".study-coach-history"))
}

/// Where pictures are put: beside the database, named after it; for one in memory, in the system's
/// temporary folder.
fn pictures_folder(database: &str) -> PathBuf {
    match database_file(database) {
        Some(file) => {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            file.with_file_name(format!("{name}-pictures"))
        }
        None => std::env::temp_dir().join("study-coach-chat-pictures"),
    }
}

fn database_file(database: &str) -> Option<PathBuf> {
    let path = database.strip_prefix("sqlite:")?.split('?').next()?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (!path.is_empty() && !path.contains(":memory:")).then(|| PathBuf::from(path))
}

/// Puts answers and posts on the screen or into the pipe.
pub struct Printer {
    /// One JSON object a line.
    pub json: bool,
    /// How words are laid out.
    pub look: Look,
}

impl Printer {
    /// Prints all at once.
    pub fn print(&self, shown: &[Shown]) -> Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(self.text(shown).as_bytes())?;
        Ok(out.flush()?)
    }

    /// What would be printed.
    pub fn text(&self, shown: &[Shown]) -> String {
        let one = |shown: &Shown| {
            if self.json { shown.json() + "\n" } else { render(shown, &self.look) + "\n\n" }
        };
        shown.iter().map(one).collect()
    }
}
