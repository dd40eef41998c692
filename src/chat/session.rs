//! A conversation with the coach, line by line; it prints nothing and waits for nobody.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;

use super::clock::{Clock, Then, instant};
use super::line::{Input, named, parse};
use super::menu::{self, Pressable};
use super::outlet::Collected;
use super::pictures::Pictures;
use super::readable::Reader;
use super::show::{Shown, ShownImage};
use super::values;
use super::world::{GENERAL, SERVER, World, channel_name};
use crate::coach::Coach;
use crate::coach::reply::{Button, Form, Id, Reply};
use crate::coach::request::{self, Act, Place, Press, Request};
use crate::posts::{Courier, Pace, Target, tick};
use crate::say;
use crate::study::units::{ChannelId, InteractionId, LearnerId};

/// Who sends posts here.
const OWNER: &str = "chat";
/// How far `:at` may go at once: every week on the way is lived through.
const FARTHEST: Duration = Duration::days(3660);
/// How far to go on where something due stays due, such as a row that another process holds.
const STUCK: Duration = Duration::seconds(61);

/// A conversation.
pub struct Session {
    coach: Arc<Coach>,
    world: World,
    clock: Clock,
    pace: Pace,
    outlet: Collected,
    pictures: Option<Pictures>,
    interaction: u64,
    answers: BTreeMap<LearnerId, Pressable>,
    post: Option<Pressable>,
    forms: BTreeMap<LearnerId, OpenForm>,
}

/// A form that waits for what is missing.
struct OpenForm {
    form: Form,
    place: Place,
    given: BTreeMap<String, String>,
}

impl Session {
    /// A conversation in which `speaker` speaks where a line names nobody.
    pub fn new(coach: Arc<Coach>, speaker: &str, clock: Clock, pace: Pace) -> Self {
        let nanos = Utc::now().timestamp_nanos_opt().unwrap_or_default().unsigned_abs();
        Self {
            coach,
            world: World::new(speaker),
            clock,
            pace,
            outlet: Collected::default(),
            pictures: None,
            // Never the same again, over any number of runs on one database.
            interaction: nanos ^ (u64::from(std::process::id()) << 40),
            answers: BTreeMap::new(),
            post: None,
            forms: BTreeMap::new(),
        }
    }

    /// The same with pictures, which are put into a folder.
    #[must_use]
    pub fn with_pictures(self, folder: PathBuf) -> Self {
        Self { pictures: Some(Pictures(folder)), ..self }
    }

    /// The time in this conversation.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Who speaks, and who was named.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What the speaker can press and pick now: labels and values.
    pub fn pressable(&self) -> (Vec<String>, Vec<String>) {
        let all = || self.pressables(self.world.speaker);
        let labels = all().flat_map(|it| &it.buttons).map(|button| button.label.clone());
        let options = all().flat_map(|it| &it.menus).flat_map(|menu| &menu.options);
        (labels.collect(), options.map(|option| option.value.clone()).collect())
    }

    /// Answers a line, and posts what is due before and after it.
    pub async fn line(&mut self, text: &str) -> Vec<Shown> {
        let mut shown = self.due().await;
        let Some(line) = parse(text) else { return shown };
        let speaker = line.speaker.map_or(self.world.speaker, |name| self.world.member(&name));
        let outcome = match line.input {
            Ok(Input::At(time)) => self.go_to(&time).await,
            Ok(input) => self.act(speaker, input).await.map(|reply| vec![reply]),
            Err(sentence) => Err(sentence),
        };
        match outcome {
            Ok(more) => shown.extend(more),
            Err(sentence) => {
                shown.push(Shown::refusal(self.world.name(speaker).unwrap_or_default(), &sentence));
            }
        }
        shown.extend(self.due().await);
        shown
    }

    /// Posts what has fallen due by now. A database that fails is logged; nothing queued is lost by it.
    pub async fn due(&mut self) -> Vec<Shown> {
        if let Err(error) = self.post_at(self.clock.now()).await {
            tracing::error!(?error, "posting is interrupted and will be tried again");
        }
        self.posted().await
    }

