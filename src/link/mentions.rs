//! First mentions: titles and declared variants are found in running text by themselves. Exact case (a
//! capital where a sentence begins is allowed), whole words, longest first, once for each entry and page;
//! never in headings, code, quotations, captions or links.

use super::catalog::Catalog;
use crate::memory::Memory;
use crate::model::document::{Document, Node, Prose, Tag};
use crate::model::hash::{Digest, Hash};
use crate::model::record::Reference;
use crate::model::run::Run;
use aho_corasick::AhoCorasick;
use std::collections::HashSet;
use std::sync::Arc;

/// A name found in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Whose name.
    pub entry: Reference,
    /// First node and the byte in it.
    pub start: (u32, u32),
    /// Last node and the byte after the name in it.
    pub end: (u32, u32),
}

/// The names that are looked for.
pub struct Names {
    /// The hash of all of them.
    pub hash: Hash,
    /// Nothing where there are more names than an automaton holds.
    automaton: Option<AhoCorasick>,
    owners: Vec<Owner>,
}

struct Owner {
    entry: Reference,
    /// Set where the name was capitalised for the beginning of a sentence.
    only_first_in_sentence: bool,
}

/// The names of the ready entries that are found by name, unless two of them share one. `faces` is the hash of all that
/// records tell outside their bodies.
pub fn names(
    documents: &[Arc<Document>],
    ready: &[bool],
    catalog: &Catalog<'_>,
    faces: Hash,
    memory: &mut Memory,
) -> Arc<Names> {
    let known = memory.names.take();
    let names = match known {
        Some((from, names)) if from == faces => names,
        known => Names::new(documents, ready, catalog, known.map(|(_, names)| names)),
    };
    memory.names = Some((faces, names.clone()));
    names
}

impl Names {
    fn new(
        documents: &[Arc<Document>],
        ready: &[bool],
        catalog: &Catalog<'_>,
        known: Option<Arc<Names>>,
    ) -> Arc<Self> {
        let mut patterns: Vec<(String, Owner)> = Vec::new();
        let mut digest = Digest::default();
        let is_ready = |owner: &Reference| {
            catalog.record(owner).and_then(|record| ready.get(record as usize)).is_some_and(|ready| *ready)
        };
        for document in documents.iter().filter(|document| is_found_by_name(document.kind.name)) {
            let entry = super::reference(document);
            if !is_ready(&entry) {
                continue;
            }
            for name in std::iter::once(&document.title).chain(document.fields.texts("variants")) {
                let owners = catalog.named(name, None);
                let mut others = owners.iter().filter(|owner| **owner != entry);
                let shared = others.any(|owner| is_found_by_name(owner.kind) && is_ready(owner));
                if shared || name.trim().is_empty() {
                    continue;
                }
                digest.bytes(name.as_bytes());
                digest.bytes(entry.kind.as_bytes());
                digest.bytes(entry.id.as_bytes());
                patterns
                    .push((name.to_string(), Owner { entry: entry.clone(), only_first_in_sentence: false }));
                if let Some(capital) = capitalised(name) {
                    patterns.push((capital, Owner { entry: entry.clone(), only_first_in_sentence: true }));
                }
            }
        }
        let hash = digest.finish();
        if let Some(known) = known.filter(|known| known.hash == hash) {
            return known;
        }
        let (texts, owners): (Vec<String>, Vec<Owner>) = patterns.into_iter().unzip();
        Arc::new(Self { hash, automaton: AhoCorasick::new(&texts).ok(), owners })
    }

    /// The first time each entry's name stands in a body.
    pub fn find(&self, prose: &Prose) -> Vec<Found> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        let Some(automaton) = &self.automaton else { return found };
        for run in runs(prose) {
            let mut hits: Vec<_> = automaton
                .find_overlapping_iter(&run.text)
                .filter(|hit| is_word(&run.text, hit.start(), hit.end()))
                .filter(|hit| {
                    !self.owners[hit.pattern().as_usize()].only_first_in_sentence
                        || begins_sentence(&run.text, hit.start())
                })
                .collect();
            hits.sort_by_key(|hit| (hit.start(), std::cmp::Reverse(hit.end())));
            let mut free = 0;
            for hit in hits {
                if hit.start() < free {
                    continue;
                }
                free = hit.end();
                let owner = &self.owners[hit.pattern().as_usize()];
                if seen.insert(owner.entry.clone()) {
                    let (last, byte) = run.node_at(hit.end() - 1);
                    let end = (last, byte + 1);
                    found.push(Found { entry: owner.entry.clone(), start: run.node_at(hit.start()), end });
                }
            }
        }
        found
    }
}

fn is_found_by_name(kind: &str) -> bool {
    crate::annotations::find(kind).is_some_and(crate::annotations::AnnotationKind::is_found_by_name)
}

/// The name with a capital, where it has none.
fn capitalised(name: &str) -> Option<String> {
    let mut letters = name.chars();
    let first = letters.next().filter(|c| c.is_lowercase())?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// The stretches of text in which names are looked for.
fn runs(prose: &Prose) -> Vec<Run> {
    let mut runs = vec![Run::default()];
    let mut closed = 0_usize;
    for (i, node) in (0..prose.main).zip(&prose.nodes) {
        match node {
            Node::Open(tag) if is_closed(*tag) => closed += 1,
            Node::Close(tag) if is_closed(*tag) => closed = closed.saturating_sub(1),
            Node::Text(_) | Node::Owned(_) | Node::Soft if closed == 0 => {
                if let Some(run) = runs.last_mut() {
                    run.push(prose, i);
                }
                continue;
            }
            _ => {}
        }
        if runs.last().is_some_and(|run| !run.text.is_empty()) {
            runs.push(Run::default());
        }
    }
    runs
}

/// Whether no name is looked for in here.
fn is_closed(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Heading(_)
            | Tag::Quotation
            | Tag::Picture(_)
            | Tag::CodeBlock
            | Tag::Link(_)
            | Tag::Mark(_)
            | Tag::HeadCell(_)
    )
}

fn is_word(text: &str, start: usize, end: usize) -> bool {
    let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    !part_of_word(text[..start].chars().next_back()) && !part_of_word(text[end..].chars().next())
}

fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(|c: char| c.is_whitespace() || "“\"'‘(".contains(c));
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '…'])
}
