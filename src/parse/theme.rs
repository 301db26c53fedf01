//! The theme the settings choose, with those it extends: words, templates and assets.
//! A template is looked up in the theme, then in the themes it extends, then in `templates/`. Words that none of them has
//! are those of `broadsheet`.

use super::{css, look, records, yaml};
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::document::Location;
use crate::model::hash::{Digest, Hash};
use crate::model::input::{Form, Input, Manuscript, Project};
use crate::model::record::{Field, Fields, Holds, field};
use crate::model::settings::{Settings, Words};
use crate::model::text::{Span, nearest};
use crate::model::theme::{Marks, Pictures, Theme};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// The theme of a site that names none, whose words stand under those of all others.
const FIRST: &str = "broadsheet";

/// What a `theme.yml` may say.
pub const FIELDS: &[Field] = &[
    field("title", "What the theme is called.", Holds::Text),
    field("extends", "The theme whose templates, words and style sheets it builds on.", Holds::Text),
    field(
        "preload",
        "Files of the theme that a page needs at once: fonts, most often.",
        Holds::List(&Holds::Text),
    ),
    field(
        "marks",
        "Where marks of people, dates and sources lead: to lists below the text, or to pages.",
        Holds::OneOf(&["below", "pages"]),
    ),
    field("pictures", "Whether pictures are shown, or links to them.", Holds::OneOf(&["shown", "links"])),
    field("per_page", "How many entries of a long list stand on one page.", Holds::Int(10, 1000)),
];

/// A theme of the chain, with what its `theme.yml` says.
struct Link {
    name: Arc<str>,
    fields: Fields,
    location: Option<Location>,
}

/// A style sheet of the chain.
pub struct Sheet<'a> {
    /// Its file.
    pub path: &'a Arc<str>,
    /// What it says.
    pub css: &'a str,
}

/// Gathers the theme.
pub fn read(settings: &Settings, project: &Project, found: &mut Diagnostics) -> Arc<Theme> {
    let name: Arc<str> = settings.fields.text("theme").cloned().unwrap_or_else(|| FIRST.into());
    let mut theme = Theme { name: name.clone(), ..Theme::default() };
    for input in under(project, "templates/") {
        add_template(&mut theme, input, input.path.strip_prefix("templates/"), found);
    }
    let chain = chain(&name, settings, project, found);
    let own = chain.iter().rev().map(|link| &*link.name);
    let first = chain.iter().all(|link| &*link.name != FIRST).then_some(FIRST);
    let told: Vec<&str> = first.into_iter().chain(own).collect();
    theme.words = Words::new(phrases(&told, settings, project, found));
    let mut sheets = Vec::new();
    for link in chain.iter().rev() {
        let name = &link.name;
        theme.styles.push(format!("{name}.css"));
        theme.scripts.push(format!("{name}.js"));
        let folder = format!("themes/{name}/");
        for input in under(project, &folder) {
            let inside = input.path.strip_prefix(&*folder).unwrap_or_default();
            match inside.split_once('/') {
                Some(("templates", template)) => add_template(&mut theme, input, Some(template), found),
                Some(("words", _)) => {}
                _ if inside == "theme.yml" => {}
                _ => {
                    let bytes = published(input);
                    let hash = Hash::of(&bytes);
                    theme.assets.insert(inside.to_owned(), (bytes, hash));
                }
            }
        }
        let file = format!("{folder}{name}.css");
        let sheet = project.inputs.iter().find(|input| *input.path == *file);
        sheets.extend(sheet.and_then(|input| Some(Sheet { path: &input.path, css: input.text.as_deref()? })));
    }
    theme.styles.retain(|style| theme.assets.contains_key(style));
    theme.scripts.retain(|script| theme.assets.contains_key(script));
    say(&mut theme, &chain);
    found.extend(not_there(&theme, &chain, project));
    look::dress(&mut theme, &sheets, settings, project, found);
    theme.hash = hash(&theme);
    Arc::new(theme)
}

