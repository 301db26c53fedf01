//! The templates of the theme, ready to render. What is wrong with them is told by `mistakes`.

use super::missing_template;
use super::mistakes::Mistakes;
use super::values::{Rendered, Values};
use crate::model::diagnostic::{Diagnostic, Diagnostics};
use crate::model::hash::Hash;
use crate::model::plan::Page;
use crate::model::settings::filled;
use crate::model::site::Site;
use crate::model::view::View;
use rustc_hash::FxHashMap;
use std::io::Write;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

/// Compiled templates.
pub struct Templates {
    tera: Tera,
    mistakes: Mistakes,
}

impl Templates {
    /// Compiles the templates of the theme; nothing where one of them is broken.
    pub fn load(site: &Site, view: &View, found: &mut Diagnostics) -> Option<Self> {
        let mut tera = Tera::default();
        tera.autoescape_on(vec![".html", ".xml"]);
        register(&mut tera, site);
        super::policy::register(&mut tera, site);
        let mut templates = Self { tera, mistakes: Mistakes::new(&site.theme) };
        let texts = site.theme.templates.iter().map(|(name, (text, _))| (name.as_str(), &**text));
        if let Err(error) = templates.tera.add_raw_templates(texts) {
            found.extend(templates.mistakes.loading(&error));
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
        let mut written = Written { bytes: Vec::with_capacity(ROOM), is_full: false };
        match self.tera.render_to(template, &context, &mut written) {
            Ok(()) => Ok(written.bytes),
            Err(_) if written.is_full => Err(self.endless(template, page)),
            Err(error) => Err(self.mistakes.rendering(&error, &format!("`/{}`", page.path))),
        }
    }

    /// Renders the note or the card of an annotation.
    pub fn annotation(&self, kind: &str, seen: Vec<(&'static str, Value)>) -> Result<String, Diagnostic> {
        let template = format!("annotation/{kind}.html");
        if !self.tera.contains_template(&template) {
            return Err(missing_template(&template));
        }
        let id = seen.iter().find_map(|(_, value)| value.get_from_path("id")?.as_str()).unwrap_or("…");
        let about = format!("what is shown of `{kind}:{id}`");
        let mut context = Context::new();
        for (name, value) in seen {
            context.insert_value(name, value);
        }
        self.tera.render(&template, &context).map_err(|error| self.mistakes.rendering(&error, &about))
    }

    fn endless(&self, template: &str, page: &Page) -> Diagnostic {
        let message = format!("this template writes more than {} MB for one page", LARGEST >> 20);
        let help = format!("look for a loop over too much; met while rendering `/{}`", page.path);
        Diagnostic::error("BS0603", self.mistakes.file(template), message).help(help)
    }
}

/// The largest page that a template may write, in bytes.
const LARGEST: usize = 64 << 20;

/// Room for most pages, so that they need not be moved as they grow; in bytes.
const ROOM: usize = 32 * 1024;

/// A page as it is written, up to a size.
struct Written {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.is_full |= self.bytes.len() + bytes.len() > LARGEST;
        if self.is_full {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What templates can call, all pure: `word(key="…")`, a phrase with `{name}` filled in from the other
/// arguments, `asset(name="…")`, the address of a file of the theme, and `inline(name="…")`, what it says.
fn register(tera: &mut Tera, site: &Site) {
    // Text of contributors is text, whatever a theme would make of it.
    tera.register_filter("safe", |value: Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        match value.as_str() {
            Some(_) if !value.is_safe() => Err(tera::Error::message(
                "`safe` would let text run as code: text is escaped, and HTML is marked as such already",
            )),
            _ => Ok(value),
        }
    });
    let words = site.theme.words.clone();
    let phrases: FxHashMap<String, Value> =
        words.iter().map(|(key, phrase)| (key.to_owned(), Value::normal_string(phrase))).collect();
    tera.register_function("word", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let key: &str = arguments.must_get("key")?;
        let is_bare = arguments.iter().nth(1).is_none();
        if let Some(phrase) = phrases.get(key).filter(|_| is_bare) {
            return Ok(phrase.clone());
        }
        let phrase = filled(words.get(key), |name, to| {
            let value = arguments.get::<&Value>(name).ok().flatten().filter(|_| name != "key");
            value.is_some_and(|value| write_value(value, to))
        });
        Ok(Value::normal_string(&phrase))
    });
    let texts: FxHashMap<String, Value> = site
        .theme
        .assets
        .iter()
        .filter_map(|(name, (bytes, _))| {
            let text = std::str::from_utf8(bytes).ok()?;
            Some((name.clone(), Value::safe_string(text.trim_end())))
        })
        .collect();
    tera.register_function("inline", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let name: &str = arguments.must_get("name")?;
        match texts.get(name) {
            Some(text) => Ok(text.clone()),
            None => Err(tera::Error::message(format!("the theme has no text `{name}`"))),
        }
    });
    let base = &site.settings.base_path;
    let address = |name: &str, hash: &Hash| format!("{base}assets/{name}?v={}", hash.short());
    let assets = site.theme.assets.iter();
    let addresses: FxHashMap<String, Value> =
        assets.map(|(name, (_, hash))| (name.clone(), Value::normal_string(&address(name, hash)))).collect();
    tera.register_function("asset", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let name: &str = arguments.must_get("name")?;
        match addresses.get(name) {
            Some(address) => Ok(address.clone()),
            None => Err(tera::Error::message(format!("the theme has no file `{name}`"))),
        }
    });
}

/// Writes a value as it stands in a phrase.
fn write_value(value: &Value, to: &mut String) -> bool {
    match value.as_str() {
        Some(text) => to.push_str(text),
        None => to.push_str(&value.to_string()),
    }
    true
}
