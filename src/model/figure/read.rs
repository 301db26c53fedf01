//! Reading figures: what qualifies a number, the number itself in digits or in words, and its measure.

use super::tokens::{Is, Token, tokens};
use super::{Amount, Figure, Measure, Qualifier};
use crate::model::days::MONTHS;
use std::ops::Range;

/// The first figure of a text, and its place. A year after a month or after `in` counts only where nothing else does.
pub fn first(words: &str) -> Option<(Figure, Range<usize>)> {
    let tokens = tokens(words);
    let mut year = None;
    let mut at = 0;
    while at < tokens.len() {
        match figure_at(&tokens, at) {
            Some((figure, end)) => {
                let place = tokens[at].at.start..tokens[end - 1].at.end;
                if !is_year(&tokens, at, end, &figure) {
                    return Some((figure, place));
                }
                year = year.or(Some((figure, place)));
                at = end;
            }
            None => at += 1,
        }
    }
    year
}

/// Every figure of a text, with its place. Years are none.
pub fn all(words: &str) -> Vec<(Figure, Range<usize>)> {
    let tokens = tokens(words);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((figure, end)) = figure_at(&tokens, at) else {
            at += 1;
            continue;
        };
        if !is_year(&tokens, at, end, &figure) {
            found.push((figure, tokens[at].at.start..tokens[end - 1].at.end));
        }
        at = end.max(at + 1);
    }
    found
}

/// A text that is a figure, with the words of its unit behind it at most.
pub fn whole(words: &str) -> Result<Figure, String> {
    let tokens = tokens(words);
    let (figure, end) = figure_at(&tokens, 0).ok_or_else(|| match first(words) {
        Some((_, place)) => {
            format!(
                "`{}` before the number is no word for how exactly it is known",
                words[..place.start].trim()
            )
        }
        None => "there is no number in it".to_owned(),
    })?;
    match (end..tokens.len()).any(|at| figure_at(&tokens, at).is_some()) {
        true => Err("there is more than one number in it".to_owned()),
        false => Ok(figure),
    }
}

/// The figure that begins at a token, and the token after it.
fn figure_at(tokens: &[Token], at: usize) -> Option<(Figure, usize)> {
    let (qualifier, behind) = qualifier(tokens, at).unwrap_or((Qualifier::Exactly, at));
    let (low, behind) = number_at(tokens, behind)?;
    let connected = connector(tokens, behind, qualifier);
    let second = connected.and_then(|behind| number_at(tokens, behind));
    // From more to less is no range, but two figures.
    let second = second.filter(|(high, _)| low.clone().beside(high).amount < high.amount);
    match (qualifier, second) {
        (Qualifier::Between, None) => None,
        (Qualifier::Between | Qualifier::Exactly, Some((high, behind))) => {
            let low = low.beside(&high);
            let measure = high.measure.unwrap_or(low.measure.unwrap_or(Measure::Count));
            let step = low.step.min(high.step);
            let figure =
                Figure { qualifier: Qualifier::Between, low: low.amount, high: high.amount, measure, step };
            Some((figure, behind))
        }
        (qualifier, _) => {
            let measure = low.measure.unwrap_or(Measure::Count);
            let figure = Figure { qualifier, low: low.amount, high: low.amount, measure, step: low.step };
            Some((figure, behind))
        }
    }
}

