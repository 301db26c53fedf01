//! What is wrong, in every form: valid before the schemas of others, capped, in order, and with nothing in it that a
//! terminal or the log of a CI service would obey.
#![allow(clippy::unwrap_used, missing_docs)]

use backstory::io::builtin::{FILES, explanations};
use backstory::io::report::{Colour, Format, JSON_SCHEMA, MOST, Report};
use backstory::io::store::Store;
use backstory::model::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use backstory::model::edit::Edit;
use backstory::model::input::{Input, Options, Project};
use backstory::model::text::Span;
use backstory::{Memory, build};
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;

const FORMATS: [Format; 5] = [Format::Human, Format::Short, Format::Json, Format::Sarif, Format::Github];

/// A site of these files, with the built-in templates.
fn project(files: &[(&str, &str)]) -> Project {
    let site = ("content/site.yml", "title: Site\nbase_url: https://example.org/\n");
    let mut inputs: Vec<Input> = FILES.iter().map(|(path, bytes)| Input::new(path, *bytes)).collect();
    inputs.extend([site].iter().chain(files).map(|(path, text)| Input::new(path, text.as_bytes())));
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    Project { inputs, media: Vec::new(), options: Options::default() }
}

fn built(project: &Project) -> Diagnostics {
    build(project, &mut Memory::new(), &Store::new())
}

fn told(project: &Project, found: &Diagnostics, format: Format) -> String {
    Report::new(found, project, MOST).told(format, Colour::Off)
}

/// What all that the explanations call wrong gives, as one form.
fn everything_wrong(format: Format) -> Vec<(&'static str, Value)> {
    let all = explanations().filter(|explanation| !explanation.wrong.is_empty());
    let told = all.map(|explanation| {
        let examples = explanation.with.iter().chain(&explanation.wrong);
        let files: Vec<_> = examples
            .filter(|example| example.path != "content/site.yml")
            .map(|example| (example.path, example.text))
            .collect();
        let project = project(&files);
        let json = told(&project, &built(&project), format);
        (explanation.code, serde_json::from_str(&json).unwrap())
    });
    told.collect()
}

#[track_caller]
fn assert_valid(schema: &Value, told: &[(&str, Value)]) {
    let validator = jsonschema::validator_for(schema).unwrap();
    for (name, value) in told {
        let errors: Vec<_> = validator.iter_errors(value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}\n{value:#}");
    }
}

#[test]
fn json_has_the_form_that_its_schema_describes() {
    let schema: Value = serde_json::from_str(JSON_SCHEMA).unwrap();
    let told = everything_wrong(Format::Json);
    assert_valid(&schema, &told);
    assert!(told.iter().any(|(_, report)| report["diagnostics"][0]["related"].is_array()));
    assert!(told.iter().any(|(_, report)| report["diagnostics"][0]["fix"].is_object()));
    assert!(jsonschema::meta::is_valid(&schema));
    assert!(!jsonschema::is_valid(&schema, &serde_json::json!({ "version": 1, "diagnostics": [{}] })));
}

#[test]
fn sarif_is_valid_before_its_schema() {
    let told = everything_wrong(Format::Sarif);
    let mut schema: Value = serde_json::from_str(include_str!("schemas/sarif-2.1.0.json")).unwrap();
    // This pattern has a bracket too many, so that it is no pattern; we name no language.
    for thing in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][thing]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    assert_valid(&schema, &told);
    let of = |code: &str| &told.iter().find(|(of, _)| *of == code).unwrap().1["runs"][0];
    let run = of("BS0321");
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "BS0321");
    assert!(
        rule["help"]["markdown"].as_str().unwrap().contains("Right, in `content/explainers/x.md`"),
        "{rule}"
    );
    let result = &run["results"][0];
    assert_eq!((&result["level"], &result["ruleIndex"]), (&"error".into(), &0.into()));
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&4.into(), &1.into()), "{region}");
    let replaced = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replaced["deletedRegion"], *region);
    assert_eq!(replaced["insertedContent"]["text"], "[More than 3.8 million](fact:refugees@2022-03-28)");
    assert_eq!(of("BS0323")["results"][0]["relatedLocations"][0]["id"], 1);
}

