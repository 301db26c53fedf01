//! Markdown as the rules read it: passages of plain words with their places, cut into tokens, sentences and
//! quotations. A quotation is one token of its sentence, so that what stands around it can be read by itself.

use crate::model::text::Span;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A paragraph, an item of a list, a paragraph of a quotation.
#[derive(Debug, Default)]
pub struct Passage {
    pub text: String,
    /// Whether it is one of those a block quotation holds.
    pub quoted: bool,
    /// Where stretches of `text` stand in the Markdown.
    map: Vec<(usize, Range<usize>)>,
    /// Stretches in which no mark can stand: links, references.
    taken: Vec<Range<usize>>,
    pub tokens: Vec<Token>,
    pub quotes: Vec<Quoted>,
    /// Tokens of each sentence.
    pub sentences: Vec<Range<usize>>,
    /// Runs of capitals, as tokens.
    pub runs: Vec<Range<usize>>,
}

/// A part of a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub is: Is,
    pub at: Range<usize>,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Is {
    Word,
    Number,
    Sign(char),
    /// One of the quotations.
    Quote(usize),
}

/// Words in quotation marks.
#[derive(Debug, Clone)]
pub struct Quoted {
    /// With the marks, and without.
    pub outer: Range<usize>,
    pub inner: Range<usize>,
    /// Whether no mark closes it: it goes on in the next paragraph.
    pub open: bool,
}

/// No paragraph of an article is longer: what is, is not looked through.
const LONGEST: usize = 20_000;
/// Nor is an article itself.
const MOST: usize = 500_000;

/// The passages of a text.
pub fn passages(markdown: &str) -> Vec<Passage> {
    let start = body(markdown);
    let end = (start + MOST..).find(|end| *end >= markdown.len() || markdown.is_char_boundary(*end));
    let source = markdown.get(start..end.unwrap_or(markdown.len()).min(markdown.len())).unwrap_or_default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM;
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        reader.event(event, range.start + start..range.end + start);
    }
    let single = !reader.passages.iter().any(|passage| passage.text.contains(['“', '"', '«', '„']));
    for passage in &mut reader.passages {
        passage.cut(single);
    }
    reader.passages
}

/// Where the front matter ends.
pub fn body(markdown: &str) -> usize {
    let after = markdown.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n"));
    after.map_or(0, |at| at + "---\n".len() + "\n---\n".len())
}

#[derive(Default)]
struct Reader {
    passages: Vec<Passage>,
    open: Passage,
    quotation: usize,
    /// Headings, pictures, tables and code hold nothing to look for.
    apart: usize,
    links: Vec<usize>,
    /// The paragraph began with a picture: the rest of it is caption and credit.
    picture: bool,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Paragraph | Tag::Item) => self.flush(),
            Event::End(TagEnd::Paragraph | TagEnd::Item) => self.flush(),
            Event::Start(Tag::BlockQuote(_)) => self.quotation += 1,
            Event::End(TagEnd::BlockQuote(_)) => self.quotation = self.quotation.saturating_sub(1),
            Event::Start(Tag::Image { .. }) => {
                self.picture |= self.open.text.is_empty();
                self.apart += 1;
            }
            Event::Start(Tag::Heading { .. } | Tag::Table(_) | Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                self.flush();
                self.apart += 1;
            }
            Event::End(
                TagEnd::Heading(_) | TagEnd::Table | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image,
            ) => {
                self.apart = self.apart.saturating_sub(1);
            }
            Event::Start(Tag::Link { .. }) => self.links.push(self.open.text.len()),
            Event::End(TagEnd::Link) => {
                let start = self.links.pop().unwrap_or_default();
                self.open.taken.push(start..self.open.text.len());
            }
            Event::Text(text) if self.apart == 0 && !self.picture => {
                self.open.map.push((self.open.text.len(), range));
                self.open.text.push_str(&text);
            }
            Event::Code(text) if self.apart == 0 && !self.picture => {
                let start = self.open.text.len();
                self.open.text.push_str(&text);
                self.open.taken.push(start..self.open.text.len());
            }
            Event::SoftBreak | Event::HardBreak if !self.picture => {
                self.open.map.push((self.open.text.len(), range));
                self.open.text.push(' ');
            }
            _ => {}
        }
    }

    fn flush(&mut self) {
        let passage = std::mem::take(&mut self.open);
        self.picture = false;
        if !passage.text.trim().is_empty() && passage.text.len() <= LONGEST {
            self.passages.push(Passage { quoted: self.quotation > 0, ..passage });
        }
    }
}

