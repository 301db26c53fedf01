//! Pictures: alternative text, caption and credit apart.

use super::links::scheme;
use super::{Builder, count};
use crate::model::document::{Node, Picture, Prose, Tag};
use crate::model::text::Span;

impl Builder {
    pub(super) fn image_ends(&mut self) {
        let alt = self.aside.take().unwrap_or_default();
        if let Some((file, title, span)) = self.picture.take() {
            let file = match scheme(&file) {
                Some(("media", _)) | None => file,
                Some(_) => {
                    self.wrong(
                        "BS0208",
                        span,
                        "a picture must be a file of the site: readers' browsers ask no other host",
                        "save it beside this file or in `content/media/`",
                    );
                    "".into()
                }
            };
            let picture = Picture { file, alt: alt.into(), credit: "".into(), span, figure: false };
            self.prose.pictures.push(picture);
            self.captions.push(title);
            let tag = Tag::Picture(count(self.prose.pictures.len() - 1));
            self.push(Node::Open(tag));
            self.push(Node::Close(tag));
        }
    }

    /// A paragraph that begins with a picture is a figure: emphasis is its caption, a last bracket its credit.
    pub(super) fn paragraph_ends(&mut self, start: usize) {
        let nodes = &self.prose.nodes;
        if nodes.get(start) != Some(&Node::Open(Tag::Paragraph)) {
            return;
        }
        let Some(Node::Open(Tag::Picture(picture))) = nodes.get(start + 1).copied() else { return };
        let mut caption: Vec<Node> = nodes[start + 3..nodes.len() - 1].to_vec();
        let credit = take_credit(&self.prose, &mut caption);
        caption.retain(|node| !matches!(node, Node::Open(Tag::Emphasis) | Node::Close(Tag::Emphasis)));
        while caption.first().is_some_and(|node| self.prose.words(*node).trim().is_empty() && is_leaf(*node))
        {
            caption.remove(0);
        }
        while caption.last().is_some_and(|node| self.prose.words(*node).trim().is_empty() && is_leaf(*node)) {
            caption.pop();
        }
        let title = self.captions.get(picture as usize).cloned().unwrap_or_default();
        if caption.is_empty() && !title.is_empty() {
            caption.push(Node::Owned(self.string(&title)));
        }
        self.prose.nodes.truncate(start);
        self.push(Node::Open(Tag::Picture(picture)));
        self.prose.nodes.append(&mut caption);
        self.push(Node::Close(Tag::Picture(picture)));
        if let Some(picture) = self.prose.pictures.get_mut(picture as usize) {
            picture.figure = true;
            picture.credit = credit.into();
        }
    }
}

fn is_leaf(node: Node) -> bool {
    !matches!(node, Node::Open(_) | Node::Close(_))
}

/// Takes `[Jane Doe/Agency]` from the end of a caption.
fn take_credit(prose: &Prose, caption: &mut Vec<Node>) -> String {
    let Some(Node::Text(span)) = caption.last().copied() else { return String::new() };
    let text = span.of(&prose.text);
    let Some(open) = text.trim_end().strip_suffix(']').and_then(|inside| inside.rfind('[')) else {
        return String::new();
    };
    let credit = text.trim_end()[open + 1..].trim_end_matches(']').to_owned();
    caption.pop();
    caption.push(Node::Text(Span::new(span.start as usize, span.start as usize + open)));
    credit
}
