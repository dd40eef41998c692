//! Looking at messages, and making some.

use serde_json::{Value, json};

use super::FakeDiscord;
use super::objects::{merge, timestamp};
use super::state::{Message, Origin, State};
use super::world::Person;

/// Messages.
impl FakeDiscord {
    /// What everybody sees in a channel, oldest first: posts and public answers.
    pub fn messages(&self, channel: u64) -> Vec<Message> {
        self.state().messages.iter().filter(|message| seen(message, channel)).cloned().collect()
    }

    /// What the bot posted in a channel by itself, oldest first.
    pub fn posts(&self, channel: u64) -> Vec<Message> {
        let mut messages = self.messages(channel);
        messages.retain(|message| message.origin == Origin::Post);
        messages
    }

    /// Every message that was ever made, private and deleted ones too.
    pub fn all_messages(&self) -> Vec<Message> {
        self.state().messages.clone()
    }

    /// A message as it is now.
    pub fn message(&self, id: u64) -> Option<Message> {
        self.state().message(id).cloned()
    }

    /// The direct message channel with this person, made on first use.
    pub fn dm_channel(&self, person: &Person) -> u64 {
        self.state().world.dm(person.id)
    }

    /// Waits for the next message of the bot's in a channel that no earlier wait has returned.
    pub async fn wait_for_message(&self, channel: u64) -> Message {
        self.shared.wait_for(&format!("a message in channel {channel}"), |state| next(state, channel)).await
    }

    /// Waits until this person gets the next direct message.
    pub async fn wait_for_dm(&self, person: &Person) -> Message {
        let channel = self.dm_channel(person);
        self.wait_for_message(channel).await
    }

    /// Waits until a message was edited this often, and returns it.
    pub async fn wait_for_edit(&self, message: u64, edits: usize) -> Message {
        self.shared
            .wait_for(&format!("edit {edits} of message {message}"), |state| {
                state.message(message).filter(|message| message.edits >= edits).cloned()
            })
            .await
    }

    /// Somebody deletes a message.
    pub fn delete_message(&self, message: u64) {
        self.state().message_mut(message).expect("a known message").deleted = true;
    }

    /// A message of the bot's from before this test, such as one with last month's buttons. It is
    /// not judged, and no wait returns it.
    pub fn seed_message(&self, channel: u64, sent: &Value) -> u64 {
        let mut state = self.state();
        let id = super::rest::seed(&mut state, channel, sent);
        state.seen.push(id);
        id
    }

    /// Minutes go by: Discord has forgotten the nonces of the messages so far.
    pub fn forget_nonces(&self) {
        let mut state = self.state();
        state.nonces_from = state.messages.len();
    }

    /// A person writes in a server's channel; the bot is not told.
    pub fn write(&self, channel: u64, person: &Person, text: &str) -> u64 {
        let mut state = self.state();
        let id = state.world.id();
        let body = written(id, channel, person, text);
        keep(&mut state, id, channel, body);
        id
    }

    /// What a person writes to the bot, to be delivered by the test itself.
    pub fn written_to_bot(&self, person: &Person, text: &str) -> Value {
        let mut state = self.state();
        let channel = state.world.dm(person.id);
        let id = state.world.id();
        let object = written(id, channel, person, text);
        keep(&mut state, id, channel, object.clone());
        object
    }

    /// A person writes to the bot.
    ///
    /// # Panics
    /// When the bot did not ask for direct messages.
    pub async fn direct_message(&self, person: &Person, text: &str) -> u64 {
        let object = self.written_to_bot(person, text);
        let id = object["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        let sent = self.dispatch("MESSAGE_CREATE", object).await;
        assert!(sent, "the bot did not ask for the intent DIRECT_MESSAGES");
        id
    }
}

fn seen(message: &Message, channel: u64) -> bool {
    message.channel == channel && !message.deleted && !message.ephemeral
}

fn next(state: &mut State, channel: u64) -> Option<Message> {
    let fresh = |message: &&Message| {
        seen(message, channel) && message.origin != Origin::Person && !state.seen.contains(&message.id)
    };
    let message = state.messages.iter().find(fresh).cloned()?;
    state.seen.push(message.id);
    Some(message)
}

/// Keeps what a person wrote.
fn keep(state: &mut State, id: u64, channel: u64, body: Value) {
    state.messages.push(Message {
        id,
        channel,
        origin: Origin::Person,
        body,
        files: Vec::new(),
        ephemeral: false,
        deleted: false,
        edits: 0,
        nonce: None,
    });
    state.world.channels.get_mut(&channel).expect("a known channel").last = Some(id);
}

/// A message as a person writes it.
fn written(id: u64, channel: u64, person: &Person, text: &str) -> Value {
    let mut object = json!({
        "id": id.to_string(), "channel_id": channel.to_string(), "type": 0,
        "author": person.json(), "content": text, "timestamp": timestamp(id),
    });
    merge(
        &mut object,
        json!({
            "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [],
            "mention_roles": [], "attachments": [], "embeds": [], "components": [], "pinned": false,
            "flags": 0, "nonce": id.to_string(),
        }),
    );
    object
}

/// What a test reads of a message.
impl Message {
    /// The content.
    pub fn content(&self) -> &str {
        self.body["content"].as_str().unwrap_or_default()
    }

    /// All words that a reader sees, in order: content, embeds, labels of buttons and menus.
    pub fn words(&self) -> String {
        words(&self.body)
    }

    /// The `custom_id` of the button, or menu, with this label or placeholder (in any letter case)
    /// or with this very id.
    pub fn component(&self, label: &str) -> Option<String> {
        find_component(&self.body, label).and_then(|c| c["custom_id"].as_str().map(str::to_owned))
    }

    /// The alt text of the files, in order.
    pub fn alt_texts(&self) -> Vec<String> {
        let attachments = self.body["attachments"].as_array().into_iter().flatten();
        attachments.filter_map(|a| a["description"].as_str().map(str::to_owned)).collect()
    }
}

/// The components in the rows of a message or a form.
pub fn controls(holder: &Value) -> impl Iterator<Item = &Value> {
    let rows = holder["components"].as_array().into_iter().flatten();
    rows.flat_map(|row| row["components"].as_array().into_iter().flatten())
}

/// The component with this label, placeholder or id.
pub fn find_component<'a>(holder: &'a Value, label: &str) -> Option<&'a Value> {
    let by_id = |component: &&Value| component["custom_id"] == label;
    let wanted = label.to_lowercase();
    let by_label = |component: &&Value| {
        ["label", "placeholder"]
            .iter()
            .any(|key| component[*key].as_str().is_some_and(|text| text.to_lowercase() == wanted))
    };
    controls(holder).find(by_id).or_else(|| controls(holder).find(by_label))
}

/// All words of a message's body.
pub fn words(body: &Value) -> String {
    let mut words = Vec::new();
    let mut add = |value: &Value| words.extend(value.as_str().map(str::to_owned));
    add(&body["content"]);
    for embed in body["embeds"].as_array().into_iter().flatten() {
        for text in [&embed["author"]["name"], &embed["title"], &embed["description"]] {
            add(text);
        }
        for field in embed["fields"].as_array().into_iter().flatten() {
            add(&field["name"]);
            add(&field["value"]);
        }
        add(&embed["footer"]["text"]);
    }
    for control in controls(body) {
        for text in [&control["label"], &control["placeholder"]] {
            add(text);
        }
    }
    words.retain(|text| !text.is_empty());
    words.join("\n")
}