#[test]
fn places_are_told_in_bytes_characters_and_units_of_utf_16() {
    let text = "---\r\ntitle: X\r\n---\r\nÎ 😀 [so](term:x).\r\n";
    let project = project(&[("content/explainers/x.md", text)]);
    let report: Value = serde_json::from_str(&told(&project, &built(&project), Format::Json)).unwrap();
    let range = &report["diagnostics"][0]["range"];
    let at = text.find("[so]").unwrap();
    assert_eq!(
        range["start"],
        serde_json::json!({ "byte": at, "line": 4, "column": 5, "utf16_column": 6 }),
        "{report:#}"
    );
    assert_eq!(range["end"]["byte"], text.find('.').unwrap());
    assert_eq!(report["totals"], serde_json::json!({ "errors": 1, "warnings": 0, "notes": 0, "shown": 1 }));
    let short = told(&project, &built(&project), Format::Short);
    assert!(
        short.starts_with("content/explainers/x.md:4:5: error[BS0302]: there is no term `x` ("),
        "{short}"
    );
}

/// Diagnostics of one file: warnings first, then errors, then notes.
fn many(each: usize) -> Diagnostics {
    let mut found = Diagnostics::default();
    for (i, severity) in (0..).zip([Severity::Warning, Severity::Error, Severity::Note]) {
        for n in 0..each {
            let place =
                Place { path: "content/a.md".into(), span: Span::new(i * 1000 + n, i * 1000 + n + 1) };
            let message = format!("message {n}");
            found.push(Diagnostic { severity, ..Diagnostic::error("BS0302", place, message) });
        }
    }
    found
}

#[test]
fn no_more_is_told_than_asked_for_and_errors_are_told_first() {
    let text = "x".repeat(5000);
    let project = project(&[("content/a.md", &text)]);
    let found = many(80);
    let json = |most| -> Value {
        serde_json::from_str(&Report::new(&found, &project, most).told(Format::Json, Colour::Off)).unwrap()
    };
    let report = json(100);
    let severities: Vec<&str> =
        report["diagnostics"].as_array().unwrap().iter().map(|d| d["severity"].as_str().unwrap()).collect();
    assert_eq!(severities, [vec!["warning"; 20], vec!["error"; 80]].concat(), "in order of the file");
    assert_eq!(
        report["totals"],
        serde_json::json!({ "errors": 80, "warnings": 80, "notes": 80, "shown": 100 })
    );
    assert_eq!(json(usize::MAX)["diagnostics"].as_array().unwrap().len(), 240);
    let drawn = Report::new(&found, &project, 100).told(Format::Human, Colour::Off);
    let last = drawn.lines().last().unwrap();
    assert!(last.starts_with("80 errors, 80 warnings, 80 notes; 100 shown"), "{last}");
}

#[test]
fn github_is_told_ten_of_a_level_errors_first_and_the_totals() {
    let project = project(&[("content/a.md", &"x".repeat(5000))]);
    let lines = Report::new(&many(80), &project, usize::MAX).told(Format::Github, Colour::Off);
    let levels: Vec<&str> = lines.lines().filter_map(|line| command(line)).collect();
    assert_eq!(levels, [vec!["error"; 10], vec!["warning"; 10], vec!["notice"; 10]].concat());
    assert!(
        lines
            .starts_with("::error file=content/a.md,line=1,endLine=1,col=1001,endColumn=1002,title=BS0302::")
    );
    let last = "80 errors, 80 warnings, 80 notes; 30 of them are annotations";
    assert_eq!(lines.lines().last().unwrap(), last);
}

#[test]
fn paths_are_found_from_the_current_folder() {
    let project = project(&[("content/explainers/x.md", "# X\n\n[so](term:x)\n")]);
    let found = built(&project);
    let short = |folder: &str| {
        let report = Report::new(&found, &project, MOST).in_folder(Path::new(folder));
        report.told(Format::Short, Colour::Off)
    };
    assert!(short(".").starts_with("content/explainers/x.md:3:1"));
    assert!(short("./demo/").starts_with("demo/content/explainers/x.md:3:1"));
    assert!(short("../demo").starts_with("../demo/content/explainers/x.md:3:1"));
}

