//! `suggestions/NAME.yml`: what an import found and nobody has decided yet, and what was decided. It stands beside
//! `content/`, is no part of the site, and may be thrown away when all is decided.

use super::edit::replace;
use crate::io::Trouble;
use crate::model::hash::Hash;
use crate::model::suggestion::Suggestion;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The folder of the site.
pub const FOLDER: &str = "suggestions";

/// What was found in one article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The file of the article, inside the site.
    pub article: String,
    /// The id of its source.
    pub source: String,
    /// The raw file it was imported from.
    pub from: String,
    /// The hash of the raw file.
    pub raw: String,
    /// The hash of the article as it was last written by Backstory.
    pub written: String,
    /// Suggestions at least this sure were marked at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark_above: Option<u8>,
    /// The suggestions.
    pub suggestions: Vec<Item>,
}

/// A suggestion, and what was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// What was decided.
    pub state: State,
    /// The suggestion.
    #[serde(flatten)]
    pub suggestion: Suggestion,
}

/// What was decided of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing yet.
    Open,
    /// It is marked, and has its entry.
    Accepted,
    /// It is left.
    Skipped,
}

impl Review {
    /// How many are open.
    pub fn open(&self) -> usize {
        self.suggestions.iter().filter(|item| item.state == State::Open).count()
    }

    /// Reads a file, if it is there.
    pub fn read(file: &Path) -> Result<Option<Self>, Trouble> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Trouble::with_file("read", file, &error)),
        };
        serde_yaml::from_str(&text).map(Some).map_err(|error| {
            Trouble::new(
                format!("`{}` cannot be read: {error}", file.display()),
                "mend it, or delete it and import the article again",
            )
        })
    }

    /// Writes it, in one step.
    pub fn write(&self, file: &Path) -> Result<(), Trouble> {
        let yaml = serde_yaml::to_string(self).map_err(|error| {
            Trouble::new(
                format!("`{}` cannot be written: {error}", file.display()),
                "tell the makers of Backstory",
            )
        })?;
        create_folder(file)?;
        replace(
            file,
            &format!(
                "# What `backstory import` found in {}. Walk through it with `backstory review`.\n{yaml}",
                self.article
            ),
        )
    }
}

/// Where the suggestions for an article stand.
pub fn file(site: &Path, id: &str) -> PathBuf {
    site.join(FOLDER).join(format!("{id}.yml"))
}

/// The hash of some bytes, as it is written down.
pub fn hash(bytes: &[u8]) -> String {
    format!("{:032x}", Hash::of(bytes).0)
}

/// Makes the folder of a file.
pub fn create_folder(file: &Path) -> Result<(), Trouble> {
    match file.parent() {
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|error| Trouble::with_file("make", folder, &error))
        }
        None => Ok(()),
    }
}

/// Writes a file unless it is there. Whether it was written.
pub fn write_new(file: &Path, text: &str) -> Result<bool, Trouble> {
    if file.exists() {
        return Ok(false);
    }
    create_folder(file)?;
    replace(file, text)?;
    Ok(true)
}
