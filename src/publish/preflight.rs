//! The last look at the bytes of a site before readers get them: every link, the limits of the host, and nothing of
//! this machine or of what is not published.

use super::markup::{Attribute, attributes, plain, texts_from};
use super::telltales::Telltale;
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::plan::is_inside;
use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// A built site, by path.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// How much a host takes, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// In all.
    pub site: u64,
    /// In one file.
    pub file: u64,
}

/// What GitHub takes: a site of 1 GB, and by git no file over 100 MiB.
pub const GITHUB: Limits = Limits { site: 1_000_000_000, file: 100 * 1024 * 1024 };

/// What a site is looked at for.
#[derive(Debug)]
pub struct Preflight<'a> {
    /// The public address of its home page, with a slash at the end.
    pub base_url: &'a str,
    /// The path of that address.
    pub base_path: &'a str,
    /// Words that only unpublished records have.
    pub telltales: &'a [Telltale],
    /// Paths of this machine.
    pub local: &'a [String],
    /// How much the host takes, where it is known.
    pub limits: Option<Limits>,
}

impl Preflight<'_> {
    /// Looks at everything.
    pub fn check(&self, files: &Files) -> Diagnostics {
        let mut found = Diagnostics::default();
        found.extend(self.size(files));
        let targets = Targets::new(files);
        let words = self.telltales.iter().map(|telltale| telltale.words.as_str());
        let secrets = AhoCorasick::new(words.chain(self.local.iter().map(String::as_str))).ok();
        let wrong: Vec<Diagnostic> = files
            .par_iter()
            .flat_map_iter(|(path, bytes)| {
                let mut wrong = Vec::new();
                wrong.extend(name(path));
                wrong.extend(self.too_large(path, bytes));
                wrong.extend(self.told(path, bytes, secrets.as_ref()));
                wrong.extend(self.links(path, bytes, &targets));
                wrong
            })
            .collect();
        found.extend(wrong);
        if !files.contains_key("index.html") {
            found
                .push(wrong_at("BS0805", "index.html", "the site has no home page").help("it must have one"));
        }
        found
    }

    fn size(&self, files: &Files) -> Option<Diagnostic> {
        let most = self.limits?.site;
        let size: u64 = files.values().map(|bytes| bytes.len() as u64).sum();
        let (path, largest) = files.iter().max_by_key(|(_, bytes)| bytes.len())?;
        let message = format!("the site has {}, and the host takes {}", megabytes(size), megabytes(most));
        let help = format!("the largest file is this one, with {}", megabytes(largest.len() as u64));
        (size > most).then(|| wrong_at("BS0806", path, message).help(help))
    }

    fn too_large(&self, path: &str, bytes: &[u8]) -> Option<Diagnostic> {
        let most = self.limits?.file;
        let message = || {
            format!("this file has {}, and the host takes {}", megabytes(bytes.len() as u64), megabytes(most))
        };
        let help = "make it smaller, or keep it elsewhere and link to it";
        (bytes.len() as u64 > most).then(|| wrong_at("BS0806", path, message()).help(help))
    }

    /// What the bytes tell that they must not.
    fn told(&self, path: &str, bytes: &[u8], secrets: Option<&AhoCorasick>) -> Vec<Diagnostic> {
        let mut wrong = Vec::new();
        for found in secrets.into_iter().flat_map(|secrets| secrets.find_iter(bytes)) {
            let which = found.pattern().as_usize();
            wrong.push(match self.telltales.get(which) {
                Some(Telltale { words, file }) => {
                    let message = format!("“{words}” is here, but `{file}` is not published");
                    wrong_at("BS0803", path, message)
                        .help("take the words out of the file that has them, or publish the record")
                }
                None => {
                    let message = "a path of this machine is in this file";
                    wrong_at("BS0804", path, message).help("export the file again without it, or take it out")
                }
            });
        }
        wrong.dedup();
        wrong
    }

    fn links(&self, path: &str, bytes: &[u8], targets: &Targets<'_>) -> Vec<Diagnostic> {
        let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
        let mut wrong = Vec::new();
        let mut look = |url: &str| wrong.extend(self.link(path, url, targets));
        if path.ends_with(".html") {
            for attribute in targets.attributes.get(path).into_iter().flatten() {
                addresses(attribute).iter().for_each(|url| look(url));
            }
        } else if path.ends_with(".xml") {
            let attributes = attributes(text);
            let hrefs = attributes.iter().filter(|attribute| attribute.name == "href");
            hrefs.for_each(|attribute| look(&plain(attribute.value)));
            texts_from(text, self.base_url).into_iter().for_each(|url| look(&plain(url)));
        }
        wrong
    }

    /// What is wrong with a link.
    fn link(&self, page: &str, url: &str, targets: &Targets<'_>) -> Option<Diagnostic> {
        let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
        // A text directive is for the browser: it lights words up where it finds them.
        let fragment = fragment.split_once(":~:").map_or(fragment, |(fragment, _)| fragment);
        let rest = rest.split('?').next().unwrap_or_default();
        let broken = |code, what: &str, help: &str| {
            Some(wrong_at(code, page, format!("`{url}` {what}")).help(help.to_owned()))
        };
        let inside = if let Some(inside) = rest.strip_prefix(self.base_url) {
            inside.to_owned()
        } else if rest.starts_with("//") || scheme(rest) {
            return None;
        } else if let Some(inside) = rest.strip_prefix(self.base_path) {
            inside.to_owned()
        } else if rest.starts_with('/') {
            let help =
                format!("links of this site begin with `{}`; in a template, use `site.home`", self.base_path);
            return broken("BS0801", "leads out of the site", &help);
        } else if rest.is_empty() {
            page.to_owned()
        } else if page == "404.html" {
            let help = "this page is shown at any depth: begin with `site.home`";
            return broken("BS0801", "leads elsewhere from every address", help);
        } else {
            joined(page, rest)
        };
        let inside = decoded(&inside);
        let Some(file) = targets.file(&inside) else {
            return broken("BS0801", "leads nowhere", "mend the link, or the template that makes it");
        };
        let fragment = decoded(fragment);
        let lacks = !fragment.is_empty() && file.ends_with(".html") && !targets.has(file, &fragment);
        if lacks && fragment != "top" {
            return broken("BS0802", "names a place that its page has not", "name the id of a heading");
        }
        None
    }
}

