//! The words around a passage: the sentence or two of the paragraph that a mark stands in, cut to a length.

use super::values::mapped;
use crate::model::document::{Node, Prose};
use crate::model::site::{Anchor, Entry, EntryId, Site};
use std::ops::Range;
use tera::Value;

/// How many characters are shown before and after the marked words.
const AROUND: usize = 110;

/// `before`, `words` and `after`, as plain text, and `directive`, what an address needs after its fragment to have a
/// browser light the words up.
pub fn value(site: &Site, entry: EntryId, at: Anchor) -> Value {
    let stretch = Stretch::of(site.entry(entry), at);
    let [before, words, after] = stretch.parts(at);
    let directive = stretch.directive(at, &words);
    let texts = [("before", before), ("words", words), ("after", after), ("directive", directive)];
    mapped(texts.into_iter().map(|(key, text)| (key, Value::normal_string(&text))))
}

/// The marked words alone.
pub fn words(site: &Site, entry: EntryId, at: Anchor) -> String {
    let [_, words, _] = Stretch::of(site.entry(entry), at).parts(at);
    words
}

/// How many words before a passage tell it from others.
const PREFIX: usize = 3;

/// Where a passage stands among the nodes of its text.
struct Stretch<'a> {
    entry: &'a Entry,
    /// The nodes of the passage.
    words: Range<usize>,
    /// Those of the block it stands in, as far as their words can be shown.
    block: Range<usize>,
}

impl<'a> Stretch<'a> {
    fn of(entry: &'a Entry, at: Anchor) -> Self {
        let (first, end) = entry.nodes_at(at);
        let (start, stop) = around(entry.document.body(), first, end);
        Self { entry, words: first..end, block: start..stop }
    }

    /// What stands before the passage, its words, and what stands after it.
    fn parts(&self, at: Anchor) -> [String; 3] {
        let prose = self.entry.document.body();
        let mut before = prose.plain(self.block.start..self.words.start);
        let mut words = prose.plain(self.words.clone());
        let mut after = prose.plain(self.words.end..self.block.end);
        if let Anchor::Mention(i) = at
            && let Some(mention) = self.entry.links.mentions.get(i as usize)
        {
            // The words are part of the nodes they stand in.
            let last = prose.words(prose.nodes[mention.end.0 as usize]);
            let tail = last.get(mention.end.1 as usize..).unwrap_or_default();
            words.truncate(words.len() - tail.len());
            after.insert_str(0, tail);
            before.push_str(&words[..mention.start.1 as usize]);
            words.drain(..mention.start.1 as usize);
        }
        [shorten_start(before), words, shorten_end(after)]
    }

    /// The text directive of a passage (WICG, Scroll to Text Fragment): its words, and those before them. Where nothing
    /// stands between the words and another mark, whose number readers' browsers see, there is none: the fragment alone is
    /// right.
    fn directive(&self, at: Anchor, words: &str) -> String {
        let noticed = |node: usize| (self.block.start..=self.words.end).contains(&node);
        if self.entry.links.corrected.iter().any(|notice| noticed(notice.node as usize)) {
            return String::new();
        }
        let before = between(self.entry, self.block.start, self.words.start, at);
        let mut prefix: Vec<&str> = before.split_whitespace().rev().take(PREFIX).collect();
        prefix.reverse();
        if prefix.len() < PREFIX || words.trim().is_empty() || words.contains('\n') {
            return String::new();
        }
        format!(":~:text={}-,{}", encoded(&prefix.join(" ")), encoded(words.trim()))
    }
}

/// What stands between a passage and the mark before it in its block.
fn between(entry: &Entry, start: usize, first: usize, at: Anchor) -> String {
    let prose = entry.document.body();
    let is_text = |node: &Node| matches!(node, Node::Text(_) | Node::Owned(_) | Node::Soft);
    let bare =
        prose.nodes[start..first].iter().rposition(|node| !is_text(node)).map_or(start, |i| start + i + 1);
    let here = match at {
        Anchor::Mention(i) => entry.links.mentions.get(i as usize).map_or(0, |mention| mention.start.1),
        _ => 0,
    };
    let is_before = |(node, byte): (u32, u32)| (node as usize, byte) <= (first, here);
    let ends = entry.links.mentions.iter().map(|mention| mention.end);
    let last = ends.filter(|end| end.0 as usize >= bare && is_before(*end)).max();
    let (from, byte) = last.map_or((bare, 0), |(node, byte)| (node as usize, byte as usize));
    let words = |node: usize, range: std::ops::Range<usize>| {
        prose.words(prose.nodes[node]).get(range).unwrap_or_default().to_owned()
    };
    if from == first {
        return words(first, byte..here as usize);
    }
    let head = if byte > 0 {
        words(from, byte..prose.words(prose.nodes[from]).len())
    } else {
        prose.plain(from..from + 1)
    };
    let tail = if here > 0 { words(first, 0..here as usize) } else { String::new() };
    head + &prose.plain(from + 1..first) + &tail
}

const HEXADECIMAL: &[u8; 16] = b"0123456789ABCDEF";

/// Percent-encoded, with the signs that mean something in a directive.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => {
                let digit = |at: u8| char::from(HEXADECIMAL[usize::from(at)]);
                encoded.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
    encoded
}

/// The nodes around a passage: those of the block it stands in, as far as their words can be shown. So a paragraph of
/// thousands of marks is not read again for each of them.
fn around(prose: &Prose, first: usize, end: usize) -> (usize, usize) {
    let enough = |nodes: &mut dyn Iterator<Item = &Node>| {
        let mut letters = 0;
        nodes
            .take_while(|node| {
                let edge = matches!(node, Node::Open(tag) | Node::Close(tag) if tag.is_block());
                let shown = letters <= AROUND;
                letters += prose.words(**node).chars().take(AROUND + 1).count();
                shown && !edge
            })
            .count()
    };
    let before = enough(&mut prose.nodes[..first].iter().rev());
    (first - before, end + enough(&mut prose.nodes[end..].iter()))
}

fn shorten_start(text: String) -> String {
    // The letter before the last that are shown.
    let Some((at, cut)) = text.char_indices().rev().nth(AROUND) else { return text };
    let tail = &text[at + cut.len_utf8()..];
    let cut = tail.find(' ').map_or(0, |space| space + 1);
    format!("…\u{a0}{}", &tail[cut..])
}

fn shorten_end(text: String) -> String {
    let Some((end, _)) = text.char_indices().nth(AROUND) else { return text };
    let head = &text[..end];
    let cut = head.rfind(' ').unwrap_or(head.len());
    format!("{}\u{a0}…", &head[..cut])
}
