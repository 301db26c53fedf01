//! What is wrong with YAML that does not parse, or that says more than it seems: each slip with its place. Read a
//! second time, by a parser that knows places, and only when something is wrong or looks odd.

use super::mended;
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::document::Location;
use crate::model::text::Span;
use granit_parser::{Event, Parser};
use std::collections::HashMap;

/// More values than this are not repeated by aliases in any record.
const MOST_REPEATED: usize = 10_000;

/// What is said of YAML that does not parse.
pub fn broken(location: &Location, yaml: &str, error: &serde_yaml::Error) -> Vec<Diagnostic> {
    let message = error.to_string();
    let desk = Desk { location, yaml };
    let at = error.location().map_or(0, |at| byte_at(yaml, at.line(), at.column()));
    if message.contains("duplicate entry") {
        let doubles = desk.doubles();
        if !doubles.is_empty() {
            return doubles;
        }
    }
    if message.contains("repetition limit") {
        return vec![desk.bomb()];
    }
    if message.contains("invalid type: integer") {
        return vec![desk.long_number(at)];
    }
    vec![desk.unreadable(&message, at)]
}

/// Tags: YAML's way to say what a value is to a program. Nearly no text has a sign that could be one.
pub fn tags(location: &Location, yaml: &str) -> Vec<Diagnostic> {
    let may_begin =
        |at: usize| yaml[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "[{,".contains(c));
    if !yaml.match_indices('!').any(|(at, _)| may_begin(at)) {
        return Vec::new();
    }
    let desk = Desk { location, yaml };
    let mut found = Vec::new();
    for (event, span) in desk.events() {
        let tag = match &event {
            Event::Scalar(_, _, _, tag)
            | Event::SequenceStart(_, _, tag)
            | Event::MappingStart(_, _, tag) => tag,
            _ => continue,
        };
        if let Some(tag) = tag.as_ref().filter(|tag| !is_plain(tag.handle(), tag.suffix())) {
            found.push(desk.tag(tag.suffix(), span));
        }
    }
    found
}

/// Whether a tag only says what the value is anyhow.
fn is_plain(handle: &str, suffix: &str) -> bool {
    let plain = ["str", "int", "float", "bool", "null", "seq", "map"];
    handle == "tag:yaml.org,2002:" && plain.contains(&suffix)
}

struct Desk<'a> {
    location: &'a Location,
    yaml: &'a str,
}

impl<'a> Desk<'a> {
    fn place(&self, span: Span) -> Place {
        self.location.at(span.shifted(self.location.yaml.start as usize))
    }

    /// The events of the YAML, each with its place, up to where it can no longer be read.
    fn events(&self) -> impl Iterator<Item = (Event<'a>, Span)> {
        let events = Parser::new_from_str(self.yaml).map_while(Result::ok);
        events.map(|(event, span)| {
            let range = span.byte_range().unwrap_or_default();
            (event, Span::new(range.start, range.end))
        })
    }

    /// Every key that is written a second time in its mapping.
    fn doubles(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        // The keys of the mappings that are open; nothing for lists. And whether a key comes next.
        let mut open: Vec<Option<(HashMap<String, Span>, bool)>> = Vec::new();
        for (event, span) in self.events() {
            match event {
                Event::Scalar(key, ..) => {
                    if let Some(Some((keys, next @ true))) = open.last_mut() {
                        *next = false;
                        if let Some(first) = keys.get(&*key) {
                            found.push(self.double(&key, span, *first));
                        } else {
                            keys.insert(key.to_string(), span);
                        }
                        continue;
                    }
                }
                Event::MappingStart(..) => {
                    open.push(Some((HashMap::new(), true)));
                    continue;
                }
                Event::SequenceStart(..) => {
                    open.push(None);
                    continue;
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    open.pop();
                }
                Event::Alias(_) => {}
                _ => continue,
            }
            // A value has ended: a key comes next.
            if let Some(Some((_, next))) = open.last_mut() {
                *next = true;
            }
        }
        found
    }

    fn double(&self, key: &str, second: Span, first: Span) -> Diagnostic {
        let message = format!("this YAML cannot be read: the key `{key}` is written twice");
        Diagnostic::error("BS0118", self.place(second), message)
            .label("the second time")
            .related(self.place(first), "the first")
            .help("keep one of the two")
    }

