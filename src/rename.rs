//! Another id for a record: every mark and reference is written anew, the record gets its new id and keeps the old one
//! as a former id, so that the old address leads on. What is to be written comes back; nothing is written here.

use crate::annotations;
use crate::model::document::{Document, Location};
use crate::model::edit::Edits;
use crate::model::input::Manuscript;
use crate::model::record::{ContentKind, Reference};
use crate::model::text::{Span, nearest};
use crate::parse::{Written, valid_id};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What to write. The error is a sentence, and what to do.
pub fn edits(
    written: &Written,
    manuscripts: &[Arc<Manuscript>],
    kind: &'static ContentKind,
    ids: (&str, &str),
) -> Result<Edits, (String, String)> {
    let (old, new) = ids;
    if ["topic", "series", "media"].contains(&kind.name) {
        let help = "write the new name where the old one stands, and rename its record";
        return Err((
            format!("a {} is named by its words, which are not changed by this", kind.name),
            help.to_owned(),
        ));
    }
    let record = record(written, kind, ids)?;
    if !record.location.manuscript.map.is_empty() {
        let help = "write it down as Markdown first, beside the raw file";
        return Err((format!("`{}` is raw copy", record.location.manuscript.path), help.to_owned()));
    }
    let mut edits = Edits::default();
    let mut places: BTreeSet<(Arc<str>, Span)> = BTreeSet::new();
    for manuscript in manuscripts.iter().filter(|manuscript| manuscript.map.is_empty()) {
        let named = in_text(&manuscript.text, kind.name, old);
        places.extend(named.into_iter().map(|span| (manuscript.path.clone(), span)));
    }
    let own = Reference { kind: kind.name, id: old.into() };
    for document in &written.documents {
        let named = document.fields.references().into_iter().filter(|(_, reference)| **reference == own);
        for (path, _) in named {
            let place = document.location.field(&path);
            let text = place.span.of(&document.location.manuscript.text);
            if let Some(at) = text.rfind(old) {
                let start = place.span.start as usize + at;
                places.insert((place.path, Span::new(start, start + old.len())));
            }
        }
    }
    places.into_iter().for_each(|(path, span)| edits.push(&path, span, new));
    own_id(record, ids, &mut edits);
    former_id(record, old, &mut edits);
    Ok(edits)
}

/// The record that is meant, if it may have the new id.
fn record<'a>(
    written: &'a Written,
    kind: &'static ContentKind,
    (old, new): (&str, &str),
) -> Result<&'a Document, (String, String)> {
    let of_kind = || written.documents.iter().filter(|document| document.kind.name == kind.name);
    if !valid_id(new) {
        let help = "small letters, digits, `.`, `_` and `-`, and it begins with a letter or digit";
        return Err((format!("`{new}` cannot be an id"), help.to_owned()));
    }
    if of_kind().any(|document| *document.id == *new) {
        return Err((format!("there is a {} `{new}` already", kind.name), "choose another id".to_owned()));
    }
    of_kind().find(|document| *document.id == *old).map(|document| &**document).ok_or_else(|| {
        let help = match nearest(old, of_kind().map(|document| &*document.id)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the records of this kind stand in `content/{}/`", kind.folder),
        };
        (format!("there is no {} `{old}`", kind.name), help)
    })
}

/// Where a text names a record with its kind, in marks and in YAML, and where it stands in `[[brackets]]`.
fn in_text(text: &str, kind: &str, old: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let ends = |at: usize| {
        let id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
        let rest = &text[at..];
        // A full stop may end a sentence; an id goes on behind one only with a letter or digit.
        !rest.starts_with(id) || (rest.starts_with('.') && !rest[1..].starts_with(id))
    };
    let pattern = format!("{kind}:{old}");
    for (at, _) in text.to_ascii_lowercase().match_indices(&pattern.to_ascii_lowercase()) {
        let start = at + kind.len() + 1;
        let begins = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        if begins && text.get(start..start + old.len()) == Some(old) && ends(start + old.len()) {
            found.push(Span::new(start, start + old.len()));
        }
    }
    if annotations::find(kind).is_some() {
        for (at, _) in text.match_indices(&format!("[[{old}")) {
            let start = at + 2;
            if text[start + old.len()..].starts_with([']', '|']) {
                found.push(Span::new(start, start + old.len()));
            }
        }
    }
    found
}

/// The id itself: the name of a file, or a field in a list.
fn own_id(record: &Document, (_, new): (&str, &str), edits: &mut Edits) {
    let path = &record.location.manuscript.path;
    if record.location.path.is_empty() {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let ending = path.rsplit_once('.').map_or("md", |(_, ending)| ending);
        edits.moves.push((path.clone(), format!("{folder}/{new}.{ending}")));
    } else {
        let place = record.location.field(&["id".to_owned()]);
        edits.push(&place.path, place.span, new);
    }
}

/// Adds the old id to the former ones.
fn former_id(record: &Document, old: &str, edits: &mut Edits) {
    let location = &record.location;
    let path = &location.manuscript.path;
    let text = &*location.manuscript.text;
    let mut former = record.fields.texts("former_ids");
    if record.fields.get("former_ids").is_some() && former.next().is_none() {
        let empty = location.field(&["former_ids".to_owned()]).span;
        let end =
            text[empty.end as usize..].find(']').map_or(empty.end as usize, |at| empty.end as usize + at + 1);
        let start = text[..end].rfind("former_ids").unwrap_or(end);
        edits.push(path, Span::new(start, end), format!("former_ids: [{old}]"));
        return;
    }
    if record.fields.texts("former_ids").next().is_some() {
        let first = location.field(&["former_ids".to_owned(), "0".to_owned()]).span;
        let start = first.start as usize;
        let before = text[..start].trim_end();
        let written = match before.ends_with(['[', ',']) {
            true => format!("{old}, "),
            false if before.ends_with('-') => {
                format!("{old}\n{}- ", " ".repeat(indent(text, start).1.len().saturating_sub(2)))
            }
            false => {
                edits.push(path, first, format!("[{old}, {}]", first.of(text)));
                return;
            }
        };
        edits.push(path, Span::new(start, start), written);
        return;
    }
    let (at, written) = new_line(location, text, old);
    edits.push(path, Span::new(at, at), written);
}

/// Where a record has room for a line of its own, and the line.
fn new_line(location: &Location, text: &str, old: &str) -> (usize, String) {
    if location.path.is_empty() {
        let start = location.yaml.start as usize;
        return match location.yaml.start == location.yaml.end {
            true => (start, format!("---\nformer_ids: [{old}]\n---\n")),
            false => (start, format!("former_ids: [{old}]\n")),
        };
    }
    let id = location.field(&["id".to_owned()]).span;
    let (line, spaces) = indent(text, id.start as usize);
    // A record in braces, even over several lines, begins with one after its dash.
    let before = text[..id.start as usize].trim_end_matches("id:").trim_end();
    let is_flow = line.contains('{') || before.ends_with(['{', ',']);
    match is_flow {
        true => (id.end as usize, format!(", former_ids: [{old}]")),
        false => (id.end as usize, format!("\n{spaces}former_ids: [{old}]")),
    }
}

/// The beginning of a line up to a byte, and as many spaces as stand before its first letter.
fn indent(text: &str, at: usize) -> (&str, String) {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..at];
    (line, " ".repeat(line.len() - line.trim_start_matches([' ', '-']).len()))
}
