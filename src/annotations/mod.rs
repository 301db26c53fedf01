//! The kinds of annotation: what an editor can mark. A kind says which records it has and what a card
//! shows of one; how a card looks is for `templates/annotation/`, how a mark is written for `parse`.

mod chart;
mod claim;
pub mod event;
pub mod fact;
mod note;
mod org;
mod person;
mod place;
pub mod quote;
pub mod schema_org;
mod source;
mod term;
mod timeline;

pub use timeline::Stretch;

use crate::model::document::{Document, Mark};
use crate::model::record::{ContentKind, Data, Fields, ProseId, Reference};
use crate::model::settings::Words;
use crate::model::site::{EntryId, Site, Stand};
use crate::model::view::{Desk, Style, View};
use std::ops::Range;

/// A kind of annotation.
pub trait AnnotationKind: Sync {
    /// The scheme of its marks: `term`.
    fn name(&self) -> &'static str;

    /// Its records, where it has any.
    fn content(&self) -> Option<&'static ContentKind>;

    /// Whether names of its records are linked by themselves at their first mention.
    fn is_found_by_name(&self) -> bool {
        false
    }

    /// Where a page tells of what is marked so.
    fn stand(&self) -> Stand {
        Stand::Beside
    }

    /// Whether a mark alone in its paragraph shows the entry in place.
    fn has_card(&self) -> bool {
        true
    }

    /// What is wrong with the words of a mark, given what they are about.
    fn check(&self, mark: &Mark, about: &Document, setting: Setting) -> Option<Mismatch> {
        let _ = (about, setting);
        (!mark.pin.is_empty()).then(|| Mismatch::no_pin(self.name()))
    }

    /// What one mark of it shows beside what its card shows: the value it is pinned to, say.
    fn marked(&self, mark: &Mark, about: Option<EntryId>, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let _ = (mark, about, desk);
        Vec::new()
    }

    /// Why words are marked so, in the words of the Web Annotation Data Model.
    fn motivation(&self) -> &'static str {
        "identifying"
    }

    /// What an entry is, in the words of schema.org.
    fn schema_type(&self, entry: EntryId, site: &Site) -> &'static str {
        let _ = (entry, site);
        "Thing"
    }

    /// What schema.org can be told of an entry, beside its type, name, description and address.
    fn schema_org(&self, entry: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let _ = (entry, site);
        Vec::new()
    }

    /// What its card shows beside what every card shows.
    fn card(&self, entry: EntryId, site: &Site) -> Vec<(&'static str, View)>;
}

/// Where a mark stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// In a line of text: its words are part of a sentence.
    Line,
    /// Alone in its paragraph: its words are a title.
    Card,
}

/// What is wrong with the words of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The code of the diagnostic.
    pub code: &'static str,
    /// One sentence.
    pub message: String,
    /// What to say under the words.
    pub label: String,
    /// What to do.
    pub help: String,
    /// What is to be added to the mark, where there is one safe answer.
    pub instead: Option<Instead>,
    /// The part of the words that is meant, where it is not all of the mark.
    pub at: Option<Range<usize>>,
    /// Where the record says otherwise: the path of the field.
    pub field: Vec<String>,
}

/// What is to be added to a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// The pin.
    pub pin: std::sync::Arc<str>,
    /// The words, where the mark has none.
    pub words: String,
}

impl Mismatch {
    /// Something wrong with a mark as a whole.
    fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { code, message, label: String::new(), help, instead: None, at: None, field: Vec::new() }
    }

    fn no_pin(kind: &str) -> Self {
        Self::new("BS0320", format!("a {kind} has no values to pin"), "take out the `@` and what follows")
    }
}

/// Every kind, in the order readers are told of them.
pub const KINDS: &[&dyn AnnotationKind] = &[
    &term::Term,
    &person::Person,
    &org::Org,
    &place::Place,
    &event::Event,
    &fact::Fact,
    &quote::Quote,
    &claim::Claim,
    &source::Source,
    &note::Note,
    &timeline::Timeline,
];

/// The schemes of marks.
pub fn names() -> Vec<&'static str> {
    KINDS.iter().map(|kind| kind.name()).collect()
}

/// The kind of this name.
pub fn find(name: &str) -> Option<&'static dyn AnnotationKind> {
    KINDS.iter().copied().find(|kind| kind.name() == name)
}

/// Where a page tells of what is marked with a kind.
pub fn stand(name: &str) -> Stand {
    find(name).map_or(Stand::Beside, AnnotationKind::stand)
}