/// A file of a theme as it is published: a style sheet without what only its authors read.
fn published(input: &Input) -> Arc<[u8]> {
    match &input.text {
        Some(css) if input.path.ends_with(".css") => css::compact(css).into_bytes().into(),
        _ => input.bytes.clone(),
    }
}

/// What the themes say of how pages are made: the nearest has the last word.
fn say(theme: &mut Theme, chain: &[Link]) {
    let preload = chain.iter().find(|link| link.fields.get("preload").is_some());
    theme.preload = preload
        .map(|link| link.fields.texts("preload").map(|font| font.to_string()).collect())
        .unwrap_or_default();
    let marks = chain.iter().find_map(|link| link.fields.text("marks"));
    theme.marks = if marks.is_some_and(|marks| &**marks == "pages") { Marks::Pages } else { Marks::Below };
    let pictures = chain.iter().find_map(|link| link.fields.text("pictures"));
    let linked = pictures.is_some_and(|pictures| &**pictures == "links");
    theme.pictures = if linked { Pictures::Links } else { Pictures::Shown };
    theme.per_page = chain.iter().find_map(|link| link.fields.int("per_page")?.try_into().ok());
}

/// What the themes name and do not have: fonts to be loaded first, files of style sheets.
fn not_there(theme: &Theme, chain: &[Link], project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for link in chain {
        let fonts = (0..).zip(link.fields.texts("preload"));
        for (i, font) in fonts.filter(|(_, font)| !theme.assets.contains_key(&***font)) {
            let place = link.location.as_ref().map(|at| at.field(&["preload".to_owned(), i.to_string()]));
            let file: Arc<str> = format!("themes/{}/theme.yml", link.name).into();
            found.push(missing_file(font, place.unwrap_or_else(|| Place::file(&file)), theme));
        }
        let folder = format!("themes/{}/", link.name);
        for input in under(project, &folder).filter(|input| input.path.ends_with(".css")) {
            let Some(text) = &input.text else { continue };
            let inside = input.path.strip_prefix(&*folder).unwrap_or_default();
            for (file, span) in css::files(text) {
                let named = beside(inside, &file);
                if !theme.assets.contains_key(&named) {
                    found.push(missing_file(&named, Place { path: input.path.clone(), span }, theme));
                }
            }
        }
    }
    found
}

