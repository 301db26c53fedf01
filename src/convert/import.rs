//! A raw file becomes a draft: Markdown with front matter, and what it might be marked with.

use super::article::{Article, Block, Words};
use super::{knowledge, text, write};
use crate::model::suggestion::Suggestion;
use serde::Serialize;

/// A raw file, once it is a draft.
#[derive(Debug, Clone, Serialize)]
pub struct Imported {
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The sentence under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standfirst: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The day or time of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Where and when it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// Who published it, and where.
    #[serde(skip_serializing_if = "Outlet::is_unknown")]
    pub source: Outlet,
    /// The headings of its parts.
    pub headings: Vec<String>,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// What it might be marked with.
    pub suggestions: Vec<Suggestion>,
    /// The Markdown.
    #[serde(skip)]
    pub markdown: String,
}

/// Where and when it was written.
#[derive(Debug, Clone, Serialize)]
pub struct Dateline {
    /// The place.
    pub place: String,
    /// The date, where the dateline says one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// Who published it, and where.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Outlet {
    /// The outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The canonical address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Outlet {
    fn is_unknown(&self) -> bool {
        self.publisher.is_none() && self.url.is_none()
    }
}

/// A picture of the article.
#[derive(Debug, Clone, Serialize)]
pub struct Picture {
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// The caption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The credit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

/// Makes a draft of a raw file.
pub fn import(name: &str, bytes: &[u8]) -> Imported {
    let raw = String::from_utf8_lossy(bytes);
    let article = if name.ends_with(".html") {
        super::html::article(&raw).unwrap_or_default()
    } else {
        text::article(&raw)
    };
    let markdown = write::page(&article, "").markdown;
    let setting = setting(&article);
    let suggestions = knowledge::suggestions(&markdown, &setting, &Default::default());
    told(&article, markdown, suggestions)
}

/// The day and the place of the article: of the dateline, or else the day of publication.
fn setting(article: &Article) -> knowledge::Setting {
    let head = &article.head;
    let day = |words: &Option<Words>| words.as_ref()?.text.get(..10)?.parse().ok();
    knowledge::Setting {
        day: day(&head.date).or_else(|| day(&head.published)),
        place: head.place.as_ref().map(|place| place.text.clone()),
    }
}

fn told(article: &Article, markdown: String, suggestions: Vec<Suggestion>) -> Imported {
    let head = &article.head;
    let text = |words: &Option<Words>| words.as_ref().map(|words| words.text.clone());
    let (mut headings, mut pictures) = (Vec::new(), Vec::new());
    for block in &article.body {
        match block {
            Block::Heading(_, line) => headings.push(line.text()),
            Block::Picture { alt, caption, credit } => pictures.push(Picture {
                alt: text(alt),
                caption: caption.as_ref().map(|caption| caption.text()),
                credit: text(credit),
            }),
            _ => {}
        }
    }
    Imported {
        title: text(&head.title),
        standfirst: text(&head.standfirst),
        authors: head.authors.iter().map(|author| author.text.clone()).collect(),
        published: text(&head.published),
        dateline: text(&head.place).map(|place| Dateline { place, date: text(&head.date) }),
        source: Outlet { publisher: head.publisher.clone(), url: head.url.clone() },
        headings,
        pictures,
        suggestions,
        markdown,
    }
}
