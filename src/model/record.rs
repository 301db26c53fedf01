//! Records: what may stand in front matter and entry files, and what was found there.
//! A kind of content declares its fields; reading, checking and naming mistakes follow from that.

use super::date::{EventDate, Moment};
use super::figure::Figure;
use std::sync::Arc;

/// A kind of content: a folder of `content/` and the fields its records may have.
#[derive(Debug)]
pub struct ContentKind {
    /// One name in four places: `term`.
    pub name: &'static str,
    /// The folder of `content/`: `terms`.
    pub folder: &'static str,
    /// The folder of its pages in the site: `glossary`.
    pub address: &'static str,
    /// Whether its pages tell of the entries they mark; on other pages a mark leads to the entry's own.
    pub tells_of_marks: bool,
    /// The field whose words are its title, where it has none of its own: what a quotation says.
    pub title_from: Option<&'static str>,
    /// Its own fields, beside those every record may have.
    pub fields: &'static [Field],
}

/// A field a record may have.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What it is for, in a sentence: editors show it beside the key.
    pub about: &'static str,
    /// What it holds.
    pub holds: Holds,
}

/// What a field holds.
#[derive(Debug)]
pub enum Holds {
    /// One line of text.
    Text,
    /// Markdown, with marks.
    Prose,
    /// A date of the world (EDTF).
    Date,
    /// A date of the world, or the word `unknown`, which says that it is not a date forgotten.
    DateOrUnknown,
    /// A time of publication.
    Moment,
    /// Yes or no.
    Bool,
    /// A whole number between two others.
    Int(i64, i64),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A reference to a record of this kind, by id.
    Ref(&'static str),
    /// A reference to a record of one of these kinds, or plain words. A bare id is of the first kind; others are
    /// written `kind:id`.
    RefOrText(&'static [&'static str]),
    /// A web address: https, http or mailto.
    Url,
    /// A number in words: `more than 3.8 million`.
    Figure,
    /// Fields for each date of the world; words alone stand for the first of them.
    ByDate(&'static [Field]),
    /// A level for each house rule that is named.
    HouseRules,
    /// Several of something; one alone may stand without a list.
    List(&'static Holds),
    /// Fields inside a field.
    Map(&'static [Field]),
}

/// The fields every record may have.
pub const COMMON: &[Field] = &[
    field("title", "What it is called. Without it, the first heading of the text is.", Holds::Text),
    field(
        "stage",
        "How far it is. Only what is published reaches readers; without a stage it is.",
        Holds::OneOf(&["draft", "review", "legal", "ready", "published", "withdrawn"]),
    ),
    field("draft", "Short for the stage `draft`.", Holds::Bool),
    field("publish_at", "When readers may see it first.", Holds::Moment),
    field("expires", "When readers may no longer see it.", Holds::Moment),
    field("short", "A sentence or two: what a note shows. Without it, the first paragraph.", Holds::Prose),
    field("topics", "What it is about: titles or ids of topics.", Holds::List(&Holds::Text)),
    field("sources", "Where it is from: ids of sources.", Holds::List(&Holds::Ref("source"))),
    field("variants", "Other names, linked by themselves at their first mention.", Holds::List(&Holds::Text)),
    field("also", "Other names, found by marks alone.", Holds::List(&Holds::Text)),
    field(
        "avoid",
        "Spellings that the house does not write; they are reported in copy.",
        Holds::List(&Holds::Text),
    ),
    field("names", "Names it had, and when.", Holds::List(&Holds::Map(NAME))),
    field("former_ids", "Ids it had; their addresses lead here.", Holds::List(&Holds::Text)),
    field("corrections", "What was wrong, and what stands there now.", Holds::List(&Holds::Map(CORRECTION))),
    field("lints", "How bad the house thinks what a rule finds here.", Holds::HouseRules),
    field("wikidata", "Its id in Wikidata, such as Q42.", Holds::Text),
    field(
        "links",
        "Where to read on.",
        Holds::List(&Holds::Map(&[
            field("title", "The words of the link.", Holds::Text),
            field("url", "Where it leads.", Holds::Url),
        ])),
    ),
];

/// A name that was used for a time.
const NAME: &[Field] = &[
    field("name", "The name.", Holds::Text),
    field("from", "Since when.", Holds::Date),
    field("to", "Until when.", Holds::Date),
];

/// What was wrong, and what stands there now.
const CORRECTION: &[Field] = &[
    field("date", "When it was made.", Holds::Moment),
    field(
        "kind",
        "A mistake mended, a thing made clearer, news, or a word from the editors.",
        Holds::OneOf(&["correction", "clarification", "update", "editors-note"]),
    ),
    field("text", "What readers are told.", Holds::Prose),
    field("was", "The words that were wrong.", Holds::Text),
    field("now", "The words that stand there now, as they are in the text.", Holds::Text),
];

/// A field, for tables of fields.
pub const fn field(name: &'static str, about: &'static str, holds: Holds) -> Field {
    Field { name, about, holds }
}

/// What was found in a field.
#[derive(Debug, Clone)]
pub enum Data {
    /// Text.
    Text(Arc<str>),
    /// Markdown: which of the document's pieces of prose it is.
    Prose(ProseId),
    /// A date of the world.
    Date(EventDate),
    /// A time of publication.
    Moment(Moment),
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A reference.
    Ref(Reference),
    /// A checked web address.
    Url(Arc<str>),
    /// A number in words.
    Figure(Told),
    /// Fields for each date, in the order of the dates.
    ByDate(Vec<(EventDate, Fields)>),
    /// Several.
    List(Vec<Data>),
    /// Fields inside a field.
    Map(Fields),
}

/// A number as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// As written.
    pub words: Arc<str>,
    /// What the words say.
    pub figure: Figure,
}

/// Which piece of prose of a document: 0 is its body, the others stand in fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProseId(pub u16);

/// A record named by another, by kind and id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// The kind: `source`.
    pub kind: &'static str,
    /// The id.
    pub id: Arc<str>,
}

/// The fields of a record, in the order of its kind.
#[derive(Debug, Clone, Default)]
pub struct Fields(pub Vec<(&'static str, Data)>);

impl Fields {
    /// What a field holds.
    pub fn get(&self, name: &str) -> Option<&Data> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, data)| data)
    }