/// What links may lead to.
struct Targets<'a> {
    files: &'a Files,
    attributes: BTreeMap<&'a str, Vec<Attribute<'a>>>,
    ids: BTreeMap<&'a str, HashSet<&'a str>>,
}

impl<'a> Targets<'a> {
    fn new(files: &'a Files) -> Self {
        let pages = files.par_iter().filter(|(path, _)| path.ends_with(".html"));
        let attributes: BTreeMap<&str, Vec<Attribute<'_>>> = pages
            .map(|(path, bytes)| (path.as_str(), attributes(std::str::from_utf8(bytes).unwrap_or_default())))
            .collect();
        let ids = attributes.iter().map(|(path, attributes)| {
            let ids = attributes.iter().filter(|attribute| attribute.name.eq_ignore_ascii_case("id"));
            (*path, ids.map(|id| id.value).collect())
        });
        let ids = ids.collect();
        Self { files, attributes, ids }
    }

    /// The file that a host serves for a path.
    fn file(&self, path: &str) -> Option<&'a str> {
        let find = |path: &str| self.files.get_key_value(path).map(|(path, _)| path.as_str());
        match path {
            "" => find("index.html"),
            folder if folder.ends_with('/') => find(&format!("{folder}index.html")),
            file => find(file).or_else(|| find(&format!("{file}/index.html"))),
        }
    }

    fn has(&self, page: &str, id: &str) -> bool {
        self.ids.get(page).is_some_and(|ids| ids.contains(id))
    }
}

