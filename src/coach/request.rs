//! What somebody asks of the coach, in a form that every edge can make.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::reply::Id;
use crate::study::units::{ChannelId, InteractionId, LearnerId, MessageId, RoleId, ServerId};

/// One command, press, form or message.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its id; the same one delivered twice changes nothing twice.
    pub id: InteractionId,
    /// When it arrived.
    pub now: DateTime<Utc>,
    /// Who asks.
    pub from: Person,
    /// Where.
    pub place: Place,
    /// What.
    pub act: Act,
    /// The asker's language, as Discord writes locales; none where it is not known.
    pub locale: Option<String>,
    /// The server's language.
    pub server_locale: Option<String>,
}

/// Who asks.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: LearnerId,
    /// As the server knows them; shown on boards, never logged.
    pub name: String,
    /// Whether they may manage the server.
    pub manages: bool,
    /// Whether they may show links where they ask: they may embed them there, and are not timed out.
    pub links: bool,
    /// Whether they may write where they ask.
    pub writes: bool,
    /// Whether they may themselves do what the server's posts do: write in their channel, ping their role.
    /// Found out for requests that make a post.
    pub posts: bool,
}

/// Where something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a direct message, or where the coach is only installed to the user.
    Direct,
    /// In a server in which the coach is installed.
    Server(ServerId, ChannelId),
}

/// What is asked.
#[derive(Debug, Clone)]
pub enum Act {
    /// A command.
    Command(Call),
    /// A press, a pick or a sent form.
    Press(Press),
    /// Words in a direct message.
    Talk(String),
}

/// A command with its values, as they came from the edge.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// The command.
    pub name: String,
    /// Its subcommand.
    pub sub: Option<String>,
    /// The values given.
    pub values: BTreeMap<String, Value>,
}

/// The value of an option.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A person: id and name.
    User(LearnerId, String),
    /// A channel and what the coach may do there.
    Channel(ChannelId, Access),
    /// A role and who can ping it.
    Role(RoleId, Ping),
    /// A message.
    Message(Shown),
}

/// A message as everybody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its id.
    pub id: MessageId,
    /// Where it is.
    pub channel: ChannelId,
    /// Whether it is the coach's.
    pub own: bool,
    /// All its words.
    pub text: String,
}

/// What the coach, and who asks it to, may do in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// The coach can see it and write there.
    pub post: bool,
    /// The coach can show embeds.
    pub embed: bool,
    /// The coach can attach pictures.
    pub attach: bool,
    /// The coach can read what was posted: after a crash it looks before it posts again.
    pub history: bool,
    /// The coach can open threads and write in them.
    pub threads: bool,
    /// Who asks can write there too.
    pub asker: bool,
}

impl Access {
    /// Everything that a post needs.
    pub const FULL: Self =
        Self { post: true, embed: true, attach: true, history: true, threads: true, asker: true };
    /// Nothing.
    pub const NONE: Self =
        Self { post: false, embed: false, attach: false, history: false, threads: false, asker: false };
}

/// Who can ping a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ping {
    /// Whether there is such a role.
    pub there: bool,
    /// The coach can.
    pub coach: bool,
    /// Who asks it to can.
    pub asker: bool,
}

impl Ping {
    /// Everybody can.
    pub const FULL: Self = Self { there: true, coach: true, asker: true };
}

/// A press, a pick or a sent form.
#[derive(Debug, Clone)]
pub struct Press {
    /// What it means.
    pub id: Id,
    /// What was picked in a menu.
    pub picked: Vec<String>,
    /// What was written into the form; none where nothing was sent.
    pub fields: Option<BTreeMap<String, String>>,
}

impl Call {
    /// The words of an option; empty ones count as not given.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.values.get(name) {
            Some(Value::Text(text)) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    }

    /// The number of an option, whole or not.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.values.get(name) {
            Some(Value::Number(number)) => Some(*number),
            Some(Value::Integer(number)) => Some(*number as f64),
            _ => None,
        }
    }

    /// The whole number of an option.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.values.get(name) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    /// The person of an option.
    pub fn user(&self, name: &str) -> Option<LearnerId> {
        match self.values.get(name) {
            Some(Value::User(id, _)) => Some(*id),
            _ => None,
        }
    }

    /// Whether an option is given.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }
}

impl Press {
    /// What was written into an input; empty counts as not given.
    pub fn field(&self, name: &str) -> Option<&str> {
        let text = self.fields.as_ref()?.get(name)?.trim();
        (!text.is_empty()).then_some(text)
    }
}

impl Act {
    /// Whether it has the coach write in the server's channel at once.
    pub fn posts_now(&self) -> bool {
        match self {
            Self::Command(call) if call.name == "setup" => match call.sub.as_deref() {
                Some("cohort") => call.has("start"),
                sub => sub == Some("post-now"),
            },
            Self::Press(press) if press.id.verb == "setup" => {
                (press.id.arg(0), press.id.arg(1)) == (Some("cohort"), Some("invite"))
            }
            _ => false,
        }
    }
}

impl Request {
    /// The server in which it was asked.
    pub fn server(&self) -> Option<ServerId> {
        match self.place {
            Place::Server(server, _) => Some(server),
            Place::Direct => None,
        }
    }
}
