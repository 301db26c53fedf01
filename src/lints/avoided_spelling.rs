//! Spellings that an entry says to avoid, in the text of others: reported, never rewritten. Quotations are as they
//! were said.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::document::{Document, Node, Prose, Tag};
use crate::model::plan::Plan;
use crate::model::site::{EntryId, Site};
use crate::model::text::Span;
use aho_corasick::AhoCorasick;
use std::sync::Arc;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0404", name: "avoided-spelling", level: Level::Warning, check: Check::Site(check) };

fn check(site: &Site, _: &Plan) -> Vec<(EntryId, Diagnostic)> {
    let spellings: Vec<Spelling<'_>> = site.entries.iter().flat_map(|entry| of(&entry.document)).collect();
    if spellings.is_empty() {
        return Vec::new();
    }
    let Ok(automaton) = AhoCorasick::new(spellings.iter().map(|spelling| &**spelling.words)) else {
        return Vec::new();
    };
    let documents = (0..).map(EntryId).zip(site.entries.iter().map(|entry| &entry.document));
    documents
        .flat_map(|(id, document)| {
            let all = document.prose.iter().flat_map(|prose| texts(prose).map(move |span| (prose, span)));
            all.flat_map(|(prose, span)| found(document, prose, span, &automaton, &spellings))
                .map(|diagnostic| (id, diagnostic))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// A spelling to avoid.
struct Spelling<'a> {
    words: &'a Arc<str>,
    /// Whose it is.
    of: &'a Document,
}

fn of(document: &Document) -> impl Iterator<Item = Spelling<'_>> {
    let written = document.fields.texts("avoid").filter(|words| !words.trim().is_empty());
    written.map(move |words| Spelling { words, of: document })
}

/// The stretches of text outside quotations and code.
fn texts(prose: &Prose) -> impl Iterator<Item = Span> + '_ {
    let mut closed = 0_usize;
    prose.nodes.iter().filter_map(move |node| {
        match node {
            Node::Open(tag) if is_closed(prose, *tag) => closed += 1,
            Node::Close(tag) if is_closed(prose, *tag) => closed = closed.saturating_sub(1),
            Node::Text(span) if closed == 0 => return Some(*span),
            _ => {}
        }
        None
    })
}

fn is_closed(prose: &Prose, tag: Tag) -> bool {
    match tag {
        Tag::Quotation | Tag::CodeBlock => true,
        Tag::Mark(mark) => prose.marks.get(mark as usize).is_some_and(|mark| mark.kind == Some("quote")),
        _ => false,
    }
}

fn found(
    document: &Document,
    prose: &Prose,
    span: Span,
    automaton: &AhoCorasick,
    spellings: &[Spelling<'_>],
) -> Vec<Diagnostic> {
    let text = span.of(&prose.text);
    let is_word = |start: usize, end: usize| {
        !text[..start].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric)
    };
    let hits = automaton.find_iter(text).filter(|hit| is_word(hit.start(), hit.end()));
    hits.map(|hit| {
        let spelling = &spellings[hit.pattern().as_usize()];
        let at = Span::new(hit.start(), hit.end()).shifted(span.start as usize);
        let message = format!("the house does not write `{}`", spelling.words);
        RULE.found(document.place(prose, at), message)
            .label(format!("of the {} `{}`", spelling.of.kind.name, spelling.of.id))
            .help(format!("write `{}`; in a quotation it stays as it was said", spelling.of.title))
    })
    .collect()
}
