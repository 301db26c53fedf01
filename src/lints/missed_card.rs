//! A mark that would be a card, but for the full stop after it.

use super::{Check, Level, LintKind};
use crate::annotations;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::{Node, Tag};
use crate::model::site::Entry;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0225", name: "missed-card", level: Level::Warning, check: Check::Record(check) };

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let document = &entry.document;
    let prose = document.body();
    let main = prose.nodes.get(..prose.main as usize).unwrap_or_default();
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (at, node) in main.iter().enumerate() {
        match node {
            Node::Open(Tag::Paragraph) if depth == 0 => {
                if let Some((mark, sign)) = alone(main, at, |node| prose.words(node)) {
                    let Some(mark) = prose.marks.get(mark as usize) else { continue };
                    if mark.kind.and_then(annotations::find).is_none_or(|kind| kind.has_card()) {
                        let message = format!("this would be a card, but for the `{sign}` after it");
                        let help = "take the sign out, or put the mark in a sentence";
                        found.push(RULE.found(document.place(prose, mark.span), message).help(help));
                    }
                }
            }
            _ => {}
        }
        match node {
            Node::Open(tag) if tag.is_block() => depth += 1,
            Node::Close(tag) if tag.is_block() => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

/// The mark of a paragraph that is nothing else, and the signs after it.
fn alone<'a>(nodes: &[Node], at: usize, words: impl Fn(Node) -> &'a str) -> Option<(u32, &'a str)> {
    let Some(Node::Open(Tag::Mark(mark))) = nodes.get(at + 1).copied() else { return None };
    let closes = nodes[at..].iter().position(|node| *node == Node::Close(Tag::Mark(mark)))?;
    let sign = nodes.get(at + closes + 1).filter(|node| matches!(node, Node::Text(_)))?;
    let last = nodes.get(at + closes + 2)? == &Node::Close(Tag::Paragraph);
    let sign = words(*sign).trim();
    (last && !sign.is_empty() && sign.chars().all(|c| c.is_ascii_punctuation())).then_some((mark, sign))
}
