//! Headline, standfirst, byline, date and dateline, from what a file says of itself and what stands above the text: of
//! web pages and of Word files. What only the head of a page tells, and no reader saw, is no standfirst.

use super::article::{Article, Block, Head, Inline, Line, Words};
use super::text::byline::{byline, dated_byline, is_affiliation, is_label, is_name};
use super::text::dateline::dateline;
use super::text::dates::{date_line, full_date};
use super::text::words::{ends_sentence, length};

/// A block, and what the page says that it is.
#[derive(Debug, Clone)]
pub struct Part {
    pub block: Block,
    pub hint: Hint,
}

/// What a page calls a part of the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    None,
    Title,
    Standfirst,
    Byline,
    /// A time, and its machine-readable form.
    Date(Option<String>),
}

/// What a file says of itself.
#[derive(Debug, Default)]
pub struct Meta {
    pub headline: Option<String>,
    /// The title of the file, with the name of the site.
    pub title: Option<String>,
    pub description: Option<String>,
    pub published: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub lang: Option<String>,
}

/// The article: head and body.
pub fn article(meta: Meta, parts: Vec<Part>) -> Article {
    let mut top = Top { head: Head::default(), meta, seen_text: false };
    let parts = top.title(parts);
    let mut body = Vec::new();
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        if !top.takes(&part, parts.peek()) {
            top.seen_text |= matches!(&part.block, Block::Paragraph(line) if length(&line.text()) > 80)
                || matches!(part.block, Block::Heading(..));
            body.push(part.block);
        }
    }
    top.dateline(&mut body);
    Article { head: top.finish(), body: ordered(body) }
}

struct Top {
    head: Head,
    meta: Meta,
    /// The text of the article has begun.
    seen_text: bool,
}

impl Top {
    /// Takes the headline, and what stands above it.
    fn title(&mut self, mut parts: Vec<Part>) -> Vec<Part> {
        let named = |part: &Part| self.meta.headline.as_ref().is_some_and(|title| same(title, &text(part)));
        let at = parts.iter().position(|part| part.hint == Hint::Title && named(part));
        let at = at.or_else(|| parts.iter().position(|part| part.hint == Hint::Title));
        let at = at.or_else(|| parts.iter().take(8).position(named));
        if let Some(at) = at {
            self.head.title = words(&text(&parts[at]));
            // A kicker and a picture may stand over the headline; a date or a byline is read, the rest is chrome.
            let above: Vec<Part> = parts.drain(..=at).collect();
            let keeps = |part: &Part| {
                matches!(part.block, Block::Picture { .. })
                    || matches!(part.hint, Hint::Date(_) | Hint::Byline)
            };
            let above: Vec<Part> = above.into_iter().filter(keeps).collect();
            parts.splice(0..0, above);
        } else {
            self.head.title = self
                .meta
                .headline
                .as_deref()
                .or(self.meta.title.as_deref())
                .map(|title| self.without_site(title))
                .and_then(|title| words(&title));
        }
        parts
    }

    /// A title without the name of the site behind it.
    fn without_site(&self, title: &str) -> String {
        let parted =
            [" | ", " - ", " – ", " — ", " · ", " :: "].iter().find_map(|sign| title.rsplit_once(sign));
        let publisher = self.meta.publisher.as_deref().unwrap_or_default();
        match parted {
            Some((words, site))
                if same(site, publisher) || (length(site) <= 30 && length(words) > length(site)) =>
            {
                words.trim().to_owned()
            }
            _ => title.to_owned(),
        }
    }

    /// Whether a part above the text belongs here, which then has it.
    fn takes(&mut self, part: &Part, next: Option<&Part>) -> bool {
        let Block::Paragraph(line) = &part.block else { return false };
        let text = line.text();
        let first = self.head.standfirst.is_none() && !self.seen_text;
        match &part.hint {
            Hint::Date(stamp) if !self.seen_text || length(&text) < 60 => {
                let told = stamp.clone().or_else(|| date_in(&text));
                // A time in the middle of a sentence is a part of it.
                if told.is_some() && self.head.published.is_none() {
                    self.head.published = told.and_then(|date| words(&date));
                }
                !self.seen_text || part.hint == Hint::Date(None)
            }
            Hint::Byline if !self.seen_text && length(&text) < 200 => self.takes_byline(&text),
            Hint::Standfirst if first && byline(&text).is_none() => self.takes_standfirst(&text),
            _ if self.seen_text => false,
            _ => self.takes_plain(line, &text, next, first),
        }
    }

