//! Cases as documents: fenced blocks (four backticks) under a `##` heading, and the project their inputs make.
//! What is expected of a case is for the test that reads it.
#![allow(clippy::unwrap_used, clippy::panic, dead_code)]

use backstory::model::hash::Hash;
use backstory::model::input::{Audience, Input, Medium, Options, Project};
use std::fs;
use std::path::{Path, PathBuf};

/// A fenced block of a case.
pub struct Block {
    /// Which case of the file, from 1 on.
    pub case: usize,
    /// The heading of the case.
    pub title: String,
    /// The words behind the fence: a language and a path, or an expectation.
    pub info: Vec<String>,
    /// Where its text stands in the file.
    pub range: std::ops::Range<usize>,
    /// What it holds.
    pub text: String,
}

impl Block {
    /// What is expected here; nothing where the block is an input.
    pub fn expects(&self) -> Option<&str> {
        let at = self.info.iter().position(|word| word == "expect")?;
        Some(self.info.get(at + 1).map_or("markdown", |what| what))
    }
}

/// The blocks of a file.
pub fn blocks(text: &str) -> Vec<Block> {
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

/// The inputs of every case of the manual, with the file and the heading they stand under.
pub fn every_case() -> Vec<(String, Vec<Block>)> {
    let mut cases = Vec::new();
    for file in markdown_files(&root()) {
        let mut blocks = blocks(&fs::read_to_string(&file).unwrap());
        blocks.retain(|block| block.expects().is_none());
        let last = blocks.iter().map(|block| block.case).max().unwrap_or(0);
        for case in 1..=last {
            let (of_case, rest) = blocks.into_iter().partition(|block| block.case == case);
            blocks = rest;
            let title = of_case.iter().map(|block: &Block| &block.title).next();
            let name = title.map(|title| format!("{}: “{title}”", file.display()));
            cases.extend(name.map(|name| (name, of_case)));
        }
    }
    cases
}

/// The project that the inputs of a case make, with the small templates of the manual.
pub fn project<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> Project {
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
    Project { inputs, media, options }
}

/// `\xFF` and `\u{202E}` in an input stand for bytes that a manual cannot show.
pub fn unescape(text: &str) -> Vec<u8> {
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

/// The small templates, and of the built-in files the words, the exports, and the looks of the first theme.
fn theme() -> Vec<Input> {
    let folder = root().join("theme");
    let mut inputs: Vec<Input> = backstory::io::builtin::FILES
        .iter()
        .filter(|(path, _)| {
            path.starts_with("templates/export/")
                || path.contains("/words/")
                || path.ends_with("theme.yml")
                || path.starts_with("themes/broadsheet/fonts/")
                || *path == "themes/broadsheet/broadsheet.css"
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

/// Where the manual is.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec")
}

/// The Markdown files of a folder, by path.
pub fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort();
    files
}
