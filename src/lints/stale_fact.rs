//! Facts that nobody has looked after for longer than their cadence. What is published stands.

use super::{Check, Level, LintKind};
use crate::model::date::EventDate;
use crate::model::days;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::site::{EntryId, Site};
use jiff::civil::Date;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0408", name: "stale-fact", level: Level::Note, check: Check::Day(check) };

fn check(site: &Site, today: Date) -> Vec<(EntryId, Diagnostic)> {
    let facts = site.of_kind("fact");
    facts.filter_map(|id| Some((id, late(&site.entry(id).document, today)?))).collect()
}

/// A fact past its cadence.
fn late(fact: &Document, today: Date) -> Option<Diagnostic> {
    let cadence = fact.fields.text("cadence")?;
    let (newest, _) = fact.fields.by_date("values").last()?;
    let due = day(newest)?.checked_add(jiff::Span::new().days(days::in_cadence(cadence))).ok()?;
    (due < today).then(|| {
        let place = fact.location.field(&["values".to_owned(), newest.written.to_string()]);
        let message =
            format!("the fact `{}` is due: it is told {cadence}, and this is of {}", fact.id, newest.written);
        RULE.found(place, message)
            .help("look for a newer value and add a line to `values:`; older ones stay as they are")
    })
}

fn day(date: &EventDate) -> Option<Date> {
    let (year, month, day) = date.latest()?;
    let small = |n: u8| i8::try_from(n).ok();
    Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
}
