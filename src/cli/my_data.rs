//! `study-coach my-data`: the operator's side of a request about somebody's data.

use std::fmt::Write as _;

use anyhow::Context as _;

use super::args::{MyData, Person};
use super::failure::Result;
use super::{coach, out};
use crate::config::Config;
use crate::store::Store;
use crate::study::units::LearnerId;

pub(super) fn run(config: &Config, wanted: &MyData) -> Result<()> {
    coach::has_database(config)?;
    let mut text = String::new();
    coach::waiting(async {
        let store = coach::store(config).await?;
        text = match wanted {
            MyData::Export(person) => export(&store, person).await?,
            MyData::Delete(person) => delete(&store, person).await?,
        };
        store.close().await;
        Ok(())
    })?;
    out::print(&text)
}

async fn export(store: &Store, person: &Person) -> anyhow::Result<String> {
    let held = store.held(LearnerId(person.user)).await?;
    let held = held.with_context(|| nothing(person))?;
    Ok(format!("{held:#}\n"))
}

async fn delete(store: &Store, person: &Person) -> anyhow::Result<String> {
    let gone = store.forget(LearnerId(person.user), chrono::Utc::now()).await?;
    if gone.is_empty() {
        anyhow::bail!(nothing(person));
    }
    let mut text = format!("Everything held of user {} is deleted. Rows by table:\n", person.user);
    for (table, count) in gone {
        let _ = writeln!(text, "  {table}: {count}");
    }
    text.push_str(
        "The coach edits its posts of the last 30 days that named them, and takes back what they shared in \
         that time, as soon as it runs. \
         Older messages on Discord and your own backups are not touched.\n",
    );
    Ok(text)
}

fn nothing(person: &Person) -> String {
    format!("nothing is held of user {}; check the id and database.url", person.user)
}
