//! Painting beside the coach's work: few at once, in time or not at all, and what was painted before
//! is not painted again.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::Card;
use super::paint::Painter;
use super::typeset::Fonts;

/// How long anybody waits for a picture; then the words go out alone.
const DEADLINE: Duration = Duration::from_secs(2);
/// What the remembered pictures may take together.
const REMEMBERED: usize = 2 * 1024 * 1024;
/// The largest picture that is sent.
const LARGEST: usize = 512 * 1024;

/// A PNG.
pub type Png = Arc<[u8]>;

/// How a card becomes a PNG.
pub type Paint = fn(&mut Painter, &Card) -> Option<Vec<u8>>;

/// Where pictures are painted.
pub struct Studio {
    fonts: Arc<Fonts>,
    paint: Paint,
    places: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Painter>>>,
    done: Arc<Mutex<Shelf>>,
    deadline: Duration,
}

/// Pictures that were painted, the oldest first.
#[derive(Default)]
struct Shelf {
    pictures: VecDeque<(Card, Png)>,
    bytes: usize,
    most: usize,
}

impl Studio {
    /// One with these fonts. It paints on as many threads as leave half of the machine to the coach.
    pub fn new(fonts: Fonts) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            fonts: Arc::new(fonts),
            paint: |painter, card| painter.png(&card.scene()),
            places: Arc::new(Semaphore::new((cores / 2).max(1))),
            idle: Arc::default(),
            done: Arc::new(Mutex::new(Shelf { most: REMEMBERED, ..Shelf::default() })),
            deadline: DEADLINE,
        }
    }

    /// The same with another patience.
    #[must_use]
    pub fn within(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// The same with another way to paint.
    #[must_use]
    pub fn painting_by(self, paint: Paint) -> Self {
        Self { paint, ..self }
    }

    /// The same with another memory, in bytes.
    #[must_use]
    pub fn remembering(self, most: usize) -> Self {
        lock(&self.done).most = most;
        self
    }

    /// What the pictures take that are remembered, in bytes.
    pub fn remembered(&self) -> usize {
        lock(&self.done).bytes
    }

    /// How many painters there are that wait for work: as many as ever worked at once.
    pub fn painters(&self) -> usize {
        lock(&self.idle).len()
    }

    /// The picture of a card; none where it was not there in time or could not be painted, which the
    /// log says. The same card gives the same picture.
    pub async fn png(&self, card: &Card) -> Option<Png> {
        if let Some(png) = lock(&self.done).find(card) {
            return Some(png);
        }
        match tokio::time::timeout(self.deadline, self.paint(card)).await {
            Ok(Some(png)) => Some(png),
            Ok(None) => {
                tracing::error!(card = card.name(), "a picture could not be painted");
                None
            }
            Err(_) => {
                tracing::warn!(card = card.name(), "a picture was not there in time");
                None
            }
        }
    }

    async fn paint(&self, card: &Card) -> Option<Png> {
        let place = Arc::clone(&self.places).acquire_owned().await.ok()?;
        let (idle, done) = (Arc::clone(&self.idle), Arc::clone(&self.done));
        let (fonts, paint, card) = (Arc::clone(&self.fonts), self.paint, card.clone());
        let painted = tokio::task::spawn_blocking(move || {
            let painter = lock(&idle).pop();
            // A painter that panicked is not trusted again.
            let painted = catch_unwind(AssertUnwindSafe(|| {
                let mut painter = painter.unwrap_or_else(|| Painter::new(&fonts));
                let png = paint(&mut painter, &card);
                (painter, png)
            }));
            let png = painted.ok().and_then(|(painter, png)| {
                lock(&idle).push(painter);
                png.filter(|png| png.len() <= LARGEST)
            });
            // Whoever asked may be gone, but the place is taken until the painter is back: the next one
            // takes it rather than another.
            drop(place);
            let png: Png = png?.into();
            lock(&done).put(card, Arc::clone(&png));
            Some(png)
        });
        painted.await.ok()?
    }
}

impl Shelf {
    fn find(&self, card: &Card) -> Option<Png> {
        self.pictures.iter().find(|(there, _)| there == card).map(|(_, png)| Arc::clone(png))
    }

    fn put(&mut self, card: Card, png: Png) {
        if self.find(&card).is_some() {
            return;
        }
        self.bytes += png.len();
        self.pictures.push_back((card, png));
        while self.bytes > self.most {
            let Some((_, oldest)) = self.pictures.pop_front() else { break };
            self.bytes -= oldest.len();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
