//! Words of an event's mark that name another day than the event has. They may do so for a reason of their own: “the
//! 2015 deal’s end”.

use super::{Check, Level, LintKind};
use crate::annotations::event;
use crate::model::diagnostic::Diagnostic;
use crate::model::site::{Entry, Site};
use crate::model::text::Span;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0325", name: "event-date", level: Level::Warning, check: Check::Outside(check) };

fn check(entry: &Entry, site: &Site) -> Vec<Diagnostic> {
    let document = &entry.document;
    let mut found = Vec::new();
    for (prose, targets) in document.prose.iter().zip(&entry.links.marks) {
        for (mark, target) in prose.marks.iter().zip(targets) {
            let Some(target) = target.as_ref().filter(|target| target.kind == "event") else { continue };
            let Some(event) = site.find(target).map(|id| &site.entry(id).document) else { continue };
            let Some((date, at)) = event::contradicted(&mark.words, event) else { continue };
            let start = mark.span.of(&prose.text).find(&*mark.words);
            let span = start.map_or(mark.span, |start| {
                Span::new(start + at.start, start + at.end).shifted(mark.span.start as usize)
            });
            let message = "these words name another day than the event has";
            let help = format!("the event is dated `{}`: mend one of the two", date.written);
            found.push(
                RULE.found(document.place(prose, span), message)
                    .related(event.location.field(&["date".to_owned()]), "what the ledger says")
                    .help(help),
            );
        }
    }
    found
}
