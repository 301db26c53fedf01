//! Quotations in text: who the line under one names, when it was said, and which registered quotation it is.
//! And the ledger of all that was said, each thing once.

use super::catalog::Catalog;
use crate::model::date::EventDate;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::{Document, Prose, Quotation};
use crate::model::record::{Data, Fields, Reference};
use crate::model::site::{EntryId, Known, Quoted, Saying, Site};
use crate::model::verbatim;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What the line under a quotation says of it. `marks` are what the body's marks point at.
pub fn quoted(
    document: &Document,
    quotation: &Quotation,
    marks: &[Option<Reference>],
    catalog: &Catalog<'_>,
) -> (Quoted, Option<Diagnostic>) {
    let prose = document.body();
    let line = quotation.attribution;
    let named: Vec<&Reference> =
        marks_between(prose, line).filter_map(|mark| marks.get(mark as usize)?.as_ref()).collect();
    let of_kind = |kinds: &[&str]| named.iter().find(|named| kinds.contains(&named.kind)).copied().cloned();
    let words = prose.plain(line.0 as usize..line.1 as usize);
    let name = words.split(',').next().unwrap_or_default().trim();
    let said = prose.quoted(quotation);
    let register = of_kind(&["quote"]);
    let wrong = register.as_ref().and_then(|quote| differs(document, quotation, &said, quote, catalog));
    let quoted = Quoted {
        from_register: register.is_some(),
        registered: register.or_else(|| catalog.said(&said).cloned()),
        by: of_kind(&["person", "org"]).or_else(|| called(name, catalog)),
        name: name.into(),
        venue: of_kind(&["event"]),
        said: day(&words),
    };
    (quoted, wrong)
}

/// The one person or organisation of this name.
fn called(name: &str, catalog: &Catalog<'_>) -> Option<Reference> {
    let mut named = catalog.named(name, Some("person"));
    named.extend(catalog.named(name, Some("org")));
    match named.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// The marks that open between two nodes.
fn marks_between(prose: &Prose, nodes: (u32, u32)) -> impl Iterator<Item = u32> + '_ {
    use crate::model::document::{Node, Tag};
    let nodes = prose.nodes.get(nodes.0 as usize..nodes.1 as usize).unwrap_or_default();
    nodes.iter().filter_map(|node| match node {
        Node::Open(Tag::Mark(mark)) => Some(*mark),
        _ => None,
    })
}

/// The last day, or month, that a line names.
fn day(words: &str) -> Option<EventDate> {
    let words: Vec<&str> = words.split_whitespace().collect();
    // Every date that is looked for ends with a year.
    let ends = (0..words.len()).rev().filter(|end| is_year(words[*end]));
    let windows = ends.flat_map(|end| [3, 2].map(|length| ((end + 1).checked_sub(length), end)));
    let mut dates = windows.filter_map(|(start, end)| {
        let text = words.get(start?..=end)?.join(" ");
        EventDate::meant(text.trim_end_matches([',', '.', ';']))
    });
    EventDate::parse(&dates.next()?).ok()
}

fn is_year(word: &str) -> bool {
    let digits = word.trim_end_matches([',', '.', ';']);
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A quotation whose line names the register must be what is registered.
fn differs(
    document: &Document,
    quotation: &Quotation,
    said: &str,
    quote: &Reference,
    catalog: &Catalog<'_>,
) -> Option<Diagnostic> {
    let registered = catalog.get(quote)?;
    let difference = crate::annotations::quote::differs(said, registered)?;
    let place = document.place(document.body(), quotation.span);
    Some(
        Diagnostic::error("BS0324", place, difference.message)
            .label(difference.label)
            .related(registered.location.field(&["text".to_owned()]), "what is registered")
            .help(difference.help),
    )
}

/// All that was said, newest first: what is registered, and quotations in text that are not.
pub fn ledger(site: &Site) -> Vec<Saying> {
    let mut said = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    for id in site.of_kind("quote") {
        said.push(registered(id, site));
    }
    for (id, entry) in (0..).map(EntryId).zip(&site.entries) {
        let body = entry.document.body();
        for (i, (quotation, quoted)) in (0..).zip(body.quotations.iter().zip(&entry.links.quotations)) {
            let key = || verbatim::key(&body.quoted(quotation));
            if quoted.registered.is_none() && known.insert(key()) {
                said.push(in_text(id, i, quoted, site));
            }
        }
    }
    said.sort_by(|a, b| match (&a.said, &b.said) {
        (Some(a), Some(b)) => b.chronological(a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    said
}

fn registered(id: EntryId, site: &Site) -> Saying {
    let fields = &site.entry(id).document.fields;
    let whose = ["by", "for"].iter().filter_map(|field| named(fields, field, site)).collect();
    Saying { known: Known::Registered(id), whose, said: fields.date("said").cloned() }
}

fn named(fields: &Fields, field: &str, site: &Site) -> Option<EntryId> {
    match fields.get(field)? {
        Data::Ref(reference) => site.find(reference),
        _ => None,
    }
}

fn in_text(id: EntryId, i: u32, quoted: &Quoted, site: &Site) -> Saying {
    let whose = quoted.by.iter().filter_map(|by| site.find(by)).collect();
    let venue = || site.find(quoted.venue.as_ref()?);
    let of_venue = || site.entry(venue()?).document.fields.date("date").cloned();
    Saying { known: Known::Quoted(id, i), whose, said: quoted.said.clone().or_else(of_venue) }
}

/// Registered quotations by what they say, in every language they are given in. A draft is none of them, so that it
/// changes no published page; of two that say the same the first counts.
pub fn register(documents: &[Arc<Document>], ready: &HashSet<Reference>) -> HashMap<String, Reference> {
    let mut register = HashMap::new();
    for quote in documents.iter().filter(|document| document.kind.name == "quote") {
        let reference = super::reference(quote);
        if ready.contains(&reference) {
            for text in crate::annotations::quote::versions(quote) {
                register.entry(verbatim::key(text)).or_insert_with(|| reference.clone());
            }
        }
    }
    register
}