    /// The alias at which values are repeated too often.
    fn bomb(&self) -> Diagnostic {
        let mut sizes: HashMap<usize, usize> = HashMap::new();
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut last = Span::default();
        for (event, span) in self.events() {
            let size = match event {
                Event::Scalar(_, _, anchor, _) => {
                    sizes.insert(anchor, 1);
                    1
                }
                Event::Alias(anchor) => {
                    last = span;
                    sizes.get(&anchor).copied().unwrap_or(MOST_REPEATED)
                }
                Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                    open.push((anchor, 0));
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let Some((anchor, size)) = open.pop() else { break };
                    sizes.insert(anchor, size);
                    size
                }
                _ => continue,
            };
            let Some((_, around)) = open.last_mut() else { continue };
            *around = around.saturating_add(size);
            if *around > MOST_REPEATED {
                break;
            }
        }
        let message =
            format!("this YAML cannot be read: aliases repeat more than {MOST_REPEATED} values here");
        Diagnostic::error("BS0118", self.place(last), message)
            .help("write the values out: a record needs no `&anchors` and `*aliases`")
    }

    fn long_number(&self, at: usize) -> Diagnostic {
        let rest = self.yaml.get(at..).unwrap_or_default();
        let length =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '+').unwrap_or(rest.len());
        let number = &rest[..length];
        let message = format!("`{number}` has more digits than a number of YAML can hold");
        Diagnostic::error("BS0114", self.place(Span::new(at, at + length)), message)
            .help(format!("put it in quotes: `\"{number}\"`"))
    }

    fn tag(&self, tag: &str, value: Span) -> Diagnostic {
        let before = self.yaml.get(..value.start as usize).unwrap_or_default();
        // The tag stands before its value; of an empty value the place is behind it.
        let at = before.rfind('!').unwrap_or(value.start as usize);
        let at = if self.yaml[..at].ends_with('!') { at - 1 } else { at };
        let length = self.yaml[at..].find(|c: char| c.is_whitespace() || ",]}".contains(c));
        let end = length.map_or(self.yaml.len(), |length| at + length);
        let message = format!(
            "there is a tag here, `{}`: no value of a record is of a type of its own",
            &self.yaml[at..end]
        );
        let help = match tag {
            "python/object" | "ruby/object" => "take it out: no value is ever run as a program",
            _ => "take it out; for text that begins with `!`, put the value in quotes",
        };
        Diagnostic::error("BS0123", self.place(Span::new(at, end)), message).help(help)
    }

    fn unreadable(&self, message: &str, at: usize) -> Diagnostic {
        let reason = message.split(" at line ").next().unwrap_or(message);
        // What was expected at the end is missed where the last line ends.
        let at = at.min(self.yaml.trim_end().len());
        let line = line_around(self.yaml, at);
        let span = Span::new(at, (at + 1).min(line.end as usize).max(at));
        let wrong =
            Diagnostic::error("BS0118", self.place(span), format!("this YAML cannot be read: {reason}"))
                .help(hint(line.of(self.yaml), message));
        match mended::lines(self.yaml).filter(|_| self.location.manuscript.map.is_empty()) {
            Some((at, lines)) => wrong.instead_at(at.shifted(self.location.yaml.start as usize), lines),
            None => wrong,
        }
    }
}

fn hint(line: &str, message: &str) -> &'static str {
    if line.contains('\t') {
        "indent with spaces: YAML allows no tabs"
    } else if line.contains(['“', '”', '‘', '’']) && message.contains("mapping values") {
        "put straight quotes, \"…\", around the whole value: curly ones do not quote in YAML"
    } else if message.contains("mapping values") {
        "put the value in quotes: it has a colon with a space after it"
    } else if line.trim_end().ends_with(": %") {
        "write `percent`: a value cannot begin with a percent sign"
    } else if line.contains(": %") || line.contains(": @") || line.contains(": `") {
        "put the value in quotes: it begins with a sign that YAML keeps for itself"
    } else if message.contains("recursion limit") {
        "values are nested too deep here: no record is; take the superfluous indentation out"
    } else if message.contains("alias") || message.contains("anchor") {
        "put the value in quotes if it begins with `*` or `&`; write it out if it is an alias"
    } else {
        "look for an unclosed quote or bracket, or for indentation that does not fit the line above"
    }
}

/// The byte of a line and column, both counted from 1, the column in characters.
fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(i, _)| i)
}

fn line_around(text: &str, at: usize) -> Span {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |i| i + 1);
    let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |i| start + i);
    Span::new(start, end)
}
