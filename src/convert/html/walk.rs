//! The tree of the article becomes blocks, each with what the page calls it.

use super::inline;
use super::{figure, meta};
use crate::convert::article::{Block, Inline, Line, List};
use crate::convert::head::{Hint, Part};
use crate::convert::inline::tidy;
use dom_query::{NodeId, NodeRef};

/// The blocks of an element.
pub(super) fn blocks(root: &NodeRef, base: Option<&str>) -> Vec<Part> {
    Walk { base, parts: Vec::new(), run: Vec::new(), hint: Hint::None, skip: None }.all(root)
}

/// The blocks of an element, one inside it left out.
fn without(node: &NodeRef, skip: Option<&NodeRef>, base: Option<&str>) -> Vec<Block> {
    let skip = skip.map(|skip| skip.id);
    let parts = Walk { base, parts: Vec::new(), run: Vec::new(), hint: Hint::None, skip }.all(node);
    parts.into_iter().map(|part| part.block).collect()
}

struct Walk<'a> {
    base: Option<&'a str>,
    parts: Vec<Part>,
    /// Words that are not in a block of their own yet.
    run: Vec<Inline>,
    hint: Hint,
    /// An element that is read elsewhere.
    skip: Option<NodeId>,
}

impl Walk<'_> {
    fn all(mut self, root: &NodeRef) -> Vec<Part> {
        self.children(root);
        self.flush();
        self.parts
    }

    fn children(&mut self, node: &NodeRef) {
        for child in node.children_it(false).filter(|child| Some(child.id) != self.skip).collect::<Vec<_>>() {
            self.node(&child);
        }
    }

    fn node(&mut self, node: &NodeRef) {
        let Some(name) = node.node_name() else {
            if node.is_text() {
                inline::add(node, self.base, &mut self.run);
            }
            return;
        };
        let name = &*name;
        if name == "br" {
            // Two of them part paragraphs.
            let parts = matches!(self.run.iter().rev().find(|part| !is_space(part)), Some(Inline::Break));
            if parts {
                self.flush()
            } else {
                self.run.push(Inline::Break)
            }
            return;
        }
        if name == "img" {
            self.flush();
            self.push(figure::image(node));
            return;
        }
        if !is_block(name)
            && !node
                .descendants_it()
                .any(|node| node.node_name().is_some_and(|name| is_block(&name) || &*name == "img"))
        {
            let outer = hint(node);
            match outer {
                Hint::None => inline::add(node, self.base, &mut self.run),
                // A byline or a date in a line of other words is a part of its own.
                hint => self.hinted(hint, |walk| inline::add(node, walk.base, &mut walk.run)),
            }
            return;
        }
        self.flush();
        let hint = hint(node);
        match name {
            "figure" | "picture" => self.figure(node),
            _ if figure::is_captioned(node) => self.figure(node),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(name, node, hint),
            "ul" | "ol" => self.list(node, name == "ol"),
            "dl" => self.definitions(node),
            "blockquote" => self.quotation(node),
            "table" => self.table(node),
            "hr" => self.push(Some(Block::Rule)),
            _ => self.hinted(hint, |walk| walk.children(node)),
        }
    }

    /// Does something inside an element that has a name for it.
    fn hinted(&mut self, hint: Hint, work: impl FnOnce(&mut Self)) {
        self.flush();
        let outer = self.hint.clone();
        if hint != Hint::None {
            self.hint = hint;
        }
        work(self);
        self.flush();
        self.hint = outer;
    }

    /// Ends the paragraph that is under way.
    fn flush(&mut self) {
        let parts = tidy(std::mem::take(&mut self.run));
        let line = Line { parts, at: 0 };
        if !line.is_empty() {
            self.parts.push(Part { block: Block::Paragraph(line), hint: self.hint.clone() });
        }
    }

    fn push(&mut self, block: Option<Block>) {
        self.parts.extend(block.map(|block| Part { block, hint: Hint::None }));
    }

    fn heading(&mut self, name: &str, node: &NodeRef, hint: Hint) {
        let line = inline::line(&node.children(), self.base);
        if line.is_empty() {
            return;
        }
        let line = Line { parts: vec![Inline::Text(line.text())], at: 0 };
        let (block, hint) = match (name, hint) {
            ("h1", _) => (Block::Heading(1, line), Hint::Title),
            (_, Hint::None) => {
                let level = name.trim_start_matches('h').parse().unwrap_or(2);
                (Block::Heading(level, line), Hint::None)
            }
            (_, hint) => (Block::Paragraph(line), hint),
        };
        self.parts.push(Part { block, hint });
    }

    fn figure(&mut self, node: &NodeRef) {
        match figure::figure(node) {
            Some(picture) => self.push(Some(picture)),
            None => self.children(node),
        }
        self.flush();
    }

    /// The blocks inside an element, without their hints.
    fn inside(&self, node: &NodeRef) -> Vec<Block> {
        without(node, None, self.base)
    }

    fn list(&mut self, node: &NodeRef, numbered: bool) {
        let items: Vec<NodeRef> = node.children_it(false).filter(|child| child.has_name("li")).collect();
        // A list of notes at the end is notes.
        let notes: Vec<_> = items.iter().filter_map(note).collect();
        if !notes.is_empty() && notes.len() == items.len() {
            for (id, item) in notes {
                let line = without_way_back(inline::line(&item.children(), self.base));
                self.push(Some(Block::Note(id, line)));
            }
            return;
        }
        let items: Vec<Vec<Block>> =
            items.iter().map(|item| self.inside(item)).filter(|item| !item.is_empty()).collect();
        if items.is_empty() {
            return self.children(node);
        }
        let first = node.attr("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        let number = numbered.then_some((first, '.'));
        self.push(Some(Block::List(List { number, loose: false, items })));
    }

    /// Terms and their definitions: a list, the terms in bold.
    fn definitions(&mut self, node: &NodeRef) {
        let mut items: Vec<Vec<Block>> = Vec::new();
        let entries = node.descendants_it().filter(|child| child.has_name("dt") || child.has_name("dd"));
        for entry in entries {
            let line = inline::line(&entry.children(), self.base);
            match items.last_mut().and_then(|item| item.last_mut()) {
                Some(Block::Paragraph(last)) if entry.has_name("dd") => {
                    let after = if last.parts.len() == 1 { ": " } else { "; " };
                    last.parts.push(Inline::Text(after.to_owned()));
                    last.parts.extend(line.parts);
                }
                _ => {
                    let term =
                        if entry.has_name("dt") { vec![Inline::Strong(line.parts)] } else { line.parts };
                    items.push(vec![Block::Paragraph(Line { parts: term, at: 0 })]);
                }
            }
        }
        if !items.is_empty() {
            self.push(Some(Block::List(List { items, ..List::default() })));
        }
    }

    /// A quotation; who is quoted stands in its `cite` or `footer`, or behind a dash.
    fn quotation(&mut self, node: &NodeRef) {
        let by =
            node.descendants().into_iter().find(|child| child.has_name("footer") || child.has_name("cite"));
        let mut inside = without(node, by.as_ref(), self.base);
        let by = by.map(|by| inline::line(&by.children(), self.base)).filter(|by| !by.is_empty());
        inside.extend(by.map(|by| {
            let words = by.text();
            let bare = words.trim_start_matches(['—', '–', '-', '―', ' ']);
            Block::Paragraph(Line { parts: vec![Inline::Text(format!("— {bare}"))], at: 0 })
        }));
        if !inside.is_empty() {
            self.push(Some(Block::Quote(inside)));
        }
    }

    /// A table of data; one that only lays a page out is read like the page.
    fn table(&mut self, node: &NodeRef) {
        let rows: Vec<NodeRef> = node.descendants_it().filter(|child| child.has_name("tr")).collect();
        let nested = node.descendants_it().any(|child| child.has_name("table"));
        let columns = rows.iter().map(|row| cells(row).len()).max().unwrap_or(0);
        let prose =
            rows.iter().flat_map(cells).any(|cell| cell.descendants_it().any(|node| node.has_name("p")));
        if nested || columns < 2 || rows.len() < 2 || prose {
            return self.children(node);
        }
        let caption = node.children_it(false).find(|child| child.has_name("caption"));
        if let Some(caption) = caption
            .map(|caption| inline::line(&caption.children(), self.base))
            .filter(|line| !line.is_empty())
        {
            self.push(Some(Block::Paragraph(Line { parts: vec![Inline::Strong(caption.parts)], at: 0 })));
        }
        let row = |row: &NodeRef| -> Vec<Line> {
            let mut line: Vec<Line> =
                cells(row).iter().map(|cell| inline::line(&cell.children(), self.base)).collect();
            line.resize(columns, Line::default());
            line
        };
        let rows = rows.iter().map(row).collect();
        self.push(Some(Block::Table(rows)));
    }
}

