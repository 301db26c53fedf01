//! Quotations of which nobody can tell who said them: no line under them, no speaker and no word of speech near them.
//! A headline, a title or a word held with tongs is no quotation: only longer stretches are looked at.

use super::language::Language;
use super::reading::{Passage, Reading, Setting, is_word, words};
use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::document::Document;
use std::ops::Range;

/// The rule.
pub const RULE: LintKind = LintKind {
    code: "BS0420",
    name: "unattributed-quotation",
    level: Level::Warning,
    check: Check::Words(check),
};

/// Fewer words are a name, a title, or a word that is not the writer's own.
const SHORTEST: usize = 6;

fn check(reading: &Reading<'_>, language: &Language) -> Vec<Diagnostic> {
    let document = &reading.entry.document;
    let body: Vec<&Passage<'_>> = reading.body().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(passage) = body.get(at) {
        let before = at.checked_sub(1).and_then(|before| body.get(before).copied());
        let length = match passage.quotation {
            Some(quotation) => {
                let own =
                    body[at..].iter().take_while(|passage| passage.quotation == Some(quotation)).count();
                let around = [before, body.get(at + own).copied()];
                let bare = block(&body[at..at + own], around, language);
                found.extend(bare.map(|at| told(passage, at, document)));
                own
            }
            None => {
                let bare = inline(passage, before, language).into_iter();
                found.extend(bare.map(|at| told(passage, at, document)));
                1
            }
        };
        at += length;
    }
    found
}

/// The words of a block quotation that nobody is named for: in it by a mark or a line, or in the paragraphs around it.
fn block(
    own: &[&Passage<'_>],
    around: [Option<&Passage<'_>>; 2],
    language: &Language,
) -> Option<Range<usize>> {
    let first = own.first()?;
    let is_marked =
        |passage: &&Passage<'_>| passage.setting == Setting::Attribution || marks_somebody(passage);
    let is_named = || {
        let names =
            |passage: &Passage<'_>| passage.text.starts_with(['—', '–']) || names_somebody(passage, language);
        own.iter().any(is_marked) || around.into_iter().flatten().any(names)
    };
    (is_long(&first.text) && !is_named()).then_some(0..first.text.len())
}

/// The quotations in a paragraph that nobody is named for: in it, or in the one before, of which it may be the rest.
fn inline(passage: &Passage<'_>, before: Option<&Passage<'_>>, language: &Language) -> Vec<Range<usize>> {
    let long = |at: &&Range<usize>| {
        let is_bare = passage.mark_at(at.start).is_none() && passage.is_as_written(at.start);
        is_bare && !is_followed_up(&passage.text, at) && is_long(&passage.text[(*at).clone()])
    };
    let long: Vec<Range<usize>> = passage.quoted.iter().filter(long).cloned().collect();
    let is_named =
        || names_somebody(passage, language) || before.is_some_and(|before| names_somebody(before, language));
    match long.is_empty() || passage.setting == Setting::Caption || is_named() {
        true => Vec::new(),
        false => long,
    }
}

/// Whether a comma ends a quotation, or follows it: then it goes on with who said it.
fn is_followed_up(text: &str, at: &Range<usize>) -> bool {
    let after = text[at.end..].trim_start_matches(['”', '"', '’', '“', '»']);
    text[at.clone()].ends_with(',') || after.starts_with(',')
}

fn told(passage: &Passage<'_>, at: Range<usize>, document: &Document) -> Diagnostic {
    RULE.found(passage.place(document, at), "nobody can tell who said this")
        .label("a quotation without attribution")
        .help("say who said it, close a block quotation with `> — Name`, or mark it: `[“…”](quote:id)`")
}

/// Whether a passage says who speaks: by a mark, by a word of speech, by a name, or by a colon at its end.
fn names_somebody(passage: &Passage<'_>, language: &Language) -> bool {
    marks_somebody(passage)
        || passage.text.trim_end().ends_with(':')
        || language.speech.iter().any(|word| says(passage, word))
        || has_name(passage)
}

fn marks_somebody(passage: &Passage<'_>) -> bool {
    let speaks = |kind: &str| ["person", "org", "quote", "source", "claim"].contains(&kind);
    passage.has_note || passage.marks.iter().any(|mark| speaks(mark.kind))
}

/// Whether two words with a capital follow each other outside quotations: `Joe Biden`, `Mr Lavrov`, `White House`.
fn has_name(passage: &Passage<'_>) -> bool {
    let mut before = 0..0;
    words(&passage.text).any(|(at, word)| {
        let capital = word.starts_with(char::is_uppercase);
        let follows = passage.text.get(before.end..at) == Some(" ") && !before.is_empty();
        before = if capital { at..at + word.len() } else { 0..0 };
        capital && follows && !passage.is_quoted(at)
    })
}

/// Whether a passage has a word outside its quotations.
fn says(passage: &Passage<'_>, word: &str) -> bool {
    let hits = passage.text.match_indices(word);
    hits.into_iter().any(|(at, _)| is_word(&passage.text, &(at..at + word.len())) && !passage.is_quoted(at))
}

/// Whether some words are long enough to be what somebody said, and no title, which has capitals.
fn is_long(text: &str) -> bool {
    let long = words(text).filter(|(_, word)| word.chars().count() > 3);
    let (capitals, all) = long.fold((0, 0), |(capitals, all), (_, word)| {
        (capitals + usize::from(word.starts_with(char::is_uppercase)), all + 1)
    });
    words(text).count() >= SHORTEST && capitals * 2 <= all
}
