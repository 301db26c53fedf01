//! The promises, held against sites and edits that nobody chose: a build with memory gives the same bytes as
//! one without, on one thread or several.
#![allow(clippy::unwrap_used, missing_docs)]

use backstory::io::store::Store;
use backstory::model::hash::Hash;
use backstory::model::input::{Audience, Input, Medium, Options, Project};
use backstory::model::output::{Content, Output, Printer, Sink};
use backstory::{Memory, build, edition};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::sync::Mutex;

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
    /// The picture is another, of this width.
    Picture(u32),
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
            "---\ntitle: B\nimage: {file: map.svg, alt: A}\n---\n![A map](map.svg)\n*Caption.* [Credit]\n",
            "# B\n\n> One.\n>\n> — [Joe](person:joe), said\n",
            "---\ntitle: B\n",
        ],
    ),
    (
        "content/explainers/c.md",
        &[
            "---\ntitle: C\nseries: {id: s, part: 1}\nclass_pack: true\ntopics: [iran]\n---\n[3 million](fact:f@2022) fled; [“cannot remain”](quote:q); [so](claim:c).\n\n[Figures](fact:f)\n\n[Dates](timeline:2010/2022?topic=iran)\n\n[[joe]]\n",
            "---\ntitle: C\nseries: {id: s, part: 2}\ncorrections: [{date: 2022, kind: correction, was: x, now: 3 million}]\n---\nIt was [3 million](fact:f@2022/2023).\n",
            "---\ntitle: C\ncorrections: [{date: 2022-03-30, kind: correction, was: two, now: 3 million}]\ntimeline: [{date: 2015, title: Then, text: A [deal](term:jcpoa).}]\n---\nIt was [3 million](fact:f@2022) then.\n\n> This man cannot remain in power.\n>\n> — [Joe](quote:q)\n",
            "---\ntitle: C\nseries: {id: s, part: 1}\nformer_ids: [old]\nimage: {file: media:map}\n---\n![](media:map)\n\n> This man cannot remain in power\n>\n> — Joe Biden, 26 March 2022\n\n> Other words.\n>\n> — [Joe](person:joe), [then](event:exit)\n",
        ],
    ),
    (
        "content/facts/all.yml",
        &[
            "- {id: f, title: F, unit: people, by: unhcr, values: {2022: 3 million, 2023: 4 million}, compare: [g]}\n- {id: g, title: G, values: {2022: 2}}\n",
            "- {id: f, title: F two, values: {2022: 3 million, 2024: nearly 5 million}, corrections: [{date: 2022-03-01, kind: update, text: New., now: F two}]}\n- {id: g, title: G, stage: draft, values: {2022: 2}}\n",
            "- {id: f, title: F, values: {2022: lots}}\n",
        ],
    ),
    (
        "content/quotes/all.yml",
        &[
            "- {id: q, text: This man cannot remain in power., by: joe, said: 2022-03-26, venue: event:exit, topics: [iran]}\n",
            "- {id: q, text: This man cannot remain in power., by: Somebody, for: unhcr, translations: [{lang: fr, text: Cet homme, by: org:unhcr}]}\n",
            "- {id: q, text: This man must go., by: joe}\n",
            "- {id: q, text: This man cannot remain in power., by: joe-old, said: 2022-03-26, venue: event:exit}\n",
        ],
    ),
    (
        "content/claims/all.yml",
        &[
            "- {id: c, text: So it is., by: joe, status: disputed, assessment: Not so., evidence: [s]}\n",
            "- {id: c, title: Other, text: So it is., stage: draft}\n",
        ],
    ),
    ("content/orgs/unhcr.md", &["---\ntitle: UNHCR\n---\n", "---\ntitle: The agency\nstage: draft\n---\n"]),
    (
        "content/topics/iran.md",
        &["---\ntitle: Iran\nshort: All on it.\n---\n", "---\ntitle: Iran two\n---\nMore.\n"],
    ),
    ("content/series/s.md", &["---\ntitle: A series\n---\n", "---\ntitle: Another\nstage: draft\n---\n"]),
    (
        "content/media/all.yml",
        &[
            "- {id: map, file: map.svg, alt: A map, caption: The *map*., credit: C}\n",
            "- {id: map, file: map.svg, alt: Another, sensitive: true}\n",
            "- {id: map, file: map.svg, alt: A map, caption: \"Of [the deal](term:jcpoa) and [[joe]].\"}\n",
        ],
    ),
    (
        "content/annotations.lock",
        &[
            "{\"page\":\"explainer:c\",\"id\":\"x\",\"about\":\"fact:f\",\"exact\":\"3 million\",\"prefix\":\"\",\"suffix\":\" fled; \"}\n",
            "nonsense\n",
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
            "---\ntitle: Joe Biden\nformer_ids: [joe-old]\n---\n",
            "---\ntitle: Joe Biden\nformer_ids: [joe-old]\nroles: [{title: President, from: 2021}]\n---\n",
            "---\ntitle: Joseph Biden\nvariants: [Joe Biden]\nroles: [{title: President, from: 2021}]\n---\n",
        ],
    ),
    (
        "content/events/all.yml",
        &[
            "- {id: exit, title: Exit, date: 2018-05-08, actors: [person:joe], topics: [iran]}\n",
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
        1 => (1..4_u32).prop_map(Edit::Picture),
    ]
}

