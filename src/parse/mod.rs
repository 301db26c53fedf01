//! Manuscripts become documents: front matter becomes typed records, bodies become trees.
//! Nothing is looked up in other files here; that is for `link`.

mod body;
mod css;
mod header;
mod look;
mod mended;
mod records;
mod settings;
mod slips;
mod theme;
mod yaml;

pub use settings::KIND as SETTINGS;
pub use theme::FIELDS as THEME;

use crate::memory::Memory;
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::document::{Document, Location, Node, Prose, Tag};
use crate::model::hash::{Digest, Hash};
use crate::model::input::{Form, Manuscript, Project};
use crate::model::record::{ContentKind, Reference};
use crate::model::settings::Settings;
use crate::model::text::{self, Span, nearest, yaml_text};
use crate::model::theme::Theme;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// Everything that was written: the settings, the looks, and every record, published or not.
#[derive(Debug)]
pub struct Written {
    /// The settings.
    pub settings: Arc<Settings>,
    /// The theme they choose.
    pub theme: Arc<Theme>,
    /// Every record, in the order of files.
    pub documents: Vec<Arc<Document>>,
    /// What stands in files that could not be read, so that nobody is told to write it.
    pub unread: Unread,
}

/// Records that are there, in files that could not be read.
#[derive(Debug, Default)]
pub struct Unread {
    records: BTreeSet<Reference>,
    /// Kinds of which a whole list could not be read.
    kinds: BTreeSet<&'static str>,
}

impl Unread {
    /// Whether a record may stand in a file that could not be read.
    pub fn may_have(&self, reference: &Reference) -> bool {
        self.kinds.contains(reference.kind) || self.records.contains(reference)
    }

    /// The hash of all of it.
    pub fn hash(&self) -> Hash {
        let mut digest = Digest::default();
        for record in &self.records {
            digest.bytes(record.kind.as_bytes());
            digest.bytes(record.id.as_bytes());
        }
        self.kinds.iter().for_each(|kind| digest.bytes(kind.as_bytes()));
        digest.finish()
    }

    fn new(project: &Project, documents: &[Arc<Document>]) -> Self {
        let read: HashSet<&str> =
            documents.iter().map(|document| &*document.location.manuscript.path).collect();
        let mut unread = Self::default();
        for input in project.inputs.iter().filter(|input| !read.contains(&*input.path)) {
            match (kind_of(&input.path), input.path.ends_with(".md")) {
                (Some(kind), true) => {
                    unread.records.insert(Reference { kind: kind.name, id: stem(&input.path).into() });
                }
                (Some(kind), false) => {
                    unread.kinds.insert(kind.name);
                }
                (None, _) => {}
            }
        }
        unread
    }
}

/// What one manuscript holds, and what is wrong with it. Remembered by the manuscript's hash.
#[derive(Debug, Default)]
pub struct Parsed {
    documents: Vec<Arc<Document>>,
    found: Vec<Diagnostic>,
}

/// Reads every manuscript, in parallel; those that memory knows are not read again.
pub fn documents(
    manuscripts: &[Arc<Manuscript>],
    project: &Project,
    memory: &mut Memory,
    found: &mut Diagnostics,
) -> Written {
    let settings = settings::read(manuscripts, project, found);
    let theme = theme::read(&settings, project, found);
    let known = std::mem::take(&mut memory.parsed);
    let parsed: Vec<(Hash, Arc<Parsed>)> = manuscripts
        .par_iter()
        .filter(|manuscript| &*manuscript.path != settings::FILE)
        .map(|manuscript| {
            let parsed = match known.get(&manuscript.hash) {
                Some(parsed) => parsed.clone(),
                None => Arc::new(read(manuscript)),
            };
            (manuscript.hash, parsed)
        })
        .collect();
    let mut documents = Vec::new();
    for (_, parsed) in &parsed {
        found.extend(parsed.found.iter().cloned());
        documents.extend(parsed.documents.iter().cloned());
    }
    memory.parsed = parsed.into_iter().collect();
    if documents.is_empty() && !found.has_errors() {
        found.push(empty_site());
    }
    let unread = if found.has_errors() { Unread::new(project, &documents) } else { Unread::default() };
    Written { settings, theme, documents, unread }
}