    async fn act(&mut self, speaker: LearnerId, input: Input) -> Result<Shown, String> {
        let general = Place::Server(SERVER, GENERAL);
        match input {
            Input::Command { words, values } => {
                let call = values::call(&self.coach, &mut self.world, &words, values)?;
                let reply = self.answer(speaker, general, Act::Command(call)).await;
                Ok(self.shown(speaker, general, &reply).await)
            }
            Input::Talk(text) => {
                let reply = self.answer(speaker, Place::Direct, Act::Talk(text)).await;
                Ok(self.shown(speaker, Place::Direct, &reply).await)
            }
            Input::Click(typed) => {
                let (place, id, rest) = self.find_button(speaker, &typed)?;
                self.press(speaker, place, &id, Vec::new(), named(&rest)?).await
            }
            Input::Pick { values, menu } => {
                let all: Vec<Pressable> = self.pressables(speaker).cloned().collect();
                let mut outcome = menu::pick(&[], &values, menu.as_deref());
                for it in all.iter().filter(|it| !it.menus.is_empty()) {
                    outcome = menu::pick(&it.menus, &values, menu.as_deref());
                    if let Ok((menu, picked)) = outcome {
                        return self.press(speaker, it.place, &menu.id, picked, Vec::new()).await;
                    }
                }
                Err(outcome.err().unwrap_or_default())
            }
            Input::Submit(values) => match self.forms.remove(&speaker) {
                Some(open) => self.fill(speaker, open, values).await,
                None => Err("No form is open. Press a button that opens one, such as click Done.".to_owned()),
            },
            // The clock belongs to nobody and was moved before.
            Input::At(_) => Err(String::new()),
        }
    }

    /// The last answer to a member, then the last post.
    fn pressables(&self, speaker: LearnerId) -> impl Iterator<Item = &Pressable> {
        self.answers.get(&speaker).into_iter().chain(&self.post)
    }

