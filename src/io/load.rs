//! Reads a site from disk: every input, once, in parallel, with its hash; media by their headers.
//! Links out of the site are not followed.

use super::Trouble;
use super::builtin;
use super::media::{self, Refused, Seen};
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::input::{Input, Medium, Options, Project};
use crate::model::text::is_forbidden;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// The folders of a site that are read.
pub const FOLDERS: [&str; 3] = ["content", "templates", "themes"];

/// Reads the site in a folder.
pub fn project(site: &Path, options: Options) -> Result<(Project, Diagnostics), Trouble> {
    Ok(Loaded::new(site, options.largest_input)?.project(options))
}

/// A site as it was read.
#[derive(Debug)]
pub struct Loaded {
    site: PathBuf,
    /// The largest input that is read, in bytes.
    largest: u64,
    builtin: Vec<Input>,
    files: BTreeMap<Arc<str>, Result<Read, Diagnostic>>,
    /// What is wrong with folders.
    found: Diagnostics,
}

impl Loaded {
    /// Reads everything; of inputs none that is larger than this, in bytes.
    pub fn new(site: &Path, largest: u64) -> Result<Self, Trouble> {
        if !site.join("content").is_dir() {
            return Err(Trouble::new(
                format!("there is no folder `content` in `{}`", site.display()),
                "go to the folder of a site, or start one: `backstory new site my-site`",
            ));
        }
        let mut found = Diagnostics::default();
        let files: Vec<File> = FOLDERS.iter().flat_map(|folder| walk(site, folder, &mut found)).collect();
        let files = files.into_par_iter().map(|file| (file.path.clone(), read(file, largest))).collect();
        let builtin = builtin::FILES.iter().map(|(path, bytes)| Input::new(path, *bytes)).collect();
        Ok(Self { site: site.to_owned(), largest, builtin, files, found })
    }

    /// Reads these paths again, files that came, changed or went. A folder among them has everything read again.
    pub fn reread(&mut self, paths: &BTreeSet<PathBuf>) -> Result<(), Trouble> {
        for path in paths {
            let Some(inside) = inside(&self.site, path) else { return self.read_all() };
            match std::fs::symlink_metadata(path) {
                Ok(meta) if !meta.is_dir() => {
                    let file = File { path: inside.clone(), kind: meta.file_type(), file: path.clone() };
                    self.files.insert(inside, read(file, self.largest));
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    self.files.remove(&inside);
                }
                _ => return self.read_all(),
            }
        }
        Ok(())
    }

    /// Reads everything again.
    pub fn read_all(&mut self) -> Result<(), Trouble> {
        *self = Self::new(&self.site, self.largest)?;
        Ok(())
    }

    /// What a build is given of it, and what could not be read.
    pub fn project(&self, options: Options) -> (Project, Diagnostics) {
        let mut found = self.found.clone();
        let own = |input: &&Input| !self.files.contains_key(&input.path);
        let mut inputs: Vec<Input> = self.builtin.iter().filter(own).cloned().collect();
        let mut media = Vec::new();
        for read in self.files.values() {
            match read {
                Ok(Read::Input(input)) => inputs.push(input.clone()),
                Ok(Read::Medium(medium)) => media.push(medium.clone()),
                Err(diagnostic) => found.push(diagnostic.clone()),
            }
        }
        inputs.sort_by(|a, b| a.path.cmp(&b.path));
        (Project { inputs, media, options }, found)
    }
}

struct File {
    path: Arc<str>,
    file: PathBuf,
    kind: std::fs::FileType,
}

#[derive(Debug)]
enum Read {
    Input(Input),
    Medium(Medium),
}

/// The files of a folder. A folder that cannot be read is an error: what is in it must not seem to have gone.
fn walk(site: &Path, folder: &str, found: &mut Diagnostics) -> Vec<File> {
    let root = site.join(folder);
    match std::fs::symlink_metadata(&root) {
        Ok(meta) if meta.is_symlink() => {
            found.push(link(&folder.into()));
            return Vec::new();
        }
        Ok(_) => {}
        Err(_) => return Vec::new(),
    }
    let mut files = Vec::new();
    let entries = WalkDir::new(&root).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_left_out(site, entry.path())) {
        match entry {
            Err(error) => found.push(unreadable(site, &error)),
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => match inside(site, entry.path()) {
                Some(path) => files.push(File { path, kind: entry.file_type(), file: entry.into_path() }),
                None => found.push(odd_name(site, entry.path())),
            },
        }
    }
    files
}

