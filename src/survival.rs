//! Which marks survived an edit. `content/annotations.lock`, written on request and committed, has every mark with its words
//! and what stood around them; any later build can tell which were kept, which moved, and which were lost. A weak or a
//! tied match is lost, never guessed. No page depends on it.

use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::input::Project;
use crate::model::quote_anchor::{self, Quoted};
use crate::model::record::Reference;
use crate::model::site::{Anchor, EntryId, NoteAbout, Site};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Where the marks are written down, inside the site.
pub const FILE: &str = "content/annotations.lock";

/// How alike words and surroundings must be, of one, to be the same passage.
const ENOUGH: f64 = 0.7;
/// How much the best match must be ahead of the next.
const AHEAD: f64 = 0.1;

/// More marks of one entry than this are told apart by their words alone.
const MANY: usize = 60;
/// How many characters of a passage are compared.
const COMPARED: usize = 160;

/// A mark as it is written down: one line of JSON each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locked {
    /// The record it stands in: `explainer:id`.
    pub page: String,
    /// Its stable id.
    pub id: String,
    /// What it is about: `term:jcpoa`, or `note`.
    pub about: String,
    /// Its words.
    pub exact: String,
    /// What stood before them.
    pub prefix: String,
    /// What stood after them.
    pub suffix: String,
}

/// What became of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The same words in the same surroundings.
    Kept,
    /// Its words or its surroundings changed: the words it has now.
    Moved(String),
    /// It is no longer there, or nobody can tell which it is.
    Lost,
}

/// Every mark that was written down, with what became of it. Records that are not in this site are left out.
pub fn fates(locked: &[Locked], site: &Site) -> Vec<(Locked, Fate)> {
    let mut pages: BTreeMap<&str, Vec<&Locked>> = BTreeMap::new();
    let locked: Vec<Locked> = locked.iter().map(|mark| under_present_id(mark, site)).collect();
    for mark in &locked {
        pages.entry(&mark.page).or_default().push(mark);
    }
    let pages: Vec<(EntryId, Vec<&Locked>)> =
        pages.into_iter().filter_map(|(page, marks)| Some((entry(page, site)?, marks))).collect();
    let told: Vec<Vec<(Locked, Fate)>> = pages
        .into_par_iter()
        .map(|(id, marks)| {
            let now = marks_of(id, site);
            let fates = matched(&marks, &now);
            marks.into_iter().cloned().zip(fates).collect()
        })
        .collect();
    told.into_iter().flatten().collect()
}

/// A mark of an entry that has another id since.
fn under_present_id(mark: &Locked, site: &Site) -> Locked {
    let named = mark.about.split_once(':').and_then(|(kind, id)| {
        let (known, _) = site.kinds.get_key_value(kind)?;
        let entry = site.entry(site.find(&Reference { kind: known, id: id.into() })?);
        Some(format!("{kind}:{}", entry.document.id))
    });
    Locked { about: named.unwrap_or_else(|| mark.about.clone()), ..mark.clone() }
}

/// Every mark of the site as it is written down, in the order of records and reading.
pub fn lock(site: &Site) -> Vec<Locked> {
    let ids: Vec<EntryId> = site.of_kind("explainer").collect();
    let marks: Vec<Vec<Locked>> = ids.into_par_iter().map(|id| marks_of(id, site)).collect();
    let mut marks: Vec<Locked> = marks.into_iter().flatten().collect();
    marks.sort_by(|a, b| a.page.cmp(&b.page));
    marks
}

/// What is written down in a project. The error is the line that cannot be read.
pub fn read(project: &Project) -> Result<Vec<Locked>, Diagnostic> {
    let Some(input) = project.inputs.iter().find(|input| &*input.path == FILE) else { return Ok(Vec::new()) };
    let text = String::from_utf8_lossy(&input.bytes);
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|error| {
                let message = format!("line {} cannot be read: {error}", number + 1);
                Diagnostic::error("BS0411", Place::file(&input.path), message)
                    .help("write it anew: `backstory marks --write`")
            })
        })
        .collect()
}

/// The lines of the file.
pub fn written(marks: &[Locked]) -> String {
    let line = |mark: &Locked| serde_json::to_string(mark).map_or(String::new(), |line| format!("{line}\n"));
    marks.iter().map(line).collect()
}

/// What a build says of marks that were lost.
pub fn check(project: &Project, site: &Site) -> Vec<Diagnostic> {
    match read(project) {
        Ok(locked) => fates(&locked, site).iter().filter_map(|(mark, fate)| lost(mark, fate, site)).collect(),
        Err(unreadable) => vec![unreadable],
    }
}

fn lost(mark: &Locked, fate: &Fate, site: &Site) -> Option<Diagnostic> {
    let document = &site.entry(entry(&mark.page, site).filter(|_| *fate == Fate::Lost)?).document;
    let place = Place::file(&document.location.manuscript.path);
    let message =
        format!("“{}” ({}) is no longer marked, or no longer to be told from others", mark.exact, mark.about);
    Some(Diagnostic::warning("BS0410", place, message).help(
        "mark it again; or see what changed with `backstory marks`, and accept it with `backstory marks --write`",
    ))
}

fn entry(page: &str, site: &Site) -> Option<EntryId> {
    let id = page.strip_prefix("explainer:")?;
    site.find(&Reference { kind: "explainer", id: id.into() })
}

