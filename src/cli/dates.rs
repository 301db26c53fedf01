//! A site as it is read for readers: with the dates of last change that git tells.

use super::terminal::{Terminal, counted};
use crate::io::repository::last_changes;
use crate::io::{Trouble, load};
use crate::model::diagnostic::Diagnostics;
use crate::model::input::{Options, Project};
use std::path::Path;

/// Reads a site, and asks git meanwhile.
pub fn project(
    site: &Path,
    options: Options,
    terminal: &Terminal,
) -> Result<(Project, Diagnostics), Trouble> {
    let (read, changes) = std::thread::scope(|scope| {
        let asked = scope.spawn(|| last_changes(site));
        (load::project(site, options), asked.join().unwrap_or_default())
    });
    let (mut project, found) = read?;
    if changes.cut_off > 0 {
        let files = counted(changes.cut_off, "file");
        terminal.notice(format_args!(
            "this clone has not all commits, so git tells no date of last change for {files}; `git fetch --unshallow`, or `fetch-depth: 0` in a workflow"
        ));
    }
    project.options.changed = changes.dates;
    Ok((project, found))
}
