//! The body of an explainer: some 900 words under six to eight headings, two block quotations with who said it, a list, a
//! table, five footnotes, and twenty links: ten to other explainers, four each to terms and people, one to an event, one to
//! a fact. Where a link leads is written by the layout; nothing else differs between two generators.

use super::layout::Layout;
use super::site::{Site, id_of_explainer};
use super::words::{self, Random, sentence};

const HEADINGS: [&str; 14] = [
    "What happened",
    "Why it matters",
    "How we got here",
    "Who decides",
    "What the figures show",
    "What happens next",
    "What we do not know",
    "The legal background",
    "What critics say",
    "How it works in practice",
    "The money",
    "The main players",
    "What changed",
    "Common misunderstandings",
];

/// The thing that a link leads to.
pub enum Target {
    /// An explainer, by the name of its file.
    Explainer(String),
    /// A term, by its number.
    Term(usize),
    /// A person, by number.
    Person(usize),
    /// An event, by number.
    Event(usize),
    /// A fact, by number, and the day of the value that is told.
    Fact(usize, &'static str),
}

/// The Markdown of an explainer.
pub fn write(site: &Site, i: usize, layout: Layout) -> String {
    Writer { random: Random::new(8, i), site, i, layout, links: Vec::new() }.body()
}

struct Writer<'a> {
    random: Random,
    site: &'a Site,
    i: usize,
    layout: Layout,
    /// Links that are not in the text yet.
    links: Vec<String>,
}

impl Writer<'_> {
    fn body(mut self) -> String {
        self.links = self.all_links();
        let mut headings = HEADINGS;
        self.random.shuffle(&mut headings);
        let sections = 6 + self.random.below(3);
        let mut blocks = vec![self.paragraph(2, None)];
        for (at, heading) in headings.iter().take(sections).enumerate() {
            let level = if at == 2 || at == 4 { "###" } else { "##" };
            blocks.push(format!("{level} {heading}"));
            blocks.push(self.paragraph(2, (at < 5).then_some(at + 1)));
            match at {
                0 => blocks.push(self.paragraph(2, None)),
                1 | 4 => blocks.push(self.quotation()),
                2 => blocks.push(self.list()),
                3 => blocks.extend([self.table(), self.paragraph(2, None)]),
                _ => {}
            }
        }
        blocks.push(self.footnotes());
        blocks.join("\n\n") + "\n"
    }

    /// All but those of the speakers, in the order in which they will be used. The text has nine to eleven paragraphs with
    /// room for two each.
    fn all_links(&mut self) -> Vec<String> {
        let mut links: Vec<String> = Vec::new();
        for _ in 0..10 {
            let words =
                format!("the {} {}", words::adjective(&mut self.random), words::noun(&mut self.random));
            // Never to itself.
            let step = 1 + self.random.below(self.site.explainers.saturating_sub(1));
            let other = (self.i + step) % self.site.explainers;
            links.push(self.link(&words, &Target::Explainer(id_of_explainer(other))));
        }
        for _ in 0..4 {
            let term = self.random.below(self.site.terms);
            let words = self.site.term(term).title.to_lowercase();
            links.push(self.link(&words, &Target::Term(term)));
        }
        for _ in 0..2 {
            links.push(self.person());
        }
        let event = self.random.below(self.site.events);
        let words = format!("those who saw {}", words::thing(&mut self.random));
        links.push(self.link(&words, &Target::Event(event)));
        let fact = self.random.below(self.site.facts);
        let (day, value) = &self.site.fact(fact).values[1];
        let told = self.link(&format!("{value} tonnes"), &Target::Fact(fact, day));
        links.push(format!("a count of {told}"));
        self.random.shuffle(&mut links);
        links
    }

    fn person(&mut self) -> String {
        let person = self.random.below(self.site.people);
        self.link(&words::name(person), &Target::Person(person))
    }

    fn link(&self, words: &str, target: &Target) -> String {
        format!("[{words}]({})", self.layout.address(target))
    }

    fn paragraph(&mut self, links: usize, note: Option<usize>) -> String {
        let sentences: Vec<String> = (0..4 + self.random.below(2))
            .map(|at| {
                let link = if at < links { self.links.pop() } else { None };
                sentence(&mut self.random, link.as_deref())
            })
            .collect();
        sentences.join(" ") + &note.map_or_else(String::new, |note| format!("[^{note}]"))
    }

    fn quotation(&mut self) -> String {
        let said = [sentence(&mut self.random, None), sentence(&mut self.random, None)].join(" ");
        format!("> {said}\n>\n> — {}", self.person())
    }

    fn list(&mut self) -> String {
        let points: Vec<String> = (0..5).map(|_| format!("- {}", sentence(&mut self.random, None))).collect();
        points.join("\n")
    }

    fn table(&mut self) -> String {
        let mut table = "| Year | Measure | Value |\n| --- | --- | ---: |".to_owned();
        for year in 2011..2016 {
            let measure = format!("{} {}", words::adjective(&mut self.random), words::noun(&mut self.random));
            table.push_str(&format!("\n| {year} | {measure} | {} |", 10 + self.random.below(9990)));
        }
        table
    }

    fn footnotes(&mut self) -> String {
        let notes: Vec<String> = (1..=5)
            .map(|note| {
                let (text, page) = (sentence(&mut self.random, None), self.random.below(9999));
                format!("[^{note}]: {text} [The report on it](https://example.org/papers/{page}).")
            })
            .collect();
        notes.join("\n")
    }
}