    fn find_button(&self, speaker: LearnerId, typed: &str) -> Result<(Place, String, String), String> {
        for it in self.pressables(speaker) {
            if let Some((button, rest)) = menu::button(&it.buttons, typed) {
                return Ok((it.place, button.id.clone(), rest.to_owned()));
            }
        }
        // An older message is still there on Discord: its ids can be pressed here too.
        let (first, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        if Id::parse(first).is_some() {
            return Ok((Place::Server(SERVER, GENERAL), first.to_owned(), rest.to_owned()));
        }
        let buttons: Vec<&Button> = self.pressables(speaker).flat_map(|it| &it.buttons).collect();
        Err(menu::no_button(typed, &buttons))
    }

    async fn press(
        &mut self,
        speaker: LearnerId,
        place: Place,
        id: &str,
        picked: Vec<String>,
        given: Vec<(String, String)>,
    ) -> Result<Shown, String> {
        let Some(id) = Id::parse(id) else { return Err(say!(self.coach.voice, PressUnknown)) };
        let reply = self.answer(speaker, place, Act::Press(Press { id, picked, fields: None })).await;
        match reply.form {
            Some(form) => {
                let filled = form.inputs.iter().filter_map(|it| Some((it.name.clone(), it.value.clone()?)));
                let open = OpenForm { place, given: filled.collect(), form };
                self.fill(speaker, open, given).await
            }
            None => Ok(self.shown(speaker, place, &reply).await),
        }
    }

    /// Fills a form and sends it; what is required and missing is asked for, and a form that was
    /// refused stays open.
    async fn fill(
        &mut self,
        speaker: LearnerId,
        mut open: OpenForm,
        values: Vec<(String, String)>,
    ) -> Result<Shown, String> {
        let has = |open: &OpenForm, name: &str| open.form.inputs.iter().any(|input| input.name == name);
        if let Some((unknown, _)) = values.iter().find(|(name, _)| !has(&open, name)) {
            let names: Vec<&str> = open.form.inputs.iter().map(|input| input.name.as_str()).collect();
            let sentence = format!("This form has no {unknown}. It takes {}.", names.join(", "));
            self.forms.insert(speaker, open);
            return Err(sentence);
        }
        open.given.extend(values);
        let place = open.place;
        if let Some(question) = missing(&open) {
            self.forms.insert(speaker, open);
            return Ok(self.shown(speaker, place, &question).await);
        }
        let Some(id) = Id::parse(&open.form.id) else { return Err(say!(self.coach.voice, PressUnknown)) };
        let press = Press { id, picked: Vec::new(), fields: Some(open.given.clone()) };
        let reply = self.answer(speaker, place, Act::Press(press)).await;
        if reply.refused {
            self.forms.insert(speaker, open);
        }
        Ok(self.shown(speaker, place, &reply).await)
    }

    async fn answer(&mut self, speaker: LearnerId, place: Place, act: Act) -> Reply {
        self.interaction = self.interaction.wrapping_add(1);
        let id = InteractionId(self.interaction);
        let request = Request {
            id,
            now: self.clock.now(),
            from: self.world.person(speaker),
            place,
            act,
            locale: None,
            server_locale: None,
        };
        self.coach.answer(&request).await
    }

    async fn shown(&mut self, speaker: LearnerId, place: Place, reply: &Reply) -> Shown {
        // What a press shows to all stands in the channel, where everybody can press it.
        if let (true, Place::Server(_, channel)) = (reply.shown, place) {
            return self.in_channel(channel, reply).await;
        }
        if let Some(pressable) = Pressable::of(reply, place) {
            self.answers.insert(speaker, pressable);
        }
        let zone = self.prepare(reply).await;
        let image = self.picture(reply).await;
        let reader = Reader { world: &self.world, zone, now: self.clock.now() };
        Shown { image, ..Shown::reply(self.world.name(speaker).unwrap_or_default(), reply, &reader) }
    }

    /// Moves the clock, never back, and posts in order what falls due on the way, each at its own time.
    async fn go_to(&mut self, time: &str) -> Result<Vec<Shown>, String> {
        let zone = self.zone().await;
        let Some(until) = instant(time, zone) else {
            return Err(format!(
                "\"{time}\" is no time I can read. Write it such as 2026-12-07T09:00, with Z or an offset behind it if it is not in {}.",
                zone.name()
            ));
        };
        let now = self.clock.now();
        if until < now {
            let now = now.with_timezone(&zone).format("%Y-%m-%dT%H:%M:%S");
            return Err(format!("The clock never goes back; it shows {now} ({}).", zone.name()));
        }
        if until - now > FARTHEST {
            return Err("That is too far ahead. Go at most ten years at once.".to_owned());
        }
        let mut shown = Vec::new();
        let mut at = now;
        let mut stuck = 0;
        let mut outcome = Ok(());
        while let Some(due) = self.next_due().await {
            // What is still due after its own time was left over by somebody: look again later and later.
            stuck = if due > at { 0 } else { stuck + 1 };
            at = if due > at { due } else { at + STUCK * (1 << stuck.min(16)) };
            if at > until {
                break;
            }
            self.clock = self.clock.moved_to(at);
            outcome = self.post_at(at).await;
            shown.extend(self.posted().await);
            if outcome.is_err() {
                break;
            }
        }
        self.clock = self.clock.moved_to(until);
        if let Err(error) = outcome {
            let code = format!("{:06x}", self.interaction & 0xff_ffff);
            tracing::error!(code, ?error, "posting failed");
            return Err(say!(self.coach.voice, Apology { code: code }));
        }
        Ok(shown)
    }

    async fn post_at(&self, at: DateTime<Utc>) -> crate::error::Result<()> {
        tick(&self.coach, at, self.pace).await?;
        let clock = Then(at);
        let mut courier = Courier::new(&self.coach, &self.outlet, &clock, OWNER, self.pace).in_order();
        courier.deliver(|| false).await?;
        Ok(())
    }

    /// When something falls due or is to be sent; none where nothing is, or the database fails.
    async fn next_due(&self) -> Option<DateTime<Utc>> {
        let store = &self.coach.store;
        let (due, try_at) = (store.next_due().await, store.next_try(self.clock.now()).await);
        due.ok().flatten().into_iter().chain(try_at.ok().flatten()).min()
    }

    /// Takes what the coach sent, to be shown.
    async fn posted(&mut self) -> Vec<Shown> {
        let mut shown = Vec::new();
        for (target, message, post) in self.outlet.take() {
            match target {
                Target::Channel(channel) => {
                    shown.push(self.in_channel(channel, &post).await);
                    let text = post.words();
                    let seen = request::Shown { id: message, channel, own: true, text };
                    self.world.last_post = Some(seen);
                }
                Target::Person(learner) => {
                    let zone = self.prepare(&post).await;
                    self.meet(learner).await;
                    let image = self.picture(&post).await;
                    let reader = Reader { world: &self.world, zone, now: self.clock.now() };
                    let name = self.world.name(learner).unwrap_or_default();
                    shown.push(Shown { image, ..Shown::message(name, &post, &reader) });
                    if let Some(pressable) = Pressable::of(&post, Place::Direct) {
                        self.answers.insert(learner, pressable);
                    }
                }
            }
        }
        shown
    }

    async fn in_channel(&mut self, channel: ChannelId, post: &Reply) -> Shown {
        let zone = self.prepare(post).await;
        let image = self.picture(post).await;
        let reader = Reader { world: &self.world, zone, now: self.clock.now() };
        let name = channel_name(channel).unwrap_or_default();
        self.post = Pressable::of(post, Place::Server(SERVER, channel)).or(self.post.take());
        Shown { image, ..Shown::post(name, post, &reader) }
    }

    async fn picture(&self, reply: &Reply) -> Option<ShownImage> {
        self.pictures.as_ref()?.keep(&self.coach, reply).await
    }

    /// Learns the names that a reply mentions, and whose clocks its times are shown by.
    async fn prepare(&mut self, reply: &Reply) -> Tz {
        let fields = reply.fields.iter().map(|field| field.value.as_str());
        let mut strangers = Reader::strangers(&self.world, &reply.text);
        strangers.extend(fields.flat_map(|text| Reader::strangers(&self.world, text)));
        for learner in strangers {
            self.meet(learner).await;
        }
        self.zone().await
    }

    /// The name of a member who was here in an earlier run.
    async fn meet(&mut self, learner: LearnerId) {
        if self.world.name(learner).is_none()
            && let Ok(Some((name, _))) = self.coach.store.member(SERVER, learner).await
        {
            self.world.remember(learner, name);
        }
    }

    async fn zone(&self) -> Tz {
        self.coach.store.server(SERVER).await.map_or(chrono_tz::UTC, |server| server.zone)
    }
}

/// Asks for what a form needs and has not got.
fn missing(open: &OpenForm) -> Option<Reply> {
    let is_empty = |name: &str| open.given.get(name).is_none_or(|value| value.trim().is_empty());
    let names: Vec<(&str, &str)> = open
        .form
        .inputs
        .iter()
        .filter(|input| input.required && is_empty(&input.name))
        .map(|input| (input.label.as_str(), input.name.as_str()))
        .collect();
    let (first, _) = names.first()?;
    let labels = names.iter().skip(1).fold((*first).to_owned(), |all, (label, _)| format!("{all}, {label}"));
    let example: Vec<String> = names.iter().map(|(_, name)| format!("{name}:…")).collect();
    let text = format!("Still needed: {labels}. Send it with: submit {}", example.join(" "));
    let reply = Reply::private(text).titled(open.form.title.as_str());
    Some(Reply { form: Some(open.form.clone()), ..reply })
}
