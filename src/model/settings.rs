//! The settings of a site, and the interface words of its language.

use super::diagnostic::Place;
use super::document::Location;
use super::hash::{Digest, Hash};
use super::record::Fields;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What `content/site.yml` says, with defaults for what it leaves out.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Everything written there, checked.
    pub fields: Fields,
    /// The public address of the home page, with a slash at the end.
    pub base_url: Arc<str>,
    /// The path of that address: `/` or `/project/`.
    pub base_path: Arc<str>,
    /// The language, BCP 47.
    pub lang: Arc<str>,
    /// The time zone of dates of publication.
    pub zone: TimeZone,
    /// Where they are written, if they are.
    pub location: Option<Location>,
    /// The hash of all of it.
    pub hash: Hash,
}

impl Settings {
    /// The place of a setting.
    pub fn place(&self, key: &str) -> Place {
        match &self.location {
            Some(location) => location.field(&[key.to_owned()]),
            None => Place::file(&"content/site.yml".into()),
        }
    }

    /// What the site is called.
    pub fn name(&self) -> &str {
        self.fields.text("title").map_or("Backstory", |title| title)
    }

    /// Language and country as Open Graph has them, `en_GB`; nothing where there is no country.
    pub fn locale(&self) -> Option<String> {
        let (language, rest) = self.lang.split_once('-')?;
        let country =
            rest.split('-').find(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_alphabetic()))?;
        Some(format!("{}_{}", language.to_ascii_lowercase(), country.to_ascii_uppercase()))
    }

    /// The host of its public address.
    pub fn host(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or(&*self.base_url, |(_, rest)| rest);
        let authority = rest.split('/').next().unwrap_or(rest);
        let host = authority.rsplit('@').next().unwrap_or(authority);
        host.split(':').next().filter(|host| !host.is_empty()).unwrap_or("localhost")
    }

    /// A path inside the site as a link: `glossary/` gives `/base/glossary/`.
    pub fn link(&self, path: &str) -> String {
        [&self.base_path, path.trim_start_matches('/')].concat()
    }

    /// A path inside the site as a public address.
    pub fn address(&self, path: &str) -> String {
        [&self.base_url, path.trim_start_matches('/')].concat()
    }
}

/// The direction in which a language is written: `rtl` or `ltr`.
pub fn direction(lang: &str) -> &'static str {
    const FROM_THE_RIGHT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    let language = lang.split('-').next().unwrap_or(lang).to_ascii_lowercase();
    if FROM_THE_RIGHT.contains(&language.as_str()) { "rtl" } else { "ltr" }
}

/// A phrase with `{name}` replaced, wherever `value` knows the name and writes what stands there.
pub fn filled(phrase: &str, mut value: impl FnMut(&str, &mut String) -> bool) -> String {
    let mut filled = String::with_capacity(phrase.len() + 32);
    let mut rest = phrase;
    while let Some(open) = rest.find('{') {
        let (before, behind) = rest.split_at(open);
        filled.push_str(before);
        let name = behind[1..].split_once('}').map(|(name, _)| name);
        let done = name.filter(|name| value(name, &mut filled)).map_or(0, |name| name.len() + 2);
        if done == 0 {
            filled.push('{');
        }
        rest = &behind[done.max(1)..];
    }
    filled.push_str(rest);
    filled
}

/// The words of the interface: `words/en.yml` of the theme, a phrase for each key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// By key.
    phrases: Vec<(String, String)>,
    /// Where each key stands: a page asks for some hundred phrases.
    places: FxHashMap<String, usize>,
}

impl Words {
    /// Words from phrases; a later phrase replaces an earlier one of the same key.
    pub fn new(phrases: impl IntoIterator<Item = (String, String)>) -> Self {
        let phrases: BTreeMap<String, String> = phrases.into_iter().collect();
        let places = phrases.keys().cloned().zip(0..).collect();
        Self { phrases: phrases.into_iter().collect(), places }
    }

    /// The phrase for a key; where the theme has none the key itself, so that it is seen, and of a kind that it does
    /// not know the name.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        match self.places.get(key) {
            Some(place) => &self.phrases[*place].1,
            None => {
                ["kind_", "kinds_", "key_"].iter().find_map(|before| key.strip_prefix(before)).unwrap_or(key)
            }
        }
    }

    /// The phrase for a key, with `{name}` replaced.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        filled(self.get(key), |name, to| {
            value(name).is_some_and(|value| {
                to.push_str(value);
                true
            })
        })
    }

    /// A year, counted as astronomers do: 0 is 1 BC.
    pub fn year(&self, year: i64) -> String {
        match year {
            1.. => year.to_string(),
            _ => self.fill("year_bc", &[("year", &(1 - year).to_string())]),
        }
    }

    /// A decade by its first year.
    pub fn decade(&self, first: i64) -> String {
        match first {
            0.. => self.fill("decade", &[("decade", &first.to_string())]),
            _ => self.fill("decade_bc", &[("decade", &(-first).to_string())]),
        }
    }

    /// The name of a month, 1 to 12.
    pub fn month(&self, month: u8) -> &str {
        self.listed("months", usize::from(month.max(1)) - 1)
    }

    /// The name of a season, EDTF 21 to 24.
    pub fn season(&self, season: u8) -> &str {
        self.listed("seasons", usize::from(season.max(21)) - 21)
    }

    fn listed<'a>(&'a self, key: &'a str, at: usize) -> &'a str {
        self.get(key).split_whitespace().nth(at).unwrap_or_default()
    }

    /// Every key with its phrase, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.phrases.iter().map(|(key, phrase)| (key.as_str(), phrase.as_str()))
    }

    /// The hash of all of them.
    pub fn hash(&self) -> Hash {
        let mut digest = Digest::default();
        for (key, phrase) in self.iter() {
            digest.bytes(key.as_bytes());
            digest.bytes(phrase.as_bytes());
        }
        digest.finish()
    }

    #[cfg(test)]
    pub(crate) fn english() -> Self {
        let text = include_str!("../../themes/broadsheet/words/en.yml");
        let phrases: std::collections::BTreeMap<String, String> =
            serde_yaml::from_str(text).unwrap_or_default();
        Self::new(phrases)
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn what_stands_in_a_phrase_is_not_read_as_a_phrase() {
        let words = Words::new([("said".to_owned(), "{who} said {what}, {unknown} {who".to_owned())]);
        let filled = words.fill("said", &[("who", "{what}"), ("what", "so")]);
        assert_eq!(filled, "{what} said so, {unknown} {who");
        assert_eq!(words.fill("kind_boat", &[]), "boat");
    }
}
