//! The kinds of export: what other software reads. A kind is a file here, a line in the registry, a template
//! in `templates/export/`, and a spec.

mod annotations;
mod corrections;
mod events;
mod facts;
mod feed;
mod glossary_schema;
mod glossary_skos;
mod index;
mod json_feed;
mod news_sitemap;
mod people;
mod quotes;
mod recent;
mod records;
mod robots;
mod schemas;
mod security;
mod sitemap;
mod sources_csl;
mod timeline_calendar;
mod timeline_json;
mod timeline_table;
mod trust;
mod words;

use crate::model::plan::Page;
use crate::model::record::{Data, Fields};
use crate::model::site::Site;
use crate::model::view::{Desk, View};
use std::sync::Arc;

/// A kind of export.
pub trait ExportKind: Sync {
    /// The name of the kind.
    fn name(&self) -> &'static str;

    /// What its files are made with.
    fn form(&self) -> Form;

    /// The media type of its files, where pages announce them.
    fn media_type(&self) -> Option<&'static str> {
        None
    }

    /// The kinds of page it describes. A page announces the files of this kind that have its subject.
    fn describes(&self) -> &'static [&'static str] {
        &[]
    }

    /// Every file of this kind.
    fn pages(&self, site: &Site) -> Vec<Page>;

    /// What the template sees.
    fn view(&self, page: &Page, desk: &Desk<'_>) -> View;
}

/// What the files of an export are made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A template of `templates/export/`.
    Template(&'static str),
    /// The view itself, as JSON that people can read too.
    Json,
    /// The view itself, as JSON without a space: for what there is one of for every explainer.
    CompactJson,
    /// A list of rows, as comma-separated values: the keys of the first are the header.
    Csv,
    /// A calendar: `name`, and a list of `events`.
    Calendar,
}

/// Every kind.
pub const KINDS: &[&dyn ExportKind] = &[
    &feed::Feed,
    &json_feed::JsonFeed,
    &corrections::CorrectionsFeed,
    &timeline_calendar::TimelineCalendar,
    &timeline_table::TimelineTable,
    &timeline_json::TimelineJson,
    &annotations::Annotations,
    &glossary_schema::GlossarySchema,
    &glossary_skos::GlossarySkos,
    &sources_csl::SourcesCsl,
    &facts::Facts,
    &quotes::Quotes,
    &people::People,
    &index::Index,
    &schemas::Schemas,
    &sitemap::Sitemap,
    &news_sitemap::NewsSitemap,
    &robots::Robots,
    &security::Security,
    &trust::Trust,
];

/// The export of this name.
pub fn find(name: &str) -> Option<&'static dyn ExportKind> {
    KINDS.iter().copied().find(|kind| kind.name() == name)
}

/// Whether a site has a file of its own for this path, which stands instead.
fn is_static(path: &str, site: &Site) -> bool {
    site.statics.iter().any(|medium| Site::static_path(&medium.path) == path)
}

/// The addresses of a list.
fn urls<'a>(fields: &'a Fields, name: &str) -> impl Iterator<Item = Arc<str>> + use<'a> {
    fields.list(name).iter().filter_map(|data| match data {
        Data::Url(url) => Some(url.clone()),
        _ => None,
    })
}
