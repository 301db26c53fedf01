//! Words that tell of a day only to those who know when they were written: “today”, “last week”. A dateline with a
//! date tells readers; so does an event that is marked.

use super::language::Language;
use super::reading::{Passage, Reading, is_word, last_word};
use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use std::ops::Range;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0431", name: "ageing-date", level: Level::Warning, check: Check::Words(check) };

fn check(reading: &Reading<'_>, language: &Language) -> Vec<Diagnostic> {
    let document = &reading.entry.document;
    if document.fields.map("dateline").is_some_and(|dateline| dateline.date("date").is_some()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for passage in &reading.passages {
        let mut free = 0;
        for hit in language.ageing.find_overlapping_iter(&passage.text) {
            let at = hit.range();
            if at.start >= free && ages(passage, &at, language) {
                free = at.end;
                let message = format!("“{}” will be wrong one day", &passage.text[at.clone()]);
                let help = "write the date, or give the text a dateline: `dateline: {date: 2022-03-28}`";
                let place = passage.place(document, at);
                found.push(RULE.found(place, message).label("as of which day?").help(help));
            }
        }
    }
    found
}

/// Whether words that may age do.
fn ages(passage: &Passage<'_>, at: &Range<usize>, language: &Language) -> bool {
    let text = &passage.text;
    let said = &text[at.clone()];
    let dated = passage.mark_at(at.start).is_some_and(|mark| mark.kind == "event" || mark.kind == "fact");
    if !is_word(text, at) || passage.is_quoted(at.start) || dated {
        return false;
    }
    let before = text[..at.start].trim_end();
    let word = last_word(before);
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', ':', '…', '“', '(', '—', '–']);
    // A capital inside a sentence begins a name: `USA Today`.
    if said.starts_with(char::is_uppercase) && !begins {
        return false;
    }
    match said.split_once(' ') {
        // The months and days of the week are names; `this may` is none.
        Some((_, word)) if is_name(word) && word.starts_with(char::is_lowercase) => false,
        Some(("last" | "next", _)) => {
            !language.determiners.iter().any(|word| ends_with(before, word)) && !is_possessive(word)
        }
        Some((_, "ago")) => !is_long_ago(word),
        Some(("years" | "decades", _)) => !is_long_ago(word),
        _ => true,
    }
}

/// Whether a word is the English name of a day or a month, in small letters or not.
fn is_name(word: &str) -> bool {
    ["march", "may"].contains(&word.to_ascii_lowercase().as_str())
}

fn is_possessive(word: &str) -> bool {
    word.ends_with(['’', '\'']) || word.ends_with("’s") || word.ends_with("'s")
}

/// Whether some words end with others, in whatever case.
fn ends_with(words: &str, end: &str) -> bool {
    let start = words.len().checked_sub(end.len()).filter(|at| words.is_char_boundary(*at));
    start.is_some_and(|at| {
        words[at..].eq_ignore_ascii_case(end) && !words[..at].ends_with(char::is_alphanumeric)
    })
}

/// Whether so many years are counted that some more make no difference.
fn is_long_ago(word: &str) -> bool {
    let number = word.replace(',', "").parse::<u64>();
    number.is_ok_and(|number| number >= 100)
        || ["of", "hundred", "thousand", "million", "billion"].contains(&word)
}
