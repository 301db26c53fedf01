//! Words, numbers and signs of a text, with their places: what figures are read from.

use super::Amount;
use std::ops::Range;

/// A part of a text.
#[derive(Debug, Clone)]
pub struct Token {
    /// What it is.
    pub is: Is,
    /// Its bytes.
    pub at: Range<usize>,
    /// Whether it follows the one before without a space.
    pub joined: bool,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Is {
    /// Letters, in small ones, and as they are written.
    Word(String),
    /// Digits, and how many of them come after the point.
    Number(Amount, u32),
    /// Anything else but space.
    Sign(char),
}

/// The most digits a number is read with.
const LONGEST: usize = 24;

/// The tokens of a text.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let (length, is) = match c {
            c if c.is_whitespace() => (c.len_utf8(), None),
            c if digit(c).is_some() => number(&text[at..]),
            c if c.is_alphabetic() && !is_magnitude_sign(c) => {
                let word: String =
                    text[at..].chars().take_while(|c| c.is_alphabetic() && !is_magnitude_sign(*c)).collect();
                (word.len(), Some(Is::Word(word.to_lowercase())))
            }
            c => (c.len_utf8(), Some(Is::Sign(c))),
        };
        if let Some(is) = is {
            let joined = tokens.last().is_some_and(|before| before.at.end == at);
            tokens.push(Token { is, at: at..at + length, joined });
        }
        at += length;
    }
    tokens
}

/// Ten thousand and a hundred million, which stand behind digits without a space.
fn is_magnitude_sign(c: char) -> bool {
    matches!(c, '万' | '萬' | '億' | '亿')
}

/// The value of a digit of a script that newspapers use.
fn digit(c: char) -> Option<u32> {
    let from = |first: char| (c as u32).checked_sub(first as u32).filter(|value| *value < 10);
    ['0', '０', '٠', '۰', '०'].into_iter().find_map(from)
}

/// Digits with separators: `3,800,000`, `1 151`, `3.67`. What is too long is a sign.
fn number(text: &str) -> (usize, Option<Is>) {
    let mut digits = String::new();
    let (mut at, mut whole) = (take_digits(text, &mut digits), None);
    while let Some(separator) = text[at..].chars().next() {
        let behind = at + separator.len_utf8();
        let mut group = String::new();
        let length = take_digits(text.get(behind..).unwrap_or_default(), &mut group);
        let is_group = group.len() == 3 && whole.is_none() && is_thousands(separator, &digits);
        let is_part = matches!(separator, '.' | '٫') && whole.is_none() && !group.is_empty();
        if is_part {
            whole = Some(digits.len());
        } else if !is_group {
            break;
        }
        digits.push_str(&group);
        at = behind + length;
    }
    let after = digits.len() - whole.unwrap_or(digits.len());
    (at, amount(&digits, after).or(Some(Is::Sign('#'))))
}

/// Whether a sign can stand before three digits of a longer number.
fn is_thousands(separator: char, before: &str) -> bool {
    match separator {
        ',' | '\'' | '’' | '٬' | '\u{a0}' | '\u{2009}' | '\u{202f}' => true,
        // After a year, or a longer number, a space only parts two numbers.
        ' ' => before.len() <= 3 || before.len() % 3 != 1 || before.len() > 4,
        _ => false,
    }
}

fn take_digits(text: &str, into: &mut String) -> usize {
    let mut length = 0;
    for c in text.chars() {
        let Some(value) = digit(c).and_then(|value| char::from_digit(value, 10)) else { break };
        into.push(value);
        length += c.len_utf8();
    }
    length
}

fn amount(digits: &str, after: usize) -> Option<Is> {
    if digits.len() > LONGEST || after > 6 {
        return None;
    }
    let scale = 10_i128.checked_pow(u32::try_from(6 - after).ok()?)?;
    let amount = digits.parse::<i128>().ok()?.checked_mul(scale)?;
    Some(Is::Number(Amount(amount), u32::try_from(after).ok()?))
}
