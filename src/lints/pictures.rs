//! The pictures of a record as rules see them: those that stand alone, and those over a text, each with what it says of
//! itself and what its record says for it.

use crate::model::diagnostic::Place;
use crate::model::document::{Node, Prose, Tag};
use crate::model::record::Fields;
use crate::model::site::{Entry, Site};
use std::collections::HashSet;

/// A picture that readers are shown.
pub struct Shown {
    /// Where.
    pub place: Place,
    /// What is to be mended, in words: this text, or the record of the picture.
    pub record: Option<String>,
    /// Whether there is a file: what cannot be seen needs no description.
    pub has_file: bool,
    /// Whether it says what it shows, for those who cannot see it.
    pub has_alt: bool,
    /// Whether it has a caption.
    pub has_caption: bool,
    /// Whether it says who made it.
    pub has_credit: bool,
}

/// The pictures of a record, in the order of reading.
pub fn shown(entry: &Entry, site: &Site) -> Vec<Shown> {
    over_text(entry, site).into_iter().chain(in_text(entry, site)).collect()
}

/// The picture over a text.
fn over_text(entry: &Entry, site: &Site) -> Option<Shown> {
    let image = entry.document.fields.map("image")?;
    let record = entry.links.image_record.as_ref();
    let recorded =
        record.and_then(|record| site.find(record)).map(|record| &site.entry(record).document.fields);
    let says =
        |field: &str| says(image, field) || recorded.is_some_and(|recorded| self::says(recorded, field));
    Some(Shown {
        place: entry.document.location.field(&["image".to_owned()]),
        record: record.map(|record| record.id.to_string()),
        has_file: entry.links.image.is_some(),
        has_alt: says("alt"),
        has_caption: says("caption"),
        has_credit: says("credit"),
    })
}

/// The pictures of a body that stand alone. One in a line of text is a sign, and has no caption.
fn in_text(entry: &Entry, site: &Site) -> Vec<Shown> {
    let prose = entry.document.body();
    let pictures = (0..).zip(&prose.pictures).filter(|(_, picture)| picture.figure);
    let captioned = captioned(prose);
    let shown = pictures.map(|(i, picture)| {
        let index = i as usize;
        let record = entry.links.media.first().and_then(|records| records.get(index)?.as_ref());
        let recorded =
            record.and_then(|record| site.find(record)).map(|record| &site.entry(record).document.fields);
        let recorded = |field: &str| recorded.is_some_and(|recorded| says(recorded, field));
        Shown {
            place: entry.document.place(prose, picture.span),
            record: record.map(|record| record.id.to_string()),
            has_file: entry
                .links
                .pictures
                .first()
                .is_some_and(|files| files.get(index).is_some_and(Option::is_some)),
            has_alt: !picture.alt.trim().is_empty() || recorded("alt"),
            has_caption: captioned.contains(&i) || recorded("caption"),
            has_credit: !picture.credit.trim().is_empty() || recorded("credit"),
        }
    });
    shown.collect()
}

/// The pictures of a text that have something inside: a caption.
fn captioned(prose: &Prose) -> HashSet<u32> {
    let pairs = prose.nodes.windows(2).filter_map(|pair| match pair {
        [Node::Open(Tag::Picture(picture)), inside] if *inside != Node::Close(Tag::Picture(*picture)) => {
            Some(*picture)
        }
        _ => None,
    });
    pairs.collect()
}

fn says(fields: &Fields, field: &str) -> bool {
    fields.text(field).is_some_and(|text| !text.trim().is_empty()) || fields.prose(field).is_some()
}
