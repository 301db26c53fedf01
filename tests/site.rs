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
            // A text directive is for the browser; the id before it has to be there.
            let fragment = fragment.split(":~:").next().unwrap();
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

fn sum(bytes: &[u8]) -> String {
    use base64::Engine;
    use sha2::Digest;
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(bytes)))
}

#[test]
fn every_page_allows_just_what_it_has() {
    let files = built(bundled(), "https://example.org/some/path/");
    let mut sums = 0;
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let policy =
            html.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
        let directives: Vec<&str> = policy.split("; ").collect();
        assert_eq!(directives[..2], ["default-src 'none'", "script-src 'self'"], "{path}: {policy}");
        assert!(
            !policy.contains("http") && !policy.contains('*'),
            "{path}: nothing from elsewhere: {policy}"
        );
        for tag in html.split("<script").skip(1).map(|rest| rest.split('>').next().unwrap()) {
            assert!(tag.contains(" src=\"") || tag.contains("application/ld+json"), "{path}: <script{tag}>");
        }
        for (at, _) in html.match_indices(" integrity=\"") {
            let tag = &html[html[..at].rfind('<').unwrap()..at + html[at..].find('>').unwrap()];
            let url = values(tag, "href").into_iter().chain(values(tag, "src")).next().unwrap();
            let asset = url.strip_prefix("/some/path/").unwrap().split('?').next().unwrap();
            assert_eq!(values(tag, "integrity"), [sum(files[asset].as_bytes())], "{path}: {asset}");
            sums += 1;
        }
        let handlers =
            html.split_whitespace().any(|word| word.starts_with("onclick=") || word.starts_with("style=\""));
        assert!(!handlers, "{path} has code or style in an attribute");
    }
    assert!(sums > 300, "{sums} sums");
}

#[test]
fn every_page_says_how_it_is_passed_on() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    let write = |path: &str, bytes: &[u8]| {
        fs::create_dir_all(site.join(path).parent().unwrap()).unwrap();
        fs::write(site.join(path), bytes).unwrap();
    };
    // The header of a picture of 1200 by 630 pixels, and its end.
    let mut png =
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\xb0\0\0\x02\x76\x08\x02\0\0\0\xc0\x22\xec\x0b".to_vec();
    png.extend(b"\0\0\0\0IEND\xaeB\x60\x82");
    write("content/static/card.png", &png);
    write("content/explainers/photo.png", &png);
    let settings =
        "title: Site\nbase_url: https://example.org/p/\nlang: en-GB\ncard: {file: card.png, alt: The site}\n";
    write("content/site.yml", settings.as_bytes());
    let explainer = "---\ntitle: X\npublished: 2022-03-28\nstandfirst: What it says.\nimage: {file: photo.png, alt: A photo, credit: Ann}\n---\nText.\n";
    write("content/explainers/x.md", explainer.as_bytes());
    let files = built(site, "https://example.org/p/");
    for (path, html) in files.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        let (own, words) = match path.as_str() {
            "explainers/x/index.html" => ("media/explainers/photo.png", "A photo"),
            _ => ("card.png", "The site"),
        };
        let parts = [
            "<link rel=\"canonical\" href=\"https://example.org/p/".to_owned(),
            format!("og:image\" content=\"https://example.org/p/{own}\""),
            format!("og:image:alt\" content=\"{words}\""),
            "og:image:width\" content=\"1200\"".to_owned(),
            "og:image:height\" content=\"630\"".to_owned(),
            "og:locale\" content=\"en_GB\"".to_owned(),
            "twitter:card\" content=\"summary_large_image\"".to_owned(),
            format!("twitter:image:alt\" content=\"{words}\""),
        ];
        for part in parts {
            assert!(html.contains(&part), "{path}: {part}\n{html}");
        }
        for name in ["og:title", "og:description", "og:url", "og:type", "og:site_name"] {
            assert_eq!(html.matches(&format!("\"{name}\"")).count(), 1, "{path}: {name}");
        }
    }
}
