//! The desk: events in, answers out. Whatever is in hand is tracked, so that a shutdown can wait for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::Utc;
use serenity::all::{
    ApplicationId, CommandInteraction, Context, Event, Guild, GuildId, Http, Interaction, InteractionId,
    Message, MessageFlags, RawEventHandler, Ready, UnavailableGuild, UserId,
};
use serenity::async_trait;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument as _;

use super::answer::{Decision, Label, Ticket, Way, answer, call_back};
use super::foresight;
use super::greeting;
use super::incoming::{self, Eyes, Installed};
use super::message::{Callback, without_form};
use super::outlet::{Posts, Sender};
use super::registration;
use super::rest::Fault;
use super::servers;
use super::watch::Watch;
use crate::coach::cooldown::Cooldown;
use crate::coach::reply::{Id, Reply};
use crate::coach::request::{Person, Place, Request};
use crate::coach::share::{Shows, shows};
use crate::coach::{Coach, Outcome};
use crate::posts::presence;
use crate::say;
use crate::study::units::{ChannelId, LearnerId, ServerId};

/// How long the choices for an option may take; later ones nobody sees.
const CHOICES_WITHIN: Duration = Duration::from_millis(2500);
/// How long an answer may wait to know who is still in the server.
const PRESENT_WITHIN: Duration = Duration::from_millis(1500);
/// The wait before commands are registered again after Discord could not be reached.
const REGISTER_AGAIN: Duration = Duration::from_secs(60);

/// What every event needs.
pub struct Desk {
    /// The coach.
    pub coach: Arc<Coach>,
    /// For requests.
    pub http: Arc<Http>,
    /// The coach's own user.
    pub me: UserId,
    /// The only server in which commands are registered, if there is one.
    pub only: Option<GuildId>,
    /// Where the coach is.
    pub installed: Installed,
    /// What is in hand.
    pub tasks: TaskTracker,
    /// Cancelled when the coach leaves.
    pub stop: CancellationToken,
    /// Whether registering has begun.
    pub registered: AtomicBool,
    /// Who asked for much lately.
    pub cooldown: Cooldown,
    /// How the connection does.
    pub watch: Arc<Watch>,
}

/// Hands events to the desk.
pub struct Handler(pub Arc<Desk>);

/// One handler for all events as they come: serenity copies an event and starts a task for each handler.
#[async_trait]
impl RawEventHandler for Handler {
    async fn raw_event(&self, _: Context, event: Event) {
        let desk = &self.0;
        match event {
            Event::InteractionCreate(event) => desk.take(event.interaction, Way::Request).await,
            Event::MessageCreate(event) => desk.hear(&event.message).await,
            Event::Ready(event) => desk.connected(&event.ready).await,
            Event::GuildCreate(event) => desk.entered(&event.guild).await,
            Event::GuildDelete(event) => desk.left(&event.guild).await,
            // An interaction that serenity cannot read would vanish: it is mended, or at least answered.
            Event::Unknown(event) if event.kind == "INTERACTION_CREATE" => {
                desk.take_unread(event.value, Way::Request).await;
            }
            Event::Unknown(event) => desk.watch.unparsed(&event.kind),
            _ => {}
        }
    }
}

/// serenity wants a list of options below every subcommand, also an empty one.
fn mend(raw: &mut serde_json::Value) {
    let options = raw.get_mut("data").and_then(|data| data.get_mut("options")?.as_array_mut());
    for option in options.into_iter().flatten() {
        if matches!(option["type"].as_u64(), Some(1 | 2)) && option["options"].is_null() {
            option["options"] = serde_json::json!([]);
        }
    }
}

impl Desk {
    async fn connected(self: &Arc<Self>, ready: &Ready) {
        // A shard that was still connecting at the shutdown may come up after it.
        if self.stop.is_cancelled() {
            return;
        }
        let shard = ready.shard.map_or(0, |shard| shard.id.0);
        tracing::info!(shard, servers = ready.guilds.len(), "connected to Discord");
        self.installed.add(ready.guilds.iter().map(|guild| guild.id));
        servers::compare(&self.coach, ready, Utc::now()).await;
        if !self.registered.swap(true, Ordering::Relaxed) {
            tokio::spawn(register(Arc::clone(self), ready.application.id));
        }
    }

    async fn entered(&self, guild: &Guild) {
        if self.stop.is_cancelled() {
            return;
        }
        self.installed.add([guild.id]);
        let now = Utc::now();
        servers::is_here(&self.coach, guild.id, now).await;
        if greeting::is_new(guild, now) {
            let greeted = greeting::greet(&self.coach, &self.http, guild, self.me, now);
            self.tasks.track_future(greeted).await;
        }
    }

    async fn left(&self, guild: &UnavailableGuild) {
        // An outage is no farewell.
        if !guild.unavailable {
            self.installed.remove(guild.id);
            servers::is_gone(&self.coach, ServerId(guild.id.get()), Utc::now()).await;
        }
    }

