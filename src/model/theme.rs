//! A theme once it is read, with those it extends. How it is read and checked is for `parse::theme` and `parse::look`.

use super::hash::Hash;
use super::settings::Words;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A theme with those it extends: words, templates and assets, the nearest first.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    /// The name, `broadsheet`.
    pub name: Arc<str>,
    /// The interface words.
    pub words: Words,
    /// Templates by name (`page/term.html`), with text and path.
    pub templates: BTreeMap<String, (Arc<str>, Arc<str>)>,
    /// Assets by name (`broadsheet.css`), with bytes.
    pub assets: BTreeMap<String, (Arc<[u8]>, Hash)>,
    /// The assets that are style sheets named after their theme, those of extended themes first; last what the
    /// settings say of the looks.
    pub styles: Vec<String>,
    /// The assets that are scripts named after their theme, those of extended themes first.
    pub scripts: Vec<String>,
    /// The fonts that a page needs at once.
    pub preload: Vec<String>,
    /// What the settings say of the looks, as a style sheet.
    pub look: String,
    /// Where a mark leads that stands for a person, a date or a source.
    pub marks: Marks,
    /// Whether pictures are shown.
    pub pictures: Pictures,
    /// How many entries a page of a list has at most, where the theme says so.
    pub per_page: Option<usize>,
    /// The hash of the templates, and of what decides beside them how a page is made.
    pub hash: Hash,
}

/// Where a mark leads whose entry no note tells of beside the text: to what the page says of it below, or to the page of
/// the entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Marks {
    /// Down the page.
    #[default]
    Below,
    /// To the page of the entry.
    Pages,
}

/// Whether pages show pictures, or lead to them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pictures {
    /// They show them.
    #[default]
    Shown,
    /// They lead to them.
    Links,
}
