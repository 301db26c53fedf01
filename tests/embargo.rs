//! What is not published yet leaks nowhere: random sites with drafts, embargoes and expiries, built at random times, in
//! which no byte and no file name tells of what is held back; and as time passes nothing changes but at the times
//! that are written.
#![allow(clippy::unwrap_used, missing_docs)]

use backstory::io::store::Store;
use backstory::model::input::{Input, Options, Project};
use backstory::{Memory, build};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Why a record is or is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Published,
    Draft,
    Legal,
    Withdrawn,
    /// From this hour on.
    Embargo(i64),
    /// Until this hour.
    Expires(i64),
}

/// A record: what kind, why it is held, and which others it names.
#[derive(Debug, Clone)]
struct Record {
    kind: usize,
    held: Held,
    names: Vec<usize>,
}

/// Kinds with their folders and what makes a record of them.
const KINDS: [(&str, &str, &str); 9] = [
    (
        "explainer",
        "explainers",
        "published: 2022-03-28\ntopics: [zqtopic@]\nauthors: [Zqauthor@]\nstandfirst: Zqfirst@.\n",
    ),
    ("page", "pages", ""),
    ("term", "terms", "short: Zqshort@.\nvariants: [Zqname@]\n"),
    ("person", "people", "short: Zqshort@.\n"),
    ("org", "orgs", ""),
    ("place", "places", ""),
    ("event", "events", "date: 2021-05-08\n"),
    ("source", "sources", "url: https://zqhost@.example/\n"),
    ("claim", "claims", "text: Zqclaim@ it is.\n"),
];

/// The beginning of the times, a midnight in the zone of the site.
fn start() -> Timestamp {
    "2030-03-30T22:00:00Z".parse().unwrap()
}

fn held() -> impl Strategy<Value = Held> {
    prop_oneof![
        3 => Just(Held::Published),
        1 => Just(Held::Draft),
        1 => Just(Held::Legal),
        1 => Just(Held::Withdrawn),
        3 => (0..72_i64).prop_map(Held::Embargo),
        2 => (0..72_i64).prop_map(Held::Expires),
    ]
}

fn record() -> impl Strategy<Value = Record> {
    (0..KINDS.len(), held(), prop::collection::vec(0..10_usize, 0..4))
        .prop_map(|(kind, held, names)| Record { kind, held, names })
}

/// A site of these records. Each has a word of its own, `zq…N`, in its id and in everything that it tells; those that
/// name it do so by other words.
fn site(records: &[Record], now: Timestamp) -> Project {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let settings = "title: Site\nbase_url: https://example.org/p/\ntime_zone: Europe/Kyiv\n";
    files.insert("content/site.yml".to_owned(), settings.to_owned());
    files.insert(
        "content/explainers/always.md".to_owned(),
        "---\ntitle: Always\n---\nIt is here.\n".to_owned(),
    );
    for (i, record) in records.iter().enumerate() {
        let (_, folder, fields) = KINDS[record.kind];
        let own = mark(i);
        let at = |hour: i64| start().checked_add(hour.hours()).unwrap();
        let held = match record.held {
            Held::Published => String::new(),
            Held::Draft => "draft: true\n".to_owned(),
            Held::Legal => "stage: legal\n".to_owned(),
            Held::Withdrawn => "stage: withdrawn\n".to_owned(),
            Held::Embargo(hour) => format!("publish_at: {}\n", at(hour)),
            Held::Expires(hour) => format!("expires: {}\n", at(hour)),
        };
        let mut text =
            format!("---\ntitle: Zqtitle{own}\n{}{held}---\nZqbody{own}.\n", fields.replace('@', &own));
        for name in &record.names {
            let Some(other) = records.get(*name).filter(|_| *name != i) else { continue };
            let (kind, folder, _) = KINDS[other.kind];
            let id = format!("zqid{}", mark(*name));
            match kind {
                "explainer" | "page" => text.push_str(&format!("\nSee [there](../{folder}/{id}.md).\n")),
                kind => {
                    text.push_str(&format!("\nOf [that]({kind}:{id}) and this.\n\n[A card]({kind}:{id})\n"))
                }
            }
        }
        files.insert(format!("content/{folder}/zqid{own}.md"), text);
    }
    let mut inputs: BTreeMap<String, Input> = backstory::io::builtin::FILES
        .iter()
        .map(|(path, bytes)| ((*path).to_owned(), Input::new(path, *bytes)))
        .collect();
    for (path, text) in files {
        inputs.insert(path.clone(), Input::new(&path, text.into_bytes()));
    }
    let options = Options { now, ..Options::default() };
    Project { inputs: inputs.into_values().collect(), media: Vec::new(), options }
}

