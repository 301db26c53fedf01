//! What is said to the person at the terminal, and how: in colour where that is wanted and seen.

use crate::io::Trouble;
use crate::io::report::{Colour, Format, MOST, Report, visible};
use crate::model::diagnostic::Diagnostics;
use crate::model::input::Project;
use std::fmt::Display;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The terminal.
#[derive(Clone)]
pub struct Terminal {
    /// On standard error, where people are spoken to.
    colour: Colour,
    /// On standard output, where the answer goes.
    answer: Colour,
}

impl Terminal {
    /// Colours where a terminal shows them and NO_COLOR is not set.
    pub fn new() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colour = |seen: bool| if wanted && !dumb && seen { Colour::On } else { Colour::Off };
        Self { colour: colour(stderr().is_terminal()), answer: colour(stdout().is_terminal()) }
    }

    /// Prints an answer to standard output, where other programs can take it. A closed pipe is nobody's fault.
    pub fn print(&self, answer: &str) {
        let _ = stdout().write_all(answer.as_bytes());
    }

    /// What stands out in an answer.
    pub fn strong(&self, text: &str) -> String {
        styled(self.answer, "1", text)
    }

    /// Says a line, or several. A closed pipe is nobody's fault.
    pub fn say(&self, lines: impl Display) {
        lines.to_string().split('\n').for_each(|line| self.write(&visible(line)));
    }

    /// Says that something was done.
    pub fn done(&self, verb: &str, rest: impl Display) {
        self.write(&format!("{} {}", self.styled("1;32", verb), visible(&rest.to_string())));
    }

    /// Says something that somebody should know. In a workflow of GitHub it is shown beside the run.
    pub fn notice(&self, line: impl Display) {
        let line = visible(&line.to_string());
        match in_a_workflow() {
            // A sign of percent would begin an escape.
            true => self.write(&format!("::warning::{}", line.replace('%', "%25").replace('\n', "%0A"))),
            false => self.write(&format!("{}: {line}", self.styled("1;33", "note"))),
        }
    }

    /// Tells what is wrong, as people read it.
    pub fn diagnostics(&self, found: &Diagnostics, project: &Project) {
        self.report(&Report::new(found, project, MOST), Format::Human);
    }

    /// Tells what is wrong: people on standard error, programs on standard output, where nothing else goes then.
    pub fn report(&self, report: &Report<'_>, format: Format) {
        let told = report.told(format, self.colour);
        match format {
            Format::Human => {
                let _ = write!(stderr(), "{told}");
                if report.mendable() > 0 {
                    let many = counted(report.mendable(), "safe answer");
                    self.say(format_args!("{many}: `backstory check --fix` shows and writes what is meant"));
                }
                if let Some(code) = report.first_code() {
                    self.say(format_args!("`backstory explain {code}` tells more"));
                }
            }
            Format::Short => {
                self.print(&told);
                self.say(report.summary());
            }
            Format::Json | Format::Sarif | Format::Github => self.print(&told),
        }
    }

    /// Says what is wrong with the world, and what to do.
    pub fn trouble(&self, trouble: &Trouble) {
        self.write(&format!("{}: {}", self.styled("1;31", "error"), visible(&trouble.message)));
        self.write(&format!("{}: {}", self.styled("1;36", "help"), visible(&trouble.help)));
    }

    /// Does long work, saying how far it is where somebody looks on: after a second, and only to a terminal.
    pub fn with_progress<T>(
        &self,
        (verb, thing): (&str, &str),
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
                    let _ = write!(stderr(), "\r{verb} {} …", counted(count(), thing));
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

    /// A line of a diff that goes; nothing in it is left to be obeyed.
    pub fn removed(&self, line: &str) {
        self.write(&self.styled("31", line));
    }

    /// A line of a diff that comes.
    pub fn added(&self, line: &str) {
        self.write(&self.styled("32", line));
    }

    /// Writes a line in which nothing is left that a terminal would obey, but our own colours.
    fn write(&self, line: &str) {
        let _ = writeln!(stderr(), "{line}");
    }

    fn styled(&self, style: &str, text: &str) -> String {
        styled(self.colour, style, text)
    }
}

/// Whether a workflow of GitHub runs this, and shows what is said beside the lines it is about.
pub fn in_a_workflow() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

fn styled(colour: Colour, style: &str, text: &str) -> String {
    match colour {
        Colour::On => format!("\u{1b}[{style}m{text}\u{1b}[0m"),
        Colour::Off => text.to_owned(),
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
