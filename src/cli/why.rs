//! `backstory why`: whether a page or a record is published and why, where its address comes from, what makes it, who names
//! it, and which exports have it.

use super::terminal::{Terminal, counted};
use super::{Outcome, WRONG_CONTENT};
use crate::io::report::{json, visible};
use crate::io::{Trouble, load};
use crate::model::diagnostic::Place;
use crate::model::input::{Audience, Options, Project};
use crate::model::lines::Lines;
use crate::{Account, How, Made, Naming, Standing, why};
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory why term:jcpoa                  a record
  backstory why /glossary/jcpoa/            a page of the site, also as https://… or glossary/jcpoa/index.html
  backstory why content/terms/jcpoa.md      what a file comes to
  backstory why feed.xml                    an export
  backstory why event:summit --format json  for programs

Exit code 0: readers see it; 1: they do not.";

/// Tell why a page or a record is, or is not, published, and what makes it.
#[derive(Debug, Args)]
pub struct Why {
    /// A path or an address of the site, a file of `content/`, or `kind:id`.
    #[arg(value_name = "PAGE|ENTRY")]
    asked: String,
    /// The folder of the site.
    #[arg(long, default_value = ".")]
    pub(super) site: PathBuf,
    /// As if what is not published yet were shown, too.
    #[arg(long)]
    drafts: bool,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people.
    Human,
    /// For programs.
    Json,
}

impl Why {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let audience = if self.drafts { Audience::Editors } else { Audience::Readers };
        let options = Options { audience, now: jiff::Timestamp::now(), ..Options::default() };
        let (project, found) = load::project(&self.site, options)?;
        let accounts =
            why(&project, &self.inside()).map_err(|(message, help)| Trouble::new(message, help))?;
        let desk = Desk { project: &project, site: &self.site };
        match self.format {
            Form::Human => {
                let told: Vec<String> = accounts.iter().map(|account| desk.told(account, terminal)).collect();
                terminal.print(&told.join("\n"));
            }
            Form::Json => {
                let told: Vec<Value> = accounts.iter().map(|account| desk.json(account)).collect();
                terminal.print(&json::written(&json!({ "version": 1, "accounts": told })));
            }
        }
        if found.has_errors() {
            terminal.say("some files could not be read: `backstory check` tells which");
        }
        let seen = accounts.iter().all(|account| account.standing == Standing::Published);
        Ok(if seen { ExitCode::SUCCESS } else { ExitCode::from(WRONG_CONTENT) })
    }

    /// What was asked for, with a path on disk as a path inside the site.
    fn inside(&self) -> String {
        let path = Path::new(&self.asked);
        let inside = path.strip_prefix(&self.site).or(path.strip_prefix(".")).unwrap_or(path);
        let on_disk = self.site.join(inside).is_file();
        let inside = inside.display().to_string().replace('\\', "/");
        let built = inside.strip_prefix("public/").filter(|_| on_disk);
        match built {
            Some(built) => built.to_owned(),
            None if on_disk => inside,
            None => self.asked.clone(),
        }
    }
}

struct Desk<'a> {
    project: &'a Project,
    site: &'a Path,
}

