//! Every page and every address of the site, once. Two pages that want one address is an error naming both.

use crate::exports;
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::plan::{Page, Plan};
use crate::model::site::Site;
use crate::pages;
use std::collections::BTreeMap;

/// Plans the site.
pub fn pages(site: &Site, found: &mut Diagnostics) -> Plan {
    let mut plan = Plan::default();
    plan.pages.extend(pages::KINDS.iter().flat_map(|kind| kind.pages(site)));
    plan.pages.extend(exports::KINDS.iter().flat_map(|kind| kind.pages(site)));
    let mut taken: BTreeMap<String, (Option<Place>, String)> = BTreeMap::new();
    let mut clashes = Vec::new();
    let mut take = |path: String, place: Option<Place>, what: String| match taken.get(&path) {
        Some((first, other)) => clashes.push(clash(&path, place, first.clone(), other)),
        None => {
            taken.insert(path, (place, what));
        }
    };
    for page in &plan.pages {
        take(page.file(), place(page, site), describe(page, site));
    }
    for medium in site.media.values() {
        take(Site::media_path(&medium.path), Some(Place::file(&medium.path)), format!("`{}`", medium.path));
    }
    for medium in &site.statics {
        let path = medium.path.strip_prefix("content/static/").unwrap_or(&medium.path);
        take(path.to_owned(), Some(Place::file(&medium.path)), format!("`{}`", medium.path));
    }
    for asset in site.theme.assets.keys() {
        take(format!("assets/{asset}"), None, format!("the file `{asset}` of the theme"));
    }
    found.extend(clashes);
    for (path, (place, what)) in &taken {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        for folder in folders.filter(|folder| taken.contains_key(*folder)) {
            let (first, _) = &taken[folder];
            found.push(clash(folder, place.clone().or(first.clone()), first.clone(), what));
        }
    }
    plan.paths.extend(taken.into_keys());
    plan
}

/// The file a page is made from; nothing for those that Backstory makes by itself.
fn place(page: &Page, site: &Site) -> Option<Place> {
    page.entry().map(|id| Place::file(&site.entry(id).document.location.manuscript.path))
}

fn describe(page: &Page, site: &Site) -> String {
    match page.entry() {
        Some(id) => format!("the {} `{}`", page.kind, site.entry(id).document.id),
        None => format!("the page `{}` that Backstory makes", page.kind),
    }
}

fn clash(path: &str, place: Option<Place>, first: Option<Place>, other: &str) -> Diagnostic {
    let address = path.strip_suffix("index.html").unwrap_or(path);
    let message = format!("two pages want the address `/{address}`; the other is {other}");
    let place = place.or(first.clone()).unwrap_or_else(|| Place::file(&"content".into()));
    let help = format!("give `{}` another name", place.path);
    let diagnostic = Diagnostic::error("BS0501", place, message).help(help);
    match first {
        Some(first) => diagnostic.related(first, "the first"),
        None => diagnostic,
    }
}
