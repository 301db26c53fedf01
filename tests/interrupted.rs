//! A build that is killed, or whose disk fails, at every system call that changes the disk: no file is ever half
//! written, after the next command the site is the old one or the new one, whole, and what is the user's is untouched.
//! `strace` stops the program just before the call, or makes the call fail. `tests/run` installs it.
//! Some calls of each kind are tried, and with `EVERY=1` every one.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

type Files = BTreeMap<String, Vec<u8>>;

/// What can change a disk.
const CHANGING: &[&str] = &[
    "open",
    "openat",
    "creat",
    "write",
    "pwrite64",
    "writev",
    "copy_file_range",
    "sendfile",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
    "fsync",
    "fdatasync",
    "syncfs",
    "ftruncate",
    "truncate",
    "chmod",
    "fchmod",
    "fchmodat",
    "utimensat",
];

/// A call that changes the disk: its name, and the how manieth of that name it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Call {
    name: String,
    nth: usize,
    text: String,
}

/// Where a build may be interrupted: a fresh output, one in which much changes, one on the user's other disk or under
/// a folder that may not be written to.
struct Scene {
    folder: tempfile::TempDir,
    /// What the output must be: one of these.
    old: Files,
    new: Files,
    /// What is the user's, inside the output and outside.
    theirs: Files,
    output: &'static str,
}

impl Scene {
    /// Nothing is there yet.
    fn fresh() -> Self {
        let folder = site();
        let new = Self::outcome(folder.path(), "public");
        Self { theirs: theirs(folder.path(), "public"), old: Files::new(), new, folder, output: "public" }
    }

    /// Every page changes, a file becomes a folder and a folder a file, pages come and go, and the user has files there.
    fn changed(output: &'static str) -> Self {
        let folder = site();
        let site = folder.path().join("site");
        ends(&backstory(&site, &["build", "--output", output]), 0);
        let out = site.join(output);
        fs::write(out.join("CNAME"), "example.org\n").unwrap();
        fs::create_dir_all(out.join("about/own")).unwrap();
        fs::write(out.join("about/own/file"), "mine").unwrap();
        let old = outputs(&out);
        write(&site, "content/site.yml", "title: Another\nbase_url: https://example.org/\n");
        fs::remove_file(site.join("content/pages/about.md")).unwrap();
        write(&site, "content/pages/contact.md", "# Contact\n");
        fs::remove_file(site.join("content/static/team")).unwrap();
        write(&site, "content/static/team/ann.txt", "Ann");
        fs::remove_dir_all(site.join("content/static/desk")).unwrap();
        write(&site, "content/static/desk", "a file");
        let new = Self::outcome(folder.path(), output);
        Self { theirs: theirs(folder.path(), output), old, new, folder, output }
    }

    /// What a build comes to that nobody disturbs.
    fn outcome(folder: &Path, output: &str) -> Files {
        let copy = copy(folder);
        ends(&backstory(&copy.path().join("site"), &["build", "--output", output]), 0);
        outputs(&copy.path().join("site").join(output))
    }

