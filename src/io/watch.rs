//! Tells when something of a site changed, and what: content, templates or themes. Reading a file is not a change,
//! nor is anything an editor leaves behind while it saves, nor our own output.
//!
//! The first sign of a change is told at once, so that a save is shown at once. What follows shortly after it belongs to
//! the same change, and is told together when it has come to rest.

use super::Trouble;
use super::load::{FOLDERS, is_read};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long nothing must happen for a burst to be over.
const QUIET: Duration = Duration::from_millis(30);

/// How long a burst may last until it is told all the same.
const LONGEST: Duration = Duration::from_secs(5);

/// How often polling looks.
const POLL: Duration = Duration::from_millis(500);

/// How a site is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// By the system's own notices, or by looking where they cannot be had.
    Notices,
    /// By looking at the files again and again: for file systems that give no notice.
    Polling,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// These files: they came, went, or hold something else.
    Files(BTreeSet<PathBuf>),
    /// Nobody knows what: look at everything.
    Anything,
}

/// A watch over a site.
pub struct Watch {
    site: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    events: Receiver<notify::Result<Event>>,
    /// The folders there are: one that goes takes its files with it, and nobody names those.
    folders: BTreeSet<PathBuf>,
    /// When the change was told that what comes now may still belong to.
    told: Option<Instant>,
    /// Set where the system's own notices cannot be had, with the reason.
    pub polling: Option<String>,
}

impl Watch {
    /// Begins to watch.
    pub fn new(site: &Path, means: Means) -> Result<Self, Trouble> {
        let site = super::absolute(site);
        match means {
            Means::Notices => Self::or_polling(&site, Self::native(&site)),
            Means::Polling => Self::polling(&site, "you asked for it"),
        }
    }

    /// A watch by the system's own notices, or by looking where those cannot be had.
    fn or_polling(site: &Path, native: notify::Result<Self>) -> Result<Self, Trouble> {
        native.or_else(|error| Self::polling(site, &reason(&error)))
    }

    fn polling(site: &Path, reason: &str) -> Result<Self, Trouble> {
        let (sender, events) = channel();
        let config = Config::default().with_poll_interval(POLL).with_compare_contents(true);
        let watch = PollWatcher::new(sender, config)
            .and_then(|watcher| Self::begin(site, Box::new(watcher), events, Some(reason.to_owned())));
        watch.map_err(|error| {
            Trouble::new(
                format!("`{}` cannot be watched: {error}", site.display()),
                "build once with `backstory build`",
            )
        })
    }

    fn native(site: &Path) -> notify::Result<Self> {
        let (sender, events) = channel();
        let watcher = RecommendedWatcher::new(sender, Config::default())?;
        Self::begin(site, Box::new(watcher), events, None)
    }

    fn begin(
        site: &Path,
        watcher: Box<dyn Watcher + Send>,
        events: Receiver<notify::Result<Event>>,
        polling: Option<String>,
    ) -> notify::Result<Self> {
        let folders = BTreeSet::new();
        let mut watch = Self { site: site.to_owned(), watcher, events, folders, told: None, polling };
        watch.watcher.watch(&watch.site, RecursiveMode::NonRecursive)?;
        watch.watch_folders()?;
        Ok(watch)
    }

