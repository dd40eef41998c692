//! How long texts may be, so that Discord takes every answer made from them.
//!
//! Discord refuses a message as a whole when one part is too long; better a finding here than an
//! apology there. Lengths are in characters.

/// Ids: lessons, tracks, entries, skills, steps. Button ids hold two of them within 100 characters.
pub const ID: usize = 32;
/// The id of a track that `/compare` asks about: a button holds three of them.
pub const ANSWERED_ID: usize = 22;
/// Titles: menu options take 100, and a plan puts minutes beside them.
pub const TITLE: usize = 80;
/// What a step says to do.
pub const STEP: usize = 500;
/// The question of a check.
pub const QUESTION: usize = 200;
/// One answer of a check: a button's label.
pub const OPTION: usize = 80;
/// What a check teaches.
pub const TEACH: usize = 300;
/// `## Why it matters`.
pub const WHY: usize = 800;
/// `## Show it`; an embed's field takes 1,024.
pub const SHOW: usize = 1_000;
/// `## Common mistakes`.
pub const MISTAKES: usize = 800;
/// The short texts of a source: its publisher, licence, which part to use.
pub const NOTE: usize = 300;
/// A track's goal, work and market; an embed's field takes 1,024.
pub const PARAGRAPH: usize = 1_000;
/// An address; a link button takes 512.
pub const URL: usize = 512;
/// The text of a fact; an embed's field takes 1,024 together with its source.
pub const FACT: usize = 400;
/// One way of asking for an entry.
pub const ASKED: usize = 100;
/// An embed's description: a whole lesson or a whole entry must fit.
pub const EMBED: usize = 4_096;
/// A command's name.
pub const COMMAND: usize = 32;
/// Entries with a command of their own.
pub const COMMANDS: usize = 8;
/// Tracks: an option offers 25 choices, one of which may be none.
pub const TRACKS: usize = 24;
/// Skills: a menu holds 25.
pub const SKILLS: usize = 25;
/// The highest number of a skill: a button's id says which are known by one bit each.
pub const SKILL_NUMBER: u32 = 63;
/// What is put around each source and fact when it is shown: brackets, dashes, line ends.
pub const AROUND: usize = 20;

/// The length that Discord counts.
pub fn length(text: &str) -> usize {
    text.chars().count()
}
