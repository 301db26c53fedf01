//! Which file holds what: our own content model, and the plain sites that Hugo and Eleventy make of the same words. Their
//! templates, which no corpus changes, are in `benches/peers/`.

use super::File;
use super::body::Target;
use super::site::{Date, Entry, Event, Explainer, Fact, Site};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Whose files they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Backstory: marks, and ledgers in YAML.
    Ours,
    /// Hugo: plain links, events and facts as data.
    Hugo,
    /// Eleventy: the same in other folders.
    Eleventy,
}

impl Layout {
    /// The layout of that name.
    #[allow(dead_code)]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "backstory" => Some(Self::Ours),
            "hugo" => Some(Self::Hugo),
            "eleventy" => Some(Self::Eleventy),
            _ => None,
        }
    }

    /// What stands in the brackets of a link.
    pub fn address(self, target: &Target) -> String {
        match (self, target) {
            (Self::Ours, Target::Explainer(id)) => format!("{id}.md"),
            (Self::Ours, Target::Term(i)) => format!("term:term-{i}"),
            (Self::Ours, Target::Person(i)) => format!("person:person-{i}"),
            (Self::Ours, Target::Event(i)) => format!("event:event-{i}"),
            (Self::Ours, Target::Fact(i, day)) => format!("fact:fact-{i}@{day}"),
            (_, Target::Explainer(id)) => format!("/explainers/{id}/"),
            (_, Target::Term(i)) => format!("/glossary/term-{i}/"),
            (_, Target::Person(i)) => format!("/people/person-{i}/"),
            (_, Target::Event(i)) => format!("/timeline/#event-{i}"),
            (_, Target::Fact(i, _)) => format!("/facts/#fact-{i}"),
        }
    }

    /// The file of an explainer.
    pub fn explainer(self, explainer: &Explainer, body: &str) -> File {
        let Explainer { id, title, standfirst, date, topics, authors } = explainer;
        let (topics, authors) = (topics.join(", "), authors.join(", "));
        let head = match self {
            Self::Ours => format!(
                "title: {title}\nstandfirst: {standfirst}\npublished: {date}\ntopics: [{topics}]\nauthors: [{authors}]"
            ),
            _ => format!(
                "title: {title}\ndescription: {standfirst}\ndate: {date}T00:00:00Z\ntags: [{topics}]\nauthors: [{authors}]"
            ),
        };
        (format!("{}/explainers/{id}.md", self.content()), format!("---\n{head}\n---\n\n{body}"))
    }

    /// The files of everything else.
    pub fn records(self, site: &Site) -> Vec<File> {
        let terms = (0..site.terms).map(|i| site.term(i));
        let people = (0..site.people).map(|i| site.person(i));
        let glossary = if self == Self::Ours { "terms" } else { "glossary" };
        let mut files: Vec<File> = terms.map(|term| self.entry(glossary, &term)).collect();
        files.extend(people.map(|person| self.entry("people", &person)));
        let mut events: Vec<Event> = (0..site.events).map(|i| site.event(i)).collect();
        events.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        let facts: Vec<Fact> = (0..site.facts).map(|i| site.fact(i)).collect();
        match self {
            Self::Ours => files.extend(ledgers(site, &events, &facts)),
            Self::Hugo => files.extend(data(site, "data", &events, &facts)),
            Self::Eleventy => files.extend(data(site, "src/_data", &events, &facts)),
        }
        files
    }

    fn content(self) -> &'static str {
        if self == Self::Eleventy { "src" } else { "content" }
    }

    fn entry(self, folder: &str, entry: &Entry) -> File {
        let short = if self == Self::Ours { "short" } else { "description" };
        let Entry { id, title, short: what, text } = entry;
        let file = format!("---\ntitle: {title}\n{short}: {what}\n---\n\n{text}");
        (format!("{}/{folder}/{id}.md", self.content()), file)
    }
}

/// The site's settings, and events, facts and sources in YAML; events in a file for each year.
fn ledgers(site: &Site, events: &[Event], facts: &[Fact]) -> Vec<File> {
    let settings = "title: Site One\nbase_url: https://example.org/\nlang: en\ntime_zone: UTC\n";
    let mut files = vec![("content/site.yml".to_owned(), settings.to_owned())];
    let mut years: BTreeMap<usize, String> = BTreeMap::new();
    for Event { id, title, date, short, source } in events {
        let Date(year, ..) = date;
        let _ = writeln!(
            years.entry(*year).or_default(),
            "- id: {id}\n  title: {title}\n  date: {date}\n  short: {short}\n  sources: [source-{source}]"
        );
    }
    files.extend(years.into_iter().map(|(year, text)| (format!("content/events/{year}.yml"), text)));
    let mut text = String::new();
    for Fact { id, title, definition, values: [(first, one), (second, other)] } in facts {
        let _ = writeln!(
            text,
            "- id: {id}\n  title: {title}\n  definition: {definition}\n  unit: tonnes\n  by: Office for Statistics\n  \
             values:\n    {first}: \"{one}\"\n    {second}: \"{other}\""
        );
    }
    files.push(("content/facts/all.yml".to_owned(), text));
    let mut text = String::new();
    for i in 0..site.sources {
        let (title, address) = (site.source(i), site.source_address(i));
        let _ = writeln!(text, "- id: source-{i}\n  title: {title}\n  url: {address}");
    }
    files.push(("content/sources/all.yml".to_owned(), text));
    files
}

/// Events and facts as JSON. No word of them needs an escape.
fn data(site: &Site, folder: &str, events: &[Event], facts: &[Fact]) -> [File; 2] {
    let event = |event: &Event| {
        let Event { id, title, date, short, source } = event;
        let (year, named, address) = (date.0, site.source(*source), site.source_address(*source));
        format!(
            "{{\"id\":\"{id}\",\"title\":\"{title}\",\"date\":\"{date}\",\"year\":\"{year}\",\"summary\":\"{short}\",\
             \"source\":\"{named}\",\"address\":\"{address}\"}}"
        )
    };
    let fact = |fact: &Fact| {
        let Fact { id, title, definition, values: [(first, one), (second, other)] } = fact;
        format!(
            "{{\"id\":\"{id}\",\"title\":\"{title}\",\"definition\":\"{definition}\",\"values\":[{{\"date\":\"{first}\",\
             \"value\":\"{one}\"}},{{\"date\":\"{second}\",\"value\":\"{other}\"}}]}}"
        )
    };
    let list = |lines: Vec<String>| format!("[\n{}\n]\n", lines.join(",\n"));
    [
        (format!("{folder}/events.json"), list(events.iter().map(event).collect())),
        (format!("{folder}/facts.json"), list(facts.iter().map(fact).collect())),
    ]
}
