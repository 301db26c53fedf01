//! A parsed record with its prose: a compact tree that borrows its text, in which every annotation
//! is a `Mark` with its place. Complete when it exists; what marks point at is for `link`.

use super::diagnostic::{Diagnostic, Place};
use super::hash::Hash;
use super::input::Manuscript;
use super::record::{ContentKind, Fields, ProseId, Reference};
use super::text::{Places, Span};
use super::written;
use std::sync::Arc;

/// One record: an explainer, a page, or an entry.
#[derive(Debug)]
pub struct Document {
    /// What kind of content it is.
    pub kind: &'static ContentKind,
    /// Its id, unique within the kind.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// What readers would look for it under, to sort by: without accents and capitals.
    pub sort_key: Box<str>,
    /// Its front matter.
    pub fields: Fields,
    /// Its body (0) and the Markdown in its fields.
    pub prose: Vec<Prose>,
    /// Where it stands.
    pub location: Location,
    /// The hash of everything above.
    pub hash: Hash,
    /// The hash of what others may see of it without reading its body: where it stands, its title and its fields.
    pub face: Hash,
}

/// Where a record stands: its file, the YAML in it, and for a list of records the position.
#[derive(Debug, Clone)]
pub struct Location {
    /// The file.
    pub manuscript: Arc<Manuscript>,
    /// Its YAML.
    pub yaml: Span,
    /// The steps that lead to the record inside the YAML: none, or its position in a list.
    pub path: Vec<String>,
}

impl Location {
    /// The place of a span of the manuscript, in the file on disk.
    pub fn at(&self, span: Span) -> Place {
        Place { path: self.manuscript.path.clone(), span: self.manuscript.raw_span(span) }
    }

    /// The place of a field. Looked up in the YAML only now: places are needed when something is wrong.
    pub fn field(&self, path: &[String]) -> Place {
        self.at(self.value(path))
    }

    /// The place of a part of a field, given all that was read there.
    pub fn inside(&self, path: &[String], read: &str, part: Span) -> Place {
        let value = self.value(path);
        let written = written::place(value.of(&self.manuscript.text), read, part);
        self.at(written.map_or(value, |part| part.shifted(value.start as usize)))
    }

    /// The span of a field in the text.
    fn value(&self, path: &[String]) -> Span {
        let full: Vec<String> = self.path.iter().chain(path).cloned().collect();
        let places = self.manuscript.places.get_or_init(|| Places::new(self.yaml.of(&self.manuscript.text)));
        places.find(&full).shifted(self.yaml.start as usize)
    }
}

impl Location {
    /// A diagnostic of this record with the one safe answer: some words at its place are written otherwise. There is none
    /// where they do not stand in the file as they are read, once.
    pub fn mended(&self, diagnostic: Diagnostic, from: &str, to: &str) -> Diagnostic {
        let span = diagnostic.place.span;
        let mut found = span.of(&self.manuscript.text).match_indices(from);
        match (found.next(), found.next()) {
            (Some((at, _)), None) if self.manuscript.map.is_empty() && !from.is_empty() => {
                let start = span.start as usize + at;
                diagnostic.instead_at(Span::new(start, start + from.len()), to)
            }
            _ => diagnostic,
        }
    }
}

impl Document {
    /// The body.
    pub fn body(&self) -> &Prose {
        &self.prose[0]
    }

    /// A piece of prose.
    pub fn prose(&self, id: ProseId) -> &Prose {
        self.prose.get(usize::from(id.0)).unwrap_or(&self.prose[0])
    }

    /// The place of a span of a piece of prose, in the file on disk.
    pub fn place(&self, prose: &Prose, span: Span) -> Place {
        match &prose.origin {
            Origin::Body => self.location.at(span),
            Origin::Field(path) => self.location.inside(path, &prose.text, span),
        }
    }
}

/// Markdown as a tree, flat and compact: twelve bytes a node, text borrowed by place.
#[derive(Debug, Default)]
pub struct Prose {
    /// The text the spans of the nodes refer to.
    pub text: Arc<str>,
    /// Where it stands.
    pub origin: Origin,
    /// The tree, in order of reading; the notes' content comes after `main`.
    pub nodes: Vec<Node>,
    /// How many of the nodes are the text itself.
    pub main: u32,
    /// Text that differs from how it is written (entities, escapes).
    pub strings: Vec<Box<str>>,
    /// The annotations.
    pub marks: Vec<Mark>,
    /// The node that opens each mark, for those in the text itself.
    pub mark_nodes: Vec<u32>,
    /// Ordinary links: where to.
    pub links: Vec<Link>,
    /// The headings.
    pub headings: Vec<Heading>,
    /// The pictures.
    pub pictures: Vec<Picture>,
    /// Footnotes and long notes.
    pub notes: Vec<Note>,
    /// What editors left for one another: comments.
    pub comments: Vec<Span>,
    /// The marks that stand alone in their paragraph, in order of reading.
    pub cards: Vec<u32>,
    /// Block quotations with a line that says who is quoted, in order of reading.
    pub quotations: Vec<Quotation>,
}

/// Where prose stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Origin {
    /// In the body of the record's file.
    #[default]
    Body,
    /// In a field, by path.
    Field(Vec<String>),
}

/// A node of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node {
    /// Text as it is written.
    Text(Span),
    /// Text from `strings`.
    Owned(u32),
    /// Code in a line, from `strings`.
    Code(u32),
    /// A line end in the source.
    Soft,
    /// A line break.
    Hard,
    /// A thematic break.
    Rule,
    /// A reference to a footnote, from `notes`.
    Footnote(u32),
    /// A piece begins.
    Open(Tag),
    /// A piece ends.
    Close(Tag),
}

