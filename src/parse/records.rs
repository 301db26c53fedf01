//! YAML becomes typed fields. Every field is checked, so that one run names every mistake;
//! places are looked up only for those.

use crate::model::date::{EventDate, Moment};
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::document::{Location, Prose};
use crate::model::figure::Figure;
use crate::model::record::{COMMON, ContentKind, Data, Field, Fields, Holds, ProseId, Reference, Told};
use crate::model::text::{Span, is_forbidden, nearest, surely};
use serde_yaml::Value;

/// How dates of the world are written.
const DATES: &str = "write `2018-05-08`, `2018-05`, `2018`, `2022-03~` (about), `1990?`, `2014/..` (since), \
                     `2014/2016`, `-0043` (44 BC); a real day, in quotes where it has `~` or `?` or begins with `-`";

/// Turns YAML into fields, and collects what is wrong and the prose it meets.
pub struct Reader<'a> {
    location: &'a Location,
    path: Vec<String>,
    /// The prose of the fields; their ids begin at 1, after the body.
    pub prose: Vec<Prose>,
    /// What is wrong.
    pub found: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// A reader for the record at a location.
    pub fn new(location: &'a Location) -> Self {
        Self { location, path: Vec::new(), prose: Vec::new(), found: Vec::new() }
    }

    /// The fields of a record of this kind.
    pub fn record(&mut self, yaml: &Value, kind: &ContentKind) -> Fields {
        self.map(yaml, &[COMMON, kind.fields])
    }

    /// These fields and no others.
    pub fn only(&mut self, yaml: &Value, fields: &'static [Field]) -> Fields {
        self.map(yaml, &[fields])
    }

    fn map(&mut self, yaml: &Value, tables: &[&'static [Field]]) -> Fields {
        let Some(mapping) = yaml.as_mapping() else {
            self.wrong(
                "BS0113",
                "this should be a mapping of `key: value` lines",
                "one `key: value` on each line",
            );
            return Fields::default();
        };
        let fields = || tables.iter().copied().flatten();
        let (mut read, mut meant) = (Vec::with_capacity(mapping.len()), Vec::new());
        for (key, value) in mapping {
            let key = key.as_str().map_or_else(|| format!("{key:?}"), str::to_owned);
            let Some(field) = fields().find(|field| field.name == key) else {
                self.unknown_key(&key, fields().map(|field| field.name));
                let absent = fields().map(|field| field.name).filter(|name| mapping.get(*name).is_none());
                // Of two that are meant to be the same key only one can be.
                let sure = surely(&key, absent).filter(|sure| !meant.contains(sure));
                meant.extend(sure);
                self.meant(&key, sure.map(str::to_owned));
                continue;
            };
            self.path.push(key);
            if !value.is_null()
                && let Some(data) = self.value(value, &field.holds)
            {
                read.push((field.name, data));
            }
            self.path.pop();
        }
        let read = Fields(read);
        self.check_order(&read);
        read
    }

    /// What ends must not end before it begins.
    fn check_order(&mut self, fields: &Fields) {
        if let (Some(from), Some(to)) = (fields.date("from"), fields.date("to"))
            && from.earliest().zip(to.latest()).is_some_and(|(from, to)| to < from)
        {
            self.path.push("to".to_owned());
            let message = format!("this ends, {}, before it begins, {}", to.written, from.written);
            self.wrong("BS0115", &message, "turn the two dates around");
            self.path.pop();
        }
    }

    fn value(&mut self, yaml: &Value, holds: &'static Holds) -> Option<Data> {
        match holds {
            Holds::Text => self.text(yaml).map(|text| Data::Text(text.into())),
            Holds::Prose => self.text(yaml).map(|text| self.prose(&text)),
            Holds::Date => self.text(yaml).and_then(|text| self.date(&text)),
            Holds::DateOrUnknown => {
                self.text(yaml).filter(|text| text != "unknown").and_then(|text| self.date(&text))
            }
            Holds::Figure => self.number(yaml).and_then(|words| self.figure(&words)),
            Holds::ByDate(fields) => self.by_date(yaml, fields),
            Holds::Moment => self.text(yaml).and_then(|text| self.moment(&text)),
            Holds::Bool => self.bool(yaml),
            Holds::Int(least, most) => self.int(yaml, *least, *most),
            Holds::OneOf(words) => self.text(yaml).and_then(|text| self.one_of(&text, words)),
            Holds::Ref(kind) => self.text(yaml).and_then(|id| self.reference(&id, kind)),
            Holds::RefOrText(kinds) => self.text(yaml).map(|text| reference_or_text(&text, kinds)),
            Holds::Url => self.text(yaml).and_then(|url| self.url(&url)),
            Holds::HouseRules => Some(Data::Map(self.map(yaml, &[crate::house_rules()]))),
            Holds::List(item) => Some(self.list(yaml, item)),
            Holds::Map(fields) => Some(Data::Map(self.map(yaml, &[fields]))),
        }
    }

    /// One thing alone may stand for a list of one.
    fn list(&mut self, yaml: &Value, item: &'static Holds) -> Data {
        if let Some(dashed) = yaml.as_str().filter(|text| text.starts_with(['–', '—'])) {
            self.long_dashes(dashed);
            return Data::List(Vec::new());
        }
        let Some(items) = yaml.as_sequence() else {
            return Data::List(self.value(yaml, item).into_iter().collect());
        };
        let mut list = Vec::new();
        for (i, value) in items.iter().enumerate() {
            self.path.push(i.to_string());
            list.extend(self.value(value, item));
            self.path.pop();
        }
        Data::List(list)
    }

    /// A list whose hyphens a phone or a word processor made long is no list to YAML.
    fn long_dashes(&mut self, text: &str) {
        self.wrong("BS0114", "this list is written with long dashes", "begin each line with a hyphen, `-`");
        let written = self.place().span.of(&self.location.manuscript.text).to_owned();
        let is_plain = text.split_whitespace().eq(written.split_whitespace());
        let lines = written.split('\n').map(|line| {
            let inside = line.trim_start();
            let indent = &line[..line.len() - inside.len()];
            match inside.strip_prefix(['–', '—']) {
                Some(rest) => format!("{indent}-{rest}"),
                None => line.to_owned(),
            }
        });
        let mended: Vec<String> = lines.collect();
        self.meant(&written, is_plain.then(|| mended.join("\n")));
    }

    /// Words alone stand for the first of the fields.
    fn by_date(&mut self, yaml: &Value, fields: &'static [Field]) -> Option<Data> {
        let Some(mapping) = yaml.as_mapping() else {
            let help = "write one `date: value` on each line: `2022-03-28: more than 3.8 million`";
            self.wrong("BS0113", "this should be a mapping of dates", help);
            return None;
        };
        let mut dates = Vec::new();
        for (key, value) in mapping {
            let written = match key {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                other => format!("{other:?}"),
            };
            self.path.push(written.clone());
            let date = self.date(&written);
            let inside = match (value, fields) {
                (Value::Mapping(_), _) => self.map(value, &[fields]),
                (words, [first, ..]) => Fields(
                    self.value(words, &first.holds).map(|data| (first.name, data)).into_iter().collect(),
                ),
                _ => Fields::default(),
            };
            if let Some(Data::Date(date)) = date {
                dates.push((date, inside));
            }
            self.path.pop();
        }
        dates.sort_by(|a, b| a.0.chronological(&b.0));
        Some(Data::ByDate(dates))
    }

    /// Words, or a number, which cannot be changed by what YAML makes of it.
    fn number(&mut self, yaml: &Value) -> Option<String> {
        match yaml {
            // More digits than a floating-point number holds would have been rounded.
            Value::Number(number) if number.is_f64() && !is_exact(number) => {
                self.wrong("BS0114", "YAML reads this as a number and may change it", "put it in quotes");
                None
            }
            Value::Number(number) => Some(number.to_string()),
            other => self.text(other),
        }
    }

    fn figure(&mut self, words: &str) -> Option<Data> {
        match Figure::parse(words) {
            Ok(figure) => Some(Data::Figure(Told { words: words.into(), figure })),
            Err(reason) => {
                let help = "write `3.8 million`, `more than 1,100`, `between 40 and 60` or `3.67 percent`";
                self.wrong("BS0122", &format!("`{words}` is not a figure: {reason}"), help);
                None
            }
        }
    }

    fn text(&mut self, yaml: &Value) -> Option<String> {
        match yaml {
            Value::String(text) if text.contains(is_forbidden) => {
                self.wrong("BS0106", "there is a control character in this text", "take the escape out");
                None
            }
            Value::String(text) => Some(text.trim_end().to_owned()),
            Value::Number(number) if number.is_f64() => {
                self.wrong("BS0114", "YAML reads this as a number and may change it", "put it in quotes");
                self.quoted();
                None
            }
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(_) => {
                self.wrong("BS0114", "YAML reads this as yes or no", "put it in quotes");
                self.quoted();
                None
            }
            _ => {
                self.wrong(
                    "BS0114",
                    "this should be text",
                    "one line of text; in quotes if it has a colon or a bracket",
                );
                None
            }
        }
    }

    fn prose(&mut self, text: &str) -> Data {
        let (prose, mistakes) = super::field_prose(text, self.path.clone());
        let place = |part| self.location.inside(&self.path, text, part);
        self.found.extend(mistakes.into_iter().map(|mistake| mistake.diagnostic(place)));
        self.prose.push(prose);
        Data::Prose(ProseId(u16::try_from(self.prose.len()).unwrap_or(0)))
    }

    fn date(&mut self, text: &str) -> Option<Data> {
        match EventDate::parse(text) {
            Ok(date) => Some(Data::Date(date)),
            Err(error) if error.message.contains("precedes") => {
                self.wrong("BS0115", &format!("`{text}` ends before it begins"), "turn the two dates around");
                None
            }
            Err(error) => {
                let (message, help) = match EventDate::meant(text) {
                    Some(meant) => {
                        (format!("`{text}` is not how a date is written"), format!("did you mean `{meant}`?"))
                    }
                    None => {
                        let reason = EventDate::why_not(text).filter(|why| why.contains("days"));
                        let reason = reason.unwrap_or_else(|| error.message.to_string());
                        (format!("`{text}` is not a date: {reason}"), DATES.to_owned())
                    }
                };
                self.wrong("BS0115", &message, &help);
                self.meant(text, EventDate::meant(text));
                None
            }
        }
    }

    fn moment(&mut self, text: &str) -> Option<Data> {
        let moment = Moment::parse(text);
        if moment.is_none() {
            let help = "write `2022-03-28`, `2022-03-28T10:00` or `2022-03-28T10:00:00+02:00`, of the years 0001 to 9998";
            let reason = EventDate::why_not(text).map(|why| format!(": {why}")).unwrap_or_default();
            self.wrong("BS0115", &format!("`{text}` is not a day or a time{reason}"), help);
        }
        moment.map(Data::Moment)
    }

    fn bool(&mut self, yaml: &Value) -> Option<Data> {
        let read = yaml.as_bool();
        if read.is_none() {
            self.wrong("BS0114", "this is neither `true` nor `false`", "write `true` or `false`");
        }
        read.map(Data::Bool)
    }

    fn int(&mut self, yaml: &Value, least: i64, most: i64) -> Option<Data> {
        let read = yaml.as_i64().filter(|number| (least..=most).contains(number));
        if read.is_none() {
            self.wrong(
                "BS0114",
                "this number does not fit",
                &format!("a whole number from {least} to {most}"),
            );
        }
        read.map(Data::Int)
    }

    fn one_of(&mut self, text: &str, words: &'static [&'static str]) -> Option<Data> {
        if words.contains(&text) {
            return Some(Data::Text(text.into()));
        }
        let help = match nearest(text, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? It is one of: {}", words.join(", ")),
            None => format!("it is one of: {}", words.join(", ")),
        };
        self.wrong("BS0116", &format!("`{text}` is not one of the words this field takes"), &help);
        self.meant(text, surely(text, words.iter().copied()).map(str::to_owned));
        None
    }

    fn reference(&mut self, id: &str, kind: &'static str) -> Option<Data> {
        let id = id.strip_prefix(kind).and_then(|rest| rest.strip_prefix(':')).unwrap_or(id);
        Some(Data::Ref(Reference { kind, id: id.into() }))
    }

    fn url(&mut self, url: &str) -> Option<Data> {
        let fine = super::body::is_web(url) && !url.contains(char::is_whitespace);
        if !fine {
            self.wrong("BS0117", &format!("`{url}` is not a web address"), "begin it with `https://`");
        }
        fine.then(|| Data::Url(url.into()))
    }

    fn unknown_key<'k>(&mut self, key: &str, known: impl Iterator<Item = &'k str> + Clone) {
        let help = match nearest(key, known.clone()) {
            _ if key == "id" => "the id of a `.md` file is its name".to_owned(),
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys here are: {}", known.collect::<Vec<_>>().join(", ")),
        };
        self.path.push(key.to_owned());
        let mut place = self.place();
        let yaml = self.location.yaml.of(&self.location.manuscript.text);
        // The key itself is meant, not the value that `locate` prefers.
        if let Some(at) = key_before(yaml, key, place.span, self.location.yaml.start) {
            place.span = at;
        }
        self.path.pop();
        self.found.push(
            Diagnostic::error("BS0112", place, format!("`{key}` is not a key that belongs here"))
                .label("unknown key")
                .help(help),
        );
    }

    /// Adds to what was just found what was surely meant by some words of it.
    fn meant(&mut self, from: &str, to: Option<String>) {
        if let Some((to, found)) = to.and_then(|to| Some((to, self.found.pop()?))) {
            self.found.push(self.location.mended(found, from, &to));
        }
    }

    /// Adds to what was just found that its words stand in quotes.
    fn quoted(&mut self) {
        let written = self.place().span.of(&self.location.manuscript.text).to_owned();
        let plain = written.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
        self.meant(&written, plain.then(|| format!("\"{written}\"")));
    }

    fn wrong(&mut self, code: &'static str, message: &str, help: &str) {
        let place = self.place();
        self.found.push(Diagnostic::error(code, place, message).help(help));
    }

    fn place(&self) -> Place {
        self.location.field(&self.path)
    }
}

