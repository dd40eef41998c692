//! Pictures as files, because a terminal shows none.

use std::fs;
use std::path::PathBuf;

use super::show::ShownImage;
use crate::coach::Coach;
use crate::coach::reply::Reply;
use crate::study::fnv;

/// The folder in which pictures are put; made with the first of them.
#[derive(Debug, Clone)]
pub struct Pictures(pub PathBuf);

impl Pictures {
    /// Puts an answer's picture into a file, of which the name tells what it shows: the same picture is
    /// the same file. None where it has none, or it cannot be painted or written; the words say the
    /// same.
    pub async fn keep(&self, coach: &Coach, reply: &Reply) -> Option<ShownImage> {
        let image = reply.image.as_ref()?;
        let png = coach.picture(reply).await?;
        let number = fnv::hash(serde_json::to_vec(&image.card).ok()?);
        let file = self.0.join(format!("{}-{number:016x}.png", image.card.name()));
        if let Err(error) = fs::create_dir_all(&self.0).and_then(|()| fs::write(&file, png)) {
            tracing::warn!(file = %file.display(), %error, "a picture cannot be written");
            return None;
        }
        Some(ShownImage { alt: image.alt.clone(), file: file.display().to_string() })
    }
}
