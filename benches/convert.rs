//! How fast raw copy becomes Markdown, on one core: plain text and web pages, and what looking for people, quotations, dates
//! and figures costs on top. The only place where the speed of `backstory import` is measured.
//!
//! `cargo bench --bench convert`
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use backstory::{Wanted, import, raw_copy_as_markdown};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long each is measured.
const LONG: Duration = Duration::from_secs(2);

fn main() {
    // Rayon is not used here; one thread is one core.
    let text = articles("txt");
    let pages: Vec<(String, String)> =
        articles("html").into_iter().map(|(name, page)| (name, page_like_the_web(&page))).collect();
    println!("{:<44} {:>10} {:>12}", "one core", "MB/s", "an article");
    measure("text to Markdown", &text, |name, text| raw_copy_as_markdown(name, text).unwrap().len());
    measure("web page to Markdown", &pages, |name, text| raw_copy_as_markdown(name, text).unwrap().len());
    let wanted = Wanted::default();
    measure("import of text, with suggestions", &text, |name, text| {
        import(name, text.as_bytes(), &wanted).unwrap().suggestions.len()
    });
    measure("import of web pages, with suggestions", &pages, |name, text| {
        import(name, text.as_bytes(), &wanted).unwrap().suggestions.len()
    });
    let long = long(&text);
    measure("one text of 8 MB", &long, |name, text| raw_copy_as_markdown(name, text).unwrap().len());
}

/// The articles of the gold set, with their names.
fn articles(ending: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/convert");
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|file| {
            (
                format!("content/explainers/{}", file.file_name().unwrap().to_string_lossy()),
                std::fs::read_to_string(file).unwrap(),
            )
        })
        .collect()
}

/// The pages of the gold set are short and bare. Those of the web carry styles, scripts and lists of links around a text of
/// some thousand words: so do these.
fn page_like_the_web(page: &str) -> String {
    let style = format!("<style>{}</style>", ".a .b{color:#123;margin:0 auto;padding:1px}".repeat(400));
    let script = format!("<script>{}</script>", "window.x=function(a){return a<3&&'<p>'};".repeat(600));
    let links = format!(
        "<ul class=\"menu\">{}</ul>",
        "<li><a class=\"c d e\" href=\"/a/b/c\">A title of another story</a></li>".repeat(150)
    );
    page.replacen("</head>", &format!("{style}{script}</head>"), 1).replacen(
        "</body>",
        &format!("<div class=\"footer\">{links}</div></body>"),
        1,
    )
}

/// One text as long as a build reads at most.
fn long(articles: &[(String, String)]) -> Vec<(String, String)> {
    let all: String = articles.iter().map(|(_, text)| format!("{text}\n\n")).collect();
    vec![("content/explainers/long.txt".to_owned(), all.repeat((8 << 20) / all.len()))]
}

fn measure(what: &str, articles: &[(String, String)], work: impl Fn(&str, &str) -> usize) {
    let bytes: usize = articles.iter().map(|(_, text)| text.len()).sum();
    let (start, mut rounds, mut done) = (Clock::now(), 0_u32, 0);
    while start.passed() < LONG || rounds == 0 {
        done += articles.iter().map(|(name, text)| work(name, text)).sum::<usize>();
        rounds += 1;
    }
    assert!(done > 0);
    let each = start.passed() / rounds;
    let speed = bytes as f64 / each.as_secs_f64() / 1e6;
    println!("{what:<44} {speed:>10.1} {:>12.1?}", each / u32::try_from(articles.len()).unwrap());
}

/// The time that this thread had a core, where the system tells it: others may be at work on the machine.
struct Clock {
    wall: Instant,
    on_core: Option<Duration>,
}

impl Clock {
    fn now() -> Self {
        Self { wall: Instant::now(), on_core: on_core() }
    }

    fn passed(&self) -> Duration {
        let on_core = self.on_core.zip(on_core()).map(|(before, now)| now - before);
        on_core.unwrap_or_else(|| self.wall.elapsed())
    }
}

/// Linux tells the nanoseconds that a thread had a core.
fn on_core() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
