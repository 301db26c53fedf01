//! The promises, held against sites and edits that nobody chose: a build with memory gives the same bytes as
//! one without, on one thread or several.
#![allow(clippy::unwrap_used, missing_docs)]

use backstory::io::store::Store;
use backstory::model::input::{Audience, Input, Options, Project};
use backstory::{Memory, build};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A change somebody makes to a site.
#[derive(Debug, Clone)]
enum Edit {
    /// A file is written: which one, with which of its texts.
    Write(usize, usize),
    /// A file is removed.
    Remove(usize),
    /// A file is moved to another folder or name.
    Move(usize, usize),
    /// Drafts are shown, or not.
    Audience(bool),
}

/// Files that edits are made to, each with some texts it may have: good ones and broken ones.
const FILES: &[(&str, &[&str])] = &[
    (
        "content/site.yml",
        &[
            "title: A\nbase_url: https://example.org/\n",
            "title: B\nbase_url: https://example.org/p/\n",
            "title: [\n",
        ],
    ),
    (
        "content/explainers/a.md",
        &[
            "---\ntitle: A\npublished: 2022-03-28\n---\nThe [deal](term:jcpoa) of Joe Biden and [[jcpoa]].[^n]\n\n[^n]: Note.\n",
            "---\ntitle: A two\n---\nIran talks. See [b](b.md) and [2018](event:exit).\n",
            "---\ntitle: A\ndraft: true\n---\nOn [the deal](term:jcpoa).\n",
            "---\ntitle: A\n---\n[nothing](term:none) TK\n",
        ],
    ),
    (
        "content/explainers/b.md",
        &[
            "---\ntitle: B\nsources: [s]\n---\nJoe Biden again, and the JCPOA.\n",
            "# B\n\n> One.\n>\n> — [Joe](person:joe), said\n",
            "---\ntitle: B\n",
        ],
    ),
    (
        "content/terms/jcpoa.md",
        &[
            "---\ntitle: JCPOA\nvariants: [Iran talks]\nshort: A deal.\n---\nMore.\n",
            "---\ntitle: JCPOA\nshort: Another deal.\nsee: [other]\n---\n",
            "---\ntitle: The deal\nstage: draft\n---\n",
        ],
    ),
    (
        "content/terms/list.yml",
        &[
            "- {id: other, title: Other}\n",
            "- {id: other, title: Again}\n- {id: jcpoa, title: Twice}\n",
            "x: y\n",
        ],
    ),
    (
        "content/people/joe.md",
        &[
            "---\ntitle: Joe Biden\n---\n",
            "---\ntitle: Joseph Biden\nvariants: [Joe Biden]\nroles: [{title: President, from: 2021}]\n---\n",
        ],
    ),
    (
        "content/events/all.yml",
        &[
            "- {id: exit, title: Exit, date: 2018-05-08, actors: [person:joe]}\n",
            "- {id: exit, title: Exit, date: 1990~}\n",
        ],
    ),
    ("content/sources/s.md", &["---\ntitle: S\n---\n", "---\ntitle: S two\npublisher: P\n---\n"]),
    (
        "content/explainers/raw.txt",
        &[
            "A raw headline\n\nA paragraph that is long enough to be one, with Joe Biden.\n",
            "Another\n\nWords and words and words.\n",
        ],
    ),
    (
        "templates/page/term.html",
        &["{{ page.title }}{{ page.body }}", "<p>{{ page.entry.short }}</p>", "{{ page.nothing }}"],
    ),
    ("themes/broadsheet/broadsheet.css", &["a{}", "b{}"]),
];

const MOVES: &[&str] = &["content/terms/moved.md", "content/explainers/moved.md", "content/pages/moved.md"];

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        8 => (0..FILES.len(), 0..4_usize).prop_map(|(file, text)| Edit::Write(file, text)),
        2 => (0..FILES.len()).prop_map(Edit::Remove),
        1 => (0..FILES.len(), 0..MOVES.len()).prop_map(|(file, to)| Edit::Move(file, to)),
        1 => any::<bool>().prop_map(Edit::Audience),
    ]
}

fn apply(files: &mut BTreeMap<String, Vec<u8>>, options: &mut Options, edit: &Edit) {
    match edit {
        Edit::Write(file, text) => {
            let (path, texts) = FILES[*file];
            files.insert(path.to_owned(), texts[text % texts.len()].as_bytes().to_vec());
        }
        Edit::Remove(file) => {
            files.remove(FILES[*file].0);
        }
        Edit::Move(file, to) => {
            if let Some(text) = files.remove(FILES[*file].0) {
                files.insert(MOVES[*to].to_owned(), text);
            }
        }
        Edit::Audience(editors) => {
            options.audience = if *editors { Audience::Editors } else { Audience::Readers };
        }
    }
}

fn project(files: &BTreeMap<String, Vec<u8>>, options: &Options) -> Project {
    let design =
        backstory::io::builtin::FILES.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
    let mut all: BTreeMap<String, Vec<u8>> = design.collect();
    all.extend(files.clone());
    let inputs = all.into_iter().map(|(path, bytes)| Input::new(&path, bytes)).collect();
    Project { inputs, media: Vec::new(), options: options.clone() }
}

/// What a build says and gives; nothing is settled where it says that something is wrong.
fn outcome(
    project: &Project,
    memory: &mut Memory,
    store: &Store,
) -> (String, Option<BTreeMap<String, Vec<u8>>>) {
    let found = build(project, memory, store);
    let said = format!("{:#?}", found.sorted());
    if found.has_errors() {
        store.discard();
        return (said, None);
    }
    store.settle();
    (said, Some(store.all()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn memory_changes_nothing_but_the_time(edits in prop::collection::vec(edit(), 1..12)) {
        let mut files = BTreeMap::new();
        let mut options = Options { now: "2030-01-01T00:00:00Z".parse().unwrap(), ..Options::default() };
        for file in 0..FILES.len() {
            apply(&mut files, &mut options, &Edit::Write(file, 0));
        }
        let (mut memory, store) = (Memory::new(), Store::new());
        outcome(&project(&files, &options), &mut memory, &store);
        for edit in &edits {
            apply(&mut files, &mut options, edit);
            let project = project(&files, &options);
            let again = outcome(&project, &mut memory, &store);
            let clean = outcome(&project, &mut Memory::new(), &Store::new());
            prop_assert_eq!(&again, &clean, "after {:?}", edit);
        }
    }

    #[test]
    fn no_text_makes_it_panic(body in "\\PC{0,200}", front in "\\PC{0,80}") {
        let mut files = BTreeMap::new();
        files.insert("content/explainers/a.md".to_owned(), format!("---\ntitle: A\n{front}\n---\n{body}\n").into_bytes());
        files.insert("content/explainers/b.txt".to_owned(), body.clone().into_bytes());
        files.insert("content/terms/t.yml".to_owned(), front.into_bytes());
        let project = project(&files, &Options::default());
        outcome(&project, &mut Memory::new(), &Store::new());
    }
}

/// How many cases: 100, or what `PROPTEST_CASES` says.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100)
}

#[test]
fn threads_change_nothing() {
    let mut files = BTreeMap::new();
    let mut options = Options::default();
    for file in 0..FILES.len() {
        apply(&mut files, &mut options, &Edit::Write(file, 0));
    }
    let project = project(&files, &options);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| outcome(&project, &mut Memory::new(), &Store::new()))
    };
    let (said, files) = on(1);
    assert!(files.as_ref().is_some_and(|files| files.len() > 20), "{said}");
    assert_eq!((said, files), on(8));
}
