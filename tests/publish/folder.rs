//! `backstory publish folder`: for any other host.

use crate::stand::{Stand, ends, files};
use std::fs;

#[test]
fn a_folder_gets_the_site_and_what_is_asked_for() {
    let stand = Stand::without_git();
    let said = ends(&stand.backstory(&["publish", "folder", "../www", "--dry-run"]), 0);
    assert!(said.contains("nothing was written"), "{said}");
    assert!(!stand.folder.path().join("www").exists());
    ends(&stand.backstory(&["publish", "folder", "../www"]), 0);
    ends(&stand.backstory(&["build", "--output", "../built"]), 0);
    let (www, built) = (files(&stand.folder.path().join("www")), files(&stand.folder.path().join("built")));
    assert!(www == built, "the same as build gives");
    assert!(!www.contains_key("_headers"));
    ends(&stand.backstory(&["rename", "term", "leap-year", "bissextile"]), 0);
    ends(&stand.backstory(&["publish", "folder", "../www", "--headers", "--redirects"]), 0);
    let read = |path: &str| fs::read_to_string(stand.folder.path().join("www").join(path)).unwrap();
    assert_eq!(read("_redirects"), "/glossary/leap-year/ /glossary/bissextile/ 301\n");
    assert!(read("_headers").contains("X-Content-Type-Options: nosniff"));
    stand.write("content/static/_headers", "/*\n  X-Mine: yes\n");
    ends(&stand.backstory(&["publish", "folder", "../www", "--headers"]), 0);
    assert_eq!(read("_headers"), "/*\n  X-Mine: yes\n", "a site's own file stands");
    assert!(!stand.folder.path().join("www/_redirects").exists(), "what is not asked for goes");
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let stand = Stand::without_git();
    let other = stand.folder.path().join("novel");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("one.txt"), "It was a dark and stormy night").unwrap();
    let said = ends(&stand.backstory(&["publish", "folder", "../novel"]), 2);
    assert!(said.contains("files that Backstory did not write"), "{said}");
    assert_eq!(files(&other).len(), 1);
    stand.write("content/pages/bad.md", "# Bad\n\n[x](nowhere.md)\n");
    ends(&stand.backstory(&["publish", "folder", "../www"]), 1);
    assert!(!stand.folder.path().join("www").exists());
}
