//! A reply as Discord's messages and forms.
//!
//! Every answer and post is one embed with rows of buttons and menus below it; only a role's ping
//! stands outside, in the content, because an embed pings nobody. A picture is a file of the same
//! request, which the embed shows. What Discord would refuse as too
//! long is cut at a word: the content check keeps that from happening to anything written by us.

mod parts;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serenity::all::{
    CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateEmbed, CreateInputText, CreateModal,
    InputTextStyle, LightMethod, RoleId,
};
use serenity::http::{Multipart, MultipartUpload, Request, Route};

use self::parts::{embed, rows};
use super::rest::Fault;
use crate::cards::studio::Png;
use crate::coach::reply::{Button, Form, Reply};

/// Characters in a message's content.
const CONTENT: usize = 2000;
/// A menu's options and an input's proposals, and the characters of their labels.
const OPTIONS: usize = 25;
const OPTION_LABEL: usize = 100;
/// A form's title and labels, its hints, its inputs and what they hold.
const FORM_TITLE: usize = 45;
const FORM_LABEL: usize = 45;
const FORM_HINT: usize = 100;
const INPUTS: usize = 5;
const INPUT: u16 = 500;

/// Only the asker sees the message.
const EPHEMERAL: u64 = 1 << 6;
/// The message comes without a notification.
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

/// A message as it is sent: to a channel, as an answer, as a follow-up or as an edit.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    embeds: Vec<CreateEmbed>,
    components: Vec<CreateActionRow>,
    allowed_mentions: CreateAllowedMentions,
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enforce_nonce: Option<bool>,
    /// All that the message has from now on: an edit drops what is not named.
    #[serde(skip_serializing_if = "Option::is_none")]
    attachments: Option<Vec<Attached>>,
    /// What [`Message::request`] sends beside the JSON.
    #[serde(skip)]
    uploads: Vec<Upload>,
}

/// A file of the same request: `files[n]`.
#[derive(Debug, Clone, Serialize)]
struct Attached {
    id: String,
    filename: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

/// A file on its way.
#[derive(Debug, Clone)]
struct Upload {
    name: String,
    bytes: Vec<u8>,
    description: Option<String>,
}

/// The first answer to an interaction.
#[derive(Debug, Clone, Serialize)]
pub struct Callback<D> {
    #[serde(rename = "type")]
    kind: u8,
    data: D,
}

/// What comes with an answer that is put off.
#[derive(Debug, Clone, Serialize)]
pub struct Deferral {
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<u64>,
}

impl Message {
    /// The answer to an interaction, or its follow-up, with its picture where there is one.
    pub fn answer(reply: &Reply, picture: Option<&Png>) -> Self {
        Self { flags: reply.private.then_some(EPHEMERAL), ..Self::of(reply, picture) }
    }

    /// In place of a message that is there: who sees it was decided before.
    pub fn edit(reply: &Reply, picture: Option<&Png>) -> Self {
        let message = Self::of(reply, picture);
        Self { attachments: Some(message.attachments.unwrap_or_default()), ..message }
    }

    fn of(reply: &Reply, picture: Option<&Png>) -> Self {
        let picture = reply.image.as_ref().zip(picture).map(|(image, png)| Upload {
            name: format!("{}.png", image.card.name()),
            bytes: png.to_vec(),
            description: Some(image.alt.clone()),
        });
        let mut embed = embed(reply);
        if let Some(picture) = &picture {
            embed = embed.attachment(&picture.name);
        }
        let file = reply.files.first().map(|file| Upload {
            name: file.name.clone(),
            bytes: file.text.clone().into_bytes(),
            description: None,
        });
        // serenity sends all files under one number, so a message takes one of them.
        let uploads: Vec<Upload> = picture.or(file).into_iter().collect();
        let attached = |(place, upload): (usize, &Upload)| Attached {
            id: place.to_string(),
            filename: upload.name.clone(),
            description: upload.description.clone(),
        };
        Self {
            content: None,
            embeds: vec![embed],
            components: rows(reply),
            allowed_mentions: CreateAllowedMentions::new(),
            flags: None,
            nonce: None,
            enforce_nonce: None,
            attachments: (!uploads.is_empty()).then(|| uploads.iter().enumerate().map(attached).collect()),
            uploads,
        }
    }

    /// The request that sends it, in several parts where a file comes with it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn request<'r>(&self, route: Route<'r>, method: LightMethod) -> Result<Request<'r>, Fault> {
        self.request_within(self, route, method)
    }

