//! A stretch of timeline: `[How it unravelled](timeline:2015/2022?topic=iran)`, always a card. It has no records; it
//! shows those events of the site that lie in an interval, are about a topic, or have somebody in them.

use super::{AnnotationKind, event};
use crate::model::date::EventDate;
use crate::model::document::Mark;
use crate::model::record::{ContentKind, Data, Reference};
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `timeline`.
pub struct Timeline;

impl AnnotationKind for Timeline {
    fn name(&self) -> &'static str {
        "timeline"
    }

    fn content(&self) -> Option<&'static ContentKind> {
        None
    }

    fn card(&self, _: EntryId, _: &Site) -> Vec<(&'static str, View)> {
        Vec::new()
    }

    fn marked(&self, mark: &Mark, _: Option<EntryId>, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        // What cannot be read is told by `link`.
        let stretch = Stretch::read(mark).unwrap_or_default();
        let site = desk.site;
        let mut events: Vec<EntryId> = site.of_kind("event").filter(|id| stretch.has(*id, site)).collect();
        event::sort(&mut events, site);
        vec![
            ("title", View::text(&*mark.words)),
            ("events", View::list(events.into_iter().map(|id| desk.card(id)))),
        ]
    }
}

/// Which events a stretch shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stretch {
    /// Those that lie in here, even in part.
    pub within: Option<EventDate>,
    /// Those about this topic.
    pub topic: Option<String>,
    /// Those in which all of these act, or which are where this is.
    pub with: Vec<Reference>,
}

impl Stretch {
    /// What follows the scheme of a mark. The error says what is wrong, and what to write.
    pub fn read(mark: &Mark) -> Result<Self, (String, String)> {
        let (interval, query) = mark.target.split_once('?').unwrap_or((&mark.target, ""));
        let mut stretch = Self { within: within(interval)?, ..Self::default() };
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("topic", topic)) => stretch.topic = Some(topic.to_owned()),
                Some(("with", with)) => stretch.with.push(reference(with)?),
                _ => {
                    return Err((
                        format!("a timeline cannot be asked for `{part}`"),
                        "ask for `topic=…` or `with=person:…`".to_owned(),
                    ));
                }
            }
        }
        Ok(stretch)
    }

    fn has(&self, id: EntryId, site: &Site) -> bool {
        let fields = &site.entry(id).document.fields;
        let in_time = match (&self.within, event::filed_under(fields)) {
            (Some(within), Some(date)) => within.meets(date),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let topic = self.topic.as_ref().map(|topic| site.topic(topic));
        let about = |wanted: &Option<usize>| fields.texts("topics").any(|topic| site.topic(topic) == *wanted);
        in_time
            && topic.as_ref().is_none_or(about)
            && self.with.iter().all(|with| {
                let named = fields.list("actors").iter().chain(fields.get("place"));
                named.into_iter().any(|data| matches!(data, Data::Ref(actor) if site.find(actor).is_some_and(|actor| Some(actor) == site.find(with))))
            })
    }
}

/// The interval before the `?`; nothing there is all time.
fn within(interval: &str) -> Result<Option<EventDate>, (String, String)> {
    let help = "write an interval such as `2015/2022` or `2014/..`, and then `?topic=…` or `?with=person:…`";
    match EventDate::parse(interval) {
        _ if interval.is_empty() => Ok(None),
        Ok(date) => Ok(Some(date)),
        Err(error) if error.message.contains("precedes") => Err((
            format!("the interval `{interval}` ends before it begins"),
            "turn the two dates around".to_owned(),
        )),
        Err(error) => Err((format!("`{interval}` is not an interval: {}", error.message), help.to_owned())),
    }
}

fn reference(with: &str) -> Result<Reference, (String, String)> {
    let known = ["person", "org", "place"];
    let (kind, id) = with.split_once(':').unwrap_or(("person", with));
    match known.into_iter().find(|known| *known == kind) {
        Some(kind) => Ok(Reference { kind, id: id.into() }),
        None => {
            Err((format!("no {kind} acts in events"), "name a `person:`, an `org:` or a `place:`".to_owned()))
        }
    }
}
