//! The words around a passage: the sentence or two of the paragraph that a mark stands in, cut to a length.

use crate::model::document::{Node, Prose};
use crate::model::site::{Anchor, EntryId, Site};
use tera::{Map, Value};

/// How many characters are shown before and after the marked words.
const AROUND: usize = 110;

/// `before`, `words` and `after`, as plain text.
pub fn value(site: &Site, entry: EntryId, at: Anchor) -> Value {
    let [before, words, after] = parts(site, entry, at);
    let map: Map = [("before", before), ("words", words), ("after", after)]
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
