//! What an interaction costs here and in small bots of other libraries, over the loopback gateway of a
//! stand-in of Discord's: CPU, latency, how many a second, memory.
//!
//! `benches/peers/install` once, then `cargo bench --bench peers -- next`, `… -- done` and `… -- memory`;
//! `docs/figures.md` has the figures. Each program is a process of its own; rounds take turns. The
//! stand-in runs on the same cores, so latency and how many a second hold it too; CPU does not.

#[path = "../crowd/mod.rs"]
mod crowd;
#[path = "../../tests/it/support/discord/mod.rs"]
mod discord;
#[path = "../figures/mod.rs"]
mod figures;
mod load;
mod program;
mod serenity;

use figures::{keep, median};
use load::{Caller, Figures, Load};
use program::{PEER, Program, Running};
use serde_json::{Value, json};

const ROUNDS: usize = 5;
/// Interactions a second of the quiet rounds, and how many of them.
const PACED: (u64, u64) = (100, 1_000);
/// Interactions under way at once in the others, and how many in all.
const SATURATED: (usize, u64) = (64, 3_000);
/// What comes before anything is measured: compilers and caches warm up.
const WARM_UP: u64 = 1_500;
const SERVERS: [u64; 3] = [1, 100, 1_000];

async fn interactions(command: &'static str) {
    let mut running = Vec::new();
    for program in Program::ALL {
        running.push(Running::start(program, 1).await);
    }
    let mut callers = Vec::new();
    for one in &running {
        let mut caller = Caller::new(one, command).await;
        caller.run(Load::Saturated(SATURATED.0), WARM_UP).await;
        callers.push(caller);
    }
    let mut measured: Vec<[Vec<Figures>; 2]> = vec![Default::default(); callers.len()];
    for _ in 0..ROUNDS {
        for (caller, [paced, saturated]) in callers.iter_mut().zip(&mut measured) {
            paced.push(caller.run(Load::Paced(PACED.0), PACED.1).await);
            saturated.push(caller.run(Load::Saturated(SATURATED.0), SATURATED.1).await);
        }
    }
    let middle =
        |rounds: &[Figures], of: fn(&Figures) -> f64| median(&rounds.iter().map(of).collect::<Vec<f64>>());
    for (caller, loads) in callers.iter().zip(&measured) {
        for (name, rounds) in ["100 a second", "64 at once"].iter().zip(loads) {
            println!(
                "/{command}, {}, {name}: CPU {:.3} ms, p50 {:.2} ms, p99 {:.2} ms, {:.0} a second",
                caller.running.program.name(),
                middle(rounds, |it| it.cpu),
                middle(rounds, |it| it.latency[0]),
                middle(rounds, |it| it.latency[1]),
                middle(rounds, |it| it.per_second),
            );
        }
    }
    let rounds = |rounds: &[Figures]| rounds.iter().map(Figures::json).collect::<Vec<Value>>();
    let programs = callers.iter().zip(&measured).map(|(caller, [paced, saturated])| {
        json!({"name": caller.running.program.name(), "paced": rounds(paced), "saturated": rounds(saturated)})
    });
    keep(&format!("peers-{command}"), &json!(programs.collect::<Vec<Value>>()));
}

async fn memory() {
    let mut programs = Vec::new();
    for program in Program::ALL {
        let mut megabytes = Vec::new();
        for servers in SERVERS {
            let resident = Running::start(program, servers).await.memory().await;
            println!("{} on {servers} servers: {resident:.1} MB", program.name());
            megabytes.push(json!({"servers": servers, "mb": resident}));
        }
        programs.push(json!({"name": program.name(), "resident": megabytes}));
    }
    keep("peers-memory", &json!(programs));
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if std::env::var_os(PEER).is_some() {
        return runtime.block_on(serenity::run());
    }
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "next" => runtime.block_on(interactions("next")),
            "done" => runtime.block_on(interactions("done")),
            "memory" => runtime.block_on(memory()),
            _ => {}
        }
    }
}
