//! Publishing to a branch: the site is built here and pushed as one commit. The working tree, the index and the
//! current branch are not touched; what others published is not replaced unless that is asked for.

use super::checked::{self, Checked};
use super::github_pages::{GithubPages, Way};
use super::workflow::tell_due;
use crate::cli::terminal::{Terminal, counted};
use crate::cli::{Outcome, WRONG_CONTENT};
use crate::io::Trouble;
use crate::io::branch::{Branch, Made, Tip};
use crate::io::load::FOLDERS;
use crate::publish::address::Address;
use crate::publish::preflight::GITHUB;
use std::process::ExitCode;

pub fn publish(command: &GithubPages, way: &Way, name: &str, terminal: &Terminal) -> Outcome {
    let from = from(command, way, name)?;
    let branch = Branch { repository: &way.repository, remote: &way.remote, name };
    let (published, upstream) = branch.at_remote(from.branch.as_deref())?;
    if !command.as_is {
        is_up_to_date(way, &from, upstream.as_deref())?;
    }
    let tip = published.as_deref().map(|commit| branch.tip(commit)).transpose()?;
    if !command.force {
        is_ours(tip.as_ref(), name, command.orphan)?;
    }
    let address = command.address(way, tip.as_ref().and_then(|tip| tip.domain.as_deref()))?;
    terminal.say(format_args!("address     {} ({})", address.url, address.kind.name()));
    terminal.say(format_args!("from        {}", from.words()));
    terminal.say(format_args!("to          {name}, {}", what_is_there(tip.as_ref(), command.orphan)));
    let Some(mut checked) = checked::site(&command.checks, Some(&address.url), Some(GITHUB), terminal)?
    else {
        return Ok(ExitCode::from(WRONG_CONTENT));
    };
    add_what_github_needs(&mut checked, &address, tip.as_ref());
    tell_due(&checked.outlook.due, terminal);
    if !checked.outlook.due.is_empty() {
        terminal
            .notice("a branch changes only when somebody publishes again; a workflow would do so by itself");
    }
    if command.dry_run {
        let files = counted(checked.files.len(), "file");
        terminal.say(format_args!("would push {files} to {name} of {}; nothing was pushed", way.github));
        return Ok(ExitCode::SUCCESS);
    }
    terminal.say(format_args!("storing and pushing {} …", counted(checked.files.len(), "file")));
    let parent = published.as_deref().filter(|_| !command.orphan);
    let message = format!("Publish {}\n\nFrom {}.", checked.outlook.title, from.words());
    let Made::Commit(commit) = branch.commit(&checked.files, parent, published.as_deref(), &message)? else {
        terminal.done("Published", format_args!("already: {name} holds this very site"));
        return Ok(ExitCode::SUCCESS);
    };
    branch.push(&commit, published.as_deref())?;
    let (files, short) = (counted(checked.files.len(), "file"), commit.get(..10).unwrap_or(&commit));
    terminal.done("Published", format_args!("{files} to {name} of {} as {short}", way.github));
    left_to_do(way, name, &address, tip.as_ref(), terminal);
    Ok(ExitCode::SUCCESS)
}

/// What a site is published from.
struct From {
    branch: Option<String>,
    commit: String,
    changed: usize,
}

impl From {
    fn words(&self) -> String {
        let short = self.commit.get(..10).unwrap_or(&self.commit);
        let changed = if self.changed > 0 { ", with changes that are not committed" } else { "" };
        match &self.branch {
            Some(branch) => format!("{branch} at {short}{changed}"),
            None => format!("{short}, at no branch{changed}"),
        }
    }
}

