//! `backstory build`: builds a site into a folder.

use super::terminal::{Terminal, counted, shown, typed};
use super::{Outcome, ReportArgs, SiteArgs, WRONG_CONTENT, dates};
use crate::io::write::Stage;
use crate::{Memory, build};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

pub const EXAMPLES: &str = "\
Examples:
  backstory build                                     the site in this folder, into public/
  backstory build demo --output /srv/www/demo         another site, another folder
  backstory build --base-url https://example.org/iran/  for a project page under a path
  backstory build --drafts --output preview           with what is not published yet

If something is wrong with the content, nothing is written and the exit code is 1.
Files in the output that Backstory did not write are never touched.";

/// Build a site into a folder.
#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    #[command(flatten)]
    report: ReportArgs,
    /// The folder to write to, counted from the current folder. [default: SITE/public]
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// How long to wait for another build of the same output.
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    wait: u64,
}

impl Build {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let started = Instant::now();
        let site = &self.site.site;
        let output = self.output.clone().unwrap_or_else(|| site.join("public"));
        let (project, mut found) = dates::project(site, self.site.options(), terminal)?;
        let stage = Stage::new(&output, site, Duration::from_secs(self.wait))?;
        let built = terminal.with_progress(
            "Building",
            || stage.count(),
            || build(&project, &mut Memory::new(), &stage),
        );
        found.extend(built.sorted().into_iter().cloned());
        self.report.tell(&found, &project, site, terminal);
        if found.has_errors() {
            terminal.say(format_args!("nothing was written; `{}` is as it was", typed(&output)));
            return Ok(ExitCode::from(WRONG_CONTENT));
        }
        let written = stage.commit()?;
        let mut changes = format!("{} new or changed", written.changed);
        if written.removed > 0 {
            changes.push_str(&format!(", {} removed", written.removed));
        }
        terminal.done(
            "Built",
            format_args!(
                "{} in {}: {}, {changes}",
                typed(&output),
                shown(started.elapsed()),
                counted(written.files, "file")
            ),
        );
        Ok(ExitCode::SUCCESS)
    }
}
