//! The site once everything is linked: published entries, what each mark points at, and who mentions whom.
//! What is not published is not in here, so nothing downstream can name it.

use super::date::EventDate;
use super::document::{Document, Mark};
use super::hash::{Digest, Hash};
use super::input::{Audience, Dates, Medium};
use super::on_first_use::OnFirstUse;
use super::record::{ProseId, Reference};
use super::settings::{Settings, Words};
use super::text::slug;
use super::theme::{Marks, Theme};
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The linked site.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub settings: Arc<Settings>,
    /// The looks, and the words of the interface.
    pub theme: Arc<Theme>,
    /// For whom this build is.
    pub audience: Audience,
    /// When files last changed, as git tells.
    pub changed: Dates,
    /// When something is to be published or withdrawn next.
    pub due: Option<Timestamp>,
    /// Everything published, in the order of files.
    pub entries: Vec<Entry>,
    /// Entries by kind and id.
    pub index: Arc<FxHashMap<Reference, EntryId>>,
    /// The entries of each kind, by name of the kind.
    pub kinds: Arc<BTreeMap<&'static str, Vec<EntryId>>>,
    /// What the site is about, by id.
    pub topics: Arc<[Group]>,
    /// Explainers that are parts of a whole, by id.
    pub series: Arc<[Group]>,
    /// Entries in orders that need a look at all of them. Nothing in a body moves them.
    pub orders: Arc<Orders>,
    /// The hash of what is published and of all that it tells outside its bodies.
    pub shelved: Hash,
    /// What was said.
    pub ledger: Arc<Ledger>,
    /// Pictures and other files that something published shows, by path inside the site.
    pub media: BTreeMap<Arc<str>, Medium>,
    /// Files that are published as they are, by path inside the site.
    pub statics: Vec<Medium>,
}

/// Entries in some order, by what the order is called.
pub type Orders = OnFirstUse<Vec<EntryId>>;

/// A topic or a series: what belongs together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The id: `arms-control`.
    pub id: Arc<str>,
    /// The title of its record, or the words it was named with.
    pub title: Arc<str>,
    /// Its record, where it has one.
    pub record: Option<EntryId>,
    /// What belongs to it: of a topic in the order of files, of a series by part.
    pub members: Vec<EntryId>,
}

/// Which entry of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u32);

/// A published record and its place among the others.
#[derive(Debug)]
pub struct Entry {
    /// The record.
    pub document: Arc<Document>,
    /// The path of its page inside the site: `glossary/jcpoa/`.
    pub path: Arc<str>,
    /// What its marks point at.
    pub links: Arc<Links>,
    /// Where published text mentions it, in the order of files and reading.
    pub mentions: Vec<Passage>,
    /// The entries whose fields refer to it, in the order of files.
    pub referred_by: Vec<EntryId>,
}

/// What the marks of a document point at.
#[derive(Debug, Default)]
pub struct Links {
    /// For each piece of prose, for each of its marks: the entry, where it is published.
    pub marks: Vec<Vec<Option<Reference>>>,
    /// First mentions found by themselves in the body, in order of reading.
    pub mentions: Vec<Mention>,
    /// The notes the page carries, in order of reading.
    pub notes: Vec<NoteRef>,
    /// For each piece of prose, for each of its ordinary links: the address, where it leads somewhere.
    pub urls: Vec<Vec<Option<Arc<str>>>>,
    /// For each piece of prose, for each of its pictures: the file, by path inside the site.
    pub pictures: Vec<Vec<Option<Arc<str>>>>,
    /// For each piece of prose, for each of its pictures: its record, where the text names one.
    pub media: Vec<Vec<Option<Reference>>>,
    /// The file of the `image` field.
    pub image: Option<Arc<str>>,
    /// The record of the `image` field.
    pub image_record: Option<Reference>,
    /// For each attributed quotation of the body: who said it, when, and where it is registered.
    pub quotations: Vec<Quoted>,
    /// Where corrected words stand in the body, in order of reading.
    pub corrected: Vec<Corrected>,
    /// The hash of all of it.
    pub hash: Hash,
}

/// A first mention that nobody marked: words in the body that are a name of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The entry.
    pub entry: Reference,
    /// First and last node, and the bytes in them.
    pub start: (u32, u32),
    /// Last node, and the byte after the last one meant.
    pub end: (u32, u32),
}

/// What the line under a quotation says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quoted {
    /// The registered quotation that it is, by its mark or by its words.
    pub registered: Option<Reference>,
    /// Whether the line names the register, and so takes from it what it leaves out.
    pub from_register: bool,
    /// Who said it, where somebody is marked.
    pub by: Option<Reference>,
    /// Who said it, as written before the first comma.
    pub name: Box<str>,
    /// The event at which it was said, where one is marked.
    pub venue: Option<Reference>,
    /// The day.
    pub said: Option<EventDate>,
}

/// Where the words of a correction end in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Corrected {
    /// The node.
    pub node: u32,
    /// The byte in its words.
    pub byte: u32,
    /// Which of the record's corrections.
    pub correction: u32,
}

