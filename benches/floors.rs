//! What no generator can be faster than on this machine: reading the content, parsing its Markdown, and writing the bytes
//! of a built site from memory. All with two threads or however many there are, as a build has them.
//!
//! `cargo bench --bench floors -- CONTENT OUTPUT SCRATCH [sync]` takes the content of a site, the site built of it, and a
//! folder to write to, which must not be there yet and is left behind. With `sync` it also measures how long it takes until
//! what was written is on the disk. `benches/run` does all this; each line is JSON. The output has to fit in memory.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use mimalloc::MiMalloc;
use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What stands at a path.
type Files = Vec<(PathBuf, Vec<u8>)>;

fn main() {
    // `cargo bench` adds a flag of its own.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let (content, output, scratch, sync) = match arguments.as_slice() {
        [content, output, scratch] => (content, output, scratch, false),
        [content, output, scratch, word] if word == "sync" => (content, output, scratch, true),
        _ => return println!("floors CONTENT OUTPUT SCRATCH [sync]"),
    };
    // The threads of the pool are there before anything is measured.
    rayon::broadcast(|_| ());
    let files = measured("read", || {
        let files = read(Path::new(content), Path::new(""));
        let bytes = size(&files);
        (files, bytes)
    });
    drop(files);
    measured("parse", || {
        let files = read(Path::new(content), Path::new(""));
        let events: usize = files.par_iter().map(|(path, bytes)| parsed(path, bytes)).sum();
        assert!(events > 0, "no Markdown in {content}");
        let bytes = size(&files);
        ((), bytes)
    });
    let mut files = read(Path::new(output), Path::new(scratch));
    let bytes = size(&files);
    measured("fresh", || (write_fresh(&files), bytes));
    if sync {
        measured("sync", || (synced(), bytes));
    }
    // Other bytes, as many.
    files.par_iter_mut().for_each(|(_, bytes)| {
        if let Some(first) = bytes.first_mut() {
            *first = first.wrapping_add(1);
        }
    });
    measured("in place", || (files.par_iter().for_each(|(path, bytes)| overwrite(path, bytes)), bytes));
    if sync {
        synced();
    }
    measured("unchanged", || {
        files.par_iter().for_each(|(path, bytes)| assert!(fs::read(path).unwrap() == *bytes));
        ((), bytes)
    });
}

/// Does something and tells how long that took, and how many files and bytes it had to do with.
fn measured<T>(name: &str, does: impl FnOnce() -> (T, (usize, usize))) -> T {
    let (before, started) = (cpu(), Instant::now());
    let (result, (files, bytes)) = does();
    let wall = started.elapsed().as_secs_f64();
    let cpu =
        before.zip(cpu()).map_or_else(|| "null".to_owned(), |(before, now)| format!("{:.6}", now - before));
    println!("{{\"floor\":\"{name}\",\"wall\":{wall:.6},\"cpu\":{cpu},\"files\":{files},\"bytes\":{bytes}}}");
    result
}

/// Seconds that all threads of this process ran, where the system tells: all of them live until the end.
fn cpu() -> Option<f64> {
    let mut nanoseconds = 0_u64;
    for thread in fs::read_dir("/proc/self/task").ok()? {
        let told = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        nanoseconds += told.split(' ').next()?.parse::<u64>().ok()?;
    }
    Some(nanoseconds as f64 / 1e9)
}

/// Every file of a folder, with its path as it would be in another.
fn read(folder: &Path, other: &Path) -> Files {
    let found = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("the folder can be read"));
    let paths: Vec<PathBuf> =
        found.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect();
    let read = |path: PathBuf| (other.join(path.strip_prefix(folder).unwrap()), fs::read(&path).unwrap());
    paths.into_par_iter().map(read).collect()
}

fn size(files: &Files) -> (usize, usize) {
    (files.len(), files.iter().map(|(_, bytes)| bytes.len()).sum())
}

/// The number of events in the Markdown of a file, read with the extensions that Backstory reads.
fn parsed(path: &Path, bytes: &[u8]) -> usize {
    if path.extension().is_none_or(|extension| extension != "md") {
        return 0;
    }
    let text = std::str::from_utf8(bytes).unwrap();
    let body =
        text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(_, body)| body);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS;
    Parser::new_ext(body, options).into_offset_iter().count()
}

fn write_fresh(files: &Files) {
    let folders: BTreeSet<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    folders.into_iter().collect::<Vec<_>>().par_iter().for_each(|folder| fs::create_dir_all(folder).unwrap());
    files.par_iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
}

/// Without making the file empty first, which some file systems answer by writing it to the disk at once.
fn overwrite(path: &Path, bytes: &[u8]) {
    OpenOptions::new().write(true).open(path).unwrap().write_all(bytes).unwrap();
}

fn synced() {
    assert!(Command::new("sync").status().unwrap().success(), "`sync` fails");
}
