//! Times of publication that the clocks of the site’s zone do not show, or show twice: an hour is left out in spring and
//! comes again in autumn.

use super::{Check, Level, LintKind};
use crate::model::date::Clock;
use crate::model::diagnostic::Diagnostic;
use crate::model::record::{Data, Fields};
use crate::model::site::{Entry, Site};

/// The rule.
pub const RULE: LintKind =
    LintKind { code: "BS0440", name: "ambiguous-time", level: Level::Warning, check: Check::Outside(check) };

fn check(entry: &Entry, site: &Site) -> Vec<Diagnostic> {
    let document = &entry.document;
    let zone = site.settings.zone.iana_name().unwrap_or("the time zone of the site");
    let told = odd(&document.fields, site).into_iter().filter_map(|(path, clock)| {
        let (message, help) = match clock {
            Clock::Skipped(meant) => (
                format!("clocks in {zone} never show this time: they are put forward"),
                format!("{meant} is taken; write that, or another"),
            ),
            Clock::Twice(meant) => (
                format!("clocks in {zone} show this time twice: they are put back"),
                format!("the first is taken; write the one you mean with its distance from UTC: `{meant}`"),
            ),
            Clock::Once => return None,
        };
        Some(RULE.found(document.location.field(&path), message).help(help))
    });
    told.collect()
}

/// The times of a record that are no one instant, each with its path.
fn odd(fields: &Fields, site: &Site) -> Vec<(Vec<String>, Clock)> {
    let mut found = Vec::new();
    for (name, data) in &fields.0 {
        match data {
            Data::Moment(moment) => found.push((vec![(*name).to_owned()], moment.clock(&site.settings.zone))),
            Data::List(list) => {
                for (i, item) in list.iter().enumerate() {
                    let Data::Map(inside) = item else { continue };
                    let moments = inside.0.iter().filter_map(|(key, data)| match data {
                        Data::Moment(moment) => Some((*key, moment)),
                        _ => None,
                    });
                    found.extend(moments.map(|(key, moment)| {
                        let path = vec![(*name).to_owned(), i.to_string(), key.to_owned()];
                        (path, moment.clock(&site.settings.zone))
                    }));
                }
            }
            _ => {}
        }
    }
    found.retain(|(_, clock)| *clock != Clock::Once);
    found
}