/// Whether a number with a point is surely as it was written: of no more digits than it can hold.
fn is_exact(number: &serde_yaml::Number) -> bool {
    let digits = number.to_string().bytes().filter(u8::is_ascii_digit).count();
    number.as_f64().is_some_and(f64::is_finite) && digits <= 15
}

/// The span of a key, given that of its value: the last time it is written before.
fn key_before(yaml: &str, key: &str, value: Span, base: u32) -> Option<Span> {
    let until = (value.end.checked_sub(base)? as usize).min(yaml.len());
    let begins =
        |at: usize| yaml[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "{,\"'-".contains(c));
    let ends = |at: usize| yaml[at + key.len()..].trim_start_matches(['"', '\'', ' ']).starts_with(':');
    let (at, _) = yaml.get(..until)?.rmatch_indices(key).find(|(at, _)| begins(*at) && ends(*at))?;
    Some(Span::new(at, at + key.len()).shifted(base as usize))
}

/// `kind:id`, an id, which is of the first kind, or plain words.
fn reference_or_text(text: &str, kinds: &'static [&'static str]) -> Data {
    for kind in kinds {
        if let Some(id) = text.strip_prefix(kind).and_then(|rest| rest.strip_prefix(':')) {
            return Data::Ref(Reference { kind, id: id.into() });
        }
    }
    let id_like = !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    match kinds.first() {
        Some(kind) if id_like => Data::Ref(Reference { kind, id: text.into() }),
        _ => Data::Text(text.into()),
    }
}
