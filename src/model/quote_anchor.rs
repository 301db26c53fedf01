//! Marked passages as other software can find them again: the exact words, what stands around them in the
//! same block. All of a body in one walk.

use super::document::{Node, Prose, Tag};
use super::hash::Hash;
use super::record::{ProseId, Reference};
use super::site::{Anchor, Entry, EntryId, NoteAbout, Site};
use super::text::slug;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// How many characters are kept before and after the words.
const AROUND: usize = 32;

/// A marked passage.
#[derive(Debug)]
pub struct Quoted {
    /// Which of the page's passages it is.
    pub anchor: Anchor,
    /// What is told of it.
    pub about: NoteAbout,
    /// Stable as long as the words and what stands around them are, and unique in the body.
    pub id: String,
    /// The marked words; for a reference to a footnote the word before it. Nothing where there are none.
    pub exact: Arc<str>,
    /// What stands before them in the block.
    pub prefix: Arc<str>,
    /// What stands after them in the block.
    pub suffix: Arc<str>,
}

/// The passages that are marked in the body of an entry, in order of reading.
pub fn of(id: EntryId, site: &Site) -> Vec<Quoted> {
    walked(id, site).finish(site.entry(id).document.body())
}

/// The text alone: what readers see of the body, a block a line.
pub fn text(id: EntryId, site: &Site) -> String {
    walked(id, site).read
}

fn walked(id: EntryId, site: &Site) -> Walk<'_> {
    let entry = site.entry(id);
    let mut walk = Walk::new(entry, site);
    let prose = entry.document.body();
    for (i, node) in (0..prose.main).zip(&prose.nodes) {
        walk.node(i, *node);
    }
    walk.edge();
    walk
}

/// A passage whose surroundings are not known yet.
struct Found {
    anchor: Anchor,
    about: NoteAbout,
    /// Its bytes in the text as it is read.
    read: Range<usize>,
    /// Its bytes in the text as it is written.
    written: Range<usize>,
    /// The block it stands in.
    block: usize,
}

struct Walk<'a> {
    site: &'a Site,
    entry: &'a Entry,
    /// What is told of the page's passages.
    about: FxHashMap<Anchor, &'a NoteAbout>,
    /// The text as it is read.
    read: String,
    /// The text as it is written: a mark without words of its own shows what it names. Names are made of
    /// this, so that they do not change with a title in another file.
    written: String,
    /// Where each stretch begins that stands together on the page; the last is open.
    blocks: Vec<usize>,
    found: Vec<Found>,
    /// The marks that are open, by position in `found`.
    open: Vec<usize>,
    /// The next first mention.
    mention: usize,
    /// The next correction.
    corrected: usize,
    /// Whether a notice of a correction waits for the passage to end.
    is_noticed: bool,
    /// Whether a card is open, whose words are no part of the text.
    in_card: bool,
}

impl<'a> Walk<'a> {
    fn new(entry: &'a Entry, site: &'a Site) -> Self {
        let length = entry.document.body().text.len();
        let notes = entry.links.notes.iter();
        let about = notes.flat_map(|note| note.anchors.iter().map(|anchor| (*anchor, &note.about)));
        Self {
            site,
            entry,
            about: about.collect(),
            read: String::with_capacity(length),
            written: String::with_capacity(length),
            blocks: vec![0],
            found: Vec::new(),
            open: Vec::new(),
            mention: 0,
            corrected: 0,
            is_noticed: false,
            in_card: false,
        }
    }

    fn node(&mut self, at: u32, node: Node) {
        match node {
            Node::Open(Tag::Card(mark)) => self.card(mark),
            Node::Close(Tag::Card(_)) => self.in_card = false,
            _ if self.in_card => {}
            Node::Text(_) | Node::Owned(_) | Node::Code(_) | Node::Soft => self.words(at, node),
            Node::Footnote(_) => self.footnote(Anchor::Footnote(at)),
            Node::Open(Tag::Mark(mark)) => self.begin(Anchor::Mark(mark)),
            Node::Close(Tag::Mark(mark)) => self.end(Anchor::Mark(mark)),
            // Nothing that stands across the edge of a block is one quotation for a reader's software.
            Node::Open(tag) | Node::Close(tag) if tag.is_block() => self.edge(),
            Node::Hard | Node::Rule => self.edge(),
            Node::Open(_) | Node::Close(_) => {}
        }
    }

