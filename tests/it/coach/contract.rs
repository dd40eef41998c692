//! The commands that are promised: names, options, types, bounds, where they work and who sees the answer.
//! People, scripts and other programs hold on to them.

use study_coach::coach::command::{Kind, Opt, TABLE, Where};

/// `D`: also in direct messages and, installed to a user, anywhere. `!`: needed.
const PROMISED: &str = "\
/join D private: track=track hours=0.5..60 months=1..36 also=track know=text start=date goal=text
/next D private: minutes=1..960
/done D private: lesson=lesson hours=0.01..16 link=text note=text
/log D private: hours=0.01..16 lesson=lesson note=text day=date
/undo D private:
/plan D private: week=1..2000
/progress D private: member=user
/portfolio D private: member=user
/leaderboard private: period=week|month|all by=promise|hours|lessons|streak
/roadmap D private: track=track
/compare D private: track=track with=track
/why D public: topic!=topic
/ask D private: question!=text
/catch-up D private:
/pause D private: until=date weeks=1..26
/resume D private:
/settings D private: hours=0.5..60 track=track also=track months=1..36 know=text timezone=zone \
reminders=on|off board=visible|anonymous|hidden check=skill
/leave private:
/my-data export D private:
/my-data delete D private:
/setup weekly private managers: channel!=channel \
day!=monday|tuesday|wednesday|thursday|friday|saturday|sunday time!=text timezone!=zone role=role silent=flag
/setup cohort private managers: track=track hours=0.5..60 start=date name=text
/setup reminder private managers: day=monday|tuesday|wednesday|thursday|friday|saturday|sunday time=text
/setup members private managers:
/setup show private managers:
/setup preview private managers:
/setup post-now private managers:
/setup off private managers:
/setup health private managers:
/hide-this-work private managers on-message: message=message
/help D private: command=command
";

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Integer(least, most) => format!("{least}..{most}"),
        Kind::Number(least, most) => format!("{least}..{most}"),
        Kind::Choice(words) => words.join("|"),
        Kind::Text(_) | Kind::Skills(_) => "text".to_owned(),
        Kind::Date(_) => "date".to_owned(),
        Kind::Track | Kind::SecondTrack => "track".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn options(options: &[Opt]) -> String {
    let one = |it: &Opt| format!(" {}{}={}", it.name, if it.required { "!" } else { "" }, kind(it.kind));
    options.iter().map(one).collect()
}

#[test]
fn the_commands_are_those_that_are_promised() {
    let mut there = String::new();
    for command in TABLE {
        let place = if command.place == Where::Anywhere { " D" } else { "" };
        let private = if command.private { " private" } else { " public" };
        let managers = if command.managers { " managers" } else { "" };
        let on_message = if command.on_message { " on-message" } else { "" };
        let mut line = |sub: &str, own: &[Opt]| {
            let name = command.name;
            there += &format!("/{name}{sub}{place}{private}{managers}{on_message}:{}\n", options(own));
        };
        for sub in command.subs {
            line(&format!(" {}", sub.name), sub.options);
        }
        if command.subs.is_empty() {
            line("", command.options);
        }
    }
    assert_eq!(there, PROMISED);
}
