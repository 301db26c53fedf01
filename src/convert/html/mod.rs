//! A saved web page becomes an article.
//!
//! What the page says of itself (JSON-LD, OpenGraph, `meta`) is read first; then the chrome goes, the article is found, and what
//! is left becomes blocks. Nothing of the page is run, and nothing is fetched. The files here each do one of these.

mod chrome;
mod figure;
mod find;
mod inline;
mod meta;
mod tree;
mod walk;

use super::article::Article;
use super::head;
use super::refusal::Refusal;
use dom_query::Document;

/// Takes a page apart.
pub fn article(raw: &str) -> Result<Article, Refusal> {
    tree::check(raw)?;
    let document = Document::from(raw);
    let meta = meta::read(&document);
    chrome::remove(&document);
    let Some(root) = find::article(&document) else { return Err(no_article()) };
    let blocks = walk::blocks(&root, meta.url.as_deref());
    let blocks = chrome::without_lines(blocks);
    let mut article = head::article(meta, blocks);
    find::wall(&article)?;
    tree::locate(raw, &mut article);
    Ok(article)
}

fn no_article() -> Refusal {
    Refusal::new(
        "holds no article: no paragraph of it is longer than a line",
        "open the page in a browser, scroll to its end, and save it again; or copy the text into a `.txt` file",
    )
}
