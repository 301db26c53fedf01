//! Ten things broken at once in the bundled site: one run names all ten, each with its file, its line and its column.
#![allow(clippy::unwrap_used, missing_docs)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Something that an editor on deadline might do.
struct Slip {
    file: &'static str,
    /// What stands there.
    from: &'static str,
    /// What is made of it.
    to: &'static str,
    code: &'static str,
    /// The words that are to be underlined, or the beginning of them.
    at: &'static str,
    /// Words of the help that say what to do.
    help: &'static str,
}

const RUPTURE: &str = "content/explainers/us-russia-rupture.md";
const IRAN: &str = "content/explainers/iran-deal.md";

const SLIPS: [Slip; 10] = [
    Slip {
        file: RUPTURE,
        from: "standfirst: >-",
        to: "standfrist: >-",
        code: "BS0112",
        at: "standfrist",
        help: "did you mean `standfirst`?",
    },
    Slip {
        file: RUPTURE,
        from: "(event:sullivan-summoned)",
        to: "(event:sullivan-sumoned)",
        code: "BS0302",
        at: "[warned on 21 March]",
        help: "did you mean `sullivan-summoned`?",
    },
    Slip {
        file: RUPTURE,
        from: "  file: arms-treaties.svg",
        to: "  file: arms-treatise.svg",
        code: "BS0307",
        at: "arms-treatise.svg",
        help: "did you mean `arms-treaties.svg`?",
    },
    Slip {
        file: RUPTURE,
        from: "[“not discussing Putin’s power in Russia or regime change”]",
        to: "[“not debating Putin’s power in Russia or regime change”]",
        code: "BS0324",
        at: "debating",
        help: "discussing Putin’s power",
    },
    Slip {
        file: IRAN,
        from: "[3.67%](fact:",
        to: "[3.76%](fact:",
        code: "BS0323",
        at: "3.76%",
        help: "the ledger says",
    },
    Slip {
        file: IRAN,
        from: "[enrich](term:enrichment)",
        to: "[enrich] (term:enrichment)",
        code: "BS0206",
        at: " (term:enrichment)",
        help: "without a space between the brackets",
    },
    Slip {
        file: "content/events/iran.yml",
        from: "date: \"1980-04-07\"",
        to: "date: \"1980-04-37\"",
        code: "BS0115",
        at: "\"1980-04-37\"",
        help: "write `2018-05-08`",
    },
    Slip {
        file: "content/people/john-sullivan.md",
        from: "sources: [reuters-summons]",
        to: "sources: [reuters-sumons]",
        code: "BS0303",
        at: "reuters-sumons",
        help: "did you mean `reuters-summons`?",
    },
    Slip {
        file: "content/pages/about.md",
        from: "## Using it",
        to: "## Using it\n\nSee the [words](/glosary/) we use.",
        code: "BS0402",
        at: "[words]",
        help: "did you mean `/glossary/`?",
    },
    Slip {
        file: "templates/page/entry.html",
        from: "{{ page.title }}",
        to: "{{ page.titel }}",
        code: "BS0602",
        at: "titel",
        help: "did you mean `title`?",
    },
];

#[test]
fn one_run_names_all_ten() {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(env!("CARGO_MANIFEST_DIR")), folder.path());
    for slip in &SLIPS {
        let file = folder.path().join(slip.file);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(slip.from), "{} is not in {}", slip.from, slip.file);
        fs::write(&file, text.replacen(slip.from, slip.to, 1)).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_backstory"))
        .args(["check", "--format", "json", "--max-diagnostics", "0"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    for slip in &SLIPS {
        let (line, column) = place(folder.path(), slip);
        let told = report["diagnostics"].as_array().unwrap().iter().any(|found| {
            let start = &found["range"]["start"];
            found["code"] == slip.code
                && found["severity"] == "error"
                && found["path"] == slip.file
                && start["line"] == line
                && start["column"] == column
                && found["help"].as_str().is_some_and(|help| help.contains(slip.help))
        });
        assert!(
            told,
            "{} {}:{line}:{column} “{}” is not told in\n{report:#}",
            slip.code, slip.file, slip.help
        );
    }
    assert_eq!(report["totals"]["errors"], SLIPS.len(), "nothing else is told: {report:#}");
}

/// Where the words of a slip stand now: line and column, from 1 on.
fn place(site: &Path, slip: &Slip) -> (usize, usize) {
    let text = fs::read_to_string(site.join(slip.file)).unwrap();
    let around = text.find(slip.to).unwrap();
    // The words may begin before what was changed: a mark is underlined as a whole.
    let line = text[..around].rfind('\n').map_or(0, |end| end + 1);
    let at = text[around..]
        .find(slip.at)
        .map_or_else(|| line + text[line..].find(slip.at).unwrap(), |at| around + at);
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (text[..at].matches('\n').count() + 1, text[start..at].chars().count() + 1)
}

fn copy(from: &Path, to: &Path) {
    for folder in ["content", "templates", "themes"] {
        for entry in walkdir::WalkDir::new(from.join(folder)) {
            let entry = entry.unwrap();
            let there = to.join(entry.path().strip_prefix(from).unwrap());
            match entry.file_type().is_dir() {
                true => fs::create_dir_all(there).unwrap(),
                false => drop(fs::copy(entry.path(), there).unwrap()),
            }
        }
    }
}
