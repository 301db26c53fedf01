//! Lists that are shown in parts where they are long: one mechanism for the timeline, the glossary, who's who, the
//! ledgers, the index. The first part has the address of the list; the others stand under `page/`.

use crate::model::parts::Parts;
use crate::model::plan::{Page, Subject};
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};
use std::sync::Arc;

/// A list.
pub struct Listed {
    /// The kind of its pages.
    pub name: &'static str,
    /// The address of the first of them.
    pub path: &'static str,
    /// How many entries a page has at most.
    pub size: usize,
    /// Its entries in order, and with each the title of the group it belongs to.
    pub entries: fn(&Site) -> (Vec<EntryId>, Vec<String>),
}

impl Listed {
    /// Its pages; none where there is nothing to list.
    pub fn pages(&self, site: &Site) -> Vec<Page> {
        let parts = self.cut(site);
        if parts.groups.is_empty() {
            return Vec::new();
        }
        let rest = (2..).take(parts.ranges.len() - 1);
        let page = |number| Page {
            kind: self.name,
            path: self.path_of(number as usize - 1).into(),
            subject: Subject::Part(number),
        };
        [Page::of_site(self.name, self.path)].into_iter().chain(rest.map(page)).collect()
    }

    /// The list in parts.
    pub fn parts(&self, desk: &Desk<'_>) -> Arc<Parts> {
        desk.lists.get(self.name, || self.cut(desk.site))
    }

    /// The entries on a page.
    pub fn on(&self, page: &Page, desk: &Desk<'_>) -> Vec<EntryId> {
        self.parts(desk).of(page.part()).to_vec()
    }

    /// The parts, to go from one to another; nothing where there is one alone.
    pub fn paging(&self, page: &Page, desk: &Desk<'_>) -> View {
        let parts = self.parts(desk);
        let (current, length) = (page.part(), parts.ranges.len());
        if length < 2 {
            return View::None;
        }
        let link = |part: usize| View::url(desk.site.settings.link(&self.path_of(part)));
        // With very many parts only those near this one, the first and the last.
        let near =
            |part: &usize| length <= 24 || *part == 0 || *part + 1 == length || part.abs_diff(current) <= 8;
        let shown = (0..length).filter(near).map(|part| {
            View::Map(vec![
                ("title", View::text(parts.title(part))),
                ("url", link(part)),
                ("current", View::Bool(part == current)),
            ])
        });
        let number = |n: usize| View::Int(i64::try_from(n).unwrap_or(0));
        View::Map(vec![
            ("part", number(current + 1)),
            ("parts", number(length)),
            ("title", View::text(parts.title(current))),
            ("before", current.checked_sub(1).map_or(View::None, link)),
            ("after", if current + 1 < length { link(current + 1) } else { View::None }),
            ("all", View::list(shown)),
        ])
    }

    /// Every group, with the address at which it begins: letters or decades to jump to.
    pub fn groups(&self, page: &Page, desk: &Desk<'_>) -> View {
        let (parts, current) = (self.parts(desk), page.part());
        View::list(parts.groups.iter().enumerate().map(|(number, (title, at))| {
            let part = parts.part_of(*at);
            let path =
                if part == current { String::new() } else { desk.site.settings.link(&self.path_of(part)) };
            View::Map(vec![
                ("title", View::text(title.as_str())),
                ("url", View::url(format!("{path}#{}", fragment(number)))),
            ])
        }))
    }

    fn cut(&self, site: &Site) -> Parts {
        let (entries, titles) = (self.entries)(site);
        let size = site.theme.per_page.map_or(self.size, |per_page| per_page.min(self.size));
        Parts::cut(entries, titles, size)
    }

    fn path_of(&self, part: usize) -> String {
        match part {
            0 => self.path.to_owned(),
            part => format!("{}page/{}/", self.path, part + 1),
        }
    }
}

/// The fragment at which a group stands on its page.
pub fn fragment(number: usize) -> String {
    format!("g{}", number + 1)
}

/// Entries by the first letter of what readers look under; those that begin with a digit come first.
pub fn by_letter(entries: Vec<EntryId>, site: &Site) -> (Vec<EntryId>, Vec<String>) {
    let letters = entries.iter().map(|id| letter(super::sort_key(site, *id))).collect();
    (entries, letters)
}

/// Entries without groups.
pub fn as_they_are(entries: Vec<EntryId>) -> (Vec<EntryId>, Vec<String>) {
    let titles = vec![String::new(); entries.len()];
    (entries, titles)
}

/// The letter that a name stands under.
pub fn letter(key: &str) -> String {
    match key.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_alphabetic() => c.to_uppercase().collect(),
        _ => "0–9".to_owned(),
    }
}
