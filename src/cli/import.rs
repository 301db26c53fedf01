//! `backstory import`: raw copy becomes a draft, with what it might be marked with laid out for the editor. Nothing that
//! somebody edited is ever overwritten.

use super::suggestions::{self, Item, Review, State};
use super::terminal::{Terminal, counted, typed};
use super::{Outcome, WRONG_CONTENT, edit};
use crate::io::{Trouble, load, raw};
use crate::model::input::{Audience, Options};
use crate::model::suggestion::Known;
use crate::{Imported, Wanted};
use clap::Args;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

pub const EXAMPLES: &str = "\
Examples:
  backstory import story.txt                         content/explainers/HEADLINE.md, and what was found in it
  backstory import saved-page.html --dry-run         only tell what would be found
  backstory import copy/ --into mysite               every .txt, .html, .md and .docx file of a folder
  pbpaste | backstory import -                       from another command
  backstory import story.docx --mark-above 90        mark what is at least 90 percent sure at once

The article is a draft, and so is every entry. What was found waits in suggestions/ for `backstory review`.
Importing again changes nothing; an article that was edited since is never overwritten.
Exit code 0: fine; 1: a file was refused, or an article was edited since.";

/// Make a draft of raw copy, and suggest what to mark in it.
#[derive(Debug, Args)]
pub struct Import {
    /// Files, folders, or - for what another command writes.
    #[arg(required = true, value_name = "FILE|FOLDER|-")]
    files: Vec<PathBuf>,
    /// The folder of the site.
    #[arg(long, default_value = ".", value_name = "SITE")]
    pub into: PathBuf,
    /// Write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Tell what was found as JSON, one line for each article.
    #[arg(long)]
    json: bool,
    /// Mark what is at least this sure, in percent, and write the drafts of its entries.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    mark_above: Option<u8>,
}

/// How many files are converted before they are written: memory does not grow with the folder.
const AT_ONCE: usize = 32;

/// What became of one file.
enum Done {
    Imported(PathBuf),
    Unchanged(PathBuf),
    Found,
}

/// What was done, for the end.
#[derive(Default)]
struct Sums {
    imported: usize,
    unchanged: usize,
    refused: usize,
    /// Of each kind: all, and those that are 90 percent sure.
    kinds: BTreeMap<&'static str, (usize, usize)>,
}

