//! `backstory import`: raw copy becomes a draft, with what it might be marked with laid out for the editor.

use super::Outcome;
use super::terminal::Terminal;
use crate::io::Trouble;
use clap::Args;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory import story.txt --dry-run --json   what it finds";

/// Make a draft of raw copy.
#[derive(Debug, Args)]
pub struct Import {
    /// The file.
    file: PathBuf,
    /// Write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Tell what was found as JSON, one line for each article.
    #[arg(long)]
    json: bool,
}

impl Import {
    pub fn run(&self, _: &Terminal) -> Outcome {
        let bytes =
            std::fs::read(&self.file).map_err(|error| Trouble::with_file("read", &self.file, &error))?;
        let imported = crate::import(&self.file.display().to_string(), &bytes);
        let json = serde_json::to_string(&imported).unwrap_or_default();
        let _ = writeln!(stdout(), "{}", if self.json { &json } else { &imported.markdown });
        Ok(ExitCode::SUCCESS)
    }
}
