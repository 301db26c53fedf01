//! The raw files of an import: single ones, those of folders, and what another command writes. They are read one by one,
//! when their turn comes.

use super::Trouble;
use super::load::is_noise;
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A raw file.
#[derive(Debug, Clone)]
pub struct Raw {
    /// Its path as it was given, or inside the folder that was; `-` for what another command writes.
    pub name: String,
    file: PathBuf,
    /// What another command wrote: it can be read only once.
    written: Option<Vec<u8>>,
}

/// The files that are meant, and how many of those in folders are of no form that can be read.
pub fn files(given: &[PathBuf]) -> Result<(Vec<Raw>, usize), Trouble> {
    let (mut files, mut left) = (Vec::new(), 0);
    for path in given {
        if path.as_os_str() == "-" {
            let mut written = Vec::new();
            let limit = std::io::stdin().take(64 << 20).read_to_end(&mut written);
            limit.map_err(|error| Trouble::with_file("read", path, &error))?;
            files.push(Raw { name: "-".to_owned(), file: path.clone(), written: Some(written) });
        } else if path.is_dir() {
            left += walk(path, &mut files)?;
        } else if path.is_file() {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            files.push(Raw { name, file: path.clone(), written: None });
        } else {
            return Err(Trouble::new(format!("there is no file `{}`", path.display()), "look at the path"));
        }
    }
    Ok((files, left))
}

/// The files of a folder, in the order of their names.
fn walk(folder: &Path, files: &mut Vec<Raw>) -> Result<usize, Trouble> {
    let mut left = 0;
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries =
        entries.filter_entry(|entry| entry.depth() == 0 || !is_noise(&entry.file_name().to_string_lossy()));
    for entry in entries {
        let entry = entry.map_err(|error| {
            Trouble::new(format!("`{}` could not be read: {error}", folder.display()), "look at its rights")
        })?;
        if !entry.file_type().is_file() {
            continue;
        }
        let ending = entry
            .path()
            .extension()
            .map(|ending| ending.to_string_lossy().to_ascii_lowercase())
            .unwrap_or_default();
        if !["txt", "text", "html", "htm", "xhtml", "md", "markdown", "docx"].contains(&ending.as_str()) {
            left += 1;
            continue;
        }
        let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = inside.to_string_lossy().replace('\\', "/");
        files.push(Raw { name, file: entry.into_path(), written: None });
    }
    Ok(left)
}

impl Raw {
    /// How large it is.
    pub fn size(&self) -> Result<u64, Trouble> {
        if let Some(written) = &self.written {
            return Ok(written.len() as u64);
        }
        let found =
            std::fs::metadata(&self.file).map_err(|error| Trouble::with_file("read", &self.file, &error))?;
        Ok(found.len())
    }

    /// Its bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, Trouble> {
        match &self.written {
            Some(written) => Ok(written.clone()),
            None => std::fs::read(&self.file).map_err(|error| Trouble::with_file("read", &self.file, &error)),
        }
    }
}
