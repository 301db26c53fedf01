//! Corrections, clarifications and notes of the editors: what was wrong, and what stands there now. A correction to
//! an entry is shown by every explainer that leans on it.

use super::PageKind;
use super::listed::{self, Listed};
use crate::model::parts::Parts;
use crate::model::plan::Page;
use crate::model::record::Fields;
use crate::model::site::{EntryId, NoteAbout, Site};
use crate::model::view::{Desk, Style, View};

/// The kind `corrections`.
pub struct Corrections;

const LIST: Listed = Listed {
    name: "corrections",
    path: "corrections/",
    size: 50,
    entries: |site| listed::as_they_are(newest_first(site).iter().map(|c| c.of).collect()),
};

impl PageKind for Corrections {
    fn name(&self) -> &'static str {
        "corrections"
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        LIST.pages(site)
    }

    fn schema_org(&self, _: &Page, _: &Desk<'_>) -> Vec<(&'static str, View)> {
        vec![("@type", View::Constant("CollectionPage"))]
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        let parts = LIST.parts(desk);
        let shown = parts.range(page.part()).filter_map(|at| listed_at(at, &parts, desk.site));
        vec![
            ("title", View::text(words.get("corrections"))),
            ("description", View::text(words.get("corrections_about"))),
            ("corrections", View::list(shown.map(|c| c.view(desk.site)))),
            ("paging", LIST.paging(page, desk)),
            ("lists", super::ledger::lists(self.name(), desk)),
        ]
    }
}

/// A correction of a record.
pub struct Correction<'a> {
    /// Whose.
    pub of: EntryId,
    /// Which of its corrections.
    pub index: u32,
    /// What it says.
    pub fields: &'a Fields,
}

/// Whether there are any.
pub fn any(desk: &Desk<'_>) -> bool {
    !LIST.parts(desk).entries.is_empty()
}

/// The correction at a position of the list. Those of one record stand in it in their own order.
fn listed_at<'a>(at: usize, parts: &Parts, site: &'a Site) -> Option<Correction<'a>> {
    let of = *parts.entries.get(at)?;
    let before = parts.entries.iter().take(at).filter(|other| **other == of).count();
    sorted(self::of(of, site), site).into_iter().nth(before)
}

/// Every correction of the site, the newest first.
fn newest_first(site: &Site) -> Vec<Correction<'_>> {
    let with_page = |id: &EntryId| super::has_page(site.entry(*id).document.kind.name);
    let all = (0..).map(EntryId).take(site.entries.len()).filter(with_page).flat_map(|id| of(id, site));
    sorted(all.collect(), site)
}

/// The corrections of the entries that a page leans on, the newest first.
pub fn leant_on(id: EntryId, site: &Site) -> Vec<Correction<'_>> {
    let entry = site.entry(id);
    let mut entries: Vec<EntryId> = entry
        .links
        .notes
        .iter()
        .filter_map(|note| match &note.about {
            NoteAbout::Entry(target) => site.find(target),
            _ => None,
        })
        .collect();
    let cards = entry.document.body().cards.iter();
    entries.extend(cards.filter_map(|card| site.find(entry.mark_in_body(*card)?.1?)));
    entries.extend(entry.document.fields.refs("sources").filter_map(|source| site.find(source)));
    entries.sort();
    entries.dedup();
    entries.retain(|other| *other != id);
    sorted(entries.into_iter().flat_map(|entry| of(entry, site)).collect(), site)
}

/// The corrections of an entry, as written.
pub fn of(id: EntryId, site: &Site) -> Vec<Correction<'_>> {
    let corrections = site.entry(id).document.fields.maps("corrections");
    (0..).zip(corrections).map(|(index, fields)| Correction { of: id, index, fields }).collect()
}

fn sorted<'a>(mut corrections: Vec<Correction<'a>>, site: &Site) -> Vec<Correction<'a>> {
    let zone = &site.settings.zone;
    corrections.sort_by_key(|c| std::cmp::Reverse(c.fields.moment("date").map(|date| date.instant(zone))));
    corrections
}

impl Correction<'_> {
    /// What a template sees of it.
    pub fn view(&self, site: &Site) -> View {
        let entry = site.entry(self.of);
        let kind = self.fields.text("kind").map_or("correction", |kind| kind);
        let passage = entry.links.corrected.iter().find(|at| at.correction == self.index);
        let page = site.link(self.of);
        let text = |name: &str| View::maybe(self.fields.text(name).cloned());
        View::Map(vec![
            ("fragment", View::text(format!("correction-{}", self.index + 1))),
            ("kind", View::text(kind)),
            ("date", super::explainer::moment(self.fields, "date", site)),
            (
                "text",
                self.fields.prose("text").map_or(View::None, |p| View::Prose(self.of, p, Style::Inline)),
            ),
            ("was", text("was")),
            ("now", text("now")),
            ("passage", View::maybe(passage.map(|_| format!("c{}", self.index + 1)))),
            ("title", View::Text(entry.document.title.clone())),
            ("url", View::url(page)),
        ])
    }
}
