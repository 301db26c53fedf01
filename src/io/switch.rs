//! The switch from the old site to the new one, in a folder that stays where it is. What is to be done is written
//! down first, in a journal; then every file is renamed into place, and what was there is kept until all are. So it
//! can be finished or undone from any point, as often as it takes, and whichever comes of it is whole.

use super::Trouble;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the desk with the new files.
pub const STAGE: &str = "stage";
/// The folder of the desk with what was in their place.
pub const OLD: &str = "old";
/// A journal that is not complete.
pub const PART: &str = "journal.part";
/// What is being done.
const JOURNAL: &str = "journal";
/// What is being undone.
const UNDO: &str = "undo";
/// The list of our files, inside the output.
pub const MANIFEST: &str = ".backstory-manifest";

/// What happens to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    turn: Turn,
    /// Its number on the desk: of the new file in `stage`, of the old one in `old`. Folders of their own would cost
    /// more than the files.
    slot: usize,
    /// Its path in the output.
    path: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// It goes.
    Remove,
    /// It takes the place of an older one.
    Replace,
    /// It is new.
    Add,
}

impl Turn {
    const SIGNS: [(Self, &'static str); 3] = [(Self::Remove, "-"), (Self::Replace, "~"), (Self::Add, "+")];
}

/// The files that are staged, by path.
pub type Staged = BTreeMap<String, Slot>;

/// A staged file.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// Its number on the desk.
    pub number: usize,
    /// Whether it takes the place of an older one.
    pub replaces: bool,
}

/// Switches an output to what is staged on the desk; the list of our files is staged like any other. Where that
/// fails the output is as it was.
pub fn switch(desk: &Path, output: &Path, staged: &Staged, gone: &BTreeSet<&String>) -> Result<(), Trouble> {
    let free = staged.values().map(|slot| slot.number + 1).max().unwrap_or(0);
    let removes =
        (free..).zip(gone).map(|(slot, path)| Step { turn: Turn::Remove, slot, path: (*path).clone() });
    let writes = staged.iter().map(|(path, slot)| {
        let turn = if slot.replaces { Turn::Replace } else { Turn::Add };
        Step { turn, slot: slot.number, path: path.clone() }
    });
    // What goes first makes room: a file may become a folder, or the reverse. The list of our files comes last.
    let (manifest, writes): (Vec<Step>, Vec<Step>) = writes.partition(|step| step.path == MANIFEST);
    let steps: Vec<Step> = removes.chain(writes).chain(manifest).collect();
    let part = desk.join(PART);
    fs::write(&part, written(&steps)).map_err(|error| Trouble::with_file("write", &part, &error))?;
    // All that is staged is on the disk before the journal says so.
    sync(desk)?;
    let journal = desk.join(JOURNAL);
    fs::rename(&part, &journal).map_err(|error| Trouble::with_file("put in place", &journal, &error))?;
    let begun = sync_folder(desk).and_then(|()| Switch::new(desk, output, Pass::First).forward(&steps));
    begun.or_else(|trouble| give_up(desk, output, &steps, trouble))
}

/// Finishes a switch that was interrupted, or undoes it.
pub fn recover(desk: &Path, output: &Path) -> Result<(), Trouble> {
    if desk.join(UNDO).exists() {
        return Switch::new(desk, output, Pass::Again).back(&read(&desk.join(UNDO))?);
    }
    if desk.join(JOURNAL).exists() {
        let steps = read(&desk.join(JOURNAL))?;
        let done = Switch::new(desk, output, Pass::Again).forward(&steps);
        return done.or_else(|trouble| give_up(desk, output, &steps, trouble));
    }
    Ok(())
}

/// Whether a switch has begun and has not ended.
pub fn is_under_way(desk: &Path) -> bool {
    [JOURNAL, UNDO].iter().any(|name| desk.join(name).exists())
}

/// After a failure: back to the old site. Where that fails, too, the next command tries again.
fn give_up(desk: &Path, output: &Path, steps: &[Step], trouble: Trouble) -> Result<(), Trouble> {
    let undone = fs::rename(desk.join(JOURNAL), desk.join(UNDO)).is_ok()
        && Switch::new(desk, output, Pass::Again).back(steps).is_ok();
    match undone {
        true => {
            Err(Trouble { help: format!("{}; `{}` is as it was", trouble.help, output.display()), ..trouble })
        }
        false => Err(Trouble {
            help: format!(
                "{}; then run any command: it brings `{}` in order",
                trouble.help,
                output.display()
            ),
            ..trouble
        }),
    }
}

/// Whether a switch is at work for the first time, and finds everything as it was looked at a moment ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    First,
    Again,
}