impl Passage {
    fn cut(&mut self, single: bool) {
        self.quotes = super::marks::quotations(&self.text, single);
        self.tokens = tokens(&self.text, &self.quotes);
        self.sentences = self.split();
        self.runs = super::names::find(self);
    }

    /// Whether a sentence begins with this token.
    pub fn begins_sentence(&self, at: usize) -> bool {
        self.sentences.binary_search_by_key(&at, |sentence| sentence.start).is_ok()
    }

    /// The first token that ends behind a byte.
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.at.end <= byte)
    }

    /// The same passage with the words of its quotations cut like all others.
    pub fn whole(&self) -> Self {
        let tokens = tokens(&self.text, &[]);
        let mut whole = Self {
            text: self.text.clone(),
            quoted: self.quoted,
            map: self.map.clone(),
            taken: self.taken.clone(),
            tokens,
            ..Self::default()
        };
        whole.sentences = whole.split();
        whole
    }

    /// The words of a token.
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| self.text.get(token.at.clone()).unwrap_or_default())
    }

    pub fn is(&self, at: usize) -> Option<Is> {
        self.tokens.get(at).map(|token| token.is)
    }

    pub fn is_sign(&self, at: usize, signs: &str) -> bool {
        matches!(self.is(at), Some(Is::Sign(sign)) if signs.contains(sign))
    }

    /// Whether a token is a word that begins with a capital.
    pub fn is_capital(&self, at: usize) -> bool {
        self.is(at) == Some(Is::Word) && self.word(at).starts_with(char::is_uppercase)
    }

    /// The text of some tokens.
    pub fn between(&self, tokens: Range<usize>) -> &str {
        let (Some(first), Some(last)) =
            (self.tokens.get(tokens.start), tokens.end.checked_sub(1).and_then(|end| self.tokens.get(end)))
        else {
            return "";
        };
        self.text.get(first.at.start..last.at.end).unwrap_or_default()
    }

    /// The sentence that a token stands in.
    pub fn sentence_of(&self, token: usize) -> Range<usize> {
        {
            let behind = self.sentences.partition_point(|sentence| sentence.start <= token);
            let found = behind.checked_sub(1).and_then(|at| self.sentences.get(at));
            found.cloned().unwrap_or(0..self.tokens.len())
        }
    }

    /// The words of the sentence that a byte stands in.
    pub fn sentence_at(&self, byte: usize) -> String {
        let token = self.token_at(byte);
        self.between(self.sentence_of(token)).trim().to_owned()
    }

    /// Where a stretch of the text stands in the Markdown; nothing where no mark can stand.
    pub fn place(&self, at: Range<usize>) -> Option<Span> {
        let taken = |taken: &Range<usize>| taken.start < at.end && at.start < taken.end;
        if at.is_empty() || self.taken.iter().any(taken) {
            return None;
        }
        let place = |byte: usize, end: bool| {
            let behind =
                self.map.partition_point(|(start, _)| if end { *start < byte } else { *start <= byte });
            let piece = self.map.get(behind.checked_sub(1)?)?;
            Some((piece.1.start + (byte - piece.0)).min(piece.1.end))
        };
        Some(Span::new(place(at.start, false)?, place(at.end, true)?))
    }

    fn split(&self) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut start = 0;
        for at in 0..self.tokens.len() {
            if self.ends(at) && at + 1 > start {
                sentences.push(start..at + 1);
                start = at + 1;
            }
        }
        if start < self.tokens.len() {
            sentences.push(start..self.tokens.len());
        }
        sentences
    }

    /// Whether a sentence ends with this token.
    fn ends(&self, at: usize) -> bool {
        let opens = |at: usize| match self.is(at) {
            Some(Is::Word) => !self.word(at).starts_with(char::is_lowercase),
            Some(Is::Sign(sign)) => !",;:)]–—-".contains(sign),
            _ => true,
        };
        match self.is(at) {
            Some(Is::Sign('.' | '!' | '?' | '…')) => opens(at + 1) && !self.is_abbreviation(at),
            Some(Is::Quote(quote)) => {
                let inner = self
                    .quotes
                    .get(quote)
                    .and_then(|quote| self.text.get(quote.inner.clone()))
                    .unwrap_or_default();
                let full = inner.trim_end().ends_with(['.', '…']);
                let asks = inner.trim_end().ends_with(['!', '?']);
                // After “Why?” a name and a verb still belong to it.
                let told = asks
                    && matches!(self.is(at + 1), Some(Is::Word))
                    && self.quotes.get(quote + 1).is_none_or(|next| {
                        next.outer.start > self.tokens.get(at + 1).map_or(0, |t| t.at.start)
                    });
                (full || (asks && !told)) && opens(at + 1)
            }
            _ => false,
        }
    }

    /// Whether the full stop belongs to the word before it.
    fn is_abbreviation(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let joined =
            self.tokens.get(before).zip(self.tokens.get(at)).is_some_and(|(a, b)| a.at.end == b.at.start);
        let word = self.word(before);
        let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
        let known = super::words::has(super::words::ABBREVIATIONS, word);
        let number_next = self.is(at + 1) == Some(Is::Number);
        let month = super::words::month(word).is_some() && word.len() <= 4 && number_next;
        self.is_sign(at, ".") && joined && (initial || known || month)
    }
}

