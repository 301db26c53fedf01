//! Figures: numbers of the world as they are told. How big, how exactly, of what measure; and whether words in prose
//! tell truly what a ledger says. How words are read is for `read`, how a number looks in a chart for nobody here.

mod read;
mod tokens;

use std::fmt;
use std::ops::Range;

/// A number as it is told: `more than 3.8 million`, `between 40 and 60`, `3.67 percent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// How exactly it is known.
    pub qualifier: Qualifier,
    /// The number, or the lower of two.
    pub low: Amount,
    /// The number again, or the higher of two.
    pub high: Amount,
    /// What kind of number it is.
    pub measure: Measure,
    /// What the last digit counts: 0.1 million in `3.8 million`. Numbers agree when they do at this step.
    pub step: Amount,
}

/// How exactly a number is known. Words of one group say the same: `over` is `more than`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualifier {
    /// Nothing is said.
    Exactly,
    /// `about`, `some`, `roughly`.
    About,
    /// `more than`, `over`, `just over`.
    MoreThan,
    /// `at least`, `no fewer than`.
    AtLeast,
    /// `nearly`, `almost`, `just under`.
    Nearly,
    /// `less than`, `fewer than`, `under`.
    LessThan,
    /// `up to`, `at most`, `as many as`.
    UpTo,
    /// `between 40 and 60`, `40 to 60`.
    Between,
}

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Things that are counted or measured; of what is said elsewhere.
    Count,
    /// Parts of a hundred.
    Percent,
    /// The difference of two percentages, which is not a percentage.
    PercentagePoints,
    /// Money, by the code of its currency (ISO 4217).
    Currency([u8; 3]),
}

/// An exact decimal number, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(pub i128);

/// In what words and ledger differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    /// Another number.
    Number,
    /// The same number, known otherwise.
    Qualifier,
    /// Another measure: percent for percentage points.
    Measure,
}

impl Figure {
    /// The first figure in some words, and where it stands, what qualifies it included.
    pub fn find(words: &str) -> Option<(Self, Range<usize>)> {
        read::first(words)
    }

    /// Every figure in some words, years aside.
    pub fn all(words: &str) -> Vec<(Self, Range<usize>)> {
        read::all(words)
    }

    /// Words that are a figure and may name its unit: `3.8 million people`. The error says what is wrong.
    pub fn parse(words: &str) -> Result<Self, String> {
        read::whole(words)
    }

    /// Whether these words tell what a ledger says: its number as closely as they say, and how exactly it is known.
    ///
    /// An exact number may be told less exactly: 3,821,049 is `3.8 million`, `more than 3.8 million`, `nearly 4
    /// million`. One that is qualified has to keep number and qualifier.
    pub fn tells(&self, ledger: &Self) -> Result<(), Disagreement> {
        if !self.measures(ledger) {
            return Err(Disagreement::Measure);
        }
        match ledger.qualifier {
            Qualifier::Exactly if self.covers(ledger.low) => Ok(()),
            Qualifier::Exactly => Err(Disagreement::Number),
            _ if (self.low, self.high) != (ledger.low, ledger.high) => Err(Disagreement::Number),
            qualifier if qualifier != self.qualifier => Err(Disagreement::Qualifier),
            _ => Ok(()),
        }
    }

    /// Whether these words tell how far a ledger moved from one value to another: by how much, by how many percent,
    /// or, where the ledger counts percent, by how many percentage points.
    pub fn tells_change(&self, from: &Self, to: &Self) -> Result<(), Disagreement> {
        // How far a range moved is not one number.
        if from.low != from.high || to.low != to.high {
            return Err(Disagreement::Number);
        }
        let change = Amount((to.low.0 - from.low.0).abs());
        let told = match (self.measure, from.measure) {
            (Measure::PercentagePoints, Measure::Percent) => self.covers(change),
            (Measure::Percent, _) => change.percent_of(from.low).is_some_and(|percent| self.covers(percent)),
            (Measure::PercentagePoints, _) | (Measure::Count, Measure::Percent) => {
                return Err(Disagreement::Measure);
            }
            _ => self.covers(change),
        };
        if told { Ok(()) } else { Err(Disagreement::Number) }
    }

    /// Whether an exact number is what these words say.
    fn covers(&self, exact: Amount) -> bool {
        let (told, exact) = (self.low.0, exact.0);
        let near = |part: i128| (told - exact).abs() * part <= exact.abs();
        match self.qualifier {
            Qualifier::Exactly => told == exact || self.rounds(exact),
            Qualifier::About => near(20),
            Qualifier::MoreThan => told < exact && near(10),
            Qualifier::AtLeast => told <= exact && near(10),
            Qualifier::Nearly | Qualifier::LessThan => exact < told && near(10),
            Qualifier::UpTo => exact <= told && near(10),
            Qualifier::Between => told <= exact && exact <= self.high.0,
        }
    }

