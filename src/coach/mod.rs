//! The coach: from a request to an answer.
//!
//! Each command is one file: its decision and its answer. What all share is here: loading, freezing
//! due promises, saving with a retry when the learner changed meanwhile, and turning errors into words.

mod alias;
mod ask;
mod board;
mod catch_up;
pub mod check;
pub mod cohort;
pub mod command;
mod compare;
pub mod complete;
pub mod cooldown;
mod done;
pub mod due;
pub mod goal;
mod help;
mod hide_work;
pub mod ics;
mod join;
mod kudos;
mod leave;
mod left_out;
pub mod links;
mod log;
mod my_data;
mod next;
mod own_pace;
mod pause;
mod plan;
mod planning;
mod portfolio;
mod progress;
mod quiz;
mod reasons;
pub mod reminder;
pub mod reply;
pub mod request;
mod resume;
mod roadmap;
mod selfcheck;
mod settings;
pub mod setup;
pub mod share;
mod start;
mod talk;
mod undo;
pub mod weekly;
mod why;
mod wish;
mod words;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use crate::cards::studio::{Png, Studio};
use crate::cards::typeset::Fonts;
use crate::content::Content;
use crate::content::voice::{Voice, Voices};
use crate::error::{Error, Result};
use crate::measure;
use crate::say;
use crate::store::{Saved, Store, With};
use crate::study::learner::Study;
use crate::study::promise;
use crate::study::record::Change;
use crate::study::renamed::renamed;
use crate::study::score::scores;
use crate::study::units::{LearnerId, ServerId};
use command::Command;
use links::KnownHosts;
use reply::Reply;
use request::{Act, Press, Request};

/// How often a decision is made anew because the learner changed meanwhile.
const TRIES: u32 = 12;
/// The wait before that; it doubles up to 32 times as long, so that all tries together stay within the time
/// in which an answer is waited for.
const TRY_AGAIN: Duration = Duration::from_millis(5);

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was carried out.
    Answered,
    /// It was not, for a reason that the user can mend.
    Refused,
    /// It was not, for a reason inside; there is an apology.
    Failed,
}

/// The coach: what it knows, how it speaks and where it keeps things. Its copies are one coach that may
/// speak several languages: [`Coach::speaking`].
#[derive(Clone)]
pub struct Coach {
    /// Lessons, tracks and entries.
    pub content: Arc<Content>,
    /// The sentences, in the language spoken now.
    pub voice: Arc<Voice>,
    /// The sentences in all languages.
    pub voices: Voices,
    /// The database.
    pub store: Store,
    /// Where pictures are painted.
    pub studio: Arc<Studio>,
    /// Whose links are shown at once.
    pub hosts: KnownHosts,
    /// Rung when something was queued, so that it goes out at once.
    pub queued: Arc<Notify>,
    /// Rung when a schedule changed, so that what is due now is queued at once.
    pub scheduled: Arc<Notify>,
    /// The asker of the request in hand, as it arrived, for whatever needs them first.
    asker: Arc<Mutex<Option<Study>>>,
}

impl Coach {
    /// A coach on checked content and an open database.
    pub fn new(content: Content, voices: impl Into<Voices>, store: Store) -> Self {
        let voices = voices.into();
        let voice = Arc::clone(voices.shipped());
        let studio = Arc::new(Studio::new(Fonts::built_in()));
        let (queued, scheduled) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let hosts = KnownHosts::default();
        let (content, asker) = (Arc::new(content), Arc::default());
        Self { content, voice, voices, store, studio, hosts, queued, scheduled, asker }
    }

    /// The same with pictures from elsewhere: other fonts, or another patience.
    #[must_use]
    pub fn painting_in(self, studio: Studio) -> Self {
        Self { studio: Arc::new(studio), ..self }
    }

    /// The same with other hosts whose links are shown at once.
    #[must_use]
    pub fn trusting(self, hosts: KnownHosts) -> Self {
        Self { hosts, ..self }
    }

    /// The picture of an answer or a post; none where it has none, or it was not there in time.
    pub async fn picture(&self, reply: &Reply) -> Option<Png> {
        self.studio.png(&reply.image.as_ref()?.card).await
    }

    /// The same coach, speaking to somebody with this locale.
    #[must_use]
    pub fn speaking(&self, locale: Option<&str>) -> Self {
        Self { voice: Arc::clone(self.voices.of(locale)), ..self.clone() }
    }

