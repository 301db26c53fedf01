//! `backstory schema`: JSON Schemas, so that editors complete and check what is written in YAML.

use super::terminal::{Terminal, counted};
use super::{Outcome, edit};
use crate::io::{Trouble, report};
use crate::model::text::nearest;
use crate::{Schema, json_schemas};
use clap::Args;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory schema                       the schemas there are
  backstory schema term                  the keys of a term's front matter
  backstory schema term-list             of a list of terms, content/terms/*.yml
  backstory schema report                of what `check --format json` prints
  backstory schema --into .backstory/schemas   writes all of them

`backstory new site` writes them and tells editors of them: .vscode/settings.json for VS Code with the YAML extension, and
for others a first line `# yaml-language-server: $schema=…` in the files themselves. Write them anew after an update.";

/// Where the schemas of a site are, from its folder on.
pub const FOLDER: &str = ".backstory/schemas";

/// Print JSON Schemas for editors.
#[derive(Debug, Args)]
pub struct SchemaOf {
    /// The schema to print.
    kind: Option<String>,
    /// Write all of them into this folder.
    #[arg(long, value_name = "FOLDER", conflicts_with = "kind")]
    into: Option<PathBuf>,
}

impl SchemaOf {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        match (&self.kind, &self.into) {
            (Some(kind), _) => terminal.print(&find(kind)?),
            (None, Some(folder)) => {
                let written = write(folder)?;
                terminal
                    .done("Wrote", format_args!("{} to {}", counted(written, "schema"), folder.display()));
            }
            (None, None) => {
                let list = json_schemas()
                    .into_iter()
                    .map(|Schema { name, files, .. }| format!("{name:<16} {files}\n"));
                terminal.print(&list.collect::<String>());
                terminal.print("report           what `check --format json` prints\n");
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn find(kind: &str) -> Result<String, Trouble> {
    if kind == "report" {
        return Ok(report::JSON_SCHEMA.to_owned());
    }
    let all = json_schemas();
    match all.iter().find(|schema| schema.name == kind) {
        Some(schema) => Ok(printed(&schema.json)),
        None => {
            let near = nearest(kind, all.iter().map(|schema| schema.name.as_str()));
            let help = near.map_or("those there are: `backstory schema`".into(), |near| {
                format!("did you mean `{near}`?")
            });
            Err(Trouble::new(format!("there is no schema `{kind}`"), help))
        }
    }
}

/// Writes every schema into a folder. How many there are.
pub fn write(folder: &Path) -> Result<usize, Trouble> {
    fs::create_dir_all(folder).map_err(|error| Trouble::with_file("make", folder, &error))?;
    let all = json_schemas();
    for schema in &all {
        edit::replace(&folder.join(format!("{}.json", schema.name)), &printed(&schema.json))?;
    }
    edit::replace(&folder.join("report.json"), report::JSON_SCHEMA)?;
    Ok(all.len() + 1)
}

/// The settings that tell VS Code with its YAML extension which schema is for which files.
pub fn settings_of_vscode() -> String {
    let all = json_schemas().into_iter();
    let of: Map<String, Value> =
        all.map(|schema| (format!("{FOLDER}/{}.json", schema.name), schema.files.into())).collect();
    printed(&json!({ "yaml.schemas": of }))
}

fn printed(json: &Value) -> String {
    format!("{json:#}\n")
}