/// The cells of a row.
fn cells<'a>(row: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    row.children_it(false).filter(|cell| cell.has_name("td") || cell.has_name("th")).collect()
}

fn is_space(part: &Inline) -> bool {
    matches!(part, Inline::Text(text) if text.trim().is_empty())
}

/// A note of the article, by its id.
fn note<'a>(item: &NodeRef<'a>) -> Option<(String, NodeRef<'a>)> {
    let id = item.attr("id")?;
    let id = id.to_string();
    let lower = id.to_ascii_lowercase();
    let named = lower.contains("fn") || lower.contains("note");
    named.then(|| (inline::note_id(&id), *item))
}

/// A note without the arrow that leads back.
fn without_way_back(mut line: Line) -> Line {
    while let Some(last) = line.parts.last() {
        let back = match last {
            Inline::Link(_, parts) => parts
                .iter()
                .all(|part| matches!(part, Inline::Text(text) if !text.contains(char::is_alphanumeric))),
            Inline::Text(text) => text.chars().all(|c| c.is_whitespace() || "↩↑^⏎\u{fe0e}".contains(c)),
            _ => false,
        };
        if !back {
            break;
        }
        line.parts.pop();
    }
    if let Some(Inline::Text(text)) = line.parts.last_mut() {
        text.truncate(text.trim_end_matches(|c: char| c.is_whitespace() || "↩↑^⏎\u{fe0e}".contains(c)).len());
    }
    line
}

