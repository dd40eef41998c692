//! Showing something of one's own in a channel: by its owner's press, in one line, or as the picture that
//! they pressed it below with its words, and taken back by another. What it says is looked up in the
//! record when it is shown, never read from a button; from then on it keeps its words and its picture.

use chrono::{DateTime, Utc};

use super::done::title;
use super::reply::{Id, Menu, MenuOption, Reply};
use super::request::{Place, Press, Request};
use super::{Coach, board, progress, words};
use crate::error::{Error, Result};
use crate::say;
use crate::store::Shared;
use crate::study::board::{Kind, Period};
use crate::study::learner::{BoardSetting, Happened, Study};
use crate::study::streak::streak;
use crate::study::units::{ChannelId, InteractionId, LearnerId, LessonId, MessageId, Minutes, ServerId};

/// The command whose buttons these are.
pub(super) const VERB: &str = "portfolio";
/// Says that showing a name is meant.
const SURE: &str = "sure";
/// Says that what is shown was picked in a menu.
const PICK: &str = "pick";
/// Lines of a menu, and menus beside a row of buttons.
const LINES: usize = 25;
const MENUS: usize = 4;

/// Where the answer to a press is seen. It is known before the answer, which may be put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// By who pressed.
    Private,
    /// In the channel, as a new message.
    InChannel,
    /// In the channel, in place of the message whose button was pressed.
    InPlace,
}

/// Where the answer to a button is seen; a refusal is private all the same.
pub fn shows(id: &Id) -> Shows {
    match (id.verb.as_str(), id.arg(0)) {
        (VERB, Some("show")) => Shows::InChannel,
        (VERB, Some("back" | "kudos")) => Shows::InPlace,
        _ => Shows::Private,
    }
}

/// Something that can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Subject {
    /// What a `/done` finished, by its number in the record.
    Done(i64),
    /// A finished lesson or project.
    Lesson(LessonId),
    /// One's own place on a board.
    Board(Period, Kind),
    /// How far one is.
    Progress,
}

impl Subject {
    fn write(&self) -> Vec<String> {
        match self {
            Self::Done(seq) => vec!["event".to_owned(), seq.to_string()],
            Self::Lesson(lesson) => vec!["lesson".to_owned(), lesson.to_string()],
            Self::Board(period, kind) => {
                vec!["board".to_owned(), period.to_string(), kind.as_str().to_owned()]
            }
            Self::Progress => vec!["progress".to_owned()],
        }
    }

    fn read(id: &Id) -> Option<Self> {
        match (id.arg(1)?, id.arg(2), id.arg(3)) {
            ("event", Some(seq), _) => Some(Self::Done(seq.parse().ok()?)),
            ("lesson", Some(lesson), _) => Some(Self::Lesson(lesson.into())),
            ("board", Some(period), Some(kind)) => {
                Some(Self::Board(Period::parse(period)?, Kind::parse(kind)?))
            }
            ("progress", ..) => Some(Self::Progress),
            _ => None,
        }
    }

    fn id(&self, owner: LearnerId, more: &[&str]) -> Id {
        let subject = self.write();
        let subject = subject.iter().map(String::as_str);
        let args: Vec<&str> = std::iter::once("show").chain(subject).chain(more.iter().copied()).collect();
        Id::own(VERB, owner, &args)
    }
}