    /// Whether a number rounds to this one. A step of more than a tenth says too little to be a rounding.
    fn rounds(&self, exact: i128) -> bool {
        let step = self.step.0;
        step * 10 <= self.low.0.abs() && (self.low.0 - exact).abs() * 2 <= step
    }

    /// Whether the measures agree.
    fn measures(&self, ledger: &Self) -> bool {
        self.measure == ledger.measure
    }
}

impl Amount {
    /// One.
    pub const ONE: Self = Self(1_000_000);

    /// The nearest floating-point number, for drawing.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// How many times this goes into another, if that can be said.
    fn times(self, by: i128) -> Option<Self> {
        self.0.checked_mul(by).filter(|product| product.abs() < i128::MAX / 1_000_000_000).map(Self)
    }

    /// This as a percentage of a whole.
    fn percent_of(self, whole: Self) -> Option<Self> {
        self.0.checked_mul(100_000_000)?.checked_div(whole.0).map(|percent| Self(percent.abs()))
    }
}

impl fmt::Display for Amount {
    /// As a plain decimal: `3800000`, `3.67`.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.abs() / 1_000_000, self.0.abs() % 1_000_000);
        let sign = if self.0 < 0 { "-" } else { "" };
        match part {
            0 => write!(to, "{sign}{whole}"),
            part => write!(to, "{sign}{whole}.{}", format!("{part:06}").trim_end_matches('0')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Disagreement::{Measure as M, Number as N, Qualifier as Q};

    fn figure(words: &str) -> Figure {
        Figure::find(words).unwrap_or_else(|| panic!("no figure in “{words}”")).0
    }

    #[test]
    fn words_tell_what_the_ledger_says() {
        let cases = [
            ("3.8 million", "3.8 million", Ok(())),
            ("3,800,000", "3.8 million", Ok(())),
            ("More than 3.8 million people", "more than 3.8 million", Ok(())),
            ("over 3,800,000", "more than 3.8 million", Ok(())),
            ("3.8 million", "more than 3.8 million", Err(Q)),
            ("almost 3.8 million", "more than 3.8 million", Err(Q)),
            ("more than 3.9 million", "more than 3.8 million", Err(N)),
            ("nearly four million", "nearly 4 million", Ok(())),
            ("nearly four million", "more than 3.8 million", Err(N)),
            ("between 40 and 60", "40–60", Ok(())),
            ("from 40 to 60 people", "between 40 and 60", Ok(())),
            ("between 40 and 50", "between 40 and 60", Err(N)),
            ("3.8 million", "3,821,049", Ok(())),
            ("3.9 million", "3,821,049", Err(N)),
            ("more than 3.8 million", "3,821,049", Ok(())),
            ("nearly 4 million", "3,821,049", Ok(())),
            ("about 3.8 million", "3,821,049", Ok(())),
            ("4 million", "3,821,049", Err(N)),
            ("60", "57", Err(N)),
            ("at least 1,100", "1,119", Ok(())),
            ("more than 2 million", "3,821,049", Err(N)),
            ("3.67 percent", "3.67%", Ok(())),
            ("3.67 percentage points", "3.67%", Err(M)),
            ("3.67", "3.67%", Err(M)),
            ("$20 million", "20 million dollars", Ok(())),
            ("$20 million", "20 million", Err(M)),
            ("€20 million", "$20 million", Err(M)),
            ("141", "one hundred and forty-one", Ok(())),
            ("two dozen", "24", Ok(())),
        ];
        for (told, ledger, expected) in cases {
            assert_eq!(figure(told).tells(&figure(ledger)), expected, "“{told}” for “{ledger}”");
        }
    }

    #[test]
    fn words_tell_how_far_a_ledger_moved() {
        let cases = [
            ("1.3 million more", "2.5 million", "more than 3.8 million", Ok(())),
            ("a rise of 52 percent", "2.5 million", "3.8 million", Ok(())),
            ("by half", "2.5 million", "3.8 million", Err(N)),
            ("two more", "28", "30", Ok(())),
            ("40 percentage points", "20 percent", "60 percent", Ok(())),
            ("by 200 percent", "20 percent", "60 percent", Ok(())),
            ("40", "20 percent", "60 percent", Err(M)),
            ("1.4 million fewer", "3.8 million", "2.5 million", Err(N)),
            ("10 more", "40–60", "50–55", Err(N)),
        ];
        for (told, from, to, expected) in cases {
            let (from, to) = (figure(from), figure(to));
            assert_eq!(figure(told).tells_change(&from, &to), expected, "“{told}”");
        }
    }

    #[test]
    fn amounts_are_plain_decimals() {
        let shown = |words: &str| figure(words).low.to_string();
        assert_eq!(shown("3.8 million"), "3800000");
        assert_eq!(shown("3.670 percent"), "3.67");
        assert_eq!(shown("-0.5"), "-0.5");
    }
}
