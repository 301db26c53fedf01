//! Links that lead out of a site: which there are, and what is said of those that the web answered to otherwise than hoped.
//! Asking is for `io`.

use crate::model::diagnostic::{Diagnostic, Place, Severity};
use crate::model::document::Document;
use crate::model::outgoing::{Answer, Outgoing};
use crate::model::record::{Data, Fields};
use crate::model::site::Site;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Every address of another site that something published links to, by address.
pub fn links(site: &Site) -> Vec<Outgoing> {
    let mut found: BTreeMap<Arc<str>, Outgoing> = BTreeMap::new();
    for document in site.entries.iter().map(|entry| &*entry.document) {
        let archive = document.fields.text("archive_url");
        for (url, place) in of(document) {
            if url.starts_with(&*site.settings.base_url) {
                continue;
            }
            let new = || Outgoing { url: url.clone(), places: Vec::new(), archive: None };
            let outgoing = found.entry(url.clone()).or_insert_with(new);
            outgoing.places.push(place);
            if document.fields.text("url") == Some(&url) {
                outgoing.archive = outgoing.archive.take().or(archive.cloned());
            }
        }
    }
    found.into_values().collect()
}

/// The web addresses in the text and the fields of a record.
fn of(document: &Document) -> Vec<(Arc<str>, Place)> {
    let is_web = |url: &str| {
        let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        scheme.is_some_and(|scheme| scheme == "http" || scheme == "https")
    };
    let mut found: Vec<(Arc<str>, Place)> = Vec::new();
    for prose in &document.prose {
        let links = prose.links.iter().filter(|link| is_web(&link.url));
        found.extend(links.map(|link| ((&*link.url).into(), document.place(prose, link.span))));
    }
    let mut paths = Vec::new();
    urls(&document.fields, &mut Vec::new(), &mut paths);
    let in_fields = paths.into_iter().filter(|(url, _)| is_web(url));
    found.extend(in_fields.map(|(url, path)| (url, document.location.field(&path))));
    found
}

fn urls(fields: &Fields, path: &mut Vec<String>, found: &mut Vec<(Arc<str>, Vec<String>)>) {
    for (name, data) in &fields.0 {
        path.push((*name).to_owned());
        urls_in(data, path, found);
        path.pop();
    }
}

fn urls_in(data: &Data, path: &mut Vec<String>, found: &mut Vec<(Arc<str>, Vec<String>)>) {
    match data {
        Data::Url(url) => found.push((url.clone(), path.clone())),
        Data::Map(fields) => urls(fields, path, found),
        Data::List(list) => {
            for (i, data) in list.iter().enumerate() {
                path.push(i.to_string());
                urls_in(data, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// What is said of links, each at every place where it stands.
pub fn told(links: &[Outgoing], answers: &[Answer]) -> Vec<Diagnostic> {
    let pairs = links.iter().zip(answers);
    pairs.flat_map(|(link, answer)| link.places.iter().filter_map(|place| one(link, answer, place))).collect()
}

fn one(link: &Outgoing, answer: &Answer, place: &Place) -> Option<Diagnostic> {
    let url = &link.url;
    let instead = match &link.archive {
        Some(archive) if **archive != **url => format!("link to the copy, {archive}, or to another source"),
        _ => "link to a copy that was kept, or to another source".to_owned(),
    };
    let told = match answer {
        Answer::Fine => return None,
        Answer::Moved { to } => {
            let told = Diagnostic::warning("BS0902", place.clone(), format!("`{url}` has moved for good"));
            Diagnostic { severity: Severity::Note, ..told }.help(format!("write its new address: {to}"))
        }
        Answer::Gone { reason } => {
            Diagnostic::warning("BS0901", place.clone(), format!("`{url}` leads nowhere: {reason}"))
                .help(instead)
        }
        Answer::NoFragment => {
            let message = format!("the page is there, but `{url}` names a place that is not on it");
            Diagnostic::warning("BS0904", place.clone(), message)
                .help("take out what stands behind the `#`, or look for the place it has now")
        }
        Answer::Unclear { reason } => {
            let message = format!("it is not clear whether `{url}` is there: {reason}");
            let told = Diagnostic::warning("BS0903", place.clone(), message);
            Diagnostic { severity: Severity::Note, ..told }
                .help("look at it in a browser, or ask again later")
        }
    };
    Some(told)
}
