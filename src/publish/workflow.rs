//! The workflow that publishes a site to GitHub Pages on every push: `.github/workflows/pages.yml`. It is ours as
//! long as nobody has changed it, which the sum in its first line tells.

use super::cron;
use crate::model::hash::Hash;
use jiff::Timestamp;
use std::fmt::Write;

/// The file, inside the repository.
pub const FILE: &str = ".github/workflows/pages.yml";

/// What a workflow depends on.
#[derive(Debug, Clone)]
pub struct Workflow<'a> {
    /// The version of Backstory that builds the site.
    pub version: &'a str,
    /// The branch that is published.
    pub branch: &'a str,
    /// The folder of the site inside the repository, with a slash at the end; nothing where it is the whole.
    pub folder: &'a str,
    /// Where Backstory comes from.
    pub origin: Origin,
    /// The times at which something appears or goes.
    pub due: &'a [Timestamp],
}

/// Where the workflow gets Backstory from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From crates.io, in this version.
    Registry,
    /// From the repository itself, which is Backstory's own.
    Repository,
}

const HEAD: &str = "# Written by `backstory publish github-pages`";

impl Workflow<'_> {
    /// The file.
    pub fn text(&self) -> String {
        let body = self.body();
        format!("{HEAD} (Backstory {}, {}).\n{NOTE}{body}", self.version, Hash::of(body.as_bytes()).short())
    }

    fn body(&self) -> String {
        let Self { version, .. } = self;
        let branch = quoted(self.branch);
        let schedule = schedule(self.due);
        let folder = match self.folder.trim_end_matches('/') {
            "" => String::new(),
            folder => format!("    defaults:\n      run:\n        working-directory: {}\n", quoted(folder)),
        };
        let output = quoted(&format!("{}public", self.folder));
        let (key, install, back) = match self.origin {
            Origin::Registry => (
                format!("backstory-{version}-${{{{ runner.os }}}}-${{{{ runner.arch }}}}"),
                format!("cargo install backstory --version {version} --locked"),
                String::new(),
            ),
            Origin::Repository => (
                "backstory-${{ runner.os }}-${{ hashFiles('Cargo.*', 'build.rs', 'src/**', 'templates/**', 'themes/**') }}"
                    .to_owned(),
                "cargo install --path . --locked".to_owned(),
                // The tool is at the top, wherever the site is.
                match folder.is_empty() {
                    true => String::new(),
                    false => "        working-directory: .\n".to_owned(),
                },
            ),
        };
        format!(
            "\
name: Publish

on:
  push:
    branches: [{branch}]
  workflow_dispatch:
{schedule}
permissions:
  contents: read

concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read
      pages: read
{folder}    steps:
      - uses: actions/checkout@v7
        with:
          # All commits, without the old files: dates of last change come from them.
          fetch-depth: 0
          filter: blob:none
          persist-credentials: false
      - id: pages
        uses: actions/configure-pages@v6
      - id: cache
        uses: actions/cache@v6
        with:
          path: ~/.cargo/bin/backstory
          key: {key}
      - name: Install
        if: steps.cache.outputs.cache-hit != 'true'
{back}        run: {install}
      - name: Build
        run: backstory publish github-pages --into public --base-url \"$BASE_URL/\"
        env:
          BASE_URL: ${{{{ steps.pages.outputs.base_url }}}}
      - uses: actions/upload-pages-artifact@v5
        with:
          path: {output}
          # Without this `.well-known/` would be left out.
          include-hidden-files: true
  deploy:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v5
"
        )
    }
}

const NOTE: &str = "\
# Run it again after an update of Backstory, or when dates of publication have changed. Once you have changed this file
# yourself, it is yours and left as it is.
";

/// Whether a workflow is as we wrote it.
pub fn is_ours(text: &str) -> bool {
    let Some((head, rest)) = text.split_once('\n') else { return false };
    let sum = head.strip_prefix(HEAD).and_then(|head| head.strip_suffix(").")?.rsplit(' ').next());
    let body = rest.strip_prefix(NOTE).unwrap_or(rest);
    sum.is_some_and(|sum| sum == Hash::of(body.as_bytes()).short())
}

/// The times that a workflow does not run for.
pub fn missing<'a>(text: &str, due: &'a [Timestamp]) -> Vec<&'a Timestamp> {
    if text.contains("4,34 * * * *") {
        return Vec::new();
    }
    due.iter().filter(|at| cron::lines(&[**at]).iter().any(|line| !text.contains(&line.cron))).collect()
}

fn schedule(due: &[Timestamp]) -> String {
    let lines = cron::lines(due);
    if lines.is_empty() {
        return String::new();
    }
    let mut text =
        "  # Something appears or goes by itself at these times, in UTC.\n  schedule:\n".to_owned();
    for line in lines {
        let _ = writeln!(text, "    - cron: '{}' # {}", line.cron, line.note);
    }
    text
}

/// A value as YAML has it, whatever it holds.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Workflow<'_> =
        Workflow { version: "1.2.3", branch: "main", folder: "", origin: Origin::Registry, due: &[] };

    fn parsed(workflow: &Workflow<'_>) -> serde_yaml::Value {
        serde_yaml::from_str(&workflow.text()).unwrap()
    }

    #[test]
    fn it_is_ours_until_somebody_changes_it() {
        let text = PLAIN.text();
        assert!(is_ours(&text));
        assert!(!is_ours(&text.replace("ubuntu-latest", "ubuntu-24.04")));
        assert!(!is_ours("name: Mine\n"));
        assert!(!is_ours(""));
    }

    #[test]
    fn there_is_a_schedule_only_where_something_is_due() {
        assert!(parsed(&PLAIN)["on"].get("schedule").is_none());
        let due: Vec<Timestamp> = vec!["2026-12-01T06:00:00Z".parse().unwrap()];
        let workflow = Workflow { due: &due, ..PLAIN };
        let schedule = &parsed(&workflow)["on"]["schedule"];
        assert_eq!(schedule[0]["cron"], "4,19,34,49 6 1 12 *");
        assert_eq!(schedule[1]["cron"], "4,19,34,49 7 1 12 *");
        assert!(missing(&workflow.text(), &due).is_empty());
        assert_eq!(missing(&PLAIN.text(), &due).len(), 1);
    }

    #[test]
    fn nothing_that_it_is_given_can_break_it() {
        let odd = Workflow { branch: "it's: #1", folder: "a: b/", ..PLAIN };
        let workflow = parsed(&odd);
        assert_eq!(workflow["on"]["push"]["branches"][0], "it's: #1");
        assert_eq!(workflow["jobs"]["build"]["defaults"]["run"]["working-directory"], "a: b");
        let steps = workflow["jobs"]["build"]["steps"].as_sequence().unwrap();
        assert_eq!(steps.last().unwrap()["with"]["path"], "a: b/public");
        for step in steps.iter().filter_map(|step| step["run"].as_str()) {
            assert!(
                !step.contains("${{"),
                "{step}: what comes from outside reaches a shell as a variable only"
            );
        }
    }
}
