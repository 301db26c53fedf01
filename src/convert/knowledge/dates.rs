//! Dates of the world in EDTF, no more exactly than the text tells them. What is relative is counted from the day of the
//! dateline, or else of publication, and said to be so; without such a day it is left.

use super::text::{Is, Passage};
use super::words::{has, month, weekday};
use super::{Kind, Text};
use crate::model::suggestion::{Found, Suggestion};
use jiff::civil::Date;
use std::ops::Range;

/// The kind `event`.
pub struct Dates;

impl Kind for Dates {
    fn suggest(&self, text: &Text) -> Vec<Suggestion> {
        let mut found = Vec::new();
        for passage in &text.passages {
            let whole = passage.whole();
            let passage = if passage.quotes.is_empty() { passage } else { &whole };
            let reader = Reader { passage, day: text.day };
            let mut at = 0;
            while at < passage.tokens.len() {
                match reader.date(at) {
                    Some(date) => {
                        at = date.tokens.end.max(at + 1);
                        found.push(suggestion(passage, date));
                    }
                    None => at += 1,
                }
            }
        }
        found
    }
}

/// A date in the text.
pub struct Told {
    pub tokens: Range<usize>,
    pub edtf: String,
    pub relative: bool,
    pub confidence: u8,
}

fn suggestion(passage: &Passage, date: Told) -> Suggestion {
    let mut first = date.tokens.start;
    if first > 0
        && has("in, on, since, by, of, until, from, at", passage.word(first - 1))
        && has("in, on", passage.word(first - 1))
    {
        first -= 1;
    }
    let at = passage.tokens.get(first).map_or(0, |token| token.at.start)
        ..passage.tokens.get(date.tokens.end - 1).map_or(0, |token| token.at.end);
    let sentence = passage.between(passage.sentence_of(first)).trim().to_owned();
    let reason =
        if date.relative { "it is counted from the day of the article" } else { "the text tells the date" };
    Suggestion {
        found: Found::Event { title: title(&sentence), date: date.edtf, relative: date.relative },
        marks: passage.text.get(at.clone()).unwrap_or_default().to_owned(),
        sentence,
        confidence: date.confidence,
        reason: reason.to_owned(),
        at: passage.place(at).unwrap_or_default(),
    }
}

/// What happened, as far as the sentence tells it in a line.
fn title(sentence: &str) -> String {
    let mut title = String::new();
    for word in sentence.split_whitespace() {
        if title.chars().count() + word.chars().count() > 100 {
            title.push('…');
            return title;
        }
        title.push_str(if title.is_empty() { "" } else { " " });
        title.push_str(word);
    }
    title.trim_end_matches(['.', ',', ';']).to_owned()
}

/// Reads dates.
pub struct Reader<'a> {
    pub passage: &'a Passage,
    /// The day that relative dates are counted from.
    pub day: Option<Date>,
}

