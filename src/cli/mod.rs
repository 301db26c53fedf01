//! The command line: one command, one file. Exit codes: 0 fine, 1 something is wrong with the content,
//! 2 with the command, the files or the machine, 3 another build holds the output.

mod build;
mod check;
mod completions;
mod dates;
mod diff;
mod edit;
mod explain;
#[cfg(feature = "import")]
mod import;
mod man;
mod marks;
mod new;
#[cfg(feature = "serve")]
mod proof;
mod publish;
mod rename;
#[cfg(feature = "import")]
mod review;
mod schema;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "import")]
mod suggestions;
mod terminal;
mod timings;
mod why;

use crate::io::report::{Format, MOST, Report};
use crate::io::{Trouble, desk};
use crate::model::diagnostic::Diagnostics;
use crate::model::input::{Audience, Options, Project};
use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use terminal::{Terminal, typed};

/// A static site generator for annotated news explainers.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  backstory new site demo     start a site that works at once
  cd demo
  backstory serve             build it, show it, and rebuild whenever a file changes
  backstory build             write the site to public/

Every command has examples of its own: backstory build --help";

#[derive(Debug, Subcommand)]
enum Command {
    /// Build a site into a folder.
    #[command(after_help = build::EXAMPLES)]
    Build(build::Build),
    /// Look for mistakes without writing anything.
    #[command(after_help = check::EXAMPLES)]
    Check(check::Check),
    /// Print what a shell needs to complete commands and options.
    #[command(after_help = completions::EXAMPLES)]
    Completions(completions::Completions),
    /// Tell what changed in the content since a revision, in words.
    #[command(after_help = diff::EXAMPLES)]
    Diff(diff::Diff),
    /// Tell what a code such as BS0302 means.
    #[command(after_help = explain::EXAMPLES)]
    Explain(explain::Explain),
    /// Make a draft of raw copy, and suggest what to mark in it.
    #[cfg(feature = "import")]
    #[command(after_help = import::EXAMPLES)]
    Import(import::Import),
    /// Print the manual page, or write one for every command.
    #[command(after_help = man::EXAMPLES)]
    Man(man::Man),
    /// Tell which marks survived an edit, or write them down.
    #[command(after_help = marks::EXAMPLES)]
    Marks(marks::Marks),
    /// Start a site, an explainer or an entry.
    #[command(after_help = new::EXAMPLES)]
    New(new::New),
    /// Publish a site to GitHub Pages, or into a folder for any host.
    #[command(after_help = publish::EXAMPLES)]
    Publish(publish::Publish),
    /// Give a record another id, in every file that names it.
    #[command(after_help = rename::EXAMPLES)]
    Rename(rename::Rename),
    /// Walk through what an import suggested.
    #[cfg(feature = "import")]
    #[command(after_help = review::EXAMPLES)]
    Review(review::Review),
    /// Print JSON Schemas for editors.
    #[command(after_help = schema::EXAMPLES)]
    Schema(schema::SchemaOf),
    /// Show a site in the browser and rebuild it on every change.
    #[cfg(feature = "serve")]
    #[command(after_help = serve::EXAMPLES)]
    Serve(serve::Serve),
    /// Tell why a page or a record is, or is not, published, and what makes it.
    #[command(after_help = why::EXAMPLES)]
    Why(why::Why),
}

impl Command {
    /// The folder of the site that it is about.
    fn site(&self) -> &Path {
        match self {
            Self::Build(command) => &command.site.site,
            Self::Check(command) => &command.site.site,
            Self::Diff(command) => &command.site,
            Self::Completions(_) | Self::Explain(_) | Self::Man(_) | Self::Schema(_) => Path::new("."),
            #[cfg(feature = "import")]
            Self::Import(command) => &command.into,
            Self::Marks(command) => &command.site.site,
            Self::New(command) => &command.site,
            Self::Publish(command) => command.site(),
            Self::Rename(command) => &command.site,
            #[cfg(feature = "import")]
            Self::Review(command) => &command.site,
            #[cfg(feature = "serve")]
            Self::Serve(command) => &command.site.site,
            Self::Why(command) => &command.site,
        }
    }
}

