//! Corrections: the words that stand now are found in the text, so that the notice stands at the passage.

use crate::model::diagnostic::Diagnostic;
use crate::model::document::{Document, Node, Prose, Tag};
use crate::model::record::{Data, Fields};
use crate::model::run::Run;
use crate::model::site::Corrected;

/// Where the corrected words of a document stand in its body.
pub fn find(document: &Document) -> (Vec<Corrected>, Vec<Diagnostic>) {
    let corrections = document.fields.list("corrections");
    if corrections.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let runs = blocks(document.body());
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for (i, correction) in (0_u32..).zip(corrections) {
        let Data::Map(correction) = correction else { continue };
        let Some(now) = correction.text("now").filter(|now| !now.trim().is_empty()) else { continue };
        match runs.iter().find_map(|run| end_of(run, now)) {
            Some((node, byte)) => found.push(Corrected { correction: i, node, byte }),
            None if stands_elsewhere(document, now) => {}
            None => wrong.push(lost(document, i, now)),
        }
    }
    found.sort();
    (found, wrong)
}

/// The node that words end in, and the byte after them in it.
fn end_of(run: &Run, words: &str) -> Option<(u32, u32)> {
    let words = words.trim();
    let word = |c: char| c.is_alphanumeric();
    // Not where a longer word begins or ends with them.
    let whole = |start: usize, end: usize| {
        let begins_inside = run.text[..start].ends_with(word) && words.starts_with(word);
        let ends_inside = run.text[end..].starts_with(word) && words.ends_with(word);
        !begins_inside && !ends_inside
    };
    let mut found = run.text.match_indices(words).map(|(at, _)| (at, at + words.len()));
    let (_, end) = found.find(|(start, end)| whole(*start, *end))?;
    let (node, byte) = run.node_at(end.checked_sub(1)?);
    Some((node, byte + 1))
}

/// The text of each block of a body.
fn blocks(prose: &Prose) -> Vec<Run> {
    let mut runs = vec![Run::default()];
    let mut closed = false;
    for (i, node) in (0..prose.main).zip(&prose.nodes) {
        match node {
            // The words of a card are not shown, and code is as it is.
            Node::Open(Tag::Card(_) | Tag::CodeBlock) => closed = true,
            Node::Close(Tag::Card(_) | Tag::CodeBlock) => closed = false,
            _ if closed => {}
            Node::Text(_) | Node::Owned(_) | Node::Soft | Node::Code(_) => {
                if let Some(run) = runs.last_mut() {
                    run.push(prose, i);
                }
            }
            Node::Open(tag) | Node::Close(tag) if !is_inline(*tag) => runs.push(Run::default()),
            _ => {}
        }
    }
    runs
}

fn is_inline(tag: Tag) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Struck | Tag::Link(_) | Tag::Mark(_))
}

/// Whether words stand in a field: a definition, a title, a name.
fn stands_elsewhere(document: &Document, words: &str) -> bool {
    let in_prose = document.prose.iter().skip(1).any(|prose| {
        let of_correction = matches!(&prose.origin, crate::model::document::Origin::Field(path)
            if path.first().is_some_and(|first| first == "corrections"));
        !of_correction && prose.plain(0..prose.main as usize).contains(words)
    });
    let own = document.fields.0.iter().filter(|(name, _)| *name != "corrections");
    in_prose || document.title.contains(words) || own.into_iter().any(|(_, data)| holds(data, words))
}

fn holds(data: &Data, words: &str) -> bool {
    match data {
        Data::Text(text) => text.contains(words),
        Data::Figure(told) => told.words.contains(words),
        Data::List(list) => list.iter().any(|data| holds(data, words)),
        Data::Map(Fields(fields)) => fields.iter().any(|(_, data)| holds(data, words)),
        _ => false,
    }
}

fn lost(document: &Document, i: u32, now: &str) -> Diagnostic {
    let path = ["corrections".to_owned(), i.to_string(), "now".to_owned()];
    Diagnostic::warning(
        "BS0311",
        document.location.field(&path),
        format!("“{now}” does not stand in the text: readers cannot see what was corrected"),
    )
    .label("these words are looked for")
    .help("write in `now` the words as they stand in one paragraph, or leave `now` out")
}
