//! Files by which Netlify, Cloudflare Pages and their like are told how to serve a site: `_headers` and `_redirects`.

use super::markup::{attributes, plain};
use super::preflight::Files;
use std::fmt::Write;

/// What every answer should say, and how long what has a hash in its address may be kept.
pub fn headers(base_path: &str) -> String {
    format!(
        "\
{base_path}*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  X-Frame-Options: DENY
  Permissions-Policy: camera=(), geolocation=(), microphone=()

{base_path}assets/*
  Cache-Control: public, max-age=604800
"
    )
}

/// Addresses that something had before, each with where it is now: what the pages that lead on say.
pub fn redirects(base_path: &str, files: &Files) -> String {
    let mut all = String::new();
    let pages = files.iter().filter(|(path, bytes)| path.ends_with(".html") && bytes.len() < LARGEST);
    for (path, bytes) in pages {
        let attributes = attributes(std::str::from_utf8(bytes).unwrap_or_default());
        let leads_on = attributes.iter().any(|attribute| attribute.value == "refresh");
        let to = attributes.iter().find_map(|attribute| Some(attribute.value.split_once("url=")?.1));
        if let Some(to) = to.filter(|_| leads_on) {
            let from = path.strip_suffix("index.html").unwrap_or(path);
            let _ = writeln!(all, "{base_path}{from} {} 301", plain(to));
        }
    }
    all
}

/// A page that only leads on is smaller than this.
const LARGEST: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_lead_on_become_redirects() {
        let page = |text: &str| std::sync::Arc::from(text.as_bytes());
        let mut files = Files::new();
        files.insert(
            "old/index.html".to_owned(),
            page("<meta http-equiv=\"refresh\" content=\"0; url=/p/new/?a&amp;b\">"),
        );
        files.insert("index.html".to_owned(), page("<p title=\"url=x\">"));
        assert_eq!(redirects("/p/", &files), "/p/old/ /p/new/?a&b 301\n");
    }
}
