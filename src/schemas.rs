//! JSON Schemas of all that is written in YAML, for editors that complete and check it: made of the tables of fields that
//! `parse` reads by, so that a new field is in them by itself.

use crate::model::record::{COMMON, ContentKind, Field, Holds};
use crate::parse;
use serde_json::{Map, Value, json};

/// A schema of one kind of file.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Its name: `site`, `theme`, `term` for a record alone, `term-list` for a list of them.
    pub name: String,
    /// The files it is for, as a pattern.
    pub files: String,
    /// What it says.
    pub json: Value,
}

/// Every schema.
pub fn all() -> Vec<Schema> {
    let mut all = vec![site(), theme()];
    for kind in crate::content_kinds() {
        all.push(record(kind));
        all.push(list(kind));
    }
    all
}

fn site() -> Schema {
    let about = "The settings of a site.";
    let json = with_head("content/site.yml", about, map(&[parse::SETTINGS.fields, COMMON]));
    Schema { name: "site".into(), files: "content/site.yml".into(), json }
}

fn theme() -> Schema {
    let json =
        with_head("theme.yml", "What a theme is called, and which one it extends.", map(&[parse::THEME]));
    Schema { name: "theme".into(), files: "themes/*/theme.yml".into(), json }
}

/// A record alone: the front matter of a Markdown file.
fn record(kind: &ContentKind) -> Schema {
    let about = format!("The front matter of a file in content/{}/.", kind.folder);
    let json = with_head(kind.name, &about, map(&[kind.fields, COMMON]));
    Schema { name: kind.name.into(), files: format!("content/{}/**/*.md", kind.folder), json }
}

/// Many short ones in a list.
fn list(kind: &ContentKind) -> Schema {
    let mut item = map(&[kind.fields, COMMON]);
    let id = json!({ "type": ["string", "integer"], "description": "Its name in marks and addresses: small letters, digits and hyphens." });
    let body = described(text(), "The text, in Markdown: `body: |` and lines below, indented.");
    if let Some(Value::Object(properties)) = item.get_mut("properties") {
        properties.insert("id".into(), id);
        properties.insert("body".into(), body);
    }
    item["required"] = json!(["id"]);
    let about = format!("A list of records in content/{}/.", kind.folder);
    let json = with_head(
        &format!("list of {}", kind.folder),
        &about,
        json!({ "type": ["array", "null"], "items": item }),
    );
    let name = format!("{}-list", kind.name);
    Schema { name, files: format!("content/{}/**/*.yml", kind.folder), json }
}

fn with_head(title: &str, about: &str, schema: Value) -> Value {
    let mut json = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Backstory: {title}"),
        "description": about,
    });
    if let (Value::Object(json), Value::Object(schema)) = (&mut json, schema) {
        json.extend(schema);
    }
    json
}

/// A mapping of fields; what is empty is as if it were not there.
fn map(tables: &[&[Field]]) -> Value {
    let fields = tables.iter().copied().flatten();
    let properties: Map<String, Value> =
        fields.map(|field| (field.name.to_owned(), described(value(&field.holds), field.about))).collect();
    json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": false })
}

fn described(mut schema: Value, about: &str) -> Value {
    schema["description"] = about.into();
    schema
}

/// Text, and numbers that are read as such.
fn text() -> Value {
    json!({ "type": ["string", "integer", "null"] })
}

fn value(holds: &Holds) -> Value {
    match holds {
        Holds::Text | Holds::Prose | Holds::Ref(_) | Holds::RefOrText(_) => text(),
        Holds::Date | Holds::DateOrUnknown => {
            let mut date = text();
            date["examples"] = json!(["2018-05-08", "2018-05", "2018", "2022-03~", "2014/.."]);
            date
        }
        Holds::Moment => {
            let mut moment = text();
            moment["examples"] = json!(["2022-03-28", "2022-03-28T10:00", "2022-03-28T10:00:00+02:00"]);
            moment
        }
        Holds::Bool => json!({ "type": ["boolean", "null"] }),
        Holds::Int(least, most) => json!({ "type": ["integer", "null"], "minimum": least, "maximum": most }),
        Holds::OneOf(words) => {
            let words = words.iter().map(|word| json!(word)).chain([Value::Null]);
            json!({ "enum": words.collect::<Vec<_>>() })
        }
        Holds::Url => json!({
            "type": ["string", "null"],
            "pattern": "^([Hh][Tt][Tt][Pp][Ss]?|[Mm][Aa][Ii][Ll][Tt][Oo]):",
        }),
        Holds::Figure => json!({ "type": ["string", "number", "null"] }),
        Holds::ByDate(fields) => {
            let words = fields.first().map(|first| value(&first.holds));
            let told: Vec<Value> = words.into_iter().chain([map(&[fields])]).collect();
            json!({ "type": ["object", "null"], "additionalProperties": { "anyOf": told } })
        }
        Holds::HouseRules => map(&[crate::house_rules()]),
        // One alone may stand without a list.
        Holds::List(item) => {
            let one = value(item);
            json!({ "anyOf": [one.clone(), { "type": "array", "items": one }] })
        }
        Holds::Map(fields) => map(&[fields]),
    }
}