/// All that was said, each thing once.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Newest first.
    pub said: Vec<Saying>,
    /// What each person said, or somebody for an organisation, by position in `said`.
    by: FxHashMap<EntryId, Vec<u32>>,
}

impl Ledger {
    /// A ledger of what was said, newest first.
    pub fn new(said: Vec<Saying>) -> Self {
        let mut by: FxHashMap<EntryId, Vec<u32>> = FxHashMap::default();
        for (i, saying) in (0..).zip(&said) {
            saying.whose.iter().for_each(|who| by.entry(*who).or_default().push(i));
        }
        Self { said, by }
    }

    /// What one person said, or somebody for an organisation.
    pub fn of(&self, id: EntryId) -> impl Iterator<Item = &Saying> {
        self.by.get(&id).into_iter().flatten().filter_map(|i| self.said.get(*i as usize))
    }
}

/// Something that somebody said, for the ledger of quotations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// Where it is known from.
    pub known: Known,
    /// Whose page tells of it: who said it, and for whom.
    pub whose: Vec<EntryId>,
    /// When.
    pub said: Option<EventDate>,
}

impl Saying {
    /// Adds all of it to a digest.
    pub fn digest(&self, digest: &mut Digest) {
        let (id, quotation) = match self.known {
            Known::Registered(id) => (id, 0),
            Known::Quoted(id, quotation) => (id, u64::from(quotation) + 1),
        };
        [u64::from(id.0), quotation, self.whose.len() as u64].into_iter().for_each(|n| digest.number(n));
        self.whose.iter().for_each(|who| digest.number(u64::from(who.0)));
        digest.bytes(self.said.as_ref().map_or(&[], |said| said.written.as_bytes()));
    }
}

/// Where a saying is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The register: its entry.
    Registered(EntryId),
    /// A text alone: the attributed quotation of an entry's body.
    Quoted(EntryId, u32),
}

/// A note of a page, in order of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRef {
    /// What it tells.
    pub about: NoteAbout,
    /// The pin of its marks: each value of a fact has a note of its own.
    pub pin: Box<str>,
    /// Its number, where it stands beside the text.
    pub number: Option<u32>,
    /// The marks that lead to it, in order of reading.
    pub anchors: Vec<Anchor>,
}

impl NoteRef {
    /// The fragment of the note in a theme: where pages are to be small, its number.
    pub fn fragment_in(&self, marks: Marks) -> String {
        match (marks, self.number) {
            (Marks::Pages, Some(number)) => format!("n{number}"),
            _ => self.fragment(),
        }
    }

    /// The fragment of the note.
    pub fn fragment(&self) -> String {
        match &self.about {
            NoteAbout::Entry(entry) if self.pin.is_empty() => format!("note-{}-{}", entry.kind, entry.id),
            NoteAbout::Entry(entry) => {
                // Signs of EDTF that tell two dates apart tell two notes apart.
                let pin =
                    self.pin.replace('/', "--").replace('~', "_a").replace('?', "_u").replace('%', "_au");
                format!(
                    "note-{}-{}--{}",
                    entry.kind,
                    entry.id,
                    pin.replace(['[', ']', '{', '}', ',', ' '], "_")
                )
            }
            NoteAbout::Short(mark) => format!("note-{}", Anchor::Mark(*mark).fragment()),
            NoteAbout::Long(note) => format!("note-{}", note + 1),
        }
    }

    /// The kind of what it tells.
    pub fn kind(&self) -> &'static str {
        match &self.about {
            NoteAbout::Entry(entry) => entry.kind,
            NoteAbout::Short(_) | NoteAbout::Long(_) => "note",
        }
    }
}

/// What a note tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NoteAbout {
    /// An entry.
    Entry(Reference),
    /// The gloss of this mark of the body: a short note.
    Short(u32),
    /// This footnote or long note of the body.
    Long(u32),
}

/// A marked passage of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Anchor {
    /// A mark somebody wrote, by position.
    Mark(u32),
    /// A first mention, by position.
    Mention(u32),
    /// A reference to a footnote, by node.
    Footnote(u32),
    /// An attributed quotation, by position.
    Quotation(u32),
}

impl Anchor {
    /// The fragment of the passage.
    pub fn fragment(self) -> String {
        match self {
            Self::Mark(i) => format!("m{}", i + 1),
            Self::Mention(i) => format!("a{}", i + 1),
            Self::Footnote(i) => format!("f{i}"),
            Self::Quotation(i) => format!("q{}", i + 1),
        }
    }
}

/// Where a page tells of what it marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// In a numbered note beside the passage, or at the end where there is no room.
    Beside,
    /// Among the dates of the page.
    Dates,
    /// Among the people, organisations and places of the page.
    Names,
    /// Among the sources of the page.
    Sources,
}

/// A passage that mentions an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// Who mentions it.
    pub by: EntryId,
    /// Where.
    pub at: Anchor,
}

