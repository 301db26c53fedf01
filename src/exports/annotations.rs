//! What an explainer marks, as W3C Web Annotations: a collection for each explainer that has a mark,
//! <https://www.w3.org/TR/annotation-model/>.

use super::{ExportKind, Form};
use crate::annotations;
use crate::model::plan::{Page, Subject};
use crate::model::quote_anchor::{self, Quoted};
use crate::model::site::{Anchor, EntryId, NoteAbout, Site};
use crate::model::view::{Desk, View};
use std::sync::Arc;

/// The kind `annotations`.
pub struct Annotations;

const FILE: &str = "annotations.json";

impl ExportKind for Annotations {
    fn name(&self) -> &'static str {
        "annotations"
    }

    fn form(&self) -> Form {
        Form::CompactJson
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("application/ld+json")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["explainer"]
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let marked = site.of_kind("explainer").filter(|id| !site.entry(*id).links.notes.is_empty());
        let page = |id| Page {
            kind: self.name(),
            path: format!("{}{FILE}", site.entry(id).path).into(),
            subject: Subject::Entry(id),
        };
        marked.map(page).collect()
    }

    fn view(&self, page: &Page, _: &Desk<'_>) -> View {
        page.entry().map_or(View::None, |id| View::Later(id, collection))
    }
}

fn collection(id: EntryId, site: &Site) -> View {
    let passages = quote_anchor::of(id, site);
    let address = format!("{}{FILE}", site.address(id));
    let first = format!("{address}#page-1");
    let items = passages.iter().map(|quoted| annotation(id, quoted, &address, site));
    let page = View::Map(vec![
        ("id", View::url(first.clone())),
        ("type", View::Constant("AnnotationPage")),
        ("startIndex", View::Int(0)),
        ("items", View::list(items)),
    ]);
    let some = !passages.is_empty();
    View::Map(vec![
        ("@context", View::Constant("http://www.w3.org/ns/anno.jsonld")),
        ("id", View::url(address)),
        ("type", View::Constant("AnnotationCollection")),
        ("label", View::Text(site.entry(id).document.title.clone())),
        ("total", View::Int(i64::try_from(passages.len()).unwrap_or(0))),
        ("first", if some { page } else { View::None }),
        ("last", if some { View::url(first) } else { View::None }),
    ])
}

fn annotation(id: EntryId, quoted: &Quoted, collection: &str, site: &Site) -> View {
    let kind = match &quoted.about {
        NoteAbout::Entry(entry) => entry.kind,
        NoteAbout::Short(_) | NoteAbout::Long(_) => "note",
    };
    let motivation = annotations::find(kind).map_or("linking", |kind| kind.motivation());
    View::Map(vec![
        ("id", View::url(format!("{collection}#{}", quoted.id))),
        ("type", View::Constant("Annotation")),
        ("motivation", View::Constant(motivation)),
        ("body", body(id, quoted, motivation, site)),
        ("target", target(id, quoted, site)),
    ])
}

/// The address of the entry, with what is said of it in this place; or the note.
fn body(id: EntryId, quoted: &Quoted, purpose: &'static str, site: &Site) -> View {
    let prose = site.entry(id).document.body();
    let gloss = match quoted.anchor {
        Anchor::Mark(mark) => prose.marks.get(mark as usize).map_or("", |mark| &mark.gloss),
        _ => "",
    };
    match &quoted.about {
        NoteAbout::Entry(entry) => {
            let address = site.find(entry).map_or(View::None, |entry| View::url(site.address(entry)));
            match gloss {
                "" => address,
                gloss => View::list([address, text(gloss, "commenting", id, site)]),
            }
        }
        NoteAbout::Short(_) => text(gloss, purpose, id, site),
        NoteAbout::Long(note) => {
            let nodes =
                prose.notes.get(*note as usize).map_or(0..0, |n| n.nodes.0 as usize..n.nodes.1 as usize);
            text(prose.plain(nodes).trim(), purpose, id, site)
        }
    }
}

fn text(words: &str, purpose: &'static str, id: EntryId, site: &Site) -> View {
    let lang = site.entry(id).document.fields.text("lang").unwrap_or(&site.settings.lang);
    View::Map(vec![
        ("type", View::Constant("TextualBody")),
        ("value", View::text(words)),
        ("format", View::Constant("text/plain")),
        ("language", View::Text(lang.clone())),
        ("purpose", View::Constant(purpose)),
    ])
}

/// The passage: by the fragment of the page, and by its words, which find it again when the page has changed.
fn target(id: EntryId, quoted: &Quoted, site: &Site) -> View {
    let fragment = View::Map(vec![
        ("type", View::Constant("FragmentSelector")),
        ("value", View::text(quoted.anchor.fragment())),
    ]);
    let words = (!quoted.exact.is_empty()).then(|| words(quoted));
    View::Map(vec![
        ("type", View::Constant("SpecificResource")),
        ("source", View::url(site.address(id))),
        ("selector", View::list([fragment].into_iter().chain(words))),
    ])
}

fn words(quoted: &Quoted) -> View {
    let around = |text: &Arc<str>| if text.is_empty() { View::None } else { View::Text(text.clone()) };
    View::Map(vec![
        ("type", View::Constant("TextQuoteSelector")),
        ("exact", View::Text(quoted.exact.clone())),
        ("prefix", around(&quoted.prefix)),
        ("suffix", around(&quoted.suffix)),
    ])
}
