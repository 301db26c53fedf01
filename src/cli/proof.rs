//! Reads an edition through while it is shown already: counts what changed, finds templates that are broken on some
//! page, and tells both at the terminal and in the browser. It gives up when there is another edition.

use super::terminal::{Terminal, counted, shown};
use crate::Edition;
use crate::io::Trouble;
use crate::io::http::{Preview, State};
use crate::io::report::{Colour, Format, Report};
use crate::model::diagnostic::Diagnostics;
use crate::model::hash::Hash;
use crate::model::input::Project;
use crate::model::output::{Output, Sink};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// An edition to be shown and read through; none where the content is broken.
pub struct Proof {
    pub edition: Option<Arc<Edition>>,
    pub project: Project,
    pub found: Diagnostics,
    /// The page to go to.
    pub follow: Option<String>,
    /// When the change was noticed.
    pub started: Instant,
}

/// Where proofs are read and told of.
pub struct Desk {
    preview: Arc<Preview>,
    site: PathBuf,
    most: usize,
    terminal: Terminal,
    /// Half of the machine: the other half answers the browser.
    pool: rayon::ThreadPool,
    /// The number of the edition that is worth reading.
    current: AtomicU64,
    told: Mutex<Told>,
}

/// What was told last, and what was not told yet.
#[derive(Default)]
struct Told {
    /// What every file was made from when an edition was read through last.
    fingerprints: FxHashMap<String, Hash>,
    /// Files that changed since.
    changed: BTreeSet<String>,
    /// How many editions were told.
    editions: usize,
    broken: bool,
}

impl Desk {
    /// A desk for a site.
    pub fn new(
        preview: Arc<Preview>,
        site: PathBuf,
        most: usize,
        terminal: &Terminal,
    ) -> Result<Self, Trouble> {
        let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get() / 2).max(1);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| {
            Trouble::new(format!("no thread could be started: {error}"), "end other programs, and try again")
        })?;
        let (current, told) = (AtomicU64::new(0), Mutex::default());
        Ok(Self { preview, site, most, terminal: terminal.clone(), pool, current, told })
    }

    /// What is being read is not worth it any more.
    pub fn give_up(&self) {
        self.current.fetch_add(1, Ordering::Relaxed);
    }

    /// Shows an edition at once, and reads it through beside what comes next. `changed` are the files that made it.
    pub fn take(self: Arc<Self>, proof: Proof, changed: BTreeSet<String>) {
        self.told().changed.extend(changed);
        let Some(edition) = proof.edition.clone() else { return self.tell_broken(&proof) };
        let before = self.preview.shown.show(edition.clone());
        let is_first = before.is_none();
        let shown_after = proof.started.elapsed();
        self.preview.tell(State { wrong: String::new(), follow: proof.follow.clone() });
        let number = self.current.load(Ordering::Relaxed);
        let read = move || {
            // Millions of small things go with an edition: nobody waits for that.
            drop(before);
            let known = std::mem::take(&mut self.told().fingerprints);
            let reading = Reading { desk: &self, number, known, fresh: Mutex::default() };
            let mut proof = proof;
            self.pool.install(|| edition.print(&reading, &mut proof.found));
            let is_read = reading.is_open();
            let Reading { known, fresh, .. } = reading;
            let fresh = fresh.into_inner().unwrap_or_default();
            match is_read {
                true => self.tell(&proof, fresh, known, shown_after),
                false => self.told().fingerprints = known,
            }
        };
        // The first edition is told before the address, the others while more may come.
        match is_first {
            true => read(),
            false => _ = std::thread::spawn(read),
        }
    }

    fn tell(
        &self,
        proof: &Proof,
        fresh: FxHashMap<String, Hash>,
        known: FxHashMap<String, Hash>,
        shown_after: std::time::Duration,
    ) {
        let changed =
            fresh.iter().filter(|(path, hash)| known.get(*path) != Some(*hash)).map(|(path, _)| path);
        let gone = known.keys().filter(|path| !fresh.contains_key(*path));
        let different: Vec<String> = changed.chain(gone).take(2).cloned().collect();
        let count = fresh.iter().filter(|(path, hash)| known.get(*path) != Some(*hash)).count()
            + known.keys().filter(|path| !fresh.contains_key(*path)).count();
        let mut told = self.told();
        told.fingerprints = fresh;
        let edited = std::mem::take(&mut told.changed);
        let (was_broken, is_first) =
            (std::mem::replace(&mut told.broken, proof.found.has_errors()), told.editions == 0);
        if count == 0 && !was_broken && !told.broken {
            return;
        }
        told.editions += 1;
        let report = self.report(proof);
        self.terminal.report(&report, Format::Human);
        if told.broken {
            self.terminal.say("these pages are shown as they were before");
            self.preview.tell(self.wrong(proof));
            return;
        }
        if was_broken {
            self.preview.tell(State { wrong: String::new(), follow: proof.follow.clone() });
        }
        let what = match different.as_slice() {
            [one] => one.trim_end_matches("index.html").to_owned(),
            _ => counted(count, "file"),
        };
        let (verb, after) =
            if is_first { ("Built", String::new()) } else { ("Rebuilt", edited_in_words(&edited)) };
        let shown_after = match proof.started.elapsed() > shown_after * 3 && !is_first {
            true => format!(", shown after {}", shown(shown_after)),
            false => String::new(),
        };
        self.terminal
            .done(verb, format_args!("{what}{after} in {}{shown_after}", shown(proof.started.elapsed())));
    }

    fn tell_broken(&self, proof: &Proof) {
        let mut told = self.told();
        (told.broken, told.editions) = (true, told.editions + 1);
        let report = self.report(proof);
        self.terminal.report(&report, Format::Human);
        self.terminal.say(match self.preview.shown.is_empty() {
            true => "there is nothing to show until this is mended",
            false => "the last good site is still served",
        });
        self.preview.tell(self.wrong(proof));
    }

    /// What the browser tells: the same, with paths inside the site.
    fn wrong(&self, proof: &Proof) -> State {
        let report = Report::new(&proof.found, &proof.project, self.most);
        State { wrong: report.told(Format::Human, Colour::Off), follow: None }
    }

    fn report<'a>(&self, proof: &'a Proof) -> Report<'a> {
        Report::new(&proof.found, &proof.project, self.most).in_folder(&self.site)
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was edited, as a person would say it. Editors write to files of their own first, which nobody has heard of.
fn edited_in_words(edited: &BTreeSet<String>) -> String {
    let known = |path: &&str| Path::new(path).extension().is_some() && !path.ends_with('~');
    let all: Vec<&str> = edited.iter().map(String::as_str).collect();
    let known: Vec<&str> = all.iter().copied().filter(known).collect();
    match if known.is_empty() { all } else { known }.as_slice() {
        [] => String::new(),
        [one] => format!(" after {one}"),
        [one, rest @ ..] => format!(" after {one} and {} more", rest.len()),
    }
}

/// Takes note of what every file of an edition is made from, and keeps none of them.
struct Reading<'a> {
    desk: &'a Desk,
    number: u64,
    known: FxHashMap<String, Hash>,
    fresh: Mutex<FxHashMap<String, Hash>>,
}

impl Sink for Reading<'_> {
    fn holds(&self, path: &str, fingerprint: Hash) -> bool {
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        fresh.insert(path.to_owned(), fingerprint);
        self.known.get(path) == Some(&fingerprint)
    }

    fn put(&self, _: Output) {}

    fn is_open(&self) -> bool {
        self.desk.current.load(Ordering::Relaxed) == self.number
    }
}
