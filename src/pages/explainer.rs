//! An explainer: the text with its notes, and under it the dates, people and sources it leans on.

use super::timeline::Dated;
use super::{PageKind, corrections};
use crate::annotations;
use crate::model::days::CADENCES;
use crate::model::plan::Page;
use crate::model::record::{ContentKind, Field, Fields, Holds, Reference, field};
use crate::model::settings::direction;
use crate::model::site::{Anchor, EntryId, NoteAbout, NoteRef, Site, Stand};
use crate::model::view::{Desk, Marked, Shown, Style, View};
use std::collections::{BTreeSet, HashMap};

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
        field("standfirst", "A sentence or two under the title.", Holds::Prose),
        field("published", "When readers first saw it.", Holds::Moment),
        field("updated", "When it last changed in a way that matters to readers.", Holds::Moment),
        field("cadence", "How often it is looked over; past that it is due.", Holds::OneOf(CADENCES)),
        field(
            "authors",
            "Who wrote it: short for `credits: {writing: …}`.",
            Holds::List(&Holds::RefOrText(&["person", "org"])),
        ),
        field(
            "dateline",
            "Where and when it was written.",
            Holds::Map(&[
                field("place", "The place.", Holds::RefOrText(&["place"])),
                field("date", "The day.", Holds::Date),
            ]),
        ),
        field("image", "The picture over the text.", Holds::Map(IMAGE)),
        field("key_points", "What a reader in a hurry should know.", Holds::List(&Holds::Prose)),
        field(
            "quick_facts",
            "Labels and a few words beside each.",
            Holds::List(&Holds::Map(&[
                field("label", "The label.", Holds::Text),
                field("text", "The words beside it.", Holds::Prose),
            ])),
        ),
        field("questions", "The ids of headings that are a reader’s question.", Holds::List(&Holds::Text)),
        field(
            "timeline",
            "Dates of this explainer alone.",
            Holds::List(&Holds::Map(&[
                field("date", "When.", Holds::DateOrUnknown),
                field("display_date", "The date in words, where they say it better.", Holds::Text),
                field("title", "What happened.", Holds::Text),
                field("text", "A sentence or two on it.", Holds::Prose),
                field("sources", "Where it is from: ids of sources.", Holds::List(&Holds::Ref("source"))),
            ])),
        ),
        field(
            "updates",
            "What readers are told of later changes.",
            Holds::List(&Holds::Map(&[
                field("date", "When.", Holds::Moment),
                field("text", "What changed.", Holds::Prose),
            ])),
        ),
        field("developing", "Whether the story is still moving.", Holds::Bool),
        field("credits", "Who did what.", Holds::Map(CREDITS)),
        field("canonical", "Its address elsewhere, where it was published first.", Holds::Url),
        field("aliases", "Other addresses of its page, which lead here.", Holds::List(&Holds::Text)),
        field("class_pack", "Whether there is a printable pack for a class.", Holds::Bool),
        field("backstory", "How you made this.", Holds::Prose),
        field(
            "checks",
            "What was checked before it was published.",
            Holds::List(&Holds::Map(&[
                field("what", "What.", Holds::Text),
                field("by", "By whom.", Holds::Text),
                field("date", "When.", Holds::Moment),
            ])),
        ),
        field(
            "series",
            "The series it is a part of.",
            Holds::Map(&[
                field("id", "The id of the series.", Holds::Text),
                field("part", "Which part it is.", Holds::Int(1, 999)),
            ]),
        ),
        field(
            "licence",
            "On which terms others may use it, where they are others than those of the site.",
            Holds::Text,
        ),
        field("lang", "Its language, where it is another than that of the site.", Holds::Text),
    ],
};

