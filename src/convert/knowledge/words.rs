//! The words that rules know: verbs of speech, roles, kinds of organisations, days and months, and the small words
//! that begin sentences. A rule goes by the structure of a sentence first and asks these lists second.

use crate::model::days::MONTHS;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A list of words, with commas between them.
pub trait Listed {
    /// Whether a word in small letters is in it.
    fn holds(&self, word: &str) -> bool;
}

impl Listed for &'static str {
    fn holds(&self, word: &str) -> bool {
        // Most words are in no list: the search for their letters says so at once.
        let mut from = 0;
        while let Some(at) = self.get(from..).and_then(|rest| rest.find(word)) {
            let (start, end) = (from + at, from + at + word.len());
            let before = self.get(..start).is_none_or(|head| {
                head.is_empty() || head.ends_with([' ', '\n']) && head.trim_end().ends_with(',')
            });
            let after = self.get(end..).is_none_or(|rest| rest.is_empty() || rest.starts_with(','));
            if before && after {
                return true;
            }
            from = end;
        }
        false
    }
}

/// A long list, which is asked often.
pub type List = LazyLock<HashSet<&'static str>>;

impl Listed for &'static List {
    fn holds(&self, word: &str) -> bool {
        self.contains(word)
    }
}

/// The words of a list as a set.
pub fn set(words: &'static str) -> HashSet<&'static str> {
    words.split([',', '\n']).map(str::trim).filter(|word| !word.is_empty()).collect()
}

/// Whether a word is in a list, in capitals or not.
pub fn has(list: impl Listed, word: &str) -> bool {
    let mut small = [0_u8; 24];
    let Some(letters) = small.get_mut(..word.len()).filter(|letters| !letters.is_empty()) else {
        return false;
    };
    letters.copy_from_slice(word.as_bytes());
    letters.make_ascii_lowercase();
    std::str::from_utf8(letters).is_ok_and(|word| list.holds(word))
}

/// The number of a month, in full or cut short.
pub fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let at = MONTHS.iter().position(|month| {
        month.eq_ignore_ascii_case(word)
            || (word.starts_with(char::is_uppercase)
                && (word.len() == 3 || word == "Sept")
                && month.to_lowercase().starts_with(&word.to_lowercase()))
    });
    at.and_then(|at| i8::try_from(at + 1).ok())
}

/// The number of a weekday, Monday first.
pub fn weekday(word: &str) -> Option<i8> {
    let at = WEEKDAYS.iter().position(|day| day.eq_ignore_ascii_case(word));
    at.and_then(|at| i8::try_from(at + 1).ok()).filter(|_| word.starts_with(char::is_uppercase))
}

/// A word without “’s”, and whether it had it.
pub fn possessor(word: &str) -> (&str, bool) {
    match word.strip_suffix("'s").or(word.strip_suffix("’s")) {
        Some(bare) => (bare, true),
        None => match word.strip_suffix('’').or(word.strip_suffix('\'')) {
            Some(bare) => (bare, true),
            None => (word, false),
        },
    }
}

/// Whether a word is what somebody is: a role in the list, or one made like those.
pub fn is_role(word: &str) -> bool {
    let word = word.to_lowercase();
    let word =
        word.strip_prefix("ex-").or(word.strip_prefix("vice-")).or(word.strip_prefix("co-")).unwrap_or(&word);
    let last = word.rsplit('-').next().unwrap_or(word);
    let ending = |ends: &[&str]| ends.iter().any(|end| last.len() > end.len() + 2 && last.ends_with(end));
    has(&ROLES, last)
        || has(&ROLES, word)
        || (ending(&[
            "ologist", "ographer", "ician", "grower", "keeper", "maker", "owner", "fighter", "worker",
            "woman", "person", "master", "writer", "ologer",
        ]) && !has(&NO_ROLES, last))
        || (ending(&["ist", "man", "eer"]) && !has(&NO_ROLES, last))
}

