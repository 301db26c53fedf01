//! The templates of the theme, ready to render, and their errors as diagnostics with a place.

use super::missing_template;
use super::values::{Rendered, Values};
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::plan::Page;
use crate::model::site::Site;
use crate::model::text::{Span, nearest};
use crate::model::view::View;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, ErrorKind, Kwargs, ReportError, State, Tera, TeraResult, Value};

/// Compiled templates.
pub struct Templates {
    tera: Tera,
    /// The file of each template.
    files: BTreeMap<String, Arc<str>>,
    /// The text of each template.
    texts: BTreeMap<String, Arc<str>>,
}

impl Templates {
    /// Compiles the templates of the theme; nothing where one of them is broken.
    pub fn load(site: &Site, view: &View, found: &mut Diagnostics) -> Option<Self> {
        let mut tera = Tera::default();
        tera.autoescape_on(vec![".html", ".xml"]);
        register(&mut tera, site);
        super::policy::register(&mut tera, site);
        let files =
            site.theme.templates.iter().map(|(name, (_, path))| (name.clone(), path.clone())).collect();
        let texts =
            site.theme.templates.iter().map(|(name, (text, _))| (name.clone(), text.clone())).collect();
        let mut templates = Self { tera, files, texts };
        let texts = site.theme.templates.iter().map(|(name, (text, _))| (name.as_str(), &**text));
        if let Err(error) = templates.tera.add_raw_templates(texts) {
            found.extend(templates.broken(&error));
            return None;
        }
        let value = Values::new(site, &templates, &Rendered::default()).of(view);
        templates.tera.global_context().insert_value("site", value);
        Some(templates)
    }

    /// Renders a page.
    pub fn render(&self, template: &str, value: Value, page: &Page) -> Result<Vec<u8>, Diagnostic> {
        if !self.tera.contains_template(template) {
            return Err(missing_template(template));
        }
        let mut context = Context::new();
        context.insert_value("page", value);
        let mut bytes = Vec::with_capacity(16 * 1024);
        match self.tera.render_to(template, &context, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(self.diagnostic(&error, Some(page))),
        }
    }

    /// Renders the note or the card of an annotation.
    pub fn annotation(&self, kind: &str, seen: Vec<(&'static str, Value)>) -> Result<String, Diagnostic> {
        let template = format!("annotation/{kind}.html");
        if !self.tera.contains_template(&template) {
            return Err(missing_template(&template));
        }
        let mut context = Context::new();
        for (name, value) in seen {
            context.insert_value(name, value);
        }
        self.tera.render(&template, &context).map_err(|error| self.diagnostic(&error, None))
    }

    fn diagnostic(&self, error: &tera::Error, page: Option<&Page>) -> Diagnostic {
        let help = match page {
            Some(page) => format!(
                "met while rendering `/{}`; what a template sees is in templates/README.md",
                page.path
            ),
            None => "what a template sees is in templates/README.md".to_owned(),
        };
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                Diagnostic::error("BS0602", self.place(report), report.message().to_owned()).help(help)
            }
            ErrorKind::MissingParent { current, parent } => {
                let message = format!("there is no template `{parent}`, which this one extends");
                Diagnostic::error("BS0601", self.file(current), message).help(self.instead(parent))
            }
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                let message = "this template leads back to itself";
                Diagnostic::error("BS0602", self.file(tpl), message)
                    .help("follow `extends` and `include`, and break the circle")
            }
            _ => Diagnostic::error("BS0602", Place::file(&"templates".into()), error.to_string()).help(help),
        }
    }

    /// What is wrong with templates that cannot be loaded. Names that are not there come as one text, in
    /// which each is told as `error: …` with `--> template:line:column` under it.
    fn broken(&self, error: &tera::Error) -> Vec<Diagnostic> {
        let text = error.to_string();
        let mut found = Vec::new();
        let mut message = None;
        for line in text.lines().map(str::trim) {
            if let Some(said) = line.strip_prefix("error: ") {
                message = Some(said);
            } else if let (Some(said), Some(at)) = (message, line.strip_prefix("--> ")) {
                let help = "write it, or take it out; what there is stands in templates/README.md";
                found.push(Diagnostic::error("BS0602", self.line_and_column(at), said).help(help));
                message = None;
            }
        }
        match error.kind() {
            ErrorKind::Msg(_) if !found.is_empty() => found,
            _ => vec![self.diagnostic(error, None)],
        }
    }

    /// The place of `template:line:column`.
    fn line_and_column(&self, at: &str) -> Place {
        let mut parts = at.rsplitn(3, ':');
        let column: usize = parts.next().and_then(|number| number.parse().ok()).unwrap_or(1);
        let line: usize = parts.next().and_then(|number| number.parse().ok()).unwrap_or(1);
        let name = parts.next().unwrap_or(at);
        let text = self.texts.get(name).map_or("", |text| text);
        let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let byte = start + column.saturating_sub(1);
        let rest = text.get(byte..).unwrap_or_default();
        // A name stands in quotes: all of it is meant.
        let length = rest.get(1..).and_then(|rest| rest.find(['"', '\''])).map_or(1, |end| end + 2);
        Place { span: Span::new(byte, byte + length), ..self.file(name) }
    }

    fn file(&self, template: &str) -> Place {
        Place::file(self.files.get(template).unwrap_or(&"templates".into()))
    }

    /// What to write instead of a template that is not there.
    fn instead(&self, template: &str) -> String {
        match nearest(template, self.files.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write it: `templates/{template}`"),
        }
    }

    fn place(&self, report: &ReportError) -> Place {
        let path = self.files.get(report.filename()).cloned().unwrap_or_else(|| report.filename().into());
        let range = &report.span().range;
        Place { path, span: Span::new(range.start, range.end) }
    }
}

/// What templates can call, all pure: `word(key="…")`, a phrase with `{name}` filled in from the other
/// arguments, `asset(name="…")`, the address of a file of the theme, and `inline(name="…")`, what it says.
fn register(tera: &mut Tera, site: &Site) {
    let words = site.theme.words.clone();
    tera.register_function("word", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let key: &str = arguments.must_get("key")?;
        let mut phrase = words.get(key).to_owned();
        for (name, value) in arguments.iter() {
            if let Some(name) = name.as_str().filter(|name| *name != "key") {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                phrase = phrase.replace(&format!("{{{name}}}"), &value);
            }
        }
        Ok(Value::normal_string(&phrase))
    });
    let texts: BTreeMap<String, String> = site
        .theme
        .assets
        .iter()
        .filter_map(|(name, (bytes, _))| Some((name.clone(), std::str::from_utf8(bytes).ok()?.to_owned())))
        .collect();
    tera.register_function("inline", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let name: &str = arguments.must_get("name")?;
        match texts.get(name) {
            Some(text) => Ok(Value::safe_string(text.trim_end())),
            None => Err(tera::Error::message(format!("the theme has no text `{name}`"))),
        }
    });
    let base = site.settings.base_path.clone();
    let hashes: BTreeMap<String, String> =
        site.theme.assets.iter().map(|(name, (_, hash))| (name.clone(), hash.short())).collect();
    tera.register_function("asset", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let name: &str = arguments.must_get("name")?;
        match hashes.get(name) {
            Some(hash) => Ok(Value::normal_string(&format!("{base}assets/{name}?v={hash}"))),
            None => Err(tera::Error::message(format!("the theme has no file `{name}`"))),
        }
    });
}