/// What is published must be found again: a commit, on a branch, with nothing beside it.
fn from(command: &GithubPages, way: &Way, name: &str) -> Result<From, Trouble> {
    let head = way.repository.head();
    let Some(commit) = head.commit else {
        return Err(Trouble::new(
            "nothing is committed yet",
            "commit the site first: `git add .` and `git commit`",
        ));
    };
    let main = way.repository.default_branch(&way.remote);
    if head.branch.as_deref() == Some(name) || main.as_deref() == Some(name) {
        return Err(Trouble::new(
            format!("`{name}` is the branch with the site's sources, and would be replaced by what is built"),
            "name a branch of its own: --branch gh-pages",
        ));
    }
    if head.branch.is_none() && !command.as_is {
        return Err(Trouble::new(
            "the head is at no branch, so what you publish may not be what others have",
            "go to the branch: `git switch main`; or say --as-is to publish what is here",
        ));
    }
    let changed = way.repository.uncommitted(&FOLDERS)?;
    if let Some(first) = changed.first().filter(|_| !command.as_is) {
        return Err(Trouble::new(
            format!(
                "there are changes that are not committed, in {}: {first} for one",
                counted(changed.len(), "file")
            ),
            "commit them, so that what is published can be found again; or say --as-is",
        ));
    }
    Ok(From { branch: head.branch, commit, changed: changed.len() })
}

/// A site that lacks what others pushed would take their work away from readers.
fn is_up_to_date(way: &Way, from: &From, upstream: Option<&str>) -> Result<(), Trouble> {
    let Some((upstream, branch)) = upstream.zip(from.branch.as_ref()) else { return Ok(()) };
    if way.repository.leads_to(upstream, &from.commit) {
        return Ok(());
    }
    Err(Trouble::new(
        format!("`{branch}` of {} has commits that are not here", way.remote),
        format!("get them first: `git pull {} {branch}`; or say --as-is to publish without them", way.remote),
    ))
}

/// Work of others is not replaced.
fn is_ours(tip: Option<&Tip>, name: &str, orphan: bool) -> Result<(), Trouble> {
    let Some(tip) = tip else { return Ok(()) };
    if let Some(first) = tip.foreign.first() {
        let files = counted(tip.foreign.len(), "file");
        return Err(Trouble::new(
            format!("`{name}` holds work that Backstory did not publish: {files}, {first} for one"),
            "look at it; to put the site in its place, say --force (its commits stay in the history)",
        ));
    }
    match orphan && tip.has_foreign_history {
        true => Err(Trouble::new(
            format!(
                "the history of `{name}` has commits that are not Backstory's, and --orphan would drop them"
            ),
            "leave --orphan out, or say --force as well",
        )),
        false => Ok(()),
    }
}

fn what_is_there(tip: Option<&Tip>, orphan: bool) -> String {
    match tip {
        None => "a new branch".to_owned(),
        Some(tip) => {
            let short = tip.commit.get(..10).unwrap_or(&tip.commit);
            let how = if orphan { "in place of" } else { "after" };
            format!("{how} {short}")
        }
    }
}

/// `.nojekyll`, so that every file is served as it is, and `CNAME`, without which a domain is lost.
fn add_what_github_needs(checked: &mut Checked, address: &Address, tip: Option<&Tip>) {
    let files = &mut checked.files;
    files.entry(".nojekyll".to_owned()).or_insert_with(|| [].into());
    let held = tip.and_then(|tip| tip.domain.clone());
    let domain = held.or_else(|| address.domain().map(|domain| format!("{domain}\n")));
    if let Some(domain) = domain {
        files.entry("CNAME".to_owned()).or_insert_with(|| domain.into_bytes().into());
    }
}

fn left_to_do(way: &Way, name: &str, address: &Address, tip: Option<&Tip>, terminal: &Terminal) {
    if tip.is_none() {
        terminal.say(format_args!(
            "\nOnce, somebody who owns the repository must choose “Deploy from a branch”, `{name}` and `/ (root)` under “Build and deployment”:"
        ));
        terminal.say(format_args!("  {}", way.github.settings()));
    }
    terminal.say(format_args!("In a minute or two it is at {}", address.url));
}
