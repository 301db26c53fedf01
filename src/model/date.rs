//! Dates: of the world in EDTF (ISO 8601-2:2019), shown no more exactly than they are known;
//! of publication as a date or an RFC 3339 time, local to the site's time zone.

use super::settings::Words;
use edtf_core::{Bound, BoundDate, Bounds, Date, DateField, Edtf, Interval, IntervalEndpoint, Precision};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use std::cmp::Ordering;
use std::sync::Arc;

/// When something happened, as exactly as it is known: an EDTF expression of level 0 to 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventDate {
    /// As it was written.
    pub written: Arc<str>,
    edtf: Edtf,
}

/// The farthest year that can be told of: the age of the universe fits.
const FARTHEST: u64 = 100_000_000_000;

/// What a date looks like on a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A day, a month or a year that is known.
    Exact,
    /// Approximate, uncertain, or with unknown digits.
    About,
    /// From one date to another.
    Span,
    /// From a date until now, or without an end.
    Since,
    /// Up to a date.
    Until,
}

impl Shape {
    /// The name themes know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::Span => "span",
            Self::Since => "since",
            Self::Until => "until",
        }
    }
}

impl EventDate {
    /// Reads an EDTF expression; the error says what is wrong and at which byte.
    pub fn parse(written: &str) -> Result<Self, edtf_core::ParseError> {
        let edtf = Edtf::parse(written)?;
        let far = |bound| matches!(bound, Bound::Date(day) if day.year.unsigned_abs() > FARTHEST);
        let Bounds { earliest, latest } = edtf.bounds();
        if far(earliest) || far(latest) {
            return Err(edtf_core::ParseError { message: "this year is too far away", offset: 0 });
        }
        Ok(Self { written: written.into(), edtf })
    }

    /// The date meant by some that are not EDTF: `8 May 2018`, `May 8, 2018`, `May 2018`.
    pub fn meant(text: &str) -> Option<String> {
        let read =
            |form: &str, text: &str| civil::Date::strptime(form, text).ok().filter(|day| day.year() >= 1000);
        if let Some(month) = read("%d %B %Y", &format!("1 {text}")) {
            return Some(format!("{:04}-{:02}", month.year(), month.month()));
        }
        // A phone makes hyphens long.
        let hyphens = text.replace(['–', '—'], "-");
        let slash = text.replace(['–', '—'], "/");
        let dashed = [hyphens, slash].into_iter().find(|short| short != text && Self::parse(short).is_ok());
        if dashed.is_some() {
            return dashed;
        }
        let forms = ["%d %B %Y", "%B %d, %Y", "%B %d %Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d"];
        forms.iter().find_map(|form| read(form, text)).map(|day| day.to_string())
    }

    /// Why a day that is written as one is none: `February 2024 has 29 days`.
    pub fn why_not(text: &str) -> Option<String> {
        let mut parts = text.splitn(3, '-').map(|part| part.get(..part.len().min(6)).unwrap_or(part));
        let number =
            |part: Option<&str>| part?.trim_end_matches(|c: char| !c.is_ascii_digit()).parse::<i64>().ok();
        let year = number(parts.next().map(|year| year.split('T').next().unwrap_or(year)))?;
        let (month, day) =
            (number(parts.next()), number(parts.next().map(|day| day.get(..2).unwrap_or(day))));
        match (month, day) {
            _ if !(1..=9998).contains(&year) => Some("years go from 0001 to 9998 here".to_owned()),
            (Some(month), _) if !(1..=12).contains(&month) => Some("months go from 01 to 12".to_owned()),
            (Some(month), Some(day)) => {
                let first = civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()?;
                let days = i64::from(first.days_in_month());
                (!(1..=days).contains(&day)).then(|| format!("{} has {days} days", first.strftime("%B %Y")))
            }
            _ => None,
        }
    }

    /// How it is drawn.
    pub fn shape(&self) -> Shape {
        match &self.edtf {
            Edtf::Interval(Interval { end: IntervalEndpoint::Open | IntervalEndpoint::Unknown, .. }) => {
                Shape::Since
            }
            Edtf::Interval(Interval {
                start: IntervalEndpoint::Open | IntervalEndpoint::Unknown, ..
            }) => Shape::Until,
            Edtf::Interval(_) => Shape::Span,
            _ if self.is_about() => Shape::About,
            _ => Shape::Exact,
        }
    }