/// A piece of prose with something inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// A paragraph.
    Paragraph,
    /// A mark alone in its paragraph, from `marks`.
    Card(u32),
    /// A heading, from `headings`.
    Heading(u32),
    /// A block quotation.
    Quotation,
    /// The line that says who is quoted.
    Attribution,
    /// A background box.
    Box,
    /// A list of points.
    List,
    /// A numbered list, and its first number.
    Ordered(u32),
    /// An item of a list.
    Item,
    /// A block of code.
    CodeBlock,
    /// A table.
    Table,
    /// The head of a table.
    TableHead,
    /// The rows of a table.
    TableBody,
    /// A row.
    Row,
    /// A cell of the head.
    HeadCell(Align),
    /// A cell.
    Cell(Align),
    /// A picture, from `pictures`; inside is its caption.
    Picture(u32),
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck out.
    Struck,
    /// An ordinary link, from `links`.
    Link(u32),
    /// An annotation, from `marks`.
    Mark(u32),
}

/// How a table cell is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// As the language reads.
    Start,
    /// In the middle.
    Center,
    /// At the end of the line.
    End,
}

/// An annotation: words, and what they point at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The kind, or `None` for a wikilink, which finds any kind by id, title or variant.
    pub kind: Option<&'static str>,
    /// What follows the scheme; empty where the words themselves are the name.
    pub target: Box<str>,
    /// What follows an `@`: the date of the value that is told, or the two dates of a change.
    pub pin: Box<str>,
    /// The link title: a gloss for this place only, or the text of a short note.
    pub gloss: Box<str>,
    /// The plain words.
    pub words: Box<str>,
    /// The whole mark, as written.
    pub span: Span,
}

/// An ordinary link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where to: checked to be of an allowed scheme, or relative.
    pub url: Box<str>,
    /// The whole link, as written.
    pub span: Span,
}

impl Mark {
    /// Whether it is an `[[id]]` without words of its own: it is read as the title of what it names.
    pub fn is_bare(&self, target: &Reference) -> bool {
        self.kind.is_none() && self.words == self.target && *self.target == *target.id
    }
}

impl Tag {
    /// Whether it stands by itself, not in a line of text.
    pub fn is_block(self) -> bool {
        !matches!(self, Self::Emphasis | Self::Strong | Self::Struck | Self::Link(_) | Self::Mark(_))
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its fragment, unique in the document.
    pub id: Box<str>,
    /// Its plain words.
    pub words: Box<str>,
    /// Whether it stands in a box, and so not in the contents.
    pub boxed: bool,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file, as written; empty where only caption and credit are left.
    pub file: Box<str>,
    /// What it shows, for those who cannot see it.
    pub alt: Box<str>,
    /// Who made it.
    pub credit: Box<str>,
    /// As written.
    pub span: Span,
    /// Whether it stands alone, as a figure, or in a line of text.
    pub figure: bool,
}

/// A footnote or a long note: `[^label]: …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The label.
    pub label: Box<str>,
    /// First and last node of its content.
    pub nodes: (u32, u32),
    /// As written.
    pub span: Span,
}

/// A block quotation and the line that says who is quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Its first node and the one past its last.
    pub nodes: (u32, u32),
    /// The first node of the line, and the one past its last.
    pub attribution: (u32, u32),
    /// As written.
    pub span: Span,
}

impl Prose {
    /// The words of a text node.
    pub fn words(&self, node: Node) -> &str {
        match node {
            Node::Text(span) => span.of(&self.text),
            Node::Owned(i) | Node::Code(i) => self.strings.get(i as usize).map_or("", |s| s),
            Node::Soft | Node::Hard => " ",
            _ => "",
        }
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.main == 0
    }

    /// The plain words of a range of nodes.
    pub fn plain(&self, nodes: std::ops::Range<usize>) -> String {
        self.nodes.get(nodes).unwrap_or_default().iter().map(|node| self.words(*node)).collect()
    }

    /// What a block quotation says, without the line that says who is quoted.
    pub fn quoted(&self, quotation: &Quotation) -> String {
        let blocks = quotation.nodes.0 as usize..quotation.attribution.0 as usize;
        let nodes = self.nodes.get(blocks).unwrap_or_default();
        let mut words = String::new();
        for node in nodes {
            match node {
                Node::Close(Tag::Paragraph | Tag::Item) => words.push(' '),
                node => words.push_str(self.words(*node)),
            }
        }
        words.trim().to_owned()
    }

    /// The plain words of the first paragraph.
    pub fn first_paragraph(&self) -> String {
        let start = self.nodes.iter().position(|n| *n == Node::Open(Tag::Paragraph)).unwrap_or(0);
        let rest = self.nodes.get(start..).unwrap_or_default();
        let end = rest.iter().position(|n| *n == Node::Close(Tag::Paragraph)).unwrap_or(0);
        self.plain(start..start + end)
    }
}

/// Whether pages have an id of themselves: of a section that templates make, of a mark or a note.
pub fn is_own_fragment(id: &str) -> bool {
    const SECTIONS: [&str; 22] = [
        "text",
        "notes",
        "dates",
        "who",
        "sources",
        "made",
        "in-short",
        "passages",
        "links",
        "roles",
        "uses",
        "cited",
        "on-timeline",
        "words",
        "said",
        "history",
        "corrections",
        "questions",
        "related",
        "updates",
        "evidence",
        "compare",
    ];
    let numbered = id
        .strip_prefix(['m', 'a', 'f', 'q', 'c'])
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    SECTIONS.contains(&id) || numbered || id.starts_with("note-") || id.starts_with("correction-")
}
