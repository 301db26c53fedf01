//! Where on the page the article is: the one `article` or `main` that holds most of the text, or else what
//! the readability port finds.

use super::chrome::size;
use crate::convert::article::{Article, Block};
use crate::convert::refusal::Refusal;
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

/// The element to read: the article with the headline over it.
pub(super) fn article<'a>(document: &'a Document) -> Option<NodeRef<'a>> {
    let paragraphs = paragraphs(&document.root());
    let body = document.body()?;
    let region = marked(document, paragraphs)
        .or_else(|| readable(document))
        .or_else(|| (paragraphs > 80).then_some(body))?;
    let title = document.select("h1").nodes().first().cloned();
    Some(title.map_or(region, |title| common(&region, &title)))
}

/// An element that the page itself calls the article, where most of the text is in it.
fn marked<'a>(document: &'a Document, paragraphs: usize) -> Option<NodeRef<'a>> {
    let most = |node: &NodeRef| self::paragraphs(node) * 10 > paragraphs * 6 && paragraphs > 200;
    ["[itemprop='articleBody']", "article", "main", "[role='main']"]
        .iter()
        .find_map(|name| document.select(name).nodes().iter().find(|node| most(node)).cloned())
}

/// How much text stands in paragraphs.
fn paragraphs(node: &NodeRef) -> usize {
    node.descendants_it().filter(|node| node.has_name("p")).map(|node| size(&node)).sum()
}

/// What the readability port takes for the article. Paragraphs are numbered for it, so that what it leaves can be found again
/// in this tree: it decides where the article is, and not what belongs into it.
fn readable<'a>(document: &'a Document) -> Option<NodeRef<'a>> {
    const NUMBER: &str = "data-backstory";
    let nodes: Vec<NodeRef<'a>> = document.select("p, blockquote, li").nodes().to_vec();
    nodes.iter().enumerate().for_each(|(number, node)| node.set_attr(NUMBER, &number.to_string()));
    let config = Config { char_threshold: 200, disable_json_ld: true, ..Config::default() };
    let found = Readability::with_document(document.clone(), None, Some(config)).ok()?.parse().ok()?;
    let content = Document::fragment(found.content);
    let left = content.select(&format!("[{NUMBER}]"));
    let mut kept = left.nodes().iter().filter_map(|node| {
        let number: usize = node.attr(NUMBER)?.parse().ok()?;
        nodes.get(number).cloned()
    });
    let first = kept.next()?;
    let region = kept.fold(first.parent()?, |region, node| common(&region, &node));
    Some(region)
}

/// The nearest element that holds both.
fn common<'a>(one: &NodeRef<'a>, other: &NodeRef<'a>) -> NodeRef<'a> {
    let mut above = vec![other.id];
    above.extend(other.ancestors_it(None).map(|node| node.id));
    let both = std::iter::once(*one).chain(one.ancestors_it(None)).find(|node| above.contains(&node.id));
    both.unwrap_or(*one)
}

/// Refuses a page that says that the article stands elsewhere: a login or a cookie wall.
pub(super) fn wall(article: &Article) -> Result<(), Refusal> {
    let mut text = String::new();
    for block in &article.body {
        if let Block::Paragraph(line) | Block::Heading(_, line) = block {
            text.push_str(&line.text().to_lowercase());
            text.push('\n');
        }
    }
    let words = text.split_whitespace().count();
    let told = WALLS.split(", ").filter(|sign| text.contains(sign)).count();
    if words < 20 || (words < 150 && told >= 1) || (words < 400 && told >= 3) {
        let wall = if told > 0 {
            "is a page that asks to log in, to pay, or to accept cookies; the article is not in it"
        } else {
            "holds no article: there are hardly any words in it"
        };
        return Err(Refusal::new(
            wall,
            "open the article in a browser where you can read it, and save it from there; or copy its text into a `.txt` file",
        ));
    }
    Ok(())
}

const WALLS: &str = "log in to continue, log in to read, sign in to continue, sign in to read, subscribe to continue, subscribe to read, \
    to continue reading, already a subscriber, create a free account, register to read, accept cookies, accept all cookies, \
    we use cookies, we and our partners, your privacy choices, manage your consent, enable javascript, please enable cookies, \
    are you a robot, verify you are human, checking your browser, this content is for subscribers, start your free trial";