/// Who did what, in the order in which a page names them.
const CREDITS: &[Field] = &[
    field("writing", "Who wrote it.", CREDITED),
    field("reporting", "Who reported.", CREDITED),
    field("editing", "Who edited it.", CREDITED),
    field("fact_check", "Who checked the facts.", CREDITED),
    field("data", "Who worked on the data.", CREDITED),
    field("graphics", "Who drew.", CREDITED),
    field("photography", "Who took the pictures.", CREDITED),
    field("translation", "Who translated it.", CREDITED),
];

const CREDITED: Holds = Holds::List(&Holds::RefOrText(&["person", "org"]));

/// A picture that stands over a text.
pub const IMAGE: &[Field] = &[
    field("file", "The file, beside this one or in `content/media/`; or `media:id`.", Holds::Text),
    field("alt", "What it shows, for those who cannot see it.", Holds::Text),
    field("caption", "What stands under it.", Holds::Prose),
    field("credit", "Who made it.", Holds::Text),
];

impl PageKind for Explainer {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        super::entry::pages(site, CONTENT.name)
    }

    fn schema_org(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        page.entry().map_or_else(Vec::new, |id| super::json_ld::article(id, desk.site))
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
        ("canonical_elsewhere", fields.text("canonical").map_or(View::None, |url| View::Url(url.clone()))),
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
            "quick_facts",
            View::list(fields.maps("quick_facts").map(|fact| {
                let text = fact.prose("text").map_or(View::None, |p| View::Prose(id, p, Style::OwnLine));
                View::Map(vec![("label", View::maybe(fact.text("label").cloned())), ("text", text)])
            })),
        ),
        ("questions", questions(id, site)),
        ("developing", View::Bool(fields.is_set("developing"))),
        (
            "contents",
            View::list(headings.map(|heading| {
                View::Map(vec![("id", View::text(&*heading.id)), ("title", View::text(&*heading.words))])
            })),
        ),
        ("body", article(id, desk)),
    ]);
    view
}

/// The headings that are a reader's question, as the record lists them.
pub fn questions(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    let headings = &document.body().headings;
    let asked = document.fields.texts("questions");
    View::list(asked.filter_map(|asked| {
        let heading = headings.iter().find(|heading| *heading.id == **asked)?;
        Some(View::Map(vec![("id", View::text(&*heading.id)), ("title", View::text(&*heading.words))]))
    }))
}

/// The body of a page that carries notes, with its cards.
pub fn article(id: EntryId, desk: &Desk<'_>) -> View {
    let entry = desk.site.entry(id);
    let cards = entry.document.body().cards.iter().filter_map(|index| {
        let (mark, target) = entry.mark_in_body(*index)?;
        let kind = annotations::find(target.map(|target| target.kind).or(mark.kind)?)?;
        let about = target.and_then(|target| desk.site.find(target));
        // What has entries shows nothing where this one is not published.
        if about.is_none() && kind.content().is_some() {
            return None;
        }
        let marked = Marked {
            kind: kind.name(),
            about: about.map_or(View::None, |about| desk.card(about)),
            mark: View::Map(kind.marked(mark, about, desk)),
            shown: Shown::Card,
        };
        Some((*index, View::Marked(Box::new(marked))))
    });
    View::Article(id, cards.collect())
}