    /// Text, with the first mentions that begin or end in it.
    fn words(&mut self, at: u32, node: Node) {
        let entry = self.entry;
        let words = entry.document.body().words(node);
        let mut done = 0;
        while let Some(mention) = entry.links.mentions.get(self.mention) {
            let anchor = Anchor::Mention(u32::try_from(self.mention).unwrap_or(u32::MAX));
            if mention.start.0 == at && mention.start.1 as usize >= done {
                self.piece(at, words, done..mention.start.1 as usize);
                done = mention.start.1 as usize;
                self.begin(anchor);
            }
            if mention.end.0 != at {
                break;
            }
            self.piece(at, words, done..mention.end.1 as usize);
            done = mention.end.1 as usize;
            self.end(anchor);
            self.mention += 1;
        }
        self.piece(at, words, done..words.len());
    }

    /// A piece of a node's words. Behind what was corrected in it, a notice stands in the text of the page.
    fn piece(&mut self, at: u32, words: &str, range: Range<usize>) {
        let entry = self.entry;
        let mut done = range.start;
        while let Some(next) = entry.links.corrected.get(self.corrected).filter(|next| next.node <= at) {
            let end = next.byte as usize;
            if next.node == at && end > range.end {
                break;
            }
            if next.node == at && end > done {
                self.push(words.get(done..end).unwrap_or_default());
                done = end;
            }
            self.corrected += 1;
            self.is_noticed = true;
            self.notice();
        }
        self.push(words.get(done..range.end).unwrap_or_default());
    }

    /// A notice stands behind the passage that is open.
    fn notice(&mut self) {
        if self.is_noticed && self.open.is_empty() {
            self.is_noticed = false;
            self.blocks.push(self.read.len());
        }
    }

    /// A card tells of its mark in place.
    fn card(&mut self, mark: u32) {
        self.in_card = true;
        let anchor = Anchor::Mark(mark);
        let target = self.entry.mark_in_body(mark).and_then(|(_, target)| target.cloned());
        if let Some(about) = target.map(NoteAbout::Entry) {
            let (read, written) = (self.read.len(), self.written.len());
            let block = self.blocks.len() - 1;
            self.found.push(Found { anchor, about, read: read..read, written: written..written, block });
        }
    }

    fn push(&mut self, text: &str) {
        self.written.push_str(text);
        self.push_read(text);
    }

    fn push_read(&mut self, text: &str) {
        self.read.push_str(text);
    }

    fn begin(&mut self, anchor: Anchor) {
        let Some(about) = self.about.get(&anchor) else { return };
        let (read, written) = (self.read.len(), self.written.len());
        self.open.push(self.found.len());
        self.found.push(Found {
            anchor,
            about: (*about).clone(),
            read: read..read,
            written: written..written,
            block: self.blocks.len() - 1,
        });
    }

    fn end(&mut self, anchor: Anchor) {
        let Some(at) = self.open.pop_if(|at| self.found[*at].anchor == anchor) else { return };
        if let Some(title) = self.title_read_instead(anchor) {
            self.read.truncate(self.found[at].read.start);
            self.push_read(&title);
        }
        self.found[at].read.end = self.read.len();
        self.found[at].written.end = self.written.len();
        self.notice();
    }

    /// `[[id]]` without words of its own is read as the title.
    fn title_read_instead(&self, anchor: Anchor) -> Option<Arc<str>> {
        let Anchor::Mark(mark) = anchor else { return None };
        let (written, target) = self.entry.mark(ProseId(0), mark)?;
        let target = target.filter(|target| written.is_bare(target))?;
        Some(self.site.entry(self.site.find(target)?).document.title.clone())
    }