    /// Answers a request. It never fails: what the user can mend is said, anything else is logged
    /// under a code and apologised for.
    pub async fn answer(&self, request: &Request) -> Reply {
        self.answer_and_outcome(request).await.0
    }

    /// As [`Coach::answer`], with how it ended.
    pub async fn answer_and_outcome(&self, request: &Request) -> (Reply, Outcome) {
        let speaking = self.speaking(request.locale.as_deref());
        Self { asker: Arc::default(), ..speaking }.answer_now(request).await
    }

    async fn answer_now(&self, request: &Request) -> (Reply, Outcome) {
        match self.decide(request).await {
            Ok(reply) => {
                let outcome = if reply.refused { Outcome::Refused } else { Outcome::Answered };
                (reply, outcome)
            }
            Err(Error::User(sentence)) => (Reply::refusal(sentence), Outcome::Refused),
            Err(Error::Internal(error)) => {
                let code = format!("{:06x}", request.id.0 & 0xff_ffff);
                tracing::error!(code, error = format!("{error:#}"), "a request failed");
                (Reply::refusal(say!(self.voice, Apology { code: code })), Outcome::Failed)
            }
        }
    }

    async fn decide(&self, request: &Request) -> Result<Reply> {
        let arrival = self.store.arrival(request.id, request.server(), request.from.id, request.now).await?;
        if let Some(server) = request.server() {
            if arrival.from_gone_server {
                self.returned(server, request.now).await?;
            }
            if arrival.unseen {
                self.store.saw(server, request.from.id, request.now).await?;
            }
        }
        let reply = match arrival.answer.as_deref() {
            // Of so long ago that it is forgotten.
            Some("") => return Error::user(say!(self.voice, PressUnknown)),
            Some(answer) => {
                measure::duplicate_avoided("interaction");
                serde_json::from_str(answer)?
            }
            None => {
                *self.asker.lock().unwrap_or_else(PoisonError::into_inner) = Some(arrival.asker);
                self.carry_out(request).await?
            }
        };
        if arrival.reminders_refused {
            return Ok(self.with_refusal(request, reply).await);
        }
        Ok(reply)
    }

    async fn carry_out(&self, request: &Request) -> Result<Reply> {
        match &request.act {
            Act::Command(call) => {
                if let Some(command) = self.command(&call.name) {
                    self.may_use(command, request)?;
                    // Posts are in the server's language as of when they were last set up.
                    if let (true, Some(server)) = (command.managers, request.server()) {
                        self.store.set_locale(server, request.server_locale.as_deref()).await?;
                    }
                }
                let command = check::check(self, call)?;
                let mut reply = (command.run)(self, request, call).await?;
                reply.private |= command.private;
                Ok(reply)
            }
            Act::Press(press) => self.press(request, press).await,
            Act::Talk(text) => talk::answer(self, request, text).await,
        }
    }

    /// Says once, where only the learner sees it, that their reminders could not be sent.
    async fn with_refusal(&self, request: &Request, mut reply: Reply) -> Reply {
        if !reply.private || reply.form.is_some() {
            return reply;
        }
        match self.store.take_refusal(request.from.id).await {
            Ok(true) => reply.text = format!("{}\n{}", reply.text, say!(self.voice, RemindersRefused)),
            Ok(false) => {}
            Err(error) => tracing::error!(error = format!("{error:#}"), "a refusal cannot be looked up"),
        }
        reply
    }

    async fn press(&self, request: &Request, press: &Press) -> Result<Reply> {
        let Some(command) = self.command(&press.id.verb) else {
            return Error::user(say!(self.voice, PressUnknown));
        };
        if press.id.owner.is_some_and(|owner| owner != request.from.id) {
            return Error::user(say!(self.voice, PressForeign { command: command.name }));
        }
        self.may_use(command, request)?;
        let mut reply = (command.press)(self, request, press).await?;
        // Where everybody sees the answer was decided by the button: see `share::shows`.
        reply.private = !(reply.shown && share::shows(&press.id) != share::Shows::Private);
        Ok(reply)
    }

