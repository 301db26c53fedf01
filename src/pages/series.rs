//! A series: explainers that are parts of a whole, in order.

use super::PageKind;
use super::topic::introduction;
use crate::model::plan::{Page, Subject};
use crate::model::record::ContentKind;
use crate::model::site::{EntryId, Group, Site};
use crate::model::view::{Desk, View};

/// The kind `series`.
pub struct Series;

/// Its records: a title and an introduction.
pub const CONTENT: ContentKind = ContentKind {
    name: "series",
    folder: "series",
    address: "series",
    tells_of_marks: false,
    title_from: None,
    fields: &[],
};

impl PageKind for Series {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let page = |(i, series): (u32, &Group)| Page {
            kind: CONTENT.name,
            path: format!("series/{}/", series.id).into(),
            subject: Subject::Series(i),
        };
        (0..).zip(site.series.iter()).map(page).collect()
    }

    fn schema_org(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let Subject::Series(i) = page.subject else { return Vec::new() };
        let Some(series) = desk.site.series.get(i as usize) else { return Vec::new() };
        let parts = series.members.iter().map(|id| {
            View::Map(vec![
                ("@type", View::Constant("NewsArticle")),
                ("@id", View::url(desk.site.address(*id))),
                ("headline", View::Text(desk.site.entry(*id).document.title.clone())),
                ("url", View::url(desk.site.address(*id))),
            ])
        });
        let whole = View::Map(vec![
            ("@type", View::Constant("CreativeWorkSeries")),
            ("name", View::Text(series.title.clone())),
            ("url", View::url(desk.site.settings.address(&page.path))),
            ("hasPart", View::list(parts)),
        ]);
        vec![("@type", View::Constant("CollectionPage")), ("mainEntity", whole)]
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let Subject::Series(i) = page.subject else { return Vec::new() };
        let Some(series) = desk.site.series.get(i as usize) else { return Vec::new() };
        let mut view = introduction(series, desk.site);
        view.push(("parts", super::cards(series.members.iter().copied(), desk)));
        view
    }
}

/// For a part of a series: the series, which part it is, the one before and the one after.
pub fn of(id: EntryId, desk: &Desk<'_>) -> View {
    let site = desk.site;
    let named = site.entry(id).document.fields.map("series").and_then(|series| series.text("id"));
    let Some(series) = named.and_then(|name| site.series.get(site.series_named(name)?)) else {
        return View::None;
    };
    let at = series.members.iter().position(|member| *member == id).unwrap_or(0);
    let part = |at: Option<usize>| {
        at.and_then(|at| series.members.get(at)).map_or(View::None, |member| desk.card(*member))
    };
    let number = |n: usize| View::Int(i64::try_from(n).unwrap_or(0));
    View::Map(vec![
        ("title", View::Text(series.title.clone())),
        ("url", View::url(site.settings.link(&format!("series/{}/", series.id)))),
        ("part", number(at + 1)),
        ("parts", number(series.members.len())),
        ("before", part(at.checked_sub(1))),
        ("after", part(Some(at + 1))),
    ])
}