    /// In words: `8 May 2018`, `c. March 2022`, `since 2014`, `16–28 October 1962`.
    pub fn show(&self, words: &Words) -> String {
        match &self.edtf {
            Edtf::Date(date) => show_date(date, words),
            Edtf::DateTime(moment) => show_date(&moment.date, words),
            Edtf::Interval(interval) => show_interval(interval, words),
            Edtf::Set(_) => self.written.to_string(),
        }
    }

    /// A value for `<time datetime>`, where HTML has one for this date.
    pub fn html(&self) -> Option<&str> {
        let plain = matches!(self.edtf, Edtf::Date(_)) && self.shape() == Shape::Exact;
        (plain
            && self.written.bytes().all(|b| b.is_ascii_digit() || b == b'-')
            && !self.written.starts_with('-'))
        .then_some(&*self.written)
    }

    /// Whether any part of it is approximate, uncertain, or has unknown digits.
    pub fn is_about(&self) -> bool {
        self.edtf.is_approximate() || self.edtf.is_uncertain() || self.edtf.has_unspecified()
    }

    /// The year it is filed under: that of its earliest day, or of its latest where it has no earliest.
    pub fn year(&self) -> i64 {
        let Bounds { earliest, latest } = self.edtf.bounds();
        match (earliest, latest) {
            (Bound::Date(day), _) | (_, Bound::Date(day)) => day.year,
            _ => 0,
        }
    }

    /// The first day it can mean, as year, month and day; nothing where it has no beginning.
    pub fn earliest(&self) -> Option<(i64, u8, u8)> {
        day(self.edtf.bounds().earliest)
    }

    /// The last day it can mean; nothing where it has no end.
    pub fn latest(&self) -> Option<(i64, u8, u8)> {
        day(self.edtf.bounds().latest)
    }

    /// Whether some day lies in both.
    pub fn meets(&self, other: &Self) -> bool {
        let begins = |date: &Self| date.earliest().unwrap_or((i64::MIN, 0, 0));
        let ends = |date: &Self| date.latest().unwrap_or((i64::MAX, 0, 0));
        begins(self) <= ends(other) && begins(other) <= ends(self)
    }

    /// Earliest day first, then latest day.
    pub fn chronological(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }

    fn key(&self) -> ((i64, u8, u8), (i64, u8, u8)) {
        let Bounds { earliest, latest } = self.edtf.bounds();
        let day = |bound, far| match bound {
            Bound::Date(BoundDate { year, month, day }) => (year, month, day),
            Bound::NegativeInfinity => (i64::MIN, 0, 0),
            Bound::PositiveInfinity => (i64::MAX, 0, 0),
            Bound::Unknown => (far, 0, 0),
        };
        match (earliest, latest) {
            (Bound::NegativeInfinity | Bound::Unknown, Bound::Date(_)) => (day(latest, 0), day(latest, 0)),
            _ => (day(earliest, i64::MIN), day(latest, i64::MAX)),
        }
    }
}

fn day(bound: Bound) -> Option<(i64, u8, u8)> {
    match bound {
        Bound::Date(BoundDate { year, month, day }) => Some((year, month, day)),
        _ => None,
    }
}

fn show_date(date: &Date, words: &Words) -> String {
    let shown = match (date.precision(), known(date.month), known(date.day)) {
        (Precision::Season, Some(season), _) => {
            words.fill("season_year", &[("season", words.season(season)), ("year", &show_year(date, words))])
        }
        (_, Some(month), Some(day)) => words.fill(
            "day_month_year",
            &[("day", &day.to_string()), ("month", words.month(month)), ("year", &show_year(date, words))],
        ),
        (_, Some(month), None) => {
            words.fill("month_year", &[("month", words.month(month)), ("year", &show_year(date, words))])
        }
        (_, None, _) => show_year(date, words),
    };
    let shown = if date.is_approximate() { words.fill("date_about", &[("date", &shown)]) } else { shown };
    if date.is_uncertain() { words.fill("date_uncertain", &[("date", &shown)]) } else { shown }
}

fn show_year(date: &Date, words: &Words) -> String {
    let written = date.to_year();
    match (date.year.value(), written.find('X')) {
        (Some(year), _) => words.year(year),
        (None, None) => written,
        (None, Some(_)) => words.fill("decade", &[("decade", &written.replace('X', "0"))]),
    }
}

trait ToYear {
    fn to_year(&self) -> String;
}

