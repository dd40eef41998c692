//! Redraws `docs/gallery/`, which the tests hold new pictures against: look at each difference.
//! With a folder of fonts as its argument, the pictures go to the system's temporary folder instead.

#[path = "../tests/it/cards/samples.rs"]
mod samples;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use study_coach::cards::paint::Painter;
use study_coach::cards::typeset::Fonts;

const HEAD: &str = "\
# Gallery

What the coach's pictures look like, drawn by `cargo run --example gallery` from `tests/it/cards/samples.rs`. A test holds what is drawn today against them. How fast they are drawn is among the README's figures (`cargo bench --bench cards`).
";

fn main() -> anyhow::Result<()> {
    let fonts = std::env::args_os().nth(1).map(PathBuf::from);
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let folder = match &fonts {
        Some(_) => std::env::temp_dir().join("study-coach-gallery"),
        None => docs.join("gallery"),
    };
    std::fs::create_dir_all(&folder)?;
    let mut page = HEAD.to_owned();
    for (name, what, with, card) in samples::all() {
        let all = match &fonts {
            Some(folder) => Fonts::built_in().and_those_in(folder)?,
            None => with.load(),
        };
        let mut painter = Painter::new(&all);
        let png = painter.png(&card.scene()).context("a card without a size")?;
        let _ = write!(page, "\n## {what}\n\n![{what}](gallery/{name}.png)\n");
        let file = folder.join(name).with_extension("png");
        std::fs::write(&file, png)?;
        println!("{}", file.display());
    }
    if fonts.is_none() {
        std::fs::write(docs.join("gallery.md"), page)?;
    }
    Ok(())
}
