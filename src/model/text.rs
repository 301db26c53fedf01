//! Places in text, and small questions about text.

use super::hash::Hash;
use std::collections::{BTreeSet, HashMap};

/// A range of bytes in a file, or in a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Inputs are limited to less than 4 GiB by `io`.
    pub fn new(start: usize, end: usize) -> Self {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: small(start), end: small(end.max(start)) }
    }

    /// This span as a range of indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text at this span; nothing where it does not fit.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// This span moved to the right.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start as usize + by, self.end as usize + by)
    }
}

/// Where a text begins: behind a mark of the byte order, if there is one.
pub fn start(text: &str) -> usize {
    text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len()
}

/// Characters that may stand in no page or feed: control characters, and those that XML 1.0 forbids.
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// Where every value of a piece of YAML stands. Made once for a file, when something in it is wrong.
#[derive(Debug, Clone, Default)]
pub struct Places(HashMap<Vec<String>, Span>);

impl Places {
    /// The places of all values; of a key, where its value has no text of its own.
    pub fn new(yaml: &str) -> Self {
        let mut walk = Walk::default();
        for event in granit_parser::Parser::new_from_str(yaml) {
            let Ok((event, span)) = event else { break };
            let range = span.byte_range().unwrap_or_default();
            walk.see(&event, Span::new(range.start, range.end));
        }
        walk.places
    }

    /// The place of a value by its path of keys and positions in lists, or of the longest part of the path
    /// that is there.
    pub fn find(&self, path: &[String]) -> Span {
        let parts = (1..=path.len()).rev().filter_map(|length| self.0.get(&path[..length]));
        parts.copied().next().unwrap_or_default()
    }
}

/// Walks the events of a YAML parser and keeps the place of each value.
#[derive(Default)]
struct Walk {
    places: Places,
    /// The collections that are open.
    open: Vec<Level>,
    path: Vec<String>,
}

/// A collection being walked.
enum Level {
    /// A mapping, and whether a key was just read.
    Map { keyed: bool },
    /// A list, and the next position.
    List { next: usize },
}

impl Walk {
    fn see(&mut self, event: &granit_parser::Event<'_>, span: Span) {
        use granit_parser::Event;
        match event {
            Event::Scalar(value, ..) => match self.open.last_mut() {
                Some(Level::Map { keyed: keyed @ false }) => {
                    *keyed = true;
                    // The first key stands for its mapping, every key for its value until that has text.
                    self.places.0.entry(self.path.clone()).or_insert(span);
                    self.path.push(value.to_string());
                    self.places.0.entry(self.path.clone()).or_insert(span);
                }
                _ => {
                    self.begin();
                    if span.end > span.start {
                        self.places.0.insert(self.path.clone(), span);
                    }
                    self.end();
                }
            },
            Event::SequenceStart(..) => {
                self.begin();
                self.open.push(Level::List { next: 0 });
            }
            Event::MappingStart(..) => {
                self.begin();
                self.open.push(Level::Map { keyed: false });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
                self.end();
            }
            _ => {}
        }
    }

    /// A value begins: an item of a list adds its position to the path.
    fn begin(&mut self) {
        if let Some(Level::List { next }) = self.open.last_mut() {
            self.path.push(next.to_string());
            *next += 1;
        }
    }

    /// A value has ended: its key or position is done.
    fn end(&mut self) {
        match self.open.last_mut() {
            Some(Level::Map { keyed }) => *keyed = false,
            Some(Level::List { .. }) => {}
            None => return,
        }
        self.path.pop();
    }
}

/// The nearest of `known` to a word that was not found, for a "did you mean".
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score > 0.78)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// The one of `known` that a word was surely meant to be: a slip of the finger away, with the same digits, and no other is.
pub fn surely<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let slips = match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    let (lower, own) = (word.to_lowercase(), digits(word));
    let near = known.into_iter().filter(|candidate| {
        candidate.len().abs_diff(word.len()) <= 4 * slips
            && strsim::osa_distance(&lower, &candidate.to_lowercase()) <= slips
            && digits(candidate) == own
    });
    let near: BTreeSet<&str> = near.collect();
    near.first().copied().filter(|_| near.len() == 1)
}

