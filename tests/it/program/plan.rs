//! `plan` keeps its promises, whoever asks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::Deserialize;
use study_coach::content::{Files, load};

use super::Program;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    track: String,
    also: Option<String>,
    hours_per_week: f64,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    wanted_by: Option<NaiveDate>,
    verdict: String,
    hours_needed_per_week: Option<f64>,
    weeks: Vec<Week>,
    left_out: Vec<LeftOut>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Week {
    week: i64,
    starts_on: NaiveDate,
    phase: String,
    budget: u32,
    minutes: u32,
    items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    lesson: String,
    title: String,
    minutes: u32,
    part: u32,
    parts: u32,
    importance: String,
    needs: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LeftOut {
    lesson: String,
    minutes: u32,
    reason: String,
}

fn json(options: &str) -> Plan {
    let args: Vec<&str> = ["plan", "--format", "json"].into_iter().chain(options.split(' ')).collect();
    serde_json::from_str(&Program::new().run(&args).done()).unwrap()
}

impl Plan {
    fn items(&self) -> impl Iterator<Item = &Item> {
        self.weeks.iter().flat_map(|week| &week.items)
    }

    fn left_out(&self, reason: &str) -> BTreeSet<&str> {
        let left = self.left_out.iter().filter(|left| left.reason == reason);
        left.map(|left| left.lesson.as_str()).collect()
    }
}

const PROFILES: &[&str] = &[
    "--track ml-engineer --hours 10 --months 12 --start 2026-12-02",
    "--track llm --hours 10 --months 12 --start 2026-12-07",
    "--track llm --also nlp --hours 7.5 --start 2026-12-06",
    "--track vision --hours 0.5 --start 2027-02-28",
    "--track recsys --hours 60 --months 3 --start 2028-02-29 --know python,git,sql",
    "--track nlp --hours 6.25 --months 9 --start 2019-12-31",
    "--track ml-engineer --hours 14 --months 9 --start 2026-01-01",
    "--track ml-engineer --also recsys --hours 20 --months 12 --start 2026-12-04",
    "--track vision --hours 8 --months 14 --start 2026-12-05 --know docker,pandas,python",
    "--track llm --hours 3 --months 1 --start 2026-12-01",
];

#[test]
fn weeks_follow_on_mondays_and_keep_their_budget() {
    for options in PROFILES {
        let plan = json(options);
        let monday = plan.starts_on - Days::new(plan.starts_on.weekday().num_days_from_monday().into());
        let whole = (plan.hours_per_week * 60.0) as u32;
        for (place, week) in plan.weeks.iter().enumerate() {
            assert_eq!(week.starts_on, monday + Days::new(7 * place as u64), "{options}");
            assert_eq!(week.starts_on.weekday(), Weekday::Mon);
            assert_eq!(week.week, place as i64 + 1);
            assert!(!week.phase.is_empty());
            assert_eq!(week.minutes, week.items.iter().map(|item| item.minutes).sum::<u32>());
            assert!(week.minutes <= week.budget && week.budget <= whole, "{options}: week {}", week.week);
        }
        let last = plan.weeks.iter().rev().find(|week| !week.items.is_empty()).unwrap();
        assert_eq!(plan.ends_on, Some(last.starts_on + Days::new(6)), "{options}");
    }
}

#[test]
fn what_is_needed_comes_first_and_parts_make_whole_lessons() {
    let lessons = load(&Files::built_in()).unwrap().curriculum.lessons;
    for options in PROFILES {
        let plan = json(options);
        let mut parts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
        for item in plan.items() {
            for need in &item.needs {
                let (part, _) = parts.get(need.as_str()).expect("a need that is in the plan, and earlier");
                let of = plan.items().find(|it| it.lesson == *need).unwrap().parts;
                assert_eq!(*part, of, "{options}: {} before {need} is whole", item.lesson);
            }
            let (part, minutes) = parts.entry(&item.lesson).or_default();
            *part += 1;
            *minutes += item.minutes;
            assert_eq!(item.part, *part);
            assert!(item.part <= item.parts);
            assert_eq!(item.title, lessons[item.lesson.as_str()].title);
        }
        for item in plan.items() {
            let (count, minutes) = parts[item.lesson.as_str()];
            assert_eq!(count, item.parts, "{options}: {}", item.lesson);
            assert_eq!(minutes, lessons[item.lesson.as_str()].minutes().0, "{options}: {}", item.lesson);
        }
        for left in &plan.left_out {
            assert!(!parts.contains_key(left.lesson.as_str()), "{} is in and out", left.lesson);
            assert_eq!(left.minutes, lessons[left.lesson.as_str()].minutes().0);
        }
    }
}

#[test]
fn the_verdict_says_how_it_is() {
    let mut seen = BTreeSet::new();
    for options in PROFILES {
        let plan = json(options);
        let months = options.split_once("--months ").map(|(_, rest)| rest.split(' ').next().unwrap());
        let wanted = months.map(|it| plan.starts_on + Months::new(it.parse().unwrap()) - Days::new(1));
        assert_eq!(plan.wanted_by, wanted, "{options}");
        let in_time = wanted.is_none_or(|wanted| plan.ends_on.unwrap() <= wanted);
        let trimmed = !plan.left_out("no-time").is_empty();
        match plan.verdict.as_str() {
            "fits" => assert!(in_time && !trimmed, "{options}"),
            "trimmed" => assert!(in_time && trimmed, "{options}"),
            "late" => {
                assert!(!in_time, "{options}");
                assert!(plan.items().all(|item| item.importance == "minimum"), "{options}");
            }
            other => panic!("{other}"),
        }
        assert!(plan.items().all(|item| item.importance != "optional"), "{options}");
        assert_eq!(plan.hours_needed_per_week.is_some(), plan.verdict == "late", "{options}");
        seen.insert(plan.verdict);
    }
    assert_eq!(seen.len(), 3, "the profiles should reach every verdict: {seen:?}");
}

#[test]
fn the_hours_needed_are_the_least_that_fit() {
    let plan = json("--track ml-engineer --hours 2 --months 6 --start 2026-12-02");
    let needed = plan.hours_needed_per_week.unwrap();
    let verdict = |hours: f64| {
        json(&format!("--track ml-engineer --hours {hours} --months 6 --start 2026-12-02")).verdict
    };
    assert_ne!(verdict(needed), "late");
    assert_eq!(verdict(needed - 0.25), "late");
    let none = json("--track llm --hours 3 --months 1 --start 2026-12-01");
    assert!(none.hours_needed_per_week.unwrap() > 60.0);
}

#[test]
fn what_is_known_or_the_other_side_is_left_out() {
    let plan = json("--track llm --hours 10 --know git --start 2026-12-02");
    assert!(plan.left_out("known").contains("git-basics"));
    assert!(plan.items().all(|item| !item.needs.contains(&"git-basics".to_owned())));
    let sides = plan.left_out("alternative");
    assert!(sides.contains("cloud-basics-gcp") && sides.contains("cloud-basics-azure"), "{sides:?}");
    let deploy = plan.items().find(|item| item.lesson.starts_with("cloud-deploy")).unwrap();
    assert!(deploy.needs.iter().any(|need| need == "cloud-basics-aws"), "{:?}", deploy.needs);
    let both = json("--track llm --also nlp --hours 10 --start 2026-12-02");
    assert_eq!((both.track.as_str(), both.also.as_deref()), ("llm", Some("nlp")));
}

#[test]
fn the_keys_stand_in_their_order() {
    let options = "plan --format json --track llm --hours 10 --months 12 --start 2026-12-02";
    let text = Program::new().run(&options.split(' ').collect::<Vec<_>>()).done();
    let keys = |indent: &str| -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        let lines =
            text.lines().filter_map(|line| line.strip_prefix(indent)?.strip_prefix('"')?.split_once('"'));
        for (key, _) in lines {
            if keys.iter().any(|it| it == key) {
                break;
            }
            keys.push(key.to_owned());
        }
        keys
    };
    assert_eq!(
        keys("  ").join(" "),
        "track also hours_per_week starts_on ends_on wanted_by verdict hours_needed_per_week weeks left_out"
    );
    assert_eq!(keys("      ").join(" "), "week starts_on phase budget minutes items");
    assert_eq!(keys("          ").join(" "), "lesson title minutes part parts importance needs");
    let (_, left_out) = text.split_once("\"left_out\"").unwrap();
    let order = ["\"lesson\"", "\"minutes\"", "\"reason\""].map(|key| left_out.find(key).unwrap());
    assert!(order.is_sorted());
    // A whole number of hours is one, as the contract shows it.
    assert!(text.contains("\"hours_per_week\": 10,"));
}

#[test]
fn the_table_says_the_weeks_in_columns() {
    let options = "plan --track ml-engineer --hours 10 --months 12 --start 2026-12-02";
    let text = Program::new().run(&options.split(' ').collect::<Vec<_>>()).done();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "Machine-learning engineer: 10 h a week from 2026-12-02, wanted by 2027-12-01");
    let heading = lines.iter().find(|line| line.starts_with("Week")).unwrap();
    let column = heading.find("Lesson").unwrap();
    let first = lines.iter().find(|line| line.contains("(setup)")).unwrap();
    assert!(first.starts_with("   1  2026-11-30  foundations"), "{first}");
    assert!(first.is_char_boundary(column) && !first[column..].starts_with(' '), "{first}");
    assert!(lines.iter().all(|line| *line == line.trim_end()));
}

#[test]
fn nothing_is_stored() {
    let program = Program::new();
    program.run(&["plan", "--track", "llm", "--hours", "10"]).done();
    assert_eq!(std::fs::read_dir(program.dir()).unwrap().count(), 0);
}
