//! Explainers that tell an older value than the ledger has. What is published stands: a sentence is never changed.

use super::{Check, Level, LintKind};
use crate::model::date::EventDate;
use crate::model::diagnostic::Diagnostic;
use crate::model::site::{Entry, EntryId, Site};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0409", name: "newer-figure", level: Level::Note, check: Check::Day(check) };

fn check(site: &Site, _: Date) -> Vec<(EntryId, Diagnostic)> {
    let explainers = site.of_kind("explainer");
    explainers.flat_map(|id| outrun(site.entry(id), site).into_iter().map(move |told| (id, told))).collect()
}

/// The facts of which an explainer tells no value as new as the ledger's newest.
fn outrun(explainer: &Entry, site: &Site) -> Vec<Diagnostic> {
    let document = &explainer.document;
    let mut newest_told = BTreeMap::new();
    for (prose, targets) in document.prose.iter().zip(&explainer.links.marks) {
        for (mark, target) in prose.marks.iter().zip(targets) {
            let Some(fact) = target.as_ref().filter(|target| target.kind == "fact") else { continue };
            // A card without a pin tells the newest.
            let newest =
                || Some(site.entry(site.find(fact)?).document.fields.by_date("values").last()?.0.clone());
            let pinned = mark.pin.split('/').next_back().filter(|pin| !pin.is_empty());
            let told = pinned.map_or_else(newest, |pin| EventDate::parse(pin).ok());
            let Some(pin) = told else { continue };
            let newer = |told: &(EventDate, _)| told.0.chronological(&pin).is_lt();
            if newest_told.get(fact).is_none_or(newer) {
                newest_told.insert(fact, (pin, document.place(prose, mark.span)));
            }
        }
    }
    let told = newest_told.into_iter().filter_map(|(fact, (pin, place))| {
        let fact = &site.entry(site.find(fact)?).document;
        let (newest, _) = fact.fields.by_date("values").last()?;
        (pin.chronological(newest).is_lt()).then(|| {
            let message = format!(
                "`{}` tells `{}` of {}; the ledger has a value of {}",
                document.id, fact.id, pin.written, newest.written
            );
            let there = fact.location.field(&["values".to_owned(), newest.written.to_string()]);
            RULE.found(place, message).related(there, "the newest").help(
                "readers see it in the note; to tell it in the text, write the new words and the new pin",
            )
        })
    });
    told.collect()
}
