//! The lines of a text, and where a byte stands among them, as people and editors count.

use std::borrow::Cow;

/// A text by its lines. They end as Markdown has it: with a line feed, a carriage return, or both.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    text: Cow<'a, str>,
    starts: Vec<usize>,
}

/// Where a byte stands. Everything is counted from 1, but for the byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The byte, from 0 on.
    pub byte: usize,
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
    /// The column, in units of UTF-16.
    pub utf16: usize,
}

impl<'a> Lines<'a> {
    /// The lines of a text.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The text of a line, without its end.
    pub fn text(&self, line: usize) -> &str {
        let start = self.start(line);
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }

    /// The first byte of a line; a mark of the byte order before it is no part of it.
    pub fn start(&self, line: usize) -> usize {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        if start == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start }
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Where a byte stands, or the character that it is a part of.
    pub fn position(&self, byte: usize) -> Position {
        let byte = floor(&self.text, byte);
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let before = self.text.get(self.start(line)..byte).unwrap_or_default();
        Position {
            byte,
            line,
            column: before.chars().count() + 1,
            utf16: before.chars().map(char::len_utf16).sum::<usize>() + 1,
        }
    }
}

/// The last character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_counted_as_editors_do() {
        let lines = Lines::new("\u{feff}ab\r\nî😀c\rd\n");
        assert_eq!((1..=4).map(|line| lines.text(line)).collect::<Vec<_>>(), ["ab", "î😀c", "d", ""]);
        let at = |byte| {
            let position = lines.position(byte);
            (position.line, position.column, position.utf16)
        };
        assert_eq!(at(0), (1, 1, 1));
        assert_eq!(at(3), (1, 1, 1));
        assert_eq!(at(4), (1, 2, 2));
        let c = "\u{feff}ab\r\nî😀".len();
        assert_eq!(at(c), (2, 3, 4), "a pair of surrogates is one character");
        assert_eq!(at(c - 1), (2, 2, 2), "in the middle of a character is at it");
        assert_eq!(at(c + 2), (3, 1, 1));
        assert_eq!(at(999), (4, 1, 1));
    }
}
