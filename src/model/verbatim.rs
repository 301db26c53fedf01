//! Quotations compared letter by letter, as an editor does it: typographic marks are no difference, an ellipsis
//! stands for words left out, square brackets for words put in. Where the words are registered is for others.

use std::ops::Range;

/// Where words are not as they are registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The words that differ, as bytes of what was marked.
    pub at: Range<usize>,
    /// How the registered words go on there; nothing where they are not met at all.
    pub registered: String,
}

/// How many words of the registered text are told where it goes on.
const TOLD: usize = 8;
/// How many words a pair of square brackets may stand for.
const BRACKETED: usize = 12;

/// Whether words are what is registered, or a part of it.
pub fn compare(marked: &str, registered: &str) -> Result<(), Difference> {
    let pieces = pieces(marked);
    let said = words(registered, 0);
    if pieces.iter().all(|piece| piece.words.is_empty()) {
        return Err(Difference { at: 0..marked.len(), registered: String::new() });
    }
    let mut from = 0;
    let mut opening = true;
    for piece in pieces.iter().filter(|piece| !piece.words.is_empty()) {
        // After brackets the words go on nearby; after an ellipsis anywhere behind.
        let until = if piece.after_brackets && !opening { from + BRACKETED + 1 } else { said.len() };
        match piece.find(&said, from, until, opening) {
            Ok(end) => from = end,
            Err(difference) => return Err(difference.told(registered)),
        }
        opening = false;
    }
    Ok(())
}

/// A key that quotations share when only typographic marks and spaces tell them apart.
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in words(text, 0) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&word.letters);
    }
    key
}

/// A word without the signs around it, and its bytes in the text.
#[derive(Debug)]
struct Word {
    letters: String,
    at: Range<usize>,
}

/// Words in a row, between what was left out or put in.
#[derive(Debug, Default)]
struct Piece {
    words: Vec<Word>,
    /// Whether square brackets stand before it.
    after_brackets: bool,
}

/// A difference by words: where it is, and which registered word was expected.
struct Unlike {
    at: Range<usize>,
    expected: Option<Range<usize>>,
}

impl Unlike {
    fn told(self, registered: &str) -> Difference {
        let rest = self.expected.map_or("", |expected| registered.get(expected.start..).unwrap_or_default());
        let end = rest.split_whitespace().take(TOLD).last();
        let end = end.map_or(0, |last| last.as_ptr() as usize - rest.as_ptr() as usize + last.len());
        let registered = rest.get(..end).unwrap_or_default();
        Difference { at: self.at, registered: registered.trim_end_matches(is_mark).to_owned() }
    }
}

impl Piece {
    /// The word after this piece in what was said, looked for from one word until another.
    fn find(&self, said: &[Word], from: usize, until: usize, opening: bool) -> Result<usize, Unlike> {
        let mut best = (0, None);
        for start in from..said.len().min(until) {
            let matched = self.matched(&said[start..], opening);
            if matched == self.words.len() {
                return Ok(start + matched);
            }
            // The longest match says where the words part; long texts are not searched twice for it.
            if matched > best.0 {
                best = (matched, said.get(start + matched).map(|word| word.at.clone()));
            }
        }
        let (matched, expected) = best;
        let at = self.words.get(matched).map_or(0..0, |word| word.at.clone());
        let end = self.words.last().map_or(at.end, |last| if matched == 0 { last.at.end } else { at.end });
        Err(Unlike { at: at.start..end, expected })
    }

    /// How many words from the first on are as they were said.
    fn matched(&self, said: &[Word], opening: bool) -> usize {
        let same = |i: usize, mine: &Word, theirs: &Word| {
            mine.letters == theirs.letters || (opening && i == 0 && first_letter_aside(mine, theirs))
        };
        self.words
            .iter()
            .zip(said)
            .enumerate()
            .take_while(|(i, (mine, theirs))| same(*i, mine, theirs))
            .count()
    }
}

/// A quotation may begin with a capital, or without one, to fit its sentence.
fn first_letter_aside(mine: &Word, theirs: &Word) -> bool {
    let (mut mine, mut theirs) = (mine.letters.chars(), theirs.letters.chars());
    let (first, other) = (mine.next(), theirs.next());
    first.zip(other).is_some_and(|(a, b)| a.to_lowercase().eq(b.to_lowercase())) && mine.eq(theirs)
}

/// The pieces between ellipses and brackets. A single letter in brackets, `[T]he`, is that letter.
fn pieces(marked: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece::default()];
    let mut start = 0;
    let mut at = 0;
    while at < marked.len() {
        let rest = &marked[at..];
        let (length, brackets) = match gap(rest) {
            Some(gap) => gap,
            None => {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
        };
        if let Some(last) = pieces.last_mut() {
            last.words.extend(words(&marked[start..at], start));
        }
        pieces.push(Piece { words: Vec::new(), after_brackets: brackets });
        at += length;
        start = at;
    }
    if let Some(last) = pieces.last_mut() {
        last.words.extend(words(marked.get(start..).unwrap_or_default(), start));
    }
    pieces
}

