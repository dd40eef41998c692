//! The terminal edge: whole conversations on a real database, line by line, without a terminal.

mod clock;
mod conversations;
mod json;
mod life;
mod lines;
mod pictures;
mod planning;
mod posts;
mod pressing;
mod refusals;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use chrono::Duration;
use chrono_tz::UTC;
use study_coach::cards::studio::Studio;
use study_coach::cards::typeset::Fonts;
use study_coach::chat::{Clock, Session, Shown, What, instant};
use study_coach::coach::Coach;
use study_coach::content::voice::Voice;
use study_coach::content::{Files, load};
use study_coach::posts::Pace;
use study_coach::store::Store;
use study_coach::study::units::{LearnerId, ServerId};
use tempfile::TempDir;

/// The one server of a chat.
const SERVER: ServerId = ServerId(1);

/// A conversation with a coach on a database file of its own.
pub struct Chat {
    session: Session,
    coach: Arc<Coach>,
    dir: Arc<TempDir>,
}

impl Chat {
    /// A new database; the clock stands at `now`.
    pub async fn new(now: &str) -> Self {
        Self::open(Arc::new(tempfile::tempdir().unwrap()), now).await
    }

    /// The same database in another run.
    async fn again(self, now: &str) -> Self {
        let dir = Arc::clone(&self.dir);
        self.coach.store.close().await;
        Self::open(dir, now).await
    }

    async fn open(dir: Arc<TempDir>, now: &str) -> Self {
        let content = load(&Files::built_in()).unwrap();
        let voice = Voice::new(&content.voice_source).unwrap_or_else(|errors| panic!("{errors:?}"));
        let studio = Studio::new(Fonts::built_in()).within(std::time::Duration::from_secs(60));
        let coach = Arc::new(Coach::new(content, voice, store(dir.path()).await).painting_in(studio));
        let pace = Pace { late: Duration::hours(36), per_second: 20 };
        let clock = Clock::Standing(instant(now, UTC).unwrap());
        let session = Session::new(Arc::clone(&coach), "you", clock, pace);
        Self { session: session.with_pictures(dir.path().join("pictures")), coach, dir }
    }

    /// Where its pictures are put.
    fn pictures(&self) -> std::path::PathBuf {
        self.dir.path().join("pictures")
    }

    /// All that a line brings about.
    pub async fn all(&mut self, line: &str) -> Vec<Shown> {
        self.session.line(line).await
    }

    /// The one answer to a line.
    async fn say(&mut self, line: &str) -> Shown {
        let mut shown = self.all(line).await;
        assert_eq!(shown.len(), 1, "{line}: {shown:#?}");
        shown.remove(0)
    }

    /// The one answer to a line that is carried out.
    async fn does(&mut self, line: &str) -> Shown {
        let shown = self.say(line).await;
        assert!(!shown.refused, "{line}: {:?}", shown.text);
        shown
    }

    /// The sentence by which a line is refused.
    async fn refuses(&mut self, line: &str) -> String {
        let shown = self.say(line).await;
        assert!(shown.refused, "{line} is carried out: {shown:#?}");
        assert!(shown.private, "{line}: a refusal is nobody else's business");
        assert_eq!(shown.kind, What::Reply);
        shown.text.unwrap()
    }

    /// The lines with who is shown what: headings, words and buttons, without the longer parts.
    async fn transcript(&mut self, lines: &str) -> String {
        let mut out = String::new();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            writeln!(out, "> {line}").unwrap();
            for shown in self.all(line).await {
                short(&mut out, &shown);
            }
        }
        out
    }

    /// All that is stored of some members and the server.
    async fn stored(&self, members: &[&str]) -> String {
        let mut world = self.session.world().clone();
        let mut out = format!("{:?}\n", self.coach.store.server(SERVER).await.unwrap());
        for name in members {
            let id: LearnerId = world.member(name);
            let study = self.coach.store.load(id, self.session.now()).await.unwrap();
            writeln!(out, "{study:?} {:?}", self.coach.store.member(SERVER, id).await.unwrap()).unwrap();
        }
        out
    }
}

async fn store(dir: &Path) -> Store {
    Store::open(&format!("sqlite://{}", dir.join("chat.db").display())).await.unwrap()
}

fn short(out: &mut String, shown: &Shown) {
    let to = match (&shown.channel, &shown.to) {
        (Some(channel), _) => format!("#{channel} "),
        (None, Some(to)) if to == "you" && shown.kind == What::Reply => String::new(),
        (None, to) => format!("@{} ", to.as_deref().unwrap_or("nobody")),
    };
    let refused = if shown.refused { "(refused) " } else { "" };
    let title = shown.title.as_deref().map(|title| format!("**{title}** ")).unwrap_or_default();
    let text = shown.text.as_deref().unwrap_or_default().replace('\n', " / ");
    writeln!(out, "  {to}{refused}{title}{text}").unwrap();
    if !shown.buttons.is_empty() {
        writeln!(out, "  {}", labels(shown).map(|label| format!("[{label}]")).collect::<Vec<_>>().join(" "))
            .unwrap();
    }
}

fn labels(shown: &Shown) -> impl Iterator<Item = &str> {
    shown.buttons.iter().map(|button| button.label.as_str())
}