impl Coach {
    /// Keeps which message in which channel something shown has become, so that it goes with its owner.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shown_at(
        &self,
        id: InteractionId,
        place: (ServerId, ChannelId),
        message: MessageId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        if self.store.place_share(id, place, message, now).await? {
            self.queued.notify_one();
        }
        Ok(())
    }

    /// With *Share*, where there is a server whose members could see it.
    pub(super) fn with_share(&self, request: &Request, reply: Reply, subject: &Subject) -> Reply {
        match request.server() {
            Some(_) => reply.button(say!(self.voice, ButtonShare), &subject.id(request.from.id, &[])),
            None => reply,
        }
    }

    /// With menus of one's own works, each to be shown, where there is a server whose members could see
    /// it; a single one has its button.
    pub(super) fn with_share_of(&self, request: &Request, mut reply: Reply, works: &[&LessonId]) -> Reply {
        if works.len() < 2 || request.server().is_none() {
            return reply;
        }
        for (number, works) in works.chunks(LINES).take(MENUS).enumerate() {
            let option =
                |lesson: &&LessonId| MenuOption { label: title(self, lesson), value: lesson.to_string() };
            reply.menus.push(Menu {
                id: Id::own(VERB, request.from.id, &["show", PICK, &number.to_string()]).to_string(),
                hint: say!(self.voice, SharePick),
                many: false,
                picked: Vec::new(),
                options: works.iter().map(option).collect(),
            });
        }
        reply
    }
}

/// *Share* and *Take back*.
pub(super) async fn press(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    match (press.id.arg(0), press.id.owner) {
        (Some("show"), Some(_)) => show(coach, request, press).await,
        (Some("back"), Some(owner)) => take_back(coach, press, owner).await,
        _ => Error::user(say!(coach.voice, PressUnknown)),
    }
}

async fn show(coach: &Coach, request: &Request, press: &Press) -> Result<Reply> {
    let voice = &coach.voice;
    let picked = press.picked.first().filter(|_| press.id.arg(1) == Some(PICK));
    let subject = picked.map(|lesson| Subject::Lesson(LessonId::from(lesson.as_str())));
    let Some(subject) = subject.or_else(|| Subject::read(&press.id)) else {
        return Error::user(say!(voice, PressUnknown));
    };
    let Place::Server(server, channel) = request.place else {
        return Error::user(say!(voice, ShareNeedsServer));
    };
    if !request.from.writes {
        return Error::user(say!(voice, ShareClosed));
    }
    let study = coach.joined(request).await?;
    let Some((name, setting)) = coach.store.member(server, study.learner).await? else {
        return Error::user(say!(voice, BoardNotMember));
    };
    if setting == BoardSetting::Hidden
        && coach.store.roster_of(server, study.learner).await?.is_some_and(|listed| listed.moderated)
    {
        return Error::user(say!(voice, BoardModerated));
    }
    let sure = press.id.args.last().is_some_and(|last| last == SURE);
    if setting != BoardSetting::Visible && !sure {
        let ask = Reply::private(say!(voice, ShareAsk { setting: setting.as_str() }));
        return Ok(ask.button(say!(voice, ButtonShareSure), &subject.id(study.learner, &[SURE])));
    }
    let Some((about, words)) = words_of(coach, request, &study, (server, &name), &subject).await? else {
        return Error::user(say!(voice, ShareGone));
    };
    let channel = Some(channel);
    let share = Shared { id: request.id, server, channel, learner: study.learner, about, words };
    let kudos = coach.store.kudos(share.learner, &share.about).await?;
    let mut reply = line(coach, &share, kudos);
    if subject == Subject::Progress {
        let Reply { text, fields, image, .. } = progress::shown(coach, request, &study, &name)?;
        reply = Reply { text: format!("{}\n{text}", share.words), fields, image, ..reply };
    }
    if coach.store.keep_share(&share, &serde_json::to_string(&reply)?, request.now).await? {
        return Ok(reply);
    }
    Error::user(say!(voice, ShareTwice))
}

/// What is shown, as it stands in the channel.
pub(super) fn line(coach: &Coach, share: &Shared, kudos: i64) -> Reply {
    let voice = &coach.voice;
    let id = format!("{:x}", share.id.0);
    let mut reply = Reply { shown: true, ..Reply::public(share.words.as_str()) }
        .button(say!(voice, ButtonKudos { count: kudos }), &Id::open(VERB, &["kudos", &id]))
        .button(say!(voice, ButtonTakeBack), &Id::own(VERB, share.learner, &["back", &id]));
    reply.buttons.iter_mut().for_each(|button| button.main = false);
    reply
}

