//! What a text knows, laid out for the editor: suggestions, never assertions. Every kind of thing is a file here
//! and a line in `KINDS`: a pure function from the text to suggestions. A wrong one is worse than none.

mod acronyms;
mod cast;
mod dates;
mod figures;
mod links;
mod marks;
mod names;
mod people;
mod places;
mod quotes;
mod speakers;
mod terms;
mod text;
mod who;
mod words;

use crate::model::suggestion::Suggestion;
use cast::Cast;
use jiff::civil::Date;
use std::collections::HashMap;
use text::Passage;

/// A kind of thing that a text may hold.
trait Kind: Sync {
    /// What it finds.
    fn suggest(&self, text: &Text) -> Vec<Suggestion>;
}

/// Every kind.
const KINDS: &[&dyn Kind] = &[
    &who::Who,
    &terms::Terms,
    &quotes::Quotes,
    &dates::Dates,
    &figures::Figures,
    &places::Places,
    &links::Links,
];

/// A text, read for everything that the rules ask.
pub struct Text<'a> {
    passages: Vec<Passage>,
    cast: Cast,
    /// The day that relative dates are counted from.
    day: Option<Date>,
    /// The place of the dateline.
    dateline: Option<String>,
    /// What the site has already: names, and what each of them leads to.
    known: &'a HashMap<String, String>,
}

/// When and where the text was written.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    pub day: Option<Date>,
    pub place: Option<String>,
}

/// Everything that is suggested for a text, by kind and then by place.
pub fn suggestions(markdown: &str, setting: &Setting, known: &HashMap<String, String>) -> Vec<Suggestion> {
    let passages = text::passages(markdown);
    let cast = Cast::new(&passages);
    let text = Text { passages, cast, day: setting.day, dateline: setting.place.clone(), known };
    KINDS.iter().flat_map(|kind| kind.suggest(&text)).collect()
}
