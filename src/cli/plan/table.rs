//! A plan for people: a line for each lesson of each week, in columns.

use std::fmt::Write as _;

use super::Planned;
use crate::content::voice::Voice;
use crate::study::curriculum::Lesson;
use crate::study::plan::{Part, Verdict};
use crate::study::sequence::Reason;
use crate::study::units::Minutes;

const HEADINGS: [&str; 5] = ["Week", "Monday", "Phase", "Time", "Lesson"];
/// Columns that are aligned at their right edge: numbers.
const RIGHT: [bool; 5] = [true, false, false, true, false];

/// The plan as text.
pub fn write(planned: &Planned<'_>, voice: &Voice) -> String {
    let mut text = head(planned, voice);
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    for week in &planned.plan.weeks {
        let mut lines: Vec<(String, String)> =
            week.parts.iter().map(|part| (voice.time(part.minutes), lesson(part))).collect();
        if lines.is_empty() {
            lines.push((String::new(), "(no new work: catch up or rest)".to_owned()));
        }
        for (place, (time, lesson)) in lines.into_iter().enumerate() {
            // A week says only once which it is.
            let once = |text: String| if place == 0 { text } else { String::new() };
            let monday = once(week.week.starts_on().to_string());
            rows.push([once(week.number.to_string()), monday, once(week.phase.to_owned()), time, lesson]);
        }
    }
    if rows.len() > 1 {
        text.push('\n');
        columns(&mut text, &rows);
    }
    left_out(&mut text, planned, voice);
    text
}

fn head(planned: &Planned<'_>, voice: &Voice) -> String {
    let Planned { curriculum, profile, plan, needed } = planned;
    let title = |id| curriculum.tracks.get(id).map_or("", |track| track.title.as_str());
    let also = profile.also.as_ref().map_or_else(String::new, |also| format!(" and {}", title(also)));
    let weekly = voice.time(profile.weekly);
    let mut text = format!("{}{also}: {weekly} a week from {}", title(&profile.track), profile.starts_on);
    if let Some(wanted_by) = profile.wanted_by() {
        let _ = write!(text, ", wanted by {wanted_by}");
    }
    let verdict = match (plan.ends_on(), plan.verdict) {
        (None, _) => "Nothing is left to learn.".to_owned(),
        (Some(end), Verdict::Fits) => format!("Fits: all of it but optional lessons, until {end}."),
        (Some(end), Verdict::Trimmed) => format!("Trimmed: until {end}, without what is less important."),
        (Some(end), Verdict::Late) => {
            let needed = needed.map_or_else(
                || "no amount of time a week is enough; take more months".to_owned(),
                |needed| format!("it would fit with {} a week", voice.time(needed)),
            );
            format!("Late: even the minimum takes until {end}; {needed}.")
        }
    };
    let _ = write!(text, "\n{verdict}\n");
    text
}

fn lesson(part: &Part<'_>) -> String {
    let Lesson { id, title, .. } = part.lesson;
    match part.parts {
        1 => format!("{title} ({id})"),
        parts => format!("{title} ({id}), part {} of {parts}", part.part),
    }
}

/// Rows with every column as wide as its longest text.
fn columns(text: &mut String, rows: &[[String; 5]]) {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let width = widths[column];
            let gap = if column == 0 { "" } else { "  " };
            let _ = if RIGHT[column] {
                write!(line, "{gap}{cell:>width$}")
            } else {
                write!(line, "{gap}{cell:<width$}")
            };
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

fn left_out(text: &mut String, planned: &Planned<'_>, voice: &Voice) {
    for (reason, heading) in [
        (Reason::NoTime, "Left out for want of time"),
        (Reason::Optional, "Optional"),
        (Reason::Known, "Known already"),
        (Reason::Alternative, "The other side of a choice"),
    ] {
        let lessons = planned.plan.left_out.iter().filter(|(_, its)| *its == reason);
        let lessons: Vec<&Lesson> = lessons.map(|(lesson, _)| *lesson).collect();
        if lessons.is_empty() {
            continue;
        }
        let total: Minutes = lessons.iter().map(|lesson| lesson.minutes()).sum();
        let ids: Vec<&str> = lessons.iter().map(|lesson| lesson.id.as_str()).collect();
        let _ = write!(text, "\n{heading} ({}): {}\n", voice.time(total), ids.join(", "));
    }
}
