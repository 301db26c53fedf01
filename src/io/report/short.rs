//! A report as editors and `grep` read it: `path:line:column: severity[code]: message`, a line for each.

use super::Report;
use super::visible::visible;
use crate::model::diagnostic::Diagnostic;

/// A line for each diagnostic. What a file has wrong as a whole is told at its beginning.
pub fn lines(report: &Report<'_>) -> String {
    report.shown.iter().map(|diagnostic| line(report, diagnostic)).collect()
}

fn line(report: &Report<'_>, diagnostic: &Diagnostic) -> String {
    let start = report.region(&diagnostic.place).map_or((1, 1), |at| (at.start.line, at.start.column));
    let help = match diagnostic.help.as_str() {
        "" => String::new(),
        help => format!(" ({help})"),
    };
    let message = visible(&format!("{}{help}", diagnostic.message));
    let (path, severity) = (visible(&report.path(&diagnostic.place)), diagnostic.severity.name());
    format!("{path}:{}:{}: {severity}[{}]: {message}\n", start.0, start.1, diagnostic.code.0)
}
