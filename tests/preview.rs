//! The preview's server over sockets: what it serves, and to whom it does not (the list S1 to S15 of what a development
//! server must hold).
#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used, missing_docs)]

use backstory::io::builtin;
use backstory::io::http::{Limits, Preview, Server, State};
use backstory::model::input::{Input, Options, Project};
use backstory::{Memory, edition};
use proptest::prelude::*;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A preview of a small site under `/demo/`.
struct Running {
    port: u16,
    preview: Arc<Preview>,
}

/// The server takes the first free port from here on.
const PORT: u16 = 4620;

impl Running {
    fn start() -> Self {
        Self::with(Limits::default())
    }

    fn with(limits: Limits) -> Self {
        let server = Server::new(PORT, "/demo/", limits).unwrap();
        let running = Self { port: server.port(), preview: server.preview() };
        running.show("Words of the text.");
        std::thread::spawn(move || server.run());
        running
    }

    fn show(&self, words: &str) {
        let mut inputs: Vec<Input> =
            builtin::FILES.iter().map(|(path, bytes)| Input::new(path, *bytes)).collect();
        let site = "title: Site\nbase_url: https://example.org/demo/\n";
        inputs.push(Input::new("content/site.yml", site.as_bytes()));
        let text = format!("---\ntitle: A\n---\n{words}\n");
        inputs.push(Input::new("content/explainers/a.md", text.into_bytes()));
        inputs.sort_by(|a, b| a.path.cmp(&b.path));
        let project = Project { inputs, media: Vec::new(), options: Options::default() };
        let (edition, found) = edition(&project, &mut Memory::new());
        assert!(!found.has_errors(), "{:?}", found.sorted().first());
        self.preview.shown.show(Arc::new(edition));
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends bytes as they are, and gives all that comes back.
    fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks with these headers beside the right `Host`.
    fn ask(&self, method: &str, target: &str, headers: &str) -> String {
        let host = format!("Host: 127.0.0.1:{}\r\n", self.port);
        self.raw(format!("{method} {target} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n").as_bytes())
    }

    fn get(&self, target: &str) -> String {
        self.ask("GET", target, "")
    }

    fn host(&self, hosts: &str) -> String {
        self.raw(format!("GET /demo/ HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n").as_bytes())
    }
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

#[test]
fn it_serves_the_real_base_path_and_misses_as_a_static_host_does() {
    let site = Running::start();
    let home = site.get("/demo/");
    assert_eq!(status(&home), 200);
    assert!(home.contains("__backstory/reload.js?"));
    assert_eq!(status(&site.get("/demo/explainers/a/index.html")), 200);
    let miss = site.get("/demo/deep/er/nothing");
    assert_eq!(status(&miss), 404);
    assert!(miss.contains("There is nothing at this address"));
    let asset = site.get("/demo/assets/broadsheet.css?v=1");
    assert_eq!((status(&asset), header(&asset, "content-type")), (200, Some("text/css; charset=utf-8")));
    let head = site.ask("HEAD", "/demo/explainers/a/", "");
    assert_eq!(status(&head), 200);
    assert!(head.ends_with("\r\n\r\n"), "a head has no body");
}

/// S1: this machine alone.
#[cfg(target_os = "linux")]
#[test]
fn it_listens_on_loopback_and_nowhere_else() {
    let site = Running::start();
    let port = format!(":{:04X} ", site.port);
    let mut addresses = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let text = std::fs::read_to_string(table).unwrap_or_default();
        for line in text.lines().filter(|line| line.contains(" 0A ")) {
            let local = line.split_whitespace().nth(1).unwrap_or_default();
            if format!("{local} ").contains(&port) {
                addresses.push(local.split(':').next().unwrap().to_owned());
            }
        }
    }
    let loopback = ["0100007F", "00000000000000000000000001000000"];
    assert!(!addresses.is_empty());
    assert!(addresses.iter().all(|address| loopback.contains(&&**address)), "{addresses:?}");
}

/// S2: exactly our own names.
#[test]
fn it_answers_to_its_own_names_alone() {
    let site = Running::start();
    let port = site.port;
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        assert_eq!(status(&site.host(&format!("Host: {host}:{port}\r\n"))), 200, "{host}");
    }
    for host in [
        format!("evil.example:{port}"),
        "localhost".into(),
        format!("localhost:{}", port + 1),
        format!("127.0.0.1:{port}.evil.example"),
        format!("localhost.:{port}"),
        format!("LOCALHOST:{port}x"),
        String::new(),
    ] {
        let answer = site.host(&format!("Host: {host}\r\n"));
        assert!([400, 403].contains(&status(&answer)), "{host}: {answer}");
    }
    assert!([400, 403].contains(&status(&site.host(""))), "no host");
    let two = format!("Host: localhost:{port}\r\nHost: evil.example\r\n");
    assert!([400, 403].contains(&status(&site.host(&two))), "two hosts");
}

