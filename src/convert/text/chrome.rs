//! The buttons, links and notices of the page that the copy was taken from are left out.
//! A sentence that only begins like one of them is not touched.

use super::passages::Passage;
use super::words::{after_any, is_quote, is_rule, length};

/// The passages of the article itself.
pub(super) fn without_chrome(mut passages: Vec<Passage>) -> Vec<Passage> {
    let mut found: Vec<Chrome> = passages.iter().map(|passage| chrome(&passage.text)).collect();
    for at in 0..found.len() {
        if found.get(at) == Some(&Chrome::Related) {
            let links = links(passages.get(at + 1..).unwrap_or_default());
            found.iter_mut().skip(at + 1).take(links).for_each(|chrome| *chrome = Chrome::Sure);
        }
    }
    let mut kept = Vec::new();
    for run in found.chunk_by(|a, b| (*a == Chrome::No) == (*b == Chrome::No)) {
        let last = kept.len() + run.len() == found.len();
        let article = *run == [Chrome::Maybe] && !last;
        kept.extend(run.iter().map(|chrome| article || *chrome == Chrome::No));
    }
    let mut kept = kept.into_iter();
    passages.retain(|_| kept.next().unwrap_or(true));
    passages
}

/// How sure it is that a line belongs to the page and not to the article.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::convert) enum Chrome {
    No,
    /// A word that would be a heading elsewhere: chrome at the end, or beside other chrome.
    Maybe,
    Sure,
    /// Sure, and a list of other articles follows.
    Related,
}

/// Whether a line is nothing but chrome.
pub(in crate::convert) fn chrome(line: &str) -> Chrome {
    let label_end = |rest: &str| rest.trim_start().starts_with([':', '|', '–', '—', '>', '»', '›', '→']);
    let claim = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || "©(".contains(c));
    if line.starts_with(is_quote) || length(line) > 250 {
        return Chrome::No;
    }
    if after_any(line, OPENINGS).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        || after_any(line, LABELS).or(after_any(line, RELATED)).is_some_and(label_end)
        || after_any(line, "copyright, (c), ©").is_some_and(claim)
    {
        return Chrome::Sure;
    }
    // No row of buttons is longer, and none ends as a sentence does.
    if length(line) > 160 || (line.ends_with('.') && line.len() > 60) {
        return Chrome::No;
    }
    let bare = bare(line);
    if RELATED.split(", ").any(|title| title == bare) { Chrome::Related } else { buttons(&bare) }
}

/// The words in small letters without the marks around them, every number as 0.
fn bare(line: &str) -> String {
    let mut words = Vec::new();
    for word in line.split_whitespace() {
        let word = word.trim_matches(|c| !char::is_alphanumeric(c)).to_lowercase();
        let number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
        words.push(if number { "0".to_owned() } else { word });
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// Whether the words are nothing but the names of buttons, one after another.
fn buttons(words: &str) -> Chrome {
    let (mut rest, mut found) = (words, Chrome::No);
    while !rest.is_empty() {
        let next = |names| after_any(rest, names).filter(|rest| rest.is_empty() || rest.starts_with(' '));
        let (button, word) = (next(BUTTONS), next(WORDS));
        let Some(left) = button.or(word) else { return Chrome::No };
        let alone = button.is_none() && left.is_empty() && found == Chrome::No;
        found = if alone { Chrome::Maybe } else { Chrome::Sure };
        rest = left.trim_start();
    }
    found
}

/// How many of these passages are the list under "Related stories": everything, where only titles follow,
/// and otherwise what is plainly a list; a title might be the heading of what follows.
fn links(after: &[Passage]) -> usize {
    let title =
        |p: &Passage| !p.text.ends_with(['.', ')', ']']) && !is_rule(&p.text) && length(&p.text) <= 120;
    let listed = after.iter().take(20).take_while(|passage| passage.form.is_item()).count();
    if after.len() <= 20 && after.iter().all(title) { after.len() } else { listed }
}

/// Buttons, links and notices that are chrome wherever they stand alone.
const BUTTONS: &str = "\
    0 comment, 0 comments, 0 shares, accept all cookies, accept cookies, add a comment, advertisement, \
    article continues after advertisement, back to top, be the first to comment, comments 0, \
    comments are closed, continue reading, continue reading below, cookie policy, cookie settings, follow us, \
    leave a comment, leave a reply, loading, menu, newer post, next article, next post, \
    no comments, no comments yet, older post, post a comment, post comment, previous article, previous post, \
    print this page, privacy policy, read more, share, share this, share this article, share this page, \
    share this post, share this story, show comments, skip to content, skip to main content, \
    skip to navigation, story continues below advertisement, subscribe, terms of service, tweet, \
    view all comments, view comments";

/// Words that are chrome only beside other chrome.
const WORDS: &str = "\
    comment, comments, contact, email, facebook, home, instagram, like, linkedin, log in, login, pinterest, \
    print, recommended, reddit, reply, save, search, shares, sign in, telegram, trending, twitter, whatsapp, youtube";

/// What stands over a list of other articles, or before one on the same line.
const RELATED: &str = "\
    keep reading, more on this story, most popular, most read, recommended stories, related, related article, \
    related articles, related content, related coverage, related news, related posts, related stories, \
    related story, related topics, you may also like, you might also like";

/// What else stands before a link to another article, or tags.
const LABELS: &str = "\
    also read, categories, filed under, labels, next post, posted in, previous post, read also, read more, \
    see also, tags";

/// How breadcrumbs, begging and notices begin; "Sign up for military service" is news.
const OPENINGS: &str = "\
    home >, home ›, home », home /, home |, all rights reserved, click to share, click to email, \
    click to print, follow us on, share on facebook, share on twitter, share via, \
    sign up for our, sign up to our, sign up for the newsletter, sign up now, subscribe now, \
    subscribe to our, this site uses cookies, this website uses cookies, we use cookies";
