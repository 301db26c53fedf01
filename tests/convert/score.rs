//! Scores `backstory import` on the gold set: precision, recall and F1 of every element (see README.md here).
//!
//! It runs the command as anybody would and reads its JSON. Without arguments both halves are scored and held to
//! the floors below; a folder, or several, is scored and printed. `-v` tells what was missed or wrong; of the
//! unseen half that is never told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// What is counted, in the order of the table.
const ELEMENTS: &[&str] = &[
    "title",
    "standfirst",
    "authors",
    "published",
    "dateline",
    "source",
    "headings",
    "alts",
    "captions",
    "credits",
    "quotes",
    "quotes, overlap",
    "speaker",
    "people",
    "role",
    "organisation",
    "acronyms",
    "dates",
    "figures",
    "places",
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let verbose = words.iter().any(|word| word == "-v");
    let folders: Vec<PathBuf> =
        words.iter().filter(|word| !word.starts_with('-')).map(PathBuf::from).collect();
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/convert");
    let halves = [("seen", gold.join("seen")), ("unseen", gold.join("unseen"))];
    if folders.is_empty() {
        let scores = halves.map(|(name, folder)| Score::of(name, &folder, verbose && name == "seen"));
        print(&scores);
        return held_to_floors(&scores);
    }
    let scores: Vec<Score> =
        folders.iter().map(|folder| Score::of(&folder.display().to_string(), folder, verbose)).collect();
    print(&scores);
    ExitCode::SUCCESS
}

/// The counts of one folder.
struct Score {
    name: String,
    articles: usize,
    counts: BTreeMap<&'static str, Count>,
}

#[derive(Default, Clone, Copy)]
struct Count {
    right: usize,
    found: usize,
    expected: usize,
}

impl Count {
    fn precision(self) -> f64 {
        // Where nothing is found nothing is wrong; recall tells.
        if self.found == 0 { 1.0 } else { self.right as f64 / self.found as f64 }
    }

    fn recall(self) -> f64 {
        if self.expected == 0 { 1.0 } else { self.right as f64 / self.expected as f64 }
    }

    fn f1(self) -> f64 {
        let sum = self.found + self.expected;
        if sum == 0 { 1.0 } else { 2.0 * self.right as f64 / sum as f64 }
    }
}

impl Score {
    fn of(name: &str, folder: &Path, verbose: bool) -> Self {
        let mut score = Self { name: name.to_owned(), articles: 0, counts: BTreeMap::new() };
        for (file, gold) in articles(folder) {
            let found = imported(&file);
            score.articles += 1;
            for element in ELEMENTS {
                let told = Told::of(element, &found, &gold);
                let count = score.counts.entry(element).or_default();
                count.right += told.right;
                count.found += told.right + told.wrong.len();
                count.expected += told.right + told.missed.len();
                if verbose {
                    let name = file.file_name().unwrap().to_string_lossy().into_owned();
                    told.wrong.iter().for_each(|what| println!("{name}: {element}: wrong:  {what}"));
                    told.missed.iter().for_each(|what| println!("{name}: {element}: missed: {what}"));
                }
            }
        }
        assert!(score.articles > 0, "there is no article with a .yml beside it in {}", folder.display());
        score
    }
}

/// The articles of a folder, each with what is expected of it.
fn articles(folder: &Path) -> Vec<(PathBuf, Value)> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a folder that can be read").into_path())
        .filter(|path| path.is_file() && path.extension().is_some_and(|ending| ending != "yml"))
        .collect();
    files.sort();
    let gold = |file: &PathBuf| std::fs::read_to_string(file.with_extension("yml")).ok();
    let read = |file: PathBuf| {
        let gold = gold(&file)?;
        let value = serde_yaml::from_str(&gold).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        Some((file, value))
    };
    files.into_iter().filter_map(read).collect()
}

