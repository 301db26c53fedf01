//! Head and body are written as Markdown with front matter, and the map back to the raw text beside it.
//! Everything that Markdown or YAML would take for syntax is escaped.

use super::Converted;
use super::head::Head;
use super::lines::Form;
use super::passages::{Passage, Words};
use super::pictures::Piece;
use super::words::is_rule;

/// The whole page.
pub(super) fn page(head: &Head, body: &[Piece]) -> Converted {
    let mut page = Converted::default();
    page.front_matter(head);
    page.body(body);
    page
}

impl Converted {
    fn front_matter(&mut self, head: &Head) {
        let start = "---\n";
        self.push(start);
        self.value("title: ", head.title.as_ref().map(quoted), "\n");
        self.value("standfirst: ", head.standfirst.as_ref().map(quoted), "\n");
        self.value("published: ", head.published.clone(), "\n");
        for (index, name) in head.authors.iter().enumerate() {
            let end = if index + 1 == head.authors.len() { "]\n" } else { "" };
            self.value(if index == 0 { "authors: [" } else { ", " }, Some(quoted(name)), end);
        }
        self.value("dateline: {place: ", head.place.as_ref().map(quoted), "");
        self.value(", date: ", head.date.clone(), "");
        self.push(if head.place.is_some() { "}\n" } else { "" });
        if self.markdown == start { self.markdown.clear() } else { self.push("---\n\n") }
    }

    fn value(&mut self, key: &str, value: Option<Words>, end: &str) {
        if let Some(value) = value {
            self.push(key);
            self.mark(value.at);
            self.push(&value.text);
            self.push(end);
        }
    }

    fn body(&mut self, body: &[Piece]) {
        let mut before: Option<&Piece> = None;
        for (index, piece) in body.iter().enumerate() {
            self.push(before.map_or("", |before| between(before, piece)));
            match piece {
                Piece::Picture { alt, caption, credit } => {
                    self.picture(alt.as_ref(), caption.as_ref(), credit)
                }
                Piece::Text(passage) if is_heading(passage, body.get(index + 1)) => self.heading(passage),
                Piece::Text(passage) => self.text(passage),
            }
            before = Some(piece);
        }
        self.push(if body.is_empty() { "" } else { "\n" });
    }

    /// Alt text, caption and credit are each marked: they come from different lines.
    fn picture(&mut self, alt: Option<&Words>, caption: Option<&Words>, credit: &Words) {
        self.mark(alt.or(caption).unwrap_or(credit).at);
        self.push(&format!("![{}](<>)\n", escaped(alt.map_or("", |alt| &alt.text))));
        if let Some(caption) = caption {
            self.mark(caption.at);
            self.push(&format!("*{}* ", escaped(&caption.text)));
        }
        self.mark(credit.at);
        self.push(&format!("[{}]", escaped(&credit.text)));
    }

    /// A heading, in which `#` and `{` at the end would mean something too.
    fn heading(&mut self, passage: &Passage) {
        self.mark(passage.whole().at);
        let text = escaped(&passage.text).replace('#', "\\#").replace('{', "\\{").replace('}', "\\}");
        self.push(&format!("## {text}"));
    }

    fn text(&mut self, passage: &Passage) {
        self.mark(passage.whole().at);
        match passage.form {
            Form::Quote => self.push("> "),
            Form::Bullet => self.push("- "),
            Form::Number(number, mark) => self.push(&format!("{number}{mark} ")),
            Form::Plain if is_rule(&passage.text) => return self.push("***"),
            Form::Plain => {}
        }
        self.push(&escaped_start(&passage.text));
    }

    /// What is written next comes from here in the raw text.
    fn mark(&mut self, raw: usize) {
        let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
        self.map.push((offset(self.markdown.len()), offset(raw)));
    }

    fn push(&mut self, text: &str) {
        self.markdown.push_str(text);
    }
}

/// What divides two pieces: items of one list and paragraphs of one quotation stay together.
fn between(first: &Piece, second: &Piece) -> &'static str {
    match (first, second) {
        (Piece::Text(first), Piece::Text(second)) if first.block == second.block => {
            match (first.form, second.form) {
                (Form::Quote, Form::Quote) => "\n>\n",
                (Form::Bullet, Form::Bullet) | (Form::Number(..), Form::Number(..)) => "\n",
                _ => "\n\n",
            }
        }
        _ => "\n\n",
    }
}

/// Something that may be a heading is one when it has something under it.
fn is_heading(passage: &Passage, next: Option<&Piece>) -> bool {
    let under = match next {
        Some(Piece::Text(next)) => !next.may_be_heading() && !is_rule(&next.text),
        Some(Piece::Picture { .. }) => true,
        None => false,
    };
    under && passage.may_be_heading()
}

/// A double-quoted YAML scalar, in which only these characters mean something.
fn quoted(words: &Words) -> Words {
    let mut text = String::from("\"");
    for c in words.text.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {
                text.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            _ => text.push(c),
        }
    }
    text.push('"');
    Words { text, at: words.at }
}

/// The words with everything escaped that Markdown would take for syntax anywhere in a line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        // `&amp;` and `&#8217;` would become other characters.
        let mut word = text.bytes().skip(at).take(40).take_while(|c| *c != b' ');
        let entity = c == '&' && word.any(|c| c == b';');
        if entity || matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '`' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The words as the start of a block, where marks of headings, lists and quotations are escaped too.
fn escaped_start(text: &str) -> String {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = text.strip_suffix(rest).unwrap_or_default();
    let list = !number.is_empty() && rest.starts_with(['.', ')']);
    if list || text.starts_with(['#', '>', '-', '+', '=', ':']) {
        return format!("{number}\\{}", escaped(rest));
    }
    escaped(text)
}
