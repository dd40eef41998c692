//! What the coach answers, in a form that every edge can show: Discord, the terminal, a test.

use serde::{Deserialize, Serialize};

use crate::cards::Card;
use crate::study::units::{LearnerId, RoleId};

/// An answer or a post.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Whether only the asker sees it.
    pub private: bool,
    /// Whether the request was not carried out.
    pub refused: bool,
    /// A heading.
    pub title: Option<String>,
    /// The words. Mentions are written `<@id>`; nobody is pinged by them.
    pub text: String,
    /// Named parts.
    pub fields: Vec<Field>,
    /// What can be pressed.
    pub buttons: Vec<Button>,
    /// What can be picked.
    pub menus: Vec<Menu>,
    /// A form that opens instead of an answer.
    pub form: Option<Form>,
    /// The knowledge-base entries that it shows, best first.
    pub entries: Vec<String>,
    /// Whether it takes the place of the message whose button was pressed.
    pub replaces: bool,
    /// Whether it answers a press where everybody in the channel sees it; all other presses are
    /// answered privately.
    #[serde(default)]
    pub shown: bool,
    /// The role that a post may ping.
    pub ping: Option<RoleId>,
    /// Whether a post comes without a notification.
    pub silent: bool,
    /// A thread to talk in, by this name, that is opened on a post.
    #[serde(default)]
    pub thread: Option<String>,
    /// Whom it names to others: they are taken out when they are gone.
    #[serde(default, skip)]
    pub names: Vec<LearnerId>,
    /// Files that come with it. Answers stored by older versions have none.
    #[serde(default)]
    pub files: Vec<File>,
    /// A picture that says the same as the words. It is painted where it is shown; where that does not
    /// succeed in time, the words are shown alone.
    #[serde(default)]
    pub image: Option<Image>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// What it shows.
    pub card: Card,
    /// The same in words, for who cannot see it.
    pub alt: String,
}

/// Discord's limit on a picture's description, in characters.
const LONGEST_ALT: usize = 1024;

/// A file of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name, with an ending that says what it holds.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// A named part of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its words.
    pub value: String,
}

/// Something to press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// Everything that pressing it means; see [`Id`].
    pub id: String,
    /// Whether it is the one to press most often.
    pub main: bool,
}

/// A menu to pick from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    /// What it means; see [`Id`].
    pub id: String,
    /// What it asks for.
    pub hint: String,
    /// Whether several can be picked, or none.
    pub many: bool,
    /// The values that are picked as it stands.
    #[serde(default)]
    pub picked: Vec<String>,
    /// What can be picked.
    pub options: Vec<MenuOption>,
}

/// One line of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuOption {
    /// What it says.
    pub label: String,
    /// What it means.
    pub value: String,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// What sending it means; see [`Id`].
    pub id: String,
    /// Its heading, at most 45 characters.
    pub title: String,
    /// One to five inputs.
    pub inputs: Vec<Input>,
    /// Whether sending it as it stands changes nothing, so that something is to be written first.
    #[serde(default)]
    pub idle: bool,
}

/// One input of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its short name, as `submit name:value` takes it.
    pub name: String,
    /// What it asks, at most 45 characters.
    pub label: String,
    /// An example or what is assumed when it stays empty.
    pub hint: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether it has room for several lines.
    pub long: bool,
    /// What it holds before anything is written.
    #[serde(default)]
    pub value: Option<String>,
}

impl Image {
    /// A picture with its facts in words, of which no more is kept than Discord takes.
    pub fn new(card: Card, alt: impl Into<String>) -> Self {
        let mut alt: String = alt.into();
        if alt.chars().count() > LONGEST_ALT {
            alt = alt.chars().take(LONGEST_ALT - 1).chain(['…']).collect();
        }
        Self { card, alt }
    }
}

impl Input {
    /// One line that may stay empty.
    pub fn optional(name: &str, label: String, hint: String) -> Self {
        Self { name: name.to_owned(), label, hint, required: false, long: false, value: None }
    }

    /// One line that must be filled in.
    pub fn required(name: &str, label: String, hint: String) -> Self {
        Self { required: true, ..Self::optional(name, label, hint) }
    }
}

impl Reply {
    /// Words that only the asker sees.
    pub fn private(text: impl Into<String>) -> Self {
        Self { private: true, text: text.into(), ..Self::default() }
    }

    /// Words that everybody in the channel sees.
    pub fn public(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The request was not carried out; the sentence says what to do instead.
    pub fn refusal(text: impl Into<String>) -> Self {
        Self { refused: true, ..Self::private(text) }
    }

    /// All words that it shows.
    pub fn words(&self) -> String {
        let fields = self.fields.iter().map(|field| format!("{}\n{}", field.name, field.value));
        let first = [self.title.clone().unwrap_or_default(), self.text.clone()];
        first.into_iter().chain(fields).collect::<Vec<_>>().join("\n")
    }

    /// With a heading.
    #[must_use]
    pub fn titled(self, title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..self }
    }

    /// With a named part; one without words is left out.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.fields.push(Field { name: name.into(), value });
        }
        self
    }

    /// With a button.
    #[must_use]
    pub fn button(mut self, label: impl Into<String>, id: &Id) -> Self {
        let main = self.buttons.is_empty();
        self.buttons.push(Button { label: label.into(), id: id.to_string(), main });
        self
    }
}

/// The meaning of a button, menu or form: it carries all that it needs, so that it works after a
/// restart and weeks later. Written `1:verb:owner:argument:…`, at most 100 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// The command that it belongs to.
    pub verb: String,
    /// The only member who may press it; anybody where there is none.
    pub owner: Option<LearnerId>,
    /// What it is about.
    pub args: Vec<String>,
}

/// The form of ids that this program writes; others come from older messages.
const VERSION: &str = "1";
/// Discord's limit on a `custom_id`.
pub const LONGEST_ID: usize = 100;

impl Id {
    /// For one member.
    pub fn own(verb: &str, owner: LearnerId, args: &[&str]) -> Self {
        Self { owner: Some(owner), ..Self::open(verb, args) }
    }

    /// For anybody.
    pub fn open(verb: &str, args: &[&str]) -> Self {
        Self { verb: verb.to_owned(), owner: None, args: args.iter().map(|&arg| arg.to_owned()).collect() }
    }

    /// Reads what `Display` writes; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST_ID {
            return None;
        }
        let mut parts = text.split(':');
        if parts.next()? != VERSION {
            return None;
        }
        let verb = parts.next().filter(|verb| !verb.is_empty())?.to_owned();
        let owner = match parts.next()? {
            "-" => None,
            id => Some(LearnerId(u64::from_str_radix(id, 16).ok()?)),
        };
        Some(Self { verb, owner, args: parts.map(str::to_owned).collect() })
    }

    /// The argument at a place.
    pub fn arg(&self, place: usize) -> Option<&str> {
        self.args.get(place).map(String::as_str)
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{VERSION}:{}:", self.verb)?;
        match self.owner {
            Some(owner) => write!(f, "{:x}", owner.0)?,
            None => f.write_str("-")?,
        }
        for arg in &self.args {
            write!(f, ":{arg}")?;
        }
        Ok(())
    }
}
