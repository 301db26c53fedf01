//! Bad input: every case is told at the right file, the right line and column, with something to do, or does no harm. The
//! cases that Markdown can hold are documents, `tests/spec/safety/*.md`, where the expected place is written by hand;
//! the others are real files that the real loader reads (`files.rs`). A table says how many were right:
//! `cargo test --test safety -- --nocapture`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs)]
#![cfg(unix)]

#[path = "../cases/mod.rs"]
mod cases;
mod files;
mod output;
mod pictures;
mod secrets;
mod site;

use backstory::io::report::{Colour, draw};
use backstory::io::store::Store;
use backstory::model::diagnostic::{Diagnostic, Diagnostics};
use backstory::model::input::Project;
use backstory::model::lines::Lines;
use backstory::{Memory, build};
use std::fs;

/// What is expected of a case: a place, `path` or `path:line:column`, and the code that is told there.
pub struct Expected {
    pub place: String,
    pub code: String,
}

/// A row of the table: for each expectation whether file, place and hint are right.
pub struct Row {
    pub name: String,
    pub rights: Vec<[bool; 3]>,
    pub told: String,
}

#[test]
fn bad_input_is_told_at_its_place_with_something_to_do() {
    let mut rows = documents();
    rows.extend(files::rows());
    let all: Vec<&[bool; 3]> = rows.iter().flat_map(|row| &row.rights).collect();
    println!("{:<62} {:>5} {:>5} {:>5} {:>5}", "case", "told", "file", "place", "hint");
    for row in &rows {
        let count = |which: usize| row.rights.iter().filter(|rights| rights[which]).count();
        println!("{:<62} {:>5} {:>5} {:>5} {:>5}", row.name, row.rights.len(), count(0), count(1), count(2));
    }
    let percent = |which: usize| all.iter().filter(|rights| rights[which]).count() * 100 / all.len();
    println!("{:<62} {:>5} {:>4}% {:>4}% {:>4}%", "all", all.len(), percent(0), percent(1), percent(2));
    let wrong = rows.iter().filter(|row| row.rights.iter().any(|rights| !rights.iter().all(|right| *right)));
    let wrong: String = wrong.map(|row| format!("\n{}\n{}", row.name, row.told)).collect();
    assert_eq!(percent(0), 100, "a file is wrong{wrong}");
    assert!(percent(1) >= 95, "too many places are wrong{wrong}");
    assert_eq!(percent(2), 100, "a hint is missing{wrong}");
    assert!(all.len() >= 60, "only {} places are looked at", all.len());
}

/// The cases of the manual.
fn documents() -> Vec<Row> {
    let mut rows = Vec::new();
    for file in cases::markdown_files(&cases::root().join("safety")) {
        let text = fs::read_to_string(&file).unwrap();
        let blocks = cases::blocks(&text);
        let last = blocks.iter().map(|block| block.case).max().unwrap();
        for case in 1..=last {
            let inputs: Vec<_> =
                blocks.iter().filter(|block| block.case == case && block.expects().is_none()).collect();
            let title = inputs.first().map_or(String::new(), |block| block.title.clone());
            let expected = expected(&text, &title);
            let project = cases::project(inputs);
            let found = build(&project, &mut Memory::new(), &Store::new());
            rows.push(row(title, &expected, &found, &project));
        }
    }
    rows
}

/// What stands behind “told at” under a heading; a case of which nothing is told says so.
fn expected(text: &str, title: &str) -> Vec<Expected> {
    let section = text.split(&format!("\n## {title}\n")).nth(1).unwrap().split("\n## ").next().unwrap();
    let told = section.lines().filter_map(|line| line.strip_prefix("Told at `"));
    let told: Vec<Expected> = told
        .map(|line| {
            let (place, rest) = line.split_once('`').unwrap();
            Expected { place: place.to_owned(), code: rest[2..8].to_owned() }
        })
        .collect();
    assert_eq!(told.is_empty(), section.contains("\nNothing to tell."), "{title}");
    told
}

pub fn row(name: String, expected: &[Expected], found: &Diagnostics, project: &Project) -> Row {
    let told = found.sorted();
    let rights = expected.iter().map(|expected| {
        let path = expected.place.split(':').next().unwrap();
        let of_code = told.iter().filter(|diagnostic| diagnostic.code.0 == expected.code);
        let in_file: Vec<_> = of_code.filter(|diagnostic| *diagnostic.place.path == *path).collect();
        let there = in_file.iter().find(|diagnostic| place(diagnostic, project) == expected.place);
        let meant = there.or(in_file.first());
        [meant.is_some(), there.is_some(), meant.is_some_and(|diagnostic| !diagnostic.help.is_empty())]
    });
    let rights: Vec<[bool; 3]> = rights.collect();
    if expected.is_empty() {
        assert!(!found.has_errors(), "{name}\n{}", draw(found, project, Colour::Off));
    }
    Row { name, rights, told: draw(found, project, Colour::Off) }
}

/// `path:line:column`, or the path where a file is meant as a whole.
fn place(diagnostic: &Diagnostic, project: &Project) -> String {
    let path = &diagnostic.place.path;
    let input = project.inputs.iter().find(|input| input.path == *path);
    match input.filter(|_| diagnostic.place.span != Default::default()) {
        Some(input) => {
            let text = String::from_utf8_lossy(&input.bytes);
            let at = Lines::new(&*text).position(diagnostic.place.span.start as usize);
            // What begins the file begins its first line.
            format!("{path}:{}:{}", at.line, at.column)
        }
        None => path.to_string(),
    }
}
