//! Who appears in the text: people by full name and surname, organisations by name, head noun and acronym, the
//! countries whose adjectives stand before titles. Read once, and asked by every rule.

use super::acronyms::{self, Acronym};
use super::names;
use super::people::{self, Person};
use super::text::{Is, Passage};
use super::words::{List, ORGS, has, possessor, set};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::{Bound, Range};
use std::sync::LazyLock;

/// Who appears.
#[derive(Debug, Default)]
pub struct Cast {
    pub people: Vec<Person>,
    pub acronyms: Vec<Acronym>,
    by_name: HashMap<String, usize>,
    /// A surname that several people share leads to none.
    by_surname: HashMap<String, Option<usize>>,
    /// Names of organisations, in the order of the text.
    orgs: Vec<String>,
    known_orgs: HashSet<String>,
    /// People of whom only a title and a surname is told, until all others are known.
    titled: Vec<Person>,
    /// Words of names.
    capitals: BTreeSet<String>,
}

impl Cast {
    /// Reads the whole text.
    pub fn new(passages: &[Passage]) -> Self {
        let mut cast = Self::default();
        for (number, passage) in passages.iter().enumerate() {
            cast.acronyms.extend(acronyms::acronyms(passage, number));
        }
        for passage in passages {
            cast.read_capitals(passage);
        }
        for passage in passages {
            cast.read_common(passage);
        }
        for (number, passage) in passages.iter().enumerate() {
            for person in people::people(passage, number, &cast) {
                if person.titled { cast.titled.push(person) } else { cast.add(person) }
            }
        }
        cast.add_titled();
        cast.people.retain(|person| !person.name.is_empty());
        cast.index(passages);
        cast
    }

    fn read_capitals(&mut self, passage: &Passage) {
        for run in passage.runs.clone() {
            for at in run.clone() {
                self.capitals.insert(possessor(passage.word(at)).0.to_owned());
            }
            let whole = names::organisation(passage, run.clone());
            let head = whole.clone().any(|at| has(&ORGS, possessor(passage.word(at)).0));
            let name = passage.text.get(people::bytes(passage, whole.clone())).unwrap_or_default();
            if head && whole.len() > 1 && self.known_orgs.insert(name.to_owned()) {
                self.orgs.push(name.to_owned());
            }
        }
        for acronym in &self.acronyms {
            self.known_orgs.insert(acronym.long.clone());
            self.known_orgs.insert(acronym.short.clone());
        }
    }

    /// "the election commission": what the text later calls "the commission".
    fn read_common(&mut self, passage: &Passage) {
        for at in 1..passage.tokens.len() {
            let head =
                has(&ORGS, possessor(passage.word(at)).0) && passage.word(at).starts_with(char::is_lowercase);
            let modifier = passage.is(at - 1) == Some(Is::Word)
                && passage.word(at - 1).starts_with(char::is_lowercase)
                && !has(SMALL, passage.word(at - 1));
            if head && modifier && at >= 2 && has("the", passage.word(at - 2)) {
                let name = passage.text.get(people::bytes(passage, at - 1..at + 1)).unwrap_or_default();
                if self.known_orgs.insert(name.to_owned()) {
                    self.orgs.push(name.to_owned());
                }
            }
        }
    }

    /// A name that is told of twice has what either says; the fuller role counts.
    fn add(&mut self, person: Person) {
        match self.by_name.get(&person.name).copied() {
            Some(known) => {
                let known = &mut self.people[known];
                known.pronoun = known.pronoun.or(person.pronoun);
                if known.role.is_none() && person.role.is_some() {
                    *known = Person {
                        org: person.org.clone().or(known.org.clone()),
                        pronoun: known.pronoun,
                        ..person
                    };
                } else if known.org.is_none() && person.role.is_some() {
                    known.org = person.org;
                }
            }
            None => {
                self.by_name.insert(person.name.clone(), self.people.len());
                self.people.push(person);
            }
        }
    }

    /// "Lady Ashcombe" is the name of those of whom no other is told.
    fn add_titled(&mut self) {
        let titled = std::mem::take(&mut self.titled);
        for person in titled {
            if !self.people.iter().any(|known| surname(&known.name) == surname(&person.name)) {
                self.add(person);
            }
        }
    }

