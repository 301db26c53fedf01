//! The timeline: every event in order, grouped by year, long gaps shown.

use super::PageKind;
use super::listed::{self, Listed};
pub use crate::annotations::event::sort;
use crate::annotations::event::{filed_under, in_order};
use crate::model::date::EventDate;
use crate::model::plan::{Page, Subject};
use crate::model::record::Data;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};
use std::collections::HashMap;

/// A timeline of the site.
pub struct Timeline {
    list: Listed,
}

/// The kind `timeline`: every event.
pub const TIMELINE: Timeline = Timeline {
    list: Listed { name: "timeline", path: "timeline/", size: 100, entries: |site| by_decade(site, 1) },
};
/// The kind `main_events`: those that matter most.
pub const MAIN: Timeline =
    Timeline { list: Listed { name: "main_events", path: "timeline/main/", size: 100, entries: main } };

/// The importance of main events.
const MATTERS: i64 = 3;
/// How many who took part are offered to look for.
const SHOWN: usize = 10;

/// Years without an entry that are worth saying.
const GAP: i64 = 10;

impl PageKind for Timeline {
    fn name(&self) -> &'static str {
        self.list.name
    }

    fn nav(&self) -> Option<&'static str> {
        (self.list.name == TIMELINE.list.name).then_some("timeline")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        self.list.pages(site)
    }

    fn schema_org(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        super::json_ld::list(&self.list.on(page, desk), desk.site)
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        let name = self.list.name;
        let parts = self.list.parts(desk);
        let opens: HashMap<EntryId, usize> = parts
            .groups_of(page.part())
            .filter_map(|(number, _, range)| Some((*parts.entries.get(range.start)?, number)))
            .collect();
        let id = |event| View::maybe(opens.get(&event).map(|number| listed::fragment(*number)));
        let more = |event| vec![("id", id(event)), ("mentioned", mentioned(event, desk.site))];
        let mut view = vec![
            ("title", View::text(words.get(name))),
            ("description", View::text(words.get(&format!("{name}_about")))),
            ("timeline", rows(parts.of(page.part()), desk, more)),
            ("decades", self.list.groups(page, desk)),
            ("paging", self.list.paging(page, desk)),
            ("filters", View::None),
            ("overview", View::None),
        ];
        // What is drawn of all events, and what is offered to look for, stands on the first page alone.
        if page.subject == Subject::Site {
            let years = parts.entries.iter().filter_map(|id| year(*id, desk.site));
            view.retain(|(name, _)| !["filters", "overview"].contains(name));
            view.push(("overview", super::overview::of(&years.collect::<Vec<_>>(), words)));
            view.push(("filters", self.filters(desk)));
        }
        view
    }
}

impl Timeline {
    /// Other ways through the events: the main ones, those of a topic, those in which somebody took part.
    fn filters(&self, desk: &Desk<'_>) -> View {
        let site = desk.site;
        let link = |list: &Listed| {
            View::Map(vec![
                ("title", View::text(site.words().get(&format!("filter_{}", list.name)))),
                ("url", View::url(site.settings.link(list.path))),
                ("current", View::Bool(list.name == self.list.name)),
            ])
        };
        let has_main = !main(site).0.is_empty();
        let by_importance = [&TIMELINE.list, &MAIN.list].into_iter().filter(|_| has_main).map(link);
        View::Map(vec![
            ("importance", View::list(by_importance)),
            ("topics", topics(site)),
            ("actors", actors(desk)),
        ])
    }
}

/// Topics with events, each leading to its own timeline.
fn topics(site: &Site) -> View {
    let is_event = |id: &EntryId| site.entry(*id).document.kind.name == "event";
    let told = site.topics.iter().filter(|topic| topic.members.iter().any(is_event));
    View::list(told.map(|topic| {
        View::Map(vec![
            ("title", View::Text(topic.title.clone())),
            ("url", View::url(site.settings.link(&format!("topics/{}/#dates", topic.id)))),
        ])
    }))
}

/// Who took part in the most events, each leading to them.
fn actors(desk: &Desk<'_>) -> View {
    let site = desk.site;
    let mut count: HashMap<EntryId, usize> = HashMap::new();
    for event in site.of_kind("event") {
        for actor in site.entry(event).document.fields.list("actors") {
            if let Data::Ref(actor) = actor
                && let Some(actor) = site.find(actor)
            {
                *count.entry(actor).or_default() += 1;
            }
        }
    }
    let mut actors: Vec<(EntryId, usize)> = count.into_iter().filter(|(_, events)| *events > 1).collect();
    actors.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    View::list(actors.into_iter().take(SHOWN).map(|(actor, _)| {
        View::Map(vec![
            ("title", View::Text(site.entry(actor).document.title.clone())),
            ("url", View::url(format!("{}#on-timeline", site.link(actor)))),
        ])
    }))
}

/// Events of at least this importance in order, each with its decade.
fn by_decade(site: &Site, least: i64) -> (Vec<EntryId>, Vec<String>) {
    let importance = |id: &EntryId| site.entry(*id).document.fields.int("importance").unwrap_or(2);
    let events: Vec<EntryId> =
        chronological(site).into_iter().filter(|id| least == 1 || importance(id) >= least).collect();
    let title = |id: &EntryId| match year(*id, site) {
        Some(year) => site.words().decade(decade(year)),
        None => site.words().get("undated").to_owned(),
    };
    let decades = events.iter().map(title).collect();
    (events, decades)
}

/// The main events, where they are some and not all.
fn main(site: &Site) -> (Vec<EntryId>, Vec<String>) {
    let (events, decades) = by_decade(site, MATTERS);
    if events.len() == site.of_kind("event").count() { Default::default() } else { (events, decades) }
}

/// Every event, in order.
pub fn chronological(site: &Site) -> Vec<EntryId> {
    let sorted = || {
        let mut events: Vec<_> = site.of_kind("event").collect();
        sort(&mut events, site);
        events
    };
    site.orders.get("event", sorted).to_vec()
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
