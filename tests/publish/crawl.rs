//! A crawl of a built site as GitHub Pages serves it, with a reader of HTML of its own: redirects of folders without
//! their slash, the 404 page for whatever is not there, and every link, fragment, asset, feed and sitemap address.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

pub struct Site {
    pub files: BTreeMap<String, Vec<u8>>,
    origin: String,
    base: String,
}

/// What was looked at.
#[derive(Debug, Default)]
pub struct Looked {
    pub pages: usize,
    pub links: usize,
    pub fragments: usize,
}

/// What a host answers.
#[derive(Debug, PartialEq, Eq)]
enum Answer<'a> {
    Found(&'a str),
    Moved(String),
    NotFound,
}

impl Site {
    pub fn new(files: BTreeMap<String, Vec<u8>>, origin: &str, base: &str) -> Self {
        Self { files, origin: origin.to_owned(), base: base.to_owned() }
    }

    /// As GitHub Pages answers a path.
    fn get(&self, path: &str) -> Answer<'_> {
        let find = |inside: &str| self.files.get_key_value(inside).map(|(path, _)| path.as_str());
        let Some(inside) = path.strip_prefix(&self.base) else { return Answer::NotFound };
        if inside.is_empty() || inside.ends_with('/') {
            return find(&format!("{inside}index.html")).map_or(Answer::NotFound, Answer::Found);
        }
        if let Some(file) = find(inside).or_else(|| find(&format!("{inside}.html"))) {
            return Answer::Found(file);
        }
        match find(&format!("{inside}/index.html")) {
            Some(_) => Answer::Moved(format!("{path}/")),
            None => Answer::NotFound,
        }
    }

    /// The file at an address, through redirects.
    fn follow(&self, url: &str) -> Option<&str> {
        let mut path = url.strip_prefix(&self.origin).unwrap_or(url).to_owned();
        for _ in 0..3 {
            match self.get(&path) {
                Answer::Found(file) => return Some(file),
                Answer::Moved(to) => path = to,
                Answer::NotFound => return None,
            }
        }
        None
    }

    fn text(&self, file: &str) -> String {
        String::from_utf8_lossy(&self.files[file]).into_owned()
    }
}

/// Follows everything from the home page, the sitemap and the feeds.
pub fn crawl(site: &Site) -> Looked {
    let home = format!("{}{}", site.origin, site.base);
    let mut looked = Looked::default();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut waiting: VecDeque<(String, String)> = VecDeque::from([("the reader".to_owned(), home.clone())]);
    for start in ["sitemap.xml", "robots.txt", "feed.xml", "404.html"] {
        waiting.push_back(("the reader".to_owned(), format!("{home}{start}")));
    }
    while let Some((from, url)) = waiting.pop_front() {
        let (address, fragment) = url.split_once('#').unwrap_or((&url, ""));
        // A text directive is for the browser; the id before it has to be there.
        let fragment = fragment.split(":~:").next().unwrap();
        let address = address.split('?').next().unwrap();
        let Some(file) = site.follow(address) else { panic!("{from}: {url} is not there") };
        if !fragment.is_empty() {
            looked.fragments += 1;
            let text = site.text(file);
            let held = values(&text, "id").iter().any(|id| id == fragment);
            assert!(held, "{from}: {url} has no such place");
        }
        if !seen.insert(file.to_owned()) {
            continue;
        }
        let text = site.text(file);
        let (links, base) = (links(file, &text, &home), format!("{}{}{file}", site.origin, site.base));
        if file.ends_with(".html") {
            looked.pages += 1;
        }
        for link in links {
            looked.links += 1;
            let to = resolve(&base, &link);
            if to.starts_with(&format!("{}/", site.origin)) {
                assert!(to.starts_with(&home), "{file}: {link} leaves the base path");
                waiting.push_back((file.to_owned(), to));
            } else {
                assert!(
                    to.starts_with("https://") || to.starts_with("mailto:") || to.starts_with("http://"),
                    "{file}: {link}"
                );
            }
        }
    }
    // Everything that is there can be reached; what is for machines is told by the pages.
    let pages: HashSet<&str> =
        site.files.keys().map(String::as_str).filter(|path| path.ends_with("index.html")).collect();
    let lost: Vec<_> = pages.iter().filter(|page| !seen.contains(**page)).collect();
    let lost: Vec<_> =
        lost.into_iter().filter(|page| !site.text(page).contains("http-equiv=\"refresh\"")).collect();
    assert!(lost.is_empty(), "nothing leads to {lost:?}");
    not_found_works_at_any_depth(site, &home);
    addresses_without_a_slash_lead_on(site, &pages);
    looked
}

