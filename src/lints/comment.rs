//! Comments that editors left for one another. Readers never see them; the desk wants to know what is open.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::site::Entry;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0437", name: "comment", level: Level::Note, check: Check::Record(check) };

fn check(entry: &Entry) -> Vec<Diagnostic> {
    let document = &entry.document;
    let all = document.prose.iter().flat_map(|prose| prose.comments.iter().map(move |span| (prose, *span)));
    all.map(|(prose, span)| {
        let words = span.of(&prose.text).trim_start_matches("<!--").trim_end_matches("-->");
        let message = format!("a comment is open: “{}”", shortened(words));
        RULE.found(document.place(prose, span), message)
            .help("readers do not see it; take it out when it is done")
    })
    .collect()
}

/// Its first words.
fn shortened(words: &str) -> String {
    const LONGEST: usize = 60;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words,
    }
}
