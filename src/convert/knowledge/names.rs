//! Runs of capitals: where names stand, and which of them can be a person's, an organisation's or a place's.

use super::text::{Is, Passage};
use super::words::{HONORIFICS, List, ORGS, STOPS, has, is_role, month, possessor, set, weekday};
use std::ops::Range;
use std::sync::LazyLock;

/// Small words inside the names of people.
const PARTICLES: &str = "van, von, der, den, de, da, di, du, del, dos, la, le, el, al, bin, ibn, ter, ten";
/// Small words inside the names of organisations.
const JOINS: &str = "of, for, and, the, de, du, des, la, &, on, in";

/// Finds the runs of capitals of a passage, as tokens. What only begins its sentence with a capital is left out.
pub fn find(passage: &Passage) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < passage.tokens.len() {
        if !begins(passage, at) {
            at += 1;
            continue;
        }
        let end = run_end(passage, at);
        runs.push(at..end);
        at = end.max(at + 1);
    }
    runs
}

fn begins(passage: &Passage, at: usize) -> bool {
    if !passage.is_capital(at)
        || month(passage.word(at)).is_some_and(|_| passage.word(at) != "May")
        || weekday(passage.word(at)).is_some()
    {
        return false;
    }
    let first = at == 0 || passage.begins_sentence(at) || passage.is_sign(at - 1, ":–—(");
    let word = possessor(passage.word(at)).0;
    // "The" is never part of a name here; other small words only where they do not begin a sentence.
    !(has(&STOPS, word) && (first || word.len() <= 3) && !word.chars().all(char::is_uppercase))
        && word != "The"
        && word != "I"
        && !(has(&STOPS, word) && has("he, she, they, we, it, the, a, an, in, on, at", word) && word != "IT")
}

/// One past the last token of the run: capitals, initials with a full stop, particles before a capital.
fn run_end(passage: &Passage, start: usize) -> usize {
    let mut at = start;
    loop {
        let ends = possessor(passage.word(at)).1;
        at += 1;
        if ends {
            return at;
        }
        let initial = passage.is_sign(at, ".")
            && passage.word(at - 1).chars().count() == 1
            && passage.is_capital(at + 1);
        let short =
            passage.is_sign(at, ".") && has(HONORIFICS, passage.word(at - 1)) && passage.is_capital(at + 1);
        if initial || short {
            at += 1;
            continue;
        }
        if passage.is_capital(at) && month(passage.word(at)).is_none() && weekday(passage.word(at)).is_none()
        {
            continue;
        }
        let mut particle = at;
        while particle < at + 3
            && has(PARTICLES, passage.word(particle))
            && passage.is(particle) == Some(Is::Word)
        {
            particle += 1;
        }
        if particle > at && passage.is_capital(particle) {
            at = particle;
            continue;
        }
        return at;
    }
}

/// Whether the words can be somebody's name: given name and surname, and nothing that says otherwise.
pub fn is_person(passage: &Passage, run: Range<usize>) -> bool {
    let words: Vec<&str> = run.clone().map(|at| passage.word(at)).filter(|word| *word != ".").collect();
    let bare = |word: &str| possessor(word).0.to_owned();
    let plain = |word: &&str| {
        let word = bare(word);
        let shape = word.chars().filter(|c| c.is_uppercase()).count() < word.chars().count()
            || word.chars().count() == 1;
        word.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c))
            && shape
            && !has(&ORGS, &word)
            && !has(&NO_NAMES, &word)
    };
    let full = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let first = words.first().is_some_and(|first| !has(&STOPS, first) && !has(HONORIFICS, first));
    let role =
        words.iter().take(words.len().saturating_sub(1)).any(|word| is_role(word) && !word.contains('-'));
    let after_article = run.start > 0 && has("the", passage.word(run.start - 1));
    (2..=4).contains(&full) && words.len() <= 6 && words.iter().all(plain) && first && !role && !after_article
}