/// Whether a word can be what somebody is, where an apposition says so: "a baker whose shop", "a beekeeper".
pub fn may_be_role(word: &str) -> bool {
    let word = word.to_lowercase();
    let ends = ["er", "or", "ian", "ant", "ent", "ive", "ee", "ess", "yst", "ic", "ot", "ef", "ad"];
    is_role(&word) || (word.len() > 3 && ends.iter().any(|end| word.ends_with(end)) && !has(&NO_ROLES, &word))
}

/// Whether a word says that somebody speaks.
pub fn is_speech(word: &str) -> bool {
    has(&SPEECH, word)
}

/// Whether a word has the look of a verb in a tense of reports.
pub fn looks_like_verb(word: &str) -> bool {
    let small = word.starts_with(char::is_lowercase);
    small
        && word.len() > 3
        && (word.ends_with("ed")
            || (word.ends_with('s')
                && !word.ends_with("ss")
                && !word.ends_with("'s")
                && !word.ends_with("’s")))
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

pub const ABBREVIATIONS: &str = "mr, mrs, ms, dr, prof, gen, sen, rep, gov, lt, col, sgt, capt, st, jr, sr, vs, no, inc, ltd, co, corp, \
    jan, feb, mar, apr, jun, jul, aug, sept, sep, oct, nov, dec, approx, rev, hon, etc, messrs, mt, fig";

/// Verbs that say that somebody speaks or writes, in the forms that reports use.
static SPEECH: List = LazyLock::new(|| {
    set("\
    say, says, said, saying, state, states, stated, tell, tells, told, telling, add, adds, added, adding, ask, asks, asked, argue, argues, argued, \
    warn, warns, warned, warning, announce, announces, announced, explain, explains, explained, note, notes, noted, noting, insist, insists, insisted, \
    claim, claims, claimed, reply, replies, replied, write, writes, wrote, written, recall, recalls, recalled, admit, admits, admitted, \
    concede, concedes, conceded, acknowledge, acknowledges, acknowledged, declare, declares, declared, comment, comments, commented, \
    continue, continues, continued, conclude, concludes, concluded, observe, observes, observed, remark, remarks, remarked, suggest, suggests, suggested, \
    call, calls, called, calling, describe, describes, described, describing, deny, denies, denied, reject, rejects, rejected, urge, urges, urged, \
    joke, jokes, joked, quip, quips, quipped, sigh, sighs, sighed, underline, underlines, underlined, stress, stresses, stressed, \
    emphasise, emphasises, emphasised, emphasize, emphasizes, emphasized, complain, complains, complained, confirm, confirms, confirmed, \
    testify, testifies, testified, tweet, tweets, tweeted, post, posts, posted, promise, promises, promised, pledge, pledges, pledged, \
    vow, vows, vowed, predict, predicts, predicted, lament, laments, lamented, shout, shouts, shouted, laugh, laughs, laughed, \
    speak, speaks, spoke, criticise, criticised, criticises, criticize, criticized, accuse, accuses, accused, dismiss, dismisses, dismissed, \
    condemn, condemns, condemned, denounce, denounces, denounced, praise, praises, praised, label, labelled, labeled, labels, brand, brands, branded, \
    respond, responds, responded, answer, answers, answered, assert, asserts, asserted, maintain, maintains, maintained, contend, contends, contended, \
    assure, assures, assured, blame, blames, blamed, caution, cautions, cautioned, counter, counters, countered, demand, demands, demanded, \
    estimate, estimates, estimated, fear, fears, feared, hail, hails, hailed, hint, hints, hinted, point, points, pointed, report, reports, reported, \
    reveal, reveals, revealed, sum, summed, mutter, mutters, muttered, whisper, whispers, whispered, interject, interjected, chime, chimed, \
    agree, agrees, agreed, believe, believes, believed, think, thinks, thought, express, expressed, read, reads")
});

/// Nouns for what somebody said.
pub const SPEECHES: &str = "remark, remarks, statement, comment, comments, claim, claims, warning, description, words, assertion, admission, \
    promise, pledge, quip, declaration, complaint, accusation, prediction, suggestion, call, verdict, view, argument, feedback, message, letter, reply";

/// What somebody is.
static ROLES: List = LazyLock::new(|| {
    set("\
    academic, activist, actor, actress, adviser, advisor, agent, aide, ambassador, analyst, anchor, architect, archbishop, archivist, artist, auditor, \
    astronaut, astronomer, attorney, author, baker, banker, baron, barrister, biologist, bishop, boss, builder, butcher, candidate, captain, cardinal, \
    carpenter, chair, chairman, chairwoman, chairperson, chancellor, chef, chemist, chief, cleric, clerk, coach, colonel, columnist, commander, \
    commissioner, composer, congressman, congresswoman, consul, consultant, coordinator, coroner, correspondent, councillor, councilor, \
    counsel, counsellor, counselor, critic, curator, dean, delegate, demographer, deputy, designer, detective, developer, diplomat, director, doctor, \
    driver, economist, editor, employee, engineer, envoy, executive, expert, farmer, fellow, firefighter, fisher, fisherman, footballer, forester, founder, \
    co-founder, gardener, general, geographer, geologist, governor, grocer, guard, head, headteacher, historian, host, hunter, hydrologist, \
    inspector, investigator, investor, journalist, judge, justice, king, labourer, laborer, lawmaker, lawyer, leader, lecturer, librarian, lieutenant, \
    magistrate, major, manager, mayor, mechanic, mediator, meteorologist, midwife, miner, minister, musician, negotiator, neighbour, neighbor, nurse, \
    officer, official, operator, organiser, organizer, owner, painter, partner, pastor, patriarch, pensioner, philosopher, photographer, physician, physicist, pilot, \
    planner, poet, politician, pope, prefect, premier, president, priest, prince, princess, principal, producer, professor, programmer, prosecutor, \
    psychologist, publisher, queen, rabbi, rector, refugee, reporter, representative, researcher, resident, sailor, scholar, scientist, seaman, secretary, \
    senator, sergeant, servant, sheriff, shopkeeper, singer, sociologist, soldier, solicitor, specialist, spokesman, spokesperson, spokeswoman, strategist, student, \
    superintendent, surgeon, surveyor, tailor, teacher, technician, trader, trainer, treasurer, trustee, tutor, undersecretary, veteran, vicar, victim, \
    villager, volunteer, voter, warden, widow, winegrower, witness, worker, writer, chief-of-staff, mp, mep, ceo, cfo, cto, cio, md, vice-president, \
    parliamentarian, legislator, ombudsman, regulator, campaigner, oncologist, virologist, epidemiologist, psychiatrist, paediatrician, pediatrician, dentist, vet, pharmacist, \
    chairlady, co-author, co-director, statistician, archaeologist, anthropologist, imam, ayatollah, sheikh, emir, sultan, emperor, duke, duchess, earl, count, lord")
});

/// What ends like a role and is none.
static NO_ROLES: List = LazyLock::new(|| {
    set("\
    number, letter, paper, newspaper, water, power, river, tower, border, corner, centre, center, chapter, order, quarter, factor, sector, corridor, \
    computer, theatre, theater, harbour, harbor, layer, summer, winter, weather, matter, manner, shelter, shower, tanker, freighter, container, trailer, \
    document, government, parliament, department, agreement, movement, settlement, event, component, moment, monument, continent, instrument, development, \
    restaurant, plant, district, island, list, mist, fist, human, german, roman, norman, ottoman, woman's, career, beer, archive, initiative, drive, offensive, \
    alternative, objective, committee, business, access, process, success, village, motor, error, terror, mirror, interior, exterior, disaster, \
    answer, charter, cluster, counter, dinner, disorder, engine, fever, former, gender, hammer, helicopter, hotel, latter, lawyer's, ladder, liquor, lobster, member, \
    merger, minor, monster, october, november, december, september, offer, pier, poster, printer, radar, register, reservoir, rocket, router, silver, sister, thunder, timber, \
    track, transfer, tutor's, vapour, war, wander, whether, wonder, yesterday, clinic, music, public, republic, traffic, topic, fabric, metric, road, load, abroad, \
    pilot's, robot, spot, brief, chief's, relief, reef, belief, grief, consequent, percent, recent, different, present, client's, incident, accident, segment, amendment, tent, talent, \
    parent-company, current, torrent, rent, content, extent, cement, payment, investment, treatment, statement, experiment, equipment, environment, element, tournament, compartment, apartment")
});

/// Kinds of organisations: the head of their names.
pub static ORGS: List = LazyLock::new(|| {
    set("\
    administration, agency, alliance, army, assembly, association, authority, bank, board, broadcaster, bureau, cabinet, campaign, centre, center, chamber, charity, church, \
    club, coalition, college, commission, committee, company, confederation, congress, consortium, corporation, council, court, department, directorate, embassy, \
    federation, firm, forum, foundation, fund, government, group, guild, hospital, institute, institution, laboratory, league, ministry, mission, movement, museum, \
    navy, network, observatory, office, organisation, organization, parliament, parliament’s, party, police, prosecution, regulator, refinery, school, secretariat, senate, service, nations, watchdog, society, syndicate, \
    team, tribunal, trust, union, university, watchdog, newspaper, paper, survey, kremlin, board, force, forces, registry, operator, airline, treasury, monarchy, presidency, union’s, chancellery")
});

/// Words that begin a sentence with a capital and are no part of a name.
pub static STOPS: List = LazyLock::new(|| {
    set("\
    a, about, above, according, across, after, afterwards, again, against, all, almost, along, already, also, although, always, among, amid, an, and, another, any, anybody, anyone, \
    anything, are, around, as, asked, at, away, back, based, be, because, been, before, behind, being, below, beneath, beside, besides, between, beyond, both, but, by, can, could, \
    critics, despite, did, different, do, does, down, during, each, earlier, early, either, else, even, ever, every, everybody, everyone, everything, except, experts, few, finally, first, following, \
    for, former, founded, from, further, had, half, has, have, he, her, here, hers, his, how, however, i, if, immediately, in, indeed, inside, instead, interviews, into, is, it, its, just, last, late, later, least, \
    less, like, mainly, many, may, maybe, meanwhile, might, more, moreover, most, mostly, much, must, my, near, nearly, neither, never, nevertheless, next, no, nobody, none, nonetheless, nor, not, nothing, \
    now, of, off, officers, officials, often, on, once, one, only, onto, opponents, or, other, others, otherwise, our, out, outside, over, own, people, perhaps, police, rather, really, recently, residents, said, saying, schools, second, \
    several, she, should, simply, since, so, some, somebody, someone, something, sometimes, soon, still, such, supporters, than, that, the, their, them, then, there, therefore, these, they, thing, third, this, \
    those, though, three, through, throughout, thus, to, today, together, tomorrow, too, two, toward, towards, under, unless, unlike, until, up, upon, us, usually, very, was, we, well, were, what, \
    when, whenever, where, whereas, wherever, whether, which, while, who, whoever, whole, whom, whose, why, will, with, within, without, witnesses, would, yes, yesterday, yet, you, your, four, five, six, seven, eight, nine, ten, \
    mostly, turnout, talks, work, workers, trains, inflation, scientists, analysts, astronomers, campaigners, councillors, premium, price, founded")
});

/// What stands before a name and is no part of it.
pub const HONORIFICS: &str = "mr, mrs, ms, miss, dr, prof, professor, sir, dame, lord, lady, madame, monsieur, herr, frau, rev, reverend, father, sister, brother, \
    sheikh, gen, general, col, colonel, capt, captain, lt, sgt, sen, senator, rep, gov, president, judge, justice, councillor, cllr, ambassador, king, queen, prince, princess, pope";

pub const PRONOUNS: &str = "he, she, they";

/// What stands before a role and belongs to the time, not to the person.
pub const TIMES: &str = "former, then, current, outgoing, incoming, acting, interim, late, long-time, longtime, new, the, a, an, its, his, her, their, our, one, whose, and, then-, ex";
