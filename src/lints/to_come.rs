//! `TK`, “to come”: a placeholder that must not be published.

use super::LintKind;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::{Document, Node, Prose};
use crate::model::input::Audience;
use crate::model::plan::Plan;
use crate::model::site::Site;
use crate::model::text::Span;

/// The rule.
pub struct ToCome;

impl LintKind for ToCome {
    fn check(&self, site: &Site, _: &Plan) -> Vec<Diagnostic> {
        if site.audience == Audience::Editors {
            return Vec::new();
        }
        let documents = site.entries.iter().map(|entry| &entry.document);
        documents
            .flat_map(|document| document.prose.iter().flat_map(move |prose| placeholders(document, prose)))
            .collect()
    }
}

fn placeholders(document: &Document, prose: &Prose) -> Vec<Diagnostic> {
    let spans = prose.nodes.iter().filter_map(|node| match node {
        Node::Text(span) => Some(*span),
        _ => None,
    });
    let found = spans.flat_map(|span| {
        let text = span.of(&prose.text);
        let alone = move |at: usize| {
            let word = |c: char| c.is_alphanumeric();
            !text[..at].ends_with(word) && !text[at + 2..].starts_with(word)
        };
        text.match_indices("TK")
            .filter(move |(at, _)| alone(*at))
            .map(move |(at, _)| Span::new(at, at + 2).shifted(span.start as usize))
    });
    found
        .map(|span| {
            Diagnostic::error("BS0401", document.place(prose, span), "something is still to come here")
                .label("TK keeps a file from being published")
                .help("write what is missing, or set `stage: draft`")
        })
        .collect()
}