/// What several commands need to know of a site.
#[derive(Debug, Args)]
struct SiteArgs {
    /// The folder of the site, the one that has `content/`.
    #[arg(default_value = ".")]
    site: PathBuf,
    /// The public address of the home page, instead of `base_url` in content/site.yml.
    #[arg(long, value_name = "URL", value_parser = web_address)]
    base_url: Option<String>,
    /// Show what is not published yet, too.
    #[arg(long)]
    drafts: bool,
    /// The largest text file that is read, in megabytes.
    #[arg(long, value_name = "MB", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=1024))]
    max_file_size: u16,
}

impl SiteArgs {
    fn options(&self) -> Options {
        Options {
            base_url: self.base_url.clone(),
            audience: if self.drafts { Audience::Editors } else { Audience::Readers },
            largest_input: u64::from(self.max_file_size) << 20,
            now: jiff::Timestamp::now(),
            ..Options::default()
        }
    }
}

/// How what is wrong is told.
#[derive(Debug, Args)]
struct ReportArgs {
    /// The form in which what is wrong is told.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    most: Most,
}

impl ReportArgs {
    fn tell(&self, found: &Diagnostics, project: &Project, site: &Path, terminal: &Terminal) {
        let report = Report::new(found, project, self.most.count()).in_folder(site);
        terminal.report(&report, self.format);
    }
}

/// How much is told of what is wrong.
#[derive(Debug, Clone, Copy, Args)]
struct Most {
    /// How many mistakes are told at most, errors first; 0 for all of them. How many there are is always told.
    #[arg(long, value_name = "N", default_value_t = MOST)]
    max_diagnostics: usize,
}

impl Most {
    fn count(self) -> usize {
        if self.max_diagnostics == 0 { usize::MAX } else { self.max_diagnostics }
    }
}

fn web_address(url: &str) -> Result<String, String> {
    match url.starts_with("https://") || url.starts_with("http://") {
        true => Ok(url.to_owned()),
        false => Err("an address begins with https:// or http://".to_owned()),
    }
}

/// Runs the command that was typed.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go out as they should; a broken pipe is nobody's fault.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let terminal = Terminal::new();
    one_thread_where_one_is_asked_for();
    in_order(cli.command.site(), &terminal);
    let done = match cli.command {
        Command::Build(command) => command.run(&terminal),
        Command::Check(command) => command.run(&terminal),
        Command::Completions(command) => command.run(&terminal),
        Command::Diff(command) => command.run(&terminal),
        Command::Explain(command) => command.run(&terminal),
        #[cfg(feature = "import")]
        Command::Import(command) => command.run(&terminal),
        Command::Man(command) => command.run(&terminal),
        Command::Marks(command) => command.run(&terminal),
        Command::New(command) => command.run(&terminal),
        Command::Publish(command) => command.run(&terminal),
        Command::Rename(command) => command.run(&terminal),
        #[cfg(feature = "import")]
        Command::Review(command) => command.run(&terminal),
        Command::Schema(command) => command.run(&terminal),
        #[cfg(feature = "serve")]
        Command::Serve(command) => command.run(&terminal),
        Command::Why(command) => command.run(&terminal),
    };
    match done {
        Ok(code) => code,
        Err(trouble) => {
            terminal.trouble(&trouble);
            ExitCode::from(if trouble.locked { 3 } else { 2 })
        }
    }
}

/// Outputs whose switch was interrupted are brought in order before anything else is done, whatever the command.
fn in_order(site: &Path, terminal: &Terminal) {
    for output in desk::finish_interrupted(site) {
        match output {
            Ok(output) => terminal
                .say(format_args!("a build of {} had been interrupted; it is whole again", typed(&output))),
            Err(trouble) => terminal.trouble(&trouble),
        }
    }
}

/// With `RAYON_NUM_THREADS=1` there is no thread beside this one, so that every step comes after another.
fn one_thread_where_one_is_asked_for() {
    if std::env::var_os("RAYON_NUM_THREADS").is_some_and(|threads| threads == "1") {
        // That the pool exists already is no harm.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    }
}

/// What a command comes to: an exit code, or trouble with the world.
type Outcome = Result<ExitCode, Trouble>;

/// The exit code for wrong content.
const WRONG_CONTENT: u8 = 1;
