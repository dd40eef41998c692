//! What a chat prints: one answer or post, with all mentions turned into words.

use serde::Serialize;

use super::readable::Reader;
use crate::coach::reply::{Field, Reply};

/// Whether something was asked for or came by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// An answer.
    Reply,
    /// A post in a channel or a direct message.
    Post,
}

/// An answer or a post. Its fields stand in the order in which `--json` writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Which of the two.
    pub kind: What,
    /// The member who is answered or written to.
    pub to: Option<String>,
    /// The channel of a post.
    pub channel: Option<String>,
    /// Whether only that member sees it.
    pub private: bool,
    /// Whether the request was not carried out.
    pub refused: bool,
    /// A heading.
    pub title: Option<String>,
    /// The words.
    pub text: Option<String>,
    /// Named parts.
    pub fields: Vec<Field>,
    /// What can be pressed.
    pub buttons: Vec<ShownButton>,
    /// What can be picked.
    pub menus: Vec<ShownMenu>,
    /// The form that waits to be sent.
    pub form: Vec<ShownInput>,
    /// The knowledge-base entries that it shows, best first.
    pub entries: Vec<String>,
    /// A picture.
    pub image: Option<ShownImage>,
}

/// Something to press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownButton {
    /// What it says.
    pub label: String,
    /// What `click` takes as well.
    pub id: String,
}

/// A menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownMenu {
    /// What `menu:` takes.
    pub id: String,
    /// What `pick` takes.
    pub values: Vec<String>,
    /// What it asks for.
    #[serde(skip)]
    pub hint: String,
    /// What each value is called.
    #[serde(skip)]
    pub labels: Vec<String>,
}

/// One input of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownInput {
    /// What `submit` takes.
    pub name: String,
    /// What it asks.
    pub label: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// An example, or what is assumed.
    #[serde(skip)]
    pub hint: String,
}

/// A picture that was written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownImage {
    /// The same in words.
    pub alt: String,
    /// The file's name.
    pub file: String,
}

impl Shown {
    /// An answer to a member.
    pub fn reply(to: &str, reply: &Reply, reader: &Reader<'_>) -> Self {
        Self { to: Some(to.to_owned()), ..Self::of(What::Reply, reply, reader) }
    }

    /// A post in a channel.
    pub fn post(channel: &str, reply: &Reply, reader: &Reader<'_>) -> Self {
        let shown = Self::of(What::Post, reply, reader);
        Self { channel: Some(channel.to_owned()), private: false, ..shown }
    }

    /// A direct message that the coach begins.
    pub fn message(to: &str, reply: &Reply, reader: &Reader<'_>) -> Self {
        Self { to: Some(to.to_owned()), private: true, ..Self::of(What::Post, reply, reader) }
    }

    /// A sentence of the chat's own to a line that was not carried out.
    pub fn refusal(to: &str, sentence: &str) -> Self {
        let text: String = sentence.chars().filter(|c| !c.is_control()).collect();
        Self { to: Some(to.to_owned()), private: true, refused: true, text: Some(text), ..Self::empty() }
    }

    fn empty() -> Self {
        Self {
            kind: What::Reply,
            to: None,
            channel: None,
            private: false,
            refused: false,
            title: None,
            text: None,
            fields: Vec::new(),
            buttons: Vec::new(),
            menus: Vec::new(),
            form: Vec::new(),
            entries: Vec::new(),
            image: None,
        }
    }

    fn of(kind: What, reply: &Reply, reader: &Reader<'_>) -> Self {
        let words = |text: &str| Some(reader.words(text)).filter(|text| !text.is_empty());
        let field =
            |field: &Field| Field { name: reader.words(&field.name), value: reader.words(&field.value) };
        let form = reply.form.iter();
        // Files are not shown here; the words say that there is one.
        let file = reply.files.iter().map(|file| format!("(file {}, {} bytes)", file.name, file.text.len()));
        let text: Vec<String> = words(&reply.text).into_iter().chain(file).collect();
        Self {
            kind,
            private: reply.private,
            refused: reply.refused,
            title: reply.title.as_deref().and_then(words),
            text: Some(text.join("\n")).filter(|text| !text.is_empty()),
            fields: reply.fields.iter().map(field).collect(),
            buttons: reply
                .buttons
                .iter()
                .map(|button| ShownButton { label: button.label.clone(), id: button.id.clone() })
                .collect(),
            menus: reply
                .menus
                .iter()
                .map(|menu| ShownMenu {
                    id: menu.id.clone(),
                    values: menu.options.iter().map(|option| option.value.clone()).collect(),
                    hint: menu.hint.clone(),
                    labels: menu.options.iter().map(|option| option.label.clone()).collect(),
                })
                .collect(),
            form: form
                .flat_map(|form| &form.inputs)
                .map(|input| ShownInput {
                    name: input.name.clone(),
                    label: input.label.clone(),
                    required: input.required,
                    hint: input.hint.clone(),
                })
                .collect(),
            entries: reply.entries.clone(),
            ..Self::empty()
        }
    }

    /// One JSON object on one line.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
