//! When a workflow must run so that what is due appears by itself. GitHub's clock is UTC and often late, at a full
//! hour most of all, so a time is tried for several times: every quarter of its hour and of the next.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// As many times as are written out; with more a workflow runs twice an hour.
const MOST: usize = 16;

/// A line of a schedule, with the time it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// As cron has it, in UTC.
    pub cron: String,
    /// What it is for, to be written beside it.
    pub note: String,
}

/// The lines for these times.
pub fn lines(times: &[Timestamp]) -> Vec<Line> {
    let mut hours: Vec<Timestamp> = times.to_vec();
    hours.sort();
    hours.dedup();
    if hours.len() > MOST {
        let note = format!("{} times are written in the content", hours.len());
        return vec![Line { cron: "4,34 * * * *".to_owned(), note }];
    }
    let mut lines: Vec<Line> = Vec::new();
    for at in hours {
        for hour in [Some(at), at.checked_add(1.hour()).ok()].into_iter().flatten() {
            let utc = TimeZone::UTC.to_datetime(hour);
            let cron = format!("4,19,34,49 {} {} {} *", utc.hour(), utc.day(), utc.month());
            if !lines.iter().any(|line| line.cron == cron) {
                lines.push(Line { cron, note: at.to_string() });
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::lines;

    fn crons(times: &[&str]) -> Vec<String> {
        let times: Vec<_> = times.iter().map(|time| time.parse().unwrap()).collect();
        lines(&times).into_iter().map(|line| line.cron).collect()
    }

    #[test]
    fn a_time_is_tried_for_in_its_hour_and_the_next() {
        assert_eq!(crons(&["2026-12-31T23:50:00Z"]), ["4,19,34,49 23 31 12 *", "4,19,34,49 0 1 1 *"]);
        assert_eq!(
            crons(&["2026-12-01T07:00:00Z", "2026-12-01T06:00:00+00:00", "2026-12-01T07:00:00Z"]),
            ["4,19,34,49 6 1 12 *", "4,19,34,49 7 1 12 *", "4,19,34,49 8 1 12 *"]
        );
        assert!(crons(&[]).is_empty());
    }

    #[test]
    fn many_times_are_every_half_hour() {
        let times: Vec<String> = (1..=28).map(|day| format!("2026-12-{day:02}T06:00:00Z")).collect();
        let times: Vec<&str> = times.iter().map(String::as_str).collect();
        assert_eq!(crons(&times), ["4,34 * * * *"]);
    }
}
