//! Cards to look at: what the gallery shows and the benchmark measures.

use std::path::Path;

use study_coach::cards::Card;
use study_coach::cards::board::Moved::{self, Down, New, Same, Up};
use study_coach::cards::board::{Board, Row};
use study_coach::cards::progress::{Fact, Phase, Progress, WeekBar};
use study_coach::cards::roadmap::{Roadmap, RoadmapPhase};
use study_coach::cards::theme::Stage;
use study_coach::cards::typeset::Fonts;
use study_coach::cards::week::Week;

/// With which fonts a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum With {
    /// Those in the binary.
    Own,
    /// And a folder of others, for the names that are here.
    Others,
}

impl With {
    pub fn load(self) -> Fonts {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/cards/fonts");
        match self {
            Self::Own => Fonts::built_in(),
            Self::Others => Fonts::built_in().and_those_in(&folder).expect("a folder of fonts"),
        }
    }
}

/// Names that break layouts: marks upon marks, right to left, joined, emoji in sequences, flags, very
/// long, empty, turned around, invisible, dressed up.
pub const HOSTILE: [&str; 16] = [
    "Z\u{351}\u{36b}\u{343}\u{36a}\u{302}\u{36b}a\u{329}\u{317}\u{32e}\u{318}l\u{348}\u{31e}\u{332}g\u{300}\u{300}\u{300}\u{300}o",
    "محمد الأمين لا",
    "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪🇫🇷",
    "mia 🦊✨",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "",
    "\u{202e}gnp.exe\u{202c} \u{2066}x\u{2069}",
    "\u{0}\u{1b}[31mred\n\n\ttab",
    "李小龍",
    "𝓜𝓲𝓪 𝕯𝖆𝖗𝖐 ＷＩＤＥ",
    "नमस्ते क्षत्रिय",
    "\u{200b}\u{2060}\u{feff}",
    "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "שלום mia עולם",
    "﷽﷽﷽﷽",
    "\u{10ffff}\u{e000}\u{fffd}",
];

fn row(place: usize, name: &str, percent: u32, moved: Option<Moved>) -> Row {
    Row {
        place: place.to_string(),
        rank: place as u32,
        name: name.to_owned(),
        value: format!("{percent} %"),
        percent,
        moved,
        new: if moved == Some(New) { "new".to_owned() } else { String::new() },
        own: false,
    }
}

/// Ten rows, and the asker's own below them.
pub fn board() -> Card {
    let names = [
        ("Mia Schwarz", 100, Up(2)),
        ("jo", 100, Same),
        ("Łukasz Żółć", 96, Down(1)),
        ("Γιώργος Παπαδόπουλος", 91, Up(1)),
        ("Алексей", 84, Down(2)),
        ("brave heron", 80, New),
        ("Ana María de la Fuente y Castellanos", 71, Up(4)),
        ("Nguyễn Thị Hằng", 64, Down(1)),
        ("sam_42", 40, Same),
        ("Zoë", 12, Down(3)),
    ];
    let rows = names.iter().enumerate();
    let around = [("kim", 9, Some(Up(1))), ("rustacean", 8, Some(Down(2))), ("Bo", 5, None)];
    Card::Board(Board {
        title: "Board by promise kept".to_owned(),
        caption: "Week of 7 Dec, Europe/Berlin".to_owned(),
        rows: rows
            .map(|(place, (name, percent, moved))| row(place + 1, name, *percent, Some(*moved)))
            .collect(),
        around: around
            .iter()
            .enumerate()
            .map(|(place, (name, percent, moved))| Row {
                own: *name == "rustacean",
                ..row(place + 17, name, *percent, *moved)
            })
            .collect(),
    })
}

/// A board of names that are hard to draw, without fonts for most of them.
pub fn hostile(names: &[&str]) -> Card {
    let rows = names.iter().enumerate();
    let mut rows: Vec<Row> =
        rows.map(|(place, name)| row(place + 1, name, 100 - 6 * place as u32, None)).collect();
    if let Some(row) = rows.get_mut(3) {
        row.own = true;
    }
    Card::Board(Board {
        title: "Board by promise kept".to_owned(),
        caption: "Week of 7 Dec, Europe/Berlin".to_owned(),
        rows,
        around: Vec::new(),
    })
}

