//! A report for programs: a stable form that `report.schema.json` describes.

use super::visible::{is_hidden, opens_a_command, visible};
use super::{Region, Report};
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::lines::Position;
use serde_json::{Value, json};
use std::fmt::Write;

/// The JSON Schema of the form.
pub const SCHEMA: &str = include_str!("report.schema.json");

/// The report, with a line end.
pub fn report(report: &Report<'_>) -> String {
    let totals = report.totals;
    let diagnostics: Vec<Value> = report.shown.iter().map(|found| diagnostic(report, found)).collect();
    written(&json!({
        "version": 1,
        "diagnostics": diagnostics,
        "totals": {
            "errors": totals.errors,
            "warnings": totals.warnings,
            "notes": totals.notes,
            "shown": totals.shown,
        },
    }))
}

fn diagnostic(report: &Report<'_>, found: &Diagnostic) -> Value {
    let mut told = json!({
        "code": found.code.0,
        "severity": found.severity.name(),
        "message": visible(&found.message),
        "path": report.path(&found.place),
        "range": range(report, &found.place),
    });
    let texts = [("label", &found.label), ("help", &found.help)];
    texts
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .for_each(|(name, text)| told[*name] = visible(text).into());
    if let Some(edit) = &found.instead {
        let at = Place { path: found.place.path.clone(), span: edit.at };
        told["fix"] = json!({ "range": range(report, &at), "text": edit.text });
    }
    if let Some((place, label)) = &found.related {
        told["related"] = json!([{
            "message": visible(label),
            "path": report.path(place),
            "range": range(report, place),
        }]);
    }
    told
}

fn range(report: &Report<'_>, place: &Place) -> Value {
    report.region(place).map_or(
        Value::Null,
        |Region { start, end, .. }| json!({ "start": position(start), "end": position(end) }),
    )
}

fn position(at: Position) -> Value {
    json!({ "byte": at.byte, "line": at.line, "column": at.column, "utf16_column": at.utf16 })
}

/// JSON in which nothing can be seen that a terminal or a log would obey: such characters stand in strings alone, where they
/// can be written as escapes and mean the same.
pub fn written(value: &Value) -> String {
    let json = format!("{value:#}\n");
    let mut written = String::with_capacity(json.len());
    for (at, c) in json.char_indices() {
        if (is_hidden(c) && c != '\n') || (c == '[' && opens_a_command(&json[..at])) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(written, "\\u{unit:04x}");
            }
        } else {
            written.push(c);
        }
    }
    written
}
