//! Footnotes and long notes: their content stands apart from the text.

use super::{Builder, count};
use crate::model::document::Note;
use crate::model::text::Span;

impl Builder {
    pub(super) fn note_begins(&mut self, label: &str, span: Span) {
        let note = self.label(label);
        if self.note_nodes.iter().any(|(defined, _)| *defined == note) {
            let message = format!("the note `[^{label}]` is written twice");
            self.wrong("BS0221", span, &message, "give one of them another label");
        }
        self.text_nodes.push(std::mem::take(&mut self.prose.nodes));
        self.note_nodes.push((note, Vec::new()));
        if let Some(known) = self.prose.notes.get_mut(note as usize) {
            known.span = span;
        }
    }

    pub(super) fn note_ends(&mut self) {
        let nodes = std::mem::replace(&mut self.prose.nodes, self.text_nodes.pop().unwrap_or_default());
        if let Some((_, content)) = self.note_nodes.iter_mut().rev().find(|(_, content)| content.is_empty()) {
            *content = nodes;
        }
    }

    pub(super) fn label(&mut self, label: &str) -> u32 {
        let notes = &mut self.prose.notes;
        // Markdown does not tell labels apart by case.
        *self.labels.entry(label.to_lowercase().into()).or_insert_with(|| {
            notes.push(Note { label: label.into(), nodes: (0, 0), span: Span::default() });
            count(notes.len() - 1)
        })
    }
}
