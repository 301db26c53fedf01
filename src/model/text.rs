//! Places in text.

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

/// Where a value stands in YAML: the path is made of keys and positions in lists. The place of the
/// key, or of the longest part of the path that is there, where the value itself has no text.
pub fn locate(yaml: &str, path: &[&str]) -> Span {
    let mut finder = Finder { path, at: Vec::new(), best: (0, Span::default()) };
    for event in granit_parser::Parser::new_from_str(yaml) {
        let Ok((event, span)) = event else { break };
        let range = span.byte_range().unwrap_or_default();
        finder.see(&event, Span::new(range.start, range.end));
    }
    finder.best.1
}

/// Walks the events of a YAML parser and keeps the best match for a path.
struct Finder<'a> {
    path: &'a [&'a str],
    at: Vec<Level>,
    best: (usize, Span),
}

/// A collection being walked: the key or position that comes next.
enum Level {
    Map { key: Option<String>, matches: bool },
    List { next: usize, matches: bool },
}

impl Finder<'_> {
    fn see(&mut self, event: &granit_parser::Event<'_>, span: Span) {
        use granit_parser::Event;
        match event {
            Event::Scalar(value, ..) => match self.at.last_mut() {
                Some(Level::Map { key: key @ None, .. }) => {
                    *key = Some(value.to_string());
                    if self.here() {
                        self.keep(self.at.len(), span);
                    } else if self.is_wanted() {
                        // The value has no text of its own: its first key stands for it.
                        self.keep(self.path.len(), span);
                    }
                }
                _ => self.value(span),
            },
            Event::SequenceStart(..) => {
                let matches = self.here();
                self.at.push(Level::List { next: 0, matches });
            }
            Event::MappingStart(..) => {
                let matches = self.here();
                self.at.push(Level::Map { key: None, matches });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.at.pop();
                self.done();
            }
            _ => {}
        }
    }

    /// A scalar value: remembered where its path is wanted.
    fn value(&mut self, span: Span) {
        if self.here() && span.end > span.start {
            self.keep(self.at.len(), span);
        }
        self.done();
    }

    /// Whether the value that comes next lies on the wanted path.
    fn here(&self) -> bool {
        let depth = self.at.len();
        depth <= self.path.len()
            && match self.at.last() {
                None => true,
                Some(Level::Map { key, matches }) => *matches && key.as_deref() == Some(self.path[depth - 1]),
                Some(Level::List { next, matches }) => *matches && next.to_string() == self.path[depth - 1],
            }
    }

    /// Whether the collection being walked is itself the wanted value, and nothing was kept of it yet.
    fn is_wanted(&self) -> bool {
        let matches = matches!(self.at.last(), Some(Level::Map { matches: true, .. }));
        matches && self.at.len() == self.path.len() + 1 && self.best.0 < self.path.len()
    }

    fn keep(&mut self, depth: usize, span: Span) {
        if depth >= self.best.0 && depth > 0 {
            self.best = (depth, span);
        }
    }

    fn done(&mut self) {
        match self.at.last_mut() {
            Some(Level::Map { key, .. }) => *key = None,
            Some(Level::List { next, .. }) => *next += 1,
            None => {}
        }
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

/// An id from words: `What would a “rupture” mean?` gives `what-would-a-rupture-mean`.
/// Other scripts are transliterated; nothing usable gives `untitled`.
pub fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in deunicode::deunicode(words).chars() {
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => slug.push(c),
            '\'' | '’' => {}
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
        if slug.len() >= 80 {
            break;
        }
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
    }

    #[test]
    fn values_are_found_in_yaml() {
        let yaml = "title: Îran\ntimeline:\n  - {date: 2015}\n  - title: x\n    sources: [a, wapoo]\n";
        let found = |path: &[&str]| locate(yaml, path).of(yaml);
        assert_eq!(found(&["title"]), "Îran");
        assert_eq!(found(&["timeline", "1", "sources", "1"]), "wapoo");
        assert_eq!(found(&["timeline", "0", "date"]), "2015");
        assert_eq!(found(&["timeline", "1", "sources"]), "sources");
        assert_eq!(found(&["timeline", "1"]), "title");
        assert_eq!(found(&["nothing"]), "");
        let list = "- id: a\n  title: A\n- title: B\n";
        assert_eq!(locate(list, &["1"]), Span::new(21, 26));
    }

    #[test]
    fn the_nearest_word_is_near() {
        assert_eq!(nearest("standfrist", ["title", "standfirst"]), Some("standfirst"));
        assert_eq!(nearest("zebra", ["title", "standfirst"]), None);
    }
}
