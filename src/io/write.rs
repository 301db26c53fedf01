//! Writes a built site to a folder, the old one or the new one, whole. A fresh folder is built beside and
//! renamed into place. In an existing one changed files are staged and renamed under a journal (`switch`), unchanged
//! ones are not touched, and files that our manifest lists and the new site has not are removed; nothing
//! else ever is: where a file of somebody else's is in the way, nothing is written.

use super::Trouble;
use super::desk::Desk;
use super::media;
use super::switch::{self, MANIFEST, Slot, Staged, in_the_way};
use crate::model::hash::Hash;
use crate::model::output::{Content, Output, Sink};
use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// An output folder being written.
#[derive(Debug)]
pub struct Stage {
    output: PathBuf,
    /// Where everything is prepared.
    desk: Desk,
    existed: bool,
    state: Mutex<State>,
    /// The next number of a file on the desk.
    next: AtomicUsize,
}

#[derive(Debug, Default)]
struct State {
    wanted: BTreeSet<String>,
    staged: Staged,
    trouble: Option<Trouble>,
}

/// What a switch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Files that were new or different.
    pub changed: usize,
    /// Files that went.
    pub removed: usize,
}

impl Stage {
    /// Prepares to write, waiting this long for another build that holds the output.
    /// Nothing of the output is touched, except that an interrupted switch is finished or undone.
    pub fn new(output: &Path, site: &Path, patience: Duration) -> Result<Self, Trouble> {
        let (output, site) = (super::absolute(output), super::absolute(site));
        refuse(&output, &site)?;
        check_owner(&output)?;
        let desk = Desk::hold(&output, &site, patience)?;
        check_owner(&output)?;
        let existed = output.exists();
        Ok(Self { output, desk, existed, state: Mutex::default(), next: AtomicUsize::new(0) })
    }

    /// How many files there are so far.
    pub fn count(&self) -> usize {
        self.state().wanted.len()
    }

    /// Switches to the new site.
    pub fn commit(self) -> Result<Written, Trouble> {
        let mut state = std::mem::take(&mut *self.state());
        if let Some(trouble) = state.trouble {
            return Err(trouble);
        }
        let old = switch::manifest(&self.output);
        let gone: BTreeSet<&String> = old.iter().filter(|path| !state.wanted.contains(*path)).collect();
        let written = Written { files: state.wanted.len(), changed: state.staged.len(), removed: gone.len() };
        let mut known = HashSet::new();
        for (path, slot) in &state.staged {
            self.check_place(path, *slot, &old, &gone, &mut known)?;
        }
        if self.existed && state.staged.is_empty() && gone.is_empty() && old == state.wanted {
            return Ok(written);
        }
        let stage = self.desk.stage();
        fs::create_dir_all(&stage).map_err(|e| Trouble::with_file("make", &stage, &e))?;
        let slot = Slot { number: self.number(), replaces: self.output.join(MANIFEST).is_file() };
        let manifest = self.place(MANIFEST, slot.number);
        fs::write(&manifest, lines(&state.wanted)).map_err(|e| Trouble::with_file("write", &manifest, &e))?;
        if self.existed {
            state.staged.insert(MANIFEST.to_owned(), slot);
            switch::switch(&self.desk.folder, &self.output, &state.staged, &gone)?;
        } else {
            switch::sync(&self.desk.folder)?;
            fs::rename(&stage, &self.output)
                .map_err(|e| Trouble::with_file("put in place", &self.output, &e))?;
        }
        Ok(written)
    }

