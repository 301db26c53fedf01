//! Suggestions that are accepted become drafts of entries, and marks in the text. Nothing is put into an entry that the
//! text does not say: what is left for the editor says `TK`, and every draft names its source.

use super::knowledge;
use super::write::scalar;
use crate::model::edit::{Edit, edited};
use crate::model::figure::Figure;
use crate::model::suggestion::{Draft, Found, Known, Suggestion};
use crate::model::text::{Span, slug};

/// A text with its marks, and the entries that they need.
#[derive(Debug, Default)]
pub struct Accepted {
    /// The text with its marks.
    pub markdown: String,
    /// The entries.
    pub drafts: Vec<Draft>,
    /// How many marks were placed.
    pub placed: usize,
}

/// Accepts suggestions: marks are placed where their words still stand and nothing is marked yet. What becomes known is added.
pub fn accept(
    markdown: &str,
    suggestions: &[&Suggestion],
    source: Option<&str>,
    known: &mut Known,
) -> Accepted {
    let passages = knowledge::read(markdown);
    let (mut edits, mut drafts): (Vec<Edit>, Vec<Draft>) = (Vec::new(), Vec::new());
    for suggestion in suggestions {
        let Some((target, draft)) = entry(suggestion, source, known) else { continue };
        drafts.extend(draft);
        let place = knowledge::place(&passages, suggestion);
        let free = |at: &Span| edits.iter().all(|edit| edit.at.end <= at.start || at.end <= edit.at.start);
        if let Some(at) = place.filter(free) {
            edits.push(Edit { at, text: format!("[{}]({target})", at.of(markdown)) });
        }
    }
    Accepted { markdown: edited(markdown, &edits), drafts, placed: edits.len() }
}

/// What a mark leads to, and the draft of it where the site has none.
fn entry(
    suggestion: &Suggestion,
    source: Option<&str>,
    known: &mut Known,
) -> Option<(String, Option<Draft>)> {
    let (kind, id, fields) = match &suggestion.found {
        Found::Link { target } => return Some((target.clone(), None)),
        Found::Person { name, role, org } => {
            ("person", slug(name), person(name, role.as_deref(), org.as_deref()))
        }
        Found::Term { short, expansion } => ("term", slug(short), term(short, expansion)),
        Found::Place { name } => (
            "place",
            slug(name),
            format!("title: {}\nshort: TK Where this is, and why it matters, in a sentence.\n", scalar(name)),
        ),
        Found::Event { title, date, relative } => {
            ("event", short_slug(&format!("{date} {title}")), event(title, date, *relative))
        }
        Found::Quote { text, by, .. } => {
            ("quote", quote_id(text, by.as_deref()), quote(text, by.as_deref(), known))
        }
        Found::Fact { words, unit, by, date } => {
            let date = date.as_deref()?;
            Figure::parse(words).ok()?;
            (
                "fact",
                short_slug(&format!("{} {}", unit.as_deref().unwrap_or_default(), suggestion.sentence)),
                fact(words, unit.as_deref(), by.as_deref(), date, &suggestion.sentence),
            )
        }
    };
    let pin = match &suggestion.found {
        Found::Fact { date: Some(date), .. } => format!("@{date}"),
        _ => String::new(),
    };
    let named =
        known.names.get(&suggestion.marks).filter(|target| target.starts_with(&format!("{kind}:"))).cloned();
    if let Some(target) = named {
        return Some((target, None));
    }
    let named = matches!(kind, "person" | "term" | "place");
    let id = if named { id } else { free_id(kind, &id, known) };
    let target = format!("{kind}:{id}");
    let draft = known
        .ids
        .insert(target.clone())
        .then(|| Draft { path: path(kind, &id), text: file(&fields, suggestion, source) });
    if named {
        known.names.insert(suggestion.marks.clone(), target.clone());
    }
    Some((format!("{target}{pin}"), draft))
}

/// The file of an entry.
fn file(fields: &str, suggestion: &Suggestion, source: Option<&str>) -> String {
    let sentence = suggestion.sentence.replace('\n', " ");
    let sources = source.map_or_else(String::new, |source| format!("sources: [{source}]\n"));
    format!(
        "---\n# Suggested by import, {}% sure: {}.\n# “{sentence}”\n{fields}stage: draft        # take this line out when somebody has checked it\n{sources}---\n",
        suggestion.confidence, suggestion.reason,
    )
}

