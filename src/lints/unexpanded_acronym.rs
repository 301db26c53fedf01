//! Acronyms that a text never writes out, has no entry for, and cannot expect readers to know.

use super::language::Language;
use super::reading::{Passage, Reading, Setting};
use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use std::collections::{BTreeMap, HashSet};

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0421", name: "unexpanded-acronym", level: Level::Note, check: Check::Words(check) };

/// Shorter ones are initials, countries and states.
const SHORTEST: usize = 3;

fn check(reading: &Reading<'_>, language: &Language) -> Vec<Diagnostic> {
    let document = &reading.entry.document;
    // Entries are what acronyms are explained with.
    if !["explainer", "page"].contains(&document.kind.name) {
        return Vec::new();
    }
    let mut explained: HashSet<&str> = language.known_acronyms.iter().copied().collect();
    let mut first: BTreeMap<&str, (&Passage<'_>, usize)> = BTreeMap::new();
    for passage in reading.body().filter(|passage| passage.setting != Setting::Attribution) {
        let text = &passage.text;
        let mut shouted = None;
        for (at, acronym) in acronyms(text) {
            let written_out = text[..at].ends_with('(') || text[at + acronym.len()..].starts_with(" (");
            let marked = passage
                .mark_at(at)
                .is_some_and(|mark| ["term", "org", "person", "place", "note", "event"].contains(&mark.kind));
            if written_out || marked {
                explained.insert(acronym);
            } else if passage.setting == Setting::Text
                && !passage.is_quoted(at)
                && !*shouted.get_or_insert_with(|| is_shouted(text))
            {
                first.entry(acronym).or_insert((passage, at));
            }
        }
    }
    // Marked under another name, it is explained all the same: `[the deal](term:jcpoa)`.
    let links = &reading.entry.links;
    let targets =
        links.marks.iter().flatten().flatten().chain(links.mentions.iter().map(|found| &found.entry));
    let ids: HashSet<String> =
        targets.flat_map(|target| target.id.split('-').map(str::to_ascii_uppercase)).collect();
    first.retain(|acronym, _| {
        !ids.contains(*acronym) && !explained.contains(acronym) && !stands_for(&document.title, acronym)
    });
    first
        .into_iter()
        .map(|(acronym, (passage, at))| {
            let message = format!("`{acronym}` is never written out");
            let id = crate::model::text::slug(acronym);
            RULE.found(passage.place(document, at..at + acronym.len()), message)
                .label("here for the first time")
                .help(format!("write what it stands for, with `({acronym})` behind it, or an entry: `backstory new term {id}`"))
        })
        .collect()
}

/// Words of capitals alone, with the byte at which each begins. Numerals, and what is part of a longer name, are none.
fn acronyms(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = if has_two_capitals(text) { text } else { "" };
    let joined = |c: char| c.is_alphanumeric() || "-/&_@#.+".contains(c);
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() >= SHORTEST);
    words.filter_map(move |word| {
        let acronym = word.strip_suffix('s').unwrap_or(word);
        if acronym.len() < SHORTEST || !acronym.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let end = at + word.len();
        let after = &text[end..];
        // A full stop ends a sentence, unless it goes on.
        let goes_on = match after.strip_prefix('.') {
            Some(next) => next.starts_with(char::is_alphanumeric),
            None => after.starts_with(joined),
        };
        let fits = !acronym.bytes().all(|byte| b"IVXLCDM".contains(&byte))
            && !text[..at].ends_with(joined)
            && !goes_on;
        fits.then_some((at, acronym))
    })
}

/// Whether a whole passage is in capitals.
fn is_shouted(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    letters().filter(|c| c.is_uppercase()).count() * 2 > letters().count()
}

/// Whether an acronym is part of a title.
fn stands_for(title: &str, acronym: &str) -> bool {
    title.split(|c: char| !c.is_alphanumeric()).any(|word| word == acronym)
}

/// Whether two capitals stand side by side: few paragraphs have any.
fn has_two_capitals(text: &str) -> bool {
    // Without a branch, so that the compiler takes many bytes at once.
    let pairs = text.as_bytes().iter().zip(text.as_bytes().iter().skip(1));
    pairs.fold(false, |found, (a, b)| found | (a.is_ascii_uppercase() & b.is_ascii_uppercase()))
}
