//! Places: what stands behind a preposition of place and is neither a person nor an organisation, and the place of the
//! dateline. There is no list of the world's places here; so this is never sure.

use super::names;
use super::people::bytes;
use super::text::Passage;
use super::words::{ORGS, has, is_role, possessor};
use super::{Kind, Text};
use crate::model::suggestion::{Found, Suggestion};
use std::collections::HashSet;
use std::ops::Range;

/// The kind `place`.
pub struct Places;

impl Kind for Places {
    fn suggest(&self, text: &Text) -> Vec<Suggestion> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for part in text.dateline.iter().flat_map(|place| place.split(',')) {
            let name = part.trim().to_owned();
            if seen.insert(name.to_lowercase()) {
                found.push(suggestion(name.clone(), name, String::new(), 85, "the dateline names it"));
            }
        }
        for passage in &text.passages {
            for run in passage.runs.clone() {
                let Some(confidence) = place(passage, run.clone(), text) else { continue };
                let at = bytes(passage, run);
                let name = passage.text.get(at.clone()).unwrap_or_default().to_owned();
                if seen.insert(name.to_lowercase()) {
                    let mut one = suggestion(
                        name.clone(),
                        name,
                        passage.sentence_at(at.start),
                        confidence,
                        "it stands where a place would",
                    );
                    one.at = passage.place(at).unwrap_or_default();
                    found.push(one);
                }
            }
        }
        found
    }
}

fn suggestion(name: String, marks: String, sentence: String, confidence: u8, reason: &str) -> Suggestion {
    Suggestion {
        found: Found::Place { name },
        marks,
        sentence,
        confidence,
        reason: reason.to_owned(),
        at: Default::default(),
    }
}

/// How sure it is that a run names a place.
fn place(passage: &Passage, run: Range<usize>, text: &Text) -> Option<u8> {
    let words: Vec<&str> = run.clone().map(|at| possessor(passage.word(at)).0).collect();
    let name = words.join(" ");
    let known = text.cast.is_organisation(&name)
        || text.cast.people.iter().any(|person| person.name.contains(&name))
        || text.cast.acronyms.iter().any(|acronym| acronym.short == name);
    let other = words.iter().any(|word| has(&ORGS, word) || is_role(word))
        || names::organisation(passage, run.clone()).len() > run.len()
        || words.len() > 3;
    let letters = words.iter().all(|word| word.chars().any(char::is_lowercase));
    if known || other || !letters {
        return None;
    }
    let before = run.start.checked_sub(1).map(|at| passage.word(at)).unwrap_or_default();
    let next = passage.word(run.end);
    let owns = possessor(passage.word(run.end - 1)).1;
    let noun = has(
        "city, town, village, province, region, island, port, capital, mountains, valley",
        passage.word(run.start.saturating_sub(2)),
    ) && has("of", before);
    match before {
        _ if noun => Some(80),
        _ if has("province, region, district, county", next) => Some(78),
        "in" | "near" | "outside" | "around" | "across" | "throughout"
            if !owns && !passage.is_capital(run.end) =>
        {
            Some(72)
        }
        "at" | "from" | "between" | "to" | "off" if !owns => Some(55),
        _ => None,
    }
    .filter(|confidence| *confidence >= 70)
}