/// What notes, lists and pages show of an entry.
pub fn card(id: EntryId, site: &Site) -> View {
    let entry = site.entry(id);
    let document = &entry.document;
    let fields = &document.fields;
    let mut card = vec![
        ("kind", View::text(document.kind.name)),
        ("id", View::Text(document.id.clone())),
        ("title", View::Text(document.title.clone())),
        ("url", View::url(site.link(id))),
        ("short", short(id, site)),
        ("sources", View::list(fields.refs("sources").filter_map(|source| chip(source, site)))),
        ("mentions", View::Int(i64::try_from(entry.mentions.len()).unwrap_or(0))),
    ];
    if let Some(kind) = find(document.kind.name) {
        card.extend(kind.card(id, site));
    }
    View::Map(card)
}

/// `short`, or the first paragraph of the body.
fn short(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    match document.fields.prose("short") {
        Some(prose) => View::Prose(id, prose, Style::Inline),
        None if document.body().is_empty() => View::None,
        None => View::text(document.prose(ProseId(0)).first_paragraph()),
    }
}

/// Title and address of another entry, where it is published.
pub fn chip(reference: &Reference, site: &Site) -> Option<View> {
    let id = site.find(reference)?;
    Some(View::Map(vec![
        ("kind", View::text(reference.kind)),
        ("title", View::Text(site.entry(id).document.title.clone())),
        ("url", View::url(site.link(id))),
    ]))
}

/// A reference as title and address, where it is published, or plain words as a title alone.
pub fn chip_or_text(data: &Data, site: &Site) -> View {
    match data {
        // Not even the id of what is not published is told.
        Data::Ref(reference) => chip(reference, site).unwrap_or(View::None),
        Data::Text(words) => plain_chip(words),
        _ => View::None,
    }
}

/// Plain words in the place of title and address.
pub fn plain_chip(words: &str) -> View {
    View::Map(vec![("kind", View::None), ("title", View::text(words)), ("url", View::None)])
}

/// A list of references.
pub fn chips(id: EntryId, field: &str, site: &Site) -> View {
    let list = site.entry(id).document.fields.list(field);
    View::list(list.iter().map(|data| chip_or_text(data, site)).filter(|view| !matches!(view, View::None)))
}

/// `from` and `to` of some fields, in words.
pub fn between(fields: &Fields, words: &Words) -> Option<String> {
    let date = |name: &str| fields.date(name).map(|date| date.show(words));
    match (date("from"), date("to")) {
        (Some(from), Some(to)) if from == to => Some(from),
        (Some(from), Some(to)) => Some(words.fill("date_span", &[("from", &from), ("to", &to)])),
        (Some(from), None) => Some(words.fill("date_since", &[("date", &from)])),
        (None, Some(to)) => Some(words.fill("date_until", &[("date", &to)])),
        (None, None) => None,
    }
}

/// The links a record gives.
pub fn links(id: EntryId, site: &Site) -> View {
    View::list(site.entry(id).document.fields.maps("links").filter_map(|link| {
        let url = link.text("url")?;
        Some(View::Map(vec![
            ("title", View::Text(link.text("title").unwrap_or(url).clone())),
            ("url", View::Url(url.clone())),
        ]))
    }))
}

/// What person, organisation and place have in common: roles and a name to sort by.
mod profile {
    use super::chip_or_text;
    use crate::model::record::{Field, Fields, Holds, field};
    use crate::model::site::{EntryId, Site};
    use crate::model::view::View;

    /// Their fields.
    pub const FIELDS: &[Field] = &[
        field("sort", "The name to file under, where that is not the title: `Blinken, Antony`.", Holds::Text),
        field("roles", "What somebody was, for whom, and when.", Holds::List(&ROLE)),
    ];

    /// A role: what somebody was, for whom, and when.
    pub const ROLE: Holds = Holds::Map(&[
        field("title", "What the role is called.", Holds::Text),
        field("org", "For whom.", Holds::RefOrText(&["org"])),
        field("from", "Since when.", Holds::Date),
        field("to", "Until when.", Holds::Date),
    ]);

    /// What their cards show.
    pub fn card(id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let roles = site.entry(id).document.fields.maps("roles").map(|role| role_view(role, site));
        vec![("roles", View::list(roles))]
    }

    fn role_view(role: &Fields, site: &Site) -> View {
        let when = super::between(role, site.words());
        View::Map(vec![
            ("title", View::maybe(role.text("title").cloned())),
            ("org", role.get("org").map_or(View::None, |org| chip_or_text(org, site))),
            ("when", View::maybe(when)),
            ("past", View::Bool(role.date("to").is_some())),
        ])
    }
}