/// What the command says of one article.
fn imported(file: &Path) -> Value {
    let out = Command::new(env!("CARGO_BIN_EXE_backstory"))
        .args(["import", "--dry-run", "--json"])
        .arg(file)
        .output()
        .expect("the command runs");
    let text = String::from_utf8(out.stdout).unwrap();
    serde_json::from_str(text.lines().next().unwrap_or("null")).unwrap_or(Value::Null)
}

/// How one element of one article compares.
struct Told {
    right: usize,
    wrong: Vec<String>,
    missed: Vec<String>,
}

impl Told {
    fn of(element: &str, found: &Value, gold: &Value) -> Self {
        let expected = expected(element, gold);
        let overlap = element == "quotes, overlap";
        let mut open: Vec<&Vec<String>> = expected.iter().collect();
        let mut told = Self { right: 0, wrong: Vec::new(), missed: Vec::new() };
        for found in self::found(element, found) {
            let fits = |right: &&Vec<String>| {
                right.iter().any(|right| {
                    *right == found || (overlap && (right.contains(&found) || found.contains(right)))
                })
            };
            match open.iter().position(fits) {
                Some(at) => {
                    open.remove(at);
                    told.right += 1;
                }
                None => told.wrong.push(found),
            }
        }
        told.missed = open.into_iter().map(|right| right.join(" ~ ")).collect();
        told
    }
}

/// What is expected, each with every form that is right.
fn expected(element: &str, gold: &Value) -> Vec<Vec<String>> {
    let each = |key: &str| gold[key].as_array().cloned().unwrap_or_default();
    let pairs = |key: &str, a: &str, b: &str| -> Vec<Vec<String>> {
        each(key)
            .iter()
            .map(|item| both(&forms(&item[a]), &forms(&item[b])))
            .filter(|all| !all.is_empty())
            .collect()
    };
    match element {
        "title" | "standfirst" | "published" => {
            forms(&gold[element]).into_iter().map(|form| vec![form]).collect()
        }
        "authors" | "headings" | "alts" | "captions" | "credits" | "dates" | "places" => {
            each(element).iter().map(forms).collect()
        }
        "dateline" => dateline(&gold["dateline"]).into_iter().map(|form| vec![form]).collect(),
        "source" => ["publisher", "url"]
            .iter()
            .map(|key| forms(&gold["source"][key]))
            .filter(|f| !f.is_empty())
            .collect(),
        "quotes" | "quotes, overlap" => each("quotes").iter().map(|quote| forms(&quote["text"])).collect(),
        "speaker" => pairs("quotes", "text", "by"),
        "people" => each("people").iter().map(|person| forms(&person["name"])).collect(),
        "role" => pairs("people", "name", "role"),
        "organisation" => pairs("people", "name", "org"),
        "acronyms" => gold["acronyms"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(short, long)| both(&[norm(short)], &forms(long)))
            .collect(),
        "figures" => pairs("figures", "words", "by"),
        other => panic!("{other} is no element"),
    }
}

/// What was found.
fn found(element: &str, found: &Value) -> Vec<String> {
    let all = |key: &str| found[key].as_array().cloned().unwrap_or_default();
    let of = |kind: &str| -> Vec<Value> {
        all("suggestions").into_iter().filter(|found| found["kind"] == kind).collect()
    };
    let pictures = |key: &str| all("pictures").iter().flat_map(|picture| forms(&picture[key])).collect();
    let pairs = |kind: &str, a: &str, b: &str| {
        of(kind).iter().flat_map(|found| both(&forms(&found[a]), &forms(&found[b]))).collect::<Vec<_>>()
    };
    let mut told: Vec<String> = match element {
        "title" | "standfirst" | "published" => forms(&found[element]),
        "authors" | "headings" => all(element).iter().flat_map(forms).collect(),
        "alts" => pictures("alt"),
        "captions" => pictures("caption"),
        "credits" => pictures("credit"),
        "dateline" => dateline(&found["dateline"]),
        "source" => ["publisher", "url"].iter().flat_map(|key| forms(&found["source"][key])).collect(),
        "quotes" | "quotes, overlap" => of("quote").iter().flat_map(|quote| forms(&quote["text"])).collect(),
        "speaker" => pairs("quote", "text", "by"),
        "people" => of("person").iter().flat_map(|person| forms(&person["name"])).collect(),
        "role" => pairs("person", "name", "role"),
        "organisation" => pairs("person", "name", "org"),
        "acronyms" => pairs("term", "short", "expansion"),
        "dates" => of("event").iter().flat_map(|event| forms(&event["date"])).collect(),
        "figures" => pairs("fact", "words", "by"),
        "places" => of("place").iter().flat_map(|place| forms(&place["name"])).collect(),
        other => panic!("{other} is no element"),
    };
    if !matches!(element, "quotes" | "quotes, overlap" | "speaker" | "figures") {
        told.sort();
        told.dedup();
    }
    told
}

