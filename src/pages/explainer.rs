//! An explainer: the text with its notes, and under it the dates, people and sources it leans on.

use super::PageKind;
use crate::annotations;
use crate::model::plan::Page;
use crate::model::record::{ContentKind, Fields, Holds, ProseId, field};
use crate::model::site::{Anchor, EntryId, NoteAbout, NoteRef, Site, Stand};
use crate::model::view::{Desk, Style, View};
use std::collections::HashMap;

/// The kind `explainer`.
pub struct Explainer;

/// Its records.
pub const CONTENT: ContentKind = ContentKind {
    name: "explainer",
    folder: "explainers",
    address: "explainers",
    tells_of_marks: true,
    title_from: None,
    fields: &[
        field("standfirst", Holds::Prose),
        field("published", Holds::Moment),
        field("updated", Holds::Moment),
        field("authors", Holds::List(&Holds::RefOrText(&["person", "org"]))),
        field(
            "dateline",
            Holds::Map(&[field("place", Holds::RefOrText(&["place"])), field("date", Holds::Date)]),
        ),
        field("image", Holds::Map(IMAGE)),
        field("key_points", Holds::List(&Holds::Prose)),
        field("backstory", Holds::Prose),
        field(
            "checks",
            Holds::List(&Holds::Map(&[
                field("what", Holds::Text),
                field("by", Holds::Text),
                field("date", Holds::Moment),
            ])),
        ),
        field("series", Holds::Map(&[field("id", Holds::Text), field("part", Holds::Int(1, 999))])),
        field("licence", Holds::Text),
        field("lang", Holds::Text),
    ],
};

const IMAGE: &[crate::model::record::Field] = &[
    field("file", Holds::Text),
    field("alt", Holds::Text),
    field("caption", Holds::Prose),
    field("credit", Holds::Text),
];

impl PageKind for Explainer {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        super::entry::pages(site, CONTENT.name)
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let Some(id) = page.entry() else { return Vec::new() };
        let mut view = teaser(id, desk.site);
        view.extend(text(id, desk));
        view.extend(end_matter(id, desk));
        view
    }
}

/// What lists show of an explainer.
pub fn teaser(id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
    let entry = site.entry(id);
    let fields = &entry.document.fields;
    let standfirst = fields.prose("standfirst").or(fields.prose("short"));
    let description = match standfirst {
        Some(prose) => entry.document.prose(prose).plain(0..entry.document.prose(prose).main as usize),
        None => entry.document.body().first_paragraph(),
    };
    vec![
        ("title", View::Text(entry.document.title.clone())),
        ("link", View::url(site.link(id))),
        ("description", View::text(description)),
        ("standfirst", standfirst.map_or(View::None, |prose| View::Prose(id, prose, Style::Inline))),
        ("published", moment(fields, "published", site)),
        ("updated", moment(fields, "updated", site)),
        ("topics", topics(fields, site)),
        ("stage", stage(fields)),
        ("image", image(id, site)),
    ]
}

/// The topics of a record, each with its page.
fn topics(fields: &Fields, site: &Site) -> View {
    let topics = fields.texts("topics").filter_map(|topic| site.topics.get(site.topic(topic)?));
    View::list(topics.map(|topic| {
        View::Map(vec![
            ("title", View::Text(topic.title.clone())),
            ("url", View::url(site.settings.link(&format!("topics/{}/", topic.id)))),
        ])
    }))
}

/// The text and what stands around it.
fn text(id: EntryId, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
    let (site, entry) = (desk.site, desk.site.entry(id));
    let fields = &entry.document.fields;
    let headings = entry.document.body().headings.iter().filter(|h| !h.boxed && h.level <= 2);
    let mut view = notes(id, desk);
    view.extend([
        ("authors", annotations::chips(id, "authors", site)),
        ("dateline", dateline(fields, site)),
        (
            "key_points",
            View::list(fields.list("key_points").iter().filter_map(|point| match point {
                crate::model::record::Data::Prose(prose) => Some(View::Prose(id, *prose, Style::OwnLine)),
                _ => None,
            })),
        ),
        (
            "contents",
            View::list(headings.map(|heading| {
                View::Map(vec![("id", View::text(&*heading.id)), ("title", View::text(&*heading.words))])
            })),
        ),
        ("body", View::Prose(id, ProseId(0), Style::Article)),
    ]);
    view
}

