//! YAML as it is written: read at all, with the usual slips named, and taken apart into records.
//! What its fields mean is for `records`.

use super::body::Body;
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::document::Location;
use crate::model::text::Span;
use serde_yaml::Value;
use std::sync::Arc;

/// Reads the YAML at a location. Nothing at all is an empty mapping.
pub fn parse(location: &Location) -> Result<Value, Diagnostic> {
    let yaml = location.yaml.of(&location.manuscript.text);
    if let Some(at) = too_deep(yaml) {
        let place = location.at(Span::new(at, at + 1).shifted(location.yaml.start as usize));
        return Err(Diagnostic::error(
            "BS0118",
            place,
            "this YAML cannot be read: brackets are nested too deep here",
        )
        .help("put the value in quotes, or take the superfluous brackets out"));
    }
    match serde_yaml::from_str::<Value>(yaml) {
        Ok(Value::Null) => Ok(Value::Mapping(Default::default())),
        Ok(value) => Ok(value),
        Err(error) => Err(broken(location, yaml, &error)),
    }
}

/// Where brackets are open more than a hundred deep: no record is, and parsers take long over such.
fn too_deep(yaml: &str) -> Option<usize> {
    let mut depth = 0_usize;
    yaml.bytes().enumerate().find_map(|(at, byte)| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' if yaml.as_bytes().get(at + 1).is_some_and(|next| !next.is_ascii_whitespace()) => depth = 0,
            _ => {}
        }
        (depth > 100).then_some(at)
    })
}

/// What is said of YAML that does not parse, with the usual slips named.
fn broken(location: &Location, yaml: &str, error: &serde_yaml::Error) -> Diagnostic {
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or(&message).to_owned();
    let at = error.location().map_or(0, |at| byte_at(yaml, at.line(), at.column()));
    // What is missed at the end is missed after the last thing that is there.
    let at = at.min(yaml.trim_end().len());
    let line = line_around(yaml, at);
    let span = match message.contains("duplicate entry") {
        true => duplicate_key(yaml, &message).unwrap_or(Span::new(at, at)),
        false => Span::new(at, (at + 1).min(line.end as usize).max(at)),
    };
    let place = location.at(span.shifted(location.yaml.start as usize));
    Diagnostic::error("BS0118", place, format!("this YAML cannot be read: {reason}"))
        .help(hint(line.of(yaml), &message))
}

fn hint(line: &str, message: &str) -> &'static str {
    if message.contains("duplicate entry") {
        "keep one of the two"
    } else if line.contains('\t') {
        "indent with spaces: YAML allows no tabs"
    } else if line.contains(['“', '”', '‘', '’']) && message.contains("mapping values") {
        "put straight quotes, \"…\", around the whole value: curly ones do not quote in YAML"
    } else if message.contains("mapping values") {
        "put the value in quotes: it has a colon with a space after it"
    } else if line.trim_end().ends_with(": %") {
        "write `percent`: a value cannot begin with a percent sign"
    } else if line.contains(": %") || line.contains(": @") || line.contains(": `") {
        "put the value in quotes: it begins with a sign that YAML keeps for itself"
    } else if message.contains("alias") || message.contains("repetition") || message.contains("anchor") {
        "put the value in quotes if it begins with `*` or `&`; write it out if it is an alias"
    } else {
        "look for an unclosed quote or bracket, or for indentation that does not fit the line above"
    }
}

/// The second time a key is written at the start of a line.
fn duplicate_key(yaml: &str, message: &str) -> Option<Span> {
    let key = message.split('"').nth(1)?;
    let starts = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
    let mut at = 0;
    let mut seen = false;
    for line in yaml.split_inclusive('\n') {
        let inside = line.trim_start();
        if starts(inside) {
            let start = at + line.len() - inside.len();
            if seen {
                return Some(Span::new(start, start + key.len()));
            }
            seen = true;
        }
        at += line.len();
    }
    None
}

/// The byte of a line and column, both counted from 1, the column in characters.
fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(i, _)| i)
}

fn line_around(text: &str, at: usize) -> Span {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |i| i + 1);
    let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |i| start + i);
    Span::new(start, end)
}

/// The records of a list file.
pub fn list(yaml: Value, location: &Location) -> Result<Vec<Value>, Diagnostic> {
    match yaml {
        Value::Sequence(list) => Ok(list),
        Value::Mapping(empty) if empty.is_empty() => Ok(Vec::new()),
        _ => Err(Diagnostic::error(
            "BS0119",
            Place::file(&location.manuscript.path),
            "this file should be a list of records",
        )
        .help("begin each record with `- id: …`; a record alone may be a `.md` file")),
    }
}

/// Takes the id out of a record of a list.
pub fn take_id(yaml: &mut Value, location: &Location, found: &mut Vec<Diagnostic>) -> Option<Arc<str>> {
    let id = yaml.as_mapping_mut().and_then(|record| record.remove("id"));
    match id {
        Some(Value::String(id)) => Some(id.into()),
        Some(Value::Number(id)) => Some(id.to_string().into()),
        _ => {
            found.push(
                Diagnostic::error("BS0103", location.field(&[]), "this record has no id")
                    .help("add `id: …`, in small letters, digits and hyphens"),
            );
            None
        }
    }
}

/// Takes the body out of a record of a list.
pub fn take_body(yaml: &mut Value, location: &Location, found: &mut Vec<Diagnostic>) -> Body {
    let body = yaml.as_mapping_mut().and_then(|record| record.remove("body"));
    let path = vec!["body".to_owned()];
    let text = match body {
        None | Some(Value::Null) => return Body::default(),
        Some(Value::String(text)) => text,
        Some(Value::Number(number)) => number.to_string(),
        Some(_) => {
            found.push(
                Diagnostic::error("BS0114", location.field(&path), "this should be text")
                    .help("write `body: |` and the text below, indented"),
            );
            return Body::default();
        }
    };
    let (prose, mistakes) = super::field_prose(&text, path.clone());
    found.extend(mistakes.into_iter().map(|mistake| mistake.diagnostic(|_| location.field(&path))));
    Body { prose, title: None }
}
