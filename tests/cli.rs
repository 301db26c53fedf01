//! The commands as a person types them: what they say, what they write, how they end.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn backstory(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_backstory"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
fn ends(output: &Output, code: i32) -> String {
    let said = said(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

/// A new site in an empty folder, as a newcomer makes it.
fn demo() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    ends(&backstory(folder.path(), &["new", "site", "demo"]), 0);
    let site = folder.path().join("demo");
    (folder, site)
}

#[test]
fn a_new_site_checks_clean_and_builds() {
    let (_folder, site) = demo();
    ends(&backstory(&site, &["check", "--strict"]), 0);
    let said = ends(&backstory(&site, &["build"]), 0);
    assert!(said.starts_with("Built public in "), "{said}");
    let page = fs::read_to_string(site.join("public/explainers/why-leap-years/index.html")).unwrap();
    assert!(page.contains("<h1>Why is there a 29 February?</h1>"));
    assert!(page.contains("role=\"doc-glossref\""), "marks have notes");
}

#[test]
fn a_build_tells_where_its_time_went() {
    let (_folder, site) = demo();
    let said = ends(&backstory(&site, &["build", "--timings"]), 0);
    let time = |name: &str| {
        let line = said.lines().find(|line| line.split_whitespace().next() == Some(name));
        let line = line.unwrap_or_else(|| panic!("nothing of {name}: {said}"));
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap()
    };
    let stages = ["read", "convert", "parse", "link", "plan", "check", "templates", "print", "switch"];
    let sum: f64 = stages.iter().map(|stage| time(stage)).sum();
    assert!((sum - time("all")).abs() < 1.0, "the stages are all of it: {said}");
    assert!(time("print") > 0.0 && said.contains("timeline/…/index.html"), "{said}");
    let silent = ends(&backstory(&site, &["build"]), 0);
    assert_eq!(silent.lines().count(), 1, "nothing of it where nobody asked: {silent}");
}

#[test]
fn a_second_build_touches_nothing_that_did_not_change() {
    let (_folder, site) = demo();
    ends(&backstory(&site, &["build"]), 0);
    let page = site.join("public/glossary/index.html");
    let before = fs::metadata(&page).unwrap().modified().unwrap();
    let said = ends(&backstory(&site, &["build"]), 0);
    assert!(said.contains("0 new or changed"), "{said}");
    assert_eq!(fs::metadata(&page).unwrap().modified().unwrap(), before);
    let left: Vec<_> =
        fs::read_dir(site.join(".public.backstory")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["lock"], "nothing but the lock is left beside the output");
}

#[test]
fn broken_content_leaves_the_old_site_as_it_was() {
    let (_folder, site) = demo();
    ends(&backstory(&site, &["build"]), 0);
    let home = fs::read(site.join("public/index.html")).unwrap();
    let file = site.join("content/explainers/why-leap-years.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        text.replace("title: Why", "titel: Why").replace("term:tropical-year", "term:tropical-yaer"),
    )
    .unwrap();
    let said = ends(&backstory(&site, &["build"]), 1);
    for part in [
        "BS0112",
        "did you mean `title`?",
        "BS0302",
        "did you mean `tropical-year`?",
        "why-leap-years.md:2:1",
        "nothing was written",
    ] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
    assert_eq!(fs::read(site.join("public/index.html")).unwrap(), home);
}

#[test]
fn what_went_is_removed_and_strangers_stay() {
    let (_folder, site) = demo();
    ends(&backstory(&site, &["build"]), 0);
    fs::write(site.join("public/CNAME"), "example.org\n").unwrap();
    fs::create_dir(site.join("public/glossary/leap-year/own")).unwrap();
    fs::write(site.join("public/glossary/leap-year/own/file"), "mine").unwrap();
    fs::remove_file(site.join("content/pages/about.md")).unwrap();
    fs::remove_file(site.join("content/terms/leap-year.md")).unwrap();
    let term = site.join("content/terms/tropical-year.md");
    fs::write(&term, fs::read_to_string(&term).unwrap().replace("see: [leap-year]\n", "")).unwrap();
    let said = ends(&backstory(&site, &["build"]), 0);
    assert!(said.contains("2 removed"), "{said}");
    assert!(!site.join("public/about").exists());
    assert!(!site.join("public/glossary/leap-year/index.html").exists());
    assert!(site.join("public/glossary/leap-year/own/file").exists());
    assert!(site.join("public/CNAME").exists());
}

#[test]
fn an_output_that_is_not_ours_is_refused() {
    let (_folder, site) = demo();
    fs::create_dir(site.join("mine")).unwrap();
    fs::write(site.join("mine/novel.txt"), "chapter one").unwrap();
    for output in ["mine", ".", "..", "content", "content/pages"] {
        let said = ends(&backstory(&site, &["build", "--output", output]), 2);
        assert!(said.contains("error: ") && said.contains("help: "), "{said}");
    }
    assert_eq!(fs::read_to_string(site.join("mine/novel.txt")).unwrap(), "chapter one");
    assert_eq!(fs::read_dir(site.join("mine")).unwrap().count(), 1);
    assert!(!site.join(".mine.backstory").exists(), "not a byte is written beside it either");
}

#[test]
fn a_stranger_in_the_way_stops_the_switch_before_it_begins() {
    let (_folder, site) = demo();
    ends(&backstory(&site, &["build"]), 0);
    fs::create_dir(site.join("public/contact")).unwrap();
    fs::write(site.join("public/contact/index.html"), "mine").unwrap();
    let home = fs::read(site.join("public/index.html")).unwrap();
    fs::write(site.join("content/pages/contact.md"), "# Contact\n").unwrap();
    let said = ends(&backstory(&site, &["build"]), 2);
    assert!(said.contains("contact/index.html` is in the way"), "{said}");
    assert_eq!(fs::read_to_string(site.join("public/contact/index.html")).unwrap(), "mine");
    assert_eq!(fs::read(site.join("public/index.html")).unwrap(), home, "nothing else was switched either");
    fs::remove_dir_all(site.join("public/contact")).unwrap();
    ends(&backstory(&site, &["build"]), 0);
}

#[test]
fn a_file_may_become_a_folder_and_the_reverse() {
    let (_folder, site) = demo();
    let (file, page) = (site.join("content/static/team"), site.join("content/pages/team.md"));
    fs::create_dir(site.join("content/static")).unwrap();
    for _ in 0..2 {
        fs::write(&file, "a file").unwrap();
        ends(&backstory(&site, &["build"]), 0);
        assert!(site.join("public/team").is_file());
        fs::remove_file(&file).unwrap();
        fs::write(&page, "# Team\n").unwrap();
        ends(&backstory(&site, &["build"]), 0);
        assert!(site.join("public/team/index.html").is_file());
        fs::write(&file, "a file").unwrap();
        assert!(ends(&backstory(&site, &["build"]), 1).contains("BS0501"));
        fs::remove_file(&page).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_output_is_not_followed() {
    let (folder, site) = demo();
    ends(&backstory(&site, &["build"]), 0);
    let elsewhere = folder.path().join("elsewhere");
    fs::rename(site.join("public/glossary"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, site.join("public/glossary")).unwrap();
    fs::remove_file(site.join("content/terms/leap-year.md")).unwrap();
    let term = site.join("content/terms/tropical-year.md");
    fs::write(&term, fs::read_to_string(&term).unwrap().replace("see: [leap-year]\n", "")).unwrap();
    ends(&backstory(&site, &["build"]), 2);
    assert!(elsewhere.join("leap-year/index.html").exists());
}

#[test]
fn an_interrupted_switch_is_finished_by_the_next_build() {
    let (_folder, site) = demo();
    ends(&backstory(&site, &["build"]), 0);
    // As if killed after the journal was written and before the first file was put in place.
    let desk = site.join(".public.backstory");
    fs::create_dir_all(desk.join("stage")).unwrap();
    fs::write(desk.join("stage/7"), "half-way").unwrap();
    fs::write(desk.join("journal"), "- 8 about/index.html\n~ 7 index.html\n").unwrap();
    let said = ends(&backstory(&site, &["check"]), 0);
    assert!(said.contains("had been interrupted"), "{said}");
    assert_eq!(fs::read_to_string(site.join("public/index.html")).unwrap(), "half-way");
    assert!(!site.join("public/about").exists());
    let said = ends(&backstory(&site, &["build"]), 0);
    // The old switch is finished first; then the new build mends the two files it differs in.
    assert!(said.contains("2 new or changed"), "{said}");
    assert!(fs::read_to_string(site.join("public/index.html")).unwrap().contains("</html>"));
    assert!(!desk.join("journal").exists() && !desk.join("stage").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_in_a_place_that_is_not_ours_has_its_desk_inside() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, site) = demo();
    let (www, out) = (folder.path().join("www"), folder.path().join("www/html"));
    fs::create_dir_all(&out).unwrap();
    // Whoever may do everything may write beside it all the same; then the desk is there.
    fs::set_permissions(&www, fs::Permissions::from_mode(0o555)).unwrap();
    ends(&backstory(&site, &["build", "--output", "../www/html"]), 0);
    fs::write(site.join("content/pages/more.md"), "# More\n").unwrap();
    let said = ends(&backstory(&site, &["build", "--output", "../www/html"]), 0);
    assert!(said.contains("new or changed"), "{said}");
    assert!(out.join("more/index.html").exists());
    fs::set_permissions(&www, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_picture_that_only_its_owner_may_read_is_published_for_all() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, site) = demo();
    fs::create_dir_all(site.join("content/static")).unwrap();
    let file = site.join("content/static/a.txt");
    fs::write(&file, "a").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    ends(&backstory(&site, &["build"]), 0);
    let rights = |path: &str| fs::metadata(site.join("public").join(path)).unwrap().permissions().mode();
    assert_eq!(rights("a.txt"), rights("index.html"));
}

#[test]
fn what_stands_in_the_way_of_an_interrupted_switch_is_not_overwritten() {
    let (_folder, site) = demo();
    ends(&backstory(&site, &["build"]), 0);
    let desk = site.join(".public.backstory");
    fs::create_dir_all(desk.join("stage")).unwrap();
    ["0", "1", "2"].iter().for_each(|slot| fs::write(desk.join("stage").join(slot), "new").unwrap());
    fs::write(desk.join("journal"), "~ 0 index.html\n+ 1 new/index.html\n+ 2 ../../outside\n").unwrap();
    // Between the interruption and the next command somebody makes a file of that name.
    fs::create_dir(site.join("public/new")).unwrap();
    fs::write(site.join("public/new/index.html"), "mine").unwrap();
    let home = fs::read(site.join("public/index.html")).unwrap();
    let said = ends(&backstory(&site, &["check"]), 0);
    assert!(said.contains("new/index.html` is in the way"), "{said}");
    assert_eq!(fs::read_to_string(site.join("public/new/index.html")).unwrap(), "mine");
    assert_eq!(fs::read(site.join("public/index.html")).unwrap(), home, "the switch is undone");
    assert!(!desk.join("journal").exists());
}

#[test]
fn a_build_that_another_one_holds_up_says_so() {
    let (_folder, site) = demo();
    let desk = site.join(".public.backstory");
    fs::create_dir_all(&desk).unwrap();
    let held = fs::File::create(desk.join("lock")).unwrap();
    held.lock().unwrap();
    let said = ends(&backstory(&site, &["build", "--wait", "0"]), 3);
    assert!(said.contains("another build"), "{said}");
}

#[test]
fn usage_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["build"][..],
        &["frobnicate"],
        &["build", "--base-url", "example.org"],
        &["new", "terms", "x"],
        &[],
    ] {
        ends(&backstory(folder.path(), arguments), 2);
    }
    for command in ["build", "serve", "check", "explain", "new", "schema", "why"] {
        let said = ends(&backstory(folder.path(), &[command, "--help"]), 0);
        assert!(said.contains("Examples:"), "{said}");
    }
    assert!(ends(&backstory(folder.path(), &["build"]), 2).contains("backstory new site"));
}

#[test]
fn nothing_is_overwritten() {
    let (folder, site) = demo();
    ends(&backstory(folder.path(), &["new", "site", "demo"]), 2);
    ends(&backstory(&site, &["new", "term", "Leap year"]), 2);
    for kind in ["explainer", "term", "person", "org", "place", "event", "source", "page"] {
        ends(&backstory(&site, &["new", kind, "“Été” – 1789: début"]), 0);
    }
    assert!(site.join("content/terms/ete-1789-debut.md").exists());
    ends(&backstory(&site, &["check", "--drafts"]), 0);
    // What was begun is not published as it stands.
    assert!(ends(&backstory(&site, &["check"]), 1).contains("BS0401"));
    ends(&backstory(&site, &["new", "term", "???"]), 2);
}

#[test]
fn a_bare_figure_is_pinned_by_fix_and_shown_first() {
    let (_folder, site) = demo();
    let facts = site.join("content/facts");
    fs::create_dir_all(&facts).unwrap();
    fs::write(
        facts.join("mine.yml"),
        "- {id: days, title: Days, unit: days, values: {2020: 366, 2021: 365}}\n",
    )
    .unwrap();
    let text = "---\ntitle: Days\n---\nThere were [366 days](fact:days), then [](fact:days), “ünïcödé”.\n";
    let file = site.join("content/explainers/days.md");
    fs::write(&file, text).unwrap();
    let said = ends(&backstory(&site, &["check"]), 1);
    assert!(said.contains("BS0321"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), text, "check alone writes nothing");
    let said = ends(&backstory(&site, &["check", "--fix"]), 0);
    assert!(said.contains("- There were") && said.contains("+ There were"), "{said}");
    let fixed = "---\ntitle: Days\n---\nThere were [366 days](fact:days@2020), then [365 days](fact:days@2021), “ünïcödé”.\n";
    assert_eq!(fs::read_to_string(&file).unwrap(), fixed);
    assert!(
        !fs::read_dir(site.join("content/explainers"))
            .unwrap()
            .any(|entry| { entry.unwrap().file_name().to_string_lossy().starts_with('.') })
    );
}

#[test]
fn a_dry_run_shows_what_would_be_written() {
    let (_folder, site) = demo();
    let file = site.join("content/explainers/why-leap-years.md");
    let right = fs::read_to_string(&file).unwrap();
    let wrong = right.replace("title: Why", "titel: Why").replace("term:tropical-year", "term:tropical-yaer");
    fs::write(&file, &wrong).unwrap();
    assert!(ends(&backstory(&site, &["check"]), 1).contains("2 safe answers: `backstory check --fix`"));
    let said = ends(&backstory(&site, &["check", "--fix", "--dry-run"]), 1);
    assert!(said.contains("content/explainers/why-leap-years.md\n    1   ---\n    2 - titel: Why"), "{said}");
    assert!(said.contains("    2 + title: Why") && said.contains("Would mend 1 file"), "{said}");
    assert!(!said.contains('\u{1b}'), "NO_COLOR is respected");
    assert_eq!(fs::read_to_string(&file).unwrap(), wrong, "nothing is written");
    let said = ends(&backstory(&site, &["check", "--fix"]), 0);
    assert!(said.contains("Mended 1 file"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), right);
    assert!(!ends(&backstory(&site, &["check", "--fix"]), 0).contains("Mended"), "once is enough");
    ends(&backstory(&site, &["check", "--dry-run"]), 2);
}

#[test]
fn a_record_gets_another_id_in_every_file_that_names_it() {
    let (_folder, site) = demo();
    let said = ends(&backstory(&site, &["rename", "term", "leap-year", "bissextile"]), 0);
    assert!(said.contains("Renamed"), "{said}");
    assert!(
        site.join("content/terms/bissextile.md").exists()
            && !site.join("content/terms/leap-year.md").exists()
    );
    ends(&backstory(&site, &["check", "--strict"]), 0);
    ends(&backstory(&site, &["build"]), 0);
    let moved = fs::read_to_string(site.join("public/glossary/leap-year/index.html")).unwrap();
    assert!(moved.contains("url=/glossary/bissextile/"), "the old address leads on: {moved}");
    let said = ends(&backstory(&site, &["rename", "term", "leap-yeer", "x"]), 2);
    assert!(said.contains("there is no term `leap-yeer`"), "{said}");
    let said = ends(&backstory(&site, &["rename", "term", "bissextile", "tropical-year"]), 2);
    assert!(said.contains("already"), "{said}");
    let said = ends(&backstory(&site, &["rename", "trem", "a", "b"]), 2);
    assert!(said.contains("the kinds are:"), "{said}");
}

#[test]
fn diff_tells_what_changed_in_words() {
    let (_folder, site) = demo();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").args(identity).args(arguments).current_dir(&site).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    };
    assert!(ends(&backstory(&site, &["diff"]), 2).contains("git"), "there is no repository yet");
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "first"]);
    assert!(ends(&backstory(&site, &["diff"]), 0).contains("nothing to tell since HEAD"));
    let file = site.join("content/explainers/why-leap-years.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n> “Give us our eleven days.”\n>\n> — Nobody\n")).unwrap();
    let said = ends(&backstory(&site, &["diff", "HEAD"]), 0);
    assert!(said.contains("quotation  + “Give us our eleven days.”"), "{said}");
    assert!(said.contains("feeds do not tell readers of this change"), "{said}");
    assert!(ends(&backstory(&site, &["diff", "nowhere"]), 2).contains("git knows no revision"));
}

