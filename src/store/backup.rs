//! A copy of a database file while the coach works on it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use sqlx::{AnyConnection, Connection, Row};

use super::backend::Backend;
use super::open::options;

/// How often it is told how far a copy is.
const TOLD: Duration = Duration::from_millis(200);

/// Writes a consistent copy of the embedded database at `url` to `file`, which must not be there yet.
/// It is under that name only when it is whole. `progress` is told how many bytes there are of how many
/// at the most: the copy leaves out what is empty.
///
/// # Errors
/// One sentence that says what to do, when there is something at `file`, the database is none of
/// SQLite, or the copy cannot be written.
pub async fn backup(url: &str, file: &Path, progress: impl FnMut(u64, u64)) -> Result<()> {
    let shown = file.display();
    if Backend::of(url)? != Backend::Sqlite {
        bail!(
            "this database is PostgreSQL's: back it up with its own tool, \
             pg_dump --format=custom --file={shown} \"$DATABASE_URL\""
        );
    }
    // `exists` follows links; one that leads nowhere is no place either.
    if fs::symlink_metadata(file).is_ok() {
        bail!("{shown} is there already and is not overwritten; name another file");
    }
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    if fs::symlink_metadata(&partial).is_ok() {
        bail!(
            "{} is there, of a backup that goes on or broke off; wait for it, or remove it",
            partial.display()
        );
    }
    sqlx::any::install_default_drivers();
    let copied = copy(url, &partial, progress).await.with_context(|| format!("{shown} cannot be written"));
    let placed = copied.and_then(|()| {
        // Unlike a renaming, it overwrites nothing that came there meanwhile.
        fs::hard_link(&partial, file).with_context(|| format!("{shown} cannot be written"))
    });
    let _ = fs::remove_file(&partial);
    placed
}

async fn copy(url: &str, to: &Path, mut progress: impl FnMut(u64, u64)) -> Result<()> {
    let name = to.to_str().context("its name is no UTF-8")?;
    let mut source = AnyConnection::connect_with(&options(url, "rw")?).await?;
    let size = sqlx::query("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    let size: i64 = size.fetch_one(&mut source).await?.try_get(0)?;
    let copied = {
        let mut copying = pin!(sqlx::query("VACUUM INTO $1").bind(name).execute(&mut source));
        loop {
            progress(fs::metadata(to).map_or(0, |it| it.len()), size.cast_unsigned());
            tokio::select! {
                copied = &mut copying => break copied,
                () = tokio::time::sleep(TOLD) => {}
            }
        }
    };
    source.close().await?;
    copied?;
    let mut copy = AnyConnection::connect_with(&options(&format!("sqlite://{name}"), "ro")?).await?;
    let found = sqlx::query("PRAGMA quick_check").fetch_one(&mut copy).await?;
    copy.close().await?;
    let found: String = found.try_get(0)?;
    if found != "ok" {
        bail!("the copy is not whole ({found})");
    }
    File::open(to)?.sync_all()?;
    Ok(())
}
