//! THE table: every command with its options, where it works and who sees its answer.
//!
//! Registration on Discord, both parsers, completion and `/help` follow from it. A command has one
//! row here, one file beside this one and its sentences.

mod shape;

pub use shape::{Answer, Command, Days, Group, Kind, Opt, Sub, Where};

use super::reply::Reply;
use super::request::{Call, Press, Request};
use super::{
    Coach, ask, board, catch_up, compare, done, help, hide_work, join, leave, log, my_data, next, pause,
    plan, portfolio, progress, resume, roadmap, settings, setup, undo, why,
};
use crate::content::voice::Plain;
use crate::error::{Error, Result};
use crate::say;
use crate::study::pause::LONGEST;

/// What takes a second track away.
pub const NO_TRACK: &str = "none";

const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const fn opt(name: &'static str, about: Plain, kind: Kind) -> Opt {
    Opt { name, about, kind, required: false }
}

const fn must(name: &'static str, about: Plain, kind: Kind) -> Opt {
    Opt { name, about, kind, required: true }
}

/// A row's two functions, boxed so that rows of all commands have one type.
macro_rules! answers {
    ($module:ident) => {
        answers!($module, no_press)
    };
    ($module:ident, $press:path) => {
        (
            |coach, request, call| Box::pin($module::answer(coach, request, call)),
            |coach, request, press| Box::pin($press(coach, request, press)),
        )
    };
}

/// For commands whose answers have nothing to press.
async fn no_press(coach: &Coach, _: &Request, _: &Press) -> Result<Reply> {
    Error::user(say!(coach.voice, PressUnknown))
}

type Row = (
    for<'a> fn(&'a Coach, &'a Request, &'a Call) -> Answer<'a>,
    for<'a> fn(&'a Coach, &'a Request, &'a Press) -> Answer<'a>,
);

const fn row(
    name: &'static str,
    about: Plain,
    group: Group,
    options: &'static [Opt],
    answers: Row,
) -> Command {
    Command {
        name,
        about,
        group,
        options,
        subs: &[],
        place: Where::Anywhere,
        private: true,
        managers: false,
        on_message: false,
        run: answers.0,
        press: answers.1,
    }
}

