//! `backstory check`: looks for mistakes without writing anything.

use super::terminal::{Terminal, counted, shown};
use super::{Outcome, ReportArgs, SiteArgs, WRONG_CONTENT, edit};
use crate::io::store::Store;
use crate::io::{Trouble, load};
use crate::model::diagnostic::Severity;
use crate::model::input::Project;
use crate::{Memory, build, mended, stale};
use clap::Args;
use std::process::ExitCode;
use std::time::Instant;

pub const EXAMPLES: &str = "\
Examples:
  backstory check             every mistake in the site in this folder
  backstory check --strict    warnings fail, too: for the last look before publishing
  backstory check --drafts    drafts are looked at as well
  backstory check --stale     only what has gone stale: facts past their cadence, figures with newer values
  backstory check --format github   as annotations, in a workflow of GitHub Actions
  backstory check --fix       shows what has one safe answer, such as a missing pin, and writes it
  backstory check --fix --dry-run   shows it and writes nothing

Exit code 0: fine; 1: something is wrong with the content.";

/// Look for mistakes without writing anything.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    #[command(flatten)]
    report: ReportArgs,
    /// Warnings fail, too.
    #[arg(long)]
    strict: bool,
    /// Only what has gone stale, measured from `as_of` in content/site.yml, or from today.
    #[arg(long, conflicts_with_all = ["strict", "fix"])]
    stale: bool,
    /// Show what has one safe answer as a diff, and write it.
    #[arg(long)]
    fix: bool,
    /// With --fix: show the diff and write nothing.
    #[arg(long, requires = "fix")]
    dry_run: bool,
}

impl Check {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let started = Instant::now();
        let site = &self.site.site;
        let (mut project, mut found) = load::project(site, self.site.options())?;
        let mut memory = Memory::new();
        if self.stale {
            return Ok(self.stale(terminal, &project, &mut memory));
        }
        if self.fix && self.mend(terminal, &project, &mut memory)? {
            (project, found) = load::project(site, self.site.options())?;
        }
        let store = Store::new();
        found.extend(build(&project, &mut memory, &store).sorted().into_iter().cloned());
        store.settle();
        let fails = found.has_errors() || (self.strict && found.count(Severity::Warning) > 0);
        found.extend(stale(&project, &mut memory).sorted().into_iter().cloned());
        self.report.tell(&found, &project, site, terminal);
        if fails {
            return Ok(ExitCode::from(WRONG_CONTENT));
        }
        terminal.done(
            "Checked",
            format_args!("{} in {}", counted(store.len(), "file"), shown(started.elapsed())),
        );
        Ok(ExitCode::SUCCESS)
    }

    /// Shows what has one safe answer and writes it, if that is wanted. Whether anything was written.
    fn mend(&self, terminal: &Terminal, project: &Project, memory: &mut Memory) -> Result<bool, Trouble> {
        let site = &self.site.site;
        let changes = edit::between(site, project, &mended(project, memory));
        edit::show(&changes, terminal);
        let files = counted(changes.len(), "file");
        if self.dry_run {
            terminal.done("Would mend", files);
            return Ok(false);
        }
        edit::replace_all(site, &changes)?;
        if !changes.is_empty() {
            terminal.done("Mended", files);
        }
        Ok(!changes.is_empty())
    }

    fn stale(&self, terminal: &Terminal, project: &Project, memory: &mut Memory) -> ExitCode {
        let due = stale(project, memory);
        self.report.tell(&due, project, &self.site.site, terminal);
        if due.is_empty() {
            terminal.done("Checked", format_args!("nothing is stale"));
        }
        ExitCode::SUCCESS
    }
}
