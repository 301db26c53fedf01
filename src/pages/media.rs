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
        field("file", "The file, beside this one or in `content/media/`.", Holds::Text),
        field("alt", "What it shows, for those who cannot see it.", Holds::Text),
        field("caption", "What stands under it.", Holds::Prose),
        field("credit", "Who made it.", Holds::Text),
        field("licence", "On which terms it may be used.", Holds::Text),
        field("sensitive", "Whether readers are asked before it is shown.", Holds::Bool),
    ],
};
