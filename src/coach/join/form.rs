//! The guided form: every pick is shown back with what it means. Its state is in its ids.

use chrono::{DateTime, Utc};

use super::Wish;
use crate::coach::Coach;
use crate::coach::planning::{planned, trimmed, verdict_line};
use crate::coach::reply::{Form, Id, Input, Menu, MenuOption, Reply};
use crate::coach::request::{Press, Request};
use crate::error::{Error, Result};
use crate::say;
use crate::study::learner::{BoardSetting, Study};
use crate::study::units::Minutes;

/// The weekly hours that the form offers; any other can be written.
const HOURS: &[u32] =
    &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 18, 20, 24, 25, 30, 35, 40, 50, 60];
/// What stands for any other hours.
const OTHER: &str = "other";
/// The months that the form offers.
const MONTHS: &[u32] = &[3, 6, 9, 12, 15, 18, 24];
/// What stands for no end date.
const OPEN: &str = "none";
/// Weeks of the plan that are shown before it is made.
const PREVIEW: usize = 4;

/// The form as it stands.
pub(super) fn show(coach: &Coach, request: &Request, study: &Study, wish: &Wish) -> Reply {
    let voice = &coach.voice;
    let curriculum = &coach.content.curriculum;
    let id = |what: &str| id(coach, request, wish, what);
    let profile = trimmed(coach, study, wish.profile(study, study.today(request.now)), request.now);
    let verdict = verdict_line(coach, &planned(coach, study, &profile, request.now));
    let option = |label: String, value: &str| MenuOption { label, value: value.to_owned() };
    let tracks = curriculum.tracks.values().map(|track| option(track.title.clone(), track.id.as_str()));
    let hours = HOURS.iter().map(|it| option(say!(voice, JoinMenuHours { hours: *it }), &it.to_string()));
    let hours = hours.chain([option(say!(voice, JoinMenuHoursOther), OTHER)]);
    let months = MONTHS.iter().map(|it| option(say!(voice, JoinMenuMonths { months: *it }), &it.to_string()));
    let months = months.chain([option(say!(voice, JoinMenuNoMonths), OPEN)]);
    let skills =
        curriculum.skills.iter().take(25).map(|(id, skill)| option(skill.title.clone(), id.as_str()));
    let known: Vec<String> = wish
        .known
        .iter()
        .filter_map(|id| curriculum.skills.get(id))
        .map(|skill| skill.title.clone())
        .collect();
    let mut text = say!(
        voice,
        JoinFormText {
            track: curriculum.tracks.get(&wish.track).map_or("", |track| track.title.as_str()),
            hours: voice.time(wish.weekly),
            months: wish.months.unwrap_or(0),
            known: if known.is_empty() { say!(voice, JoinNothingKnown) } else { known.join(", ") },
            verdict: verdict,
        }
    );
    let more = more(coach, wish);
    if !more.is_empty() {
        text = format!("{text}\n{}", say!(voice, JoinFormMore { more: more.join(", ") }));
    }
    let menu = |what: &str, hint: String, picked: Vec<String>, options: Vec<MenuOption>| Menu {
        id: id(what).to_string(),
        hint,
        many: false,
        picked,
        options,
    };
    let known_ids = wish.known.iter().map(ToString::to_string).collect();
    let hours_now = wish.weekly.hours().to_string();
    let months_now = wish.months.map_or_else(|| OPEN.to_owned(), |months| months.to_string());
    // Four menus leave one row for buttons, which holds five.
    let reply = Reply::private(text);
    let mut reply = match &study.profile {
        Some(_) => reply
            .titled(say!(voice, JoinFormTitleAgain))
            .button(say!(voice, ButtonStartAgain), &id("start"))
            .button(say!(voice, ButtonKeep), &Id::own("plan", study.learner, &["week"])),
        None => reply.titled(say!(voice, JoinFormTitle)).button(say!(voice, ButtonStart), &id("start")),
    };
    reply = reply
        .button(say!(voice, ButtonShowPlan), &id("show"))
        .button(say!(voice, ButtonChange), &id("change"));
    if study.profile.is_none() {
        let reminders =
            if wish.reminders.unwrap_or(study.reminders) { say!(voice, On) } else { say!(voice, Off) };
        reply = reply.button(say!(voice, ButtonJoinReminders { setting: reminders }), &id("remind"));
        if request.server().is_some() {
            let board = wish.board.unwrap_or(BoardSetting::Visible).as_str();
            reply = reply.button(say!(voice, ButtonJoinBoard { setting: board }), &id("board"));
        }
    }
    reply.menus = vec![
        menu("track", say!(voice, JoinPickTrack), vec![wish.track.to_string()], tracks.collect()),
        menu("hours", say!(voice, JoinPickHours), vec![hours_now], hours.collect()),
        menu("months", say!(voice, JoinPickMonths), vec![months_now], months.collect()),
        Menu { many: true, ..menu("know", say!(voice, JoinPickKnown), known_ids, skills.collect()) },
    ];
    reply
}