/// The name of an organisation around a token, with the small words that join it, if there is one.
pub fn organisation(passage: &Passage, run: Range<usize>) -> Range<usize> {
    let mut end = run.end;
    if owns_plural(passage, end - 1) {
        end = run_end(passage, end);
    }
    // "Institute for Public Reading", "Central Bank of Kestria"
    while end < passage.tokens.len() && !possessor(passage.word(end - 1)).1 {
        let mut next = end;
        while next < end + 2 && has(JOINS, passage.word(next)) && passage.is(next) == Some(Is::Word) {
            next += 1;
        }
        let joined = next > end
            && next < passage.tokens.len()
            && passage.is_capital(next)
            && joins(passage, run.clone(), next, end);
        if !joined {
            // "Harvest Policy Discussion board": the head of the name may stand in small letters.
            let head = has(&ORGS, passage.word(end)) && passage.word(end).starts_with(char::is_lowercase);
            let none = !(run.start..end).any(|at| has(&ORGS, possessor(passage.word(at)).0));
            if head && none && run.len() > 1 && passage.is_sign(end + 1, ",.;)") {
                end += 1;
            }
            break;
        }
        end = run_end(passage, next);
    }
    run.start..end
}

/// "Dockers' Federation", "People’s Renewal Party": a plural that owns is a part of the name, "Kestria’s" is not.
fn owns_plural(passage: &Passage, at: usize) -> bool {
    let word = passage.word(at);
    let (bare, owns) = possessor(word);
    let plural = word.ends_with(['\'', '’'])
        || ["eople", "omen", "men", "ildren"].iter().any(|end| bare.ends_with(end));
    owns && plural && passage.is_capital(at + 1)
}

/// Whether a small word joins a name: "of" and "for" after the head of an organisation; "and", "in" and "on" hardly ever.
fn joins(passage: &Passage, run: Range<usize>, next: usize, end: usize) -> bool {
    let head = run.clone().any(|at| has(&ORGS, possessor(passage.word(at)).0))
        || passage.word(run.start).eq_ignore_ascii_case("university");
    let first = passage.word(end).to_lowercase();
    match first.as_str() {
        "of" | "for" | "de" | "du" | "des" | "la" | "&" => head || run.len() == 1,
        "and" => {
            let rest_is_head = (next..next + 3).any(|at| has(&ORGS, passage.word(at)));
            rest_is_head && !head && next == end + 1
        }
        "on" | "in" => head && next == end + 1 && goes_on(passage, next),
        _ => false,
    }
}

/// "Committee on Foreign Affairs" is one name; "the ministry in Brenna" is two.
fn goes_on(passage: &Passage, next: usize) -> bool {
    passage.is_capital(next + 1)
}

/// Words that are in no name of a person.
static NO_NAMES: List = LazyLock::new(|| {
    set("\
    river, sea, ocean, lake, mount, mountain, mountains, gorge, valley, bay, port, city, town, village, province, region, district, county, state, states, kingdom, republic, \
    island, islands, street, road, avenue, square, bridge, dam, park, palace, house, hall, castle, airport, station, gulf, strait, canal, corridor, \
    north, south, east, west, northern, southern, eastern, western, central, united, european, national, international, global, world, general, federal, royal, \
    act, treaty, agreement, accord, deal, pact, convention, charter, protocol, resolution, plan, law, bill, code, declaration, initiative, conference, summit, war, \
    day, week, month, year, morning, evening, christmas, easter, ramadan, \
    news, times, post, journal, tribune, herald, guardian, courier, ledger, gazette, media, press, television, radio, agency, wire, \
    energy, safety, health, foreign, defence, defense, interior, transport, education, environment, agriculture, trade, commerce, culture, finance, labour, labor, \
    twitter, facebook, instagram, youtube, whatsapp, telegram, google, cup, league, olympics, prize, award, festival, film, report, review, index, survey, study, \
    group, holdings, inc, ltd, limited, plc, gmbh, corp, logistics, storage, rail, railway, railways, airlines, airways, motors, bank, steel, oil, gas, mining, \
    systems, technologies, technology, industries, partners, capital, pictures, studios, records, books, research, watch, voice, trees, action, rights, peace, \
    green, white, red, black, blue, standing, public, private, social, democratic, democrats, conservative, liberal, socialist, communist, republican, republicans, labour, \
    christian, muslim, catholic, orthodox, british, american, russian, german, french, italian, spanish, chinese, japanese, indian, ukrainian, polish, turkish, israeli, iranian, \
    online, digital, special, human, medical, legal, military, political, economic, nuclear, deep, shared, high, supreme, grand, new, old, great, upper, lower")
});
