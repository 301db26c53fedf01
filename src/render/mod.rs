//! Pages become bytes, in parallel, and are handed to the sink as they are done. Only here does text
//! become HTML. A page is rendered again only when the fingerprint of its view has changed.

mod alternates;
mod body;
mod calendar;
mod csv;
mod json;
mod passage;
mod templates;
mod values;

use crate::exports::Form;
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::model::hash::{Digest, Hash};
use crate::model::input::Medium;
use crate::model::output::{Content, Output, Sink};
use crate::model::plan::{Page, Plan};
use crate::model::record::Reference;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, Shared, View};
use crate::{annotations, exports, pages};
use alternates::Alternates;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;
use templates::Templates;
use values::Values;

/// Renders everything the plan has.
pub fn outputs(site: &Site, plan: &Plan, sink: &dyn Sink, found: &mut Diagnostics) {
    copies(site, sink);
    let Some(templates) = Templates::load(site, &site_view(site, plan), found) else { return };
    let cards = cards(site);
    let desk = Desk { site, plan, cards: &cards };
    let renderer = Renderer {
        alternates: Alternates::new(site, plan),
        desk,
        frame: frame(site, plan),
        values: Values::new(site, &templates),
        templates: &templates,
    };
    let wrong: Vec<Diagnostic> =
        plan.pages.par_iter().filter_map(|page| renderer.page(page, sink).err()).collect();
    found.extend(once_each(wrong));
    found.extend(once_each(renderer.values.into_mistakes()));
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

/// What a file is made with.
enum Made {
    /// The template of a kind of page.
    Template(String),
    /// The form of an export.
    Form(Form),
}

struct Renderer<'a> {
    desk: Desk<'a>,
    alternates: Alternates,
    /// The hash of what every page sees: settings, words, navigation, templates.
    frame: Hash,
    templates: &'a Templates,
    values: Values<'a>,
}

impl Renderer<'_> {
    fn page(&self, page: &Page, sink: &dyn Sink) -> Result<(), Diagnostic> {
        let Some((form, view)) = self.view(page) else { return Ok(()) };
        let fingerprint = self.fingerprint(&form, &view);
        let path = page.file();
        if sink.holds(&path, fingerprint) {
            return Ok(());
        }
        let bytes = match &form {
            Made::Template(template) => self.templates.render(template, self.values.of(&view), page)?,
            Made::Form(Form::Template(template)) => {
                self.templates.render(template, self.values.of(&view), page)?
            }
            Made::Form(Form::Json) => json::file(&view, self.desk.site),
            Made::Form(Form::CompactJson) => json::compact(&view, self.desk.site),
            Made::Form(Form::Csv) => csv::file(&view, self.desk.site),
            Made::Form(Form::Calendar) => calendar::file(&view, self.desk.site),
        };
        sink.put(Output { path, fingerprint, content: Content::Bytes(bytes.into()) });
        Ok(())
    }

    /// A page of HTML has the frame of all pages; an export has its own view alone.
    fn view(&self, page: &Page) -> Option<(Made, View)> {
        match (pages::find(page.kind), exports::find(page.kind)) {
            (Some(kind), _) => {
                let mut view = pages::frame(page, self.desk.site);
                view.push(("alternates", self.alternates.of(page)));
                view.extend(kind.view(page, &self.desk));
                view.push(("json_ld", pages::json_ld::of(page, kind, &view, &self.desk)));
                let own = format!("page/{}.html", page.kind);
                let template = match self.desk.site.theme.templates.contains_key(&own) {
                    true => own,
                    // A kind of annotation without a page template of its own is shown as an entry.
                    false => format!("page/{}.html", kind.name()),
                };
                Some((Made::Template(template), View::Map(view)))
            }
            (None, Some(kind)) => Some((Made::Form(kind.form()), kind.view(page, &self.desk))),
            (None, None) => None,
        }
    }

    fn fingerprint(&self, made: &Made, view: &View) -> Hash {
        let mut digest = Digest::default();
        digest.hash(self.frame);
        match made {
            Made::Template(template) => digest.bytes(template.as_bytes()),
            Made::Form(form) => digest.bytes(format!("{form:?}").as_bytes()),
        }
        view.digest(self.desk.site, &mut digest);
        digest.finish()
    }
}

