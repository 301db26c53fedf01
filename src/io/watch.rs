//! Tells when something of a site changed: content, templates or themes. Reading a file is not a change,
//! nor is anything an editor leaves behind while it saves, nor our own output.

use super::Trouble;
use super::load::{FOLDERS, is_noise};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long to wait for the rest of a burst.
const QUIET: Duration = Duration::from_millis(25);

/// A watch over a site.
pub struct Watch {
    site: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    events: Receiver<notify::Result<Event>>,
    /// Set where the system's own notices cannot be had, with the reason.
    pub polling: Option<String>,
}

impl Watch {
    /// Begins to watch.
    pub fn new(site: &Path) -> Result<Self, Trouble> {
        let site = super::absolute(site);
        match Self::native(&site) {
            Ok(watch) => Ok(watch),
            Err(error) => Self::polling(&site, &error.to_string()).map_err(|error| {
                Trouble::new(
                    format!("`{}` cannot be watched: {error}", site.display()),
                    "build once with `backstory build`",
                )
            }),
        }
    }

    fn native(site: &Path) -> notify::Result<Self> {
        let (sender, events) = channel();
        let watcher = RecommendedWatcher::new(sender, Config::default())?;
        Self { site: site.to_owned(), watcher: Box::new(watcher), events, polling: None }.begin()
    }

    fn polling(site: &Path, reason: &str) -> notify::Result<Self> {
        let (sender, events) = channel();
        let config =
            Config::default().with_poll_interval(Duration::from_millis(500)).with_compare_contents(true);
        let watcher = PollWatcher::new(sender, config)?;
        Self { site: site.to_owned(), watcher: Box::new(watcher), events, polling: Some(reason.to_owned()) }
            .begin()
    }

    fn begin(mut self) -> notify::Result<Self> {
        self.watcher.watch(&self.site, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            self.watch_folder(folder)?;
        }
        Ok(self)
    }

    fn watch_folder(&mut self, folder: &str) -> notify::Result<()> {
        let path = self.site.join(folder);
        if path.is_dir() { self.watcher.watch(&path, RecursiveMode::Recursive) } else { Ok(()) }
    }

    /// Waits for a change, then for the rest of its burst. False when there is nothing more to come.
    pub fn changed(&mut self) -> bool {
        loop {
            let Ok(event) = self.events.recv() else { return false };
            let mut relevant = self.is_relevant(&event);
            while let Ok(event) = self.events.recv_timeout(QUIET) {
                relevant |= self.is_relevant(&event);
            }
            if relevant {
                // A folder may have come back, or come for the first time.
                for folder in FOLDERS {
                    let _ = self.watch_folder(folder);
                }
                return true;
            }
        }
    }

    fn is_relevant(&self, event: &notify::Result<Event>) -> bool {
        match event {
            // Something may have been missed: look at everything again.
            Err(_) => true,
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => false,
            Ok(event) => event.need_rescan() || event.paths.iter().any(|path| self.is_of_site(path)),
        }
    }

    fn is_of_site(&self, path: &Path) -> bool {
        let Ok(inside) = path.strip_prefix(&self.site) else { return false };
        let mut parts = inside.components().map(|part| part.as_os_str().to_string_lossy());
        let known = parts.next().is_some_and(|first| FOLDERS.contains(&&*first));
        known && !parts.any(|part| is_noise(&part))
    }
}