/// Somebody in the middle of a track.
pub fn progress() -> Card {
    let phase = |title: &str, percent, stage| Phase {
        title: title.to_owned(),
        share: format!("{percent} %"),
        percent,
        stage,
    };
    let week = |label: &str, value: &str, kept, promised, now| WeekBar {
        label: label.to_owned(),
        value: value.to_owned(),
        kept,
        promised,
        now,
    };
    Card::Progress(Progress {
        name: "Mia Schwarz".to_owned(),
        track: "Machine-learning engineer".to_owned(),
        percent: 52,
        way: Fact { label: "of the way".to_owned(), value: "52 %".to_owned() },
        phases: vec![
            phase("Foundations", 100, Stage::Done),
            phase("Production", 37, Stage::Now),
            phase("Deep learning", 0, Stage::Ahead),
            phase("Portfolio and job search", 0, Stage::Ahead),
        ],
        by_week: "Kept of each week's promise".to_owned(),
        weeks: vec![
            week("2 Nov", "7 h", 420, 420, false),
            week("9 Nov", "6 h 30", 390, 600, false),
            week("16 Nov", "10 h", 600, 600, false),
            week("23 Nov", "0 h", 0, 600, false),
            week("30 Nov", "9 h 15", 555, 600, false),
            week("7 Dec", "25 min", 25, 600, true),
        ],
        streak: Fact { label: "Streak".to_owned(), value: "4 weeks".to_owned() },
        freezes: (1, 2),
        freezes_left: "1 freeze left".to_owned(),
        facts: vec![
            Fact { label: "This week".to_owned(), value: "25 min of 10 h".to_owned() },
            Fact { label: "Finish".to_owned(), value: "3 Oct 2027".to_owned() },
        ],
    })
}

/// A track of many lessons.
pub fn roadmap() -> Card {
    let phase = |title: &str, done: usize, all: usize, optional: usize| {
        let stage = |place: usize| match place {
            place if place < done => Stage::Done,
            place if place == done && done > 0 => Stage::Now,
            place if place > 0 && place < 4 && all == 31 => Stage::Known,
            place if place % 11 == 10 => Stage::LeftOut,
            place if place % 7 == 6 && place > all - optional * 7 => Stage::Optional,
            _ => Stage::Ahead,
        };
        RoadmapPhase {
            title: title.to_owned(),
            share: format!("{done} of {all}"),
            lessons: (0..all).map(stage).collect(),
        }
    };
    Card::Roadmap(Roadmap {
        title: "Roadmap: LLM engineering".to_owned(),
        caption: "84 lessons; 612 h without the optional ones".to_owned(),
        phases: vec![
            phase("Foundations", 21, 34, 1),
            phase("Production", 0, 31, 2),
            phase("Specialization", 0, 19, 2),
            phase("Portfolio and job search", 0, 7, 0),
        ],
        here: "Now: Train, validation, test: keep one honest number".to_owned(),
        legend: vec![
            (Stage::Done, "done".to_owned()),
            (Stage::Now, "now".to_owned()),
            (Stage::Ahead, "ahead".to_owned()),
            (Stage::Optional, "optional".to_owned()),
            (Stage::Known, "known".to_owned()),
            (Stage::LeftOut, "left out".to_owned()),
        ],
    })
}

/// A server's week.
pub fn week() -> Card {
    let Card::Board(board) = board() else { unreachable!() };
    let fact = |value: &str, label: &str| Fact { label: label.to_owned(), value: value.to_owned() };
    Card::Week(Week {
        title: "Week of Monday 7 December 2026".to_owned(),
        caption: "14 learners, 3 tracks, 1 cohort".to_owned(),
        before: "Last week".to_owned(),
        now: "This week".to_owned(),
        facts: vec![fact("9 of 14", "kept 60 % or more"), fact("61 h", "logged together")],
        tracks: vec![
            ("LLM engineering".to_owned(), 6),
            ("Machine-learning engineer".to_owned(), 5),
            ("Recommender systems".to_owned(), 3),
        ],
        heading: "Top of the board".to_owned(),
        covers: "Week of 30 Nov, Europe/Berlin".to_owned(),
        rows: board.rows,
    })
}