/// A name that is no text: shown with its odd bytes written out.
fn odd_name(site: &Path, path: &Path) -> Diagnostic {
    let inside = path.strip_prefix(site).unwrap_or(path).as_os_str();
    let shown = inside.as_encoded_bytes().escape_ascii().to_string();
    Diagnostic::error(
        "BS0125",
        Place::file(&shown.into()),
        "the name of this file or folder is not UTF-8 text",
    )
    .help("rename it, with small letters, digits and hyphens")
}

fn unreadable(site: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or(site);
    let path = path.strip_prefix(site).unwrap_or(path).display().to_string().replace('\\', "/");
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Diagnostic::error("BS0109", Place::file(&path.into()), format!("this folder could not be read: {reason}"))
        .help("look at its rights, or take it away")
}

/// The path inside the site; nothing for one that is no text.
fn inside(site: &Path, path: &Path) -> Option<Arc<str>> {
    let path = path.strip_prefix(site).ok()?;
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/").into())
}

/// Whether a path, wherever it leads, is one of those that are read.
pub fn is_read(site: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(site) else { return false };
    let mut parts = inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let known = parts.next().is_some_and(|first| FOLDERS.contains(&first.as_str()));
    let mut place = site.to_owned();
    let mut places = inside.components().map(|part| {
        place.push(part);
        place.clone()
    });
    known && !places.by_ref().skip(1).any(|place| is_left_out(site, &place))
}

/// Noise, but not what is hidden on purpose in `content/static/`, such as `.well-known`.
fn is_left_out(site: &Path, path: &Path) -> bool {
    const NEVER: [&str; 3] = [".DS_Store", ".git", ".backstory-manifest"];
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let shown = path.starts_with(site.join("content/static")) && name.starts_with('.');
    if shown { NEVER.contains(&&*name) || is_noise(name.trim_start_matches('.')) } else { is_noise(&name) }
}

/// Hidden files, and what editors leave behind while they save.
pub fn is_noise(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".swx", ".tmp", ".bak", ".orig"].iter().any(|ending| name.ends_with(ending))
        || name == "4913"
        || name == "Thumbs.db"
}

fn read(file: File, largest: u64) -> Result<Read, Diagnostic> {
    let place = || Place::file(&file.path);
    let unreadable = |error: std::io::Error| {
        Diagnostic::error("BS0109", place(), format!("this file could not be read: {error}"))
            .help("look at its rights, or take it away")
    };
    if file.path.contains(is_forbidden) {
        return Err(Diagnostic::error(
            "BS0106",
            place(),
            "there is a control character in the name of this file",
        )
        .help("rename it"));
    }
    if file.kind.is_symlink() {
        return Err(link(&file.path));
    }
    if !file.kind.is_file() {
        let message = "this is no ordinary file, but a pipe or a device, and is left out";
        return Err(Diagnostic::warning("BS0109", place(), message).help("take it away"));
    }
    if is_medium(&file.path) {
        return match media::look(&file.path, &file.file) {
            Ok(Seen { hash, size }) => {
                Ok(Read::Medium(Medium { path: file.path, file: file.file, hash, size }))
            }
            Err(Refused::Unreadable(error)) => Err(unreadable(error)),
            Err(Refused::Wrong(wrong)) => Err(*wrong),
        };
    }
    let size = std::fs::metadata(&file.file).map_err(unreadable)?.len();
    if size > largest {
        let message =
            format!("this file is too large: {} MB, and the most is {} MB", size >> 20, largest >> 20);
        let help = "divide it, or move it to `content/static/`; `--max-file-size` allows more";
        return Err(Diagnostic::error("BS0109", place(), message).help(help));
    }
    let bytes = std::fs::read(&file.file).map_err(unreadable)?;
    Ok(Read::Input(Input::new(&file.path, bytes)))
}

/// What is said of a link in the file system: where it leads is not looked at.
fn link(path: &Arc<str>) -> Diagnostic {
    Diagnostic::error(
        "BS0109",
        Place::file(path),
        "this is a link, and links are not followed: they can lead out of the site",
    )
    .help("put the file or the folder itself here")
}

/// Pictures and other media, wherever they stand in `content/`, and everything in `content/static/`.
fn is_medium(path: &str) -> bool {
    const MEDIA: [&str; 14] = [
        "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "pdf", "mp3", "mp4", "webm", "ogg", "csv",
        "woff2",
    ];
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    path.starts_with("content/static/") || (path.starts_with("content/") && MEDIA.contains(&&*ending))
}