fn id(coach: &Coach, request: &Request, wish: &Wish, what: &str) -> Id {
    let state = wish.write(coach);
    let args: Vec<&str> = std::iter::once(what).chain(state.iter().map(String::as_str)).collect();
    Id::own("join", request.from.id, &args)
}

/// What stands under *Change*, as far as it is said.
fn more(coach: &Coach, wish: &Wish) -> Vec<String> {
    let voice = &coach.voice;
    let title =
        |id| coach.content.curriculum.tracks.get(id).map_or_else(String::new, |track| track.title.clone());
    let also = wish.also.as_ref().map(title);
    let start = wish.starts_on.map(|date| say!(voice, GoalStart { date: voice.date(date) }));
    let zone = wish.zone.map(|zone| zone.name().to_owned());
    [also, start, zone].into_iter().flatten().collect()
}

/// The form that a pick or a press opens: any other hours, or what stands under *Change*.
pub(super) fn ask(coach: &Coach, request: &Request, press: &Press, wish: &Wish) -> Option<Reply> {
    let voice = &coach.voice;
    if press.fields.is_some() {
        return None;
    }
    let with = |value: Option<String>, input: Input| Input { value, ..input };
    let (what, title, inputs) = match press.id.arg(0)? {
        "hours" if press.picked.first().is_some_and(|picked| picked == OTHER) => {
            let hint = say!(voice, FormPromiseHint);
            (
                "hours",
                say!(voice, JoinPickHours),
                vec![Input::required("hours", say!(voice, FormPromise), hint)],
            )
        }
        "change" => {
            let also = Input::optional("also", say!(voice, FormAlso), say!(voice, FormAlsoHint));
            let start = Input::optional("start", say!(voice, FormStart), say!(voice, FormStartHint));
            let zone = Input::optional("zone", say!(voice, FormZone), say!(voice, FormZoneHint));
            let inputs = vec![
                with(wish.also.as_ref().map(ToString::to_string), also),
                with(wish.starts_on.map(|date| date.to_string()), start),
                with(wish.zone.map(|zone| zone.name().to_owned()), zone),
            ];
            ("change", say!(voice, FormChangeTitle), inputs)
        }
        _ => return None,
    };
    let idle = inputs.iter().all(|input| !input.required);
    let form = Form { id: id(coach, request, wish, what).to_string(), title, inputs, idle };
    Some(Reply { private: true, form: Some(form), ..Reply::default() })
}

/// The hours that were written.
pub(super) fn hours(coach: &Coach, press: &Press) -> Result<Minutes> {
    let text = press.field("hours").unwrap_or_default().trim_end_matches(['h', ' ']).replace(',', ".");
    coach.parse_promise(text.parse().unwrap_or_default())
}

/// What was written under *Change*; empty takes away.
pub(super) fn change(
    coach: &Coach,
    study: &Study,
    press: &Press,
    wish: &mut Wish,
    now: DateTime<Utc>,
) -> Result<()> {
    let voice = &coach.voice;
    let tracks = &coach.content.curriculum.tracks;
    wish.also = match press.field("also") {
        None => None,
        Some(words) => {
            let named =
                |title: &str, id: &str| title.eq_ignore_ascii_case(words) || id.eq_ignore_ascii_case(words);
            let found = tracks.iter().find(|(id, track)| named(&track.title, id.as_str()));
            let Some((id, _)) = found else { return Error::user(coach.unknown_track(words)) };
            Some(id.clone())
        }
    };
    if wish.also.as_ref() == Some(&wish.track) {
        return Error::user(say!(voice, AlsoSame));
    }
    wish.starts_on = press.field("start").map(|date| coach.parse_date("start", date)).transpose()?;
    if let Some(start) = wish.starts_on.filter(|start| *start < study.today(now)) {
        return Error::user(say!(voice, StartPast { date: voice.date(start) }));
    }
    wish.zone = press.field("zone").map(|zone| coach.parse_zone(zone)).transpose()?;
    Ok(())
}

/// What boards show of a member, one press on.
pub(super) fn other_board(board: Option<BoardSetting>) -> BoardSetting {
    match board.unwrap_or(BoardSetting::Visible) {
        BoardSetting::Visible => BoardSetting::Anonymous,
        BoardSetting::Anonymous => BoardSetting::Hidden,
        BoardSetting::Hidden => BoardSetting::Visible,
    }
}

/// The first weeks of the plan that would be made; nothing counts yet.
pub(super) fn preview(coach: &Coach, request: &Request, study: &Study, wish: &Wish) -> Reply {
    let voice = &coach.voice;
    let profile = trimmed(coach, study, wish.profile(study, study.today(request.now)), request.now);
    let planned = planned(coach, study, &profile, request.now);
    let text = format!("{}\n{}", verdict_line(coach, &planned), say!(voice, PreviewText));
    let reply = Reply::private(text).titled(say!(voice, PreviewTitle));
    let weeks = planned.plan.weeks.iter().filter(|week| !week.parts.is_empty()).take(PREVIEW);
    let reply = weeks
        .fold(reply, |reply, week| reply.field(coach.week_heading(week), coach.week_list(week, Some(study))));
    reply.button(say!(voice, ButtonStart), &id(coach, request, wish, "start"))
}