/// The command that the runner of GitHub Actions would read in a line: after spaces `::name …::`, or `##[name]` anywhere. Names
/// begin with a letter: the `:::` before a second file is none.
fn command(line: &str) -> Option<&str> {
    let new = line.trim_start().strip_prefix("::").filter(|rest| rest.contains("::"));
    let old = line.split_once("##[").and_then(|(_, rest)| Some(rest.split_once(']')?.0));
    let name = new.or(old)?.split([' ', ':']).next()?;
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(name)
}

/// Whether a character would be obeyed, or hides others.
fn is_obeyed(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{200e}\u{200f}\u{61c}\u{200b}"
            .contains(c)
}

/// What somebody might put into content or the name of a file to mislead those who read a report.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\u{1b}[31m".to_owned()),
        Just("\u{1b}]8;;https://example.org\u{7}".to_owned()),
        Just("\u{9b}2J".to_owned()),
        Just("\r\n::error file=a::b".to_owned()),
        Just("\n::stop-commands::x\n".to_owned()),
        Just("##[error]x".to_owned()),
        Just("##[##[add-mask]y".to_owned()),
        Just("##vso[task.complete]".to_owned()),
        Just("%0A::warning::".to_owned()),
        Just("::".to_owned()),
        Just("\u{202e}\u{2066}\u{200b}".to_owned()),
        Just(",line=1".to_owned()),
        any::<char>().prop_map(String::from),
        "[a-z:,#\\[\\]%\" \t]{0,8}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn place() -> impl Strategy<Value = Place> {
    let place = (hostile(), 0..80_usize, 0..20_usize, any::<bool>());
    place.prop_map(|(name, start, length, in_text)| Place {
        path: if in_text { "content/a.md".into() } else { format!("content/{name}").into() },
        span: Span::new(start, start + length),
    })
}

fn diagnostic() -> impl Strategy<Value = Diagnostic> {
    let severity = prop_oneof![Just(Severity::Error), Just(Severity::Warning), Just(Severity::Note)];
    let instead = prop::option::of((0..80_usize, hostile()));
    let instead = instead.prop_map(|edit| edit.map(|(at, text)| Edit { at: Span::new(at, at + 3), text }));
    (severity, place(), place(), prop::array::uniform4(hostile()), instead).prop_map(
        |(severity, place, other, [message, label, help, related], instead)| Diagnostic {
            severity,
            instead,
            ..Diagnostic::error("BS0302", place, message).label(label).help(help).related(other, related)
        },
    )
}

proptest! {
    #[test]
    fn nothing_in_content_is_obeyed_by_a_terminal_or_a_log(
        text in hostile(),
        diagnostics in prop::collection::vec(diagnostic(), 1..4),
    ) {
        let project = project(&[("content/a.md", &text)]);
        let mut found = Diagnostics::default();
        found.extend(diagnostics);
        for format in FORMATS {
            let told = told(&project, &found, format);
            prop_assert!(!told.chars().any(is_obeyed), "{told:?}");
            let commands = told.lines().filter(|line| command(line).is_some());
            if format == Format::Github {
                let count = found.sorted().len();
                prop_assert_eq!(told.lines().count(), count + 1, "{}", &told);
                prop_assert!(commands.count() == count, "{}", told);
                prop_assert!(!told.contains("##["));
            } else {
                prop_assert_eq!(commands.count(), 0, "{}", told);
            }
            if format == Format::Json {
                let report: Value = serde_json::from_str(&told).unwrap();
                let told = report["diagnostics"][0]["fix"]["text"].as_str();
                prop_assert_eq!(told, found.sorted()[0].instead.as_ref().map(|edit| &*edit.text), "a fix is told as it is");
            }
            if format == Format::Short {
                prop_assert_eq!(told.lines().count(), found.sorted().len(), "{}", told);
            }
        }
    }
}
