//! An article is written as Markdown with front matter, and the map back to the raw text beside it.
//! Everything that Markdown or YAML would take for syntax is escaped.

use super::article::{Article, Block, Head, Inline, Line, List, Words};

/// Markdown made from raw copy, and where each part of it came from.
#[derive(Debug, Default)]
pub struct Converted {
    /// The Markdown, front matter included.
    pub markdown: String,
    /// (offset in `markdown`, offset in the raw text), ascending in the first; one pair at the start of every
    /// block, caption, credit or front matter value copied from the raw text. An offset between two pairs
    /// belongs to the pair before it.
    pub map: Vec<(u32, u32)>,
}

/// The whole page. `more` is lines of front matter that the article itself does not tell.
pub fn page(article: &Article, more: &str) -> Converted {
    let mut page = Converted::default();
    page.front_matter(&article.head, more);
    page.blocks(&article.body, "");
    page.push(if article.body.is_empty() { "" } else { "\n" });
    page
}

impl Converted {
    fn front_matter(&mut self, head: &Head, more: &str) {
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
        self.value(", date: ", head.date.clone().filter(|_| head.place.is_some()), "");
        self.push(if head.place.is_some() { "}\n" } else { "" });
        self.push(more);
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

    /// Blocks with an empty line between them; `indent` stands before every line but the first.
    fn blocks(&mut self, blocks: &[Block], indent: &str) {
        let mut other = false;
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.push(&format!("\n{}\n{indent}", indent.trim_end()));
            }
            other = joins(index.checked_sub(1).and_then(|before| blocks.get(before)), block) && !other;
            self.block(block, other, indent);
        }
    }

    /// A block; a list that stands under another has the other mark.
    fn block(&mut self, block: &Block, other: bool, indent: &str) {
        match block {
            Block::Heading(level, line) => self.heading(*level, line),
            Block::Paragraph(line) => {
                self.mark(line.at);
                let text = written(line);
                self.push(&escaped_start(&text));
            }
            Block::Quote(blocks) => {
                self.push("> ");
                self.blocks(blocks, &format!("{indent}> "));
            }
            Block::List(list) => self.list(list, other, indent),
            Block::Table(rows) => self.table(rows, indent),
            Block::Picture { alt, caption, credit } => {
                self.picture(alt.as_ref(), caption.as_ref(), credit.as_ref(), indent)
            }
            Block::Note(id, line) => {
                self.push(&format!("[^{id}]: "));
                self.mark(line.at);
                self.push(&escaped_start(&written(line)));
            }
            Block::Rule => self.push("***"),
        }
    }

    /// A heading, in which `#` and `{` at the end would mean something too.
    fn heading(&mut self, level: u8, line: &Line) {
        self.mark(line.at);
        let text = written(line).replace('#', "\\#").replace('{', "\\{").replace('}', "\\}");
        self.push(&format!("{} {text}", "#".repeat(usize::from(level.clamp(2, 6)))));
    }

    fn list(&mut self, list: &List, other: bool, indent: &str) {
        for (index, item) in list.items.iter().enumerate() {
            match (index, list.loose) {
                (0, _) => {}
                (_, true) => self.push(&format!("\n{}\n{indent}", indent.trim_end())),
                (_, false) => self.push(&format!("\n{indent}")),
            }
            let mark = match list.number {
                Some((first, mark)) => {
                    let mark = if other && mark == '.' { ')' } else { mark };
                    format!("{}{mark} ", first.saturating_add(index as u64))
                }
                None if other => "* ".to_owned(),
                None => "- ".to_owned(),
            };
            self.push(&mark);
            self.item(item, list.loose, &format!("{indent}{}", " ".repeat(mark.len())));
        }
    }

    /// An item. Of a tight list, a list under its words stands right below them.
    fn item(&mut self, item: &[Block], loose: bool, indent: &str) {
        match item {
            [words @ Block::Paragraph(_), list @ Block::List(_)] if !loose => {
                self.block(words, false, indent);
                self.push(&format!("\n{indent}"));
                self.block(list, false, indent);
            }
            _ => self.blocks(item, indent),
        }
    }

    fn table(&mut self, rows: &[Vec<Line>], indent: &str) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.push("\n");
                self.push(indent);
            }
            for column in 0..columns {
                self.push("| ");
                if let Some(cell) = row.get(column) {
                    self.mark(cell.at);
                    self.push(&written(cell));
                    self.push(" ");
                }
            }
            self.push("|");
            if index == 0 {
                self.push(&format!("\n{indent}{}|", "| --- ".repeat(columns)));
            }
        }
    }

    /// Alt text, caption and credit are each marked: they come from different lines.
    fn picture(&mut self, alt: Option<&Words>, caption: Option<&Line>, credit: Option<&Words>, indent: &str) {
        let first =
            alt.map(|alt| alt.at).or(caption.map(|caption| caption.at)).or(credit.map(|credit| credit.at));
        self.mark(first.unwrap_or_default());
        self.push(&format!("![{}](<>)", escaped(alt.map_or("", |alt| &alt.text))));
        if caption.is_some() || credit.is_some() {
            self.push(&format!("\n{indent}"));
        }
        if let Some(caption) = caption {
            self.mark(caption.at);
            self.push(&format!("*{}*", escaped(caption.text().trim())));
            self.push(if credit.is_some() { " " } else { "" });
        }
        if let Some(credit) = credit {
            self.mark(credit.at);
            self.push(&format!("[{}]", escaped(&credit.text)));
        }
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

/// Whether two lists of a kind stand under one another, which Markdown would take for one.
fn joins(before: Option<&Block>, block: &Block) -> bool {
    match (before, block) {
        (Some(Block::List(a)), Block::List(b)) => a.number.is_some() == b.number.is_some(),
        _ => false,
    }
}

/// A line as Markdown.
fn written(line: &Line) -> String {
    let mut out = String::new();
    parts(&line.parts, false, &mut out);
    let single = !out.contains("  ") && !out.contains(['\t', '\n', '\u{a0}']) && out.trim() == out;
    if single {
        return out;
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn parts(parts_: &[Inline], marked: bool, out: &mut String) {
    for (index, part) in parts_.iter().enumerate() {
        match part {
            Inline::Text(text) => out.push_str(&escaped(text)),
            Inline::Emphasis(inner) => span("*", inner, parts_.get(index + 1), marked, out),
            Inline::Strong(inner) => span("**", inner, parts_.get(index + 1), marked, out),
            Inline::Link(url, inner) => link(url, inner, out),
            Inline::Note(id) => out.push_str(&format!("[^{id}]")),
            Inline::Break => out.push(' '),
        }
    }
}

/// Emphasis where Markdown would read it as such: one level deep, with a space or a sign around it. Elsewhere the words alone.
fn span(mark: &str, inner: &[Inline], next: Option<&Inline>, marked: bool, out: &mut String) {
    let mut words = String::new();
    parts(inner, true, &mut words);
    let bare = words.trim();
    let first_of = |part: &Inline| match part {
        Inline::Text(text) => text.chars().next(),
        Inline::Break => Some(' '),
        _ => Some('x'),
    };
    let follows = if words.ends_with(' ') { Some(' ') } else { next.map_or(Some(' '), first_of) };
    let open = words.starts_with(' ') || out.chars().next_back().is_none_or(char::is_whitespace);
    let closes = follows.is_none_or(|c| c.is_whitespace() || ",.;:!?)”’".contains(c));
    let letters = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "“‘\"'(”’.!?…)".contains(c));
    if marked
        || !open
        || !closes
        || bare.contains('*')
        || !letters(bare.chars().next())
        || !letters(bare.chars().next_back())
    {
        out.push_str(&words);
        return;
    }
    let before = words.len() - words.trim_start().len();
    let after = words.len() - words.trim_end().len();
    out.push_str(words.get(..before).unwrap_or_default());
    out.push_str(&format!("{mark}{bare}{mark}"));
    out.push_str(words.get(words.len() - after..).unwrap_or_default());
}

fn link(url: &str, inner: &[Inline], out: &mut String) {
    let mut words = String::new();
    parts(inner, true, &mut words);
    let bare = words.trim();
    if bare.is_empty() {
        out.push_str(&words);
        return;
    }
    out.push_str(if words.starts_with(' ') { " " } else { "" });
    let url = address(url);
    let plain = !url.contains(['(', ')']) && !url.is_empty();
    out.push_str(&if plain { format!("[{bare}]({url})") } else { format!("[{bare}](<{url}>)") });
    out.push_str(if words.ends_with(' ') { " " } else { "" });
}

/// An address without what would end it.
fn address(url: &str) -> String {
    url.chars()
        .flat_map(|c| match c {
            '<' => "%3C".chars().collect(),
            '>' => "%3E".chars().collect(),
            '\\' => "%5C".chars().collect(),
            '|' => "%7C".chars().collect(),
            c if c.is_whitespace() || c.is_control() => "%20".chars().collect::<Vec<_>>(),
            c => vec![c],
        })
        .collect()
}

/// A double-quoted YAML scalar, in which only these characters mean something.
pub fn quoted(words: &Words) -> Words {
    Words { text: scalar(&words.text), at: words.at }
}

/// Text as a double-quoted YAML scalar.
pub fn scalar(words: &str) -> String {
    let mut text = String::from("\"");
    for c in words.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {
                text.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            _ => text.push(c),
        }
    }
    text.push('"');
    text
}

/// The words with everything escaped that Markdown would take for syntax anywhere in a line.
pub fn escaped(text: &str) -> String {
    const MEANS: [char; 10] = ['&', '\\', '*', '_', '[', ']', '<', '`', '~', '|'];
    if !text.contains(MEANS) {
        return text.to_owned();
    }
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

/// A written line as the start of a block, where marks of headings, lists and quotations are escaped too.
fn escaped_start(text: &str) -> String {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = text.strip_suffix(rest).unwrap_or_default();
    let list = !number.is_empty() && rest.starts_with(['.', ')']);
    if list || text.starts_with(['#', '>', '-', '+', '=', ':']) {
        return format!("{number}\\{rest}");
    }
    text.to_owned()
}
