//! Entries that the site has already: the first place where the text names each of them.

use super::{Kind, Text};
use crate::model::suggestion::{Found, Suggestion};
use std::collections::HashSet;

/// The kind `link`.
pub struct Links;

impl Kind for Links {
    fn suggest(&self, text: &Text) -> Vec<Suggestion> {
        if text.known.is_empty() {
            return Vec::new();
        }
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for passage in text.passages.iter().filter(|passage| !passage.quoted) {
            for run in passage.runs.clone() {
                // The longest stretch of capitals from each word on that the site knows.
                let named = run.clone().find_map(|start| {
                    (start + 1..=run.end).rev().find_map(|end| {
                        let at = super::people::bytes(passage, start..end);
                        let name = passage.text.get(at.clone())?;
                        Some((at, name, text.known.get(name)?))
                    })
                });
                let Some((at, name, target)) = named else { continue };
                if seen.insert(target) {
                    found.push(Suggestion {
                        found: Found::Link { target: target.clone() },
                        marks: name.to_owned(),
                        sentence: passage.sentence_at(at.start),
                        confidence: 90,
                        reason: "the site has an entry of this name".to_owned(),
                        at: passage.place(at).unwrap_or_default(),
                    });
                }
            }
        }
        found
    }
}