/// S3 and S5: nobody else's page.
#[test]
fn it_answers_no_page_of_another_origin() {
    let site = Running::start();
    let port = site.port;
    let from = |origin: &str| status(&site.ask("GET", "/demo/", &format!("Origin: {origin}\r\n")));
    assert_eq!(from(&format!("http://127.0.0.1:{port}")), 200);
    for origin in [
        "http://evil.example".to_owned(),
        format!("https://127.0.0.1:{port}"),
        format!("http://127.0.0.1:{}", port + 1),
        format!("http://localhost:{port}"),
        "null".into(),
        String::new(),
        format!("http://127.0.0.1:{port}\r\nOrigin: http://evil.example"),
    ] {
        assert_eq!(from(&origin), 403, "{origin}");
    }
    let fetched = |headers: &str| status(&site.ask("GET", "/demo/", headers));
    assert_eq!(fetched("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"), 403);
    assert_eq!(fetched("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"), 200);
    assert_eq!(fetched("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\n"), 200);
    for own in ["events", "state", "reload.js"] {
        assert_eq!(status(&site.get(&format!("/demo/__backstory/{own}"))), 403, "{own} without the token");
        assert_eq!(status(&site.get(&format!("/demo/__backstory/{own}?0123"))), 403, "{own} with another");
    }
}

/// S4.
#[test]
fn every_answer_keeps_to_itself() {
    let site = Running::start();
    let refused = site.ask("GET", "/demo/", "Origin: http://evil.example\r\n");
    for answer in [site.get("/demo/"), site.get("/demo/nothing/"), site.get("/demo/glossary"), refused] {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("cross-origin-resource-policy", "same-origin"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(header(&answer, name), Some(value), "{answer}");
        }
        assert!(!answer.to_ascii_lowercase().contains("access-control-"), "{answer}");
    }
}

/// S6.
#[test]
fn it_is_only_read() {
    let site = Running::start();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get"] {
        let answer = site.ask(method, "/demo/", "");
        assert!([400, 405].contains(&status(&answer)), "{method}: {answer}");
    }
}

/// S7, S8 and S9: an address is one of ours, or it is none; nothing is found on disk by it.
#[test]
fn malformed_addresses_lead_nowhere() {
    let site = Running::start();
    for target in [
        "/demo/../../../../etc/passwd",
        "/demo/%2e%2e/%2e%2e/etc/passwd",
        "/demo/..%2f..%2f..%2fetc%2fpasswd",
        "/demo/.%2e/Cargo.toml",
        "/demo//etc/passwd",
        "//etc/passwd",
        "//evil.example/..",
        "/demo/%zz",
        "/demo/%",
        "/demo/%ff%fe",
        "/demo/a%00b",
        "/demo/a%0d%0ab",
        "/demo/..\\..\\Cargo.toml",
        "/demo/%5c..%5cCargo.toml",
        "/demo/c:/windows",
        "/demo/C%3a/windows",
        "/demo/explainers/a./",
        "/demo/explainers/a%20/",
        "/demo/./explainers/a/",
        "http://127.0.0.1/demo/",
        "http://evil.example/demo/",
        "*",
        "demo/",
    ] {
        let answer = site.get(target);
        assert_eq!(status(&answer), 400, "{target}: {answer}");
        assert!(!answer.contains("root:") && !answer.contains("[package]"), "{target}");
    }
    // Once decoded, these are only names that nothing has.
    for target in
        ["/demo/%252e%252e/Cargo.toml", "/demo/content/site.yml", "/demo/.git/config", "/etc/passwd"]
    {
        assert_eq!(status(&site.get(target)), 404, "{target}");
    }
    // What stands behind a `#` was never to be sent; the page is what stands before it.
    assert!([200, 400].contains(&status(&site.get("/demo/#/../../etc/passwd"))));
    let moved = site.get("/demo/explainers/a");
    assert_eq!((status(&moved), header(&moved, "location")), (301, Some("/demo/explainers/a/")));
    assert_eq!(header(&site.get("/"), "location"), Some("/demo/"));
}

