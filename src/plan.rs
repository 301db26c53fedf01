//! Every page and every address of the site, once. Two pages that want one address is an error naming both.

use crate::exports;
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::plan::{Page, Plan, Taken, without_index};
use crate::model::site::Site;
use crate::pages;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Plans the site.
pub fn pages(site: &Site, found: &mut Diagnostics) -> Plan {
    let mut plan = Plan::default();
    let of_pages = pages::KINDS.par_iter().map(|kind| kind.pages(site));
    let of_exports = exports::KINDS.par_iter().map(|kind| kind.pages(site));
    let kinds: Vec<Vec<Page>> = of_pages.chain(of_exports).collect();
    plan.pages.extend(kinds.into_iter().flatten());
    let pages = (0..).zip(&plan.pages).map(|(i, page)| (page.path.clone(), Taken::Page(i)));
    let media = site.media.values().map(|medium| (Site::media_path(&medium.path).into(), Taken::Medium));
    let statics = site.statics.iter().map(|medium| (Site::static_path(&medium.path).into(), Taken::Static));
    let assets = site.theme.assets.keys().map(|asset| (format!("assets/{asset}").into(), Taken::Asset));
    let mut clashes = Vec::new();
    let mut taken = std::mem::take(&mut plan.taken);
    taken.reserve(plan.pages.len());
    for (path, by) in pages.chain(media).chain(statics).chain(assets) {
        let path: Arc<str> = match without_index(&path) {
            whole if whole.len() == path.len() => path,
            folder => folder.into(),
        };
        match taken.get(&path) {
            Some(first) => clashes.push((path, by, *first)),
            None => {
                taken.insert(path, by);
            }
        }
    }
    plan.taken = taken;
    clashes.extend(in_the_way(&plan));
    found
        .extend(clashes.into_iter().map(|(path, by, first)| clash((&path, by), (&path, first), &plan, site)));
    found.extend(look_alikes(&plan).into_iter().map(|(one, other)| clash(one, other, &plan, site)));
    plan
}

/// Something at a path.
type At<'a> = (&'a Arc<str>, Taken);

/// Paths that many systems take for one: they differ in capitals, or in how an accent is written.
fn look_alikes(plan: &Plan) -> Vec<(At<'_>, At<'_>)> {
    let is_plain = |path: &str| path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let mut odd: Vec<At<'_>> =
        plan.taken.iter().filter(|(path, _)| !is_plain(path)).map(|(path, by)| (path, *by)).collect();
    odd.sort_by_key(|(path, _)| *path);
    let mut seen: BTreeMap<String, At<'_>> = BTreeMap::new();
    let mut found = Vec::new();
    for (path, by) in odd {
        let folded = path.nfc().flat_map(char::to_lowercase).collect::<String>();
        let plain = plan.taken.get_key_value(folded.as_str()).map(|(path, by)| (path, *by));
        let other = plain.filter(|(plain, _)| *plain != path).or(seen.get(&folded).copied());
        match other {
            Some(other) => found.push(((path, by), other)),
            None => {
                seen.insert(folded, (path, by));
            }
        }
    }
    found
}

/// Files that stand where something else needs a folder.
fn in_the_way(plan: &Plan) -> Vec<(Arc<str>, Taken, Taken)> {
    let mut found = Vec::new();
    for (path, by) in &plan.taken {
        for (at, _) in path.match_indices('/') {
            if let Some(file) = plan.taken.get(&path[..at]) {
                found.push((path[..at].into(), *by, *file));
            }
        }
    }
    found
}

/// What stands at a path, and the file it is made from; nothing for pages that Backstory makes by itself.
fn describe(path: &str, taken: Taken, plan: &Plan, site: &Site) -> (Option<Place>, String) {
    let mut files = site.media.values().chain(&site.statics);
    let file = |file: Option<&Arc<str>>| match file {
        Some(file) => (Some(Place::file(file)), format!("`{file}`")),
        None => (None, format!("`{path}`")),
    };
    match taken {
        Taken::Page(i) => {
            let Some(page) = plan.pages.get(i as usize) else { return (None, String::new()) };
            (place(page, site), describe_page(page, site))
        }
        Taken::Medium => file(files.find(|m| Site::media_path(&m.path) == path).map(|m| &m.path)),
        Taken::Static => {
            file(files.find(|m| without_index(Site::static_path(&m.path)) == path).map(|m| &m.path))
        }
        Taken::Asset => (None, format!("the file `{}` of the theme", path.trim_start_matches("assets/"))),
    }
}

/// The file a page is made from, or the address of old that it stands at; nothing for those that Backstory makes by
/// itself.
fn place(page: &Page, site: &Site) -> Option<Place> {
    let document = &site.entry(page.entry()?).document;
    let name = |path: &str| path.trim_matches('/').to_owned();
    let is_it = |field: &str, written: &str| match field {
        "aliases" => name(written) == name(&page.path),
        _ => page.path.trim_end_matches('/').rsplit('/').next() == Some(written),
    };
    let written = ["aliases", "former_ids"].into_iter().find_map(|field| {
        let at = document.fields.texts(field).position(|written| is_it(field, written))?;
        Some(document.location.field(&[field.to_owned(), at.to_string()]))
    });
    let file = || Place::file(&document.location.manuscript.path);
    Some(written.filter(|_| page.kind == "moved").unwrap_or_else(file))
}

fn describe_page(page: &Page, site: &Site) -> String {
    match page.entry() {
        Some(id) => format!("the {} `{}`", page.kind, site.entry(id).document.id),
        None => format!("the page `{}` that Backstory makes", page.kind),
    }
}

fn clash((path, by): At<'_>, (other_path, first): At<'_>, plan: &Plan, site: &Site) -> Diagnostic {
    let (place, _) = describe(path, by, plan, site);
    let (first, other) = describe(other_path, first, plan, site);
    let message = match path == other_path {
        true => format!("two pages want the address `/{path}`; the other is {other}"),
        false => {
            format!("many systems take `/{path}` and `/{other_path}` for one address; the other is {other}")
        }
    };
    let place = place.or(first.clone()).unwrap_or_else(|| Place::file(&"content".into()));
    let help = format!("give `{}` another name", place.path);
    let diagnostic = Diagnostic::error("BS0501", place, message).help(help);
    match first {
        Some(first) => diagnostic.related(first, "the first"),
        None => diagnostic,
    }
}
