//! `TK`, “to come”: a placeholder that must not be published.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::document::{Document, Node, Origin, Prose};
use crate::model::record::Data;
use crate::model::site::Entry;
use crate::model::text::Span;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0401", name: "to-come", level: Level::Error, check: Check::ForReaders(check) };

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let document = &entry.document;
    let prose = document.prose.iter().flat_map(|prose| placeholders(document, prose));
    prose.chain(in_yaml(document)).collect()
}

/// In the YAML of a file that is one record, comments included; in a list, in the fields of the record.
fn in_yaml(document: &Document) -> Vec<Diagnostic> {
    if document.location.path.is_empty() {
        let yaml = document.location.yaml;
        let text = yaml.of(&document.location.manuscript.text);
        return placeholders_in(text)
            .map(|at| told(document.location.at(at.shifted(yaml.start as usize))))
            .collect();
    }
    let texts = document.fields.0.iter().filter(|(_, data)| match data {
        Data::Text(text) => placeholders_in(text).next().is_some(),
        _ => false,
    });
    texts.map(|(name, _)| told(document.location.field(&[(*name).to_owned()]))).collect()
}

/// Where the letters stand alone.
fn placeholders_in(text: &str) -> impl Iterator<Item = Span> + '_ {
    let word = |c: char| c.is_alphanumeric();
    let alone = move |at: usize| !text[..at].ends_with(word) && !text[at + 2..].starts_with(word);
    let begins = memchr::memchr_iter(b'T', text.as_bytes()).filter(|at| text[*at..].starts_with("TK"));
    begins.filter(move |at| alone(*at)).map(|at| Span::new(at, at + 2))
}

fn told(place: Place) -> Diagnostic {
    RULE.found(place, "something is still to come here")
        .label("`TK` is what journalists write for “to come”")
        .help("write what is missing, or set `stage: draft`")
}

fn placeholders(document: &Document, prose: &Prose) -> Vec<Diagnostic> {
    let is_told_with_yaml = prose.origin != Origin::Body && document.location.path.is_empty();
    let spans = prose.nodes.iter().filter_map(|node| match node {
        Node::Text(span) if !is_told_with_yaml => Some(*span),
        _ => None,
    });
    let found = spans.flat_map(|span| {
        placeholders_in(span.of(&prose.text)).map(move |at| at.shifted(span.start as usize))
    });
    found.map(|span| told(document.place(prose, span))).collect()
}
