//! The timeline: every event in order, grouped by year, long gaps shown.

use super::PageKind;
pub use crate::annotations::event::sort;
use crate::annotations::event::{filed_under, in_order};
use crate::model::date::EventDate;
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `timeline`.
pub struct Timeline;

/// Years without an entry that are worth saying.
const GAP: i64 = 10;

impl PageKind for Timeline {
    fn name(&self) -> &'static str {
        "timeline"
    }

    fn nav(&self) -> Option<&'static str> {
        Some("timeline")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.of_kind("event").next();
        some.map(|_| Page::of_site(self.name(), "timeline/")).into_iter().collect()
    }

    fn schema_org(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        super::json_ld::list(&chronological(desk.site), desk.site)
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        let events = chronological(desk.site);
        vec![
            ("title", View::text(words.get("timeline"))),
            ("description", View::text(words.get("timeline_about"))),
            ("timeline", rows(&events, desk, |event| vec![("mentioned", mentioned(event, desk.site))])),
            ("decades", decades(&events, desk.site)),
        ]
    }
}

/// Every event, in order.
pub fn chronological(site: &Site) -> Vec<EntryId> {
    let mut events: Vec<_> = site.of_kind("event").collect();
    sort(&mut events, site);
    events
}

/// An event on its way to a template.
pub struct Dated {
    /// The date it is filed under.
    pub date: Option<EventDate>,
    /// Its card.
    pub event: View,
    /// What else the page says of it.
    pub more: Vec<(&'static str, View)>,
}

/// Events of the site for a template, with what the page says of each.
pub fn rows(
    events: &[EntryId],
    desk: &Desk<'_>,
    more: impl Fn(EntryId) -> Vec<(&'static str, View)>,
) -> View {
    let dated = events.iter().map(|id| Dated {
        date: filed_under(&desk.site.entry(*id).document.fields).cloned(),
        event: desk.card(*id),
        more: more(*id),
    });
    dated_rows(dated.collect(), desk.site)
}

/// Events for a template, in order: the card, whether it opens a year or a decade, the gap before it.
pub fn dated_rows(mut events: Vec<Dated>, site: &Site) -> View {
    let words = site.words();
    events.sort_by(|a, b| in_order(a.date.as_ref(), b.date.as_ref()));
    let mut before: Option<i64> = None;
    View::list(events.into_iter().map(|event| {
        let year = event.date.as_ref().map(EventDate::year);
        let opens = year.filter(|_| before != year);
        let decade =
            year.map(decade).filter(|decade| before.is_none_or(|before| self::decade(before) != *decade));
        let gap = before.zip(year).map(|(before, year)| year - before - 1).filter(|gap| *gap >= GAP);
        before = year.or(before);
        let number = |number: Option<i64>| number.map_or(View::None, View::Int);
        let mut row = vec![
            ("event", event.event),
            ("year", View::maybe(opens.map(|year| words.year(year)))),
            ("decade", number(decade)),
            ("gap", number(gap)),
        ];
        row.extend(event.more);
        View::Map(row)
    }))
}

fn year(id: EntryId, site: &Site) -> Option<i64> {
    filed_under(&site.entry(id).document.fields).map(|date| date.year())
}

/// The first year of a year's decade.
fn decade(year: i64) -> i64 {
    year.div_euclid(10) * 10
}

/// The explainers that mention an event, each at its first passage.
fn mentioned(id: EntryId, site: &Site) -> View {
    let mut seen = Vec::new();
    let first = site.entry(id).mentions.iter().filter(|passage| {
        let new = !seen.contains(&passage.by);
        seen.push(passage.by);
        new
    });
    View::list(first.map(|passage| {
        View::Map(vec![
            ("title", View::Text(site.entry(passage.by).document.title.clone())),
            ("url", View::url(format!("{}#{}", site.link(passage.by), passage.at.fragment()))),
        ])
    }))
}

/// The decades that have an event, to jump to.
fn decades(events: &[EntryId], site: &Site) -> View {
    let mut decades: Vec<i64> = events.iter().filter_map(|id| year(*id, site)).map(decade).collect();
    decades.dedup();
    View::list(decades.into_iter().map(|decade| {
        View::Map(vec![("first", View::Int(decade)), ("title", View::text(site.words().decade(decade)))])
    }))
}