impl Import {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let (files, left) = raw::files(&self.files)?;
        let wanted = Wanted { known: self.known()?, mark_above: self.mark_above, id: None };
        let read = AtomicUsize::new(0);
        let sums = terminal.with_progress(
            ("Importing", "article"),
            || read.load(Ordering::Relaxed),
            || -> Result<Sums, Trouble> {
                let mut sums = Sums::default();
                for some in files.chunks(AT_ONCE) {
                    let made: Vec<_> = some.par_iter().map(|file| self.convert(file, &wanted)).collect();
                    for (file, made) in some.iter().zip(made) {
                        self.one(file, made, &wanted, files.len() == 1, &mut sums, terminal)?;
                        read.fetch_add(1, Ordering::Relaxed);
                    }
                }
                Ok(sums)
            },
        )?;
        if left > 0 {
            terminal.say(format_args!(
                "left out: {}, neither text, HTML, Markdown nor Word",
                counted(left, "file")
            ));
        }
        if files.len() > 1 && !self.json {
            self.table(&sums);
        }
        self.summary(&sums, files.len(), terminal);
        Ok(if sums.refused > 0 { ExitCode::from(WRONG_CONTENT) } else { ExitCode::SUCCESS })
    }

    /// What the site has already; a dry run needs no site.
    fn known(&self) -> Result<Known, Trouble> {
        if self.dry_run && !self.into.join("content").is_dir() {
            return Ok(Known::default());
        }
        let options =
            Options { now: jiff::Timestamp::now(), audience: Audience::Editors, ..Options::default() };
        let (project, _) = load::project(&self.into, options)?;
        Ok(crate::known(&project))
    }

    fn convert(&self, file: &raw::Raw, wanted: &Wanted) -> Result<(Imported, String), Refused> {
        let refused = |refusal: crate::Refusal| Refused::new(&file.name, &refusal.message, refusal.help);
        // What is too large is not even read.
        crate::fits(file.size()?).map_err(refused)?;
        let bytes = file.bytes()?;
        let hash = suggestions::hash(&bytes);
        Ok((crate::import(&file.name, &bytes, wanted).map_err(refused)?, hash))
    }

    fn one(
        &self,
        file: &raw::Raw,
        made: Result<(Imported, String), Refused>,
        wanted: &Wanted,
        alone: bool,
        sums: &mut Sums,
        terminal: &Terminal,
    ) -> Result<(), Trouble> {
        let written = made.and_then(|(imported, hash)| {
            let (imported, done) = if self.dry_run {
                (imported, Done::Found)
            } else {
                self.write(file, imported, &hash, wanted)?
            };
            Ok((imported, done))
        });
        match written {
            Ok((imported, done)) => {
                sums.add(&imported, &done);
                self.tell(file, &imported, &done, alone, terminal);
            }
            Err(Refused { trouble: Some(trouble), .. }) => return Err(trouble),
            Err(refused) => {
                sums.refused += 1;
                refused.tell(terminal);
            }
        }
        Ok(())
    }

    /// Writes an article with all that belongs to it, unless it is there already.
    fn write(
        &self,
        file: &raw::Raw,
        imported: Imported,
        hash: &str,
        wanted: &Wanted,
    ) -> Result<(Imported, Done), Refused> {
        let (id, review) = self.place(&imported.id, &file.name)?;
        let imported = if id == imported.id {
            imported
        } else {
            let again = Wanted { id: Some(id.clone()), ..wanted.clone() };
            let bytes = file.bytes()?;
            crate::import(&file.name, &bytes, &again)
                .map_err(|refusal| Refused::new(&file.name, &refusal.message, refusal.help))?
        };
        let path = format!("content/explainers/{id}.md");
        let target = self.into.join(&path);
        if let Ok(there) = std::fs::read_to_string(&target) {
            let ours =
                review.as_ref().is_some_and(|review| review.written == suggestions::hash(there.as_bytes()));
            let same = review
                .as_ref()
                .is_some_and(|review| review.raw == hash && review.mark_above == self.mark_above);
            let decided = review.as_ref().is_some_and(|review| {
                review.suggestions.len() > review.open() && review.mark_above.is_none()
            });
            if there == imported.markdown || (ours && same) {
                if review.is_some() {
                    return Ok((imported, Done::Unchanged(target)));
                }
            } else if !ours || decided {
                return Err(Refused::edited(&file.name, &path, &there, &imported.markdown));
            }
        }
        for draft in &imported.drafts {
            suggestions::write_new(&self.into.join(&draft.path), &draft.text)?;
        }
        let review = self.review(file, &imported, path, hash);
        review.write(&suggestions::file(&self.into, &id))?;
        suggestions::create_folder(&target)?;
        edit::replace(&target, &imported.markdown)?;
        Ok((imported, Done::Imported(target)))
    }

    /// The id of an article: that of its headline, or where another article has it, with a number.
    fn place(&self, id: &str, from: &str) -> Result<(String, Option<Review>), Refused> {
        for number in 1.. {
            let id = if number == 1 { id.to_owned() } else { format!("{id}-{number}") };
            let review = Review::read(&suggestions::file(&self.into, &id))?;
            let others = review.as_ref().is_some_and(|review| review.from != from);
            if !others {
                return Ok((id, review));
            }
        }
        Ok((id.to_owned(), None))
    }

    fn review(&self, file: &raw::Raw, imported: &Imported, article: String, hash: &str) -> Review {
        let sure = |confidence: u8| self.mark_above.is_some_and(|least| confidence >= least);
        let items = imported.suggestions.iter().map(|suggestion| Item {
            state: if sure(suggestion.confidence) { State::Accepted } else { State::Open },
            suggestion: suggestion.clone(),
        });
        Review {
            article,
            source: imported.id.clone(),
            from: file.name.clone(),
            raw: hash.to_owned(),
            written: suggestions::hash(imported.markdown.as_bytes()),
            mark_above: self.mark_above,
            suggestions: items.collect(),
        }
    }

    fn tell(&self, file: &raw::Raw, imported: &Imported, done: &Done, alone: bool, terminal: &Terminal) {
        if self.json {
            let mut value = serde_json::to_value(imported).unwrap_or_default();
            value["file"] = file.name.clone().into();
            // A closed pipe is nobody's fault.
            let _ = writeln!(stdout(), "{value}");
        }
        for note in &imported.notes {
            terminal.say(format_args!("{}: {note}", file.name));
        }
        if !alone {
            return;
        }
        if !self.json {
            detail(imported);
        }
        match done {
            Done::Imported(path) => terminal.done("Imported", typed(path)),
            Done::Unchanged(path) => terminal.done("Unchanged", typed(path)),
            Done::Found => {}
        }
    }

    fn table(&self, sums: &Sums) {
        let mut table = format!("{:<10} {:>8} {:>16}\n", "found", "all", "90 % sure");
        for (kind, (all, sure)) in &sums.kinds {
            table.push_str(&format!("{kind:<10} {all:>8} {sure:>16}\n"));
        }
        let _ = stdout().write_all(table.as_bytes());
    }

    fn summary(&self, sums: &Sums, files: usize, terminal: &Terminal) {
        if files > 1 {
            let read = format!(
                "{}, {} unchanged, {} refused",
                counted(sums.imported, "article"),
                sums.unchanged,
                sums.refused
            );
            terminal.done(if self.dry_run { "Read" } else { "Imported" }, read);
        }
        if !self.dry_run && sums.imported > 0 {
            terminal.say("look through what was found: backstory review");
        }
    }
}

