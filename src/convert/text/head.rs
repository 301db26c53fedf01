//! What stands above the article becomes the head: headline, standfirst, authors, date, dateline.
//! How each of them looks, `byline`, `dates` and `dateline` know; this file knows where it may stand.

use super::byline::{byline, dated_byline, is_affiliation, is_label, is_name};
use super::dateline::dateline;
use super::dates::{date_line, full_date};
use super::passages::Passage;
use super::pictures::Piece;
use super::words::{ends_sentence, length, stops};
use crate::convert::article::{Head, Words};

/// The head as it is put together.
#[derive(Default)]
struct Top {
    head: Head,
    /// The headline was the last thing seen.
    under_title: bool,
    /// The block that the headline stands in.
    title_block: Option<usize>,
}

/// Takes the headline and what stands between it and the article; pictures there stay in the body.
pub(super) fn head(pieces: Vec<Piece>) -> (Head, Vec<Piece>) {
    let (mut head, mut body) = (Top::default(), Vec::new());
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(passage) if head.takes(&passage, pieces.peek()) => {}
            Piece::Text(_) => {
                body.push(piece);
                break;
            }
            Piece::Picture { .. } => {
                head.under_title = false;
                body.push(piece);
            }
        }
    }
    body.extend(pieces);
    let first = body.iter_mut().find_map(|piece| match piece {
        Piece::Text(passage) if !passage.may_be_heading() => Some(passage),
        _ => None,
    });
    if let Some(first) = first.filter(|first| first.is_plain()) {
        head.take_dateline(first);
    }
    (head.head, body)
}

impl Top {
    /// Whether the passage belongs here, which then has it.
    fn takes(&mut self, passage: &Passage, next: Option<&Piece>) -> bool {
        let text = &passage.text;
        let under_title = std::mem::take(&mut self.under_title);
        if !passage.is_plain() {
            return false;
        }
        if is_label(text) {
            // "MINISTRY OF WORKS" over "Press release" is no headline.
            if self.headed_by(passage) {
                (self.head.title, self.title_block) = (None, None);
            }
            self.under_title = under_title && self.head.title.is_some();
            return true;
        }
        if let Some((names, date)) = dated_byline(text).filter(|_| self.head.authors.is_empty()) {
            self.head.authors = names.into_iter().map(|name| passage.words(name)).collect();
            self.head.published.get_or_insert(Words { text: date, ..passage.whole() });
            return true;
        }
        // What the authors work for is left out.
        if !self.head.authors.is_empty() && is_affiliation(text) {
            return true;
        }
        let dated_next = matches!(next, Some(Piece::Text(next)) if date_line(&next.text).is_some());
        if dated_next && self.head.title.is_some() && self.head.authors.is_empty() && is_name(text) {
            self.head.authors = vec![passage.whole()];
            return true;
        }
        if let Some(date) = date_line(text).filter(|_| self.head.published.is_none()) {
            self.head.published = Some(Words { text: date, ..passage.whole() });
        } else if let Some(names) = byline(text).filter(|_| self.head.authors.is_empty()) {
            self.head.authors = names.into_iter().map(|name| passage.words(name)).collect();
        } else if self.head.title.is_none() && is_headline(passage) {
            (self.head.title, self.under_title) = (Some(passage.whole()), true);
            self.title_block = Some(passage.block);
        } else if self.head.title.is_some()
            && self.head.standfirst.is_none()
            && is_standfirst(text, next, under_title)
        {
            self.head.standfirst = Some(passage.whole());
        } else {
            return false;
        }
        true
    }

    /// Whether the headline is a line in capitals right over this one.
    fn headed_by(&self, passage: &Passage) -> bool {
        let capitals = |words: &Words| !words.text.contains(char::is_lowercase);
        self.title_block == Some(passage.block) && self.head.title.as_ref().is_some_and(capitals)
    }

    /// Takes place and date off the first paragraph.
    fn take_dateline(&mut self, first: &mut Passage) {
        let Some(found) = dateline(&first.text) else { return };
        self.head.place = Some(first.words(found.place));
        self.head.date =
            found.date.and_then(|date| Some(Words { text: full_date(date)?, ..first.words(date) }));
        first.start_at(first.words(found.rest));
    }
}

/// The first thing in the file, when it does not end like a sentence.
fn is_headline(passage: &Passage) -> bool {
    let text = &passage.text;
    passage.height() <= 2 && length(text) <= 180 && !stops(text) && text.contains(char::is_alphanumeric)
}

/// A sentence or what stands before a picture, right under the headline, or anything short before what only
/// stands at the top.
fn is_standfirst(text: &str, next: Option<&Piece>, under_title: bool) -> bool {
    let top = |text: &str| {
        byline(text).is_some()
            || dated_byline(text).is_some()
            || is_name(text)
            || is_label(text)
            || date_line(text).is_some()
            || dateline(text).is_some()
    };
    let fits = match next {
        Some(Piece::Text(next)) if top(&next.text) => true,
        Some(Piece::Text(_)) => under_title && (ends_sentence(text) || length(text) > 80),
        Some(Piece::Picture { .. }) => under_title,
        None => false,
    };
    fits && length(text) < 300 && !top(text)
}
