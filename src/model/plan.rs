//! Every page and every address of the site, once.

use super::site::EntryId;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The plan of a site.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every page and export, in the order of the registries.
    pub pages: Vec<Page>,
    /// What stands at every path that will be there, without the `index.html` of a folder.
    pub taken: FxHashMap<Arc<str>, Taken>,
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// A page or an export, by position.
    Page(u32),
    /// A picture or other file that something shows.
    Medium,
    /// A file of `content/static/`.
    Static,
    /// A file of the theme.
    Asset,
}

impl Plan {
    /// What stands at a path: `explainers/x/`, or `explainers/x/index.html`.
    pub fn at(&self, path: &str) -> Option<Taken> {
        self.taken.get(without_index(path)).copied()
    }

    /// The page at a path.
    pub fn page_at(&self, path: &str) -> Option<&Page> {
        match self.at(path)? {
            Taken::Page(i) => self.pages.get(i as usize),
            Taken::Medium | Taken::Static | Taken::Asset => None,
        }
    }
}

/// A path without the name of the file that opens a folder.
pub fn without_index(path: &str) -> &str {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    }
}

/// A page, or an export, to be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The kind of page: `explainer`, or of export: `feed`.
    pub kind: &'static str,
    /// The path inside the site: `explainers/x/`, `feed.xml`, or nothing for the home page.
    pub path: Arc<str>,
    /// What it is about.
    pub subject: Subject,
}

/// What a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The site, or a list of all of a kind.
    Site,
    /// One entry.
    Entry(EntryId),
    /// A topic, by its position among the topics of the site.
    Topic(u32),
    /// A series, by its position among the series of the site.
    Series(u32),
    /// A part of a list too long for one page, from 2 on; the first is about the site.
    Part(u32),
}

/// Whether a path stays inside the site and can be a file on any system.
pub fn is_inside(path: &str) -> bool {
    let parts = path.strip_suffix('/').unwrap_or(path).split('/');
    let odd = |part: &str| part.is_empty() || part == "." || part == ".." || part.contains(['\\', ':', '\0']);
    !path.is_empty() && !parts.into_iter().any(odd)
}

impl Page {
    /// A page about the site as a whole.
    pub fn of_site(kind: &'static str, path: &str) -> Self {
        Self { kind, path: path.into(), subject: Subject::Site }
    }

    /// Which part of a list it is, from 0.
    pub fn part(&self) -> usize {
        match self.subject {
            Subject::Part(number) => (number as usize).saturating_sub(1),
            _ => 0,
        }
    }

    /// The file it is written to: a path that ends in a slash has an `index.html`.
    pub fn file(&self) -> String {
        match &*self.path {
            "" => "index.html".to_owned(),
            path if path.ends_with('/') => format!("{path}index.html"),
            path => path.to_owned(),
        }
    }

    /// The entry it is about.
    pub fn entry(&self) -> Option<EntryId> {
        match self.subject {
            Subject::Entry(id) => Some(id),
            Subject::Site | Subject::Topic(_) | Subject::Series(_) | Subject::Part(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn nothing_leads_out_of_the_site() {
        for path in ["index.html", "a/b/", "old/page.html", ".well-known/x", "404.html"] {
            assert!(is_inside(path), "{path}");
        }
        for path in ["", "../x", "a/../../x", "./x", "a//b", "https://x.org/", "a\\b", "C:/x", "..", "a/.."] {
            assert!(!is_inside(path), "{path}");
        }
    }
}