impl ToYear for Date {
    fn to_year(&self) -> String {
        use edtf_core::YearKind::Standard;
        match (self.year.kind, self.year.value()) {
            (_, Some(year)) => year.to_string(),
            (Standard { digits, .. }, None) => {
                digits.iter().map(|d| d.map_or('X', |d| char::from(b'0' + d))).collect()
            }
            _ => String::new(),
        }
    }
}

fn known(field: Option<DateField>) -> Option<u8> {
    field.and_then(DateField::value)
}

fn show_interval(interval: &Interval, words: &Words) -> String {
    use IntervalEndpoint::{Date as At, OnOrAfter, OnOrBefore, Open, Unknown};
    match (&interval.start, &interval.end) {
        (At(start) | OnOrAfter(start) | OnOrBefore(start), Open) => {
            words.fill("date_since", &[("date", &show_date(start, words))])
        }
        (At(start) | OnOrAfter(start) | OnOrBefore(start), Unknown) => {
            words.fill("date_from", &[("date", &show_date(start, words))])
        }
        (Open | Unknown, At(end) | OnOrAfter(end) | OnOrBefore(end)) => {
            words.fill("date_until", &[("date", &show_date(end, words))])
        }
        (At(start) | OnOrAfter(start) | OnOrBefore(start), At(end) | OnOrAfter(end) | OnOrBefore(end)) => {
            show_span(start, end, words)
        }
        _ => words.get("date_unknown").to_owned(),
    }
}

/// `16–28 October 1962`, `1947–1991`, `3 March to 4 May 2014`.
fn show_span(start: &Date, end: &Date, words: &Words) -> String {
    let plain = |d: &Date| !d.is_approximate() && !d.is_uncertain() && !d.has_unspecified();
    let same_year = start.year.value() == end.year.value();
    if plain(start) && plain(end) {
        match (known(start.month), known(start.day), known(end.month), known(end.day)) {
            (None, _, None, _) => return format!("{}–{}", show_year(start, words), show_year(end, words)),
            (Some(m), Some(a), Some(n), Some(_)) if same_year && m == n => {
                return format!("{a}–{}", show_date(end, words));
            }
            (Some(m), Some(a), Some(_), Some(_)) if same_year => {
                let from = words.fill("day_month", &[("day", &a.to_string()), ("month", words.month(m))]);
                return words.fill("date_span", &[("from", &from), ("to", &show_date(end, words))]);
            }
            (Some(m), None, Some(_), None) if same_year => {
                return words.fill("date_span", &[("from", words.month(m)), ("to", &show_date(end, words))]);
            }
            _ => {}
        }
    }
    words.fill("date_span", &[("from", &show_date(start, words)), ("to", &show_date(end, words))])
}

/// When something was or will be published: a date, or a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    civil: civil::DateTime,
    /// Set where the offset was written (RFC 3339).
    instant: Option<Timestamp>,
    has_time: bool,
}

/// How often clocks show a time, with the time that is taken for one they do not show once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clock {
    /// Once, as most times.
    Once,
    /// Never: they are put forward.
    Skipped(String),
    /// Twice: they are put back.
    Twice(String),
}

impl Moment {
    /// `2022-03-28`, `2022-03-28T10:00`, `2022-03-28 10:00:00` or RFC 3339.
    /// Nothing for a time that has no instant, such as the last day of the year 9999.
    pub fn parse(written: &str) -> Option<Self> {
        Self::read(written).filter(|moment| (1..=9998).contains(&moment.civil.year()))
    }

    fn read(written: &str) -> Option<Self> {
        if let Ok(date) = written.parse::<civil::Date>()
            && written.len() == 10
        {
            return Some(Self { civil: date.at(0, 0, 0, 0), instant: None, has_time: false });
        }
        let instant = written.parse::<Timestamp>().ok();
        let civil = match written.parse::<civil::DateTime>() {
            Ok(civil) => civil,
            Err(_) => TimeZone::UTC.to_datetime(instant?),
        };
        Some(Self { civil, instant, has_time: true })
    }

