//! What somebody is, and for whom: a title before the name, an apposition behind it, a phrase around it.

use super::cast::Cast;
use super::text::{Is, Passage};
use super::words::{HONORIFICS, TIMES, has, is_role, is_speech, may_be_role, possessor};
use std::ops::Range;

/// What is told of somebody at one place.
pub struct Told {
    pub role: Option<String>,
    pub org: Option<String>,
    pub confidence: u8,
    pub reason: &'static str,
}

/// "Energy Minister", "Tolvian Commerce Minister", "US President", "Secretary of State".
pub fn title(passage: &Passage, title: Range<usize>, cast: &Cast) -> Option<Told> {
    let first = title.start;
    let words: Vec<&str> = title.map(|at| passage.word(at)).collect();
    let roles = words.iter().any(|word| is_role(word));
    if !roles
        || words.iter().all(|word| {
            has(HONORIFICS, word) && !has("president, judge, senator, ambassador, king, queen, pope", word)
        })
    {
        // "Mr" and "Dr" are no role.
        return None;
    }
    let mut org = None;
    let mut role = Vec::new();
    let office = words.iter().position(|word| has("of, to, for", word)).unwrap_or(words.len());
    // "Former" at the start of a sentence is no part of the run.
    let before = first
        .checked_sub(1)
        .map(|at| passage.word(at))
        .filter(|word| has("former, then, acting, interim, outgoing", word));
    role.extend(before.map(str::to_lowercase));
    for word in words.get(..office).unwrap_or_default() {
        if has(TIMES, word) && role.is_empty() {
            role.push((*word).to_lowercase());
            continue;
        }
        let country = || cast.country(word);
        match (org.is_none() && !is_role(word), country()) {
            (true, Some(country)) => org = Some(country),
            _ => role.push(word.to_lowercase()),
        }
    }
    // "of State", "to Russia" keep their capitals.
    role.extend(words.get(office..).unwrap_or_default().iter().map(|word| (*word).to_owned()));
    let role = role.join(" ");
    Some(Told {
        role: Some(role.trim().to_owned()),
        org,
        confidence: 88,
        reason: "a role stands before the name",
    })
}

/// ", executive director of the Arms Control Association," behind a name, or "is a traffic engineer".
pub fn apposition(passage: &Passage, at: usize, cast: &Cast) -> Option<Told> {
    let comma = passage.is_sign(at, ",") || passage.is_sign(at, "(");
    let who = usize::from(comma && has("who", passage.word(at + 1))) * 2;
    let copula = has("is, was", passage.word(at + who)) && has("a, an, the", passage.word(at + who + 1));
    if !comma && !copula {
        return None;
    }
    let start = if copula { at + who + 1 } else { at + 1 };
    let end = phrase_end(passage, start);
    let told = role_phrase(passage, start..end, cast)?;
    let closed = passage.tokens.get(end).is_none()
        || passage.is_sign(end, ",.();:–—")
        || has("who, whose, which, and, has, had, in, says, said", passage.word(end));
    let reason = if comma { "the role stands behind the name" } else { "the text says what they are" };
    (closed || copula).then_some(Told { confidence: if copula { 80 } else { 92 }, reason, ..told })
}

/// One past the end of a noun phrase: the next comma, verb, relative or quotation.
fn phrase_end(passage: &Passage, start: usize) -> usize {
    let mut at = start;
    while at < passage.tokens.len() && at < start + 22 {
        let word = passage.word(at);
        let verb = at > start + 1
            && (is_speech(word) && !is_role(word))
            && passage.is(at) == Some(Is::Word)
            && word.starts_with(char::is_lowercase)
            && !has("report, reports, post, call, point, view", word);
        let stops = has(
            "who, whose, which, that, where, when, has, had, have, is, was, are, were, will, would, but, while, did, does",
            word,
        ) && word.starts_with(char::is_lowercase);
        if stops || verb || matches!(passage.is(at), Some(Is::Quote(_))) || passage.is_sign(at, ",.;:()–—!?")
        {
            return at;
        }
        at += 1;
    }
    at
}

/// A noun phrase that says what somebody is: the role, and for whom.
fn role_phrase(passage: &Passage, phrase: Range<usize>, cast: &Cast) -> Option<Told> {
    let mut start = phrase.start;
    let mut org = None;
    let article = has("the, a, an, one, its, his, her, their, our", passage.word(start));
    if article {
        start += 1;
    }
    // "the GHO's regional director", "Tolvia’s defence minister"
    let owner = (start..phrase.end.min(start + 6))
        .find(|at| possessor(passage.word(*at)).1 && !has("of, for, at", passage.word(at.saturating_sub(1))));
    let owner =
        owner.filter(|owner| !(start..*owner).any(|at| has("of, for, at, in, on, to", passage.word(at))));
    if let Some(owner) = owner.filter(|owner| owner + 1 < phrase.end) {
        org = cast.organisation(passage, start..owner + 1);
        start = owner + 1;
    }
    let cut = (start..phrase.end)
        .find(|at| {
            has("of, at, for, with, in, on, to, from, by, under", passage.word(*at))
                || passage.word(*at) == "&"
        })
        .unwrap_or(phrase.end);
    let head = cut.checked_sub(1).filter(|head| *head >= start)?;
    let word = passage.word(head);
    let small_words = (start..cut).all(|at| passage.is(at) == Some(Is::Word) || passage.is_sign(at, "/&-"));
    let fits = is_role(word) || (article && may_be_role(word) && word.starts_with(char::is_lowercase));
    if !fits || !small_words || cut - start > 7 {
        return None;
    }
    let (role_end, organisation) = organisation_of(passage, cut, phrase.end, cast);
    let words = passage.between(start..role_end);
    let role = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Told { role: Some(role), org: org.or(organisation), confidence: 90, reason: "" })
}

