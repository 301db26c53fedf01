//! Cards: a mark alone in its paragraph.

use super::Builder;
use crate::annotations;
use crate::model::document::{Node, Origin, Tag};

impl Builder {
    /// A paragraph of the text itself that has ended: if it is a mark and nothing else, it becomes a card.
    pub(super) fn card(&mut self, start: usize) {
        let is_text = self.open.is_empty() && self.text_nodes.is_empty() && self.prose.origin == Origin::Body;
        let nodes = &self.prose.nodes;
        if nodes.get(start) != Some(&Node::Open(Tag::Paragraph)) {
            return;
        }
        let Some(Node::Open(Tag::Mark(mark))) = nodes.get(start + 1).copied().filter(|_| is_text) else {
            return;
        };
        let Some(end) = nodes.iter().rposition(|node| *node == Node::Close(Tag::Mark(mark))) else { return };
        let after: String = nodes[end..].iter().map(|node| self.prose.words(*node)).collect();
        let last = self.prose.nodes.len() - 1;
        if after.trim().is_empty() && end + 1 == last {
            self.becomes_card(mark, start, last);
        }
    }

    fn becomes_card(&mut self, mark: u32, first: usize, last: usize) {
        let Some(written) = self.prose.marks.get(mark as usize) else { return };
        let (span, kind) = (written.span, written.kind);
        match kind.and_then(annotations::find) {
            Some(kind) if !kind.has_card() => {
                let message = format!("a {} has no card: this stays a link", kind.name());
                let help = "put it in a sentence; a note or a source is told where it is leant on";
                self.warn("BS0224", span, &message, help);
            }
            _ => {
                self.prose.nodes[first] = Node::Open(Tag::Card(mark));
                self.prose.nodes[last] = Node::Close(Tag::Card(mark));
                self.prose.cards.push(mark);
            }
        }
    }
}
