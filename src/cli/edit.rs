//! Edits to the files of a site that somebody asked for: each is shown as a diff, then written in one go for a file.

use super::terminal::Terminal;
use crate::io::Trouble;
use crate::io::report::visible;
use crate::model::edit::{Edits, edited};
use crate::model::input::Project;
use similar::{ChangeTag, TextDiff};
use std::fs;
use std::io::Write;
use std::path::Path;

/// Lines that are shown around a change.
const CONTEXT: usize = 2;

/// The files of a site that are to be other than they are: path, text as it is, text as it will be.
pub type Changes = Vec<(String, String, String)>;

/// What differs between a project and what it is to be, among the files that are on disk.
pub fn between(site: &Path, before: &Project, after: &Project) -> Changes {
    let pairs = before.inputs.iter().zip(&after.inputs).filter(|(before, after)| before.hash != after.hash);
    let on_disk = pairs.filter(|(before, _)| site.join(&*before.path).is_file());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    on_disk
        .map(|(before, after)| (before.path.to_string(), text(&before.bytes), text(&after.bytes)))
        .collect()
}

/// Writes edits, and shows each line that changes.
pub fn write(site: &Path, edits: &Edits, terminal: &Terminal) -> Result<(), Trouble> {
    if let Some((_, taken)) = edits.moves.iter().find(|(_, to)| site.join(to).exists()) {
        let message = format!("`{taken}` is there already");
        return Err(Trouble::new(message, "move it away, or choose another id"));
    }
    let mut changes = Changes::new();
    for (path, edits) in &edits.files {
        let file = site.join(&**path);
        let before = fs::read_to_string(&file).map_err(|error| Trouble::with_file("read", &file, &error))?;
        let after = edited(&before, edits);
        if after != before {
            changes.push((path.to_string(), before, after));
        }
    }
    show(&changes, terminal);
    replace_all(site, &changes)?;
    for (from, to) in &edits.moves {
        let (from, to) = (site.join(&**from), site.join(to));
        terminal.say(format_args!("{} → {}", from.display(), to.display()));
        fs::rename(&from, &to).map_err(|error| Trouble::with_file("rename", &from, &error))?;
    }
    Ok(())
}

/// Shows changes as a diff: with numbers before the lines, and some lines around them.
pub fn show(changes: &Changes, terminal: &Terminal) {
    for (path, before, after) in changes {
        terminal.say(path);
        let diff = TextDiff::from_lines(before.as_str(), after.as_str());
        for (i, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
            if i > 0 {
                terminal.say("      …");
            }
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let number = change.new_index().or(change.old_index()).map_or(0, |index| index + 1);
                let text = visible(change.value().trim_end_matches(['\n', '\r']));
                match change.tag() {
                    ChangeTag::Equal => terminal.say(format_args!("{number:>5}   {text}")),
                    ChangeTag::Delete => terminal.removed(&format!("{number:>5} - {text}")),
                    ChangeTag::Insert => terminal.added(&format!("{number:>5} + {text}")),
                }
            }
        }
    }
}

/// Writes changed files.
pub fn replace_all(site: &Path, changes: &Changes) -> Result<(), Trouble> {
    changes.iter().try_for_each(|(path, _, after)| replace(&site.join(path), after))
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
