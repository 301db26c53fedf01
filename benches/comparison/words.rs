//! Sentences that look like news and say nothing. Everything is drawn from a [`Random`] that is seeded with what the
//! words are for, so that a page has the same words on a small site and on a large one.

use std::sync::LazyLock;

static NOUNS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "agency agreement airport archive assembly audit authority ballot bank bill border bridge budget bureau cabinet campaign \
     census charter city claim climate coalition coast commission committee company conference contract convention council \
     country court crisis debate decision decree deficit delegation department deposit directive dispute district economy \
     election employer energy estimate exchange export facility factory ferry finance fishery flood forecast forest fund gas \
     grain grid guideline harbour hearing hospital household import income industry inquiry institute insurance island journal \
     judge jury lake lawsuit lender library licence line loan market meeting ministry mission motion museum network newspaper \
     notice office operator opposition order panel parliament party pension permit petition pilot plant policy port price \
     procedure project proposal protocol province purchase quarter quota railway reactor record referendum refund region \
     register regulator repair request reservoir resolution review river road ruling sample schedule season sector senate \
     settlement share shipment station statute storm strategy strike subsidy summit supplier survey system tariff tax terminal \
     town trade transport treasury treaty tribunal tunnel union university utility valley village vote warehouse winter"
        .split(' ')
        .collect()
});
static VERBS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "accepted adjusted adopted announced approved backed blocked changed cited closed confirmed criticised debated declined \
     delayed described disclosed disputed doubled drafted dropped estimated examined expanded explained extended followed \
     funded halted improved increased introduced issued joined launched lifted linked lowered measured monitored negotiated \
     opened opposed ordered overturned passed paused planned postponed presented proposed published questioned raised received \
     recommended recorded reduced referred rejected released removed renewed replaced requested required resumed reversed \
     reviewed revised scheduled settled shifted signed studied submitted suspended tested tightened updated verified welcomed"
        .split(' ')
        .collect()
});
static ADJECTIVES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "additional administrative annual basic broad central civil coastal commercial common complex confidential consistent \
     costly daily detailed direct domestic early economic essential external federal final fiscal foreign former formal further \
     general gradual high historic independent industrial informal initial internal joint large late legal limited local long \
     lower main major medical minor mixed modest municipal mutual national northern official original partial permanent \
     possible preliminary private provisional public rapid regional regular remaining rural seasonal separate serious short \
     similar small southern special stable steady strict strong technical temporary urban urgent usual voluntary western wide"
        .split(' ')
        .collect()
});
const ADVERBS: [&str; 8] =
    ["broadly", "quickly", "formally", "largely", "narrowly", "partly", "sharply", "twice"];
const LINKING: [&str; 8] = ["because", "although", "while", "after", "before", "as", "when", "so that"];
const OPENINGS: [&str; 6] =
    ["However, ", "In practice, ", "By contrast, ", "For now, ", "At the same time, ", "In short, "];
const SYLLABLES: [&str; 32] = [
    "ba", "be", "bo", "da", "de", "di", "do", "ka", "ke", "ki", "ko", "la", "le", "li", "lo", "ma", "me",
    "mi", "mo", "na", "ne", "ni", "no", "ra", "re", "ri", "ro", "sa", "se", "si", "ta", "vo",
];

/// A linear congruential generator: small, and the same everywhere.
pub struct Random(u64);

impl Random {
    /// One for the `i`th of some kind of thing.
    pub fn new(kind: u64, i: usize) -> Self {
        let mut random = Self(kind.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ i as u64);
        // Neighbours begin alike.
        for _ in 0..4 {
            random.below(2);
        }
        random
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit.max(1) as u64).unwrap_or(0)
    }

    /// One of some words.
    pub fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// Whether something happens that does so many times in a hundred.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// Puts things into another order.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for i in (1..things.len()).rev() {
            things.swap(i, self.below(i + 1));
        }
    }
}

/// `tariff`.
pub fn noun(random: &mut Random) -> &'static str {
    random.one(&NOUNS)
}

/// `coastal`.
pub fn adjective(random: &mut Random) -> &'static str {
    random.one(&ADJECTIVES)
}

/// `paused`.
pub fn verb(random: &mut Random) -> &'static str {
    random.one(&VERBS)
}

/// `the coastal tariff`.
pub fn thing(random: &mut Random) -> String {
    if random.percent(60) {
        format!("the {} {}", adjective(random), noun(random))
    } else {
        format!("the {}", noun(random))
    }
}

/// A sentence of a dozen words, with its full stop; `link` stands before that.
pub fn sentence(random: &mut Random, link: Option<&str>) -> String {
    let mut text = if random.percent(45) { random.one(&OPENINGS).to_owned() } else { String::new() };
    text.push_str(&thing(random));
    if random.percent(30) {
        text.push(' ');
        text.push_str(random.one(&ADVERBS));
    }
    text.push_str(&format!(" {} {}", verb(random), thing(random)));
    if random.percent(55) {
        let linking = random.one(&LINKING);
        text.push_str(&format!(" {linking} {} {} {}", thing(random), verb(random), thing(random)));
    }
    match random.below(100) {
        0..8 => text.push_str(&format!(" — *{}* at first", adjective(random))),
        8..14 => text.push_str(&format!(", a **{} {}** by any measure", adjective(random), noun(random))),
        14..18 => text.push_str(&format!(", “{} but {}”", adjective(random), adjective(random))),
        _ => {}
    }
    if let Some(link) = link {
        text.push_str(&format!(", according to {link}"));
    }
    text.push('.');
    capital(&text)
}

/// A name that nobody else of the same number has.
pub fn name(i: usize) -> String {
    let mut random = Random::new(9, i);
    let first: String = (0..2).map(|_| random.one(&SYLLABLES)).collect();
    let (mut last, mut rest) = (String::new(), i);
    for _ in 0..4 {
        last.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    format!("{} {}", capital(&first), capital(&last))
}

/// With a capital letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
