//! The slips in YAML that have one safe answer: a tab, curly quotes around a value, a value with a colon or with a sign that YAML
//! keeps for itself. Line by line, and only where the whole can be read afterwards.

use crate::model::text::{Span, yaml_text};
use serde_yaml::Value;
use std::borrow::Cow;

/// How many lines of a file are mended at most.
const MOST: usize = 50;

/// The lines of YAML to write anew, from the first with a slip to the last, so that it can be read.
pub fn lines(yaml: &str) -> Option<(Span, String)> {
    let mut written: Vec<Cow<'_, str>> = yaml.split('\n').map(Cow::Borrowed).collect();
    for _ in 0..MOST {
        let Err(error) = serde_yaml::from_str::<Value>(&written.join("\n")) else {
            return changed(yaml, &written);
        };
        let at = error.location()?.line().checked_sub(1)?;
        let line = written.get(at)?;
        written[at] = Cow::Owned(without_tabs(line).or_else(|| quoted(line))?);
    }
    None
}

/// From the first line that is other than it was to the last.
fn changed(yaml: &str, lines: &[Cow<'_, str>]) -> Option<(Span, String)> {
    let is_new = |line: &Cow<'_, str>| matches!(line, Cow::Owned(_));
    let (first, last) = (lines.iter().position(is_new)?, lines.iter().rposition(is_new)?);
    let before = |count: usize| yaml.split('\n').take(count).map(|line| line.len() + 1).sum::<usize>();
    let end = (before(last + 1) - 1).min(yaml.len());
    Some((Span::new(before(first), end), lines[first..=last].join("\n")))
}

/// A line that is indented with tabs, with two spaces for each.
fn without_tabs(line: &str) -> Option<String> {
    let inside = line.trim_start_matches([' ', '\t']);
    let indent = &line[..line.len() - inside.len()];
    indent.contains('\t').then(|| format!("{}{inside}", indent.replace('\t', "  ")))
}

/// A `key: value` whose value YAML cannot read as it is, in straight quotes.
fn quoted(line: &str) -> Option<String> {
    let (line, end) = line.strip_suffix('\r').map_or((line, ""), |line| (line, "\r"));
    let (key, value) = line.split_once(": ")?;
    let is_key = |c: char| c.is_alphanumeric() || "_-. ".contains(c);
    let value = value.trim();
    if !key.chars().all(is_key) || value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!', '#']) {
        return None;
    }
    if key.trim() == "unit" && value == "%" {
        return Some(format!("{key}: percent{end}"));
    }
    let needs_quotes = value.contains(": ") || value.ends_with(':') || value.starts_with(['%', '@', '`']);
    // What stands in curly quotes was meant to be quoted, unless they open and close within it.
    let inside = value.strip_prefix('“').and_then(|value| value.strip_suffix('”'));
    let meant = inside.filter(|inside| !inside.contains(['“', '”'])).unwrap_or(value);
    let fits = needs_quotes && !value.contains(" #");
    fits.then(|| format!("{key}: {}{end}", yaml_text(meant)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(yaml: &str, expected: &str) {
        let (at, text) = lines(yaml).unwrap();
        let mut mended = yaml.to_owned();
        mended.replace_range(at.range(), &text);
        assert_eq!(mended, expected);
        assert!(lines(&mended).is_none(), "it is done once");
    }

    #[test]
    fn what_has_one_safe_answer_is_mended() {
        becomes("title: Iran: the deal\nshort: x\n", "title: \"Iran: the deal\"\nshort: x\n");
        becomes("title: “Iran: the deal”\r\nshort: x\r\n", "title: \"Iran: the deal\"\r\nshort: x\r\n");
        becomes("title: “A”: the “B”\n", "title: \"“A”: the “B”\"\n");
        becomes("dateline:\n\tplace: Vienna\n\tdate: 2015\n", "dateline:\n  place: Vienna\n  date: 2015\n");
        becomes(
            "- id: a\n  unit: %\n- id: b\n  title: @home\n",
            "- id: a\n  unit: percent\n- id: b\n  title: \"@home\"\n",
        );
        becomes("title: Say \"no\": why\n", "title: \"Say \\\"no\\\": why\"\n");
    }

    #[test]
    fn what_could_be_meant_in_several_ways_is_left() {
        for yaml in
            ["title: [\n", "a: 1\na: 2\n", "title: \"x\n", "title: x: y # note\n", "title: x\n  y: z\n"]
        {
            assert_eq!(lines(yaml), None, "{yaml}");
        }
    }
}