    /// Every call of a build that changes the disk.
    fn calls(&self) -> Vec<Call> {
        let copy = copy(self.folder.path());
        let log = copy.path().join("log");
        let trace = format!("trace={}", CHANGING.join(","));
        let output =
            traced(&self.site(&copy), self.output, &["-y", "-e", &trace, "-o", log.to_str().unwrap()]);
        assert!(output.status.success(), "{}", said(&output));
        let text = fs::read_to_string(&log).unwrap();
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        let mut calls = Vec::new();
        for line in text.lines() {
            let Some((name, rest)) = line.split_once('(') else { continue };
            let nth = counted.entry(name.to_owned()).or_default();
            *nth += 1;
            let reads = name.starts_with("open")
                && !["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|flag| rest.contains(flag));
            let speaks = rest.starts_with("1<") || rest.starts_with("2<");
            if !reads && !speaks {
                calls.push(Call { name: name.to_owned(), nth: *nth, text: line.to_owned() });
            }
        }
        calls
    }

    fn site(&self, copy: &tempfile::TempDir) -> PathBuf {
        copy.path().join("site")
    }

    /// Kills a build before this call.
    fn killed_at(&self, call: &Call) {
        let copy = copy(self.folder.path());
        let site = self.site(&copy);
        let inject = format!("inject={}:signal=KILL:when={}", call.name, call.nth);
        let output = traced(&site, self.output, &["-o", "/dev/null", "-e", &inject]);
        assert_eq!(output.status.signal(), Some(9), "{call:?} did not kill it: {}", said(&output));
        self.no_file_is_half_written(&site, call);
        ends(&backstory(&site, &["check"]), 0);
        self.is_whole(&site, call);
        // And a build makes it the new one.
        ends(&backstory(&site, &["build", "--output", self.output]), 0);
        assert!(outputs(&site.join(self.output)) == self.new, "{call:?}: a build does not mend it");
    }

    /// Makes this call fail.
    fn failed_at(&self, call: &Call, error: &str) {
        let copy = copy(self.folder.path());
        let site = self.site(&copy);
        let inject = format!("inject={}:error={error}:when={}", call.name, call.nth);
        let output = traced(&site, self.output, &["-o", "/dev/null", "-e", &inject]);
        let said = said(&output);
        assert!(!said.contains("panicked"), "{call:?} {error}: {said}");
        let is = outputs(&site.join(self.output));
        match output.status.code() {
            // What could be done without, or done again, was.
            Some(0) => assert!(is == self.new, "{call:?} {error}: it says that it is done, and it is not"),
            Some(2) => {
                assert!(
                    is == self.old,
                    "{call:?} {error}: the old site is not as it was\n{said}\n{}",
                    differences(&is, &self.old)
                );
                assert!(
                    said.contains("error: ") && said.contains("help: ") && said.contains('`'),
                    "{call:?}: {said}"
                );
            }
            code => panic!("{call:?} {error}: it ends with {code:?}: {said}"),
        }
        ends(&backstory(&site, &["check"]), 0);
        self.is_whole(&site, call);
    }

    /// Old or new, byte for byte; nothing is left over; what is the user's is as it was.
    fn is_whole(&self, site: &Path, call: &Call) {
        let is = outputs(&site.join(self.output));
        assert!(
            is == self.old || is == self.new,
            "{call:?}: neither the old site nor the new one\n{}",
            differences(&is, &self.old)
        );
        assert!(
            theirs(site.parent().unwrap(), self.output) == self.theirs,
            "{call:?}: a file of the user's changed"
        );
        for desk in desks(site, self.output) {
            let left: Vec<_> = fs::read_dir(&desk).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            assert!(left.iter().all(|name| name == "lock"), "{call:?}: {left:?} is left");
        }
    }

    fn no_file_is_half_written(&self, site: &Path, call: &Call) {
        for (path, bytes) in outputs(&site.join(self.output)) {
            let whole = [&self.old, &self.new].iter().any(|files| files.get(&path) == Some(&bytes));
            assert!(whole, "{call:?}: {path} is neither the old file nor the new one");
        }
    }
}

#[test]
fn killed_while_it_makes_a_fresh_output() {
    everywhere(&Scene::fresh(), |scene, call| scene.killed_at(call));
}

#[test]
fn killed_while_it_changes_an_output() {
    everywhere(&Scene::changed("public"), |scene, call| scene.killed_at(call));
}

#[test]
fn killed_while_it_changes_an_output_elsewhere() {
    everywhere(&Scene::changed("../www"), |scene, call| scene.killed_at(call));
}

#[test]
fn the_disk_fills_while_it_makes_a_fresh_output() {
    everywhere(&Scene::fresh(), |scene, call| scene.failed_at(call, "ENOSPC"));
}

#[test]
fn the_disk_fails_while_it_changes_an_output() {
    everywhere(&Scene::changed("public"), |scene, call| {
        // Each call fails in one of these ways, and each way is met by calls of every kind.
        let errors = ["ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EMFILE"];
        let start = call.nth % errors.len();
        let all = std::env::var_os("EVERY").is_some();
        let how_many = if all { errors.len() } else { 1 };
        errors.iter().cycle().skip(start).take(how_many).for_each(|error| scene.failed_at(call, error));
    });
}

#[test]
fn a_call_that_is_interrupted_is_made_again() {
    let scene = Scene::changed("public");
    let calls = scene.calls();
    let again = calls.iter().filter(|call| ["openat", "write"].contains(&call.name.as_str()));
    for call in again.step_by(5) {
        let copy = copy(scene.folder.path());
        let site = scene.site(&copy);
        let inject = format!("inject={}:error=EINTR:when={}", call.name, call.nth);
        let output = traced(&site, scene.output, &["-o", "/dev/null", "-e", &inject]);
        ends(&output, 0);
        assert!(outputs(&site.join(scene.output)) == scene.new, "{call:?}");
    }
}

/// A disk of 1 MB that is really full.
#[test]
fn a_disk_that_is_full_leaves_the_old_site() {
    let folder = tempfile::tempdir().unwrap();
    let script = "\
        set -eu; mount -t tmpfs -o size=1m tmpfs \"$1\"; cd \"$1\"; cp -r \"$2\"/site .; cd site
        \"$3\" build; cp -r public ../before; rm -rf ../before/.b; sed -i 's/title:.*/title: Other/' content/site.yml
        if head -c 2m /dev/zero > ../filler 2>/dev/null; then echo 'the disk is not full' >&2; exit 9; fi
        code=0; \"$3\" build || code=$?; rm ../filler; diff -r ../before public; exit $code";
    let copy = site();
    let output = with_disks_of_its_own(script, &[folder.path(), copy.path()]);
    let said = ends(&output, 2);
    assert!(said.contains("No space left on device") && said.contains("help: "), "{said}");
}

/// An output on another disk than the folder it is in: nothing can be renamed into it from beside.
#[test]
fn an_output_on_a_disk_of_its_own_has_its_desk_inside() {
    let copy = site();
    let script = "\
        set -eu; cd \"$1\"/site; mkdir www; mount -t tmpfs tmpfs www; \"$2\" build --output www
        sed -i 's/title:.*/title: Other/' content/site.yml; \"$2\" build --output www
        grep -q 'Other' www/index.html; test -z \"$(ls -A www/.backstory | grep -v lock)\"; test ! -e .www.backstory
        RAYON_NUM_THREADS=1; export RAYON_NUM_THREADS; sed -i 's/title:.*/title: Third/' content/site.yml
        code=0; strace -qq -o /dev/null -e inject=rename:signal=KILL:when=5 \"$2\" build --output www || code=$?
        test $code = 137
        test -e www/.backstory/journal; \"$2\" check; test ! -e www/.backstory/journal; grep -q 'Third' www/index.html";
    ends(&with_disks_of_its_own(script, &[copy.path()]), 0);
}

/// Runs a script that may mount what nobody else sees; the program is its last argument.
fn with_disks_of_its_own(script: &str, arguments: &[&Path]) -> Output {
    // Where users may not do that, those who may do anything can.
    let way = "if unshare -rm true; then exec unshare -rm \"$@\"; else exec sudo -n unshare -m \"$@\"; fi";
    Command::new("sh")
        .args(["-c", way, "sh", "sh", "-c", script, "sh"])
        .args(arguments)
        .arg(env!("CARGO_BIN_EXE_backstory"))
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

/// Runs a test at the calls of a scene, on all cores: at every one with `EVERY=1`, else at enough to see that each kind
/// of call is met.
fn everywhere(scene: &Scene, test: impl Fn(&Scene, &Call) + Sync) {
    let all = scene.calls();
    assert!(all.len() > 40, "only {} calls change the disk: {all:#?}", all.len());
    let kinds: BTreeSet<&str> = all.iter().map(|call| call.name.as_str()).collect();
    for kind in ["openat", "write", "mkdir", "rename", "syncfs"] {
        assert!(kinds.contains(kind), "{kind} is not among {kinds:?}");
    }
    let chosen: Vec<&Call> = match std::env::var_os("EVERY") {
        Some(_) => all.iter().collect(),
        None => all
            .iter()
            .filter(|call| {
                call.nth <= 2
                    || call.nth % 11 == 0
                    || !["openat", "write"].contains(&call.name.as_str()) && call.nth % 6 == 0
            })
            .collect(),
    };
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(None));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(call) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let tested = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| test(scene, call)));
                    if let Err(panic) = tested {
                        failed.lock().unwrap().get_or_insert(panic);
                        return;
                    }
                }
            });
        }
    });
    if let Some(panic) = failed.into_inner().unwrap() {
        std::panic::resume_unwind(panic);
    }
}

