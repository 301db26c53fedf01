//! Holds the picture of the house: which room may look into which. It reads the `use` lines and the paths in
//! the code of `src/`, so that the picture in ARCHITECTURE.md cannot quietly stop being true.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Who may look into which rooms. `lib` is the map itself: `crate::build`, `crate::content_kinds`.
const PICTURE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("annotations", &["model"]),
    ("pages", &["model", "annotations"]),
    ("exports", &["model", "annotations"]),
    ("lints", &["model", "annotations", "memory"]),
    ("memory", &["model", "convert", "parse", "link", "render"]),
    ("convert", &["model", "memory"]),
    ("parse", &["model", "memory", "annotations", "lib"]),
    ("link", &["model", "memory", "annotations", "parse"]),
    ("plan", &["model", "pages", "exports"]),
    ("changes", &["model", "annotations"]),
    ("survival", &["model"]),
    ("external", &["model"]),
    ("mend", &["model"]),
    ("schemas", &["model", "parse", "lib"]),
    ("account", &["model", "link", "pages", "render"]),
    ("rename", &["model", "annotations", "parse"]),
    ("render", &["model", "memory", "annotations", "pages", "exports"]),
    ("publish", &["model"]),
    ("io", &["model"]),
    ("cli", &["model", "io", "publish", "lib"]),
];

#[test]
fn no_room_looks_where_the_picture_does_not_allow() {
    let rooms: BTreeSet<&str> = PICTURE.iter().map(|(room, _)| *room).collect();
    let mut wrong = Vec::new();
    let mut seen = BTreeMap::new();
    for (file, room) in files() {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            for looked_at in rooms_named(line, &rooms) {
                *seen.entry((room.clone(), looked_at.clone())).or_insert(0) += 1;
                let allowed = PICTURE.iter().find(|(name, _)| *name == room).unwrap().1;
                if looked_at != room && !allowed.contains(&looked_at.as_str()) {
                    wrong.push(format!("{file}: {room} looks into {looked_at}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen.len() > 20, "the test sees too little: {seen:?}");
}

#[test]
fn the_stages_do_not_touch_the_world() {
    let doors =
        ["std::fs", "std::env", "std::net", "std::process", "std::time::", "Timestamp::now", "println!"];
    for (file, room) in files().into_iter().filter(|(_, room)| room != "io" && room != "cli") {
        let text = fs::read_to_string(&file).unwrap();
        for door in doors {
            assert!(!text.contains(door), "{file} ({room}) uses {door}");
        }
    }
}

#[test]
fn every_file_says_what_it_is() {
    for (file, _) in files() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//!"), "{file} does not open with //!");
    }
}

/// Every Rust file of a room, with the room's name.
fn files() -> Vec<(String, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(&source) {
        let path = entry.unwrap().into_path();
        let inside = path.strip_prefix(&source).unwrap().to_str().unwrap().to_owned();
        if !inside.ends_with(".rs") || inside == "lib.rs" || inside == "main.rs" {
            continue;
        }
        let room = inside.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        files.push((path.display().to_string(), room));
    }
    assert!(files.len() > 40);
    files
}

/// The rooms that a line of code names after `crate::`.
fn rooms_named(line: &str, rooms: &BTreeSet<&str>) -> Vec<String> {
    let mut named = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => group.split(['}', ',']).map(str::trim).collect(),
            None => vec![rest],
        };
        for name in names.into_iter().filter(|name| !name.is_empty() && *name != ";") {
            let word: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            match rooms.contains(word.as_str()) {
                true => named.push(word),
                false if !word.is_empty() => named.push("lib".to_owned()),
                false => {}
            }
        }
    }
    named
}
