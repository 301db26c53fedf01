//! The manual is the test: every case in `tests/spec/**/*.md` is built and compared with what stands beside it.
//!
//! A case is a `##` heading with fenced blocks (four backticks): inputs, whose info string is a language and a
//! path (`markdown content/explainers/x.md`), and expectations, whose info string has `expect`:
//! `text expect diagnostics` (what the terminal shows), `html expect explainers/x/` (a file of the site),
//! `markdown expect` (what raw copy becomes), `text expect suggestions` (what an import finds in it), `markdown expect mended PATH` (a file as `check --fix` would write it),
//! `text expect stale` (what `check --stale` lists), `text expect files` (which files there are).
//! A case without `expect diagnostics` must have none. What house rules say is told in the cases of `lints/`, and
//! of `safety/` where it is more than a note, so that others need not be written as a newsroom would. `UPDATE=1 cargo test --test spec` writes what is.
//!
//! Pages are rendered with the small templates in `tests/spec/theme`, so that a case shows what the stages
//! make, not how the default theme looks. An `options` block says `drafts`, `now TIME` or `base-url URL`.
#![allow(clippy::unwrap_used, missing_docs)]

mod cases;

use backstory::io::report::{Colour, draw};
use backstory::io::store::Store;
use backstory::model::diagnostic::{Diagnostic, Diagnostics, Severity};
use backstory::model::input::Project;
use backstory::{Memory, build, mended, raw_copy_as_markdown, stale};
use cases::{Block, blocks, markdown_files, project, root, unescape};
use std::fmt::Write;
use std::fs;
use std::path::Path;

#[test]
fn every_case_of_the_manual_holds() {
    let files = markdown_files(&root());
    assert!(files.len() > 10, "the manual is in tests/spec");
    let mut failures = String::new();
    let mut cases = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let blocks = blocks(&text);
        let stray = blocks.iter().any(|block| block.case == 0);
        assert!(!stray, "{}: a case begins with a heading `## …`", file.display());
        let rules = match file.strip_prefix(root()) {
            Ok(inside) if inside.starts_with("lints") => Rules::Told,
            Ok(inside) if inside.starts_with("safety") => Rules::Warned,
            _ => Rules::Silent,
        };
        let actual = run(&blocks, rules, &mut failures);
        cases += blocks.iter().map(|block| block.case).max().unwrap_or(0);
        let updated = with_blocks(&text, &blocks, &actual);
        if updated == text {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, updated).unwrap();
        } else {
            describe(&file, &blocks, &actual, &mut failures);
        }
    }
    assert!(failures.is_empty(), "{failures}\nUPDATE=1 writes what is; read it before you keep it");
    assert!(cases > 50, "only {cases} cases");
}

/// What each block should say; inputs say what they say.
fn run(blocks: &[Block], rules: Rules, failures: &mut String) -> Vec<String> {
    let mut actual: Vec<String> = blocks.iter().map(|block| block.text.clone()).collect();
    let last = blocks.iter().map(|block| block.case).max().unwrap_or(0);
    for case in 1..=last {
        let of_case = |block: &&Block| block.case == case;
        let inputs: Vec<&Block> =
            blocks.iter().filter(of_case).filter(|block| block.expects().is_none()).collect();
        let built = Built::new(&inputs, rules);
        let expects_diagnostics =
            blocks.iter().filter(of_case).any(|block| block.expects() == Some("diagnostics"));
        if !expects_diagnostics && built.suggested.is_none() && !built.diagnostics.is_empty() {
            let title = inputs.first().map_or("", |block| &block.title);
            let _ = writeln!(
                failures,
                "\n“{title}” has diagnostics that it does not expect:\n{}",
                built.diagnostics
            );
        }
        for (i, block) in blocks.iter().enumerate().filter(|(_, block)| block.case == case) {
            match block.expects() {
                Some("mended") => actual[i] = built.mended(block.info.last().unwrap()),
                Some(what) => actual[i] = built.get(what),
                None => {}
            }
        }
    }
    actual
}

/// Whether a case tells what house rules say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rules {
    Told,
    /// What is a note is not told.
    Warned,
    Silent,
}

/// Whether a rule found it that does not hold for every site.
fn is_house_rule(diagnostic: &Diagnostic) -> bool {
    ("BS0420".."BS0500").contains(&diagnostic.code.0)
}

