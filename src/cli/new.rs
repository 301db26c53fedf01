//! `backstory new`: starts a site, an explainer or an entry. Nothing that is there is ever overwritten.

use super::terminal::{Terminal, typed};
use super::{Outcome, schema};
use crate::io::{Trouble, builtin};
use crate::model::text::slug;
use clap::{Args, ValueEnum};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory new site demo                                a site that works at once, in the folder demo
  backstory new explainer \"Why grain prices rose\"        content/explainers/why-grain-prices-rose.md
  backstory new term \"Black Sea Grain Initiative\"        content/terms/black-sea-grain-initiative.md
  backstory new event \"Grain deal signed\" --site demo    in another folder";

/// Start a site, an explainer or an entry.
#[derive(Debug, Args)]
pub struct New {
    /// What to start.
    kind: Kind,
    /// Its name: for a site the folder, else the title.
    name: String,
    /// The folder of the site.
    #[arg(long, default_value = ".")]
    pub(super) site: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Site,
    Explainer,
    Term,
    Person,
    Org,
    Place,
    Event,
    Fact,
    Quote,
    Claim,
    Source,
    Topic,
    Series,
    Page,
}

impl New {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        match self.kind {
            Kind::Site => self.site(terminal),
            kind => self.record(kind, terminal),
        }
    }

    fn site(&self, terminal: &Terminal) -> Outcome {
        let folder = Path::new(&self.name);
        if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(Trouble::new(
                format!("`{}` is there already and is not empty", folder.display()),
                "name a new folder",
            ));
        }
        let title = crate::io::absolute(folder)
            .file_name()
            .map_or_else(|| self.name.clone(), |name| name.to_string_lossy().into_owned());
        let files = builtin::FILES
            .iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix("templates/new/site/")?, bytes)));
        for (path, bytes) in files {
            // A file that begins with a dot would be left out of a package.
            let path = path.strip_prefix("dot-").map_or_else(|| path.to_owned(), |rest| format!(".{rest}"));
            create(&folder.join(path), &fill(bytes, &title))?;
        }
        schema::write(&folder.join(schema::FOLDER))?;
        create(&folder.join(".vscode/settings.json"), &schema::settings_of_vscode())?;
        terminal.done("Started", format_args!("a site in `{}`", folder.display()));
        terminal.say(format_args!("\n  cd {}\n  backstory serve --open\n", folder.display()));
        Ok(ExitCode::SUCCESS)
    }

    fn record(&self, kind: Kind, terminal: &Terminal) -> Outcome {
        let name = kind.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        let folder = crate::content_kinds()
            .find(|content| content.name == name)
            .map_or("pages", |content| content.folder);
        if !self.site.join("content").is_dir() {
            return Err(Trouble::new(
                format!("there is no folder `content` in `{}`", self.site.display()),
                "go to the folder of a site, or start one: `backstory new site my-site`",
            ));
        }
        let path = self.site.join("content").join(folder).join(format!("{}.md", slug(&self.name)));
        if !self.name.chars().any(char::is_alphanumeric) {
            return Err(Trouble::new(
                "a name needs a letter or a digit",
                "write it behind the kind, in quotes",
            ));
        }
        let template = builtin::file(&format!("templates/new/{name}.md")).unwrap_or_default();
        create(&path, &fill(template, &self.name))?;
        terminal.done("Started", typed(&path));
        Ok(ExitCode::SUCCESS)
    }
}

/// A beginning with its title and today's date in place.
fn fill(template: &[u8], title: &str) -> String {
    let quoted = title.replace('\\', "\\\\").replace('"', "\\\"");
    let today = jiff::tz::TimeZone::system().to_datetime(jiff::Timestamp::now()).date().to_string();
    String::from_utf8_lossy(template).replace("TITLE", &quoted).replace("TODAY", &today)
}

fn create(path: &Path, text: &str) -> Result<(), Trouble> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| Trouble::with_file("make", folder, &e))?;
    }
    let mut file =
        fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(|e| match e.kind() {
            std::io::ErrorKind::AlreadyExists => Trouble::new(
                format!("`{}` is there already", path.display()),
                "give the new one another name",
            ),
            _ => Trouble::with_file("make", path, &e),
        })?;
    file.write_all(text.as_bytes()).map_err(|e| Trouble::with_file("write", path, &e))
}
