//! `backstory check`: looks for mistakes without writing anything.

use super::terminal::{Terminal, counted, shown};
use super::{Outcome, ReportArgs, SiteArgs, WRONG_CONTENT, edit};
use crate::io::{Trouble, load};
use crate::model::diagnostic::Severity;
use crate::model::hash::Hash;
use crate::model::input::Project;
use crate::model::output::{Output, Sink};
use crate::{Memory, build, mended, stale};
use clap::Args;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
#[cfg(feature = "external")]
use {
    crate::io::web::{self, Manners},
    crate::model::diagnostic::Diagnostics,
    crate::{answered, outgoing_links},
    std::path::Path,
    std::time::Duration,
};

pub const EXAMPLES: &str = "\
Examples:
  backstory check             every mistake in the site in this folder
  backstory check --strict    warnings fail, too: for the last look before publishing
  backstory check --drafts    drafts are looked at as well
  backstory check --stale     only what has gone stale: facts past their cadence, figures with newer values
  backstory check --format github   as annotations, in a workflow of GitHub Actions
  backstory check --fix       shows what has one safe answer, such as a missing pin, and writes it
  backstory check --fix --dry-run   shows it and writes nothing
  backstory check --external        asks the web about links out of the site; answers are kept for a week

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
    #[cfg(feature = "external")]
    #[command(flatten)]
    external: External,
}

/// Whether the web is asked about links.
#[cfg(feature = "external")]
#[derive(Debug, Args)]
struct External {
    /// Ask the web whether links out of the site still lead somewhere. Whatever it answers, the exit code stays.
    #[arg(long, conflicts_with = "stale")]
    external: bool,
    /// How old an answer may be that is not asked for again; 0 asks for all.
    #[arg(long, value_name = "DAYS", default_value_t = 7, requires = "external")]
    max_age: u32,
}

#[cfg(feature = "external")]
impl External {
    /// What is said of links out of the site, if anybody asked.
    fn found(
        &self,
        site: &Path,
        project: &Project,
        memory: &mut Memory,
        terminal: &Terminal,
    ) -> Result<Diagnostics, Trouble> {
        if !self.external {
            return Ok(Diagnostics::default());
        }
        let links = outgoing_links(project, memory);
        let max_age = Duration::from_secs(u64::from(self.max_age) * 24 * 60 * 60);
        let (manners, done) = (Manners { max_age, ..Manners::default() }, AtomicUsize::new(0));
        let count = || done.load(Ordering::Relaxed);
        let asked = || web::ask(site, &links, manners, &done);
        let answers = terminal.with_progress(("Asked about", "link"), count, asked)?;
        terminal.done("Asked", format_args!("the web about {}", counted(links.len(), "link")));
        Ok(answered(&links, &answers))
    }
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
        let read = Read::default();
        found.extend(build(&project, &mut memory, &read).sorted().into_iter().cloned());
        let fails = found.has_errors() || (self.strict && found.count(Severity::Warning) > 0);
        found.extend(stale(&project, &mut memory).sorted().into_iter().cloned());
        #[cfg(feature = "external")]
        found.extend(
            self.external.found(site, &project, &mut memory, terminal)?.sorted().into_iter().cloned(),
        );
        self.report.tell(&found, &project, site, terminal);
        if fails {
            return Ok(ExitCode::from(WRONG_CONTENT));
        }
        terminal.done(
            "Checked",
            format_args!("{} in {}", counted(read.0.into_inner(), "file"), shown(started.elapsed())),
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

/// A sink that counts the files and keeps none: what is wrong with them is told as they are made.
#[derive(Debug, Default)]
struct Read(AtomicUsize);

impl Sink for Read {
    fn compares_fingerprints(&self) -> bool {
        false
    }

    fn holds(&self, _: &str, _: Hash) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed);
        false
    }

    fn put(&self, _: Output) {}
}
