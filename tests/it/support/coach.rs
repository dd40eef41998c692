//! A coach on the built-in content and a database of its own, and people who talk to it.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use study_coach::coach::Coach;
use study_coach::coach::reply::{Id, Reply};
use study_coach::coach::request::{Access, Act, Call, Person, Place, Press, Request, Value};
use study_coach::content::voice::Voice;
use study_coach::content::{Files, load};
use study_coach::store::Store;
use study_coach::study::units::{ChannelId, InteractionId, LearnerId, ServerId};

use super::database::{Database, Place as _};

/// The server of the tests.
pub const SERVER: ServerId = ServerId(77);
/// Its channel.
pub const CHANNEL: ChannelId = ChannelId(770);

/// An instant as it is written.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A coach whose clock stands where a test puts it.
pub struct TestCoach {
    pub coach: Coach,
    pub now: DateTime<Utc>,
    /// The language of everybody and of the server.
    pub locale: Option<String>,
    interactions: AtomicU64,
    database: Database,
}

impl TestCoach {
    pub async fn new(now: &str) -> Self {
        let content = load(&Files::built_in()).unwrap();
        let voice = Voice::new(&content.voice_source).unwrap_or_else(|errors| panic!("{errors:?}"));
        let database = Database::new().await;
        let store = Store::open(&database.url()).await.unwrap();
        let coach = Coach::new(content, voice, store);
        Self { coach, now: at(now), locale: None, interactions: AtomicU64::new(1), database }
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// As after a restart of the program.
    pub async fn restart(&mut self) {
        self.coach.store.close().await;
        self.coach.store = Store::open(&self.database.url()).await.unwrap();
    }

    /// A request of a member of the server; `boss` manages it, and so does `guest`, who may not write
    /// where it posts.
    pub fn request(&self, name: &str, act: Act) -> Request {
        let id = name.bytes().fold(0, |id, byte| (id * 31 + u64::from(byte)) % (1 << 53));
        Request {
            id: InteractionId(self.interactions.fetch_add(1, Ordering::Relaxed)),
            now: self.now,
            from: Person {
                id: LearnerId(id),
                name: name.to_owned(),
                manages: ["boss", "guest"].contains(&name),
                links: true,
                writes: name != "mute",
                posts: name != "guest",
            },
            place: Place::Server(SERVER, CHANNEL),
            act,
            locale: self.locale.clone(),
            server_locale: self.locale.clone(),
        }
    }

    /// A command with its subcommand and values.
    pub async fn command(&self, name: &str, command: &str, values: &[(&str, Value)]) -> Reply {
        let (command, sub) = command.split_once(' ').map_or((command, None), |(name, sub)| (name, Some(sub)));
        let call = Call {
            name: command.to_owned(),
            sub: sub.map(str::to_owned),
            values: values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        };
        self.coach.answer(&self.request(name, Act::Command(call))).await
    }

    /// A press of the button with this label.
    pub async fn press(&self, name: &str, reply: &Reply, label: &str, fields: &[(&str, &str)]) -> Reply {
        let button = reply.buttons.iter().find(|button| button.label == label).expect(label);
        let fields: std::collections::BTreeMap<String, String> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let press = Press {
            id: Id::parse(&button.id).unwrap(),
            picked: Vec::new(),
            fields: (!fields.is_empty()).then_some(fields),
        };
        self.coach.answer(&self.request(name, Act::Press(press))).await
    }

    /// A pick in the menu with this hint.
    pub async fn pick(&self, name: &str, reply: &Reply, hint: &str, values: &[&str]) -> Reply {
        let menu = reply.menus.iter().find(|menu| menu.hint == hint).expect(hint);
        let press = Press {
            id: Id::parse(&menu.id).unwrap(),
            picked: values.iter().map(|&value| value.to_owned()).collect(),
            fields: None,
        };
        self.coach.answer(&self.request(name, Act::Press(press))).await
    }

    /// Joins `ml-engineer` at ten hours a week.
    pub async fn join(&self, name: &str) -> Reply {
        let reply = self
            .command(name, "join", &[("track", text("ml-engineer")), ("hours", Value::Number(10.0))])
            .await;
        assert!(!reply.refused, "{}", reply.text);
        reply
    }

    /// Sets up a post for Mondays at 09:00 in Berlin.
    pub async fn set_up(&self) -> Reply {
        let values = [
            ("channel", Value::Channel(CHANNEL, Access::FULL)),
            ("day", text("monday")),
            ("time", text("09:00")),
            ("timezone", text("Europe/Berlin")),
        ];
        let reply = self.command("boss", "setup weekly", &values).await;
        assert!(!reply.refused, "{}", reply.text);
        reply
    }
}

/// Words as a value.
pub fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}
