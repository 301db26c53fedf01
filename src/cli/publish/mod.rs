//! `backstory publish`: brings a site to its readers, after a last look. Says what will be done, does it, and says
//! what is left for a person to do.

mod branch;
mod checked;
mod folder;
mod github_pages;
mod workflow;

use super::Outcome;
use super::terminal::Terminal;
use clap::{Args, Subcommand};

pub const EXAMPLES: &str = "\
Examples:
  backstory publish github-pages --dry-run            say what would be done, and do nothing
  backstory publish github-pages                      write the workflow that publishes on every push
  backstory publish github-pages --branch gh-pages    build here, and push the site to that branch
  backstory publish folder /srv/www/iran              for any other host";

/// Publish a site.
#[derive(Debug, Args)]
pub struct Publish {
    #[command(subcommand)]
    to: To,
}

#[derive(Debug, Subcommand)]
enum To {
    /// To GitHub Pages: by a workflow, or by a branch.
    #[command(after_help = github_pages::EXAMPLES)]
    GithubPages(github_pages::GithubPages),
    /// Into a folder, for any host of plain files.
    #[command(after_help = folder::EXAMPLES)]
    Folder(folder::Folder),
}

impl Publish {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        match &self.to {
            To::GithubPages(command) => command.run(terminal),
            To::Folder(command) => command.run(terminal),
        }
    }

    /// The folder of the site.
    pub fn site(&self) -> &std::path::Path {
        match &self.to {
            To::GithubPages(command) => &command.checks.site,
            To::Folder(command) => &command.checks.site,
        }
    }
}

/// What every way of publishing needs to know of a site.
#[derive(Debug, Args)]
struct CheckArgs {
    /// The folder of the site, the one that has `content/`.
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    site: std::path::PathBuf,
    /// The public address of the home page, instead of `base_url` in content/site.yml.
    #[arg(long, value_name = "URL", value_parser = super::web_address)]
    base_url: Option<String>,
    /// Publish though there are warnings. Raw copy and broken links are refused all the same.
    #[arg(long)]
    allow_warnings: bool,
}
