//! A topic: everything that is about it, in one place. And the list of all topics.

use super::{PageKind, explainers, timeline};
use crate::annotations;
use crate::model::plan::{Page, Subject};
use crate::model::record::{ContentKind, ProseId};
use crate::model::site::{EntryId, Group, Site};
use crate::model::view::{Desk, Style, View};

/// The kind `topic`.
pub struct Topic;

/// The kind `topics`.
pub struct Topics;

/// Its records: a title and an introduction for a topic, where the bare name is not enough.
pub const CONTENT: ContentKind = ContentKind {
    name: "topic",
    folder: "topics",
    address: "topics",
    tells_of_marks: false,
    title_from: None,
    fields: &[],
};

impl PageKind for Topic {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let page = |(i, topic): (u32, &Group)| Page {
            kind: CONTENT.name,
            path: format!("topics/{}/", topic.id).into(),
            subject: Subject::Topic(i),
        };
        (0..).zip(site.topics.iter()).map(page).collect()
    }

    fn schema_org(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let site = desk.site;
        let Subject::Topic(i) = page.subject else { return Vec::new() };
        let Some(topic) = site.topics.get(i as usize) else { return Vec::new() };
        let explainers = explainers::newest_of(of_kind(topic, "explainer", site), site);
        let mut page = super::json_ld::list(&explainers, site);
        let about = vec![("@type", View::Constant("Thing")), ("name", View::Text(topic.title.clone()))];
        page.push(("about", View::Map(about)));
        page
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let site = desk.site;
        let Subject::Topic(i) = page.subject else { return Vec::new() };
        let Some(topic) = site.topics.get(i as usize) else { return Vec::new() };
        let mut events = of_kind(topic, "event", site);
        timeline::sort(&mut events, site);
        let mut view = introduction(topic, site);
        view.extend([
            (
                "explainers",
                super::cards(explainers::newest_of(of_kind(topic, "explainer", site), site), desk),
            ),
            ("timeline", timeline::rows(&events, desk, |_| Vec::new())),
            ("entries", entries(topic, desk)),
        ]);
        view
    }
}

impl PageKind for Topics {
    fn name(&self) -> &'static str {
        "topics"
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.topics.first();
        some.map(|_| Page::of_site(self.name(), "topics/")).into_iter().collect()
    }

    fn schema_org(&self, _: &Page, _: &Desk<'_>) -> Vec<(&'static str, View)> {
        vec![("@type", View::Constant("CollectionPage"))]
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let words = desk.site.words();
        vec![
            ("title", View::text(words.get("topics"))),
            ("description", View::text(words.get("topics_about"))),
            ("topics", all(desk.site)),
        ]
    }
}

/// Every topic: title, address, introduction, and how much there is about it.
pub fn all(site: &Site) -> View {
    View::list(site.topics.iter().map(|topic| {
        let mut view = vec![
            ("url", View::url(site.settings.link(&format!("topics/{}/", topic.id)))),
            ("count", View::Int(i64::try_from(of_kind(topic, "explainer", site).len()).unwrap_or(0))),
        ];
        view.extend(introduction(topic, site));
        View::Map(view)
    }))
}

/// Title, description and introduction of a topic or a series.
pub fn introduction(group: &Group, site: &Site) -> Vec<(&'static str, View)> {
    let document = group.record.map(|id| (id, &site.entry(id).document));
    let short = document.and_then(|(id, document)| Some((id, document.fields.prose("short")?)));
    let body = document.filter(|(_, document)| !document.body().is_empty());
    vec![
        ("title", View::Text(group.title.clone())),
        (
            "description",
            match short {
                Some((id, prose)) => View::Plain(id, prose),
                None => View::text(site.words().fill("topic_about", &[("topic", &group.title)])),
            },
        ),
        ("short", short.map_or(View::None, |(id, prose)| View::Prose(id, prose, Style::Inline))),
        ("body", body.map_or(View::None, |(id, _)| View::Prose(id, ProseId(0), Style::Blocks))),
    ]
}

/// What belongs to a topic, by kind, explainers and events aside.
fn entries(topic: &Group, desk: &Desk<'_>) -> View {
    let site = desk.site;
    let kinds = annotations::names().into_iter().filter(|kind| *kind != "event");
    View::list(kinds.filter_map(|kind| {
        let mut entries = of_kind(topic, kind, site);
        entries.sort_by_key(|id| super::sort_key(site, *id));
        (!entries.is_empty()).then(|| {
            View::Map(vec![
                ("kind", View::text(kind)),
                ("title", View::text(site.words().get(&format!("kinds_{kind}")))),
                ("cards", super::cards(entries, desk)),
            ])
        })
    }))
}

fn of_kind(topic: &Group, kind: &str, site: &Site) -> Vec<EntryId> {
    topic.members.iter().copied().filter(|id| site.entry(*id).document.kind.name == kind).collect()
}
