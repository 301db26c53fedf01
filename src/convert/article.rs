//! An article taken apart: what every way in makes, and what is written as Markdown. How a file is read is for
//! the files of its form; how the parts are written is for `write`.

#![cfg_attr(not(feature = "import"), expect(dead_code, reason = "plain text has fewer kinds of parts"))]

/// An article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    pub head: Head,
    pub body: Vec<Block>,
}

/// What goes into the front matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Head {
    pub title: Option<Words>,
    pub standfirst: Option<Words>,
    pub published: Option<Words>,
    pub authors: Vec<Words>,
    pub place: Option<Words>,
    /// The date of the dateline.
    pub date: Option<Words>,
    /// The language, where the file names one.
    pub lang: Option<String>,
    /// The outlet and the canonical address, where the file tells them. They are a source, not front matter.
    pub publisher: Option<String>,
    pub url: Option<String>,
}

/// A stretch of words and its place in the raw text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words {
    pub text: String,
    pub at: usize,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Heading(u8, Line),
    Paragraph(Line),
    Quote(Vec<Block>),
    List(List),
    /// The first row is the head.
    Table(Vec<Vec<Line>>),
    /// Which file it is, is left to the editor.
    Picture {
        alt: Option<Words>,
        caption: Option<Line>,
        credit: Option<Words>,
    },
    /// What a footnote says.
    Note(String, Line),
    Rule,
}

/// A list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct List {
    /// Where it is numbered: its first number, and the mark after each.
    pub number: Option<(u64, char)>,
    /// Whether empty lines stand between its items.
    pub loose: bool,
    pub items: Vec<Vec<Block>>,
}

/// A line of text and its place in the raw text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    pub parts: Vec<Inline>,
    pub at: usize,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    Text(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Link(String, Vec<Inline>),
    /// A reference to a footnote.
    Note(String),
    Break,
}

impl Line {
    /// A line of plain text.
    pub fn plain(words: Words) -> Self {
        Self { parts: vec![Inline::Text(words.text)], at: words.at }
    }

    /// The words alone.
    pub fn text(&self) -> String {
        let mut text = String::new();
        plain(&self.parts, &mut text);
        text
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.text().trim().is_empty()
    }
}

fn plain(parts: &[Inline], text: &mut String) {
    for part in parts {
        match part {
            Inline::Text(words) => text.push_str(words),
            Inline::Emphasis(parts) | Inline::Strong(parts) | Inline::Link(_, parts) => plain(parts, text),
            Inline::Note(_) => {}
            Inline::Break => text.push(' '),
        }
    }
}
