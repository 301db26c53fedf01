//! First mentions: titles and declared variants are found in running text by themselves. Exact case (a
//! capital where a sentence begins is allowed), whole words, longest first, once for each entry and page;
//! never in headings, code, quotations, captions or links.

use super::catalog::Catalog;
use crate::memory::Memory;
use crate::model::document::{Document, Node, Prose, Tag};
use crate::model::hash::{Digest, Hash};
use crate::model::record::Reference;
use crate::model::site::Run;
use aho_corasick::AhoCorasick;
use rayon::prelude::*;
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
    hash: Hash,
    /// Nothing where there are more names than an automaton holds.
    automaton: Option<AhoCorasick>,
    owners: Vec<Owner>,
}

struct Owner {
    entry: Reference,
    /// Set where the name was capitalised for the beginning of a sentence.
    only_first_in_sentence: bool,
}

/// For each document, the names found in its body.
pub fn first_mentions(
    documents: &[Arc<Document>],
    ready: &HashSet<Reference>,
    catalog: &Catalog<'_>,
    memory: &mut Memory,
) -> Vec<Arc<Vec<Found>>> {
    let names = names(documents, ready, catalog, memory);
    let known = std::mem::take(&mut memory.mentions);
    let found: Vec<_> = documents
        .par_iter()
        .map(|document| {
            let key = (document.hash, names.hash);
            (key, known.get(&key).cloned().unwrap_or_else(|| Arc::new(find(document.body(), &names))))
        })
        .collect();
    memory.mentions = found.iter().cloned().collect();
    found.into_iter().map(|(_, found)| found).collect()
}

/// The names of the ready entries that are found by name, unless two of them share one.
fn names(
    documents: &[Arc<Document>],
    ready: &HashSet<Reference>,
    catalog: &Catalog<'_>,
    memory: &mut Memory,
) -> Arc<Names> {
    let mut patterns: Vec<(String, Owner)> = Vec::new();
    let mut digest = Digest::default();
    for document in documents {
        let kind = crate::annotations::find(document.kind.name);
        if !kind.is_some_and(crate::annotations::AnnotationKind::is_found_by_name) {
            continue;
        }
        let entry = super::reference(document);
        if !ready.contains(&entry) {
            continue;
        }
        for name in std::iter::once(&document.title).chain(document.fields.texts("variants")) {
            let owners = catalog.named(name, None);
            let shared = owners.iter().any(|owner| {
                *owner != entry
                    && ready.contains(owner)
                    && crate::annotations::find(owner.kind)
                        .is_some_and(crate::annotations::AnnotationKind::is_found_by_name)
            });
            if shared || name.trim().is_empty() {
                continue;
            }
            digest.bytes(name.as_bytes());
            digest.bytes(entry.kind.as_bytes());
            digest.bytes(entry.id.as_bytes());
            patterns.push((name.to_string(), Owner { entry: entry.clone(), only_first_in_sentence: false }));
            if let Some(capital) = capitalised(name) {
                patterns.push((capital, Owner { entry: entry.clone(), only_first_in_sentence: true }));
            }
        }
    }
    let hash = digest.finish();
    if let Some((known, names)) = &memory.names
        && *known == hash
    {
        return names.clone();
    }
    let (texts, owners): (Vec<String>, Vec<Owner>) = patterns.into_iter().unzip();
    let names = Arc::new(Names { hash, automaton: AhoCorasick::new(&texts).ok(), owners });
    memory.names = Some((hash, names.clone()));
    names
}

/// The name with a capital, where it has none.
fn capitalised(name: &str) -> Option<String> {
    let mut letters = name.chars();
    let first = letters.next().filter(|c| c.is_lowercase())?;
    Some(first.to_uppercase().chain(letters).collect())
}

/// The first time each entry's name stands in a body.
fn find(prose: &Prose, names: &Names) -> Vec<Found> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let Some(automaton) = &names.automaton else { return found };
    for run in runs(prose) {
        let mut hits: Vec<_> = automaton
            .find_overlapping_iter(&run.text)
            .filter(|hit| is_word(&run.text, hit.start(), hit.end()))
            .filter(|hit| {
                !names.owners[hit.pattern().as_usize()].only_first_in_sentence
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
            let owner = &names.owners[hit.pattern().as_usize()];
            if seen.insert(owner.entry.clone()) {
                let (last, byte) = run.node_at(hit.end() - 1);
                let end = (last, byte + 1);
                found.push(Found { entry: owner.entry.clone(), start: run.node_at(hit.start()), end });
            }
        }
    }
    found
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
