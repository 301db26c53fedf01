//! Links out of a site, asked about at a server of our own on loopback: what it answers, how politely it is asked, and what is
//! said of it.
#![cfg(feature = "external")]
#![allow(clippy::unwrap_used, missing_docs)]

use backstory::io::web::{self, Manners};
use backstory::model::diagnostic::Place;
use backstory::model::outgoing::{Answer, Outgoing};
use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What a server was asked, and when.
#[derive(Default)]
struct Seen {
    requests: Vec<(String, Instant)>,
    at_once: usize,
    most_at_once: usize,
}

/// A server that answers as its paths say.
#[derive(Clone)]
struct Server {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

impl Server {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { port: listener.local_addr().unwrap().port(), seen: Arc::default() };
        let own = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let own = own.clone();
                std::thread::spawn(move || own.serve(stream.unwrap()));
            }
        });
        server
    }

    fn serve(&self, mut stream: TcpStream) {
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        let Some(request) = lines.next() else { return };
        let request = request.trim_end_matches(" HTTP/1.1").to_owned();
        lines.find(String::is_empty);
        let before = self.arrive(&request);
        let (method, path) = request.split_once(' ').unwrap();
        let answer = answer(method, path, before);
        // Before it is sent: whoever reads it may ask again at once.
        self.seen.lock().unwrap().at_once -= 1;
        // A reader that has gone is nobody's fault.
        let _ = stream.write_all(answer.as_bytes());
    }

    /// Notes a request; how often it came before.
    fn arrive(&self, request: &str) -> usize {
        let mut seen = self.seen.lock().unwrap();
        seen.at_once += 1;
        seen.most_at_once = seen.most_at_once.max(seen.at_once);
        let before = seen.requests.iter().filter(|(other, _)| other == request).count();
        seen.requests.push((request.to_owned(), Instant::now()));
        before
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The requests for a path, by method.
    fn asked(&self, path: &str) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let of_path = seen.requests.iter().filter(|(request, _)| request.split(' ').nth(1) == Some(path));
        of_path.map(|(request, _)| request.split(' ').next().unwrap().to_owned()).collect()
    }
}

/// What the server answers to a request that came so often before.
fn answer(method: &str, path: &str, before: usize) -> String {
    let leads = |status: &str, to: &str| reply(status, &[("Location", to)], "");
    let page = "<!doctype html><h2 id=\"there\">There</h2>";
    match path.trim_end_matches(|c: char| c.is_ascii_digit()) {
        "/no-head" if method == "HEAD" => reply("405 Method Not Allowed", &[], ""),
        "/no-head-at-all" if method == "HEAD" => String::new(),
        "/gone" => reply("404 Not Found", &[], ""),
        "/withdrawn" => reply("410 Gone", &[], ""),
        "/secret" => reply("403 Forbidden", &[], ""),
        "/moved" => leads("301 Moved Permanently", "/ok?new"),
        "/moved-then-away" => leads("308 Permanent Redirect", "away"),
        "/away" => leads("302 Found", "/ok"),
        "/away-then-moved" => leads("307 Temporary Redirect", "/moved"),
        "/moved-to-nothing" => leads("301 Moved Permanently", "/gone"),
        "/circle" => leads("302 Found", "/circle"),
        "/endless" => leads("302 Found", &format!("{path}0")),
        "/busy" if before == 0 => reply("429 Too Many Requests", &[("Retry-After", "1")], ""),
        "/ill" => reply("503 Service Unavailable", &[], ""),
        "/slow" => {
            sleep(Duration::from_secs(6));
            reply("200 OK", &[], "")
        }
        "/wait" => {
            sleep(Duration::from_millis(40));
            reply("200 OK", &[], "")
        }
        _ => {
            let body = if method == "HEAD" { "" } else { page };
            reply("200 OK", &[("Content-Type", "text/html; charset=utf-8")], body)
        }
    }
}

fn reply(status: &str, headers: &[(&str, &str)], body: &str) -> String {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

/// Quick, so that the test is.
fn manners() -> Manners {
    Manners { patience: Duration::from_millis(1500), pause: Duration::from_millis(20), ..Manners::default() }
}

fn ask(site: &Path, urls: &[String], manners: Manners) -> HashMap<String, Answer> {
    let links: Vec<Outgoing> = urls
        .iter()
        .map(|url| Outgoing {
            url: url.as_str().into(),
            places: vec![Place::file(&"content/x.md".into())],
            archive: None,
        })
        .collect();
    let done = AtomicUsize::new(0);
    let answers = web::ask(site, &links, manners, &done).unwrap_or_else(|_| unreachable!());
    assert_eq!(done.into_inner(), urls.len(), "progress is told");
    urls.iter().cloned().zip(answers).collect()
}

/// What a server answers to one path.
#[track_caller]
fn one(server: &Server, path: &str) -> Answer {
    let site = tempfile::tempdir().unwrap();
    let url = server.url(path);
    ask(site.path(), std::slice::from_ref(&url), manners()).remove(&url).unwrap()
}

fn gone(reason: &str) -> Answer {
    Answer::Gone { reason: reason.to_owned() }
}

fn unclear(reason: &str) -> Answer {
    Answer::Unclear { reason: reason.to_owned() }
}

#[test]
fn every_answer_is_understood() {
    let server = Server::new();
    let moved = |to: &str| Answer::Moved { to: server.url(to) };
    for (path, expected) in [
        ("/ok", Answer::Fine),
        ("/no-head", Answer::Fine),
        ("/no-head-at-all", Answer::Fine),
        ("/gone", gone("the server answers 404 Not Found")),
        ("/withdrawn", gone("the server answers 410 Gone")),
        ("/secret", unclear("the server answers 403 Forbidden")),
        ("/moved", moved("/ok?new")),
        ("/moved#there", moved("/ok?new#there")),
        ("/away", Answer::Fine),
        ("/moved-then-away", moved("/away")),
        ("/away-then-moved", Answer::Fine),
        ("/moved-to-nothing", gone("the server answers 404 Not Found")),
        ("/circle", gone("it leads back to itself")),
        ("/endless", gone("it leads on and on, without an end")),
        ("/ill", unclear("the server answers 503 Service Unavailable")),
        ("/ok#there", Answer::Fine),
        ("/ok#not-there", Answer::NoFragment),
        ("/ok#:~:text=There", Answer::Fine),
        ("/caf\u{e9}", Answer::Fine),
    ] {
        assert_eq!(one(&server, path), expected, "{path}");
    }
    assert_eq!(server.asked("/no-head"), ["HEAD", "GET"]);
    assert_eq!(server.asked("/caf%C3%A9"), ["HEAD"]);
    assert_eq!(server.asked("/ill").len(), 6, "three tries, each with a head and without");
}

#[test]
fn nobody_waits_for_ever() {
    assert_eq!(one(&Server::new(), "/slow"), unclear("there was no answer in time"));
}

#[test]
fn where_nobody_listens_there_is_nobody() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let server = Server { port, seen: Arc::default() };
    assert_eq!(one(&server, "/"), gone("nobody answers at that host"));
}