#[test]
fn marks_are_written_down_and_compared() {
    let (_folder, site) = demo();
    let said = ends(&backstory(&site, &["marks", "--write"]), 0);
    assert!(said.contains("Wrote"), "{said}");
    let before = ends(&backstory(&site, &["build", "--output", "one"]), 0);
    assert!(!before.contains("warning"), "{before}");
    assert!(ends(&backstory(&site, &["marks"]), 0).contains(" kept, 0 moved, 0 lost"));
    fs::remove_file(site.join("content/annotations.lock")).unwrap();
    ends(&backstory(&site, &["build", "--output", "two"]), 0);
    let page = "explainers/why-leap-years/index.html";
    let read = |folder: &str| fs::read(site.join(folder).join(page)).unwrap();
    assert_eq!(read("one"), read("two"), "no page depends on it");
    fs::write(site.join("content/annotations.lock"), "{nonsense").unwrap();
    assert!(ends(&backstory(&site, &["marks"]), 1).contains("BS0411"));
    ends(&backstory(&site, &["marks", "--write"]), 0);
    assert!(ends(&backstory(&site, &["marks"]), 0).contains("0 lost"));
}

#[test]
fn a_code_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let output = backstory(folder.path(), &["explain", "BS0302"]);
    ends(&output, 0);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.starts_with("BS0302: A mark that names nothing\n\nA mark names"), "{told}");
    assert!(told.contains("Wrong, content/explainers/x.md:\n\n    ---\n"), "{told}");
    for short in ["302", "bs0302", "bs302"] {
        assert_eq!(backstory(folder.path(), &["explain", short]).stdout, told.as_bytes());
    }
    let all = ends(&backstory(folder.path(), &["explain"]), 0);
    assert!(all.contains("BS0302  A mark that names nothing\n") && all.lines().count() > 60, "{all}");
    assert!(ends(&backstory(folder.path(), &["explain", "BS0300"]), 2).contains("did you mean BS0301?"));
    assert!(ends(&backstory(folder.path(), &["explain", "nonsense"]), 2).contains("`backstory explain`"));
}

