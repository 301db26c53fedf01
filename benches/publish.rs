//! What it costs that an output is the old site or the new one, whole, and how long a site of 10,000 pages takes to a
//! branch.
//!
//! `cargo bench --bench publish` measures both with some 10,000 files; `-- 2000` with other numbers of explainers.
//! Each figure is the median of five runs; what is compared runs in turn. Both sides end with what they wrote on the
//! disk (`sync`), since a site that a failing current can halve is not written.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[allow(dead_code)]
mod corpus;

use backstory::io::store::Store;
use backstory::io::write::Stage;
use backstory::model::hash::Hash;
use backstory::model::input::{Options, Project};
use backstory::model::output::{Content, Output, Sink};
use backstory::{Memory, build};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

type Files = BTreeMap<String, Arc<[u8]>>;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse().ok());
    let explainers: usize = numbers.next().unwrap_or(4_900);
    let folder = tempfile::tempdir().unwrap();
    let files = built(explainers);
    let size: usize = files.values().map(|bytes| bytes.len()).sum();
    println!("{} files, {:.0} MB", files.len(), size as f64 / 1e6);
    println!("{:>14} {:>12} {:>12} {:>7}", "", "in place ms", "switched ms", "times");
    let other: Files = files.iter().map(|(path, bytes)| (path.clone(), changed(bytes))).collect();
    let mut one = files.clone();
    *one.values_mut().nth(explainers / 2).unwrap() = changed(&files.values().next().unwrap().clone());
    for (name, to) in [("all changed", &other), ("one changed", &one)] {
        let (mut in_place, mut switched) = (Vec::new(), Vec::new());
        for run in 0..6 {
            let (from, to) = if run % 2 == 0 { (&files, to) } else { (to, &files) };
            // The first run only lays both out.
            let plain = folder.path().join(format!("plain-{name}"));
            write_in_place(from, &plain);
            in_place.push(timed(|| write_in_place(to, &plain)));
            let ours = folder.path().join(format!("ours-{name}"));
            switch(from, &ours, folder.path());
            switched.push(timed(|| switch(to, &ours, folder.path())));
        }
        let (in_place, switched) = (median(&in_place[1..]), median(&switched[1..]));
        println!("{name:>14} {in_place:>12.0} {switched:>12.0} {:>7.2}", switched / in_place);
    }
    publish(explainers, &files, folder.path());
}

fn built(explainers: usize) -> Files {
    let mut inputs = corpus::inputs(explainers, corpus::Has::WordsAlone);
    inputs.extend(corpus::design());
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let project = Project { inputs, media: Vec::new(), options: Options::default() };
    let store = Store::new();
    let found = build(&project, &mut Memory::new(), &store);
    assert!(!found.has_errors(), "{:?}", found.sorted().first());
    store.settle();
    let bytes = |content| match content {
        Content::Bytes(bytes) => bytes,
        Content::File(file) | Content::Picture(file) => fs::read(file).unwrap().into(),
    };
    store.files().into_iter().map(|(path, content)| (path, bytes(content))).collect()
}

/// As long as it was, and another.
fn changed(bytes: &Arc<[u8]>) -> Arc<[u8]> {
    let mut bytes = bytes.to_vec();
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    bytes.into()
}

/// What a generator does that does not care: compares, and writes over what differs.
fn write_in_place(files: &Files, folder: &Path) {
    files.par_iter().for_each(|(path, bytes)| {
        let file = folder.join(path);
        if fs::read(&file).is_ok_and(|held| *held == **bytes) {
            return;
        }
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    });
    sync(folder);
}

fn switch(files: &Files, folder: &Path, site: &Path) {
    let stage = Stage::new(folder, site, Duration::ZERO).unwrap();
    files.par_iter().for_each(|(path, bytes)| {
        stage.holds(path, Hash::default());
        let content = Content::Bytes(bytes.clone());
        stage.put(Output { path: path.clone(), fingerprint: Hash::default(), content });
    });
    stage.commit().unwrap();
}

/// To a local bare repository, beside `git add` and `git commit` of the same files.
fn publish(explainers: usize, files: &Files, folder: &Path) {
    let (site, bare) = (folder.join("site"), folder.join("bare.git"));
    for input in corpus::inputs(explainers, corpus::Has::WordsAlone) {
        let path = site.join(&*input.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &input.bytes).unwrap();
    }
    let remote = "https://github.com/jane/bench.git";
    fs::write(site.join("content/site.yml"), "title: Bench\nbase_url: https://jane.github.io/bench/\n")
        .unwrap();
    git(folder, &["init", "-q", "--bare", &bare.display().to_string()]);
    git(&site, &["init", "-q", "-b", "main"]);
    git(&site, &["remote", "add", "origin", remote]);
    git(&site, &["config", &format!("url.{}.insteadOf", bare.display()), remote]);
    git(&site, &["add", "-A"]);
    git(&site, &["commit", "-qm", "site"]);
    let tree = folder.join("tree");
    write_in_place(files, &tree);
    git(&tree, &["init", "-q"]);
    let added = timed(|| {
        git(&tree, &["add", "-A"]);
        git(&tree, &["commit", "-qm", "site"]);
    });
    let tool = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backstory"));
        command.args(arguments).current_dir(&site).stderr(Stdio::null());
        assert!(identified(&mut command).status().unwrap().success(), "{arguments:?}");
    };
    let publish = ["publish", "github-pages", "--branch", "gh-pages", "--allow-warnings"];
    let dry = timed(|| tool(&[&publish[..], &["--dry-run"]].concat()));
    let first = timed(|| tool(&publish));
    let page = site.join(format!("content/explainers/e{}.md", explainers / 2));
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text + "\nOne more paragraph.\n").unwrap();
    git(&site, &["commit", "-qam", "an edit"]);
    let again = timed(|| tool(&publish));
    println!("{:>14} {:>10.0} ms", "add and commit", ms(added));
    for (name, time) in [("only checked", dry), ("published", first), ("after an edit", again)] {
        println!("{name:>14} {:>10.0} ms {:>7.2} times", ms(time), ms(time) / ms(added));
    }
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.args(arguments).current_dir(folder);
    assert!(identified(&mut git).status().unwrap().success(), "git {arguments:?}");
}

fn identified(command: &mut Command) -> &mut Command {
    for name in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{name}_NAME"), "A").env(format!("GIT_{name}_EMAIL"), "a@example.org");
    }
    command
}

fn sync(folder: &Path) {
    assert!(Command::new("sync").arg("--file-system").arg(folder).status().unwrap().success());
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn median(times: &[Duration]) -> f64 {
    let mut times = times.to_vec();
    times.sort();
    ms(times[times.len() / 2])
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
