//! The notes a page carries, in order of reading: one for each entry it marks, each short note, and each
//! footnote. Pages of entries carry only their own notes and footnotes; their marks lead to pages.

use crate::model::document::{Document, Mark, Node, Tag};
use crate::model::record::Reference;
use crate::model::site::{Anchor, Links, NoteAbout, NoteRef, Stand};
use std::collections::HashMap;

/// The notes of a document's page.
pub fn of(document: &Document, links: &Links) -> Vec<NoteRef> {
    let mut notes = Notes { tells_of_entries: document.kind.tells_of_marks, ..Notes::default() };
    let prose = document.body();
    let mut mentions = (0..).zip(&links.mentions).peekable();
    let mut in_card = false;
    for (i, node) in (0..prose.main).zip(&prose.nodes) {
        while let Some((j, mention)) = mentions.next_if(|(_, mention)| mention.start.0 <= i) {
            notes.entry(&mention.entry, "", Anchor::Mention(j));
        }
        match node {
            Node::Open(Tag::Card(_)) => in_card = true,
            Node::Close(Tag::Card(_)) => in_card = false,
            Node::Footnote(note) => notes.add(NoteAbout::Long(*note), "", Anchor::Footnote(i)),
            Node::Open(Tag::Mark(mark)) => {
                let target = links.marks.first().and_then(|marks| marks.get(*mark as usize)?.as_ref());
                match (prose.marks.get(*mark as usize), target) {
                    // A card tells in place what a note would tell.
                    (Some(_), Some(entry)) if in_card && is_beside(entry) => {}
                    (Some(written), Some(entry)) => notes.entry(entry, &written.pin, Anchor::Mark(*mark)),
                    (Some(written), None) => notes.own(written, *mark, document),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    notes.list
}

#[derive(Default)]
struct Notes {
    tells_of_entries: bool,
    numbered: u32,
    list: Vec<NoteRef>,
    known: HashMap<(NoteAbout, Box<str>), usize>,
}

impl Notes {
    fn entry(&mut self, entry: &Reference, pin: &str, anchor: Anchor) {
        if self.tells_of_entries {
            self.add(NoteAbout::Entry(entry.clone()), pin, anchor);
        }
    }

    fn own(&mut self, mark: &Mark, index: u32, document: &Document) {
        if mark.kind != Some("note") {
            return;
        }
        let long = (0..).zip(&document.body().notes).find(|(_, note)| note.label == mark.target);
        match long {
            Some((note, _)) => self.add(NoteAbout::Long(note), "", Anchor::Mark(index)),
            None if mark.target.is_empty() => self.add(NoteAbout::Short(index), "", Anchor::Mark(index)),
            None => {}
        }
    }

    /// The next number, for what stands beside the text.
    fn number(&mut self, about: &NoteAbout) -> Option<u32> {
        let beside = match about {
            NoteAbout::Entry(entry) => is_beside(entry),
            NoteAbout::Short(_) | NoteAbout::Long(_) => true,
        };
        self.numbered += u32::from(beside);
        beside.then_some(self.numbered)
    }

    fn add(&mut self, about: NoteAbout, pin: &str, anchor: Anchor) {
        let key = (about, Box::from(pin));
        match self.known.get(&key) {
            Some(at) => self.list[*at].anchors.push(anchor),
            None => {
                let number = self.number(&key.0);
                let (about, pin) = key.clone();
                self.known.insert(key, self.list.len());
                self.list.push(NoteRef { about, pin, number, anchors: vec![anchor] });
            }
        }
    }
}

fn is_beside(entry: &Reference) -> bool {
    crate::annotations::stand(entry.kind) == Stand::Beside
}
