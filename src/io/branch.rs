//! A built site becomes a commit on a branch of its own, by git alone: the working tree, the index and the current
//! branch are not touched, and until the push is taken nobody sees anything.

use super::Trouble;
use super::git::no_git;
use super::repository::{Repository, git, said};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

/// A branch of a remote that a site is published to.
#[derive(Debug)]
pub struct Branch<'a> {
    /// The repository that pushes.
    pub repository: &'a Repository,
    /// The remote.
    pub remote: &'a str,
    /// The branch.
    pub name: &'a str,
}

/// What is published now.
#[derive(Debug)]
pub struct Tip {
    /// The commit.
    pub commit: String,
    /// Files that were changed by others since we last published; all, where we never did.
    pub foreign: Vec<String>,
    /// Whether there are commits of others in its history.
    pub has_foreign_history: bool,
    /// Its `CNAME` file.
    pub domain: Option<String>,
}

/// The line by which we know a commit of ours.
const TRAILER: &str = "Published-with: Backstory";

/// Files that the host or its owner puts beside a site.
const KEPT: [&str; 2] = ["CNAME", ".nojekyll"];

impl Branch<'_> {
    /// What the remote has: the commits of this branch and of another, of those that are there.
    pub fn at_remote(&self, other: Option<&str>) -> Result<(Option<String>, Option<String>), Trouble> {
        let references = [Some(self.name), other].map(|name| name.map(|name| format!("refs/heads/{name}")));
        let mut asked = self.git();
        asked.args(["ls-remote", "--quiet", self.remote]).args(references.iter().flatten());
        let output = asked.output().map_err(|error| no_git(&error))?;
        if !output.status.success() {
            return Err(self.unreachable(&output));
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let find = |reference: &Option<String>| {
            let reference = reference.as_ref()?;
            let mut lines = text.lines().filter_map(|line| line.split_once('\t'));
            lines.find(|(_, name)| name == reference).map(|(commit, _)| commit.to_owned())
        };
        Ok((find(&references[0]), find(&references[1])))
    }

    /// Brings what is published here, to be compared and built upon.
    pub fn tip(&self, commit: &str) -> Result<Tip, Trouble> {
        let Self { remote, name, repository } = self;
        let mut fetch = self.git();
        fetch.args([
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            remote,
        ]);
        fetch.arg(format!("+refs/heads/{name}:refs/remotes/{remote}/{name}"));
        let output = fetch.output().map_err(|error| no_git(&error))?;
        if !output.status.success() {
            return Err(self.unreachable(&output));
        }
        let grep = format!("--grep=^{TRAILER} ");
        let ours = repository.line(&["rev-list", "-n1", &grep, commit]);
        let empty = repository.line(&["hash-object", "-t", "tree", "--stdin"]).unwrap_or_default();
        let since = ours.as_deref().unwrap_or(&empty);
        let changed = self.ask(&["diff-tree", "-r", "-z", "--name-only", "--no-renames", since, commit])?;
        let changed = String::from_utf8_lossy(&changed).into_owned();
        let foreign = changed.split('\0').filter(|path| !path.is_empty() && !KEPT.contains(path));
        let others = repository.line(&["rev-list", "-n1", "--invert-grep", &grep, commit]);
        let domain = self.ask(&["cat-file", "blob", &format!("{commit}:CNAME")]).ok();
        Ok(Tip {
            commit: commit.to_owned(),
            foreign: foreign.map(str::to_owned).collect(),
            has_foreign_history: others.is_some(),
            domain: domain.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        })
    }

    /// Makes a commit of these files, unless just that is published. Nothing points at it yet.
    pub fn commit(
        &self,
        files: &BTreeMap<String, Arc<[u8]>>,
        parent: Option<&str>,
        published: Option<&str>,
        message: &str,
    ) -> Result<Made, Trouble> {
        let Some(identity) = self.repository.line(&["var", "GIT_COMMITTER_IDENT"]) else {
            return Err(Trouble::new(
                "git does not know who makes the commit",
                "tell it: `git config user.name NAME` and `git config user.email ADDRESS`",
            ));
        };
        let message = format!("{message}\n\n{TRAILER} {}\n", env!("CARGO_PKG_VERSION"));
        let head = Head { identity, message, parent };
        let commit = Desk::new(self)?.store(files, &head)?;
        let tree = self.repository.line(&["rev-parse", &format!("{commit}^{{tree}}")]);
        let held =
            published.and_then(|commit| self.repository.line(&["log", "-1", "--format=%T %P", commit]));
        let same = held.zip(tree).is_some_and(|(held, tree)| match held.split_once(' ') {
            // With a history, where none is wanted.
            Some((held, _)) => held == tree && parent.is_some(),
            None => held == tree,
        });
        Ok(if same { Made::Same } else { Made::Commit(commit) })
    }

    /// Pushes a commit, if the branch is still where it was.
    pub fn push(&self, commit: &str, was: Option<&str>) -> Result<(), Trouble> {
        let reference = format!("refs/heads/{}", self.name);
        let mut push = self.git();
        // Pages resemble each other, and the deltas that there are will do: looking for better ones takes minutes.
        push.args(["-c", "pack.window=0", "push", "--porcelain", "--no-recurse-submodules"]);
        push.arg(format!("--force-with-lease={reference}:{}", was.unwrap_or_default()));
        push.args([self.remote, &format!("{commit}:{reference}")]);
        let output = push.output().map_err(|error| no_git(&error))?;
        if output.status.success() {
            return Ok(());
        }
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let refused = told.lines().find(|line| line.starts_with('!')).unwrap_or_default();
        let reason = refused.rsplit('\t').next().unwrap_or_default();
        let (message, help) = match reason {
            _ if reason.contains("stale info") || reason.contains("fetch first") => (
                format!("`{}` moved while the site was built: somebody else published", self.name),
                "look at what they published, then publish again",
            ),
            "" => return Err(self.unreachable(&output)),
            _ => (
                format!("{} did not take the push: {reason}; {}", self.remote, said(&output)),
                "ask whoever owns the repository for the right to write, or look at its rules for this branch",
            ),
        };
        Err(Trouble::new(super::repository::masked(&message), help))
    }

    fn unreachable(&self, output: &Output) -> Trouble {
        Trouble::new(
            super::repository::masked(&format!("{} could not be asked: {}", self.remote, said(output))),
            "look at the network, at the remote's address (`git remote -v`) and at your right to use it",
        )
    }

    fn git(&self) -> Command {
        let mut git = git(&self.repository.site);
        // Where nobody sits at a terminal nobody can type a password.
        if !std::io::IsTerminal::is_terminal(&std::io::stderr()) {
            git.env("GIT_TERMINAL_PROMPT", "0");
        }
        git
    }

    fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, Trouble> {
        super::git::ask(&self.repository.site, arguments)
    }
}

