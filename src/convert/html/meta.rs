//! What a page says of itself: JSON-LD first, then OpenGraph and `meta`, then `title`.

use crate::convert::head::{Meta, tidy};
use crate::model::date::Moment;
use dom_query::Document;
use serde_json::Value;

/// Reads it.
pub(super) fn read(document: &Document) -> Meta {
    let mut meta = Meta::default();
    for script in document.select("script[type='application/ld+json']").nodes() {
        // Some pages leave line ends in their strings.
        let text: String = script.text().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            linked_data(&value, &mut meta, 0);
        }
    }
    let content = |names: &[&str]| {
        names.iter().find_map(|name| {
            let found = document
                .select(&format!("meta[property='{name}'], meta[name='{name}'], meta[itemprop='{name}']"));
            found.nodes().iter().find_map(|node| tidy(&node.attr("content")?))
        })
    };
    let or = |value: &mut Option<String>, names: &[&str]| {
        if value.is_none() {
            *value = content(names);
        }
    };
    or(&mut meta.headline, &["og:title", "twitter:title", "DC.title"]);
    or(&mut meta.description, &["og:description", "description", "twitter:description"]);
    or(&mut meta.publisher, &["og:site_name", "application-name", "DC.publisher"]);
    if meta.published.is_none() {
        let names = [
            "article:published_time",
            "datePublished",
            "DC.date.issued",
            "DC.date",
            "date",
            "pubdate",
            "parsely-pub-date",
        ];
        meta.published = content(&names).and_then(|date| moment(&date));
    }
    if meta.authors.is_empty() {
        let named = content(&["author", "article:author", "DC.creator", "parsely-author"]);
        meta.authors = named.filter(|name| !name.contains("://")).into_iter().collect();
    }
    let canonical =
        document.select("link[rel='canonical']").nodes().first().and_then(|link| link.attr("href"));
    let canonical =
        canonical.and_then(|url| web(&url)).or(content(&["og:url", "twitter:url"]).and_then(|url| web(&url)));
    meta.url = canonical.or(meta.url.take());
    meta.title = document.select("head title").nodes().first().and_then(|title| tidy(&title.text()));
    let lang = document.select("html[lang]").nodes().first().and_then(|html| html.attr("lang"));
    meta.lang = lang.map(|lang| lang.trim().to_owned()).filter(|lang| (2..=12).contains(&lang.len()));
    let publisher = meta.publisher.clone();
    meta.authors.retain(|author| Some(author) != publisher.as_ref());
    meta
}

/// The first thing that is an article, wherever it is.
fn linked_data(value: &Value, meta: &mut Meta, depth: usize) {
    match value {
        _ if depth > 8 => {}
        Value::Array(all) => all.iter().for_each(|value| linked_data(value, meta, depth + 1)),
        Value::Object(object) => {
            let types: Vec<&str> = match &object.get("@type") {
                Some(Value::String(one)) => vec![one],
                Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            };
            let is_article = types
                .iter()
                .any(|name| name.ends_with("Article") || name.ends_with("Posting") || *name == "Report");
            if is_article && meta.headline.is_none() {
                article(value, meta);
            }
            for inner in ["@graph", "mainEntity"] {
                object.get(inner).into_iter().for_each(|value| linked_data(value, meta, depth + 1));
            }
        }
        _ => {}
    }
}

fn article(value: &Value, meta: &mut Meta) {
    let text = |key: &str| value[key].as_str().and_then(tidy);
    meta.headline = text("headline").or(text("name"));
    meta.description = text("description");
    meta.published = text("datePublished").and_then(|date| moment(&date));
    meta.authors = names(&value["author"]);
    meta.publisher = names(&value["publisher"]).into_iter().next();
    let page = &value["mainEntityOfPage"];
    let page = page.as_str().or(page["@id"].as_str()).or(value["url"].as_str());
    meta.url = page.and_then(web);
}

/// A name, an object with one, or a list of either.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => tidy(name).filter(|name| !name.contains("://")).into_iter().collect(),
        Value::Array(all) => all.iter().flat_map(names).collect(),
        Value::Object(object) => object.get("name").map(names).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// A date or a time as front matter has it: what cannot be one is no date.
pub(super) fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    let day = text.get(..10).filter(|day| Moment::parse(day).is_some())?;
    match jiff::Timestamp::strptime("%Y-%m-%dT%H:%M:%S%.f%z", text).or_else(|_| text.parse()) {
        Ok(instant) => {
            // The written offset says which day it was where it was published.
            let offset =
                text.get(19..).and_then(|rest| rest.find(['Z', 'z', '+', '-']).and_then(|at| rest.get(at..)));
            let time = text.get(11..19).filter(|time| *time != "00:00:00");
            let with_colon = |offset: &str| match offset.len() {
                5 => {
                    format!("{}:{}", offset.get(..3).unwrap_or_default(), offset.get(3..).unwrap_or_default())
                }
                _ => offset.to_uppercase(),
            };
            let exact = time.zip(offset).map(|(time, offset)| format!("{day}T{time}{}", with_colon(offset)));
            Some(exact.filter(|exact| {
                exact.parse::<jiff::Timestamp>().is_ok_and(|same| same.as_second() == instant.as_second())
            }))
            .flatten()
            .or(Some(day.to_owned()))
        }
        Err(_) => Some(day.to_owned()),
    }
}

fn web(url: &str) -> Option<String> {
    let url = url.trim();
    (url.starts_with("https://") || url.starts_with("http://")).then(|| url.to_owned())
}