    /// Surnames, and of those who only speak the ones that the text goes on to call by surname.
    fn index(&mut self, passages: &[Passage]) {
        self.by_surname.clear();
        for (at, person) in self.people.iter().enumerate() {
            let entry = self.by_surname.entry(surname(&person.name).to_owned()).or_insert(Some(at));
            if *entry != Some(at) {
                *entry = None;
            }
        }
        // What is told of "Finch" alone is told of Walter Finch.
        for passage in passages {
            for run in passage.runs.clone() {
                let Some(at) = self.person(passage, run.clone()) else { continue };
                if self.people[at].role.is_none()
                    && let Some((role, org)) = people::told_later(passage, run.end, self)
                {
                    self.people[at].role = Some(role);
                    self.people[at].org = self.people[at].org.take().or(org);
                }
                if let Some(pronoun) = people::pronoun_of(passage.word(run.start)) {
                    self.people[at].pronoun = Some(pronoun);
                }
            }
        }
    }

    /// The person that a run of capitals names, by full name or by surname.
    pub fn person(&self, passage: &Passage, run: Range<usize>) -> Option<usize> {
        let text = passage.text.get(people::bytes(passage, run.clone())).unwrap_or_default();
        // The longest end of the run that is a known name: a title may stand before it.
        let starts = run.clone().filter_map(|at| passage.text.get(people::bytes(passage, at..run.end)));
        starts.clone().find_map(|name| self.by_name.get(name).copied()).or_else(|| {
            let last = run.end.checked_sub(1)?;
            let surname = possessor(passage.word(last)).0;
            let titled = run.clone().take(run.len() - 1).all(|at| {
                super::words::is_role(passage.word(at))
                    || has(super::words::HONORIFICS, passage.word(at))
                    || passage.is_sign(at, ".")
                    || self.country(passage.word(at)).is_some()
            });
            self.by_surname.get(surname).copied().flatten().filter(|_| titled && !text.is_empty())
        })
    }

    /// The one person who has a role: "the mayor", once the text has told who that is.
    pub fn by_role(&self, role: &str) -> Option<usize> {
        let has_it = |person: &&Person| {
            let words = person.role.as_deref().unwrap_or_default();
            let head = words
                .split_whitespace()
                .take_while(|word| !has("of, for, at, in, on, to, from, with", word))
                .last();
            head.is_some_and(|head| head.eq_ignore_ascii_case(role)) && !words.starts_with("former")
        };
        let mut people = self.people.iter().enumerate().filter(|(_, person)| has_it(person));
        let one = people.next().map(|(at, _)| at);
        one.filter(|_| people.next().is_none())
    }

    /// The country that a word before a title names: "US", "Tolvian" where the text has "Tolvia", "Osmer".
    pub fn country(&self, word: &str) -> Option<String> {
        let (bare, owns) = possessor(word);
        if !bare.starts_with(char::is_uppercase) || has(&PORTFOLIOS, bare) {
            return None;
        }
        if owns || bare.chars().all(|c| c.is_uppercase() || c == '.') {
            return Some(bare.to_owned());
        }
        let ends = ["n", "an", "ian", "ean", "ish", "ese", "i"];
        let stems = ends.iter().filter_map(|end| bare.strip_suffix(end)).filter(|stem| stem.len() > 2);
        let mut countries: Vec<&String> = stems
            .flat_map(|stem| {
                let from = self.capitals.range::<str, _>((Bound::Included(stem), Bound::Unbounded));
                let like = from.take_while(move |capital| capital.starts_with(stem));
                like.filter(move |capital| capital.len() <= stem.len() + 4)
            })
            .filter(|capital| capital.len() > 3 && **capital != bare)
            .collect();
        countries.sort();
        countries.first().map(|country| (*country).clone()).or_else(|| {
            let demonym = ["ian", "ean", "ish", "ese"].iter().any(|end| bare.ends_with(end));
            let place = !demonym && !super::words::is_role(bare) && self.capitals.contains(bare);
            (demonym || place).then(|| bare.to_owned())
        })
    }

    /// The organisation that some words name, acronyms in full. A part in small letters ends it.
    pub fn organisation(&self, passage: &Passage, words: Range<usize>) -> Option<String> {
        let start = words.clone().find(|at| !has("the, a, an", passage.word(*at)))?;
        if !passage.is_capital(start) {
            return self.common(passage, start..words.end);
        }
        let run =
            passage.runs.clone().into_iter().find(|run| run.contains(&start)).unwrap_or(start..start + 1);
        let run = start..run.end.min(words.end).max(start + 1);
        let whole = names::organisation(passage, run);
        let name = passage.text.get(people::bytes(passage, whole)).unwrap_or_default();
        Some(self.in_full(name))
    }