/// A site as it stands between edits.
#[derive(Clone)]
struct State {
    files: BTreeMap<String, Vec<u8>>,
    options: Options,
    /// The width of the picture.
    picture: u32,
}

impl State {
    /// Every file with its first, good text.
    fn good() -> Self {
        let options = Options { now: "2030-01-01T00:00:00Z".parse().unwrap(), ..Options::default() };
        let mut state = Self { files: BTreeMap::new(), options, picture: 1 };
        (0..FILES.len()).for_each(|file| state.apply(&Edit::Write(file, 0)));
        state
    }

    fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Write(file, text) => {
                let (path, texts) = FILES[*file];
                self.files.insert(path.to_owned(), texts[text % texts.len()].as_bytes().to_vec());
            }
            Edit::Remove(file) => {
                self.files.remove(FILES[*file].0);
            }
            Edit::Move(file, to) => {
                if let Some(text) = self.files.remove(FILES[*file].0) {
                    self.files.insert(MOVES[*to].to_owned(), text);
                }
            }
            Edit::Audience(editors) => {
                self.options.audience = if *editors { Audience::Editors } else { Audience::Readers };
            }
            Edit::Picture(width) => self.picture = *width,
        }
    }

    fn project(&self) -> Project {
        let design =
            backstory::io::builtin::FILES.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
        let mut all: BTreeMap<String, Vec<u8>> = design.collect();
        all.extend(self.files.clone());
        let inputs = all.into_iter().map(|(path, bytes)| Input::new(&path, bytes)).collect();
        let picture = Medium {
            path: "content/media/map.svg".into(),
            file: "map.svg".into(),
            hash: Hash::of(&self.picture.to_le_bytes()),
            size: Some((self.picture, 100)),
        };
        Project { inputs, media: vec![picture], options: self.options.clone() }
    }
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

/// Files that were asked for one by one, kept while what they are made from stays.
#[derive(Default)]
struct Asked(Mutex<BTreeMap<String, (Hash, Content)>>);

impl Asked {
    fn bytes(&self, path: &str) -> Vec<u8> {
        match &self.0.lock().unwrap()[path].1 {
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::File(file) | Content::Picture(file) => file.display().to_string().into_bytes(),
        }
    }
}

impl Sink for Asked {
    fn holds(&self, path: &str, fingerprint: Hash) -> bool {
        self.0.lock().unwrap().get(path).is_some_and(|(held, _)| *held == fingerprint)
    }

    fn put(&self, output: Output) {
        self.0.lock().unwrap().insert(output.path, (output.fingerprint, output.content));
    }
}

/// Pieces of Markdown that go wrong together more often than one would think.
const PIECES: &[&str] = &[
    "Joe Biden",
    " ",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "# ",
    "## ",
    "### A {#m1}\n",
    "*",
    "**",
    "~~",
    "`",
    "[",
    "]",
    "](term:jcpoa)",
    "[x](term:jcpoa)",
    "[2014–15](event:exit)",
    "[n](note: \"N\")",
    "[3 million](fact:f@2022)",
    "\n\n[Figures](fact:f)\n\n",
    "[“cannot remain”](quote:q)",
    "[so](claim:c)",
    "\n\n[Dates](timeline:2010/2022?topic=iran)\n\n",
    "\n\n[The deal](term:jcpoa)\n\n",
    "\n\n> This man cannot remain in power.\n>\n> — [Joe](quote:q)\n\n",
    "[[jcpoa]]",
    "![",
    "](map.svg)",
    "![a](<>)",
    "\n*Caption.* [A/B]\n",
    "[^a]",
    "\n\n[^a]: Note\n\n",
    "— ",
    "\n>\n> — ",
    "| a | b |\n|--|:-:|\n| c | d |\n",
    "<b>",
    "<!-- c -->",
    "\n\n---\n\n",
    "```\n",
    "    code\n",
    "&amp;",
    "&#1;",
    "\\",
    "Îran ‘’",
    "🙂",
    "\u{200B}",
    "<https://x.y/>",
    "\r\n",
    "TK",
    "text",
];

