//! Lines become passages: those that were wrapped are joined again, the others stay apart.
//! What a passage is to the article is left to the stages after this one.

use super::byline::byline;
use super::chrome::{Chrome, chrome};
use super::dates::date_line;
use super::lines::{Form, Line, form};
use super::words::{after_any, ends_sentence, is_quote, length, opens, stops};
use crate::convert::article::Words;

/// Lines that belong together: a paragraph, a list item, a headline.
pub(super) struct Passage {
    pub text: String,
    /// Where each of its lines starts: in `text`, and in the raw text.
    lines: Vec<(usize, usize)>,
    pub form: Form,
    /// Passages without a blank line between them have the same number.
    pub block: usize,
}

/// The passages of the text, in order.
pub(super) fn passages(lines: Vec<Line>) -> Vec<Passage> {
    let width = Width::of(&lines);
    let mut passages: Vec<Passage> = Vec::new();
    let mut before: Option<Line> = None;
    for mut line in lines {
        let last = passages.last_mut().zip(before);
        let lists = last.as_ref().is_none_or(|(last, before)| lists(last, before, &line, width));
        if line.form.is_item() && !lists {
            (line.form, line.text) = (Form::Plain, line.whole);
        }
        match last {
            Some((last, before)) if goes_on(&before, &line, width) && last.takes_in(&before, &line) => {
                last.add(&line);
            }
            _ => passages.push(Passage::new(&line)),
        }
        before = Some(line);
    }
    passages
}

/// Whether what looks like a list item is one. A dash at the start of a wrapped line is a dash, unless a list
/// is already under way, and Markdown would renumber an item that does not count on from the one before.
fn lists(last: &Passage, before: &Line, item: &Line, width: Width) -> bool {
    let counts_on = match (last.form, item.form) {
        (Form::Number(last, mark), Form::Number(next, same)) => {
            next.checked_sub(1) == Some(last) && mark == same
        }
        _ => true,
    };
    let runs = before.block == item.block && !ends_sentence(before.text) && !before.text.ends_with(':');
    counts_on && !(runs && last.is_plain() && width.filled(before, item))
}

impl Passage {
    fn new(line: &Line) -> Self {
        let mut passage = Self { text: String::new(), lines: Vec::new(), form: line.form, block: line.block };
        passage.add(line);
        passage
    }

    /// Whether a line that goes on from the last one belongs here, or starts something of its own.
    fn takes_in(&self, last: &Line, line: &Line) -> bool {
        let plain = line.form == Form::Plain;
        let new_paragraph = plain && line.indent > last.indent;
        if self.form.is_item() { plain } else { line.form == self.form && !new_paragraph }
    }

    /// Adds a line; a hyphen or dash at the end of the one before held two words together without a space,
    /// unless it waits for its other half: "short-" and "and long-term".
    fn add(&mut self, line: &Line) {
        let waits = after_any(line.text, "and , or , to ").is_some();
        let held = |head: &str| head.ends_with(char::is_alphanumeric) && !waits;
        if !self.text.is_empty() && !self.text.strip_suffix(['-', '—']).is_some_and(held) {
            self.text.push(' ');
        }
        self.lines.push((self.text.len(), line.at + (line.whole.len() - line.text.len())));
        self.text.push_str(line.text);
    }

    /// A part of this passage, which must be a slice of its text.
    pub(super) fn words(&self, part: &str) -> Words {
        let offset = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let before = self.lines.iter().rev().find(|line| line.0 <= offset);
        Words { text: part.to_owned(), at: before.map_or(0, |line| line.1 + (offset - line.0)) }
    }

    /// All of it.
    pub(super) fn whole(&self) -> Words {
        self.words(&self.text)
    }

    /// Makes the passage begin later, with the rest of its text.
    pub(super) fn start_at(&mut self, rest: Words) {
        let cut = self.text.len() - rest.text.len();
        self.lines.retain(|line| line.0 > cut);
        self.lines.iter_mut().for_each(|line| line.0 -= cut);
        self.lines.insert(0, (0, rest.at));
        self.text = rest.text;
    }

    pub(super) fn is_plain(&self) -> bool {
        self.form == Form::Plain
    }

    /// How many lines it was in the raw text.
    pub(super) fn height(&self) -> usize {
        self.lines.len()
    }

    /// Short, on one line, and neither a sentence nor speech.
    pub(super) fn may_be_heading(&self) -> bool {
        let text = &self.text;
        let ends = text.ends_with(['-', '–', '—']) || stops(text);
        let spoken = text.contains("”,") || text.split(',').skip(1).any(|rest| rest.starts_with(is_quote));
        let short = self.is_plain() && self.lines.len() == 1 && length(text) <= 80;
        let item = form(text).0.is_item();
        short && !item && opens(text) && !ends && !spoken && byline(text).is_none()
    }
}

/// Whether the words of a line go on in the next one.
fn goes_on(line: &Line, next: &Line, width: Width) -> bool {
    let alone = |text| byline(text).is_some() || date_line(text).is_some() || chrome(text) == Chrome::Sure;
    let hangs = line.form.is_item() && next.indent > line.indent;
    let wraps = || width.filled(line, next) && !alone(line.text) && !alone(next.text);
    line.block == next.block && (hangs || runs_on(line, next) || wraps())
}

/// Whether the sentence plainly goes on in the next line.
fn runs_on(line: &Line, next: &Line) -> bool {
    !ends_sentence(line.text) && next.text.starts_with(char::is_lowercase)
}

/// No line that was wrapped is longer.
const WIDEST: usize = 110;

/// The width the text was wrapped to, if it was.
#[derive(Clone, Copy)]
struct Width(Option<usize>);

impl Width {
    /// Seen at lines that break off in mid-sentence; a text in which few do is not wrapped.
    fn of(lines: &[Line]) -> Self {
        let pairs = || lines.iter().zip(lines.iter().skip(1)).filter(|(a, b)| a.block == b.block);
        let breaks = || pairs().filter(|(a, b)| length(a.text) >= 40 && !b.form.is_item());
        let wrapped = || breaks().filter(|(a, b)| runs_on(a, b) && length(a.text) <= WIDEST);
        let width = wrapped().map(|(a, _)| length(a.text)).max();
        Self(width.filter(|_| wrapped().count() * 4 >= breaks().count()))
    }

    /// Whether the next word had no room in the line.
    fn filled(self, line: &Line, next: &Line) -> bool {
        let word = next.text.split_whitespace().next().unwrap_or_default();
        let with_next = length(line.text) + 1 + length(word);
        self.0.is_some_and(|width| length(line.text) <= WIDEST && with_next * 4 > width * 3)
    }
}
