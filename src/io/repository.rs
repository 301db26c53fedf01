//! The git repository that a site stands in: asked for its remotes, its branch, and what is not committed.
//! Nothing is written here.

use super::Trouble;
use super::git::{ask, no_git};
use crate::model::input::Dates;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashSet};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A repository, seen from a site in it.
#[derive(Debug)]
pub struct Repository {
    /// The folder of the site.
    pub site: PathBuf,
    /// The top folder of the repository.
    pub top: PathBuf,
    /// The folder of the site inside it, with a slash at the end; nothing where it is the whole.
    pub folder: String,
}

/// What stands where in a repository.
#[derive(Debug)]
pub struct Head {
    /// The branch, unless the head is at none.
    pub branch: Option<String>,
    /// The commit, unless there is none yet.
    pub commit: Option<String>,
}

impl Repository {
    /// The repository around a site.
    pub fn around(site: &Path) -> Result<Self, Trouble> {
        let mut asked = git(site);
        asked.args(["rev-parse", "--show-toplevel", "--show-prefix"]);
        let output = asked.output().map_err(|error| no_git(&error))?;
        if !output.status.success() {
            return Err(Trouble::new(
                format!("`{}` is in no git repository: {}", super::absolute(site).display(), said(&output)),
                "make it one: `git init`, `git add .`, `git commit`, and `git remote add origin https://github.com/YOU/NAME`",
            ));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut lines = text.lines();
        let top = lines.next().unwrap_or_default().into();
        Ok(Self { site: site.to_owned(), top, folder: lines.next().unwrap_or_default().to_owned() })
    }

    /// Branch and commit.
    pub fn head(&self) -> Head {
        Head {
            branch: self.line(&["symbolic-ref", "--quiet", "--short", "HEAD"]),
            commit: self.line(&["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]),
        }
    }

    /// The name of the remote to publish to: the one that is asked for, that of the branch, `origin`, or the only one.
    pub fn remote(&self, asked_for: Option<&str>) -> Result<String, Trouble> {
        let text = String::from_utf8_lossy(&ask(&self.site, &["remote"])?).into_owned();
        let all: Vec<&str> = text.lines().collect();
        if let Some(name) = asked_for {
            return match all.contains(&name) {
                true => Ok(name.to_owned()),
                false => Err(Trouble::new(
                    format!("there is no remote `{name}`"),
                    format!("the remotes are: {}; or add it: `git remote add {name} URL`", all.join(", ")),
                )),
            };
        }
        let upstream = self.head().branch.and_then(|branch| self.config(&format!("branch.{branch}.remote")));
        let known = upstream.filter(|name| all.contains(&name.as_str()));
        match (known, all.as_slice()) {
            (Some(name), _) => Ok(name),
            (None, all) if all.contains(&"origin") => Ok("origin".to_owned()),
            (None, [only]) => Ok((*only).to_owned()),
            (None, []) => Err(Trouble::new(
                "the repository has no remote, so there is nowhere to publish to",
                "make one on github.com, then: `git remote add origin https://github.com/YOU/NAME` and `git push -u origin HEAD`",
            )),
            (None, all) => Err(Trouble::new(
                "there are several remotes",
                format!("name one with --remote: {}", all.join(", ")),
            )),
        }
    }

    /// The addresses of a remote, as they are written and as git reads them.
    pub fn addresses(&self, remote: &str) -> Vec<String> {
        let written = self.config(&format!("remote.{remote}.url"));
        let read = self.line(&["remote", "get-url", remote]);
        written.into_iter().chain(read).collect()
    }

    /// The branch that others see first, as far as it is known here.
    pub fn default_branch(&self, remote: &str) -> Option<String> {
        let name =
            self.line(&["symbolic-ref", "--quiet", "--short", &format!("refs/remotes/{remote}/HEAD")])?;
        name.strip_prefix(&format!("{remote}/")).map(str::to_owned)
    }

    /// Files of these folders of the site that are not committed as they are.
    pub fn uncommitted(&self, folders: &[&str]) -> Result<Vec<String>, Trouble> {
        let mut arguments =
            vec!["status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--"];
        let there = folders.iter().filter(|folder| self.site.join(folder).exists());
        arguments.extend(there);
        let listed = ask(&self.site, &arguments)?;
        let files = listed.split(|byte| *byte == 0).filter(|entry| entry.len() > 3);
        Ok(files.map(|entry| String::from_utf8_lossy(&entry[3..]).into_owned()).collect())
    }

    /// Whether one commit leads to another.
    pub fn leads_to(&self, before: &str, after: &str) -> bool {
        let mut asked = git(&self.site);
        asked.args(["merge-base", "--is-ancestor", before, after]).stderr(Stdio::null());
        asked.status().is_ok_and(|status| status.success())
    }

    /// A setting of git.
    fn config(&self, key: &str) -> Option<String> {
        self.line(&["config", "--get", key])
    }

    /// The one line that git answers, if it does.
    pub fn line(&self, arguments: &[&str]) -> Option<String> {
        let answer = ask(&self.site, arguments).ok()?;
        let line = String::from_utf8_lossy(&answer).trim().to_owned();
        (!line.is_empty()).then_some(line)
    }
}

/// When the files of a site last changed, as its commits tell.
#[derive(Debug, Default)]
pub struct LastChanges {
    /// The times.
    pub dates: Dates,
    /// How many committed files have none, since the clone is shallow.
    pub cut_off: usize,
}

/// Whether git can know a site at all. To ask it takes longer than to build a small site.
fn may_be_in_repository(site: &Path) -> bool {
    std::env::var_os("GIT_DIR").is_some()
        || std::fs::canonicalize(site).is_ok_and(|site| site.ancestors().any(|at| at.join(".git").exists()))
}

/// Asks git once when each file of a site last changed. Where there is no git, no repository or no commit there are no
/// dates, and that is no trouble.
pub fn last_changes(site: &Path) -> LastChanges {
    if !may_be_in_repository(site) {
        return LastChanges::default();
    }
    let listed = ask(site, &["ls-files", "-z", "--", "content"]).unwrap_or_default();
    let text = String::from_utf8_lossy(&listed);
    let mut waiting: HashSet<&str> = text.split('\0').filter(|path| !path.is_empty()).collect();
    if waiting.is_empty() {
        return LastChanges::default();
    }
    // In a shallow clone the oldest commits seem to have made everything.
    let shallow = ask(site, &["rev-parse", "--git-path", "shallow"]).unwrap_or_default();
    let shallow = std::fs::read_to_string(site.join(String::from_utf8_lossy(&shallow).trim()));
    let shallow: HashSet<String> = shallow.unwrap_or_default().lines().map(str::to_owned).collect();
    let mut log = git(site);
    log.args([
        "-c",
        "core.quotePath=false",
        "-c",
        "log.showSignature=false",
        "log",
        "-z",
        "--relative",
        "--no-renames",
    ]);
    log.args(["--name-only", "--format=%x01%H %ct", "--", "content"]);
    let Ok(mut log) = log.stdout(Stdio::piped()).stderr(Stdio::null()).spawn() else {
        return LastChanges::default();
    };
    let mut dates = BTreeMap::new();
    let mut at = None;
    let lines = log.stdout.take().map(|out| BufReader::new(out).split(0)).into_iter().flatten();
    for piece in lines.map_while(Result::ok) {
        let piece = String::from_utf8_lossy(&piece).into_owned();
        let piece = piece.trim_start_matches('\n');
        if let Some(head) = piece.strip_prefix('\u{1}') {
            let (commit, time) = head.split_once(' ').unwrap_or_default();
            let time = time.trim().parse().ok().and_then(|time| Timestamp::from_second(time).ok());
            at = time.filter(|_| !shallow.contains(commit));
        } else if let Some(at) = at.filter(|_| waiting.remove(piece)) {
            dates.insert(piece.to_owned(), at);
        }
        // The rest of the history tells nothing new.
        if waiting.is_empty() {
            break;
        }
    }
    let _ = log.kill();
    let _ = log.wait();
    LastChanges { dates: dates.into(), cut_off: if shallow.is_empty() { 0 } else { waiting.len() } }
}

/// Git, in a folder, in words that do not depend on who asks.
pub fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder).env("LC_ALL", "C").stdin(Stdio::null());
    git
}

/// What git said was wrong.
pub fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines = text.lines().map(|line| {
        let line = line.trim();
        line.strip_prefix("fatal: ").or_else(|| line.strip_prefix("error: ")).unwrap_or(line)
    });
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty() && !line.starts_with("hint: ")).collect();
    lines.join("; ")
}

/// What git says, without the passwords that addresses may hold.
pub fn masked(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        clean.push_str(before);
        let end = after.find(|c: char| c == '/' || c.is_whitespace() || c == '\'').unwrap_or(after.len());
        rest = match after[..end].rfind('@') {
            Some(sign) => &after[sign + 1..],
            None => after,
        };
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn passwords_are_never_shown() {
        assert_eq!(masked("to https://a:b@github.com/x, y"), "to https://github.com/x, y");
        assert_eq!(masked("'https://token@h/x' https://h/y@z"), "'https://h/x' https://h/y@z");
    }
}
