//! Links inside the site that lead nowhere: to a page that is not there, or a heading that the page has not.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::document::{Document, Prose, is_own_fragment};
use crate::model::plan::Plan;
use crate::model::site::{Entry, EntryId, Site};
use crate::model::text::nearest;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0402", name: "dead-link", level: Level::Error, check: Check::Site(check) };

fn check(site: &Site, plan: &Plan) -> Vec<(EntryId, Diagnostic)> {
    let walk = Walk { site, plan };
    let entries = (0..).map(EntryId).zip(&site.entries);
    entries.flat_map(|(id, entry)| walk.entry(entry).into_iter().map(move |dead| (id, dead))).collect()
}

struct Walk<'a> {
    site: &'a Site,
    plan: &'a Plan,
}

impl Walk<'_> {
    fn entry(&self, entry: &Entry) -> Vec<Diagnostic> {
        let document = &entry.document;
        let own = self.site.settings.link(&entry.path);
        let mut found = Vec::new();
        for (prose, urls) in document.prose.iter().zip(&entry.links.urls) {
            for (link, url) in prose.links.iter().zip(urls) {
                let Some(url) = url else { continue };
                let wrong = match url.split_once('#') {
                    Some(("", fragment)) => self.fragment(&own, fragment),
                    Some((page, fragment)) => self.page(page).or_else(|| self.fragment(page, fragment)),
                    None => self.page(url),
                };
                found.extend(wrong.map(|wrong| diagnostic(document, prose, link.span, wrong)));
            }
        }
        found
    }

    /// What is wrong with the path of a link.
    fn page(&self, url: &str) -> Option<(String, String)> {
        let path = url.split('?').next().unwrap_or(url);
        if !path.starts_with('/') {
            // Another site's page, or a path beside this page, which has no fixed meaning.
            let relative = !path.contains(':');
            return relative.then(|| {
                (
                    format!("`{path}` is a path without a beginning"),
                    "begin it with `/`, or name a `.md` file".into(),
                )
            });
        }
        let inside = self.inside(path);
        if self.plan.at(inside).is_some() {
            return None;
        }
        let help = match nearest(inside, self.plan.pages.iter().map(|page| &*page.path)) {
            Some(near) => format!("did you mean `/{near}`?"),
            None => "look at the address of the page you mean".to_owned(),
        };
        Some((format!("there is no page `/{inside}`"), help))
    }

    /// A path under the base path, inside the site.
    fn inside<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(&*self.site.settings.base_path).unwrap_or(path)
    }

    /// What is wrong with the fragment of a link to a page that is there.
    fn fragment(&self, page: &str, fragment: &str) -> Option<(String, String)> {
        let id = self.plan.page_at(self.inside(page))?.entry()?;
        let headings = &self.site.entry(id).document.body().headings;
        let is_there = headings.iter().any(|heading| &*heading.id == fragment);
        // Which sections a page has is for its template.
        if is_there || is_own_fragment(fragment) || fragment.starts_with(":~:") {
            return None;
        }
        let help = match nearest(fragment, headings.iter().map(|heading| &*heading.id)) {
            Some(near) => format!("did you mean `#{near}`?"),
            None => "give the heading you mean an id: `## Words {#id}`".to_owned(),
        };
        Some((format!("that page has no heading `#{fragment}`"), help))
    }
}

fn diagnostic(
    document: &Document,
    prose: &Prose,
    span: crate::model::text::Span,
    (message, help): (String, String),
) -> Diagnostic {
    RULE.found(document.place(prose, span), message).label("leads nowhere").help(help)
}
