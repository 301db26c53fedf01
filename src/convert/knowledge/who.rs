//! People as entries: those with a given name and a surname of whom the text tells something, and whom the site has not.

use super::{Kind, Text};
use crate::model::suggestion::{Found, Suggestion};

/// The kind `person`.
pub struct Who;

impl Kind for Who {
    fn suggest(&self, text: &Text) -> Vec<Suggestion> {
        let unknown = text.cast.people.iter().filter(|person| !text.known.contains_key(&person.name));
        unknown
            .filter_map(|person| {
                let passage = text.passages.get(person.passage)?;
                Some(Suggestion {
                    found: Found::Person {
                        name: person.name.clone(),
                        role: person.role.clone(),
                        org: person.org.clone(),
                    },
                    marks: person.name.clone(),
                    sentence: passage.sentence_at(person.at.start),
                    confidence: person.confidence,
                    reason: person.reason.to_owned(),
                    at: passage.place(person.at.clone()).unwrap_or_default(),
                })
            })
            .collect()
    }
}