    /// A field of text.
    pub fn text(&self, name: &str) -> Option<&Arc<str>> {
        match self.get(name)? {
            Data::Text(text) | Data::Url(text) => Some(text),
            _ => None,
        }
    }

    /// A field of prose.
    pub fn prose(&self, name: &str) -> Option<ProseId> {
        match self.get(name)? {
            Data::Prose(prose) => Some(*prose),
            _ => None,
        }
    }

    /// A date of the world.
    pub fn date(&self, name: &str) -> Option<&EventDate> {
        match self.get(name)? {
            Data::Date(date) => Some(date),
            _ => None,
        }
    }

    /// A time of publication.
    pub fn moment(&self, name: &str) -> Option<&Moment> {
        match self.get(name)? {
            Data::Moment(moment) => Some(moment),
            _ => None,
        }
    }

    /// A number.
    pub fn int(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Data::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// A switch that is on.
    pub fn is_set(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Data::Bool(true)))
    }

    /// A number in words.
    pub fn figure(&self, name: &str) -> Option<&Told> {
        match self.get(name)? {
            Data::Figure(told) => Some(told),
            _ => None,
        }
    }

    /// Fields by date; nothing where there are none.
    pub fn by_date(&self, name: &str) -> &[(EventDate, Fields)] {
        match self.get(name) {
            Some(Data::ByDate(dates)) => dates,
            _ => &[],
        }
    }

    /// The fields inside a field.
    pub fn map(&self, name: &str) -> Option<&Fields> {
        match self.get(name)? {
            Data::Map(fields) => Some(fields),
            _ => None,
        }
    }

    /// What a list holds; nothing where there is none.
    pub fn list(&self, name: &str) -> &[Data] {
        match self.get(name) {
            Some(Data::List(list)) => list,
            _ => &[],
        }
    }

    /// The texts of a list.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &Arc<str>> {
        self.list(name).iter().filter_map(|data| match data {
            Data::Text(text) => Some(text),
            _ => None,
        })
    }

    /// The references of a list.
    pub fn refs(&self, name: &str) -> impl Iterator<Item = &Reference> {
        self.list(name).iter().filter_map(|data| match data {
            Data::Ref(reference) => Some(reference),
            _ => None,
        })
    }

    /// The maps of a list.
    pub fn maps(&self, name: &str) -> impl Iterator<Item = &Fields> {
        self.list(name).iter().filter_map(|data| match data {
            Data::Map(fields) => Some(fields),
            _ => None,
        })
    }

    /// Every reference in these fields, however deep, with the path of keys and positions that leads to it.
    pub fn references(&self) -> Vec<(Vec<String>, &Reference)> {
        let mut found = Vec::new();
        self.0.iter().for_each(|(name, data)| collect(data, &mut vec![(*name).to_owned()], &mut found));
        found
    }
}

fn collect<'a>(data: &'a Data, path: &mut Vec<String>, found: &mut Vec<(Vec<String>, &'a Reference)>) {
    let mut inside = |step: String, data: &'a Data| {
        path.push(step);
        collect(data, path, found);
        path.pop();
    };
    match data {
        Data::Ref(reference) => found.push((path.clone(), reference)),
        Data::List(list) => list.iter().enumerate().for_each(|(i, data)| inside(i.to_string(), data)),
        Data::Map(fields) => fields.0.iter().for_each(|(name, data)| inside((*name).to_owned(), data)),
        Data::ByDate(dates) => {
            for (date, fields) in dates {
                for (name, data) in &fields.0 {
                    path.push(date.written.to_string());
                    path.push((*name).to_owned());
                    collect(data, path, found);
                    path.truncate(path.len() - 2);
                }
            }
        }
        _ => {}
    }
}
