//! What bad input must not do to the site that is built.

use crate::cases;
use crate::site::Site;
use backstory::io::report::{Colour, draw};
use backstory::io::store::Store;
use backstory::io::{builtin, load};
use backstory::model::input::{Input, Options, Project};
use backstory::{Memory, build};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The bundled site with each of its content files changed.
fn bundled(change: impl Fn(&str) -> String) -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok((mut project, _)) = load::project(root, Options::default()) else { panic!("no site") };
    for input in project.inputs.iter_mut().filter(|input| input.path.starts_with("content/")) {
        let text = std::str::from_utf8(&input.bytes).unwrap();
        *input = Input::new(&input.path.clone(), change(text).into_bytes());
    }
    let store = Store::new();
    let found = build(&project, &mut Memory::new(), &store);
    assert!(!found.has_errors(), "{}", draw(&found, &project, Colour::Off));
    store.settle();
    store.all()
}

#[test]
fn marks_of_byte_order_and_line_ends_change_nothing() {
    let plain = bundled(str::to_owned);
    type Change = fn(&str) -> String;
    let changes: [(&str, Change); 4] = [
        ("a mark of the byte order", |text| format!("\u{feff}{text}")),
        ("carriage returns and line feeds", |text| text.replace('\n', "\r\n")),
        ("carriage returns alone", |text| text.replace('\n', "\r")),
        ("both", |text| {
            let ends = ["\r\n", "\n"];
            text.split_inclusive('\n')
                .zip(ends.iter().cycle())
                .map(|(line, end)| line.replace('\n', end))
                .collect()
        }),
    ];
    for (name, change) in changes {
        let changed = bundled(change);
        assert_eq!(plain.len(), changed.len(), "{name}");
        let differs = plain.iter().find(|(path, bytes)| changed.get(*path) != Some(bytes));
        assert!(differs.is_none(), "{name}: {} differs", differs.unwrap().0);
    }
}

/// The site of one case of the manual, with the real templates, and the bytes of one of its pages.
fn page_of(case: &str, path: &str) -> String {
    let markup = fs::read_to_string(cases::root().join("safety/markup.md")).unwrap();
    let blocks = cases::blocks(&markup);
    let mut inputs: Vec<Input> =
        builtin::FILES.iter().map(|(path, bytes)| Input::new(path, *bytes)).collect();
    inputs.push(Input::new("content/site.yml", *b"title: Site\nbase_url: https://example.org/\n"));
    let own = blocks.iter().filter(|block| block.title.starts_with(case) && block.expects().is_none());
    inputs.extend(own.map(|block| Input::new(&block.info[1], cases::unescape(&block.text))));
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let project = Project { inputs, ..Project::default() };
    let store = Store::new();
    build(&project, &mut Memory::new(), &store);
    store.settle();
    String::from_utf8(store.all().remove(path).unwrap()).unwrap()
}

#[test]
fn no_spelling_of_a_script_runs() {
    let page = page_of("26.", "explainers/x/index.html");
    let article = page.split_once("<article").unwrap().1.split_once("</article>").unwrap().0;
    // Every tag there is was written by a template or by `render`: what contributors wrote is text.
    let tags = article.split('<').skip(1).map(|rest| rest.split('>').next().unwrap());
    let mut links = 0;
    for tag in tags {
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let known = [
            "a",
            "p",
            "div",
            "h1",
            "h2",
            "header",
            "section",
            "footer",
            "span",
            "ul",
            "li",
            "em",
            "strong",
            "time",
            "small",
            "figure",
            "figcaption",
            "img",
            "br",
            "code",
            "nav",
            "ol",
            "aside",
            "article",
            "sup",
            "details",
            "summary",
            "button",
        ];
        assert!(known.contains(&name.as_str()), "<{tag}>");
        assert!(
            !tag.split_whitespace()
                .any(|word| word.to_ascii_lowercase().starts_with("on") && word.contains('=')),
            "<{tag}>"
        );
        for address in ["href=\"", "src=\""]
            .iter()
            .filter_map(|name| Some(tag.split_once(name)?.1.split('"').next().unwrap()))
        {
            links += 1;
            let lower = address.to_ascii_lowercase();
            let fine =
                ["/", "#", "https://", "http://", "mailto:"].iter().any(|start| lower.starts_with(start));
            assert!(fine || !lower.contains(':'), "{address}");
        }
    }
    assert!(links > 0);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn words_that_would_break_out_of_data_come_out_of_it() {
    let page = page_of("27.", "explainers/x/index.html");
    let data = page
        .split_once("<script type=\"application/ld+json\">")
        .unwrap()
        .1
        .split_once("</script>")
        .unwrap()
        .0;
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    let text = data.to_string();
    let title = serde_json::to_string("</script><!--<script>alert(1)</script>\u{2028}]]>").unwrap();
    assert!(text.contains(&title), "{text}");
    let scripts = |page: &str| page.matches("<script").count();
    let other = page_of("26.", "explainers/x/index.html");
    assert_eq!(scripts(&page), scripts(&other), "those of every page, and no other");
}

#[test]
fn a_template_that_never_stops_writing_is_stopped() {
    let mut inputs: Vec<Input> =
        builtin::FILES.iter().map(|(path, bytes)| Input::new(path, *bytes)).collect();
    inputs.retain(|input| &*input.path != "templates/page/page.html");
    let template = format!("{{% for i in range(end=100000) %}}{}{{% endfor %}}", "x".repeat(1 << 20));
    inputs.push(Input::new("templates/page/page.html", template.into_bytes()));
    inputs.push(Input::new("content/site.yml", *b"title: Site\nbase_url: https://example.org/\n"));
    inputs.push(Input::new("content/pages/about.md", *b"---\ntitle: About\n---\nx\n"));
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let found = build(&Project { inputs, ..Project::default() }, &mut Memory::new(), &Store::new());
    let told = found.sorted();
    let stopped = told.iter().find(|diagnostic| diagnostic.code.0 == "BS0603");
    assert_eq!(&*stopped.unwrap().place.path, "templates/page/page.html");
}

#[test]
fn nothing_of_this_machine_is_published() {
    let site = Site(tempfile::Builder::new().prefix("a-folder-nobody-knows").tempdir().unwrap());
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("content")) {
        let file = entry.unwrap().into_path();
        if file.is_file() {
            let inside = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
            site.write(inside.to_str().unwrap(), &fs::read(&file).unwrap());
        }
    }
    let output = Command::new(env!("CARGO_BIN_EXE_backstory"))
        .arg("build")
        .current_dir(site.0.path())
        .envs([
            ("USER", "a-user-nobody-knows"),
            ("LOGNAME", "a-user-nobody-knows"),
            ("HOSTNAME", "a-host-nobody-knows"),
        ])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let mut looked = 0;
    for entry in walkdir::WalkDir::new(site.path("public")) {
        let file = entry.unwrap().into_path();
        if !file.is_file() {
            continue;
        }
        looked += 1;
        let bytes = fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for secret in ["nobody-knows", env!("CARGO_MANIFEST_DIR"), "/home/", "/root/", "/tmp/"] {
            assert!(!text.contains(secret), "{} tells “{secret}”", file.display());
        }
        // A short name may be a word.
        if host.trim().len() > 8 {
            assert!(!text.contains(host.trim()), "{} tells the name of this machine", file.display());
        }
    }
    assert!(looked > 300, "{looked}");
}
