//! Views as JSON (RFC 8259): exports, and what a page carries for machines. Nothing is left out but what is
//! not there; prose is HTML, addresses are as they are written in a page.

use super::values::{encoded, plain};
use super::{body, passage};
use crate::model::site::Site;
use crate::model::view::View;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// A view as a JSON file, indented, so that people can read it too.
pub fn file(view: &View, site: &Site) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(&Json { view, site }).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Room for most files, so that they need not be moved as they grow; in bytes.
const ROOM: usize = 16 * 1024;

/// A view as a JSON file without a space.
pub fn compact(view: &View, site: &Site) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ROOM);
    // Writing to memory cannot fail, and a view has no key that is not text.
    let _ = serde_json::to_writer(&mut bytes, &Json { view, site });
    bytes
}

/// A view as JSON that can stand in a `<script>`: nothing in it ends the element.
pub fn in_script(view: &View, site: &Site) -> String {
    let json = serde_json::to_string(&Json { view, site }).unwrap_or_default();
    json.replace('<', "\\u003c")
}

/// A view on its way to JSON.
struct Json<'a> {
    view: &'a View,
    site: &'a Site,
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let site = self.site;
        match self.view {
            View::None => to.serialize_none(),
            View::Bool(yes) => to.serialize_bool(*yes),
            View::Int(number) => to.serialize_i64(*number),
            View::Number(text) => match text.parse::<serde_json::Number>() {
                Ok(number) => number.serialize(to),
                Err(_) => to.serialize_str(text),
            },
            View::Text(text) | View::Css(text) => to.serialize_str(text),
            View::Constant(text) => to.serialize_str(text),
            View::Url(url) => to.serialize_str(&encoded(url)),
            View::Prose(entry, prose, style) => to.serialize_str(&body::html(site, *entry, *prose, *style)),
            View::Plain(entry, prose) => to.serialize_str(&plain(site, *entry, *prose)),
            View::Note(entry, note) => to.serialize_str(&body::note(site, *entry, *note)),
            View::Passage(entry, at) => to.serialize_str(&passage::words(site, *entry, *at)),
            View::Later(entry, make) => Json { view: &make(*entry, site), site }.serialize(to),
            View::Article(entry, cards) => {
                let bare = || cards.iter().map(|(mark, _)| (*mark, String::new())).collect::<Vec<_>>();
                to.serialize_str(&body::article(site, *entry, &bare()))
            }
            View::Marked(marked) => Json { view: &marked.about, site }.serialize(to),
            View::Told(_, view) | View::Json(view) => Json { view, site }.serialize(to),
            View::Shared(shared) => Json { view: &shared.view, site }.serialize(to),
            View::List(list) => {
                let mut items = to.serialize_seq(None)?;
                for view in list.iter().filter(|view| !matches!(view, View::None)) {
                    items.serialize_element(&Json { view, site })?;
                }
                items.end()
            }
            View::Map(map) => {
                let mut members = to.serialize_map(None)?;
                for (key, view) in map.iter().filter(|(_, view)| !matches!(view, View::None)) {
                    members.serialize_entry(key, &Json { view, site })?;
                }
                members.end()
            }
        }
    }
}
