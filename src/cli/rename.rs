//! `backstory rename`: gives a record another id, and everything that names it goes on doing so.

use super::terminal::Terminal;
use super::{Outcome, WRONG_CONTENT, edit};
use crate::give_id;
use crate::io::{Trouble, load};
use crate::model::input::Options;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory rename place kiev kyiv              marks, references and the record itself
  backstory rename fact refugees ukraine-refugees --site demo

Every line that changes is shown. The old id stays as `former_ids`, so that old links lead on.";

/// Give a record another id.
#[derive(Debug, Args)]
pub struct Rename {
    /// The kind of the record: term, person, fact …
    kind: String,
    /// The id it has.
    old: String,
    /// The id it is to have.
    new: String,
    /// The folder of the site.
    #[arg(long, default_value = ".")]
    pub(super) site: PathBuf,
}

impl Rename {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let options = Options { now: jiff::Timestamp::now(), ..Options::default() };
        let (project, found) = load::project(&self.site, options)?;
        if found.has_errors() {
            terminal.diagnostics(&found, &project);
            return Ok(ExitCode::from(WRONG_CONTENT));
        }
        let edits = give_id(&project, &self.kind, &self.old, &self.new)
            .map_err(|(message, help)| Trouble::new(message, help))?;
        edit::write(&self.site, &edits, terminal)?;
        let places: usize = edits.files.values().map(Vec::len).sum();
        let (places, files) = (super::terminal::counted(places, "place"), edits.files.len());
        terminal.done("Renamed", format_args!("{places} in {}", super::terminal::counted(files, "file")));
        Ok(ExitCode::SUCCESS)
    }
}