/// Somebody on the first day, and the one row of a board.
pub fn first_day() -> [Card; 3] {
    let (Card::Progress(progress), Card::Board(board), Card::Week(week)) = (progress(), board(), week())
    else {
        unreachable!()
    };
    let mut week_one = progress.weeks[5].clone();
    week_one.value = "0 min".to_owned();
    week_one.kept = 0;
    let phases = progress.phases.iter().zip([Stage::Now, Stage::Ahead, Stage::Ahead, Stage::Ahead]);
    let nothing = "0 %".to_owned();
    let phases = phases.map(|(it, stage)| Phase { stage, percent: 0, share: nothing.clone(), ..it.clone() });
    let fact = |label: &str, value: &str| Fact { label: label.to_owned(), value: value.to_owned() };
    let first = Progress {
        name: "Ana María de la Fuente y Castellanos".to_owned(),
        percent: 0,
        way: fact("of the way", "0 %"),
        phases: phases.collect(),
        weeks: vec![week_one],
        streak: fact("Streak", "0 weeks"),
        freezes: (2, 2),
        freezes_left: "2 freezes left".to_owned(),
        facts: vec![fact("This week", "0 min of 10 h"), fact("Finish", "28 Nov 2027")],
        ..progress.clone()
    };
    let rows = vec![Row { own: true, moved: None, ..board.rows[0].clone() }];
    let alone = Board { rows, around: Vec::new(), ..board };
    let tracks = vec![("LLM engineering".to_owned(), 1)];
    let caption = "1 learner, 1 track".to_owned();
    let quiet = Week { caption, facts: Vec::new(), tracks, rows: Vec::new(), ..week };
    [Card::Progress(first), Card::Board(alone), Card::Week(quiet)]
}

/// Somebody who has finished, with a name in another script.
pub fn finished() -> Card {
    let Card::Progress(progress) = progress() else { unreachable!() };
    let phases = progress.phases.iter();
    let phases =
        phases.map(|it| Phase { stage: Stage::Done, percent: 100, share: "100 %".to_owned(), ..it.clone() });
    let fact = |label: &str, value: &str| Fact { label: label.to_owned(), value: value.to_owned() };
    Card::Progress(Progress {
        name: "محمد الأمين".to_owned(),
        percent: 100,
        way: fact("of the way", "100 %"),
        phases: phases.collect(),
        streak: fact("Streak", "41 weeks"),
        facts: vec![fact("This week", "no promise"), fact("Finish", "done")],
        ..progress.clone()
    })
}

/// All, with the names of their files, what they are and with which fonts.
pub fn all() -> Vec<(&'static str, &'static str, With, Card)> {
    let [first, alone, quiet] = first_day();
    let (own, others) = (With::Own, With::Others);
    vec![
        ("progress", "A learner's progress", own, progress()),
        ("board", "A board, with the asker's own place below it", own, board()),
        ("roadmap", "A track", own, roadmap()),
        ("week", "A server's week", own, week()),
        ("progress-first", "Progress on the first day", own, first),
        ("progress-done", "Progress at the end, with a folder of fonts", others, finished()),
        ("board-one", "A board of one", own, alone),
        ("week-first", "A server's first week", own, quiet),
        (
            "names-1",
            "Names that are hard to draw, with the fonts in the binary alone",
            own,
            hostile(&HOSTILE[..8]),
        ),
        ("names-2", "More of them", own, hostile(&HOSTILE[8..])),
        ("names-3", "The same with a folder of fonts", others, hostile(&HOSTILE[..8])),
        ("names-4", "More of them with a folder of fonts", others, hostile(&HOSTILE[8..])),
    ]
}
