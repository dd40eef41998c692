//! Sections into messages.

use crate::coach::Coach;
use crate::coach::reply::{Field, Id, Reply};
use crate::say;
use crate::study::units::{LearnerId, RoleId};

/// What one message holds at the most: Discord's limits, the narrowest of all edges. Fields, …
const FIELDS: usize = 25;
/// … characters in all of its words, …
const CHARACTERS: usize = 6000;
/// … and buttons, of which three are the post's own.
const BUTTONS: usize = 25 - 3;
/// Characters of a title with its number.
const TITLE: usize = 256;

/// One part of the post that stays in one piece.
pub struct Section {
    /// Its words.
    pub field: Field,
    /// What can be pressed about it.
    pub button: Option<(String, Id)>,
    /// A thread to talk about it.
    pub thread: Option<String>,
    /// Whom it names.
    pub names: Vec<LearnerId>,
}

impl Section {
    /// Words alone.
    pub fn new(name: String, value: String) -> Self {
        Self { field: Field { name, value }, button: None, thread: None, names: Vec::new() }
    }

    fn characters(&self) -> usize {
        self.field.name.chars().count() + self.field.value.chars().count()
    }
}

/// What stands above the sections.
pub struct Head {
    /// The Monday of the week.
    pub date: String,
    /// The words before the sections.
    pub text: String,
    /// The role that the first message pings.
    pub ping: Option<RoleId>,
    /// Whether the messages come without a notification.
    pub silent: bool,
}

/// The messages, in order. Each opens the learner's own week; what is about all stands on the last,
/// which is the one that a channel shows lowest.
pub fn messages(coach: &Coach, head: Head, sections: Vec<Section>) -> Vec<Reply> {
    let voice = &coach.voice;
    let groups = packed(head.text.chars().count(), sections);
    let parts = groups.len();
    let mut text = Some(head.text);
    let mut ping = head.ping;
    let message = |(place, sections): (usize, Vec<Section>)| {
        let title = match parts {
            1 => say!(voice, WeeklyTitle { date: head.date.as_str() }),
            _ => say!(voice, WeeklyTitlePart { date: head.date.as_str(), part: place + 1, parts: parts }),
        };
        let mut reply = Reply::public(text.take().unwrap_or_default())
            .titled(title)
            .button(say!(voice, ButtonMyWeek), &Id::open("plan", &["week"]));
        if place + 1 == parts {
            reply = reply
                .button(say!(voice, ButtonBoard), &Id::open("leaderboard", &["week", "promise", "0"]))
                .button(say!(voice, ButtonJoin), &Id::open("join", &["open"]));
        }
        let mut threads: Vec<String> = Vec::new();
        for section in sections {
            reply = reply.field(section.field.name, section.field.value);
            if let Some((label, id)) = section.button {
                reply = reply.button(label, &id);
            }
            threads.extend(section.thread);
            reply.names.extend(section.names);
        }
        reply.thread = match threads.len() {
            0 | 1 => threads.pop(),
            // Cohorts that share a message share its thread.
            _ => Some(say!(voice, WeeklyTitle { date: head.date.as_str() })),
        };
        reply.ping = ping.take();
        reply.silent = head.silent;
        reply
    };
    groups.into_iter().enumerate().map(message).collect()
}

/// The sections in as few groups as hold them, in order; at least one group.
fn packed(text: usize, sections: Vec<Section>) -> Vec<Vec<Section>> {
    let mut groups: Vec<Vec<Section>> = vec![Vec::new()];
    let mut left = CHARACTERS - TITLE - text;
    let mut buttons = BUTTONS;
    for section in sections {
        let characters = section.characters();
        let pressed = usize::from(section.button.is_some());
        let last = groups.last().map_or(0, Vec::len);
        if last > 0 && (last == FIELDS || characters > left || pressed > buttons) {
            groups.push(Vec::new());
            left = CHARACTERS - TITLE;
            buttons = BUTTONS;
        }
        left = left.saturating_sub(characters);
        buttons -= pressed;
        if let Some(group) = groups.last_mut() {
            group.push(section);
        }
    }
    groups
}