/// The notes that stand beside a page's text, and the kinds of mark that occur.
pub fn notes(id: EntryId, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
    let notes = &desk.site.entry(id).links.notes;
    let mut kinds: Vec<&'static str> = notes.iter().map(NoteRef::kind).collect();
    kinds.sort_by_key(|kind| annotations::names().iter().position(|name| name == kind));
    kinds.dedup();
    vec![
        ("notes", View::list(notes.iter().filter_map(|note| note_view(id, note, desk)))),
        ("anchors", View::Css(notes.iter().filter_map(anchor_rule).collect::<String>().into())),
        ("kinds", View::list(kinds.into_iter().map(View::text))),
    ]
}

/// Ties a note to the mark it stands beside, for style sheets that place it there.
fn anchor_rule(note: &NoteRef) -> Option<String> {
    let (number, first) = (note.number?, note.anchors.first()?);
    Some(format!(
        "#{}{{anchor-name:--m{number}}}[data-number=\"{number}\"]{{--m:--m{number}}}",
        first.fragment()
    ))
}

fn note_view(id: EntryId, note: &NoteRef, desk: &Desk<'_>) -> Option<View> {
    let number = note.number?;
    let body = desk.site.entry(id).document.body();
    let gloss =
        |mark: u32| body.marks.get(mark as usize).map(|mark| &*mark.gloss).filter(|gloss| !gloss.is_empty());
    let told = match &note.about {
        NoteAbout::Entry(target) => desk.card_of(target),
        NoteAbout::Long(i) => View::Map(vec![("text", View::Note(id, *i))]),
        NoteAbout::Short(mark) => View::Map(vec![("text", View::maybe(gloss(*mark)))]),
    };
    // A short note is its gloss; for an entry, a gloss is said beside what the entry says.
    let beside = note.anchors.iter().find_map(|anchor| match (anchor, &note.about) {
        (Anchor::Mark(mark), NoteAbout::Entry(_)) => gloss(*mark),
        _ => None,
    });
    Some(View::Map(vec![
        ("number", View::Int(number.into())),
        ("kind", View::text(note.kind())),
        ("fragment", View::text(note.fragment())),
        ("back", back(note)),
        ("gloss", View::maybe(beside)),
        ("html", View::Told(note.kind(), Box::new(told))),
    ]))
}

/// The passages that lead to a note.
fn back(note: &NoteRef) -> View {
    View::list(note.anchors.iter().map(|anchor| View::text(anchor.fragment())))
}

/// What stands under the text: the dates, names and sources it marks, and how it was made.
fn end_matter(id: EntryId, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
    let site = desk.site;
    let fields = &site.entry(id).document.fields;
    let dates = Below::new(id, Stand::Dates, site);
    let mut events = dates.entries.clone();
    super::timeline::sort(&mut events, site);
    let mut names = Below::new(id, Stand::Names, site);
    names.entries.sort_by_key(|name| super::sort_key(site, *name));
    let mut sources = Below::new(id, Stand::Sources, site);
    let listed = fields.refs("sources").filter_map(|source| site.find(source));
    sources.entries.extend(listed.filter(|source| !sources.notes.contains_key(source)).collect::<Vec<_>>());
    vec![
        ("timeline", super::timeline::rows(&events, desk, |event| dates.row(event, desk))),
        ("names", names.rows(desk)),
        ("sources", sources.rows(desk)),
        (
            "backstory",
            fields.prose("backstory").map_or(View::None, |prose| View::Prose(id, prose, Style::Blocks)),
        ),
        ("checks", View::list(fields.maps("checks").map(|check| check_view(check, site)))),
        ("licence", View::maybe(fields.text("licence").or(site.settings.fields.text("licence")).cloned())),
        ("lang", View::maybe(fields.text("lang").cloned())),
        ("series", super::series::of(id, desk)),
    ]
}

