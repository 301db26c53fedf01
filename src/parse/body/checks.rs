//! What a body still has wrong when all of it is read: marks, notes and comments that Markdown took for text.

use super::{Builder, count};
use crate::model::document::{Node, Tag};
use crate::model::text::Span;
use std::collections::HashSet;

impl Builder {
    /// Marks, footnotes and comments that Markdown did not take for such stay behind as text.
    pub(super) fn check_leftovers(&mut self) {
        let mut in_code = false;
        let mut found = Vec::new();
        for node in &self.prose.nodes {
            match node {
                Node::Open(Tag::CodeBlock) | Node::Close(Tag::CodeBlock) => in_code = !in_code,
                Node::Text(span) if !in_code => found.extend(leftovers(&self.prose.text, *span)),
                _ => {}
            }
        }
        for (span, left) in found {
            let (code, message, help) = left.told();
            self.wrong(code, span, message, help);
            let instead = left.instead(span.of(&self.prose.text));
            self.meant(instead);
        }
    }

    pub(super) fn check_notes(&mut self) {
        let referred: HashSet<u32> = self
            .prose
            .nodes
            .iter()
            .filter_map(|node| match node {
                Node::Footnote(note) => Some(*note),
                _ => None,
            })
            .collect();
        let notes = self.prose.marks.iter().filter(|mark| mark.kind == Some("note"));
        let marked: HashSet<&str> = notes.map(|mark| &*mark.target).collect();
        let used = |i: usize, label: &str| referred.contains(&count(i)) || marked.contains(label);
        let unused: Vec<_> = self
            .prose
            .notes
            .iter()
            .enumerate()
            .filter(|(i, note)| note.nodes.1 > note.nodes.0 && !used(*i, &note.label))
            .map(|(_, note)| (note.span, note.label.clone()))
            .collect();
        for (span, label) in unused {
            let span = Span::new(span.start as usize, span.start as usize + label.len() + 3);
            let help = format!("refer to it with `[^{label}]` or `[words](note:{label})`, or take it out");
            self.warn("BS0222", span, &format!("nothing leads to the note `[^{label}]`"), &help);
        }
    }

    /// A note has no room for notes of its own.
    pub(super) fn check_notes_in_notes(&mut self) {
        let nodes = self.prose.nodes.get(self.prose.main as usize..).unwrap_or_default();
        let inner: Vec<Span> = nodes
            .iter()
            .filter_map(|node| match node {
                Node::Footnote(note) => self.prose.notes.get(*note as usize).map(|note| note.span),
                Node::Open(Tag::Mark(mark)) => {
                    let mark = self.prose.marks.get(*mark as usize);
                    mark.filter(|mark| mark.kind == Some("note")).map(|mark| mark.span)
                }
                _ => None,
            })
            .collect();
        for span in inner {
            self.wrong("BS0223", span, "a note cannot hold a note", "say it in the note itself");
        }
    }
}

/// What was meant as something else than text.
#[derive(Clone, Copy)]
enum Leftover {
    Mark,
    Space,
    Note,
    Footnote,
    Comment,
}

impl Leftover {
    /// What to write instead, where there is one safe answer: the bracket closer, the note in quotes.
    fn instead(self, written: &str) -> Option<String> {
        match self {
            Self::Space => written.strip_prefix(' ').map(str::to_owned),
            Self::Note => {
                let inside = written.strip_prefix("(note:")?.strip_suffix(')')?.trim();
                let bare = inside.trim_start_matches(['“', '„', '"']).trim_end_matches(['”', '“', '"']);
                let plain = !bare.is_empty() && !bare.contains(['"', '(', '\n', '[']) && bare.contains(' ');
                plain.then(|| format!("(note: \"{bare}\")"))
            }
            Self::Mark | Self::Footnote | Self::Comment => None,
        }
    }

    /// The code, what is wrong, and what to do.
    fn told(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Mark => (
                "BS0206",
                "this was meant as a mark, but Markdown does not read it as one",
                "an id has no spaces, and a mark cannot stand inside another mark or link",
            ),
            Self::Space => (
                "BS0206",
                "this was meant as a mark, but there is a space before the bracket",
                "write `[words](kind:id)` without a space between the brackets",
            ),
            Self::Note => (
                "BS0207",
                "this was meant as a note, but Markdown does not read it as one",
                "put its text in straight quotes: `(note: \"The note.\")`; a longer note is named: `(note:key)`",
            ),
            Self::Footnote => (
                "BS0220",
                "this footnote is never written",
                "write it at the end of the file: `[^label]: The note.`",
            ),
            Self::Comment => (
                "BS0213",
                "this comment would be published: a comment inside a paragraph cannot hold an empty line",
                "take the empty line out, or let the comment begin on a line of its own",
            ),
        }
    }
}

/// What is left in a text node, with its place in `text`. What stands behind a backslash is meant as text.
fn leftovers(text: &str, node: Span) -> Vec<(Span, Leftover)> {
    let words = node.of(text);
    if !has_signs(words) {
        return Vec::new();
    }
    let escaped = text.get(..node.start as usize).is_some_and(|before| before.ends_with('\\'));
    let is_free = |at: &usize| *at > 0 || !escaped;
    let mut found = Vec::new();
    for (at, _) in words.match_indices("](").filter(|(at, _)| is_free(at)) {
        let target = &words[at + 2..];
        let kind = crate::annotations::names()
            .into_iter()
            .find(|kind| target.strip_prefix(kind).is_some_and(|rest| rest.starts_with(':')));
        let Some(kind) = kind else { continue };
        let end = target.find(')').map_or(words.len(), |end| at + 2 + end + 1);
        found.push((Span::new(at + 1, end), if kind == "note" { Leftover::Note } else { Leftover::Mark }));
    }
    for (at, _) in words.match_indices("] (").filter(|(at, _)| is_free(at)) {
        let target = &words[at + 3..];
        let is_kind = |kind: &&str| target.strip_prefix(*kind).is_some_and(|rest| rest.starts_with(':'));
        if crate::annotations::names().iter().any(is_kind) {
            let end = target.find(')').map_or(words.len(), |end| at + 3 + end + 1);
            found.push((Span::new(at + 1, end), Leftover::Space));
        }
    }
    if let Some(at) = words.find("[^").filter(is_free)
        && let Some(end) = words[at..].find(']')
    {
        found.push((Span::new(at, at + end + 1), Leftover::Footnote));
    }
    if let Some(at) = words.find("<!--").or_else(|| words.find("-->")).filter(is_free) {
        found.push((Span::new(at, at + 3), Leftover::Comment));
    }
    found.into_iter().map(|(span, left)| (span.shifted(node.start as usize), left)).collect()
}

/// Whether there is a bracket of any kind at all: most text has none, and is not read more closely.
fn has_signs(words: &str) -> bool {
    let bytes = words.as_bytes();
    memchr::memchr3(b'[', b']', b'<', bytes).is_some() || memchr::memchr(b'>', bytes).is_some()
}