/// What stands for words of the original, at the start of a text: its length, and whether it is in brackets.
fn gap(text: &str) -> Option<(usize, bool)> {
    const ELLIPSES: [&str; 8] = ["[…]", "[...]", "(…)", "(...)", "[. . .]", ". . .", "…", "..."];
    if let Some(ellipsis) = ELLIPSES.iter().find(|ellipsis| text.starts_with(**ellipsis)) {
        return Some((ellipsis.len(), false));
    }
    let inside = text.strip_prefix('[')?;
    let end = inside.find(']')?;
    let letter = inside[..end].chars().count() == 1 && inside[end + 1..].starts_with(char::is_alphabetic);
    (!letter).then_some((end + 2, true))
}

/// The words of a text, which begins at a byte of a longer one. A script without spaces has a word for each letter.
fn words(text: &str, base: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open: Option<Word> = None;
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    for (at, c) in text.char_indices() {
        let end = base + at + c.len_utf8();
        // A sign between digits is a part of the number.
        let in_number = matches!(c, '.' | ',' | ':')
            && digit(text[..at].chars().next_back())
            && digit(text[at + 1..].chars().next());
        if c.is_whitespace() || is_dash(c) || is_alone(c) {
            words.extend(open.take());
        }
        if is_alone(c) {
            words.push(Word { letters: c.to_string(), at: base + at..end });
        } else if !c.is_whitespace() && !is_dash(c) && (in_number || !is_mark(c)) {
            let word = open.get_or_insert_with(|| Word { letters: String::new(), at: base + at..end });
            word.letters.push(c);
            word.at.end = end;
        }
    }
    words.extend(open);
    words
}

/// Signs that are no difference: quotation marks, apostrophes, and those that end a sentence or a part of one.
fn is_mark(c: char) -> bool {
    "“”„‟\"«»‹›‘’‚‛'`´「」『』〝〞＂＇.,;:!?¡¿。、，！？：；()[]".contains(c) || is_invisible(c)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '−')
}

/// Letters of scripts that are written without spaces.
fn is_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{0e00}'..='\u{0e7f}' | '\u{20000}'..='\u{2ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAID: &str = "For God’s sake, this man cannot remain in power.";

    #[test]
    fn an_editor_would_let_these_stand() {
        for marked in [
            "“For God’s sake, this man cannot remain in power.”",
            "\"For God's sake, this man cannot remain in power\"",
            "“cannot remain in power,”",
            "“For God’s sake … cannot remain in power”",
            "“For God’s sake, [Putin] cannot remain in power.”",
            "“[T]his man cannot remain […] in power”",
            "“This man cannot remain in power”",
            "« this man »",
            "this  man\ncannot",
        ] {
            assert_eq!(compare(marked, SAID), Ok(()), "{marked}");
        }
    }

    #[test]
    fn an_editor_would_stop_at_these() {
        for (marked, differs, registered) in [
            ("“this man can’t remain in power”", "can’t", "cannot remain in power"),
            ("“cannot stay in energy”", "stay", "remain in power"),
            ("“a butcher”", "a butcher", ""),
            ("“in power … this man”", "this man", ""),
            ("“…”", "“…”", ""),
        ] {
            let found = compare(marked, SAID).unwrap_err();
            assert_eq!((&marked[found.at], &*found.registered), (differs, registered), "{marked}");
        }
    }

    #[test]
    fn any_script_is_compared() {
        assert_eq!(compare("「平和が一番」", "世界には平和が一番だ。"), Ok(()));
        assert!(compare("「戦争が一番」", "世界には平和が一番だ。").is_err());
        assert_eq!(compare("„не може“", "Ця людина не може залишатися при владі"), Ok(()));
        assert_eq!(compare("«لا يمكن»", "هذا الرجل لا يمكن أن يبقى"), Ok(()));
    }

    #[test]
    fn equal_quotations_have_one_key() {
        assert_eq!(key("“For God's sake – this man”"), key("For God’s sake, this man."));
        assert_ne!(key("this man"), key("that man"));
    }

    proptest! {
        #[test]
        fn any_text_can_be_compared(marked in "\\PC{0,40}|[“”a-c …\\[\\]]{0,40}", said in "\\PC{0,40}|[a-c .]{0,60}") {
            if let Err(difference) = compare(&marked, &said) {
                prop_assert!(marked.get(difference.at).is_some());
            }
            if key(&said).chars().any(char::is_alphanumeric) {
                prop_assert_eq!(compare(&said.replace(['[', ']', '…'], " ").replace("...", " "), &said.replace(['[', ']', '…'], " ").replace("...", " ")), Ok(()));
            }
        }
    }
}
