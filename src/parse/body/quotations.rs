//! Quotations with the line that says who is quoted, and background boxes.

use super::{Builder, count};
use crate::model::document::{Node, Quotation, Tag};
use crate::model::text::Span;
use std::ops::Range;

impl Builder {
    /// A block quotation that opens with a heading is a box; one that ends with a dash has an attribution.
    pub(super) fn quotation_ends(&mut self, range: Range<usize>) {
        let start = self.open.last().copied().unwrap_or_default();
        self.close();
        let end = self.prose.nodes.len() - 1;
        let boxed = self.prose.nodes[start] == Node::Open(Tag::Box)
            || matches!(self.prose.nodes.get(start + 1), Some(Node::Open(Tag::Heading(_))));
        if boxed {
            self.prose.nodes[start] = Node::Open(Tag::Box);
            self.prose.nodes[end] = Node::Close(Tag::Box);
        } else {
            let span = self.span(&range);
            self.attribution(start, end, span);
        }
    }

    fn attribution(&mut self, start: usize, end: usize, span: Span) {
        let nodes = &mut self.prose.nodes;
        let Some(last) = nodes[start..end].iter().rposition(|node| *node == Node::Open(Tag::Paragraph))
        else {
            return;
        };
        let last = start + last;
        let Some(Node::Text(words)) = nodes.get(last + 1).copied() else { return };
        let text = words.of(&self.prose.text);
        let Some(rest) = ["— ", "– ", "-- "].iter().find_map(|dash| text.strip_prefix(dash)) else {
            return;
        };
        let dash = text.len() - rest.len();
        // Only a paragraph of the quotation itself, the last thing in it, and not the only one.
        let opened = |node: &&Node| matches!(node, Node::Open(_));
        let closed = |node: &&Node| matches!(node, Node::Close(_));
        let before = &nodes[start + 1..last];
        let own = before.iter().filter(opened).count() == before.iter().filter(closed).count();
        if !own || before.is_empty() || nodes[end - 1] != Node::Close(Tag::Paragraph) {
            return;
        }
        nodes[last] = Node::Open(Tag::Attribution);
        nodes[last + 1] = Node::Text(Span::new(words.start as usize + dash, words.end as usize));
        nodes[end - 1] = Node::Close(Tag::Attribution);
        // What stands in a note is told in the note.
        if self.text_nodes.is_empty() {
            let (nodes, attribution) = ((count(start), count(end + 1)), (count(last), count(end)));
            self.prose.quotations.push(Quotation { nodes, attribution, span });
        }
    }
}
