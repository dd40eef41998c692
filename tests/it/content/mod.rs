//! What people write is read and judged rightly.

mod between_files;
mod folder;
mod measure;
mod names;
mod one_file;
mod page;
mod questions;
mod questions_form;
mod reading;
mod search;
mod tracks;

/// The small content folder without a fault.
pub fn small() -> folder::Folder {
    folder::Folder::valid()
}
