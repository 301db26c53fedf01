//! What is said to the person at the terminal, and how: in colour where that is wanted and seen.

use crate::io::Trouble;
use crate::io::report::{self, Colour};
use crate::model::diagnostic::Diagnostics;
use crate::model::input::Project;
use std::fmt::Display;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The terminal.
pub struct Terminal {
    colour: Colour,
}

impl Terminal {
    /// Colours where standard error is a terminal and NO_COLOR is not set.
    pub fn new() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colour = if wanted && !dumb && stderr().is_terminal() { Colour::On } else { Colour::Off };
        Self { colour }
    }

    /// Says a line. A closed pipe is nobody's fault.
    pub fn say(&self, line: impl Display) {
        let _ = writeln!(stderr(), "{line}");
    }

    /// Says that something was done.
    pub fn done(&self, verb: &str, rest: impl Display) {
        self.say(format_args!("{} {rest}", self.styled("1;32", verb)));
    }

    /// Says something that somebody should know. In a workflow of GitHub it is shown beside the run.
    pub fn notice(&self, line: impl Display) {
        let line = report::visible(&line.to_string());
        match std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true") {
            // A sign of percent would begin an escape.
            true => self.say(format_args!("::warning::{}", line.replace('%', "%25").replace('\n', "%0A"))),
            false => self.say(format_args!("{}: {line}", self.styled("1;33", "note"))),
        }
    }

    /// Prints what was asked for, where a pipe can have it.
    pub fn print(&self, text: &str) {
        let _ = stdout().write_all(text.as_bytes());
    }

    /// Draws diagnostics, if there are any.
    pub fn diagnostics(&self, found: &Diagnostics, project: &Project) {
        let _ = write!(stderr(), "{}", report::draw(found, project, self.colour));
    }

    /// Says what is wrong with the world, and what to do.
    pub fn trouble(&self, trouble: &Trouble) {
        self.say(format_args!("{}: {}", self.styled("1;31", "error"), report::visible(&trouble.message)));
        self.say(format_args!("{}: {}", self.styled("1;36", "help"), report::visible(&trouble.help)));
    }

    /// Does long work, saying how far it is where somebody looks on: after a second, and only to a terminal.
    pub fn with_progress<T>(
        &self,
        verb: &str,
        count: impl Fn() -> usize + Sync,
        work: impl FnOnce() -> T,
    ) -> T {
        if !stderr().is_terminal() {
            return work();
        }
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let watcher = scope.spawn(|| {
                std::thread::park_timeout(Duration::from_secs(1));
                while !done.load(Ordering::Relaxed) {
                    let _ = write!(stderr(), "\r{verb} {} …", counted(count(), "file"));
                    std::thread::park_timeout(Duration::from_millis(200));
                }
                let _ = write!(stderr(), "\r\u{1b}[K");
            });
            let result = work();
            done.store(true, Ordering::Relaxed);
            watcher.thread().unpark();
            result
        })
    }

    fn styled(&self, style: &str, text: &str) -> String {
        match self.colour {
            Colour::On => format!("\u{1b}[{style}m{text}\u{1b}[0m"),
            Colour::Off => text.to_owned(),
        }
    }
}

/// A duration as a person reads it.
pub fn shown(time: Duration) -> String {
    match time.as_millis() {
        0..=9 => format!("{:.1} ms", time.as_secs_f64() * 1000.0),
        10..=9_999 => format!("{} ms", time.as_millis()),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

/// A path as a person would type it.
pub fn typed(path: &Path) -> std::path::Display<'_> {
    path.strip_prefix(".").unwrap_or(path).display()
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    }
}
