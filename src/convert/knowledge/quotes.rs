//! Quotations with who said them. What the sentence tells comes first; a quotation that stands alone goes on from the one
//! before it; “he” and “she” are who the text was last about. Where that is in doubt, nobody is named.

use super::cast::Cast;
use super::speakers::{Attribution, Reader, Speaker};
use super::text::{Is, Passage};
use super::{Kind, Text};
use crate::model::suggestion::{Found, Suggestion};

/// The kind `quote`.
pub struct Quotes;

impl Kind for Quotes {
    fn suggest(&self, text: &Text) -> Vec<Suggestion> {
        let mut scene = Scene {
            cast: &text.cast,
            focus: None,
            last: None,
            pronouns: text.cast.people.iter().map(|person| person.pronoun).collect(),
            found: Vec::new(),
        };
        for (number, passage) in text.passages.iter().enumerate().filter(|(_, passage)| !passage.quoted) {
            scene.passage(passage, number);
        }
        scene.found
    }
}

/// Who is in sight while the text is read.
struct Scene<'a> {
    cast: &'a Cast,
    /// Whom the text was last about, and in which passage.
    focus: Option<(usize, usize)>,
    /// Who was quoted last, in which passage, and whether the quotation goes on behind it.
    last: Option<(Told, usize, bool)>,
    /// What each person is called.
    pronouns: Vec<Option<&'static str>>,
    found: Vec<Suggestion>,
}

/// Who said it, why that is thought, and how sure it is.
#[derive(Clone, PartialEq)]
struct Told {
    by: Option<By>,
    verb: Option<String>,
    confidence: u8,
    reason: &'static str,
}

#[derive(Clone, PartialEq)]
enum By {
    Person(usize),
    Organisation(String),
}