/// Words with their apostrophes and hyphens, numbers with their separators, signs, and quotations as one.
fn tokens(text: &str, quotes: &[Quoted]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut quotes = quotes.iter().enumerate().peekable();
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if let Some((number, quote)) = quotes.next_if(|(_, quote)| quote.outer.start <= at) {
            tokens.push(Token { is: Is::Quote(number), at: quote.outer.clone() });
            at = quote.outer.end.max(at + c.len_utf8());
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let (is, length) = match c {
            c if c.is_whitespace() => (None, c.len_utf8()),
            c if c.is_alphabetic() => (Some(Is::Word), word_length(rest)),
            c if c.is_ascii_digit() => (Some(Is::Number), number_length(rest)),
            c => (Some(Is::Sign(c)), c.len_utf8()),
        };
        let limit = quotes.peek().map_or(text.len(), |(_, quote)| quote.outer.start);
        let end = (at + length).min(limit.max(at + c.len_utf8()));
        if let Some(is) = is {
            tokens.push(Token { is, at: at..end });
        }
        at = end;
    }
    tokens
}

fn word_length(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let plural = matches!(c, '\'' | '’')
            && text.get(..at).is_some_and(|word| word.ends_with('s') && word.starts_with(char::is_uppercase))
            && next == Some(' ');
        let joins = plural || matches!(c, '\'' | '’' | '-' | '‑' | '&' | '+') && inside(next);
        // "U.S." and "a.m." are words.
        let initials = c == '.'
            && at > 0
            && at < 8
            && initials(text.get(..at + 1).unwrap_or_default())
            && next.is_none_or(|c| c.is_alphabetic() || !inside(next));
        if !(c.is_alphanumeric() || joins || initials || c == '\u{301}') {
            break;
        }
        end = at + c.len_utf8();
    }
    // The last full stop of "a.m." is a sign unless more letters have one.
    let word = text.get(..end).unwrap_or_default();
    if word.ends_with('.') && word.matches('.').count() < 2 { end - 1 } else { end }
}

/// "U." and "U.S.": single letters, each with a full stop.
fn initials(text: &str) -> bool {
    text.split_terminator('.').all(|letter| letter.chars().count() == 1)
}

fn number_length(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let separates = matches!(c, ',' | '.' | ':') && next.is_some_and(|c| c.is_ascii_digit());
        if !(c.is_alphanumeric() || separates) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}
