//! What a template sees, before it is HTML. Text, links and prose are different types, so that each is
//! escaped exactly once, where it is turned into a template's value (`render::values`). A view is cheap to
//! make and to hash: prose is named, not rendered, and what pages share is hashed once.

use super::hash::{Digest, Hash};
use super::on_first_use::OnFirstUse;
use super::parts::Parts;
use super::plan::Plan;
use super::record::{ProseId, Reference};
use super::site::{Anchor, EntryId, Site};
use std::sync::{Arc, OnceLock};

/// A value for a template.
#[derive(Debug, Clone)]
pub enum View {
    /// Nothing.
    None,
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A decimal number, written as it is to be read: `3.67`.
    Number(Arc<str>),
    /// Text: escaped.
    Text(Arc<str>),
    /// Text that is the same on every site: the name of a kind or a type.
    Constant(&'static str),
    /// A checked address: escaped, and known to be harmless in `href` and `src`.
    Url(Arc<str>),
    /// A style sheet made of our own fragments: not escaped.
    Css(Arc<str>),
    /// Prose of an entry, to be rendered.
    Prose(EntryId, ProseId, Style),
    /// The body of an entry as a page that carries notes, with what its cards show, by mark.
    Article(EntryId, Vec<(u32, View)>),
    /// What a mark shows of an entry, in a note or a card, to be rendered by the template of its kind.
    Marked(Box<Marked>),
    /// A footnote or long note of an entry's body, to be rendered.
    Note(EntryId, u32),
    /// The note of this kind of annotation, to be rendered by its template from what it tells.
    Told(&'static str, Box<View>),
    /// The words around a passage.
    Passage(EntryId, Anchor),
    /// Prose of an entry as plain words.
    Plain(EntryId, ProseId),
    /// A view made only when its page is rendered, of one entry and what its marks point at alone.
    Later(EntryId, fn(EntryId, &Site) -> View),
    /// A view as JSON, for a `<script>` of the page.
    Json(Box<View>),
    /// Several.
    List(Vec<View>),
    /// Named values.
    Map(Vec<(&'static str, View)>),
    /// A view that many pages show.
    Shared(Arc<Shared>),
}

/// What a mark shows, in a note or a card.
#[derive(Debug, Clone)]
pub struct Marked {
    /// The kind.
    pub kind: &'static str,
    /// The card of the entry, where there is one.
    pub about: View,
    /// What this mark shows beside it.
    pub mark: View,
    /// Where it is shown.
    pub shown: Shown,
}

impl Marked {
    /// The hash of all that decides what a template makes of it.
    pub fn hash(&self, site: &Site) -> Hash {
        let mut digest = Digest::default();
        digest.bytes(self.kind.as_bytes());
        digest.number(self.shown as u64);
        self.about.digest(site, &mut digest);
        self.mark.digest(site, &mut digest);
        digest.finish()
    }
}

/// Where a template of a kind of annotation shows an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// In a note.
    Note,
    /// In a card, in the text.
    Card,
}

/// How prose is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// In a line: no paragraphs.
    Inline,
    /// In a line, on the entry's own page: its marks lead to the notes that the body carries.
    OwnLine,
    /// As blocks, its marks leading to pages.
    Blocks,
    /// As the body of a page that carries notes, its marks leading to them.
    Article,
}

/// A view many pages show: hashed once, turned into a template's value once.
#[derive(Debug)]
pub struct Shared {
    /// The view.
    pub view: View,
    /// Its hash.
    pub hash: Hash,
    /// Its value, made when the first page needs it.
    pub value: OnceLock<tera::Value>,
    /// Its note as HTML, made when the first page needs it.
    pub note: OnceLock<tera::Value>,
}

/// What a kind of page or export may look at when it makes a view.
pub struct Desk<'a> {
    /// The linked site.
    pub site: &'a Site,
    /// Every page.
    pub plan: &'a Plan,
    /// A card for each entry: what notes, lists and pages show of it.
    pub cards: &'a Cards,
    /// The long lists, in parts.
    pub lists: &'a Lists,
}

/// The long lists of a site, each sorted and cut when the first of its pages is made.
pub type Lists = OnFirstUse<Parts>;

/// The cards of a site, each made when the first page shows it.
pub struct Cards {
    made: Vec<OnceLock<Arc<Shared>>>,
    make: fn(EntryId, &Site) -> View,
}

impl Cards {
    /// Cards for this many entries.
    pub fn new(entries: usize, make: fn(EntryId, &Site) -> View) -> Self {
        Self { made: std::iter::repeat_with(OnceLock::new).take(entries).collect(), make }
    }
}

impl Desk<'_> {
    /// The card of an entry.
    pub fn card(&self, id: EntryId) -> View {
        let card = self
            .cards
            .made
            .get(id.0 as usize)
            .map(|card| card.get_or_init(|| (self.cards.make)(id, self.site).shared(self.site)).clone());
        card.map_or(View::None, View::Shared)
    }

