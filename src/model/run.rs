//! Running text across nodes: words may be found in it where emphasis or a link begins inside them.

use super::document::Prose;
use super::text::Span;

/// A stretch of running text in a body: nodes between which words may be found, and their plain text.
#[derive(Debug, Default)]
pub struct Run {
    /// The plain text.
    pub text: String,
    /// (byte in `text`, node, byte in the node's words) for each node, ascending.
    pub parts: Vec<(u32, u32)>,
}

impl Run {
    /// Adds a node's words.
    pub fn push(&mut self, prose: &Prose, node: u32) {
        let at = Span::new(self.text.len(), self.text.len()).start;
        self.parts.push((at, node));
        self.text.push_str(prose.words(prose.nodes[node as usize]));
    }

    /// The node and the byte inside its words that a byte of the text lies in.
    pub fn node_at(&self, byte: usize) -> (u32, u32) {
        let byte = Span::new(byte, byte).start;
        let after = self.parts.partition_point(|&(at, _)| at <= byte);
        match after.checked_sub(1).and_then(|i| self.parts.get(i)) {
            Some(&(at, node)) => (node, byte - at),
            None => (0, 0),
        }
    }
}
