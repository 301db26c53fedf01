//! A report as code scanning services read it: SARIF 2.1.0, with the explanations of the codes as rules.

use super::json::written;
use super::visible::visible;
use super::{Region, Report};
use crate::io::builtin;
use crate::model::diagnostic::{Diagnostic, Place};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The log, with a line end.
pub fn log(report: &Report<'_>) -> String {
    let codes: BTreeSet<&str> = report.shown.iter().map(|diagnostic| diagnostic.code.0).collect();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    let totals = report.totals;
    let results = report.shown.iter().map(|diagnostic| {
        let rule = codes.range(..diagnostic.code.0).count();
        result(report, diagnostic, rule)
    });
    written(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "Backstory",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                },
            },
            "columnKind": "utf16CodeUnits",
            "results": results.collect::<Vec<_>>(),
            "properties": {
                "errors": totals.errors,
                "warnings": totals.warnings,
                "notes": totals.notes,
                "shown": totals.shown,
            },
        }],
    }))
}

fn rule(code: &str) -> Value {
    let Some(told) = builtin::explanations().find(|told| told.code == code) else {
        return json!({ "id": code });
    };
    let mut markdown = told.meaning.to_owned();
    for (name, examples) in [("Wrong", &told.wrong), ("Right", &told.right)] {
        for example in examples {
            let _ = write!(markdown, "\n\n{name}, in `{}`:\n\n````\n{}````", example.path, example.text);
        }
    }
    json!({
        "id": code,
        "shortDescription": { "text": told.title },
        "fullDescription": { "text": told.meaning },
        "help": { "text": told.meaning, "markdown": markdown },
    })
}

fn result(report: &Report<'_>, diagnostic: &Diagnostic, rule: usize) -> Value {
    let help = match diagnostic.help.as_str() {
        "" => String::new(),
        help => format!("\nhelp: {}", visible(help)),
    };
    let mut result = json!({
        "ruleId": diagnostic.code.0,
        "ruleIndex": rule,
        "level": diagnostic.severity.name(),
        "message": { "text": format!("{}{help}", visible(&diagnostic.message)) },
        "locations": [{ "physicalLocation": location(report, &diagnostic.place) }],
    });
    if let Some((place, label)) = &diagnostic.related {
        result["relatedLocations"] = json!([{
            "id": 1,
            "message": { "text": visible(label) },
            "physicalLocation": location(report, place),
        }]);
    }
    let edit = diagnostic.instead.as_ref().map(|edit| {
        let at = Place { path: diagnostic.place.path.clone(), span: edit.at };
        (report.region(&at), edit)
    });
    if let Some((Some(region), edit)) = edit {
        result["fixes"] = json!([{
            "description": { "text": visible(&diagnostic.help) },
            "artifactChanges": [{
                "artifactLocation": artifact(report, &diagnostic.place),
                "replacements": [{
                    "deletedRegion": self::region(&region),
                    "insertedContent": { "text": edit.text },
                }],
            }],
        }]);
    }
    result
}

/// A file as a whole is shown at its first line: services ask for one.
fn location(report: &Report<'_>, place: &Place) -> Value {
    let region = report.region(place).map_or(json!({ "startLine": 1 }), |at| region(&at));
    json!({ "artifactLocation": artifact(report, place), "region": region })
}

fn artifact(report: &Report<'_>, place: &Place) -> Value {
    let path = report.path(place);
    match std::path::Path::new(&path).is_absolute() {
        true => json!({ "uri": format!("file:///{}", uri(path.trim_start_matches('/'))) }),
        false => json!({ "uri": uri(&path), "uriBaseId": "%SRCROOT%" }),
    }
}

fn region(at: &Region<'_>) -> Value {
    json!({
        "startLine": at.start.line,
        "startColumn": at.start.utf16,
        "endLine": at.end.line,
        "endColumn": at.end.utf16,
        "byteOffset": at.start.byte,
        "byteLength": at.end.byte - at.start.byte,
    })
}

/// A path as a relative URI.
fn uri(path: &str) -> String {
    path.bytes().fold(String::new(), |mut uri, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
        uri
    })
}
