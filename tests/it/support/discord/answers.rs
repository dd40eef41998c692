//! What the bot answered to an interaction.

use serde_json::Value;

use super::FakeDiscord;
use super::messages::{find_component, words};
use super::state::{Interaction, Message, State};

/// An interaction that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub id: u64,
    pub token: String,
    /// The payload, as dispatched or to be posted.
    pub payload: Value,
}

/// What the bot answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The type of the first answer: 4 message, 5 deferred message, 6 deferred update, 7 update,
    /// 8 autocomplete, 9 form.
    pub callback: u64,
    /// The data of the first answer, as sent.
    pub data: Value,
    /// The message that the asker sees in the end: the answer, or what it changed. None for
    /// autocomplete, for forms, and when the bot deleted it.
    pub message: Option<Message>,
    /// For a form: the message whose component opened it.
    pub(super) on_message: Option<u64>,
}

impl Answer {
    fn of(state: &State, interaction: &Interaction) -> Option<Self> {
        let (callback, data) = interaction.callback.clone()?;
        let message = interaction.original.and_then(|id| state.message(id)).cloned();
        Some(Self { callback, data, message, on_message: interaction.on_message })
    }

    /// Only the asker sees it.
    pub fn private(&self) -> bool {
        self.message.as_ref().is_some_and(|message| message.ephemeral)
    }

    /// The message's id.
    ///
    /// # Panics
    /// When the answer is no message.
    pub fn message_id(&self) -> u64 {
        self.message.as_ref().unwrap_or_else(|| panic!("no message: {self:?}")).id
    }

    /// All words that the reader sees: of the message, or of the form.
    pub fn words(&self) -> String {
        self.message.as_ref().map_or_else(
            || {
                let title = self.data["title"].as_str().unwrap_or_default();
                format!("{title}\n{}", words(&self.data))
            },
            Message::words,
        )
    }

    /// The `custom_id` behind a label or placeholder.
    ///
    /// # Panics
    /// When there is none.
    pub fn component(&self, label: &str) -> String {
        let body = self.message.as_ref().map_or(&self.data, |message| &message.body);
        let found = find_component(body, label).and_then(|c| c["custom_id"].as_str());
        found.unwrap_or_else(|| panic!("no {label:?} in:\n{}", self.words())).to_owned()
    }

    /// The choices of an autocomplete answer: name and value.
    pub fn choices(&self) -> Vec<(String, Value)> {
        let choices = self.data["choices"].as_array().into_iter().flatten();
        let name = |choice: &Value| choice["name"].as_str().unwrap_or_default().to_owned();
        choices.map(|choice| (name(choice), choice["value"].clone())).collect()
    }

    /// It opens a form.
    pub fn is_form(&self) -> bool {
        self.callback == 9
    }
}

/// Following an interaction that was sent.
impl FakeDiscord {
    /// Waits for the first answer only: a deferral is one.
    pub async fn acknowledged(&self, sent: &Sent) -> Answer {
        self.shared
            .wait_for(&format!("a first answer to {}", sent.payload["data"]), |state| {
                Answer::of(state, &state.interactions[&sent.token])
            })
            .await
    }

    /// Waits for the answer: after a deferral for the edit, follow-up or deletion that ends it.
    pub async fn answered(&self, sent: &Sent) -> Answer {
        self.shared
            .wait_for(&format!("the answer to {}", sent.payload["data"]), |state| {
                let interaction = &state.interactions[&sent.token];
                Answer::of(state, interaction).filter(|_| interaction.filled)
            })
            .await
    }

    /// Waits until there are this many follow-ups, and returns them.
    pub async fn follow_ups(&self, sent: &Sent, count: usize) -> Vec<Message> {
        self.shared
            .wait_for(&format!("{count} follow-ups to {}", sent.payload["data"]), |state| {
                let ids = &state.interactions[&sent.token].follow_ups;
                let found = || ids.iter().filter_map(|id| state.message(*id)).cloned().collect();
                (ids.len() >= count).then(found)
            })
            .await
    }

    /// The interaction's token dies, as it does after 3 s without an answer (then the first answer
    /// gets 404, code 10062) or after 15 minutes (then edits and follow-ups get 401, code 50027).
    pub fn expire(&self, sent: &Sent) {
        let mut state = self.state();
        state.interactions.get_mut(&sent.token).expect("an interaction of this fake").expired = true;
    }
}