#[test]
fn a_host_that_asks_for_a_pause_gets_it() {
    let server = Server::new();
    let site = tempfile::tempdir().unwrap();
    let answers = ask(site.path(), &[server.url("/busy"), server.url("/ok")], manners());
    assert!(answers.values().all(|answer| *answer == Answer::Fine), "{answers:?}");
    let seen = server.seen.lock().unwrap();
    let times: Vec<Instant> =
        seen.requests.iter().filter(|(request, _)| request.ends_with("/busy")).map(|(_, at)| *at).collect();
    assert!(times[1] - times[0] >= Duration::from_millis(950), "{:?}", times[1] - times[0]);
}

#[test]
fn no_host_is_asked_for_more_than_two_things_at_once() {
    let server = Server::new();
    let site = tempfile::tempdir().unwrap();
    let urls: Vec<String> = (0..24).map(|n| server.url(&format!("/wait{n}"))).collect();
    let answers = ask(site.path(), &urls, manners());
    assert!(answers.len() == 24 && answers.values().all(|answer| *answer == Answer::Fine));
    assert_eq!(server.seen.lock().unwrap().most_at_once, 2, "two at once, and not one after the other");
}

#[test]
fn answers_are_kept_for_a_time() {
    let server = Server::new();
    let site = tempfile::tempdir().unwrap();
    let urls = [server.url("/ok"), server.url("/gone"), server.url("/secret")];
    let first = ask(site.path(), &urls, manners());
    let count = || server.seen.lock().unwrap().requests.len();
    let asked = count();
    assert_eq!(ask(site.path(), &urls, manners()), first);
    assert_eq!(count(), asked + 2, "only what was not clear is asked again");
    let impatient = Manners { max_age: Duration::ZERO, ..manners() };
    assert_eq!(ask(site.path(), &urls, impatient), first);
    assert_eq!(count(), asked + 2 + asked, "all of them are asked again");
    let kept = fs::read_to_string(site.path().join(".backstory/links.json")).unwrap();
    let kept: serde_json::Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(kept[&urls[1]]["answer"], "gone", "{kept:#}");
    fs::write(site.path().join(".backstory/links.json"), "{nonsense").unwrap();
    assert_eq!(ask(site.path(), &urls, manners()), first, "what cannot be read is as if it were not there");
}

#[test]
fn what_is_wrong_is_told_at_its_place_and_fails_nothing() {
    let server = Server::new();
    let folder = tempfile::tempdir().unwrap();
    let backstory = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_backstory"))
            .args(arguments)
            .current_dir(folder.path())
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let content = folder.path().join("content");
    fs::create_dir_all(content.join("explainers")).unwrap();
    fs::create_dir_all(content.join("sources")).unwrap();
    fs::write(content.join("site.yml"), "title: T\nbase_url: https://example.org/\n").unwrap();
    let text = format!(
        "---\ntitle: X\npublished: 2022-01-01\nsources: [s]\n---\nÉ [one]({}) and [two]({}).\n",
        server.url("/gone"),
        server.url("/moved")
    );
    fs::write(content.join("explainers/x.md"), text).unwrap();
    let source = format!(
        "- {{id: s, title: S, url: \"{}\", archive_url: \"{}\"}}\n",
        server.url("/withdrawn"),
        server.url("/ok")
    );
    fs::write(content.join("sources/all.yml"), source).unwrap();
    let (code, said) = backstory(&["check", "--external"]);
    assert_eq!(code, Some(0), "{said}");
    for part in [
        "warning[BS0901]",
        "/gone` leads nowhere: the server answers 404 Not Found",
        "--> content/explainers/x.md:6:3",
        "note[BS0902]",
        &format!("write its new address: {}", server.url("/ok?new")),
        &format!("link to the copy, {}, or to another source", server.url("/ok")),
        "--> content/sources/all.yml:1:26",
        "Asked the web about 4 links",
    ] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
    assert_eq!(backstory(&["check", "--external", "--max-age", "0"]).0, Some(0));
    assert_eq!(backstory(&["check", "--max-age", "1"]).0, Some(2));
}