    /// Where and by whom a command may be used.
    fn may_use(&self, command: &Command, request: &Request) -> Result<()> {
        if command.place == command::Where::Server && request.server().is_none() {
            return Error::user(say!(self.voice, NeedsServer { command: command.name }));
        }
        if command.managers && !request.from.manages {
            return Error::user(say!(self.voice, NeedsManager));
        }
        Ok(())
    }

    /// The command of a name; `/why-<topic>` only where the entry asks for one.
    pub fn command(&self, name: &str) -> Option<&'static Command> {
        if let Some(topic) = name.strip_prefix("why-")
            && !self.content.entries.get(topic).is_some_and(|entry| entry.command)
        {
            return None;
        }
        command::find(name)
    }

    /// Goes on with the posts of a server that the coach was away from.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn returned(&self, id: ServerId, now: DateTime<Utc>) -> Result<()> {
        if !self.store.server_back(id).await? {
            return Ok(());
        }
        let mut server = self.store.server(id).await?;
        // What fell due meanwhile is over, and so is the reason why posting stopped.
        server.fault = None;
        server.next_at = server.schedule().map(|schedule| schedule.after(now));
        server.reminder_at = server.reminder_schedule().map(|schedule| schedule.after(now));
        self.store.save_server(&server).await?;
        self.scheduled.notify_one();
        Ok(())
    }

    /// The learner as of `now`, with the promises frozen that are due.
    pub async fn study(&self, learner: LearnerId, now: DateTime<Utc>) -> Result<Study> {
        for _ in 0..TRIES {
            let study = self.load(learner, now).await?;
            let Some(change) = promise::due(&self.content.curriculum, &study, now) else {
                return Ok(study);
            };
            self.save(&change, None, "", now).await?;
        }
        Err(anyhow::anyhow!("the learner kept changing while a week was frozen").into())
    }

    /// The learner as stored, with lessons by their ids of today.
    async fn load(&self, learner: LearnerId, now: DateTime<Utc>) -> Result<Study> {
        let asker = self.asker.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut study = match asker.filter(|asker| asker.learner == learner) {
            Some(asker) => asker,
            None => self.store.load(learner, now).await?,
        };
        renamed(&self.content.curriculum, &mut study);
        Ok(study)
    }

    /// The learner as of `now`, who has a plan.
    pub async fn joined(&self, request: &Request) -> Result<Study> {
        let study = self.study(request.from.id, request.now).await?;
        if study.profile.is_none() {
            return Error::user(say!(self.voice, NotJoined));
        }
        let name = words::name(&request.from.name);
        if let Some(member) = study.memberships.iter().find(|it| Some(it.server) == request.server())
            && member.name != name
        {
            self.store.rename_member(member.server, study.learner, &name).await?;
        }
        Ok(study)
    }

    /// Makes a decision on the learner and stores it with its answer; made anew where the learner
    /// changed meanwhile, and not stored again where the interaction was carried out before.
    async fn change<F>(&self, request: &Request, joins: Option<ServerId>, decide: F) -> Result<Reply>
    where
        F: Fn(&Study) -> Result<(Change, Reply)> + Send + Sync,
    {
        let name = words::name(&request.from.name);
        if let Some(server) = joins
            && self.store.is_blocked(server, request.from.id).await?
        {
            return Error::user(say!(self.voice, BlockedHere));
        }
        for tried in 0..TRIES {
            let study = self.study(request.from.id, request.now).await?;
            let (change, reply) = decide(&study)?;
            let answer = serde_json::to_string(&reply)?;
            let joins = joins.map(|server| (server, name.as_str()));
            match self.save(&change, joins, &answer, request.now).await? {
                Saved::Yes => return Ok(reply),
                Saved::Before(answer) => {
                    measure::duplicate_avoided("interaction");
                    return Ok(serde_json::from_str(&answer)?);
                }
                Saved::Conflict => tokio::time::sleep(TRY_AGAIN * 2_u32.pow(tried.min(5))).await,
            }
        }
        Err(anyhow::anyhow!("the learner kept changing").into())
    }

    async fn save(
        &self,
        change: &Change,
        joins: Option<(ServerId, &str)>,
        answer: &str,
        now: DateTime<Utc>,
    ) -> Result<Saved> {
        let scores = scores(&change.after, &change.touched_at, now);
        let content = &self.content.curriculum.version;
        Ok(self.store.save(change, With { scores: &scores, joins, answer, content, now }).await?)
    }
}
