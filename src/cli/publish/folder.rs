//! `backstory publish folder`: the site, looked at as closely as for any host, in a folder of its own.

use super::{CheckArgs, checked};
use crate::cli::terminal::{Terminal, counted, typed};
use crate::cli::{Outcome, WRONG_CONTENT};
use crate::publish::{preflight::Files, rules};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory publish folder /srv/www/iran                  for a server that shows this folder
  backstory publish folder out --headers --redirects      for hosts that read `_headers` and `_redirects`
  backstory publish folder out --dry-run                  only look, and say what would be written

Files in the folder that Backstory did not write are never touched. Nothing is written unless the site
checks without warnings and every link holds.";

/// Publish into a folder.
#[derive(Debug, Args)]
pub struct Folder {
    /// The folder to write to, counted from the current folder.
    folder: PathBuf,
    #[command(flatten)]
    pub(super) checks: CheckArgs,
    /// Write `_headers`: safe defaults for every answer, and how long assets may be kept.
    #[arg(long)]
    headers: bool,
    /// Write `_redirects`: addresses that something had before lead on at once.
    #[arg(long)]
    redirects: bool,
    /// Say what would be done, and do nothing.
    #[arg(long)]
    dry_run: bool,
}

impl Folder {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let Some(mut checked) = checked::site(&self.checks, None, None, terminal)? else {
            return Ok(ExitCode::from(WRONG_CONTENT));
        };
        let (base_path, files) = (checked.outlook.base_path.clone(), &mut checked.files);
        if self.redirects {
            add(files, "_redirects", rules::redirects(&base_path, files));
        }
        if self.headers {
            add(files, "_headers", rules::headers(&base_path));
        }
        if self.dry_run {
            let (count, folder) = (counted(files.len(), "file"), typed(&self.folder));
            terminal.say(format_args!("would write {count} to {folder}; nothing was written"));
            return Ok(ExitCode::SUCCESS);
        }
        checked::write(files, &self.folder, &self.checks.site, terminal)?;
        terminal.say(format_args!("it is made to be seen at {}", checked.outlook.base_url));
        Ok(ExitCode::SUCCESS)
    }
}

/// A site's own file in `content/static/` stands instead.
fn add(files: &mut Files, path: &str, text: String) {
    files.entry(path.to_owned()).or_insert_with(|| text.into_bytes().into());
}
