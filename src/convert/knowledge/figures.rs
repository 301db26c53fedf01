//! Figures with their qualifier, what is counted, and who says so. A figure that nobody is named for is left out unless
//! its sentence names who counted.

use super::counters::{Source, source};
use super::speakers::Reader;
use super::text::{Is, Passage};
use super::words::{has, month};
use super::{Kind, Text};
use crate::model::figure::{Figure, Measure, Qualifier};
use crate::model::suggestion::{Found, Suggestion};
use jiff::civil::Date;
use std::ops::Range;

/// The kind `fact`.
pub struct Figures;

impl Kind for Figures {
    fn suggest(&self, text: &Text) -> Vec<Suggestion> {
        let mut found = Vec::new();
        for passage in text.passages.iter().filter(|passage| !passage.quoted) {
            let reader = Reader::new(passage, &text.cast);
            for clause in clauses(passage) {
                let figures = figures(passage, clause.clone());
                if figures.is_empty() {
                    continue;
                }
                let Some(source) = source(&reader, clause) else { continue };
                for figure in figures.into_iter().filter(|figure| source.covers(passage, figure)) {
                    found.push(suggestion(passage, figure, &source, text.day));
                }
            }
        }
        found
    }
}

/// The sentences, and of those that a semicolon parts each part.
fn clauses(passage: &Passage) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    for sentence in &passage.sentences {
        let mut start = sentence.start;
        for at in sentence.clone().filter(|at| passage.is_sign(*at, ";")) {
            clauses.push(start..at);
            start = at + 1;
        }
        clauses.push(start..sentence.end);
    }
    clauses
}

fn suggestion(passage: &Passage, figure: Range<usize>, source: &Source, day: Option<Date>) -> Suggestion {
    let words = passage.text.get(figure.clone()).unwrap_or_default().to_owned();
    Suggestion {
        found: Found::Fact {
            unit: unit(passage, &figure),
            words: words.clone(),
            by: Some(source.by.clone()),
            date: day.map(|day| day.to_string()),
        },
        marks: words,
        sentence: passage.sentence_at(figure.start),
        confidence: source.confidence,
        reason: source.reason.to_owned(),
        at: passage.place(figure).unwrap_or_default(),
    }
}

/// The figures of a sentence outside quotations: no dates, no ages, no ordinals.
fn figures(passage: &Passage, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        let run = (at..sentence.end).take_while(|at| !matches!(passage.is(*at), Some(Is::Quote(_)))).count();
        if run == 0 {
            at += 1;
            continue;
        }
        let start = passage.tokens.get(at).map_or(0, |token| token.at.start);
        let end = passage.tokens.get(at + run - 1).map_or(start, |token| token.at.end);
        let mut from = start;
        while let Some((figure, place)) = passage.text.get(from..end).and_then(Figure::find) {
            let place = from + place.start..from + place.end;
            from = token_end(passage, place.end).max(from + 1);
            if let Some(place) = kept(passage, &figure, place) {
                found.push(place);
            }
        }
        at += run;
    }
    found.extend(
        sentence
            .filter(|at| is_degrees(passage, *at))
            .filter_map(|at| passage.tokens.get(at))
            .map(|token| token.at.clone()),
    );
    found.sort_by_key(|figure| figure.start);
    found.dedup();
    found
}

/// The end of the number that a byte stands in or behind.
fn token_end(passage: &Passage, byte: usize) -> usize {
    let token = passage
        .tokens
        .iter()
        .find(|token| token.at.start < byte && token.at.end >= byte && token.is == Is::Number);
    token.map_or(byte, |token| token.at.end)
}

