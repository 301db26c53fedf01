//! The kinds of export: what other software reads. A kind is a file here, a line in the registry, a template
//! in `templates/export/`, and a spec.

mod feed;
mod robots;
mod sitemap;

use crate::model::plan::Page;
use crate::model::site::Site;
use crate::model::view::{Desk, View};

/// A kind of export.
pub trait ExportKind: Sync {
    /// The name of the kind.
    fn name(&self) -> &'static str;

    /// Its template.
    fn template(&self) -> &'static str;

    /// Every file of this kind.
    fn pages(&self, site: &Site) -> Vec<Page>;

    /// What the template sees.
    fn view(&self, page: &Page, desk: &Desk<'_>) -> Vec<(&'static str, View)>;
}

/// Every kind.
pub const KINDS: &[&dyn ExportKind] = &[&feed::Feed, &sitemap::Sitemap, &robots::Robots];

/// The export of this name.
pub fn find(name: &str) -> Option<&'static dyn ExportKind> {
    KINDS.iter().copied().find(|kind| kind.name() == name)
}