/// Where the role ends and for whom it is: "of history at Halvik College" is part of the role up to the college.
fn organisation_of(passage: &Passage, cut: usize, end: usize, cast: &Cast) -> (usize, Option<String>) {
    let mut at = cut;
    let mut role_end = cut;
    while at < end {
        let preposition = passage.word(at).to_lowercase();
        let article = usize::from(has("the, a, an, its, his, her", passage.word(at + 1)));
        let start = at + 1 + article;
        let next = (start..end)
            .find(|at| {
                has("of, at, for, with, in, on, to, from, by, under", passage.word(*at))
                    && !inside_name(passage, *at)
            })
            .unwrap_or(end);
        let named = passage.is_capital(start);
        match preposition.as_str() {
            "of" | "for" | "at" | "with" | "in" | "on" | "from" if named => {
                let name = cast.organisation(passage, start..next);
                let is_org = name.as_ref().is_some_and(|name| cast.is_organisation(name));
                // "of the Arms Control Association", "at the INS"; but "on Russia at …" goes on.
                if is_org
                    || (preposition != "on" && preposition != "in")
                    || (next >= end && preposition == "on" && article == 1)
                {
                    return (role_end, name);
                }
                role_end = next;
            }
            "of" | "for" if article == 1 => {
                // "director of the observatory": an organisation of the text, told in small letters.
                let name =
                    if has("a, an", passage.word(at + 1)) { None } else { cast.common(passage, start..next) };
                return (role_end, name);
            }
            "of" | "on" | "for" if article == 0 => role_end = next,
            _ => return (role_end, None),
        }
        at = next;
    }
    (role_end, None)
}

/// Whether a small word stands inside the name of an organisation.
fn inside_name(passage: &Passage, at: usize) -> bool {
    let before = at
        .checked_sub(1)
        .is_some_and(|before| passage.is_capital(before) && has(&super::words::ORGS, passage.word(before)));
    let next = if has("the", passage.word(at + 1)) { at + 2 } else { at + 1 };
    before && has("of, for", passage.word(at)) && passage.is_capital(next)
}

/// "TWA spokesman Pavel Rusk", "The historian Ondrej Sykora", "The minister of culture, Vera Malik,", "whose chairman, Dermot Quill,".
pub fn role_before(passage: &Passage, name: usize, cast: &Cast) -> Option<Told> {
    let mut end = name;
    let comma = end > 0 && passage.is_sign(end - 1, ",");
    if comma {
        end -= 1;
    }
    let mut start = end;
    let floor = end.saturating_sub(9);
    while start > floor {
        let word = passage.word(start - 1);
        let stop = passage.is(start - 1) != Some(Is::Word)
            || (is_speech(word) && word.starts_with(char::is_lowercase) && !is_role(word));
        let article = has("the, a, an, its, his, her, their, our, one, whose", word);
        let other =
            has("that, and, but, with, by, as, when, while, because, was, is, were, are, who, which", word);
        if stop || other {
            break;
        }
        start -= 1;
        if article {
            break;
        }
    }
    if start >= end {
        return None;
    }
    let article = has("the, a, an, its, his, her, their, our, one, whose", passage.word(start));
    let first = if article { start + 1 } else { start };
    // "TWA spokesman": a name before a role in small letters is for whom.
    let small = (first..end).find(|at| passage.word(*at).starts_with(char::is_lowercase))?;
    let org = (small > first).then(|| cast.organisation(passage, first..small)).flatten();
    let told = role_phrase(passage, small..end, cast)?;
    let role = told.role.clone()?;
    let last = role.split_whitespace().last().unwrap_or_default();
    let heads =
        role.split([' ']).take_while(|word| !has("of, for, at, in, on, to", word)).last().unwrap_or(last);
    if !is_role(heads) || (comma && !article && org.is_none()) {
        return None;
    }
    let owner =
        has("its, his, her, their, whose", passage.word(start)).then(|| cast.owner(passage, start)).flatten();
    Some(Told {
        org: org.or(told.org).or(owner),
        confidence: 85,
        reason: "a role stands before the name",
        ..told
    })
}

/// "said Klara Dent of Standing Trees".
pub fn of_organisation(passage: &Passage, at: usize, cast: &Cast) -> Option<Told> {
    let of = has("of, from", passage.word(at)) && passage.is_capital(at + 1)
        || (has("of, from", passage.word(at))
            && has("the", passage.word(at + 1))
            && passage.is_capital(at + 2));
    if !of {
        return None;
    }
    let start = if passage.is_capital(at + 1) { at + 1 } else { at + 2 };
    let name = cast.organisation(passage, start..phrase_end(passage, start))?;
    Some(Told {
        role: None,
        org: Some(name),
        confidence: 75,
        reason: "the name stands before “of” and an organisation",
    })
}
