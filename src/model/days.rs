//! Dates of the world as days of a calendar, for formats that know years, months and days alone.

use super::date::EventDate;

/// The months in English, for copy that is read in it. What readers see has the words of the theme.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How often something is looked after.
pub const CADENCES: &[&str] = &["daily", "weekly", "monthly", "quarterly", "yearly"];

/// For how many days something that is looked after so often is fresh.
pub fn in_cadence(cadence: &str) -> i64 {
    match cadence {
        "daily" => 1,
        "weekly" => 7,
        "monthly" => 31,
        "quarterly" => 92,
        _ => 366,
    }
}

/// Year, month and day.
pub type Day = (i64, u8, u8);

/// Year; year and month; or year, month and day.
pub type Parts = Vec<i64>;

/// The first and the last day of a date, where both are known; where one is known, that alone.
pub fn of(date: &EventDate) -> Option<(Day, Option<Day>)> {
    match (date.earliest(), date.latest()) {
        (Some(first), last) => Some((first, last)),
        (None, Some(last)) => Some((last, None)),
        (None, None) => None,
    }
}

/// Both ends of a stretch of days, no more exactly than they are known: whole years are years, whole months
/// months. There is no second end where it is the same as the first, or not known.
pub fn ends((first, last): (Day, Option<Day>)) -> (Parts, Option<Parts>) {
    let Some(last) = last else { return (parts(first, 3), None) };
    let is_first_day = first.2 == 1;
    let is_last_day = last.2 == length(last.0, last.1);
    let exact = match (is_first_day && is_last_day, (first.1, last.1)) {
        (true, (1, 12)) => 1,
        (true, _) => 2,
        (false, _) => 3,
    };
    let (start, end) = (parts(first, exact), parts(last, exact));
    let end = (start != end).then_some(end);
    (start, end)
}

/// A day in ISO 8601, where it can be written with four digits of a year.
pub fn iso(parts: &[i64]) -> Option<String> {
    match *parts {
        [year, ..] if !(1..=9999).contains(&year) => None,
        [year] => Some(format!("{year:04}")),
        [year, month] => Some(format!("{year:04}-{month:02}")),
        [year, month, day, ..] => Some(format!("{year:04}-{month:02}-{day:02}")),
        [] => None,
    }
}

fn parts((year, month, day): Day, exact: usize) -> Parts {
    [year, month.into(), day.into()].into_iter().take(exact).collect()
}

/// The days of a month, in the calendar that EDTF counts with: the Gregorian, also before it was.
fn length(year: i64, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_no_more_exact_than_they_are_known() {
        assert_eq!(ends(((2018, 5, 8), Some((2018, 5, 8)))), (vec![2018, 5, 8], None));
        assert_eq!(ends(((2020, 2, 1), Some((2020, 2, 29)))), (vec![2020, 2], None));
        assert_eq!(ends(((2010, 1, 1), Some((2019, 12, 31)))), (vec![2010], Some(vec![2019])));
        assert_eq!(ends(((2021, 3, 1), Some((2021, 5, 31)))), (vec![2021, 3], Some(vec![2021, 5])));
        assert_eq!(ends(((2014, 1, 1), None)), (vec![2014, 1, 1], None));
        assert_eq!(iso(&[-44, 3, 15]), None);
    }
}