fn dateline(value: &Value) -> Vec<String> {
    let place = forms(&value["place"]);
    let date = forms(&value["date"]).concat();
    place.into_iter().map(|place| format!("{place} {date}").trim().to_owned()).collect()
}

fn both(a: &[String], b: &[String]) -> Vec<String> {
    a.iter().flat_map(|a| b.iter().map(move |b| format!("{a} | {b}"))).collect()
}

/// A value, or each of a list.
fn forms(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![norm(text)],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(all) => all.iter().flat_map(forms).collect(),
        _ => Vec::new(),
    }
}

/// What is no difference is taken out.
fn norm(text: &str) -> String {
    let straight: String = text
        .chars()
        .map(|c| match c {
            '“' | '”' | '„' | '«' | '»' | '"' => '\'',
            '‘' | '’' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    let words = straight.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let bare = words.trim_matches(|c: char| ".,;: '".contains(c));
    let bare = ["the ", "a ", "an "].iter().find_map(|article| bare.strip_prefix(article)).unwrap_or(bare);
    // A time of publication is compared by its day.
    let day = bare
        .get(..10)
        .filter(|day| bare.get(10..11) == Some("t") && day.bytes().all(|b| b.is_ascii_digit() || b == b'-'));
    day.unwrap_or(bare).to_owned()
}

fn print(scores: &[Score]) {
    print!("{:<16}", "");
    scores
        .iter()
        .for_each(|score| print!("  {:<30}", format!("{} ({} articles)", score.name, score.articles)));
    print!("\n{:<16}", "element");
    scores.iter().for_each(|_| print!("  {:>6} {:>6} {:>6} {:>9}", "P", "R", "F1", "expected"));
    println!();
    for element in ELEMENTS {
        print!("{element:<16}");
        for score in scores {
            let count = score.counts[element];
            print!(
                "  {:>6.3} {:>6.3} {:>6.3} {:>9}",
                count.precision(),
                count.recall(),
                count.f1(),
                count.expected
            );
        }
        println!();
    }
}

/// What must hold of both halves: precision, recall and F1 at least.
const FLOORS: &[(&str, f64, f64, f64)] = &[
    ("title", 0.0, 0.0, 0.98),
    ("standfirst", 0.0, 0.0, 0.98),
    ("dateline", 0.0, 0.0, 0.98),
    ("headings", 0.0, 0.0, 0.98),
    ("captions", 0.0, 0.0, 0.98),
    ("credits", 0.0, 0.0, 0.98),
    ("quotes", 0.0, 0.0, 0.95),
    ("speaker", 0.95, 0.85, 0.0),
    ("people", 0.95, 0.85, 0.0),
    ("role", 0.95, 0.85, 0.0),
    ("acronyms", 0.98, 0.90, 0.0),
    ("dates", 0.97, 0.85, 0.0),
    ("figures", 0.90, 0.70, 0.0),
];

fn held_to_floors(scores: &[Score]) -> ExitCode {
    let mut fine = true;
    for score in scores {
        for (element, precision, recall, f1) in FLOORS {
            let count = score.counts[element];
            if count.precision() < *precision || count.recall() < *recall || count.f1() < *f1 {
                println!("{}: {element} is below P {precision} R {recall} F1 {f1}", score.name);
                fine = false;
            }
        }
    }
    if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
