//! The feed of corrections: Atom, RFC 4287. Each leads to its place on the page that was corrected.

use super::{ExportKind, Form};
use crate::model::plan::Page;
use crate::model::record::Fields;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};
use jiff::Timestamp;

/// The kind `corrections_feed`.
pub struct CorrectionsFeed;

/// How many of the newest it tells.
const SHOWN: usize = 100;

impl ExportKind for CorrectionsFeed {
    fn name(&self) -> &'static str {
        "corrections_feed"
    }

    fn form(&self) -> Form {
        Form::Template("export/corrections.xml")
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("application/atom+xml")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["corrections", "home"]
    }

    /// It is there before there is something to correct: one subscribes to it in advance.
    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.of_kind("explainer").next();
        some.map(|_| Page::of_site(self.name(), "corrections.xml")).into_iter().collect()
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        let mut corrections: Vec<_> = all(site).collect();
        corrections.sort_by_key(|(at, id, i, _)| (std::cmp::Reverse(*at), *id, *i));
        corrections.truncate(SHOWN);
        let updated = corrections.first().map_or(Timestamp::UNIX_EPOCH, |(at, ..)| *at);
        let name = site.settings.name();
        View::Map(vec![
            ("title", View::text(site.words().fill("export_corrections_of", &[("name", name)]))),
            (
                "address",
                View::url(site.settings.address(if corrections.is_empty() { "" } else { "corrections/" })),
            ),
            ("feed_address", View::url(site.settings.address(&page.path))),
            ("updated", View::text(updated.to_string())),
            ("entries", View::list(corrections.into_iter().map(|(at, id, i, c)| entry(at, id, i, c, site)))),
        ])
    }
}

/// Every dated correction: when, of which entry, which of its corrections, and what it says.
fn all(site: &Site) -> impl Iterator<Item = (Timestamp, EntryId, u32, &Fields)> {
    let ids = (0..).map(EntryId).take(site.entries.len());
    ids.flat_map(move |id| {
        let corrections = (0..).zip(site.entry(id).document.fields.maps("corrections"));
        corrections.filter_map(move |(i, correction)| {
            Some((correction.moment("date")?.instant(&site.settings.zone), id, i, correction))
        })
    })
}

fn entry(at: Timestamp, id: EntryId, index: u32, correction: &Fields, site: &Site) -> View {
    let kind = correction.text("kind").map_or("correction", |kind| kind);
    let words = site.words();
    let kind = format!("correction_{kind}");
    let title = words.fill(
        "export_correction_title",
        &[("kind", words.get(&kind)), ("title", &site.entry(id).document.title)],
    );
    let text = |name: &str| View::maybe(correction.text(name).cloned());
    View::Map(vec![
        ("title", View::text(title)),
        ("address", View::url(format!("{}#correction-{}", site.address(id), index + 1))),
        ("updated", View::text(at.to_string())),
        ("text", correction.prose("text").map_or(View::None, |prose| View::Plain(id, prose))),
        ("was", text("was")),
        ("now", text("now")),
    ])
}
