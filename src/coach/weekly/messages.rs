//! Sections into messages.

use std::collections::BTreeMap;

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

/// Which sections each message of a post holds, by their ids. A post that is begun keeps it: who leaves
/// before its second message, or is taken out of it later, shifts nothing from one message to another.
pub type Layout = Vec<Vec<String>>;

/// One part of the post that stays in one piece.
pub struct Section {
    /// What it is about, whatever it says.
    pub id: String,
    /// Its words.
    pub field: Field,
    /// What can be pressed about it.
    pub buttons: Vec<(String, Id)>,
    /// A thread to talk about it.
    pub thread: Option<String>,
    /// Whom it names.
    pub names: Vec<LearnerId>,
}

impl Section {
    /// Words alone.
    pub fn new(id: impl Into<String>, name: String, value: String) -> Self {
        let field = Field { name, value };
        Self { id: id.into(), field, buttons: Vec::new(), thread: None, names: Vec::new() }
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

/// The messages, in order, and their layout: the one that is given, or as few messages as hold them. Each
/// opens the learner's own week; what is about all stands on the last, which is the one that a channel
/// shows lowest.
pub fn messages(
    coach: &Coach,
    head: Head,
    sections: Vec<Section>,
    layout: Option<&Layout>,
) -> (Vec<Reply>, Layout) {
    let voice = &coach.voice;
    let groups = match layout {
        Some(layout) => arranged(layout, sections),
        None => packed(head.text.chars().count(), sections),
    };
    let parts = groups.len();
    let ids = |sections: &Vec<Section>| sections.iter().map(|section| section.id.clone()).collect();
    let layout = layout.cloned().unwrap_or_else(|| groups.iter().map(ids).collect());
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
            for (label, id) in section.buttons {
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
    (groups.into_iter().enumerate().map(message).collect(), layout)
}

/// The sections where they were; what there was not then has no place.
fn arranged(layout: &Layout, sections: Vec<Section>) -> Vec<Vec<Section>> {
    let mut known: BTreeMap<String, Section> =
        sections.into_iter().map(|section| (section.id.clone(), section)).collect();
    layout.iter().map(|ids| ids.iter().filter_map(|id| known.remove(id)).collect()).collect()
}

/// The sections in as few groups as hold them, in order; at least one group.
fn packed(text: usize, sections: Vec<Section>) -> Vec<Vec<Section>> {
    let mut groups: Vec<Vec<Section>> = vec![Vec::new()];
    let mut left = CHARACTERS - TITLE - text;
    let mut buttons = BUTTONS;
    for section in sections {
        let characters = section.characters();
        let pressed = section.buttons.len();
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
