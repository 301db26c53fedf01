//! The published set: stage published, time come, not expired. An entry that is mentioned somewhere, and
//! only by what is not published, is held back with it.

use super::catalog::Catalog;
use super::index::Record;
use super::resolve::Looked;
use super::standing::Standing;
use crate::model::date::Moment;
use crate::model::document::Document;
use crate::model::input::{Audience, Project};
use crate::model::settings::Settings;
use jiff::Timestamp;
use rayon::prelude::*;
use std::sync::Arc;

/// What readers may see, record by record.
pub fn set(
    documents: &[Arc<Document>],
    ready: &[bool],
    looked: &[Arc<Looked>],
    catalog: &Catalog<'_>,
) -> Vec<bool> {
    let (mut roots, mut hidden) = (Vec::new(), Vec::new());
    let mut is_first = vec![true; documents.len()];
    catalog.seconds().for_each(|second| is_first[second as usize] = false);
    for (record, document) in (0..).zip(documents).filter(|(record, _)| is_first[*record as usize]) {
        if !ready[record as usize] {
            hidden.push(record);
        } else if crate::annotations::find(document.kind.name).is_none() {
            // Explainers and pages stand for themselves; entries are there for those who mention them.
            roots.push(record);
        }
    }
    let may_be_seen = |record: Record| ready[record as usize];
    let shown = reach(roots, looked, may_be_seen);
    let shadowed = reach(hidden, looked, |_| true);
    let is_free = |record: &Record| ready[*record as usize] && !shadowed[*record as usize];
    let free = (0..).take(documents.len()).filter(is_free).collect();
    let free = reach(free, looked, may_be_seen);
    let seen = |record: usize| is_first[record] && ready[record] && (shown[record] || free[record]);
    (0..documents.len()).map(seen).collect()
}

/// The records that by themselves may be seen: the only ones whose names are looked for in text, so that
/// a draft changes no published page. And when that changes next.
pub fn ready(
    documents: &[Arc<Document>],
    project: &Project,
    settings: &Settings,
) -> (Vec<bool>, Option<Timestamp>) {
    let ready = documents.par_iter().map(|document| is_ready(document, project, settings)).collect();
    let times = documents.par_iter().flat_map_iter(|document| {
        let moments = ["publish_at", "expires"].into_iter().filter_map(|field| document.fields.moment(field));
        moments.map(|moment| moment.instant(&settings.zone))
    });
    (ready, times.filter(|time| *time > project.options.now).min())
}

/// Whether a record by itself may be seen.
fn is_ready(document: &Document, project: &Project, settings: &Settings) -> bool {
    obstacle(document, project, settings).is_none()
}

/// What keeps a record by itself from being seen: its stage, or its times.
pub fn obstacle(document: &Document, project: &Project, settings: &Settings) -> Option<Standing> {
    let fields = &document.fields;
    let stage = match fields.is_set("draft") {
        true => "draft",
        false => fields.text("stage").map_or("published", |stage| stage),
    };
    let to_editors = project.options.audience == Audience::Editors;
    if stage == "withdrawn" || (stage != "published" && !to_editors) {
        return Some(Standing::Stage(stage.into()));
    }
    if to_editors {
        return None;
    }
    let is_past = |at: &&Moment| at.instant(&settings.zone) <= project.options.now;
    let not_yet = fields.moment("publish_at").filter(|at| !is_past(at));
    let expired = fields.moment("expires").filter(is_past);
    let told = |at: &Moment| at.local(&settings.zone);
    not_yet.map(|at| Standing::NotYet(told(at))).or_else(|| expired.map(|at| Standing::Expired(told(at))))
}

/// All that can be reached from some records through records that let one pass.
fn reach(from: Vec<Record>, looked: &[Arc<Looked>], passes: impl Fn(Record) -> bool) -> Vec<bool> {
    let mut reached = vec![false; looked.len()];
    from.iter().for_each(|record| reached[*record as usize] = true);
    let mut next = from;
    while let Some(record) = next.pop() {
        for named in &looked[record as usize].resolved.named {
            if !reached[*named as usize] && passes(*named) {
                reached[*named as usize] = true;
                next.push(*named);
            }
        }
    }
    reached
}
