//! Figures in running text that no fact of the ledger backs. A matter of how a house works, and so off by default:
//! many figures are history and need no ledger.

use super::language::Language;
use super::reading::{Passage, Reading, Setting};
use super::{Check, Level, LintKind};
use crate::model::diagnostic::Diagnostic;
use crate::model::figure::{Amount, Figure, Measure};
use std::ops::Range;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0426", name: "unbacked-figure", level: Level::Off, check: Check::Words(check) };

/// Smaller numbers of things are counted by readers themselves.
const SMALLEST: i128 = 100;

fn check(reading: &Reading<'_>, _: &Language) -> Vec<Diagnostic> {
    let document = &reading.entry.document;
    if document.kind.name != "explainer" {
        return Vec::new();
    }
    let text = reading.body().filter(|passage| passage.setting == Setting::Text);
    text.flat_map(|passage| {
        Figure::all(&passage.text).into_iter().filter(|(figure, at)| counts(passage, figure, at)).map(|(_, at)| {
            let place = passage.place(document, at);
            RULE.found(place, "no fact backs this figure")
                .help("put it on the ledger and pin it: `[figure](fact:id@date)`, or say whose it is with a source")
        })
    })
    .collect()
}

/// Whether a figure is one that readers would want to see the source of.
fn counts(passage: &Passage<'_>, figure: &Figure, at: &Range<usize>) -> bool {
    let is_large = figure.low >= Amount(SMALLEST * Amount::ONE.0);
    let words = &passage.text[at.clone()];
    // Four digits in a row are a year, far more often than not.
    let is_year = words.len() == 4 && words.bytes().all(|byte| byte.is_ascii_digit());
    let sentence = sentence(&passage.text, at.start);
    let from = passage.marks.partition_point(|mark| mark.at.start < sentence.start);
    let mut inside = passage.marks[from..].iter().take_while(|mark| mark.at.start < sentence.end);
    let sourced = inside.any(|mark| mark.kind == "source");
    !passage.is_quoted(at.start)
        && passage.mark_at(at.start).is_none()
        && !sourced
        && (figure.measure != Measure::Count || (is_large && !is_year))
}

/// The sentence around a byte.
fn sentence(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind(". ").map_or(0, |stop| stop + 2);
    let end = text[at..].find(". ").map_or(text.len(), |stop| at + stop);
    start..end
}
