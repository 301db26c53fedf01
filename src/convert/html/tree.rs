//! What is done with the page as a text: a look at how deep it nests before it is parsed, and where the parts
//! of the article stand in it.

use crate::convert::article::{Article, Block, Inline, Line, Words};
use crate::convert::refusal::Refusal;

/// How deep a page may nest. Articles stay below 100.
const DEEPEST: i32 = 512;

/// Elements that only nest when somebody wants them to: the parser closes the others by itself.
const NESTING: [&str; 20] = [
    "div",
    "span",
    "section",
    "article",
    "blockquote",
    "ul",
    "ol",
    "dl",
    "table",
    "b",
    "i",
    "em",
    "strong",
    "a",
    "font",
    "u",
    "small",
    "center",
    "main",
    "details",
];

/// Refuses what nests too deep, before anything is built from it.
pub(super) fn check(raw: &str) -> Result<(), Refusal> {
    let mut depth = 0;
    let mut rest = raw;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        let closes = rest.starts_with('/');
        let name = rest.get(usize::from(closes)..).unwrap_or_default();
        let end = name.bytes().take(12).position(|b| !b.is_ascii_alphanumeric()).unwrap_or(0);
        let name = name.get(..end).unwrap_or_default();
        if NESTING.iter().any(|nests| nests.eq_ignore_ascii_case(name)) {
            depth += if closes { -1 } else { 1 };
            depth = depth.max(0);
        }
        if depth > DEEPEST {
            return Err(Refusal::new(
                format!("nests more than {DEEPEST} elements inside one another"),
                "it is no page that a person wrote; copy the text of the article into a `.txt` file",
            ));
        }
    }
    Ok(())
}

/// Finds the place of every part in the page, each behind the one before.
pub(super) fn locate(raw: &str, article: &mut Article) {
    let mut finder = Finder { raw, from: raw.find("<body").unwrap_or(0) };
    let head = &mut article.head;
    // What the head of the page told may stand anywhere; the parts of the body stand in order.
    let body = finder.from;
    for words in [&mut head.title, &mut head.standfirst, &mut head.published, &mut head.place, &mut head.date]
        .into_iter()
        .flatten()
    {
        finder.from = body;
        finder.words(words);
    }
    head.authors.iter_mut().for_each(|author| {
        finder.from = body;
        finder.words(author);
    });
    finder.from = body;
    article.body.iter_mut().for_each(|block| finder.block(block));
}

struct Finder<'a> {
    raw: &'a str,
    from: usize,
}

impl Finder<'_> {
    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Heading(_, line) | Block::Paragraph(line) | Block::Note(_, line) => self.line(line),
            Block::Quote(blocks) => blocks.iter_mut().for_each(|block| self.block(block)),
            Block::List(list) => list.items.iter_mut().flatten().for_each(|block| self.block(block)),
            Block::Table(rows) => rows.iter_mut().flatten().for_each(|cell| self.line(cell)),
            Block::Picture { alt, caption, credit } => {
                if let Some(alt) = alt {
                    self.words(alt);
                }
                if let Some(caption) = caption {
                    self.line(caption);
                }
                if let Some(credit) = credit {
                    self.words(credit);
                }
            }
            Block::Rule => {}
        }
    }

    fn line(&mut self, line: &mut Line) {
        let first = first_text(&line.parts).unwrap_or_default().to_owned();
        line.at = self.find(&first);
    }

    fn words(&mut self, words: &mut Words) {
        words.at = self.find(&words.text);
    }

    /// Where words begin in the page, or else where the part before did.
    fn find(&mut self, text: &str) -> usize {
        let needle = start(text);
        let near = self.raw.get(self.from..).and_then(|rest| rest.find(needle));
        if let Some(at) = near.filter(|_| !needle.is_empty()) {
            self.from += at;
        }
        self.from
    }
}

/// The first words, up to where the page may be written otherwise.
fn start(text: &str) -> &str {
    let text = text.trim_start();
    let end = text
        .char_indices()
        .take(24)
        .find(|(_, c)| !c.is_ascii() || "&<>\"'\n".contains(*c))
        .map(|(at, _)| at);
    let end = end.unwrap_or_else(|| text.char_indices().nth(24).map_or(text.len(), |(at, _)| at));
    text.get(..end).unwrap_or_default()
}

fn first_text(parts: &[Inline]) -> Option<&str> {
    parts.iter().find_map(|part| match part {
        Inline::Text(text) if !text.trim().is_empty() => Some(text.as_str()),
        Inline::Emphasis(parts) | Inline::Strong(parts) | Inline::Link(_, parts) => first_text(parts),
        _ => None,
    })
}
