//! The text becomes lines, each with what its look says: a mark at the start, an indent, blank lines around
//! it. Which of them belong together is left to `passages`.

use super::words::{ends_sentence, is_rule, length};

/// One line that is not blank, without the space around it.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// The whole line, and its words without the mark that says its form.
    pub whole: &'a str,
    pub text: &'a str,
    pub form: Form,
    /// Where `whole` starts in the raw text, and how far it is indented.
    pub at: usize,
    pub indent: usize,
    /// Lines without a blank one between them have the same number.
    pub block: usize,
}

/// What the first characters of a line say it is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Form {
    Plain,
    Quote,
    Bullet,
    /// The number and the character after it.
    Number(u8, char),
}

impl Form {
    pub(super) fn is_item(self) -> bool {
        matches!(self, Self::Bullet | Self::Number(..))
    }
}

/// The lines of the text that are not blank.
pub(super) fn lines(raw: &str) -> Vec<Line<'_>> {
    let text = raw.strip_prefix('\u{feff}').unwrap_or(raw);
    let (mut lines, mut at, mut block) = (Vec::new(), raw.len() - text.len(), 0);
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let (whole, start) = (line.trim(), line.len() - line.trim_start().len());
        let ends_return = || line == "\n" && raw.get(..at).is_some_and(|before| before.ends_with('\r'));
        if !whole.is_empty() {
            let indent = line.chars().take_while(|c| c.is_whitespace());
            let indent = indent.map(|c| if c == '\t' { 4 } else { 1 }).sum();
            let (form, text) = form(whole);
            lines.push(Line { whole, text, form, at: at + start, indent, block });
        } else if !ends_return() {
            block += 1;
        }
        at += line.len();
    }
    mark_quotations(&mut lines);
    lines
}

/// What a line says it is, and its words without the mark.
pub(super) fn form(line: &str) -> (Form, &str) {
    let quoted = line.trim_start_matches(['>', ' ']);
    if line.starts_with('>') && !quoted.is_empty() {
        return (Form::Quote, quoted);
    }
    let (mark, words) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    let words = words.trim_start();
    let digits = mark.trim_end_matches(['.', ')']);
    let number = digits.parse().ok().filter(|number: &u8| number.to_string() == digits);
    match (mark, number, mark.strip_prefix(digits)) {
        _ if words.is_empty() || is_rule(line) => (Form::Plain, line),
        ("-" | "*" | "•", ..) => (Form::Bullet, words),
        (_, Some(number), Some(".")) => (Form::Number(number, '.'), words),
        (_, Some(number), Some(")")) => (Form::Number(number, ')'), words),
        _ => (Form::Plain, line),
    }
}

/// Makes quotations of the blocks that are indented, in a text where few are.
fn mark_quotations(lines: &mut [Line]) {
    let same_block = |a: &Line, b: &Line| a.block == b.block;
    let prose = |line: &Line| ends_sentence(line.text) || length(line.text) > 80;
    let quoted = |block: &[Line]| {
        let plain = block.first().is_some_and(|first| first.form == Form::Plain && first.block > 0);
        plain && block.iter().any(prose) && block.iter().all(|line| line.indent >= 2)
    };
    let blocks = || lines.chunk_by(same_block);
    if blocks().filter(|block| quoted(block)).count() * 3 <= blocks().count() {
        for block in lines.chunk_by_mut(same_block).filter(|block| quoted(block)) {
            block.iter_mut().for_each(|line| line.form = Form::Quote);
        }
    }
}
