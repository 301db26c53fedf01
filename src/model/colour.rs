//! Colours, and how well one can be told from another: contrast as WCAG 2.2 counts it. Which colours a site has is
//! for `parse::look`.

use std::fmt;

/// The least contrast of text with its ground (WCAG 2.2, 1.4.3).
pub const OF_TEXT: f64 = 4.5;
/// The least contrast of a line that means something (WCAG 2.2, 1.4.11).
pub const OF_LINES: f64 = 3.0;

/// A colour of the screen, red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

impl Colour {
    /// Reads `#7d1f2e` or `#fff`; the sign may be missing.
    pub fn parse(written: &str) -> Option<Self> {
        let digits = written.trim().strip_prefix('#').unwrap_or(written.trim());
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize, length: usize| u8::from_str_radix(digits.get(at..at + length)?, 16).ok();
        match digits.len() {
            3 => Some(Self([part(0, 1)? * 17, part(1, 1)? * 17, part(2, 1)? * 17])),
            6 => Some(Self([part(0, 2)?, part(2, 2)?, part(4, 2)?])),
            _ => None,
        }
    }

    /// How well it can be told from another: from 1, not at all, to 21, black from white.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The shade of it nearest to it that has a contrast with all of these grounds; nothing where no shade has.
    pub fn shade_for(self, grounds: &[Self], least: f64) -> Option<Self> {
        let does = |shade: &Self| grounds.iter().all(|ground| shade.contrast(*ground) >= least);
        let towards = |end: Self| {
            (0..=100_u8).map(move |step| (step, self.mixed(end, step))).find(|(_, shade)| does(shade))
        };
        let shades = [towards(Self([0; 3])), towards(Self([255; 3]))];
        shades.into_iter().flatten().min_by_key(|(step, _)| *step).map(|(_, shade)| shade)
    }

    fn mixed(self, end: Self, percent: u8) -> Self {
        let mix = |at: usize| {
            let (from, to, percent) = (u32::from(self.0[at]), u32::from(end.0[at]), u32::from(percent));
            u8::try_from((from * (100 - percent) + to * percent) / 100).unwrap_or(u8::MAX)
        };
        Self([mix(0), mix(1), mix(2)])
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(written: &str) -> Colour {
        Colour::parse(written).unwrap()
    }

    #[test]
    fn contrast_is_counted_as_wcag_counts_it() {
        assert!((colour("#000").contrast(colour("#fff")) - 21.0).abs() < 1e-9);
        assert!((colour("#777").contrast(colour("#ffffff")) - 4.48).abs() < 0.01);
        assert!((colour("767676").contrast(colour("#FFF")) - 4.54).abs() < 0.01);
        assert!((colour("#123456").contrast(colour("#123456")) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn only_what_is_a_colour_is_read() {
        for wrong in ["", "#", "#12", "#12345g", "red", "#1234567", "é12"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
        assert_eq!(colour("#AbC").to_string(), "#aabbcc");
    }

    #[test]
    fn a_shade_that_does_does_on_every_ground() {
        let grounds = [colour("#fdfbf7"), colour("#f4efe6"), colour("#ffffff")];
        let shade = colour("#d98c98").shade_for(&grounds, OF_TEXT).unwrap();
        assert!(grounds.iter().all(|ground| shade.contrast(*ground) >= OF_TEXT), "{shade}");
        assert!(
            grounds.iter().any(|ground| shade.contrast(*ground) < OF_TEXT + 0.3),
            "{shade} is the nearest"
        );
        let already = colour("#1c1a17");
        assert_eq!(already.shade_for(&grounds, OF_TEXT), Some(already));
        assert_eq!(colour("#777").shade_for(&[colour("#000"), colour("#fff")], 7.0), None);
    }
}
