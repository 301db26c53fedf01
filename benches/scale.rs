//! How a build grows: cold, with nothing changed, and another edition after an edit of a body, a title, a term and the
//! base template.
//!
//! `cargo bench --bench scale` measures 1,000 and 10,000 explainers; `-- 500 2000` other numbers;
//! `-- ledgers 10000` measures what marks and ledgers cost: the same words without, cold builds in turn;
//! `-- write FOLDER 10000` only writes such a site, to build or serve it by hand.
//! It prints what it measured; a figure is the median of the runs.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod corpus;

use corpus::Has;
use mimalloc::MiMalloc;

use backstory::io::store::Store;
use backstory::model::input::{Input, Options, Project};
use backstory::model::output::Printer;
use backstory::{Memory, build, edition};
use std::time::{Duration, Instant};

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    // `cargo bench` adds a flag of its own.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [command, folder, size] = arguments.as_slice()
        && command == "write"
    {
        return write(folder, size.parse().expect("a number of explainers"));
    }
    if let [command, size] = arguments.as_slice()
        && command == "ledgers"
    {
        return ledgers(size.parse().expect("a number of explainers"));
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    println!(
        "milliseconds; body, title, term and base: another edition after an edit, and the page that is looked at"
    );
    println!(
        "{:>9} {:>8} {:>9} {:>10} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "explainers", "files", "cold", "µs a page", "again", "body", "title", "term", "base", "peak MiB"
    );
    for size in sizes {
        measure(size);
    }
}

fn write(folder: &str, size: usize) {
    for input in corpus::inputs(size, Has::Ledgers) {
        let path = std::path::Path::new(folder).join(&*input.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &input.bytes).unwrap();
    }
    println!("wrote a site of {size} explainers to {folder}");
}

/// What marks and ledgers add to a cold build. The kinds are built in turn, so that a busy machine is busy for all.
fn ledgers(size: usize) {
    let kinds = [Has::WordsAlone, Has::Marks, Has::Ledgers];
    let projects = kinds.map(|has| {
        let mut inputs = corpus::inputs(size, has);
        inputs.extend(corpus::design());
        inputs.sort_by(|a, b| a.path.cmp(&b.path));
        Project { inputs, media: Vec::new(), options: Options::default() }
    });
    let mut times = [const { Vec::new() }; 3];
    let mut files = [0; 3];
    for _ in 0..5 {
        for (i, project) in projects.iter().enumerate() {
            let store = Store::new();
            times[i].push(timed(project, &mut Memory::new(), &store));
            files[i] = store.len();
        }
    }
    println!("{:>12} {:>8} {:>9} {:>10} {:>8}", "corpus", "files", "cold ms", "µs a file", "times");
    let medians = times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    });
    for (i, kind) in kinds.iter().enumerate() {
        let (time, kind) = (ms(medians[i]), format!("{kind:?}"));
        let (each, times) = (time * 1000.0 / files[i] as f64, time / ms(medians[0]));
        println!("{kind:>12} {:>8} {time:>9.0} {each:>10.1} {times:>8.2}", files[i]);
    }
}

fn measure(size: usize) {
    let mut inputs = corpus::inputs(size, Has::Ledgers);
    inputs.extend(corpus::design());
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let mut project = Project { inputs, media: Vec::new(), options: Options::default() };
    let (store, mut memory) = (Store::new(), Memory::new());
    let cold = timed(&project, &mut memory, &store);
    let again = median(3, || timed(&project, &mut memory, &store));
    let pages = store.len();
    drop(store);
    let mut n = 0;
    // What the preview does: another edition, and the page that is looked at.
    let mut shown = |path: &str, from: &str, to: &str, page: &str| {
        let mut times: Vec<f64> = (0..15)
            .map(|_| {
                n += 1;
                edit(&mut project, path, from, &format!("{to}{n}"));
                let one = Store::new();
                let started = Instant::now();
                let (edition, found) = edition(&project, &mut memory);
                assert!(!found.has_errors(), "{:?}", found.sorted().first());
                assert_eq!(edition.print_file(page, &one), Ok(true));
                ms(started.elapsed())
            })
            .collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let path = format!("content/explainers/e{}.md", size / 2);
    let page = format!("explainers/e{}/", size / 2);
    let body = shown(&path, "## Section 3", "## Section 3 new", &page);
    let title = shown(&path, "title: Explainer", "title: Explainer ", &page);
    let term = shown("content/terms/t1.md", "short: What", "short: What ", "glossary/t1/");
    let meta = "<meta charset=\"utf-8\">";
    let base = shown("templates/base.html", meta, meta, &page);
    println!(
        "{size:>9} {pages:>8} {:>9.0} {:>10.1} {:>9.0} {body:>9.1} {title:>9.1} {term:>9.1} {base:>9.1} {:>9}",
        ms(cold),
        ms(cold) * 1000.0 / pages as f64,
        ms(again),
        peak_mib()
    );
}

fn timed(project: &Project, memory: &mut Memory, store: &Store) -> Duration {
    let started = Instant::now();
    let found = build(project, memory, store);
    let time = started.elapsed();
    assert!(!found.has_errors(), "{:?}", found.sorted().first());
    store.settle();
    time
}

fn edit(project: &mut Project, path: &str, from: &str, to: &str) {
    let input = project.inputs.iter_mut().find(|input| &*input.path == path).expect("the file is there");
    let text = std::str::from_utf8(&input.bytes).unwrap().replacen(from, to, 1);
    *input = Input::new(path, text.into_bytes());
}

fn median(runs: usize, mut run: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<_> = (0..runs).map(|_| run()).collect();
    times.sort();
    times[runs / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The most memory this process ever held, where the system tells.
fn peak_mib() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: Option<u64> = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
    kib.map_or_else(|| "?".to_owned(), |kib| (kib / 1024).to_string())
}
