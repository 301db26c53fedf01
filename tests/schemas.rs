//! The JSON Schemas that editors complete and check by: each is valid, takes every record that has nothing wrong with it, and
//! knows what each key is for.
#![allow(clippy::unwrap_used, missing_docs)]

mod cases;

use backstory::io::builtin::explanations;
use backstory::io::load;
use backstory::io::store::Store;
use backstory::model::input::{Options, Project};
use backstory::{Memory, Schema, build, json_schemas};
use jsonschema::Validator;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::LazyLock;

/// The names of the schemas of records, by the folder they are for.
static KINDS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let of = |schema: Schema| {
        let folder = schema.files.strip_prefix("content/")?.strip_suffix("/**/*.md")?.to_owned();
        Some((folder, schema.name))
    };
    json_schemas().into_iter().filter_map(of).collect()
});

/// The validators of all schemas, by name.
fn validators() -> HashMap<String, Validator> {
    let all = json_schemas().into_iter();
    all.map(|Schema { name, json, .. }| (name, jsonschema::validator_for(&json).unwrap())).collect()
}

/// The schema that a file is for, and what is written in it.
fn written(path: &str, text: &str) -> Option<(String, Value)> {
    let yaml = if path.ends_with(".md") { front_matter(text)? } else { text };
    let name = match path.strip_prefix("content/") {
        Some("site.yml") => "site".to_owned(),
        Some(inside) => {
            let (folder, _) = inside.split_once('/')?;
            let name = KINDS.get(folder)?;
            match path.rsplit_once('.')?.1 {
                "md" => name.clone(),
                "yml" => format!("{name}-list"),
                _ => return None,
            }
        }
        None if path.ends_with("/theme.yml") => "theme".to_owned(),
        None => return None,
    };
    Some((name, serde_json::to_value(serde_yaml::from_str::<serde_yaml::Value>(yaml).ok()?).ok()?))
}

fn front_matter(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("---\n")?;
    rest.split_once("\n---").map(|(yaml, _)| yaml)
}

/// Validates every file of a project that has no diagnostic. How many records that are.
fn check(project: &Project, name: &str, validators: &HashMap<String, Validator>) -> usize {
    let found = build(project, &mut Memory::new(), &Store::new());
    let wrong: BTreeSet<&str> = found.sorted().iter().map(|diagnostic| &*diagnostic.place.path).collect();
    let mut records = 0;
    for input in project.inputs.iter().filter(|input| !wrong.contains(&*input.path)) {
        let Ok(text) = std::str::from_utf8(&input.bytes) else { continue };
        let Some((schema, value)) = written(&input.path, text) else { continue };
        let errors: Vec<String> = validators[&schema]
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {} is not a {schema}: {errors:?}", input.path);
        records += value.as_array().map_or(1, Vec::len);
    }
    records
}

#[test]
fn every_schema_is_a_schema() {
    let all = json_schemas();
    assert!(all.len() > 25, "{}", all.len());
    for schema in &all {
        assert_eq!(schema.json["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(jsonschema::meta::validate(&schema.json).is_ok(), "{}", schema.name);
    }
}

#[test]
fn what_has_nothing_wrong_with_it_is_valid() {
    let validators = validators();
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR"));
    let options = Options { now: jiff::Timestamp::now(), ..Options::default() };
    let (project, _) = load::project(bundled, options).unwrap_or_else(|_| unreachable!());
    let records = check(&project, "the bundled site", &validators);
    assert!(records > 200, "only {records} records of the bundled site were looked at");
    let cases = cases::every_case();
    let records: usize =
        cases.par_iter().map(|(name, blocks)| check(&cases::project(blocks), name, &validators)).sum();
    assert!(records > 500, "only {records} records of the manual were looked at");
}

#[test]
fn what_is_misspelt_is_not_valid() {
    let validators = validators();
    for code in ["BS0112", "BS0113", "BS0114", "BS0116", "BS0117", "BS0119"] {
        let explanation = explanations().find(|explanation| explanation.code == code).unwrap();
        let valid = |path: &str, text: &str| {
            let (schema, value) = written(path, text).unwrap();
            validators[&schema].is_valid(&value)
        };
        assert!(explanation.wrong.iter().any(|example| !valid(example.path, example.text)), "{code}");
        assert!(explanation.right.iter().all(|example| valid(example.path, example.text)), "{code}");
    }
}

#[test]
fn every_key_says_what_it_is_for() {
    fn keys(schema: &Value, at: &str, without: &mut Vec<String>, seen: &mut usize) {
        if let Some(properties) = schema["properties"].as_object() {
            for (key, inside) in properties {
                *seen += 1;
                let about = inside["description"].as_str().unwrap_or_default();
                if !about.ends_with('.') && !about.ends_with('?') {
                    without.push(format!("{at}/{key}: {about}"));
                }
            }
        }
        match schema {
            Value::Object(object) => {
                object.iter().for_each(|(key, inside)| keys(inside, &format!("{at}/{key}"), without, seen))
            }
            Value::Array(list) => list.iter().for_each(|inside| keys(inside, at, without, seen)),
            _ => {}
        }
    }
    let (mut without, mut seen) = (Vec::new(), 0);
    json_schemas().iter().for_each(|schema| keys(&schema.json, &schema.name, &mut without, &mut seen));
    assert!(without.is_empty(), "{without:#?}");
    assert!(seen > 500, "{seen}");
}
