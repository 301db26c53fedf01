//! Markdown that has no front matter yet: headline, byline, date and dateline are taken off its beginning, and the rest
//! stays as it is written, letter by letter. With front matter it is what Backstory writes, and stays whole.

use super::article::{Head, Words};
use super::text::byline::{byline, dated_byline, is_label};
use super::text::dateline::dateline;
use super::text::dates::date_line;
use super::text::words::{ends_sentence, length};

/// The head, and the body as it is written.
pub struct Parted<'a> {
    pub head: Head,
    pub body: &'a str,
}

/// Parts a text that has no front matter.
pub fn parted(text: &str) -> Parted<'_> {
    let mut parted = Parted { head: Head::default(), body: text.trim_start() };
    while let Some((first, rest)) = first_block(parted.body) {
        if !parted.takes(first) {
            break;
        }
        parted.body = rest;
    }
    parted.dateline();
    parted
}

/// Whether a text begins with front matter.
pub fn has_front_matter(text: &str) -> bool {
    text.strip_prefix("---").is_some_and(|rest| rest.starts_with(['\n', '\r']) && rest.contains("\n---"))
}

/// The first block of one line, and what follows.
fn first_block(text: &str) -> Option<(&str, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let alone = rest.trim_start_matches('\r').starts_with('\n') || line.starts_with("# ");
    alone.then(|| (line.trim(), rest.trim_start_matches(['\n', '\r'])))
}

impl Parted<'_> {
    /// Whether a line belongs to the head, which then has it.
    fn takes(&mut self, line: &str) -> bool {
        let words = |text: &str| Some(Words { text: text.trim().to_owned(), at: 0 });
        let head = &mut self.head;
        let bare = line.trim_matches('*').trim_matches('_');
        if let Some(title) = line.strip_prefix("# ").filter(|_| head.title.is_none()) {
            head.title = words(title.trim_end_matches('#'));
        } else if head.title.is_none() {
            return false;
        } else if let Some((names, date)) = dated_byline(bare).filter(|_| head.authors.is_empty()) {
            head.authors = names.into_iter().filter_map(words).collect();
            head.published = words(&date);
        } else if let Some(date) = date_line(bare).filter(|_| head.published.is_none()) {
            head.published = words(&date);
        } else if let Some(names) = byline(bare).filter(|_| head.authors.is_empty()) {
            head.authors = names.into_iter().filter_map(words).collect();
        } else if bare != line
            && head.standfirst.is_none()
            && (ends_sentence(bare) || length(bare) > 60)
            && !bare.contains(['*', '_', '['])
        {
            head.standfirst = words(bare);
        } else {
            return is_label(bare);
        }
        true
    }

    fn dateline(&mut self) {
        let end = self.body.find('\n').unwrap_or(self.body.len());
        let line = self.body.get(..end).unwrap_or_default();
        if line.starts_with(|c: char| !c.is_uppercase()) || line.contains(['[', '*', '_', '`']) {
            return;
        }
        if let Some(found) = dateline(line) {
            let cut = line.len() - found.rest.len();
            self.head.place = Some(Words { text: found.place.to_owned(), at: 0 });
            self.head.date =
                found.date.and_then(super::text::dates::full_date).map(|text| Words { text, at: 0 });
            self.body = self.body.get(cut..).unwrap_or_default();
        }
    }
}
