//! `backstory serve`: shows a site in the browser and rebuilds it on every change.

use super::terminal::{Terminal, counted, shown};
use super::{Most, Outcome, SiteArgs};
use crate::io::http::{Preview, Server};
use crate::io::report::{Colour, Format, Report};
use crate::io::store::Store;
use crate::io::watch::Watch;
use crate::io::{Trouble, load};
use crate::model::diagnostic::Diagnostics;
use crate::model::input::Project;
use crate::{Memory, base_path, build};
use clap::Args;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::Instant;

pub const EXAMPLES: &str = "\
Examples:
  backstory serve                 the site in this folder, at http://127.0.0.1:4040/
  backstory serve --open          and open it in the browser
  backstory serve --drafts        with what is not published yet
  backstory serve demo --port 8080

The preview is the real site under its real base path, for this machine only.
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
}

impl Serve {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let store = Arc::new(Store::new());
        let mut watch = Watch::new(&self.site.site)?;
        if let Some(reason) = &watch.polling {
            terminal.say(format_args!("looking at the files twice a second, because: {reason}"));
        }
        let (project, _) = load::project(&self.site.site, self.site.options())?;
        let server = Server::new(self.port, &base_path(&project), store.clone())?;
        let (address, preview) = (server.address(), server.preview());
        let mut rebuild = Rebuild {
            serve: self,
            terminal,
            store: &store,
            preview,
            memory: Memory::new(),
            number: 0,
            broken: false,
        };
        rebuild.run()?;
        terminal.done("Serving", format_args!("{address}  (Ctrl-C stops)"));
        if self.open {
            open(&address, terminal);
        }
        // The server lives as long as the program: Ctrl-C ends both.
        std::thread::spawn(move || server.run());
        while watch.changed() {
            if let Err(trouble) = rebuild.run() {
                terminal.trouble(&trouble);
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Builds again and again, with one memory.
struct Rebuild<'a> {
    serve: &'a Serve,
    terminal: &'a Terminal,
    store: &'a Store,
    preview: Arc<Preview>,
    memory: Memory,
    number: u64,
    broken: bool,
}

impl Rebuild<'_> {
    fn run(&mut self) -> Result<(), Trouble> {
        let started = Instant::now();
        let (project, mut found) = load::project(&self.serve.site.site, self.serve.site.options())?;
        let built = build(&project, &mut self.memory, self.store);
        found.extend(built.sorted().into_iter().cloned());
        let changed = match found.has_errors() {
            true => {
                self.store.discard();
                None
            }
            false => Some(self.store.settle()),
        };
        self.tell(&found, &project, changed, started);
        Ok(())
    }

    fn tell(
        &mut self,
        found: &Diagnostics,
        project: &Project,
        changed: Option<Vec<String>>,
        started: Instant,
    ) {
        // Mended content may give just what is served already; that is news where it was broken.
        if changed.as_ref().is_some_and(Vec::is_empty) && !self.broken {
            return;
        }
        self.broken = changed.is_none();
        self.number += 1;
        let report = Report::new(found, project, self.serve.most.count()).in_folder(&self.serve.site.site);
        self.terminal.report(&report, Format::Human);
        match changed {
            Some(changed) => {
                let what = match changed.as_slice() {
                    [one] => one.clone(),
                    many => counted(many.len(), "file"),
                };
                let verb = if self.number == 1 { "Built" } else { "Rebuilt" };
                self.terminal.done(verb, format_args!("{what} in {}", shown(started.elapsed())));
                self.preview.built(self.number, String::new());
            }
            None => {
                self.terminal.say(match self.store.is_empty() {
                    true => "there is nothing to show until this is mended",
                    false => "the last good site is still served",
                });
                self.preview.built(self.number, report.told(Format::Human, Colour::Off));
            }
        }
    }
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