    /// The request for a forum's thread called `name` of which this is the first message.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn thread_request<'r>(&self, name: &str, route: Route<'r>) -> Result<Request<'r>, Fault> {
        let thread = serde_json::json!({"name": name, "message": self});
        self.request_within(&thread, route, LightMethod::Post)
    }

    fn request_within<'r>(
        &self,
        body: &impl Serialize,
        route: Route<'r>,
        method: LightMethod,
    ) -> Result<Request<'r>, Fault> {
        let json = serde_json::to_string(body).map_err(|error| Fault::Again(error.to_string()))?;
        let request = Request::new(route, method);
        if self.uploads.is_empty() {
            return Ok(request.body(Some(json.into_bytes())));
        }
        let upload = |it: &Upload| CreateAttachment::bytes(it.bytes.as_slice(), &it.name);
        Ok(request.multipart(Some(Multipart {
            upload: MultipartUpload::Attachments(self.uploads.iter().map(upload).collect()),
            fields: Vec::new(),
            payload_json: Some(json),
        })))
    }

    /// What the coach sends by itself. Of two with the same nonce within minutes, Discord makes one.
    pub fn post(reply: &Reply, nonce: &str, picture: Option<&Png>) -> Self {
        let mut message = Self::of(reply, picture);
        if let Some(role) = reply.ping {
            message.content = Some(format!("<@&{role}>"));
            message.allowed_mentions = CreateAllowedMentions::new().roles([RoleId::new(role.0)]);
        }
        message.flags = reply.silent.then_some(SUPPRESS_NOTIFICATIONS);
        message.nonce = Some(nonce.to_owned());
        message.enforce_nonce = Some(true);
        message
    }

    /// In the place of all that a post said and showed.
    pub fn other_words(reply: &Reply, picture: Option<&Png>) -> Self {
        let content = reply.ping.map_or_else(String::new, |role| format!("<@&{role}>"));
        Self { content: Some(content), ..Self::edit(reply, picture) }
    }

    /// The same without an embed.
    pub fn other_plain_words(reply: &Reply) -> Self {
        let Self { content, embeds, .. } = Self::plain_post(reply, "");
        Self { content, embeds, ..Self::edit(reply, None) }
    }

    /// The same as the first message of a forum's thread, which takes no nonce.
    pub fn forum_post(reply: &Reply, picture: Option<&Png>) -> Self {
        Self { nonce: None, enforce_nonce: None, ..Self::post(reply, "", picture) }
    }

    /// The same post without an embed, for a channel in which the coach may show none.
    pub fn plain_post(reply: &Reply, nonce: &str) -> Self {
        let mut message = Self::post(reply, nonce, None);
        message.embeds.clear();
        let mut parts: Vec<String> = message.content.into_iter().collect();
        parts.extend(reply.title.as_ref().map(|title| format!("**{title}**")));
        parts.push(reply.text.clone());
        parts.extend(reply.fields.iter().map(|field| format!("**{}**\n{}", field.name, field.value)));
        parts.retain(|part| !part.trim().is_empty());
        message.content = Some(cut(&parts.join("\n"), CONTENT));
        message
    }
}

impl<D> Callback<D> {
    /// Whether it is the whole answer or says that one comes later: for counting.
    pub fn name(&self) -> &'static str {
        if self.kind == 5 { "deferred" } else { "at_once" }
    }
}

impl Callback<Message> {
    /// A new message. A file or picture does not come with it: an answer that has one is put off first.
    pub fn message(reply: &Reply) -> Self {
        Self { kind: 4, data: Message::answer(reply, None) }
    }

    /// In place of the message whose button was pressed.
    pub fn update(reply: &Reply) -> Self {
        Self { kind: 7, data: Message::edit(reply, None) }
    }
}

impl Callback<Deferral> {
    /// The message whose button was pressed changes later.
    pub fn later_in_place() -> Self {
        Self { kind: 6, data: Deferral { flags: None } }
    }

    /// The answer comes later.
    pub fn later(private: bool) -> Self {
        Self { kind: 5, data: Deferral { flags: private.then_some(EPHEMERAL) } }
    }
}

impl Callback<CreateModal> {
    /// A form.
    pub fn form(form: &Form) -> Self {
        let rows = form.inputs.iter().take(INPUTS).map(|input| {
            let style = if input.long { InputTextStyle::Paragraph } else { InputTextStyle::Short };
            let mut text = CreateInputText::new(style, cut(&input.label, FORM_LABEL), &input.name)
                .required(input.required)
                .max_length(INPUT);
            if let Some(value) = &input.value {
                text = text.value(cut(value, usize::from(INPUT)));
            }
            if !input.hint.is_empty() {
                text = text.placeholder(cut(&input.hint, FORM_HINT));
            }
            CreateActionRow::InputText(text)
        });
        let modal = CreateModal::new(&form.id, cut(&form.title, FORM_TITLE)).components(rows.collect());
        Self { kind: 9, data: modal }
    }
}

/// The choices for an option.
#[derive(Debug, Clone, Serialize)]
pub struct Choices {
    choices: Vec<OneChoice>,
}

#[derive(Debug, Clone, Serialize)]
struct OneChoice {
    name: String,
    value: String,
}

impl Callback<Choices> {
    /// What an option could be. What Discord would refuse is left out.
    pub fn choices(choices: &[(String, String)]) -> Self {
        let fits = |(name, value): &&(String, String)| {
            !name.is_empty() && !value.is_empty() && value.chars().count() <= OPTION_LABEL
        };
        let choices = choices.iter().filter(fits).take(OPTIONS);
        let one = |(name, value): &(String, String)| OneChoice {
            name: cut(name, OPTION_LABEL),
            value: value.clone(),
        };
        Self { kind: 8, data: Choices { choices: choices.map(one).collect() } }
    }
}

/// A form where none can open any more (after a deferral, from a form, in a direct message): a button
/// that opens it.
pub fn without_form(reply: Reply) -> Reply {
    match reply.form {
        Some(form) => Reply {
            text: form.title.clone(),
            buttons: vec![Button { label: form.title, id: form.id, main: true }],
            form: None,
            ..reply
        },
        None => reply,
    }
}

/// At most so many characters, the last word whole.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let short: String = text.chars().take(most.saturating_sub(1)).collect();
    let end = match short.rfind(char::is_whitespace) {
        // A word as long as all that is left is cut in two.
        Some(end) if end > short.len() / 2 => end,
        _ => short.len(),
    };
    if most == 0 { String::new() } else { format!("{}…", short[..end].trim_end()) }
}
