//! Pseudonyms: distinct within a server, kept as long as the membership.

use anyhow::Result;

use super::Store;
use super::rows::signed;
use super::sql::query;
use crate::study::units::{LearnerId, ServerId};

impl Store {
    /// Gives a member who has none this pseudonym, and returns the one that they have; none where
    /// somebody else in the server has it.
    pub async fn give_alias(
        &self,
        server: ServerId,
        learner: LearnerId,
        alias: &str,
    ) -> Result<Option<String>> {
        let given = query(
            "UPDATE members SET alias = $1 WHERE server = $2 AND learner = $3 AND alias IS NULL \
             AND NOT EXISTS (SELECT 1 FROM members AS others WHERE others.server = $2 AND others.alias = $1)",
        )
        .bind(alias)
        .bind(signed(server.0))
        .bind(signed(learner.0))
        .execute(&self.pool)
        .await;
        match given {
            // Somebody else was given it at the same time.
            Err(error) if error.is_unique_violation() => {}
            given => {
                given?;
            }
        }
        let row = query("SELECT alias FROM members WHERE server = $1 AND learner = $2")
            .bind(signed(server.0))
            .bind(signed(learner.0))
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.get::<Option<String>>("alias")).transpose()?.flatten())
    }
}
