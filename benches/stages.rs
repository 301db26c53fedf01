//! What single steps of a build cost, on a small site: 100 explainers of the site that generators are compared with
//! (`comparison/`). For telling where a change helped; how builds grow is in `scale.rs`, what a whole command takes in
//! `benches/run`.
//!
//! `cargo bench --bench stages` measures all of them; `-- print` those with the word in their name.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod comparison;

use backstory::io::builtin;
use backstory::io::store::Store;
use backstory::model::hash::Hash;
use backstory::model::input::{Input, Project};
use backstory::model::output::{Output, Printer, Sink};
use backstory::{Edition, Memory, build, edition};
use comparison::{Layout, files};
use divan::{Bencher, black_box};
use mimalloc::MiMalloc;
use std::sync::LazyLock;

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

static HUNDRED: LazyLock<Project> = LazyLock::new(|| project(files(100, Layout::Ours)));
static EDITION: LazyLock<Edition> = LazyLock::new(|| {
    let (edition, found) = edition(&HUNDRED, &mut Memory::new());
    assert!(!found.has_errors(), "{:?}", found.sorted().first());
    edition
});

fn main() {
    divan::main();
}

/// Reading, linking, planning and checking 100 explainers, with nothing printed.
#[divan::bench(sample_count = 20)]
fn edition_of_100() -> Edition {
    edition(black_box(&HUNDRED), &mut Memory::new()).0
}

/// The same with everything remembered.
#[divan::bench(sample_count = 20)]
fn edition_again(bencher: Bencher<'_, '_>) {
    let mut memory = Memory::new();
    drop(edition(&HUNDRED, &mut memory));
    bencher.bench_local(|| edition(black_box(&HUNDRED), &mut memory));
}

/// A site without an explainer: compiling the templates and themes is most of it.
#[divan::bench(sample_count = 20)]
fn edition_of_none(bencher: Bencher<'_, '_>) {
    let settings = "title: Empty\nbase_url: https://example.org/\n";
    let project = project(vec![("content/site.yml".to_owned(), settings.to_owned())]);
    bencher.bench_local(|| edition(black_box(&project), &mut Memory::new()));
}

/// A whole build of 20 explainers into memory.
#[divan::bench(sample_count = 20)]
fn build_of_20(bencher: Bencher<'_, '_>) {
    let project = project(files(20, Layout::Ours));
    bencher.bench_local(|| {
        let store = Store::new();
        build(black_box(&project), &mut Memory::new(), &store);
        store
    });
}

/// All files of 100 explainers, of an edition that is there.
#[divan::bench(sample_count = 20)]
fn print_all_of_100() -> Store {
    let store = Store::new();
    black_box(&EDITION).print(&store, &mut Default::default());
    store
}

/// The same into a sink that has them all: the fingerprints alone.
#[divan::bench(sample_count = 20)]
fn print_nothing_of_100() {
    black_box(&EDITION).print(&Held, &mut Default::default());
}

/// A file of an edition that is there, by its address.
#[divan::bench(args = [
    "an explainer", "a term", "a person", "the timeline", "the home page", "annotations.json", "index.json",
    "feed.xml", "sitemap.xml",
])]
fn print(bencher: Bencher<'_, '_>, what: &str) {
    let path = path_of(what);
    assert!(EDITION.has(&path), "there is no `{path}`");
    bencher.bench(|| {
        let store = Store::new();
        EDITION.print_file(black_box(&path), &store).map(drop)
    });
}

fn path_of(what: &str) -> String {
    let explainer = || {
        let named = HUNDRED.inputs.iter().find_map(|input| input.path.strip_prefix("content/explainers/"));
        named.expect("there are explainers").trim_end_matches(".md").to_owned()
    };
    match what {
        "an explainer" => format!("explainers/{}/", explainer()),
        "a term" => "glossary/term-1/".to_owned(),
        "a person" => "people/person-1/".to_owned(),
        "annotations.json" => format!("explainers/{}/annotations.json", explainer()),
        "the timeline" => "timeline/".to_owned(),
        "the home page" => String::new(),
        file => file.to_owned(),
    }
}

/// A site as the command reads it: with the built-in templates and themes.
fn project(files: Vec<(String, String)>) -> Project {
    let own = files.into_iter().map(|(path, text)| Input::new(&path, text.into_bytes()));
    let builtin = builtin::FILES.iter().map(|(path, bytes)| Input::new(path, *bytes));
    let mut inputs: Vec<Input> = own.chain(builtin).collect();
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    Project { inputs, ..Project::default() }
}

/// A sink that has every file already.
struct Held;

impl Sink for Held {
    fn holds(&self, _: &str, _: Hash) -> bool {
        true
    }

    fn put(&self, _: Output) {}
}