/// The addresses in an attribute.
fn addresses(attribute: &Attribute<'_>) -> Vec<String> {
    let value = plain(attribute.value);
    match attribute.name.to_ascii_lowercase().as_str() {
        "href" | "src" | "poster" | "data" | "action" | "cite" => vec![value],
        "srcset" => value
            .split(',')
            .filter_map(|candidate| candidate.split_whitespace().next().map(str::to_owned))
            .collect(),
        "content" => {
            // `0; url=/there/`
            let moved = value.split_once("url=").filter(|(delay, _)| delay.trim_end().ends_with(';'));
            moved.map(|(_, url)| url.to_owned()).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Names that cannot be published.
fn name(path: &str) -> Option<Diagnostic> {
    let reserved = |part: &str| {
        let part = part.to_ascii_lowercase();
        [".git", ".github", ".gitmodules", ".gitattributes"].contains(&&*part) || part.len() > 255
    };
    let odd = !is_inside(path) || path.contains(['"', '<', '>', '|', '*', '?', '\r', '\n']);
    (odd || path.split('/').any(reserved)).then(|| {
        wrong_at("BS0805", path, "a file of this name cannot be published").help("give it another name")
    })
}

fn wrong_at(code: &'static str, path: &str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, Place::file(&path.into()), message)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// Whether an address names a scheme, and so leads elsewhere.
fn scheme(url: &str) -> bool {
    let end = url.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
    end.is_some_and(|end| end > 0 && url[end..].starts_with(':'))
}

/// A relative address, from the page it stands on.
fn joined(page: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let ends_in_dots = relative.ends_with("..") || relative.ends_with("/.") || relative == ".";
    let joined = parts.join("/");
    if ends_in_dots && !joined.is_empty() { format!("{joined}/") } else { joined }
}

/// A path with its percent signs read.
fn decoded(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let pair = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let code = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| *first == b'%');
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(files: &[(&str, &str)]) -> Vec<String> {
        let telltales =
            [Telltale { words: "nobody knows of this yet".to_owned(), file: "content/x.md".into() }];
        let local = ["/home/jane/site".to_owned()];
        let preflight = Preflight {
            base_url: "https://jane.github.io/iran/",
            base_path: "/iran/",
            telltales: &telltales,
            local: &local,
            limits: Some(Limits { site: 4000, file: 2000 }),
        };
        let mut files: Files =
            files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into())).collect();
        files.entry("index.html".to_owned()).or_insert_with(|| b"<h1 id='h'>".as_slice().into());
        let found = preflight.check(&files);
        found.sorted().iter().map(|d| format!("{} {}", d.code.0, d.message)).collect()
    }

    #[test]
    fn links_that_hold_are_fine() {
        let page = "<a href='/iran/'><a href='/iran/#h'><a href='#p' id=p><a href='..#h'><a href='../x/'><a href='https://e.org/'>\
            <a href='mailto:a@b'><a href='//e.org'><a href='/iran/a%20b.svg?v=1'><img srcset='../a%20b.svg 2x, /iran/a%20b.svg'>\
            <meta content='0; url=/iran/x/'><a href='https://jane.github.io/iran/x'><a href='#top'>";
        let sitemap =
            "<loc>https://jane.github.io/iran/x/</loc><link href=\"https://jane.github.io/iran/\"/>";
        let found = codes(&[("x/index.html", page), ("a b.svg", ""), ("sitemap.xml", sitemap)]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn links_that_do_not_are_told() {
        let found = codes(&[
            ("x/index.html", "<a href='/'><a href='/iran/y/'><a href='/iran/#g'><a href='y'>"),
            ("404.html", "<a href='x/'>"),
            ("sitemap.xml", "<loc>https://jane.github.io/iran/z/</loc>"),
        ]);
        assert_eq!(found.len(), 6, "{found:?}");
        for part in [
            "`/` leads out",
            "`/iran/y/` leads nowhere",
            "`/iran/#g` names",
            "`y` leads nowhere",
            "`x/` leads elsewhere",
            "z/` leads nowhere",
        ] {
            assert!(found.iter().any(|told| told.contains(part)), "{part}: {found:?}");
        }
    }

    #[test]
    fn what_must_not_be_there_is_told() {
        let found = codes(&[
            ("feed.xml", "<p>nobody knows of this yet</p>"),
            ("map.svg", "<svg data-name='/home/jane/site/map.ai'>"),
            (".git/config", ""),
            ("large.bin", &"x".repeat(2001)),
        ]);
        let codes: Vec<&str> = found.iter().map(|told| &told[..6]).collect();
        assert_eq!(codes, ["BS0805", "BS0803", "BS0806", "BS0804"], "{found:?}");
        let three: Vec<(String, String)> = (0..3).map(|i| (format!("{i}.bin"), "x".repeat(1500))).collect();
        let three: Vec<(&str, &str)> =
            three.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert!(super::tests::codes(&three)[0].contains("the site has"), "in all");
    }
}
