//! A generated site in our own content model: explainers of some 900 words with marks, terms, people,
//! events and sources. Deterministic: the same number of explainers gives the same files.

use backstory::model::input::Input;
use std::fmt::Write;

/// The files of a site with this many explainers.
pub fn inputs(explainers: usize) -> Vec<Input> {
    let entries = (explainers / 20).max(1);
    let mut random = Random(42);
    let mut inputs =
        vec![Input::new("content/site.yml", *b"title: Corpus\nbase_url: https://example.org/\n")];
    for i in 0..explainers {
        inputs.push(Input::new(
            &format!("content/explainers/e{i}.md"),
            explainer(i, entries, &mut random).into_bytes(),
        ));
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
    inputs
}

/// The built-in templates and themes.
pub fn design() -> impl Iterator<Item = Input> {
    backstory::io::builtin::FILES.iter().map(|(path, bytes)| Input::new(path, *bytes))
}

fn explainer(i: usize, entries: usize, random: &mut Random) -> String {
    let mut text = format!(
        "---\ntitle: Explainer number {i}\nstandfirst: What happened in case {i}, and why.\npublished: 20{:02}-{:02}-{:02}\ntopics: [topic{}]\n---\n",
        10 + i % 12,
        1 + i % 12,
        1 + i % 28,
        i % 30
    );
    for section in 0..7 {
        let _ = write!(text, "\n## Section {section} of the story\n\n");
        for paragraph in 0..2 {
            prose(&mut text, 55, random);
            let (term, person, event) =
                (random.below(entries), random.below(entries), random.below(entries * 10));
            match paragraph {
                0 => {
                    let _ = write!(
                        text,
                        " It rests on [a term](term:t{term}) and [an event](event:v{event}).\n\n"
                    );
                }
                _ => {
                    let _ = write!(text, " So said Person{person} Surname.[^{section}]\n\n");
                }
            }
        }
        if section % 3 == 0 {
            text.push_str("> ");
            prose(&mut text, 20, random);
            let _ = write!(text, "\n>\n> — [A person](person:p{}), in a speech\n\n", random.below(entries));
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
