//! The ledgers: facts with their newest values, who said what, and claims with how they stand. Each leads to the
//! others.

use super::PageKind;
use crate::annotations;
use crate::model::plan::Page;
use crate::model::site::{EntryId, Known, Saying, Site};
use crate::model::view::{Desk, View};

/// A ledger of entries of one kind.
pub struct Ledger {
    name: &'static str,
    kind: &'static str,
    entries: fn(&Desk<'_>) -> View,
}

/// The kind `facts`.
pub const FACTS: Ledger = Ledger { name: "facts", kind: "fact", entries: facts };
/// The kind `quotes`.
pub const QUOTES: Ledger = Ledger { name: "quotes", kind: "quote", entries: quotes };
/// The kind `claims`.
pub const CLAIMS: Ledger = Ledger { name: "claims", kind: "claim", entries: claims };

const ALL: [&Ledger; 3] = [&FACTS, &QUOTES, &CLAIMS];

impl PageKind for Ledger {
    fn name(&self) -> &'static str {
        self.name
    }

    /// The first of those there are stands in the navigation, for all of them.
    fn nav(&self) -> Option<&'static str> {
        (self.name == FACTS.name).then_some("ledgers")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let page = || Page::of_site(self.name, &format!("{}/", self.name));
        self.has_entries(site).then(page).into_iter().collect()
    }

    fn schema_org(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        super::json_ld::list(&super::sorted(desk.site, self.kind), desk.site)
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        vec![
            ("title", View::text(words.get(self.name))),
            ("description", View::text(words.get(&format!("{}_about", self.name)))),
            ("entries", (self.entries)(desk)),
            ("lists", lists(self.name, desk.site)),
        ]
    }
}

impl Ledger {
    fn has_entries(&self, site: &Site) -> bool {
        match self.kind {
            "quote" => !site.ledger.said.is_empty(),
            kind => site.of_kind(kind).next().is_some(),
        }
    }
}

/// The ledgers there are, with their addresses, to lead from one to another.
pub fn lists(current: &str, site: &Site) -> View {
    let list = |name: &str| {
        View::Map(vec![
            ("title", View::text(site.words().get(name))),
            ("url", View::url(site.settings.link(&format!("{name}/")))),
            ("current", View::Bool(name == current)),
        ])
    };
    let mut lists: Vec<View> =
        ALL.iter().filter(|ledger| ledger.has_entries(site)).map(|ledger| list(ledger.name)).collect();
    lists.extend(site.of_kind("source").next().map(|_| list("sources")));
    lists.extend(super::corrections::any(site).then(|| list("corrections")));
    View::List(lists)
}

fn facts(desk: &Desk<'_>) -> View {
    super::cards(super::sorted(desk.site, "fact"), desk)
}

fn claims(desk: &Desk<'_>) -> View {
    super::cards(super::sorted(desk.site, "claim"), desk)
}

fn quotes(desk: &Desk<'_>) -> View {
    View::list(desk.site.ledger.said.iter().map(|saying| said(saying, desk)))
}

/// What somebody said, newest first.
pub fn said_by(id: EntryId, desk: &Desk<'_>) -> View {
    View::list(desk.site.ledger.of(id).map(|saying| said(saying, desk)))
}

/// A saying as lists show it: from the register, or from the text that quotes it.
fn said(saying: &Saying, desk: &Desk<'_>) -> View {
    match saying.known {
        Known::Registered(id) => desk.card(id),
        Known::Quoted(id, i) => quoted(id, i, saying, desk),
    }
}

fn quoted(id: EntryId, i: u32, saying: &Saying, desk: &Desk<'_>) -> View {
    let site = desk.site;
    let entry = site.entry(id);
    let body = entry.document.body();
    let Some((quotation, quoted)) =
        body.quotations.get(i as usize).zip(entry.links.quotations.get(i as usize))
    else {
        return View::None;
    };
    let chip = |reference: &Option<crate::model::record::Reference>| {
        reference.as_ref().and_then(|reference| annotations::chip(reference, site)).unwrap_or(View::None)
    };
    let by = match chip(&quoted.by) {
        View::None => annotations::plain_chip(&quoted.name),
        chip => chip,
    };
    let role = quoted.by.as_ref().zip(saying.said.as_ref());
    let role = role.and_then(|(by, day)| annotations::quote::role_of(by, day, site));
    let words = body.quoted(quotation);
    let bare = words.trim_matches(|c: char| "“”\"„«»‘’".contains(c) || c.is_whitespace());
    let at = crate::model::site::Anchor::Quotation(i);
    View::Map(vec![
        ("kind", View::text("quote")),
        ("text", View::text(bare)),
        ("url", View::url(format!("{}#{}", site.link(id), at.fragment()))),
        ("by", by),
        ("role", View::maybe(role)),
        ("said", annotations::event::shown(saying.said.as_ref(), site)),
        ("venue", chip(&quoted.venue)),
        ("quoted_in", View::Text(entry.document.title.clone())),
    ])
}
