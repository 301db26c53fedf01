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

mod account;
mod annotations;
mod changes;
mod convert;
mod exports;
mod external;
mod link;
mod lints;
mod memory;
mod mend;
mod pages;
mod parse;
mod plan;
mod publish;
mod rename;
mod render;
mod schemas;
mod survival;

pub use account::{Account, Made};
pub use changes::Changed;
#[cfg(feature = "import")]
pub use convert::{Accepted, Imported, Refusal, Wanted, accept, fits, import};
pub use link::standing::{How, Naming, Standing};
pub use memory::Memory;
pub use render::Edition;
pub use schemas::Schema;
pub use survival::{FILE as MARKS_FILE, Fate, Locked};

use model::diagnostic::{Diagnostic, Diagnostics};
use model::edit::Edits;
use model::input::Project;
use model::outgoing::{Answer, Outgoing};
use model::output::Sink;
use model::record::{ContentKind, Field};

/// Builds a site: the story on one screen.
///
/// The outputs go to `sink` as they are done; what is wrong with content or templates comes back.
/// An empty `memory` gives the same bytes, only later.
pub fn build(project: &Project, memory: &mut Memory, sink: &dyn Sink) -> Diagnostics {
    let (edition, mut found) = edition(project, memory);
    edition.print(sink, &mut found);
    found
}

/// Everything but the printing: a site that is linked, planned and checked, with what is wrong with it. Its pages can be
/// printed one by one, which is what the preview does.
pub fn edition(project: &Project, memory: &mut Memory) -> (Edition, Diagnostics) {
    edition_told(project, memory, &mut |_| {})
}

/// The same, with word of each stage as it is done.
pub fn edition_told(
    project: &Project,
    memory: &mut Memory,
    passed: &mut dyn FnMut(&'static str),
) -> (Edition, Diagnostics) {
    let mut found = Diagnostics::default();
    let manuscripts = convert::inputs(&project.inputs, memory, &mut found);
    passed("convert");
    let written = parse::documents(&manuscripts, project, memory, &mut found);
    passed("parse");
    let site = link::site(written, project, memory, &mut found);
    passed("link");
    let plan = plan::pages(&site, &mut found);
    passed("plan");
    lints::check(&site, &plan, memory, &mut found);
    found.extend(survival::check(project, &site));
    passed("check");
    let edition = render::edition(site, plan, memory, &mut found);
    passed("templates");
    (edition, found)
}

/// The project as it would be with everything mended that has one safe answer. What is mended can show more that can be, so it
/// is done in rounds, until nothing is left.
pub fn mended(project: &Project, memory: &mut Memory) -> Project {
    let mut mended = project.clone();
    for _ in 0..mend::ROUNDS {
        let found = build(&mended, memory, &mend::Nowhere);
        match mend::round(&mended, &found) {
            Some(next) => mended = next,
            None => break,
        }
    }
    mended
}

/// What has gone stale by the day the settings say, or by today: for the editor, and in no page.
pub fn stale(project: &Project, memory: &mut Memory) -> Diagnostics {
    let mut stale = Diagnostics::default();
    let site = linked(project, memory);
    let zone = &site.settings.zone;
    let as_of = site.settings.fields.moment("as_of").map(|as_of| as_of.instant(zone));
    let today = zone.to_datetime(as_of.unwrap_or(project.options.now)).date();
    stale.extend(lints::due(&site, today));
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

/// Why a page or a record is, or is not, where somebody looked for it: named by its address, its file, or kind and id. The error
/// is a sentence, and what to do.
pub fn why(project: &Project, asked: &str) -> Result<Vec<Account>, (String, String)> {
    let (mut memory, mut unheard) = (Memory::new(), Diagnostics::default());
    let manuscripts = convert::inputs(&project.inputs, &mut memory, &mut unheard);
    let written = parse::documents(&manuscripts, project, &mut memory, &mut unheard);
    let standings = link::standing::of(&written, project, &mut memory);
    let site = link::site(written, project, &mut memory, &mut unheard);
    let plan = plan::pages(&site, &mut unheard);
    let exports = account::Exports::default();
    build(project, &mut memory, &exports);
    account::accounts(
        asked,
        &account::Desk { standings: &standings, site: &site, plan: &plan, exports: &exports },
    )
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

/// Every link of what is published that leads out of the site.
pub fn outgoing_links(project: &Project, memory: &mut Memory) -> Vec<Outgoing> {
    external::links(&linked(project, memory))
}

/// What is said of links that the web answered to otherwise than hoped. It is never an error: the web has its weather.
pub fn answered(links: &[Outgoing], answers: &[Answer]) -> Diagnostics {
    let mut found = Diagnostics::default();
    found.extend(external::told(links, answers));
    found
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

/// What somebody who publishes the site has to know of it.
pub(crate) fn outlook(project: &Project, memory: &mut Memory) -> publish::Outlook {
    let mut unheard = Diagnostics::default();
    let manuscripts = convert::inputs(&project.inputs, memory, &mut unheard);
    let written = parse::documents(&manuscripts, project, memory, &mut unheard);
    let documents = written.documents.clone();
    let site = link::site(written, project, memory, &mut unheard);
    publish::Outlook::new(&documents, &site, project.options.now)
}

/// The linked site, with what is wrong with it left to `build`.
fn linked(project: &Project, memory: &mut Memory) -> model::site::Site {
    let mut unheard = Diagnostics::default();
    let manuscripts = convert::inputs(&project.inputs, memory, &mut unheard);
    let written = parse::documents(&manuscripts, project, memory, &mut unheard);
    link::site(written, project, memory, &mut unheard)
}

/// The switches of every house rule: what may stand under `lints:`.
pub(crate) fn house_rules() -> &'static [Field] {
    lints::FIELDS
}

/// Every kind of content there is: the folders of `content/`.
pub(crate) fn content_kinds() -> impl Iterator<Item = &'static ContentKind> {
    let entries = annotations::KINDS.iter().filter_map(|kind| kind.content());
    entries.chain(pages::CONTENT.iter().copied())
}

/// A JSON Schema for every kind of file that is written in YAML.
pub fn json_schemas() -> Vec<Schema> {
    schemas::all()
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
