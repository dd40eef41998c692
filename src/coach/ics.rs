//! A plan as a calendar (RFC 5545): one all-day event for each week.
//!
//! A week's event keeps its UID whatever the plan makes of the week, and a later edition has a later
//! stamp and sequence, so that importing it again updates what is there. A week without work has an
//! event too: it may have had work in the edition before.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::words::part_line;
use crate::content::voice::Voice;
use crate::say;
use crate::study::learner::Profile;
use crate::study::plan::{Plan, PlannedWeek};

/// The most octets of a line, without its end.
const LINE: usize = 75;

/// Whose calendar it is, and which of its editions.
pub struct Edition {
    /// Short and lasting: a calendar with another series adds events beside these.
    pub series: String,
    /// When it was made: of two editions the later one counts.
    pub made_at: DateTime<Utc>,
}

/// The calendar's text. The same plan and edition give the same bytes.
pub fn calendar(plan: &Plan<'_>, profile: &Profile, edition: &Edition, voice: &Voice) -> String {
    let mut text = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Study coach//Plan//EN", "CALSCALE:GREGORIAN"] {
        put(&mut text, line);
    }
    for week in &plan.weeks {
        event(&mut text, week, profile, edition, voice);
    }
    put(&mut text, "END:VCALENDAR");
    text
}

fn event(text: &mut String, week: &PlannedWeek<'_>, profile: &Profile, edition: &Edition, voice: &Voice) {
    // The first week begins with the plan, perhaps in its middle.
    let from = week.week.starts_on().max(profile.starts_on);
    let to = week.week.ends_on().checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    let (summary, items) = match week.parts.first() {
        Some(first) => (
            say!(
                voice,
                CalendarWeek {
                    time: voice.time(week.minutes()),
                    lesson: first.lesson.title.as_str(),
                    more: week.parts.len() - 1,
                }
            ),
            week.parts.iter().map(|part| part_line(voice, part)).collect::<Vec<_>>().join("\n"),
        ),
        None => (say!(voice, CalendarRest), say!(voice, PlanCatchUpWeek)),
    };
    let made_at = edition.made_at.format("%Y%m%dT%H%M%SZ");
    put(text, "BEGIN:VEVENT");
    put(text, &format!("UID:{}", escaped(&format!("{}-{}@study-coach", edition.series, week.week))));
    put(text, &format!("DTSTAMP:{made_at}"));
    put(text, &format!("LAST-MODIFIED:{made_at}"));
    // A number that grows with time, in minutes: the type holds no more than 31 bits.
    put(text, &format!("SEQUENCE:{}", (edition.made_at.timestamp() / 60).clamp(0, i32::MAX.into())));
    put(text, &format!("DTSTART;VALUE=DATE:{}", from.format("%Y%m%d")));
    put(text, &format!("DTEND;VALUE=DATE:{}", to.format("%Y%m%d")));
    put(text, &format!("SUMMARY:{}", escaped(&summary)));
    put(text, &format!("DESCRIPTION:{}", escaped(&items)));
    // A week of study leaves its days free for other things.
    put(text, "TRANSP:TRANSPARENT");
    put(text, "END:VEVENT");
}

/// Text as a value: what would end or divide it is escaped, and other control characters are gone.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => safe.extend(['\\', c]),
            '\n' => safe.push_str("\\n"),
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

/// A line with its end, folded so that no piece is too long and no character is cut.
fn put(text: &mut String, line: &str) {
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > LINE {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(c);
        used += c.len_utf8();
    }
    text.push_str("\r\n");
}