fn path(kind: &str, id: &str) -> String {
    let folder = match kind {
        "person" => "people",
        "term" => "terms",
        "place" => "places",
        "event" => "events",
        "quote" => "quotes",
        "fact" => "facts",
        _ => "sources",
    };
    format!("content/{folder}/{id}.md")
}

fn person(name: &str, role: Option<&str>, org: Option<&str>) -> String {
    let surname = name
        .rsplit_once(' ')
        .map(|(given, surname)| format!("sort: {}\n", scalar(&format!("{surname}, {given}"))));
    let parts: Vec<String> = [("title", role), ("org", org)]
        .iter()
        .filter_map(|(key, value)| {
            Some(format!("{key}: {}", if *key == "org" { plain((*value)?) } else { scalar((*value)?) }))
        })
        .collect();
    let roles =
        if parts.is_empty() { String::new() } else { format!("roles:\n  - {{{}}}\n", parts.join(", ")) };
    format!(
        "title: {}\n{}short: TK Who this is, in a sentence.\n{roles}",
        scalar(name),
        surname.unwrap_or_default()
    )
}

fn term(short: &str, expansion: &str) -> String {
    format!(
        "title: {}\nexpansion: {}\nshort: TK What it is, in one or two sentences.\n",
        scalar(short),
        scalar(expansion)
    )
}

fn event(title: &str, date: &str, relative: bool) -> String {
    let counted = if relative { "        # counted from the day of the article" } else { "" };
    format!(
        "title: {}\ndate: \"{date}\"{counted}\nshort: TK What happened, in a sentence or two.\n",
        scalar(title)
    )
}

fn quote(text: &str, by: Option<&str>, known: &Known) -> String {
    let text = text.trim_end_matches(',');
    let by = by.map(|by| match known.names.get(by) {
        Some(target) => target.strip_prefix("person:").unwrap_or(target).to_owned(),
        None => plain(by),
    });
    format!(
        "text: {}\n{}",
        scalar(text),
        by.map_or_else(|| "unnamed: {as: TK, why: TK}\n".to_owned(), |by| format!("by: {by}\n"))
    )
}

fn fact(words: &str, unit: Option<&str>, by: Option<&str>, date: &str, sentence: &str) -> String {
    let unit = unit.map_or_else(String::new, |unit| format!("unit: {}\n", scalar(unit)));
    let by = by.map_or_else(String::new, |by| format!("by: {}\n", plain(by)));
    let title: String = sentence.chars().take(80).collect();
    format!(
        "title: {}\ndefinition: TK What exactly is counted or measured, in a sentence.\n{unit}{by}values:\n  {date}: {}\n",
        scalar(title.trim()),
        scalar(words)
    )
}

/// Words for whom there is no entry; in small letters and without a space they would be an id.
fn plain(name: &str) -> String {
    let id = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c));
    let mut letters = name.chars();
    match letters.next().filter(|_| id) {
        Some(first) => scalar(&format!("{}{}", first.to_uppercase(), letters.as_str())),
        None => scalar(name),
    }
}

fn quote_id(text: &str, by: Option<&str>) -> String {
    let surname = by.and_then(|by| by.split_whitespace().last()).unwrap_or_default();
    let first: Vec<&str> = text.split_whitespace().take(5).collect();
    short_slug(&format!("{surname} {}", first.join(" ")))
}

/// An id of some words, cut where a word ends.
fn short_slug(words: &str) -> String {
    let id = slug(words);
    if id.len() <= 48 {
        return id;
    }
    let cut = id.get(..48).and_then(|head| head.rfind('-')).unwrap_or(48);
    id.get(..cut).unwrap_or(&id).to_owned()
}

/// An id that no other record of the kind has.
fn free_id(kind: &str, id: &str, known: &Known) -> String {
    let free = |id: &str| !known.ids.contains(&format!("{kind}:{id}"));
    if free(id) {
        return id.to_owned();
    }
    (2..).map(|number| format!("{id}-{number}")).find(|id| free(id)).unwrap_or_default()
}
