//! The desk: the folder where an output is prepared, beside it, or inside it where there is no room beside. One build
//! holds it at a time, and what an interrupted one left on it is finished, undone or forgotten by the next command.

use super::Trouble;
use super::switch;
use crate::model::hash::Hash;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The name of a desk inside the output.
pub const INSIDE: &str = ".backstory";

/// A desk that is held until the value goes.
#[derive(Debug)]
pub struct Desk {
    /// The folder.
    pub folder: PathBuf,
    /// Says that an output elsewhere is being written, for commands that know the site alone.
    note: Option<PathBuf>,
    _lock: File,
}

impl Desk {
    /// Waits for the desk of an output, then clears it of what others left.
    pub fn hold(output: &Path, site: &Path, patience: Duration) -> Result<Self, Trouble> {
        let folder = place(output);
        let started = Instant::now();
        let lock = loop {
            if let Some(lock) = lock(&folder)? {
                break lock;
            }
            if started.elapsed() >= patience {
                let message = format!("another build is writing to `{}`", output.display());
                return Err(Trouble { locked: true, ..Trouble::new(message, "wait for it, or stop it") });
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        let elsewhere = output.parent() != Some(site);
        let note = elsewhere.then(|| site.join(format!(".{}{NOTE}", name(output).short())));
        // Where the site may not be written to, the next build of that output will find out all the same.
        if let Some(note) = &note {
            let _ = fs::write(note, output.display().to_string());
        }
        let desk = Self { folder, note, _lock: lock };
        switch::recover(&desk.folder, output)?;
        desk.forget();
        Ok(desk)
    }

    /// The folder with the files that are new or other than they were.
    pub fn stage(&self) -> PathBuf {
        self.folder.join(switch::STAGE)
    }

    /// Forgets what was prepared.
    fn forget(&self) {
        for name in [switch::STAGE, switch::OLD] {
            remove(&self.folder.join(name));
        }
        let _ = fs::remove_file(self.folder.join(switch::PART));
    }
}

impl Drop for Desk {
    /// The lock stays: if it went, two builds could hold two locks of one name.
    fn drop(&mut self) {
        if switch::is_under_way(&self.folder) {
            return;
        }
        self.forget();
        if let Some(note) = &self.note {
            let _ = fs::remove_file(note);
        }
    }
}

/// The end of the name of a note.
const NOTE: &str = ".switch.backstory";

/// Finishes or undoes, and forgets, what interrupted commands left of the outputs of a site. Outputs that somebody
/// is writing are left alone. Gives those whose switch had been interrupted.
pub fn finish_interrupted(site: &Path) -> Vec<Result<PathBuf, Trouble>> {
    let site = super::absolute(site);
    let Ok(entries) = fs::read_dir(&site) else { return Vec::new() };
    let mut outputs = BTreeSet::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(NOTE) {
            match fs::read_to_string(entry.path()) {
                Ok(output) if !output.is_empty() => outputs.extend([PathBuf::from(output)]),
                // Whoever wrote it got no further.
                _ => drop(fs::remove_file(entry.path())),
            }
        } else if let Some(output) = name.strip_prefix('.').and_then(|name| name.strip_suffix(".backstory")) {
            outputs.extend(left_over(&entry.path()).then(|| site.join(output)));
        } else if left_over(&entry.path().join(INSIDE)) {
            outputs.insert(entry.path());
        }
    }
    outputs.into_iter().filter_map(|output| finish(&output, &site).transpose()).collect()
}

fn finish(output: &Path, site: &Path) -> Result<Option<PathBuf>, Trouble> {
    // Nothing is begun here: only what has a desk already, and is no link to somewhere else, is looked at.
    let is_link = fs::symlink_metadata(output).is_ok_and(|meta| meta.file_type().is_symlink());
    if is_link || !desks(output).iter().any(|desk| desk.is_dir()) {
        return Ok(None);
    }
    let was_under_way = is_under_way(output);
    match Desk::hold(output, site, Duration::ZERO) {
        Err(trouble) if trouble.locked => Ok(None),
        held => held.map(|_| was_under_way.then(|| output.to_owned())),
    }
}

/// Whether a switch of this output has begun and has not ended.
pub fn is_under_way(output: &Path) -> bool {
    desks(output).iter().any(|desk| switch::is_under_way(desk))
}

/// Where a desk may stand.
fn desks(output: &Path) -> [PathBuf; 2] {
    [beside(output), output.join(INSIDE)]
}

/// Whether a desk has more than its lock.
fn left_over(desk: &Path) -> bool {
    fs::read_dir(desk).is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name() != "lock"))
}

/// Where the desk of an output stands: beside it, so that nothing unfinished is ever seen in it. Where that folder
/// may not be written to, or is on another disk, inside.
fn place(output: &Path) -> PathBuf {
    let beside = beside(output);
    let fits =
        !output.exists() || (same_disk(output) && (beside.is_dir() || fs::create_dir(&beside).is_ok()));
    if fits { beside } else { output.join(INSIDE) }
}

fn beside(output: &Path) -> PathBuf {
    let name = output.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    output.with_file_name(format!(".{name}.backstory"))
}

#[cfg(unix)]
fn same_disk(output: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| fs::metadata(path).ok().map(|meta| meta.dev());
    output.parent().is_some_and(|parent| disk(parent) == disk(output))
}

#[cfg(not(unix))]
fn same_disk(_: &Path) -> bool {
    true
}

/// Removes a folder of ours with all that is in it: mostly many files, side by side.
fn remove(folder: &Path) {
    let entries: Vec<fs::DirEntry> = fs::read_dir(folder).into_iter().flatten().flatten().collect();
    entries.par_iter().for_each(|entry| {
        let path = entry.path();
        let _ = match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            true => fs::remove_dir_all(path),
            false => fs::remove_file(path),
        };
    });
    let _ = fs::remove_dir(folder);
}

/// The lock of a desk, unless another has it.
fn lock(desk: &Path) -> Result<Option<File>, Trouble> {
    fs::create_dir_all(desk).map_err(|error| Trouble::with_file("make", desk, &error))?;
    let path = desk.join("lock");
    let file = File::create(&path).map_err(|error| Trouble::with_file("make", &path, &error))?;
    Ok(file.try_lock().is_ok().then_some(file))
}

/// A name for an output, wherever it is.
fn name(output: &Path) -> Hash {
    Hash::of(output.display().to_string().as_bytes())
}