/// The words for how exactly a number is known, the longest first.
const QUALIFIERS: &[(Qualifier, &str)] = &[
    (Qualifier::LessThan, "not quite as many as"),
    (Qualifier::AtLeast, "no fewer than"),
    (Qualifier::AtLeast, "no less than"),
    (Qualifier::AtLeast, "not less than"),
    (Qualifier::AtLeast, "not fewer than"),
    (Qualifier::AtLeast, "a minimum of"),
    (Qualifier::UpTo, "no more than"),
    (Qualifier::UpTo, "not more than"),
    (Qualifier::UpTo, "a maximum of"),
    (Qualifier::UpTo, "as many as"),
    (Qualifier::UpTo, "as much as"),
    (Qualifier::MoreThan, "in excess of"),
    (Qualifier::Nearly, "just short of"),
    (Qualifier::Nearly, "not quite"),
    (Qualifier::About, "an estimated"),
    (Qualifier::About, "close to"),
    (Qualifier::MoreThan, "more than"),
    (Qualifier::MoreThan, "greater than"),
    (Qualifier::MoreThan, "upwards of"),
    (Qualifier::MoreThan, "just over"),
    (Qualifier::AtLeast, "at least"),
    (Qualifier::UpTo, "at most"),
    (Qualifier::UpTo, "up to"),
    (Qualifier::Nearly, "just under"),
    (Qualifier::LessThan, "less than"),
    (Qualifier::LessThan, "fewer than"),
    (Qualifier::MoreThan, "over"),
    (Qualifier::MoreThan, "above"),
    (Qualifier::MoreThan, "exceeding"),
    (Qualifier::LessThan, "under"),
    (Qualifier::LessThan, "below"),
    (Qualifier::Nearly, "nearly"),
    (Qualifier::Nearly, "almost"),
    (Qualifier::About, "about"),
    (Qualifier::About, "around"),
    (Qualifier::About, "some"),
    (Qualifier::About, "roughly"),
    (Qualifier::About, "approximately"),
    (Qualifier::About, "approx ."),
    (Qualifier::About, "approx"),
    (Qualifier::About, "circa"),
    (Qualifier::About, "ca ."),
    (Qualifier::About, "c ."),
    (Qualifier::About, "estimated"),
    (Qualifier::About, "~"),
    (Qualifier::About, "≈"),
    (Qualifier::MoreThan, ">"),
    (Qualifier::LessThan, "<"),
    (Qualifier::AtLeast, "≥"),
    (Qualifier::UpTo, "≤"),
    (Qualifier::Between, "between"),
    (Qualifier::Between, "from"),
    (Qualifier::Exactly, "exactly"),
    (Qualifier::Exactly, "precisely"),
];

fn qualifier(tokens: &[Token], at: usize) -> Option<(Qualifier, usize)> {
    QUALIFIERS.iter().find_map(|(qualifier, phrase)| {
        let mut end = at;
        for part in phrase.split(' ') {
            let fits = match &tokens.get(end)?.is {
                Is::Word(word) => word == part,
                Is::Sign(sign) => part.chars().eq([*sign]),
                Is::Number(..) => false,
            };
            if !fits {
                return None;
            }
            end += 1;
        }
        Some((*qualifier, end))
    })
}

/// The token after what joins two numbers of a range.
fn connector(tokens: &[Token], at: usize, qualifier: Qualifier) -> Option<usize> {
    let is_connector = match &tokens.get(at)?.is {
        Is::Word(word) => word == "to" || (word == "and" && qualifier == Qualifier::Between),
        Is::Sign(sign) => matches!(sign, '–' | '-' | '—' | '−'),
        Is::Number(..) => false,
    };
    is_connector.then_some(at + 1)
}

/// A number with its measure.
#[derive(Debug, Clone)]
struct Number {
    amount: Amount,
    step: Amount,
    /// What it was multiplied with.
    magnitude: i128,
    measure: Option<Measure>,
}

impl Number {
    /// The lower number of a range has the magnitude of the higher where it names none: `3 to 4 million`.
    fn beside(self, high: &Self) -> Self {
        let amount = self.amount.times(high.magnitude).filter(|amount| *amount < high.amount);
        match (self.magnitude, amount, self.step.times(high.magnitude)) {
            (1, Some(amount), Some(step)) if high.magnitude > 1 => Self { amount, step, ..self },
            _ => self,
        }
    }
}

fn number_at(tokens: &[Token], at: usize) -> Option<(Number, usize)> {
    let (before, at) = currency_before(tokens, at);
    let (negative, at) = minus(tokens, at);
    let (mut amount, mut step, mut behind) = match &tokens.get(at)?.is {
        Is::Number(amount, after) if !follows_letter(tokens, at) => {
            (*amount, Amount(10_i128.pow(6_u32.saturating_sub(*after))), at + 1)
        }
        Is::Word(_) => in_words(tokens, at)?,
        _ => return None,
    };
    let mut magnitude = 1;
    while let Some((by, next)) = magnitude_at(tokens, behind) {
        (amount, step) = (amount.times(by)?, step.times(by)?);
        magnitude *= by;
        behind = next;
    }
    if is_part_of_word(tokens, behind) {
        return None;
    }
    let (after, behind) = measure_after(tokens, behind);
    let amount = if negative { Amount(-amount.0) } else { amount };
    Some((Number { amount, step, magnitude, measure: before.or(after) }, behind))
}

