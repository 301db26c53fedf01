//! Pages become bytes, in parallel, and are handed to the sink as they are done. Only here does text
//! become HTML. A page is rendered again only when the fingerprint of its view has changed.

mod alternates;
mod body;
mod calendar;
mod csv;
mod frame;
mod json;
mod mistakes;
mod passage;
mod policy;
mod templates;
mod values;

use crate::exports::Form;
use crate::memory::Memory;
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::model::hash::{Digest, Hash};
use crate::model::output::{Content, Output, Printer, Sink};
use crate::model::plan::{Page, Plan, Subject, Taken};
use crate::model::site::{EntryId, Site};
use crate::model::view::{Cards, Desk, Lists, View};
use crate::{annotations, exports, pages};
use alternates::Alternates;
use jiff::Timestamp;
use rayon::prelude::*;
use std::sync::Arc;
pub use templates::Templates;
use values::{Rendered, Values};

/// A site that is linked, planned and ready to be printed: all of it, or a page when somebody asks for it.
pub struct Edition {
    site: Site,
    plan: Plan,
    alternates: Alternates,
    cards: Cards,
    lists: Lists,
    rendered: Rendered,
    /// The hash of what every page sees: settings, words, navigation, templates.
    frame: Hash,
    /// Nothing where one of them is broken.
    templates: Option<Arc<Templates>>,
}

/// Makes an edition ready: its templates are compiled, and nothing is printed yet.
pub fn edition(site: Site, plan: Plan, memory: &mut Memory, found: &mut Diagnostics) -> Edition {
    let seen = frame::site_view(&site, &plan);
    let frame = frame::hash(&seen, &site);
    let templates = match &memory.templates {
        Some((known, templates)) if *known == frame => Some(templates.clone()),
        _ => Templates::load(&site, &seen, found).map(Arc::new),
    };
    memory.templates = templates.clone().map(|templates| (frame, templates));
    Edition {
        alternates: Alternates::new(&site, &plan),
        cards: Cards::new(site.entries.len(), card),
        lists: Lists::default(),
        rendered: Rendered::default(),
        frame,
        templates,
        site,
        plan,
    }
}

/// What notes, lists and pages show of an entry.
fn card(id: EntryId, site: &Site) -> View {
    match annotations::find(site.entry(id).document.kind.name) {
        Some(_) => annotations::card(id, site),
        None => View::Map(pages::explainer::teaser(id, site)),
    }
}

impl Edition {
    /// Prints all of it.
    pub fn print(&self, sink: &dyn Sink, found: &mut Diagnostics) {
        frame::copies(&self.site, sink);
        let Some(press) = self.press() else { return };
        // What tells of the whole site takes longest, and is begun first, so that nobody waits for it in the end.
        let is_whole = |page: &&Page| page.subject == Subject::Site;
        let (mut pages, parts): (Vec<&Page>, Vec<&Page>) = self.plan.pages.iter().partition(is_whole);
        pages.extend(parts);
        let shares = pages.par_iter().with_max_len(SHARE);
        let wrong: Vec<Diagnostic> = shares.filter_map(|page| press.page(page, sink).err()).collect();
        found.extend(once_each(wrong));
        found.extend(once_each(press.values.into_mistakes()));
    }

    /// When something is to be published or withdrawn next, so that another edition is due.
    pub fn due(&self) -> Option<Timestamp> {
        self.site.due
    }

    /// How many files it has.
    pub fn len(&self) -> usize {
        self.plan.taken.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.plan.taken.is_empty()
    }

    /// The address of the page that is made from a file of the site, under the base path.
    pub fn page_made_from(&self, file: &str) -> Option<String> {
        let made = |entry: &&crate::model::site::Entry| *entry.document.location.manuscript.path == *file;
        let entry = self.site.entries.iter().find(made)?;
        self.plan.at(&entry.path).map(|_| self.site.settings.link(&entry.path))
    }

    fn press(&self) -> Option<Press<'_>> {
        let templates = self.templates.as_deref()?;
        let desk = Desk { site: &self.site, plan: &self.plan, cards: &self.cards, lists: &self.lists };
        Some(Press {
            edition: self,
            desk,
            templates,
            values: Values::new(&self.site, templates, &self.rendered),
        })
    }
}

impl Printer for Edition {
    fn base_path(&self) -> &str {
        &self.site.settings.base_path
    }

    fn has(&self, path: &str) -> bool {
        self.plan.at(path).is_some()
    }

