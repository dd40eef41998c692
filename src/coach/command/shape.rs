//! What a row of the table is made of.

use std::future::Future;
use std::pin::Pin;

use crate::coach::Coach;
use crate::coach::reply::Reply;
use crate::coach::request::{Call, Press, Request};
use crate::content::voice::Plain;
use crate::error::Result;

/// A decision under way.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Reply>> + Send + 'a>>;

/// One command.
#[derive(Clone, Copy)]
pub struct Command {
    /// As it is typed.
    pub name: &'static str,
    /// What it does, in at most 100 characters.
    pub about: Plain,
    /// What a person wants to do with it.
    pub group: Group,
    /// Its options; required ones first.
    pub options: &'static [Opt],
    /// Its subcommands; a command has either these or options.
    pub subs: &'static [Sub],
    /// Where it works.
    pub place: Where,
    /// Whether only the asker sees the answer.
    pub private: bool,
    /// Whether it is for those who manage the server.
    pub managers: bool,
    /// Whether it stands in the menu of a message, as its name in words, and is about that message.
    pub on_message: bool,
    /// Decides and answers.
    pub run: for<'a> fn(&'a Coach, &'a Request, &'a Call) -> Answer<'a>,
    /// Answers its buttons, menus and forms.
    pub press: for<'a> fn(&'a Coach, &'a Request, &'a Press) -> Answer<'a>,
}

/// A subcommand.
#[derive(Clone, Copy)]
pub struct Sub {
    /// As it is typed.
    pub name: &'static str,
    /// What it does.
    pub about: Plain,
    /// Its options; required ones first.
    pub options: &'static [Opt],
}

/// An option of a command.
#[derive(Clone, Copy)]
pub struct Opt {
    /// As it is typed.
    pub name: &'static str,
    /// What it means.
    pub about: Plain,
    /// What it takes.
    pub kind: Kind,
    /// Whether the command needs it.
    pub required: bool,
}

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Words, at most so many characters.
    Text(u16),
    /// Ids of skills, separated by commas, at most so many characters; the last is completed as it is typed.
    Skills(u16),
    /// A whole number within bounds.
    Integer(i64, i64),
    /// A number within bounds.
    Number(f64, f64),
    /// Yes or no.
    Flag,
    /// A person.
    User,
    /// A channel that can be written in.
    Channel,
    /// A role.
    Role,
    /// The message that the command is about.
    Message,
    /// A day, as `YYYY-MM-DD`; completed with its weekday as it is typed.
    Date(Days),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// The id of a track, offered as choices.
    Track,
    /// The id of a second track, or `none`, offered as choices.
    SecondTrack,
    /// The id of a lesson, completed as it is typed.
    Lesson,
    /// The id of a knowledge-base entry, completed as it is typed.
    Topic,
    /// The id of a skill, completed as it is typed.
    Skill,
    /// An IANA time zone, completed as it is typed.
    Zone,
    /// A command's name, completed as it is typed.
    Command,
}

impl Kind {
    /// Whether it takes words, of which only what the option is about says more.
    pub fn is_words(self) -> bool {
        matches!(
            self,
            Self::Text(_)
                | Self::Skills(_)
                | Self::Lesson
                | Self::Topic
                | Self::Skill
                | Self::Zone
                | Self::Command
        )
    }
}

/// Which days are proposed for a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Days {
    /// Today and later.
    FromToday,
    /// Later than today.
    AfterToday,
    /// Today and the seven days before.
    LastWeek,
}

/// What a person wants to do with a command; `/help` lists commands by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Start and study.
    Study,
    /// See where one stands.
    See,
    /// Understand why.
    Ask,
    /// Change things.
    Change,
}

/// Where a command works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// Only in a server.
    Server,
    /// In a server, in direct messages and, installed to a user, anywhere.
    Anywhere,
}

impl Command {
    /// As Discord shows it: a command on messages has a name in words, such as *Hide this work*.
    pub fn label(&self) -> String {
        if !self.on_message {
            return self.name.to_owned();
        }
        let words = self.name.replace('-', " ");
        words[..1].to_uppercase() + &words[1..]
    }

    /// The options of the command or of one of its subcommands; none where there is no such
    /// subcommand, or one is missing.
    pub fn options_of(&self, sub: Option<&str>) -> Option<&'static [Opt]> {
        match (self.subs, sub) {
            ([], None) => Some(self.options),
            ([], Some(_)) | (_, None) => None,
            (subs, Some(name)) => subs.iter().find(|sub| sub.name == name).map(|sub| sub.options),
        }
    }
}
