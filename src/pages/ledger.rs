//! The ledgers: facts with their newest values, who said what, and claims with how they stand. Each leads to the
//! others.

use super::PageKind;
use super::listed::{self, Listed};
use crate::annotations;
use crate::model::plan::Page;
use crate::model::site::{EntryId, Known, Saying, Site};
use crate::model::view::{Desk, View};

/// A ledger of entries of one kind.
pub struct Ledger {
    kind: &'static str,
    list: Listed,
}

/// How many a page tells.
const SIZE: usize = 50;

/// The kind `facts`.
pub const FACTS: Ledger = Ledger {
    kind: "fact",
    list: Listed { name: "facts", path: "facts/", size: SIZE, entries: |site| sorted(site, "fact") },
};
/// The kind `quotes`.
pub const QUOTES: Ledger = Ledger {
    kind: "quote",
    list: Listed {
        name: "quotes",
        path: "quotes/",
        size: SIZE,
        // What was said is in the ledger of the site; some of it has no entry.
        entries: |site| (Vec::new(), vec![String::new(); site.ledger.said.len()]),
    },
};
/// The kind `claims`.
pub const CLAIMS: Ledger = Ledger {
    kind: "claim",
    list: Listed { name: "claims", path: "claims/", size: SIZE, entries: |site| sorted(site, "claim") },
};

const ALL: [&Ledger; 3] = [&FACTS, &QUOTES, &CLAIMS];

impl PageKind for Ledger {
    fn name(&self) -> &'static str {
        self.list.name
    }

    /// The first of those there are stands in the navigation, for all of them.
    fn nav(&self) -> Option<&'static str> {
        (self.list.name == FACTS.list.name).then_some("ledgers")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        self.list.pages(site)
    }

    fn schema_org(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let said = || desk.site.ledger.said.get(self.list.parts(desk).range(page.part()));
        let registered = |saying: &Saying| match saying.known {
            Known::Registered(id) => Some(id),
            Known::Quoted(..) => None,
        };
        let entries = match self.kind {
            "quote" => said().unwrap_or_default().iter().filter_map(registered).collect(),
            _ => self.list.on(page, desk),
        };
        super::json_ld::list(&entries, desk.site)
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        vec![
            ("title", View::text(words.get(self.list.name))),
            ("description", View::text(words.get(&format!("{}_about", self.list.name)))),
            ("entries", self.entries(page, desk)),
            ("paging", self.list.paging(page, desk)),
            ("lists", lists(self.list.name, desk)),
        ]
    }
}

impl Ledger {
    fn entries(&self, page: &Page, desk: &Desk<'_>) -> View {
        if self.kind != "quote" {
            return super::cards(self.list.on(page, desk), desk);
        }
        let said = desk.site.ledger.said.get(self.list.parts(desk).range(page.part()));
        View::list(said.unwrap_or_default().iter().map(|saying| self::said(saying, desk)))
    }

    fn has_entries(&self, site: &Site) -> bool {
        match self.kind {
            "quote" => !site.ledger.said.is_empty(),
            kind => site.of_kind(kind).next().is_some(),
        }
    }
}

/// The ledgers there are, with their addresses, to lead from one to another.
pub fn lists(current: &str, desk: &Desk<'_>) -> View {
    let site = desk.site;
    let list = |name: &str| {
        View::Map(vec![
            ("title", View::text(site.words().get(name))),
            ("url", View::url(site.settings.link(&format!("{name}/")))),
            ("current", View::Bool(name == current)),
        ])
    };
    let mut lists: Vec<View> =
        ALL.iter().filter(|ledger| ledger.has_entries(site)).map(|ledger| list(ledger.list.name)).collect();
    lists.extend(site.of_kind("source").next().map(|_| list("sources")));
    lists.extend(super::corrections::any(desk).then(|| list("corrections")));
    View::List(lists)
}

fn sorted(site: &Site, kind: &str) -> (Vec<EntryId>, Vec<String>) {
    listed::by_letter(super::sorted(site, kind), site)
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
        ("kind", View::Constant("quote")),
        ("text", View::text(bare)),
        ("url", View::url(format!("{}#{}", site.link(id), at.fragment()))),
        ("by", by),
        ("role", View::maybe(role)),
        ("said", annotations::event::shown(saying.said.as_ref(), site)),
        ("venue", chip(&quoted.venue)),
        ("quoted_in", View::Text(entry.document.title.clone())),
    ])
}
