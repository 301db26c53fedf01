//! What rules need to know of a language to read it: lists of words, a file a language. A rule that reads words is
//! silent in a language that is not here.

mod english;

use aho_corasick::AhoCorasick;

/// The words of a language.
pub struct Language {
    /// Words that tell who said something: `said`, `according to`.
    pub speech: &'static [&'static str],
    /// Acronyms that readers know better than what they stand for.
    pub known_acronyms: &'static [&'static str],
    /// Link texts that say nothing of where they lead, in small letters.
    pub empty_links: &'static [&'static str],
    /// Words that tell of a day only to those who know when they were written.
    pub ageing: AhoCorasick,
    /// Words before which these are a stretch of time, and no day: `the last week`.
    pub determiners: &'static [&'static str],
}

/// The languages that rules can read. Made once for a build.
pub struct Languages {
    english: Option<Language>,
}

impl Languages {
    /// All of them.
    pub fn new() -> Self {
        Self { english: english::language() }
    }

    /// The language of a BCP 47 tag, such as `en-GB`.
    pub fn of(&self, tag: &str) -> Option<&Language> {
        match tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => self.english.as_ref(),
            _ => None,
        }
    }
}
