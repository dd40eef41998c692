//! The peer in serenity and sqlx: one select and one upsert on SQLite for each interaction, without
//! serenity's rate limiter. This program in another process: see [`super::program`].

use std::env;
use std::str::FromStr as _;
use std::time::{SystemTime, UNIX_EPOCH};

use serenity::all::{
    Client, ClientBuilder, Command, Context, CreateCommand, CreateInteractionResponse,
    CreateInteractionResponseMessage, EventHandler, GatewayIntents, HttpBuilder, Interaction, Ready,
};
use serenity::async_trait;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

struct Bot {
    pool: SqlitePool,
}

impl Bot {
    async fn step(&self, learner: i64, more: i64) -> sqlx::Result<i64> {
        let known: Option<i64> = sqlx::query_scalar("SELECT step FROM learners WHERE id = $1")
            .bind(learner)
            .fetch_optional(&self.pool)
            .await?;
        let step = known.unwrap_or(1) + more;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time after 1970").as_secs();
        sqlx::query(
            "INSERT INTO learners (id, step, seen) VALUES ($1, $2, $3) \
             ON CONFLICT (id) DO UPDATE SET step = excluded.step, seen = excluded.seen",
        )
        .bind(learner)
        .bind(step)
        .bind(i64::try_from(now).expect("a time of this age"))
        .execute(&self.pool)
        .await?;
        Ok(step)
    }
}

#[async_trait]
impl EventHandler for Bot {
    async fn ready(&self, context: Context, _: Ready) {
        let commands = [("next", "What to do now"), ("done", "The step is done")];
        let commands = commands.map(|(name, what)| CreateCommand::new(name).description(what)).to_vec();
        Command::set_global_commands(&context.http, commands).await.expect("commands are taken");
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let Interaction::Command(command) = interaction else { return };
        let done = command.data.name == "done";
        let step = self.step(command.user.id.get().cast_signed(), i64::from(done)).await.expect("a step");
        let words = if done { format!("Done. Next is step {step}.") } else { format!("Now: step {step}.") };
        let message = CreateInteractionResponseMessage::new().content(words).ephemeral(true);
        let answer = CreateInteractionResponse::Message(message);
        command.create_response(&context.http, answer).await.expect("the answer is taken");
    }
}

/// Runs the peer until its process is ended.
pub async fn run() {
    let said = |name: &str| env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
    let options = SqliteConnectOptions::from_str(&format!("sqlite://{}", said("DATABASE")))
        .expect("an address")
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal);
    let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await.expect("a database");
    sqlx::query("CREATE TABLE IF NOT EXISTS learners (id INTEGER PRIMARY KEY, step INTEGER NOT NULL, seen INTEGER NOT NULL)")
        .execute(&pool)
        .await
        .expect("a table");
    let http =
        HttpBuilder::new(said("DISCORD_TOKEN")).proxy(said("DISCORD_URL")).ratelimiter_disabled(true).build();
    let mut client: Client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
        .event_handler(Bot { pool })
        .await
        .expect("a client");
    client.start().await.expect("a gateway");
}
