//! A raw file becomes a draft: Markdown with front matter, the source it is, and what it might be marked with.

use super::article::{Article, Block, Words};
use super::draft::{Accepted, accept};
use super::refusal::Refusal;
use super::write::scalar;
use super::{decode, docx, html, knowledge, markdown, text, write};
use crate::model::suggestion::{Draft, Known, Suggestion};
use crate::model::text::slug;
use serde::Serialize;

/// The largest file that is read.
const LARGEST: u64 = 16 * 1024 * 1024;

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
    /// What an editor should know of how it was read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The id of the explainer, and of its source.
    #[serde(skip)]
    pub id: String,
    /// The Markdown, with the marks that were placed.
    #[serde(skip)]
    pub markdown: String,
    /// The source, and the entries that the marks need.
    #[serde(skip)]
    pub drafts: Vec<Draft>,
    /// How many marks were placed.
    #[serde(skip)]
    pub placed: usize,
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

/// What an import is given beside the file.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What the site has already.
    pub known: Known,
    /// Suggestions at least this sure are accepted at once.
    pub mark_above: Option<u8>,
    /// The id of the explainer, where its headline does not decide.
    pub id: Option<String>,
}

/// The form of a file, by its ending or, where it has none, by its first bytes.
fn form(name: &str, bytes: &[u8]) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("html" | "htm" | "xhtml") => "html",
        Some("md" | "markdown") => "md",
        Some("docx") => "docx",
        Some("txt" | "text") => "txt",
        _ if bytes.starts_with(b"PK\x03\x04") => "docx",
        _ => {
            let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(512)).unwrap_or_default())
                .trim_start()
                .to_ascii_lowercase();
            if head.starts_with("<!doctype html") || head.starts_with("<html") { "html" } else { "txt" }
        }
    }
}

/// Makes a draft of a raw file.
pub fn import(name: &str, bytes: &[u8], wanted: &Wanted) -> Result<Imported, Refusal> {
    fits(bytes.len() as u64)?;
    let mut notes = Vec::new();
    let mut decoded = || -> Result<String, Refusal> {
        let decoded = decode::text(bytes)?;
        notes.extend(decoded.notes);
        Ok(decoded.text)
    };
    let (article, body) = match form(name, bytes) {
        "html" => (html::article(&decoded()?)?, None),
        "docx" => (docx::article(bytes)?, None),
        "md" => {
            let text = decoded()?.replace("\r\n", "\n");
            let whole = markdown::has_front_matter(&text);
            let parted = markdown::parted(if whole { "" } else { &text });
            let body = if whole { text.clone() } else { parted.body.to_owned() };
            (Article { head: parted.head, body: Vec::new() }, Some((body, whole)))
        }
        _ => (text::article(&decoded()?), None),
    };
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let title = article.head.title.as_ref().map_or(stem, |title| &title.text);
    let id = wanted.id.clone().unwrap_or_else(|| slug(title));
    let page = match body {
        Some((body, true)) => body,
        Some((body, false)) => {
            format!("{}{}\n", write::page(&article, &more(&id, title, &article)).markdown, body.trim_end())
        }
        None => write::page(&article, &more(&id, title, &article)).markdown,
    };
    let suggestions = knowledge::suggestions(&page, &setting(&article), &wanted.known.names);
    let sure: Vec<&Suggestion> = suggestions
        .iter()
        .filter(|found| wanted.mark_above.is_some_and(|least| found.confidence >= least))
        .collect();
    let accepted = if sure.is_empty() {
        Accepted { markdown: page, ..Accepted::default() }
    } else {
        accept(&page, &sure, Some(&id), &mut wanted.known.clone())
    };
    let mut drafts = vec![source(&id, title, &article)];
    drafts.extend(accepted.drafts);
    Ok(Imported {
        notes,
        id,
        markdown: accepted.markdown,
        drafts,
        placed: accepted.placed,
        ..told(&article, suggestions)
    })
}

/// Refuses what is larger than any article.
pub fn fits(size: u64) -> Result<(), Refusal> {
    let message = format!("is too large: {} MB, and the most is {} MB", size >> 20, LARGEST >> 20);
    let help = "save only the article; or copy its text into a `.txt` file";
    if size > LARGEST { Err(Refusal::new(message, help)) } else { Ok(()) }
}

/// Lines of front matter that the article does not tell: it is a draft, and it rests on itself.
fn more(id: &str, title: &str, article: &Article) -> String {
    let title =
        if article.head.title.is_none() { format!("title: {}\n", scalar(title)) } else { String::new() };
    format!("{title}stage: draft        # take this line out when it is ready for readers\nsources: [{id}]\n")
}

/// The article as a source: what it says of who published it, when and where.
fn source(id: &str, title: &str, article: &Article) -> Draft {
    let head = &article.head;
    let mut text = format!(
        "---\ntitle: {}\nstage: draft        # take this line out when somebody has checked it\n",
        scalar(title)
    );
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!("{key}: {value}\n"));
        }
    };
    line("publisher", head.publisher.as_deref().map(scalar));
    let authors: Vec<String> = head.authors.iter().map(|author| scalar(&author.text)).collect();
    line("author", (!authors.is_empty()).then(|| format!("[{}]", authors.join(", "))));
    let day = head.published.as_ref().or(head.date.as_ref()).and_then(|date| date.text.get(..10));
    line("date", day.map(str::to_owned));
    line("url", head.url.as_deref().map(scalar));
    line("type", Some("article-newspaper".to_owned()));
    text.push_str("---\n");
    Draft { path: format!("content/sources/{id}.md"), text }
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

fn told(article: &Article, suggestions: Vec<Suggestion>) -> Imported {
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
        notes: Vec::new(),
        id: String::new(),
        markdown: String::new(),
        drafts: Vec::new(),
        placed: 0,
    }
}
