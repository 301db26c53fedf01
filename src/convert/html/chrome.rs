//! What belongs to the page and not to the article goes: by element, by what a page calls it, by role, and at last
//! by the words themselves, as in plain text.

use crate::convert::article::Block;
use crate::convert::head::{Hint, Part};
use crate::convert::text::chrome::{Chrome, chrome};
use dom_query::{Document, NodeRef};

/// Takes the chrome out of the tree.
pub(super) fn remove(document: &Document) {
    document.select(NEVER).remove();
    let whole = size(&document.root());
    for node in document
        .select("[class], [id], [role], [hidden], [aria-hidden], [style], header, footer, ul, ol, div, p")
        .nodes()
    {
        let keeps = |node: &NodeRef| node.is_match_any("html, body, main, article") || holds_title(node);
        if (is_hidden(node) || is_named_chrome(node) || is_links(node))
            && !keeps(node)
            && size(node) * 2 <= whole
        {
            node.remove_from_parent();
        }
    }
}

trait IsAny {
    fn is_match_any(&self, names: &str) -> bool;
}

impl IsAny for NodeRef<'_> {
    fn is_match_any(&self, names: &str) -> bool {
        self.node_name().is_some_and(|name| names.split(", ").any(|other| other == &*name))
    }
}

/// How much text there is.
pub(super) fn size(node: &NodeRef) -> usize {
    node.text().len()
}

fn holds_title(node: &NodeRef) -> bool {
    node.descendants_it().any(|node| node.has_name("h1"))
}

fn is_hidden(node: &NodeRef) -> bool {
    let style = node.attr("style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    node.has_attr("hidden")
        || node.attr("aria-hidden").is_some_and(|hidden| &*hidden == "true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// Whether the page itself calls it something that is no part of an article.
fn is_named_chrome(node: &NodeRef) -> bool {
    let role = node.attr("role").unwrap_or_default();
    if ROLES.split(", ").any(|chrome| chrome == &*role) {
        return true;
    }
    // A quotation may name its source in a footer.
    if node.has_name("footer") {
        return node.parent().is_none_or(|parent| !parent.has_name("blockquote"));
    }
    let names = format!("{} {}", node.attr("class").unwrap_or_default(), node.attr("id").unwrap_or_default());
    words(&names).iter().any(|word| NAMES.split(", ").any(|chrome| chrome == word))
}

/// `relatedArticles`, `related-articles` and `related_articles` are the same two words.
fn words(names: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in names.chars() {
        if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && small) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphanumeric()) {
            word.push(c.to_ascii_lowercase());
        }
        small = c.is_ascii_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether it is nothing but links: a menu, or a list of other articles.
fn is_links(node: &NodeRef) -> bool {
    if !node.is_match_any("ul, ol, div, p, header") {
        return false;
    }
    let links: Vec<NodeRef> = node.descendants_it().filter(|node| node.has_name("a")).collect();
    let linked: usize = links.iter().map(size).sum();
    let has_more = node.descendants_it().any(|node| node.is_match_any("h1, figure, img, table, time"));
    links.len() >= 2 && !has_more && linked * 10 >= size(node).saturating_sub(whitespace(node)) * 8
}

fn whitespace(node: &NodeRef) -> usize {
    node.text().bytes().filter(u8::is_ascii_whitespace).count()
}

/// The parts without lines that are chrome: buttons, notices, and the lists under “Related stories”.
pub(super) fn without_lines(parts: Vec<Part>) -> Vec<Part> {
    let mut kept: Vec<Part> = Vec::new();
    let mut under_title = false;
    let last = parts
        .iter()
        .rposition(|part| matches!(&part.block, Block::Paragraph(line) if line.text().len() > 120));
    for (at, part) in parts.into_iter().enumerate() {
        let text = text(&part.block);
        let found = text.as_deref().map_or(Chrome::No, chrome);
        let after = last.is_none_or(|last| at > last);
        let listed =
            matches!(part.block, Block::List(_)) || text.as_deref().is_some_and(|text| text.len() < 120);
        let is_title =
            matches!(part.block, Block::Heading(..)) && text.as_deref().is_some_and(is_title_of_links);
        let gone = is_title
            || matches!(found, Chrome::Sure | Chrome::Related)
            || (found == Chrome::Maybe && after)
            || (under_title && listed && !matches!(part.block, Block::Heading(..)));
        under_title = is_title || found == Chrome::Related || (under_title && gone);
        if !gone || part.hint == Hint::Title {
            kept.push(part);
        }
    }
    kept
}

/// Whether a heading stands over a list of other articles.
fn is_title_of_links(title: &str) -> bool {
    let bare = title.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    chrome(title) == Chrome::Related || LISTS.split(", ").any(|listed| listed == bare)
}

fn text(block: &Block) -> Option<String> {
    match block {
        Block::Heading(_, line) | Block::Paragraph(line) => Some(line.text()),
        _ => None,
    }
}

const NEVER: &str = "script:not([type='application/ld+json']), style, noscript, template, iframe, object, embed, form, button, input, \
    select, textarea, svg, canvas, nav, dialog, audio, video, menu, aside, link, base, applet, frameset, map";

const ROLES: &str =
    "navigation, banner, contentinfo, complementary, search, dialog, alertdialog, toolbar, menu, menubar";

/// What pages call their chrome.
const NAMES: &str = "ad, ads, advert, adverts, advertisement, breadcrumb, breadcrumbs, comment, comments, consent, cookie, cookies, \
    disqus, footer, gdpr, masthead, menu, modal, mostread, nav, navbar, navigation, newsletter, outbrain, paginate, pagination, \
    paywall, popular, popup, promo, promotion, recirculation, recommended, related, respond, share, sharing, sidebar, signup, skip, \
    social, sponsor, sponsored, subscribe, subscription, taboola, topnav, trending, widget";

/// Other headings of lists of links, which would be a heading of the text where no list follows.
const LISTS: &str = "\
    read more, read also, more, more stories, latest, latest news, recent posts, recent articles, trending, trending now, \
    top stories, related links, read next, up next, in this series, more in this section, share, comments, topics";