struct Built {
    diagnostics: String,
    stale: String,
    raw: Option<String>,
    suggested: Option<String>,
    store: Store,
    project: Project,
}

impl Built {
    fn new(blocks: &[&Block], rules: Rules) -> Self {
        let project = project(blocks.iter().copied());
        let is_raw = |path: &String| path.ends_with(".txt") || path.ends_with(".html");
        let is_raw = |path: &String| path.starts_with("content/") && is_raw(path);
        let raw = blocks.iter().find(|block| block.info.last().is_some_and(is_raw));
        let suggested = raw.map(|block| suggested(block));
        let raw = raw.and_then(|block| raw_copy_as_markdown(block.info.last()?, &block.text).ok());
        let store = Store::new();
        let built = build(&project, &mut Memory::new(), &store);
        let is_told = |diagnostic: &&Diagnostic| match rules {
            Rules::Told => true,
            Rules::Warned => diagnostic.severity != Severity::Note,
            Rules::Silent => !is_house_rule(diagnostic),
        };
        let mut found = Diagnostics::default();
        found.extend(built.sorted().into_iter().filter(is_told).cloned());
        store.settle();
        let stale = stale(&project, &mut Memory::new());
        let stale = draw(&stale, &project, Colour::Off);
        Self { diagnostics: draw(&found, &project, Colour::Off), stale, raw, suggested, store, project }
    }

    /// A file as `check --fix` would write it.
    fn mended(&self, path: &str) -> String {
        let mended = mended(&self.project, &mut Memory::new());
        let input = mended.inputs.iter().find(|input| *input.path == *path);
        input.map_or("(there is no such file)\n".into(), |input| {
            String::from_utf8(input.bytes.to_vec()).unwrap()
        })
    }

    fn get(&self, what: &str) -> String {
        let text = match what {
            "diagnostics" => self.diagnostics.clone(),
            "stale" => self.stale.clone(),
            "markdown" => self.raw.clone().unwrap_or_default(),
            "suggestions" => self.suggested.clone().unwrap_or_default(),
            "files" => self.store.all().into_keys().filter(|path| !path.starts_with("assets/")).fold(
                String::new(),
                |mut all, path| {
                    let _ = writeln!(all, "{path}");
                    all
                },
            ),
            path => {
                let file = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
                let bytes = self.store.all().remove(&file);
                bytes.map_or_else(
                    || format!("(there is no {file})"),
                    |bytes| readable(&file, String::from_utf8(bytes).unwrap()),
                )
            }
        };
        let trimmed: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        format!("{}\n", trimmed.trim_end())
    }
}

/// What an import finds in raw copy, a line each.
fn suggested(block: &Block) -> String {
    let path = block.info.last().unwrap();
    match backstory::import(path, &unescape(&block.text), &backstory::Wanted::default()) {
        Ok(imported) => {
            let line = |suggestion: &backstory::model::suggestion::Suggestion| {
                format!(
                    "{} {}%: {}\n",
                    suggestion.found.kind(),
                    suggestion.confidence,
                    suggestion.found.line()
                )
            };
            imported.suggestions.iter().map(line).collect()
        }
        Err(refusal) => format!("refused: {path} {}\nhelp: {}\n", refusal.message, refusal.help),
    }
}

/// JSON without a space is told with some.
fn readable(file: &str, text: String) -> String {
    if !file.ends_with(".json") || text.lines().count() > 1 {
        return text;
    }
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    serde_json::to_string_pretty(&value).unwrap()
}

fn with_blocks(text: &str, blocks: &[Block], actual: &[String]) -> String {
    let mut updated = text.to_owned();
    for (block, actual) in blocks.iter().zip(actual).rev() {
        updated.replace_range(block.range.clone(), actual);
    }
    updated
}

fn describe(file: &Path, blocks: &[Block], actual: &[String], failures: &mut String) {
    for (block, actual) in blocks.iter().zip(actual).filter(|(block, actual)| block.text != **actual) {
        let _ = writeln!(
            failures,
            "\n{}: “{}”, {}\n--- expected\n{}--- is\n{actual}",
            file.display(),
            block.title,
            block.info.join(" "),
            block.text
        );
    }
}