/// What the page calls an element.
fn hint(node: &NodeRef) -> Hint {
    let names = [
        node.attr("class"),
        node.attr("id"),
        node.attr("rel"),
        node.attr("itemprop"),
        node.attr("data-component"),
    ];
    let names = names.iter().flatten().map(|names| names.to_ascii_lowercase()).collect::<Vec<_>>().join(" ");
    let called = |list: &str| {
        let mut words = names.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| list.split(", ").any(|name| name == word))
    };
    let name = node.node_name().unwrap_or_default();
    if &*name == "time" {
        return Hint::Date(node.attr("datetime").and_then(|time| meta::moment(&time)));
    }
    if &*name == "address" || called(BYLINES) {
        return Hint::Byline;
    }
    if called(STANDFIRSTS) && node.text().len() < 600 {
        return Hint::Standfirst;
    }
    if called(DATES) && node.text().len() < 120 {
        return Hint::Date(None);
    }
    Hint::None
}

fn is_block(name: &str) -> bool {
    BLOCKS.split(", ").any(|block| block == name)
}

const BLOCKS: &str = "address, article, blockquote, center, dd, details, div, dl, dt, figcaption, figure, footer, h1, h2, h3, h4, h5, h6, \
    header, hr, li, main, ol, p, picture, pre, section, summary, table, tbody, td, tfoot, th, thead, tr, ul, body, html";

const STANDFIRSTS: &str = "standfirst, dek, deck, subhead, subheading, subheadline, subtitle, lead, lede, intro, chapo, chapeau, abstract, teaser, summary";

const BYLINES: &str = "byline, bylines, author, authors, writer";

const DATES: &str = "date, dateline, datetime, published, pubdate, timestamp, posted, datepublished";
