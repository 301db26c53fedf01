//! What must hold of every import: what is written is read back the same, and no file is too odd.

use super::article::{Article, Block, Inline, Line, List, Words};
use super::{Wanted, import, knowledge, write};
use crate::model::suggestion::Found;
use proptest::prelude::*;

/// Text with everything that Markdown might take for syntax.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Zé]{1,8}",
        "[*_\\[\\]<>#|`~&!+=:;.,()“”’'\"{}\\\\-]{1,3}",
        "[0-9]{1,3}[.)]?",
        Just("&amp;".to_owned()),
        Just("https://example.org".to_owned()),
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.join(" "))
}

fn inline() -> impl Strategy<Value = Inline> {
    prop_oneof![
        4 => text().prop_map(Inline::Text),
        1 => text().prop_map(|text| Inline::Emphasis(vec![Inline::Text(text)])),
        1 => text().prop_map(|text| Inline::Strong(vec![Inline::Text(text)])),
        1 => ("https://example\\.org/[a-z()]{0,6}", text()).prop_map(|(url, text)| Inline::Link(url, vec![Inline::Text(text)])),
    ]
}

fn line() -> impl Strategy<Value = Line> {
    let spaced = |parts: Vec<Inline>| {
        parts.into_iter().flat_map(|part| [part, Inline::Text(" ".to_owned())]).collect()
    };
    prop::collection::vec(inline(), 1..4)
        .prop_map(move |parts| Line { parts: super::inline::tidy(spaced(parts)), at: 0 })
}

fn block() -> impl Strategy<Value = Block> {
    let item = || line().prop_map(|line| vec![Block::Paragraph(line)]);
    let list = (any::<bool>(), any::<bool>(), prop::collection::vec(item(), 1..4)).prop_map(
        |(numbered, loose, items)| Block::List(List { number: numbered.then_some((1, '.')), loose, items }),
    );
    let words = || text().prop_map(|text| Words { text, at: 0 });
    prop_oneof![
        4 => line().prop_map(Block::Paragraph),
        1 => (2..4_u8, line()).prop_map(|(level, line)| Block::Heading(level, line)),
        1 => prop::collection::vec(line().prop_map(Block::Paragraph), 1..3).prop_map(Block::Quote),
        1 => list,
        1 => prop::collection::vec(prop::collection::vec(line(), 2), 2..4).prop_map(Block::Table),
        1 => (words(), line(), words()).prop_map(|(alt, caption, credit)| Block::Picture { alt: Some(alt), caption: Some(caption), credit: Some(credit) }),
        1 => Just(Block::Rule),
    ]
}

/// The words of the passages that a reader of the Markdown sees.
fn told(body: &[Block]) -> Vec<String> {
    let bare = |line: &Line| line.text().split_whitespace().collect::<Vec<_>>().join(" ");
    body.iter()
        .flat_map(|block| match block {
            Block::Paragraph(line) => vec![bare(line)],
            Block::Quote(blocks) => told(blocks),
            Block::List(list) => list.items.iter().flat_map(|item| told(item)).collect(),
            _ => Vec::new(),
        })
        .filter(|words| !words.is_empty())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    /// Every word comes out as it went in, and nothing becomes syntax.
    #[test]
    fn what_is_written_is_read_back(title in text(), body in prop::collection::vec(block(), 1..6)) {
        let title = Some(Words { text: title, at: 0 });
        let article = Article { head: super::article::Head { title, ..Default::default() }, body };
        let page = write::page(&article, "");
        let read: Vec<String> = knowledge::read(&page.markdown).iter().map(|passage| passage.text.trim().to_owned()).collect();
        prop_assert_eq!(read, told(&article.body), "{}", page.markdown);
        // What Backstory wrote is what an import of it writes.
        let again = import("page.md", page.markdown.as_bytes(), &Wanted::default()).map(|again| again.markdown);
        prop_assert_eq!(again.ok(), Some(page.markdown));
    }

    /// Raw copy that became Markdown stays what it is when that is imported.
    #[test]
    fn an_import_of_an_import_changes_nothing(raw in "([A-Z][a-z ,’“”]{1,60}[.!?]?\n{1,2}|- [a-z]{1,9}\n|[A-Z]{3,9} \\(AP\\) — [A-Z][a-z ]{20,60}\\.\n\n){1,8}") {
        if let Ok(once) = import("copy.txt", raw.as_bytes(), &Wanted::default()) {
            let twice = import("copy.md", once.markdown.as_bytes(), &Wanted::default());
            prop_assert_eq!(twice.map(|twice| twice.markdown).ok(), Some(once.markdown));
        }
    }

    #[test]
    fn no_file_is_too_odd(bytes in prop::collection::vec(any::<u8>(), 0..200), ending in "txt|html|md|docx") {
        let _ = import(&format!("x.{ending}"), &bytes, &Wanted { mark_above: Some(0), ..Wanted::default() });
    }

    #[test]
    fn no_page_is_too_odd(page in "(<(p|div|h1|figure|img alt='x'|figcaption|ul|li|ol start='9'|table|tr|td|blockquote|cite|a href='#fn1'|sup|dl|dt|dd|time datetime='2023'|b|br|/p|/div|/ul|/table|/blockquote|/figure|/a|script|!--)>|[A-Za-z “”,.]{0,30}| ){0,40}") {
        let page = format!("{page}<p>{}</p>", "So that there are words enough for an article, here are some more of them. ".repeat(4));
        let _ = import("x.html", page.as_bytes(), &Wanted { mark_above: Some(0), ..Wanted::default() });
    }

    #[test]
    fn no_text_is_too_odd(text in "(“|”|\"|‘|’|«|»|\\(|\\)|,|\\.|;|:|–| said| says| told| called| according to| the| a| of| is| President| Jane| Holm| Holm’s| Tolvian| ministry| mayor| he| she| it| in| on| 2018| March| Monday| last year| 3.8 million| 12%| UN| \\(UN\\)| JCPOA| P5\\+1|\n\n| who| whose| and){0,60}") {
        let made = import("x.txt", format!("A title\n\nPublished: 14 March 2023\n\n{text}").as_bytes(), &Wanted { mark_above: Some(0), ..Wanted::default() });
        if let Ok(made) = made {
            for suggestion in &made.suggestions {
                prop_assert!(suggestion.confidence <= 100);
                if let Found::Event { date, .. } = &suggestion.found {
                    prop_assert!(crate::model::date::EventDate::parse(date).is_ok(), "{date}");
                }
            }
        }
    }
}