fn frame(site: &Site, plan: &Plan) -> Hash {
    let mut digest = Digest::default();
    digest.hash(site.settings.hash);
    digest.hash(site.theme.hash);
    site_view(site, plan).digest(site, &mut digest);
    digest.finish()
}

/// A card for each entry, made once and shared by every page that shows it.
fn cards(site: &Site) -> HashMap<Reference, Arc<Shared>> {
    let ids: Vec<EntryId> = (0..).map(EntryId).take(site.entries.len()).collect();
    let made = ids.par_iter().map(|id| {
        let reference = site.entry(*id).reference();
        let card = match annotations::find(reference.kind) {
            Some(_) => annotations::card(*id, site),
            None => View::Map(pages::explainer::teaser(*id, site)),
        };
        (reference, card.shared(site))
    });
    made.collect()
}

/// What every template sees as `site`.
fn site_view(site: &Site, plan: &Plan) -> View {
    let settings = &site.settings;
    let words = site.words();
    let text = |name: &str| View::maybe(settings.fields.text(name).cloned());
    let nav = plan.pages.iter().filter_map(|page| {
        let word = pages::find(page.kind)?.nav()?;
        Some(View::Map(vec![
            ("kind", View::text(page.kind)),
            ("title", View::text(words.get(word))),
            ("url", View::url(settings.link(&page.path))),
        ]))
    });
    let plain = plan.pages.iter().filter(|page| page.kind == "page").filter_map(|page| {
        Some(View::Map(vec![
            ("title", View::Text(site.entry(page.entry()?).document.title.clone())),
            ("url", View::url(settings.link(&page.path))),
        ]))
    });
    let styles = site.theme.styles.iter().map(|name| View::text(name.as_str()));
    let assets = site.theme.assets.iter().map(|(name, (_, hash))| {
        let url = format!("{}?v={}", settings.link(&format!("assets/{name}")), hash.short());
        View::Map(vec![("name", View::text(name.as_str())), ("url", View::url(url))])
    });
    View::Map(vec![
        ("title", View::text(settings.fields.text("title").map_or("Backstory", |title| title))),
        ("tagline", text("tagline")),
        ("description", text("description")),
        ("publisher", text("publisher")),
        ("licence", text("licence")),
        ("lang", View::Text(settings.lang.clone())),
        ("home", View::Url(settings.base_path.clone())),
        ("url", View::Url(settings.base_url.clone())),
        ("feed", View::url(settings.link("feed.xml"))),
        ("feed_address", View::url(settings.address("feed.xml"))),
        ("nav", View::list(nav)),
        ("pages", View::list(plain)),
        ("styles", View::list(styles)),
        ("assets", View::list(assets)),
    ])
}

/// Files that are published as they are: assets of the theme, media in use, `content/static/`.
fn copies(site: &Site, sink: &dyn Sink) {
    for (name, (bytes, hash)) in &site.theme.assets {
        let path = format!("assets/{name}");
        if !sink.holds(&path, *hash) {
            sink.put(Output { path, fingerprint: *hash, content: Content::Bytes(bytes.clone()) });
        }
    }
    let copy = |path: String, medium: &Medium| {
        if !sink.holds(&path, medium.hash) {
            let content = Content::File(medium.file.clone());
            sink.put(Output { path, fingerprint: medium.hash, content });
        }
    };
    site.media.values().for_each(|medium| copy(Site::media_path(&medium.path), medium));
    for medium in &site.statics {
        copy(Site::static_path(&medium.path).to_owned(), medium);
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
