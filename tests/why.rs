//! `why`: how pages and records stand, where they are named, what makes them, whichever way they are asked for.
#![allow(clippy::unwrap_used, missing_docs)]

use backstory::io::builtin::FILES;
use backstory::model::input::{Input, Options, Project};
use backstory::{Account, How, Standing, why};

const FILES_OF_SITE: &[(&str, &str)] = &[
    ("content/site.yml", "title: Site\nbase_url: https://example.org/p/\ntime_zone: Europe/Vienna\n"),
    (
        "content/explainers/x.md",
        "---\ntitle: Îx\npublished: 2022-01-01\nformer_ids: [old-x]\ntopics: [Iran talks]\nsources: [almanac]\n---\nÎ [the deal](term:deal), Snapback.\n",
    ),
    (
        "content/explainers/draft.md",
        "---\ntitle: D\nstage: draft\n---\n[it](term:secret) and [the deal](term:deal)\n",
    ),
    ("content/explainers/later.md", "---\ntitle: L\npublish_at: 2031-01-01\n---\nText.\n"),
    ("content/explainers/gone.md", "---\ntitle: G\nexpires: 2029-01-01\n---\nText.\n"),
    (
        "content/terms/all.yml",
        "- {id: deal, title: The deal}\n- {id: secret, title: Hidden}\n- {id: snap, title: Snapback, see: [deal]}\n- {id: snap, title: Twice}\n- {id: lone, title: Lone}\n",
    ),
    ("content/topics/iran-talks.md", "---\ntitle: Talks\n---\n"),
    ("content/sources/all.yml", "- {id: almanac, title: The Almanac}\n"),
];

fn project() -> Project {
    let mut inputs: Vec<Input> = FILES.iter().map(|(path, bytes)| Input::new(path, *bytes)).collect();
    inputs.extend(FILES_OF_SITE.iter().map(|(path, text)| Input::new(path, text.as_bytes())));
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let options = Options { now: "2030-01-01T00:00:00Z".parse().unwrap(), ..Options::default() };
    Project { inputs, media: Vec::new(), options }
}

#[track_caller]
fn one(asked: &str) -> Account {
    let accounts = why(&project(), asked).unwrap();
    assert_eq!(accounts.len(), 1, "{asked}: {accounts:?}");
    accounts.into_iter().next().unwrap()
}

/// Where it is named: who does it, how, the words, the text that stands at the place.
fn named(account: &Account) -> Vec<(String, How, &str, &str)> {
    let text = |path: &str| FILES_OF_SITE.iter().find(|(of, _)| *of == path).unwrap().1;
    account
        .named
        .iter()
        .map(|n| {
            (format!("{}:{}", n.by.kind, n.by.id), n.how, &*n.words, n.place.span.of(text(&n.place.path)))
        })
        .collect()
}

#[test]
fn how_a_record_stands_is_told() {
    assert_eq!(one("term:deal").standing, Standing::Published);
    assert_eq!(one("term:lone").standing, Standing::Published, "what nobody names is published");
    assert_eq!(one("explainer:draft").standing, Standing::Stage("draft".into()));
    let later = one("explainer:later").standing;
    assert_eq!(later, Standing::NotYet("2031-01-01T00:00:00+01:00".into()));
    assert!(matches!(one("explainer:gone").standing, Standing::Expired(_)));
    let Standing::HeldBack(by) = one("term:secret").standing else { panic!("it is held back") };
    assert_eq!(by.iter().map(|by| &*by.id).collect::<Vec<_>>(), ["draft"]);
    let both = why(&project(), "term:snap").unwrap();
    assert_eq!(both[0].standing, Standing::Published);
    assert!(matches!(both[1].standing, Standing::Second(_)) && both[1].pages.is_empty());
}

#[test]
fn who_names_it_is_told_with_the_place() {
    assert_eq!(
        named(&one("term:deal")),
        [
            ("explainer:draft".into(), How::Mark, "the deal", "[the deal](term:deal)"),
            ("explainer:x".into(), How::Mark, "the deal", "[the deal](term:deal)"),
            ("term:snap".into(), How::Field, "see", "deal"),
        ]
    );
    let deal = one("term:deal");
    assert_eq!(deal.named.iter().map(|naming| naming.is_published).collect::<Vec<_>>(), [false, true, true]);
    let snap = why(&project(), "term:snap").unwrap();
    assert_eq!(named(&snap[0]), [("explainer:x".into(), How::FirstMention, "Snapback", "Snapback")]);
    let topic = named(&one("topic:iran-talks")).len();
    assert_eq!(topic, 1, "topics are named in words");
}

#[test]
fn where_its_pages_come_from_is_told() {
    let deal = one("term:deal");
    let page = &deal.pages[0];
    assert_eq!(
        (&*page.file, &*page.address),
        ("glossary/deal/index.html", "https://example.org/p/glossary/deal/")
    );
    assert!(
        page.origin.contains("`deal` is its `id`") && page.origin.contains("`/p/` is the path of `base_url`")
    );
    assert_eq!(page.template, Some(("page/term.html".into(), "templates/page/term.html".into())));
    let x = one("explainer:x");
    assert_eq!(x.pages.iter().map(|page| page.kind).collect::<Vec<_>>(), ["explainer", "moved"]);
    assert!(x.exports.contains(&"feed.xml".to_owned()) && !x.exports.contains(&"timeline.csv".to_owned()));
    assert!(deal.exports.contains(&"glossary.jsonld".to_owned()), "{:?}", deal.exports);
    assert!(one("source:almanac").exports.contains(&"sources.json".to_owned()));
    assert!(one("term:secret").exports.is_empty() && one("term:secret").pages.is_empty());
}

#[test]
fn it_is_found_however_it_is_asked_for() {
    for asked in [
        "term:deal",
        "deal",
        "/glossary/deal/",
        "glossary/deal",
        "/p/glossary/deal/",
        "https://example.org/p/glossary/deal/#m1",
        "glossary/deal/index.html",
    ] {
        assert_eq!(one(asked).about, "term:deal", "{asked}");
    }
    assert_eq!(one("content/explainers/x.md").about, "explainer:x");
    assert_eq!(
        one("/explainers/draft/").about,
        "explainer:draft",
        "what is not published has an address, too"
    );
    assert_eq!(one("/explainers/old-x/").about, "explainer:x");
    assert_eq!(why(&project(), "content/terms/all.yml").unwrap().len(), 5);
    assert_eq!(one("/").about, "/");
    assert_eq!(one("feed.xml").pages[0].kind, "feed");
    let (message, help) = why(&project(), "term:daal").unwrap_err();
    assert_eq!((&*message, &*help), ("there is no page or record `term:daal`", "did you mean `term:deal`?"));
    assert_eq!(why(&project(), "/glosary/").unwrap_err().1, "did you mean `/glossary/`?");
}
