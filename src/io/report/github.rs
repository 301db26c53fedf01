//! A report as annotations of GitHub Actions: errors first, and no more than that service shows of one step.

use super::Report;
use super::visible::visible;
use crate::model::diagnostic::{Diagnostic, Severity};
use std::fmt::Write;

/// How many annotations of a level are shown for a step.
const MOST: usize = 10;

/// A workflow command for each diagnostic, and a line that says how many there are.
pub fn commands(report: &Report<'_>) -> String {
    let mut commands = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let of_level = report.shown.iter().filter(|diagnostic| diagnostic.severity == severity);
        of_level.take(MOST).for_each(|diagnostic| commands.push_str(&command(report, diagnostic)));
    }
    let totals = report.totals;
    let all = totals.errors + totals.warnings + totals.notes;
    let rest = match commands.lines().count() {
        told if told < all => format!("; {told} of them are annotations"),
        _ => String::new(),
    };
    let _ = writeln!(commands, "{totals}{rest}");
    commands
}

fn command(report: &Report<'_>, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Note => "notice",
        other => other.name(),
    };
    let mut properties = vec![("file", report.path(&diagnostic.place))];
    if let Some(region) = report.region(&diagnostic.place) {
        let (start, end) = (region.start, region.end);
        properties.push(("line", start.line.to_string()));
        properties.push(("endLine", end.line.to_string()));
        // Columns are taken of places on one line only.
        if start.line == end.line {
            properties.push(("col", start.column.to_string()));
            properties.push(("endColumn", end.column.to_string()));
        }
    }
    properties.push(("title", diagnostic.code.0.to_owned()));
    let properties: Vec<_> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(&visible(value)))).collect();
    let help = match diagnostic.help.as_str() {
        "" => String::new(),
        help => format!("\nhelp: {}", visible(help)),
    };
    let message = format!("{}{help}", visible(&diagnostic.message));
    format!("::{level} {}::{}\n", properties.join(","), data(&message))
}

/// Text as the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_escaped_as_github_has_it() {
        assert_eq!(data("100%\r\n::error::a, b"), "100%25%0D%0A::error::a, b");
        assert_eq!(property("C:\\a,b%"), "C%3A\\a%2Cb%25");
    }
}