impl Reader<'_> {
    /// The date that begins at a token.
    pub fn date(&self, at: usize) -> Option<Told> {
        self.weekday_with_date(at)
            .or_else(|| self.absolute(at))
            .or_else(|| self.span(at))
            .or_else(|| self.year(at))
            .or_else(|| self.relative(at))
    }

    /// "Thursday 11 August 2022", "Tuesday, March 14".
    fn weekday_with_date(&self, at: usize) -> Option<Told> {
        weekday(self.passage.word(at))?;
        let next = if self.passage.is_sign(at + 1, ",") { at + 2 } else { at + 1 };
        let told = self.absolute(next)?;
        Some(Told { tokens: at..told.tokens.end, ..told })
    }

    fn number(&self, at: usize, least: i16, most: i16) -> Option<i16> {
        let word = self.passage.word(at);
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let plain = (self.passage.is(at) == Some(Is::Number)) && bare.chars().all(|c| c.is_ascii_digit());
        bare.parse().ok().filter(|number| plain && (least..=most).contains(number))
    }

    fn year_at(&self, at: usize) -> Option<i16> {
        self.number(at, 1000, 2100).filter(|_| self.passage.word(at).len() == 4)
    }

    /// A month's token, and the one behind it: "Nov." has a full stop.
    fn month_at(&self, at: usize) -> Option<(i8, usize)> {
        let word = self.passage.word(at);
        let found = month(word)
            .filter(|_| word.starts_with(char::is_uppercase) && self.passage.is(at) == Some(Is::Word))?;
        let short = word.len() <= 4 && word != "May" && word != "June" && word != "July";
        let stop = short && self.passage.is_sign(at + 1, ".");
        Some((found, at + 1 + usize::from(stop)))
    }

    /// A day, a month, or both with their year, if it is told: "8 May 2018", "May 8, 2018", "May 2018", "in March of 1947", "May 8".
    fn absolute(&self, at: usize) -> Option<Told> {
        let p = self.passage;
        if let Some(told) = self.days(at) {
            return Some(told);
        }
        if let Some(day) = self.number(at, 1, 31) {
            let of = usize::from(has("of", p.word(at + 1)));
            let (month, next) = self.month_at(at + 1 + of)?;
            let comma = usize::from(p.is_sign(next, ","));
            return match self.year_at(next + comma) {
                Some(year) => self.exact(at..next + comma + 1, year, month, day),
                None => self.near(at..next, month, Some(day)),
            };
        }
        let (month, next) = self.month_at(at)?;
        // "may" at the start of a sentence is a verb, and "March" may be one.
        if let Some(day) = self.number(next, 1, 31) {
            let comma = usize::from(p.is_sign(next + 1, ","));
            return match self.year_at(next + 1 + comma) {
                Some(year) => self.exact(at..next + comma + 2, year, month, day),
                None => self.near(at..next + 1, month, Some(day)),
            };
        }
        if let Some(told) = self.months(at, month, next) {
            return Some(told);
        }
        let of = usize::from(has("of", p.word(next)) || p.is_sign(next, ","));
        if let Some(year) = self.year_at(next + of) {
            let edtf = format!("{year:04}-{month:02}");
            return Some(Told { tokens: at..next + of + 1, edtf, relative: false, confidence: 92 });
        }
        let before = at.checked_sub(1).map(|before| p.word(before).to_lowercase()).unwrap_or_default();
        let led = matches!(
            before.as_str(),
            "in" | "since" | "until" | "last" | "next" | "by" | "early" | "late" | "mid" | "from"
        );
        led.then(|| self.near(at..next, month, None)).flatten()
    }

    /// "12 to 15 June 2023", "16–28 October".
    fn days(&self, at: usize) -> Option<Told> {
        let first = self.number(at, 1, 31)?;
        let joined =
            has("to, until, through", self.passage.word(at + 1)) || self.passage.is_sign(at + 1, "–-—");
        let last = self
            .absolute(at + 2)
            .filter(|_| joined && self.number(at + 2, 1, 31).is_some_and(|last| last > first))?;
        let from = last.edtf.get(..8).filter(|_| last.edtf.len() == 10)?;
        let edtf = format!("{from}{first:02}/{}", last.edtf);
        Some(Told { tokens: at..last.tokens.end, edtf, ..last })
    }

    /// "February to May 2022", "between March and May 2020".
    fn months(&self, at: usize, first: i8, next: usize) -> Option<Told> {
        let joined =
            has("to, and, until, through", self.passage.word(next)) || self.passage.is_sign(next, "–-—");
        let (last, behind) = self.month_at(next + 1).filter(|_| joined)?;
        let year = self.year_at(behind)?;
        let led = has("to, until, through", self.passage.word(next))
            || self.passage.is_sign(next, "–-—")
            || self.led_by(at, "between");
        let edtf = format!("{year:04}-{first:02}/{year:04}-{last:02}");
        (led && first < last).then_some(Told {
            tokens: at..behind + 1,
            edtf,
            relative: false,
            confidence: 90,
        })
    }

    fn exact(&self, tokens: Range<usize>, year: i16, month: i8, day: i16) -> Option<Told> {
        let date = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
        Some(Told { tokens, edtf: date.to_string(), relative: false, confidence: 96 })
    }

    pub fn led_by(&self, at: usize, words: &'static str) -> bool {
        at.checked_sub(1).is_some_and(|before| has(words, self.passage.word(before)))
    }

    /// "between 2013 and 2019", "2013–2019", "from 2010 to 2014", "2005 and 2015" behind "between".
    fn span(&self, at: usize) -> Option<Told> {
        let p = self.passage;
        let first = self.year_at(at)?;
        let joined = (has("and", p.word(at + 1)) && self.led_by(at, "between"))
            || (has("to, until, through", p.word(at + 1)) && (self.led_by(at, "from") || at == 0))
            || p.is_sign(at + 1, "–-—/");
        let short = || {
            self.number(at + 2, 0, 99)
                .filter(|_| p.word(at + 2).len() == 2)
                .map(|year| first / 100 * 100 + year)
        };
        let last = self.year_at(at + 2).or_else(short).filter(|last| joined && *last > first)?;
        Some(Told {
            tokens: at..at + 3,
            edtf: format!("{first:04}/{last:04}"),
            relative: false,
            confidence: 90,
        })
    }

    /// A year, where it is one: behind a preposition, in brackets, or as "the 2015 deal"; "the 2010s".
    fn year(&self, at: usize) -> Option<Told> {
        let p = self.passage;
        let word = p.word(at);
        if let Some(decade) = word
            .strip_suffix("0s")
            .filter(|decade| decade.len() == 3 && decade.chars().all(|c| c.is_ascii_digit()))
        {
            return Some(Told {
                tokens: at..at + 1,
                edtf: format!("{decade}X"),
                relative: false,
                confidence: 90,
            });
        }
        let year = self.year_at(at)?;
        let before = at.checked_sub(1).map(|before| p.word(before).to_lowercase()).unwrap_or_default();
        let led = has(
            "in, since, by, until, before, after, from, of, during, to, year, early, late, mid, around, about, circa, spring, summer, autumn, winter, fall, between, through, for",
            &before,
        );
        let listed =
            has("and, or", &before) && at >= 2 && (self.year_at(at - 2).is_some() || p.is_sign(at - 2, ","))
                || (at >= 2 && p.is_sign(at - 1, ",") && self.year_at(at - 2).is_some());
        let adjective = has("the, a, its, original, unique, landmark, disputed, that, this, failed", &before)
            && p.is(at + 1) == Some(Is::Word)
            && p.word(at + 1).chars().all(char::is_alphabetic);
        let bracketed = p.is_sign(at.wrapping_sub(1), "(") && p.is_sign(at + 1, ")");
        let counted = self.counts(at, year);
        if !(led || listed || adjective || bracketed) || counted {
            return None;
        }
        let about = has("around, about, circa", &before);
        let edtf = if about { format!("{year:04}~") } else { format!("{year:04}") };
        Some(Told { tokens: at..at + 1, edtf, relative: false, confidence: if led { 93 } else { 86 } })
    }

    /// "of 1500 people": a number of things, not a year.
    fn counts(&self, at: usize, year: i16) -> bool {
        let next = self.passage.word(at + 1).to_lowercase();
        let plural = next.len() > 3
            && next.ends_with('s')
            && self.passage.is(at + 1) == Some(Is::Word)
            && !has("was, is, has, as, elections, olympics, games, talks, protests, sanctions", &next);
        let unit = has(
            "people, tonnes, tons, men, women, children, homes, miles, metres, meters, km, kilometres, kilometers, feet, percent, per, million, billion, square",
            &next,
        );
        let before =
            at.checked_sub(1).map(|before| self.passage.word(before).to_lowercase()).unwrap_or_default();
        let number = has("to, for, from, about, around, of, by, some, and, or", &before);
        unit || (plural && !has("in, since, the", &before) && (number || year < 1900))
    }
}
