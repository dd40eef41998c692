//! Makes `docs/figures.md` and its charts from the measurements in `docs/figures/`, which the benches
//! wrote; what was not measured is not on it.

#[path = "../benches/figures/chart.rs"]
mod chart;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use chart::{Group, bars};

const HEAD: &str = "\
# Figures

Made by `cargo run --example figures` from the measurements in `docs/figures/`, which the commands below write. Ratios are medians of the ratios of single rounds, everything else medians; programs that are compared take turns in each round. Instruction counts, which do not depend on how busy a machine is, come from `.ci/instructions`.
";

/// The page as it grows, and what it says of the goals.
#[derive(Default)]
struct Page {
    text: String,
    goals: Vec<String>,
}

impl Page {
    /// Notes how a figure stands to the most that it is to be.
    fn goal(&mut self, what: &str, figure: f64, most: f64, unit: &str) {
        let met = if figure <= most { "met" } else { "**missed**" };
        self.goals.push(format!("| {what} | {most} {unit} | {figure:.2} {unit} | {met} |"));
    }
}

/// What was measured, and on which machine.
struct Kept {
    machine: String,
    measured: Value,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/figures")
}

/// A measurement; none where it was not made.
fn kept(name: &str) -> Result<Option<Kept>> {
    let file = folder().join(name).with_extension("json");
    if !file.exists() {
        return Ok(None);
    }
    let mut value: Value = serde_json::from_str(&fs::read_to_string(&file)?)
        .with_context(|| format!("{} is no JSON", file.display()))?;
    let machine = value["machine"].as_str().context("no machine")?.to_owned();
    Ok(Some(Kept { machine, measured: value["measured"].take() }))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// One number of each round.
fn rounds(of: &Value, key: &str) -> Vec<f64> {
    list(of).iter().map(|round| number(&round[key])).collect()
}

/// The median of the ratios of two rounds each.
fn ratio(ours: Vec<f64>, theirs: Vec<f64>) -> f64 {
    median(ours.iter().zip(theirs).map(|(our, their)| our / their).collect())
}

fn names(programs: &[Value]) -> Vec<&str> {
    programs.iter().filter_map(|program| program["name"].as_str()).collect()
}

/// `/next` or `/done` beside the peers.
fn interactions(page: &mut Page, command: &str) -> Result<()> {
    let Some(Kept { machine, measured }) = kept(&format!("peers-{command}"))? else { return Ok(()) };
    let programs = list(&measured);
    let ours = programs.first().context("no programs")?;
    let _ = write!(
        page.text,
        "\n## `/{command}` over the gateway\n\n`cargo bench --bench peers -- {command}`, on {machine}, {} rounds of each. \
        The peers answer with one select and one upsert on SQLite ([benches/peers](../benches/peers)); the coach \
        does all that it does. CPU is that of the program alone; latency and the most a second hold the stand-in \
        of Discord's too, which runs on the same cores.\n\n\
        ![CPU of /{command} beside the peers](figures/{command}.svg)\n\n\
        | | CPU at 100/s | saturated | ours at 100/s is | saturated | p50, p99 at 100/s | p50, p99 saturated | most a second |\n\
        |---|---|---|---|---|---|---|---|\n",
        list(&ours["paced"]).len()
    );
    let middle = |program: &Value, load: &str, key: &str| median(rounds(&program[load], key));
    let beside =
        |program: &Value, load: &str| ratio(rounds(&ours[load], "cpu_ms"), rounds(&program[load], "cpu_ms"));
    for program in programs {
        let times = |load| {
            format!("{:.1}, {:.1} ms", middle(program, load, "p50_ms"), middle(program, load, "p99_ms"))
        };
        let _ = writeln!(
            page.text,
            "| {} | {:.2} ms | {:.2} ms | {:.2} × | {:.2} × | {} | {} | {:.0} |",
            program["name"].as_str().unwrap_or_default(),
            middle(program, "paced", "cpu_ms"),
            middle(program, "saturated", "cpu_ms"),
            beside(program, "paced"),
            beside(program, "saturated"),
            times("paced"),
            times("saturated"),
            middle(program, "saturated", "per_second"),
        );
    }
    if command == "next" {
        let goals = [("serenity", 1.25), ("discord.js", 0.5), ("discord.py", 0.2)];
        for (program, (name, most)) in programs.iter().skip(1).zip(goals) {
            for (load, said) in [("paced", "at 100/s"), ("saturated", "saturated")] {
                let what = format!("CPU of `/next` beside {name}, {said}");
                page.goal(&what, beside(program, load), most, "×");
            }
        }
    }
    let group = |title, load| {
        let values: Vec<f64> = programs.iter().map(|program| middle(program, load, "cpu_ms")).collect();
        let most = values.iter().copied().fold(0.0, f64::max);
        Group { title, values, most, digits: 2 }
    };
    let groups = [group("CPU at 100/s, ms", "paced"), group("CPU saturated, ms", "saturated")];
    let label = format!("CPU of one /{command}, as in the table");
    let file = folder().join(command).with_extension("svg");
    Ok(fs::write(file, bars(&label, &names(programs), &groups))?)
}

fn memory(page: &mut Page) -> Result<()> {
    let Some(Kept { machine, measured }) = kept("peers-memory")? else { return Ok(()) };
    let programs = list(&measured);
    let ours = programs.first().context("no programs")?;
    let _ = write!(
        page.text,
        "\n## Resident memory\n\n`cargo bench --bench peers -- memory`, on {machine}: some seconds after the connection, \
        nobody asks.\n\n![Resident memory beside the peers](figures/memory.svg)\n\n\
        | | 1 server | 100 servers | 1,000 servers | ours at 1,000 is |\n|---|---|---|---|---|\n"
    );
    let megabytes = |program: &Value| rounds(&program["resident"], "mb");
    let most = |program: &Value| megabytes(program).last().copied().unwrap_or(f64::NAN);
    for program in programs {
        let shown: Vec<String> = megabytes(program).iter().map(|mb| format!("{mb:.0} MB")).collect();
        let _ = writeln!(
            page.text,
            "| {} | {} | {:.2} × |",
            program["name"].as_str().unwrap_or_default(),
            shown.join(" | "),
            most(ours) / most(program)
        );
    }
    if let Some(js) = programs.get(2) {
        page.goal("Memory on 1,000 servers beside discord.js", most(ours) / most(js), 0.4, "×");
    }
    let values: Vec<f64> = programs.iter().map(most).collect();
    let highest = values.iter().copied().fold(0.0, f64::max);
    let group = Group { title: "MB on 1,000 servers", values, most: highest, digits: 0 };
    let chart = bars("Resident memory, as in the table", &names(programs), &[group]);
    Ok(fs::write(folder().join("memory.svg"), chart)?)
}

fn budget(page: &mut Page) -> Result<()> {
    let Some(Kept { machine, measured }) = kept("budget")? else { return Ok(()) };
    let _ = write!(
        page.text,
        "\n## Where the time of `/next` goes\n\n`cargo bench --bench budget`, on {machine}: one at a time, the waits for \
        other threads included.\n\n| Part | µs |\n|---|---|\n"
    );
    for part in list(&measured) {
        let name = part["part"].as_str().unwrap_or_default();
        let _ = writeln!(page.text, "| {name} | {:.0} |", number(&part["us"]));
    }
    Ok(())
}

fn http(page: &mut Page) -> Result<()> {
    let Some(Kept { machine, measured }) = kept("http")? else { return Ok(()) };
    let _ = write!(
        page.text,
        "\n## `/next` over HTTP\n\n`cargo bench --bench http`, on {machine}, beside the floor: a server of the same kind \
        that verifies the same signature and answers a fixed body; 8 requests at once.\n\n\
        | | CPU | p50 | p99 |\n|---|---|---|---|\n"
    );
    let ways = list(&measured);
    for way in ways {
        let name = if way["name"] == "floor" { "the floor" } else { "`/next`" };
        let middle = |key| median(rounds(&way["rounds"], key));
        let _ = writeln!(
            page.text,
            "| {name} | {:.3} ms | {:.2} ms | {:.2} ms |",
            middle("cpu_ms"),
            middle("p50_ms"),
            middle("p99_ms")
        );
    }
    if let [floor, next] = ways {
        let times = ratio(rounds(&next["rounds"], "cpu_ms"), rounds(&floor["rounds"], "cpu_ms"));
        let store = storing()?;
        let floor: Vec<f64> = rounds(&floor["rounds"], "cpu_ms");
        let next: Vec<f64> = rounds(&next["rounds"], "cpu_ms");
        let besides = ratio(next.iter().map(|cpu| cpu - store).collect(), floor);
        let _ = writeln!(
            page.text,
            "\n`/next` takes {times:.1} times the CPU of the floor; without the {store:.3} ms of its two \
            statements, {besides:.2} times."
        );
        page.goal("CPU of `/next` over HTTP, less the store's, beside the floor", besides, 1.5, "×");
        if let Some(serenity) = kept("peers-next")?.and_then(|kept| list(&kept.measured).get(1).cloned()) {
            let cpu = median(rounds(&serenity["saturated"], "cpu_ms"));
            page.goal(
                "CPU of `/next` over HTTP beside serenity's over the gateway",
                median(next) / cpu,
                1.0,
                "×",
            );
        }
    }
    Ok(())
}

/// What the database takes of one `/next`, in ms: its statements run in the thread that asks.
fn storing() -> Result<f64> {
    let budget = kept("budget")?.context("`cargo bench --bench budget` comes before the page")?;
    let parts = list(&budget.measured).iter();
    Ok(parts.filter(|part| part["store"] == true).map(|part| number(&part["us"]) / 1e3).sum())
}

fn boards(page: &mut Page) -> Result<()> {
    let Some(Kept { machine, measured }) = kept("boards")? else { return Ok(()) };
    let _ = write!(
        page.text,
        "\n## Boards of many members\n\n`.ci/postgres cargo bench --bench boards`, on {machine}: median and 99th percentile. \
        A page is the answer to `/leaderboard`, with the asker's own place and how everybody moved.\n\n\
        | Database | Members | A page | A place | Ten rows anywhere |\n|---|---|---|---|---|\n"
    );
    for server in list(&measured) {
        let cells: Vec<String> = list(&server["figures"])
            .iter()
            .map(|it| format!("{:.2}, {:.2} ms", number(&it["p50_ms"]), number(&it["p99_ms"])))
            .collect();
        let database = server["database"].as_str().unwrap_or_default();
        if server["members"] == 100_000 {
            let what = format!("A page of a board of 100,000 on {database}, p99");
            page.goal(&what, number(&server["figures"][0]["p99_ms"]), 5.0, "ms");
            let what = format!("A place on it on {database}, p99");
            page.goal(&what, number(&server["figures"][1]["p99_ms"]), 5.0, "ms");
        }
        let _ = writeln!(page.text, "| {database} | {} | {} |", server["members"], cells.join(" | "));
    }
    Ok(())
}

fn scale(page: &mut Page) -> Result<()> {
    if let Some(Kept { machine, measured }) = kept("start")? {
        let took = median(list(&measured["ms"]).iter().map(number).collect());
        page.goal("Start on 1,000,000 learners", took, 1000.0, "ms");
        let _ = write!(
            page.text,
            "\n## Start\n\n`cargo bench --bench scale -- make`, then `… -- start`, on {machine}: from the start of the \
            process until it listens for interactions (http mode), on a SQLite file with {} learners: {:.0} ms at \
            the median, {:.0} ms at most.\n",
            measured["learners"],
            took,
            list(&measured["ms"]).iter().map(number).fold(0.0, f64::max)
        );
    }
    if let Some(Kept { machine, measured }) = kept("monday")? {
        let figure = |key: &str| number(&measured[key]);
        let each = |key: &str, of: &str| figure(key) / figure(of) * 1e6;
        page.goal("Memory of a Monday of 100,000 servers", figure("resident_mb"), 500.0, "MB");
        let _ = write!(
            page.text,
            "\n## Monday\n\n`cargo bench --bench scale -- monday`, on {machine}, on a SQLite file with {} learners in {} servers: \
            a week begins for all of them at one instant, and all servers' posts fall due at another.\n\n\
            - Posts are queued at {:.0} a second: {:.0} µs each, of which the process has the CPU for {:.0} µs. Finding out \
            whom else to write to takes {:.0} µs, the next time {:.1} µs; the rest is the transaction of occurrence and next time.\n\
            - Weeks are frozen at {:.0} a second: {:.0} µs each, of which the process has the CPU for {:.0} µs. Loading a \
            learner takes {:.0} µs, planning the week {:.0} µs; the rest is storing promise and boards.\n\
            - Resident memory at most: {:.0} MB.\n",
            measured["learners"],
            measured["servers"],
            figure("servers") / figure("queueing_s"),
            each("queueing_s", "servers"),
            each("queueing_cpu_s", "servers"),
            figure("reminding_us"),
            figure("scheduling_us"),
            figure("learners") / figure("freezing_s"),
            each("freezing_s", "learners"),
            each("freezing_cpu_s", "learners"),
            figure("loading_us"),
            figure("planning_us"),
            figure("resident_mb"),
        );
    }
    Ok(())
}

fn main() -> Result<()> {
    let mut page = Page::default();
    interactions(&mut page, "next")?;
    interactions(&mut page, "done")?;
    memory(&mut page)?;
    budget(&mut page)?;
    http(&mut page)?;
    boards(&mut page)?;
    scale(&mut page)?;
    let notes = fs::read_to_string(folder().join("notes.md"))?;
    let goals = page.goals.join("\n");
    let whole = format!(
        "{HEAD}\n## Goals\n\n| What | At most | Measured | |\n|---|---|---|---|\n{goals}\n\n{notes}{}",
        page.text
    );
    Ok(fs::write(folder().with_extension("md"), whole)?)
}