fn empty_site() -> Diagnostic {
    Diagnostic::error(
        "BS0101",
        Place::file(&"content".into()),
        "there is nothing to publish: `content/` is empty",
    )
    .help("write `content/explainers/my-first.md`, or let `backstory new site NAME` start a site for you")
}

/// The path that the pages stand under, as the settings or the options say.
pub fn base_path(manuscripts: &[Arc<Manuscript>], project: &Project) -> String {
    settings::read(manuscripts, project, &mut Diagnostics::default()).base_path.to_string()
}

/// Reads one manuscript.
fn read(manuscript: &Arc<Manuscript>) -> Parsed {
    let Some(kind) = kind_of(&manuscript.path) else {
        return Parsed { documents: Vec::new(), found: vec![unknown_folder(manuscript)] };
    };
    match manuscript.form {
        Form::Markdown => read_markdown(manuscript, kind),
        Form::Yaml => read_list(manuscript, kind),
    }
}

/// The kind of content a file is, by its folder.
fn kind_of(path: &str) -> Option<&'static ContentKind> {
    let folder = path.strip_prefix("content/")?.split('/').next()?;
    crate::content_kinds().find(|kind| kind.folder == folder)
}

fn unknown_folder(manuscript: &Manuscript) -> Diagnostic {
    let folder = manuscript.path.split('/').nth(1).unwrap_or_default();
    let folders: Vec<_> = crate::content_kinds().map(|kind| kind.folder).collect();
    let help = match nearest(folder, folders.iter().copied()) {
        Some(near) => format!("move it to `content/{near}/`"),
        None => format!("the folders of `content/` are: {}", folders.join(", ")),
    };
    Diagnostic::warning(
        "BS0102",
        Place::file(&manuscript.path),
        "this file is in no folder that Backstory knows, and is left out",
    )
    .help(help)
}

fn read_markdown(manuscript: &Arc<Manuscript>, kind: &'static ContentKind) -> Parsed {
    let mut found = Vec::new();
    let parts = match header::split(&manuscript.text) {
        Ok(parts) => parts,
        Err(broken) => {
            let place = |span| Place { path: manuscript.path.clone(), span: manuscript.raw_span(span) };
            found.push(broken.told(place));
            return Parsed { documents: Vec::new(), found };
        }
    };
    let location = Location { manuscript: manuscript.clone(), yaml: parts.yaml, path: Vec::new() };
    let yaml = match yaml::parse(&location) {
        Ok(yaml) => yaml,
        Err(broken) => {
            found.extend(broken);
            return Parsed { documents: Vec::new(), found };
        }
    };
    let (body, mistakes) = body::parse(&manuscript.text, parts.body, Default::default());
    found.extend(mistakes.into_iter().map(|mistake| mistake.diagnostic(|span| location.at(span))));
    let record = Record { kind, id: stem(&manuscript.path).into(), yaml, location, body };
    let documents = record.document(&mut found).into_iter().collect();
    Parsed { documents, found }
}

fn read_list(manuscript: &Arc<Manuscript>, kind: &'static ContentKind) -> Parsed {
    let mut found = Vec::new();
    let yaml = Span::new(text::start(&manuscript.text), manuscript.text.len());
    let whole = Location { manuscript: manuscript.clone(), yaml, path: Vec::new() };
    let list = match yaml::parse(&whole).and_then(|value| yaml::list(value, &whole)) {
        Ok(list) => list,
        Err(broken) => return Parsed { documents: Vec::new(), found: broken },
    };
    let mut documents = Vec::new();
    for (i, mut yaml) in list.into_iter().enumerate() {
        let location = Location { path: vec![i.to_string()], ..whole.clone() };
        let Some(id) = yaml::take_id(&mut yaml, &location, &mut found) else { continue };
        let body = yaml::take_body(&mut yaml, &location, &mut found);
        documents.extend(Record { kind, id, yaml, location, body }.document(&mut found));
    }
    Parsed { documents, found }
}

