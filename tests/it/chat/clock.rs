//! How a time is read.

use chrono_tz::{Europe::Berlin, UTC};
use study_coach::chat::instant;

#[test]
fn a_time_is_local_unless_it_says_otherwise() {
    for (text, expected) in [
        ("2026-12-07T09:00", "2026-12-07T08:00:00+00:00"),
        ("2026-07-07T09:00:30", "2026-07-07T07:00:30+00:00"),
        ("2026-12-07T09:00Z", "2026-12-07T09:00:00+00:00"),
        ("2026-12-07t09:00:01z", "2026-12-07T09:00:01+00:00"),
        ("2026-12-07T09:00+05:30", "2026-12-07T03:30:00+00:00"),
        ("2026-12-07T09:00:00-0800", "2026-12-07T17:00:00+00:00"),
        // Skipped by the clocks: shifted forward. Shown twice: the first.
        ("2026-03-29T02:30", "2026-03-29T01:30:00+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),
    ] {
        assert_eq!(instant(text, Berlin).map(|at| at.to_rfc3339()).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn anything_else_is_no_time() {
    for text in [
        "",
        "T",
        "now",
        "2026-12-07",
        "2026-12-07 09:00",
        "2026-13-07T09:00",
        "2026-12-07T25:00",
        "2026-12-07T09:00+25:00",
        "2026-12-07T09:00+1",
        "2026-12-07T09:00 Europe/Berlin",
        "12026-12-07T09:00",
        "-026-12-07T09:00",
        "2026-12-07T09:00+ü0:0",
    ] {
        assert_eq!(instant(text, UTC), None, "{text}");
    }
}
