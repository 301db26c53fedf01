//! A description, a caption and a credit in brackets become one picture.
//! Which file is the picture is left to the editor: its address stays empty.

use super::passages::Passage;
use super::words::{AGENCIES, after, ends_sentence, length, names};
use crate::convert::article::Words;

/// A passage, or the passages that make up a picture.
pub(super) enum Piece {
    Text(Passage),
    Picture { alt: Option<Words>, caption: Option<Words>, credit: Option<Words> },
}

/// The passages with those that make up a picture put together.
pub(super) fn pieces(passages: Vec<Passage>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = passages.into_iter().peekable();
    while let Some(first) = rest.next() {
        let number = first.block;
        let mut block = vec![first];
        block.extend(std::iter::from_fn(|| rest.next_if(|next| next.block == number)));
        match labelled(&block).or_else(|| picture(&block)) {
            Some(picture) => pieces.push(picture),
            None => pieces.extend(block.into_iter().map(|passage| {
                let alone = picture(std::slice::from_ref(&passage));
                alone.unwrap_or(Piece::Text(passage))
            })),
        }
    }
    pieces
}

/// A block whose lines say what they are: "Image source, Agency" and "Image caption, The bridge".
fn labelled(block: &[Passage]) -> Option<Piece> {
    let mut found = (None, None, None);
    for passage in block {
        let rest = |label| after(&passage.text, label).map(|rest| passage.words(rest.trim()));
        if let Some(credit) = rest("Image source, ").or_else(|| rest("Image credit, ")) {
            found.2 = Some(credit);
        } else if let Some(caption) = rest("Image caption, ") {
            found.1 = Some(caption);
        } else if found == (None, None, None) {
            found.0 = Some(passage.whole());
        } else {
            return None;
        }
    }
    let (alt, caption, credit) = found;
    (caption.is_some() || credit.is_some()).then_some(Piece::Picture { alt, caption, credit })
}

/// A block whose last line ends in a credit: description and caption, either of which may be missing.
fn picture(block: &[Passage]) -> Option<Piece> {
    let (last, before) = block.split_last()?;
    let credit = credit(&last.text)?;
    let inline = (!credit.caption.is_empty()).then(|| last.words(credit.caption));
    let (alt, caption) = match before {
        [] => (None, inline),
        [alt] if inline.is_some() => (Some(alt.whole()), inline),
        [caption] => (None, Some(caption.whole())),
        [alt, caption] if inline.is_none() => (Some(alt.whole()), Some(caption.whole())),
        _ => return None,
    };
    // A name in brackets is a credit only under a description, and "(File photo)" alone is a remark.
    let alone = before.is_empty() && (!credit.sure || (caption.is_none() && last.text.ends_with(')')));
    let credited = before.iter().any(|p| self::credit(&p.text).is_some_and(|credit| credit.sure));
    let captions = block.iter().all(|p| p.is_plain() && length(&p.text) <= 600);
    let picture = Piece::Picture { alt, caption, credit: Some(last.words(credit.words)) };
    (captions && !alone && !credited).then_some(picture)
}

/// A bracket at the end of a caption.
struct Credit<'a> {
    caption: &'a str,
    words: &'a str,
    /// It names an agency or says how the picture came about; otherwise it may be any name.
    sure: bool,
}

fn credit(text: &str) -> Option<Credit<'_>> {
    let square = text.strip_suffix(']').and_then(|text| text.rsplit_once('['));
    let (caption, words) = square.or(text.strip_suffix(')').and_then(|text| text.rsplit_once('(')))?;
    let (caption, words, square) = (caption.trim_end(), words.trim(), square.is_some());
    // "Reporting by" and "Editing by" close the whole article.
    if words.contains("ing by ") || words.contains(['[', ']', '(']) || words.ends_with('.') {
        return None;
    }
    // "Environmental Protection Agency (EPA)" is no caption, and neither is a whole sentence.
    let captioned = !ends_sentence(caption) && (length(words) > 4 || length(caption) >= 40);
    let agency = names(AGENCIES, words) && (square || captioned);
    let made = names(MAKERS, words) && (square || words.contains(' '));
    let credit = Credit { caption, words, sure: agency || made };
    (credit.sure || (square && words.starts_with(char::is_uppercase))).then_some(credit)
}

/// Words that say how a picture came about.
const MAKERS: &str = "\
    File, FILE, Photo, PHOTO, Photos, Photograph, Photographer, Picture, Handout, HANDOUT, handout, \
    Courtesy, courtesy, Pool, POOL, Credit, Image, Images, Shutterstock, Alamy, iStock, Screenshot, \
    Illustration, Graphic, Supplied";
