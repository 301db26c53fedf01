//! Words that stand in unpublished records alone. Where one of them is in an output, something has leaked; the
//! published set sees to it that none is, and this looks at the bytes all the same.

use crate::model::document::{Document, Node};
use crate::model::record::{Data, Fields};
use crate::model::site::Site;
use aho_corasick::AhoCorasick;
use std::collections::HashSet;
use std::sync::Arc;

/// Words that only an unpublished record has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telltale {
    /// The words, as they would stand in any format.
    pub words: String,
    /// The file of the record.
    pub file: Arc<str>,
}

/// Shorter words may stand anywhere by chance.
const SHORTEST: usize = 24;

/// How many of a record are looked for.
const OF_A_RECORD: usize = 64;

/// Telltales of what is written but not published.
pub fn of(documents: &[Arc<Document>], site: &Site) -> Vec<Telltale> {
    let published: HashSet<*const Document> =
        site.entries.iter().map(|entry| Arc::as_ptr(&entry.document)).collect();
    let is_shown = |document: &Arc<Document>| published.contains(&Arc::as_ptr(document));
    let mut telltales: Vec<Telltale> = Vec::new();
    for document in documents.iter().filter(|document| !is_shown(document)) {
        let words = all_words(document).into_iter().flat_map(|words| runs(words).collect::<Vec<_>>());
        let file = &document.location.manuscript.path;
        telltales.extend(words.take(OF_A_RECORD).map(|words| Telltale { words, file: file.clone() }));
    }
    if telltales.is_empty() {
        return telltales;
    }
    let Ok(finder) = AhoCorasick::new(telltales.iter().map(|telltale| &telltale.words)) else {
        return Vec::new();
    };
    let mut known = HashSet::new();
    for document in documents.iter().filter(|document| is_shown(document)) {
        for words in all_words(document) {
            known.extend(finder.find_overlapping_iter(words).map(|found| found.pattern().as_usize()));
        }
    }
    let mut at = 0..;
    telltales.retain(|_| at.next().is_some_and(|i| !known.contains(&i)));
    telltales
}

/// Stretches that are written alike in HTML, XML, JSON and plain text.
fn runs(words: &str) -> impl Iterator<Item = String> + '_ {
    let plain = |c: char| c.is_alphanumeric() || c == ' ' || c == ',' || c == '.' || c == '-';
    let runs = words.split(move |c: char| !plain(c)).map(|run| run.trim_matches([' ', ',', '.', '-']));
    runs.filter(|run| run.len() >= SHORTEST).map(str::to_owned)
}

/// Title, prose and the texts of fields.
fn all_words(document: &Document) -> Vec<&str> {
    let mut all = vec![&*document.title];
    for prose in &document.prose {
        let words = prose.nodes.iter().filter(|node| matches!(node, Node::Text(_) | Node::Owned(_)));
        all.extend(words.map(|node| prose.words(*node)));
        all.extend(prose.pictures.iter().flat_map(|picture| [&*picture.alt, &*picture.credit]));
        all.extend(prose.marks.iter().map(|mark| &*mark.gloss));
    }
    in_fields(&document.fields, &mut all);
    all
}

fn in_fields<'a>(fields: &'a Fields, all: &mut Vec<&'a str>) {
    fields.0.iter().for_each(|(_, data)| in_data(data, all));
}

fn in_data<'a>(data: &'a Data, all: &mut Vec<&'a str>) {
    match data {
        Data::Text(text) => all.push(text),
        Data::List(list) => list.iter().for_each(|data| in_data(data, all)),
        Data::Map(fields) => in_fields(fields, all),
        Data::ByDate(dates) => dates.iter().for_each(|(_, fields)| in_fields(fields, all)),
        _ => {}
    }
}
