//! What a text knows, laid out for the editor: suggestions, never assertions. Every kind of thing is a file here
//! and a line in `KINDS`: a pure function from the text to suggestions. A wrong one is worse than none.

mod acronyms;
mod cast;
mod counters;
mod dates;
mod figures;
mod links;
mod marks;
mod names;
mod people;
mod places;
mod quotes;
mod relative;
mod roles;
mod speakers;
mod subjects;
mod terms;
mod text;
mod who;
mod words;

use crate::model::suggestion::Suggestion;
use crate::model::text::Span;
use cast::Cast;
use jiff::civil::Date;
use std::collections::HashMap;
pub use text::Passage;

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

/// The passages of a text, for those who look a suggestion up in it.
pub fn read(markdown: &str) -> Vec<Passage> {
    text::passages(markdown)
}

/// Where the words of a suggestion stand in the Markdown, if its sentence is still there and nothing there is marked.
pub fn place(passages: &[Passage], suggestion: &Suggestion) -> Option<Span> {
    passages.iter().find_map(|passage| {
        let start = passage.text.find(&suggestion.sentence)?;
        let within = passage.text.get(start..start + suggestion.sentence.len())?;
        let at = within
            .match_indices(&suggestion.marks)
            .map(|(at, _)| start + at)
            .find(|at| is_whole(&passage.text, *at, suggestion.marks.len()))?;
        passage.place(at..at + suggestion.marks.len())
    })
}

/// Whether words begin and end where words do.
fn is_whole(text: &str, at: usize, length: usize) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(at + length..).and_then(|rest| rest.chars().next());
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !inside(before) && !inside(after)
}

/// Everything that is suggested for a text, by kind and then by place.
pub fn suggestions(markdown: &str, setting: &Setting, known: &HashMap<String, String>) -> Vec<Suggestion> {
    let passages = text::passages(markdown);
    let cast = Cast::new(&passages);
    let text = Text { passages, cast, day: setting.day, dateline: setting.place.clone(), known };
    KINDS.iter().flat_map(|kind| kind.suggest(&text)).collect()
}
