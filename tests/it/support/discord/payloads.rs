//! Interactions as people make them, turned into what Discord sends for them.

mod checks;
mod command;

use serde_json::{Value, json};

use super::answers::Answer;
use super::messages::find_component;
use super::objects::merge;
use super::state::{Interaction, Message, State};
use super::world::{APPLICATION, Person, permission};

/// A person in a place, ready to do something.
#[derive(Clone, Debug)]
pub struct Seat {
    person: Person,
    /// None: in the direct messages with the bot.
    channel: Option<u64>,
    manager: bool,
    locale: String,
    user_install: bool,
}

impl Person {
    /// This person in a server's channel.
    pub fn in_channel(&self, channel: u64) -> Seat {
        self.seat(Some(channel))
    }

    /// This person in the direct messages with the bot.
    pub fn in_dm(&self) -> Seat {
        self.seat(None)
    }

    fn seat(&self, channel: Option<u64>) -> Seat {
        let (person, locale) = (self.clone(), "en-US".to_owned());
        Seat { person, channel, manager: false, locale, user_install: false }
    }
}

/// What somebody is about to do.
#[derive(Clone, Debug)]
pub struct Draft {
    seat: Seat,
    action: Action,
}

#[derive(Clone, Debug)]
enum Action {
    Command(command::Call),
    /// A command in the menu of a message, by the name that is shown there.
    Message {
        command: String,
        message: u64,
    },
    Component {
        message: u64,
        label: String,
        values: Option<Vec<String>>,
        /// The message as it was seen, where it may be another by now.
        seen: Option<Message>,
    },
    Form {
        custom_id: String,
        fields: Vec<(String, String)>,
        form: Option<Value>,
        on: Option<u64>,
    },
}

impl Seat {
    /// The same person with the permission to manage the server.
    pub fn manager(mut self) -> Self {
        self.manager = true;
        self
    }

    /// The same person with a client in another language; `en-US` unless said otherwise.
    pub fn locale(mut self, locale: &str) -> Self {
        self.locale = locale.to_owned();
        self
    }

    /// The same person, who has installed the bot to their account; the server may not have it.
    pub fn user_install(mut self) -> Self {
        self.user_install = true;
        self
    }

    fn draft(&self, action: Action) -> Draft {
        Draft { seat: self.clone(), action }
    }

    /// A slash command; with a subcommand as `"setup weekly"`.
    pub fn slash(&self, command: &str) -> Draft {
        self.draft(Action::Command(command::Call::new(command, None)))
    }

    /// A command in the menu of a message.
    pub fn on_message(&self, command: &str, message: u64) -> Draft {
        self.draft(Action::Message { command: command.to_owned(), message })
    }

    /// Typing in an option with autocomplete.
    pub fn autocomplete(&self, command: &str, option: &str, typed: &str) -> Draft {
        let mut call = command::Call::new(command, Some(option.to_owned()));
        call.options.push((option.to_owned(), command::Given::Plain(json!(typed))));
        self.draft(Action::Command(call))
    }

    /// Presses the button of an answer with this label, in any letter case, or this id.
    pub fn press(&self, answer: &Answer, label: &str) -> Draft {
        self.press_on(answer.message_id(), label)
    }

    /// As [`Seat::press`], on any message.
    pub fn press_on(&self, message: u64, label: &str) -> Draft {
        self.draft(Action::Component { message, label: label.to_owned(), values: None, seen: None })
    }

    /// As [`Seat::press`], on a screen that still shows the answer as it came.
    pub fn press_seen(&self, answer: &Answer, label: &str) -> Draft {
        let (message, seen) = (answer.message_id(), answer.message.clone());
        self.draft(Action::Component { message, label: label.to_owned(), values: None, seen })
    }

    /// Chooses in the menu of an answer with this placeholder or id.
    pub fn pick(&self, answer: &Answer, menu: &str, values: &[&str]) -> Draft {
        self.pick_on(answer.message_id(), menu, values)
    }

    /// As [`Seat::pick`], on any message.
    pub fn pick_on(&self, message: u64, menu: &str, values: &[&str]) -> Draft {
        let values = Some(values.iter().map(|value| (*value).to_owned()).collect());
        self.draft(Action::Component { message, label: menu.to_owned(), values, seen: None })
    }

