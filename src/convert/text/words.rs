//! Small questions about words that several stages ask, and the names they share.
//! Lists that only one stage needs stand there.

/// Whether a sentence ends here.
pub(in crate::convert) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(CLOSERS);
    text.ends_with(['.', '!', '?', '…', '。', '؟', '।']) && !ends_in_initials(text)
}

/// Whether the words end as no headline does.
pub(in crate::convert) fn stops(text: &str) -> bool {
    text.trim_end_matches(CLOSERS).ends_with(['.', '…', '。', ',', ';', ':']) && !ends_in_initials(text)
}

/// Whether the last word is like "U.S.", whose full stop is its own.
fn ends_in_initials(text: &str) -> bool {
    let word = text.trim_end_matches(CLOSERS).rsplit(' ').next().unwrap_or_default();
    let letters = word.strip_suffix('.').unwrap_or_default();
    letters.contains('.') && letters.split('.').all(|letter| length(letter) == 1)
}

/// Whether the words begin as a sentence or a title does.
pub(in crate::convert) fn opens(text: &str) -> bool {
    text.trim_start_matches(is_quote).starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase())
}

pub(in crate::convert) fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'' | '«' | '»' | '„')
}

/// A line of stars or dashes between parts.
pub(in crate::convert) fn is_rule(line: &str) -> bool {
    let mark = line.chars().next().filter(|c| ['*', '-', '_'].contains(c));
    mark.is_some_and(|mark| line.chars().all(|c| c == mark || c == ' ') && line.matches(mark).count() >= 3)
}

/// The rest of a text that starts with these words, in capitals or not.
pub(in crate::convert) fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

/// The rest of a text after the longest start in the list.
pub(in crate::convert) fn after_any<'a>(text: &'a str, list: &str) -> Option<&'a str> {
    let first = text.as_bytes().first()?.to_ascii_lowercase();
    let may = |start: &&str| start.as_bytes().first().is_some_and(|byte| byte.to_ascii_lowercase() == first);
    list.split(", ").filter(may).filter_map(|start| after(text, start)).min_by_key(|rest| rest.len())
}

/// Whether the word is in the list, in capitals or not.
pub(in crate::convert) fn has(list: &str, word: &str) -> bool {
    list.split(", ").any(|listed| listed.eq_ignore_ascii_case(word))
}

/// Whether one of the words is in the list, in that spelling: "Ap" is no agency.
pub(in crate::convert) fn names(list: &str, text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| list.split(", ").any(|listed| listed == word))
}

/// How many characters there are.
pub(in crate::convert) fn length(text: &str) -> usize {
    text.chars().count()
}

/// What may stand after the full stop of a sentence.
const CLOSERS: [char; 8] = ['”', '’', '"', '\'', ')', ']', '»', '*'];

/// Small words inside the names of people and places.
pub(in crate::convert) const PARTICLES: &str = "\
    al, and, bin, bint, da, das, de, del, der, di, do, dos, du, el, ibn, la, le, les, of, on, the, upon, \
    van, von, y";

pub(in crate::convert) const AGENCIES: &str = "\
    Reuters, REUTERS, AP, AFP, EPA, EFE, UPI, PA, AAP, ANSA, DPA, dpa, PTI, ANI, IANS, TASS, Tass, \
    Xinhua, XINHUA, Sputnik, Interfax, Yonhap, Kyodo, Anadolu, Bloomberg, CNN, BBC, Getty";
