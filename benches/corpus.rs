//! A generated site in our own content model: explainers of some 900 words with marks, terms, people, events,
//! and the ledgers: facts with histories, quotations, claims, corrections. Deterministic: the same number of
//! explainers gives the same files.

use backstory::model::input::Input;
use std::fmt::Write;

/// What a corpus has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    /// The same words without a mark, and no records.
    WordsAlone,
    /// Marks of terms, people and events, with their records.
    Marks,
    /// Those, and figures, quotations, claims and corrections with their ledgers.
    Ledgers,
}

/// The files of a site with this many explainers.
pub fn inputs(explainers: usize, has: Has) -> Vec<Input> {
    let entries = (explainers / 20).max(1);
    let mut random = Random(42);
    let mut inputs =
        vec![Input::new("content/site.yml", *b"title: Corpus\nbase_url: https://example.org/\n")];
    for i in 0..explainers {
        inputs.push(Input::new(
            &format!("content/explainers/e{i}.md"),
            explainer(i, entries, has, &mut random).into_bytes(),
        ));
    }
    if has == Has::WordsAlone {
        return inputs;
    }
    for i in 0..entries {
        let term = format!(
            "---\ntitle: Term{i} of art\nshort: What term {i} means, in a sentence.\n---\nMore on term {i}.\n"
        );
        inputs.push(Input::new(&format!("content/terms/t{i}.md"), term.into_bytes()));
        let person =
            format!("---\ntitle: Person{i} Surname\nshort: Who person {i} is.\n---\nMore on person {i}.\n");
        inputs.push(Input::new(&format!("content/people/p{i}.md"), person.into_bytes()));
    }
    let mut events = String::new();
    for i in 0..(explainers / 2).max(1) {
        let (year, month, day) = (1950 + i % 70, 1 + i % 12, 1 + i % 28);
        let _ = writeln!(
            events,
            "- id: v{i}\n  title: Event {i} happens\n  date: {year}-{month:02}-{day:02}\n  short: What happened."
        );
    }
    inputs.push(Input::new("content/events/all.yml", events.into_bytes()));
    if has == Has::Ledgers {
        inputs.extend(ledgers(entries));
    }
    inputs
}

/// A fact with four values, a quotation and a claim for each entry.
fn ledgers(entries: usize) -> Vec<Input> {
    let (mut facts, mut quotes, mut claims) = (String::new(), String::new(), String::new());
    for i in 0..entries {
        let _ = writeln!(
            facts,
            "- id: f{i}\n  title: Figure {i}\n  unit: people\n  definition: What figure {i} counts.\n  values:\n    \
             2022-01-01: 1.{i} million\n    2022-02-01: more than 2.{i} million\n    2022-03-01: 3.{i} million\n    \
             2022-04-01: {{value: nearly 4.{i} million, note: Rounded.}}\n  compare: [f{}]",
            (i + 1) % entries.max(2)
        );
        let _ = writeln!(
            quotes,
            "- {{id: q{i}, text: These are the words that person number {i} said that day., by: p{i}, said: 2022-03-{:02}}}",
            1 + i % 28
        );
        let _ = writeln!(
            claims,
            "- {{id: c{i}, text: Somebody says that {i} is so., by: p{i}, status: unconfirmed, assessment: Nobody knows.}}"
        );
    }
    if entries == 1 {
        facts = facts.replace("compare: [f1]", "caveat: Alone.");
    }
    [("facts", facts), ("quotes", quotes), ("claims", claims)]
        .map(|(folder, text)| Input::new(&format!("content/{folder}/all.yml"), text.into_bytes()))
        .into()
}

/// The built-in templates and themes.
pub fn design() -> impl Iterator<Item = Input> {
    backstory::io::builtin::FILES.iter().map(|(path, bytes)| Input::new(path, *bytes))
}

fn explainer(i: usize, entries: usize, has: Has, random: &mut Random) -> String {
    let mut text = format!(
        "---\ntitle: Explainer number {i}\nstandfirst: What happened in case {i}, and why.\npublished: 20{:02}-{:02}-{:02}\ntopics: [topic{}]\n",
        10 + i % 12,
        1 + i % 12,
        1 + i % 28,
        i % 30
    );
    if has == Has::Ledgers && i.is_multiple_of(10) {
        text.push_str(
            "corrections: [{date: 2022-04-01, kind: correction, text: It was wrong., was: six, now: Section 5}]\n",
        );
    }
    text.push_str("---\n");
    let mark = |words: String, target: String| match has {
        Has::WordsAlone => words,
        _ => format!("[{words}]({target})"),
    };
    let ledger = |words: String, target: String| match has {
        Has::Ledgers => format!("[{words}]({target})"),
        _ => words,
    };
    for section in 0..7 {
        let _ = write!(text, "\n## Section {section} of the story\n\n");
        for paragraph in 0..2 {
            prose(&mut text, 55, random);
            let (entry, event) = (random.below(entries), random.below(entries * 10));
            let term = mark("a term".into(), format!("term:t{entry}"));
            let date = mark("an event".into(), format!("event:v{event}"));
            let figure = ledger(format!("more than 2.{entry} million"), format!("fact:f{entry}@2022-02-01"));
            let said = ledger(format!("“person number {entry}”"), format!("quote:q{entry}"));
            let claim = ledger("something".into(), format!("claim:c{entry}"));
            let _ = match paragraph {
                0 => write!(text, " It rests on {term} and {date}, and {figure} of them.\n\n"),
                _ => write!(text, " So said Person{entry} Surname: {said}, and {claim}.[^{section}]\n\n"),
            };
        }
        if section % 3 == 0 {
            text.push_str("> ");
            prose(&mut text, 20, random);
            let person = mark("A person".into(), format!("person:p{}", random.below(entries)));
            let _ = write!(text, "\n>\n> — {person}, in a speech\n\n");
        }
    }
    text.push_str("- one\n- two\n- three\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n");
    for section in 0..7 {
        let _ = writeln!(text, "[^{section}]: A footnote of section {section}.");
    }
    text
}

fn prose(text: &mut String, words: usize, random: &mut Random) {
    const WORDS: [&str; 24] = [
        "the",
        "government",
        "said",
        "that",
        "talks",
        "would",
        "go",
        "on",
        "while",
        "both",
        "sides",
        "weighed",
        "their",
        "next",
        "steps",
        "in",
        "a",
        "long",
        "dispute",
        "over",
        "water",
        "and",
        "trade",
        "routes",
    ];
    for i in 0..words {
        text.push_str(if i == 0 { "The" } else { " " });
        if i > 0 {
            text.push_str(WORDS[random.below(WORDS.len())]);
        }
    }
    text.push('.');
}

/// A linear congruential generator: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit.max(1) as u64).unwrap_or(0)
    }
}
