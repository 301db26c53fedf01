//! Markdown becomes a compact tree in which every annotation is a `Mark`.
//! What a mark points at, and whether it is there, is for `link`; HTML is for `render`. This file walks the
//! events of the parser; the files beside it each know one thing that a body can hold.

mod cards;
mod checks;
mod headings;
mod links;
mod mistake;
mod notes;
mod pictures;
mod quotations;

pub use links::is_web;
pub use mistake::Mistake;

use crate::model::document::{Align, Node, Origin, Prose, Tag};
use crate::model::text::Span;
use pulldown_cmark::{Alignment, Event, Options, Parser, Tag as MdTag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// A body, with the title it brings itself.
#[derive(Debug, Default)]
pub struct Body {
    /// The text.
    pub prose: Prose,
    /// The words of a `# heading` that opens it.
    pub title: Option<String>,
}

/// How deep block quotations, lists and emphasis may nest.
const DEEPEST: usize = 128;

/// Parses the Markdown of `text` from byte `start` on.
pub fn parse(text: &Arc<str>, start: usize, origin: Origin) -> (Body, Vec<Mistake>) {
    let mut builder = Builder {
        start,
        prose: Prose { text: text.clone(), origin, ..Prose::default() },
        ..Builder::default()
    };
    let source = text.get(start..).unwrap_or_default();
    for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
        if builder.depth >= DEEPEST && nests(&event) {
            builder.too_deep(range);
            break;
        }
        builder.event(event, range);
    }
    builder.finish()
}

/// Whether something begins in which the same could begin again.
fn nests(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(tag) if !matches!(tag, MdTag::Paragraph | MdTag::Heading { .. }))
}

/// Listed one by one: `Options::all()` would turn old footnotes on and smart punctuation, which rewrites
/// quotations.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

