//! YAML as it is written: read at all, and taken apart into records. What is wrong with it is for `slips`, what its
//! fields mean for `records`.

use super::body::Body;
use super::slips;
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::document::Location;
use crate::model::text::Span;
use serde_yaml::Value;
use std::sync::Arc;

/// Reads the YAML at a location. Nothing at all is an empty mapping.
pub fn parse(location: &Location) -> Result<Value, Vec<Diagnostic>> {
    let yaml = location.yaml.of(&location.manuscript.text);
    if let Some(at) = too_deep(yaml) {
        let place = location.at(Span::new(at, at + 1).shifted(location.yaml.start as usize));
        let message = "this YAML cannot be read: brackets are nested too deep here";
        let help = "put the value in quotes, or take the superfluous brackets out";
        return Err(vec![Diagnostic::error("BS0118", place, message).help(help)]);
    }
    let tags = slips::tags(location, yaml);
    match serde_yaml::from_str::<Value>(yaml) {
        Ok(_) if !tags.is_empty() => Err(tags),
        Ok(Value::Null) => Ok(Value::Mapping(Default::default())),
        Ok(value) => Ok(value),
        Err(error) => Err(slips::broken(location, yaml, &error)),
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

/// The records of a list file.
pub fn list(yaml: Value, location: &Location) -> Result<Vec<Value>, Vec<Diagnostic>> {
    match yaml {
        Value::Sequence(list) => Ok(list),
        Value::Mapping(empty) if empty.is_empty() => Ok(Vec::new()),
        _ => {
            let place = Place::file(&location.manuscript.path);
            let help = "begin each record with `- id: …`; a record alone may be a `.md` file";
            Err(vec![Diagnostic::error("BS0119", place, "this file should be a list of records").help(help)])
        }
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
    found.extend(
        mistakes.into_iter().map(|mistake| mistake.diagnostic(|part| location.inside(&path, &text, part))),
    );
    Body { prose, title: None }
}
