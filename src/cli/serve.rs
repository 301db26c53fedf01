//! `backstory serve`: shows a site in the browser and rebuilds it on every change. What is looked at is shown at once;
//! the whole edition is read through after that, in `proof`.

use super::build::begin_to_watch;
use super::proof::{Desk, Proof};
use super::terminal::Terminal;
use super::{Most, Outcome, SiteArgs};
use crate::io::http::{Limits, Server};
use crate::io::load::Loaded;
use crate::io::watch::{Changes, Watch};
use crate::io::{Trouble, absolute};
use crate::model::hash::Hash;
use crate::{Edition, Memory, base_path, edition};
use clap::Args;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub const EXAMPLES: &str = "\
Examples:
  backstory serve                 the site in this folder, at http://127.0.0.1:4040/
  backstory serve --open          and open it in the browser
  backstory serve --follow        the browser goes to the page that was just edited
  backstory serve --drafts        with what is not published yet
  backstory serve --poll          for network and container file systems that give no notice of changes
  backstory serve demo --port 8080

The preview is the real site under its real base path, for this machine only. Pages are made when they are looked at.
While something is wrong with the content the last good site stays, with the mistakes shown over it.";

/// Show a site in the browser and rebuild it on every change.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    #[command(flatten)]
    most: Most,
    /// The port; the next free one is taken if it is in use.
    #[arg(long, short, default_value_t = 4040)]
    port: u16,
    /// Open the site in the browser.
    #[arg(long)]
    open: bool,
    /// Let the browser go to the page that was just edited.
    #[arg(long)]
    follow: bool,
    /// Look at the files twice a second, where the file system gives no notice of changes.
    #[arg(long)]
    poll: bool,
}

impl Serve {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let site = absolute(&self.site.site);
        let mut watch = begin_to_watch(&site, self.poll, terminal)?;
        let options = self.site.options();
        let loaded = Loaded::new(&site, options.largest_input)?;
        let (project, _) = loaded.project(options);
        let server = Server::new(self.port, &base_path(&project), Limits::default())?;
        if server.port() != self.port {
            terminal.say(format_args!("port {} is in use; this is {}", self.port, server.port()));
        }
        let (address, preview) = (server.address(), server.preview());
        let desk = Desk::new(preview, site.clone(), self.most.count(), terminal)?;
        let mut rebuild = Rebuild {
            serve: self,
            desk: Arc::new(desk),
            site,
            loaded,
            memory: Memory::new(),
            last: None,
            due: None,
        };
        rebuild.run(&Changed::default(), &mut watch)?;
        terminal.done("Serving", format_args!("{address}  (Ctrl-C stops)"));
        if self.open {
            open(&address, terminal);
        }
        // The server lives as long as the program: Ctrl-C ends both, and that is no failure.
        let asides = terminal.clone();
        std::thread::spawn(move || match server.run() {
            Ok(()) => std::process::exit(0),
            Err(trouble) => asides.trouble(&trouble),
        });
        loop {
            let changes = watch.changes(rebuild.due.map(instant));
            if let Err(trouble) = rebuild.after(changes, &mut watch) {
                terminal.trouble(&trouble);
            }
        }
    }
}

/// Files that changed, by their path inside the site, and since when somebody waits for them.
#[derive(Debug, Default)]
pub struct Changed(pub BTreeSet<String>);

/// Makes editions again and again, with one memory.
struct Rebuild<'a> {
    serve: &'a Serve,
    desk: Arc<Desk>,
    site: PathBuf,
    loaded: Loaded,
    memory: Memory,
    /// What the last edition was made from.
    last: Option<Hash>,
    /// When the next edition is due, whatever is edited.
    due: Option<Timestamp>,
}

impl Rebuild<'_> {
    /// Reads what changed, and makes another edition where something did; without changes, because one is due.
    fn after(&mut self, changes: Option<Changes>, watch: &mut Watch) -> Result<(), Trouble> {
        let changed = match &changes {
            Some(changes) => self.reread(changes)?,
            None => {
                self.last = None;
                Changed::default()
            }
        };
        self.run(&changed, watch)
    }

    fn reread(&mut self, changes: &Changes) -> Result<Changed, Trouble> {
        match changes {
            Changes::Anything => {
                self.loaded.read_all()?;
                Ok(Changed::default())
            }
            Changes::Files(files) => {
                self.loaded.reread(files)?;
                let inside = files.iter().filter_map(|file| file.strip_prefix(&self.site).ok());
                Ok(Changed(inside.map(|file| file.display().to_string().replace('\\', "/")).collect()))
            }
        }
    }

    fn run(&mut self, changed: &Changed, watch: &mut Watch) -> Result<(), Trouble> {
        let started = Instant::now();
        let (project, mut found) = self.loaded.project(self.serve.site.options());
        let made_from = project.hash();
        if self.last == Some(made_from) {
            return Ok(());
        }
        self.desk.give_up();
        let (edition, wrong) = edition(&project, &mut self.memory);
        found.extend(wrong.sorted().into_iter().cloned());
        // A file that is being written may be half of what it will be: nobody is told of mistakes that are none.
        if found.has_errors()
            && let Some(more) = watch.rest()
        {
            let mut all = self.reread(&more)?;
            all.0.extend(changed.0.iter().cloned());
            return self.run(&all, watch);
        }
        self.last = Some(made_from);
        self.due = edition.due();
        let edition = (!found.has_errors()).then(|| Arc::new(edition));
        let follow = edition.as_ref().and_then(|edition| self.follow(edition, changed));
        let proof = Proof { edition, project, found, follow, started };
        self.desk.clone().take(proof, changed.0.clone());
        Ok(())
    }

    /// The page that was just edited, where the browser is to go there.
    fn follow(&self, edition: &Edition, changed: &Changed) -> Option<String> {
        let edited = changed.0.iter().filter(|_| self.serve.follow);
        edited.filter_map(|file| edition.page_made_from(file)).next()
    }
}

/// The same time on the clock that cannot be set.
fn instant(time: Timestamp) -> Instant {
    let left = time.duration_since(Timestamp::now());
    Instant::now() + Duration::try_from(left).unwrap_or_default() + Duration::from_millis(1)
}

/// Asks the system to open an address; if it cannot, the person still has the address.
fn open(address: &str, terminal: &Terminal) {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let started = Command::new(program).arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        terminal.say(format_args!("no browser could be opened; the address is {address}"));
    }
}