    /// A reference to a footnote has no words of its own: it is about the word before it.
    fn footnote(&mut self, anchor: Anchor) {
        let Some(about) = self.about.get(&anchor) else { return };
        let block = self.blocks.len() - 1;
        let (read, written) = (last_word(&self.read), last_word(&self.written));
        self.found.push(Found { anchor, about: (*about).clone(), read, written, block });
    }

    /// A block begins or ends: what follows stands in a line of its own.
    fn edge(&mut self) {
        if !self.read.is_empty() && !self.read.ends_with('\n') {
            self.push("\n");
            self.blocks.push(self.read.len());
        }
    }

    fn finish(self, prose: &Prose) -> Vec<Quoted> {
        let mut seen: FxHashMap<String, u32> = FxHashMap::default();
        let mut passages = Vec::with_capacity(self.found.len());
        for found in &self.found {
            let mut quoted = self.quoted(found, prose);
            match seen.get_mut(&quoted.id) {
                Some(times) => {
                    *times += 1;
                    let _ = write!(quoted.id, "-{times}");
                }
                None => drop(seen.insert(quoted.id.clone(), 1)),
            }
            passages.push(quoted);
        }
        passages
    }

    fn quoted(&self, found: &Found, prose: &Prose) -> Quoted {
        let start = self.blocks[found.block];
        let end = self.blocks.get(found.block + 1).copied().unwrap_or(self.read.len());
        let [prefix, exact, suffix] = around(&self.read, found.read.clone(), start..end);
        let words = around(&self.written, found.written.clone(), 0..self.written.len());
        Quoted {
            anchor: found.anchor,
            about: found.about.clone(),
            id: name(found, prose, words),
            exact: exact.into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
        }
    }
}

/// What stands before a passage in its block, its words, and what stands after them.
fn around(text: &str, words: Range<usize>, block: Range<usize>) -> [&str; 3] {
    let before = text.get(block.start..words.start).unwrap_or_default();
    let after = text.get(words.end..block.end).unwrap_or_default();
    let cut = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let prefix = before[cut..].rsplit('\n').next().unwrap_or_default();
    let suffix = after[..end].split('\n').next().unwrap_or_default();
    [prefix, text.get(words).unwrap_or_default(), suffix]
}

/// The last word of a text, without the signs after it, between which and the word the number of a note may
/// stand. Nothing where a line has just begun.
fn last_word(text: &str) -> Range<usize> {
    let line = text.rfind('\n').map_or(0, |at| at + 1);
    let words = text[line..].trim_end_matches(|c: char| !c.is_alphanumeric());
    let space = words.char_indices().rev().find(|(_, c)| c.is_whitespace());
    let first = space.map_or(0, |(at, c)| at + c.len_utf8());
    line + first..line + words.len()
}

/// The name of a passage, from the file alone: what it is about, and a hash of the words and their surroundings.
fn name(found: &Found, prose: &Prose, words: [&str; 3]) -> String {
    let (kind, target): (_, Cow<'_, str>) = match &found.about {
        NoteAbout::Entry(Reference { kind, id }) => (*kind, Cow::Borrowed(id)),
        NoteAbout::Short(_) => ("note", Cow::Borrowed("")),
        NoteAbout::Long(note) => (
            "note",
            prose.notes.get(*note as usize).map_or_else(String::new, |note| slug(&note.label)).into(),
        ),
    };
    let pin = match found.anchor {
        Anchor::Mark(mark) => prose.marks.get(mark as usize).map_or("", |mark| &mark.pin),
        _ => "",
    };
    let hash = Hash::of_parts([kind, &target, pin].into_iter().chain(words).map(str::as_bytes)).short();
    match target.is_empty() {
        true => format!("{kind}-{hash}"),
        false => format!("{kind}-{target}-{hash}"),
    }
}
