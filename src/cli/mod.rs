//! The command line: one command, one file. Exit codes: 0 fine, 1 something is wrong with the content,
//! 2 with the command, the files or the machine, 3 another build holds the output.

mod build;
mod check;
mod diff;
mod edit;
#[cfg(feature = "import")]
mod import;
mod marks;
mod new;
mod rename;
#[cfg(feature = "import")]
mod review;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "import")]
mod suggestions;
mod terminal;

use crate::io::Trouble;
use crate::model::input::{Audience, Options};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use terminal::Terminal;

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
    /// Tell what changed in the content since a revision, in words.
    #[command(after_help = diff::EXAMPLES)]
    Diff(diff::Diff),
    /// Make a draft of raw copy, and suggest what to mark in it.
    #[cfg(feature = "import")]
    #[command(after_help = import::EXAMPLES)]
    Import(import::Import),
    /// Tell which marks survived an edit, or write them down.
    #[command(after_help = marks::EXAMPLES)]
    Marks(marks::Marks),
    /// Start a site, an explainer or an entry.
    #[command(after_help = new::EXAMPLES)]
    New(new::New),
    /// Give a record another id, in every file that names it.
    #[command(after_help = rename::EXAMPLES)]
    Rename(rename::Rename),
    /// Walk through what an import suggested.
    #[cfg(feature = "import")]
    #[command(after_help = review::EXAMPLES)]
    Review(review::Review),
    /// Show a site in the browser and rebuild it on every change.
    #[cfg(feature = "serve")]
    #[command(after_help = serve::EXAMPLES)]
    Serve(serve::Serve),
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
}

impl SiteArgs {
    fn options(&self) -> Options {
        Options {
            base_url: self.base_url.clone(),
            audience: if self.drafts { Audience::Editors } else { Audience::Readers },
            now: jiff::Timestamp::now(),
        }
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
    let done = match cli.command {
        Command::Build(command) => command.run(&terminal),
        Command::Check(command) => command.run(&terminal),
        Command::Diff(command) => command.run(&terminal),
        #[cfg(feature = "import")]
        Command::Import(command) => command.run(&terminal),
        Command::Marks(command) => command.run(&terminal),
        Command::New(command) => command.run(&terminal),
        Command::Rename(command) => command.run(&terminal),
        #[cfg(feature = "import")]
        Command::Review(command) => command.run(&terminal),
        #[cfg(feature = "serve")]
        Command::Serve(command) => command.run(&terminal),
    };
    match done {
        Ok(code) => code,
        Err(trouble) => {
            terminal.trouble(&trouble);
            ExitCode::from(if trouble.locked { 3 } else { 2 })
        }
    }
}

/// What a command comes to: an exit code, or trouble with the world.
type Outcome = Result<ExitCode, Trouble>;

/// The exit code for wrong content.
const WRONG_CONTENT: u8 = 1;
