//! Who speaks: the subject of a verb of speech, found by where it stands in the sentence. A subject that could be two
//! people is none.

use super::cast::Cast;
use super::names;
use super::text::{Is, Passage};
use super::words::{ORGS, PRONOUNS, SPEECHES, has, is_role, is_speech, looks_like_verb, possessor};
use std::ops::Range;

/// Who speaks.
#[derive(Debug, Clone, PartialEq)]
pub enum Speaker {
    Person(usize),
    Organisation(String),
    Pronoun(String),
    /// Somebody whom the text does not name.
    Unnamed,
}

/// A speaker and the word that says that they speak.
#[derive(Debug, Clone)]
pub struct Attribution {
    pub speaker: Speaker,
    pub verb: String,
    /// How far the structure alone carries it.
    pub confidence: u8,
}

/// A passage read for its speakers.
pub struct Reader<'a> {
    pub passage: &'a Passage,
    pub cast: &'a Cast,
    pub runs: Vec<Range<usize>>,
}

impl<'a> Reader<'a> {
    pub fn new(passage: &'a Passage, cast: &'a Cast) -> Self {
        Self { passage, cast, runs: passage.runs.clone() }
    }

    /// Who says what ends before a token: "…,” said Jane Doe", "…,” the minister told reporters".
    pub fn behind(&self, mut at: usize, end: usize, closed: bool) -> Option<Attribution> {
        let p = self.passage;
        if p.is_sign(at, ",") {
            at += 1;
        }
        let lower = |at: usize| p.word(at).starts_with(char::is_lowercase) && p.is(at) == Some(Is::Word);
        let verb = p.word(at);
        if lower(at) && (is_speech(verb) || (closed && looks_like_verb(verb))) {
            let (speaker, _) = self.phrase(at + 1, end)?;
            let known = is_speech(verb) || matches!(speaker, Speaker::Person(_));
            return known.then(|| Attribution { speaker, verb: verb.to_owned(), confidence: 95 });
        }
        let (speaker, behind) = self.phrase(at, end)?;
        let verb_at = self.verb_after(behind, end, closed)?;
        Some(Attribution { speaker, verb: p.word(verb_at).to_owned(), confidence: 95 })
    }

    /// The verb right behind a subject: adverbs and an apposition may stand between.
    fn verb_after(&self, mut at: usize, end: usize, closed: bool) -> Option<usize> {
        let p = self.passage;
        if p.is_sign(at, ",") || p.is_sign(at, "(") {
            let close = (at + 1..end).find(|at| p.is_sign(*at, ",)"))?;
            // ", executive director of A, a group, stated": the last comma before the verb.
            at = close + 1;
            if !is_speech(p.word(at)) {
                let next = (at..end.min(at + 16)).find(|at| p.is_sign(*at, ","));
                at = next.map_or(at, |next| if is_speech(p.word(next + 1)) { next + 1 } else { at });
            }
        }
        while at < end && self.is_between(at) {
            at += 1;
        }
        let word = p.word(at);
        let lower = word.starts_with(char::is_lowercase) && p.is(at) == Some(Is::Word);
        (at < end && lower && (is_speech(word) || (closed && looks_like_verb(word)))).then_some(at)
    }

    /// Adverbs and auxiliaries between a subject and its verb.
    pub fn is_between(&self, at: usize) -> bool {
        let word = self.passage.word(at);
        self.passage.is(at) == Some(Is::Word)
            && (has(
                "has, had, have, also, then, later, again, once, even, still, once, did, does, further, additionally, lately, not, never, is, was, been, repeatedly, himself, herself",
                word,
            ) || (word.ends_with("ly") && word.starts_with(char::is_lowercase)))
    }

    /// The noun phrase that begins at a token: whom it means, and the token behind it.
    pub fn phrase(&self, start: usize, end: usize) -> Option<(Speaker, usize)> {
        let p = self.passage;
        let first = p.word(start);
        if has(PRONOUNS, first) && p.is(start) == Some(Is::Word) {
            return Some((Speaker::Pronoun(first.to_lowercase()), start + 1));
        }
        // The first name in it, with nothing before it but what can stand before a name.
        for at in start..end.min(start + 12) {
            if let Some(run) = self.runs.iter().find(|run| run.contains(&at)) {
                let run = at..run.end;
                if let Some(person) = self.cast.person(p, run.clone()) {
                    return Some((Speaker::Person(person), run.end));
                }
                let whole = names::organisation(p, run.clone());
                let name = self.name(whole.clone());
                let next = whole.end;
                // "TWA spokesman Pavel Rusk", "Kestria’s Defence Ministry", "Tolvia’s foreign ministry"
                let goes_on = self.runs.iter().any(|run| run.start == next)
                    || (p.is(next) == Some(Is::Word)
                        && p.word(next).starts_with(char::is_lowercase)
                        && (is_role(p.word(next))
                            || has(&ORGS, p.word(next))
                            || has(&ORGS, p.word(next + 1))));
                if possessor(p.word(next - 1)).1 || goes_on {
                    if has(&ORGS, p.word(next))
                        || (has(&ORGS, p.word(next + 1))
                            && !is_speech(p.word(next))
                            && p.is_capital(next) == p.is_capital(next + 1))
                    {
                        let last = if has(&ORGS, p.word(next)) { next + 1 } else { next + 2 };
                        let name = p.text.get(super::people::bytes(p, next..last)).unwrap_or_default();
                        return Some((Speaker::Organisation(name.to_owned()), last));
                    }
                    continue;
                }
                let counted = has(
                    "estimates, figures, data, calculations, projections, statistics, numbers",
                    p.word(next),
                );
                if counted || self.cast.is_organisation(&name) {
                    return Some((Speaker::Organisation(self.cast.in_full(&name)), self.past_brackets(next)));
                }
                let verb = is_speech(p.word(next));
                return verb.then_some((Speaker::Unnamed, next));
            }
            let word = p.word(at);
            let part = p.is(at) == Some(Is::Word)
                && (!is_speech(word) || is_role(word))
                && !has("that, who, which, in, as, because, when, and, but, on, at, with", word);
            if !part {
                return self.common(start, at);
            }
        }
        self.common(start, end.min(start + 12))
    }

