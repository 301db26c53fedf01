//! The theme the settings choose, with those it extends: words, templates and assets.
//! A template is looked up in the theme, then in the themes it extends, then in `templates/`.

use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::hash::{Digest, Hash};
use crate::model::input::{Input, Project};
use crate::model::record::{Field, Holds, field};
use crate::model::settings::{Settings, Words};
use crate::model::site::Theme;
use crate::model::text::nearest;
use serde_yaml::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The keys of `theme.yml`.
pub const FIELDS: &[Field] = &[
    field("title", "What the theme is called.", Holds::Text),
    field("extends", "The theme whose templates, words and style sheets it builds on.", Holds::Text),
];

/// Gathers the theme.
pub fn read(settings: &Settings, project: &Project, found: &mut Diagnostics) -> Arc<Theme> {
    let name: Arc<str> = settings.fields.text("theme").cloned().unwrap_or_else(|| "broadsheet".into());
    let mut theme = Theme { name: name.clone(), ..Theme::default() };
    for input in under(project, "templates/") {
        add_template(&mut theme, input, input.path.strip_prefix("templates/"), found);
    }
    let mut phrases = Vec::new();
    for link in chain(&name, settings, project, found).iter().rev() {
        theme.styles.push(format!("{link}.css"));
        let folder = format!("themes/{link}/");
        for input in under(project, &folder) {
            let inside = input.path.strip_prefix(&*folder).unwrap_or_default();
            match inside.split_once('/') {
                Some(("templates", template)) => add_template(&mut theme, input, Some(template), found),
                Some(("words", _)) if inside == format!("words/{}.yml", settings.lang) => {
                    phrases.extend(words(input, found));
                }
                Some(("words", _)) if inside == "words/en.yml" => {
                    let english = words(input, found);
                    phrases.splice(0..0, english);
                }
                Some(("words", _)) => {}
                _ if inside == "theme.yml" => {}
                _ => {
                    theme.assets.insert(inside.to_owned(), (input.bytes.clone(), Hash::of(&input.bytes)));
                }
            }
        }
    }
    theme.words = Words::new(phrases);
    theme.styles.retain(|style| theme.assets.contains_key(style));
    theme.hash = hash(&theme);
    Arc::new(theme)
}

fn hash(theme: &Theme) -> Hash {
    let mut digest = Digest::default();
    for (name, (text, _)) in &theme.templates {
        digest.bytes(name.as_bytes());
        digest.bytes(text.as_bytes());
    }
    digest.hash(theme.words.hash());
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
    match std::str::from_utf8(&input.bytes) {
        Ok(text) => {
            theme.templates.insert(name.to_owned(), (text.into(), input.path.clone()));
        }
        Err(_) => found.push(
            Diagnostic::error("BS0105", Place::file(&input.path), "this template is not UTF-8 text")
                .help("save it as UTF-8"),
        ),
    }
}

/// The theme and those it extends, the nearest first.
fn chain(name: &Arc<str>, settings: &Settings, project: &Project, found: &mut Diagnostics) -> Vec<Arc<str>> {
    let mut chain: Vec<Arc<str>> = Vec::new();
    let mut next = Some(name.clone());
    while let Some(name) = next.take() {
        if chain.contains(&name) {
            found.push(cycle(&name));
            break;
        }
        let folder = format!("themes/{name}/");
        if !project.inputs.iter().any(|input| input.path.starts_with(&*folder)) {
            let place = match chain.last() {
                Some(theme) => Place::file(&format!("themes/{theme}/theme.yml").into()),
                None => settings.place("theme"),
            };
            found.push(missing(&name, place, project));
            // The built-in theme stands in, so that this one mistake does not cause others.
            next = Some("broadsheet".into()).filter(|theme| *theme != name && !chain.contains(theme));
            continue;
        }
        let file = format!("{folder}theme.yml");
        let written = project.inputs.iter().find(|input| *input.path == *file);
        next = written.and_then(|input| extends(input, found));
        chain.push(name);
    }
    chain
}

/// The theme that a `theme.yml` says it extends.
fn extends(input: &Input, found: &mut Diagnostics) -> Option<Arc<str>> {
    let keys = || FIELDS.iter().map(|field| field.name);
    let mut wrong = |message: String, help: String| {
        found.push(Diagnostic::error("BS0133", Place::file(&input.path), message).help(help));
    };
    let theme = match serde_yaml::from_slice::<Option<BTreeMap<String, Value>>>(&input.bytes) {
        Ok(theme) => theme.unwrap_or_default(),
        Err(error) => {
            wrong(
                format!("this theme cannot be read: {error}"),
                "write one `key: value` on each line".into(),
            );
            return None;
        }
    };
    for key in theme.keys().filter(|key| !keys().any(|known| known == key.as_str())) {
        let help = match nearest(key, keys()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys of a theme are: {}", keys().collect::<Vec<_>>().join(", ")),
        };
        wrong(format!("`{key}` is not a key of a theme"), help);
    }
    theme.get("extends")?.as_str().map(Arc::from)
}

fn cycle(name: &str) -> Diagnostic {
    let file: Arc<str> = format!("themes/{name}/theme.yml").into();
    Diagnostic::error("BS0131", Place::file(&file), format!("the theme `{name}` extends itself"))
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
