//! `docs/data.md` names every column that there is, and no other.

use std::collections::BTreeSet;

use sqlx::{Connection, Row};

use super::Temporary;

#[tokio::test]
async fn every_column_is_explained_to_those_whose_data_it_is() {
    let db = Temporary::new().await;
    let mut connection = sqlx::AnyConnection::connect(&db.url()).await.unwrap();
    let question = if db.database.is_postgres() {
        "SELECT table_name || '.' || column_name AS name FROM information_schema.columns \
         WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%'"
    } else {
        "SELECT tables.name || '.' || columns.name AS name FROM sqlite_master AS tables \
         JOIN pragma_table_info(tables.name) AS columns \
         WHERE tables.type = 'table' AND tables.name NOT LIKE '\\_%' ESCAPE '\\' AND tables.name NOT LIKE 'sqlite%'"
    };
    let rows = sqlx::query(question).fetch_all(&mut connection).await.unwrap();
    let there: BTreeSet<String> = rows.iter().map(|row| row.get("name")).collect();
    assert!(there.contains("learners.profile"), "{there:?}");
    let page = include_str!("../../../docs/data.md");
    let quoted = page.split('`').skip(1).step_by(2);
    let name = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let columns = quoted.filter(|text| text.split('.').count() == 2 && text.split('.').all(name));
    let explained: BTreeSet<String> = columns.map(str::to_owned).collect();
    let missing: Vec<&String> = there.difference(&explained).collect();
    let gone: Vec<&String> = explained.difference(&there).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "not in docs/data.md: {missing:?}; not in the schema: {gone:?}"
    );
}