#[derive(Default)]
struct Builder {
    /// Where the parsed part begins in the text.
    start: usize,
    prose: Prose,
    title: Option<String>,
    /// Blocks and inlines that are open: the position of their first node.
    open: Vec<usize>,
    depth: usize,
    /// Text that is put together for something else than the tree: alternative text.
    aside: Option<String>,
    picture: Option<(Box<str>, Box<str>, Span)>,
    /// Pictures inside the alternative text of another.
    inner_pictures: usize,
    /// The titles of the pictures: captions where there is no other.
    captions: Vec<Box<str>>,
    alignments: Vec<Align>,
    in_head: bool,
    cell: usize,
    labels: HashMap<Box<str>, u32>,
    slugs: HashSet<String>,
    /// The last number behind each id that was wanted more than once.
    numbers: HashMap<String, usize>,
    /// Nodes of the text, put aside while a note is read.
    text_nodes: Vec<Vec<Node>>,
    note_nodes: Vec<(u32, Vec<Node>)>,
    mistakes: Vec<Mistake>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => {
                let code = self.string(&code);
                self.inline(Node::Code(code), range);
            }
            Event::SoftBreak => self.inline(Node::Soft, range),
            Event::HardBreak => self.inline(Node::Hard, range),
            Event::Rule => self.push(Node::Rule),
            Event::FootnoteReference(label) => {
                let note = self.label(&label);
                self.inline(Node::Footnote(note), range);
            }
            Event::InlineHtml(html) => self.html(&html, range),
            // Read as one piece at the start of its block; maths and task lists are switched off.
            _ => {}
        }
    }

    fn start(&mut self, tag: MdTag<'_>, range: Range<usize>) {
        self.depth += 1;
        let span = self.span(&range);
        match tag {
            MdTag::Paragraph => self.open(Tag::Paragraph),
            MdTag::Heading { level, id, classes, attrs } => {
                if !classes.is_empty() || !attrs.is_empty() {
                    self.wrong(
                        "BS0209",
                        span,
                        "only an id may be set on a heading",
                        "write `## Words {#id}`",
                    );
                }
                self.heading(level as u8, id.as_deref());
            }
            MdTag::BlockQuote(kind) => {
                self.open(Tag::Quotation);
                if kind.is_some() {
                    let at = self.open.last().copied().unwrap_or_default();
                    self.prose.nodes[at] = Node::Open(Tag::Box);
                }
            }
            MdTag::CodeBlock(_) => self.open(Tag::CodeBlock),
            MdTag::HtmlBlock => {
                let html = self.source(&range).to_owned();
                self.html_block(&html, range);
            }
            MdTag::List(None) => self.open(Tag::List),
            MdTag::List(Some(first)) => self.open(Tag::Ordered(u32::try_from(first).unwrap_or(1))),
            MdTag::Item => self.open(Tag::Item),
            MdTag::FootnoteDefinition(label) => self.note_begins(&label, span),
            MdTag::Table(alignments) => {
                self.alignments = alignments.into_iter().map(align).collect();
                self.open(Tag::Table);
            }
            MdTag::TableHead => {
                self.open(Tag::TableHead);
                self.push(Node::Open(Tag::Row));
                (self.in_head, self.cell) = (true, 0);
            }
            MdTag::TableRow => {
                self.open(Tag::Row);
                self.cell = 0;
            }
            MdTag::TableCell => {
                let align = self.alignments.get(self.cell).copied().unwrap_or(Align::Start);
                self.open(if self.in_head { Tag::HeadCell(align) } else { Tag::Cell(align) });
                self.cell += 1;
            }
            MdTag::Emphasis => self.open(Tag::Emphasis),
            MdTag::Strong => self.open(Tag::Strong),
            MdTag::Strikethrough => self.open(Tag::Struck),
            MdTag::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, &title, span),
            MdTag::Image { .. } if self.aside.is_some() => self.inner_pictures += 1,
            MdTag::Image { dest_url, title, .. } => {
                self.aside = Some(String::new());
                self.picture = Some(((*dest_url).into(), (*title).into(), span));
            }
            _ => self.open.push(self.prose.nodes.len()),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.depth = self.depth.saturating_sub(1);
        match tag {
            TagEnd::HtmlBlock => {}
            TagEnd::Image if self.inner_pictures > 0 => self.inner_pictures -= 1,
            TagEnd::Image => self.image_ends(),
            TagEnd::FootnoteDefinition => self.note_ends(),
            TagEnd::TableHead => {
                self.push(Node::Close(Tag::Row));
                self.close();
                self.push(Node::Open(Tag::TableBody));
                self.in_head = false;
            }
            TagEnd::Table => {
                self.push(Node::Close(Tag::TableBody));
                self.close();
            }
            TagEnd::Paragraph => {
                let start = self.open.last().copied().unwrap_or(usize::MAX);
                self.close();
                self.paragraph_ends(start);
                self.card(start);
            }
            TagEnd::Heading(_) => self.heading_ends(range),
            TagEnd::BlockQuote(_) => self.quotation_ends(range),
            TagEnd::Link => self.link_ends(),
            _ => self.close(),
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(aside) = &mut self.aside {
            aside.push_str(text);
            return;
        }
        let span = self.span(&range);
        if self.source(&range) != text {
            let string = self.string(text);
            self.push(Node::Owned(string));
            return;
        }
        match self.prose.nodes.last_mut() {
            Some(Node::Text(before)) if before.end == span.start => before.end = span.end,
            _ => self.push(Node::Text(span)),
        }
    }

    fn inline(&mut self, node: Node, range: Range<usize>) {
        match &mut self.aside {
            Some(aside) => aside.push_str(match node {
                Node::Soft | Node::Hard => " ",
                _ => {
                    self.prose.text.get(range.start + self.start..range.end + self.start).unwrap_or_default()
                }
            }),
            None => self.push(node),
        }
    }

    fn html_block(&mut self, html: &str, range: Range<usize>) {
        if without_comments(html).trim().is_empty() {
            return self.comments(html, range.start);
        }
        self.push(Node::Open(Tag::Paragraph));
        self.html(html.trim_end(), range);
        self.push(Node::Close(Tag::Paragraph));
    }

    /// Where comments stand, for those who want them listed.
    fn comments(&mut self, html: &str, at: usize) {
        let mut from = 0;
        while let Some(start) = html[from..].find("<!--").map(|start| from + start) {
            from = html[start..].find("-->").map_or(html.len(), |end| start + end + 3);
            self.prose.comments.push(self.span(&(at + start..at + from)));
        }
    }

    /// Comments are never output; other HTML is shown as text.
    fn html(&mut self, html: &str, range: Range<usize>) {
        self.comments(html, range.start);
        let shown = without_comments(html);
        if shown.trim().is_empty() {
            return;
        }
        let end = range.end.min(range.start + html.len());
        self.warn(
            "BS0210",
            self.span(&(range.start..end)),
            "HTML in content is shown as text, not obeyed",
            "say it in Markdown; for a sign in the text, put a backslash before `<`",
        );
        let string = self.string(&shown);
        self.push(Node::Owned(string));
    }

    fn finish(mut self) -> (Body, Vec<Mistake>) {
        self.prose.main = count(self.prose.nodes.len());
        self.prose.mark_nodes = vec![0; self.prose.marks.len()];
        for (at, node) in (0..).zip(&self.prose.nodes) {
            if let Node::Open(Tag::Mark(mark)) = node
                && let Some(place) = self.prose.mark_nodes.get_mut(*mark as usize)
            {
                *place = at;
            }
        }
        for (note, mut nodes) in std::mem::take(&mut self.note_nodes) {
            let from = count(self.prose.nodes.len());
            self.prose.nodes.append(&mut nodes);
            if let Some(note) = self.prose.notes.get_mut(note as usize) {
                note.nodes = (from, count(self.prose.nodes.len()));
            }
        }
        self.check_leftovers();
        self.check_notes();
        self.check_notes_in_notes();
        self.prose.nodes.shrink_to_fit();
        (Body { prose: self.prose, title: self.title }, self.mistakes)
    }

    /// Something begins that leaves no trace in the tree.
    fn open_nothing(&mut self) {
        self.open.push(usize::MAX);
    }

    fn open(&mut self, tag: Tag) {
        if self.aside.is_some() {
            return self.open_nothing();
        }
        self.open.push(self.prose.nodes.len());
        self.push(Node::Open(tag));
    }

    fn close(&mut self) {
        let Some(at) = self.open.pop() else { return };
        if let Some(Node::Open(tag)) = self.prose.nodes.get(at).copied() {
            self.push(Node::Close(tag));
        }
    }

    fn push(&mut self, node: Node) {
        self.prose.nodes.push(node);
    }

    /// Text that is not as it is written; what no page or feed may hold is left out.
    fn string(&mut self, text: &str) -> u32 {
        self.prose.strings.push(text.replace(crate::model::text::is_forbidden, "").into());
        count(self.prose.strings.len() - 1)
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(range.start, range.end).shifted(self.start)
    }

    fn source(&self, range: &Range<usize>) -> &str {
        self.prose.text.get(range.start + self.start..range.end + self.start).unwrap_or_default()
    }

    fn too_deep(&mut self, range: Range<usize>) {
        let span = self.span(&(range.start..range.start + 1));
        let message = format!("quotations and lists are nested more than {DEEPEST} deep here");
        self.wrong("BS0212", span, &message, "take out the superfluous `>` or indentation");
    }
}

fn without_comments(html: &str) -> String {
    let mut rest = html;
    let mut kept = String::new();
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        match rest[start..].find("-->") {
            Some(end) => rest = &rest[start + end + 3..],
            None => return kept,
        }
    }
    kept.push_str(rest);
    kept
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
        Alignment::None | Alignment::Left => Align::Start,
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