/// The file that a style sheet means by an address.
fn beside(sheet: &str, file: &str) -> String {
    let mut parts: Vec<&str> = sheet.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn missing_file(name: &str, place: Place, theme: &Theme) -> Diagnostic {
    let help = match nearest(name, theme.assets.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "put the file there, or take the line out".to_owned(),
    };
    Diagnostic::error("BS0613", place, format!("the theme has no file `{name}`")).help(help)
}

fn hash(theme: &Theme) -> Hash {
    let mut digest = Digest::default();
    for (name, (text, _)) in &theme.templates {
        digest.bytes(name.as_bytes());
        digest.bytes(text.as_bytes());
    }
    digest.hash(theme.words.hash());
    digest.number(theme.marks as u64);
    digest.number(theme.pictures as u64);
    digest.number(theme.per_page.map_or(0, |per_page| per_page as u64));
    digest.finish()
}

fn under<'a>(project: &'a Project, folder: &'a str) -> impl Iterator<Item = &'a Input> {
    project.inputs.iter().filter(move |input| input.path.starts_with(folder))
}

/// Only what a template can be: `templates/` also has a README and the beginnings that `new` writes.
fn add_template(theme: &mut Theme, input: &Input, name: Option<&str>, found: &mut Diagnostics) {
    let Some(name) =
        name.filter(|name| [".html", ".xml", ".txt"].iter().any(|ending| name.ends_with(ending)))
    else {
        return;
    };
    if name.starts_with("new/") {
        return;
    }
    match &input.text {
        Some(text) => {
            theme.templates.insert(name.to_owned(), (text.clone(), input.path.clone()));
        }
        None => found.push(
            Diagnostic::error("BS0105", Place::file(&input.path), "this template is not UTF-8 text")
                .help("save it as UTF-8"),
        ),
    }
}

/// The theme and those it extends, the nearest first.
fn chain(name: &Arc<str>, settings: &Settings, project: &Project, found: &mut Diagnostics) -> Vec<Link> {
    let mut chain: Vec<Link> = Vec::new();
    let mut next = Some(name.clone());
    while let Some(name) = next.take() {
        let named_at = match chain.last() {
            Some(Link { location: Some(location), .. }) => location.field(&["extends".to_owned()]),
            Some(Link { name, .. }) => Place::file(&format!("themes/{name}/theme.yml").into()),
            None => settings.place("theme"),
        };
        if chain.iter().any(|link| link.name == name) {
            found.push(cycle(&name, named_at));
            break;
        }
        let folder = format!("themes/{name}/");
        if under(project, &folder).next().is_none() {
            found.push(missing(&name, named_at, project));
            // The built-in theme stands in, so that this one mistake does not cause others.
            let stands_in = *name != *FIRST && chain.iter().all(|link| &*link.name != FIRST);
            next = stands_in.then(|| FIRST.into());
            continue;
        }
        let file = format!("{folder}theme.yml");
        let written = project.inputs.iter().find(|input| *input.path == *file);
        let (fields, location) = written.map(|input| declared(input, found)).unwrap_or_default();
        next = fields.text("extends").cloned();
        chain.push(Link { name, fields, location });
    }
    chain
}

/// What a `theme.yml` says, and where.
fn declared(input: &Input, found: &mut Diagnostics) -> (Fields, Option<Location>) {
    let Some(text) = &input.text else {
        let message = "this file is not UTF-8 text";
        found.push(Diagnostic::error("BS0105", Place::file(&input.path), message).help("save it as UTF-8"));
        return Default::default();
    };
    let manuscript = Manuscript {
        path: input.path.clone(),
        text: text.clone(),
        form: Form::Yaml,
        map: Arc::new([]),
        hash: input.hash,
        places: OnceLock::new(),
    };
    let yaml = Span::new(0, text.len());
    let location = Location { manuscript: Arc::new(manuscript), yaml, path: Vec::new() };
    let fields = match yaml::parse(&location) {
        Ok(yaml) => {
            let mut reader = records::Reader::new(&location);
            let fields = reader.only(&yaml, FIELDS);
            found.extend(reader.found);
            fields
        }
        Err(broken) => {
            found.extend(broken);
            Fields::default()
        }
    };
    (fields, Some(location))
}

fn cycle(name: &str, place: Place) -> Diagnostic {
    Diagnostic::error("BS0131", place, format!("the theme `{name}` extends itself"))
        .help("follow the `extends:` lines of the themes and break the circle")
}

fn missing(name: &str, place: Place, project: &Project) -> Diagnostic {
    let themes: BTreeSet<&str> =
        under(project, "themes/").filter_map(|input| input.path.split('/').nth(1)).collect();
    let help = match nearest(name, themes.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the themes here are: {}", themes.into_iter().collect::<Vec<_>>().join(", ")),
    };
    Diagnostic::error("BS0130", place, format!("there is no theme `{name}`")).help(help)
}

/// The words of themes, the farthest first; those in English under those in the language of the site.
fn phrases(
    themes: &[&str],
    settings: &Settings,
    project: &Project,
    found: &mut Diagnostics,
) -> Vec<(String, String)> {
    let mut langs = vec!["en", &*settings.lang];
    langs.dedup();
    let mut phrases = Vec::new();
    for lang in langs {
        for theme in themes {
            let path = format!("themes/{theme}/words/{lang}.yml");
            let input = project.inputs.iter().find(|input| *input.path == *path);
            phrases.extend(input.map(|input| words(input, found)).unwrap_or_default());
        }
    }
    phrases
}

fn words(input: &Input, found: &mut Diagnostics) -> Vec<(String, String)> {
    match serde_yaml::from_slice::<BTreeMap<String, String>>(&input.bytes) {
        Ok(words) => words.into_iter().collect(),
        Err(error) => {
            found.push(
                Diagnostic::error(
                    "BS0132",
                    Place::file(&input.path),
                    format!("these words cannot be read: {error}"),
                )
                .help("write one `key: phrase` on each line"),
            );
            Vec::new()
        }
    }
}