/// The commands, in the order in which `/help` lists them.
pub const TABLE: &[Command] = &[
    row(
        "join",
        Plain::CmdJoin,
        Group::Study,
        &[
            opt("track", Plain::OptJoinTrack, Kind::Track),
            opt("hours", Plain::OptJoinHours, Kind::Number(0.5, 60.0)),
            opt("months", Plain::OptJoinMonths, Kind::Integer(1, 36)),
            opt("also", Plain::OptJoinAlso, Kind::SecondTrack),
            opt("know", Plain::OptJoinKnow, Kind::Skills(300)),
            opt("start", Plain::OptJoinStart, Kind::Date(Days::FromToday)),
            opt("goal", Plain::OptJoinGoal, Kind::Text(300)),
        ],
        answers!(join, join::press),
    ),
    row(
        "next",
        Plain::CmdNext,
        Group::Study,
        &[opt("minutes", Plain::OptNextMinutes, Kind::Integer(1, 960))],
        answers!(next, next::press),
    ),
    row(
        "done",
        Plain::CmdDone,
        Group::Study,
        &[
            opt("lesson", Plain::OptDoneLesson, Kind::Lesson),
            opt("hours", Plain::OptDoneHours, Kind::Number(0.01, 16.0)),
            opt("link", Plain::OptDoneLink, Kind::Text(500)),
            opt("note", Plain::OptDoneNote, Kind::Text(500)),
        ],
        answers!(done, done::press),
    ),
    row(
        "log",
        Plain::CmdLog,
        Group::Study,
        &[
            opt("hours", Plain::OptLogHours, Kind::Number(0.01, 16.0)),
            opt("lesson", Plain::OptLogLesson, Kind::Lesson),
            opt("note", Plain::OptLogNote, Kind::Text(500)),
            opt("day", Plain::OptLogDay, Kind::Date(Days::LastWeek)),
        ],
        answers!(log, log::press),
    ),
    row("undo", Plain::CmdUndo, Group::Study, &[], answers!(undo)),
    row(
        "plan",
        Plain::CmdPlan,
        Group::See,
        &[opt("week", Plain::OptPlanWeek, Kind::Integer(1, 2000))],
        answers!(plan, plan::press),
    ),
    row(
        "progress",
        Plain::CmdProgress,
        Group::See,
        &[opt("member", Plain::OptProgressMember, Kind::User)],
        answers!(progress),
    ),
    row(
        "portfolio",
        Plain::CmdPortfolio,
        Group::See,
        &[opt("member", Plain::OptPortfolioMember, Kind::User)],
        answers!(portfolio, portfolio::press),
    ),
    Command {
        place: Where::Server,
        ..row(
            "leaderboard",
            Plain::CmdLeaderboard,
            Group::See,
            &[
                opt("period", Plain::OptBoardPeriod, Kind::Choice(&["week", "month", "all"])),
                opt("by", Plain::OptBoardBy, Kind::Choice(&["promise", "hours", "lessons", "streak"])),
            ],
            answers!(board, board::press),
        )
    },
    row(
        "roadmap",
        Plain::CmdRoadmap,
        Group::See,
        &[opt("track", Plain::OptRoadmapTrack, Kind::Track)],
        answers!(roadmap, roadmap::press),
    ),
    row(
        "compare",
        Plain::CmdCompare,
        Group::See,
        &[opt("track", Plain::OptCompareTrack, Kind::Track), opt("with", Plain::OptCompareWith, Kind::Track)],
        answers!(compare, compare::press),
    ),
    Command {
        private: false,
        ..row(
            "why",
            Plain::CmdWhy,
            Group::Ask,
            &[must("topic", Plain::OptWhyTopic, Kind::Topic)],
            answers!(why, why::press),
        )
    },
    row(
        "ask",
        Plain::CmdAsk,
        Group::Ask,
        &[must("question", Plain::OptAskQuestion, Kind::Text(300))],
        answers!(ask),
    ),
    row("catch-up", Plain::CmdCatchUp, Group::Change, &[], answers!(catch_up, catch_up::press)),
    row(
        "pause",
        Plain::CmdPause,
        Group::Change,
        &[
            opt("until", Plain::OptPauseUntil, Kind::Date(Days::AfterToday)),
            opt("weeks", Plain::OptPauseWeeks, Kind::Integer(1, LONGEST as i64)),
        ],
        answers!(pause, pause::press),
    ),
    row("resume", Plain::CmdResume, Group::Change, &[], answers!(resume, resume::press)),
    row(
        "settings",
        Plain::CmdSettings,
        Group::Change,
        &[
            opt("hours", Plain::OptJoinHours, Kind::Number(0.5, 60.0)),
            opt("track", Plain::OptJoinTrack, Kind::Track),
            opt("also", Plain::OptJoinAlso, Kind::SecondTrack),
            opt("months", Plain::OptJoinMonths, Kind::Integer(1, 36)),
            opt("know", Plain::OptJoinKnow, Kind::Skills(300)),
            opt("timezone", Plain::OptSettingsTimezone, Kind::Zone),
            opt("reminders", Plain::OptSettingsReminders, Kind::Choice(&["on", "off"])),
            opt("board", Plain::OptSettingsBoard, Kind::Choice(&["visible", "anonymous", "hidden"])),
            opt("check", Plain::OptSettingsCheck, Kind::Skill),
        ],
        answers!(settings, settings::press),
    ),
    Command { place: Where::Server, ..row("leave", Plain::CmdLeave, Group::Change, &[], answers!(leave)) },
    Command {
        subs: &[
            Sub { name: "export", about: Plain::CmdMyDataExport, options: &[] },
            Sub { name: "delete", about: Plain::CmdMyDataDelete, options: &[] },
        ],
        ..row("my-data", Plain::CmdMyData, Group::Change, &[], answers!(my_data, my_data::press))
    },
    Command {
        place: Where::Server,
        managers: true,
        subs: &[
            Sub {
                name: "weekly",
                about: Plain::CmdSetupWeekly,
                options: &[
                    must("channel", Plain::OptSetupChannel, Kind::Channel),
                    must("day", Plain::OptSetupDay, Kind::Choice(DAYS)),
                    must("time", Plain::OptSetupTime, Kind::Text(5)),
                    must("timezone", Plain::OptSetupTimezone, Kind::Zone),
                    opt("role", Plain::OptSetupRole, Kind::Role),
                    opt("silent", Plain::OptSetupSilent, Kind::Flag),
                ],
            },
            Sub {
                name: "cohort",
                about: Plain::CmdSetupCohort,
                options: &[
                    opt("track", Plain::OptCohortTrack, Kind::Track),
                    opt("hours", Plain::OptCohortHours, Kind::Number(0.5, 60.0)),
                    opt("start", Plain::OptCohortStart, Kind::Date(Days::FromToday)),
                    opt("name", Plain::OptCohortName, Kind::Text(40)),
                ],
            },
            Sub {
                name: "reminder",
                about: Plain::CmdSetupReminder,
                options: &[
                    opt("day", Plain::OptSetupDay, Kind::Choice(DAYS)),
                    opt("time", Plain::OptSetupTime, Kind::Text(5)),
                ],
            },
            Sub { name: "members", about: Plain::CmdSetupMembers, options: &[] },
            Sub { name: "show", about: Plain::CmdSetupShow, options: &[] },
            Sub { name: "preview", about: Plain::CmdSetupPreview, options: &[] },
            Sub { name: "post-now", about: Plain::CmdSetupPostNow, options: &[] },
            Sub { name: "off", about: Plain::CmdSetupOff, options: &[] },
            Sub { name: "health", about: Plain::CmdSetupHealth, options: &[] },
        ],
        ..row("setup", Plain::CmdSetup, Group::Change, &[], answers!(setup, setup::press))
    },
    Command {
        place: Where::Server,
        managers: true,
        on_message: true,
        ..row(
            "hide-this-work",
            Plain::CmdHideThisWork,
            Group::Change,
            &[opt("message", Plain::OptHideMessage, Kind::Message)],
            answers!(hide_work),
        )
    },
    row(
        "help",
        Plain::CmdHelp,
        Group::Change,
        &[opt("command", Plain::OptHelpCommand, Kind::Command)],
        answers!(help, help::press),
    ),
];

/// The command of a name. A `/why-<topic>` is the row of `/why`.
pub fn find(name: &str) -> Option<&'static Command> {
    let row = if name.starts_with("why-") { "why" } else { name };
    TABLE.iter().find(|command| command.name == row)
}
