//! Acronyms with what they stand for, in both orders: "the Tolvian Water Authority (TWA)", "TWA (Tolvian Water
//! Authority)", "the Inland Development Bank, or IDB", "the so-called R4+1 countries: …".

use super::text::{Is, Passage};
use super::words::{has, possessor};
use std::ops::Range;

/// An acronym.
#[derive(Debug, Clone)]
pub struct Acronym {
    pub short: String,
    pub long: String,
    pub confidence: u8,
    pub reason: &'static str,
    pub passage: usize,
    /// The bytes of the letters.
    pub at: Range<usize>,
}

/// Small words that need no letter.
const SMALL: &str = "of, the, and, for, in, on, to, a, an, de, du, la, &, at, by";

/// The acronyms of a passage that it spells out.
pub fn acronyms(passage: &Passage, number: usize) -> Vec<Acronym> {
    let mut found: Vec<Acronym> = Vec::new();
    for at in 0..passage.tokens.len() {
        let Some(short) = letters(passage, at) else { continue };
        let told = in_brackets(passage, at, &short)
            .or_else(|| after_or(passage, at, &short))
            .or_else(|| before_brackets(passage, at, &short))
            .or_else(|| listed(passage, at, &short));
        let Some((long, confidence, reason)) = told else { continue };
        if !found.iter().any(|acronym| acronym.short == short) {
            let place = passage.tokens.get(at).map_or(0..0, |token| token.at.clone());
            found.push(Acronym { short, long, confidence, reason, passage: number, at: place });
        }
    }
    found
}

/// A word that can be an acronym: two capitals or more, or letters and digits.
fn letters(passage: &Passage, at: usize) -> Option<String> {
    let word = possessor(passage.word(at)).0;
    let count = |test: fn(char) -> bool| word.chars().filter(|c| test(*c)).count();
    let capitals = count(char::is_uppercase);
    let digits = count(|c| c.is_ascii_digit());
    let short = (2..=10).contains(&word.chars().count());
    let shape = (capitals >= 2 && capitals * 2 > word.chars().count())
        || (capitals >= 1 && digits >= 2 && word.contains('+'));
    (passage.is(at) == Some(Is::Word) && short && shape).then(|| word.to_owned())
}

/// "the Tolvian Water Authority (TWA)".
fn in_brackets(passage: &Passage, at: usize, short: &str) -> Option<(String, u8, &'static str)> {
    let open =
        at.checked_sub(1).filter(|open| passage.is_sign(*open, "(") && (passage.is_sign(at + 1, "),;")))?;
    spelled(passage, open, short)
}

/// "the Inland Development Bank, or IDB,".
fn after_or(passage: &Passage, at: usize, short: &str) -> Option<(String, u8, &'static str)> {
    let or = at.checked_sub(1).filter(|or| has("or", passage.word(*or)))?;
    let end = if passage.is_sign(or.checked_sub(1)?, ",") { or - 1 } else { or };
    let ends = passage.tokens.get(at + 1).is_none()
        || passage.is_sign(at + 1, ",.;)–—")
        || passage.is(at + 1) == Some(Is::Word);
    spelled(passage, end, short).filter(|(_, confidence, _)| ends && *confidence >= 90)
}

/// The words before a token that the letters stand for.
fn spelled(passage: &Passage, end: usize, short: &str) -> Option<(String, u8, &'static str)> {
    let letters: Vec<char> =
        short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let exact = backwards(passage, end, &letters);
    if let Some(start) = exact {
        return Some((words(passage, start..end), 97, "each letter begins one of its words"));
    }
    // In copy that was paraphrased the words are other than the letters; as many capitals as letters, the first the same.
    let floor = end.saturating_sub(letters.len() + 3);
    let mut start = end;
    while start > floor
        && (passage.is_capital(start - 1)
            || (has(SMALL, passage.word(start - 1)) && start - 1 > floor && passage.is_capital(start - 2)))
    {
        start -= 1;
    }
    let run = start..end;
    let all = run.len();
    let full = run.clone().filter(|at| passage.is_capital(*at)).count();
    let first = passage
        .word(start)
        .chars()
        .next()
        .map(|c| c.to_lowercase().next() == letters.first().copied())
        .unwrap_or(false);
    let fits =
        first && full >= 2 && (all == letters.len() || full == letters.len() || full + 1 == letters.len());
    fits.then(|| (words(passage, run), 82, "it stands in brackets behind as many words as it has letters"))
}

/// Where the words begin whose first letters are these: matched from the last letter back.
fn backwards(passage: &Passage, end: usize, letters: &[char]) -> Option<usize> {
    let mut at = end;
    let mut left = letters.len();
    while left > 0 && at > 0 && end - at < letters.len() * 2 + 3 {
        at -= 1;
        let word = passage.word(at);
        if passage.is(at) != Some(Is::Word) && !passage.is_sign(at, "-&") {
            return None;
        }
        let initials: Vec<char> = word
            .split(['-', '/'])
            .filter_map(|part| part.chars().next())
            .flat_map(char::to_lowercase)
            .collect();
        if left >= initials.len()
            && !initials.is_empty()
            && letters.get(left - initials.len()..left) == Some(initials.as_slice())
        {
            left -= initials.len();
        } else if !initials.is_empty() && letters.get(left - 1) == initials.first() && initials.len() > 1 {
            left -= 1;
        } else if !has(SMALL, word) && !passage.is_sign(at, "-&") {
            return None;
        }
    }
    // "the" and "of" before the first word are no part of it.
    (left == 0 && !has(SMALL, passage.word(at))).then_some(at)
}

/// "TWA (Tolvian Water Authority)".
fn before_brackets(passage: &Passage, at: usize, short: &str) -> Option<(String, u8, &'static str)> {
    if !passage.is_sign(at + 1, "(") {
        return None;
    }
    let close = (at + 2..passage.tokens.len().min(at + 14)).find(|at| passage.is_sign(*at, "),;"))?;
    let letters: Vec<char> =
        short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let start = backwards(passage, close, &letters)?;
    (start <= at + 3).then(|| (words(passage, start..close), 95, "it is spelled out in brackets"))
}

/// "the so-called R4+1 countries: the four river states, plus Kestria".
fn listed(passage: &Passage, at: usize, short: &str) -> Option<(String, u8, &'static str)> {
    let colon = (at + 1..at + 4).find(|at| passage.is_sign(*at, ":–—("))?;
    let noun = (at + 1..colon).all(|at| passage.is(at) == Some(Is::Word)) && colon > at + 1;
    let named = short.contains(|c: char| c.is_ascii_digit());
    let end = passage.sentence_of(at).end;
    let stop = (colon + 1..end).find(|at| passage.is_sign(*at, ".;–—)")).unwrap_or(end);
    let text = words(passage, colon + 1..stop);
    (noun && named && stop > colon + 1 && text.len() <= 200).then_some((
        text,
        85,
        "what belongs to it is listed behind a colon",
    ))
}

fn words(passage: &Passage, tokens: Range<usize>) -> String {
    let text = passage.between(tokens).split_whitespace().collect::<Vec<_>>().join(" ");
    let text = possessor(&text).0;
    text.strip_prefix("the ").unwrap_or(text).to_owned()
}
