//! Signs that turn the direction of text around and are not turned back in their line: what a reviewer sees is then not
//! what readers and programs get. And a byte order mark inside a text, which nobody sees at all.

use super::{Check, Level, LintKind};
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::input::Manuscript;
use crate::model::text::Span;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0434", name: "bidi-control", level: Level::Warning, check: Check::File(check) };

fn check(file: &Manuscript) -> Vec<Diagnostic> {
    let told = odd(&file.text).into_iter().map(|(span, message)| {
        let place = Place { path: file.path.clone(), span: file.raw_span(span) };
        let help =
            "delete it; text of another direction needs no such sign, or one that is closed in its line";
        RULE.found(place, message).help(help)
    });
    told.collect()
}

/// The signs that are not closed in their line, or close nothing.
fn odd(text: &str) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    // Embeddings and isolates are closed by different signs.
    let mut embedded: Vec<(usize, char)> = Vec::new();
    let mut isolated: Vec<(usize, char)> = Vec::new();
    let mut told = |at: usize, c: char, what: &str| {
        let message = format!("there is a sign here that nobody sees, U+{:04X}: {what}", u32::from(c));
        found.push((Span::new(at, at + c.len_utf8()), message));
    };
    for (at, c) in signs(text) {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => embedded.push((at, c)),
            '\u{2066}'..='\u{2068}' => isolated.push((at, c)),
            '\u{202C}' if embedded.pop().is_none() => {
                told(at, c, "it turns back a direction that nothing turned")
            }
            '\u{2069}' if isolated.pop().is_none() => {
                told(at, c, "it turns back a direction that nothing turned")
            }
            '\u{FEFF}' if at > 0 => told(at, c, "a byte order mark, which belongs at the start of a file"),
            '\n' | '\r' => {
                let open = embedded.drain(..).chain(isolated.drain(..));
                open.for_each(|(at, c)| {
                    told(at, c, "it turns the direction of what follows, and nothing turns it back")
                });
            }
            _ => {}
        }
    }
    let open = embedded.drain(..).chain(isolated.drain(..));
    open.for_each(|(at, c)| told(at, c, "it turns the direction of what follows, and nothing turns it back"));
    found
}

/// The signs of direction of a text, and the ends of lines that have some. Nearly every text has none.
fn signs(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let is_sign = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    // The bytes with which they begin: nearly every text is done here.
    let may_have = memchr::memchr2(0xE2, 0xEF, text.as_bytes()).is_some();
    let has_some = may_have && text.contains(is_sign);
    let all = text.char_indices().filter(move |(_, c)| is_sign(*c) || matches!(c, '\n' | '\r'));
    all.take_while(move |_| has_some)
}

#[cfg(test)]
mod tests {
    use super::odd;

    #[test]
    fn what_is_closed_in_its_line_is_fine() {
        assert!(odd("a \u{2067}שלום\u{2069} b\n\u{202B}x\u{202C}").is_empty());
        assert!(odd("\u{FEFF}a file may begin so").is_empty());
        assert_eq!(odd("a \u{202E}x\nb").len(), 1);
        assert_eq!(odd("a \u{2067}x\u{202C}\nb").len(), 2);
    }
}
