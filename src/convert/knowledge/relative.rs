//! Dates that are counted from the day of the article: “on Monday”, “last year”, “in November”, “on 22 June”. Whether the
//! sentence looks ahead or back decides which one is meant.

use super::dates::{Reader, Told};
use super::text::Is;
use super::words::{has, month, weekday};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::ops::Range;

impl Reader<'_> {
    /// A month, or a day of one, without its year: the nearest in the direction that the sentence looks.
    pub fn near(&self, tokens: Range<usize>, month: i8, day: Option<i16>) -> Option<Told> {
        let today = self.day?;
        let number = i8::try_from(day.unwrap_or(1)).ok()?;
        let this = Date::new(today.year(), month, number).ok()?;
        let future = self.looks_ahead(&tokens);
        let past = if day.is_some() { this <= today } else { (month, 1) <= (today.month(), 1) };
        // Within a few weeks either way the direction of the sentence is not needed.
        let apart = (this - today).get_days();
        let near = day.is_some() && apart.abs() <= 45;
        let year = match (future, past) {
            (_, _) if near => today.year(),
            (true, false) => today.year(),
            (true, true) if day.is_none() && month == today.month() => today.year(),
            (true, true) => today.year() + 1,
            (false, true) => today.year(),
            (false, false) => today.year() - 1,
        };
        let edtf = match day {
            Some(_) => Date::new(year, month, number).ok()?.to_string(),
            None => format!("{year:04}-{month:02}"),
        };
        Some(Told { tokens, edtf, relative: true, confidence: if near { 88 } else { 78 } })
    }

    /// Whether the clause around speaks of what is to come.
    fn looks_ahead(&self, tokens: &Range<usize>) -> bool {
        let p = self.passage;
        let sentence = p.sentence_of(tokens.start);
        let clause_start = (sentence.start..tokens.start)
            .rev()
            .find(|at| p.is_sign(*at, ",;:–—"))
            .map_or(sentence.start, |at| at + 1);
        let sign = |at: usize| has(AHEAD, p.word(at)) && p.is(at) == Some(Is::Word) && p.word(at) != "May";
        let to = |at: usize| {
            has("to", p.word(at))
                && has(
                    "is, are, due, meant, set, expected, scheduled, going, has, have",
                    p.word(at.saturating_sub(1)),
                )
        };
        let ahead = |range: Range<usize>| range.into_iter().any(|at| sign(at) || to(at));
        let done = |range: Range<usize>| range.into_iter().any(|at| has("was, were, had, did", p.word(at)));
        let clause_end = (tokens.end..sentence.end).find(|at| p.is_sign(*at, ";:–—")).unwrap_or(sentence.end);
        let near = clause_start..clause_end.min(tokens.end + 8);
        let by = self.led_by(tokens.start, "by");
        let parted = (sentence.start..tokens.start).any(|at| p.is_sign(at, ";"));
        by || ahead(near.clone()) || (!parted && ahead(sentence.start..tokens.end) && !done(near))
    }

    /// "on Monday", "yesterday", "last year", "last month".
    pub fn relative(&self, at: usize) -> Option<Told> {
        let p = self.passage;
        let today = self.day?;
        let word = p.word(at);
        let told = |tokens: Range<usize>, edtf: String, confidence| {
            Some(Told { tokens, edtf, relative: true, confidence })
        };
        let small = word.to_lowercase();
        if p.is(at) != Some(Is::Word) {
            return None;
        }
        match small.as_str() {
            "today" if !p.is_sign(at + 1, "'’") => {
                return told(at..at + 1, today.to_string(), if self.is_day(at) { 85 } else { 50 });
            }
            "yesterday" => return told(at..at + 1, today.checked_sub(1.day()).ok()?.to_string(), 90),
            "tomorrow" => return told(at..at + 1, today.checked_add(1.day()).ok()?.to_string(), 85),
            _ => {}
        }
        if has("last, next, this", &small) {
            let next = super::words::possessor(p.word(at + 1)).0.to_lowercase();
            let step = match small.as_str() {
                "last" => -1,
                "next" => 1,
                _ => 0,
            };
            return match next.as_str() {
                "year" if step != 0 => told(at..at + 2, format!("{:04}", today.year() + step), 88),
                "month" if step != 0 => {
                    let month = today.first_of_month().checked_add(i64::from(step).months()).ok()?;
                    told(at..at + 2, format!("{:04}-{:02}", month.year(), month.month()), 86)
                }
                _ => weekday(p.word(at + 1))
                    .filter(|_| step == -1)
                    .and_then(|day| told(at..at + 2, self.last(day, today)?.to_string(), 80)),
            };
        }
        if month(word).is_some() {
            return None;
        }
        let bare = super::words::possessor(word).0;
        let day = weekday(bare)?;
        // "on a Friday" and "every Monday" are no days, and "Good Friday" and "the Sunday Times" are names.
        let before = at.checked_sub(1).map(|before| p.word(before)).unwrap_or_default();
        let any = has("a, an, any, every, each, one, some, most, another, that, the", before);
        let named = (p.is_capital(at + 1) && month(p.word(at + 1)).is_none() && !p.begins_sentence(at + 1))
            || (before.starts_with(char::is_uppercase)
                && !has("on, last, next, this, since, until, by, from", before)
                && !p.begins_sentence(at - 1));
        if any || named {
            return None;
        }
        if p.is(at + 1) == Some(Is::Word) && has("of", p.word(at + 1)) {
            return None;
        }
        let date =
            if self.looks_ahead(&(at..at + 1)) { self.next(day, today)? } else { self.last(day, today)? };
        told(at..at + 1, date.to_string(), 87)
    }

    /// Whether "today" is a day here, and not "nowadays".
    fn is_day(&self, at: usize) -> bool {
        let sentence = self.passage.sentence_of(at);
        let ends = self.passage.is_sign(at + 1, ".") || at + 1 >= sentence.end;
        sentence.into_iter().any(|other| {
            has(
                "announced, said, published, launched, opened, began, starts, opens, will",
                self.passage.word(other),
            )
        }) && (ends || self.passage.is(at + 1) == Some(Is::Word) || self.passage.is_sign(at + 1, ","))
    }

    /// The weekday that was last, today included.
    fn last(&self, day: i8, today: Date) -> Option<Date> {
        let day = Weekday::from_monday_one_offset(day).ok()?;
        if today.weekday() == day { Some(today) } else { today.nth_weekday(-1, day).ok() }
    }

    fn next(&self, day: i8, today: Date) -> Option<Date> {
        let day = Weekday::from_monday_one_offset(day).ok()?;
        if today.weekday() == day { Some(today) } else { today.nth_weekday(1, day).ok() }
    }
}

/// Words of what is to come.
const AHEAD: &str = "\
    will, shall, expected, expects, planned, plans, scheduled, due, next, upcoming, until, deadline, begins, starts, meets, opens, reopen, reopens, resumes, resume, must, may, might, could, \
    forthcoming, unless, would, ahead, expects, aims, hopes, closes, ends";
