//! Pictures: description, caption and credit apart, however the page puts them together.

use crate::convert::article::{Block, Line, Words};
use crate::convert::head::words;
use crate::convert::text::words::{after, after_any};
use dom_query::NodeRef;

/// A picture that stands alone. What has no description is decoration.
pub(super) fn image(node: &NodeRef) -> Option<Block> {
    let alt = words(&node.attr("alt").unwrap_or_default())?;
    let tiny =
        |name: &str| node.attr(name).and_then(|size| size.parse::<u32>().ok()).is_some_and(|size| size < 50);
    (!tiny("width") && !tiny("height")).then_some(Block::Picture {
        alt: Some(alt),
        caption: None,
        credit: None,
    })
}

/// Whether an element that is no `figure` is one all the same: a picture with a caption under it.
pub(super) fn is_captioned(node: &NodeRef) -> bool {
    let has_image = node.descendants_it().any(|child| child.has_name("img"));
    let captioned = || node.children_it(false).any(|child| is_called(&child, "caption, credit"));
    has_image && node.text().len() < 800 && captioned()
}

/// A figure, if there is a picture in it: a figure may hold a table or a quotation, too.
pub(super) fn figure(node: &NodeRef) -> Option<Block> {
    let image = node.descendants_it().find(|child| child.has_name("img"));
    let alt = image.as_ref().and_then(|image| words(&image.attr("alt").unwrap_or_default()));
    let holds_text =
        node.descendants_it().any(|child| child.has_name("table") || child.has_name("blockquote"));
    if holds_text || (image.is_none() && !node.has_name("figure")) {
        return None;
    }
    let named =
        |child: &NodeRef| is_called(child, CREDITS) || child.has_name("cite") || child.has_name("small");
    let told = node.descendants().into_iter().find(|child| named(child) && !child.text().trim().is_empty());
    let credit = told.as_ref().and_then(|child| words(without_label(child.text().trim())));
    let text = text_without(node, told.as_ref());
    let (caption, inline) = parted(text.trim());
    let credit = credit.or(inline);
    let caption = words(without_label(&caption)).map(Line::plain);
    let any = alt.is_some() || caption.is_some() || credit.is_some();
    any.then_some(Block::Picture { alt, caption, credit })
}

/// The text of an element, that of one inside it left out.
pub(super) fn text_without(node: &NodeRef, without: Option<&NodeRef>) -> String {
    let mut text = String::new();
    for child in node.children() {
        if without.is_some_and(|without| without.id == child.id) {
            text.push(' ');
        } else if child.is_text() {
            text.push_str(&child.text());
        } else {
            text.push_str(&text_without(&child, without));
            text.push_str(if child.has_name("span") { "" } else { " " });
        }
    }
    text
}

fn is_called(node: &NodeRef, names: &str) -> bool {
    let class = node.attr("class").unwrap_or_default().to_ascii_lowercase();
    let itemprop = node.attr("itemprop").unwrap_or_default().to_ascii_lowercase();
    let mut words = class.split(|c: char| !c.is_ascii_alphanumeric()).chain(itemprop.split(' '));
    words.any(|word| names.split(", ").any(|name| name == word))
}

/// A caption and the credit behind it.
pub(in crate::convert) fn parted(text: &str) -> (String, Option<Words>) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // “Image source, Agency Image caption, The bridge”: the credit stands first.
    if let Some(rest) = after(&text, "Image source, ") {
        let (credit, caption) = rest.split_once("Image caption, ").unwrap_or((rest, ""));
        return (caption.trim().to_owned(), words(credit.trim_end_matches([',', ' '])));
    }
    if let Some((caption, credit)) = bracketed(&text) {
        return (caption.to_owned(), words(without_label(credit)));
    }
    for label in LABELS {
        if let Some(at) = text.rfind(label) {
            let (caption, credit) = text.split_at(at);
            let credit = credit.get(label.len()..).unwrap_or_default();
            let opens = credit.trim_start().starts_with(|c: char| !c.is_lowercase());
            if credit.len() <= 120 && opens && !credit.trim().is_empty() {
                let caption = caption.trim_end_matches([' ', '|', '/', '·', '–', '—']);
                return (caption.to_owned(), words(credit));
            }
        }
    }
    (text, None)
}

/// A bracket at the end. Round ones hold a credit only where they say so.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    if let Some(found) = text.strip_suffix(']').and_then(|text| text.rsplit_once('[')) {
        return Some((found.0.trim_end(), found.1.trim()));
    }
    let (caption, inside) = text.strip_suffix(')').and_then(|text| text.rsplit_once('('))?;
    let credits = inside.contains('/')
        || after_any(
            inside,
            "Photo, Image, Picture, Credit, Courtesy, Handout, File, AP, AFP, Reuters, Getty",
        )
        .is_some();
    credits.then(|| (caption.trim_end(), inside.trim()))
}

/// A credit or a caption without the word that says so.
fn without_label(text: &str) -> &str {
    let rest = after_any(
        text,
        "Image source, Image caption, Image credit, Photo credit, Photographer, Photograph, Photo by, Photo, Picture, Image, Credit, Source, ©",
    );
    let labelled = rest.filter(|rest| {
        rest.starts_with([':', ',']) || (text.starts_with('©')) || after_any(text, "Photo by ").is_some()
    });
    labelled.map_or(text, |rest| rest.trim_start_matches([':', ',', ' ']))
}

const LABELS: [&str; 9] = [
    "Photograph: ",
    "Photo: ",
    "Picture: ",
    "Image: ",
    "Credit: ",
    "Photo credit: ",
    "Image credit: ",
    "Photo by ",
    "© ",
];

const CREDITS: &str =
    "credit, credits, source, copyright, photographer, attribution, creditline, copyrightholder";
