//! The line that says who wrote the article, and the one under it that says for whom.

use super::dates::full_date;
use super::words::{AGENCIES, PARTICLES, after_any, has, length, names};

/// A byline that ends in a date: "Posted by Jane Doe on 2 May 2022", "by Jane Doe | 2 May 2022".
pub(in crate::convert) fn dated_byline(line: &str) -> Option<(Vec<&str>, String)> {
    if line.len() > 240 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let ends = [" on ", " | ", " · ", " • ", ", ", " – ", " — ", " - "];
    ends.iter().find_map(|end| {
        let (names, date) = line.split_once(end)?;
        Some((byline(names)?, full_date(date.trim())?))
    })
}

/// A line that says what kind of text it is.
pub(in crate::convert) fn is_label(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    length(text) <= 40 && has(LABELS, bare)
}

/// The names in a byline, where nothing but names and what they work for is in it.
pub(in crate::convert) fn byline(line: &str) -> Option<Vec<&str>> {
    let rest = after_any(
        line,
        "By , Written by , Analysis by , Posted by , Words by , Story by , Text by , Report by , Reported by ",
    )?;
    if length(line) > 160 || line.ends_with('.') {
        return None;
    }
    let mut authors = Vec::new();
    for part in rest.split([',', '|', '&']).flat_map(|part| part.split(" and ")) {
        let end = [" in ", " for ", " of "].iter().filter_map(|word| part.find(word)).min();
        let part = part.get(..end.unwrap_or(part.len())).unwrap_or_default().trim();
        let works = part.split_whitespace().any(|word| has(DESKS, word)) || names(AGENCIES, part);
        // An employer counts as the author only where no name stands before it.
        if is_name(part) && !works || (works && authors.is_empty()) {
            authors.push(part);
        } else if !works && !part.is_empty() {
            return None;
        }
    }
    (!authors.is_empty()).then_some(authors)
}

/// The line under a byline that says what its authors work for: "BBC News, Kyiv".
pub(in crate::convert) fn is_affiliation(line: &str) -> bool {
    let employer = line.split(',').next().unwrap_or_default();
    let last = employer.split_whitespace().last().unwrap_or_default();
    let named = employer.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    length(line) <= 60 && named && (has(DESKS, last) || names(AGENCIES, last))
}

/// Two to five words that could be somebody's name.
pub(in crate::convert) fn is_name(words: &str) -> bool {
    let letter = |c: char| c.is_alphabetic() || ".-'’ ".contains(c);
    let named = |word: &str| word.starts_with(|c: char| !c.is_lowercase()) || has(PARTICLES, word);
    (2..=5).contains(&words.split_whitespace().count())
        && words.chars().all(letter)
        && words.split_whitespace().all(named)
        && !words.starts_with(char::is_lowercase)
}

/// Words of a byline that are not part of a name.
const DESKS: &str = "\
    agencies, agency, analyst, bureau, correspondent, desk, editor, editors, media, news, newspaper, \
    post, press, radio, reporter, reporters, service, staff, team, times, tv, writer, writers";

const LABELS: &str = "\
    press release, news release, media release, for immediate release, embargoed, news, analysis, opinion, published, \
    updated, published on, posted, press statement, statement, media statement";
