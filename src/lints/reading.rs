//! A record as it is read: paragraph by paragraph, with what is marked, what is quoted, and where each word stands.
//! What to make of the words is for the rules.

use crate::model::diagnostic::Place;
use crate::model::document::{Document, Node, Prose, Tag};
use crate::model::record::Reference;
use crate::model::site::Entry;
use crate::model::text::Span;
use std::ops::Range;

/// A record as it is read.
pub struct Reading<'a> {
    /// The record.
    pub entry: &'a Entry,
    /// Its paragraphs, headings, items, cells and captions: those of the body first.
    pub passages: Vec<Passage<'a>>,
}

/// A stretch of text that is read in one go.
pub struct Passage<'a> {
    /// The text it is part of.
    pub prose: &'a Prose,
    /// Whether that is the body.
    pub in_body: bool,
    /// What it is.
    pub setting: Setting,
    /// Which block quotation of its text it stands in, if it stands in one.
    pub quotation: Option<usize>,
    /// Its plain words.
    pub text: String,
    /// The marks in it, in the order of reading: the bytes of their words, and what they point at.
    pub marks: Vec<Marked<'a>>,
    /// What stands between quotation marks, without them.
    pub quoted: Vec<Range<usize>>,
    /// Whether it refers to a footnote.
    pub has_note: bool,
    /// The byte in `text` at which each node begins, ascending.
    parts: Vec<(usize, u32)>,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// A paragraph, an item, a cell.
    Text,
    /// A heading.
    Heading,
    /// The caption of a picture.
    Caption,
    /// The line that says who is quoted.
    Attribution,
}

/// Marked words of a passage, or a first mention in it.
pub struct Marked<'a> {
    /// Where they stand in its text.
    pub at: Range<usize>,
    /// The kind of mark.
    pub kind: &'a str,
}

impl<'a> Reading<'a> {
    /// Reads a record.
    pub fn of(entry: &'a Entry) -> Self {
        let document = &entry.document;
        let mut passages = Vec::new();
        for (i, prose) in document.prose.iter().enumerate() {
            let targets = entry.links.marks.get(i).map_or(&[][..], |targets| targets);
            let mut walk = Walk { prose, targets, ..Walk::new(prose, i == 0) };
            prose.nodes.iter().zip(0..).for_each(|(node, at)| walk.see(*node, at));
            walk.ends();
            passages.append(&mut walk.passages);
        }
        let mut reading = Self { entry, passages };
        reading.mention();
        reading
    }

    /// The passages of the body.
    pub fn body(&self) -> impl Iterator<Item = &Passage<'a>> {
        self.passages.iter().filter(|passage| passage.in_body)
    }

    /// Adds first mentions that nobody marked.
    fn mention(&mut self) {
        let mut passages = self.passages.iter_mut().filter(|passage| passage.in_body).peekable();
        for mention in &self.entry.links.mentions {
            // Both are in the order of reading.
            while passages.next_if(|passage| passage.last_node() < mention.start.0).is_some() {}
            let Some(passage) = passages.peek_mut() else { break };
            let byte = |(node, byte): (u32, u32)| Some(passage.begins(node)? + byte as usize);
            if let Some((start, end)) = byte(mention.start).zip(byte(mention.end)) {
                passage.marks.push(Marked { at: start..end, kind: mention.entry.kind });
            }
        }
        self.passages.iter_mut().for_each(|passage| passage.marks.sort_by_key(|mark| mark.at.start));
    }
}

