//! Quotations in text: who the line under one names, when it was said, and which registered quotation it is.
//! And the ledger of all that was said, each thing once.

use super::catalog::Catalog;
use super::shelves::Shelves;
use crate::memory::Memory;
use crate::model::date::EventDate;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::{Document, Prose, Quotation};
use crate::model::hash::Digest;
use crate::model::record::{Data, Fields, Reference};
use crate::model::site::{EntryId, Known, Ledger, Links, Quoted, Saying};
use crate::model::verbatim;
use rustc_hash::FxHashSet;
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

/// What the quotations of a text say that no register has, each by the key of its words.
pub fn in_text(id: EntryId, document: &Document, links: &Links, shelves: &Shelves) -> Vec<(String, Saying)> {
    let body = document.body();
    let quotations = (0..).zip(body.quotations.iter().zip(&links.quotations));
    let unregistered = quotations.filter(|(_, (_, quoted))| quoted.registered.is_none());
    let saying = |(i, (quotation, quoted)): (u32, (&Quotation, &Quoted))| {
        let venue = quoted.venue.as_ref().and_then(|venue| shelves.document(venue));
        let of_venue = || venue?.fields.date("date").cloned();
        let saying = Saying {
            known: Known::Quoted(id, i),
            whose: quoted.by.iter().filter_map(|by| shelves.find(by)).collect(),
            said: quoted.said.clone().or_else(of_venue),
        };
        (verbatim::key(&body.quoted(quotation)), saying)
    };
    unregistered.map(saying).collect()
}

/// What a record of the register says.
fn registered(id: EntryId, fields: &Fields, shelves: &Shelves) -> Saying {
    let named = |field: &&str| match fields.get(field)? {
        Data::Ref(reference) => shelves.find(reference),
        _ => None,
    };
    let whose = ["by", "for"].iter().filter_map(named).collect();
    Saying { known: Known::Registered(id), whose, said: fields.date("said").cloned() }
}

/// All that was said, newest first: what is registered, and quotations in text that are not.
pub fn ledger<'a>(
    shelves: &Shelves,
    in_text: impl Iterator<Item = &'a (String, Saying)>,
    memory: &mut Memory,
) -> Arc<Ledger> {
    let mut known: FxHashSet<&str> = FxHashSet::default();
    let in_text: Vec<&Saying> =
        in_text.filter(|(key, _)| known.insert(key)).map(|(_, saying)| saying).collect();
    let mut digest = Digest::default();
    digest.hash(shelves.hash);
    in_text.iter().for_each(|saying| saying.digest(&mut digest));
    let hash = digest.finish();
    if let Some((known, ledger)) = &memory.said
        && *known == hash
    {
        return ledger.clone();
    }
    let quotes = shelves.kinds.get("quote").into_iter().flatten();
    let registered = quotes.map(|id| registered(*id, &shelves.entry(*id).fields, shelves));
    let mut said: Vec<Saying> = registered.chain(in_text.into_iter().cloned()).collect();
    said.sort_by(|a, b| match (&a.said, &b.said) {
        (Some(a), Some(b)) => b.chronological(a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    let ledger = Arc::new(Ledger::new(said));
    memory.said = Some((hash, ledger.clone()));
    ledger
}

/// Registered quotations by what they say, in every language they are given in. A draft is none of them, so that it
/// changes no published page.
pub fn register<'a>(
    documents: &'a [Arc<Document>],
    ready: &'a [bool],
) -> impl Iterator<Item = (String, Reference)> + 'a {
    let ready = documents.iter().zip(ready).filter(|(_, ready)| **ready).map(|(document, _)| document);
    ready.filter(|document| document.kind.name == "quote").flat_map(|quote| {
        let versions = crate::annotations::quote::versions(quote);
        versions.map(|text| (verbatim::key(text), super::reference(quote)))
    })
}
