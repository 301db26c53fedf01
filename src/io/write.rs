//! Writes a built site to a folder, the old one or the new one, whole. A fresh folder is built beside and
//! renamed into place. In an existing one changed files are staged and renamed under a journal, unchanged
//! ones are not touched, and files that our manifest lists and the new site has not are removed; nothing
//! else ever is: where a file of somebody else's is in the way, nothing is written. An interrupted switch is finished by the next build, an interrupted build forgotten.

use super::Trouble;
use super::media;
use crate::model::hash::Hash;
use crate::model::output::{Content, Output, Sink};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The list of our files, inside the output.
const MANIFEST: &str = ".backstory-manifest";

/// An output folder being written.
#[derive(Debug)]
pub struct Stage {
    output: PathBuf,
    /// The folder beside it where everything is prepared.
    desk: PathBuf,
    existed: bool,
    state: Mutex<State>,
    _lock: File,
}

#[derive(Debug, Default)]
struct State {
    wanted: BTreeSet<String>,
    staged: BTreeSet<String>,
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
    /// Nothing of the output is touched, except that an interrupted switch is finished.
    pub fn new(output: &Path, site: &Path, patience: Duration) -> Result<Self, Trouble> {
        let output = super::absolute(output);
        refuse(&output, &super::absolute(site))?;
        let name = output.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let desk = output.with_file_name(format!(".{name}.backstory"));
        let lock = lock(&desk, patience)?;
        recover(&desk, &output)?;
        check_owner(&output)?;
        let existed = output.exists();
        Ok(Self { output, desk, existed, state: Mutex::default(), _lock: lock })
    }

    /// How many files there are so far.
    pub fn count(&self) -> usize {
        self.state().wanted.len()
    }

    /// Switches to the new site.
    pub fn commit(self) -> Result<Written, Trouble> {
        let state = std::mem::take(&mut *self.state());
        if let Some(trouble) = state.trouble {
            return Err(trouble);
        }
        let old = manifest(&self.output);
        let gone: BTreeSet<&String> = old.iter().filter(|path| !state.wanted.contains(*path)).collect();
        let written = Written { files: state.wanted.len(), changed: state.staged.len(), removed: gone.len() };
        for path in &state.staged {
            self.check_place(path, &old, &gone)?;
        }
        let manifest = lines(state.wanted.iter());
        if self.existed {
            write(&self.desk.join("manifest"), manifest.as_bytes())?;
            write(&self.desk.join("remove"), lines(gone.into_iter()).as_bytes())?;
            write(&self.desk.join("write"), lines(state.staged.iter()).as_bytes())?;
            write(&self.desk.join("journal"), b"")?;
            replay(&self.desk, &self.output)?;
        } else {
            let stage = self.desk.join("stage");
            fs::create_dir_all(&stage).map_err(|e| Trouble::with_file("make", &stage, &e))?;
            write(&stage.join(MANIFEST), manifest.as_bytes())?;
            fs::rename(&stage, &self.output)
                .map_err(|e| Trouble::with_file("put in place", &self.output, &e))?;
        }
        Ok(written)
    }

    /// Refuses to write where something stands that is not ours, before anything is switched.
    fn check_place(
        &self,
        path: &str,
        old: &BTreeSet<String>,
        gone: &BTreeSet<&String>,
    ) -> Result<(), Trouble> {
        let strange = |place: &Path| {
            Trouble::new(
                format!("`{}` is in the way, and Backstory did not write it", place.display()),
                "move it away; pages of your own are made in `content/`, files of your own in `content/static/`",
            )
        };
        let mut place = self.output.clone();
        let mut inside = String::new();
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            place.push(part);
            inside.push_str(part);
            let Ok(meta) = fs::symlink_metadata(&place) else { return Ok(()) };
            let fine = match parts.peek() {
                // A folder on the way: a real one, or a file of ours that goes.
                Some(_) => meta.is_dir() || gone.contains(&inside),
                // The file itself: ours, or a folder in which everything goes.
                None if meta.is_dir() => all_go(&place, &self.output, gone),
                None => meta.is_file() && old.contains(&inside),
            };
            if !fine {
                return Err(strange(&place));
            }
            inside.push('/');
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, output: &Output) -> Result<bool, Trouble> {
        if self.existed && same(&self.output.join(&output.path), &output.content) {
            return Ok(false);
        }
        let staged = self.desk.join("stage").join(&output.path);
        if let Some(folder) = staged.parent() {
            fs::create_dir_all(folder).map_err(|e| Trouble::with_file("make", folder, &e))?;
        }
        let done = match &output.content {
            Content::Bytes(bytes) => fs::write(&staged, bytes),
            Content::File(file) => fs::copy(file, &staged).map(|_| ()),
            Content::Picture(_) => {
                media::published(&output.content).and_then(|bytes| fs::write(&staged, bytes))
            }
        };
        done.map_err(|e| Trouble::with_file("write", &staged, &e))?;
        Ok(true)
    }
}

impl Sink for Stage {
    fn holds(&self, path: &str, _: Hash) -> bool {
        self.state().wanted.insert(path.to_owned());
        false
    }

    fn put(&self, output: Output) {
        // Nothing is ever written outside, whoever asks for it.
        if !crate::model::plan::is_inside(&output.path) {
            return;
        }
        let taken = self.take(&output);
        let mut state = self.state();
        match taken {
            Ok(true) => {
                state.staged.insert(output.path);
            }
            Ok(false) => {}
            Err(trouble) => state.trouble = state.trouble.take().or(Some(trouble)),
        }
    }
}

