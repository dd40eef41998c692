//! Where the time of one `/next` goes: each part by itself, one after the other, over the program's own
//! functions on a file of 20,000 learners.
//!
//! `cargo bench --bench budget` prints the medians in µs; `docs/figures.md` has them.

#[path = "crowd/mod.rs"]
mod crowd;
#[path = "../tests/it/support/discord/mod.rs"]
mod discord;
#[path = "figures/mod.rs"]
mod figures;

use std::time::Instant;

use chrono::{Duration, Utc};
use crowd::{Crowd, request};
use discord::{FakeDiscord, TOKEN};
use figures::{keep, median};
use serde_json::json;
use serenity::all::{GatewayEvent, HttpBuilder, InteractionId as Interaction, LightMethod};
use serenity::http::{Request, Route};
use study_coach::study::next::next_of;
use study_coach::study::pace::Pace;
use study_coach::study::plan::Basis;
use study_coach::study::units::{InteractionId, LearnerId, ServerId};

const LEARNERS: u64 = 20_000;
const ASKED: u64 = 4_000;
const SERVER: u64 = 7 << 22;

/// The times of one part, in µs.
#[derive(Default)]
struct Part(Vec<f64>);

impl Part {
    async fn time<T>(&mut self, work: impl Future<Output = T>) -> T {
        let since = Instant::now();
        let done = work.await;
        self.0.push(since.elapsed().as_secs_f64() * 1e6);
        done
    }
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("budget.db");
    let now = Utc::now();
    crowd::make(&path, &Crowd { learners: LEARNERS, servers: &[SERVER] }).await;
    let coach = crowd::coach(&format!("sqlite://{}", path.display())).await;
    let fake = FakeDiscord::start().await;
    let study = fake.add_channel(fake.add_guild("Study group"), "study");
    let command =
        json!({"id": "1", "type": 1, "name": "next", "description": "What to do now", "version": "1"});
    fake.change_commands(None, |commands| commands.push(command));
    let sent = fake.prepare(fake.person("mia").in_channel(study).slash("next")).await;
    let frame = json!({"op": 0, "t": "INTERACTION_CREATE", "s": 3, "d": sent.payload}).to_string();
    let mut answers = fake.rush();
    let http = HttpBuilder::new(TOKEN).proxy(fake.url()).ratelimiter_disabled(true).build();

    let [mut parse, mut arrival, mut study, mut show, mut whole, mut render, mut send] =
        std::array::from_fn(|_| Part::default());
    let later = now + Duration::minutes(5);
    let store = &coach.store;
    for number in 1..=ASKED {
        // Two learners who are alike: one through the parts, one through the whole. They take turns in
        // being the first, who finds less in the processor's caches.
        let (parted, asked) = (number, number + LEARNERS / 2);
        let asked = request((1 << 51) + number, asked, SERVER, later, "next", &[]);
        let mut reply = None;
        if number % 2 == 0 {
            reply = Some(whole.time(coach.answer(&asked)).await);
        }
        parse.time(async { serde_json::from_str::<GatewayEvent>(&frame).expect("an event") }).await;
        let id = InteractionId((1 << 50) + number);
        let asked_for = store.arrival(id, Some(ServerId(SERVER)), LearnerId(parted), later);
        let learner = arrival.time(asked_for).await.expect("a learner").asker;
        let first = study
            .time(async {
                let profile = learner.profile.as_ref().expect("a plan");
                let basis = Basis { profile, study: Some(&learner), today: learner.today(later) };
                let curriculum = &coach.content.curriculum;
                next_of(curriculum, &learner, basis).expect("a step").refs()
            })
            .await;
        show.time(store.show(&learner, &first, Pace::PLANNED)).await.expect("it is stored");
        let reply = match reply {
            Some(reply) => reply,
            None => whole.time(coach.answer(&asked)).await,
        };
        assert!(!reply.refused, "{}", reply.text);
        let body = render.time(async { study_coach::discord::first_answer(&reply).expect("JSON") }).await;
        let token = format!("rush-{number}");
        let route = Route::InteractionResponse { interaction_id: Interaction::new(number), token: &token };
        let request = Request::new(route, LightMethod::Post).body(Some(body));
        send.time(http.request(request)).await.expect("it is taken");
        answers.recv().await.expect("it arrived");
    }
    let [parse, arrival, study, show, whole, render, send] =
        [parse, arrival, study, show, whole, render, send].map(|part| median(&part.0));
    let parts = [
        ("read the event", parse),
        ("ask the database who asks, and what is known of server and interaction", arrival),
        ("choose the step", study),
        ("write what is shown", show),
        ("words, and all else in the coach", whole - arrival - study - show),
        ("render the message", render),
        ("send it", send),
    ];
    for (name, took) in parts {
        println!("{took:7.1} µs  {name}");
    }
    println!("{:7.1} µs  in all", parse + whole + render + send);
    let is_stores = |name: &str| name.contains("database") || name == "write what is shown";
    let parts = parts.map(|(name, took)| json!({"part": name, "us": took, "store": is_stores(name)}));
    keep("budget", &json!(parts));
}
