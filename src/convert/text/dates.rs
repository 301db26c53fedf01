//! Dates in English words or as ISO 8601 has them, perhaps with a weekday before and a time after.
//! Anything else in the words, and they are no date.

use super::words::{after, after_any, has, length};
use jiff::civil::Date;
use jiff::fmt::strtime::BrokenDownTime;

/// A date of publication on a line of its own, as ISO 8601 has it.
pub(in crate::convert) fn date_line(line: &str) -> Option<String> {
    if line.len() > 160 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = after_any(line, "First published, Published, Posted, Date:").unwrap_or(line);
    let rest = rest.trim_start_matches([':', ' ']);
    full_date(after(rest, "on ").unwrap_or(rest)).filter(|_| length(line) <= 80)
}

/// A date with its year as ISO 8601 has it.
pub(in crate::convert) fn full_date(words: &str) -> Option<String> {
    let told = date(words)?;
    Date::new(told.year()?, told.month()?, told.day()?).ok().map(|date| date.to_string())
}

/// The date where the words are one and nothing else; its year may be missing.
pub(in crate::convert) fn date(words: &str) -> Option<BrokenDownTime> {
    // Most words are none, and this says so at once.
    if words.len() > 80 || !words.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let tokens: Vec<&str> = words.split([' ', ',']).filter(|token| !token.is_empty()).map(plain).collect();
    let weekday = tokens.first().is_some_and(|first| has(WEEKDAYS, first));
    let words = tokens.get(usize::from(weekday)..)?.join(" ");
    FORMATS.iter().find_map(|format| {
        let (told, read) = BrokenDownTime::parse_prefix(format, &words).ok()?;
        let rest = words.get(read..)?;
        let time = (rest.is_empty() || rest.starts_with([' ', 'T'])) && rest.split(' ').all(is_time);
        // Without a year, take one in which every day exists. The "10" of "10 AM" is none.
        let year = told.year().unwrap_or(2000);
        (time && year > 999 && Date::new(year, told.month()?, told.day()?).is_ok()).then_some(told)
    })
}

/// A word of a date without "th" or a full stop: "3rd", "Sept."
fn plain(token: &str) -> &str {
    let token = token.trim_end_matches('.');
    let number = ["st", "nd", "rd", "th"].iter().find_map(|end| token.strip_suffix(end));
    let number = number.filter(|digits| digits.ends_with(|c: char| c.is_ascii_digit()));
    if has("Sept", token) { "Sep" } else { number.unwrap_or(token) }
}

/// What may stand after a date: a clock, a time zone, and the marks between them.
fn is_time(token: &str) -> bool {
    let mark = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "().:+|-–—·".contains(c);
    has("at, am, pm, a.m, p.m", token)
        || ((token.len() <= 5 || token.contains(':')) && token.chars().all(mark))
}

const FORMATS: [&str; 7] = ["%Y-%m-%d", "%d %B %Y", "%B %d %Y", "%d %b %Y", "%b %d %Y", "%d %B", "%B %d"];
const WEEKDAYS: &str = "\
    Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, Mon, Tue, Wed, Thu, Fri, Sat, Sun";
