//! Sending interactions.

use serde_json::Value;

use super::FakeDiscord;
use super::answers::{Answer, Sent};
use super::payloads::{self, Draft};

/// Interactions.
impl FakeDiscord {
    /// Sends an interaction over the gateway and waits for its answer; when that is deferred, for
    /// what comes in its place.
    ///
    /// # Panics
    /// When no Discord client could send such an interaction, or no answer comes.
    pub async fn interact(&self, draft: Draft) -> Answer {
        let sent = self.send(draft).await;
        self.answered(&sent).await
    }

    /// Sends an interaction over the gateway, without waiting for the answer.
    pub async fn send(&self, draft: Draft) -> Sent {
        let sent = self.prepare(draft).await;
        let delivered = self.dispatch("INTERACTION_CREATE", sent.payload.clone()).await;
        assert!(delivered, "there is no shard for this server");
        sent
    }

    /// Sends an interaction to all programs that are connected, and waits for its one answer.
    pub async fn interact_with_all(&self, draft: Draft) -> Answer {
        let sent = self.prepare(draft).await;
        let programs = self.state().gateway.dispatch_to_all(&sent.payload);
        assert!(programs > 0, "no program is connected");
        self.answered(&sent).await
    }

    /// Sends the same interaction once more, as Discord may after a resume.
    pub async fn send_again(&self, sent: &Sent) {
        self.dispatch("INTERACTION_CREATE", sent.payload.clone()).await;
    }

    /// Makes an interaction that the test delivers itself, such as signed over HTTP. Waits until
    /// the command is registered.
    pub async fn prepare(&self, draft: Draft) -> Sent {
        self.shared
            .wait_for(&format!("the registration of {}", draft.title()), |state| {
                payloads::ready(state, &draft).then_some(())
            })
            .await;
        let mut state = self.state();
        let (payload, interaction) = payloads::build(&mut state, &draft);
        let (id, token) = (interaction.id, interaction.token.clone());
        state.interactions.insert(token.clone(), interaction);
        Sent { id, token, payload }
    }

    /// Judges and carries out the answer that the bot gave as the HTTP response to an interaction.
    pub async fn answered_over_http(&self, sent: &Sent, body: Value) -> Answer {
        super::rest::answer_over_http(&self.shared, &sent.id.to_string(), &sent.token, body);
        self.answered(sent).await
    }
}
