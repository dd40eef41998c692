//! A plan as a calendar (RFC 5545): one all-day event for each week with work.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

use crate::content::voice::Voice;
use crate::study::learner::Profile;
use crate::study::plan::{Plan, PlannedWeek};

/// The most octets of a line, without its end.
const LINE: usize = 75;

/// The calendar's text. The same plan gives the same bytes, so that importing it again changes nothing.
pub fn calendar(plan: &Plan<'_>, profile: &Profile, voice: &Voice) -> String {
    let mut text = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Study coach//Plan//EN", "CALSCALE:GREGORIAN"] {
        put(&mut text, line);
    }
    for week in plan.weeks.iter().filter(|week| !week.parts.is_empty()) {
        event(&mut text, week, profile, voice);
    }
    put(&mut text, "END:VCALENDAR");
    text
}

fn event(text: &mut String, week: &PlannedWeek<'_>, profile: &Profile, voice: &Voice) {
    let Some(first) = week.parts.first() else { return };
    // The first week begins with the plan, perhaps in its middle.
    let from = week.week.starts_on().max(profile.starts_on);
    let to = week.week.ends_on().checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    let mut items = String::new();
    for part in &week.parts {
        let which =
            if part.parts > 1 { format!(", part {} of {}", part.part, part.parts) } else { String::new() };
        let _ = writeln!(items, "{}: {}{which}", voice.time(part.minutes), part.lesson.title);
    }
    let more = match week.parts.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let summary = format!("Study {}: {}{more}", voice.time(week.minutes()), first.lesson.title);
    let uid = format!("{}-{}-{}@study-coach", profile.track, week.week, first.lesson.id);
    put(text, "BEGIN:VEVENT");
    put(text, &format!("UID:{}", escaped(&uid)));
    // When it was made is not kept; the plan's first day is the same each time.
    put(text, &format!("DTSTAMP:{}T000000Z", profile.starts_on.format("%Y%m%d")));
    put(text, &format!("DTSTART;VALUE=DATE:{}", from.format("%Y%m%d")));
    put(text, &format!("DTEND;VALUE=DATE:{}", to.format("%Y%m%d")));
    put(text, &format!("SUMMARY:{}", escaped(&summary)));
    put(text, &format!("DESCRIPTION:{}", escaped(items.trim_end())));
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