impl Passage<'_> {
    /// The place of some of its words, in the file on disk.
    pub fn place(&self, document: &Document, at: Range<usize>) -> Place {
        document.place(self.prose, self.span(at))
    }

    /// The span of some of its words in the text they are part of.
    fn span(&self, at: Range<usize>) -> Span {
        let start = self.byte(at.start);
        let end = self.byte(at.end.saturating_sub(1)).map(|end| end + 1);
        match (start, end) {
            (Some(start), Some(end)) => Span::new(start, end),
            // Words that are not as they are written: the nearest that are.
            (Some(start), None) => Span::new(start, start + 1),
            _ => self.nearest(at.start),
        }
    }

    /// Whether a letter stands in the file as it is read. HTML that is shown as text does not.
    pub fn is_as_written(&self, at: usize) -> bool {
        self.byte(at).is_some()
    }

    fn byte(&self, at: usize) -> Option<usize> {
        let (begins, node) = self.part(at)?;
        match self.prose.nodes.get(node as usize)? {
            Node::Text(span) => Some(span.start as usize + (at - begins)),
            _ => None,
        }
    }

    fn part(&self, at: usize) -> Option<(usize, u32)> {
        let after = self.parts.partition_point(|(begins, _)| *begins <= at);
        self.parts.get(after.checked_sub(1)?).copied()
    }

    fn nearest(&self, at: usize) -> Span {
        let texts =
            self.parts.iter().filter_map(|(begins, node)| match self.prose.nodes.get(*node as usize) {
                Some(Node::Text(span)) => Some((begins.abs_diff(at), *span)),
                _ => None,
            });
        texts.min_by_key(|(distance, _)| *distance).map(|(_, span)| span).unwrap_or_default()
    }

    /// The byte at which a node begins.
    fn begins(&self, node: u32) -> Option<usize> {
        let at = self.parts.partition_point(|(_, known)| *known < node);
        self.parts.get(at).filter(|(_, known)| *known == node).map(|(begins, _)| *begins)
    }

    fn last_node(&self) -> u32 {
        self.parts.last().map_or(0, |(_, node)| *node)
    }

    /// Whether these words were said by somebody else: they stand in a quotation.
    pub fn is_quoted(&self, at: usize) -> bool {
        let after = self.quoted.partition_point(|quoted| quoted.start <= at);
        self.quotation.is_some() || after > 0 && self.quoted[after - 1].contains(&at)
    }

    /// The mark that these words are part of.
    pub fn mark_at(&self, at: usize) -> Option<&Marked<'_>> {
        let after = self.marks.partition_point(|mark| mark.at.start <= at);
        self.marks.get(after.checked_sub(1)?).filter(|mark| mark.at.contains(&at))
    }
}

/// The words of a text, each with the byte at which it begins: letters and digits, with what joins them.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '’' | '\'' | '&'));
    let parts = parts.filter(|word| !word.is_empty());
    parts.map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// The last word of a text.
pub fn last_word(text: &str) -> &str {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'');
    let starts = text.rfind(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '’' | '\'' | '&'));
    starts
        .and_then(|at| text.get(at..))
        .map_or(text, |rest| rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default())
}

/// Whether a byte begins, and another ends, a word of a text.
pub fn is_word(text: &str, at: &Range<usize>) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '-';
    !text[..at.start].ends_with(part) && !text[at.end..].starts_with(part)
}

/// Walks the nodes of a text.
struct Walk<'a> {
    prose: &'a Prose,
    targets: &'a [Option<Reference>],
    in_body: bool,
    passages: Vec<Passage<'a>>,
    open: Option<Passage<'a>>,
    setting: Setting,
    /// The mark that is open, and the byte at which its words begin.
    mark: Option<(u32, usize)>,
    /// How many block quotations are open, and how many there were.
    quotations: (usize, usize),
    in_code: bool,
}

impl<'a> Walk<'a> {
    fn new(prose: &'a Prose, in_body: bool) -> Self {
        Self {
            prose,
            targets: &[],
            in_body,
            passages: Vec::new(),
            open: None,
            setting: Setting::Text,
            mark: None,
            quotations: (0, 0),
            in_code: false,
        }
    }

    fn see(&mut self, node: Node, at: u32) {
        match node {
            Node::Text(_) | Node::Owned(_) | Node::Soft | Node::Hard if !self.in_code => self.words(node, at),
            Node::Footnote(_) => self.passage().has_note = true,
            Node::Open(Tag::Mark(mark)) => self.mark = Some((mark, self.passage().text.len())),
            Node::Close(Tag::Mark(mark)) => self.mark_ends(mark),
            // The words of code are nobody's prose, but there was something.
            Node::Code(_) => self.passage().text.push('\u{fffc}'),
            Node::Open(tag) if tag.is_block() => {
                self.ends();
                self.begins(tag);
            }
            Node::Close(tag) if tag.is_block() => {
                self.ends();
                self.closes(tag);
            }
            Node::Rule => self.ends(),
            _ => {}
        }
    }

