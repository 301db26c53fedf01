//! Git, asked for what a site was at another time. Only asked: nothing is ever written.

use super::{Trouble, builtin};
use crate::model::input::{Input, Project};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The content of a site as it was at a revision. Options and media are those of now.
pub fn project_at(site: &Path, revision: &str, now: &Project) -> Result<Project, Trouble> {
    let commit = format!("{revision}^{{commit}}");
    ask(site, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map_err(|trouble| {
        match trouble.message.is_empty() {
            true => Trouble::new(
                format!("git knows no revision `{revision}`"),
                "name a branch, a tag or a commit",
            ),
            false => trouble,
        }
    })?;
    let listed = ask(site, &["ls-tree", "-r", "-z", "--name-only", revision, "--", "content"])?;
    let paths: Vec<String> = listed
        .split(|byte| *byte == 0)
        .map(|path| String::from_utf8_lossy(path).into_owned())
        .filter(|path| [".md", ".yml", ".yaml", ".txt", ".html"].iter().any(|ending| path.ends_with(ending)))
        .filter(|path| !path.starts_with("content/static/"))
        .collect();
    let mut inputs: Vec<Input> =
        builtin::FILES.iter().map(|(path, bytes)| Input::new(path, *bytes)).collect();
    inputs.extend(contents(site, revision, &paths)?);
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Project { inputs, media: now.media.clone(), options: now.options.clone() })
}

/// The files of a revision, in one go.
fn contents(site: &Path, revision: &str, paths: &[String]) -> Result<Vec<Input>, Trouble> {
    let asked: String = paths.iter().map(|path| format!("{revision}:./{path}\n")).collect();
    let mut git = Command::new("git")
        .current_dir(site)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| no_git(&error))?;
    let mut input = git.stdin.take();
    // Asking and listening at once: either pipe may fill.
    let asking = std::thread::spawn(move || input.as_mut().map(|input| input.write_all(asked.as_bytes())));
    let output = git.wait_with_output().map_err(|error| no_git(&error))?;
    let _ = asking.join();
    Ok(parted(&output.stdout, paths))
}

/// The answers of `cat-file --batch`: a line with the size, the bytes, a line end.
fn parted(mut bytes: &[u8], paths: &[String]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else { break };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        bytes = &bytes[end + 1..];
        let size = head.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
        let Some((size, content)) = size.and_then(|size| Some((size, bytes.get(..size)?))) else { continue };
        inputs.push(Input::new(path, content));
        bytes = bytes.get(size + 1..).unwrap_or_default();
    }
    inputs
}

pub(super) fn ask(site: &Path, arguments: &[&str]) -> Result<Vec<u8>, Trouble> {
    let output =
        Command::new("git").current_dir(site).args(arguments).output().map_err(|error| no_git(&error))?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(Trouble::new(
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            "the site has to stand in a git repository",
        )),
    }
}

pub(super) fn no_git(error: &std::io::Error) -> Trouble {
    Trouble::new(format!("git could not be asked: {error}"), "install git, and see that it is on the PATH")
}
