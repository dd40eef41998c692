use study_coach::study::cohort::Cohort;
use study_coach::study::units::{InteractionId, Minutes, ServerId};

use super::learners::answered;
use super::{Temporary, at};

fn cohort(id: &str, server: u64) -> Cohort {
    Cohort {
        id: id.into(),
        server: ServerId(server),
        name: "Winter".to_owned(),
        track: "llm".into(),
        weekly: Minutes(600),
        starts_on: "2026-12-07".parse().unwrap(),
    }
}

#[tokio::test]
async fn a_cohort_is_there_from_its_beginning_to_its_end() {
    let mut db = Temporary::new().await;
    let (begun, ended) = (at("2026-12-01T10:00:00Z"), at("2026-12-20T10:00:00Z"));
    for server in [ServerId(1), ServerId(2)] {
        db.store.meet_server(server).await.unwrap();
    }
    let first = cohort("a", 1);
    let begin = async |cohort: &Cohort, interaction, at| {
        db.store.begin_cohort(cohort, &[], (InteractionId(interaction), "begun"), at).await.unwrap();
    };
    begin(&first, 1, begun).await;
    begin(&cohort("b", 2), 2, begun).await;
    // The same command delivered again.
    begin(&cohort("c", 1), 1, ended).await;
    assert_eq!(answered(&db, 1).await.as_deref(), Some("begun"));
    db.reopen().await;
    let running = async |text: &str| db.store.cohorts(ServerId(1), at(text)).await.unwrap();
    assert_eq!(running("2026-12-01T09:59:59Z").await, []);
    assert_eq!(running("2026-12-31T00:00:00Z").await, std::slice::from_ref(&first));
    assert_eq!(db.store.cohort(&first.id).await.unwrap(), Some(first.clone()));
    db.store.end_cohort(&first.id, ended).await.unwrap();
    db.store.end_cohort(&first.id, at("2026-12-25T10:00:00Z")).await.unwrap();
    // A post that was due before says at every try what it said then.
    assert_eq!(running("2026-12-20T09:59:59Z").await, std::slice::from_ref(&first));
    assert_eq!(running("2026-12-20T10:00:00Z").await, []);
    assert_eq!(db.store.cohort(&first.id).await.unwrap(), None);
}
