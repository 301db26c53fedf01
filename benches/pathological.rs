//! Documents that are hard on a generator: nesting, signs that open and never close, thousands of one thing. Each is built
//! at a size and at twice that size; a ratio near 2 is linear.
//!
//! `cargo bench --bench pathological` measures all of them; `-- marks` those whose name has the word in it.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use backstory::io::builtin;
use backstory::io::store::Store;
use backstory::model::input::{Input, Options, Project};
use backstory::{Memory, build};
use std::time::Instant;

type Make = fn(usize) -> String;

const DOCUMENTS: &[(&str, usize, Make)] = &[
    ("nested strong and emphasis", 10_000, |n| "*a **a ".repeat(n) + "b" + &" a** a*".repeat(n)),
    ("emphasis that closes only", 50_000, |n| "a_ ".repeat(n)),
    ("emphasis that opens only", 50_000, |n| "_a ".repeat(n)),
    ("brackets that close only", 50_000, |n| "a]".repeat(n)),
    ("brackets that open only", 50_000, |n| "[a".repeat(n)),
    ("emphasis of two kinds", 50_000, |n| "*a_ ".repeat(n)),
    ("emphasis by threes", 25_000, |n| "a**b".to_owned() + &"c* ".repeat(n)),
    ("brackets and emphasis", 25_000, |n| "[ a_".repeat(n)),
    ("brackets and parentheses", 25_000, |n| "[ (](".repeat(n)),
    ("nested brackets", 50_000, |n| "[".repeat(n) + "a" + &"]".repeat(n)),
    ("nested quotations", 50_000, |n| "> ".repeat(n) + "a"),
    ("nested lists", 1_000, |n| (0..n).map(|i| format!("{}* a\n", "  ".repeat(i))).collect()),
    ("backticks of every length", 1_000, |n| (1..n).map(|i| format!("e{}", "`".repeat(i))).collect()),
    ("links that never close", 25_000, |n| "[a](<b".repeat(n)),
    ("comments that never close", 25_000, |n| "</".to_owned() + &"<!--".repeat(n)),
    ("HTML that never closes", 50_000, |n| "<div>".repeat(n)),
    ("declarations", 25_000, |n| "<?".repeat(n) + &"<!A ".repeat(n)),
    ("references to nothing", 25_000, |n| (0..n).map(|i| format!("[{i}] ")).collect()),
    ("references to one thing", 10_000, |n| "[a] ".repeat(n) + "\n\n[a]: https://example.org/\n"),
    ("a wide table", 2_000, |n| format!("|{}\n|{}\n|{}\n", "a|".repeat(n), "-|".repeat(n), "b|".repeat(n))),
    ("a long table", 10_000, |n| "|a|b|\n|-|-|\n".to_owned() + &"|c|d|\n".repeat(n)),
    ("hard line ends", 50_000, |n| "a\\\n".repeat(n)),
    ("entities", 50_000, |n| "&amp;".repeat(n)),
    ("marks in one paragraph", 20_000, |n| "[a](term:t) ".repeat(n)),
    ("marks in paragraphs", 20_000, |n| "[a](term:t)\ntext\n\n".repeat(n)),
    ("glosses", 10_000, |n| "[a](note: \"b\") ".repeat(n)),
    ("wikilinks", 20_000, |n| "[[t]] ".repeat(n)),
    ("names in one paragraph", 50_000, |n| "Term ".repeat(n)),
    ("footnotes", 5_000, |n| (0..n).map(|i| format!("a[^{i}]\n\n[^{i}]: b\n\n")).collect()),
    ("references to one footnote", 20_000, |n| "a[^n] ".repeat(n) + "\n\n[^n]: b\n"),
    ("headings of one name", 10_000, |n| "## a\n\n".repeat(n)),
    ("quotation marks that never close", 50_000, |n| "“a ".repeat(n)),
    ("quotation marks", 50_000, |n| "“a” ".repeat(n)),
    ("words that age", 50_000, |n| "today ".repeat(n)),
    ("acronyms", 20_000, |n| (0..n).map(|i| format!("{} ", letters(i))).collect()),
    ("pictures", 10_000, |n| "![a](<>)\n*b*\n\n".repeat(n)),
    ("comments", 20_000, |n| "<!-- a -->\n\n".repeat(n)),
    ("quotations with a line", 5_000, |n| "> a\n>\n> — b\n\n".repeat(n)),
    ("corrected words", 2_000, |n| "a ".repeat(n)),
];

/// Three capitals and more, another for each number.
fn letters(number: usize) -> String {
    let mut rest = number;
    let mut letters = "QA".to_owned();
    while rest > 0 || letters.len() < 3 {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap()));
        rest /= 26;
    }
    letters
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    println!("{:>34} {:>8} {:>9} {:>9} {:>6}", "document", "n", "ms", "ms at 2n", "ratio");
    for (name, n, make) in DOCUMENTS {
        if !wanted.is_empty() && !wanted.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        let (once, twice) = (measured(&make(*n)), measured(&make(n * 2)));
        println!("{name:>34} {n:>8} {once:>9.1} {twice:>9.1} {:>6.1}", twice / once);
    }
}

/// How long a site of one explainer with this body takes: the better of two builds, in milliseconds.
fn measured(body: &str) -> f64 {
    let mut inputs: Vec<Input> =
        builtin::FILES.iter().map(|(path, bytes)| Input::new(path, *bytes)).collect();
    inputs.push(Input::new("content/site.yml", *b"title: Site\nbase_url: https://example.org/\n"));
    inputs.push(Input::new("content/terms/t.md", *b"---\ntitle: Term\nshort: x\n---\n"));
    inputs.push(Input::new("content/explainers/x.md", format!("---\ntitle: X\n---\n{body}\n").into_bytes()));
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let project = Project { inputs, media: Vec::new(), options: Options::default() };
    let time = || {
        let started = Instant::now();
        let store = Store::new();
        build(&project, &mut Memory::new(), &store);
        started.elapsed().as_secs_f64() * 1000.0
    };
    time().min(time())
}
