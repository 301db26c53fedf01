//! The sitemap for news services,
//! <https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap>: the newest explainers,
//! where `news_sitemap` asks for it. They want those of two days. Since no page says what day it is today, it is the two
//! days up to the newest.

use super::{ExportKind, Form, recent};
use crate::model::plan::Page;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};
use jiff::{SignedDuration, Timestamp};

/// The kind `news_sitemap`.
pub struct NewsSitemap;

/// How long something is news.
const NEWS: SignedDuration = SignedDuration::from_hours(48);

/// As many addresses as one may list.
const MOST: usize = 1_000;

impl ExportKind for NewsSitemap {
    fn name(&self) -> &'static str {
        "news_sitemap"
    }

    fn form(&self) -> Form {
        Form::Template("export/news-sitemap.xml")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.settings.fields.is_set("news_sitemap") && !news(site).is_empty();
        some.then(|| Page::of_site(self.name(), "news-sitemap.xml")).into_iter().collect()
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        let pages = news(site).into_iter().map(|(at, id)| {
            let document = &site.entry(id).document;
            let lang = document.fields.text("lang").unwrap_or(&site.settings.lang);
            View::Map(vec![
                ("address", View::url(site.address(id))),
                ("title", View::Text(document.title.clone())),
                ("published", View::text(at.to_string())),
                ("lang", View::text(language(lang))),
            ])
        });
        View::Map(vec![("pages", View::list(pages))])
    }
}

/// The explainers of the last two days, the newest first.
fn news(site: &Site) -> Vec<(Timestamp, EntryId)> {
    let dated = site.of_kind("explainer").filter_map(|id| Some((recent::published(id, site)?, id)));
    let mut dated: Vec<(Timestamp, EntryId)> = dated.collect();
    dated.sort_by(|a, b| b.cmp(a));
    let newest = dated.first().map(|(at, _)| *at);
    dated.retain(|(at, _)| newest.is_some_and(|newest| newest.duration_since(*at) <= NEWS));
    dated.truncate(MOST);
    dated
}

/// The language, as news services have it: two or three letters, and two ways to write Chinese.
fn language(tag: &str) -> String {
    let tag = tag.to_ascii_lowercase();
    match tag.as_str() {
        "zh-cn" | "zh-tw" => tag,
        "zh-hant" | "zh-hk" => "zh-tw".to_owned(),
        tag if tag.starts_with("zh") => "zh-cn".to_owned(),
        tag => tag.split('-').next().unwrap_or(tag).to_owned(),
    }
}
