//! Explainers that nobody has looked at for longer than their cadence: since the last of their `checks`, or, where they
//! have none, since they were updated or published.

use super::{Check, Level, LintKind};
use crate::model::date::Moment;
use crate::model::days;
use crate::model::diagnostic::Diagnostic;
use crate::model::record::Fields;
use crate::model::site::{EntryId, Site};
use jiff::civil::Date;

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0432", name: "review-due", level: Level::Note, check: Check::Day(check) };

fn check(site: &Site, today: Date) -> Vec<(EntryId, Diagnostic)> {
    site.of_kind("explainer").filter_map(|id| Some((id, late(id, site, today)?))).collect()
}

fn late(id: EntryId, site: &Site, today: Date) -> Option<Diagnostic> {
    let explainer = &site.entry(id).document;
    let cadence = explainer.fields.text("cadence")?;
    let zone = &site.settings.zone;
    let looked_at = looked_at(&explainer.fields).map(|at| zone.to_datetime(at.instant(zone)).date()).max()?;
    let due = looked_at.checked_add(jiff::Span::new().days(days::in_cadence(cadence))).ok()?;
    (due < today).then(|| {
        let place = explainer.location.field(&["cadence".to_owned()]);
        let message = format!(
            "`{}` is due for review: it is looked at {cadence}, and was on {looked_at}",
            explainer.id
        );
        RULE.found(place, message)
            .help("look through it, and say so: `checks: [{what: …, by: …, date: 2022-03-28}]`")
    })
}

/// When it was looked at.
fn looked_at(fields: &Fields) -> impl Iterator<Item = &Moment> {
    let mut checked = fields.maps("checks").filter_map(|check| check.moment("date")).peekable();
    let never = checked.peek().is_none();
    let published = ["updated", "published"].into_iter().filter_map(|name| fields.moment(name));
    checked.chain(published.filter(move |_| never))
}