/// What a page says of entries away from the passages that mark them.
struct Below<'a> {
    /// The entries, in order of reading.
    entries: Vec<EntryId>,
    notes: HashMap<EntryId, &'a NoteRef>,
}

impl<'a> Below<'a> {
    fn new(id: EntryId, stand: Stand, site: &'a Site) -> Self {
        let marked = site.entry(id).links.notes.iter().filter_map(|note| match &note.about {
            NoteAbout::Entry(entry) if annotations::stand(entry.kind) == stand => {
                Some((site.find(entry)?, note))
            }
            _ => None,
        });
        let marked: Vec<_> = marked.collect();
        Self {
            entries: marked.iter().map(|(entry, _)| *entry).collect(),
            notes: marked.into_iter().collect(),
        }
    }

    fn rows(&self, desk: &Desk<'_>) -> View {
        View::list(self.entries.iter().map(|entry| View::Map(self.row(*entry, desk))))
    }

    /// The card of an entry, the fragment it is found under, and the way back to the passages.
    fn row(&self, entry: EntryId, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let note = self.notes.get(&entry).copied();
        vec![
            ("card", desk.card(entry)),
            ("fragment", View::maybe(note.map(NoteRef::fragment))),
            ("back", note.map_or(View::List(Vec::new()), back)),
        ]
    }
}

fn check_view(check: &Fields, site: &Site) -> View {
    View::Map(vec![
        ("what", View::maybe(check.text("what").cloned())),
        ("by", View::maybe(check.text("by").cloned())),
        ("date", moment(check, "date", site)),
    ])
}

/// A time of publication in words and for machines.
pub fn moment(fields: &Fields, name: &str, site: &Site) -> View {
    let zone = &site.settings.zone;
    fields.moment(name).map_or(View::None, |at| {
        View::Map(vec![
            ("text", View::text(at.show(site.words()))),
            ("html", View::text(at.html(zone))),
            ("rfc3339", View::text(at.rfc3339(zone))),
        ])
    })
}

/// The stage, where it is not the usual one: only previews of drafts show it.
fn stage(fields: &Fields) -> View {
    let stage = if fields.is_set("draft") { Some("draft".into()) } else { fields.text("stage").cloned() };
    View::maybe(stage.filter(|stage| &**stage != "published"))
}

fn dateline(fields: &Fields, site: &Site) -> View {
    let Some(dateline) = fields.map("dateline") else { return View::None };
    let place = dateline.get("place").map_or(View::None, |place| annotations::chip_or_text(place, site));
    let date = dateline.date("date").map(|date| date.show(site.words()));
    View::Map(vec![("place", place), ("date", View::maybe(date))])
}

fn image(id: EntryId, site: &Site) -> View {
    let entry = site.entry(id);
    let Some(image) = entry.document.fields.map("image") else { return View::None };
    let medium = entry.links.image.as_ref().and_then(|path| site.media.get(path));
    let size = medium.and_then(|medium| medium.size);
    let address = |path: &str| site.settings.address(&Site::media_path(path));
    View::Map(vec![
        ("src", medium.map_or(View::None, |m| View::url(site.settings.link(&Site::media_path(&m.path))))),
        ("address", medium.map_or(View::None, |m| View::url(address(&m.path)))),
        ("width", size.map_or(View::None, |(width, _)| View::Int(width.into()))),
        ("height", size.map_or(View::None, |(_, height)| View::Int(height.into()))),
        ("alt", View::maybe(image.text("alt").cloned())),
        ("caption", image.prose("caption").map_or(View::None, |prose| View::Prose(id, prose, Style::Inline))),
        ("credit", View::maybe(image.text("credit").cloned())),
    ])
}
