//! Acronyms as entries of the glossary: the letters, and what they stand for.

use super::{Kind, Text};
use crate::model::suggestion::{Found, Suggestion};
use std::collections::HashSet;

/// The kind `term`.
pub struct Terms;

impl Kind for Terms {
    fn suggest(&self, text: &Text) -> Vec<Suggestion> {
        let mut seen = HashSet::new();
        let unknown = text.cast.acronyms.iter().filter(|acronym| !text.known.contains_key(&acronym.short));
        unknown
            .filter(|acronym| seen.insert(acronym.short.clone()))
            .filter_map(|acronym| {
                let passage = text.passages.get(acronym.passage)?;
                Some(Suggestion {
                    found: Found::Term { short: acronym.short.clone(), expansion: acronym.long.clone() },
                    marks: acronym.short.clone(),
                    sentence: passage.sentence_at(acronym.at.start),
                    confidence: acronym.confidence,
                    reason: acronym.reason.to_owned(),
                    at: passage.place(acronym.at.clone()).unwrap_or_default(),
                })
            })
            .collect()
    }
}
