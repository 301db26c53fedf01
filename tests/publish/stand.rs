//! What the tests share: a site in a repository of its own, with a remote that stands for GitHub.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A new site in a repository, with a bare one as its remote.
pub struct Stand {
    pub folder: tempfile::TempDir,
    pub site: PathBuf,
    pub bare: PathBuf,
}

/// The address that the remote claims.
pub const REMOTE: &str = "https://github.com/Jane/iran.git";

impl Stand {
    /// A site that is committed and pushed.
    pub fn new() -> Self {
        let stand = Self::without_git();
        stand.git(&["init", "-q", "-b", "main"]);
        let bare = stand.bare.display().to_string();
        git(stand.folder.path(), &["init", "-q", "--bare", "-b", "main", &bare]);
        stand.git(&["remote", "add", "origin", REMOTE]);
        stand.git(&["config", &format!("url.{bare}.insteadOf"), REMOTE]);
        stand.commit("first");
        stand.git(&["push", "-q", "-u", "origin", "main"]);
        stand
    }

    /// A site that is in no repository.
    pub fn without_git() -> Self {
        let folder = tempfile::tempdir().unwrap();
        ends(&backstory(folder.path(), &["new", "site", "site"]), 0);
        let (site, bare) = (folder.path().join("site"), folder.path().join("bare.git"));
        Self { folder, site, bare }
    }

    pub fn backstory(&self, arguments: &[&str]) -> Output {
        backstory(&self.site, arguments)
    }

    /// Publishes to the branch, with more arguments.
    pub fn publish(&self, more: &[&str]) -> Output {
        self.backstory(&[&["publish", "github-pages", "--branch", "gh-pages"], more].concat())
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        git(&self.site, arguments)
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    pub fn write(&self, path: &str, text: &str) {
        let file = self.site.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Somebody else's clone.
    pub fn colleague(&self) -> PathBuf {
        let clone = self.folder.path().join("colleague");
        git(self.folder.path(), &["clone", "-q", &self.bare.display().to_string(), "colleague"]);
        clone
    }

    /// The commit of a branch of the remote.
    pub fn published(&self) -> Option<String> {
        let output = run(&self.bare, &["rev-parse", "--verify", "--quiet", "refs/heads/gh-pages"]);
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap().trim().to_owned())
    }

    /// Everything that is published, byte for byte.
    pub fn published_files(&self) -> BTreeMap<String, Vec<u8>> {
        let out = tempfile::tempdir().unwrap();
        let clone = out.path().join("c");
        let bare = self.bare.display().to_string();
        git(out.path(), &["-c", "core.autocrlf=false", "clone", "-q", "-b", "gh-pages", &bare, "c"]);
        let mut files = files(&clone);
        files.retain(|path, _| !path.starts_with(".git/"));
        files
    }

    /// All that must be as it was when a command was refused: the remote's branches, the local ones, the index, files.
    pub fn state(&self) -> String {
        let mut state = String::new();
        if self.bare.exists() {
            state += &git(&self.bare, &["for-each-ref"]);
        }
        state += &self.git(&["for-each-ref", "refs/heads", "refs/tags"]);
        state += &self.git(&["status", "--porcelain=v1", "--untracked-files=all"]);
        state += &self.git(&["ls-files", "--stage"]);
        state += &fs::read_to_string(self.site.join(".git/HEAD")).unwrap();
        let mut held = files(&self.site);
        held.retain(|path, _| !path.starts_with(".git/"));
        state += &format!("{held:?}");
        let left: Vec<_> =
            fs::read_dir(self.site.join(".git")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("backstory")), "{left:?}");
        state
    }

    /// A command that is refused: it says why and what to do, and all is as it was.
    #[track_caller]
    pub fn refused(&self, arguments: &[&str], code: i32, parts: &[&str]) -> String {
        let before = self.state();
        let said = ends(&self.backstory(arguments), code);
        for part in parts {
            assert!(said.contains(part), "{part} is not in:\n{said}");
        }
        if code == 2 {
            assert!(said.contains("error: ") && said.contains("help: "), "{said}");
        }
        assert_eq!(before, self.state(), "something was touched");
        said
    }
}

/// Every file under a folder.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let inside = entry.path().strip_prefix(folder).unwrap().display().to_string();
            (inside, fs::read(entry.path()).unwrap())
        })
        .collect()
}

pub fn backstory(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backstory"));
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1").env_remove("GITHUB_ACTIONS");
    plain(&mut command).output().unwrap()
}

/// Without the settings of whoever runs the tests.
pub fn plain(command: &mut Command) -> &mut Command {
    for name in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{name}_NAME"), "Ann").env(format!("GIT_{name}_EMAIL"), "ann@example.org");
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1")
}

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    plain(Command::new("git").args(arguments).current_dir(folder)).output().unwrap()
}

#[track_caller]
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "git {arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
pub fn ends(output: &Output, code: i32) -> String {
    let said = said(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}