/// Text as a value of YAML: in quotes where it needs them.
pub fn yaml_text(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || " -–—.’/()?".contains(c);
    let is_word = text.starts_with(char::is_alphabetic) && text.contains(' ') && !text.ends_with(' ');
    match is_word && text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// The longest id made from words, in letters: some systems take no more than 255 bytes for a name.
const LONGEST_SLUG: usize = 80;

/// An id from words: `What would a “rupture” mean?` gives `what-would-a-rupture-mean`.
/// Other scripts are transliterated; nothing usable gives `untitled`. What is very long is cut, and ends in a hash, so
/// that two long titles that begin alike have two ids.
pub fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in deunicode::deunicode(words).chars() {
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => slug.push(c),
            '\'' | '’' => {}
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    if slug.len() > LONGEST_SLUG {
        let hash = Hash::of(words.as_bytes()).short();
        slug.truncate(LONGEST_SLUG - hash.len() - 1);
        slug = format!("{}-{hash}", slug.trim_end_matches('-'));
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "untitled".into() } else { slug.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ids() {
        assert_eq!(slug("What would a ‘rupture’ mean?"), "what-would-a-rupture-mean");
        assert_eq!(slug("Київ"), "kiyiv");
        assert_eq!(slug("—"), "untitled");
        let long = |end: &str| slug(&format!("{}{end}", "Ünïcode 語 words ".repeat(10_000)));
        assert_eq!(long("").len(), 80);
        assert_ne!(long(" a"), long(" b"));
        assert!(long("").starts_with("unicode-yu-words-unicode-"));
    }

    #[test]
    fn values_are_found_in_yaml() {
        let yaml = "title: Îran\ntimeline:\n  - {date: 2015}\n  - title: x\n    sources: [a, wapoo]\n";
        let find = |yaml: &str, path: &[&str]| {
            Places::new(yaml).find(&path.iter().map(|step| (*step).to_owned()).collect::<Vec<_>>())
        };
        let found = |path: &[&str]| find(yaml, path).of(yaml);
        assert_eq!(found(&["title"]), "Îran");
        assert_eq!(found(&["timeline", "1", "sources", "1"]), "wapoo");
        assert_eq!(found(&["timeline", "0", "date"]), "2015");
        assert_eq!(found(&["timeline", "1", "sources"]), "sources");
        assert_eq!(found(&["timeline", "1"]), "title");
        assert_eq!(found(&["nothing"]), "");
        let list = "- id: a\n  title: A\n- title: B\n";
        assert_eq!(find(list, &["1"]), Span::new(21, 26));
    }

    #[test]
    fn the_nearest_word_is_near() {
        assert_eq!(nearest("standfrist", ["title", "standfirst"]), Some("standfirst"));
        assert_eq!(nearest("zebra", ["title", "standfirst"]), None);
    }

    #[test]
    fn only_a_slip_is_sure() {
        let ids = ["jcpoa", "confirmed", "unconfirmed", "march-2021", "leap-year"];
        assert_eq!(surely("jcpao", ids), Some("jcpoa"));
        assert_eq!(surely("leap-yaer", ids), Some("leap-year"));
        assert_eq!(surely("uconfirmed", ids), None, "two are as near");
        assert_eq!(surely("march-2022", ids), None, "another number is another thing");
        assert_eq!(surely("leap-day", ids), None);
        assert_eq!(surely("jcp", ids), None);
    }

    #[test]
    fn text_is_quoted_where_yaml_needs_it() {
        assert_eq!(yaml_text("Why is there a 29 February?"), "Why is there a 29 February?");
        assert_eq!(yaml_text("Iran: the “deal”"), "\"Iran: the “deal”\"");
        assert_eq!(yaml_text("a \"b\" \\"), r#""a \"b\" \\""#);
        for odd in ["true", "1.10", "", "null", "~", "- a", "x "] {
            assert!(yaml_text(odd).starts_with('"'), "{odd}");
        }
    }
}
