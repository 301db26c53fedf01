//! Links whose words say nothing of where they lead: “here”. Many readers hear a list of links without the text around.

use super::language::Language;
use super::reading::Reading;
use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::document::{Node, Prose, Tag};
use crate::model::text::Span;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0436", name: "link-text", level: Level::Warning, check: Check::Words(check) };

fn check(reading: &Reading<'_>, language: &Language) -> Vec<Diagnostic> {
    let document = &reading.entry.document;
    let mut found = Vec::new();
    for prose in &document.prose {
        for (span, words) in links(prose) {
            let bare = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            if language.empty_links.contains(&bare.as_str()) {
                let message =
                    format!("the words of this link, “{}”, do not say where it leads", words.trim());
                let help = "let the link be the words that name what is there: `[the full text](…)`";
                found.push(RULE.found(document.place(prose, span), message).help(help));
            }
        }
    }
    found
}

/// The ordinary links of a text and the marks that lead to another page, with their words. A note opens in place.
fn links(prose: &Prose) -> impl Iterator<Item = (Span, String)> + '_ {
    let ordinary = prose.nodes.iter().enumerate().filter_map(|(at, node)| match node {
        Node::Open(Tag::Link(link)) => Some((prose.links.get(*link as usize)?.span, words(prose, at, *link))),
        _ => None,
    });
    let sources = prose.marks.iter().filter(|mark| mark.kind == Some("source"));
    ordinary.chain(sources.map(|mark| (mark.span, mark.words.to_string())))
}

fn words(prose: &Prose, at: usize, link: u32) -> String {
    let rest = prose.nodes.get(at..).unwrap_or_default();
    let length = rest.iter().position(|node| *node == Node::Close(Tag::Link(link))).unwrap_or(0);
    prose.plain(at..at + length)
}