#[test]
fn programs_are_told_on_standard_output_and_people_on_standard_error() {
    let (folder, site) = demo();
    let file = site.join("content/explainers/why-leap-years.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n[a](term:none) [b](term:none) <b>\n")).unwrap();
    for (command, format) in [("check", "json"), ("build", "json"), ("check", "sarif"), ("build", "sarif")] {
        let output = backstory(folder.path(), &[command, "demo", "--format", format]);
        assert_eq!(output.status.code(), Some(1));
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(told.to_string().contains("demo/content/explainers/why-leap-years.md"), "{told}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("BS0302"));
    }
    for format in ["short", "github"] {
        let output = backstory(folder.path(), &["check", "demo", "--format", format]);
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8(output.stdout).unwrap().contains("there is no term `none`"));
    }
    let output = backstory(&site, &["check", "--max-diagnostics", "1"]);
    assert!(output.stdout.is_empty());
    let said = ends(&output, 1);
    assert!(
        said.contains("2 errors, 1 warning; 1 shown, errors first: --max-diagnostics 0 shows all"),
        "{said}"
    );
    assert_eq!(said.matches("BS0302]").count(), 1, "{said}");
    assert!(said.contains("`backstory explain BS0302` tells more"), "{said}");
    fs::write(&file, text).unwrap();
    let output = backstory(&site, &["check", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["diagnostics"], serde_json::json!([]));
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_is_not_obeyed() {
    let (_folder, site) = demo();
    fs::write(site.join("content/terms/a\u{1b}[31m\n::error::b.md"), "# A\n").unwrap();
    fs::write(site.join("content/terms/c\u{202e}d.md"), "# A\n").unwrap();
    for format in ["human", "short", "json", "sarif", "github"] {
        let said = ends(&backstory(&site, &["check", "--format", format]), 1);
        assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said}");
        assert!(
            format == "github" || !said.lines().any(|line| line.trim_start().starts_with("::error")),
            "{said}"
        );
        assert!(said.contains("cannot be an id") && said.contains("in the name of this file"), "{said}");
    }
}