    /// Fills in the form that an answer opened, by the inputs' ids or labels, and sends it.
    pub fn submit(&self, answer: &Answer, fields: &[(&str, &str)]) -> Draft {
        assert!(answer.is_form(), "no form was opened: {answer:?}");
        let custom_id = answer.data["custom_id"].as_str().unwrap_or_default().to_owned();
        let fields = owned(fields);
        let (form, on) = (Some(answer.data.clone()), answer.on_message);
        self.draft(Action::Form { custom_id, fields, form, on })
    }

    /// Sends a form that was opened before this test, by the inputs' ids.
    pub fn submit_old(&self, custom_id: &str, fields: &[(&str, &str)], on: Option<u64>) -> Draft {
        let (custom_id, fields) = (custom_id.to_owned(), owned(fields));
        self.draft(Action::Form { custom_id, fields, form: None, on })
    }
}

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Options of a command.
impl Draft {
    fn given(mut self, name: &str, given: command::Given) -> Self {
        let Action::Command(call) = &mut self.action else {
            panic!("only a command has options");
        };
        call.options.push((name.to_owned(), given));
        self
    }

    /// An option with text, a number or true or false.
    pub fn option(self, name: &str, value: impl Into<Value>) -> Self {
        self.given(name, command::Given::Plain(value.into()))
    }

    /// A channel option.
    pub fn channel(self, name: &str, channel: u64) -> Self {
        self.given(name, command::Given::Channel(channel))
    }

    /// A user option.
    pub fn user(self, name: &str, person: &Person) -> Self {
        self.given(name, command::Given::User(person.id))
    }

    /// A role option.
    pub fn role(self, name: &str, role: u64) -> Self {
        self.given(name, command::Given::Role(role))
    }

    /// The same, done by somebody else or elsewhere.
    pub fn seated(self, seat: Seat) -> Self {
        Self { seat, ..self }
    }

    /// In a few words, for messages.
    pub fn title(&self) -> String {
        match &self.action {
            Action::Command(call) => format!("/{}", call.path.join(" ")),
            Action::Message { command, .. } => format!("the message command {command:?}"),
            Action::Component { label, .. } => format!("the component {label:?}"),
            Action::Form { custom_id, .. } => format!("the form {custom_id:?}"),
        }
    }
}

/// Can the draft be built: is its command registered?
pub fn ready(state: &State, draft: &Draft) -> bool {
    match &draft.action {
        Action::Command(call) => {
            command::registered(state, &call.path[0], guild_of(state, &draft.seat)).is_some()
        }
        Action::Message { command, .. } => {
            command::registered(state, command, guild_of(state, &draft.seat)).is_some()
        }
        _ => true,
    }
}

fn guild_of(state: &State, seat: &Seat) -> Option<u64> {
    seat.channel.and_then(|channel| {
        state.world.channels.get(&channel).unwrap_or_else(|| panic!("no channel {channel}")).guild
    })
}

/// The payload of `INTERACTION_CREATE`, and the record of it.
pub fn build(state: &mut State, draft: &Draft) -> (Value, Interaction) {
    let seat = &draft.seat;
    let guild = guild_of(state, seat);
    if let Some(guild) = guild.and_then(|guild| state.world.guilds.get_mut(&guild)) {
        guild.members.entry(seat.person.id).or_default();
    }
    let channel = seat.channel.unwrap_or_else(|| state.world.dm(seat.person.id));
    let (kind, data, on_message) = match &draft.action {
        Action::Command(call) => {
            let kind = if call.focused.is_some() { 4 } else { 2 };
            (kind, command::data(state, call, guild, seat.user_install, seat.person.id), None)
        }
        Action::Message { command, message } => {
            (2, command::on_message(state, command, *message, guild), None)
        }
        Action::Component { message, label, values, seen } => {
            (3, component(state, *message, seen.as_ref(), label, values.as_deref()), Some(*message))
        }
        Action::Form { custom_id, fields, form, on } => {
            (5, submission(custom_id, fields, form.as_ref()), *on)
        }
    };
    let id = state.world.id();
    let token = format!("fake-interaction-token-{id}");
    let mut payload = envelope(state, seat, guild, channel);
    let shown = on_message.and_then(|message| state.message(message)).map(|m| m.body.clone());
    let own = json!({
        "id": id.to_string(), "type": kind, "token": token, "version": 1, "data": data,
        "application_id": APPLICATION.to_string(),
    });
    merge(&mut payload, own);
    if let Some(message) = shown {
        payload["message"] = message;
    }
    let (callback, original, follow_ups) = (None, None, Vec::new());
    let (filled, expired) = (false, false);
    let interaction =
        Interaction { id, token, kind, channel, on_message, callback, original, filled, follow_ups, expired };
    (payload, interaction)
}

