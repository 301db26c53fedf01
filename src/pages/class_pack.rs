//! A class pack: what a teacher prints for a class. Key points, dates, words to know, who's who, questions and
//! sources of one explainer, where its front matter asks for it with `class_pack: true`.

use super::{PageKind, explainer};
use crate::annotations;
use crate::model::plan::{Page, Subject};
use crate::model::record::Data;
use crate::model::site::{EntryId, NoteAbout, Site, Stand};
use crate::model::view::{Desk, Style, View};

/// The kind `class_pack`.
pub struct ClassPack;

impl PageKind for ClassPack {
    fn name(&self) -> &'static str {
        "class_pack"
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let asked = site.of_kind("explainer").filter(|id| path(*id, site).is_some());
        let page =
            |id| Some(Page { kind: "class_pack", path: path(id, site)?.into(), subject: Subject::Entry(id) });
        asked.filter_map(page).collect()
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let Some(id) = page.entry() else { return Vec::new() };
        let site = desk.site;
        let document = &site.entry(id).document;
        let words = site.words();
        vec![
            ("title", View::text(words.fill("class_pack_of", &[("title", &document.title)]))),
            ("description", View::text(words.get("class_pack_about"))),
            ("explainer", desk.card(id)),
            ("key_points", key_points(id, site)),
            ("questions", explainer::questions(id, site)),
            ("timeline", explainer::timeline(id, Style::Inline, desk)),
            ("groups", groups(id, desk)),
            ("names", leant_on(id, Stand::Names, desk)),
            ("sources", leant_on(id, Stand::Sources, desk)),
        ]
    }
}

/// The link of an explainer's class pack, where it has one.
pub fn link(id: EntryId, site: &Site) -> View {
    path(id, site).map_or(View::None, |path| View::url(site.settings.link(&path)))
}

fn path(id: EntryId, site: &Site) -> Option<String> {
    let entry = site.entry(id);
    entry.document.fields.is_set("class_pack").then(|| format!("{}class-pack/", entry.path))
}

fn key_points(id: EntryId, site: &Site) -> View {
    View::list(site.entry(id).document.fields.list("key_points").iter().filter_map(|point| match point {
        Data::Prose(prose) => Some(View::Prose(id, *prose, Style::Inline)),
        _ => None,
    }))
}

/// What stands beside the text, by kind, as its notes tell it: a figure with the value that the text tells, a
/// quotation with its speaker, a claim with how it stands.
fn groups(id: EntryId, desk: &Desk<'_>) -> View {
    let site = desk.site;
    let beside = annotations::names().into_iter().filter(|kind| annotations::stand(kind) == Stand::Beside);
    View::list(beside.filter_map(|kind| {
        let notes = site.entry(id).links.notes.iter().filter_map(|note| match &note.about {
            NoteAbout::Entry(target) if target.kind == kind => {
                Some((site.find(target)?, explainer::told_of(note, target, id, desk)))
            }
            _ => None,
        });
        let mut notes: Vec<(EntryId, View)> = notes.collect();
        notes.sort_by_key(|(entry, _)| super::sort_key(site, *entry));
        (!notes.is_empty()).then(|| {
            View::Map(vec![
                ("kind", View::text(kind)),
                ("title", View::text(site.words().get(&format!("kinds_{kind}")))),
                ("notes", View::list(notes.into_iter().map(|(_, html)| html))),
            ])
        })
    }))
}

/// The entries that the text marks, by where a page tells of them, sorted as readers look for them.
fn leant_on(id: EntryId, stand: Stand, desk: &Desk<'_>) -> View {
    let site = desk.site;
    let entry = site.entry(id);
    let noted = entry.links.notes.iter().filter_map(|note| match &note.about {
        NoteAbout::Entry(target) => Some(target),
        _ => None,
    });
    let cards = entry.document.body().cards.iter().filter_map(|card| entry.mark_in_body(*card)?.1);
    let told = noted.chain(cards).filter(|target| annotations::stand(target.kind) == stand);
    let mut entries: Vec<EntryId> = told.filter_map(|target| site.find(target)).collect();
    if stand == Stand::Sources {
        entries.extend(entry.document.fields.refs("sources").filter_map(|source| site.find(source)));
    }
    entries.sort_by_key(|id| super::sort_key(site, *id));
    entries.dedup();
    super::cards(entries, desk)
}
