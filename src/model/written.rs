//! How text stands in YAML, and where in it: a value over several lines, indented, folded, in quotes or with escapes is
//! read as something else than is written. Made when something in such a value is wrong.

use super::text::Span;

/// Where some bytes of a text stand in the YAML it was read from. Nothing where the two cannot be laid side by side.
pub fn place(written: &str, read: &str, span: Span) -> Option<Span> {
    let mut walk = Walk { written, at: 0, quote: written.chars().next().filter(|c| matches!(c, '"' | '\'')) };
    walk.at += walk.quote.map_or(0, char::len_utf8);
    let (mut start, mut end) = (None, 0);
    for (at, c) in read.char_indices() {
        if at >= span.end as usize {
            break;
        }
        let found = walk.next(c)?;
        if at >= span.start as usize {
            start = start.or(Some(found.start));
            end = found.end;
        }
    }
    // An empty span is where the next letter would be.
    let start = start.unwrap_or(walk.at);
    Some(Span::new(start, end.max(start)))
}

/// Walks the letters as they are written.
struct Walk<'a> {
    written: &'a str,
    at: usize,
    quote: Option<char>,
}

impl Walk<'_> {
    /// The bytes that were read as this letter.
    fn next(&mut self, read: char) -> Option<std::ops::Range<usize>> {
        loop {
            let start = self.at;
            let rest = self.written.get(start..)?;
            let c = rest.chars().next()?;
            self.at += c.len_utf8();
            match c {
                '\\' if self.quote == Some('"') => match self.escape() {
                    // A line that goes on without a gap.
                    None => continue,
                    Some(()) => return Some(start..self.at),
                },
                '\'' if self.quote == Some('\'') && rest.starts_with("''") => {
                    self.at += 1;
                    return (read == '\'').then_some(start..self.at);
                }
                c if c == read && !c.is_whitespace() => return Some(start..self.at),
                c if c.is_whitespace() && read.is_whitespace() => {
                    if matches!(c, '\n' | '\r') && !matches!(read, '\n') {
                        self.skip_gap();
                    }
                    return Some(start..self.at);
                }
                // Indentation, and lines that were folded.
                c if c.is_whitespace() => continue,
                _ => return None,
            }
        }
    }

    /// What follows a backslash. A line end there is no letter.
    fn escape(&mut self) -> Option<()> {
        let c = self.written.get(self.at..)?.chars().next()?;
        self.at += c.len_utf8();
        let digits = match c {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '\n' | '\r' => {
                self.skip_gap();
                return None;
            }
            _ => 0,
        };
        self.at = (self.at + digits).min(self.written.len());
        Some(())
    }

    /// Goes to the next letter that is no space.
    fn skip_gap(&mut self) {
        let rest = self.written.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start().len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words `x…x` of what is read, as they are written.
    fn found<'a>(written: &'a str, read: &str, words: &str) -> &'a str {
        let at = read.find(words).unwrap_or_else(|| panic!("no “{words}” in “{read}”"));
        place(written, read, Span::new(at, at + words.len())).map_or("(nothing)", |span| span.of(written))
    }

    #[test]
    fn words_are_found_in_every_style() {
        assert_eq!(found("plain Îran here", "plain Îran here", "Îran"), "Îran");
        assert_eq!(found("one\n  two three", "one two three", "three"), "three");
        assert_eq!(found("one\n  two three", "one two three", "one two"), "one\n  two");
        assert_eq!(
            found("Line one\n  Line two\n\n  Line three\n", "Line one\nLine two\n\nLine three\n", "three"),
            "three"
        );
        assert_eq!(
            found("folded one\n  folded two\n\n  para\n", "folded one folded two\npara", "para"),
            "para"
        );
        assert_eq!(found("\"dq \\u00e9 \\\"x\\\" y\\\n   z [a]\"", "dq é \"x\" yz [a]", "[a]"), "[a]");
        assert_eq!(found("\"dq \\u00e9 x\"", "dq é x", "é"), "\\u00e9");
        assert_eq!(found("'it''s [here]'", "it's [here]", "[here]"), "[here]");
        assert_eq!(found("a\r\n  b c\r\n", "a\nb c\n", "c"), "c");
        assert_eq!(found("other", "words", "words"), "(nothing)");
    }
}
