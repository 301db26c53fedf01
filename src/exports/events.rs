//! What the exports of the timeline share: which files there are, the events in each, and what they say.

use crate::annotations::event;
use crate::model::date::EventDate;
use crate::model::days::{self, Day};
use crate::model::plan::{Page, Subject};
use crate::model::site::{EntryId, Site};
use crate::model::view::View;

/// A file for the site and one for each topic, where it has an event that can be told of.
pub fn pages(kind: &'static str, file: &str, site: &Site, is_told: fn(&Site, EntryId) -> bool) -> Vec<Page> {
    let is_told = |id: &EntryId| is_event(*id, site) && is_told(site, *id);
    let whole = site.of_kind("event").any(|id| is_told(&id));
    let whole = whole.then(|| Page::of_site(kind, file));
    let topics = (0..).zip(site.topics.iter()).filter(|(_, topic)| topic.members.iter().any(is_told));
    let topics = topics.map(|(i, topic)| Page {
        kind,
        path: format!("topics/{}/{file}", topic.id).into(),
        subject: Subject::Topic(i),
    });
    whole.into_iter().chain(topics).collect()
}

/// The events of a file, in order.
pub fn of(page: &Page, site: &Site) -> Vec<EntryId> {
    let mut events: Vec<EntryId> = match page.subject {
        Subject::Topic(i) => {
            let members = site.topics.get(i as usize).into_iter().flat_map(|topic| &topic.members);
            members.copied().filter(|id| is_event(*id, site)).collect()
        }
        _ => site.of_kind("event").collect(),
    };
    event::sort(&mut events, site);
    events
}

/// The name of a timeline, and the page that shows it.
pub fn title(page: &Page, site: &Site) -> (String, String) {
    let words = site.words();
    match page.subject {
        Subject::Topic(i) => {
            let topic = site.topics.get(i as usize);
            let path = topic.map_or_else(String::new, |topic| format!("topics/{}/", topic.id));
            let name = topic.map_or("", |topic| &topic.title);
            (words.fill("export_timeline_of", &[("name", name)]), site.settings.address(&path))
        }
        _ => {
            let name = site.settings.name();
            (words.fill("export_timeline_of", &[("name", name)]), site.settings.address("timeline/"))
        }
    }
}

/// When an event happened.
pub fn date(id: EntryId, site: &Site) -> Option<&EventDate> {
    site.entry(id).document.fields.date("date")
}

/// When it happened, in words: those of the editor, where there are any.
pub fn shown(id: EntryId, site: &Site) -> View {
    match event::dated(&site.entry(id).document.fields, site.words()) {
        View::Map(date) => {
            date.into_iter().find(|(key, _)| *key == "text").map_or(View::None, |(_, text)| text)
        }
        _ => View::None,
    }
}

/// Its first and last day, as far as they are known.
pub fn days(id: EntryId, site: &Site) -> Option<(Day, Option<Day>)> {
    date(id, site).and_then(days::of)
}

fn is_event(id: EntryId, site: &Site) -> bool {
    site.entry(id).document.kind.name == "event"
}
