//! `--timings`: where the time of a build went, stage by stage and kind by kind of file. The stages know no clock: they say
//! what is done, and what is asked of the sink tells when a file was begun and when it was finished.

use super::terminal::{Terminal, counted};
use crate::model::hash::Hash;
use crate::model::output::{Output, Sink};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

/// How many kinds of file are told of.
const MOST: usize = 12;

/// The stages of a build, each with the time it took.
#[derive(Debug)]
pub struct Stages {
    before: Instant,
    passed: Vec<(&'static str, Duration)>,
}

impl Stages {
    /// A build began.
    pub fn since(started: Instant) -> Self {
        Self { before: started, passed: Vec::new() }
    }

    /// A stage is done.
    pub fn passed(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.passed.push((stage, now - self.before));
        self.before = now;
    }

    /// Tells of all of them, and of the files that took longest to make.
    pub fn tell(&self, made: &Made, terminal: &Terminal) {
        let all: Duration = self.passed.iter().map(|(_, time)| *time).sum();
        terminal.say("stage           time, ms    of all");
        for (stage, time) in &self.passed {
            let share = 100.0 * time.as_secs_f64() / all.as_secs_f64().max(f64::EPSILON);
            terminal.say(format_args!("{stage:<12} {:>11.1} {share:>8.0}%", ms(*time)));
        }
        terminal.say(format_args!("{:<12} {:>11.1}", "all", ms(all)));
        made.tell(terminal);
    }
}

/// The files that were made, by kind. The times of all threads are added up.
#[derive(Debug, Default)]
pub struct Made(Mutex<Kinds>);

#[derive(Debug, Default)]
struct Kinds {
    /// When each thread last began something.
    begun: HashMap<ThreadId, Instant>,
    by_kind: BTreeMap<String, Kind>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Kind {
    files: usize,
    making: Duration,
    writing: Duration,
}

impl Made {
    fn tell(&self, terminal: &Terminal) {
        let kinds = self.kinds();
        let mut kinds: Vec<(&String, &Kind)> = kinds.by_kind.iter().collect();
        kinds.sort_by_key(|(_, kind)| std::cmp::Reverse(kind.making + kind.writing));
        let left = kinds.len().saturating_sub(MOST);
        terminal.say("\nfiles, added up over all threads     number  making, ms  writing, ms");
        for (name, kind) in kinds.iter().take(MOST) {
            let Kind { files, making, writing } = kind;
            terminal.say(format_args!("{name:<34} {files:>8} {:>11.1} {:>12.1}", ms(*making), ms(*writing)));
        }
        if left > 0 {
            terminal.say(format_args!("… and {} more", counted(left, "kind")));
        }
    }

    fn kinds(&self) -> MutexGuard<'_, Kinds> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self) {
        self.kinds().begun.insert(std::thread::current().id(), Instant::now());
    }

    /// A file was made, and takes so long to write.
    fn end(&self, path: &str, made: Instant) {
        let written = Instant::now();
        let mut kinds = self.kinds();
        let begun = kinds.begun.remove(&std::thread::current().id()).unwrap_or(made);
        let kind = kinds.by_kind.entry(kind_of(path)).or_default();
        kind.files += 1;
        kind.making += made - begun;
        kind.writing += written - made;
    }
}

/// A sink that notes when files are begun, made and written, and is otherwise another.
pub struct Timed<'a> {
    /// The sink that takes the files.
    pub sink: &'a dyn Sink,
    /// What is noted.
    pub made: &'a Made,
}

impl Sink for Timed<'_> {
    fn compares_fingerprints(&self) -> bool {
        self.sink.compares_fingerprints()
    }

    fn holds(&self, path: &str, fingerprint: Hash) -> bool {
        self.sink.holds(path, fingerprint)
    }

    fn put(&self, output: Output) {
        let (path, made) = (output.path.clone(), Instant::now());
        self.sink.put(output);
        self.made.end(&path, made);
    }

    /// What every file begins with.
    fn is_open(&self) -> bool {
        self.made.begin();
        self.sink.is_open()
    }
}

/// The kind of a file, by its path: `explainers/x/annotations.json` is one of `explainers/…/annotations.json`.
fn kind_of(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        [folder, _, .., name] => format!("{folder}/…/{name}"),
        _ => path.to_owned(),
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::kind_of;

    #[test]
    fn files_of_a_kind_are_told_together() {
        assert_eq!(kind_of("explainers/x/annotations.json"), "explainers/…/annotations.json");
        assert_eq!(kind_of("explainers/page/2/index.html"), "explainers/…/index.html");
        assert_eq!(kind_of("timeline/index.html"), "timeline/index.html");
        assert_eq!(kind_of("feed.xml"), "feed.xml");
    }
}