/// What came of a commit.
#[derive(Debug, PartialEq, Eq)]
pub enum Made {
    /// A new commit.
    Commit(String),
    /// Nothing: the files are those that are published.
    Same,
}

/// What a commit says of itself.
struct Head<'a> {
    /// Who makes it, and when, as git writes it.
    identity: String,
    message: String,
    parent: Option<&'a str>,
}

impl Head<'_> {
    /// How long an id is: that of SHA-1, unless a parent shows otherwise.
    fn id_length(&self) -> usize {
        self.parent.map_or(40, str::len)
    }
}

/// The reference that is never there.
const PASSING: &str = "refs/backstory/publish";

/// A folder inside `.git` for what is needed on the way; it goes with this value.
struct Desk<'a> {
    branch: &'a Branch<'a>,
    folder: PathBuf,
    _lock: File,
}

impl<'a> Desk<'a> {
    fn new(branch: &'a Branch<'a>) -> Result<Self, Trouble> {
        let name = "backstory-publish";
        let folder = branch.repository.line(&["rev-parse", "--git-path", name]);
        let folder = super::absolute(&branch.repository.site.join(folder.as_deref().unwrap_or(name)));
        fs::create_dir_all(&folder).map_err(|error| Trouble::with_file("make", &folder, &error))?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(|error| Trouble::with_file("make", &path, &error))?;
        if lock.try_lock().is_err() {
            let message = "another `backstory publish` is at work in this repository";
            return Err(Trouble { locked: true, ..Trouble::new(message, "wait for it, or stop it") });
        }
        // What one that was killed has left.
        remove(&folder, |name| name != "lock");
        Ok(Self { branch, folder, _lock: lock })
    }

