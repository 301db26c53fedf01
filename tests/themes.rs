//! Every built-in theme dresses the bundled site without a word of complaint, and so does the theme of ten lines that
//! `templates/README.md` has as its example.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod cases;

use backstory::io::load;
use backstory::io::report::{Colour, draw};
use backstory::io::store::Store;
use backstory::model::input::{Input, Options};
use backstory::{Memory, build};
use std::collections::BTreeMap;
use std::path::Path;

/// The bundled site in a theme, with more files of its own: what is told of it, and its pages.
fn dressed(theme: &str, more: &[(&str, &str)]) -> (String, BTreeMap<String, String>) {
    let options = Options { now: jiff::Timestamp::now(), ..Options::default() };
    let Ok((mut project, _)) = load::project(Path::new(env!("CARGO_MANIFEST_DIR")), options) else {
        panic!("the bundled site cannot be read")
    };
    for input in project.inputs.iter_mut().filter(|input| &*input.path == "content/site.yml") {
        let text = std::str::from_utf8(&input.bytes).unwrap();
        let chosen = text.replace("theme: broadsheet", &format!("theme: {theme}"));
        *input = Input::new("content/site.yml", chosen.into_bytes());
    }
    project.inputs.extend(more.iter().map(|(path, text)| Input::new(path, text.as_bytes().to_vec())));
    project.inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let store = Store::new();
    let found = build(&project, &mut Memory::new(), &store);
    store.settle();
    let pages = store.all().into_iter();
    let pages = pages.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect();
    (draw(&found, &project, Colour::Off), pages)
}

#[test]
fn every_theme_dresses_the_bundled_site() {
    for theme in ["broadsheet", "classroom", "lite"] {
        let (told, pages) = dressed(theme, &[]);
        assert_eq!(told.trim(), "", "{theme}");
        assert!(pages["index.html"].contains("Backstory"), "{theme}");
    }
}

#[test]
fn lite_has_no_script_no_font_and_no_style_sheet_to_load() {
    let (_, pages) = dressed("lite", &[]);
    let html = || pages.iter().filter(|(path, _)| path.ends_with(".html"));
    assert!(html().count() > 300);
    for (path, page) in html() {
        for what in
            ["<script", "<link rel=\"stylesheet\"", "rel=\"preload\"", "@font-face", "<img", "<svg", "<input"]
        {
            assert!(!page.contains(what), "{path} has {what}");
        }
    }
    let page = &pages["explainers/us-russia-rupture/index.html"];
    // A mark that no note tells of leads to the page of its entry; the others to their notes.
    assert!(page.contains("href=\"/people/vladimir-putin/\"") && page.contains("href=\"#n1\""), "{page}");
}

#[test]
fn classroom_begins_with_the_class_pack_and_the_questions() {
    let (_, pages) = dressed("classroom", &[]);
    let page = &pages["explainers/us-russia-rupture/index.html"];
    let at = |what: &str| page.find(what).unwrap_or_else(|| panic!("no {what}"));
    assert!(
        at("class=\"opening\"") < at("id=\"questions\"") && at("id=\"questions\"") < at("id=\"in-short\"")
    );
    let sheets = ["assets/broadsheet.css", "assets/classroom.css"].map(at);
    assert!(sheets[0] < sheets[1], "its own style sheet comes last");
}

#[test]
fn the_ten_lines_of_the_manual_are_a_theme() {
    let manual = include_str!("../templates/README.md").replace("\n```", "\n````");
    let files = cases::blocks(&format!("## Themes\n{manual}"));
    let files: Vec<_> = files.iter().filter(|block| block.info.get(1).is_some()).collect();
    let more: Vec<(&str, &str)> = files.iter().map(|block| (&*block.info[1], &*block.text)).collect();
    let css = more.iter().find(|(path, _)| *path == "themes/harbour/harbour.css").unwrap().1;
    assert!(css.lines().count() <= 10, "{css}");
    let (told, pages) = dressed("harbour", &more);
    assert_eq!(told.trim(), "");
    assert!(pages["index.html"].contains("assets/harbour.css"));
    assert!(pages["assets/harbour.css"].contains("light-dark(#00557a,#7cc4e8)"));
}
