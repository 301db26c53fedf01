//! Headings that skip a level. Readers who move by headings think that they missed one.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::document::{Heading, Node, Prose, Tag};
use crate::model::site::Entry;
use crate::model::text::Span;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0435", name: "heading-jump", level: Level::Warning, check: Check::Record(check) };

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let document = &entry.document;
    let prose = document.body();
    let mut found = Vec::new();
    // The title of the page is its heading of the first level.
    let mut above = 1;
    for (at, node) in prose.nodes.iter().enumerate() {
        let Node::Open(Tag::Heading(heading)) = node else { continue };
        let Some(heading) = prose.headings.get(*heading as usize).filter(|heading| !heading.boxed) else {
            continue;
        };
        if heading.level > above + 1 {
            let message = format!("this heading of level {} follows one of level {above}", heading.level);
            let signs = "#".repeat(usize::from(above) + 1);
            let place = document.place(prose, words(prose, at, heading));
            found.push(RULE.found(place, message).help(format!("write `{signs} {}`", heading.words)));
        }
        above = heading.level;
    }
    found
}

/// The words of a heading, with the signs before them.
fn words(prose: &Prose, opens: usize, heading: &Heading) -> Span {
    let inside = prose.nodes.get(opens..).unwrap_or_default();
    let inside = inside.iter().take_while(|node| !matches!(node, Node::Close(Tag::Heading(_))));
    let spans: Vec<Span> =
        inside.filter_map(|node| if let Node::Text(span) = node { Some(*span) } else { None }).collect();
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Span::default() };
    let before = prose.text.get(..first.start as usize).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let signs = before[line..]
        .find(&"#".repeat(usize::from(heading.level)))
        .map_or(first.start as usize, |at| line + at);
    Span::new(signs, last.end as usize)
}