    /// A file of our own: nobody else writes to it, whatever happens.
    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}-{}", std::process::id()))
    }

    /// Puts a commit of the files into the repository, in one stream and one pack. The reference that git wants for it is
    /// taken back in the same stream, so that there never is one. Gives the id of the commit.
    fn store(&self, files: &BTreeMap<String, Arc<[u8]>>, head: &Head<'_>) -> Result<String, Trouble> {
        let marks = self.file("marks");
        let mut import = self.branch.git();
        // Pages resemble each other: a few deltas save much, and long chains of them cost more than they save.
        import.args(["fast-import", "--quiet", "--done", "--depth=5"]);
        import.arg(format!("--export-marks={}", marks.display()));
        let commit = files.len() + 1;
        let output = with_input(&mut import, |input| {
            for (mark, bytes) in (1..).zip(files.values()) {
                write!(input, "blob\nmark :{mark}\ndata {}\n", bytes.len())?;
                input.write_all(bytes)?;
                input.write_all(b"\n")?;
            }
            let Head { identity, message, parent } = head;
            write!(input, "commit {PASSING}\nmark :{commit}\ncommitter {identity}\n")?;
            write!(input, "data {}\n{message}\n", message.len())?;
            match parent {
                Some(parent) => write!(input, "from {parent}\ndeleteall\n")?,
                None => input.write_all(b"deleteall\n")?,
            }
            for (mark, path) in (1..).zip(files.keys()) {
                // Every sign may stand in quotes, these two with a stroke before them.
                writeln!(input, "M 100644 :{mark} \"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))?;
            }
            write!(input, "reset {PASSING}\nfrom {}\n\ndone\n", "0".repeat(head.id_length()))
        })?;
        if !output.status.success() {
            return Err(stuck("git could not store the site", &output));
        }
        let text = fs::read_to_string(&marks).map_err(|error| Trouble::with_file("read", &marks, &error))?;
        let wanted = format!(":{commit} ");
        let id = text.lines().find_map(|line| line.strip_prefix(&wanted));
        id.map(str::to_owned).ok_or_else(|| stuck("git could not make a commit of the site", &output))
    }
}

impl Drop for Desk<'_> {
    fn drop(&mut self) {
        remove(&self.folder, |_| true);
        let _ = fs::remove_dir(&self.folder);
    }
}

/// Removes files of our folder.
fn remove(folder: &Path, which: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if which(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn stuck(what: &str, output: &Output) -> Trouble {
    Trouble::new(format!("{what}: {}", said(output)), "look at the space left and at the rights of `.git`")
}

/// Runs git with what is written to it. If it stops listening, what it said is told and not that the pipe broke.
fn with_input(
    command: &mut Command,
    write: impl FnOnce(&mut BufWriter<std::process::ChildStdin>) -> std::io::Result<()>,
) -> Result<Output, Trouble> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| no_git(&error))?;
    if let Some(input) = child.stdin.take() {
        let mut input = BufWriter::with_capacity(256 * 1024, input);
        let _ = write(&mut input).and_then(|()| input.flush());
    }
    child.wait_with_output().map_err(|error| no_git(&error))
}
