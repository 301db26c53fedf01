//! Records of pictures: what they show, who made them, and what readers may do with them, written once for every
//! text that shows them. They have no pages of their own.

use crate::model::record::{ContentKind, Holds, field};

/// The records.
pub const CONTENT: ContentKind = ContentKind {
    name: "media",
    folder: "media",
    address: "media",
    tells_of_marks: false,
    title_from: Some("file"),
    fields: &[
        field("file", Holds::Text),
        field("alt", Holds::Text),
        field("caption", Holds::Prose),
        field("credit", Holds::Text),
        field("licence", Holds::Text),
        field("sensitive", Holds::Bool),
    ],
};
