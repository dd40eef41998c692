//! Before a release: writes every id that the content has now into `prompts/ids.txt`, beside those
//! released before. From then on learners' progress hangs on them.

use std::path::Path;

use study_coach::content::{Files, released_ids};

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts");
    let files = Files::read(&folder).map_err(|findings| std::io::Error::other(findings[0].to_string()))?;
    std::fs::write(folder.join("ids.txt"), released_ids(&files))
}
