//! Where front matter ends and the body begins.

use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::text::{self, Span};

/// The two parts of a Markdown file.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts {
    /// The YAML between the fences; empty where there is none.
    pub yaml: Span,
    /// The first byte of the body.
    pub body: usize,
}

/// What is wrong with the fences of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken {
    /// The opening fence.
    opening: Span,
    /// A fence that is written with long dashes, as a phone makes them of hyphens.
    long: Option<Span>,
}

/// Splits a file at its fences. The error is front matter that is never opened, or never closed.
pub fn split(text: &str) -> Result<Parts, Broken> {
    let start = text::start(text);
    let mut lines = Lines { text, at: start };
    let span = |at: usize, line: &str| Span::new(at, at + line.len());
    let opening = match lines.next() {
        Some((at, line)) if line == "---" => span(at, line),
        Some((at, line)) if is_long(line) => {
            return Err(Broken { opening: span(at, line), long: Some(span(at, line)) });
        }
        _ => return Ok(Parts { yaml: Span::new(start, start), body: start }),
    };
    let (yaml, mut long) = (lines.at, None);
    while let Some((at, line)) = lines.next() {
        if line == "---" || line == "..." {
            return Ok(Parts { yaml: Span::new(yaml, at), body: lines.at });
        }
        long = long.or_else(|| is_long(line).then(|| span(at, line)));
    }
    Err(Broken { opening, long })
}

/// Whether a line is a fence whose hyphens were made long.
fn is_long(line: &str) -> bool {
    line.chars().count() <= 3 && line.contains(['–', '—']) && line.chars().all(|c| "-–—".contains(c))
}

impl Broken {
    /// What is said of it.
    pub fn told(self, place: impl Fn(Span) -> Place) -> Diagnostic {
        match self.long {
            Some(long) => Diagnostic::error("BS0111", place(long), "this fence is made of long dashes")
                .label("three hyphens were meant")
                .help("write three hyphens, `---`, before and after the front matter")
                .instead_at(long, "---"),
            None => Diagnostic::error(
                "BS0111",
                place(self.opening),
                "the front matter that begins here is never closed",
            )
            .label("opened here")
            .help("put a line of three hyphens, `---`, between the front matter and the text"),
        }
    }
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let rest = self.text.get(at..).filter(|rest| !rest.is_empty())?;
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let after = &rest[end..];
        let ending = if after.starts_with("\r\n") { 2 } else { usize::from(!after.is_empty()) };
        self.at = at + end + ending;
        Some((at, rest[..end].trim_end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_found() {
        let crlf = "---\r\ntitle: x\r\n---\r\nBody";
        assert_eq!(split(crlf), Ok(Parts { yaml: Span::new(5, 15), body: 20 }));
        assert_eq!(split("Body"), Ok(Parts { yaml: Span::new(0, 0), body: 0 }));
        assert_eq!(split("---\ntitle: x\n"), Err(Broken { opening: Span::new(0, 3), long: None }));
        let long = Span::new(13, 17);
        assert_eq!(split("---\ntitle: x\n—-\n"), Err(Broken { opening: Span::new(0, 3), long: Some(long) }));
    }
}
