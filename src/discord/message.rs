//! A reply as Discord's messages and forms.
//!
//! Every answer and post is one embed with rows of buttons and menus below it; only a role's ping
//! stands outside, in the content, because an embed pings nobody. What Discord would refuse as too
//! long is cut at a word: the content check keeps that from happening to anything written by us.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::Serialize;
use serenity::all::{
    ButtonStyle, CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateButton, CreateEmbed,
    CreateInputText, CreateModal, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
    InputTextStyle, LightMethod, RoleId,
};
use serenity::http::{Multipart, MultipartUpload, Request, Route};

use super::rest::Fault;
use crate::coach::reply::{Button, File, Form, LONGEST_ID, Menu, Reply};

/// Characters in a message's content.
const CONTENT: usize = 2000;
/// Characters in an embed's title, in its description, in all of it.
const TITLE: usize = 256;
const DESCRIPTION: usize = 4096;
const EMBED: usize = 6000;
/// Fields of an embed, and the characters in each.
const FIELDS: usize = 25;
const FIELD_NAME: usize = 256;
const FIELD_VALUE: usize = 1024;
/// Rows of a message, and buttons in a row.
const ROWS: usize = 5;
const BUTTONS: usize = 5;
/// A menu's options, and the characters of labels and hints.
const OPTIONS: usize = 25;
const BUTTON_LABEL: usize = 80;
const OPTION_LABEL: usize = 100;
const MENU_HINT: usize = 150;
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attached>,
    /// What [`Message::request`] sends beside the JSON.
    #[serde(skip)]
    file: Option<File>,
}

/// A file of the same request: `files[0]`.
#[derive(Debug, Clone, Serialize)]
struct Attached {
    id: String,
    filename: String,
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
    /// The answer to an interaction, or its follow-up.
    pub fn answer(reply: &Reply) -> Self {
        Self { flags: reply.private.then_some(EPHEMERAL), ..Self::edit(reply) }
    }

    /// In place of a message that is there: who sees it was decided before.
    pub fn edit(reply: &Reply) -> Self {
        Self {
            content: None,
            embeds: vec![embed(reply)],
            components: rows(reply),
            allowed_mentions: CreateAllowedMentions::new(),
            flags: None,
            nonce: None,
            enforce_nonce: None,
            attachments: reply
                .file
                .iter()
                .map(|file| Attached { id: "0".to_owned(), filename: file.name.clone() })
                .collect(),
            file: reply.file.clone(),
        }
    }

