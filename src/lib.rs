//! Backstory: a static site generator for annotated news explainers.
//!
//! This page is the map. A file changes its type as it goes, never its meaning:
//!
//! ```text
//! Input ─convert→ Manuscript ─parse→ Document ─link→ Site ─plan→ Plan ─render→ Output
//! ```
//!
//! The stages are pure functions that cannot fail: what is wrong is a [`Diagnostic`], and the stage goes on.
//! `io` and `cli` alone touch the world. The families (`annotations`, `pages`, `exports`, `lints`) say what
//! kinds of things there are; each is a registry, and a new kind is one file and one line in it.
//! `tests/architecture.rs` holds this picture.
//!

pub mod cli;
pub mod io;
pub mod model;

mod annotations;
mod changes;
mod convert;
mod exports;
mod link;
mod lints;
mod memory;
mod pages;
mod parse;
mod plan;
mod rename;
mod render;
mod survival;

pub use changes::Changed;
#[cfg(feature = "import")]
pub use convert::{Accepted, Imported, Refusal, Wanted, accept, fits, import};
pub use memory::Memory;
pub use survival::{FILE as MARKS_FILE, Fate, Locked};

use model::diagnostic::{Diagnostic, Diagnostics};
use model::edit::Edits;
use model::input::Project;
use model::output::Sink;
use model::record::ContentKind;

/// Builds a site: the story on one screen.
///
/// The outputs go to `sink` as they are done; what is wrong with content or templates comes back.
/// An empty `memory` gives the same bytes, only later.
pub fn build(project: &Project, memory: &mut Memory, sink: &dyn Sink) -> Diagnostics {
    let mut found = Diagnostics::default();
    let manuscripts = convert::inputs(&project.inputs, memory, &mut found);
    let written = parse::documents(&manuscripts, project, memory, &mut found);
    let site = link::site(written, project, memory, &mut found);
    let plan = plan::pages(&site, &mut found);
    lints::check(&site, &plan, &mut found);
    found.extend(survival::check(project, &site));
    render::outputs(&site, &plan, sink, &mut found);
    found
}

/// What has gone stale by the day the settings say, or by today: for the editor, and in no page.
pub fn stale(project: &Project, memory: &mut Memory) -> Diagnostics {
    let mut stale = Diagnostics::default();
    let site = linked(project, memory);
    let zone = &site.settings.zone;
    let as_of = site.settings.fields.moment("as_of").map(|as_of| as_of.instant(zone));
    let today = zone.to_datetime(as_of.unwrap_or(project.options.now)).date();
    stale.extend(lints::stale::check(&site, today));
    stale
}

/// What to write so that a record has another id and everything that names it goes on doing so. The error is a
/// sentence, and what to do.
pub fn give_id(project: &Project, kind: &str, old: &str, new: &str) -> Result<Edits, (String, String)> {
    let Some(kind) = content_kinds().find(|known| known.name == kind || known.folder == kind) else {
        let kinds: Vec<_> = content_kinds().map(|kind| kind.name).collect();
        return Err((format!("there is no kind `{kind}`"), format!("the kinds are: {}", kinds.join(", "))));
    };
    let (mut memory, mut unheard) = (Memory::new(), Diagnostics::default());
    let manuscripts = convert::inputs(&project.inputs, &mut memory, &mut unheard);
    let written = parse::documents(&manuscripts, project, &mut memory, &mut unheard);
    rename::edits(&written, &manuscripts, kind, (old, new))
}

/// Every mark that was written down, with what became of it. The error is a file that cannot be read.
pub fn marks(project: &Project, memory: &mut Memory) -> Result<Vec<(Locked, Fate)>, Diagnostic> {
    let locked = survival::read(project)?;
    Ok(survival::fates(&locked, &linked(project, memory)))
}

/// What to write down of the marks there are now.
pub fn marks_file(project: &Project, memory: &mut Memory) -> String {
    survival::written(&survival::lock(&linked(project, memory)))
}

/// What changed in the content of a site: figures, quotations, corrections, dates and marks, record by record.
pub fn compare(before: &Project, after: &Project) -> Vec<Changed> {
    let written = |project: &Project| {
        let (mut memory, mut unheard) = (Memory::new(), Diagnostics::default());
        let manuscripts = convert::inputs(&project.inputs, &mut memory, &mut unheard);
        parse::documents(&manuscripts, project, &mut memory, &mut unheard).documents
    };
    changes::between(&written(before), &written(after))
}

/// Every name and every id that the site has already: an import suggests no entry twice.
#[cfg(feature = "import")]
pub fn known(project: &Project) -> model::suggestion::Known {
    let (mut memory, mut unheard) = (Memory::new(), Diagnostics::default());
    let manuscripts = convert::inputs(&project.inputs, &mut memory, &mut unheard);
    let written = parse::documents(&manuscripts, project, &mut memory, &mut unheard);
    let mut known = model::suggestion::Known::default();
    let mut shared = Vec::new();
    for document in &written.documents {
        let target = format!("{}:{}", document.kind.name, document.id);
        if annotations::find(document.kind.name).is_some_and(|kind| kind.is_found_by_name()) {
            for name in std::iter::once(&document.title).chain(document.fields.texts("variants")) {
                if known.names.insert(name.to_string(), target.clone()).is_some_and(|other| other != target) {
                    shared.push(name.clone());
                }
            }
        }
        known.ids.insert(target);
    }
    // A name that several entries have leads to none.
    shared.iter().for_each(|name| drop(known.names.remove(&**name)));
    known
}

/// The linked site, with what is wrong with it left to `build`.
fn linked(project: &Project, memory: &mut Memory) -> model::site::Site {
    let mut unheard = Diagnostics::default();
    let manuscripts = convert::inputs(&project.inputs, memory, &mut unheard);
    let written = parse::documents(&manuscripts, project, memory, &mut unheard);
    link::site(written, project, memory, &mut unheard)
}

/// Every kind of content there is: the folders of `content/`.
pub(crate) fn content_kinds() -> impl Iterator<Item = &'static ContentKind> {
    let entries = annotations::KINDS.iter().filter_map(|kind| kind.content());
    entries.chain(pages::CONTENT.iter().copied())
}

/// The path that a site's pages stand under: `/`, or `/project/`.
pub fn base_path(project: &Project) -> String {
    let mut unheard = Diagnostics::default();
    let manuscripts = convert::inputs(&project.inputs, &mut Memory::new(), &mut unheard);
    parse::base_path(&manuscripts, project)
}

/// Raw copy as Markdown with front matter: what a `.txt` or `.html` file in `content/` is built from.
/// What cannot be read is an error.
pub fn raw_copy_as_markdown(path: &str, raw: &str) -> Result<String, Diagnostic> {
    convert::raw_copy_as_markdown(path, raw)
}