impl Sums {
    fn add(&mut self, imported: &Imported, done: &Done) {
        match done {
            Done::Unchanged(_) => self.unchanged += 1,
            Done::Imported(_) | Done::Found => self.imported += 1,
        }
        for suggestion in &imported.suggestions {
            let count = self.kinds.entry(suggestion.found.kind()).or_default();
            count.0 += 1;
            count.1 += usize::from(suggestion.confidence >= 90);
        }
    }
}

/// What was found in one article, line by line.
fn detail(imported: &Imported) {
    let mut table = String::new();
    let head = [
        ("headline", imported.title.clone()),
        ("standfirst", imported.standfirst.clone()),
        ("authors", (!imported.authors.is_empty()).then(|| imported.authors.join(", "))),
        ("published", imported.published.clone()),
        (
            "dateline",
            imported.dateline.as_ref().map(|line| {
                format!(
                    "{}{}",
                    line.place,
                    line.date.as_ref().map_or(String::new(), |date| format!(", {date}"))
                )
            }),
        ),
        ("outlet", imported.source.publisher.clone()),
        ("address", imported.source.url.clone()),
        ("headings", (!imported.headings.is_empty()).then(|| imported.headings.len().to_string())),
        ("pictures", (!imported.pictures.is_empty()).then(|| imported.pictures.len().to_string())),
    ];
    for (key, value) in head {
        if let Some(value) = value {
            table.push_str(&format!("{key:<10}      {}\n", crate::io::report::visible(&value)));
        }
    }
    for suggestion in &imported.suggestions {
        let line = suggestion.found.line();
        let short: String = line.chars().take(100).collect();
        let more = if short.len() < line.len() { "…" } else { "" };
        table.push_str(&format!(
            "{:<10} {:>3}% {}{more}\n",
            suggestion.found.kind(),
            suggestion.confidence,
            crate::io::report::visible(&short)
        ));
    }
    let _ = stdout().write_all(table.as_bytes());
}

/// A file that is refused, or trouble with the world.
struct Refused {
    message: String,
    help: String,
    /// The article as it is, and as it would be written.
    changes: edit::Changes,
    trouble: Option<Trouble>,
}

impl Refused {
    fn new(name: &str, message: &str, help: &str) -> Self {
        Self {
            message: format!("`{name}` {message}"),
            help: help.to_owned(),
            changes: edit::Changes::new(),
            trouble: None,
        }
    }

    fn edited(name: &str, path: &str, there: &str, new: &str) -> Self {
        Self {
            message: format!(
                "`{path}` is other than an import of `{name}` would write it, and is left as it is"
            ),
            help: "somebody edited it, or it was not imported; to import it again, move it away first"
                .to_owned(),
            changes: vec![(path.into(), there.to_owned(), new.to_owned())],
            trouble: None,
        }
    }

    fn tell(&self, terminal: &Terminal) {
        terminal.trouble(&Trouble::new(self.message.clone(), self.help.clone()));
        edit::show(&self.changes, terminal);
    }
}

impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Self {
        Self {
            message: String::new(),
            help: String::new(),
            changes: edit::Changes::new(),
            trouble: Some(trouble),
        }
    }
}
