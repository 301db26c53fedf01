//! What a host asks of a site: its address, the workflow that publishes it, and what must not be in it. Pure; git
//! and the disk are `io`'s, what is said to the person is `cli`'s.

pub mod address;
pub mod cron;
mod markup;
pub mod preflight;
pub mod rules;
pub mod telltales;
pub mod workflow;

use crate::model::document::Document;
use crate::model::record::Reference;
use crate::model::site::Site;
use jiff::Timestamp;
use std::sync::Arc;
use telltales::Telltale;

/// What somebody who publishes a site has to know of it.
#[derive(Debug, Clone)]
pub struct Outlook {
    /// What it is called.
    pub title: String,
    /// The address that it says it has, in `content/site.yml`.
    pub written: Option<Arc<str>>,
    /// The address that it is built for, with a slash at the end.
    pub base_url: Arc<str>,
    /// The path of that address.
    pub base_path: Arc<str>,
    /// What appears or goes by itself, in the order of time.
    pub due: Vec<Due>,
    /// What must be found in no output.
    pub telltales: Vec<Telltale>,
}

impl Outlook {
    /// The outlook of a site, at a time, from all records and from those that are published.
    pub fn new(documents: &[Arc<Document>], site: &Site, now: Timestamp) -> Self {
        let settings = &site.settings;
        let mut due: Vec<Due> = documents.iter().flat_map(|document| turns(document, site, now)).collect();
        due.sort();
        Self {
            title: settings.name().to_owned(),
            written: settings.fields.text("base_url").cloned(),
            base_url: settings.base_url.clone(),
            base_path: settings.base_path.clone(),
            due,
            telltales: telltales::of(documents, site),
        }
    }

    /// The times at which something appears or goes.
    pub fn times(&self) -> Vec<Timestamp> {
        let mut times: Vec<Timestamp> = self.due.iter().map(|due| due.at).collect();
        times.dedup();
        times
    }
}

/// When a record appears and goes, as far as that is to come. What is a draft does neither.
fn turns(document: &Document, site: &Site, now: Timestamp) -> Vec<Due> {
    let fields = &document.fields;
    let held = fields.is_set("draft") || fields.text("stage").is_some_and(|stage| &**stage != "published");
    let record = Reference { kind: document.kind.name, id: document.id.clone() };
    let times = [("publish_at", Turn::Appears), ("expires", Turn::Goes)].into_iter();
    let to_come = times.filter_map(|(field, turn)| {
        let at = fields.moment(field)?.instant(&site.settings.zone);
        (at > now && !held).then(|| Due { at, record: record.clone(), turn })
    });
    to_come.collect()
}

/// What happens by itself when its time comes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// The record.
    pub record: Reference,
    /// Whether it appears or goes.
    pub turn: Turn,
}

/// What a time of publication does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// `publish_at`.
    Appears,
    /// `expires`.
    Goes,
}
