//! `study-coach run` and `study-coach chat`: the coach at work.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use chrono::Duration;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use super::args::{CHAT_DATABASE, Chat, SPEAKER};
use super::content::load_content;
use super::failure::{Failure, Result};
use super::out;
use crate::cards::studio::Studio;
use crate::cards::typeset::Fonts;
use crate::coach::Coach;
use crate::config::{Config, Mode};
use crate::posts::Pace;
use crate::store::Store;
use crate::{chat, discord, ops};

/// How a file of SQLite begins.
const MARK: &[u8; 16] = b"SQLite format 3\0";
/// The README's section about tokens.
const README: &str = "the README's section \"On your server\"";

/// On Discord, until it is told to stop.
pub(super) fn on_discord(config: &Config) -> Result<()> {
    let Some(token) = &config.discord.token else {
        return Err(Failure::failed(format!(
            "there is no Discord token; set DISCORD_TOKEN or discord.token (see {README}), or run study-coach chat"
        )));
    };
    let settings = discord::Settings {
        token: token.expose().to_owned(),
        api_url: config.discord.api_url.clone(),
        server: config.discord.server,
        shards: config.discord.shards,
        endpoint: endpoint(config),
        watch: Arc::default(),
    };
    let pace = Pace { late: late(config), per_second: config.posts.per_second };
    waiting(async {
        let coach = Arc::new(open(config).await?);
        // Until the very end: what watches the coach is to see it leave.
        let over = CancellationToken::new();
        let _told = over.clone().drop_guard();
        if let Some(address) = config.ops.listen {
            ops::listen(address, coach.store.clone(), over).await?;
        }
        // It closes the database before it returns.
        discord::run(settings, coach, pace).await
    })
}

/// In this terminal.
pub(super) fn chat(config: &Config, options: &Chat) -> Result<()> {
    has_place("--database", &options.database)?;
    let (content, voices) = load_content(config.content.dir.as_deref())?;
    let options = chat::Options {
        database: options.database.clone(),
        speaker: options.speaker.clone(),
        json: options.json,
        now: options.now.clone(),
        late: late(config),
        per_second: config.posts.per_second,
        hosts: config.links.hosts.clone(),
        content,
        voices,
        studio: studio(config)?,
    };
    waiting(chat::run(options))
}

/// In this terminal, because there is no token.
pub(super) fn without_token(config: &Config) -> Result<()> {
    out::complain(&format!(
        "there is no Discord token, so this is a chat in this terminal; to go on Discord, see {README}"
    ));
    let options = Chat { database: CHAT_DATABASE.to_owned(), speaker: SPEAKER.to_owned(), ..Chat::default() };
    chat(config, &options)
}

/// Where Discord calls, in http mode; a configuration without either key was refused.
fn endpoint(config: &Config) -> Option<discord::Endpoint> {
    let listen = config.http.listen.filter(|_| config.discord.mode == Mode::Http)?;
    Some(discord::Endpoint { listen, public_key: config.discord.public_key.clone()? })
}

fn late(config: &Config) -> Duration {
    Duration::hours(i64::from(config.posts.late_hours))
}

/// A coach on the configured content and database.
pub(super) async fn open(config: &Config) -> anyhow::Result<Coach> {
    let (content, voices) = load_content(config.content.dir.as_deref())?;
    let coach = Coach::new(content, voices, store(config).await?).painting_in(studio(config)?);
    Ok(coach.trusting(config.links.hosts.clone()))
}

/// Where pictures are painted, with the configured fonts.
fn studio(config: &Config) -> anyhow::Result<Studio> {
    let fonts = Fonts::built_in();
    let Some(folder) = &config.cards.fonts else { return Ok(Studio::new(fonts)) };
    let fonts = fonts.and_those_in(folder).with_context(|| {
        format!(
            "cards.fonts is {}, which is no folder that can be read; name one with fonts in it",
            folder.display()
        )
    })?;
    Ok(Studio::new(fonts))
}

/// The configured database.
pub(super) async fn store(config: &Config) -> anyhow::Result<Store> {
    let url = &config.database.url;
    has_place("database.url", url)?;
    Store::open(url).await.context("check database.url")
}

/// Refuses a database that is not there: only the coach itself makes one, so the address is wrong.
pub(super) fn has_database(config: &Config) -> Result<()> {
    match sqlite_file(&config.database.url) {
        Some(file) if !file.exists() => Err(Failure::failed(format!(
            "there is no database {}; check database.url, or start the coach once",
            file.display()
        ))),
        _ => Ok(()),
    }
}

/// Whether two addresses are certainly of the same database.
pub(super) fn is_same(url: &str, other: &str) -> bool {
    let file = |url| sqlite_file(url).and_then(|file| file.canonicalize().ok());
    url == other || file(url).is_some_and(|one| file(other) == Some(one))
}

/// The file behind an address of SQLite; none for a database in memory or another kind, or where
/// the name is written with escapes, which are left to SQLite's own driver.
fn sqlite_file(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.split('?').next().unwrap_or_default();
    (!path.is_empty() && path != ":memory:" && !path.contains('%')).then(|| Path::new(path))
}

/// Refuses addresses of SQLite that cannot work, in plainer words than SQLite's own.
pub(super) fn has_place(setting: &str, url: &str) -> anyhow::Result<()> {
    let Some(file) = sqlite_file(url) else { return Ok(()) };
    let shown = file.display();
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        anyhow::bail!("{setting} is in the folder {}, which is not there; make it", folder.display());
    }
    if file.is_dir() {
        anyhow::bail!("{setting} is the folder {shown}; name a file in it");
    }
    let mut start = [0; MARK.len()];
    if File::open(file).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start != *MARK {
        anyhow::bail!("{setting} is the file {shown}, which is no SQLite database; name another");
    }
    Ok(())
}

/// What the program works on: one thread besides the one that calls. Most answers take less than to wake
/// another thread (`docs/figures.md`); pictures, and statements that take long, have threads of their own,
/// and who wants more cores at work runs more processes.
///
/// # Errors
/// When the system gives no thread.
pub fn runtime() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()
}

/// Waits for work that waits.
pub(super) fn waiting(work: impl Future<Output = anyhow::Result<()>>) -> Result<()> {
    let runtime = runtime().context("the system gives no threads; free some and start again")?;
    let done = runtime.block_on(work);
    // Connections and terminals that will not close keep nobody waiting.
    runtime.shutdown_background();
    Ok(done?)
}
