//! The bundled site as it is built: every internal link and fragment resolves under any base path, nothing
//! leads to another host by itself, and raw copy as it arrives becomes a page.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use backstory::io::load;
use backstory::io::report::{Colour, draw};
use backstory::io::store::Store;
use backstory::model::input::Options;
use backstory::{Memory, build};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;

type Files = BTreeMap<String, String>;

fn built(site: &Path, base_url: &str) -> Files {
    let options =
        Options { base_url: Some(base_url.to_owned()), now: jiff::Timestamp::now(), ..Options::default() };
    let Ok((project, mut found)) = load::project(site, options) else {
        panic!("no site in {}", site.display())
    };
    let store = Store::new();
    found.extend(build(&project, &mut Memory::new(), &store).sorted().into_iter().cloned());
    assert!(!found.has_errors(), "{}", draw(&found, &project, Colour::Off));
    store.settle();
    store
        .all()
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
        .collect()
}

fn bundled() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The values of an attribute in a page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.match_indices(&start).map(|(at, _)| html[at + start.len()..].split('"').next().unwrap()).collect()
}

fn check_links(files: &Files, base: &str) {
    let ids: HashMap<&str, HashSet<&str>> =
        files.iter().map(|(path, html)| (path.as_str(), values(html, "id").into_iter().collect())).collect();
    let mut links = 0;
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        for url in values(html, "href").into_iter().chain(values(html, "src")) {
            let outside = ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
            if outside {
                continue;
            }
            links += 1;
            let (target, fragment) = url.split_once('#').unwrap_or((url, ""));
            let target = target.split('?').next().unwrap();
            let file = match target {
                "" => path.clone(),
                target => {
                    let inside = target.strip_prefix(base);
                    assert!(inside.is_some(), "{path}: {url} is not under {base}");
                    let inside = inside.unwrap();
                    if inside.is_empty() || inside.ends_with('/') {
                        format!("{inside}index.html")
                    } else {
                        inside.to_owned()
                    }
                }
            };
            assert!(files.contains_key(&file), "{path}: {url} leads nowhere");
            assert!(
                fragment.is_empty() || ids[file.as_str()].contains(fragment),
                "{path}: {url} has no such place"
            );
        }
        let all = values(html, "id");
        assert_eq!(all.len(), ids[path.as_str()].len(), "{path}: an id stands twice");
    }
    assert!(links > 1000, "only {links} links were looked at");
}

#[test]
fn every_link_resolves_at_the_root() {
    check_links(&built(bundled(), "https://example.org/"), "/");
}

#[test]
fn every_link_resolves_under_a_path() {
    check_links(&built(bundled(), "https://example.org/some/path/"), "/some/path/");
}

#[test]
fn the_bundled_site_has_what_it_promises() {
    let files = built(bundled(), "https://example.org/");
    let count = |folder: &str| {
        files.keys().filter(|path| path.starts_with(folder) && path.matches('/').count() == 2).count()
    };
    for (folder, least) in [
        ("glossary/", 25),
        ("timeline/", 30),
        ("people/", 15),
        ("orgs/", 12),
        ("sources/", 12),
        ("explainers/", 2),
    ] {
        assert!(count(folder) >= least, "{folder}: {}", count(folder));
    }
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        for address in values(html, "src") {
            assert!(!address.contains("//"), "{path} asks another host: {address}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{path} has not one h1");
        assert!(!html.contains(env!("CARGO_MANIFEST_DIR")), "{path} tells of this machine");
    }
}

#[test]
fn every_mark_of_an_explainer_leads_to_something_on_its_page() {
    let files = built(bundled(), "https://example.org/");
    let page = &files["explainers/us-russia-rupture/index.html"];
    let ids: HashSet<&str> = values(page, "id").into_iter().collect();
    let article = page.split_once("<article").unwrap().1;
    let article = article.split_once("class=\"notes\"").unwrap().0;
    let marks: Vec<&str> = article.split("<a class=\"mark").skip(1).collect();
    assert!(marks.len() > 60, "{}", marks.len());
    for mark in marks {
        let href = values(mark, "href")[0];
        assert!(href.starts_with('#') && ids.contains(&href[1..]), "{href}");
    }
}

#[test]
fn raw_copy_becomes_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    fs::create_dir_all(site.join("content/explainers")).unwrap();
    let raw = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/raw-article.txt");
    fs::copy(raw, site.join("content/explainers/dam.txt")).unwrap();
    let files = built(site, "https://example.org/");
    let page = &files["explainers/dam/index.html"];
    assert!(
        page.contains("<h1>River dispute: What would a ‘rupture’ over the Kessary dam mean?</h1>"),
        "{page}"
    );
    assert_eq!(page.matches("<figure").count(), 2);
    assert_eq!(page.matches("<small class=\"credit\">").count(), 2);
    assert!(page.contains("<small class=\"credit\">File: Ministry of Water/Handout via Agency</small>"));
    assert_eq!(page.matches("<h2 id=\"").count(), 2 + page.matches("class=\"label\" id=\"").count());
    assert!(page.contains("class=\"dateline\">Torholt, Velmara"), "{page}");
    for chrome in ["Post a Comment", "Previous Post", "Next Post", "Share this"] {
        assert!(!page.contains(chrome), "{chrome}");
    }
}
