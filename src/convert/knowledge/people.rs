//! People: a name is one where the text says what its bearer is, or that they speak. The role may stand before the name,
//! behind it, or around it; what is not said is left open.

use super::cast::Cast;
use super::names;
use super::roles::{Told, apposition, of_organisation, role_before, title};
use super::text::{Is, Passage};
use super::words::{HONORIFICS, has, is_role, is_speech, looks_like_verb, possessor};
use std::ops::Range;

/// Somebody the text names.
#[derive(Debug, Clone, Default)]
pub struct Person {
    pub name: String,
    pub role: Option<String>,
    pub org: Option<String>,
    pub confidence: u8,
    pub reason: &'static str,
    /// The passage and the bytes of the full name, where the role is told, or first.
    pub passage: usize,
    pub at: Range<usize>,
    /// Whether the name is a title and a surname.
    pub titled: bool,
    /// "he" or "she", where the text says so.
    pub pronoun: Option<&'static str>,
}

/// Titles that stand for a given name.
const TITLES: &str = "lady, lord, sir, dame, dr, professor, judge, justice, mr, mrs, ms, sheikh, father, sister, queen, king, pope";

/// What a run of capitals says of a person.
struct Named {
    name: Range<usize>,
    /// Words of a role before it, and of whom they speak.
    title: Range<usize>,
}

/// The people that a passage names.
pub fn people(passage: &Passage, number: usize, cast: &Cast) -> Vec<Person> {
    let mut found = Vec::new();
    for run in passage.runs.clone() {
        let Some(named) = named(passage, run) else { continue };
        let titled = named.name.len() == 1 && named.title.clone().any(|at| has(TITLES, passage.word(at)));
        if !titled && !names::is_person(passage, named.name.clone()) {
            continue;
        }
        let Some(told) = told(passage, &named, cast) else { continue };
        let first = if titled { named.name.start - 1 } else { named.name.start };
        let at = bytes(passage, first..named.name.end);
        let name = passage.text.get(at.clone()).unwrap_or_default().to_owned();
        let pronoun = honorific(passage, &named);
        found.push(Person {
            name,
            role: told.role,
            org: told.org,
            confidence: told.confidence,
            reason: told.reason,
            passage: number,
            at,
            titled,
            pronoun,
        });
    }
    found
}

/// The bytes of some tokens, without “’s”.
pub fn bytes(passage: &Passage, tokens: Range<usize>) -> Range<usize> {
    let start = passage.tokens.get(tokens.start).map_or(0, |token| token.at.start);
    let last = tokens.end.saturating_sub(1);
    let word = passage.word(last);
    let end = passage.tokens.get(last).map_or(start, |token| token.at.start + possessor(word).0.len());
    start..end.max(start)
}

/// A run parted into title and name.
fn named(passage: &Passage, run: Range<usize>) -> Option<Named> {
    let is_title = |at: &usize| {
        let word = passage.word(*at);
        is_role(word) || has(HONORIFICS, word.trim_end_matches('.'))
    };
    let last = run.clone().rev().skip(1).find(is_title);
    let after = |at: usize| if passage.is_sign(at + 1, ".") { at + 2 } else { at + 1 };
    if let Some(last) = last {
        return Some(Named { name: after(last)..run.end, title: run.start..last + 1 });
    }
    // "Secretary of State Antony Blinken", "Ambassador to Russia John Sullivan"
    let before = run.start.checked_sub(1).filter(|at| has("of, to, for", passage.word(*at)));
    let office = before
        .and_then(|at| at.checked_sub(1))
        .filter(|at| passage.is_capital(*at) && is_role(passage.word(*at)));
    if let Some(office) = office.filter(|_| run.len() >= 3) {
        let object = if run.len() >= 4 { 2 } else { 1 };
        let mut start = office;
        while start > 0 && passage.is_capital(start - 1) {
            start -= 1;
        }
        return Some(Named { name: run.start + object..run.end, title: start..run.start + object });
    }
    Some(Named { name: run.clone(), title: run.start..run.start })
}

fn told(passage: &Passage, named: &Named, cast: &Cast) -> Option<Told> {
    let titled = (!named.title.is_empty()).then(|| title(passage, named.title.clone(), cast)).flatten();
    let behind = apposition(passage, named.name.end, cast);
    let before = if named.title.is_empty() { role_before(passage, named.name.start, cast) } else { None };
    match (behind, titled.or(before)) {
        // The apposition says more; the title may say for whom.
        (Some(mut behind), Some(other)) => {
            behind.org = behind.org.or(other.org);
            Some(behind)
        }
        (one, other) => one.or(other),
    }
    .or_else(|| of_organisation(passage, named.name.end, cast))
    .or_else(|| speaks(passage, named))
}

/// Somebody who speaks has a name, even if nothing else is told.
fn speaks(passage: &Passage, named: &Named) -> Option<Told> {
    let next = passage.word(named.name.end);
    let before = named
        .title
        .start
        .checked_sub(1)
        .filter(|_| named.title.start > 0)
        .or(named.name.start.checked_sub(1));
    let after_verb = before.is_some_and(|at| {
        is_speech(passage.word(at))
            && at > 0
            && (matches!(passage.is(at - 1), Some(Is::Quote(_))) || passage.is_sign(at - 1, ","))
    });
    let who = passage.is_sign(named.name.end, ",") && has("who, whose", passage.word(named.name.end + 1));
    let speech = is_speech(next) && next.starts_with(char::is_lowercase);
    let verb = looks_like_verb(next) && named.name.start == 0;
    let confidence = match (after_verb, speech || who, verb) {
        (true, ..) => 75,
        (_, true, _) => 70,
        (.., true) => 55,
        _ => return None,
    };
    Some(Told { role: None, org: None, confidence, reason: "they speak or act in the text" })
}

fn honorific(passage: &Passage, named: &Named) -> Option<&'static str> {
    named.title.clone().find_map(|at| pronoun_of(passage.word(at)))
}

/// What a passage says behind a surname alone: "Finch is a traffic engineer".
pub fn told_later(passage: &Passage, at: usize, cast: &Cast) -> Option<(String, Option<String>)> {
    let told = apposition(passage, at, cast)?;
    Some((told.role?, told.org))
}

/// What "Ms" and "Mr" say.
pub fn pronoun_of(word: &str) -> Option<&'static str> {
    match word {
        "Mr" | "Sir" => Some("he"),
        "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" => Some("she"),
        _ => None,
    }
}
