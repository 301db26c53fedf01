//! The watch against a real file system: whatever is done to a site, what is read after the changes it tells is what
//! is there, a burst is one or two changes, and nothing that is no change is told.
#![allow(clippy::unwrap_used, missing_docs)]

use backstory::io::load::Loaded;
use backstory::io::watch::{Changes, Means, Watch};
use backstory::model::hash::Hash;
use backstory::model::input::Options;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long nothing must be told for a change to be over.
const OVER: Duration = Duration::from_millis(400);

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

struct Desk {
    folder: TempDir,
    watch: Watch,
    loaded: Loaded,
}

impl Desk {
    fn new(means: Means) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("content/site.yml"), "title: Site\n");
        write(&folder.path().join("content/explainers/a.md"), "---\ntitle: A\n---\nOne.\n");
        write(&folder.path().join("content/terms/deep/er/t.md"), "---\ntitle: T\n---\nTwo.\n");
        let site = fs::canonicalize(folder.path()).unwrap();
        let watch = Watch::new(&site, means).unwrap();
        let loaded = Loaded::new(&site, LARGEST).unwrap();
        Self { folder, watch, loaded }
    }

    fn path(&self, inside: &str) -> PathBuf {
        fs::canonicalize(self.folder.path()).unwrap().join(inside)
    }

    /// Does something to the site, takes in the changes that are told, and holds what was read against what is there.
    /// How many changes that were.
    fn after(&mut self, done: impl FnOnce(&Path)) -> usize {
        done(&self.path(""));
        let mut changes = 0;
        while let Some(told) = self.watch.changes(Some(Instant::now() + OVER)) {
            changes += 1;
            match told {
                Changes::Anything => self.loaded.read_all().unwrap(),
                Changes::Files(files) => self.loaded.reread(&files).unwrap(),
            }
        }
        let there = Loaded::new(&self.path(""), LARGEST).unwrap();
        assert_eq!(contents(&self.loaded), contents(&there));
        changes
    }
}

/// Everything a build would see: paths with hashes, and what could not be read.
fn contents(loaded: &Loaded) -> (BTreeMap<String, Hash>, Vec<String>) {
    let (project, found) = loaded.project(Options::default());
    let inputs = project.inputs.iter().map(|input| (input.path.to_string(), input.hash));
    let media = project.media.iter().map(|medium| (medium.path.to_string(), medium.hash));
    (inputs.chain(media).collect(), found.sorted().iter().map(|d| format!("{d:?}")).collect())
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn files_that_come_change_and_go() {
    let mut desk = Desk::new(Means::Notices);
    assert!(
        (1..=2).contains(
            &desk.after(|site| write(&site.join("content/explainers/a.md"), "---\ntitle: B\n---\n"))
        )
    );
    assert!(
        (1..=2).contains(
            &desk.after(|site| write(&site.join("content/explainers/b.md"), "---\ntitle: C\n---\n"))
        )
    );
    assert!(
        (1..=2).contains(&desk.after(|site| fs::remove_file(site.join("content/explainers/b.md")).unwrap()))
    );
    let moved = |site: &Path| {
        fs::rename(site.join("content/explainers/a.md"), site.join("content/terms/a.md")).unwrap();
    };
    assert!((1..=2).contains(&desk.after(moved)));
    // The same length, and as likely as not the same time of change.
    assert!(
        (1..=2).contains(&desk.after(|site| write(&site.join("content/terms/a.md"), "---\ntitle: D\n---\n")))
    );
}

#[test]
fn editors_that_save_by_rename_and_leave_things_behind() {
    let mut desk = Desk::new(Means::Notices);
    let by_rename = |site: &Path| {
        let explainers = site.join("content/explainers");
        write(&explainers.join(".a.md.swp"), "swap");
        write(&explainers.join("4913"), "");
        fs::remove_file(explainers.join("4913")).unwrap();
        fs::rename(explainers.join("a.md"), explainers.join("a.md~")).unwrap();
        write(&explainers.join("a.md"), "---\ntitle: A new\n---\n");
        fs::remove_file(explainers.join("a.md~")).unwrap();
    };
    assert!((1..=2).contains(&desk.after(by_rename)));
    let over_it = |site: &Path| {
        let file = site.join("content/explainers/a.md");
        write(&file.with_extension("md.tmp"), "---\ntitle: A newer\n---\n");
        fs::rename(file.with_extension("md.tmp"), file).unwrap();
    };
    assert!((1..=2).contains(&desk.after(over_it)));
    let only_noise = |site: &Path| {
        write(&site.join("content/explainers/.#a.md"), "lock");
        write(&site.join("content/explainers/#a.md#"), "backup");
    };
    assert_eq!(desk.after(only_noise), 0);
    let hidden = |site: &Path| write(&site.join("content/static/.well-known/security.txt"), "Contact: x");
    assert!((1..=2).contains(&desk.after(hidden)));
}

#[test]
fn folders_that_come_filled_move_and_go() {
    let mut desk = Desk::new(Means::Notices);
    let filled = |site: &Path| write(&site.join("content/people/new/deep/p.md"), "---\ntitle: P\n---\n");
    assert!((1..=2).contains(&desk.after(filled)));
    let inside_it = |site: &Path| write(&site.join("content/people/new/deep/q.md"), "---\ntitle: Q\n---\n");
    assert!((1..=2).contains(&desk.after(inside_it)));
    let moved =
        |site: &Path| fs::rename(site.join("content/people/new"), site.join("content/people/old")).unwrap();
    assert!((1..=2).contains(&desk.after(moved)));
    let in_the_moved =
        |site: &Path| write(&site.join("content/people/old/deep/r.md"), "---\ntitle: R\n---\n");
    assert!((1..=2).contains(&desk.after(in_the_moved)));
    assert!((1..=2).contains(&desk.after(|site| fs::remove_dir_all(site.join("content/terms")).unwrap())));
    // A folder of the site that was not there when the watch began.
    assert!((1..=2).contains(&desk.after(|site| write(&site.join("templates/page/x.html"), "x"))));
    assert!((1..=2).contains(&desk.after(|site| write(&site.join("templates/page/x.html"), "y"))));
    let away = |site: &Path| fs::rename(site.join("content/people"), site.join("elsewhere")).unwrap();
    assert!((1..=2).contains(&desk.after(away)));
}

#[test]
fn reading_is_no_change_nor_is_our_own_output() {
    let mut desk = Desk::new(Means::Notices);
    let read = |site: &Path| {
        for entry in walkdir::WalkDir::new(site) {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                fs::read(entry.path()).unwrap();
            }
        }
    };
    assert_eq!(desk.after(read), 0);
    let built = |site: &Path| {
        write(&site.join("public/index.html"), "built");
        write(&site.join(".public.backstory/stage/index.html"), "staged");
        write(&site.join("annotations.lock"), "marks");
    };
    assert_eq!(desk.after(built), 0);
}

