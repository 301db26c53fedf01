//! `backstory build`: builds a site into a folder.

use super::terminal::{Terminal, counted, shown, typed};
use super::timings::{Made, Stages, Timed};
use super::{Outcome, ReportArgs, SiteArgs, WRONG_CONTENT, dates};
use crate::io::load::Loaded;
use crate::io::watch::{Changes, Means, Watch};
use crate::io::write::Stage;
use crate::io::{Trouble, absolute};
use crate::model::diagnostic::Diagnostics;
use crate::model::input::{Dates, Options, Project};
use crate::{Memory, edition_told};
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

pub const EXAMPLES: &str = "\
Examples:
  backstory build                                     the site in this folder, into public/
  backstory build demo --output /srv/www/demo         another site, another folder
  backstory build --base-url https://example.org/iran/  for a project page under a path
  backstory build --drafts --output preview           with what is not published yet
  backstory build --watch                             and again on every change
  backstory build --timings                           and where the time went

If something is wrong with the content, nothing is written and the exit code is 1.
Files in the output that Backstory did not write are never touched.";

/// Build a site into a folder.
#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    #[command(flatten)]
    report: ReportArgs,
    /// The folder to write to, counted from the current folder. [default: SITE/public]
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// How long to wait for another build of the same output.
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    wait: u64,
    /// Tell where the time went: stage by stage, and for each kind of file.
    #[arg(long)]
    timings: bool,
    /// Build again on every change, until Ctrl-C.
    #[arg(long)]
    watch: bool,
    /// With `--watch`: look at the files twice a second, where the file system gives no notice of changes.
    #[arg(long, requires = "watch")]
    poll: bool,
}

impl Build {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let started = Instant::now();
        let mut options = self.site.options();
        // Who watches is told of files by their whole paths.
        let site = if self.watch { absolute(&self.site.site) } else { self.site.site.clone() };
        let (loaded, changed) = dates::beside(&site, terminal, || Loaded::new(&site, options.largest_input));
        let mut loaded = loaded?;
        options.changed = changed.clone();
        let watch = self.watch.then(|| begin_to_watch(&site, self.poll, terminal));
        let mut memory = Memory::new();
        let mut done = self.once(&loaded.project(options), &mut memory, started, terminal);
        let Some(watch) = watch else {
            self.leave((memory, loaded));
            return done;
        };
        let mut watch = watch?;
        terminal.say("watching; Ctrl-C stops");
        loop {
            if let Err(trouble) = done {
                terminal.trouble(&trouble);
            }
            done = self.again(&mut watch, &mut loaded, &mut memory, &changed, terminal);
        }
    }

    /// Builds again after the next change, unless everything is as it was.
    fn again(
        &self,
        watch: &mut Watch,
        loaded: &mut Loaded,
        memory: &mut Memory,
        changed: &Dates,
        terminal: &Terminal,
    ) -> Outcome {
        let options = || Options { changed: changed.clone(), ..self.site.options() };
        let before = loaded.project(options()).0.hash();
        loop {
            let changes = watch.changes(None);
            let started = Instant::now();
            // A folder is written whole: half of a change is not worth it.
            for changes in changes.into_iter().chain(watch.rest()) {
                match changes {
                    Changes::Anything => loaded.read_all()?,
                    Changes::Files(files) => loaded.reread(&files)?,
                }
            }
            let (project, found) = loaded.project(options());
            if project.hash() != before {
                return self.once(&(project, found), memory, started, terminal);
            }
        }
    }

    /// Puts away what is no longer needed. Where the process ends with the build, the system takes all of it back at once,
    /// which is quicker than giving it back piece by piece.
    fn leave<T>(&self, done_with: T) {
        match self.watch {
            true => drop(done_with),
            false => std::mem::forget(done_with),
        }
    }

    fn once(
        &self,
        (project, unread): &(Project, Diagnostics),
        memory: &mut Memory,
        started: Instant,
        terminal: &Terminal,
    ) -> Outcome {
        let site = &self.site.site;
        let output = self.output.clone().unwrap_or_else(|| site.join("public"));
        let stage = Stage::new(&output, site, Duration::from_secs(self.wait))?;
        let mut found = unread.clone();
        let (mut stages, made) = (Stages::since(started), Made::default());
        stages.passed("read");
        let built = terminal.with_progress(
            ("Building", "file"),
            || stage.count(),
            || self.print(project, memory, &stage, (&mut stages, &made)),
        );
        found.extend(built.sorted().into_iter().cloned());
        self.report.tell(&found, project, site, terminal);
        if found.has_errors() {
            terminal.say(format_args!("nothing was written; `{}` is as it was", typed(&output)));
            return Ok(ExitCode::from(WRONG_CONTENT));
        }
        let written = stage.commit()?;
        stages.passed("switch");
        let mut changes = format!("{} new or changed", written.changed);
        if written.removed > 0 {
            changes.push_str(&format!(", {} removed", written.removed));
        }
        terminal.done(
            "Built",
            format_args!(
                "{} in {}: {}, {changes}",
                typed(&output),
                shown(started.elapsed()),
                counted(written.files, "file")
            ),
        );
        if self.timings {
            stages.tell(&made, terminal);
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Builds into a stage. Every file is timed only where that is asked for.
    fn print(
        &self,
        project: &Project,
        memory: &mut Memory,
        stage: &Stage,
        (stages, made): (&mut Stages, &Made),
    ) -> Diagnostics {
        let (edition, mut built) = edition_told(project, memory, &mut |name| stages.passed(name));
        if !self.watch {
            // It is for another build. Where there is none, pages have more use for its room.
            let remembered = std::mem::take(memory);
            std::thread::spawn(move || drop(remembered));
        }
        match self.timings {
            true => edition.print(&Timed { sink: stage, made }, &mut built),
            false => edition.print(stage, &mut built),
        }
        stages.passed("print");
        self.leave(edition);
        built
    }
}

/// Begins to watch a site, and says so where that is done by looking.
pub fn begin_to_watch(site: &Path, poll: bool, terminal: &Terminal) -> Result<Watch, Trouble> {
    let watch = Watch::new(site, if poll { Means::Polling } else { Means::Notices })?;
    if let Some(reason) = &watch.polling {
        terminal.say(format_args!("looking at the files twice a second, because {reason}"));
    }
    Ok(watch)
}
