//! Headings: their ids, and the one that is the title.

use super::{Builder, count};
use crate::model::document::{Heading, Node, Origin, Tag, is_own_fragment};
use crate::model::text::slug;
use std::ops::Range;

impl Builder {
    pub(super) fn heading(&mut self, level: u8, id: Option<&str>) {
        let heading = Heading {
            level,
            id: id.unwrap_or_default().into(),
            words: "".into(),
            boxed: self.in_box() || !self.text_nodes.is_empty(),
        };
        self.prose.headings.push(heading);
        let index = count(self.prose.headings.len() - 1);
        self.open(Tag::Heading(index));
    }

    pub(super) fn in_box(&self) -> bool {
        self.open.iter().any(|at| {
            matches!(self.prose.nodes.get(*at), Some(Node::Open(Tag::Quotation | Tag::Box | Tag::Item)))
        })
    }

    pub(super) fn heading_ends(&mut self, range: Range<usize>) {
        let start = self.open.last().copied().unwrap_or_default();
        self.close();
        let words = self.prose.plain(start..self.prose.nodes.len());
        let first = self.prose.headings.len() == 1 && start == 0 && self.text_nodes.is_empty();
        let Some(heading) = self.prose.headings.last_mut() else { return };
        if first && heading.level == 1 && self.prose.origin == Origin::Body && self.title.is_none() {
            self.title = Some(words);
            self.prose.headings.clear();
            self.prose.nodes.clear();
            return;
        }
        let wanted = if heading.id.is_empty() { slug(&words) } else { heading.id.to_string() };
        let given = !heading.id.is_empty();
        // Names that begin like ours would never be free, whatever number is put behind them.
        let wanted = match ["note-", "correction-", "pack-"].iter().any(|ours| wanted.starts_with(ours)) {
            true => format!("on-{wanted}"),
            false => wanted,
        };
        heading.words = words.into();
        let mut id = wanted.clone();
        while is_own_fragment(&id) || self.slugs.contains(&id) {
            // Where the last one of this name left off.
            let number = self.numbers.entry(wanted.clone()).or_insert(1);
            *number += 1;
            id = format!("{wanted}-{number}");
        }
        heading.id = id.as_str().into();
        if given && id != wanted {
            let span = self.span(&range);
            let message = format!("the id `{wanted}` is taken on this page");
            self.wrong("BS0211", span, &message, "give this heading another id");
        }
        self.slugs.insert(id);
    }
}