#[test]
fn a_burst_is_one_or_two_changes() {
    let mut desk = Desk::new(Means::Notices);
    let checkout = |site: &Path| {
        for i in 0..10_000 {
            write(&site.join(format!("content/explainers/folder{}/e{i}.md", i % 20)), "---\ntitle: E\n---\n");
        }
    };
    let changes = desk.after(checkout);
    assert!((1..=2).contains(&changes), "{changes} changes");
    let gone = desk.after(|site| fs::remove_dir_all(site.join("content/explainers")).unwrap());
    assert!((1..=2).contains(&gone), "{gone} changes");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_lead_into_no_loop() {
    use std::os::unix::fs::symlink;
    let mut desk = Desk::new(Means::Notices);
    let outside = tempfile::tempdir().unwrap();
    write(&outside.path().join("secret.md"), "---\ntitle: Secret\n---\n");
    let linked = |site: &Path| {
        symlink(outside.path().join("secret.md"), site.join("content/explainers/s.md")).unwrap();
        symlink(site.join("content"), site.join("content/explainers/loop")).unwrap();
    };
    assert!((1..=2).contains(&desk.after(linked)));
    let (files, _) = contents(&desk.loaded);
    assert!(files.keys().all(|path| !path.contains("/s.md") && !path.contains("loop")), "{files:?}");
    assert_eq!(desk.after(|_| write(&outside.path().join("secret.md"), "other")), 0);
}

#[test]
fn polling_sees_the_same() {
    let mut desk = Desk::new(Means::Polling);
    assert!(desk.watch.polling.is_some());
    // It looks twice a second; what it sees is told a little later.
    let slowly = |desk: &mut Desk, done: &dyn Fn(&Path)| {
        desk.after(|site| {
            done(site);
            std::thread::sleep(Duration::from_millis(800));
        })
    };
    assert!(
        slowly(&mut desk, &|site| write(&site.join("content/explainers/a.md"), "---\ntitle: B\n---\n")) > 0
    );
    assert!(
        slowly(&mut desk, &|site| write(&site.join("content/people/x/p.md"), "---\ntitle: P\n---\n")) > 0
    );
    assert!(slowly(&mut desk, &|site| fs::remove_file(site.join("content/explainers/a.md")).unwrap()) > 0);
}