    /// The card a reference names, where it is published.
    pub fn card_of(&self, reference: &Reference) -> View {
        self.site.find(reference).map_or(View::None, |id| self.card(id))
    }
}

impl View {
    /// Text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::Text(text.into())
    }

    /// Text, or nothing.
    pub fn maybe(text: Option<impl Into<Arc<str>>>) -> Self {
        text.map_or(Self::None, Self::text)
    }

    /// An address.
    pub fn url(url: impl Into<Arc<str>>) -> Self {
        Self::Url(url.into())
    }

    /// A list.
    pub fn list(views: impl IntoIterator<Item = View>) -> Self {
        Self::List(views.into_iter().collect())
    }

    /// A view to be shared.
    pub fn shared(self, site: &Site) -> Arc<Shared> {
        let mut digest = Digest::default();
        self.digest(site, &mut digest);
        Arc::new(Shared { hash: digest.finish(), view: self, value: OnceLock::new(), note: OnceLock::new() })
    }

    /// Adds to a digest all that decides what a template makes of this view.
    pub fn digest(&self, site: &Site, digest: &mut Digest) {
        digest.number(self.tag());
        match self {
            Self::None => {}
            Self::Bool(yes) => digest.number(u64::from(*yes)),
            Self::Int(number) => digest.bytes(&number.to_le_bytes()),
            Self::Number(text) | Self::Text(text) | Self::Url(text) | Self::Css(text) => {
                digest.bytes(text.as_bytes())
            }
            Self::Constant(text) => digest.bytes(text.as_bytes()),
            Self::Prose(entry, prose, style) => {
                digest.hash(site.text_hash(*entry));
                digest.number(u64::from(prose.0));
                digest.number(*style as u64);
            }
            Self::Article(entry, cards) => {
                digest.hash(site.text_hash(*entry));
                digest.number(cards.len() as u64);
                for (mark, card) in cards {
                    digest.number(u64::from(*mark));
                    card.digest(site, digest);
                }
            }
            Self::Marked(marked) => digest.hash(marked.hash(site)),
            Self::Note(entry, note) => {
                digest.hash(site.text_hash(*entry));
                digest.number(u64::from(*note));
            }
            Self::Passage(entry, at) => {
                digest.hash(site.entry(*entry).hash());
                digest.bytes(at.fragment().as_bytes());
            }
            Self::Plain(entry, prose) => {
                digest.hash(site.entry(*entry).hash());
                digest.number(u64::from(prose.0));
            }
            Self::Later(entry, _) => digest.hash(site.entry(*entry).hash()),
            Self::Json(view) => view.digest(site, digest),
            Self::Told(kind, told) => {
                digest.bytes(kind.as_bytes());
                told.digest(site, digest);
            }
            Self::List(list) => {
                digest.number(list.len() as u64);
                list.iter().for_each(|view| view.digest(site, digest));
            }
            Self::Map(map) => {
                digest.number(map.len() as u64);
                for (key, view) in map {
                    digest.bytes(key.as_bytes());
                    view.digest(site, digest);
                }
            }
            Self::Shared(shared) => digest.hash(shared.hash),
        }
    }

    fn tag(&self) -> u64 {
        match self {
            Self::None => 0,
            Self::Bool(_) => 1,
            Self::Int(_) => 2,
            Self::Text(_) | Self::Constant(_) => 3,
            Self::Url(_) => 4,
            Self::Css(_) => 5,
            Self::Prose(..) => 6,
            Self::Note(..) => 7,
            Self::Passage(..) => 8,
            Self::List(_) => 9,
            Self::Map(_) => 10,
            Self::Shared(_) => 11,
            Self::Told(..) => 12,
            Self::Number(_) => 13,
            Self::Plain(..) => 14,
            Self::Later(..) => 15,
            Self::Json(_) => 16,
            Self::Article(..) => 17,
            Self::Marked(_) => 18,
        }
    }
}
