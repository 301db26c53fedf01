//! A Word file becomes an article: `word/document.xml` of the archive, its footnotes, and where its links lead.
//! Headings, lists, tables, quotations, emphasis; everything else of Word's looks is dropped. No more is unpacked than an
//! article can need.

use super::article::{Article, Block, Inline, Line, List, Words};
use super::head::{self, Hint, Meta, Part};
use super::refusal::Refusal;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::collections::HashMap;
use std::io::{Cursor, Read};

/// The most that one part of the archive may hold.
const LARGEST: u64 = 32 * 1024 * 1024;
/// How deep its XML may nest.
const DEEPEST: usize = 256;

/// Takes a Word file apart.
pub fn article(bytes: &[u8]) -> Result<Article, Refusal> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let document = part(&mut archive, "word/document.xml")?.ok_or_else(broken)?;
    let links =
        part(&mut archive, "word/_rels/document.xml.rels")?.map(|xml| targets(&xml)).unwrap_or_default();
    let notes = part(&mut archive, "word/footnotes.xml")?;
    let mut parts = Walk::new(&links).read(&document)?;
    if let Some(notes) = notes {
        let read = Walk::new(&links).read(&notes)?;
        parts.extend(read.into_iter().filter(|part| matches!(part.block, Block::Note(..))));
    }
    let article = head::article(Meta::default(), parts);
    if article.body.is_empty() {
        return Err(Refusal::new(
            "holds no text",
            "look whether it was saved; text in boxes and pictures is not read",
        ));
    }
    Ok(article)
}

fn broken() -> Refusal {
    Refusal::new(
        "is no whole Word file: the archive is cut off, or has no document in it",
        "save it again as `.docx`, or as text",
    )
}

/// A part of the archive as text, if it is there.
fn part(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, Refusal> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(_) => return Err(broken()),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|_| broken())?;
    if bytes.len() as u64 > LARGEST {
        return Err(Refusal::new(
            format!("unpacks to more than {} MB: it is no article", LARGEST >> 20),
            "save only the article; pictures are not needed",
        ));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| broken())
}

/// Where the links lead, by id.
fn targets(xml: &str) -> HashMap<String, String> {
    let mut targets = HashMap::new();
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let target = attribute(&tag, "Target")
                    .filter(|url| url.starts_with("http://") || url.starts_with("https://"));
                if let (Some(id), Some(target)) = (attribute(&tag, "Id"), target) {
                    targets.insert(id, target);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    targets
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(unescaped(&found.value))
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

/// What is known of the paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    style: String,
    listed: bool,
    parts: Vec<Inline>,
}

struct Walk<'a> {
    links: &'a HashMap<String, String>,
    parts: Vec<Part>,
    paragraph: Paragraph,
    /// Bold and italic of the run.
    bold: bool,
    italic: bool,
    text: bool,
    deleted: usize,
    link: Option<(String, usize)>,
    /// Rows of the table that is being read, and how many tables are open.
    rows: Vec<Vec<Line>>,
    tables: usize,
    note: Option<String>,
}

impl<'a> Walk<'a> {
    fn new(links: &'a HashMap<String, String>) -> Self {
        Self {
            links,
            parts: Vec::new(),
            paragraph: Paragraph::default(),
            bold: false,
            italic: false,
            text: false,
            deleted: 0,
            link: None,
            rows: Vec::new(),
            tables: 0,
            note: None,
        }
    }

