//! The manual is the test: every case in `tests/spec/**/*.md` is built and compared with what stands beside it.
//!
//! A case is a `##` heading with fenced blocks (four backticks): inputs, whose info string is a language and a
//! path (`markdown content/explainers/x.md`), and expectations, whose info string has `expect`:
//! `text expect diagnostics` (what the terminal shows), `html expect explainers/x/` (a file of the site),
//! `markdown expect` (what raw copy becomes), `text expect suggestions` (what an import finds in it), `text expect stale` (what `check --stale` lists), `text expect files` (which files there are).
//! A case without `expect diagnostics` must have none. `UPDATE=1 cargo test --test spec` writes what is.
//!
//! Pages are rendered with the small templates in `tests/spec/theme`, so that a case shows what the stages
//! make, not how the default theme looks. An `options` block says `drafts`, `now TIME` or `base-url URL`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use backstory::io::report::{Colour, draw};
use backstory::io::store::Store;
use backstory::model::hash::Hash;
use backstory::model::input::{Audience, Input, Medium, Options, Project};
use backstory::{Memory, build, raw_copy_as_markdown, stale};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_case_of_the_manual_holds() {
    let files = markdown_files(&root());
    assert!(files.len() > 10, "the manual is in tests/spec");
    let mut failures = String::new();
    let mut cases = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let blocks = blocks(&text);
        let actual = run(&blocks, &mut failures);
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

/// A fenced block of a case.
struct Block {
    case: usize,
    title: String,
    info: Vec<String>,
    /// Where its text stands in the file.
    range: std::ops::Range<usize>,
    text: String,
}

impl Block {
    fn expects(&self) -> Option<&str> {
        let at = self.info.iter().position(|word| word == "expect")?;
        Some(self.info.get(at + 1).map_or("markdown", |what| what))
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let (mut blocks, mut case, mut title) = (Vec::<Block>::new(), 0, String::new());
    let mut open: Option<(Vec<String>, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        match &open {
            None if bare.starts_with("## ") => (case, title) = (case + 1, bare[3..].to_owned()),
            None if bare.starts_with("````") => {
                open = Some((bare[4..].split_whitespace().map(str::to_owned).collect(), at + line.len()));
            }
            Some((info, start)) if bare == "````" => {
                let range = *start..at;
                let block = Block {
                    case,
                    title: title.clone(),
                    info: info.clone(),
                    text: text[range.clone()].into(),
                    range,
                };
                blocks.push(block);
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    blocks
}

/// What each block should say; inputs say what they say.
fn run(blocks: &[Block], failures: &mut String) -> Vec<String> {
    let mut actual: Vec<String> = blocks.iter().map(|block| block.text.clone()).collect();
    let last = blocks.iter().map(|block| block.case).max().unwrap_or(0);
    for case in 1..=last {
        let of_case = |block: &&Block| block.case == case;
        let inputs: Vec<&Block> =
            blocks.iter().filter(of_case).filter(|block| block.expects().is_none()).collect();
        let built = Built::new(&inputs);
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
            if let Some(what) = block.expects() {
                actual[i] = built.get(what);
            }
        }
    }
    actual
}

struct Built {
    diagnostics: String,
    stale: String,
    raw: Option<String>,
    suggested: Option<String>,
    store: Store,
}

impl Built {
    fn new(blocks: &[&Block]) -> Self {
        let mut options = Options { now: "2030-01-01T00:00:00Z".parse().unwrap(), ..Options::default() };
        let mut inputs = theme();
        let mut media = Vec::new();
        for block in blocks {
            match block.info.as_slice() {
                [kind] if kind == "options" => set(&mut options, &block.text),
                [_, path] if path.ends_with(".svg") || path.contains("/static/") => media.push(Medium {
                    path: path.as_str().into(),
                    file: PathBuf::from(path),
                    hash: Hash::of(block.text.as_bytes()),
                    size: Some((640, 480)),
                }),
                [_, path] => {
                    inputs.retain(|input| *input.path != **path);
                    inputs.push(Input::new(path, unescape(&block.text)));
                }
                other => panic!("“{}”: {other:?} is neither an input nor an expectation", block.title),
            }
        }
        if !inputs.iter().any(|input| &*input.path == "content/site.yml") {
            inputs.push(Input::new("content/site.yml", *b"title: Site\nbase_url: https://example.org/\n"));
        }
        inputs.sort_by(|a, b| a.path.cmp(&b.path));
        let is_raw = |path: &String| path.ends_with(".txt") || path.ends_with(".html");
        let is_raw = |path: &String| path.starts_with("content/") && is_raw(path);
        let raw = blocks.iter().find(|block| block.info.last().is_some_and(is_raw));
        let suggested = raw.map(|block| suggested(block));
        let raw = raw.and_then(|block| raw_copy_as_markdown(block.info.last()?, &block.text).ok());
        let project = Project { inputs, media, options };
        let store = Store::new();
        let found = build(&project, &mut Memory::new(), &store);
        store.settle();
        let stale = stale(&project, &mut Memory::new());
        let stale = draw(&stale, &project, Colour::Off);
        Self { diagnostics: draw(&found, &project, Colour::Off), stale, raw, suggested, store }
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

/// `\xFF` and `\u{202E}` in an input stand for bytes that a manual cannot show.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = ["\\x", "\\u{"].iter().filter_map(|mark| rest.find(mark)).min() {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let tail = &rest[at..];
        if let Some(end) = tail.find('}').filter(|_| tail.starts_with("\\u{")) {
            let c = char::from_u32(u32::from_str_radix(&tail[3..end], 16).unwrap()).unwrap();
            bytes.extend_from_slice(c.to_string().as_bytes());
            rest = &tail[end + 1..];
        } else {
            bytes.push(u8::from_str_radix(&tail[2..4], 16).unwrap());
            rest = &tail[4..];
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

fn set(options: &mut Options, text: &str) {
    for line in text.lines() {
        match line.split_once(' ').unwrap_or((line, "")) {
            ("drafts", _) => options.audience = Audience::Editors,
            ("now", time) => options.now = time.parse().unwrap(),
            ("base-url", url) => options.base_url = Some(url.to_owned()),
            other => panic!("{other:?} is no option"),
        }
    }
}

/// The small templates, and of the built-in files the words and exports.
fn theme() -> Vec<Input> {
    let folder = root().join("theme");
    let mut inputs: Vec<Input> = backstory::io::builtin::FILES
        .iter()
        .filter(|(path, _)| {
            path.starts_with("templates/export/") || path.contains("/words/") || path.ends_with("theme.yml")
        })
        .map(|(path, bytes)| Input::new(path, *bytes))
        .collect();
    for kind in ["page", "annotation"] {
        for entry in fs::read_dir(folder.join(kind)).unwrap() {
            let file = entry.unwrap().path();
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            inputs.push(Input::new(&format!("templates/{kind}/{name}"), fs::read(file).unwrap()));
        }
    }
    inputs
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec")
}

fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort();
    files
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
