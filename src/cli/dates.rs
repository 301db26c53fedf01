//! Dates of last change that git tells, for commands that make a site for readers.

use super::terminal::{Terminal, counted};
use crate::io::repository::last_changes;
use crate::model::input::Dates;
use std::path::Path;

/// Does something, and meanwhile asks git when the files of a site last changed.
pub fn beside<T>(site: &Path, terminal: &Terminal, work: impl FnOnce() -> T) -> (T, Dates) {
    let (done, changes) = std::thread::scope(|scope| {
        let asked = scope.spawn(|| last_changes(site));
        (work(), asked.join().unwrap_or_default())
    });
    if changes.cut_off > 0 {
        let files = counted(changes.cut_off, "file");
        terminal.notice(format_args!(
            "this clone has not all commits, so git tells no date of last change for {files}; `git fetch --unshallow`, or `fetch-depth: 0` in a workflow"
        ));
    }
    (done, changes.dates)
}
