//! Views become template values: the one place where text, addresses and prose become what a template
//! may print. Text and addresses are escaped by the template engine; prose is HTML of our own making.

use super::body;
use super::json;
use super::passage;
use super::templates::Templates;
use crate::model::diagnostic::Diagnostic;
use crate::model::hash::Hash;
use crate::model::record::ProseId;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Marked, Shared, Shown, View};
use pulldown_cmark_escape::escape_href;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, RwLock};
use tera::Value;

/// What marks show, by the hash of it: many texts are pinned to the same value.
#[derive(Default)]
pub struct Rendered(RwLock<FxHashMap<Hash, Value>>);

/// Makes values, and collects what goes wrong in the templates of notes.
pub struct Values<'a> {
    site: &'a Site,
    templates: &'a Templates,
    rendered: &'a Rendered,
    mistakes: Mutex<Vec<Diagnostic>>,
}

impl<'a> Values<'a> {
    /// Values of a site.
    pub fn new(site: &'a Site, templates: &'a Templates, rendered: &'a Rendered) -> Self {
        Self { site, templates, rendered, mistakes: Mutex::default() }
    }

    /// The value of a view.
    pub fn of(&self, view: &View) -> Value {
        match view {
            View::None => Value::none(),
            View::Bool(yes) => Value::from(*yes),
            View::Int(number) => Value::from(*number),
            View::Number(text) | View::Text(text) => Value::normal_string(text),
            View::Constant(text) => Value::normal_string(text),
            View::Url(url) => Value::normal_string(&encoded(url)),
            View::Css(css) => Value::safe_string(css),
            View::Prose(entry, prose, style) => {
                Value::safe_string(&body::html(self.site, *entry, *prose, *style))
            }
            View::Article(entry, cards) => self.article(*entry, cards),
            View::Marked(marked) => self.marked(marked),
            View::Note(entry, note) => Value::safe_string(&body::note(self.site, *entry, *note)),
            View::Told(kind, told) => self.told(kind, told),
            View::Passage(entry, at) => passage::value(self.site, *entry, *at),
            View::Plain(entry, prose) => Value::normal_string(&plain(self.site, *entry, *prose)),
            View::Later(entry, make) => self.of(&make(*entry, self.site)),
            View::Json(view) => Value::safe_string(&json::in_script(view, self.site)),
            View::List(list) => Value::from(list.iter().map(|view| self.of(view)).collect::<Vec<_>>()),
            View::Map(map) => mapped(map.iter().map(|(key, view)| (*key, self.of(view)))),
            View::Shared(shared) => shared.value.get_or_init(|| self.of(&shared.view)).clone(),
        }
    }

    /// What went wrong.
    pub fn into_mistakes(self) -> Vec<Diagnostic> {
        self.mistakes.into_inner().unwrap_or_default()
    }

    /// The note of an entry is rendered once, however many pages carry it.
    fn told(&self, kind: &str, told: &View) -> Value {
        match told {
            View::Shared(shared) => {
                let Shared { note, .. } = &**shared;
                note.get_or_init(|| self.note(kind, told)).clone()
            }
            _ => self.note(kind, told),
        }
    }

    fn note(&self, kind: &str, told: &View) -> Value {
        self.annotation(kind, vec![("entry", self.of(told))])
    }

    /// What a mark shows is rendered once, however many pages show it.
    fn marked(&self, marked: &Marked) -> Value {
        let hash = marked.hash(self.site);
        let known = self.rendered.0.read().ok().and_then(|known| known.get(&hash).cloned());
        known.unwrap_or_else(|| {
            let made = self.render(marked);
            if let Ok(mut known) = self.rendered.0.write() {
                known.insert(hash, made.clone());
            }
            made
        })
    }

    fn render(&self, marked: &Marked) -> Value {
        let card = Value::from(marked.shown == Shown::Card);
        let (entry, mark) = (self.of(&marked.about), self.of(&marked.mark));
        self.annotation(marked.kind, vec![("entry", entry), ("mark", mark), ("card", card)])
    }

    fn article(&self, entry: EntryId, cards: &[(u32, View)]) -> Value {
        let cards: Vec<(u32, String)> = cards
            .iter()
            .map(|(mark, card)| (*mark, self.of(card).as_str().unwrap_or_default().to_owned()))
            .collect();
        Value::safe_string(&body::article(self.site, entry, &cards))
    }

    fn annotation(&self, kind: &str, seen: Vec<(&'static str, Value)>) -> Value {
        match self.templates.annotation(kind, seen) {
            Ok(html) => Value::safe_string(&html),
            Err(mistake) => {
                if let Ok(mut mistakes) = self.mistakes.lock() {
                    mistakes.push(mistake);
                }
                Value::none()
            }
        }
    }
}

/// Named values as one. The engine makes its map of another, and hashes each key as it does; what is sorted costs half of
/// what is hashed twice.
pub fn mapped(values: impl Iterator<Item = (&'static str, Value)>) -> Value {
    Value::from(values.collect::<BTreeMap<&'static str, Value>>())
}

/// Prose as plain words.
pub fn plain(site: &Site, entry: EntryId, prose: ProseId) -> String {
    let prose = site.entry(entry).document.prose(prose);
    prose.plain(0..prose.main as usize)
}

/// A single value as plain words, for formats that know nothing else.
pub fn words<'a>(view: &'a View, site: &Site) -> Cow<'a, str> {
    match view {
        View::Text(text) | View::Number(text) => Cow::Borrowed(text),
        View::Constant(text) => Cow::Borrowed(text),
        View::Url(url) => encoded(url),
        View::Int(number) => number.to_string().into(),
        View::Bool(yes) => yes.to_string().into(),
        View::Plain(entry, prose) => plain(site, *entry, *prose).into(),
        View::Later(entry, make) => words(&make(*entry, site), site).into_owned().into(),
        _ => Cow::Borrowed(""),
    }
}

/// An address with everything encoded that an attribute or a feed may not hold. The ampersand is left to
/// the template engine.
pub fn encoded(url: &str) -> Cow<'_, str> {
    // Without a branch, so that the compiler takes many bytes at once.
    let is_plain = |byte: u8| matches!(byte, b'#'..=b'&' | b'('..=b';' | b'=' | b'?'..=b'Z' | b'_' | b'a'..=b'z' | b'~' | b'!');
    if url.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
        return Cow::Borrowed(url);
    }
    let mut encoded = String::with_capacity(url.len() + 16);
    // Writing to a string cannot fail.
    let _ = escape_href(&mut encoded, url);
    Cow::Owned(encoded.replace("&amp;", "&").replace("&#x27;", "%27"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_over_fields_meets_them_by_name_in_every_build() {
        let value = mapped([("title", Value::from(1)), ("kind", Value::from(2))].into_iter());
        let keys: Vec<_> = value.as_map().into_iter().flatten().filter_map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["kind", "title"]);
    }

    #[test]
    fn addresses_are_encoded_only_where_they_have_to_be() {
        assert!(matches!(encoded("https://example.org/a-b_c/?d=1&e=2#f"), Cow::Borrowed(_)));
        assert_eq!(encoded("/a b'c\"<é>"), "/a%20b%27c%22%3C%C3%A9%3E");
    }
}
