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

/// Splits a file at its fences. The error is the opening fence of front matter that is never closed.
pub fn split(text: &str) -> Result<Parts, Span> {
    let start = text::start(text);
    let mut lines = Lines { text, at: start };
    match lines.next() {
        Some((_, "---")) => {}
        _ => return Ok(Parts { yaml: Span::new(start, start), body: start }),
    }
    let yaml = lines.at;
    while let Some((at, line)) = lines.next() {
        if line == "---" || line == "..." {
            return Ok(Parts { yaml: Span::new(yaml, at), body: lines.at });
        }
    }
    Err(Span::new(start, start + 3))
}

/// What is said of front matter that is never closed.
pub fn unclosed(opening: Place) -> Diagnostic {
    Diagnostic::error("BS0111", opening, "the front matter that begins here is never closed")
        .label("opened here")
        .help("put a line of three hyphens, `---`, between the front matter and the text")
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
        assert_eq!(split("---\ntitle: x\n"), Err(Span::new(0, 3)));
    }
}