/// A minus sign right before digits, and not after something else.
fn minus(tokens: &[Token], at: usize) -> (bool, usize) {
    let is_minus = tokens.get(at).is_some_and(|token| {
        matches!(token.is, Is::Sign('-' | '−'))
            && !token.joined
            && tokens.get(at + 1).is_some_and(|n| n.joined)
    });
    (is_minus, at + usize::from(is_minus))
}

/// `MH17`, `P5`: a number that belongs to a name.
fn follows_letter(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let joined = tokens.get(at).is_some_and(|token| token.joined);
    joined && before.is_some_and(|before| matches!(&before.is, Is::Word(word) if word != "us"))
}

/// `21st`, `5G`: letters joined to digits that are no unit. `300kg` and `380万人` are figures with a unit.
fn is_part_of_word(tokens: &[Token], at: usize) -> bool {
    let joined = tokens.get(at).filter(|token| token.joined);
    joined.is_some_and(|token| match &token.is {
        Is::Word(word) => matches!(word.as_str(), "st" | "nd" | "rd" | "th") || (word.len() == 1),
        _ => false,
    })
}

fn magnitude_at(tokens: &[Token], at: usize) -> Option<(i128, usize)> {
    let token = tokens.get(at)?;
    let by = match &token.is {
        Is::Sign('万' | '萬') => 10_000,
        Is::Sign('億' | '亿') => 100_000_000,
        Is::Word(word) => match word.as_str() {
            "hundred" => 100,
            "thousand" => 1_000,
            "million" => 1_000_000,
            "billion" => 1_000_000_000,
            "trillion" => 1_000_000_000_000,
            "dozen" => 12,
            "k" if token.joined => 1_000,
            "m" | "mn" | "mln" => 1_000_000,
            "bn" => 1_000_000_000,
            "tn" => 1_000_000_000_000,
            _ => return None,
        },
        _ => return None,
    };
    Some((by, at + 1))
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number in words: the amount, what its last word counts, and the token after it.
fn in_words(tokens: &[Token], at: usize) -> Option<(Amount, Amount, usize)> {
    if let Some(fraction) = fraction(tokens, at) {
        return Some(fraction);
    }
    // `a hundred`, `a dozen`, `a million`: one of what follows.
    if matches!(word(tokens, at), Some("a" | "an")) {
        magnitude_at(tokens, at + 1)?;
        return Some((Amount::ONE, Amount::ONE, at + 1));
    }
    let (mut value, mut behind) = below_hundred(tokens, at)?;
    if word(tokens, behind) == Some("hundred") {
        value *= 100;
        behind += 1;
        let rest = behind + usize::from(word(tokens, behind) == Some("and"));
        if let Some((small, next)) = below_hundred(tokens, rest) {
            value += small;
            behind = next;
        }
    }
    Some((Amount::ONE.times(value)?, Amount::ONE, behind))
}

fn below_hundred(tokens: &[Token], at: usize) -> Option<(i128, usize)> {
    let named = word(tokens, at)?;
    let small = |named: &str| SMALL.iter().position(|small| *small == named);
    if let Some(value) = small(named) {
        return Some((i128::try_from(value).ok()?, at + 1));
    }
    let tens = i128::try_from(TENS.iter().position(|tens| *tens == named)?).ok()? * 10 + 20;
    let hyphen = matches!(tokens.get(at + 1).map(|token| &token.is), Some(Is::Sign('-' | '‑')));
    let unit =
        word(tokens, at + 1 + usize::from(hyphen)).and_then(small).filter(|unit| (1..10).contains(unit));
    match unit {
        Some(unit) => Some((tens + i128::try_from(unit).ok()?, at + 2 + usize::from(hyphen))),
        None => Some((tens, at + 1)),
    }
}

/// `half`, `a third`, `three quarters`, `half a million`.
fn fraction(tokens: &[Token], at: usize) -> Option<(Amount, Amount, usize)> {
    let part = |name: &str| match name {
        "half" | "halves" => Some(2),
        "third" | "thirds" => Some(3),
        "quarter" | "quarters" => Some(4),
        _ => None,
    };
    let (count, behind) = match word(tokens, at)? {
        "half" => (1, at),
        "a" | "an" => (1, at + 1),
        _ => below_hundred(tokens, at)?,
    };
    let hyphen = matches!(tokens.get(behind).map(|token| &token.is), Some(Is::Sign('-' | '‑')));
    let behind = behind + usize::from(hyphen);
    let by = part(word(tokens, behind)?)?;
    let amount = Amount(Amount::ONE.0 * count / by);
    let article = usize::from(matches!(word(tokens, behind + 1), Some("a" | "an")));
    let of_magnitude = magnitude_at(tokens, behind + 1 + article).is_some();
    Some((amount, Amount(1), behind + 1 + if of_magnitude { article } else { 0 }))
}

fn word(tokens: &[Token], at: usize) -> Option<&str> {
    match &tokens.get(at)?.is {
        Is::Word(word) => Some(word),
        _ => None,
    }
}

/// A currency before its number: `$`, `US$`, `EUR`.
fn currency_before(tokens: &[Token], at: usize) -> (Option<Measure>, usize) {
    let sign = |at: usize| match tokens.get(at).map(|token| &token.is) {
        Some(Is::Sign('$')) => Some(*b"USD"),
        Some(Is::Sign('€')) => Some(*b"EUR"),
        Some(Is::Sign('£')) => Some(*b"GBP"),
        Some(Is::Sign('¥')) => Some(*b"JPY"),
        Some(Is::Sign('₽')) => Some(*b"RUB"),
        Some(Is::Sign('₴')) => Some(*b"UAH"),
        _ => None,
    };
    let us = usize::from(word(tokens, at) == Some("us"));
    match (sign(at + us), word(tokens, at).and_then(code)) {
        (Some(currency), _) => (Some(Measure::Currency(currency)), at + us + 1),
        (None, Some(currency)) => (Some(Measure::Currency(currency)), at + 1),
        (None, None) => (None, at),
    }
}

fn code(word: &str) -> Option<[u8; 3]> {
    const CODES: [&[u8; 3]; 12] =
        [b"USD", b"EUR", b"GBP", b"JPY", b"CNY", b"RUB", b"UAH", b"CHF", b"IRR", b"INR", b"CAD", b"AUD"];
    CODES.into_iter().find(|code| word.as_bytes().eq_ignore_ascii_case(*code)).copied()
}

/// The measure behind a number, and the token after it.
fn measure_after(tokens: &[Token], at: usize) -> (Option<Measure>, usize) {
    let points = |at: usize| matches!(word(tokens, at), Some("point" | "points"));
    if matches!(tokens.get(at).map(|token| &token.is), Some(Is::Sign('%' | '٪' | '％'))) {
        return (Some(Measure::Percent), at + 1);
    }
    match word(tokens, at) {
        Some("percentage" | "percent") if points(at + 1) => (Some(Measure::PercentagePoints), at + 2),
        Some("pp") => (Some(Measure::PercentagePoints), at + 1),
        Some("percent" | "pc" | "pct") => (Some(Measure::Percent), at + 1),
        Some("per") if word(tokens, at + 1) == Some("cent") => (Some(Measure::Percent), at + 2),
        Some("dollar" | "dollars") => (Some(Measure::Currency(*b"USD")), at + 1),
        Some("euro" | "euros") => (Some(Measure::Currency(*b"EUR")), at + 1),
        Some("rouble" | "roubles" | "ruble" | "rubles") => (Some(Measure::Currency(*b"RUB")), at + 1),
        Some(named) => match code(named) {
            Some(currency) => (Some(Measure::Currency(currency)), at + 1),
            None => (None, at),
        },
        None => (None, at),
    }
}

/// A bare four-digit number after a month or a preposition.
fn is_year(tokens: &[Token], at: usize, end: usize, figure: &Figure) -> bool {
    const BEFORE: &[&str] =
        &["in", "since", "by", "of", "until", "before", "after", "from", "during", "year"];
    let year = Amount(1500 * Amount::ONE.0)..=Amount(2100 * Amount::ONE.0);
    let bare = end == at + 1 && figure.measure == Measure::Count && figure.qualifier == Qualifier::Exactly;
    let before = at.checked_sub(1).and_then(|before| word(tokens, before));
    bare && year.contains(&figure.low)
        && before.is_some_and(|before| {
            BEFORE.contains(&before) || MONTHS.iter().any(|month| month.eq_ignore_ascii_case(before))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(words: &str) -> Option<(Qualifier, String, String)> {
        let (figure, place) = first(words)?;
        let high = if figure.high == figure.low { String::new() } else { format!("–{}", figure.high) };
        Some((figure.qualifier, format!("{}{high}", figure.low), words[place].to_owned()))
    }

    #[test]
    fn figures_are_found_in_words() {
        use Qualifier::{About, AtLeast, Between, Exactly, LessThan, MoreThan, Nearly, UpTo};
        let cases = [
            ("3,800,000 people", Exactly, "3800000", "3,800,000"),
            ("1 151 dead", Exactly, "1151", "1 151"),
            ("1\u{202f}151 dead", Exactly, "1151", "1\u{202f}151"),
            ("More than 3.8 million people", MoreThan, "3800000", "More than 3.8 million"),
            ("nearly four million", Nearly, "4000000", "nearly four million"),
            ("between 40 and 60 aircraft", Between, "40–60", "between 40 and 60"),
            ("between 3 and 4 million", Between, "3000000–4000000", "between 3 and 4 million"),
            ("40–60", Between, "40–60", "40–60"),
            ("from 20 to 60 percent", Between, "20–60", "from 20 to 60 percent"),
            ("at least twenty-one", AtLeast, "21", "at least twenty-one"),
            ("one hundred and forty-one votes", Exactly, "141", "one hundred and forty-one"),
            ("two hundred thousand", Exactly, "200000", "two hundred thousand"),
            ("a dozen", Exactly, "12", "a dozen"),
            ("some two dozen", About, "24", "some two dozen"),
            ("half a million", Exactly, "500000", "half a million"),
            ("two-thirds", Exactly, "0.666666", "two-thirds"),
            ("$1.5bn", Exactly, "1500000000", "$1.5bn"),
            ("US$ 20 million", Exactly, "20000000", "US$ 20 million"),
            ("12 per cent", Exactly, "12", "12 per cent"),
            ("up to 300kg", UpTo, "300", "up to 300"),
            ("5G and 21st", Exactly, "", ""),
            ("fewer than 5", LessThan, "5", "fewer than 5"),
            ("the 21st of 40 days", Exactly, "40", "40"),
            ("MH17 had 298 aboard", Exactly, "298", "298"),
            ("on 24 March 2022", Exactly, "24", "24"),
            ("in 2018", Exactly, "2018", "2018"),
            ("in March 2022, 1,151 deaths", Exactly, "1151", "1,151"),
            ("380万人", Exactly, "3800000", "380万"),
            ("٣٫٨", Exactly, "3.8", "٣٫٨"),
            ("no more than 1,550 warheads", UpTo, "1550", "no more than 1,550"),
            ("-3.5 degrees", Exactly, "-3.5", "-3.5"),
            ("from 92 to 80", Exactly, "92", "92"),
        ];
        for (words, qualifier, number, place) in cases {
            let expected = (!number.is_empty()).then(|| (qualifier, number.to_owned(), place.to_owned()));
            assert_eq!(told(words), expected, "“{words}”");
        }
        assert_eq!(told("the butcher"), None);
        assert_eq!(told("P5+1").map(|told| told.1), Some("1".to_owned()));
    }

    #[test]
    fn a_value_is_one_figure_and_its_unit() {
        assert!(whole("more than 3.8 million people").is_ok());
        assert!(whole("3.67 percent").is_ok());
        assert_eq!(whole("lots"), Err("there is no number in it".into()));
        assert_eq!(whole("3 or 4"), Err("there is more than one number in it".into()));
        assert!(whole("perhaps 40").unwrap_err().contains("perhaps"));
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "\\PC{0,60}|[0-9a-z ,.%$€–-]{0,60}|(between |more than |one |hundred |and |[0-9]{1,30} |million ){0,8}") {
            if let Some((_, place)) = first(&text) {
                prop_assert!(text.get(place).is_some());
            }
            let _ = whole(&text);
        }
    }
}
