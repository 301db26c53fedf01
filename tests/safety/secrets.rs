//! What is not published is in no byte of the site: no word, no id, no count, no hash of a name. A site with drafts,
//! embargoes and what was withdrawn is the site that never had them.

use backstory::io::builtin;
use backstory::io::store::Store;
use backstory::model::hash::Hash;
use backstory::model::input::{Input, Medium, Options, Project};
use backstory::{Memory, build};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What keeps a record from readers: each is told of in another way.
const HELD_BACK: [&str; 6] = [
    "stage: draft",
    "draft: true",
    "stage: legal",
    "publish_at: 2031-01-01",
    "expires: 2029-01-01",
    "stage: withdrawn",
];

/// A record of each kind, by its folder, and what it says beside its title.
const RECORDS: [(&str, &str); 10] = [
    ("explainers", "topics: [canary-topic]\nseries: {id: canary-series, part: 1}\naliases: [/canary-alias/]"),
    ("terms", "expansion: Canary expansion\nshort: Canary short.\nvariants: [Canary variant]"),
    ("people", "roles: [{title: Canary role, from: 2020}]"),
    ("orgs", "short: Canary short."),
    ("places", "short: Canary short."),
    ("events", "date: 2022-03-28\nactors: [\"person:open\"]"),
    ("facts", "by: Canary counter\nvalues: {2022: 12345}"),
    ("quotes", "text: Canary words that somebody said.\nby: open"),
    ("claims", "text: Canary claim.\nby: open\nstatus: unconfirmed"),
    ("sources", "url: https://canary.example/\npublisher: Canary press"),
];

#[test]
fn what_is_not_published_is_in_no_byte() {
    let open = built(files(&[]));
    assert!(open.len() > 30, "{}", open.len());
    for held in HELD_BACK {
        let records: Vec<(String, String)> =
            RECORDS.iter().map(|(folder, more)| secret(folder, held, more)).collect();
        let with = built(files(&records));
        for (path, bytes) in &with {
            let text = String::from_utf8_lossy(bytes);
            assert!(!path.contains("canary"), "{held}: there is a file {path}");
            let told = needles().into_iter().find(|needle| text.contains(needle.as_str()));
            assert!(told.is_none(), "{held}: {path} tells “{}”", told.unwrap());
        }
        let paths = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(paths(&open), paths(&with), "{held}");
        let differs = open.iter().find(|(path, bytes)| with.get(*path) != Some(bytes));
        assert!(differs.is_none(), "{held}: {} is not as it would be without", differs.unwrap().0);
    }
}

/// A record that readers must not see.
fn secret(folder: &str, held: &str, more: &str) -> (String, String) {
    let body =
        "Canary body, of [someone](person:open).\n\n![Canary](canary-picture.svg)\n*Canary.* [Canary]\n";
    let text = format!("---\ntitle: Canary of {folder}\n{held}\n{more}\n---\n{body}");
    (format!("content/{folder}/canary-{folder}.md"), text)
}

/// The words that must not be found, and the hashes of names that could stand for them.
fn needles() -> Vec<String> {
    let mut needles = vec!["Canary".to_owned(), "canary".to_owned(), "12345".to_owned()];
    for (folder, _) in RECORDS {
        let (id, path) = (format!("canary-{folder}"), format!("content/{folder}/canary-{folder}.md"));
        let kind = folder.trim_end_matches('s');
        let names = [
            id.clone(),
            path,
            format!("{kind}:{id}"),
            format!("Canary of {folder}"),
            format!("{folder}/{id}/"),
        ];
        for name in names {
            let hash = Hash::of(name.as_bytes());
            needles.extend([hash.short(), format!("{:032x}", hash.0)]);
        }
    }
    needles
}

/// A site that is open, with the names of what is held back in its text, marked where it is there.
fn files(secrets: &[(String, String)]) -> Vec<(String, String)> {
    let marked = |folder: &str, kind: &str, words: &str| match secrets.is_empty() {
        true => words.to_owned(),
        false => format!("[{words}]({kind}:canary-{folder})"),
    };
    let body = format!(
        "Open person met {}, at {}, over {}, as {} has it. It was {} then.\n\n![A map](map.svg)\n*A map.* [Us]\n",
        marked("people", "person", "somebody"),
        marked("places", "place", "some place"),
        marked("terms", "term", "some matter"),
        marked("sources", "source", "a paper"),
        marked("events", "event", "late"),
    );
    let mut files = vec![
        ("content/site.yml".to_owned(), "title: Site\nbase_url: https://example.org/\n".to_owned()),
        ("content/people/open.md".to_owned(), "---\ntitle: Open person\nshort: Known.\n---\n".to_owned()),
        (
            "content/terms/open.md".to_owned(),
            "---\ntitle: open term\nshort: Known.\ntopics: [open]\n---\n".to_owned(),
        ),
        ("content/pages/about.md".to_owned(), "---\ntitle: About\n---\nWho we are.\n".to_owned()),
        (
            "content/explainers/open.md".to_owned(),
            format!("---\ntitle: Open\npublished: 2022-03-28\ntopics: [open]\nclass_pack: true\n---\n{body}"),
        ),
    ];
    files.extend(secrets.iter().cloned());
    files
}

fn built(files: Vec<(String, String)>) -> BTreeMap<String, Vec<u8>> {
    let mut inputs: Vec<Input> =
        builtin::FILES.iter().map(|(path, bytes)| Input::new(path, *bytes)).collect();
    inputs.extend(files.into_iter().map(|(path, text)| Input::new(&path, text.into_bytes())));
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let medium = |name: &str| Medium {
        path: format!("content/media/{name}").into(),
        file: PathBuf::from(name),
        hash: Hash::of(name.as_bytes()),
        size: Some((4, 3)),
    };
    let options = Options { now: "2030-01-01T00:00:00Z".parse().unwrap(), ..Options::default() };
    let media = vec![medium("canary-picture.svg"), medium("map.svg")];
    let (project, store) = (Project { inputs, media, options }, Store::new());
    let found = build(&project, &mut Memory::new(), &store);
    assert!(!found.has_errors(), "{:?}", found.sorted());
    store.settle();
    store.all()
}
