//! Links and marks: what the scheme of an address says.

use super::{Builder, count};
use crate::model::document::{Link, Mark, Node, Tag};
use crate::model::text::{Span, surely};
use pulldown_cmark::LinkType;

impl Builder {
    pub(super) fn link(&mut self, link_type: LinkType, url: &str, title: &str, span: Span) {
        if self.is_in_link() {
            self.wrong(
                "BS0206",
                span,
                "a link cannot stand inside a mark or another link",
                "mark the words once",
            );
            self.open_nothing();
            return;
        }
        let (kind, target) = match link_type {
            // In a table the bar has to be escaped.
            LinkType::WikiLink { .. } => (Some(None), url.strip_suffix('\\').unwrap_or(url)),
            LinkType::Email => (None, url),
            _ => match scheme(url) {
                Some((scheme, target)) => (annotation(scheme).map(Some), target),
                None => (None, url),
            },
        };
        let tag = match kind {
            Some(kind) => {
                // A label of a note may hold any sign; an id holds no `@`.
                let (target, pin) = match target.split_once('@').filter(|_| kind != Some("note")) {
                    Some((target, pin)) => (target.into(), pin.into()),
                    None => (target.into(), "".into()),
                };
                self.prose.marks.push(Mark {
                    kind,
                    target,
                    pin,
                    gloss: title.into(),
                    words: "".into(),
                    span,
                });
                Tag::Mark(count(self.prose.marks.len() - 1))
            }
            None => {
                let url = if link_type == LinkType::Email { format!("mailto:{url}") } else { url.to_owned() };
                let url = self.allowed(url, span);
                self.prose.links.push(Link { url: url.into(), span });
                Tag::Link(count(self.prose.links.len() - 1))
            }
        };
        self.open(tag);
    }

    pub(super) fn is_in_link(&self) -> bool {
        let nodes = &self.prose.nodes;
        self.open.iter().any(|at| matches!(nodes.get(*at), Some(Node::Open(Tag::Link(_) | Tag::Mark(_)))))
    }

    /// The address, if its scheme is allowed; nothing, with a diagnostic, if not.
    pub(super) fn allowed(&mut self, url: String, span: Span) -> String {
        let Some((scheme, _)) = scheme(&url) else { return url };
        if is_web(&url) {
            return url;
        }
        let kinds = crate::annotations::names();
        let (message, help) = match crate::model::text::nearest(scheme, kinds.iter().copied()) {
            Some(near) => (format!("`{scheme}:` is not a kind of mark"), format!("did you mean `{near}:`?")),
            None => (
                format!("a link may not lead to `{scheme}:`"),
                format!("links lead to https, http and mailto addresses; marks are: {}", kinds.join(", ")),
            ),
        };
        self.wrong("BS0205", span, &message, &help);
        let written = format!("]({scheme}:");
        let text = span.of(&self.prose.text);
        let sure = surely(scheme, kinds).filter(|_| text.matches(&written).count() == 1);
        let instead = sure.map(|sure| text.replace(&written, &format!("]({sure}:")));
        self.meant(instead);
        String::new()
    }

    pub(super) fn link_ends(&mut self) {
        let start = self.open.last().copied().unwrap_or_default();
        self.close();
        let words = self.prose.plain(start..self.prose.nodes.len());
        if let Some(Node::Open(Tag::Mark(i))) = self.prose.nodes.get(start)
            && let Some(mark) = self.prose.marks.get_mut(*i as usize)
        {
            mark.words = words.into();
        }
    }
}

/// The scheme of an address, and what follows; nothing for relative ones.
pub fn scheme(url: &str) -> Option<(&str, &str)> {
    let url = url.trim_start();
    let (scheme, rest) = url.split_once(':')?;
    let fine = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        && scheme.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
    match fine {
        true => Some((scheme, rest)),
        // A colon before the first slash that is no scheme we can read: no relative address either.
        false if !scheme.contains(['/', '?', '#']) => Some((scheme, rest)),
        false => None,
    }
}

/// Whether an address is of an allowed scheme.
pub fn is_web(url: &str) -> bool {
    scheme(url).is_some_and(|(scheme, _)| {
        ["https", "http", "mailto"].iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed))
    })
}

/// The name of a kind of annotation, in any case.
fn annotation(scheme: &str) -> Option<&'static str> {
    crate::annotations::names().into_iter().find(|name| name.eq_ignore_ascii_case(scheme))
}