    /// The request that sends it, in several parts where a file comes with it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn request<'r>(&self, route: Route<'r>, method: LightMethod) -> Result<Request<'r>, Fault> {
        let json = serde_json::to_string(self).map_err(|error| Fault::Again(error.to_string()))?;
        let request = Request::new(route, method);
        let Some(file) = &self.file else { return Ok(request.body(Some(json.into_bytes()))) };
        let upload = CreateAttachment::bytes(file.text.as_bytes(), &file.name);
        Ok(request.multipart(Some(Multipart {
            upload: MultipartUpload::Attachments(vec![upload]),
            fields: Vec::new(),
            payload_json: Some(json),
        })))
    }

    /// What the coach sends by itself. Of two with the same nonce within minutes, Discord makes one.
    pub fn post(reply: &Reply, nonce: &str) -> Self {
        let mut message = Self::edit(reply);
        if let Some(role) = reply.ping {
            message.content = Some(format!("<@&{role}>"));
            message.allowed_mentions = CreateAllowedMentions::new().roles([RoleId::new(role.0)]);
        }
        message.flags = reply.silent.then_some(SUPPRESS_NOTIFICATIONS);
        message.nonce = Some(nonce.to_owned());
        message.enforce_nonce = Some(true);
        message
    }

    /// In the place of all that a post said.
    pub fn other_words(reply: &Reply) -> Self {
        let content = reply.ping.map_or_else(String::new, |role| format!("<@&{role}>"));
        Self { content: Some(content), ..Self::edit(reply) }
    }

    /// The same without an embed.
    pub fn other_plain_words(reply: &Reply) -> Self {
        let Self { content, embeds, .. } = Self::plain_post(reply, "");
        Self { content, embeds, ..Self::edit(reply) }
    }

    /// The same as the first message of a forum's thread, which takes no nonce.
    pub fn forum_post(reply: &Reply) -> Self {
        Self { nonce: None, enforce_nonce: None, ..Self::post(reply, "") }
    }

    /// The same post without an embed, for a channel in which the coach may show none.
    pub fn plain_post(reply: &Reply, nonce: &str) -> Self {
        let mut message = Self::post(reply, nonce);
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
    /// A new message. A file does not come with it: an answer that has one is put off first.
    pub fn message(reply: &Reply) -> Self {
        Self { kind: 4, data: Message::answer(reply) }
    }

    /// In place of the message whose button was pressed.
    pub fn update(reply: &Reply) -> Self {
        Self { kind: 7, data: Message::edit(reply) }
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

fn embed(reply: &Reply) -> CreateEmbed {
    let mut left = EMBED;
    let mut take = |text: &str, most: usize| {
        let text = cut(text, most.min(left));
        left -= text.chars().count();
        text
    };
    let mut embed = CreateEmbed::new();
    if let Some(title) = reply.title.as_deref().filter(|title| !title.is_empty()) {
        embed = embed.title(take(title, TITLE));
    }
    // Discord refuses an embed that says nothing.
    let empty = reply.title.is_none() && reply.fields.is_empty() && reply.text.trim().is_empty();
    let text = if empty { "…" } else { reply.text.as_str() };
    if !text.trim().is_empty() {
        embed = embed.description(take(text, DESCRIPTION));
    }
    for field in reply.fields.iter().take(FIELDS) {
        let (name, value) = (take(&field.name, FIELD_NAME), take(&field.value, FIELD_VALUE));
        if name.is_empty() || value.is_empty() {
            break;
        }
        embed = embed.field(name, value, false);
    }
    embed
}

/// Buttons first, five a row, then a row for each menu.
fn rows(reply: &Reply) -> Vec<CreateActionRow> {
    // Discord refuses the whole message for one id that is too long or there twice.
    let mut seen = BTreeSet::new();
    let mut fresh =
        |id: &str| !id.is_empty() && id.chars().count() <= LONGEST_ID && seen.insert(id.to_owned());
    let menus = reply.menus.iter().filter(|menu| !menu.options.is_empty() && fresh(&menu.id));
    let menus: Vec<&Menu> = menus.take(ROWS - 1).collect();
    let buttons = reply.buttons.iter().filter(|button| !button.label.is_empty() && fresh(&button.id));
    let buttons: Vec<&Button> = buttons.take((ROWS - menus.len()) * BUTTONS).collect();
    let buttons = buttons
        .chunks(BUTTONS)
        .map(|row| CreateActionRow::Buttons(row.iter().map(|button| self::button(button)).collect()));
    let menus = menus.into_iter().map(|menu| CreateActionRow::SelectMenu(self::menu(menu)));
    buttons.chain(menus).collect()
}

fn button(button: &Button) -> CreateButton {
    let style = if button.main { ButtonStyle::Primary } else { ButtonStyle::Secondary };
    CreateButton::new(&button.id).label(cut(&button.label, BUTTON_LABEL)).style(style)
}

fn menu(menu: &Menu) -> CreateSelectMenu {
    let mut options: Vec<CreateSelectMenuOption> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for option in menu.options.iter().take(OPTIONS) {
        if !seen.contains(&option.value.as_str()) {
            seen.push(&option.value);
            options.push(CreateSelectMenuOption::new(cut(&option.label, OPTION_LABEL), &option.value));
        }
    }
    let most = u8::try_from(options.len()).unwrap_or(u8::MAX);
    let built = CreateSelectMenu::new(&menu.id, CreateSelectMenuKind::String { options })
        .placeholder(cut(&menu.hint, MENU_HINT));
    if menu.many { built.min_values(0).max_values(most) } else { built }
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
