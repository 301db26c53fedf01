//! The words around a passage: the sentence or two of the paragraph that a mark stands in, cut to a length.

use crate::model::document::{Node, Prose};
use crate::model::site::{Anchor, Entry, EntryId, Site};
use std::fmt::Write;
use tera::{Map, Value};

/// How many characters are shown before and after the marked words.
const AROUND: usize = 110;

/// `before`, `words` and `after`, as plain text, and `directive`, what an address needs after its fragment to have a
/// browser light the words up.
pub fn value(site: &Site, entry: EntryId, at: Anchor) -> Value {
    let [before, words, after] = parts(site, entry, at);
    let directive = directive(site, entry, at, &words);
    let map: Map = [("before", before), ("words", words), ("after", after), ("directive", directive)]
        .into_iter()
        .map(|(key, text)| (key.into(), Value::normal_string(&text)))
        .collect();
    Value::from(map)
}

/// The marked words alone.
pub fn words(site: &Site, entry: EntryId, at: Anchor) -> String {
    let [_, words, _] = parts(site, entry, at);
    words
}

/// How many words before a passage tell it from others.
const PREFIX: usize = 3;

/// The text directive of a passage (WICG, Scroll to Text Fragment): its words, and those before them. Where nothing stands
/// between the words and another mark, whose number readers' browsers see, there is none: the fragment alone is right.
fn directive(site: &Site, id: EntryId, at: Anchor, words: &str) -> String {
    let entry = site.entry(id);
    let prose = entry.document.body();
    let (first, end) = entry.nodes_at(at);
    let (start, _) = around(prose, first, end);
    if entry.links.corrected.iter().any(|notice| (start..=end).contains(&(notice.node as usize))) {
        return String::new();
    }
    let before = between(entry, start, first, at);
    let mut prefix: Vec<&str> = before.split_whitespace().rev().take(PREFIX).collect();
    prefix.reverse();
    if prefix.len() < PREFIX || words.trim().is_empty() || words.contains('\n') {
        return String::new();
    }
    format!(":~:text={}-,{}", encoded(&prefix.join(" ")), encoded(words.trim()))
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

/// Percent-encoded, with the signs that mean something in a directive.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

fn parts(site: &Site, id: EntryId, at: Anchor) -> [String; 3] {
    let entry = site.entry(id);
    let prose = entry.document.body();
    let (first, end) = entry.nodes_at(at);
    let (start, stop) = around(prose, first, end);
    let mut before = prose.plain(start..first);
    let mut words = prose.plain(first..end);
    let mut after = prose.plain(end..stop);
    if let Anchor::Mention(i) = at
        && let Some(mention) = entry.links.mentions.get(i as usize)
    {
        // The words are part of the nodes they stand in.
        let last = prose.words(prose.nodes[mention.end.0 as usize]);
        let tail = last.get(mention.end.1 as usize..).unwrap_or_default().to_owned();
        words.truncate(words.len() - tail.len());
        after.insert_str(0, &tail);
        let head: String = words.drain(..mention.start.1 as usize).collect();
        before.push_str(&head);
    }
    [shorten_start(&before), words, shorten_end(&after)]
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

fn shorten_start(text: &str) -> String {
    let length = text.chars().count();
    if length <= AROUND {
        return text.to_owned();
    }
    let tail: String = text.chars().skip(length - AROUND).collect();
    let cut = tail.find(' ').map_or(0, |space| space + 1);
    format!("…\u{a0}{}", &tail[cut..])
}

fn shorten_end(text: &str) -> String {
    if text.chars().count() <= AROUND {
        return text.to_owned();
    }
    let head: String = text.chars().take(AROUND).collect();
    let cut = head.rfind(' ').unwrap_or(head.len());
    format!("{}\u{a0}…", &head[..cut])
}
