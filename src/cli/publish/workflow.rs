//! Publishing by a workflow: the site says its address, a file tells GitHub what to do on every push, and a person
//! switches it on once.

use super::checked;
use super::github_pages::{GithubPages, Way};
use crate::cli::edit::replace;
use crate::cli::terminal::{Terminal, counted};
use crate::cli::{Outcome, WRONG_CONTENT};
use crate::io::Trouble;
use crate::io::repository::Repository;
use crate::publish::address::meant;
use crate::publish::preflight::{GITHUB, Limits};
use crate::publish::workflow::{FILE, Origin, Workflow, is_ours, missing};
use crate::publish::{Due, Outlook, Turn};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// The settings of a site.
const SETTINGS: &str = "content/site.yml";

/// What becomes of a file.
enum Change {
    /// It is written.
    Write,
    /// It is as it should be.
    None,
    /// Somebody changed it: it is theirs.
    Theirs,
}

pub fn publish(command: &GithubPages, way: &Way, terminal: &Terminal) -> Outcome {
    let site = &command.checks.site;
    let branch = branch(way)?;
    let address = command.address(way, None)?;
    terminal.say(format_args!("address     {} ({})", address.url, address.kind.name()));
    terminal.say(format_args!("branch      {branch}"));
    let limits = Limits { file: u64::MAX, ..GITHUB };
    let Some(checked) = checked::site(&command.checks, Some(&address.url), Some(limits), terminal)? else {
        return Ok(ExitCode::from(WRONG_CONTENT));
    };
    tell_due(&checked.outlook.due, terminal);
    let times = checked.outlook.times();
    let origin = match is_backstory(&way.repository.top) {
        true => Origin::Repository,
        false => Origin::Registry,
    };
    let workflow = Workflow {
        version: env!("CARGO_PKG_VERSION"),
        branch: &branch,
        folder: &way.repository.folder,
        origin,
        due: &times,
    };
    let (text, file) = (workflow.text(), way.repository.top.join(FILE));
    let change = change(&file, &text, command.force);
    let settings = match meant(checked.outlook.written.as_deref()) {
        Some(_) => None,
        None => Some(with_address(site, &address.url)?),
    };
    others(&way.repository.top, terminal);
    if command.dry_run {
        return Ok(say_what_would_be(&change, settings.as_deref(), &text, &address.url, terminal));
    }
    if let Some(settings) = &settings {
        write(&site.join(SETTINGS), settings)?;
        terminal.done("Wrote", format_args!("`base_url: {}` in {SETTINGS}", address.url));
    }
    match change {
        Change::Write => {
            write(&file, &text)?;
            terminal.done("Wrote", format_args!("{FILE}"));
        }
        Change::None => terminal.say(format_args!("{FILE} is as it should be")),
        Change::Theirs => theirs(&text, &times, &file, terminal),
    }
    left_to_do(way, &branch, terminal)?;
    Ok(ExitCode::SUCCESS)
}

/// The branch that readers get: the one that others see first, or this one.
fn branch(way: &Way) -> Result<String, Trouble> {
    let head = way.repository.head();
    way.repository.default_branch(&way.remote).or(head.branch).ok_or_else(|| {
        Trouble::new(
            "the head is at no branch, and the remote's main branch is not known here",
            format!(
                "go to the branch that is to be published, or ask for it: `git remote set-head {} -a`",
                way.remote
            ),
        )
    })
}

/// Whether a repository is Backstory's own, whose site is built by what stands beside it.
fn is_backstory(top: &Path) -> bool {
    let manifest = fs::read_to_string(top.join("Cargo.toml")).unwrap_or_default();
    manifest.lines().any(|line| line.trim() == "name = \"backstory\"")
}

fn change(file: &Path, text: &str, force: bool) -> Change {
    match fs::read_to_string(file) {
        Ok(held) if held == text => Change::None,
        Ok(held) if !force && !is_ours(&held) => Change::Theirs,
        Err(error) if error.kind() != std::io::ErrorKind::NotFound && !force => Change::Theirs,
        _ => Change::Write,
    }
}

/// The settings with an address, and nothing else changed.
fn with_address(site: &Path, url: &str) -> Result<String, Trouble> {
    let file = site.join(SETTINGS);
    let text = match fs::read_to_string(&file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        read => read.map_err(|error| Trouble::with_file("read", &file, &error))?,
    };
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let line = format!("base_url: {url}");
    let mut lines: Vec<&str> = text.lines().collect();
    match lines.iter().position(|line| line.starts_with("base_url:")) {
        Some(placeholder) => lines[placeholder] = &line,
        None => {
            let title = lines.iter().position(|line| line.starts_with("title:"));
            let first = title.map_or(0, |title| title + 1);
            // A title over several lines goes on with an indent; what stands over it all are remarks.
            let goes_on = |line: &&&str| match title {
                Some(_) => line.starts_with([' ', '\t']),
                None => line.starts_with('#') || **line == "---",
            };
            let more = lines.iter().skip(first).take_while(goes_on).count();
            lines.insert(first + more, &line);
        }
    }
    let with = lines.join(ending) + ending;
    let parsed: Result<serde_yaml::Value, _> = serde_yaml::from_str(&with);
    match parsed.ok().and_then(|yaml| Some(yaml.get("base_url")?.as_str()? == url)) {
        Some(true) => Ok(with),
        _ => Err(Trouble::new(
            format!("`{SETTINGS}` is written in a way that a line cannot simply be added to"),
            format!("write `base_url: {url}` in it yourself"),
        )),
    }
}

