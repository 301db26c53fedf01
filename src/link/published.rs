//! The published set: stage published, time come, not expired. An entry that is mentioned somewhere, and
//! only by what is not published, is held back with it.

use super::catalog::Catalog;
use super::resolve::Resolved;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::input::{Audience, Project};
use crate::model::record::Reference;
use crate::model::settings::Settings;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What readers may see.
pub fn set(
    documents: &[Arc<Document>],
    resolved: &[(Resolved, Vec<Diagnostic>)],
    catalog: &Catalog<'_>,
    project: &Project,
    settings: &Settings,
) -> HashSet<Reference> {
    let mut mentions: HashMap<Reference, Vec<&Reference>> = HashMap::new();
    let mut ready: HashSet<Reference> = HashSet::new();
    let mut roots = Vec::new();
    let mut hidden = Vec::new();
    for (document, (resolved, _)) in documents.iter().zip(resolved) {
        if !catalog.is_first(document) {
            continue;
        }
        let name = super::reference(document);
        mentions.insert(name.clone(), named(resolved));
        if !is_ready(document, project, settings) {
            hidden.push(name);
        } else {
            // Explainers and pages stand for themselves; entries are there for those who mention them.
            if crate::annotations::find(name.kind).is_none() {
                roots.push(name.clone());
            }
            ready.insert(name);
        }
    }
    let shown = reach(&roots, &mentions, |name| ready.contains(name));
    let shadowed = reach(&hidden, &mentions, |_| true);
    let free: Vec<_> = ready.iter().filter(|name| !shadowed.contains(*name)).cloned().collect();
    let free = reach(&free, &mentions, |name| ready.contains(name));
    ready.into_iter().filter(|name| shown.contains(name) || free.contains(name)).collect()
}

/// The records that by themselves may be seen: the only ones whose names are looked for in text, so that
/// a draft changes no published page.
pub fn ready(documents: &[Arc<Document>], project: &Project, settings: &Settings) -> HashSet<Reference> {
    let ready = documents.iter().filter(|document| is_ready(document, project, settings));
    ready.map(|document| super::reference(document)).collect()
}

/// Whether a record by itself may be seen: its stage and its times.
fn is_ready(document: &Document, project: &Project, settings: &Settings) -> bool {
    let fields = &document.fields;
    let stage = match fields.is_set("draft") {
        true => "draft",
        false => fields.text("stage").map_or("published", |stage| stage),
    };
    if stage == "withdrawn" {
        return false;
    }
    if project.options.audience == Audience::Editors {
        return true;
    }
    let now = project.options.now;
    let come = fields.moment("publish_at").is_none_or(|at| at.instant(&settings.zone) <= now);
    let gone = fields.moment("expires").is_some_and(|at| at.instant(&settings.zone) <= now);
    stage == "published" && come && !gone
}

/// Everything a document names: by mark, by link, by first mention, in its fields.
fn named(resolved: &Resolved) -> Vec<&Reference> {
    let marks = resolved.marks.iter().flatten().flatten();
    let links = resolved.urls.iter().flatten().flatten().filter_map(|to| to.page.as_ref());
    marks
        .chain(links)
        .chain(resolved.mentions.iter().map(|mention| &mention.entry))
        .chain(&resolved.references)
        .chain(resolved.media.iter().flatten().flatten())
        .chain(&resolved.image_record)
        .collect()
}

/// All that can be reached from some records through records that let one pass.
fn reach(
    from: &[Reference],
    mentions: &HashMap<Reference, Vec<&Reference>>,
    passes: impl Fn(&Reference) -> bool,
) -> HashSet<Reference> {
    let mut reached: HashSet<Reference> = from.iter().cloned().collect();
    let mut next: Vec<Reference> = from.to_vec();
    while let Some(name) = next.pop() {
        for named in mentions.get(&name).into_iter().flatten() {
            if passes(named) && reached.insert((*named).clone()) {
                next.push((*named).clone());
            }
        }
    }
    reached
}
