//! What `check --fix` promises: done twice it does no more than once, it never leaves more errors than there were, and what
//! has no diagnostic is not touched. Held against the sites of the manual, and against slips that nobody chose.
#![allow(clippy::unwrap_used, missing_docs)]

mod cases;

use backstory::io::store::Store;
use backstory::model::diagnostic::{Diagnostics, Severity};
use backstory::model::input::{Input, Project};
use backstory::{Memory, build, mended};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static CASES: LazyLock<Vec<(String, Project)>> = LazyLock::new(|| {
    let cases = cases::every_case().into_iter();
    cases.map(|(name, blocks)| (name, cases::project(&blocks))).collect()
});

fn found(project: &Project) -> Diagnostics {
    build(project, &mut Memory::new(), &Store::new())
}

/// The errors of each file.
fn errors(found: &Diagnostics) -> BTreeMap<String, Vec<&'static str>> {
    let mut errors = BTreeMap::<_, Vec<_>>::new();
    for error in found.sorted().into_iter().filter(|found| found.severity == Severity::Error) {
        errors.entry(error.place.path.to_string()).or_default().push(error.code.0);
    }
    errors
}

/// Whether a file could not be read, so that what else is wrong in it could not be told.
fn is_unread(codes: &[&str]) -> bool {
    codes.iter().any(|code| ["BS0103", "BS0104", "BS0106", "BS0111", "BS0118", "BS0119"].contains(code))
}

fn texts(project: &Project) -> Vec<(&str, &[u8])> {
    project.inputs.iter().map(|input| (&*input.path, &*input.bytes)).collect()
}

/// What is broken in the promises; nothing where they hold. What a slip hid may come to light again: the errors of the site as
/// it was meant.
fn broken(project: &Project, meant: &Project) -> Option<String> {
    let once = mended(project, &mut Memory::new());
    let twice = mended(&once, &mut Memory::new());
    if texts(&once) != texts(&twice) {
        return Some("done twice it does more than once".to_owned());
    }
    let before = found(project);
    let (had, has) = (errors(&before), errors(&found(&once)));
    // A file that can be read now shows what else is wrong in it, and in what leans on it.
    let revealed = had.values().any(|codes| is_unread(codes));
    let meant = found(meant);
    let hidden = errors(&meant);
    for (path, codes) in &has {
        let count = |of: &BTreeMap<String, Vec<&str>>| of.get(path).map_or(0, Vec::len);
        if codes.len() > count(&had) + count(&hidden) && !revealed {
            let had = had.get(path);
            return Some(format!("{path} had {had:?} and has {codes:?}"));
        }
    }
    // A slip in the name of a theme hides what is wrong in its files until that is mended.
    let told = |found: &Diagnostics, path: &str| found.sorted().iter().any(|d| *d.place.path == *path);
    let mendable = |path: &str| told(&before, path) || told(&meant, path);
    let touched = project.inputs.iter().zip(&once.inputs).filter(|(a, b)| a.hash != b.hash);
    touched
        .filter(|(input, _)| !mendable(&input.path) && !revealed)
        .map(|(input, _)| format!("{} was touched, and nothing was wrong with it", input.path))
        .next()
}

#[test]
fn the_promises_hold_for_every_case_of_the_manual() {
    assert!(CASES.len() > 100);
    let failures: Vec<String> = CASES
        .iter()
        .filter_map(|(name, project)| Some(format!("{name}: {}", broken(project, project)?)))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A slip of the finger, of a phone or of a word processor at some byte of a file.
#[derive(Debug, Clone, Copy)]
enum Slip {
    Drop,
    Double,
    Swap,
    LongDash,
    Curly,
    Tab,
    Colon,
    Other(char),
}

fn slip() -> impl Strategy<Value = Slip> {
    prop_oneof![
        Just(Slip::Drop),
        Just(Slip::Double),
        Just(Slip::Swap),
        Just(Slip::LongDash),
        Just(Slip::Curly),
        Just(Slip::Tab),
        Just(Slip::Colon),
        prop::char::range(' ', '~').prop_map(Slip::Other),
    ]
}

fn slipped(text: &str, slip: Slip, at: usize) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let nearest = |wanted: char| {
        chars.iter().cycle().skip(at % chars.len()).take(chars.len()).position(|c| *c == wanted)
    };
    let there = |wanted: char| nearest(wanted).map(|offset| (at + offset) % chars.len());
    match (slip, at % chars.len()) {
        (Slip::Drop, at) => drop(chars.remove(at)),
        (Slip::Double, at) => chars.insert(at, chars[at]),
        (Slip::Swap, at) if at + 1 < chars.len() => chars.swap(at, at + 1),
        (Slip::Other(c), at) => chars[at] = c,
        (Slip::LongDash, _) => there('-').into_iter().for_each(|at| chars[at] = '–'),
        (Slip::Curly, _) => there('"').into_iter().for_each(|at| chars[at] = '“'),
        (Slip::Tab, _) => there(' ').into_iter().for_each(|at| chars[at] = '\t'),
        (Slip::Colon, _) => there(' ').into_iter().for_each(|at| chars.insert(at, ':')),
        _ => {}
    }
    chars.into_iter().collect()
}

/// A case of the manual, by its name, as it was meant and with slips in its content.
fn with_slips(most: usize) -> impl Strategy<Value = (&'static str, &'static Project, Project)> {
    let slips = prop::collection::vec((any::<prop::sample::Index>(), slip(), any::<u16>()), 1..=most);
    (any::<prop::sample::Index>(), slips).prop_map(|(case, slips)| {
        let (name, meant) = case.get(&CASES);
        let mut project = meant.clone();
        let content: Vec<usize> =
            (0..project.inputs.len()).filter(|i| project.inputs[*i].path.starts_with("content/")).collect();
        for (file, slip, at) in slips {
            let input = &mut project.inputs[*file.get(&content)];
            let text = String::from_utf8_lossy(&input.bytes).into_owned();
            if !text.is_empty() {
                *input = Input::new(&input.path, slipped(&text, slip, usize::from(at)).into_bytes());
            }
        }
        (name.as_str(), meant, project)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_promises_hold_whatever_slips((name, meant, project) in with_slips(1)) {
        prop_assert_eq!(broken(&project, meant), None, "{}", name);
    }

    /// Of several slips one can hide another, so that more comes to light than there was.
    #[test]
    fn nothing_is_left_to_mend_after_many_slips((name, _, project) in with_slips(6)) {
        let once = mended(&project, &mut Memory::new());
        let twice = mended(&once, &mut Memory::new());
        prop_assert!(texts(&once) == texts(&twice), "{}", name);
    }
}

/// How many cases: 64, or what `PROPTEST_CASES` says.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
}
