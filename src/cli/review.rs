//! `backstory review`: walks through what an import suggested. Every answer is written at once, so that the walk can be
//! left and taken up again.

use super::Outcome;
use super::suggestions::{self, FOLDER, Item, State};
use super::terminal::{Terminal, typed};
use crate::io::report::visible;
use crate::io::{Trouble, load};
use crate::model::date::EventDate;
use crate::model::figure::Figure;
use crate::model::input::{Audience, Options};
use crate::model::suggestion::{Found, Known};
use crate::model::text::nearest;
use clap::Args;
use std::fs;
use std::io::{BufRead, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory review                        every article with open suggestions
  backstory review why-the-river-is-low   one article, by the name of its file
  yes a | backstory review --above 90     accept everything that is at least 90 percent sure

  a  accept: the words are marked, and the draft of the entry is written
  e  edit what was found, then accept
  s  skip: it is not asked again
  q  stop here; the next review goes on from here";

/// Walk through what an import suggested.
#[derive(Debug, Args)]
pub struct Review {
    /// The articles, by the names of their files.
    articles: Vec<String>,
    /// The folder of the site.
    #[arg(long, default_value = ".")]
    pub site: PathBuf,
    /// Only what is at least this sure, in percent.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=100))]
    above: u8,
}

/// What the editor answered.
enum Answer {
    Accept,
    Edit,
    Skip,
    Quit,
}

impl Review {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let files = self.files()?;
        let options =
            Options { now: jiff::Timestamp::now(), audience: Audience::Editors, ..Options::default() };
        let (project, _) = load::project(&self.site, options)?;
        let mut walk = Walk {
            site: &self.site,
            above: self.above,
            known: crate::known(&project),
            terminal,
            accepted: 0,
            skipped: 0,
        };
        let mut open = 0;
        let mut quit = false;
        for file in files {
            let Some(mut review) = suggestions::Review::read(&file)? else { continue };
            if !quit {
                quit = walk.article(&file, &mut review)?;
            }
            open += review.open();
        }
        let (accepted, skipped) = (walk.accepted, walk.skipped);
        terminal.done("Reviewed", format_args!("{accepted} accepted, {skipped} skipped, {open} open"));
        Ok(ExitCode::SUCCESS)
    }

    /// The files of suggestions: those asked for, or all.
    fn files(&self) -> Result<Vec<PathBuf>, Trouble> {
        let folder = self.site.join(FOLDER);
        let mut all: Vec<PathBuf> =
            fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        all.retain(|file| file.extension().is_some_and(|ending| ending == "yml"));
        all.sort();
        if self.articles.is_empty() {
            return match all.is_empty() {
                true => Err(Trouble::new(
                    format!("there are no suggestions in `{}`", typed(&folder)),
                    "import an article first: `backstory import FILE`",
                )),
                false => Ok(all),
            };
        }
        let stem = |file: &Path| {
            file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
        };
        let stems: Vec<String> = all.iter().map(|file| stem(file)).collect();
        let find = |article: &String| {
            let wanted = stem(Path::new(article));
            all.iter().find(|file| stem(file) == wanted).cloned().ok_or_else(|| {
                let near = nearest(&wanted, stems.iter().map(String::as_str));
                let help = near.map_or_else(
                    || "`backstory review` alone walks through all there are".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                Trouble::new(format!("there are no suggestions for `{article}`"), help)
            })
        };
        self.articles.iter().map(find).collect()
    }
}

struct Walk<'a> {
    site: &'a Path,
    above: u8,
    known: Known,
    terminal: &'a Terminal,
    accepted: usize,
    skipped: usize,
}

