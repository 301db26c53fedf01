//! What an importer suggests and never asserts: something in a text that might be an entry, with the sentence it
//! rests on, how sure that is, and why. How it is found is for `convert`, what becomes of it for the editor.

use super::text::Span;
use serde::{Deserialize, Serialize};

/// One thing an editor may want to mark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What it is.
    #[serde(flatten)]
    pub found: Found,
    /// The words that would be marked, as they stand in the text.
    pub marks: String,
    /// The sentence it rests on.
    pub sentence: String,
    /// How sure it is, in percent.
    pub confidence: u8,
    /// Why.
    pub reason: String,
    /// Where the words stand in the Markdown.
    #[serde(skip)]
    pub at: Span,
}

/// What might be an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Found {
    /// A person, with what they are and for whom.
    Person {
        /// Given name and surname.
        name: String,
        /// The role, without an article.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        role: Option<String>,
        /// The organisation or country.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        org: Option<String>,
    },
    /// An acronym, with what it stands for.
    Term {
        /// The letters.
        short: String,
        /// The words.
        expansion: String,
    },
    /// A date of the world, with what happened.
    Event {
        /// What happened, in the words of the text.
        title: String,
        /// EDTF.
        date: String,
        /// Whether it was counted from the day of the article.
        #[serde(skip_serializing_if = "std::ops::Not::not", default)]
        relative: bool,
    },
    /// A figure, with who says so.
    Fact {
        /// The figure with its qualifier.
        words: String,
        /// What is counted.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        unit: Option<String>,
        /// Who says so.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        by: Option<String>,
        /// The day it was told.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        date: Option<String>,
    },
    /// A quotation.
    Quote {
        /// The words between the marks.
        text: String,
        /// Who said it: the fullest name the text has.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        by: Option<String>,
        /// The verb that says so.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        verb: Option<String>,
        /// Whom the speaker belongs to.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        affiliation: Option<String>,
    },
    /// A place.
    Place {
        /// Its name.
        name: String,
    },
    /// An entry that the site has already.
    Link {
        /// `person:daryl-kimball`.
        target: String,
    },
}

impl Found {
    /// The kind of annotation.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Person { .. } => "person",
            Self::Term { .. } => "term",
            Self::Event { .. } => "event",
            Self::Fact { .. } => "fact",
            Self::Quote { .. } => "quote",
            Self::Place { .. } => "place",
            Self::Link { .. } => "link",
        }
    }

    /// In a line, for an editor to read.
    pub fn line(&self) -> String {
        let with = |part: &Option<String>, before: &str| {
            part.as_ref().map_or_else(String::new, |part| format!("{before}{part}"))
        };
        match self {
            Self::Person { name, role, org } => format!("{name}{}{}", with(role, ", "), with(org, " · ")),
            Self::Term { short, expansion } => format!("{short}: {expansion}"),
            Self::Event { title, date, relative } => format!(
                "{date}{} {title}",
                if *relative { " (counted from the day of the article)" } else { "" }
            ),
            Self::Fact { words, unit, by, .. } => format!("{words}{}{}", with(unit, " "), with(by, " · ")),
            Self::Quote { text, by, .. } => {
                format!("{} “{text}”", by.as_deref().unwrap_or("(nobody is named)"))
            }
            Self::Place { name } => name.clone(),
            Self::Link { target } => target.clone(),
        }
    }
}

/// What the site has already.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Names of people, organisations, places and terms, each with `kind:id`.
    pub names: std::collections::HashMap<String, String>,
    /// Every `kind:id`.
    pub ids: std::collections::HashSet<String>,
}

/// A file of the site that is suggested: the draft of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// `content/people/daryl-kimball.md`.
    pub path: String,
    /// What it says.
    pub text: String,
}