/// The notes that stand beside a page's text, and the kinds of mark that occur.
pub fn notes(id: EntryId, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
    let notes = &desk.site.entry(id).links.notes;
    let occurring: BTreeSet<&str> = notes.iter().map(NoteRef::kind).collect();
    let kinds = annotations::names().into_iter().filter(|kind| occurring.contains(kind));
    vec![
        ("notes", View::list(notes.iter().filter_map(|note| note_view(id, note, desk)))),
        ("anchors", View::Css(notes.iter().filter_map(anchor_rule).collect::<String>().into())),
        ("kinds", View::list(kinds.map(View::text))),
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
    let told = |about: View| View::Told(note.kind(), Box::new(about));
    let html = match &note.about {
        NoteAbout::Entry(target) => told_of(note, target, id, desk),
        NoteAbout::Long(i) => told(View::Map(vec![("text", View::Note(id, *i))])),
        NoteAbout::Short(mark) => told(View::Map(vec![("text", View::maybe(gloss(*mark)))])),
    };
    // A short note is its gloss; for an entry, a gloss is said beside what the entry says.
    let beside = note.anchors.iter().find_map(|anchor| match (anchor, &note.about) {
        (Anchor::Mark(mark), NoteAbout::Entry(_)) => gloss(*mark),
        _ => None,
    });
    Some(View::Map(vec![
        ("number", View::Int(number.into())),
        ("kind", View::Constant(note.kind())),
        ("fragment", View::text(note.fragment_in(desk.site.theme.marks))),
        ("back", back(note)),
        ("gloss", View::maybe(beside)),
        ("html", html),
    ]))
}

/// What a note tells of an entry, and of the value of it that the passage is pinned to.
pub fn told_of(note: &NoteRef, target: &Reference, id: EntryId, desk: &Desk<'_>) -> View {
    let about = desk.card_of(target);
    let mark = note.anchors.iter().find_map(|anchor| match anchor {
        Anchor::Mark(mark) => desk.site.entry(id).document.body().marks.get(*mark as usize),
        _ => None,
    });
    let kind = annotations::find(target.kind);
    let more = mark.zip(kind).map(|(mark, kind)| kind.marked(mark, desk.site.find(target), desk));
    match more.filter(|more| !more.is_empty()) {
        Some(more) => View::Marked(Box::new(Marked {
            kind: target.kind,
            about,
            mark: View::Map(more),
            shown: Shown::Note,
        })),
        None => View::Told(target.kind, Box::new(about)),
    }
}

/// The passages that lead to a note.
fn back(note: &NoteRef) -> View {
    View::list(note.anchors.iter().map(|anchor| View::text(anchor.fragment())))
}

/// What stands under the text: the dates, names and sources it marks, and how it was made.
fn end_matter(id: EntryId, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
    let site = desk.site;
    let fields = &site.entry(id).document.fields;
    let mut names = Below::new(id, Stand::Names, site);
    names.entries.sort_by(|one, other| super::sort_key(site, *one).cmp(super::sort_key(site, *other)));
    let mut sources = Below::new(id, Stand::Sources, site);
    let listed = fields.refs("sources").filter_map(|source| site.find(source));
    sources.entries.extend(listed.filter(|source| !sources.notes.contains_key(source)).collect::<Vec<_>>());
    vec![
        ("timeline", timeline(id, Style::OwnLine, desk)),
        ("names", names.rows(desk)),
        ("sources", sources.rows(desk)),
        (
            "backstory",
            fields.prose("backstory").map_or(View::None, |prose| View::Prose(id, prose, Style::Blocks)),
        ),
        ("checks", View::list(fields.maps("checks").map(|check| check_view(check, site)))),
        ("licence", View::maybe(fields.text("licence").or(site.settings.fields.text("licence")).cloned())),
        ("lang", View::maybe(fields.text("lang").cloned())),
        ("dir", View::maybe(fields.text("lang").map(|lang| direction(lang)))),
        ("series", super::series::of(id, desk)),
        ("corrections", View::list(corrections::of(id, site).iter().map(|c| c.view(site)))),
        ("corrections_elsewhere", View::list(corrections::leant_on(id, site).iter().map(|c| c.view(site)))),
        (
            "updates",
            View::list(fields.maps("updates").map(|update| View::Map(update_view(id, update, site)))),
        ),
        ("related", super::related::to(id, desk)),
        ("class_pack", super::class_pack::link(id, site)),
        ("credits", credits(fields, site)),
    ]
}

/// The events that the text marks, and the dates that only this explainer has.
pub fn timeline(id: EntryId, style: Style, desk: &Desk<'_>) -> View {
    let site = desk.site;
    let dates = Below::new(id, Stand::Dates, site);
    let marked = dates.entries.iter().map(|event| Dated {
        date: annotations::event::filed_under(&site.entry(*event).document.fields).cloned(),
        event: desk.card(*event),
        more: dates.row(*event, desk),
    });
    let own = site.entry(id).document.fields.maps("timeline").map(|date| own_date(id, date, style, site));
    super::timeline::dated_rows(marked.chain(own).collect(), site)
}

/// A date of this explainer only, as a card that has no page.
fn own_date(id: EntryId, fields: &Fields, style: Style, site: &Site) -> Dated {
    let text = |name: &str| fields.text(name).cloned();
    let short = fields.prose("text").map_or(View::None, |prose| View::Prose(id, prose, style));
    let sources = fields.refs("sources").filter_map(|source| annotations::chip(source, site));
    let card = View::Map(vec![
        ("kind", View::Constant("event")),
        ("id", View::None),
        ("title", View::maybe(text("title"))),
        ("url", View::None),
        ("short", short),
        ("sources", View::list(sources)),
        ("date", annotations::event::dated(fields, site.words())),
        ("shape", View::text(fields.date("date").map_or("about", |date| date.shape().name()))),
        ("importance", View::Int(2)),
    ]);
    Dated { date: fields.date("date").cloned(), event: card, more: Vec::new() }
}

/// Who did what.
fn credits(fields: &Fields, site: &Site) -> View {
    let Some(credits) = fields.map("credits") else { return View::None };
    let named = CREDITS.iter().filter(|task| !credits.list(task.name).is_empty());
    View::list(named.map(|task| {
        let chips = credits.list(task.name).iter().map(|data| annotations::chip_or_text(data, site));
        View::Map(vec![
            ("task", View::text(site.words().get(&format!("credit_{}", task.name)))),
            ("names", View::list(chips.filter(|chip| !matches!(chip, View::None)))),
        ])
    }))
}

/// When something changed, and what is said of it.
pub fn update_view(id: EntryId, update: &Fields, site: &Site) -> Vec<(&'static str, View)> {
    let text = update.prose("text").map_or(View::None, |prose| View::Prose(id, prose, Style::Inline));
    vec![("date", moment(update, "date", site)), ("text", text)]
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

/// The picture of a record. What its own fields leave out is taken from the picture's record.
pub fn image(id: EntryId, site: &Site) -> View {
    let entry = site.entry(id);
    let Some(image) = entry.document.fields.map("image") else { return View::None };
    let medium = entry.links.image.as_ref().and_then(|path| site.media.get(path));
    let record = entry.links.image_record.as_ref().and_then(|record| site.find(record));
    let recorded = record.map(|record| &site.entry(record).document.fields);
    let text = |name: &str| {
        View::maybe(image.text(name).or_else(|| recorded.and_then(|fields| fields.text(name))).cloned())
    };
    let recorded_caption = || Some((record?, recorded?.prose("caption")?));
    let caption = image.prose("caption").map(|prose| (id, prose)).or_else(recorded_caption);
    let size = medium.and_then(|medium| medium.size);
    let address = |path: &str| site.settings.address(&Site::media_path(path));
    View::Map(vec![
        ("src", medium.map_or(View::None, |m| View::url(site.settings.link(&Site::media_path(&m.path))))),
        ("address", medium.map_or(View::None, |m| View::url(address(&m.path)))),
        ("width", size.map_or(View::None, |(width, _)| View::Int(width.into()))),
        ("height", size.map_or(View::None, |(_, height)| View::Int(height.into()))),
        // What passes pages on shows no drawings.
        ("raster", View::Bool(medium.is_some_and(|m| !m.path.ends_with(".svg")))),
        ("alt", text("alt")),
        ("caption", caption.map_or(View::None, |(id, prose)| View::Prose(id, prose, Style::Inline))),
        ("credit", text("credit")),
    ])
}