impl Walk<'_> {
    /// Walks through one article. Whether the editor wants to stop.
    fn article(&mut self, file: &Path, review: &mut suggestions::Review) -> Result<bool, Trouble> {
        let mine = |item: &Item| item.state == State::Open && item.suggestion.confidence >= self.above;
        let open: Vec<usize> = (0..review.suggestions.len())
            .filter(|at| review.suggestions.get(*at).is_some_and(mine))
            .collect();
        let count = open.len();
        for (number, at) in open.into_iter().enumerate() {
            let Some(item) = review.suggestions.get(at).cloned() else { continue };
            show(&review.article, number + 1, count, &item);
            let state = match self.decide(review, item)? {
                Some(decided) => decided,
                None => return Ok(true),
            };
            if let Some(item) = review.suggestions.get_mut(at) {
                *item = state;
            }
            review.write(file)?;
        }
        Ok(false)
    }

    /// Asks until there is an answer. Nothing where the editor wants to stop.
    fn decide(&mut self, review: &mut suggestions::Review, mut item: Item) -> Result<Option<Item>, Trouble> {
        loop {
            match ask() {
                Answer::Quit => return Ok(None),
                Answer::Skip => {
                    self.skipped += 1;
                    return Ok(Some(Item { state: State::Skipped, ..item }));
                }
                Answer::Edit => {
                    if !edit(&mut item.suggestion.found) {
                        return Ok(None);
                    }
                }
                Answer::Accept => {}
            }
            if let Some(missing) = missing(&item.suggestion.found) {
                say(&format!("  {missing}: edit it (e), or skip it (s)"));
                continue;
            }
            self.accept(review, &item)?;
            self.accepted += 1;
            return Ok(Some(Item { state: State::Accepted, ..item }));
        }
    }

    /// Marks the words, and writes the draft of the entry.
    fn accept(&mut self, review: &mut suggestions::Review, item: &Item) -> Result<(), Trouble> {
        let file = self.site.join(&review.article);
        let before = fs::read_to_string(&file).map_err(|error| Trouble::with_file("read", &file, &error))?;
        let accepted = crate::accept(&before, &[&item.suggestion], Some(&review.source), &mut self.known);
        for draft in &accepted.drafts {
            let path = self.site.join(&draft.path);
            if suggestions::write_new(&path, &draft.text)? {
                self.terminal.done("Started", typed(&path));
            }
        }
        if accepted.placed == 0 {
            self.terminal.say("  the words stand there no more, or are marked already; no mark was placed");
            return Ok(());
        }
        // Only what Backstory wrote itself may be overwritten by the next import.
        if review.written == suggestions::hash(before.as_bytes()) {
            review.written = suggestions::hash(accepted.markdown.as_bytes());
        }
        super::edit::replace(&file, &accepted.markdown)
    }
}

/// What a suggestion lacks before it can be accepted.
fn missing(found: &Found) -> Option<&'static str> {
    match found {
        Found::Fact { date: None, .. } => Some("a figure needs the day it was told"),
        Found::Fact { words, .. } if Figure::parse(words).is_err() => {
            Some("the ledger cannot read this figure")
        }
        Found::Fact { date: Some(date), .. } | Found::Event { date, .. }
            if EventDate::parse(date).is_err() =>
        {
            Some("this is no date in EDTF, such as 2018-05-08")
        }
        _ => None,
    }
}

fn show(article: &str, number: usize, count: usize, item: &Item) {
    let suggestion = &item.suggestion;
    say(&format!("\n{article} · {number} of {count}"));
    say(&format!("  {:<8} {}", suggestion.found.kind(), visible(&suggestion.found.line())));
    say(&format!("  in       {}", visible(&suggestion.sentence)));
    say(&format!("  sure     {}%: {}", suggestion.confidence, suggestion.reason));
}

/// The next answer. Where there is no more to read, that is to stop.
fn ask() -> Answer {
    loop {
        let _ = write!(stdout(), "accept, edit, skip, quit [a/e/s/q]? ");
        let _ = stdout().flush();
        let Some(line) = line() else {
            say("");
            return Answer::Quit;
        };
        match line.trim().to_lowercase().as_str() {
            "a" | "y" | "accept" | "yes" => return Answer::Accept,
            "e" | "edit" => return Answer::Edit,
            "s" | "n" | "skip" | "no" => return Answer::Skip,
            "q" | "quit" => return Answer::Quit,
            _ => say("  a, e, s or q"),
        }
    }
}

/// Asks for each part; an empty line keeps it, a dash takes it out. Whether there was an answer.
fn edit(found: &mut Found) -> bool {
    match found {
        Found::Person { name, role, org } => {
            text("name", name) && maybe("role", role) && maybe("organisation", org)
        }
        Found::Term { short, expansion } => text("term", short) && text("stands for", expansion),
        Found::Event { title, date, .. } => text("what happened", title) && text("date", date),
        Found::Fact { unit, by, date, .. } => {
            maybe("what is counted", unit) && maybe("who says so", by) && maybe("day it was told", date)
        }
        Found::Quote { by, .. } => maybe("who said it", by),
        Found::Place { name } => text("name", name),
        Found::Link { target } => text("entry", target),
    }
}

fn text(what: &str, value: &mut String) -> bool {
    let mut part = Some(std::mem::take(value));
    let kept = part.clone().unwrap_or_default();
    let answered = maybe(what, &mut part);
    *value = part.unwrap_or(kept);
    answered
}

fn maybe(what: &str, value: &mut Option<String>) -> bool {
    let _ = write!(stdout(), "  {what} [{}]: ", visible(value.as_deref().unwrap_or("-")));
    let _ = stdout().flush();
    let Some(line) = line() else { return false };
    match line.trim() {
        "" => {}
        "-" => *value = None,
        new => *value = Some(new.to_owned()),
    }
    true
}

fn line() -> Option<String> {
    let mut line = String::new();
    let read = stdin().lock().read_line(&mut line).unwrap_or(0);
    (read > 0).then_some(line)
}

/// Says a line to whoever answers. A closed pipe is nobody's fault.
fn say(line: &str) {
    let _ = writeln!(stdout(), "{line}");
}
