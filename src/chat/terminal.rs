//! The chat at a terminal: line editing, history, completion, and posts that come in between.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{CompletionType, Config, Editor, ExternalPrinter};
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::complete::{Helper, Known};
use super::run::Printer;
use super::session::Session;
use crate::coach::Coach;

/// How often the clock is looked at while nobody types.
const LOOK: Duration = Duration::from_secs(1);
/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 100;
/// Said once, at the start.
const GREETING: &str = "Study coach, in this terminal: it plans your way to machine-learning engineer and tells you what to do next.
/join makes your plan, /help lists the commands, Tab completes, Ctrl-D leaves.
`click Done` presses a button, `pick 2` chooses in a menu, `@mia /next` speaks as another member.
";

/// Talks with whoever types until Ctrl-D.
pub async fn talk(
    mut session: Session,
    coach: &Arc<Coach>,
    mut printer: Printer,
    history: Option<PathBuf>,
) -> Result<()> {
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .auto_add_history(true)
        .max_history_size(1000)?;
    let mut editor: Editor<Helper, FileHistory> = Editor::with_config(config.build())?;
    let known = Arc::new(Mutex::new(Known::of(&session)));
    editor.set_helper(Some(Helper::new(Arc::clone(coach), Arc::clone(&known), Handle::current())));
    if let Some(history) = &history {
        // A missing history is an empty one.
        let _ = editor.load_history(history);
    }
    printer.look.width = editor.dimensions().map(|(columns, _)| usize::from(columns).min(WIDEST));
    let mut between = editor.create_external_printer().ok();
    if !printer.json {
        println!("{GREETING}");
    }
    let (send, mut lines) = mpsc::channel::<rustyline::Result<String>>(1);
    let (go, ready) = std::sync::mpsc::channel::<()>();
    // The editor blocks while it waits for a key. It prompts only when the last line is answered.
    let editing = std::thread::spawn(move || {
        while ready.recv().is_ok() {
            let line = editor.readline("> ");
            let ends = line.is_err() && !matches!(line, Err(ReadlineError::Interrupted));
            if send.blocking_send(line).is_err() || ends {
                break;
            }
        }
        if let Some(history) = history {
            let _ = editor.save_history(&history);
        }
    });
    printer.print(&session.due().await)?;
    go.send(())?;
    loop {
        tokio::select! {
            line = lines.recv() => match line {
                Some(Ok(line)) => {
                    printer.print(&session.line(&line).await)?;
                    *known.lock().unwrap_or_else(PoisonError::into_inner) = Known::of(&session);
                    go.send(())?;
                }
                // Ctrl-C gives up the line, not the conversation.
                Some(Err(ReadlineError::Interrupted)) => go.send(())?,
                Some(Err(ReadlineError::Eof)) | None => break,
                Some(Err(error)) => return Err(error.into()),
            },
            () = tokio::time::sleep(LOOK) => {
                let posts = session.due().await;
                if !posts.is_empty() {
                    let text = printer.text(&posts);
                    match &mut between {
                        Some(between) => between.print(text)?,
                        None => print!("{text}"),
                    }
                }
            }
        }
    }
    drop(go);
    // The history is written by then.
    let _ = editing.join();
    Ok(())
}
