//! Diagnostics are drawn here, and nowhere else.

use crate::model::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::model::input::Project;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::sync::Arc;

/// How many are drawn at most; the rest is counted.
const MOST: usize = 100;

/// Whether to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// For a terminal.
    On,
    /// For a pipe, a log, a browser, or where NO_COLOR is set.
    Off,
}

/// All diagnostics as text, with a count at the end; nothing where there are none.
pub fn draw(found: &Diagnostics, project: &Project, colour: Colour) -> String {
    let wanted: HashSet<&str> = found.sorted().iter().flat_map(|diagnostic| paths(diagnostic)).collect();
    let inputs = project.inputs.iter().filter(|input| wanted.contains(&*input.path));
    // What is not UTF-8 is drawn all the same: up to the first wrong byte every place is right.
    let sources: HashMap<&str, Cow<'_, str>> =
        inputs.map(|input| (&*input.path, String::from_utf8_lossy(&input.bytes))).collect();
    let renderer = match colour {
        Colour::On => Renderer::styled(),
        Colour::Off => Renderer::plain(),
    }
    .decor_style(DecorStyle::Ascii);
    let mut drawn = String::new();
    let sorted = found.sorted();
    for diagnostic in sorted.iter().take(MOST) {
        let source = |place: &Place| sources.get(&*place.path).map(|text| &**text);
        drawn.push_str(&one(diagnostic, source, &renderer));
        drawn.push_str("\n\n");
    }
    if !sorted.is_empty() {
        drawn.push_str(&summary(found, sorted.len()));
    }
    drawn
}

/// The files a diagnostic shows.
fn paths(diagnostic: &Diagnostic) -> impl Iterator<Item = &str> {
    let related = diagnostic.related.iter().map(|(place, _)| &*place.path);
    std::iter::once(&*diagnostic.place.path).chain(related)
}

fn one<'a>(
    diagnostic: &'a Diagnostic,
    source: impl Fn(&Place) -> Option<&'a str>,
    renderer: &Renderer,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let (message, label, help) =
        (visible(&diagnostic.message), visible(&diagnostic.label), visible(&diagnostic.help));
    let related = diagnostic.related.as_ref().map(|(place, label)| (place, visible(label)));
    let group = level.primary_title(&*message).id(diagnostic.code.0);
    let mut group = shown(
        Group::with_title(group),
        &diagnostic.place,
        source(&diagnostic.place),
        AnnotationKind::Primary,
        &label,
    );
    if let Some((place, label)) = &related {
        group = shown(group, place, source(place), AnnotationKind::Context, label);
    }
    let mut report: Vec<Group<'_>> = vec![group];
    if !help.is_empty() {
        report.push(Group::with_title(Level::HELP.secondary_title(&*help)));
    }
    renderer.render(&report)
}

/// Adds a place: the lines with what is meant underlined, or the path alone where a file is meant as a whole.
fn shown<'a>(
    group: Group<'a>,
    place: &'a Place,
    source: Option<&'a str>,
    kind: AnnotationKind,
    label: &'a str,
) -> Group<'a> {
    let path = Arc::as_ref(&place.path);
    let Some(source) = source.filter(|source| !source.is_empty() && place.span != Default::default()) else {
        return group.element(Origin::path(path));
    };
    let mut range = place.span.range();
    range.start = floor(source, range.start);
    range.end = floor(source, range.end).max(range.start);
    let annotation = kind.span(range);
    let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
    group.element(Snippet::source(source).path(path).annotation(annotation))
}

/// The last character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

fn summary(found: &Diagnostics, total: usize) -> String {
    let count = |severity, one: &str, many: &str| match found.count(severity) {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let parts: Vec<_> = [
        count(Severity::Error, "error", "errors"),
        count(Severity::Warning, "warning", "warnings"),
        count(Severity::Note, "thing is due", "things are due"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut summary = parts.join(", ");
    if total > MOST {
        let _ = write!(summary, "; the first {MOST} are shown");
    }
    summary.push('\n');
    summary
}

/// Text from content, with nothing in it that a terminal would obey.
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        let hidden = c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
        match hidden && c != '\n' {
            true => {
                let _ = write!(visible, "<U+{:04X}>", u32::from(c));
            }
            false => visible.push(c),
        }
    }
    visible
}
