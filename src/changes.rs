//! What changed between two states of a site, in words for a pull request: figures, quotations, corrections, dates
//! and marks. How either state was read, and where it stood, is for others.

use crate::annotations::fact;
use crate::model::document::{Document, Mark};
use crate::model::record::{Data, Fields, Reference};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The changes of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Its file.
    pub path: Arc<str>,
    /// Its kind and id.
    pub reference: Reference,
    /// Its title.
    pub title: Arc<str>,
    /// What changed: a word for what it is, and how.
    pub changes: Vec<(&'static str, String)>,
}

/// Every record that is new, gone, or says something else than before, in the order of files.
pub fn between(before: &[Arc<Document>], after: &[Arc<Document>]) -> Vec<Changed> {
    let old: BTreeMap<Reference, &Arc<Document>> = by_reference(before);
    let new: BTreeMap<Reference, &Arc<Document>> = by_reference(after);
    let mut all = Vec::new();
    for document in after {
        let reference = reference(document);
        let changes = match old.get(&reference) {
            Some(old) if old.hash == document.hash => continue,
            Some(old) => changes(old, document),
            None => vec![("new", told(document))],
        };
        all.push(changed(document, reference, changes));
    }
    for document in before.iter().filter(|document| !new.contains_key(&reference(document))) {
        all.push(changed(document, reference(document), vec![("gone", told(document))]));
    }
    all.retain(|changed| !changed.changes.is_empty());
    all.sort_by(|a, b| (&a.path, &a.reference).cmp(&(&b.path, &b.reference)));
    all
}

fn changed(document: &Document, reference: Reference, changes: Vec<(&'static str, String)>) -> Changed {
    let path = document.location.manuscript.path.clone();
    Changed { path, reference, title: document.title.clone(), changes }
}

fn by_reference(documents: &[Arc<Document>]) -> BTreeMap<Reference, &Arc<Document>> {
    documents.iter().rev().map(|document| (reference(document), document)).collect()
}

fn reference(document: &Document) -> Reference {
    Reference { kind: document.kind.name, id: document.id.clone() }
}

/// A record that is new or gone, in a line.
fn told(document: &Document) -> String {
    let newest = document.fields.by_date("values").last();
    let value = newest.and_then(|value| Some((fact::words(value, document)?, value)));
    match (value, document.fields.text("text")) {
        (Some((words, (date, _))), _) => format!("{words} ({})", date.written),
        (None, Some(text)) => format!("“{text}”"),
        (None, None) => document.title.to_string(),
    }
}

fn changes(old: &Document, new: &Document) -> Vec<(&'static str, String)> {
    let mut changes = Vec::new();
    if old.title != new.title {
        changes.push(("title", format!("“{}” → “{}”", old.title, new.title)));
    }
    changes.extend(values(old, new));
    changes.extend(texts(old, new));
    changes.extend(dates(&old.fields, &new.fields));
    changes.extend(corrections(&old.fields, &new.fields));
    changes.extend(quotations(old, new));
    changes.extend(marks(old, new));
    if is_significant(&changes) && moment(&old.fields, "updated") == moment(&new.fields, "updated") {
        changes.extend(unannounced(new));
    }
    changes
}

/// The values of a fact.
fn values(old: &Document, new: &Document) -> Vec<(&'static str, String)> {
    let told = |document: &Document| -> BTreeMap<String, String> {
        let values = document.fields.by_date("values").iter();
        values
            .filter_map(|value| Some((value.0.written.to_string(), fact::words(value, document)?)))
            .collect()
    };
    listed("value", &told(old), &told(new))
}

/// Two lists by key: what is new, gone, or other than before.
fn listed(
    what: &'static str,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Vec<(&'static str, String)> {
    let mut changes = Vec::new();
    for (key, now) in new {
        match old.get(key) {
            None => changes.push((what, format!("+ {key}: {now}"))),
            Some(was) if was != now => changes.push((what, format!("{key}: {was} → {now}"))),
            Some(_) => {}
        }
    }
    for (key, was) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        changes.push((what, format!("- {key}: {was}")));
    }
    changes
}

/// What a quotation or a claim says, and how a claim stands.
fn texts(old: &Document, new: &Document) -> Vec<(&'static str, String)> {
    let fields = [("words", "text"), ("status", "status"), ("stage", "stage"), ("unit", "unit")];
    let mut changes = Vec::new();
    for (what, name) in fields {
        let (was, now) = (old.fields.text(name), new.fields.text(name));
        if was != now {
            let shown =
                |text: Option<&Arc<str>>| text.map_or("nothing".to_owned(), |text| format!("“{text}”"));
            changes.push((what, format!("{} → {}", shown(was), shown(now))));
        }
    }
    changes
}

