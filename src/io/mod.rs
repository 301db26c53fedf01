//! The door to the world: files, the network, the terminal. Nothing here decides what a site looks like.

pub mod branch;
pub mod builtin;
pub mod desk;
pub mod git;
#[cfg(feature = "serve")]
pub mod http;
pub mod load;
pub mod media;
#[cfg(feature = "serve")]
pub mod preview;
#[cfg(feature = "import")]
pub mod raw;
pub mod report;
pub mod repository;
pub mod store;
mod switch;
pub mod watch;
#[cfg(feature = "external")]
pub mod web;
pub mod write;

use std::path::{Path, PathBuf};

/// What went wrong with the world, in words for a person.
#[derive(Debug)]
pub struct Trouble {
    /// One sentence, with the file it is about.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Whether another build holds the output.
    pub locked: bool,
}

impl Trouble {
    /// Trouble with something to do about it.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), locked: false }
    }

    /// Trouble with a file: what was tried, on which file, and what the system says.
    pub fn with_file(tried: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(
            format!("could not {tried} `{}`: {error}", path.display()),
            "look at the file's rights and at the space left",
        )
    }
}

/// A folder made absolute, without asking the disk for more than the current folder.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