/// "41.2C": a letter that is joined to its number.
fn is_degrees(passage: &Passage, at: usize) -> bool {
    let word = passage.word(at);
    let number = word.strip_suffix(['C', 'F']).unwrap_or_default();
    passage.is(at) == Some(Is::Number)
        && number.len() >= 2
        && number.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// The figure with what belongs to its words, if it is one that a ledger could hold.
fn kept(passage: &Passage, figure: &Figure, place: Range<usize>) -> Option<Range<usize>> {
    let first = Some(passage.token_at(place.start)).filter(|at| *at < passage.tokens.len())?;
    let behind = passage.tokens.partition_point(|token| token.at.start < place.end);
    let text = passage.text.get(place.clone()).unwrap_or_default();
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let before = first.checked_sub(1).map(|at| passage.word(at)).unwrap_or_default();
    let next = passage.word(behind);
    let plain = figure.measure == Measure::Count;
    let is_date = month(next).is_some() || month(before).is_some() || (plain && is_year(text));
    let is_time = has("a.m, p.m, am, pm, gmt, utc", next)
        || text.contains(':')
        || has("years, year, months, weeks, days, hours, minutes, old, times, year-old", next);
    let clock = passage.tokens.get(first).is_some_and(|_| passage.word(first).contains(':'));
    let of_so_many = plain
        && ((has("in", next)
            && passage.is(behind + 1) == Some(Is::Number)
            && passage.word(behind + 1).len() <= 2
            && text.len() <= 2)
            || (has("in", before)
                && first >= 2
                && passage.is(first - 2) == Some(Is::Number)
                && passage.word(first - 2).len() <= 2
                && text.len() <= 2));
    let is_time = is_time || clock || of_so_many;
    let is_part = before.ends_with('-')
        || passage
            .text
            .get(place.end..)
            .is_some_and(|rest| rest.starts_with(|c: char| c == '-' && rest.len() > 1))
            && plain;
    let small = !digits
        && figure.qualifier == Qualifier::Exactly
        && (plain
            && !text.contains("million")
            && !text.contains("thousand")
            && !text.contains("hundred")
            && !text.contains("billion")
            && !text.contains("dozen"));
    if is_date
        || is_time
        || is_part
        || small
        || (plain
            && has(
                "number, no, point, chapter, article, page, phase, group, g, resolution, flight, magnitude, of the, age, aged",
                before,
            ))
    {
        return None;
    }
    Some(widened(passage, place, first))
}

/// A currency sign, a unit that is joined, and a qualifier that the figure's own grammar does not know.
fn widened(passage: &Passage, place: Range<usize>, first: usize) -> Range<usize> {
    let mut start = place.start;
    let mut end = place.end;
    if let Some(token) = passage
        .tokens
        .iter()
        .find(|token| token.at.start < end && token.at.end > end && token.is == Is::Number)
    {
        end = token.at.end;
    }
    let word =
        |back: usize| first.checked_sub(back).map(|at| passage.word(at).to_lowercase()).unwrap_or_default();
    let two = format!("{} {}", word(2), word(1));
    let begin = |back: usize| {
        first
            .checked_sub(back)
            .and_then(|at| passage.tokens.get(at))
            .map_or(place.start, |token| token.at.start)
    };
    if start == passage.tokens.get(first).map_or(start, |token| token.at.start) {
        if matches!(
            two.as_str(),
            "greater than"
                | "higher than"
                | "upwards of"
                | "close to"
                | "well over"
                | "more than"
                | "as many"
                | "as much"
                | "fewer than"
                | "less than"
                | "at least"
                | "up to"
        ) {
            start = begin(2);
        } else if matches!(
            word(1).as_str(),
            "over"
                | "above"
                | "below"
                | "under"
                | "almost"
                | "nearly"
                | "about"
                | "around"
                | "some"
                | "roughly"
                | "approximately"
                | "within"
        ) && has(
            "over, above, below, under, almost, nearly, about, around, some, roughly, approximately",
            &word(1),
        ) {
            start = begin(1);
        }
        let three = format!("{} {two}", word(3));
        if matches!(three.as_str(), "as many as" | "as much as" | "as few as") {
            start = begin(3);
        }
    }
    start..end
}

fn is_year(text: &str) -> bool {
    let digits = text.split_whitespace().last().unwrap_or_default();
    digits.len() == 4
        && digits.chars().all(|c| c.is_ascii_digit())
        && (digits.starts_with("19") || digits.starts_with("20"))
}

/// What is counted: the nouns behind the figure.
fn unit(passage: &Passage, figure: &Range<usize>) -> Option<String> {
    let text = passage.text.get(figure.clone())?;
    if text.contains('%') || text.contains("percent") || text.contains("per cent") {
        return Some("percent".to_owned());
    }
    if text.contains(['$', '€', '£']) {
        return None;
    }
    let behind = passage.tokens.iter().position(|token| token.at.start >= figure.end)?;
    let noun = (behind..behind + 3).take_while(|at| {
        passage.is(*at) == Some(Is::Word) && passage.word(*at).starts_with(char::is_lowercase)
    });
    let words: Vec<&str> = noun.map(|at| passage.word(at)).collect();
    let last =
        words.iter().position(|word| word.ends_with('s') || has("people, men, women, children", word))?;
    Some(words.get(..=last)?.join(" "))
}