/// S10.
#[test]
fn heads_addresses_patience_and_connections_have_limits() {
    let site = Running::with(Limits { patience: Duration::from_millis(300), connections: 8 });
    let long = format!("/demo/{}", "a".repeat(5_000));
    assert!([400, 414].contains(&status(&site.get(&long))));
    let head = format!("X-Long: {}\r\n", "a".repeat(20_000));
    assert!([0, 400, 431].contains(&status(&site.ask("GET", "/demo/", &head))));
    // Somebody who takes all places and never asks loses them.
    let mut idle: Vec<TcpStream> = (0..8).map(|_| site.connect()).collect();
    idle.iter_mut().for_each(|stream| stream.write_all(b"GET /demo/ HT").unwrap());
    let asked = Instant::now();
    assert_eq!(status(&site.get("/demo/")), 200);
    assert!(asked.elapsed() < Duration::from_secs(10), "the places were not given back");
    let mut left = String::new();
    idle[0].read_to_string(&mut left).unwrap_or_default();
    assert!(!left.contains("200 OK"), "{left}");
}

/// S11.
#[test]
fn no_bytes_bring_it_down() {
    let site = Running::start();
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        "(GET|HEAD|PRI|get) [/a-z%.#?\\\\:]{0,40} HTTP/[0-9.]{1,4}\r\n([A-Za-z-]{1,12}: [ -~]{0,30}\r\n){0,5}\r\n"
            .prop_map(String::into_bytes),
    ];
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(300),
        ..ProptestConfig::default()
    });
    let answers = runner.run(&bytes, |bytes| {
        let answer = site.raw(&bytes);
        prop_assert!(!answer.contains("Words of the text") || answer.starts_with("HTTP/1."));
        Ok(())
    });
    answers.unwrap();
    assert_eq!(status(&site.get("/demo/explainers/a/")), 200);
}

/// The token that the pages of this run know.
fn token(page: &str) -> String {
    let at = page.find("reload.js?").unwrap() + "reload.js?".len();
    page[at..].split('"').next().unwrap().to_owned()
}

/// S12, S13 and S14: what is wrong is told as text, news are a number, and the last good site stays.
#[test]
fn what_is_wrong_is_told_over_the_last_good_site() {
    let site = Running::start();
    let token = token(&site.get("/demo/"));
    let mut news = BufReader::new(site.connect());
    let host = format!("Host: 127.0.0.1:{}\r\n", site.port);
    let asked = format!("GET /demo/__backstory/events?{token} HTTP/1.1\r\n{host}\r\n");
    news.get_mut().write_all(asked.as_bytes()).unwrap();
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        news.read_line(&mut line).unwrap();
    }
    let wrong = "error: <script>alert(1)</script>\n --> content/x.md:1:1".to_owned();
    site.preview.tell(State { wrong, follow: None });
    let told = loop {
        line.clear();
        news.read_line(&mut line).unwrap();
        if line.starts_with("data:") {
            break line.clone();
        }
    };
    assert!(told["data:".len()..].trim().parse::<u64>().is_ok(), "{told}");
    let state = site.get(&format!("/demo/__backstory/state?{token}"));
    assert_eq!(header(&state, "content-type"), Some("application/json"));
    assert!(state.contains("alert(1)"), "it is text in JSON, put into the page as text");
    assert!(site.get("/demo/explainers/a/").contains("Words of the text."));
    site.show("Other words.");
    assert!(site.get("/demo/explainers/a/").contains("Other words."));
}

/// S15.
#[test]
fn a_port_that_is_taken_is_left_for_the_next() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let server = Server::new(port, "/", Limits::default()).unwrap();
    assert!(server.port() > port);
    assert_eq!(server.address(), format!("http://127.0.0.1:{}/", server.port()));
}
