//! What the site is about: its explainers, terms, people, events, facts and sources, each by its number. Nothing of this
//! knows a generator.

use super::words::{self, Random};

/// How large each part is.
pub struct Site {
    /// Explainers, of some 900 words.
    pub explainers: usize,
    /// Terms, one for twenty explainers.
    pub terms: usize,
    /// People, as many.
    pub people: usize,
    /// Events with a day, one for two explainers.
    pub events: usize,
    /// Facts with two values, one for twenty explainers.
    pub facts: usize,
    /// What events rest on.
    pub sources: usize,
    /// Topics; an explainer is in three.
    pub topics: usize,
}

/// What the head of an explainer says.
pub struct Explainer {
    /// The name of its file, and the last part of its address.
    pub id: String,
    /// The headline.
    pub title: String,
    /// A sentence below it.
    pub standfirst: String,
    /// The day of publication.
    pub date: Date,
    /// Names of topics, which are their ids.
    pub topics: Vec<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
}

/// A term or a person: a file of its own, with a text.
pub struct Entry {
    /// The name of its file.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it is, in a sentence.
    pub short: String,
    /// More of it.
    pub text: String,
}

/// Something that happened.
pub struct Event {
    /// Its id.
    pub id: String,
    /// What happened.
    pub title: String,
    /// When.
    pub date: Date,
    /// More of it.
    pub short: String,
    /// The number of the source that says so.
    pub source: usize,
}

/// Something that is counted.
pub struct Fact {
    /// Its id.
    pub id: String,
    /// What is counted.
    pub title: String,
    /// How.
    pub definition: String,
    /// Two values, of two days.
    pub values: [(&'static str, String); 2],
}

/// A day: year, month, day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub usize, pub usize, pub usize);

impl std::fmt::Display for Date {
    fn fmt(&self, form: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(form, "{}-{:02}-{:02}", self.0, self.1, self.2)
    }
}

impl Site {
    /// A site with this many explainers.
    pub fn new(explainers: usize) -> Self {
        let twentieth = (explainers / 20).max(5);
        Self {
            explainers,
            terms: twentieth,
            people: twentieth,
            events: (explainers / 2).max(10),
            facts: twentieth,
            sources: (explainers / 50).max(4),
            topics: (explainers / 25).max(8),
        }
    }

    /// An explainer's head. The first is the oldest: they are spread over ten years.
    pub fn explainer(&self, i: usize) -> Explainer {
        let mut random = Random::new(1, i);
        let title = title(&mut random);
        let day = i * 3600 / self.explainers.max(1);
        let topics = different(3, self.topics, &mut random);
        Explainer {
            id: explainer_id(i, &title),
            standfirst: plain(&mut random),
            date: Date(2016 + day / 360, 1 + day / 30 % 12, 1 + day % 30 % 28),
            topics: topics.into_iter().map(topic).collect(),
            authors: different(2, self.people, &mut random).into_iter().map(words::name).collect(),
            title,
        }
    }

    /// A term.
    pub fn term(&self, i: usize) -> Entry {
        let mut random = Random::new(2, i);
        let (first, second, third) =
            (words::adjective(&mut random), words::noun(&mut random), words::noun(&mut random));
        let title = words::capital(&format!("{first} {second} {third} {i}"));
        Entry { id: format!("term-{i}"), title, short: plain(&mut random), text: text(&mut random) }
    }

    /// A person.
    pub fn person(&self, i: usize) -> Entry {
        let mut random = Random::new(3, i);
        let short = plain(&mut random);
        Entry { id: format!("person-{i}"), title: words::name(i), short, text: text(&mut random) }
    }

    /// An event.
    pub fn event(&self, i: usize) -> Event {
        let mut random = Random::new(4, i);
        let did = format!("{} {}", words::verb(&mut random), words::thing(&mut random));
        let date = Date(1986 + random.below(30), 1 + random.below(12), 1 + random.below(28));
        let title = words::capital(&format!("{} {did}", words::thing(&mut random)));
        let short = plain(&mut random);
        Event { id: format!("event-{i}"), title, date, short, source: random.below(self.sources) }
    }

    /// A fact.
    pub fn fact(&self, i: usize) -> Fact {
        let mut random = Random::new(5, i);
        let title = words::capital(&format!(
            "{} {} in tonnes {i}",
            words::adjective(&mut random),
            words::noun(&mut random)
        ));
        let value = |random: &mut Random| format!("{},{:03}", 1 + random.below(9), random.below(1000));
        let values = [("2014-03-01", value(&mut random)), ("2015-03-01", value(&mut random))];
        Fact { id: format!("fact-{i}"), title, definition: plain(&mut random), values }
    }

    /// The name of a source.
    pub fn source(&self, i: usize) -> String {
        let mut random = Random::new(6, i);
        words::capital(&format!(
            "{} report of {} {i}",
            words::adjective(&mut random),
            words::thing(&mut random)
        ))
    }

    /// Its address.
    pub fn source_address(&self, i: usize) -> String {
        format!("https://example.org/reports/{i}")
    }
}

/// Some numbers below a limit, no two the same.
fn different(count: usize, limit: usize, random: &mut Random) -> Vec<usize> {
    let mut numbers = Vec::new();
    while numbers.len() < count {
        let number = random.below(limit);
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// The file name of the `i`th explainer.
pub fn id_of_explainer(i: usize) -> String {
    explainer_id(i, &title(&mut Random::new(1, i)))
}

fn explainer_id(i: usize, title: &str) -> String {
    format!("{}-{i}", title.to_lowercase().replace(' ', "-"))
}

fn title(random: &mut Random) -> String {
    let opening = random.one(&["Why", "How", "What"]);
    let thing = format!("the {} {}", words::adjective(random), words::noun(random));
    format!("{opening} {thing} {} the {}", words::verb(random), words::noun(random))
}

/// The name of a topic: a word for it and its number, so that it needs no other id.
fn topic(i: usize) -> String {
    let mut random = Random::new(7, i);
    format!("{}-{}-{i}", words::adjective(&mut random), words::noun(&mut random))
}

/// A sentence without marks, for the head of a file.
fn plain(random: &mut Random) -> String {
    let (who, did, what) = (words::thing(random), words::verb(random), words::thing(random));
    words::capital(&format!("{who} {did} {what} and {} {}.", words::verb(random), words::thing(random)))
}

/// Two paragraphs.
fn text(random: &mut Random) -> String {
    let mut paragraph = || {
        let sentences: Vec<String> = (0..4).map(|_| words::sentence(random, None)).collect();
        sentences.join(" ")
    };
    format!("{}\n\n{}\n", paragraph(), paragraph())
}
