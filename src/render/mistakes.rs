//! What is wrong with templates, as diagnostics with a place: every template that cannot be read, every one that leads to
//! another that is not there, and what one asks for in vain while a page is rendered.

use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::text::{Span, nearest};
use crate::model::theme::Theme;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Error, ErrorKind, ReportError, Tera};

/// Where what templates see is told.
const MANUAL: &str = "what a template sees is in templates/README.md";

/// The templates that something may be wrong with.
pub struct Mistakes {
    /// Text and file of each, by name.
    templates: BTreeMap<String, (Arc<str>, Arc<str>)>,
}

impl Mistakes {
    /// For the templates of a theme.
    pub fn new(theme: &Theme) -> Self {
        Self { templates: theme.templates.clone() }
    }

    /// What a template asked for in vain; `met` says at what.
    pub fn rendering(&self, error: &Error, met: &str) -> Diagnostic {
        let help = format!("met while rendering {met}; {MANUAL}");
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let (message, more) = told(report.message());
                Diagnostic::error("BS0602", self.place(report), message).help(format!("{more}{help}"))
            }
            _ => Diagnostic::error("BS0602", Place::file(&"templates".into()), error.to_string()).help(help),
        }
    }

    /// What is wrong with templates that could not be loaded: all of them, not the first alone.
    pub fn loading(&self, error: &Error) -> Vec<Diagnostic> {
        let ways =
            [|own: &Self, _: &Error| own.unreadable(), |own: &Self, _: &Error| own.orphans(), Self::circle];
        let found = ways.iter().map(|way| way(self, error)).find(|found| !found.is_empty());
        found.unwrap_or_else(|| self.unknown_names(error))
    }

    /// Templates with a slip in their syntax: each is read by itself.
    fn unreadable(&self) -> Vec<Diagnostic> {
        let errors = self.templates.iter().filter_map(|(name, (text, _))| {
            let error = Tera::default().add_raw_template(name, text).err()?;
            let ErrorKind::SyntaxError(report) = error.kind() else { return None };
            let message = report.message().trim_end_matches('.').to_owned();
            Some(Diagnostic::error("BS0602", self.place(report), message).help(MANUAL))
        });
        errors.collect()
    }

    /// Templates that extend one that is not there.
    fn orphans(&self) -> Vec<Diagnostic> {
        let parents = self.templates.keys().filter_map(|name| Some((name, self.led_to(name, "extends")?)));
        let missing = parents.filter(|(_, (parent, _))| !self.templates.contains_key(parent));
        missing
            .map(|(_, (parent, place))| {
                let message = format!("there is no template `{parent}`, which this one extends");
                Diagnostic::error("BS0601", place, message).help(self.instead(&parent))
            })
            .collect()
    }

    /// Templates that lead back to themselves.
    fn circle(&self, error: &Error) -> Vec<Diagnostic> {
        let (ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. }) = error.kind()
        else {
            return Vec::new();
        };
        let led = ["extends", "include"].iter().find_map(|tag| self.led_to(tpl, tag));
        let place = led.map_or_else(|| self.file(tpl), |(_, place)| place);
        let help = "follow `extends` and `include`, and break the circle";
        vec![Diagnostic::error("BS0602", place, "this template leads back to itself").help(help)]
    }

    /// Names that are not there come as one text, in which each is told as `error: …` with `--> template:line:column`
    /// under it.
    fn unknown_names(&self, error: &Error) -> Vec<Diagnostic> {
        let text = error.to_string();
        let mut found = Vec::new();
        let mut message = None;
        for line in text.lines().map(str::trim) {
            if let Some(said) = line.strip_prefix("error: ") {
                message = Some(said);
            } else if let (Some(said), Some(at)) = (message.take(), line.strip_prefix("--> ")) {
                let help = match said.strip_prefix("Unknown template `") {
                    Some(name) => self.instead(name.trim_end_matches('`')),
                    None => format!("write it, or take it out; {MANUAL}"),
                };
                found.push(Diagnostic::error("BS0602", self.line_and_column(at), said).help(help));
            }
        }
        if found.is_empty() {
            found.push(self.rendering(error, "no page yet"));
        }
        found
    }

    /// The template that a tag leads to, and the place of its name.
    fn led_to(&self, template: &str, tag: &str) -> Option<(String, Place)> {
        let (text, _) = self.templates.get(template)?;
        let at = text.match_indices("{%").find_map(|(at, _)| {
            let inside = text[at + 2..].trim_start_matches(['-', ' ', '\n']);
            inside.strip_prefix(tag).map(|rest| text.len() - rest.len())
        })?;
        let open = at + text[at..].find(['"', '\''])?;
        let length = text[open + 1..].find(['"', '\''])?;
        let name = text[open + 1..open + 1 + length].to_owned();
        Some((name, Place { span: Span::new(open, open + length + 2), ..self.file(template) }))
    }

    /// The place of `template:line:column`, the column in characters.
    fn line_and_column(&self, at: &str) -> Place {
        let mut parts = at.rsplitn(3, ':');
        let column: usize = parts.next().and_then(|number| number.parse().ok()).unwrap_or(1);
        let line: usize = parts.next().and_then(|number| number.parse().ok()).unwrap_or(1);
        let name = parts.next().unwrap_or(at);
        let text = self.templates.get(name).map_or("", |(text, _)| text);
        let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let line = text.get(start..).unwrap_or_default();
        let byte = start + line.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
        let rest = text.get(byte..).unwrap_or_default();
        // A name stands in quotes: all of it is meant.
        let length = rest.get(1..).and_then(|rest| rest.find(['"', '\''])).map_or(1, |end| end + 2);
        Place { span: Span::new(byte, byte + length), ..self.file(name) }
    }

    fn place(&self, report: &ReportError) -> Place {
        let range = &report.span().range;
        Place { span: Span::new(range.start, range.end), ..self.file(report.filename()) }
    }

    /// The file of a template.
    pub fn file(&self, template: &str) -> Place {
        match self.templates.get(template) {
            Some((_, path)) => Place::file(path),
            None => Place::file(&"templates".into()),
        }
    }

    /// What to write instead of a template that is not there.
    fn instead(&self, template: &str) -> String {
        let folder =
            |name: &str| name.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let beside = self.templates.keys().filter(|name| folder(name) == folder(template));
        match nearest(template, beside.map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write it: `templates/{template}`"),
        }
    }
}

/// What is said of something that a template asked for in vain, and what there is instead.
fn told(message: &str) -> (String, String) {
    let there = ["fields", "variables"].iter().find_map(|what| {
        let (said, there) = message.split_once(&format!(" Available {what}: "))?;
        Some((*what, said, there))
    });
    let Some((what, said, there)) = there else {
        return (message.trim_end_matches('.').to_owned(), String::new());
    };
    let name = said.split('`').nth(1).unwrap_or_default();
    let more = match nearest(name, there.split(", ")) {
        Some(near) => format!("did you mean `{near}`? The {what} here are: {there}; "),
        None => format!("the {what} here are: {there}; "),
    };
    (said.trim_end_matches('.').to_owned(), more)
}
