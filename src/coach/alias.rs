//! Pseudonyms of members who want a place on a board, but no name.

use super::Coach;
use crate::error::Result;
use crate::study::units::{LearnerId, ServerId};

/// How often another is looked for; after some tries a number goes with the words, from ever more.
const TRIES: u32 = 64;

impl Coach {
    /// The pseudonym of a member of a server: random, so that nothing leads from it to the member,
    /// distinct within the server, and the same for as long as the membership lasts.
    pub async fn alias(&self, server: ServerId, learner: LearnerId) -> Result<String> {
        for tries in 0..TRIES {
            let random = getrandom::u64()
                .map_err(|error| anyhow::anyhow!("the system has no random numbers: {error}"))?;
            let alias = self.content.names.pick(random, tries);
            if let Some(alias) = self.store.give_alias(server, learner, &alias).await? {
                return Ok(alias);
            }
        }
        Err(anyhow::anyhow!("no pseudonym is free").into())
    }
}
