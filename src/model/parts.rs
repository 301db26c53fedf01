//! A long list in parts, a page each. A part begins where a group of the list begins, a letter or a decade, unless the
//! group alone is too long.

use super::site::EntryId;
use std::ops::Range;

/// A list in parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// What it lists, in order; nothing where it lists no entries.
    pub entries: Vec<EntryId>,
    /// Every group: its title, and the position it begins at.
    pub groups: Vec<(String, usize)>,
    /// The positions of each part.
    pub ranges: Vec<Range<usize>>,
}

impl Parts {
    /// Cuts a list, given the title of the group that each entry belongs to, into parts of at most this size.
    pub fn cut(entries: Vec<EntryId>, titles: Vec<String>, size: usize) -> Self {
        let (length, size) = (titles.len(), size.max(1));
        let mut groups: Vec<(String, usize)> = Vec::new();
        for (at, title) in titles.into_iter().enumerate() {
            if groups.last().is_none_or(|(last, _)| *last != title) {
                groups.push((title, at));
            }
        }
        let mut ranges = Vec::new();
        let mut start = 0;
        while start < length || ranges.is_empty() {
            let full = (start + size).min(length);
            let begun = groups.partition_point(|(_, at)| *at <= full);
            let opening = begun.checked_sub(1).and_then(|i| groups.get(i)).map_or(0, |(_, at)| *at);
            let end = if full < length && opening > start + size / 2 { opening } else { full };
            ranges.push(start..end);
            start = end;
            if length == 0 {
                break;
            }
        }
        Self { entries, groups, ranges }
    }

    /// The positions of a part.
    pub fn range(&self, part: usize) -> Range<usize> {
        self.ranges.get(part).cloned().unwrap_or_default()
    }

    /// The entries of a part.
    pub fn of(&self, part: usize) -> &[EntryId] {
        self.entries.get(self.range(part)).unwrap_or_default()
    }

    /// The part that a position is in.
    pub fn part_of(&self, at: usize) -> usize {
        self.ranges.partition_point(|range| range.end <= at)
    }

    /// The groups of a part, each by its number, with its title and its positions in the part.
    pub fn groups_of(&self, part: usize) -> impl Iterator<Item = (usize, &str, Range<usize>)> {
        let range = self.range(part);
        let ends = self.groups.iter().skip(1).map(|(_, at)| *at).chain([usize::MAX]);
        self.groups.iter().zip(ends).enumerate().filter_map(move |(number, ((title, from), to))| {
            let inside = (*from).max(range.start)..to.min(range.end);
            (inside.start < inside.end).then_some((number, title.as_str(), inside))
        })
    }

    /// What a part is called: its first and its last group.
    pub fn title(&self, part: usize) -> String {
        let mut groups = self.groups_of(part).map(|(_, title, _)| title);
        match (groups.next(), groups.last()) {
            (Some(first), Some(last)) => format!("{first}–{last}"),
            (Some(only), None) if !only.is_empty() => only.to_owned(),
            _ => (part + 1).to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(titles: &str, size: usize) -> Parts {
        let titles: Vec<String> = titles.chars().map(String::from).collect();
        Parts::cut((0..).take(titles.len()).map(EntryId).collect(), titles, size)
    }

    #[test]
    fn a_part_begins_where_a_group_begins() {
        let parts = cut("aaabbbbcc", 5);
        assert_eq!(parts.ranges, [0..3, 3..7, 7..9]);
        assert_eq!((0..3).map(|part| parts.title(part)).collect::<Vec<_>>(), ["a", "b", "c"]);
        let parts = cut("aabbccdd", 5);
        assert_eq!(parts.ranges, [0..4, 4..8]);
        assert_eq!(parts.title(0), "a–b");
    }

    #[test]
    fn a_group_that_is_too_long_is_cut() {
        let parts = cut("aaaaaaaaab", 4);
        assert_eq!(parts.ranges, [0..4, 4..8, 8..10]);
        assert_eq!(parts.groups_of(1).collect::<Vec<_>>(), [(0, "a", 4..8)]);
        assert_eq!(parts.title(2), "a–b");
    }

    #[test]
    fn every_entry_is_in_one_part() {
        for length in 0..40 {
            for size in 1..12 {
                let titles: String = (0..length).map(|i| char::from(b'a' + (i / 3) as u8)).collect();
                let parts = cut(&titles, size);
                let all: Vec<EntryId> =
                    (0..parts.ranges.len()).flat_map(|part| parts.of(part).to_vec()).collect();
                assert_eq!(all, parts.entries);
                assert!(parts.ranges.iter().all(|range| range.len() <= size));
                for at in 0..length {
                    assert!(parts.range(parts.part_of(at)).contains(&at));
                }
            }
        }
    }
}