/// The name of a file without folder and ending: its id.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A record in the making: YAML that parses, and a body.
struct Record {
    kind: &'static ContentKind,
    id: Arc<str>,
    yaml: serde_yaml::Value,
    location: Location,
    body: body::Body,
}

impl Record {
    fn document(self, found: &mut Vec<Diagnostic>) -> Option<Arc<Document>> {
        if !valid_id(&self.id) {
            found.push(bad_id(&self.location, &self.id));
            return None;
        }
        let mut reader = records::Reader::new(&self.location);
        let fields = reader.record(&self.yaml, self.kind);
        if let (Some(title), Some(heading)) = (fields.text("title"), &self.body.title)
            && **title != **heading
        {
            found.push(hidden_heading(&self.location, heading));
        }
        // A slip in the key itself is told already, and so is what is wrong with a title that is there.
        let slipped = reader.found.iter().any(|d| d.code.0 == "BS0112" && d.help.contains("`title`"));
        let meant = slipped || self.yaml.get("title").is_some_and(|title| !title.is_null());
        found.append(&mut reader.found);
        let title = fields.text("title").cloned().or(self.body.title.clone().map(Into::into));
        let title = title.or_else(|| Some(shortened(fields.text(self.kind.title_from?)?).into()));
        // The record goes on under its id, so that one run tells what else is wrong with it.
        let title = title.unwrap_or_else(|| {
            found.extend((!meant).then(|| untitled(&self.location, &self.id, self.opening())));
            self.id.clone()
        });
        let prose = std::iter::once(self.body.prose).chain(reader.prose).collect();
        let hash = hash(&self.location, self.kind, &self.id);
        let face = face(&self.location, hash, &title);
        let sort_key = sort_key(fields.text("sort").unwrap_or(&title)).into();
        Some(Arc::new(Document {
            kind: self.kind,
            id: self.id,
            title,
            sort_key,
            fields,
            prose,
            location: self.location,
            hash,
            face,
        }))
    }
}

impl Record {
    /// The heading that opens the text of a file, of whatever level: what it says could be the title. One that is underlined may
    /// be front matter without its first fence.
    fn opening(&self) -> Option<String> {
        let own_file = self.location.path.is_empty() && self.location.manuscript.map.is_empty();
        let prose = Some(&self.body.prose).filter(|_| own_file && self.yaml.get("title").is_none())?;
        let [Node::Open(Tag::Heading(heading)), Node::Text(span), ..] = prose.nodes.as_slice() else {
            return None;
        };
        let before = prose.text.get(..span.start as usize)?;
        let is_marked = before.rsplit('\n').next()?.trim_start().starts_with('#');
        is_marked.then(|| Some(prose.headings.get(*heading as usize)?.words.to_string()))?
    }
}

/// The beginning of what somebody said, as a title.
fn shortened(words: &str) -> String {
    const LONGEST: usize = 90;
    if words.chars().count() <= LONGEST {
        return words.to_owned();
    }
    let head: String = words.chars().take(LONGEST).collect();
    let cut = head.rfind(char::is_whitespace).unwrap_or(head.len());
    format!("{}\u{a0}…", head[..cut].trim_end())
}

/// A name without accents and capitals. A quotation mark is not what readers look under.
fn sort_key(name: &str) -> String {
    let key = deunicode::deunicode(name).to_lowercase();
    key.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

fn hash(location: &Location, kind: &ContentKind, id: &str) -> Hash {
    let mut digest = Digest::default();
    digest.hash(location.manuscript.hash);
    digest.bytes(kind.name.as_bytes());
    digest.bytes(id.as_bytes());
    location.path.iter().for_each(|step| digest.bytes(step.as_bytes()));
    digest.finish()
}

/// A record in a list shows all of its file: what stands above it moves it.
fn face(location: &Location, hash: Hash, title: &str) -> Hash {
    if !location.path.is_empty() {
        return hash;
    }
    let mut digest = Digest::default();
    digest.bytes(location.manuscript.path.as_bytes());
    digest.number(u64::from(location.yaml.start));
    digest.bytes(location.yaml.of(&location.manuscript.text).as_bytes());
    digest.bytes(title.as_bytes());
    digest.finish()
}

/// Ids are `[a-z0-9][a-z0-9._-]*`, and not a name that files or addresses need for themselves.
pub fn valid_id(id: &str) -> bool {
    let letters = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'.' | b'_' | b'-');
    id.bytes().next().is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        && id.bytes().all(letters)
        && !id.ends_with('.')
        && id.len() <= LONGEST_ID
        && !RESERVED.contains(&id)
        && !is_device(id)
}

