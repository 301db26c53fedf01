//! The words of an element become a line: text, emphasis, links, references to footnotes. Everything else of it is
//! dropped, its words kept.

use crate::convert::article::{Inline, Line};
use crate::convert::inline::tidy;
use dom_query::NodeRef;

/// The words of some nodes.
pub(super) fn line(nodes: &[NodeRef], base: Option<&str>) -> Line {
    let mut parts = Vec::new();
    nodes.iter().for_each(|node| add(node, base, &mut parts));
    Line { parts: tidy(parts), at: 0 }
}

/// Adds the words of a node.
pub(super) fn add(node: &NodeRef, base: Option<&str>, parts: &mut Vec<Inline>) {
    if node.is_text() {
        parts.push(Inline::Text(node.text().to_string()));
        return;
    }
    let Some(name) = node.node_name() else { return };
    let inner = || {
        let mut inner = Vec::new();
        node.children_it(false).for_each(|child| add(&child, base, &mut inner));
        inner
    };
    match &*name {
        "br" => parts.push(Inline::Break),
        "em" | "i" | "cite" | "dfn" | "var" => parts.push(Inline::Emphasis(inner())),
        "strong" | "b" => parts.push(Inline::Strong(inner())),
        "q" => {
            parts.push(Inline::Text("“".to_owned()));
            parts.extend(inner());
            parts.push(Inline::Text("”".to_owned()));
        }
        "sup" | "sub" => raised(node, &name, inner(), parts),
        "a" => match (note_reference(node), address(node, base)) {
            (Some(id), _) => parts.push(Inline::Note(id)),
            (None, Some(url)) => parts.push(Inline::Link(url, inner())),
            (None, None) => parts.extend(inner()),
        },
        "img" | "script" | "style" | "title" => {}
        _ => parts.extend(inner()),
    }
}

/// A raised number that leads to a note is a reference; other raised or lowered digits have characters of their own.
fn raised(node: &NodeRef, name: &str, inner: Vec<Inline>, parts: &mut Vec<Inline>) {
    let links_to_note = inner.iter().any(|part| matches!(part, Inline::Note(_)));
    let text = node.text();
    let signs = if name == "sup" { "⁰¹²³⁴⁵⁶⁷⁸⁹" } else { "₀₁₂₃₄₅₆₇₈₉" };
    let digit = |c: char| c.to_digit(10).and_then(|digit| signs.chars().nth(digit as usize));
    let digits: Option<String> = text.trim().chars().map(digit).collect();
    match digits {
        Some(digits) if !links_to_note && !digits.is_empty() => parts.push(Inline::Text(digits)),
        _ => parts.extend(inner),
    }
}

/// The id of the note that a link in the text leads to, where it is one: its words are a number or a sign.
pub(super) fn note_reference(node: &NodeRef) -> Option<String> {
    let href = node.attr("href")?;
    let id = href.strip_prefix('#').filter(|id| !id.is_empty())?;
    let text = node.text();
    let text = text.trim().trim_matches(['[', ']', '(', ')']);
    let short =
        !text.is_empty() && text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit() || "*†‡§".contains(c));
    short.then(|| note_id(id))
}

/// The id of a note as Markdown can write it.
pub(super) fn note_id(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect()
}

/// An address that leads somewhere for a reader: on the web, or within the outlet's site.
fn address(node: &NodeRef, base: Option<&str>) -> Option<String> {
    let href = node.attr("href")?;
    let href = href.trim();
    if href.starts_with("https://") || href.starts_with("http://") || href.starts_with("mailto:") {
        return Some(href.to_owned());
    }
    let origin = base.and_then(|base| {
        let host = base.find("://")? + 3;
        let end = base.get(host..)?.find('/').map_or(base.len(), |end| host + end);
        base.get(..end)
    });
    let inside = href.starts_with('/') && !href.starts_with("//");
    origin.filter(|_| inside).map(|origin| format!("{origin}{href}"))
}
