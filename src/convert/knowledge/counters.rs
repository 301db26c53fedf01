//! Who says what a figure says: “according to …”, “… said”, “a survey by … found”. Where two could be meant, nobody is.

use super::speakers::{Reader, Speaker};
use super::text::{Is, Passage};
use super::words::{has, is_role, is_speech};
use std::ops::Range;

/// Who says so, and which part of the text.
pub struct Source {
    pub by: String,
    pub confidence: u8,
    pub reason: &'static str,
    /// The tokens that it covers.
    tokens: Range<usize>,
}

impl Source {
    /// Whether it covers some bytes.
    pub fn covers(&self, passage: &Passage, figure: &Range<usize>) -> bool {
        let start = passage.tokens.get(self.tokens.start).map_or(0, |token| token.at.start);
        let end = self
            .tokens
            .end
            .checked_sub(1)
            .and_then(|end| passage.tokens.get(end))
            .map_or(start, |token| token.at.end);
        start <= figure.start && figure.end <= end.max(start)
    }
}

/// Who says what a clause says.
pub fn source(reader: &Reader, clause: Range<usize>) -> Option<Source> {
    according(reader, clause.clone())
        .or_else(|| report(reader, clause.clone()))
        .or_else(|| speech(reader, clause))
}

/// "according to the UN", "by its own account".
fn according(reader: &Reader, clause: Range<usize>) -> Option<Source> {
    let p = reader.passage;
    let at = clause.clone().find(|at| {
        let to = has("according", p.word(*at))
            || (has("accordance, keeping, line", p.word(*at)) && has("in", p.word(at.saturating_sub(1))));
        to && has("to, with", p.word(at + 1))
    });
    if let Some(at) = at {
        let first = if has("the, a, an", p.word(at + 2)) { at + 3 } else { at + 2 };
        let (speaker, _) = reader.phrase(at + 2, clause.end)?;
        let by = match name(reader, speaker) {
            Some(by) => by,
            // Whoever is named there says so, whatever it is.
            None if p.is_capital(first) => reader.cast.organisation(p, first..clause.end)?,
            None => group(p, first)?,
        };
        return Some(Source {
            by,
            confidence: 92,
            reason: "“according to” names who says so",
            tokens: clause,
        });
    }
    let own = clause.clone().find(|at| {
        has("by", p.word(*at))
            && has("own", p.word(at + 2))
            && has("account, count, estimate, figures, admission", p.word(at + 3))
    })?;
    // "By its own account the museum has …", or whom the sentence before is about.
    let behind = match reader.phrase(own + 4, clause.end) {
        Some((Speaker::Organisation(name), _)) => Some(name),
        _ => None,
    };
    let by = behind.or_else(|| reader.cast.owner_before(p, own))?;
    Some(Source { by, confidence: 80, reason: "it is by their own account", tokens: clause })
}

/// "A survey by the chamber of commerce found".
fn report(reader: &Reader, clause: Range<usize>) -> Option<Source> {
    let p = reader.passage;
    let report = clause.clone().find(|at| {
        has("report, survey, poll, study, audit, analysis, census, count, inquiry", p.word(*at))
            && has("by, from", p.word(at + 1))
    })?;
    let found = (report + 2..clause.end).find(|at| {
        has(
            "found, finds, says, said, shows, showed, suggests, suggested, estimates, estimated, counted",
            p.word(*at),
        )
    })?;
    let start = if has("the, a, an", p.word(report + 2)) { report + 3 } else { report + 2 };
    let by = if p.is_capital(start) {
        reader.cast.organisation(p, start..clause.end)?
    } else {
        let end = (start..found)
            .find(|at| p.is_sign(*at, ",") || has("that, in, done, published, and", p.word(*at)))
            .unwrap_or(found);
        Some(p.between(start..end).to_owned()).filter(|name| !name.is_empty() && name.len() < 60)?
    };
    Some(Source {
        by,
        confidence: 84,
        reason: "the text names whose report it is",
        tokens: found..clause.end,
    })
}

/// "the ministry said that", ", the ministry said", ", says Amos Reed". Two who say something say different things.
fn speech(reader: &Reader, clause: Range<usize>) -> Option<Source> {
    let p = reader.passage;
    let says = |at: &usize| {
        let word = p.word(*at);
        let lower = word.starts_with(char::is_lowercase) && p.is(*at) == Some(Is::Word);
        lower && reader.is_verb(*at) && (has(COUNTS, word) || (is_speech(word) && has(SAYS, word)))
    };
    let verbs: Vec<usize> = clause.clone().filter(says).collect();
    let sources: Vec<(String, usize, bool)> =
        verbs.iter().filter_map(|verb| by_verb(reader, clause.clone(), *verb)).collect();
    let (by, verb, behind) = sources.first()?.clone();
    // Where a verb has a subject that nobody names, or another one, it is not clear whose figure it is.
    if sources.len() < verbs.len() || sources.iter().any(|(other, ..)| *other != by) {
        return None;
    }
    // After an apposition only what follows the verb is said: "the firm, which made $3 million, said it had 400 staff".
    let around = p.is_sign(verb.wrapping_sub(1), ",)") && !behind;
    let tokens = if around { verb..clause.end } else { clause };
    Some(Source { by, confidence: 84, reason: "the sentence says who says so", tokens })
}

/// Who speaks by a verb, and whether their name stands behind it.
fn by_verb(reader: &Reader, clause: Range<usize>, verb: usize) -> Option<(String, usize, bool)> {
    let p = reader.passage;
    let inverse =
        p.is_sign(verb.wrapping_sub(1), ",") || matches!(p.is(verb.wrapping_sub(1)), Some(Is::Quote(_)));
    if inverse && let Some((speaker, _)) = reader.phrase(verb + 1, clause.end) {
        let named = name(reader, speaker);
        if let Some(by) = named.filter(|_| !has("that, it, he, she, they", p.word(verb + 1))) {
            return Some((by, verb, true));
        }
    }
    let speaker = reader.subject(clause.start, verb)?;
    let by =
        name(reader, speaker).or_else(|| group(p, verb.checked_sub(1)?).filter(|_| verb > clause.start))?;
    Some((by, verb, false))
}

fn name(reader: &Reader, speaker: Speaker) -> Option<String> {
    match speaker {
        Speaker::Person(person) => reader.cast.people.get(person).map(|person| person.name.clone()),
        Speaker::Organisation(name) => Some(name),
        Speaker::Pronoun(_) | Speaker::Unnamed => None,
    }
}

/// "officials", "public auditors", "aid groups": several who speak together, told at a token.
fn group(p: &Passage, at: usize) -> Option<String> {
    let word = p.word(at);
    let several = word.ends_with('s')
        && (is_role(word.trim_end_matches('s')) || has(&super::words::ORGS, word.trim_end_matches('s')));
    let known = has(
        "police, experts, officials, authorities, scientists, campaigners, rescuers, organisers, organizers",
        word,
    );
    let plural = several || known;
    plural.then(|| word.to_owned())
}

const SAYS: &str = "say, says, said, estimate, estimates, estimated, report, reports, reported, announced, told, state, states, stated, put, puts, confirmed, added, \
    warned, warns, claimed, claims, argues, argued, noted, notes, acknowledged, admitted, predicted, predicts, suggests";

const COUNTS: &str = "counted, counts, found, finds, recorded, measured, forecast, forecasts";