    async fn hear(self: &Arc<Self>, message: &Message) {
        if let Some(request) = incoming::talk(message, Utc::now()) {
            let span = tracing::error_span!("message", id = %request.id);
            let talk = self.talk(&request, ChannelId(message.channel_id.get())).instrument(span);
            self.tasks.track_future(talk).await;
        }
    }

    /// Takes an interaction in hand until it is answered.
    pub async fn take(self: &Arc<Self>, interaction: Interaction, way: Way) {
        // A shard that was still connecting at the shutdown may come up after it.
        if self.tasks.is_closed() {
            return;
        }
        // Whatever is logged for it, down to the database's statements, carries its id; as a span for
        // errors, because a filter that lets only these through keeps only such spans.
        let span = tracing::error_span!("interaction", id = %interaction.id());
        let handled = Arc::clone(self).handle(interaction, Instant::now(), way).instrument(span);
        self.tasks.track_future(handled).await;
    }

    /// Takes in hand an interaction that serenity cannot read as it is: mended, or at least answered.
    pub async fn take_unread(self: &Arc<Self>, mut raw: serde_json::Value, way: Way) {
        mend(&mut raw);
        match serde_json::from_value(raw.clone()) {
            Ok(interaction) => self.take(interaction, way).await,
            Err(_) => {
                // What serenity says of it may quote it.
                self.watch.unparsed("INTERACTION_CREATE");
                self.tasks.track_future(self.apologise(&raw, way)).await;
            }
        }
    }

    async fn handle(self: Arc<Self>, interaction: Interaction, since: Instant, mut way: Way) {
        tracing::debug!("an interaction came in");
        let now = Utc::now();
        let again = self.watch.is_again(interaction.id().get());
        let label = self.label(&interaction);
        let (id, application) = (interaction.id(), interaction.application_id());
        let token = interaction.token().to_owned();
        let ticket = |private: bool, on_private: bool, forms: bool| Ticket {
            id,
            token,
            application,
            since,
            private,
            on_private,
            forms,
            watch: Arc::clone(&self.watch),
            again,
            label,
            shows_in: None,
            in_place: false,
        };
        let is_private =
            |message: &Message| message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
        let (ticket, decision) = match interaction {
            Interaction::Command(from) => {
                let private =
                    self.coach.command(&incoming::name(&from.data)).is_none_or(|command| command.private);
                let ticket = ticket(private, false, true);
                let decision = self.command(from, ticket.clone());
                (ticket, decision)
            }
            Interaction::Component(from) => {
                let request = incoming::press(&self.installed, &from, now);
                let shows = Id::parse(&from.data.custom_id).map_or(Shows::Private, |id| shows(&id));
                let ticket = ticket(shows != Shows::InChannel, is_private(&from.message), true);
                let place = request.as_ref().and_then(|request| match request.place {
                    Place::Server(server, channel) if shows == Shows::InChannel => Some((server, channel)),
                    _ => None,
                });
                let in_place = shows == Shows::InPlace;
                (Ticket { in_place, shows_in: place, ..ticket }, self.decide(request))
            }
            Interaction::Modal(from) => {
                let request = incoming::form(&self.installed, &from, now);
                let on_private = from.message.as_deref().is_some_and(is_private);
                (ticket(true, on_private, false), self.decide(request))
            }
            Interaction::Autocomplete(from) => {
                return self.complete(&from, &ticket(true, false, false), &mut way).await;
            }
            _ => return,
        };
        answer(&self.http, &self.coach, &ticket, &mut way, decision).await;
    }

    /// Decides on a press or a form; `None` is one that this program never made.
    fn decide(self: &Arc<Self>, request: Option<Request>) -> Decision {
        let desk = Arc::clone(self);
        Box::pin(async move {
            match request {
                Some(request) => desk.answer(&request).await,
                None => (Reply::refusal(say!(desk.coach.voice, PressUnknown)), Outcome::Refused),
            }
        })
    }

    /// Decides on a command; what it takes to know of a channel is part of that.
    fn command(self: &Arc<Self>, from: CommandInteraction, ticket: Ticket) -> Decision {
        let desk = Arc::clone(self);
        Box::pin(async move {
            let eyes = Eyes { http: &desk.http, me: desk.me };
            match incoming::command(&desk.installed, eyes, &from, Utc::now()).await {
                Ok(request) => desk.answer(&request).await,
                Err(fault) => {
                    tracing::error!(interaction = %from.id, %fault, "Discord does not tell about a channel");
                    (ticket.apology(&desk.coach), Outcome::Failed)
                }
            }
        })
    }