/// A small site.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    write(&site, "content/site.yml", "title: One\nbase_url: https://example.org/\n");
    write(&site, "content/explainers/a.md", "---\ntitle: A\n---\nOf a [word](term:word).\n");
    write(&site, "content/terms/word.md", "---\ntitle: Word\nshort: It is told.\n---\n");
    write(&site, "content/pages/about.md", "# About\n");
    write(&site, "content/static/team", "a file");
    write(&site, "content/static/desk/bob.txt", "Bob");
    // Short assets: what is looked at is the order of calls, not how much is written.
    for asset in ["broadsheet.css", "broadsheet.js", "icon.svg", "fonts/source-serif-4.woff2"] {
        write(&site, &format!("themes/broadsheet/{asset}"), "short");
    }
    folder
}

fn write(site: &Path, path: &str, text: &str) {
    let file = site.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// A copy of everything, with the times of the files and all.
fn copy(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    let status = Command::new("cp").args(["-a", "."]).arg(copy.path()).current_dir(folder).status().unwrap();
    assert!(status.success());
    copy
}

fn traced(site: &Path, output: &str, arguments: &[&str]) -> Output {
    let run = Command::new("strace")
        .arg("-qq")
        .args(arguments)
        .args([env!("CARGO_BIN_EXE_backstory"), "build", "--output", output])
        .current_dir(site)
        .env("RAYON_NUM_THREADS", "1")
        .env("NO_COLOR", "1")
        .output();
    run.unwrap_or_else(|error| panic!("strace is needed here, and tests/run installs it: {error}"))
}

fn backstory(site: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_backstory"))
        .args(arguments)
        .current_dir(site)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
fn ends(output: &Output, code: i32) -> String {
    let said = said(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

/// The desks that an output may have.
fn desks(site: &Path, output: &str) -> Vec<PathBuf> {
    let out = site.join(output);
    let name = format!(".{}.backstory", out.file_name().unwrap().to_str().unwrap());
    [out.with_file_name(name), out.join(".backstory")].into_iter().filter(|desk| desk.exists()).collect()
}

/// The files of an output, without what is only ours.
fn outputs(output: &Path) -> Files {
    let mut files = files(output);
    files.retain(|path, _| !path.starts_with(".backstory/"));
    files
}

/// Content, themes, and whatever else is not the output or a desk.
fn theirs(folder: &Path, output: &str) -> Files {
    let out = PathBuf::from("site").join(output);
    let out = out.components().fold(PathBuf::new(), |mut path, part| {
        match part {
            std::path::Component::ParentDir => {
                path.pop();
            }
            part => path.push(part),
        }
        path
    });
    let mut files = files(folder);
    let desk = format!("{}.backstory", out.file_name().unwrap().to_str().unwrap());
    files.retain(|path, _| !Path::new(path).starts_with(&out) && !path.contains(&desk));
    files
}

fn files(folder: &Path) -> Files {
    let all = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    all.filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let inside = entry.path().strip_prefix(folder).unwrap().display().to_string();
            (inside, fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn differences(is: &Files, wanted: &Files) -> String {
    let paths: BTreeSet<&String> = is.keys().chain(wanted.keys()).collect();
    let differ = paths.into_iter().filter(|path| is.get(*path) != wanted.get(*path));
    differ.map(|path| format!("{path}: {:?}\n", is.get(path).map(Vec::len))).collect()
}
