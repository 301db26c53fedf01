//! A note: words of the editor's own on a passage. It has no records; its text stands in the mark or
//! in the file.

use super::AnnotationKind;
use crate::model::record::ContentKind;
use crate::model::site::{EntryId, Site};
use crate::model::view::View;

/// The kind `note`.
pub struct Note;

impl AnnotationKind for Note {
    fn name(&self) -> &'static str {
        "note"
    }

    fn motivation(&self) -> &'static str {
        "commenting"
    }

    fn content(&self) -> Option<&'static ContentKind> {
        None
    }

    fn has_card(&self) -> bool {
        false
    }

    fn card(&self, _: EntryId, _: &Site) -> Vec<(&'static str, View)> {
        Vec::new()
    }
}