fn write(file: &Path, text: &str) -> Result<(), Trouble> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| Trouble::with_file("make", folder, &error))?;
    }
    replace(file, text)
}

/// Other workflows that publish pages would take turns with ours.
fn others(top: &Path, terminal: &Terminal) {
    let Ok(files) = fs::read_dir(top.join(".github/workflows")) else { return };
    for file in files.flatten().map(|entry| entry.path()).filter(|path| !path.ends_with("pages.yml")) {
        let text = fs::read_to_string(&file).unwrap_or_default();
        if text.contains("actions/deploy-pages") || text.contains("peaceiris/actions-gh-pages") {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            terminal.notice(format_args!(
                "`.github/workflows/{name}` publishes pages, too; two of them would overwrite each other"
            ));
        }
    }
}

fn say_what_would_be(
    change: &Change,
    settings: Option<&str>,
    text: &str,
    url: &str,
    terminal: &Terminal,
) -> ExitCode {
    if settings.is_some() {
        terminal.say(format_args!("would write `base_url: {url}` in {SETTINGS}"));
    }
    match change {
        Change::Write => {
            terminal.say(format_args!("would write {FILE}:\n"));
            terminal.print(text);
        }
        Change::None => terminal.say(format_args!("{FILE} is as it should be")),
        Change::Theirs => {
            terminal.say(format_args!("would leave {FILE} as it is: it was changed by hand"));
        }
    }
    terminal.say("nothing was written");
    ExitCode::SUCCESS
}

/// A workflow that was changed by hand stays; what it lacks is told.
fn theirs(text: &str, times: &[jiff::Timestamp], file: &Path, terminal: &Terminal) {
    terminal.notice(format_args!("{FILE} was changed by hand and is left as it is; --force writes over it"));
    let held = fs::read_to_string(file).unwrap_or_default();
    let crons = text.lines().filter(|line| line.trim_start().starts_with("- cron: ")).map(str::trim);
    let lacking: Vec<&str> =
        crons.filter(|line| !held.contains(line.split(" # ").next().unwrap_or(line))).collect();
    if !missing(&held, times).is_empty() {
        terminal
            .say(format_args!("for what is due it needs, under `on: schedule:`\n  {}", lacking.join("\n  ")));
    }
}

/// What appears and goes by itself.
pub fn tell_due(due: &[Due], terminal: &Terminal) {
    for due in due.iter().take(20) {
        let turn = match due.turn {
            Turn::Appears => "appears",
            Turn::Goes => "goes",
        };
        terminal.say(format_args!("due         {}:{} {turn} at {}", due.record.kind, due.record.id, due.at));
    }
    if due.len() > 20 {
        terminal.say(format_args!("            and {} more", due.len() - 20));
    }
}

/// In a workflow: times that it does not run for are told while somebody can still do something about it.
pub fn remind(site: &Path, outlook: &Outlook, terminal: &Terminal) {
    tell_due(&outlook.due, terminal);
    let Ok(repository) = Repository::around(site) else { return };
    let Ok(text) = fs::read_to_string(repository.top.join(FILE)) else { return };
    let times = outlook.times();
    if let Some(first) = missing(&text, &times).first() {
        terminal.notice(format_args!(
            "{FILE} does not run at {first}, when something is due; run `backstory publish github-pages` again and commit the file"
        ));
    }
}

/// What is left for a person: to commit and push, and to switch publishing on, once.
fn left_to_do(way: &Way, branch: &str, terminal: &Terminal) -> Result<(), Trouble> {
    let site = &way.repository;
    let waiting = site.uncommitted(&["content", "templates", "themes"])?;
    let workflow = site.line(&["status", "--porcelain", "--", &site.top.join(FILE).display().to_string()]);
    if !waiting.is_empty() || workflow.is_some() {
        let what = counted(waiting.len() + usize::from(workflow.is_some()), "file");
        terminal.say(format_args!(
            "\n{what} of the site are not committed yet; only what is committed and pushed is published:"
        ));
        terminal.say(format_args!(
            "  git add . {}.github && git commit -m \"Publish\" && git push {} {branch}",
            up(&site.folder),
            way.remote
        ));
    } else {
        terminal.say(format_args!("\nTo publish: git push {} {branch}", way.remote));
    }
    terminal.say("Once, somebody who owns the repository must choose “GitHub Actions” under “Build and deployment, Source”:");
    terminal.say(format_args!("  {}", way.github.settings()));
    terminal.say(format_args!("After that every push publishes; watch it at {}", way.github.actions()));
    Ok(())
}

/// The way from the site's folder to the top.
fn up(folder: &str) -> String {
    "../".repeat(folder.matches('/').count())
}
