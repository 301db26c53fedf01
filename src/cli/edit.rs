//! Edits to the files of a site that somebody asked for: each is shown, then written in one go for a file.

use super::terminal::Terminal;
use crate::io::Trouble;
use crate::model::diagnostic::Diagnostics;
use crate::model::edit::{Edits, edited};
use std::fs;
use std::io::Write;
use std::path::Path;

/// Writes what has one safe answer. Whether anything was written.
pub fn write_safe_answers(site: &Path, found: &Diagnostics, terminal: &Terminal) -> Result<bool, Trouble> {
    let mut edits = Edits::default();
    for diagnostic in found.sorted() {
        if let Some(text) = &diagnostic.instead {
            edits.push(&diagnostic.place.path, diagnostic.place.span, text.as_str());
        }
    }
    write(site, &edits, terminal)
}

/// Writes edits, and shows each line that changes. Whether anything was written.
pub fn write(site: &Path, edits: &Edits, terminal: &Terminal) -> Result<bool, Trouble> {
    if let Some((_, taken)) = edits.moves.iter().find(|(_, to)| site.join(to).exists()) {
        let message = format!("`{taken}` is there already");
        return Err(Trouble::new(message, "move it away, or choose another id"));
    }
    let mut written = false;
    for (path, edits) in &edits.files {
        let file = site.join(&**path);
        let before = fs::read_to_string(&file).map_err(|error| Trouble::with_file("read", &file, &error))?;
        let after = edited(&before, edits);
        if after != before {
            show(path, &before, &after, terminal);
            replace(&file, &after)?;
            written = true;
        }
    }
    for (from, to) in &edits.moves {
        let (from, to) = (site.join(&**from), site.join(to));
        terminal.say(format_args!("{} → {}", from.display(), to.display()));
        fs::rename(&from, &to).map_err(|error| Trouble::with_file("rename", &from, &error))?;
        written = true;
    }
    Ok(written)
}

/// Shows the lines that differ.
fn show(path: &str, before: &str, after: &str, terminal: &Terminal) {
    terminal.say(format_args!("{path}"));
    terminal.say(difference(before, after).trim_end());
}

/// The lines that differ, as a diff shows them.
pub fn difference(before: &str, after: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let mut told = String::new();
    if before.len() != after.len() {
        let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
        let tail = tail.min(before.len() - same).min(after.len() - same);
        before[same..before.len() - tail].iter().for_each(|line| told.push_str(&format!("  - {line}\n")));
        after[same..after.len() - tail].iter().for_each(|line| told.push_str(&format!("  + {line}\n")));
        return told;
    }
    for (number, (old, new)) in (1..).zip(before.iter().zip(&after)).filter(|(_, (old, new))| old != new) {
        told.push_str(&format!("  {number} - {old}\n  {number} + {new}\n"));
    }
    told
}

/// Replaces a file in one step, so that it is the old one or the new one.
pub fn replace(file: &Path, text: &str) -> Result<(), Trouble> {
    let trouble = |error: &std::io::Error| Trouble::with_file("write", file, error);
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("file");
    let beside = file.with_file_name(format!(".{name}.backstory-new"));
    let mut new = fs::File::create(&beside).map_err(|error| trouble(&error))?;
    new.write_all(text.as_bytes()).and_then(|()| new.sync_all()).map_err(|error| trouble(&error))?;
    if let Ok(rights) = fs::metadata(file) {
        let _ = fs::set_permissions(&beside, rights.permissions());
    }
    fs::rename(&beside, file).map_err(|error| trouble(&error))
}