#[test]
fn shells_and_readers_of_manuals_get_what_they_need() {
    let folder = tempfile::tempdir().unwrap();
    for (shell, sign) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef backstory"),
        ("fish", "complete -c backstory"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let output = backstory(folder.path(), &["completions", shell]);
        let script = String::from_utf8_lossy(&output.stdout).into_owned();
        ends(&output, 0);
        assert!(script.contains(sign) && script.contains("github-pages"), "{shell}: {script}");
    }
    let page = ends(&backstory(folder.path(), &["man"]), 0);
    assert!(page.contains(".TH backstory 1") && page.contains("publish"), "{page}");
    ends(&backstory(folder.path(), &["man", "--into", "man1"]), 0);
    for name in ["backstory.1", "backstory-build.1", "backstory-publish-github-pages.1"] {
        assert!(fs::read_to_string(folder.path().join("man1").join(name)).unwrap().contains(".SH"), "{name}");
    }
}

#[test]
fn why_a_page_is_there_is_told() {
    let (folder, site) = demo();
    let told = ends(&backstory(&site, &["why", "content/terms/leap-year.md"]), 0);
    assert!(told.starts_with("what       term:leap-year"), "{told}");
    for part in [
        "content/terms/leap-year.md:2:1",
        "published  yes",
        "/glossary/leap-year/",
        "page/term.html (templates/page/term.html, built in)",
        "content/explainers/why-leap-years.md:",
    ] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
    let output = backstory(folder.path(), &["why", "term:leap-year", "--site", "demo", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["accounts"][0]["pages"][0]["template"]["built_in"], true);
    let term = site.join("content/terms/leap-year.md");
    fs::write(&term, fs::read_to_string(&term).unwrap().replacen("---\n", "---\nstage: draft\n", 1)).unwrap();
    let told = ends(&backstory(&site, &["why", "/glossary/leap-year/"]), 1);
    assert!(told.contains("no: its stage is `draft`"), "{told}");
    ends(&backstory(&site, &["why", "/glossary/leap-year/", "--drafts"]), 0);
    assert!(
        ends(&backstory(&site, &["why", "term:leap-yeer"]), 2).contains("did you mean `term:leap-year`?")
    );
}

#[test]
fn a_new_site_tells_editors_of_its_schemas() {
    let (_folder, site) = demo();
    let settings = fs::read_to_string(site.join(".vscode/settings.json")).unwrap();
    let settings: serde_json::Value = serde_json::from_str(&settings).unwrap();
    let of = settings["yaml.schemas"].as_object().unwrap();
    assert_eq!(of[".backstory/schemas/site.json"], "content/site.yml");
    for file in of.keys() {
        assert!(site.join(file).is_file(), "{file}");
    }
    let mut told = 0;
    for entry in walkdir::WalkDir::new(site.join("content")) {
        let file = entry.unwrap().into_path();
        let Some(schema) = fs::read_to_string(&file).ok().and_then(|text| {
            Some(text.strip_prefix("# yaml-language-server: $schema=")?.lines().next()?.to_owned())
        }) else {
            continue;
        };
        assert!(file.parent().unwrap().join(&schema).is_file(), "{}: {schema}", file.display());
        told += 1;
    }
    assert_eq!(told, 5, "site.yml and every list");
    let printed = ends(&backstory(&site, &["schema", "term-list"]), 0);
    assert_eq!(printed, fs::read_to_string(site.join(".backstory/schemas/term-list.json")).unwrap());
    assert!(ends(&backstory(&site, &["schema"]), 0).contains("term             content/terms/**/*.md\n"));
    assert!(ends(&backstory(&site, &["schema", "trem"]), 2).contains("did you mean `term`?"));
    assert!(ends(&backstory(&site, &["schema", "--into", "there"]), 0).contains("Wrote"));
    assert!(site.join("there/report.json").is_file());
}