impl Site {
    /// An entry.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// The entry a reference names, where it is published.
    pub fn find(&self, reference: &Reference) -> Option<EntryId> {
        self.index.get(reference).copied()
    }

    /// The entries of a kind.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = EntryId> + '_ {
        self.kinds.get(kind).into_iter().flatten().copied()
    }

    /// The topic of this name.
    pub fn topic(&self, name: &str) -> Option<usize> {
        find_group(&self.topics, name)
    }

    /// The series of this name.
    pub fn series_named(&self, name: &str) -> Option<usize> {
        find_group(&self.series, name)
    }

    /// The public address of an entry's page.
    pub fn address(&self, id: EntryId) -> String {
        self.settings.address(&self.entry(id).path)
    }

    /// The hash of all that its text shows as HTML: of the text, and of the records that it takes words from. Those are
    /// the records of its pictures, and what a line under a quotation takes from the register.
    pub fn text_hash(&self, id: EntryId) -> Hash {
        let entry = self.entry(id);
        let links = &entry.links;
        let pictures = links.media.iter().flatten().flatten();
        let registered = links.quotations.iter().filter(|quoted| quoted.from_register);
        let registered: Vec<&Reference> =
            registered.filter_map(|quoted| quoted.registered.as_ref()).collect();
        let mut digest = Digest::default();
        digest.hash(entry.hash());
        for record in pictures.chain(registered.iter().copied()) {
            digest.hash(self.find(record).map(|id| self.entry(id).hash()).unwrap_or_default());
        }
        for quote in registered.iter().filter_map(|quote| self.find(quote)) {
            for (_, named) in self.entry(quote).document.fields.references() {
                digest.hash(self.find(named).map(|id| self.entry(id).document.hash).unwrap_or_default());
            }
        }
        digest.finish()
    }

    /// The link of an entry's page.
    pub fn link(&self, id: EntryId) -> String {
        self.settings.link(&self.entry(id).path)
    }

    /// The words of the interface.
    pub fn words(&self) -> &Words {
        &self.theme.words
    }

    /// Where a file of `content/static/` is published, inside the site.
    pub fn static_path(path: &str) -> &str {
        path.strip_prefix("content/static/").unwrap_or(path)
    }

    /// Where a medium is published, inside the site: `media/map.svg`.
    pub fn media_path(path: &str) -> String {
        let inside = path.strip_prefix("content/").unwrap_or(path);
        format!("media/{}", inside.strip_prefix("media/").unwrap_or(inside))
    }
}

/// Groups are sorted by id.
fn find_group(groups: &[Group], name: &str) -> Option<usize> {
    let id = slug(name);
    groups.binary_search_by(|group| (*group.id).cmp(&id)).ok()
}

impl Entry {
    /// Kind and id.
    pub fn reference(&self) -> Reference {
        Reference { kind: self.document.kind.name, id: self.document.id.clone() }
    }

    /// The anchor's words, as a span of nodes in the body: first node and one past the last.
    pub fn nodes_at(&self, at: Anchor) -> (usize, usize) {
        use super::document::{Node, Tag};
        let body = self.document.body();
        match at {
            Anchor::Mark(i) => {
                let start = body.mark_nodes.get(i as usize).map_or(0, |node| *node as usize);
                let rest = body.nodes.get(start..).unwrap_or_default();
                let length = rest.iter().position(|node| *node == Node::Close(Tag::Mark(i))).unwrap_or(0);
                (start, start + length + 1)
            }
            Anchor::Mention(i) => self
                .links
                .mentions
                .get(i as usize)
                .map_or((0, 0), |m| (m.start.0 as usize, m.end.0 as usize + 1)),
            Anchor::Footnote(i) => (i as usize, i as usize + 1),
            Anchor::Quotation(i) => self
                .document
                .body()
                .quotations
                .get(i as usize)
                .map_or((0, 0), |q| (q.nodes.0 as usize, q.attribution.0 as usize)),
        }
    }

    /// The record of a picture.
    pub fn medium_of(&self, prose: ProseId, picture: u32) -> Option<&Reference> {
        self.links.media.get(usize::from(prose.0))?.get(picture as usize)?.as_ref()
    }

    /// A mark of the body with what it points at, where it points at something published.
    pub fn mark_in_body(&self, mark: u32) -> Option<(&Mark, Option<&Reference>)> {
        let written = self.document.body().marks.get(mark as usize)?;
        Some((written, self.links.marks.first().and_then(|marks| marks.get(mark as usize)?.as_ref())))
    }

    /// A mark of a piece of prose with what it points at.
    pub fn mark(&self, prose: ProseId, mark: u32) -> Option<(&Mark, Option<&Reference>)> {
        let written = self.document.prose(prose).marks.get(mark as usize)?;
        let target = self.links.marks.get(usize::from(prose.0))?.get(mark as usize)?.as_ref();
        Some((written, target))
    }

    /// The hash of its text and of what its marks point at.
    pub fn hash(&self) -> Hash {
        let mut digest = Digest::default();
        digest.hash(self.document.hash);
        digest.hash(self.links.hash);
        digest.finish()
    }
}