/// The 404 page is shown under any address: everything in it must lead to the same place from anywhere.
fn not_found_works_at_any_depth(site: &Site, home: &str) {
    assert_eq!(site.get(&format!("{}no/such/page/", site.base)), Answer::NotFound);
    let text = site.text("404.html");
    let found = links("404.html", &text, home);
    assert!(found.len() > 5, "it leads somewhere: {found:?}");
    for link in found {
        let ways: HashSet<String> = ["", "a", "a/b/c/d/"]
            .iter()
            .map(|deep| resolve(&format!("{home}{deep}"), &link))
            .map(|to| if link.starts_with('#') { link.clone() } else { to })
            .collect();
        assert_eq!(ways.len(), 1, "404.html: {link} depends on where it is shown");
    }
}

fn addresses_without_a_slash_lead_on(site: &Site, pages: &HashSet<&str>) {
    for page in pages.iter().filter(|page| **page != "index.html") {
        let folder = page.strip_suffix("/index.html").unwrap();
        let bare = format!("{}{folder}", site.base);
        assert_eq!(site.get(&bare), Answer::Moved(format!("{bare}/")), "{page}");
    }
}

/// Every address that a file leads to.
fn links(file: &str, text: &str, home: &str) -> Vec<String> {
    let mut found = Vec::new();
    if file.ends_with(".html") {
        found.extend(values(text, "href"));
        found.extend(values(text, "src"));
        let refresh = values(text, "content")
            .into_iter()
            .filter_map(|value| Some(value.split_once("url=")?.1.to_owned()));
        found.extend(refresh);
        // Addresses in metadata: cards, canonical links, JSON-LD. There a fragment names a thing, no place.
        found.extend(values(text, "content").into_iter().filter(|value| value.starts_with(home)));
        for (at, _) in text.match_indices(&format!("\"{home}")) {
            found.extend(text[at + 1..].split(['"', '#', '\\']).next().map(str::to_owned));
        }
    } else if file.ends_with(".xml") {
        found.extend(values(text, "href"));
        let between = text.split('>').skip(1).filter_map(|piece| piece.split('<').next());
        found.extend(between.filter(|piece| piece.starts_with(home)).map(str::to_owned));
    } else if file.ends_with(".json") || file.ends_with(".jsonld") {
        for (at, _) in text.match_indices(&format!("\"{home}")) {
            found.extend(text[at + 1..].split(['"', '#', '\\']).next().map(str::to_owned));
        }
    } else if file.ends_with("robots.txt") {
        found.extend(text.lines().filter_map(|line| line.strip_prefix("Sitemap: ")).map(str::to_owned));
    }
    found.retain(|link| !link.is_empty());
    found
}

fn values(html: &str, attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    let all = html.match_indices(&start).map(|(at, _)| html[at + start.len()..].split('"').next().unwrap());
    all.map(|value| value.replace("&amp;", "&").replace("&#x27;", "'")).collect()
}

/// An address as a browser reads it from a page.
fn resolve(page: &str, link: &str) -> String {
    let scheme_end = page.find("://").unwrap() + 3;
    let origin = &page[..scheme_end + page[scheme_end..].find('/').unwrap()];
    if link.contains("://") || link.starts_with("mailto:") {
        link.to_owned()
    } else if link.starts_with('/') {
        format!("{origin}{link}")
    } else if link.starts_with('#') {
        format!("{page}{link}")
    } else {
        let folder = &page[..=page.rfind('/').unwrap()];
        format!("{folder}{link}")
    }
}