impl Scene<'_> {
    fn passage(&mut self, passage: &Passage, number: usize) {
        let reader = Reader::new(passage, self.cast);
        let mut told: Vec<Option<Told>> = vec![None; passage.quotes.len()];
        let mut here: Option<Told> = None;
        for (index, sentence) in passage.sentences.iter().enumerate() {
            let subject = reader.leading(sentence.start, sentence.end);
            let person = match subject {
                Some(Speaker::Person(person)) => Some(person),
                Some(_) => None,
                None => reader.only(sentence.clone()),
            };
            if let Some(person) = person {
                self.focus = Some((person, number));
            }
            let quotes: Vec<(usize, usize)> = sentence
                .clone()
                .filter_map(|at| match passage.is(at) {
                    Some(Is::Quote(quote)) => Some((at, quote)),
                    _ => None,
                })
                .collect();
            for (at, quote) in quotes {
                let alone = sentence.clone().all(|at| !matches!(passage.is(at), Some(Is::Word | Is::Number)));
                let attributed = self
                    .attribution(&reader, passage, sentence.clone(), at, quote)
                    .map(|found| self.resolve(&found, number));
                let goes_on = || {
                    if alone {
                        here.clone().map(continued).or_else(|| self.before_this(passage, number, index))
                    } else {
                        None
                    }
                };
                told[quote] = attributed.or_else(goes_on);
                if let Some(known) = &told[quote] {
                    here = Some(known.clone());
                    if let Some(By::Person(person)) = known.by {
                        self.focus = Some((person, number));
                    }
                }
            }
        }
        self.backwards(passage, &mut told);
        self.keep(passage, &told);
        let one = told.iter().flatten().all(|one| Some(&one.by) == here.as_ref().map(|here| &here.by));
        let open = passage.quotes.last().is_some_and(|quote| quote.open);
        self.last = here.filter(|_| one || open).map(|here| (here, number, open));
    }

    /// What the sentence itself says.
    fn attribution(
        &self,
        reader: &Reader,
        passage: &Passage,
        sentence: std::ops::Range<usize>,
        at: usize,
        quote: usize,
    ) -> Option<Attribution> {
        if is_odd(passage, at) {
            return None;
        }
        let inner = passage
            .quotes
            .get(quote)
            .and_then(|quote| passage.text.get(quote.inner.clone()))
            .unwrap_or_default();
        let closed = inner.ends_with([',', '!', '?', '.']) || passage.is_sign(at + 1, ",");
        let next_quote = (at + 1..sentence.end)
            .find(|at| matches!(passage.is(*at), Some(Is::Quote(_))))
            .unwrap_or(sentence.end);
        if closed && let Some(found) = reader.behind(at + 1, next_quote, closed) {
            return Some(found);
        }
        reader.before(sentence.start, at)
    }

    /// The person that a speaker is.
    fn resolve(&mut self, found: &Attribution, number: usize) -> Told {
        let verb = Some(found.verb.clone());
        let told = |by, confidence, reason| Told { by, verb: verb.clone(), confidence, reason };
        match &found.speaker {
            Speaker::Person(person) => {
                told(Some(By::Person(*person)), found.confidence, "the sentence names the speaker")
            }
            Speaker::Organisation(name) => told(
                Some(By::Organisation(name.clone())),
                found.confidence.saturating_sub(5),
                "the sentence names the organisation that speaks",
            ),
            Speaker::Pronoun(pronoun) => {
                let near = self.focus.filter(|(_, passage)| number - passage <= 1).map(|(person, _)| person);
                let fits = near.filter(|person| self.fits(*person, pronoun));
                match fits {
                    Some(person) => told(
                        Some(By::Person(person)),
                        found.confidence.saturating_sub(10),
                        "“he” or “she” is whom the text was last about",
                    ),
                    None => told(None, 40, "it is not clear who is meant"),
                }
            }
            Speaker::Unnamed => told(None, 60, "the text does not name the speaker"),
        }
    }

    /// Whether somebody can be called so; who is once called so is not called otherwise.
    fn fits(&mut self, person: usize, pronoun: &str) -> bool {
        let said = match pronoun {
            "he" => "he",
            "she" => "she",
            _ => return false,
        };
        match self.pronouns.get(person).copied().flatten() {
            Some(known) => known == said,
            None => {
                self.pronouns[person] = Some(said);
                true
            }
        }
    }

    /// A paragraph that is only a quotation goes on from the one before.
    fn before_this(&self, passage: &Passage, number: usize, sentence: usize) -> Option<Told> {
        let (told, before, open) = self.last.as_ref()?;
        let only = passage.tokens.iter().all(|token| matches!(token.is, Is::Quote(_) | Is::Sign(_)));
        (sentence == 0 && (only || *open) && number == before + 1).then(|| Told {
            confidence: told.confidence.min(75),
            reason: "it goes on from the quotation in the paragraph before",
            ..told.clone()
        })
    }

    /// “A.” “B,” said Jane Doe: what stands alone before has the same speaker.
    fn backwards(&self, passage: &Passage, told: &mut [Option<Told>]) {
        for quote in (1..told.len()).rev() {
            let touching =
                passage.quotes.get(quote - 1).zip(passage.quotes.get(quote)).is_some_and(|(a, b)| {
                    passage
                        .text
                        .get(a.outer.end..b.outer.start)
                        .is_some_and(|between| between.trim().is_empty())
                });
            if told[quote - 1].is_none() && touching {
                told[quote - 1] = told[quote].clone().map(continued);
            }
        }
    }

    fn keep(&mut self, passage: &Passage, told: &[Option<Told>]) {
        for (quote, told) in passage.quotes.iter().zip(told) {
            let inner = passage.text.get(quote.inner.clone()).unwrap_or_default();
            let words = inner.split_whitespace().count();
            let sentence = words >= 6 && inner.starts_with(|c: char| !c.is_lowercase());
            let told = match told {
                Some(told) => told.clone(),
                None if sentence => Told {
                    by: None,
                    verb: None,
                    confidence: 45,
                    reason: "it is a sentence in quotation marks; nobody is named",
                },
                None => continue,
            };
            if words <= 5 && is_title(inner) {
                continue;
            }
            let (by, affiliation) = match &told.by {
                Some(By::Person(person)) => {
                    let person = &self.cast.people[*person];
                    (Some(person.name.clone()), person.org.clone())
                }
                Some(By::Organisation(name)) => (Some(name.clone()), None),
                None => (None, None),
            };
            self.found.push(Suggestion {
                found: Found::Quote { text: inner.to_owned(), by, verb: told.verb, affiliation },
                marks: passage.text.get(quote.outer.clone()).unwrap_or_default().to_owned(),
                sentence: passage.sentence_at(quote.inner.start),
                confidence: told.confidence,
                reason: told.reason.to_owned(),
                at: passage.place(quote.outer.clone()).unwrap_or_default(),
            });
        }
    }
}

fn continued(told: Told) -> Told {
    Told {
        confidence: told.confidence.saturating_sub(5),
        reason: "it goes on from the quotation before",
        verb: None,
        ..told
    }
}

/// Words in marks because they are odd: "a “most strain” technique", "the so-called “corridor”".
fn is_odd(passage: &Passage, at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| passage.word(at).to_lowercase()).unwrap_or_default();
    let article = matches!(before.as_str(), "a" | "an" | "the" | "its" | "their" | "his" | "her" | "this");
    let noun = passage.is(at + 1) == Some(Is::Word)
        && passage.word(at + 1).starts_with(char::is_lowercase)
        && !super::words::has(
            "and, or, but, as, in, on, at, to, for, of, by, that, which, who, because, when, is, was, with, from, after, before, he, she, they",
            passage.word(at + 1),
        );
    let dubbed = matches!(
        before.as_str(),
        "so-called" | "dubbed" | "nicknamed" | "titled" | "entitled" | "named" | "term" | "word" | "phrase"
    );
    dubbed || (article && noun)
}

/// Whether the words are a title: each longer one with a capital.
fn is_title(words: &str) -> bool {
    let mut long = words.split_whitespace().filter(|word| word.chars().count() > 3).peekable();
    words.split_whitespace().count() >= 2
        && !words.ends_with(['.', ',', '!', '?'])
        && long.peek().is_some()
        && long.all(|word| word.starts_with(char::is_uppercase))
}
