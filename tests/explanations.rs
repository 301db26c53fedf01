//! Every code has a document in `templates/explain/`, and it is true: what it calls wrong is built and gives the code, what
//! it calls right is built and does not, and is no error in any other way.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod cases;

use backstory::io::builtin::explanations;
use backstory::io::load;
use backstory::io::report::{Colour, draw};
use backstory::io::store::Store;
use backstory::model::diagnostic::Diagnostics;
use backstory::model::explanation::{Example, Explanation};
use backstory::model::input::{Options, Project};
use backstory::{Memory, build, stale};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Codes that no file of an example can show, and why. What they mean is explained all the same.
const NO_EXAMPLE: &[(&str, &str)] = &[
    ("BS0109", "the file has no rights, is a link, or is larger than a document could show"),
    ("BS0125", "its name is no text, and so none that a document could write"),
    ("BS0603", "it would have to write 64 MB; `tests/safety` does"),
    ("BS0801", "told when a site is published, of what a theme or a static file has made"),
    ("BS0802", "told when a site is published, of what a theme or a static file has made"),
    ("BS0803", "told when a site is published, of what a theme or a static file has made"),
    ("BS0804", "told when a site is published, of what a theme or a static file has made"),
    ("BS0805", "told when a site is published, of names that Backstory itself never gives"),
    ("BS0806", "told when a site is published, and larger than a document could show"),
    ("BS0901", "only the web can tell"),
    ("BS0902", "only the web can tell"),
    ("BS0903", "only the web can tell"),
    ("BS0904", "only the web can tell"),
];

#[test]
fn every_code_is_explained_and_every_explanation_is_of_a_code() {
    let written: BTreeSet<String> = explanations().map(|explanation| explanation.code.to_owned()).collect();
    let used = codes_in_source();
    let unexplained: Vec<_> = used.difference(&written).collect();
    assert!(unexplained.is_empty(), "write templates/explain/CODE.md for {unexplained:?}");
    let unused: Vec<_> = written.difference(&used).collect();
    assert!(unused.is_empty(), "no diagnostic has the code {unused:?}");
    assert!(used.len() > 60, "{used:?}");
}

#[test]
fn what_is_called_wrong_is_wrong_and_what_is_called_right_is_right() {
    let all: Vec<Explanation<'_>> = explanations().collect();
    let failures: Vec<String> = all.par_iter().flat_map(failures).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn failures(explanation: &Explanation<'_>) -> Vec<String> {
    let code = explanation.code;
    let mut failures = Vec::new();
    let mut expect = |fine: bool, what: String| failures.extend((!fine).then(|| format!("{code}: {what}")));
    expect(!explanation.title.is_empty() && !explanation.title.ends_with('.'), "it needs a title".into());
    expect(explanation.meaning.len() > 80, "say what it means and why it matters".into());
    if NO_EXAMPLE.iter().any(|(without, _)| *without == code) {
        expect(explanation.wrong.is_empty(), "it has an example, and is said to have none".into());
        return failures;
    }
    expect(!explanation.wrong.is_empty(), "an example that is wrong is missing".into());
    expect(!explanation.right.is_empty(), "an example that is right is missing".into());
    let (found, drawn) = built(&explanation.with, &explanation.wrong);
    expect(codes(&found).contains(code), format!("what is called wrong does not give it:\n{drawn}"));
    let (found, drawn) = built(&explanation.with, &explanation.right);
    let fine = !codes(&found).contains(code) && !found.has_errors();
    expect(fine, format!("what is called right is not:\n{drawn}"));
    failures
}

fn codes(found: &Diagnostics) -> BTreeSet<&'static str> {
    found.sorted().iter().map(|diagnostic| diagnostic.code.0).collect()
}

/// What is wrong with a site of these files, read from disk as a person's is.
fn built(with: &[Example<'_>], files: &[Example<'_>]) -> (Diagnostics, String) {
    let folder = tempfile::tempdir().unwrap();
    let site = Example { path: "content/site.yml", text: "title: Site\nbase_url: https://example.org/\n" };
    for example in [site].iter().chain(with).chain(files) {
        let file = folder.path().join(example.path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, cases::unescape(example.text)).unwrap();
    }
    let options = Options { now: "2030-01-01T00:00:00Z".parse().unwrap(), ..Options::default() };
    let Ok((project, mut found)) = load::project(folder.path(), options) else { panic!("no site") };
    found.extend(told(&project).sorted().into_iter().cloned());
    let drawn = draw(&found, &project, Colour::Off);
    (found, drawn)
}

fn told(project: &Project) -> Diagnostics {
    let mut found = build(project, &mut Memory::new(), &Store::new());
    found.extend(stale(project, &mut Memory::new()).sorted().into_iter().cloned());
    found
}

/// Every code that the source names.
fn codes_in_source() -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(source).into_iter().map(|entry| entry.unwrap().into_path());
    let texts = files.filter(|file| file.extension().is_some_and(|ending| ending == "rs"));
    let mut codes = BTreeSet::new();
    for text in texts.map(|file| fs::read_to_string(file).unwrap()) {
        let written = text.split('"').filter(|word| word.len() == 6 && word.starts_with("BS0"));
        codes.extend(written.filter(|word| word[2..].parse::<u16>().is_ok()).map(str::to_owned));
    }
    codes
}
