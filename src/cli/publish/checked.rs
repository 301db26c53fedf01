//! A site that is built and looked at as closely as can be, and so may be published.

use super::CheckArgs;
use crate::cli::dates;
use crate::cli::terminal::{Terminal, counted, in_a_workflow, typed};
use crate::io::report::{Format, MOST, Report};
use crate::io::store::Store;
use crate::io::write::Stage;
use crate::io::{Trouble, load, media};
use crate::model::diagnostic::Severity;
use crate::model::hash::Hash;
use crate::model::input::{Audience, Options};
use crate::model::output::{Content, Output, Sink};
use crate::publish::Outlook;
use crate::publish::preflight::{Files, Limits, Preflight};
use crate::{Memory, build, outlook};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A site that may be published.
pub struct Checked {
    /// Its files.
    pub files: Files,
    /// What else is to be known of it.
    pub outlook: Outlook,
}

/// Raw copy that nobody has worked on.
const RAW_COPY: &str = "BS0108";

/// The address that a site says it has. What is wrong with the file is told when the site is built.
pub fn written_address(checks: &CheckArgs) -> Option<String> {
    let text = std::fs::read_to_string(checks.site.join("content/site.yml")).ok()?;
    let settings: serde_yaml::Value = serde_yaml::from_str(&text).ok()?;
    Some(settings.get("base_url")?.as_str()?.to_owned())
}

fn options(checks: &CheckArgs, base_url: Option<&str>) -> Options {
    Options {
        base_url: base_url.or(checks.base_url.as_deref()).map(str::to_owned),
        audience: Audience::Readers,
        now: jiff::Timestamp::now(),
        ..Options::default()
    }
}

/// Builds a site for an address and looks at it. Nothing comes back where something is wrong, which is told.
pub fn site(
    checks: &CheckArgs,
    base_url: Option<&str>,
    limits: Option<Limits>,
    terminal: &Terminal,
) -> Result<Option<Checked>, Trouble> {
    let options = options(checks, base_url);
    let (loaded, changed) = dates::beside(&checks.site, terminal, || load::project(&checks.site, options));
    let (mut project, mut found) = loaded?;
    project.options.changed = changed;
    let (store, mut memory) = (Store::new(), Memory::new());
    let built = terminal.with_progress(
        ("Building", "file"),
        || store.count(),
        || build(&project, &mut memory, &store),
    );
    found.extend(built.sorted().into_iter().cloned());
    let raw = found.sorted().iter().any(|diagnostic| diagnostic.code.0 == RAW_COPY);
    let outlook = outlook(&project, &mut memory);
    let mut files = Files::new();
    if !found.has_errors() {
        store.settle();
        files = read(&store)?;
        let local = local_paths(&checks.site);
        let preflight = Preflight {
            base_url: &outlook.base_url,
            base_path: &outlook.base_path,
            telltales: &outlook.telltales,
            local: &local,
            limits,
        };
        found.extend(preflight.check(&files).sorted().into_iter().cloned());
    }
    match in_a_workflow() {
        true => terminal.report(&Report::new(&found, &project, MOST).in_folder(&checks.site), Format::Github),
        false => terminal.diagnostics(&found, &project),
    }
    let warned = found.count(Severity::Warning) > 0 && !checks.allow_warnings;
    let refused = match () {
        () if raw => "raw copy is not published as it stands",
        () if found.has_errors() => "nothing is published until this is mended",
        () if warned => {
            "a site is published without warnings; mend them, or say --allow-warnings if they must wait"
        }
        () => {
            let size: usize = files.values().map(|bytes| bytes.len()).sum();
            tell_size(files.len(), size as u64, limits, terminal);
            return Ok(Some(Checked { files, outlook }));
        }
    };
    terminal.say(refused);
    Ok(None)
}

/// How large a site is, and whether that is much for its host.
fn tell_size(files: usize, size: u64, limits: Option<Limits>, terminal: &Terminal) {
    let megabytes = size as f64 / 1e6;
    terminal.done("Checked", format_args!("{}, {megabytes:.1} MB, every link", counted(files, "file")));
    if limits.is_some_and(|limits| size > limits.site / 2) {
        terminal.notice("that is more than half of what the host takes, and GitHub gives up on a deployment after ten minutes");
    }
}

/// The bytes of everything: of pictures, too, from their files.
fn read(store: &Store) -> Result<Files, Trouble> {
    let files = store.files().into_iter().map(|(path, content)| match content {
        Content::Bytes(bytes) => Ok((path, bytes)),
        Content::File(ref file) | Content::Picture(ref file) => {
            // The file that was looked at when the site was read, and no link that took its place.
            let plain = std::fs::symlink_metadata(file).is_ok_and(|meta| meta.is_file());
            let bytes = match plain {
                true => media::published(&content),
                false => Err(std::io::Error::other("it is no ordinary file")),
            };
            let bytes = bytes.map_err(|error| Trouble::with_file("read", file, &error))?;
            Ok((path, Arc::from(bytes)))
        }
    });
    files.collect()
}

/// Where we are on this machine: nothing of it belongs in a site.
fn local_paths(site: &Path) -> Vec<String> {
    let site = crate::io::absolute(site);
    let real = std::fs::canonicalize(&site).ok();
    let home = std::env::var_os("HOME").map(PathBuf::from);
    // `/root` and `/` could stand in any text.
    let telling = |path: &PathBuf| path.components().count() > 2;
    let home = home.filter(telling).map(|home| format!("{}/", home.display()));
    let site = [Some(site), real].into_iter().flatten().filter(telling);
    let mut paths: Vec<String> = site.map(|path| path.display().to_string()).chain(home).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Writes files into a folder that is ours, the old site or the new one whole.
pub fn write(files: &Files, folder: &Path, site: &Path, terminal: &Terminal) -> Result<(), Trouble> {
    let stage = Stage::new(folder, site, Duration::from_secs(10))?;
    for (path, bytes) in files {
        let fingerprint = Hash::default();
        stage.holds(path, fingerprint);
        stage.put(Output { path: path.clone(), fingerprint, content: Content::Bytes(bytes.clone()) });
    }
    let written = stage.commit()?;
    let (files, changed) = (counted(written.files, "file"), written.changed);
    terminal.done("Wrote", format_args!("{files} to {}, {changed} new or changed", typed(folder)));
    Ok(())
}
