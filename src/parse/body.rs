//! Markdown becomes a compact tree in which every annotation is a `Mark`.
//! What a mark points at, and whether it is there, is for `link`; HTML is for `render`.

use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::document::{Align, Heading, Link, Mark, Node, Note, Origin, Picture, Prose, Tag};
use crate::model::text::{Span, slug};
use pulldown_cmark::{Alignment, Event, LinkType, Options, Parser, Tag as MdTag, TagEnd};
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

/// Something wrong with a body, before it is known which file it stands in.
#[derive(Debug)]
pub struct Mistake {
    code: &'static str,
    span: Span,
    message: String,
    help: String,
    warning: bool,
}

impl Mistake {
    /// The diagnostic, once places are known.
    pub fn diagnostic(self, place: impl Fn(Span) -> Place) -> Diagnostic {
        let place = place(self.span);
        let diagnostic = match self.warning {
            true => Diagnostic::warning(self.code, place, self.message),
            false => Diagnostic::error(self.code, place, self.message),
        };
        diagnostic.help(self.help)
    }
}

/// The ids that pages have of themselves: of the sections that templates make, and of marks and notes.
fn is_ours(id: &str) -> bool {
    const SECTIONS: [&str; 14] = [
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
    ];
    let numbered = id
        .strip_prefix(['m', 'a', 'f'])
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    SECTIONS.contains(&id) || numbered || id.starts_with("note-")
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
        if builder.depth > DEEPEST {
            builder.too_deep(range);
            break;
        }
        builder.event(event, range);
    }
    builder.finish()
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
                self.close();
                self.paragraph_ends();
            }
            TagEnd::Heading(_) => self.heading_ends(range),
            TagEnd::BlockQuote(_) => self.quotation_ends(),
            TagEnd::Link => self.link_ends(),
            _ => self.close(),
        }
    }

    // ---- leaves

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
        if !without_comments(html).trim().is_empty() {
            self.push(Node::Open(Tag::Paragraph));
            self.html(html.trim_end(), range);
            self.push(Node::Close(Tag::Paragraph));
        }
    }

    /// Comments are never output; other HTML is shown as text.
    fn html(&mut self, html: &str, range: Range<usize>) {
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

    // ---- headings

    fn heading(&mut self, level: u8, id: Option<&str>) {
        let heading = Heading {
            level,
            id: id.unwrap_or_default().into(),
            words: "".into(),
            boxed: self.in_box() || !self.text_nodes.is_empty(),
        };
        self.prose.headings.push(heading);
        let index = count(self.prose.headings.len() - 1);
        self.open(Tag::Heading(index));
    }

    fn in_box(&self) -> bool {
        self.open.iter().any(|at| {
            matches!(self.prose.nodes.get(*at), Some(Node::Open(Tag::Quotation | Tag::Box | Tag::Item)))
        })
    }

    fn heading_ends(&mut self, range: Range<usize>) {
        let start = self.open.last().copied().unwrap_or_default();
        self.close();
        let words = self.prose.plain(start..self.prose.nodes.len());
        let first = self.prose.headings.len() == 1 && start == 0 && self.text_nodes.is_empty();
        let Some(heading) = self.prose.headings.last_mut() else { return };
        if first && heading.level == 1 && self.prose.origin == Origin::Body && self.title.is_none() {
            self.title = Some(words);
            self.prose.headings.clear();
            self.prose.nodes.clear();
            return;
        }
        let wanted = if heading.id.is_empty() { slug(&words) } else { heading.id.to_string() };
        let given = !heading.id.is_empty();
        heading.words = words.into();
        let numbered = (2..).map(|n| format!("{wanted}-{n}"));
        let free = std::iter::once(wanted.clone())
            .chain(numbered)
            .find(|id| !is_ours(id) && !self.slugs.contains(id));
        let id = free.unwrap_or_default();
        heading.id = id.as_str().into();
        if given && id != wanted {
            let span = self.span(&range);
            let message = format!("the id `{wanted}` is taken on this page");
            self.wrong("BS0211", span, &message, "give this heading another id");
        }
        self.slugs.insert(id);
    }

    // ---- links and marks

    fn link(&mut self, link_type: LinkType, url: &str, title: &str, span: Span) {
        if self.is_in_link() {
            self.wrong(
                "BS0206",
                span,
                "a link cannot stand inside a mark or another link",
                "mark the words once",
            );
            self.open_nothing();
            return;
        }
        let (kind, target) = match link_type {
            LinkType::WikiLink { .. } => (Some(None), url),
            LinkType::Email => (None, url),
            _ => match scheme(url) {
                Some((scheme, target)) => (annotation(scheme).map(Some), target),
                None => (None, url),
            },
        };
        let tag = match kind {
            Some(kind) => {
                let (target, gloss) = (target.into(), title.into());
                self.prose.marks.push(Mark { kind, target, gloss, words: "".into(), span });
                Tag::Mark(count(self.prose.marks.len() - 1))
            }
            None => {
                let url = if link_type == LinkType::Email { format!("mailto:{url}") } else { url.to_owned() };
                let url = self.allowed(url, span);
                self.prose.links.push(Link { url: url.into(), span });
                Tag::Link(count(self.prose.links.len() - 1))
            }
        };
        self.open(tag);
    }

    fn is_in_link(&self) -> bool {
        let nodes = &self.prose.nodes;
        self.open.iter().any(|at| matches!(nodes.get(*at), Some(Node::Open(Tag::Link(_) | Tag::Mark(_)))))
    }

    /// The address, if its scheme is allowed; nothing, with a diagnostic, if not.
    fn allowed(&mut self, url: String, span: Span) -> String {
        let Some((scheme, _)) = scheme(&url) else { return url };
        if is_web(&url) {
            return url;
        }
        let kinds = crate::annotations::names();
        let (message, help) = match crate::model::text::nearest(scheme, kinds.iter().copied()) {
            Some(near) => (format!("`{scheme}:` is not a kind of mark"), format!("did you mean `{near}:`?")),
            None => (
                format!("a link may not lead to `{scheme}:`"),
                format!("links lead to https, http and mailto addresses; marks are: {}", kinds.join(", ")),
            ),
        };
        self.wrong("BS0205", span, &message, &help);
        String::new()
    }

    fn link_ends(&mut self) {
        let start = self.open.last().copied().unwrap_or_default();
        self.close();
        let words = self.prose.plain(start..self.prose.nodes.len());
        if let Some(Node::Open(Tag::Mark(i))) = self.prose.nodes.get(start)
            && let Some(mark) = self.prose.marks.get_mut(*i as usize)
        {
            mark.words = words.into();
        }
    }

    // ---- pictures

    fn image_ends(&mut self) {
        let alt = self.aside.take().unwrap_or_default();
        if let Some((file, title, span)) = self.picture.take() {
            let file = match scheme(&file) {
                Some(_) => {
                    self.wrong(
                        "BS0208",
                        span,
                        "a picture must be a file of the site: readers' browsers ask no other host",
                        "save it beside this file or in `content/media/`",
                    );
                    "".into()
                }
                None => file,
            };
            let picture = Picture { file, alt: alt.into(), credit: "".into(), span, figure: false };
            self.prose.pictures.push(picture);
            self.captions.push(title);
            let tag = Tag::Picture(count(self.prose.pictures.len() - 1));
            self.push(Node::Open(tag));
            self.push(Node::Close(tag));
        }
    }

    /// A paragraph that begins with a picture is a figure: emphasis is its caption, a last bracket its credit.
    fn paragraph_ends(&mut self) {
        let nodes = &self.prose.nodes;
        let Some(start) = nodes.iter().rposition(|node| *node == Node::Open(Tag::Paragraph)) else { return };
        let Some(Node::Open(Tag::Picture(picture))) = nodes.get(start + 1).copied() else { return };
        let mut caption: Vec<Node> = nodes[start + 3..nodes.len() - 1].to_vec();
        let credit = take_credit(&self.prose, &mut caption);
        caption.retain(|node| !matches!(node, Node::Open(Tag::Emphasis) | Node::Close(Tag::Emphasis)));
        while caption.first().is_some_and(|node| self.prose.words(*node).trim().is_empty() && is_leaf(*node))
        {
            caption.remove(0);
        }
        while caption.last().is_some_and(|node| self.prose.words(*node).trim().is_empty() && is_leaf(*node)) {
            caption.pop();
        }
        let title = self.captions.get(picture as usize).cloned().unwrap_or_default();
        if caption.is_empty() && !title.is_empty() {
            caption.push(Node::Owned(self.string(&title)));
        }
        self.prose.nodes.truncate(start);
        self.push(Node::Open(Tag::Picture(picture)));
        self.prose.nodes.append(&mut caption);
        self.push(Node::Close(Tag::Picture(picture)));
        if let Some(picture) = self.prose.pictures.get_mut(picture as usize) {
            picture.figure = true;
            picture.credit = credit.into();
        }
    }

    // ---- quotations and boxes

    /// A block quotation that opens with a heading is a box; one that ends with a dash has an attribution.
    fn quotation_ends(&mut self) {
        let start = self.open.last().copied().unwrap_or_default();
        self.close();
        let end = self.prose.nodes.len() - 1;
        let boxed = self.prose.nodes[start] == Node::Open(Tag::Box)
            || matches!(self.prose.nodes.get(start + 1), Some(Node::Open(Tag::Heading(_))));
        if boxed {
            self.prose.nodes[start] = Node::Open(Tag::Box);
            self.prose.nodes[end] = Node::Close(Tag::Box);
        } else {
            self.attribution(start, end);
        }
    }

    fn attribution(&mut self, start: usize, end: usize) {
        let nodes = &mut self.prose.nodes;
        let Some(last) = nodes[start..end].iter().rposition(|node| *node == Node::Open(Tag::Paragraph))
        else {
            return;
        };
        let last = start + last;
        let Some(Node::Text(words)) = nodes.get(last + 1).copied() else { return };
        let text = words.of(&self.prose.text);
        let Some(rest) = ["— ", "– ", "-- "].iter().find_map(|dash| text.strip_prefix(dash)) else {
            return;
        };
        let dash = text.len() - rest.len();
        // Only a paragraph of the quotation itself, the last thing in it, and not the only one.
        let opened = |node: &&Node| matches!(node, Node::Open(_));
        let closed = |node: &&Node| matches!(node, Node::Close(_));
        let before = &nodes[start + 1..last];
        let own = before.iter().filter(opened).count() == before.iter().filter(closed).count();
        if !own || before.is_empty() || nodes[end - 1] != Node::Close(Tag::Paragraph) {
            return;
        }
        nodes[last] = Node::Open(Tag::Attribution);
        nodes[last + 1] = Node::Text(Span::new(words.start as usize + dash, words.end as usize));
        nodes[end - 1] = Node::Close(Tag::Attribution);
    }

    // ---- notes

    fn note_begins(&mut self, label: &str, span: Span) {
        let note = self.label(label);
        if self.note_nodes.iter().any(|(defined, _)| *defined == note) {
            let message = format!("the note `[^{label}]` is written twice");
            self.wrong("BS0221", span, &message, "give one of them another label");
        }
        self.text_nodes.push(std::mem::take(&mut self.prose.nodes));
        self.note_nodes.push((note, Vec::new()));
        if let Some(known) = self.prose.notes.get_mut(note as usize) {
            known.span = span;
        }
    }

    fn note_ends(&mut self) {
        let nodes = std::mem::replace(&mut self.prose.nodes, self.text_nodes.pop().unwrap_or_default());
        if let Some((_, content)) = self.note_nodes.iter_mut().rev().find(|(_, content)| content.is_empty()) {
            *content = nodes;
        }
    }

    fn label(&mut self, label: &str) -> u32 {
        let notes = &mut self.prose.notes;
        // Markdown does not tell labels apart by case.
        *self.labels.entry(label.to_lowercase().into()).or_insert_with(|| {
            notes.push(Note { label: label.into(), nodes: (0, 0), span: Span::default() });
            count(notes.len() - 1)
        })
    }

    // ---- the end

    fn finish(mut self) -> (Body, Vec<Mistake>) {
        self.prose.main = count(self.prose.nodes.len());
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

    /// Marks and footnotes that Markdown did not take for such stay behind as text.
    fn check_leftovers(&mut self) {
        let kinds = crate::annotations::names();
        let mut found = Vec::new();
        let mut in_code = false;
        for node in &self.prose.nodes {
            let span = match node {
                Node::Open(Tag::CodeBlock) | Node::Close(Tag::CodeBlock) => {
                    in_code = !in_code;
                    continue;
                }
                Node::Text(span) if !in_code => *span,
                _ => continue,
            };
            let text = span.of(&self.prose.text);
            let escaped =
                self.prose.text.get(..span.start as usize).is_some_and(|before| before.ends_with('\\'));
            for (at, _) in text.match_indices("](") {
                let target = &text[at + 2..];
                let is = |kind: &&&str| target.strip_prefix(**kind).is_some_and(|rest| rest.starts_with(':'));
                if let Some(kind) = kinds.iter().find(is).filter(|_| at > 0 || !escaped) {
                    let end = target.find(')').map_or(target.len(), |i| i + 1);
                    let span = Span::new(at + 1, at + 2 + end).shifted(span.start as usize);
                    found.push((span, if *kind == "note" { "BS0207" } else { "BS0206" }));
                }
            }
            if let Some(at) = text.find("[^").filter(|at| *at > 0 || !escaped)
                && let Some(length) = text[at..].find(']')
            {
                found.push((Span::new(at, at + length + 1).shifted(span.start as usize), "BS0220"));
            }
            if let Some(at) = text.find("<!--").or_else(|| text.find("-->")).filter(|at| *at > 0 || !escaped)
            {
                found.push((Span::new(at, at + 3).shifted(span.start as usize), "BS0213"));
            }
        }
        for (span, code) in found {
            match code {
                "BS0206" => self.wrong(
                    code,
                    span,
                    "this was meant as a mark, but Markdown does not read it as one",
                    "an id has no spaces, and a mark cannot stand inside another mark or link",
                ),
                "BS0213" => self.wrong(
                    code,
                    span,
                    "this comment would be published: a comment inside a paragraph cannot hold an empty line",
                    "take the empty line out, or let the comment begin on a line of its own",
                ),
                "BS0207" => self.wrong(
                    code,
                    span,
                    "this was meant as a note, but Markdown does not read it as one",
                    "put its text in straight quotes: `(note: \"The note.\")`; a longer note is named: `(note:key)`",
                ),
                _ => self.wrong(
                    code,
                    span,
                    "this footnote is never written",
                    "write it at the end of the file: `[^label]: The note.`",
                ),
            }
        }
    }

    fn check_notes(&mut self) {
        let used = |i: usize, label: &str| {
            let index = count(i);
            self.prose.nodes.contains(&Node::Footnote(index))
                || self.prose.marks.iter().any(|mark| mark.kind == Some("note") && &*mark.target == label)
        };
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
    fn check_notes_in_notes(&mut self) {
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

    // ---- small things

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

    fn wrong(&mut self, code: &'static str, span: Span, message: &str, help: &str) {
        self.mistakes.push(Mistake {
            code,
            span,
            message: message.into(),
            help: help.into(),
            warning: false,
        });
    }

    fn warn(&mut self, code: &'static str, span: Span, message: &str, help: &str) {
        self.mistakes.push(Mistake { code, span, message: message.into(), help: help.into(), warning: true });
    }
}

fn is_leaf(node: Node) -> bool {
    !matches!(node, Node::Open(_) | Node::Close(_))
}

/// Takes `[Jane Doe/Agency]` from the end of a caption.
fn take_credit(prose: &Prose, caption: &mut Vec<Node>) -> String {
    let Some(Node::Text(span)) = caption.last().copied() else { return String::new() };
    let text = span.of(&prose.text);
    let Some(open) = text.trim_end().strip_suffix(']').and_then(|inside| inside.rfind('[')) else {
        return String::new();
    };
    let credit = text.trim_end()[open + 1..].trim_end_matches(']').to_owned();
    caption.pop();
    caption.push(Node::Text(Span::new(span.start as usize, span.start as usize + open)));
    credit
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
        Alignment::None | Alignment::Left => Align::Start,
    }
}

/// The scheme of an address, and what follows; nothing for relative ones.
fn scheme(url: &str) -> Option<(&str, &str)> {
    let url = url.trim_start();
    let (scheme, rest) = url.split_once(':')?;
    let fine = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        && scheme.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
    match fine {
        true => Some((scheme, rest)),
        // A colon before the first slash that is no scheme we can read: no relative address either.
        false if !scheme.contains(['/', '?', '#']) => Some((scheme, rest)),
        false => None,
    }
}

/// Whether an address is of an allowed scheme.
pub fn is_web(url: &str) -> bool {
    scheme(url).is_some_and(|(scheme, _)| {
        ["https", "http", "mailto"].iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed))
    })
}

/// The name of a kind of annotation, in any case.
fn annotation(scheme: &str) -> Option<&'static str> {
    crate::annotations::names().into_iter().find(|name| name.eq_ignore_ascii_case(scheme))
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

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