impl Drop for Stage {
    /// What was staged and not switched to is forgotten. The lock stays: if it went, two builds could hold
    /// two locks of one name.
    fn drop(&mut self) {
        if !self.desk.join("journal").exists() {
            clear(&self.desk);
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
    let empty = fs::read_dir(output).map_or(true, |mut entries| entries.next().is_none());
    match empty || output.join(MANIFEST).is_file() {
        true => Ok(()),
        false => Err(Trouble::new(
            format!("`{}` has files that Backstory did not write", output.display()),
            "empty it yourself, or name another folder with `--output`",
        )),
    }
}

/// Waits for the desk, then owns it until the file is dropped.
fn lock(desk: &Path, patience: Duration) -> Result<File, Trouble> {
    let started = Instant::now();
    let path = desk.join("lock");
    loop {
        fs::create_dir_all(desk).map_err(|e| Trouble::with_file("make", desk, &e))?;
        let file = match File::create(&path) {
            Ok(file) => file,
            Err(error) => return Err(Trouble::with_file("make", &path, &error)),
        };
        if file.try_lock().is_ok() {
            return Ok(file);
        }
        if started.elapsed() >= patience {
            let message = format!("another build is writing beside `{}`", desk.display());
            return Err(Trouble { locked: true, ..Trouble::new(message, "wait for it, or stop it") });
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Finishes an interrupted switch; forgets an interrupted build.
fn recover(desk: &Path, output: &Path) -> Result<(), Trouble> {
    if desk.join("journal").exists() {
        replay(desk, output)?;
    }
    clear(desk);
    Ok(())
}

/// Empties the desk, but for the lock.
fn clear(desk: &Path) {
    for name in ["stage", "write", "remove", "manifest"] {
        let path = desk.join(name);
        let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
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

/// Whether a path inside the output leads through a link to somewhere else.
fn leads_away(output: &Path, path: &str) -> bool {
    let mut place = output.to_owned();
    let Some((folders, _)) = path.rsplit_once('/') else { return false };
    folders.split('/').any(|part| {
        place.push(part);
        fs::symlink_metadata(&place).is_ok_and(|meta| meta.file_type().is_symlink())
    })
}

/// Does what the journal says; as often as it takes.
fn replay(desk: &Path, output: &Path) -> Result<(), Trouble> {
    let list = |name: &str| {
        let path = desk.join(name);
        fs::read_to_string(&path).map_err(|e| Trouble::with_file("read", &path, &e))
    };
    // What goes first makes room: a file may become a folder, or the reverse.
    for path in list("remove")?.lines() {
        if leads_away(output, path) {
            continue;
        }
        let target = output.join(path);
        let _ = fs::remove_file(&target);
        // Folders that are empty now were made for what went; `remove_dir` leaves others alone.
        let mut folder = target.parent();
        while let Some(empty) = folder.filter(|folder| *folder != output && fs::remove_dir(folder).is_ok()) {
            folder = empty.parent();
        }
    }
    for path in list("write")?.lines() {
        let (staged, target) = (desk.join("stage").join(path), output.join(path));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|e| Trouble::with_file("make", folder, &e))?;
        }
        match fs::rename(&staged, &target) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Trouble::with_file("put in place", &target, &error));
            }
            _ => {}
        }
    }
    write(&output.join(MANIFEST), list("manifest")?.as_bytes())?;
    let journal = desk.join("journal");
    fs::remove_file(&journal).map_err(|e| Trouble::with_file("remove", &journal, &e))
}

fn manifest(output: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(output.join(MANIFEST)).unwrap_or_default();
    // A manifest is ours, but it may have been edited: a path in it must not lead out of the output.
    text.lines()
        .filter(|path| !path.starts_with('/') && !path.split('/').any(|part| part == ".."))
        .map(str::to_owned)
        .collect()
}

fn lines<'a>(paths: impl Iterator<Item = &'a String>) -> String {
    paths.fold(String::new(), |mut all, path| {
        all.push_str(path);
        all.push('\n');
        all
    })
}

/// Writes a small file of ours so that it is there whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let beside = path.with_extension("part");
    let done = File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path));
    done.map_err(|e| Trouble::with_file("write", path, &e))
}

/// Whether a file on disk already holds this.
fn same(path: &Path, content: &Content) -> bool {
    let Ok(meta) = fs::symlink_metadata(path) else { return false };
    match content {
        _ if !meta.is_file() => false,
        Content::Bytes(bytes) => {
            meta.len() == bytes.len() as u64 && fs::read(path).is_ok_and(|held| *held == **bytes)
        }
        Content::Picture(_) => {
            media::published(content).is_ok_and(|bytes| same(path, &Content::Bytes(bytes.into())))
        }
        Content::File(file) => {
            fs::metadata(file).is_ok_and(|source| source.len() == meta.len()) && same_files(path, file)
        }
    }
}

fn same_files(one: &Path, other: &Path) -> bool {
    let open = |path| File::open(path).map(io::BufReader::new);
    match (open(one), open(other)) {
        (Ok(one), Ok(other)) => {
            one.bytes().zip(other.bytes()).all(|(a, b)| matches!((a, b), (Ok(a), Ok(b)) if a == b))
        }
        _ => false,
    }
}