/// What tells one record from another wherever it stands: no mark is part of another.
fn mark(i: usize) -> String {
    format!("x{i}x")
}

fn is_seen(held: Held, hour: i64) -> bool {
    match held {
        Held::Published => true,
        Held::Draft | Held::Legal | Held::Withdrawn => false,
        Held::Embargo(from) => hour >= from,
        Held::Expires(until) => hour < until,
    }
}

fn files(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let store = Store::new();
    let found = build(project, &mut Memory::new(), &store);
    assert!(!found.has_errors(), "{:?}", found.sorted());
    store.settle();
    store.all()
}

/// Files, by name or by what they hold, in which a record can be recognised.
fn tells(files: &BTreeMap<String, Vec<u8>>, i: usize) -> Vec<String> {
    let own = mark(i);
    let telling = files.iter().filter(|(path, bytes)| {
        // Sums and versions are no words.
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        let told = text.match_indices("zq").any(|(at, _)| {
            let word: String = text[at..].chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
            word.contains(&own)
        });
        told || path.contains(&own)
    });
    telling.map(|(path, _)| path.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn what_is_held_back_is_in_no_byte(records in prop::collection::vec(record(), 1..10), hour in 0..72_i64) {
        let now = start().checked_add(hour.hours()).unwrap();
        let files = files(&site(&records, now));
        for (i, record) in records.iter().enumerate() {
            let told = tells(&files, i);
            if !is_seen(record.held, hour) {
                prop_assert!(told.is_empty(), "{record:?}, record {i}, is told of in {told:?}");
            } else if KINDS[record.kind].0 == "explainer" {
                prop_assert!(told.len() > 2, "{record:?}, record {i}, is nowhere");
            }
        }
    }

    #[test]
    fn nothing_changes_but_at_the_times_that_are_written(
        records in prop::collection::vec(record(), 1..6),
        hours in prop::collection::vec(0..73_i64, 2..4),
    ) {
        let mut hours = hours;
        hours.sort_unstable();
        let built = |hour: i64| files(&site(&records, start().checked_add(hour.hours()).unwrap()));
        for pair in hours.windows(2) {
            let due = records.iter().any(|record| match record.held {
                Held::Embargo(at) | Held::Expires(at) => pair[0] < at && at <= pair[1],
                _ => false,
            });
            let (before, after) = (built(pair[0]), built(pair[1]));
            prop_assert!(due || before == after, "between {pair:?}");
        }
    }
}

/// How many cases: 40, or what `PROPTEST_CASES` says.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(40)
}

#[test]
fn a_day_begins_at_midnight_where_the_site_is() {
    let text = |field: &str| format!("---\ntitle: Zqtitlex0x\n{field}: 2030-03-31\n---\nText.\n");
    for (field, before, after) in [("publish_at", false, true), ("expires", true, false)] {
        // Kyiv is two hours ahead of UTC that night, until three o'clock.
        for (now, seen) in [("2030-03-30T21:59:59Z", before), ("2030-03-30T22:00:00Z", after)] {
            let mut project = site(&[], now.parse().unwrap());
            project.inputs.push(Input::new("content/explainers/zqidx0x.md", text(field).into_bytes()));
            project.inputs.sort_by(|a, b| a.path.cmp(&b.path));
            assert_eq!(!tells(&files(&project), 0).is_empty(), seen, "{field} at {now}");
        }
    }
}