/// What every interaction carries: who, where, and with what rights.
fn envelope(state: &State, seat: &Seat, guild: Option<u64>, channel: u64) -> Value {
    let world = &state.world;
    let place = &world.channels[&channel];
    let person = seat.person.id;
    let mut rights = world.permissions(place, person);
    if seat.manager {
        rights |= permission::MANAGE_GUILD;
    }
    let bot_rights = world.permissions(place, world.bot.id);
    let mut shown = world.channel_json(place);
    let mut owners = json!({});
    if seat.user_install {
        owners["1"] = json!(person.to_string());
    }
    let mut payload = json!({
        "channel_id": channel.to_string(), "locale": seat.locale, "entitlements": [],
        "entitlement_sku_ids": [], "attachment_size_limit": 10_485_760,
        "app_permissions": bot_rights.to_string(),
    });
    if let Some(guild) = guild.and_then(|guild| world.guilds.get(&guild)) {
        if guild.installed {
            owners["0"] = json!(guild.id.to_string());
        }
        shown["permissions"] = json!(rights.to_string());
        let mut member = world.member_json(guild, person);
        member["permissions"] = json!(rights.to_string());
        let partial = json!({
            "id": guild.id.to_string(), "locale": guild.locale, "features": ["COMMUNITY"],
        });
        let here = json!({
            "guild_id": guild.id.to_string(), "guild": partial, "guild_locale": guild.locale,
            "member": member, "context": 0,
        });
        merge(&mut payload, here);
    } else {
        if !seat.user_install {
            // In direct messages with the bot, the server is given as 0.
            owners["0"] = json!("0");
        }
        merge(&mut payload, json!({"user": seat.person.json(), "context": 1}));
    }
    merge(&mut payload, json!({"channel": shown, "authorizing_integration_owners": owners}));
    payload
}

fn component(
    state: &State,
    message: u64,
    seen: Option<&Message>,
    label: &str,
    values: Option<&[String]>,
) -> Value {
    let there = state.message(message).unwrap_or_else(|| panic!("no message {message} to press on"));
    let shown = seen.unwrap_or(there);
    let Some(found) = find_component(&shown.body, label) else {
        panic!("no {label:?} on the message:\n{}", shown.words());
    };
    checks::usable(found, values);
    let kind = found["type"].as_u64().unwrap_or(0);
    let mut data = json!({
        "id": found["id"], "component_type": kind, "custom_id": found["custom_id"],
    });
    if let Some(values) = values {
        data["values"] = json!(values);
        let given: Vec<command::Given> = values
            .iter()
            .filter_map(|value| {
                let id = value.parse().ok()?;
                match kind {
                    5 => Some(command::Given::User(id)),
                    6 => Some(command::Given::Role(id)),
                    8 => Some(command::Given::Channel(id)),
                    _ => None,
                }
            })
            .collect();
        let guild = state.world.channels.get(&shown.channel).and_then(|channel| channel.guild);
        if !given.is_empty() {
            data["resolved"] = command::resolved(state, &given, guild, 0);
        }
    }
    data
}

fn submission(custom_id: &str, fields: &[(String, String)], form: Option<&Value>) -> Value {
    let filled = match form {
        Some(form) => checks::filled(form, fields),
        None => fields.to_vec(),
    };
    let rows: Vec<Value> = filled
        .iter()
        .enumerate()
        .map(|(place, (name, value))| {
            let input = json!({"type": 4, "id": 2 * place + 2, "custom_id": name, "value": value});
            json!({"type": 1, "id": 2 * place + 1, "components": [input]})
        })
        .collect();
    json!({"custom_id": custom_id, "components": rows})
}
