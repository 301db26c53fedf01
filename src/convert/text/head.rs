//! What stands above the article becomes the head: headline, standfirst, authors, date, dateline.
//! How each of them looks, `byline`, `dates` and `dateline` know; this file knows where it may stand.

use super::byline::{byline, is_affiliation};
use super::dateline::dateline;
use super::dates::{date_line, full_date};
use super::passages::{Passage, Words};
use super::pictures::Piece;
use super::words::{ends_sentence, length, stops};

/// What goes into the front matter.
#[derive(Default)]
pub(super) struct Head {
    pub title: Option<Words>,
    pub standfirst: Option<Words>,
    pub published: Option<Words>,
    pub authors: Vec<Words>,
    pub place: Option<Words>,
    pub date: Option<Words>,
    /// The headline was the last thing seen.
    under_title: bool,
}

/// Takes the headline and what stands between it and the article; pictures there stay in the body.
pub(super) fn head(pieces: Vec<Piece>) -> (Head, Vec<Piece>) {
    let (mut head, mut body) = (Head::default(), Vec::new());
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
    (head, body)
}

impl Head {
    /// Whether the passage belongs here, which then has it.
    fn takes(&mut self, passage: &Passage, next: Option<&Piece>) -> bool {
        let text = &passage.text;
        let under_title = std::mem::take(&mut self.under_title);
        if !passage.is_plain() {
            return false;
        }
        if let Some(date) = date_line(text).filter(|_| self.published.is_none()) {
            self.published = Some(Words { text: date, ..passage.whole() });
        } else if let Some(names) = byline(text).filter(|_| self.authors.is_empty()) {
            self.authors = names.into_iter().map(|name| passage.words(name)).collect();
        } else if self.title.is_none() && is_headline(passage) {
            (self.title, self.under_title) = (Some(passage.whole()), true);
        } else if self.title.is_some() && self.standfirst.is_none() && is_standfirst(text, next, under_title)
        {
            self.standfirst = Some(passage.whole());
        } else {
            // What the authors work for is left out.
            return !self.authors.is_empty() && is_affiliation(text);
        }
        true
    }

    /// Takes place and date off the first paragraph.
    fn take_dateline(&mut self, first: &mut Passage) {
        let Some(found) = dateline(&first.text) else { return };
        self.place = Some(first.words(found.place));
        self.date = found.date.and_then(|date| Some(Words { text: full_date(date)?, ..first.words(date) }));
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
    let top = |text: &str| byline(text).is_some() || date_line(text).is_some() || dateline(text).is_some();
    let fits = match next {
        Some(Piece::Text(next)) if top(&next.text) => true,
        Some(Piece::Text(_)) => under_title && (ends_sentence(text) || length(text) > 80),
        Some(Piece::Picture { .. }) => under_title,
        None => false,
    };
    fits && length(text) < 300 && !top(text)
}