    fn words(&mut self, node: Node, at: u32) {
        let prose = self.prose;
        let passage = self.passage();
        passage.parts.push((passage.text.len(), at));
        passage.text.push_str(prose.words(node));
    }

    fn begins(&mut self, tag: Tag) {
        match tag {
            Tag::Heading(_) => self.setting = Setting::Heading,
            Tag::Picture(_) => self.setting = Setting::Caption,
            Tag::Attribution => self.setting = Setting::Attribution,
            Tag::CodeBlock => self.in_code = true,
            Tag::Quotation => {
                let (open, seen) = self.quotations;
                self.quotations = (open + 1, if open == 0 { seen + 1 } else { seen });
            }
            _ => {}
        }
    }

    fn closes(&mut self, tag: Tag) {
        match tag {
            Tag::Heading(_) | Tag::Picture(_) | Tag::Attribution => self.setting = Setting::Text,
            Tag::CodeBlock => self.in_code = false,
            Tag::Quotation => self.quotations.0 = self.quotations.0.saturating_sub(1),
            _ => {}
        }
    }

    fn mark_ends(&mut self, mark: u32) {
        let target = self.targets.get(mark as usize).and_then(Option::as_ref);
        let written = self.prose.marks.get(mark as usize).and_then(|mark| mark.kind);
        let kind = target.map(|target| target.kind).or(written).unwrap_or_default();
        let Some((_, start)) = self.mark.take() else { return };
        let passage = self.passage();
        let at = start.min(passage.text.len())..passage.text.len();
        passage.marks.push(Marked { at, kind });
    }

    /// The passage that is being read.
    fn passage(&mut self) -> &mut Passage<'a> {
        let (prose, in_body, setting) = (self.prose, self.in_body, self.setting);
        let quotation = (self.quotations.0 > 0).then_some(self.quotations.1);
        self.open.get_or_insert_with(|| Passage {
            prose,
            in_body,
            setting,
            quotation,
            text: String::new(),
            marks: Vec::new(),
            quoted: Vec::new(),
            has_note: false,
            parts: Vec::new(),
        })
    }

    /// What was being read has ended.
    fn ends(&mut self) {
        if let Some(mut passage) = self.open.take().filter(|passage| !passage.text.trim().is_empty()) {
            passage.quoted = quoted(&passage.text);
            self.passages.push(passage);
        }
    }
}

/// What stands between quotation marks. A quotation that is not closed goes on to the end: the next paragraph is its
/// continuation.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut quoted = Vec::new();
    // The straight one, and the first bytes of all others.
    if memchr::memchr3(b'"', 0xE2, 0xC2, text.as_bytes()).is_none() {
        return quoted;
    }
    let mut free = 0;
    for (at, open) in text.char_indices() {
        if at < free {
            continue;
        }
        let Some(closes) = closing(open) else { continue };
        let begins = text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        let start = at + open.len_utf8();
        // An apostrophe closes nothing; neither does a straight quotation mark that opens.
        let ends = |end: usize, close: char| {
            let after = text[end + close.len_utf8()..].chars().next();
            !matches!(close, '’') || after.is_none_or(|after| !after.is_alphanumeric())
        };
        let end = text[start..].char_indices().map(|(i, c)| (start + i, c));
        let end = end.filter(|(_, c)| closes.contains(c)).find(|(end, c)| ends(*end, *c));
        match end {
            _ if !begins => {}
            Some((end, close)) => {
                quoted.push(start..end);
                free = end + close.len_utf8();
            }
            None if open == '“' => {
                quoted.push(start..text.len());
                break;
            }
            None => {}
        }
    }
    quoted
}

/// What closes a quotation that opens so.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '“' => Some(&['”']),
        '"' => Some(&['"']),
        '„' => Some(&['“', '”']),
        '«' => Some(&['»']),
        '‘' => Some(&['’']),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_found() {
        let found = |text: &str| quoted(text).into_iter().map(|at| text[at].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("He said “I’m not sure” and ‘it’s not so’."), ["I’m not sure", "it’s not so"]);
        assert_eq!(found("A \"straight\" one, «eins», „zwei“."), ["straight", "eins", "zwei"]);
        assert_eq!(found("It goes on: “We will"), ["We will"]);
        assert!(found("The dogs’ bones, 5\" wide and the ’90s").is_empty());
    }
}
