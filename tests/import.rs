//! `backstory import` and `backstory review` as a person types them: what they write, what they refuse, how they end.
#![cfg(feature = "import")]
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const RAW: &str = include_str!("fixtures/raw-article.txt");

fn backstory(folder: &Path, arguments: &[&str], typed: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_backstory"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

#[track_caller]
fn ends(output: &Output, code: i32) -> String {
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

/// An empty site, with raw copy beside it.
fn site() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    fs::create_dir_all(site.join("content/explainers")).unwrap();
    fs::write(site.join("content/site.yml"), "title: Site\nbase_url: https://example.org/\n").unwrap();
    fs::write(folder.path().join("dam.txt"), RAW).unwrap();
    (folder, site)
}

/// Every file of a folder, with what it holds.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.unwrap().into_path());
    entries.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

const ARTICLE: &str = "content/explainers/river-dispute-what-would-a-rupture-over-the-kessary-dam-mean.md";
const FOUND: &str = "suggestions/river-dispute-what-would-a-rupture-over-the-kessary-dam-mean.yml";

#[test]
fn a_draft_is_written_and_importing_again_changes_nothing() {
    let (_folder, site) = site();
    let said = ends(&backstory(&site, &["import", "../dam.txt"], ""), 0);
    for part in [
        "headline",
        "Torholt, Velmara",
        "Tomas Keller, director · River Institute",
        "Tomas Keller “We are at a low point,”",
        "31 per cent",
        "Imported content/explainers/river",
        "backstory review",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    let article = fs::read_to_string(site.join(ARTICLE)).unwrap();
    assert!(article.contains("\nstage: draft "), "{article}");
    let before = files(&site);
    assert!(ends(&backstory(&site, &["import", "../dam.txt"], ""), 0).contains("Unchanged"));
    assert_eq!(files(&site), before);
    ends(&backstory(&site, &["check", "--drafts"], ""), 0);
    ends(&backstory(&site, &["build"], ""), 0);
    assert!(!site.join("public/explainers").exists(), "a draft is in no build");
}

#[test]
fn an_edited_article_is_left_and_the_difference_shown() {
    let (_folder, site) = site();
    ends(&backstory(&site, &["import", "../dam.txt"], ""), 0);
    let article = site.join(ARTICLE);
    let edited = fs::read_to_string(&article).unwrap().replace("Experts say", "Engineers say");
    fs::write(&article, &edited).unwrap();
    let before = files(&site);
    let said = ends(&backstory(&site, &["import", "../dam.txt"], ""), 1);
    assert!(
        said.contains("is left as it is")
            && said.contains("- Engineers say")
            && said.contains("+ Experts say"),
        "{said}"
    );
    assert_eq!(files(&site), before);
    // A new version of the raw copy replaces only what nobody edited.
    let again = tempfile::tempdir().unwrap();
    fs::rename(site.join("content"), again.path().join("content")).unwrap();
    fs::create_dir_all(site.join("content")).unwrap();
    fs::remove_dir_all(site.join("suggestions")).unwrap();
    ends(&backstory(&site, &["import", "../dam.txt"], ""), 0);
    fs::write(site.join("../dam.txt"), RAW.replace("31 per cent", "30 per cent")).unwrap();
    ends(&backstory(&site, &["import", "../dam.txt"], ""), 0);
    assert!(fs::read_to_string(site.join(ARTICLE)).unwrap().contains("30 per cent"));
}

#[test]
fn a_dry_run_writes_nothing_and_json_is_a_line_for_each_article() {
    let (_folder, site) = site();
    let before = files(&site);
    let output = backstory(&site, &["import", "../dam.txt", "../dam.txt", "--dry-run", "--json"], "");
    ends(&output, 0);
    assert_eq!(files(&site), before);
    let lines: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["dateline"]["place"], "Torholt, Velmara");
    assert_eq!(lines[0]["pictures"][1]["credit"], "Agency/A. Photographer/Archive via Agency");
    let quote =
        lines[0]["suggestions"].as_array().unwrap().iter().find(|found| found["kind"] == "quote").unwrap();
    assert_eq!(quote["by"], "Tomas Keller");
    assert!(
        quote["sentence"].as_str().unwrap().contains("low point")
            && quote["confidence"].as_u64().unwrap() > 80
    );
    // Without a site a dry run does as well.
    ends(&backstory(site.parent().unwrap(), &["import", "dam.txt", "--dry-run"], ""), 0);
    ends(&backstory(site.parent().unwrap(), &["import", "dam.txt"], ""), 2);
}

#[test]
fn everything_that_is_marked_at_once_checks_clean() {
    let (_folder, site) = site();
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/convert/seen");
    let said = ends(&backstory(&site, &["import", gold.to_str().unwrap(), "--mark-above", "0"], ""), 0);
    assert!(said.contains("12 articles") && said.contains("left out: 12 files"), "{said}");
    let said = ends(&backstory(&site, &["check", "--drafts"], ""), 0);
    assert!(said.contains("Checked"), "{said}");
    let people = fs::read_dir(site.join("content/people")).unwrap().count();
    assert!(people > 20, "{people} people");
    let before = files(&site);
    let said = ends(&backstory(&site, &["import", gold.to_str().unwrap(), "--mark-above", "0"], ""), 0);
    assert!(said.contains("12 unchanged"), "{said}");
    assert_eq!(files(&site), before);
}

#[test]
fn a_review_accepts_edits_skips_and_goes_on_where_it_was_left() {
    let (_folder, site) = site();
    ends(&backstory(&site, &["import", "../dam.txt"], ""), 0);
    // Accept the first, edit the second, skip the third, stop.
    let said = ends(&backstory(&site, &["review"], "a\ne\nWe are at a very low point\n\ns\nq\n"), 0);
    assert!(said.contains("Tomas Keller") && said.contains("Reviewed 2 accepted, 1 skipped"), "{said}");
    let article = fs::read_to_string(site.join(ARTICLE)).unwrap();
    assert!(article.contains("[Tomas Keller](person:tomas-keller), director"), "{article}");
    let person = fs::read_to_string(site.join("content/people/tomas-keller.md")).unwrap();
    assert!(
        person.contains("{title: \"director\", org: \"River Institute\"}") && person.contains("stage: draft"),
        "{person}"
    );
    let found = fs::read_to_string(site.join(FOUND)).unwrap();
    assert_eq!((found.matches("state: accepted").count(), found.matches("state: skipped").count()), (2, 1));
    // The next walk begins behind it; the end of what is typed is a stop.
    let open = found.matches("state: open").count();
    let said = ends(&backstory(&site, &["review"], "s\n"), 0);
    assert!(
        said.contains(&format!("1 of {open}")) && said.contains(&format!("1 skipped, {} open", open - 1)),
        "{said}"
    );
    // What a review wrote, an import leaves.
    assert!(ends(&backstory(&site, &["import", "../dam.txt"], ""), 0).contains("Unchanged"));
    ends(&backstory(&site, &["check", "--drafts"], ""), 0);
    assert!(ends(&backstory(&site, &["review", "river-dispute"], ""), 2).contains("did you mean"));
}

#[test]
fn entries_that_the_site_has_are_linked_and_not_suggested_again() {
    let (_folder, site) = site();
    fs::create_dir_all(site.join("content/people")).unwrap();
    fs::write(
        site.join("content/people/keller.md"),
        "---\ntitle: Tomas Keller\nshort: A hydrologist.\n---\n",
    )
    .unwrap();
    let said = ends(&backstory(&site, &["import", "../dam.txt", "--mark-above", "85"], ""), 0);
    assert!(said.contains("person:keller") && !said.contains("Tomas Keller, director"), "{said}");
    assert!(fs::read_to_string(site.join(ARTICLE)).unwrap().contains("[Tomas Keller](person:keller)"));
    assert!(!site.join("content/people/tomas-keller.md").exists());
}

#[test]
fn a_word_file_is_read() {
    let (folder, site) = site();
    let document = r#"<w:document xmlns:w="w" xmlns:r="r"><w:body>
        <w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>The river is low</w:t></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="Subtitle"/></w:pPr><w:r><w:t>Two dry winters have emptied it.</w:t></w:r></w:p>
        <w:p><w:r><w:t>By Ada Example</w:t></w:r></w:p>
        <w:p><w:r><w:t xml:space="preserve">TORHOLT, Velmara – The </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>coun</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>cil</w:t></w:r><w:r><w:t xml:space="preserve"> met &amp; put off the vote, said </w:t></w:r><w:hyperlink r:id="rId1"><w:r><w:t>its minutes</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>What is known</w:t></w:r></w:p>
        <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>One</w:t></w:r></w:p><w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Two</w:t></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Year</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Level</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>2022</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>31</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>“We will wait,” said Jane Holm, the mayor.</w:t></w:r></w:p></w:body></w:document>"#;
    let notes = r#"<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>Of May.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let links =
        r#"<Relationships><Relationship Id="rId1" Target="https://example.org/minutes"/></Relationships>"#;
    let parts = [
        ("word/document.xml", document),
        ("word/footnotes.xml", notes),
        ("word/_rels/document.xml.rels", links),
    ];
    fs::write(
        folder.path().join("copy.docx"),
        word_file(&parts.map(|(name, text)| (name, text.as_bytes().to_vec()))),
    )
    .unwrap();
    let said = ends(&backstory(&site, &["import", "../copy.docx"], ""), 0);
    assert!(said.contains("Jane Holm “We will wait,”"), "{said}");
    let article = fs::read_to_string(site.join("content/explainers/the-river-is-low.md")).unwrap();
    let expected = "---\ntitle: \"The river is low\"\nstandfirst: \"Two dry winters have emptied it.\"\nauthors: [\"Ada Example\"]\ndateline: {place: \"TORHOLT, Velmara\"}\nstage: draft        # take this line out when it is ready for readers\nsources: [the-river-is-low]\n---\n\nThe **council** met & put off the vote, said [its minutes](https://example.org/minutes).[^fn2]\n\n## What is known\n\n- One\n- Two\n\n| Year | Level |\n| --- | --- |\n| 2022 | 31 |\n\n“We will wait,” said Jane Holm, the mayor.\n\n[^fn2]: Of May.\n";
    assert_eq!(article, expected);
}

/// An archive with these parts.
fn word_file(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn what_is_no_article_is_refused_in_one_run_and_nothing_of_it_written() {
    let (folder, site) = site();
    let copy = folder.path().join("copy");
    fs::create_dir(&copy).unwrap();
    let whole = word_file(&[("word/document.xml", b"<w:document/>".to_vec())]);
    let bomb = word_file(&[("word/document.xml", vec![b' '; 100 << 20])]);
    let deep = format!("<html><body>{}x{}</body></html>", "<div>".repeat(50_000), "</div>".repeat(50_000));
    let bad: [(&str, Vec<u8>, &str); 10] = [
        ("a.txt", b"%PDF-1.7".to_vec(), "is a PDF, not text"),
        ("b.txt", Vec::new(), "is empty"),
        ("c.docx", whole[..whole.len() / 2].to_vec(), "is no whole Word file"),
        ("d.docx", bomb, "unpacks to more than 32 MB"),
        ("e.docx", b"not an archive".to_vec(), "is no whole Word file"),
        ("f.html", deep.into_bytes(), "nests more than 512 elements"),
        (
            "g.html",
            b"<html><body><h1>Log in</h1><p>Log in to continue reading.</p></body></html>".to_vec(),
            "is a page that asks to log in",
        ),
        ("h.html", vec![b' '; 50 << 20], "is too large: 50 MB"),
        ("i.docx", whole, "holds no text"),
        ("j.txt", b"\x00\x01\x02\x00\x03\x04binary\x05\x06".to_vec(), "is no text"),
    ];
    for (name, bytes, _) in &bad {
        fs::write(copy.join(name), bytes).unwrap();
    }
    fs::write(copy.join("k.txt"), RAW).unwrap();
    let said = ends(&backstory(&site, &["import", "../copy"], ""), 1);
    for (name, _, says) in &bad {
        assert!(said.contains(&format!("`{name}` {says}")), "{name}: {says} is not in {said}");
    }
    assert!(said.contains("1 article, 0 unchanged, 10 refused"), "{said}");
    let written: Vec<_> = files(&site.join("content")).into_keys().collect();
    assert_eq!(written.len(), 3, "the article, its source and site.yml: {written:?}");
}

#[test]
fn two_articles_of_one_headline_have_two_files() {
    let (folder, site) = site();
    let copy = folder.path().join("copy");
    fs::create_dir(&copy).unwrap();
    fs::write(copy.join("a.txt"), RAW).unwrap();
    fs::write(copy.join("b.txt"), RAW.replace("31 per cent", "30 per cent")).unwrap();
    ends(&backstory(&site, &["import", "../copy"], ""), 0);
    let second = fs::read_to_string(site.join(ARTICLE.replace(".md", "-2.md"))).unwrap();
    assert!(second.contains("30 per cent") && second.contains("mean-2]"), "{second}");
    assert!(ends(&backstory(&site, &["import", "../copy"], ""), 0).contains("2 unchanged"));
    ends(&backstory(&site, &["check", "--drafts"], ""), 0);
}

#[test]
fn markdown_stays_as_it_is_written_but_for_its_head() {
    let (folder, site) = site();
    let body = "The council *met* for the third time; `code` and <b>this</b> stay.\n\n<!-- ask again -->\n\n- [one](https://example.org/)\n";
    let text = format!(
        "# The river is low\n\n*Two dry winters have emptied it.*\n\nBy Ada Example\n\n14 March 2023\n\n{body}"
    );
    fs::write(folder.path().join("river.md"), text).unwrap();
    ends(&backstory(&site, &["import", "../river.md"], ""), 0);
    let article = fs::read_to_string(site.join("content/explainers/the-river-is-low.md")).unwrap();
    let head = "---\ntitle: \"The river is low\"\nstandfirst: \"Two dry winters have emptied it.\"\npublished: 2023-03-14\nauthors: [\"Ada Example\"]\n";
    assert!(article.starts_with(head) && article.ends_with(&format!("---\n\n{body}")), "{article}");
}

#[test]
fn other_commands_may_write_the_copy_in_any_encoding() {
    let (folder, site) = site();
    let said = ends(&backstory(&site, &["import", "-"], RAW), 0);
    assert!(said.contains("Imported content/explainers/river"), "{said}");
    fs::write(folder.path().join("cafe.txt"), b"The caf\xe9 is closed\n\nThe caf\xe9 beside the river has been closed since the flood, the owner said, and nobody knows for how long.\n").unwrap();
    let said = ends(&backstory(&site, &["import", "../cafe.txt"], ""), 0);
    assert!(said.contains("windows-1252"), "{said}");
    let article = fs::read_to_string(site.join("content/explainers/the-cafe-is-closed.md")).unwrap();
    assert!(article.contains("The café beside the river"), "{article}");
}