/// The tags of a page must be closed in order, and its ids be different.
fn check_well_formed(path: &str, html: &str) -> Result<(), String> {
    const VOID: [&str; 6] = ["meta", "link", "img", "br", "hr", "input"];
    let (mut open, mut ids) = (Vec::new(), HashSet::new());
    for tag in html.split('<').skip(1) {
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        let inside = tag.split('>').next().unwrap();
        if let Some(id) = inside.split(" id=\"").nth(1).and_then(|rest| rest.split('"').next())
            && !ids.insert(id.to_owned())
        {
            return Err(format!("{path}: the id {id} stands twice"));
        }
        match name.strip_prefix('/') {
            Some(name) if open.pop().as_deref() != Some(name) => {
                return Err(format!("{path}: </{name}> closes nothing: {html}"));
            }
            Some(_) => {}
            None if name.is_empty() || VOID.contains(&name.as_str()) || inside.ends_with('/') => {}
            None if name == "a" && open.contains(&name) => {
                return Err(format!("{path}: a link in a link: {html}"));
            }
            None => open.push(name),
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{path}: {open:?} stays open")) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn memory_changes_nothing_but_the_time(edits in prop::collection::vec(edit(), 1..12)) {
        let mut state = State::good();
        let (mut memory, store) = (Memory::new(), Store::new());
        outcome(&state.project(), &mut memory, &store);
        for edit in &edits {
            state.apply(edit);
            let project = state.project();
            let again = outcome(&project, &mut memory, &store);
            let clean = outcome(&project, &mut Memory::new(), &Store::new());
            prop_assert_eq!(&again, &clean, "after {:?}", edit);
        }
    }

    #[test]
    fn a_page_made_when_it_is_asked_for_is_the_page_that_is_built(edits in prop::collection::vec(edit(), 1..6)) {
        let mut state = State::good();
        let (mut memory, shown) = (Memory::new(), Asked::default());
        for edit in &edits {
            state.apply(edit);
            let project = state.project();
            let (edition, found) = edition(&project, &mut memory);
            let (_, Some(files)) = outcome(&project, &mut Memory::new(), &Store::new()) else { continue };
            prop_assert!(!found.has_errors());
            for (path, bytes) in &files {
                prop_assert_eq!(edition.print_file(path, &shown), Ok(true), "{}", path);
                prop_assert_eq!(&shown.bytes(path), bytes, "{} after {:?}", path, edit);
            }
            prop_assert_eq!(edition.print_file("no/such/page/", &shown), Ok(false));
        }
    }

    #[test]
    fn no_text_makes_it_panic(body in "\\PC{0,200}", front in "\\PC{0,80}") {
        let mut state = State { files: BTreeMap::new(), ..State::good() };
        let explainer = format!("---\ntitle: A\n{front}\n---\n{body}\n");
        state.files.insert("content/explainers/a.md".to_owned(), explainer.into_bytes());
        state.files.insert("content/explainers/b.txt".to_owned(), body.into_bytes());
        state.files.insert("content/terms/t.yml".to_owned(), front.into_bytes());
        outcome(&state.project(), &mut Memory::new(), &Store::new());
    }

    #[test]
    fn pages_are_well_formed_whatever_is_written(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..40)) {
        let mut state = State::good();
        let text = format!("---\ntitle: A\ncorrections: [{{date: 2022-03-30, now: Joe Biden}}, {{date: 2022-03-30, now: text}}, {{date: 2022-03-30, now: so}}, {{date: 2022-03-30, now: x}}]\nshort: |\n  {}\n---\n{}\n", pieces.concat().replace('\n', "\n  "), pieces.concat());
        state.files.insert("content/explainers/a.md".to_owned(), text.into_bytes());
        // Even where something is wrong the stages go on; what they make is looked at all the same.
        let store = Store::new();
        build(&state.project(), &mut Memory::new(), &store);
        store.settle();
        for (path, bytes) in store.all().iter().filter(|(path, _)| path.ends_with(".html")) {
            let checked = check_well_formed(path, &String::from_utf8_lossy(bytes));
            prop_assert!(checked.is_ok(), "{}", checked.unwrap_err());
        }
    }
}

/// How many cases: 100, or what `PROPTEST_CASES` says.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100)
}

#[test]
fn threads_change_nothing() {
    let project = State::good().project();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| outcome(&project, &mut Memory::new(), &Store::new()))
    };
    let (said, files) = on(1);
    assert!(files.as_ref().is_some_and(|files| files.len() > 20), "{said}");
    assert_eq!((said, files), on(8));
}