/// With its folder and an ending it has to be the name of a file.
const LONGEST_ID: usize = 200;

/// Names that pages and files of a site have of themselves.
const RESERVED: [&str; 3] = ["index", "404", "cname"];

/// Names of devices, which some systems take for such in any folder and with any ending.
fn is_device(id: &str) -> bool {
    let stem = id.split('.').next().unwrap_or(id);
    let port = |name: &str| {
        stem.strip_prefix(name).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    ["con", "nul", "aux", "prn"].contains(&stem) || port("com") || port("lpt")
}

fn bad_id(location: &Location, id: &str) -> Diagnostic {
    let place = match location.path.is_empty() {
        true => Place::file(&location.manuscript.path),
        false => location.field(&["id".to_owned()]),
    };
    let shown: String = id.chars().take(LONGEST_ID / 2).collect();
    let message = match shown.len() < id.len() {
        true => format!("`{shown}…` is too long for an id"),
        false => format!("`{id}` cannot be an id"),
    };
    let slug = crate::model::text::slug(id);
    let help = match slug.as_str() {
        "index" => "name it otherwise: `index` is the page that opens a folder".to_owned(),
        name if RESERVED.contains(&name) => format!("name it otherwise: a site has a `{name}` of its own"),
        name if is_device(name) => {
            format!("name it otherwise: some systems have a device `{name}`, and no file of that name")
        }
        "untitled" => "give it a name of letters and digits".to_owned(),
        slug => format!("name it `{slug}`"),
    };
    Diagnostic::error("BS0103", place, message)
        .label("small letters, digits, `.`, `_` and `-`, and it begins with a letter or digit")
        .help(help)
}

fn hidden_heading(location: &Location, heading: &str) -> Diagnostic {
    let text = &location.manuscript.text;
    let at = text.get(location.yaml.end as usize..).and_then(|rest| rest.find(heading)).unwrap_or(0);
    let span = Span::new(at, at + heading.len()).shifted(location.yaml.end as usize);
    Diagnostic::warning(
        "BS0214",
        location.at(span),
        "this heading is not shown: the front matter has another title",
    )
    .help("take one of the two out, or make this a heading of the second level: `## …`")
}

fn untitled(location: &Location, id: &str, opening: Option<String>) -> Diagnostic {
    let place = match location.path.is_empty() {
        true => Place::file(&location.manuscript.path),
        false => location.field(&[]),
    };
    let wrong = Diagnostic::error("BS0110", place, format!("`{id}` has no title"))
        .help("add `title: …` to its front matter, or begin the text with `# Title`");
    let start = location.yaml.start as usize;
    let fenced = location.manuscript.text.get(..start).is_some_and(|before| before.contains("---"));
    match opening.map(|words| format!("title: {}\n", yaml_text(&words))) {
        Some(line) if fenced => wrong.instead_at(Span::new(start, start), line),
        Some(line) => wrong.instead_at(Span::new(start, start), format!("---\n{line}---\n")),
        None => wrong,
    }
}

/// A piece of prose that stands in a field.
fn field_prose(text: &str, path: Vec<String>) -> (Prose, Vec<body::Mistake>) {
    let text: Arc<str> = text.into();
    let (body, mistakes) = body::parse(&text, 0, crate::model::document::Origin::Field(path));
    (body.prose, mistakes.into_iter().map(body::Mistake::in_field).collect())
}
