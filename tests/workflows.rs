//! Workflows and the action are read here as GitHub reads them: whole, with the least rights, nothing from outside in a
//! shell, and archives under the names that installers look for. `tests/run` has actionlint look at them, too.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use serde_yaml::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn parsed(path: &str) -> Value {
    serde_yaml::from_str(&read(path)).unwrap()
}

/// Every step of a workflow or an action.
fn steps(file: &Value) -> Vec<Value> {
    let composite = file["runs"]["steps"].as_sequence().into_iter().flatten();
    let jobs = file["jobs"].as_mapping().into_iter().flat_map(|jobs| jobs.values());
    composite.chain(jobs.flat_map(|job| job["steps"].as_sequence().into_iter().flatten())).cloned().collect()
}

const FILES: [&str; 3] = [".github/workflows/ci.yml", ".github/workflows/release.yml", "action.yml"];

#[test]
fn nothing_from_outside_reaches_a_shell_but_as_a_variable() {
    let mut scripts = 0;
    for path in FILES {
        for step in steps(&parsed(path)) {
            let Some(script) = step["run"].as_str() else { continue };
            scripts += 1;
            assert!(!script.contains("${{"), "{path}: {script}");
            let mut bash = Command::new("bash").args(["-n"]).stdin(Stdio::piped()).spawn().unwrap();
            bash.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
            assert!(bash.wait().unwrap().success(), "{path}: {script}");
            assert!(path != "action.yml" || step["shell"] == "bash", "a composite step names its shell");
        }
    }
    assert!(scripts > 8, "{scripts}");
}

#[test]
fn actions_are_of_github_and_of_a_version() {
    for path in FILES {
        for step in steps(&parsed(path)) {
            let Some(uses) = step["uses"].as_str() else { continue };
            let (name, version) = uses.split_once('@').unwrap();
            assert!(name.starts_with("actions/"), "{path}: {uses}");
            assert!(version.strip_prefix('v').unwrap().parse::<u8>().is_ok(), "{path}: {uses}");
            let keeps = name == "actions/checkout" && step["with"]["persist-credentials"] != false;
            assert!(!keeps, "{path}: no step after it needs the credentials");
        }
    }
}

#[test]
fn rights_are_given_to_jobs_that_need_them() {
    for path in &FILES[..2] {
        let file = parsed(path);
        assert_eq!(file["permissions"], serde_yaml::from_str::<Value>("{contents: read}").unwrap(), "{path}");
        for (name, job) in file["jobs"].as_mapping().unwrap() {
            assert!(job["timeout-minutes"].is_number(), "{path}: {name:?} may run for six hours");
            let writes = !job["permissions"].is_null();
            assert_eq!(writes, *path == ".github/workflows/release.yml", "{path}: {name:?}");
        }
    }
}

#[test]
fn archives_have_the_names_that_installers_look_for() {
    let release = parsed(".github/workflows/release.yml");
    let matrix = release["jobs"]["build"]["strategy"]["matrix"]["include"].as_sequence().unwrap();
    let targets: Vec<&str> = matrix.iter().map(|one| one["target"].as_str().unwrap()).collect();
    assert_eq!(
        targets,
        [
            "x86_64-unknown-linux-musl",
            "aarch64-unknown-linux-musl",
            "x86_64-apple-darwin",
            "aarch64-apple-darwin",
            "x86_64-pc-windows-msvc"
        ]
    );
    let text = read(".github/workflows/release.yml");
    assert!(text.contains("name=\"backstory-$GITHUB_REF_NAME-$TARGET\""), "backstory-vVERSION-TARGET");
    assert!(text.contains("-eq 5"), "as many sums as archives");
    let manifest = read("Cargo.toml");
    for part in [
        "/releases/download/v{ version }/{ name }-v{ version }-{ target }{ archive-suffix }\"",
        "bin-dir = \"{ name }-v{ version }-{ target }/{ bin }{ binary-ext }\"",
        "pkg-fmt = \"tgz\"",
        "[package.metadata.binstall.overrides.x86_64-pc-windows-msvc]\npkg-fmt = \"zip\"",
    ] {
        assert!(manifest.contains(part), "{part}");
    }
    let action = read("action.yml");
    for target in &targets[..4] {
        assert!(action.contains(&format!("target={target} ")), "{target}");
    }
    assert!(action.contains("name=\"backstory-v$VERSION-$target\"") && action.contains("--check"));
}