/// A switch at work.
struct Switch<'a> {
    output: &'a Path,
    desk: &'a Path,
    stage: PathBuf,
    old: PathBuf,
    pass: Pass,
    /// Folders that are known to be there.
    made: HashSet<PathBuf>,
}

impl<'a> Switch<'a> {
    fn new(desk: &'a Path, output: &'a Path, pass: Pass) -> Self {
        Self { output, desk, stage: desk.join(STAGE), old: desk.join(OLD), pass, made: HashSet::new() }
    }

    /// Does what is left to do of the steps, and ends.
    fn forward(mut self, steps: &[Step]) -> Result<(), Trouble> {
        let ours = manifest(self.output);
        fs::create_dir_all(&self.old).map_err(|error| Trouble::with_file("make", &self.old, &error))?;
        for step in steps.iter().filter(|step| step.turn == Turn::Remove) {
            self.remove(step)?;
        }
        let added: Vec<&Step> = steps.iter().filter(|step| step.turn == Turn::Add).collect();
        for step in added {
            self.add(step, &ours)?;
        }
        // By far the most, each for itself, and in folders that are there.
        let (last, replaced): (Vec<&Step>, Vec<&Step>) =
            steps.iter().filter(|step| step.turn == Turn::Replace).partition(|step| step.path == MANIFEST);
        replaced.par_iter().try_for_each(|step| self.replace(step))?;
        last.into_iter().try_for_each(|step| self.replace(step))?;
        end(&self.desk.join(JOURNAL))
    }

    /// Undoes what was done of the steps, and ends.
    fn back(mut self, steps: &[Step]) -> Result<(), Trouble> {
        for step in steps.iter().rev() {
            match step.turn {
                Turn::Remove | Turn::Replace => self.restore(step)?,
                Turn::Add => self.take_away(step)?,
            }
        }
        end(&self.desk.join(UNDO))
    }

    fn remove(&mut self, step: &Step) -> Result<(), Trouble> {
        let Places { target, kept, .. } = self.places(step);
        if leads_away(self.output, &step.path) || !is_file(&target) || kept.exists() {
            return Ok(());
        }
        fs::rename(&target, &kept).map_err(|error| Trouble::with_file("remove", &target, &error))?;
        self.prune(&target);
        Ok(())
    }

    fn replace(&self, step: &Step) -> Result<(), Trouble> {
        let Places { staged, target, kept } = self.places(step);
        if self.pass == Pass::Again {
            if !is_file(&staged) {
                return Ok(());
            }
            if leads_away(self.output, &step.path) {
                return Err(in_the_way(&target));
            }
        }
        // Disks without a second name for a file let it be away for a moment.
        let linked = fs::hard_link(&target, &kept).or_else(|error| match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound => Ok(()),
            io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied => fs::rename(&target, &kept),
            _ => Err(error),
        });
        linked.map_err(|error| Trouble::with_file("keep", &target, &error))?;
        fs::rename(&staged, &target).map_err(|error| Trouble::with_file("put in place", &target, &error))
    }

    fn add(&mut self, step: &Step, ours: &BTreeSet<String>) -> Result<(), Trouble> {
        let Places { staged, target, .. } = self.places(step);
        if !is_file(&staged) {
            return Ok(());
        }
        let there = fs::symlink_metadata(&target).is_ok();
        let taken = there && !ours.contains(&step.path) && step.path != MANIFEST;
        if taken || leads_away(self.output, &step.path) {
            return Err(in_the_way(&target));
        }
        self.folder_of(&target)?;
        fs::rename(&staged, &target).map_err(|error| Trouble::with_file("put in place", &target, &error))
    }

    /// What was there before comes back.
    fn restore(&mut self, step: &Step) -> Result<(), Trouble> {
        let Places { target, kept, .. } = self.places(step);
        if !is_file(&kept) {
            return Ok(());
        }
        self.folder_of(&target)?;
        fs::rename(&kept, &target).map_err(|error| Trouble::with_file("put back", &target, &error))
    }

    /// What was not there before goes again, if we put it there.
    fn take_away(&mut self, step: &Step) -> Result<(), Trouble> {
        let Places { staged, target, .. } = self.places(step);
        if leads_away(self.output, &step.path) {
            return Ok(());
        }
        if !is_file(&staged) && is_file(&target) {
            fs::rename(&target, &staged).map_err(|error| Trouble::with_file("remove", &target, &error))?;
        }
        self.prune(&target);
        Ok(())
    }

    fn places(&self, step: &Step) -> Places {
        let slot = step.slot.to_string();
        Places {
            staged: self.stage.join(&slot),
            target: self.output.join(&step.path),
            kept: self.old.join(&slot),
        }
    }

    /// Folders that are empty now were made for what went; `remove_dir` leaves others alone.
    fn prune(&mut self, gone: &Path) {
        let mut folder = gone.parent();
        while let Some(empty) =
            folder.filter(|folder| *folder != self.output && fs::remove_dir(folder).is_ok())
        {
            self.made.remove(empty);
            folder = empty.parent();
        }
    }

    fn folder_of(&mut self, file: &Path) -> Result<(), Trouble> {
        let Some(folder) = file.parent().filter(|folder| !self.made.contains(*folder)) else { return Ok(()) };
        fs::create_dir_all(folder).map_err(|error| Trouble::with_file("make", folder, &error))?;
        self.made.insert(folder.to_owned());
        Ok(())
    }
}

