//! `backstory diff`: what changed in the content since a revision, in words.

use super::Outcome;
use super::terminal::{Terminal, counted};
use crate::compare;
use crate::io::report::visible;
use crate::io::{git, load};
use crate::model::input::{Audience, Options};
use clap::Args;

use std::path::PathBuf;
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory diff                 since the last commit
  backstory diff origin/main     for a pull request
  backstory diff HEAD~5 --site demo

Figures, quotations, corrections, dates and marks that are other than they were, by file. Changes of wording
alone are for `git diff`.";

/// Tell what changed in the content since a revision.
#[derive(Debug, Args)]
pub struct Diff {
    /// The revision: a branch, a tag, a commit.
    #[arg(default_value = "HEAD", value_name = "REV")]
    revision: String,
    /// The folder of the site.
    #[arg(long, default_value = ".")]
    pub(super) site: PathBuf,
}

impl Diff {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let options =
            Options { now: jiff::Timestamp::now(), audience: Audience::Editors, ..Options::default() };
        let (after, _) = load::project(&self.site, options)?;
        let before = git::project_at(&self.site, &self.revision, &after)?;
        let all = compare(&before, &after);
        let mut told = String::new();
        for changed in &all {
            let (reference, title) = (&changed.reference, visible(&changed.title));
            told.push_str(&format!(
                "{}: {}:{} {title}\n",
                visible(&changed.path),
                reference.kind,
                reference.id
            ));
            for (what, how) in &changed.changes {
                told.push_str(&format!("  {what:<10} {}\n", visible(how)));
            }
        }
        terminal.print(&told);
        let since = format!("since {}", self.revision);
        match all.len() {
            0 => terminal.say(format_args!("nothing to tell {since}")),
            n => terminal.done("Compared", format_args!("{} changed {since}", counted(n, "record"))),
        }
        Ok(ExitCode::SUCCESS)
    }
}
