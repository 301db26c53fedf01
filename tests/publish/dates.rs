//! Dates of last change, as commits tell them where a record does not.

use crate::stand::{Stand, ends, git, plain};
use std::fs;
use std::process::Command;

/// A record without a date of its own, changed twice, and one with a date.
fn dated() -> Stand {
    let stand = Stand::new();
    let commit = |date: &str| {
        stand.git(&["add", "-A"]);
        let mut git = Command::new("git");
        git.args(["commit", "-qm", date]).current_dir(&stand.site).env("GIT_COMMITTER_DATE", date);
        assert!(plain(&mut git).status().unwrap().success());
    };
    stand.write("content/terms/été.yml", "- {id: ete, title: Summer, body: Warm.}\n");
    commit("2021-05-01T10:00:00Z");
    stand.write(
        "content/explainers/own.md",
        "---\ntitle: Own\npublished: 2020-01-02\n---\nOf [summer](term:ete).\n",
    );
    stand.write("content/explainers/none.md", "---\ntitle: None\n---\nText.\n");
    commit("2022-06-01T10:00:00Z");
    stand.write("content/explainers/none.md", "---\ntitle: None\n---\nAnother text.\n");
    commit("2023-07-01T12:00:00+02:00");
    stand.git(&["push", "-q"]);
    stand
}

fn sitemap(site: &std::path::Path) -> String {
    fs::read_to_string(site.join("public/sitemap.xml")).unwrap()
}

#[test]
fn git_tells_the_date_of_what_tells_none_and_is_asked_once() {
    let stand = dated();
    // A git that writes down what it is asked.
    let (tools, log) = (stand.folder.path().join("bin"), stand.folder.path().join("asked"));
    fs::create_dir(&tools).unwrap();
    let real = String::from_utf8(Command::new("sh").args(["-c", "command -v git"]).output().unwrap().stdout)
        .unwrap();
    let script = format!("#!/bin/sh\necho \"$*\" >> '{}'\nexec {} \"$@\"\n", log.display(), real.trim());
    fs::write(tools.join("git"), script).unwrap();
    Command::new("chmod").args(["+x", tools.join("git").to_str().unwrap()]).status().unwrap();
    let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap());
    let output = Command::new(env!("CARGO_BIN_EXE_backstory"))
        .arg("build")
        .current_dir(&stand.site)
        .env("PATH", path)
        .output()
        .unwrap();
    let said = ends(&output, 0);
    assert!(!said.contains("this clone"), "{said}");
    let map = sitemap(&stand.site);
    for part in [
        "explainers/none/</loc><lastmod>2023-07-01T10:00:00Z</lastmod>",
        "explainers/own/</loc><lastmod>2020-01-02</lastmod>",
        "glossary/ete/</loc><lastmod>2021-05-01T10:00:00Z</lastmod>",
    ] {
        assert!(map.contains(part), "{part}: {map}");
    }
    let asked = fs::read_to_string(log).unwrap();
    assert_eq!(asked.lines().filter(|line| line.contains(" log ")).count(), 1, "{asked}");
    assert!(asked.lines().count() <= 3, "{asked}");
}

#[test]
fn a_shallow_clone_works_and_says_what_it_cannot_tell() {
    let stand = dated();
    let address = format!("file://{}", stand.bare.display());
    git(stand.folder.path(), &["clone", "-q", "--depth", "2", &address, "shallow"]);
    let clone = stand.folder.path().join("shallow");
    let said = ends(&crate::stand::backstory(&clone, &["build"]), 0);
    assert!(said.contains("this clone has not all commits") && said.contains("fetch-depth: 0"), "{said}");
    let map = sitemap(&clone);
    assert!(map.contains("explainers/none/</loc><lastmod>2023-07-01T10:00:00Z"), "{map}");
    assert!(map.contains("glossary/ete/</loc></url>"), "what is older is not guessed: {map}");
}

#[test]
fn without_git_there_are_no_dates_and_no_trouble() {
    let stand = Stand::without_git();
    let said = ends(&stand.backstory(&["build"]), 0);
    assert!(!said.contains("git"), "{said}");
    let output = Command::new(env!("CARGO_BIN_EXE_backstory"))
        .arg("build")
        .current_dir(&stand.site)
        .env("PATH", "")
        .output()
        .unwrap();
    ends(&output, 0);
}
