//! A report as people read it: every diagnostic drawn, with its place underlined.

use super::visible::{visible, visible_line};
use super::{Region, Report};
use crate::model::diagnostic::{Diagnostic, Severity};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// Whether to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// For a terminal.
    On,
    /// For a pipe, a log, a browser, or where NO_COLOR is set.
    Off,
}

/// Everything drawn, with a count at the end; nothing where there is nothing.
pub fn draw(report: &Report<'_>, colour: Colour) -> String {
    let renderer = match colour {
        Colour::On => Renderer::styled(),
        Colour::Off => Renderer::plain(),
    }
    .decor_style(DecorStyle::Ascii);
    let mut drawn = String::new();
    for diagnostic in &report.shown {
        drawn.push_str(&one(report, diagnostic, &renderer));
        drawn.push_str("\n\n");
    }
    if !drawn.is_empty() {
        drawn.push_str(&format!("{}\n", report.summary()));
    }
    drawn
}

fn one(report: &Report<'_>, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.0);
    let places = std::iter::once((&diagnostic.place, &diagnostic.label, AnnotationKind::Primary))
        .chain(diagnostic.related.iter().map(|(place, label)| (place, label, AnnotationKind::Context)));
    let mut group = Group::with_title(title);
    let mut columns = Vec::new();
    for (place, label, kind) in places {
        let path = visible(&report.path(place));
        let Some(region) = report.region(place) else {
            group = group.element(Origin::path(path));
            continue;
        };
        let (text, span) = lines(&region);
        let (line, counted) = (region.start.line, text[..span.start].chars().count() + 1);
        if counted != region.start.column {
            let column = region.start.column;
            columns.push((format!("{path}:{line}:{counted}"), format!("{path}:{line}:{column}")));
        }
        let annotation: Annotation<'_> = kind.span(span);
        let annotation = if label.is_empty() { annotation } else { annotation.label(visible(label)) };
        group = group.element(Snippet::source(text).path(path).line_start(line).annotation(annotation));
    }
    let mut groups = vec![group];
    if !diagnostic.help.is_empty() {
        groups.push(Group::with_title(Level::HELP.secondary_title(visible(&diagnostic.help))));
    }
    // Columns are counted in what is shown, where `<U+202E>` is eight; they are to be those of the file.
    columns.iter().fold(renderer.render(&groups), |drawn, (shown, right)| drawn.replacen(shown, right, 1))
}

/// The lines of a region as they are shown, and what is meant in them.
fn lines(region: &Region<'_>) -> (String, Range<usize>) {
    let Region { lines, start, end } = region;
    // What ends with the end of a line does not reach into the next.
    let last = if end.byte == lines.start(end.line) { end.line - 1 } else { end.line }.max(start.line);
    let (mut text, mut span) = (String::new(), 0..0);
    for line in start.line..=last {
        let written = lines.text(line);
        let shown_up_to = |byte: usize| {
            let before = written.get(..byte.saturating_sub(lines.start(line))).unwrap_or(written);
            text.len() + visible_line(before).len()
        };
        if line == start.line {
            span.start = shown_up_to(start.byte);
        }
        if line == last {
            span.end = shown_up_to(end.byte).max(span.start);
        }
        text.push_str(&visible_line(written));
        text.push('\n');
    }
    (text, span)
}