    fn print_file(&self, path: &str, sink: &dyn Sink) -> Result<bool, Diagnostic> {
        match self.plan.at(path) {
            None => Ok(false),
            Some(Taken::Page(i)) => {
                let (Some(press), Some(page)) = (self.press(), self.plan.pages.get(i as usize)) else {
                    return Ok(false);
                };
                press.page(page, sink)?;
                press.values.into_mistakes().into_iter().next().map_or(Ok(true), Err)
            }
            Some(Taken::Medium | Taken::Static | Taken::Asset) => Ok(frame::copy_of(path, &self.site, sink)),
        }
    }
}

/// A broken template breaks many pages in the same way: it is told once.
fn once_each(wrong: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::new();
    for diagnostic in wrong {
        if !told.iter().any(|d| d.place == diagnostic.place && d.message == diagnostic.message) {
            told.push(diagnostic);
        }
    }
    told
}

/// The template that a page or an export is made with; nothing where its form needs none.
pub fn template(page: &Page, site: &Site) -> Option<String> {
    let own = format!("page/{}.html", page.kind);
    match (pages::find(page.kind), exports::find(page.kind).map(|export| export.form())) {
        (Some(_), _) if site.theme.templates.contains_key(&own) => Some(own),
        // A kind of annotation without a page template of its own is shown as an entry.
        (Some(kind), _) => Some(format!("page/{}.html", kind.name())),
        (None, Some(Form::Template(name))) => Some(name.to_owned()),
        (None, _) => None,
    }
}

/// How many files a thread takes at a time, at most.
const SHARE: usize = 16;

/// What a file is made with.
enum Made {
    /// The template of a kind of page.
    Template(String),
    /// The form of an export.
    Form(Form),
}

/// Prints the pages of an edition.
struct Press<'a> {
    edition: &'a Edition,
    desk: Desk<'a>,
    templates: &'a Templates,
    values: Values<'a>,
}

impl Press<'_> {
    fn page(&self, page: &Page, sink: &dyn Sink) -> Result<(), Diagnostic> {
        if !sink.is_open() {
            return Ok(());
        }
        let Some((form, view)) = self.view(page) else { return Ok(()) };
        let fingerprint = match sink.compares_fingerprints() {
            true => self.fingerprint(&form, &view),
            false => Hash::default(),
        };
        let path = page.file();
        if !sink.holds(&path, fingerprint) {
            let content = Content::Bytes(self.bytes(page, &form, &view)?.into());
            sink.put(Output { path, fingerprint, content });
        }
        Ok(())
    }

    fn bytes(&self, page: &Page, form: &Made, view: &View) -> Result<Vec<u8>, Diagnostic> {
        let site = self.desk.site;
        Ok(match form {
            Made::Template(template) => self.templates.render(template, self.values.of(view), page)?,
            Made::Form(Form::Template(template)) => {
                self.templates.render(template, self.values.of(view), page)?
            }
            Made::Form(Form::Json) => json::file(view, site),
            Made::Form(Form::CompactJson) => json::compact(view, site),
            Made::Form(Form::Csv) => csv::file(view, site),
            Made::Form(Form::Calendar) => calendar::file(view, site),
        })
    }

    /// A page of HTML has the frame of all pages; an export has its own view alone.
    fn view(&self, page: &Page) -> Option<(Made, View)> {
        match (pages::find(page.kind), exports::find(page.kind)) {
            (Some(kind), _) => {
                let mut view = pages::frame(page, self.desk.site);
                view.push(("alternates", self.edition.alternates.of(page)));
                view.extend(kind.view(page, &self.desk));
                view.push(("json_ld", pages::json_ld::of(page, kind, &view, &self.desk)));
                Some((Made::Template(template(page, self.desk.site)?), View::Map(view)))
            }
            (None, Some(kind)) => Some((Made::Form(kind.form()), kind.view(page, &self.desk))),
            (None, None) => None,
        }
    }

    fn fingerprint(&self, made: &Made, view: &View) -> Hash {
        let mut digest = Digest::default();
        digest.hash(self.edition.frame);
        match made {
            Made::Template(template) => digest.bytes(template.as_bytes()),
            Made::Form(form) => digest.bytes(format!("{form:?}").as_bytes()),
        }
        view.digest(self.desk.site, &mut digest);
        digest.finish()
    }
}

/// A diagnostic for a template that is not there.
fn missing_template(name: &str) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        ..Diagnostic::error(
            "BS0601",
            Place::file(&format!("templates/{name}").into()),
            format!("there is no template `{name}`"),
        )
        .help("put it into the theme's `templates/`, or take the file away that hides the built-in one")
    }
}