    /// What an acronym of the text stands for.
    pub fn in_full(&self, name: &str) -> String {
        self.acronyms
            .iter()
            .find(|acronym| acronym.short == name)
            .map_or(name, |acronym| &acronym.long)
            .to_owned()
    }

    pub fn is_organisation(&self, name: &str) -> bool {
        let initials = (2..=6).contains(&name.len()) && name.chars().all(char::is_uppercase);
        initials
            || self.known_orgs.contains(name)
            || name.split_whitespace().any(|word| has(&ORGS, possessor(word).0))
    }

    /// An organisation told in small letters: "the ministry" is the one named before, "the energy ministry" itself.
    pub fn common(&self, passage: &Passage, words: Range<usize>) -> Option<String> {
        let word = |at: usize| possessor(passage.word(at)).0;
        let start = words.clone().find(|at| !has("the, a, an, its, his, her, their", passage.word(*at)))?;
        let end = (start..words.end)
            .find(|at| {
                passage.is(*at) != Some(Is::Word)
                    || has("of, for, in, at, on, to, from, with, that, who, which, said", passage.word(*at))
            })
            .unwrap_or(words.end);
        let head = end.checked_sub(1).filter(|head| *head >= start && has(&ORGS, word(*head)))?;
        if head > start {
            let modifiers = (start..head).all(|at| passage.is(at) == Some(Is::Word));
            let name = passage.text.get(people::bytes(passage, start..end))?;
            return modifiers.then(|| name.to_owned());
        }
        let noun = word(head).to_lowercase();
        let named = self
            .orgs
            .iter()
            .find(|org| org.split_whitespace().any(|word| possessor(word).0.to_lowercase() == noun));
        Some(named.cloned().unwrap_or_else(|| word(head).to_owned()))
    }

    /// Whom "by its own account" means: the organisation that the sentence before begins with.
    pub fn owner_before(&self, passage: &Passage, at: usize) -> Option<String> {
        let sentence = passage.sentence_of(at);
        let before =
            passage.sentences.iter().take_while(|other| other.start < sentence.start).last().cloned()?;
        let head = (before.start..before.start + 5).find(|at| has(&ORGS, passage.word(*at)))?;
        self.common(passage, before.start..head + 1).or_else(|| self.owner(passage, at))
    }

    /// Whom "its" and "whose" mean: the organisation that the sentence, or the one before, begins with.
    pub fn owner(&self, passage: &Passage, at: usize) -> Option<String> {
        let sentence = passage.sentence_of(at);
        let before =
            passage.sentences.iter().take_while(|other| other.start < sentence.start).last().cloned();
        let runs = passage.runs.clone();
        let of = |range: Range<usize>| {
            let mut runs = runs.iter().filter(move |run| range.contains(&run.start)).rev();
            runs.find_map(|run| {
                let whole = names::organisation(passage, run.clone());
                let name = self.in_full(passage.text.get(people::bytes(passage, whole)).unwrap_or_default());
                self.is_organisation(&name).then_some(name)
            })
        };
        of(sentence.start..at).or_else(|| before.and_then(of))
    }
}

/// The last word of a name, with the particles before it left out.
pub fn surname(name: &str) -> &str {
    name.split_whitespace().last().unwrap_or(name)
}

/// What stands before a common noun and does not name it.
const SMALL: &str = "same, whole, other, new, old, local, national, own, first, second, last, next, entire, very, then, current, former, said, says, told, and, or, of, in";

/// What stands before "minister" and is no country.
static PORTFOLIOS: List = LazyLock::new(|| {
    set("\
    energy, health, foreign, finance, defence, defense, interior, justice, labour, labor, transport, education, environment, agriculture, trade, commerce, culture, \
    prime, deputy, vice, chief, executive, home, security, infrastructure, economy, economic, technology, science, digital, tourism, housing, police, fire, \
    first, second, assistant, associate, acting, former, then, senior, junior, attorney, lead, special, general, managing, overseas, fisheries, water, climate, development, \
    communications, information, immigration, planning, treasury, welfare, social, sports, youth, women, industry, mining, oil, petroleum, works, public, regional, media, press")
});