/// Where a file is on its way.
struct Places {
    /// Before.
    staged: PathBuf,
    /// After.
    target: PathBuf,
    /// What it replaces.
    kept: PathBuf,
}

/// Something that is not ours stands where a file of the site belongs.
pub fn in_the_way(place: &Path) -> Trouble {
    Trouble::new(
        format!("`{}` is in the way, and Backstory did not write it", place.display()),
        "move it away; pages of your own are made in `content/`, files of your own in `content/static/`",
    )
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file())
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

fn end(journal: &Path) -> Result<(), Trouble> {
    fs::remove_file(journal).map_err(|error| Trouble::with_file("remove", journal, &error))
}

/// The steps as lines: a sign, a number and a path. No path has a line end in it: `load` refuses such files.
fn written(steps: &[Step]) -> String {
    let mut text = String::new();
    for Step { turn, slot, path } in steps {
        let sign = Turn::SIGNS.iter().find(|(known, _)| known == turn).map_or("", |(_, sign)| sign);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{sign} {slot} {path}");
    }
    text
}

fn read(journal: &Path) -> Result<Vec<Step>, Trouble> {
    let text = fs::read_to_string(journal).map_err(|error| Trouble::with_file("read", journal, &error))?;
    let steps = text.lines().filter_map(|line| {
        let (sign, rest) = line.split_once(' ')?;
        let (slot, path) = rest.split_once(' ')?;
        let (turn, _) = Turn::SIGNS.iter().find(|(_, known)| *known == sign)?;
        let slot = slot.parse().ok()?;
        crate::model::plan::is_inside(path).then(|| Step { turn: *turn, slot, path: path.to_owned() })
    });
    Ok(steps.collect())
}

/// Our files in an output, as it says itself.
pub fn manifest(output: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(output.join(MANIFEST)).unwrap_or_default();
    // A manifest is ours, but it may have been edited: a path in it must not lead out of the output.
    text.lines().filter(|path| crate::model::plan::is_inside(path)).map(str::to_owned).collect()
}

/// Sees to it that all that was written is on the disk, once for all files.
#[cfg(target_os = "linux")]
pub fn sync(desk: &Path) -> Result<(), Trouble> {
    let folder = File::open(desk).and_then(|folder| Ok(rustix::fs::syncfs(folder)?));
    folder.map_err(|error| Trouble::with_file("bring to the disk", desk, &error))
}

/// Sees to it that all that was written is on the disk.
#[cfg(not(target_os = "linux"))]
pub fn sync(desk: &Path) -> Result<(), Trouble> {
    let files = walkdir::WalkDir::new(desk).into_iter().filter_map(Result::ok);
    let files: Vec<_> = files.filter(|entry| entry.file_type().is_file()).collect();
    files.into_par_iter().filter(|entry| entry.file_name() != "lock").try_for_each(|entry| {
        let synced = File::options().write(true).open(entry.path()).and_then(|open| open.sync_all());
        synced.map_err(|error| Trouble::with_file("bring to the disk", entry.path(), &error))
    })
}

/// The names in a folder are on the disk.
fn sync_folder(folder: &Path) -> Result<(), Trouble> {
    if cfg!(windows) {
        return Ok(());
    }
    let synced = File::open(folder).and_then(|open| open.sync_all());
    synced.map_err(|error| Trouble::with_file("bring to the disk", folder, &error))
}