    /// The instant meant, in the site's time zone; a bare date is its midnight.
    pub fn instant(&self, zone: &TimeZone) -> Timestamp {
        let local = || zone.to_ambiguous_timestamp(self.civil).compatible().ok();
        self.instant.or_else(local).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// How often clocks in a zone show it, where it is a time without its distance from UTC.
    pub fn clock(&self, zone: &TimeZone) -> Clock {
        use jiff::tz::AmbiguousOffset;
        if self.instant.is_some() || !self.has_time {
            return Clock::Once;
        }
        match zone.to_ambiguous_timestamp(self.civil).offset() {
            AmbiguousOffset::Unambiguous { .. } => Clock::Once,
            AmbiguousOffset::Gap { .. } => Clock::Skipped(self.local(zone)),
            AmbiguousOffset::Fold { .. } => Clock::Twice(self.local(zone)),
        }
    }

    /// RFC 3339, for feeds.
    pub fn rfc3339(&self, zone: &TimeZone) -> String {
        self.instant(zone).to_string()
    }

    /// The local time with its distance from UTC: `2022-03-28T00:00:00+01:00`.
    pub fn local(&self, zone: &TimeZone) -> String {
        let at = self.instant(zone);
        at.display_with_offset(zone.to_offset(at)).to_string()
    }

    /// A value for `<time datetime>`.
    pub fn html(&self, zone: &TimeZone) -> String {
        if self.has_time { self.rfc3339(zone) } else { self.civil.date().to_string() }
    }

    /// `28 March 2022`.
    pub fn show(&self, words: &Words) -> String {
        let date = self.civil.date();
        let month = u8::try_from(date.month()).unwrap_or(1);
        words.fill(
            "day_month_year",
            &[
                ("day", &date.day().to_string()),
                ("month", words.month(month)),
                ("year", &date.year().to_string()),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(edtf: &str) -> String {
        EventDate::parse(edtf).unwrap().show(&Words::english())
    }

    #[test]
    fn dates_are_shown_no_more_exactly_than_known() {
        let cases = [
            ("2018-05-08", "8 May 2018"),
            ("2018-05", "May 2018"),
            ("2018", "2018"),
            ("2022-03~", "c. March 2022"),
            ("1990?", "1990 (uncertain)"),
            ("201X", "2010s"),
            ("2021-21", "spring 2021"),
            ("2014/..", "since 2014"),
            ("../2014-02", "until February 2014"),
            ("1962-10-16/1962-10-28", "16–28 October 1962"),
            ("2022-02-24/2022-04-02", "24 February to 2 April 2022"),
            ("1947/1991", "1947–1991"),
            ("-0044", "45 BC"),
            ("1947/1991~", "1947 to c. 1991"),
            ("2013-11/2014-02", "November 2013 to February 2014"),
        ];
        for (edtf, expected) in cases {
            assert_eq!(shown(edtf), expected, "{edtf}");
        }
    }

    #[test]
    fn events_sort_by_earliest_then_latest_day() {
        let mut dates =
            ["2014/..", "2014", "2014-01-01", "../2013", "1947/1991"].map(|d| EventDate::parse(d).unwrap());
        dates.sort_by(EventDate::chronological);
        let order: Vec<_> = dates.iter().map(|d| &*d.written).collect();
        assert_eq!(order, ["1947/1991", "../2013", "2014-01-01", "2014", "2014/.."]);
    }

    #[test]
    fn a_date_has_a_first_and_a_last_day() {
        let ends = |edtf| {
            let date = EventDate::parse(edtf).unwrap();
            (date.earliest(), date.latest())
        };
        assert_eq!(ends("2020-02"), (Some((2020, 2, 1)), Some((2020, 2, 29))));
        assert_eq!(ends("201X"), (Some((2010, 1, 1)), Some((2019, 12, 31))));
        assert_eq!(ends("-0044-03-15~"), (Some((-44, 3, 15)), Some((-44, 3, 15))));
        assert_eq!(ends("2014/.."), (Some((2014, 1, 1)), None));
        assert_eq!(ends("../2014-02"), (None, Some((2014, 2, 28))));
        assert_eq!(ends("2014/"), (Some((2014, 1, 1)), None));
    }

    #[test]
    fn a_bare_date_is_its_midnight_in_the_zone() {
        let zone = TimeZone::get("Europe/Kyiv").unwrap();
        assert_eq!(Moment::parse("2022-03-28").unwrap().rfc3339(&zone), "2022-03-27T21:00:00Z");
        assert_eq!(
            Moment::parse("2022-03-28T10:00:00+02:00").unwrap().rfc3339(&zone),
            "2022-03-28T08:00:00Z"
        );
        assert!(Moment::parse("28 March").is_none());
    }
}
