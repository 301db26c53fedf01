//! Explainers that lean on the same entries: the fewer share an entry, the more it says.

use crate::model::site::{EntryId, NoteAbout, Site};
use crate::model::view::{Desk, View};
use rustc_hash::FxHashMap;

/// How many are shown.
const SHOWN: usize = 3;
/// What more explainers than this share says nothing of what belongs together.
const COMMON: usize = 40;

/// The explainers nearest to one, the nearest first.
pub fn to(id: EntryId, desk: &Desk<'_>) -> View {
    let site = desk.site;
    let series = series_of(id, site);
    let mut scores: FxHashMap<EntryId, f64> = FxHashMap::default();
    for note in &site.entry(id).links.notes {
        let NoteAbout::Entry(target) = &note.about else { continue };
        let Some(entry) = site.find(target) else { continue };
        let Some(sharing) = sharing(entry, site) else { continue };
        let weight = 1.0 / f64::from(u32::try_from(sharing.len()).unwrap_or(u32::MAX));
        for other in sharing.into_iter().filter(|other| *other != id) {
            *scores.entry(other).or_default() += weight;
        }
    }
    let mut scored: Vec<(EntryId, f64)> = scores.into_iter().collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let nearest = scored.into_iter().map(|(other, _)| other);
    let told = nearest.filter(|other| site.entry(*other).document.kind.name == "explainer");
    let told = told.filter(|other| series.is_none() || series_of(*other, site) != series);
    super::cards(told.take(SHOWN), desk)
}

/// Who mentions an entry, each once; nothing where they are too many to say anything.
fn sharing(entry: EntryId, site: &Site) -> Option<Vec<EntryId>> {
    let mut sharing: Vec<EntryId> = Vec::new();
    // Passages stand in the order of files: those of one explainer together.
    for passage in &site.entry(entry).mentions {
        if sharing.last() != Some(&passage.by) {
            if sharing.len() == COMMON {
                return None;
            }
            sharing.push(passage.by);
        }
    }
    Some(sharing)
}

/// Parts of one series are told as that.
fn series_of(id: EntryId, site: &Site) -> Option<usize> {
    site.series_named(site.entry(id).document.fields.map("series")?.text("id")?)
}
