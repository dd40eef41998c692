//! Painting beside the coach's work.

use std::sync::Arc;
use std::time::Duration;

use study_coach::cards::studio::Studio;
use study_coach::cards::typeset::Fonts;
use tokio::sync::Mutex;

use super::samples::{all, board, hostile};

#[tokio::test]
async fn a_picture_that_is_not_there_in_time_is_done_without() {
    let studio = Studio::new(Fonts::built_in()).within(Duration::ZERO);
    assert!(studio.png(&board()).await.is_none());
}

#[tokio::test]
async fn a_panic_costs_one_picture() {
    let studio =
        Studio::new(Fonts::built_in()).within(Duration::from_secs(60)).painting_by(|painter, card| {
            assert!(!format!("{card:?}").contains("Boom"), "a panic of the test's own");
            painter.png(&card.scene())
        });
    for _ in 0..10 {
        assert!(studio.png(&hostile(&["Boom"])).await.is_none());
    }
    assert!(studio.png(&hostile(&["Mia"])).await.is_some());
}

#[tokio::test]
async fn a_picture_without_end_holds_up_nobody() {
    // One brush for all: who paints without end keeps it.
    static BRUSH: Mutex<()> = Mutex::const_new(());
    let studio =
        Studio::new(Fonts::built_in()).within(Duration::from_millis(50)).painting_by(|painter, card| {
            let _brush = BRUSH.blocking_lock();
            painter.png(&card.scene())
        });
    let held = BRUSH.lock().await;
    for number in 0..20 {
        let name = format!("number {number}");
        assert!(studio.png(&hostile(&[name.as_str()])).await.is_none());
    }
    drop(held);
    let studio = studio.within(Duration::from_secs(60));
    assert!(studio.png(&board()).await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_is_painted_by_few() {
    let studio = Arc::new(Studio::new(Fonts::built_in()).within(Duration::from_secs(60)));
    let cards = (0..60).map(|number| hostile(&[format!("number {number}").as_str()]));
    let burst = cards.map(|card| {
        let studio = Arc::clone(&studio);
        tokio::spawn(async move { studio.png(&card).await.is_some() })
    });
    for painted in burst.collect::<Vec<_>>() {
        assert!(painted.await.unwrap());
    }
    let cores = std::thread::available_parallelism().unwrap().get();
    assert!((1..=(cores / 2).max(1)).contains(&studio.painters()), "{} painters", studio.painters());
}

#[tokio::test]
async fn what_was_painted_before_is_not_painted_again() {
    let studio = Studio::new(Fonts::built_in()).within(Duration::from_secs(60));
    let first = studio.png(&board()).await.unwrap();
    let again = studio.png(&board()).await.unwrap();
    assert!(Arc::ptr_eq(&first, &again));
}

#[tokio::test]
async fn what_is_remembered_is_bounded() {
    let studio = Studio::new(Fonts::built_in()).within(Duration::from_secs(60));
    for number in 0..12 {
        let name = format!("number {number}");
        studio.png(&hostile(&[name.as_str()])).await.unwrap();
    }
    assert!(studio.remembered() <= 12 * 8192 && studio.remembered() > 0);
    let small = Studio::new(Fonts::built_in()).within(Duration::from_secs(60)).remembering(20_000);
    for (_, _, _, card) in all() {
        small.png(&card).await.unwrap();
        assert!(small.remembered() <= 20_000);
    }
}
