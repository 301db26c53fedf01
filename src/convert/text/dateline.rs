//! The place, date and agency that the first paragraph of a report opens with, before a dash.

use super::dates::{date, full_date};
use super::words::{AGENCIES, PARTICLES, ends_sentence, has, length, names, opens};

/// What a paragraph opens with when it says where it was written, and the rest of it.
pub(in crate::convert) struct Dateline<'a> {
    pub place: &'a str,
    pub date: Option<&'a str>,
    pub rest: &'a str,
}

pub(in crate::convert) fn dateline(text: &str) -> Option<Dateline<'_>> {
    let (head, dash, rest) = at_dash(text)?;
    let (head, agency) = without_agency(head);
    let (place, date) = without_date(head);
    let sentence = rest.split(['.', '?', '!']).next().unwrap_or(rest);
    // "Russia – Ukraine's neighbour – said": a second dash closes what the first one opened.
    let paired = !place.contains(',') && date.is_none() && sentence.matches(dash).count() % 2 == 1;
    let paragraph = opens(rest) && (ends_sentence(text) || length(text) > 80);
    let says = rest.contains(char::is_alphanumeric);
    let sure = says && (agency || (paragraph && !paired));
    (sure && is_place(place)).then_some(Dateline { place, date, rest })
}

/// The text before and after the first dash that stands between words, and the dash.
fn at_dash(text: &str) -> Option<(&str, &str, &str)> {
    let dashes = [" – ", " — ", " ― ", " -- ", " - ", " _ ", "— ", ")—"];
    let found = dashes.iter().filter_map(|dash| Some((text.find(dash)?, *dash)));
    let (at, dash) = found.min().filter(|(at, _)| *at < 120)?;
    let (head, rest) = text.split_at_checked(at + usize::from(dash == ")—"))?;
    Some((head.trim_end(), dash, rest.trim_start_matches(['–', '—', '―', '-', '_', ' '])))
}

/// A dateline without "(Reuters)", and whether there was one.
fn without_agency<'a>(head: &'a str) -> (&'a str, bool) {
    let bare = |place: &'a str| place.trim().trim_end_matches(',');
    // In brackets any name is one: nobody writes "Torholt (Inland Press) –" for anything else.
    let named = |agency: &str| opens(agency) && length(agency) <= 40 && full_date(agency).is_none();
    match head.strip_suffix(')').and_then(|head| head.rsplit_once('(')) {
        Some((place, agency)) if named(agency) => return (bare(place), true),
        _ => {}
    }
    match head.rsplit_once(' ') {
        Some((place, agency)) if names(AGENCIES, agency) => (bare(place), true),
        _ => (head, false),
    }
}

/// A dateline without its date, and the date.
fn without_date(head: &str) -> (&str, Option<&str>) {
    let splits = head.match_indices(',').filter_map(|(at, _)| head.split_at_checked(at));
    let mut dated = splits.map(|(place, rest)| (place, rest.trim_start_matches([',', ' '])));
    dated.find(|(_, words)| date(words).is_some()).map_or((head, None), |(place, words)| (place, Some(words)))
}

/// Whether the words can be a place: "Washington, DC", "KYIV, Ukraine", "RIO DE JANEIRO".
fn is_place(words: &str) -> bool {
    let named = |word: &str| {
        has(PARTICLES, word) || word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
    };
    let part = |part: &str| {
        let count = part.split_whitespace().count();
        (1..=4).contains(&count) && part.split_whitespace().all(named) && opens(part.trim_start())
    };
    let letters = words.chars().all(|c| c.is_alphabetic() || " .,'’-/".contains(c));
    let short = length(words) <= 60 && words.split(',').count() <= 3;
    letters && short && words.split(',').all(part) && !has(NO_PLACES, words)
}

/// What stands before a dash at the start of an article and is no place.
const NO_PLACES: &str = "\
    analysis, breaking, comment, correction, editorial, exclusive, explainer, factbox, live, note, \
    opinion, update, updated, watch";
