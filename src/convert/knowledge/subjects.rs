//! The subject of a verb, by where it stands: right before it, before an apposition, or at the start of the sentence. One
//! that is hidden behind “of” or “by” is none.

use super::names;
use super::speakers::{Reader, Speaker};
use super::text::Is;
use super::words::{HONORIFICS, ORGS, PRONOUNS, has, is_role, is_speech, possessor};
use std::ops::Range;

impl Reader<'_> {
    /// "Emil Sarkany’s remark that", "the warning by President Ivan Strel that".
    pub fn owner_of_words(&self, start: usize, noun: usize) -> Option<Speaker> {
        let p = self.passage;
        let by = (noun + 1..noun + 3).find(|at| has("by, from, of", p.word(*at)));
        if let Some(by) = by.filter(|by| *by == noun + 1) {
            let (speaker, _) = self.phrase(by + 1, by + 12)?;
            return matches!(speaker, Speaker::Person(_)).then_some(speaker);
        }
        let owner = (noun.saturating_sub(4).max(start)..noun).rev().find(|at| possessor(p.word(*at)).1)?;
        let run = self.runs.iter().find(|run| run.end == owner + 1)?;
        self.cast.person(p, run.clone()).map(Speaker::Person)
    }

    /// The subject of a verb.
    pub fn subject(&self, start: usize, verb: usize) -> Option<Speaker> {
        let p = self.passage;
        let mut end = verb;
        while end > start && (self.is_between(end - 1) || has("to", p.word(end - 1))) {
            end -= 1;
        }
        let before = end.checked_sub(1).filter(|before| *before >= start)?;
        if p.is_sign(before, ",)") {
            return self.subject_around(start, before);
        }
        if has("and, but, then, or", p.word(before)) || matches!(p.is(before), Some(Is::Quote(_))) {
            return self.leading(start, before);
        }
        if has("who, which, that", p.word(before)) {
            let run_end = if p.is_sign(before.checked_sub(1)?, ",") { before - 1 } else { before };
            return self.ending(start, run_end);
        }
        self.ending(start, end).or_else(|| self.leading(start, before))
    }

    /// A phrase that ends right before a token.
    fn ending(&self, start: usize, end: usize) -> Option<Speaker> {
        let p = self.passage;
        let last = end.checked_sub(1)?;
        if has(PRONOUNS, p.word(last)) {
            return Some(Speaker::Pronoun(p.word(last).to_lowercase()));
        }
        if has("it, we, i, you, this, that, there", p.word(last)) {
            return Some(Speaker::Unnamed);
        }
        // "the National Seismology Centre (NSC) said"
        if p.is_sign(last, ")") {
            let open = (last.saturating_sub(4)..last).rev().find(|at| p.is_sign(*at, "("))?;
            return self.ending(start, open);
        }
        match self.runs.iter().find(|run| run.contains(&last) && run.end == end) {
            Some(run) => self.named(start, run),
            None => self.unnamed(start, end),
        }
    }

    /// A person or an organisation, whose name is a run of capitals.
    fn named(&self, start: usize, run: &Range<usize>) -> Option<Speaker> {
        let p = self.passage;
        let before = |at: usize| at.checked_sub(1).map(|at| p.word(at)).unwrap_or_default();
        if let Some(person) = self.cast.person(p, run.clone()) {
            let hidden = run.start > start
                && has("of, by, with, for, from, about, to, against, on", before(run.start))
                && p.word(run.end) != "to";
            return (!hidden).then_some(Speaker::Person(person));
        }
        // The run may be the end of a longer name: "Central Bank of Kestria", "Dockers' Federation".
        let earlier = self.runs.iter().filter(|other| other.start < run.start && other.start >= start);
        let mut longer = earlier.filter(|other| names::organisation(p, (*other).clone()).end >= run.end);
        let whole = longer.next_back().map_or(run.start, |longer| longer.start)..run.end;
        let name = self.name(whole.clone());
        // "the grid operator Elnet said"
        let kind = before(whole.start);
        if has(&ORGS, kind) && kind.starts_with(char::is_lowercase) {
            return Some(Speaker::Organisation(name));
        }
        let hidden = has("of, by, with, from, about, against, on, at, in, for", before(whole.start));
        let organisation = self.cast.is_organisation(&name) && !hidden;
        Some(if organisation { Speaker::Organisation(self.cast.in_full(&name)) } else { Speaker::Unnamed })
    }

    /// A phrase in small letters that ends right before a token: "the ministry", "the mayor", "a man with a dog".
    fn unnamed(&self, start: usize, end: usize) -> Option<Speaker> {
        let p = self.passage;
        let last = end.checked_sub(1)?;
        let mut first = last;
        while first > start
            && p.is(first - 1) == Some(Is::Word)
            && !is_speech(p.word(first - 1))
            && last - first < 5
            && !has("that, and, but, when, while, as, where, if, because", p.word(first - 1))
        {
            first -= 1;
            if has("the, a, an, its, his, her, their", p.word(first)) {
                break;
            }
        }
        // "an aide to the mayor" is not the mayor.
        let small = "of, for, with, at, in, by, from, on, to";
        let led = first.checked_sub(1).is_some_and(|at| at >= start && has(small, p.word(at)));
        if led || (first..=last).any(|at| has("of, for, with, at, in, by", p.word(at))) {
            return Some(Speaker::Unnamed);
        }
        let definite = has("the", p.word(first)) && last > first && last - first <= 2;
        if let Some(person) = self.cast.by_role(p.word(last)).filter(|_| definite) {
            return Some(Speaker::Person(person));
        }
        let role = (first..end).any(|at| is_role(p.word(at)));
        let organisation = self.cast.common(p, first..end).filter(|_| !role);
        Some(organisation.map_or(Speaker::Unnamed, Speaker::Organisation))
    }

    /// The subject before an apposition that a comma closes: "Oskar Brandl, director of the NRO, said".
    fn subject_around(&self, start: usize, comma: usize) -> Option<Speaker> {
        let p = self.passage;
        if p.is_sign(comma, ")") {
            return self.ending(start, comma + 1);
        }
        let opens = |run: &Range<usize>| {
            let before = run.start.checked_sub(1);
            let lead = before.is_none_or(|before| {
                before < start
                    || p.is_sign(before, ",:–—")
                    || matches!(p.is(before), Some(Is::Quote(_)))
                    || self.leads(start, before)
            });
            lead && (p.is_sign(run.end, ",") || p.is_sign(run.end, "(") || has("of", p.word(run.end)))
        };
        let within = self.runs.iter().filter(|run| run.start >= start && run.end <= comma);
        let mut people =
            within.clone().filter(|run| opens(run)).filter_map(|run| self.cast.person(p, run.clone()));
        if let Some(person) = people.next() {
            return Some(Speaker::Person(person));
        }
        // "The Timber Council, which …, said"
        self.leading(start, comma)
    }

    /// Whether everything from the start of the sentence to a token can stand before its subject: titles, articles, adverbs.
    fn leads(&self, start: usize, end: usize) -> bool {
        let p = self.passage;
        (start..=end).all(|at| {
            let word = p.word(at);
            p.is_sign(at, ",.") || has(HONORIFICS, word) || is_role(word) || has("the, a, an, one, meanwhile, however, but, and, yet, still, then, also, when, while, whereas, former, so", word) || self.cast.country(word).is_some() || self.cast.acronyms.iter().any(|acronym| acronym.short == possessor(word).0) || (p.is(at) == Some(Is::Word) && word.starts_with(char::is_lowercase) && has("of, for, to, foreign, finance, prime, chief, general, senior", word))
        })
    }

    /// The one person whom a stretch of text names.
    pub fn only(&self, range: Range<usize>) -> Option<usize> {
        let within = self.runs.iter().filter(|run| run.start >= range.start && run.end <= range.end);
        let mut people: Vec<usize> =
            within.filter_map(|run| self.cast.person(self.passage, run.clone())).collect();
        people.dedup();
        if people.len() == 1 { people.first().copied() } else { None }
    }

    /// The subject that a sentence begins with, whatever stands between.
    pub fn leading(&self, start: usize, end: usize) -> Option<Speaker> {
        let p = self.passage;
        let run = self.runs.iter().find(|run| run.start >= start && run.end <= end.max(start + 1));
        if let Some(run) = run {
            let leads = run.start == start || self.leads(start, run.start - 1);
            if let Some(person) = self.cast.person(p, run.clone()).filter(|_| leads) {
                let owns = possessor(p.word(run.end - 1)).1;
                return (!owns).then_some(Speaker::Person(person));
            }
        }
        let first = p.word(start);
        // "The watchdog fined … and said"
        if has("the", first) && start + 1 < end {
            let head = (start + 1..end.min(start + 5))
                .find(|at| has(&ORGS, p.word(*at)) || !p.word(*at).starts_with(char::is_lowercase))?;
            if has(&ORGS, p.word(head)) && !has("of, for, and", p.word(head + 1)) {
                return self.cast.common(p, start..head + 1).map(Speaker::Organisation);
            }
        }
        has(PRONOUNS, first).then(|| Speaker::Pronoun(first.to_lowercase()))
    }
}