    /// The coach's answer, in which nobody is named who has left the server.
    async fn answer(&self, request: &Request) -> (Reply, Outcome) {
        if let Err(free_at) = self.cooldown.take(request) {
            let moment = self.coach.voice.countdown(free_at);
            return (Reply::refusal(say!(self.coach.voice, CoolDown { moment: moment })), Outcome::Refused);
        }
        let with_rights;
        let request = match foresight::may_post(&self.coach, &self.http, self.me, request).await {
            Some(posts) => {
                with_rights = Request { from: Person { posts, ..request.from.clone() }, ..request.clone() };
                &with_rights
            }
            None => request,
        };
        let (reply, outcome) = self.coach.answer_and_outcome(request).await;
        let Some(server) = request.server().filter(|_| !reply.names.is_empty()) else {
            return (reply, outcome);
        };
        let outlet = Posts { http: Arc::clone(&self.http), me: self.me, coach: Arc::clone(&self.coach) };
        let asked =
            presence::confirm(&self.coach, &outlet, server, &reply.names, presence::MOST, request.now);
        match tokio::time::timeout(PRESENT_WITHIN, asked).await {
            Ok(Ok(true)) => self.coach.answer_and_outcome(request).await,
            // Whoever cannot be asked about in time is shown as before.
            _ => (reply, outcome),
        }
    }

    async fn complete(&self, from: &CommandInteraction, ticket: &Ticket, way: &mut Way) {
        let choices = async {
            let (sub, option, typed) = incoming::typing(&from.data)?;
            let learner = LearnerId(from.user.id.get());
            // Who types faster than a person can is shown nothing for a moment.
            self.cooldown.take_choices(learner, Utc::now()).ok()?;
            let name = &from.data.name;
            let coach = self.coach.speaking(Some(&from.locale));
            coach.complete(learner, Utc::now(), name, sub, option, typed).await.ok()
        };
        let choices = tokio::time::timeout(CHOICES_WITHIN, choices).await.ok().flatten().unwrap_or_default();
        let sent = call_back(&self.http, ticket, way, &Callback::choices(&choices)).await;
        ticket.label.count(Outcome::Answered, &sent, ticket.since);
        if let Err(fault) = sent {
            tracing::warn!(%fault, "choices came too late");
        }
    }

    /// Answers a direct message in its channel; the message's id keeps a repetition from doubling it.
    async fn talk(&self, request: &Request, channel: ChannelId) {
        let since = Instant::now();
        let (reply, outcome) = self.answer(request).await;
        let reply = without_form(reply);
        let picture = self.coach.picture(&reply).await;
        let key = format!("talk:{}", request.id);
        let sent = Sender(&self.http).reply(channel, &key, &reply, picture.as_ref()).await;
        Label { kind: "message", command: "none" }.count(outcome, &sent, since);
        if let Err(fault) = sent {
            tracing::warn!(%fault, "a direct message stays unanswered");
        }
    }

    /// Answers an interaction of which only the envelope can be read.
    async fn apologise(&self, raw: &serde_json::Value, mut way: Way) {
        let number = |key: &str| raw[key].as_str().and_then(|id| id.parse::<u64>().ok()).filter(|id| *id > 0);
        let (Some(id), Some(token)) = (number("id"), raw["token"].as_str()) else { return };
        let ticket = Ticket {
            id: InteractionId::new(id),
            token: token.to_owned(),
            application: ApplicationId::new(number("application_id").unwrap_or(self.me.get())),
            since: Instant::now(),
            private: true,
            on_private: false,
            forms: false,
            again: self.watch.is_again(id),
            watch: Arc::clone(&self.watch),
            label: Label { kind: "unread", command: "none" },
            shows_in: None,
            in_place: false,
        };
        let sent = match raw["type"].as_u64() {
            Some(4) => call_back(&self.http, &ticket, &mut way, &Callback::choices(&[])).await,
            _ => {
                let apology = Callback::message(&ticket.apology(&self.coach));
                call_back(&self.http, &ticket, &mut way, &apology).await
            }
        };
        ticket.label.count(Outcome::Failed, &sent, ticket.since);
        if let Err(fault) = sent {
            tracing::error!(%fault, "an interaction stays unanswered");
        }
    }

    /// Under which names an interaction is counted.
    fn label(&self, interaction: &Interaction) -> Label {
        let verb = |id: &str| Id::parse(id).map(|id| id.verb);
        let (kind, name) = match interaction {
            Interaction::Command(from) => ("command", Some(from.data.name.clone())),
            Interaction::Autocomplete(from) => ("choices", Some(from.data.name.clone())),
            Interaction::Component(from) => ("press", verb(&from.data.custom_id)),
            Interaction::Modal(from) => ("form", verb(&from.data.custom_id)),
            _ => ("unread", None),
        };
        let command = name.and_then(|name| self.coach.command(&name));
        Label { kind, command: command.map_or("none", |command| command.name) }
    }
}

/// Registers the commands, and tries again while Discord cannot be reached.
pub async fn register(desk: Arc<Desk>, application: ApplicationId) {
    loop {
        match registration::register(&desk.coach, &desk.http, application, desk.only).await {
            Ok(true) => tracing::info!("commands registered"),
            Ok(false) => tracing::debug!("commands are registered already"),
            Err(fault @ Fault::Refused { .. }) => {
                tracing::error!(%fault, "Discord refuses the commands; check discord.server and the invitation");
            }
            Err(fault) => {
                tracing::warn!(%fault, "commands cannot be registered now and will be tried again");
                tokio::select! {
                    () = desk.stop.cancelled() => {}
                    () = tokio::time::sleep(REGISTER_AGAIN) => continue,
                }
            }
        }
        return;
    }
}