    /// A phrase in small letters: an organisation, or somebody unnamed.
    fn common(&self, start: usize, end: usize) -> Option<(Speaker, usize)> {
        let p = self.passage;
        if end <= start {
            return None;
        }
        // "the historian, Ondrej Sykora": the name stands behind.
        if p.is_sign(end, ",")
            && self.runs.iter().any(|run| run.start == end + 1)
            && (start..end).any(|at| is_role(p.word(at)))
        {
            let run = self.runs.iter().find(|run| run.start == end + 1)?;
            return self.cast.person(p, run.clone()).map(|person| (Speaker::Person(person), run.end));
        }
        let of = (start..end).find(|at| has("of, for, from", p.word(*at))).unwrap_or(end);
        // "the mayor": who that is, the text has told.
        let definite = has("the", p.word(start)) && of == end && end - start <= 3;
        if let Some(person) = self.cast.by_role(p.word(end - 1)).filter(|_| definite) {
            return Some((Speaker::Person(person), end));
        }
        let organisation =
            self.cast.common(p, start..of).filter(|_| !(start..of).any(|at| is_role(p.word(at))));
        match organisation {
            Some(name) => Some((Speaker::Organisation(name), of)),
            None => Some((Speaker::Unnamed, end)),
        }
    }

    pub fn name(&self, tokens: Range<usize>) -> String {
        self.passage.text.get(super::people::bytes(self.passage, tokens)).unwrap_or_default().to_owned()
    }

    /// "the Peninsular Ports Authority (PPA) said".
    fn past_brackets(&self, at: usize) -> usize {
        let p = self.passage;
        let close = p.is_sign(at, "(").then(|| (at..at + 4).find(|at| p.is_sign(*at, ")"))).flatten();
        close.map_or(at, |close| close + 1)
    }

    /// Who says what stands at a token, from what stands before it in the sentence: the last verb or noun of speech, and
    /// its subject.
    pub fn before(&self, start: usize, at: usize) -> Option<Attribution> {
        let p = self.passage;
        let floor = at.saturating_sub(40).max(start);
        for verb in (floor..at).rev() {
            let word = p.word(verb);
            if p.is(verb) != Some(Is::Word) || word.starts_with(char::is_uppercase) {
                if p.is_sign(verb, ";") {
                    return None;
                }
                continue;
            }
            if has(SPEECHES, word) && !self.is_verb(verb) {
                if let Some(speaker) = self.owner_of_words(start, verb) {
                    return Some(Attribution { speaker, verb: word.to_owned(), confidence: 85 });
                }
                continue;
            }
            // "called … a gang" comes out of paraphrasing programs as "known as … a gang".
            let known_as = word == "known"
                && has("as", p.word(verb + 1))
                && !has(
                    "is, are, was, were, be, been, also, often, widely, formally, better, commonly, so",
                    p.word(verb.saturating_sub(1)),
                );
            if known_as && let Some(speaker @ Speaker::Person(_)) = self.subject(start, verb) {
                return Some(Attribution { speaker, verb: word.to_owned(), confidence: 72 });
            }
            let known = is_speech(word) && self.is_verb(verb);
            // "The historian Ondrej Sykora warned …: «": before a colon any verb will do.
            let by_colon = p.is_sign(at.saturating_sub(1), ":") && looks_like_verb(word);
            if known || by_colon {
                let confidence = if at - verb <= 3 {
                    95
                } else if at - verb <= 15 {
                    88
                } else {
                    80
                };
                if let Some(speaker) = self.subject(start, verb) {
                    return Some(Attribution { speaker, verb: word.to_owned(), confidence });
                }
                if known {
                    return Some(Attribution {
                        speaker: Speaker::Unnamed,
                        verb: word.to_owned(),
                        confidence: 50,
                    });
                }
            }
        }
        None
    }

    /// Whether a word that may be a noun is a verb here: "the report", "a call" and "his claim" are none.
    pub fn is_verb(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let word = self.passage.word(before);
        if has("read, reads", self.passage.word(at)) && has("that, which", word) {
            return true;
        }
        let determined = has(
            "the, a, an, his, her, its, their, this, that, any, no, of, current, recent, latest, last, new, own",
            word,
        ) || (possessor(word).1 && !has("it's, he's, she's", word));
        let ambiguous = has(
            "call, calls, claim, claims, comment, comments, remark, remarks, note, notes, report, reports, post, posts, point, points, answer, answers, promise, \
            promises, pledge, pledges, demand, demands, fear, fears, warning, counter, sum, label, labels, brand, brands, read, reads, state, states, hint, hints, estimate, estimates, stress, praise, blame, doubt, joke, vow, reply, written, thought, complaint",
            self.passage.word(at),
        );
        let counted = has("united, member, river, several, many, three, two, four", word);
        !(ambiguous && (determined || counted))
    }
}