/// Dates of the world and of publication.
fn dates(old: &Fields, new: &Fields) -> Vec<(&'static str, String)> {
    let of = |fields: &Fields| -> BTreeMap<String, String> {
        let dates = fields.0.iter().filter_map(|(name, data)| match data {
            Data::Date(date) => Some(((*name).to_owned(), date.written.to_string())),
            Data::Moment(_) => Some(((*name).to_owned(), moment(fields, name)?)),
            _ => None,
        });
        dates.collect()
    };
    listed("date", &of(old), &of(new))
}

fn moment(fields: &Fields, name: &str) -> Option<String> {
    fields.moment(name).map(|at| at.html(&jiff::tz::TimeZone::UTC))
}

fn corrections(old: &Fields, new: &Fields) -> Vec<(&'static str, String)> {
    let of = |fields: &Fields| -> Vec<String> {
        let told = fields.maps("corrections").map(|correction| {
            let text = |name: &str| correction.text(name).map(|text| format!("“{text}”"));
            let words = [text("was"), text("now")].into_iter().flatten().collect::<Vec<_>>().join(" → ");
            format!("{} {words}", moment(correction, "date").unwrap_or_default())
        });
        told.collect()
    };
    let (was, now) = (of(old), of(new));
    let gone = was.iter().filter(|told| !now.contains(told)).map(|told| ("correction", format!("- {told}")));
    let added = now.iter().filter(|told| !was.contains(told)).map(|told| ("correction", format!("+ {told}")));
    gone.chain(added).collect()
}

/// Block quotations: who is quoted, and what with.
fn quotations(old: &Document, new: &Document) -> Vec<(&'static str, String)> {
    let of = |document: &Document| -> Vec<String> {
        let body = document.body();
        body.quotations.iter().map(|quotation| body.quoted(quotation)).collect()
    };
    let (was, now) = (of(old), of(new));
    let gone =
        was.iter().filter(|words| !now.contains(words)).map(|words| ("quotation", format!("- {words}")));
    let added =
        now.iter().filter(|words| !was.contains(words)).map(|words| ("quotation", format!("+ {words}")));
    gone.chain(added).collect()
}

/// Marks of the body: figures and quotations by what they say, others by what they point at.
fn marks(old: &Document, new: &Document) -> Vec<(&'static str, String)> {
    let of = |document: &Document| -> BTreeMap<String, (usize, &'static str)> {
        let mut told = BTreeMap::new();
        for mark in &document.body().marks {
            told.entry(shown(mark)).or_insert((0, what(mark))).0 += 1;
        }
        told
    };
    let (was, now) = (of(old), of(new));
    let count = |marks: &BTreeMap<String, (usize, &str)>, mark: &str| marks.get(mark).map_or(0, |(n, _)| *n);
    let mut changes = Vec::new();
    for (mark, (n, what)) in &was {
        changes.extend((count(&now, mark) < *n).then(|| (*what, format!("- {mark}"))));
    }
    for (mark, (n, what)) in &now {
        changes.extend((count(&was, mark) < *n).then(|| (*what, format!("+ {mark}"))));
    }
    changes
}

fn what(mark: &Mark) -> &'static str {
    match mark.kind {
        Some("fact") => "figure",
        Some("quote") => "quotation",
        _ => "mark",
    }
}

fn shown(mark: &Mark) -> String {
    let kind = mark.kind.map_or(String::new(), |kind| format!("{kind}:"));
    let pin = if mark.pin.is_empty() { String::new() } else { format!("@{}", mark.pin) };
    format!("“{}” ({kind}{}{pin})", mark.words, mark.target)
}

/// Whether readers should be told: a figure, a quotation, a correction or a date is other than before.
fn is_significant(changes: &[(&str, String)]) -> bool {
    changes.iter().any(|(what, _)| ["figure", "quotation", "correction"].contains(what))
}

/// An explainer whose readers are not told that it changed.
fn unannounced(document: &Document) -> Option<(&'static str, String)> {
    document.fields.moment("published")?;
    let since =
        moment(&document.fields, "updated").map_or("is not set".to_owned(), |at| format!("is still {at}"));
    Some(("updated", format!("{since}: feeds do not tell readers of this change")))
}
