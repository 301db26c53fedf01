//! `backstory publish github-pages`: by a workflow that builds on every push, or by a branch that holds the site.

use super::{CheckArgs, branch, checked, workflow};
use crate::cli::terminal::{Terminal, typed};
use crate::cli::{Outcome, WRONG_CONTENT};
use crate::io::Trouble;
use crate::io::repository::{Repository, masked};
use crate::publish::address::{self, Address, Known};
use crate::publish::preflight::GITHUB;
use clap::Args;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory publish github-pages --dry-run              say what would be done, and do nothing
  backstory publish github-pages                        write the workflow; commit and push it, and that is all
  backstory publish github-pages --branch gh-pages      build here and push the site to a branch instead
  backstory publish github-pages --into public          only build and check, as the workflow does

The address comes from the remote: https://OWNER.github.io/REPOSITORY/, https://OWNER.github.io/ for the
repository OWNER.github.io, or the domain in content/static/CNAME.

Exit code 0: fine; 1: something is wrong with the content; 2: with git, the remote or the files.";

/// Publish to GitHub Pages.
#[derive(Debug, Args)]
pub struct GithubPages {
    #[command(flatten)]
    pub(super) checks: CheckArgs,
    /// Build here and push the site to this branch, instead of writing a workflow.
    #[arg(long, value_name = "BRANCH")]
    pub branch: Option<String>,
    /// Only build and check the site, into this folder: what the workflow does.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["branch", "remote", "force", "orphan", "as_is"])]
    into: Option<PathBuf>,
    /// The remote, if it is not that of the branch.
    #[arg(long, value_name = "NAME")]
    remote: Option<String>,
    /// Let the branch have this one commit, without those before it.
    #[arg(long, requires = "branch")]
    pub orphan: bool,
    /// Replace what others have published on the branch, or a workflow that was changed by hand.
    #[arg(long)]
    pub force: bool,
    /// Publish what is here, though it is not committed, at no branch, or behind the remote.
    #[arg(long, requires = "branch")]
    pub as_is: bool,
    /// Say what would be done, and do nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Where a site is published from and to.
pub struct Way {
    pub repository: Repository,
    /// The name of the remote.
    pub remote: String,
    /// The repository on GitHub.
    pub github: address::Repository,
}

impl GithubPages {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        if let Some(folder) = &self.into {
            return self.build_into(folder, terminal);
        }
        let way = self.way()?;
        terminal.say(format_args!("repository  {} (remote `{}`)", way.github, way.remote));
        match &self.branch {
            Some(name) => branch::publish(self, &way, name, terminal),
            None => workflow::publish(self, &way, terminal),
        }
    }

    fn way(&self) -> Result<Way, Trouble> {
        let repository = Repository::around(&self.checks.site)?;
        let remote = repository.remote(self.remote.as_deref())?;
        let addresses = repository.addresses(&remote);
        let github =
            addresses.iter().find_map(|url| address::Repository::of_remote(url)).ok_or_else(|| {
                let url = masked(addresses.first().map_or("nothing", String::as_str));
                Trouble::new(
                    format!("the remote `{remote}` is {url}, and that is not on github.com"),
                    "name another with --remote, or publish to any host: `backstory publish folder PATH`",
                )
            })?;
        Ok(Way { repository, remote, github })
    }

    /// The address of the site, where everything that is known agrees.
    pub fn address(&self, way: &Way, published_domain: Option<&str>) -> Result<Address, Trouble> {
        let said = checked::written_address(&self.checks);
        let own_domain = fs::read_to_string(self.checks.site.join("content/static/CNAME")).ok();
        let written = self.checks.base_url.as_deref().or(address::meant(said.as_deref()));
        let written = written.map(|url| format!("{}/", url.trim_end_matches('/')));
        let known = Known {
            repository: &way.github,
            written: written.as_deref(),
            own_domain: own_domain.as_deref(),
            published_domain: published_domain.filter(|_| !(self.force && own_domain.is_some())),
        };
        known.address().map_err(|(message, help)| Trouble::new(message, help))
    }

    /// What the workflow runs: the site for the address that GitHub tells, checked, in a folder.
    fn build_into(&self, folder: &std::path::Path, terminal: &Terminal) -> Outcome {
        let said = checked::written_address(&self.checks);
        let told = self.checks.base_url.as_deref();
        // GitHub says `http` of a domain whose certificate is on its way.
        let written = said
            .as_deref()
            .filter(|written| told.is_none_or(|told| address::same_but_for_scheme(told, written)));
        if let (Some(told), Some(site)) = (told, said.as_deref().filter(|_| written.is_none())) {
            terminal.notice(format_args!(
                "content/site.yml says base_url {site}, and the site is built for {told}, as GitHub says"
            ));
        }
        let limits = crate::publish::preflight::Limits { file: u64::MAX, ..GITHUB };
        let Some(checked) = checked::site(&self.checks, written, Some(limits), terminal)? else {
            return Ok(ExitCode::from(WRONG_CONTENT));
        };
        workflow::remind(&self.checks.site, &checked.outlook, terminal);
        if self.dry_run {
            terminal.say(format_args!("would write to {}; nothing was written", typed(folder)));
            return Ok(ExitCode::SUCCESS);
        }
        checked::write(&checked.files, folder, &self.checks.site, terminal)?;
        terminal.say(format_args!("it is made to be seen at {}", checked.outlook.base_url));
        Ok(ExitCode::SUCCESS)
    }
}