impl Desk<'_> {
    fn told(&self, account: &Account, terminal: &Terminal) -> String {
        let mut told = String::new();
        let mut line = |name: &str, value: String| {
            let _ = writeln!(told, "{} {value}", terminal.strong(&format!("{name:<10}")));
        };
        line("what", format!("{}, “{}”", visible(&account.about), visible(&account.title)));
        account.place.iter().for_each(|place| line("written", self.place(place)));
        line("published", self.standing(account));
        for made in &account.pages {
            line(if made.kind == "moved" { "moved" } else { "page" }, visible(&made.address));
            line("", format!("because {}", visible(&made.origin)));
            line("", format!("file {}{}", visible(&made.file), self.made_by(made)));
        }
        if account.place.is_some() {
            let count = account.named.len();
            line("named", if count == 0 { "nowhere".to_owned() } else { counted(count, "time") });
        }
        for naming in &account.named {
            line("", self.naming(naming));
        }
        if !account.exports.is_empty() {
            line("exports", visible(&account.exports.join(", ")));
        }
        told
    }

    fn made_by(&self, made: &Made) -> String {
        made.template.as_ref().map_or_else(String::new, |(name, file)| {
            let from = if self.is_own(file) { "" } else { ", built in" };
            format!(", made with the template {} ({}{from})", visible(name), visible(file))
        })
    }

    /// Whether a file is the site's own, and not in the binary.
    fn is_own(&self, path: &str) -> bool {
        self.site.join(path).is_file()
    }

    fn standing(&self, account: &Account) -> String {
        match &account.standing {
            Standing::Published => match account.named.iter().filter(|naming| naming.is_published).count() {
                0 => "yes".to_owned(),
                n => format!("yes, and published text or records name it {}", counted(n, "time")),
            },
            Standing::Second(first) => {
                format!("no: another record has its id, in {}", self.place(first))
            }
            Standing::Stage(stage) => format!("no: its stage is `{stage}`; `stage: published` publishes it"),
            Standing::NotYet(at) => format!("no: its `publish_at`, {}, has not come", visible(at)),
            Standing::Expired(at) => format!("no: its `expires`, {}, is past", visible(at)),
            Standing::HeldBack(by) => {
                let by: Vec<String> =
                    by.iter().map(|by| visible(&format!("{}:{}", by.kind, by.id))).collect();
                format!("no: only what is not published names it, and so holds it back: {}", by.join(", "))
            }
        }
    }

    fn naming(&self, naming: &Naming) -> String {
        let how = how(naming.how);
        let by = visible(&format!("{}:{}", naming.by.kind, naming.by.id));
        let hidden = if naming.is_published { "" } else { ", which readers do not see" };
        format!("{}  {how} “{}” in {by}{hidden}", self.place(&naming.place), visible(&naming.words))
    }

    /// `path:line:column`.
    fn place(&self, place: &Place) -> String {
        let path = visible(&place.path);
        self.position(place).map_or(path.clone(), |(line, column)| format!("{path}:{line}:{column}"))
    }

    fn position(&self, place: &Place) -> Option<(usize, usize)> {
        let input = self.project.inputs.iter().find(|input| input.path == place.path)?;
        let at = Lines::new(String::from_utf8_lossy(&input.bytes)).position(place.span.start as usize);
        Some((at.line, at.column))
    }

    fn json(&self, account: &Account) -> Value {
        let place = |place: &Place| {
            let (line, column) = self.position(place).unwrap_or((1, 1));
            json!({ "path": &*place.path, "line": line, "column": column })
        };
        let pages = account.pages.iter().map(|made| {
            let template = made
                .template
                .as_ref()
                .map(|(name, file)| json!({ "name": name, "path": &**file, "built_in": !self.is_own(file) }));
            json!({
                "kind": made.kind, "address": made.address, "file": made.file, "origin": made.origin,
                "template": template,
            })
        });
        let named = account.named.iter().map(|naming| {
            json!({
                "by": format!("{}:{}", naming.by.kind, naming.by.id), "published": naming.is_published,
                "how": how(naming.how), "words": naming.words, "place": place(&naming.place),
            })
        });
        json!({
            "about": account.about,
            "title": account.title,
            "place": account.place.as_ref().map(place),
            "published": account.standing == Standing::Published,
            "because": self.standing(account),
            "pages": pages.collect::<Vec<_>>(),
            "named": named.collect::<Vec<_>>(),
            "exports": account.exports,
        })
    }
}

fn how(how: How) -> &'static str {
    match how {
        How::Mark => "mark",
        How::FirstMention => "first mention",
        How::Link => "link",
        How::Field => "field",
        How::Picture => "picture",
        How::Quotation => "quotation",
    }
}