async fn take_back(coach: &Coach, press: &Press, owner: LearnerId) -> Result<Reply> {
    let Some(id) = press.id.arg(1).and_then(|id| u64::from_str_radix(id, 16).ok()) else {
        return Error::user(say!(coach.voice, PressUnknown));
    };
    coach.store.take_back(InteractionId(id), owner).await?;
    Ok(Reply { shown: true, replaces: true, ..Reply::public(say!(coach.voice, ShareTakenBack)) })
}

/// What a share is about and says, from what is stored; none where there is nothing of it.
async fn words_of(
    coach: &Coach,
    request: &Request,
    study: &Study,
    (server, name): (ServerId, &str),
    subject: &Subject,
) -> Result<Option<(String, String)>> {
    let voice = &coach.voice;
    Ok(match subject {
        Subject::Done(seq) => {
            let Some(event) = study.standing().find(|event| event.seq == *seq) else { return Ok(None) };
            let Happened::Finished { credits, lessons, .. } = &event.what else { return Ok(None) };
            match (lessons.first(), credits.first()) {
                (Some(lesson), _) => of_lesson(coach, request, study, (server, name), lesson).await?,
                (None, Some(credit)) => {
                    let lesson = title(coach, &credit.step.lesson);
                    let words = say!(voice, ShareSteps { name: name, count: credits.len(), lesson: lesson });
                    Some((format!("event:{seq}"), words))
                }
                (None, None) => None,
            }
        }
        Subject::Lesson(lesson) => of_lesson(coach, request, study, (server, name), lesson).await?,
        Subject::Board(period, kind) => {
            let me = study.learner;
            let places = coach.store.places(server, *kind, &[(*period, &[me])]).await?;
            let score = coach.store.score(server, *period, *kind, me).await?;
            let (Some(place), Some((value, out_of, _))) = (places.get(&(*period, me)), score) else {
                return Ok(None);
            };
            let words = say!(
                voice,
                ShareBoard {
                    name: name,
                    place: place,
                    kind: kind.as_str(),
                    value: board::value(coach, *kind, value, out_of),
                    period: board::period(coach, *period),
                }
            );
            // The same board can be shown again once the place or the number is another.
            Some((format!("board:{period}:{}:{place}:{value}", kind.as_str()), words))
        }
        Subject::Progress => {
            let lessons = study.progress.values().filter(|progress| progress.finished_at.is_some()).count();
            let spent: Minutes = study.progress.values().map(|progress| progress.spent).sum();
            let weeks = streak(study, study.week(request.now)).weeks;
            let time = voice.time(spent);
            let words = say!(voice, ShareProgress { name: name, lessons: lessons, time: time, weeks: weeks });
            Some((format!("progress:{lessons}:{}:{weeks}", spent.0), words))
        }
    })
}

/// A finished lesson; with the link of its work where others see that here, and its owner may show links.
async fn of_lesson(
    coach: &Coach,
    request: &Request,
    study: &Study,
    (server, name): (ServerId, &str),
    lesson: &LessonId,
) -> Result<Option<(String, String)>> {
    let voice = &coach.voice;
    if !study.is_finished(lesson.as_str()) {
        return Ok(None);
    }
    let works = coach.store.works(server, Some(study.learner)).await?;
    let work = works.iter().find(|work| work.lesson == *lesson && coach.hosts.shows(work));
    let title = title(coach, lesson);
    let words = match work.filter(|_| request.from.links) {
        Some(work) => say!(voice, ShareWork { name: name, lesson: title, link: words::link(&work.link) }),
        None => say!(voice, ShareLesson { name: name, lesson: title }),
    };
    Ok(Some((format!("lesson:{lesson}"), words)))
}
