//! `backstory check`: looks for mistakes without writing anything.

use super::terminal::{Terminal, counted, shown};
use super::{Outcome, SiteArgs, WRONG_CONTENT};
use crate::io::load;
use crate::io::store::Store;
use crate::model::diagnostic::Severity;
use crate::{Memory, build};
use clap::Args;
use std::process::ExitCode;
use std::time::Instant;

pub const EXAMPLES: &str = "\
Examples:
  backstory check             every mistake in the site in this folder
  backstory check --strict    warnings fail, too: for the last look before publishing
  backstory check --drafts    drafts are looked at as well

Exit code 0: fine; 1: something is wrong with the content.";

/// Look for mistakes without writing anything.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    site: SiteArgs,
    /// Warnings fail, too.
    #[arg(long)]
    strict: bool,
}

impl Check {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let started = Instant::now();
        let (project, mut found) = load::project(&self.site.site, self.site.options())?;
        let store = Store::new();
        let built = build(&project, &mut Memory::new(), &store);
        store.settle();
        found.extend(built.sorted().into_iter().cloned());
        terminal.diagnostics(&found, &project);
        let fails = found.has_errors() || (self.strict && found.count(Severity::Warning) > 0);
        if fails {
            return Ok(ExitCode::from(WRONG_CONTENT));
        }
        terminal.done(
            "Checked",
            format_args!("{} in {}", counted(store.len(), "file"), shown(started.elapsed())),
        );
        Ok(ExitCode::SUCCESS)
    }
}
