//! A quotation: exactly what somebody said, in the ledger of who said what. Words that are marked so are compared
//! with it letter by letter.

use super::{AnnotationKind, Mismatch, Setting, chip_or_text, schema_org};
use crate::model::date::EventDate;
use crate::model::document::{Document, Mark};
use crate::model::record::{ContentKind, Data, Fields, Holds, Reference, field};
use crate::model::site::{EntryId, Site};
use crate::model::verbatim;
use crate::model::view::{Style, View};
use std::sync::Arc;

/// The kind `quote`.
pub struct Quote;

const CONTENT: ContentKind = ContentKind {
    name: "quote",
    folder: "quotes",
    address: "quotes",
    tells_of_marks: false,
    title_from: Some("text"),
    fields: &[
        field("text", "The words, letter by letter.", Holds::Text),
        field("by", "Who said them.", Holds::RefOrText(&["person", "org"])),
        field("for", "For which organisation.", Holds::RefOrText(&["org"])),
        field(
            "unnamed",
            "Of somebody who is not named.",
            Holds::Map(&[
                field("as", "How they are described to readers.", Holds::Text),
                field("why", "Why they are not named.", Holds::Text),
            ]),
        ),
        field("said", "When.", Holds::Date),
        field("venue", "Where, or at which event.", Holds::RefOrText(&["event", "place"])),
        field("via", "Who reported it.", Holds::RefOrText(&["org", "source"])),
        field("lang", "The language of the words: `en`, `ru`.", Holds::Text),
        field(
            "translations",
            "The same in other languages.",
            Holds::List(&Holds::Map(&[
                field("lang", "The language: `en`.", Holds::Text),
                field("text", "The words.", Holds::Text),
                field("by", "Who translated them.", Holds::RefOrText(&["org", "person"])),
                field("official", "Whether the speaker’s own side did.", Holds::Bool),
            ])),
        ),
        field("context", "What a reader needs to know to take it rightly.", Holds::Prose),
    ],
};

impl AnnotationKind for Quote {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn motivation(&self) -> &'static str {
        "linking"
    }

    fn content(&self) -> Option<&'static ContentKind> {
        Some(&CONTENT)
    }

    fn check(&self, mark: &Mark, about: &Document, setting: Setting) -> Option<Mismatch> {
        if !mark.pin.is_empty() {
            return Some(Mismatch::no_pin(CONTENT.name));
        }
        // A name under a quotation is not what was said: `— [Ministry](quote:id)`.
        let quotes = mark.words.contains(['“', '"', '„', '«', '「', '『', '‘', '”']);
        if quotes && setting == Setting::Line { differs(&mark.words, about) } else { None }
    }

    fn schema_type(&self, _: EntryId, _: &Site) -> &'static str {
        "Quotation"
    }

    fn schema_org(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let fields = &site.entry(id).document.fields;
        let by = || schema_org::field(fields.get("by"), "Person", site);
        vec![
            ("text", View::maybe(fields.text("text").cloned())),
            ("creator", by()),
            ("spokenByCharacter", by()),
            ("dateCreated", schema_org::day(fields.date("said"))),
            ("inLanguage", View::maybe(fields.text("lang").cloned())),
            ("isBasedOn", schema_org::field(fields.get("sources"), "CreativeWork", site)),
        ]
    }

    fn card(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let fields = &site.entry(id).document.fields;
        let text = |name: &str| View::maybe(fields.text(name).cloned());
        let chip = |name: &str| fields.get(name).map_or(View::None, |data| chip_or_text(data, site));
        let unnamed = fields.map("unnamed").map_or(View::None, |unnamed| {
            View::Map(vec![
                ("as", View::maybe(unnamed.text("as").cloned())),
                ("why", View::maybe(unnamed.text("why").cloned())),
            ])
        });
        vec![
            ("text", text("text")),
            ("lang", text("lang")),
            ("by", chip("by")),
            ("role", View::maybe(role_then(fields, site))),
            ("for", chip("for")),
            ("unnamed", unnamed),
            ("said", super::event::shown(fields.date("said"), site)),
            ("venue", chip("venue")),
            ("via", chip("via")),
            ("translations", View::list(fields.maps("translations").map(|t| translation(t, site)))),
            (
                "context",
                fields.prose("context").map_or(View::None, |prose| View::Prose(id, prose, Style::Inline)),
            ),
        ]
    }
}

/// What is said of words that are not as they are registered.
pub fn differs(words: &str, quote: &Document) -> Option<Mismatch> {
    let mut best: Option<verbatim::Difference> = None;
    for version in versions(quote) {
        match verbatim::compare(words, version) {
            Ok(()) => return None,
            Err(difference) => best = best.or(Some(difference)),
        }
    }
    let difference = best?;
    let help = match difference.registered.as_str() {
        "" => "quote what is registered, or mark another quotation".to_owned(),
        said => format!("it goes on: “{said}”; leave words out with `…`, put your own in `[brackets]`"),
    };
    let mut mismatch = Mismatch::new("BS0324", "these words are not as they are registered", help);
    mismatch.label = "this differs".to_owned();
    mismatch.at = Some(difference.at);
    mismatch.field = vec!["text".to_owned()];
    Some(mismatch)
}

/// What was said, in the language it was said in, and in translation.
pub fn versions(quote: &Document) -> impl Iterator<Item = &Arc<str>> {
    let translated = quote.fields.maps("translations").filter_map(|translation| translation.text("text"));
    quote.fields.text("text").into_iter().chain(translated)
}

/// What the register says of who said it, and when: for the line under a quotation that names the register.
/// Each with its address, where it has a page.
pub fn line(id: EntryId, site: &Site) -> Vec<(String, Option<String>)> {
    let fields = &site.entry(id).document.fields;
    let mut line: Vec<(String, Option<String>)> = Vec::new();
    line.extend(role_then(fields, site).map(|role| (role, None)));
    let linked = |data: &Data| match data {
        Data::Ref(reference) => {
            let id = site.find(reference)?;
            Some((site.entry(id).document.title.to_string(), Some(site.link(id))))
        }
        Data::Text(words) => Some((words.to_string(), None)),
        _ => None,
    };
    line.extend(fields.get("venue").and_then(linked));
    line.extend(fields.date("said").map(|date| (date.show(site.words()), None)));
    line
}

/// The role that the speaker had on that day.
fn role_then(fields: &Fields, site: &Site) -> Option<String> {
    let Data::Ref(speaker) = fields.get("by")? else { return None };
    role_of(speaker, fields.date("said")?, site)
}

/// The first role of somebody that had begun and not ended on a day.
pub fn role_of(speaker: &Reference, day: &EventDate, site: &Site) -> Option<String> {
    let person = &site.entry(site.find(speaker)?).document.fields;
    let role = person.maps("roles").find(|role| {
        let (from, to) = (role.date("from"), role.date("to"));
        let begun =
            from.and_then(EventDate::earliest).zip(day.latest()).is_none_or(|(from, day)| from <= day);
        let ended = to.and_then(EventDate::latest).zip(day.earliest()).is_some_and(|(to, day)| to < day);
        begun && !ended
    })?;
    role.text("title").map(|title| title.to_string())
}

fn translation(translation: &Fields, site: &Site) -> View {
    View::Map(vec![
        ("text", View::maybe(translation.text("text").cloned())),
        ("lang", View::maybe(translation.text("lang").cloned())),
        ("by", translation.get("by").map_or(View::None, |by| chip_or_text(by, site))),
        ("official", View::Bool(translation.is_set("official"))),
    ])
}