    fn read(mut self, xml: &str) -> Result<Vec<Part>, Refusal> {
        let mut reader = Reader::from_str(xml);
        let mut depth = 0_usize;
        loop {
            match reader.read_event().map_err(|_| broken())? {
                Event::Start(tag) => {
                    depth += 1;
                    if depth > DEEPEST {
                        return Err(Refusal::new(
                            "nests too deep to be an article",
                            "save its text as `.txt`",
                        ));
                    }
                    self.start(&tag);
                }
                Event::Empty(tag) => {
                    self.start(&tag);
                    self.end(tag.local_name().as_ref());
                }
                Event::End(tag) => {
                    depth = depth.saturating_sub(1);
                    self.end(tag.local_name().as_ref());
                }
                Event::Text(text) if self.text && self.deleted == 0 => {
                    self.add(text.to_string());
                }
                Event::GeneralRef(name) if self.text && self.deleted == 0 => {
                    let name = format!("&{};", &*name);
                    let text = character(&name).map_or_else(|| unescaped(&name), String::from);
                    self.add(text);
                }
                Event::Eof if depth > 0 => return Err(broken()),
                Event::Eof => return Ok(self.parts),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart) {
        let value = || attribute(tag, "val");
        let on = || value().is_none_or(|value| value != "0" && value != "false" && value != "none");
        match tag.local_name().as_ref() {
            "p" => self.paragraph = Paragraph::default(),
            "pStyle" => self.paragraph.style = value().unwrap_or_default().to_ascii_lowercase(),
            "numPr" => self.paragraph.listed = true,
            "r" => (self.bold, self.italic) = (false, false),
            "b" => self.bold = on(),
            "i" => self.italic = on(),
            "t" => self.text = true,
            "tab" | "br" | "cr" => self.add(" ".to_owned()),
            "del" | "delText" | "instrText" => self.deleted += 1,
            "hyperlink" => {
                let target = attribute(tag, "id").and_then(|id| self.links.get(&id).cloned());
                self.link = target.map(|url| (url, self.paragraph.parts.len()));
            }
            "footnoteReference" => {
                let id = attribute(tag, "id").unwrap_or_default();
                self.paragraph.parts.push(Inline::Note(format!("fn{id}")));
            }
            "footnote" => {
                let id = attribute(tag, "id").unwrap_or_default();
                let separator = attribute(tag, "type").is_some();
                self.note = (!separator).then(|| format!("fn{id}"));
            }
            "tbl" => self.tables += 1,
            "tr" if self.tables == 1 => self.rows.push(Vec::new()),
            "tc" if self.tables == 1 => {
                if let Some(row) = self.rows.last_mut() {
                    row.push(Line::default());
                }
            }
            "docPr" => {
                let alt = attribute(tag, "descr").filter(|alt| !alt.trim().is_empty());
                if let Some(alt) = alt {
                    let block =
                        Block::Picture { alt: Some(Words { text: alt, at: 0 }), caption: None, credit: None };
                    self.parts.push(Part { block, hint: Hint::None });
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.paragraph_ends(),
            "t" => self.text = false,
            "del" | "delText" | "instrText" => self.deleted = self.deleted.saturating_sub(1),
            "hyperlink" => {
                if let Some((url, start)) = self.link.take() {
                    let inner = self.paragraph.parts.split_off(start.min(self.paragraph.parts.len()));
                    self.paragraph.parts.push(Inline::Link(url, inner));
                }
            }
            "footnote" => self.note = None,
            "tbl" => {
                self.tables = self.tables.saturating_sub(1);
                let rows = if self.tables == 0 { std::mem::take(&mut self.rows) } else { Vec::new() };
                if rows.iter().flatten().any(|cell| !cell.is_empty()) {
                    self.parts.push(Part { block: Block::Table(rows), hint: Hint::None });
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, text: String) {
        let plain = Inline::Text(text);
        let part = match (self.bold, self.italic) {
            (true, _) => Inline::Strong(vec![plain]),
            (false, true) => Inline::Emphasis(vec![plain]),
            _ => plain,
        };
        // Word cuts words into runs at will: those of one look belong together.
        match (self.paragraph.parts.last_mut(), part) {
            (Some(Inline::Strong(before)), Inline::Strong(mut next))
            | (Some(Inline::Emphasis(before)), Inline::Emphasis(mut next)) => {
                before.append(&mut next);
            }
            (_, part) => self.paragraph.parts.push(part),
        }
    }

    fn paragraph_ends(&mut self) {
        let Paragraph { style, listed, parts } = std::mem::take(&mut self.paragraph);
        let line = Line { parts: super::inline::tidy(parts), at: 0 };
        if line.is_empty() {
            return;
        }
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()).filter(|_| self.tables > 0) {
            if !cell.parts.is_empty() {
                cell.parts.push(Inline::Break);
            }
            cell.parts.extend(line.parts);
            return;
        }
        if let Some(id) = &self.note {
            self.parts.push(Part { block: Block::Note(id.clone(), line), hint: Hint::None });
            return;
        }
        let level = style.strip_prefix("heading").and_then(|level| level.parse::<u8>().ok());
        let (block, hint) = match style.as_str() {
            "title" => (Block::Heading(1, line), Hint::Title),
            "heading1"
                if !self.parts.iter().any(|part| part.hint == Hint::Title) && self.parts.is_empty() =>
            {
                (Block::Heading(1, line), Hint::Title)
            }
            "subtitle" => (Block::Paragraph(line), Hint::Standfirst),
            "quote" | "intensequote" | "blocktext" => {
                (Block::Quote(vec![Block::Paragraph(line)]), Hint::None)
            }
            _ if level.is_some() => (Block::Heading(level.unwrap_or(2), line), Hint::None),
            _ if listed || style.starts_with("list") => return self.item(line, &style),
            _ => (Block::Paragraph(line), Hint::None),
        };
        self.parts.push(Part { block, hint });
    }

    /// An item goes into the list that is under way.
    fn item(&mut self, line: Line, style: &str) {
        let number = style.starts_with("listnumber").then_some((1, '.'));
        let item = vec![Block::Paragraph(line)];
        if let Some(Block::List(list)) = self.parts.last_mut().map(|part| &mut part.block)
            && list.number == number
        {
            list.items.push(item);
            return;
        }
        let block = Block::List(List { number, loose: false, items: vec![item] });
        self.parts.push(Part { block, hint: Hint::None });
    }
}

/// `&#8217;` and `&#x2019;`.
fn character(reference: &str) -> Option<char> {
    let number = reference.strip_prefix("&#")?.strip_suffix(';')?;
    let code = match number.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code)
}
