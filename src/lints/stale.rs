//! What has gone stale: facts that nobody has looked after for longer than their cadence, and explainers that tell
//! an older value than the ledger has. No rule of the house, but a list for the editor: what is published stands.

use crate::model::date::EventDate;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::document::Document;
use crate::model::site::{Entry, Site};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Everything stale, as of a day.
pub fn check(site: &Site, today: Date) -> Vec<Diagnostic> {
    let facts = site.of_kind("fact").map(|id| &*site.entry(id).document);
    let late = facts.filter_map(|fact| late(fact, today));
    late.chain(site.of_kind("explainer").flat_map(|id| outrun(site.entry(id), site))).collect()
}

/// A fact past its cadence.
fn late(fact: &Document, today: Date) -> Option<Diagnostic> {
    let cadence = fact.fields.text("cadence")?;
    let days = match &**cadence {
        "daily" => 1,
        "weekly" => 7,
        "monthly" => 31,
        "quarterly" => 92,
        _ => 366,
    };
    let (newest, _) = fact.fields.by_date("values").last()?;
    let due = day(newest)?.checked_add(jiff::Span::new().days(days)).ok()?;
    (due < today).then(|| {
        let place = fact.location.field(&["values".to_owned(), newest.written.to_string()]);
        let message =
            format!("the fact `{}` is due: it is told {cadence}, and this is of {}", fact.id, newest.written);
        note("BS0408", place, message)
            .help("look for a newer value and add a line to `values:`; older ones stay as they are")
    })
}

fn day(date: &EventDate) -> Option<Date> {
    let (year, month, day) = date.latest()?;
    let small = |n: u8| i8::try_from(n).ok();
    Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
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
            note("BS0409", place, message).related(there, "the newest").help(
                "readers see it in the note; to tell it in the text, write the new words and the new pin",
            )
        })
    });
    told.collect()
}

fn note(code: &'static str, place: crate::model::diagnostic::Place, message: String) -> Diagnostic {
    Diagnostic { severity: Severity::Note, ..Diagnostic::warning(code, place, message) }
}
