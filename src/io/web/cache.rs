//! What the web answered before: `.backstory/links.json` of a site. It can be deleted at any time; what cannot be read is as if
//! it were not there.

use crate::io::Trouble;
use crate::model::outgoing::Answer;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Answers by address, in the order of addresses.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Cache(BTreeMap<String, Kept>);

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    asked: Timestamp,
    #[serde(flatten)]
    answer: Answer,
}

impl Cache {
    /// What a site remembers.
    pub fn read(site: &Path) -> Self {
        fs::read(file(site)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// An answer that is no older than this.
    pub fn fresh(&self, url: &str, max_age: Duration) -> Option<Answer> {
        let kept = self.0.get(url)?;
        let age = Timestamp::now().duration_since(kept.asked);
        (!age.is_negative() && age.unsigned_abs() < max_age).then(|| kept.answer.clone())
    }

    /// Keeps an answer that is one.
    pub fn keep(&mut self, url: &str, answer: &Answer) {
        if answer.is_clear() {
            self.0.insert(url.to_owned(), Kept { asked: Timestamp::now(), answer: answer.clone() });
        }
    }

    /// Writes it down, in one step.
    pub fn write(&self, site: &Path) -> Result<(), Trouble> {
        let file = file(site);
        let trouble = |error: std::io::Error| Trouble::with_file("write", &file, &error);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(trouble)?;
        }
        let json = serde_json::to_string_pretty(&self.0).map_err(|error| trouble(error.into()))?;
        let beside = file.with_extension("json.new");
        fs::write(&beside, json + "\n").map_err(trouble)?;
        fs::rename(&beside, &file).map_err(trouble)
    }
}

fn file(site: &Path) -> PathBuf {
    site.join(".backstory/links.json")
}