    /// Refuses to write where something stands that is not ours, before anything is switched. Folders are looked at
    /// once.
    fn check_place<'p>(
        &self,
        path: &'p str,
        slot: Slot,
        old: &BTreeSet<String>,
        gone: &BTreeSet<&String>,
        known: &mut HashSet<&'p str>,
    ) -> Result<(), Trouble> {
        for folder in path.match_indices('/').map(|(at, _)| &path[..at]) {
            if !known.insert(folder) {
                continue;
            }
            let place = self.output.join(folder);
            match fs::symlink_metadata(&place) {
                // A folder on the way: a real one, or a file of ours that goes.
                Ok(meta) if meta.is_dir() || gone.contains(&folder.to_owned()) => {}
                Ok(_) => return Err(in_the_way(&place)),
                Err(_) => return Ok(()),
            }
        }
        if slot.replaces && old.contains(path) {
            return Ok(());
        }
        let place = self.output.join(path);
        match fs::symlink_metadata(&place) {
            Err(_) => Ok(()),
            // The file itself: ours, or a folder in which everything goes.
            Ok(meta) if meta.is_dir() && all_go(&place, &self.output, gone) => Ok(()),
            Ok(meta) if meta.is_file() && old.contains(path) => Ok(()),
            Ok(_) => Err(in_the_way(&place)),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number for a file on the desk.
    fn number(&self) -> usize {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Where a file is staged: by its number, or by its path where the stage becomes the output.
    fn place(&self, path: &str, number: usize) -> PathBuf {
        let stage = self.desk.stage();
        if self.existed { stage.join(number.to_string()) } else { stage.join(path) }
    }

    /// Stages a file, unless the output holds it already.
    fn take(&self, output: &Output) -> Result<Option<Slot>, Trouble> {
        let held = match self.existed {
            true => held(&self.output.join(&output.path), &output.content),
            false => Held::Nothing,
        };
        if held == Held::This {
            return Ok(None);
        }
        let slot = Slot { number: self.number(), replaces: held == Held::Other };
        let staged = self.place(&output.path, slot.number);
        let write = || match &output.content {
            Content::Bytes(bytes) => fs::write(&staged, bytes),
            Content::File(file) => copy(file, &staged),
            Content::Picture(_) => {
                media::published(&output.content).and_then(|bytes| fs::write(&staged, bytes))
            }
        };
        let done = write().or_else(|error| match (error.kind(), staged.parent()) {
            // The first file of its folder.
            (io::ErrorKind::NotFound, Some(folder)) => fs::create_dir_all(folder).and_then(|()| write()),
            _ => Err(error),
        });
        done.map_err(|e| Trouble::with_file("write", &staged, &e))?;
        Ok(Some(slot))
    }
}

/// Copies what a file holds, not its rights: whoever serves the site must be able to read it.
fn copy(file: &Path, to: &Path) -> io::Result<()> {
    io::copy(&mut File::open(file)?, &mut File::create(to)?).map(|_| ())
}

impl Sink for Stage {
    fn compares_fingerprints(&self) -> bool {
        false
    }

    fn holds(&self, path: &str, _: Hash) -> bool {
        self.state().wanted.insert(path.to_owned());
        false
    }

    fn put(&self, output: Output) {
        // Nothing is ever written outside, whoever asks for it.
        if !crate::model::plan::is_inside(&output.path) || self.state().trouble.is_some() {
            return;
        }
        let taken = self.take(&output);
        let mut state = self.state();
        match taken {
            Ok(Some(slot)) => {
                state.staged.insert(output.path, slot);
            }
            Ok(None) => {}
            Err(trouble) => state.trouble = state.trouble.take().or(Some(trouble)),
        }
    }
}

/// Folders that a site is never written to, whatever they hold.
fn refuse(output: &Path, site: &Path) -> Result<(), Trouble> {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let sources = super::load::FOLDERS.map(|folder| site.join(folder));
    let clash = site.starts_with(output)
        || sources.iter().any(|source| output.starts_with(source))
        || home.is_some_and(|home| home == output)
        || output.parent().is_none();
    match clash {
        true => Err(Trouble::new(
            format!(
                "`{}` cannot be the output: it is, or holds, or lies in something of yours",
                output.display()
            ),
            "name a folder of its own: `--output public`",
        )),
        false => Ok(()),
    }
}

/// An output that has files but no manifest of ours is somebody else's.
fn check_owner(output: &Path) -> Result<(), Trouble> {
    if fs::symlink_metadata(output).is_ok_and(|meta| !meta.is_dir()) {
        return Err(Trouble::new(
            format!("`{}` is a file or a link, not a folder", output.display()),
            "name a folder of its own: `--output public`",
        ));
    }
    // What an interrupted build of ours left there counts for nothing.
    let is_desk = |name: &std::ffi::OsStr| name == super::desk::INSIDE;
    let empty = fs::read_dir(output).map_or(true, |mut entries| {
        entries.all(|entry| entry.is_ok_and(|entry| is_desk(&entry.file_name())))
    });
    match empty || output.join(MANIFEST).is_file() || super::desk::is_under_way(output) {
        true => Ok(()),
        false => Err(Trouble::new(
            format!("`{}` has files that Backstory did not write", output.display()),
            "empty it yourself, or name another folder with `--output`",
        )),
    }
}

/// Whether every file under a folder is one of ours that goes.
fn all_go(folder: &Path, output: &Path, gone: &BTreeSet<&String>) -> bool {
    walkdir::WalkDir::new(folder).into_iter().all(|entry| {
        entry.is_ok_and(|entry| {
            let inside =
                entry.path().strip_prefix(output).map(|path| path.to_string_lossy().replace('\\', "/"));
            entry.file_type().is_dir() || inside.is_ok_and(|inside| gone.contains(&inside))
        })
    })
}

fn lines(paths: &BTreeSet<String>) -> String {
    paths.iter().fold(String::new(), |mut all, path| {
        all.push_str(path);
        all.push('\n');
        all
    })
}

/// What stands at a place on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// A file that holds just this.
    This,
    /// Another file.
    Other,
    /// No file.
    Nothing,
}

fn held(path: &Path, content: &Content) -> Held {
    let Some(meta) = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file) else {
        return Held::Nothing;
    };
    let same = match content {
        Content::Bytes(bytes) => {
            meta.len() == bytes.len() as u64 && fs::read(path).is_ok_and(|held| *held == **bytes)
        }
        Content::Picture(_) => {
            media::published(content).is_ok_and(|bytes| fs::read(path).is_ok_and(|held| held == bytes))
        }
        Content::File(file) => {
            fs::metadata(file).is_ok_and(|source| source.len() == meta.len()) && same_files(path, file)
        }
    };
    if same { Held::This } else { Held::Other }
}

fn same_files(one: &Path, other: &Path) -> bool {
    let (Ok(mut one), Ok(mut other)) = (File::open(one), File::open(other)) else { return false };
    let (mut here, mut there) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        match (fill(&mut one, &mut here), fill(&mut other, &mut there)) {
            (Ok(read), Ok(as_much)) if read == as_much && here[..read] == there[..read] => {
                if read < here.len() {
                    return true;
                }
            }
            _ => return false,
        }
    }
}

/// Reads as much as there is room for, or as there is.
fn fill(file: &mut File, room: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < room.len() {
        match file.read(&mut room[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}
