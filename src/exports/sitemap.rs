//! The sitemap, <https://www.sitemaps.org/protocol.html>: every page, with the date it last changed in
//! substance where that is known. A site with more pages than one may list has several, and a list of them.

use super::{ExportKind, Form};
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `sitemap`.
pub struct Sitemap;

/// As many addresses as one may list.
const MOST: usize = 50_000;

impl ExportKind for Sitemap {
    fn name(&self) -> &'static str {
        "sitemap"
    }

    fn form(&self) -> Form {
        Form::Template("export/sitemap.xml")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let whole = Page::of_site(self.name(), "sitemap.xml");
        let parts = parts(site);
        let shares = (1..=parts).filter(|_| parts > 1).map(|part| Page::of_site(self.name(), &file(part)));
        [whole].into_iter().chain(shares).collect()
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> View {
        let (site, all) = (desk.site, addresses(desk));
        let parts = parts(site);
        if parts == 1 {
            return listed(&all, site);
        }
        match (1..=parts).find(|part| *file(*part) == *page.path) {
            Some(part) => listed(share(&all, part, parts), site),
            None => {
                let maps = (1..=parts).map(|part| View::url(site.settings.address(&file(part))));
                View::Map(vec![("sitemaps", View::list(maps))])
            }
        }
    }
}

fn file(part: usize) -> String {
    format!("sitemap-{part}.xml")
}

/// How many it takes. Pages are planned after this is asked, so that each thing that may have one is counted.
fn parts(site: &Site) -> usize {
    let lists = 100;
    (site.entries.len() + site.topics.len() + site.series.len() + lists).div_ceil(MOST)
}

/// One of several equal shares.
fn share<T>(all: &[T], part: usize, parts: usize) -> &[T] {
    all.get((part - 1) * all.len() / parts..part * all.len() / parts).unwrap_or_default()
}

/// The pages that are to be found: of an entry its own alone, no class pack, and no address that it had before.
fn addresses<'a>(desk: &'a Desk<'_>) -> Vec<&'a Page> {
    let is_own = |page: &&Page| page.entry().is_none_or(|id| desk.site.entry(id).path == page.path);
    let pages = desk.plan.pages.iter().filter(|page| page.path.is_empty() || page.path.ends_with('/'));
    pages.filter(is_own).collect()
}

fn listed(pages: &[&Page], site: &Site) -> View {
    let pages = pages.iter().map(|page| {
        View::Map(vec![
            ("address", View::url(site.settings.address(&page.path))),
            ("changed", page.entry().map_or(View::None, |id| changed(id, site))),
        ])
    });
    View::Map(vec![("pages", View::list(pages))])
}

/// When an entry last changed in substance, as it says itself; where it says nothing, when its file changed.
fn changed(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    let told = document.fields.moment("updated").or(document.fields.moment("published"));
    let file = || site.changed.get(&*document.location.manuscript.path).map(ToString::to_string);
    View::maybe(told.map(|at| at.html(&site.settings.zone)).or_else(file))
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_are_the_whole_and_none_is_empty() {
        for (count, parts) in [(100_001, 3), (50_001, 2), (50_100, 2), (7, 3)] {
            let all: Vec<usize> = (0..count).collect();
            let shares: Vec<&[usize]> = (1..=parts).map(|part| share(&all, part, parts)).collect();
            assert_eq!(shares.concat(), all);
            assert!(shares.iter().all(|share| !share.is_empty() && share.len() <= count.div_ceil(parts)));
        }
    }
}