    /// Folders may have come back, or come for the first time.
    fn watch_folders(&mut self) -> notify::Result<()> {
        let roots: Vec<PathBuf> = FOLDERS.map(|folder| self.site.join(folder)).into();
        let roots = || roots.iter().filter(|root| root.is_dir());
        let entries = roots().flat_map(|root| walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok));
        self.folders =
            entries.filter(|entry| entry.file_type().is_dir()).map(walkdir::DirEntry::into_path).collect();
        roots().try_for_each(|root| self.watcher.watch(root, RecursiveMode::Recursive))
    }

    /// Waits for a change, at most until a time. Nothing when that has come first.
    pub fn changes(&mut self, until: Option<Instant>) -> Option<Changes> {
        let mut changes = Seen::default();
        let known = |until: Instant| until.saturating_duration_since(Instant::now());
        while changes.is_nothing() {
            let event = match until {
                Some(until) => self.events.recv_timeout(known(until)),
                None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match event {
                Ok(event) => self.see(&event, &mut changes),
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(until.map_or(LONGEST, known)),
            }
        }
        let goes_on = self.told.is_some_and(|told| told.elapsed() < QUIET);
        if goes_on || changes.is_unsettled() {
            self.settle(&mut changes);
        }
        while let Ok(event) = self.events.try_recv() {
            self.see(&event, &mut changes);
        }
        self.told = Some(Instant::now());
        Some(self.told_of(changes))
    }

    /// What else changes until it has come to rest, for those who must not act on half of a change.
    pub fn rest(&mut self) -> Option<Changes> {
        let mut changes = Seen::default();
        self.settle(&mut changes);
        (!changes.is_nothing()).then(|| self.told_of(changes))
    }

    fn settle(&self, changes: &mut Seen) {
        let began = Instant::now();
        while let Ok(event) = self.events.recv_timeout(QUIET) {
            self.see(&event, changes);
            if began.elapsed() > LONGEST {
                break;
            }
        }
    }

    fn told_of(&mut self, changes: Seen) -> Changes {
        if !changes.anything {
            return Changes::Files(changes.files);
        }
        // What cannot be watched is told of when it is read.
        let _ = self.watch_folders();
        Changes::Anything
    }

    fn see(&self, event: &notify::Result<Event>, changes: &mut Seen) {
        match event {
            // Something may have been missed.
            Err(_) => changes.anything = true,
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
            Ok(event) if event.need_rescan() => changes.anything = true,
            Ok(event) => {
                for path in event.paths.iter().filter(|path| is_read(&self.site, path)) {
                    // What is in a folder that comes or goes, nobody tells.
                    match path.is_dir() || self.folders.contains(path) {
                        true => changes.anything = true,
                        false => _ = changes.files.insert(path.clone()),
                    }
                }
            }
        }
    }
}

/// What was seen of a change.
#[derive(Default)]
struct Seen {
    files: BTreeSet<PathBuf>,
    anything: bool,
}

impl Seen {
    fn is_nothing(&self) -> bool {
        !self.anything && self.files.is_empty()
    }

    /// Whether it looks like the beginning of more: a folder, a file that is emptied before it is written anew, one
    /// that is moved away before another takes its place.
    fn is_unsettled(&self) -> bool {
        let half = |path: &PathBuf| std::fs::metadata(path).map_or(true, |meta| meta.len() == 0);
        self.anything || self.files.iter().any(half)
    }
}

/// Why the system's notices cannot be had, as a person would say it.
fn reason(error: &notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system watches as many files as it may (see fs.inotify.max_user_watches)".to_owned()
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::Flag;

    fn site() -> tempfile::TempDir {
        let site = tempfile::tempdir().unwrap();
        std::fs::create_dir(site.path().join("content")).unwrap();
        site
    }

    #[test]
    fn where_the_system_watches_no_more_files_it_looks_at_them() {
        let site = site();
        let full = notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        let mut watch = Watch::or_polling(site.path(), Err(full)).unwrap();
        assert!(watch.polling.as_ref().unwrap().contains("max_user_watches"));
        std::fs::write(site.path().join("content/site.yml"), "title: X\n").unwrap();
        assert!(watch.changes(Some(Instant::now() + Duration::from_secs(5))).is_some());
    }

    #[test]
    fn what_was_missed_is_looked_for_everywhere() {
        let site = site();
        let (sender, events) = channel();
        let none = notify::NullWatcher;
        let mut watch = Watch::begin(site.path(), Box::new(none), events, None).unwrap();
        sender.send(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan))).unwrap();
        assert_eq!(watch.changes(None), Some(Changes::Anything));
        sender.send(Err(notify::Error::generic("overflow"))).unwrap();
        assert_eq!(watch.changes(None), Some(Changes::Anything));
    }
}
