//! Who said what, as data: every registered quotation, and what the texts quote beside them, newest first.

use super::records as r;
use super::{ExportKind, Form};
use crate::annotations;
use crate::model::plan::Page;
use crate::model::record::{Fields, Reference};
use crate::model::site::{Anchor, EntryId, Known, Saying, Site};
use crate::model::view::{Desk, View};

/// The kind `quotes_data`.
pub struct Quotes;

impl ExportKind for Quotes {
    fn name(&self) -> &'static str {
        "quotes_data"
    }

    fn form(&self) -> Form {
        Form::Json
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("application/json")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["quotes"]
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.ledger.said.first();
        some.map(|_| Page::of_site(self.name(), "quotes.json")).into_iter().collect()
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        r::file("quotes", View::list(site.ledger.said.iter().map(|saying| record(saying, site))), site)
    }
}

fn record(saying: &Saying, site: &Site) -> View {
    match saying.known {
        Known::Registered(id) => registered(id, site),
        Known::Quoted(id, quotation) => quoted(id, quotation, saying, site),
    }
}

fn registered(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    let fields = &document.fields;
    let text = |name: &str| View::maybe(fields.text(name).cloned());
    let by = match fields.get("by") {
        Some(crate::model::record::Data::Ref(by)) => Some(by),
        _ => None,
    };
    let role = by.zip(fields.date("said")).and_then(|(by, day)| annotations::quote::role_of(by, day, site));
    let unnamed = fields.map("unnamed").map_or(View::None, |unnamed| {
        View::Map(vec![
            ("as", View::maybe(unnamed.text("as").cloned())),
            ("why", View::maybe(unnamed.text("why").cloned())),
        ])
    });
    let translations: Vec<View> = fields.maps("translations").map(|told| translation(told, site)).collect();
    View::Map(vec![
        ("id", View::Text(document.id.clone())),
        ("url", View::url(site.address(id))),
        ("text", View::Text(fields.text("text").unwrap_or(&document.title).clone())),
        ("lang", text("lang")),
        ("by", r::named(fields.get("by"), site)),
        ("role", View::maybe(role)),
        ("for", r::named(fields.get("for"), site)),
        ("unnamed", unnamed),
        ("said", r::date(fields.date("said"), site)),
        ("venue", r::named(fields.get("venue"), site)),
        ("via", r::named(fields.get("via"), site)),
        ("context", fields.prose("context").map_or(View::None, |prose| View::Plain(id, prose))),
        ("translations", if translations.is_empty() { View::None } else { View::List(translations) }),
        ("sources", r::sources(fields.refs("sources"), site)),
    ])
}

fn translation(told: &Fields, site: &Site) -> View {
    let text = |name: &str| View::maybe(told.text(name).cloned());
    View::Map(vec![
        ("lang", text("lang")),
        ("text", text("text")),
        ("by", r::named(told.get("by"), site)),
        ("official", View::Bool(told.is_set("official"))),
    ])
}

/// What only a text quotes. Its id is that of the text and of the passage in it.
fn quoted(id: EntryId, index: u32, saying: &Saying, site: &Site) -> View {
    let entry = site.entry(id);
    let body = entry.document.body();
    let at = Anchor::Quotation(index).fragment();
    let known = body.quotations.get(index as usize).zip(entry.links.quotations.get(index as usize));
    let Some((quotation, line)) = known else { return View::None };
    let words = body.quoted(quotation);
    let words = words.trim_matches(|c: char| "“”\"„«»‘’".contains(c) || c.is_whitespace());
    let chip = |named: &Option<Reference>| named.as_ref().map_or(View::None, |named| r::entry(named, site));
    let by = match chip(&line.by) {
        View::None if line.name.is_empty() => View::None,
        View::None => View::Map(vec![("name", View::text(&*line.name))]),
        known => known,
    };
    let role = line.by.as_ref().zip(saying.said.as_ref());
    let role = role.and_then(|(by, day)| annotations::quote::role_of(by, day, site));
    View::Map(vec![
        ("id", View::text(format!("{}-{at}", entry.document.id))),
        ("url", View::url(format!("{}#{at}", site.address(id)))),
        ("text", View::text(words)),
        ("by", by),
        ("role", View::maybe(role)),
        ("said", r::date(saying.said.as_ref(), site)),
        ("venue", chip(&line.venue)),
        ("quoted_in", r::entry(&entry.reference(), site)),
    ])
}

/// What a record looks like.
pub fn schema() -> View {
    let translation = r::object(
        &["text"],
        vec![
            ("lang", r::text("The language of the translation, BCP 47.")),
            ("text", r::text("The translation.")),
            ("by", r::named_schema()),
            ("official", r::switch("Whether it is the speaker’s own.")),
        ],
    );
    let unnamed = r::object(
        &[],
        vec![
            ("as", r::text("What the speaker is called instead.")),
            ("why", r::text("Why there is no name.")),
        ],
    );
    r::object(
        &["id", "url", "text"],
        vec![
            ("id", r::text("The id.")),
            ("url", r::address("Where it stands on the site.")),
            ("text", r::text("What was said, word for word.")),
            ("lang", r::text("The language it was said in, BCP 47.")),
            ("by", r::named_schema()),
            ("role", r::text("What the speaker was on that day.")),
            ("for", r::named_schema()),
            ("unnamed", unnamed),
            ("said", r::date_schema()),
            ("venue", r::named_schema()),
            ("via", r::named_schema()),
            ("context", r::text("What it was said about.")),
            ("translations", r::several(translation, "The same in other languages.")),
            ("sources", r::several(r::text("An id in sources.json."), "Where it is known from.")),
            ("quoted_in", r::named_schema()),
        ],
    )
}