    fn takes_plain(&mut self, line: &Line, text: &str, next: Option<&Part>, first: bool) -> bool {
        if let Some(date) = date_line(text).or_else(|| (length(text) < 60).then(|| date_in(text)).flatten()) {
            self.head.published.get_or_insert(Words { text: date, at: 0 });
            return true;
        }
        if let Some((_, date)) = dated_byline(text) {
            self.head.published.get_or_insert(Words { text: date, at: 0 });
            return self.takes_byline(text);
        }
        if byline(text).is_some() || is_label(text) {
            return is_label(text) || self.takes_byline(text);
        }
        let named_author = self
            .meta
            .authors
            .iter()
            .chain(self.head.authors.iter().map(|author| &author.text))
            .any(|author| same(author, text));
        if named_author
            || (!self.head.authors.is_empty() || !self.meta.authors.is_empty()) && is_affiliation(text)
        {
            return true;
        }
        let described = self.meta.description.as_ref().is_some_and(|told| same(told, text));
        let set_apart =
            matches!(line.parts.as_slice(), [Inline::Strong(_) | Inline::Emphasis(_)]) && ends_sentence(text);
        let under = next.is_some_and(|next| !matches!(next.block, Block::List(_)));
        first
            && under
            && length(text) < 400
            && dateline(text).is_none()
            && (described || set_apart)
            && self.takes_standfirst(text)
    }

    fn takes_standfirst(&mut self, text: &str) -> bool {
        self.head.standfirst = words(text);
        true
    }

    fn takes_byline(&mut self, text: &str) -> bool {
        if self.head.authors.is_empty() {
            let bare = text.trim_start_matches(['|', '·', ' ']);
            let named = dated_byline(bare)
                .map(|found| found.0)
                .or_else(|| byline(bare))
                .or_else(|| is_name(bare).then(|| vec![bare]));
            self.head.authors = named.into_iter().flatten().filter_map(words).collect();
        }
        true
    }

    /// Takes place and date off the first paragraph.
    fn dateline(&mut self, body: &mut [Block]) {
        let first = body.iter_mut().find_map(|block| match block {
            Block::Paragraph(line) if length(&line.text()) > 40 => Some(line),
            _ => None,
        });
        let Some(line) = first else { return };
        let text = line.text();
        let Some(found) = dateline(&text) else { return };
        let cut = text.len() - found.rest.len();
        self.head.place = words(found.place);
        let year = self
            .head
            .published
            .as_ref()
            .or(None)
            .and_then(|date| date.text.get(..4))
            .map(str::to_owned)
            .or_else(|| self.meta.published.as_ref().and_then(|date| date.get(..4)).map(str::to_owned));
        self.head.date = found
            .date
            .and_then(|date| full_date(date).or_else(|| full_date(&format!("{date} {}", year?))))
            .and_then(|date| words(&date));
        drop_start(&mut line.parts, cut);
    }

    fn finish(self) -> Head {
        let Self { mut head, meta, .. } = self;
        if !meta.authors.is_empty() {
            head.authors =
                meta.authors.iter().flat_map(|name| name.split(" and ")).filter_map(words).collect();
        }
        head.published = meta.published.and_then(|date| words(&date)).or(head.published);
        head.lang = meta.lang;
        head.publisher = meta.publisher;
        head.url = meta.url;
        head
    }
}

/// Cuts bytes of text off the start of a line.
fn drop_start(parts: &mut Vec<Inline>, mut cut: usize) {
    while cut > 0 && !parts.is_empty() {
        let length = Line { parts: vec![parts[0].clone()], at: 0 }.text().len();
        if length <= cut {
            parts.remove(0);
            cut -= length;
            continue;
        }
        match &mut parts[0] {
            Inline::Text(text) => *text = text.get(cut..).unwrap_or_default().to_owned(),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => {
                drop_start(inner, cut)
            }
            _ => {}
        }
        return;
    }
}

/// Rules and headings with nothing under them go.
fn ordered(body: Vec<Block>) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::new();
    for block in body {
        let block = match block {
            Block::Heading(level, line) => Block::Heading(level.max(2), line),
            block => block,
        };
        kept.push(block);
    }
    while matches!(kept.last(), Some(Block::Heading(..) | Block::Rule)) {
        kept.pop();
    }
    while matches!(kept.first(), Some(Block::Rule)) {
        kept.remove(0);
    }
    levels(&mut kept);
    kept
}

/// The highest heading of the text is of the second level.
fn levels(body: &mut [Block]) {
    let highest = body
        .iter()
        .filter_map(|block| if let Block::Heading(level, _) = block { Some(*level) } else { None })
        .min();
    for block in body {
        if let (Block::Heading(level, _), Some(highest)) = (block, highest) {
            *level -= highest.saturating_sub(2).min(*level - 2);
        }
    }
}

/// A date with its year somewhere in a short line: "14 March 2023 · Press release".
fn date_in(line: &str) -> Option<String> {
    let parts = || line.split(['|', '·', '•', '(', ')']).flat_map(|part| part.split(" on "));
    parts().find_map(|part| date_line(part.trim().trim_start_matches(['-', '–', ' '])))
}

fn text(part: &Part) -> String {
    match &part.block {
        Block::Heading(_, line) | Block::Paragraph(line) => line.text(),
        _ => String::new(),
    }
}

/// Words without a place yet.
pub fn words(text: &str) -> Option<Words> {
    tidy(text).map(|text| Words { text, at: 0 })
}

/// The words with single spaces, if there are any.
pub fn tidy(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Whether two texts have the same letters.
fn same(one: &str, other: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    !one.is_empty() && letters(one) == letters(other)
}
