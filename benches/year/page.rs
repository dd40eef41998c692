//! What is printed and written.

use std::fmt::Write as _;

use super::chart::{Group, bars};
use super::ways::{Outcome, Way};

/// The figures of one way to plan.
pub struct Row {
    name: &'static str,
    /// In percent.
    minimum: f64,
    /// Median and 90th percentile after 4 and after 12 weeks.
    errors: [[f64; 2]; 2],
    /// Median, 90th percentile and the largest.
    largest: [f64; 3],
    /// Mean and 90th percentile.
    proposals: [f64; 2],
}

impl Row {
    pub fn new(way: Way, outcomes: &[Outcome]) -> Self {
        let all = outcomes.len() as f64;
        let in_time = outcomes.iter().filter(|it| it.minimum_in_time).count() as f64;
        let sorted = |of: &dyn Fn(&Outcome) -> f64| {
            let mut values: Vec<f64> = outcomes.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let at = |values: &[f64], share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
        let errors = [0, 1].map(|which| {
            let values = sorted(&|it| it.errors[which]);
            [at(&values, 0.5), at(&values, 0.9)]
        });
        let largest = sorted(&|it| it.largest_week);
        let proposals = sorted(&|it| f64::from(it.proposals));
        Self {
            name: match way {
                Way::Coach => "The coach",
                Way::Fixed => "A plan that never changes",
                Way::Weeks => "The fixed order of weeks",
            },
            minimum: 100.0 * in_time / all,
            errors,
            largest: [at(&largest, 0.5), at(&largest, 0.9), at(&largest, 1.0)],
            proposals: [proposals.iter().sum::<f64>() / all, at(&proposals, 0.9)],
        }
    }
}

/// The document and its chart.
pub struct Page {
    pub text: String,
    pub chart: String,
}

/// The document with these figures; for so many the minimum could be finished in time at all.
pub fn write(rows: &[Row], learners: usize, possible: usize) -> Page {
    let mut text = format!(
        "# A year of {learners} simulated learners\n\n\
        Made by `cargo bench --bench year`; the seed is fixed, so the same program gives the same page.\n\n\
        Each learner takes one of the tracks with 8 to 15 hours a week and 9 to 18 months, needs 0.6 to 1.8 \
        times the planned minutes, keeps 80 to 110 % of the hours, misses 2 to 15 % of the weeks, and two to \
        four in a row once a year. All three ways plan for the same learners and the same weeks.\n\n\
        ![Minimum finished in time, and forecast errors](simulation.svg)\n\n\
        | | minimum finished by the wanted date | forecast error after 4 weeks: median, 90th percentile \
        | after 12 weeks | largest week asked: median, 90th percentile, most | proposals of its own: mean, 90th percentile |\n\
        |---|---|---|---|---|---|\n"
    );
    for row in rows {
        let [four, twelve] = row.errors;
        let _ = writeln!(
            text,
            "| {} | {:.1} % | {:.0}, {:.0} weeks | {:.0}, {:.0} weeks | {:.0}, {:.0}, {:.0} % of the promise | {:.1}, {:.0} |",
            row.name,
            row.minimum,
            four[0],
            four[1],
            twelve[0],
            twelve[1],
            row.largest[0] * 100.0,
            row.largest[1] * 100.0,
            row.largest[2] * 100.0,
            row.proposals[0],
            row.proposals[1],
        );
    }
    let percent = 100.0 * possible as f64 / learners as f64;
    let _ = write!(
        text,
        "\nWith all time given to the minimum alone, {percent:.1} % could finish it by the wanted date: the others \
        are too slow, or promise too little, for any way of planning.\n"
    );
    text.push_str(
        "\n**The coach** is the program's own code, from `/join` over each finished step with its measured time to \
        `/catch-up`. Learners see a proposal when the coach tells a new pace with which the date is missed, when they \
        come back after two silent weeks, and every fourth week, when they look at `/plan`. Seven of ten proposals \
        are taken up: *Trim* where it is open, otherwise *Spread*; nobody takes *Shift*, which gives up the date. **A plan that never changes** is the coach's own first plan. **The fixed order of weeks** \
        is every lesson of the track at ten hours a week with every 13th week free, which is how the curriculum was \
        drawn up; it knows nothing of anybody's hours. What a week asks of those two is all that must be done to be \
        where the plan says one is.\n\n\
        A forecast error is the weeks between the end that is forecast and the week in which the last lesson that \
        is still in the plan is finished; who is not done after three years counts as three years. Proposals \
        of its own are those that the coach makes without being asked, which is the price of the other figures: the \
        two ways that never say anything have none.\n",
    );
    Page { text, chart: chart(rows) }
}

/// A figure of a way to plan.
type Figure = fn(&Row) -> f64;

/// Bars: what is finished in time, and the median errors.
fn chart(rows: &[Row]) -> String {
    let groups: [(&str, Figure, f64); 3] = [
        ("Minimum in time, %", |row| row.minimum, 100.0),
        ("Error after 4 weeks", |row| row.errors[0][0], 30.0),
        ("Error after 12 weeks", |row| row.errors[1][0], 30.0),
    ];
    let groups = groups.map(|(title, of, most)| Group {
        title,
        values: rows.iter().map(of).collect(),
        most,
        digits: 0,
    });
    let names: Vec<&str> = rows.iter().map(|row| row.name).collect();
    bars("The figures of the table as bars", &names, &groups)
}
