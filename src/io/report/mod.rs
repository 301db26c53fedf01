//! What is wrong, as people and programs read it: in order, no more of it than somebody can use, and with nothing in it that a
//! terminal would obey. A form is a file here.

mod github;
mod human;
pub mod json;
mod sarif;
mod short;
mod visible;

pub use human::Colour;
pub use json::SCHEMA as JSON_SCHEMA;
pub use visible::visible;

use crate::model::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::model::input::Project;
use crate::model::lines::{Lines, Position};
use crate::model::text::Span;
use std::collections::{HashMap, HashSet};
use std::fmt::{Display, Formatter};

/// How many are told, unless somebody asks for more.
pub const MOST: usize = 100;

/// A form in which a report is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Drawn, with the place underlined, on standard error.
    Human,
    /// `path:line:column: severity[code]: message`, a line for each.
    Short,
    /// For programs; `backstory schema report` says how.
    Json,
    /// For code scanning services: SARIF 2.1.0.
    Sarif,
    /// Annotations of GitHub Actions, at most ten of a level.
    Github,
}

/// What a build found, ready to be told.
pub struct Report<'a> {
    /// What is told, by path and place.
    shown: Vec<&'a Diagnostic>,
    /// How many there are of each severity, told or not.
    totals: Totals,
    /// The files that are shown.
    files: HashMap<&'a str, Lines<'a>>,
    /// What stands before a path inside the site, so that it can be found from the current folder.
    folder: String,
}

/// How many diagnostics there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Totals {
    errors: usize,
    warnings: usize,
    notes: usize,
    shown: usize,
}

impl Display for Totals {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let count = |n: usize, one: &str, many: &str| match n {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {many}")),
        };
        let parts = [
            count(self.errors, "error", "errors"),
            count(self.warnings, "warning", "warnings"),
            count(self.notes, "note", "notes"),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        match parts.as_slice() {
            [] => f.write_str("nothing is wrong"),
            parts => f.write_str(&parts.join(", ")),
        }
    }
}

/// All diagnostics as text, with a count at the end; nothing where there are none.
pub fn draw(found: &Diagnostics, project: &Project, colour: Colour) -> String {
    human::draw(&Report::new(found, project, MOST), colour)
}

impl<'a> Report<'a> {
    /// A report of at most so many diagnostics. Where not all can be told, errors are told before warnings.
    pub fn new(found: &'a Diagnostics, project: &'a Project, most: usize) -> Self {
        let all = found.sorted();
        let count = |severity| all.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let totals = Totals {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            shown: all.len().min(most),
        };
        let mut first: Vec<usize> = (0..all.len()).collect();
        first.sort_by_key(|at| all[*at].severity);
        first.truncate(most);
        first.sort_unstable();
        let shown: Vec<&Diagnostic> = first.into_iter().map(|at| all[at]).collect();
        let wanted: HashSet<&str> = shown.iter().flat_map(|diagnostic| paths(diagnostic)).collect();
        let inputs = project.inputs.iter().filter(|input| wanted.contains(&*input.path));
        // What is not UTF-8 is shown all the same: up to the first wrong byte every place is right.
        let files = inputs.map(|input| (&*input.path, Lines::new(String::from_utf8_lossy(&input.bytes))));
        Self { files: files.collect(), shown, totals, folder: String::new() }
    }

    /// The same, of a site that is in a folder of the current one.
    pub fn in_folder(mut self, folder: &std::path::Path) -> Self {
        let folder = folder.strip_prefix(".").unwrap_or(folder).display().to_string().replace('\\', "/");
        let folder = folder.trim_end_matches('/');
        self.folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        self
    }

    /// The report in a form.
    pub fn told(&self, format: Format, colour: Colour) -> String {
        match format {
            Format::Human => human::draw(self, colour),
            Format::Short => short::lines(self),
            Format::Json => json::report(self),
            Format::Sarif => sarif::log(self),
            Format::Github => github::commands(self),
        }
    }

    /// `2 errors, 1 warning`, and how many are told where that is not all.
    pub fn summary(&self) -> String {
        let totals = self.totals;
        match totals.errors + totals.warnings + totals.notes > totals.shown {
            true => {
                format!("{totals}; {} shown, errors first: --max-diagnostics 0 shows all", totals.shown)
            }
            false => totals.to_string(),
        }
    }

    /// How many have one safe answer, which `check --fix` writes.
    pub fn mendable(&self) -> usize {
        self.shown.iter().filter(|diagnostic| diagnostic.instead.is_some()).count()
    }

    /// A code to have explained: that of the first error, or of what is told first.
    pub fn first_code(&self) -> Option<&'static str> {
        self.shown.iter().min_by_key(|diagnostic| diagnostic.severity).map(|diagnostic| diagnostic.code.0)
    }

    /// The path of a place, as it is found from the current folder.
    fn path(&self, place: &Place) -> String {
        format!("{}{}", self.folder, place.path)
    }

    /// Where a place begins and ends; nothing where a file is meant as a whole.
    fn region(&self, place: &Place) -> Option<Region<'_>> {
        let lines = self.files.get(&*place.path).filter(|lines| !lines.is_empty())?;
        if place.span == Span::default() {
            return None;
        }
        let start = lines.position(place.span.start as usize);
        let end = lines.position((place.span.end as usize).max(start.byte));
        Some(Region { lines, start, end })
    }
}

/// A place in a file.
struct Region<'a> {
    lines: &'a Lines<'a>,
    start: Position,
    end: Position,
}

/// The files a diagnostic shows.
fn paths(diagnostic: &Diagnostic) -> impl Iterator<Item = &str> {
    let related = diagnostic.related.iter().map(|(place, _)| &*place.path);
    std::iter::once(&*diagnostic.place.path).chain(related)
}