/// What somebody marked; what is found by itself comes and goes with the words.
fn marks_of(id: EntryId, site: &Site) -> Vec<Locked> {
    let page = format!("explainer:{}", site.entry(id).document.id);
    let marked = |quoted: &Quoted| matches!(quoted.anchor, Anchor::Mark(_) | Anchor::Footnote(_));
    let passages = quote_anchor::of(id, site).into_iter().filter(marked);
    passages
        .map(|quoted| Locked {
            page: page.clone(),
            about: match &quoted.about {
                NoteAbout::Entry(entry) => format!("{}:{}", entry.kind, entry.id),
                NoteAbout::Short(_) | NoteAbout::Long(_) => "note".to_owned(),
            },
            id: quoted.id,
            exact: quoted.exact.to_string(),
            prefix: quoted.prefix.to_string(),
            suffix: quoted.suffix.to_string(),
        })
        .collect()
}

/// What became of each mark of a page.
fn matched(before: &[&Locked], now: &[Locked]) -> Vec<Fate> {
    let ids: HashSet<&str> = now.iter().map(|mark| &*mark.id).collect();
    let kept: HashSet<&str> = before.iter().map(|mark| &*mark.id).filter(|id| ids.contains(id)).collect();
    let mut free: HashMap<&str, Vec<&Locked>> = HashMap::new();
    for mark in now.iter().filter(|mark| !kept.contains(&*mark.id)) {
        free.entry(&mark.about).or_default().push(mark);
    }
    let best: Vec<Option<&Locked>> = before
        .iter()
        .map(|mark| match kept.contains(&*mark.id) {
            true => None,
            false => nearest(mark, free.get(&*mark.about).map_or(&[], |marks| marks)),
        })
        .collect();
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    best.iter().flatten().for_each(|mark| *wanted.entry(&mark.id).or_default() += 1);
    before
        .iter()
        .zip(best)
        .map(|(mark, best)| match best {
            _ if kept.contains(&*mark.id) => Fate::Kept,
            // Two that want the same passage cannot both be it.
            Some(best) if wanted.get(&*best.id) == Some(&1) => Fate::Moved(best.exact.clone()),
            _ => Fate::Lost,
        })
        .collect()
}

/// The one passage that is like enough, and more so than any other.
fn nearest<'a>(mark: &Locked, free: &[&'a Locked]) -> Option<&'a Locked> {
    // Among many of one entry only the same words say which is meant.
    let alike = |other: &&&Locked| free.len() <= MANY || other.exact == mark.exact;
    let mut scored: Vec<(f64, &Locked)> =
        free.iter().filter(alike).take(MANY).map(|other| (likeness(mark, other), *other)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    match scored.as_slice() {
        [(best, _), (next, _), ..] if best - next < AHEAD => None,
        [(best, found), ..] if *best >= ENOUGH => Some(found),
        _ => None,
    }
}

/// How alike two passages are, of one: the words count most, what stands around them for the rest. The weights are those
/// of Hypothesis, whose anchors have been matched with them for years.
fn likeness(a: &Locked, b: &Locked) -> f64 {
    let cut = |text: &str| text.chars().take(COMPARED).collect::<String>();
    let alike = |a: &str, b: &str| strsim::normalized_levenshtein(&cut(a), &cut(b));
    (50.0 * alike(&a.exact, &b.exact)
        + 20.0 * alike(&a.prefix, &b.prefix)
        + 20.0 * alike(&a.suffix, &b.suffix))
        / 90.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(id: &str, exact: &str, prefix: &str, suffix: &str) -> Locked {
        let text = str::to_owned;
        Locked {
            page: text("explainer:x"),
            id: text(id),
            about: text("term:t"),
            exact: text(exact),
            prefix: text(prefix),
            suffix: text(suffix),
        }
    }

    fn fate(before: &Locked, now: &[Locked]) -> Fate {
        matched(&[before], now).remove(0)
    }

    #[test]
    fn a_mark_is_kept_moved_or_lost_and_never_guessed() {
        let before = mark("a", "the deal", "It was then that ", " was signed in Vienna.");
        assert_eq!(fate(&before, &[mark("a", "the deal", "", "")]), Fate::Kept);
        let nearby = mark("b", "the deal", "It was only then that ", " was signed in Vienna.");
        assert_eq!(fate(&before, std::slice::from_ref(&nearby)), Fate::Moved("the deal".into()));
        let elsewhere = mark("c", "a treaty", "Nobody expected that ", " would hold for long.");
        assert_eq!(fate(&before, std::slice::from_ref(&elsewhere)), Fate::Lost);
        let twin = mark("d", "the deal", "It was just then that ", " was signed in Vienna.");
        assert_eq!(fate(&before, &[nearby.clone(), twin]), Fate::Lost, "two are equally like it");
        let other = mark("e", "the deal", "It was then, that ", " was signed in Vienna.");
        assert_eq!(matched(&[&before, &other], &[nearby]), [Fate::Lost, Fate::Lost], "two want the same");
    }

    #[test]
    fn what_is_written_can_be_read() {
        let marks = [mark("a", "“x”\n", "\t", "é")];
        let input = crate::model::input::Input::new(FILE, written(&marks).as_bytes());
        let project = Project { inputs: vec![input], ..Project::default() };
        assert_eq!(read(&project).unwrap(), marks);
    }
}
