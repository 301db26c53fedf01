//! How long the preview makes an editor wait: from the save of a file to the new bytes served, on a site of 10,000
//! explainers; how many requests it answers; what it holds after many rebuilds.
//!
//! `cargo bench --bench preview` measures all of it; `-- 1000` on another number of explainers; `-- 1000 100` with that
//! many rebuilds. It runs `backstory serve` on a site in the folder for temporary files, and prints what it measured.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "corpus.rs"]
#[allow(dead_code)]
mod corpus;

use corpus::Has;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

fn main() {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let size = numbers.first().copied().unwrap_or(10_000);
    let rebuilds = numbers.get(1).copied().unwrap_or(1_000);
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), size);
    let preview = Preview::start(folder.path());
    println!(
        "{size} explainers with marks and ledgers; medians, milliseconds from the save to the new bytes served"
    );
    preview.warm(size);
    latencies(&preview, size);
    println!();
    requests(&preview, size);
    println!();
    memory(&preview, size, rebuilds);
}

/// The site, with the built-in templates as its own, so that they can be edited.
fn write(folder: &Path, size: usize) {
    let own = backstory::io::builtin::FILES.iter().filter(|(path, _)| path.starts_with("templates/"));
    let templates = own.map(|(path, bytes)| (*path, bytes.to_vec()));
    let inputs = corpus::inputs(size, Has::Ledgers);
    let content = inputs.iter().map(|input| (&*input.path, input.bytes.to_vec()));
    for (path, bytes) in content.chain(templates) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn latencies(preview: &Preview, size: usize) {
    let explainer = format!("content/explainers/e{}.md", size / 2);
    let page = format!("/explainers/e{}/", size / 2);
    println!("{:<58} {:>8} {:>8}", "", "median", "worst");
    let row = |what: &str, file: &str, from: &str, seen: &[&str]| {
        let mut times: Vec<f64> = (0..15).map(|n| preview.edit(file, from, seen, n)).collect();
        times.sort_by(f64::total_cmp);
        println!("{what:<58} {:>8.1} {:>8.1}", times[times.len() / 2], times[times.len() - 1]);
    };
    row("body, on its page", &explainer, "## Section 3 of the story", &[&page]);
    row(
        "title, on its page, in the list, on the page of a topic",
        &explainer,
        "title: Explainer number",
        &[&page, &preview.part_with(&page), &format!("/topics/topic{}/", size / 2 % 30)],
    );
    let users = preview.users_of_term();
    let (first, second) = (users.0.as_str(), users.1.as_str());
    row(
        "a term's definition, on its page and on two that use it",
        "content/terms/t1.md",
        "short: What term 1 means",
        &["/glossary/t1/", first, second],
    );
    row(
        "base template, on four kinds of page",
        "templates/base.html",
        "<meta charset=\"utf-8\">",
        &[&page, "/", "/glossary/t1/", "/people/p1/"],
    );
}

fn requests(preview: &Preview, size: usize) {
    let page = format!("/people/p{}/", 1);
    let bytes = preview.get(&page).len();
    let (count, slowest) = load(preview, &page, Duration::from_secs(3), || {});
    println!(
        "{count} requests a second of a page of {} KB, 64 connections; slowest {slowest:.1} ms",
        bytes / 1024
    );
    let file = preview.folder.join(format!("content/explainers/e{}.md", size / 3));
    let text = fs::read_to_string(&file).unwrap();
    let mut n = 0;
    let (count, slowest) = load(preview, &page, Duration::from_secs(3), || {
        n += 1;
        fs::write(&file, format!("{text}\nEdit {n}.\n")).unwrap();
        std::thread::sleep(Duration::from_millis(200));
    });
    println!("{count} requests a second while {n} rebuilds run; slowest {slowest:.1} ms");
}

/// Asks for a page over 64 connections, and does something else meanwhile. Requests a second, and the slowest in ms.
fn load(preview: &Preview, page: &str, long: Duration, mut meanwhile: impl FnMut()) -> (usize, f64) {
    let (stop, count) = (AtomicBool::new(false), AtomicUsize::new(0));
    let slowest = std::thread::scope(|scope| {
        let ask = || {
            let mut connection = Connection::new(preview.port);
            let mut slowest = Duration::ZERO;
            while !stop.load(Ordering::Relaxed) {
                let asked = Instant::now();
                connection.get(page).expect("an answer");
                slowest = slowest.max(asked.elapsed());
                count.fetch_add(1, Ordering::Relaxed);
            }
            slowest
        };
        let askers: Vec<_> = (0..64).map(|_| scope.spawn(ask)).collect();
        let began = Instant::now();
        while began.elapsed() < long {
            meanwhile();
            std::thread::sleep(Duration::from_millis(20));
        }
        stop.store(true, Ordering::Relaxed);
        askers.into_iter().map(|asker| asker.join().unwrap()).max().unwrap()
    });
    (count.load(Ordering::Relaxed) / usize::try_from(long.as_secs()).unwrap(), slowest.as_secs_f64() * 1000.0)
}

fn memory(preview: &Preview, size: usize, rebuilds: usize) {
    let file = format!("content/explainers/e{}.md", size / 4);
    let page = format!("/explainers/e{}/", size / 4);
    let edit = |n: usize| preview.edit(&file, "## Section 2 of the story", &[&page], n);
    (0..10).for_each(|n| _ = edit(n));
    let first = preview.resident();
    (10..rebuilds).for_each(|n| _ = edit(n));
    let last = preview.resident();
    println!(
        "memory after 10 rebuilds {first} MiB, after {rebuilds} {last} MiB: {:+.1}%",
        (last as f64 / first as f64 - 1.0) * 100.0
    );
}

/// A running preview.
struct Preview {
    folder: PathBuf,
    port: u16,
    process: Child,
}

impl Preview {
    fn start(folder: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_backstory"))
            .args(["serve", "--port", "4790"])
            .arg(folder)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stderr.take().unwrap());
        let port = loop {
            let mut line = String::new();
            assert!(said.read_line(&mut line).unwrap() > 0, "backstory serve ended");
            if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
                break rest.split('/').next().unwrap().parse().unwrap();
            }
        };
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Self { folder: folder.to_owned(), port, process }
    }

    /// Waits until the first reading through is over.
    fn warm(&self, size: usize) {
        let page = format!("/explainers/e{}/", size / 2);
        self.get(&page);
        std::thread::sleep(Duration::from_secs(1));
    }

    /// Edits a file and waits until every page has the new words. Milliseconds.
    fn edit(&self, file: &str, from: &str, pages: &[&str], n: usize) -> f64 {
        let file = self.folder.join(file);
        let text = fs::read_to_string(&file).unwrap();
        let at = text.find(from).expect("the words are there") + from.len();
        let (head, tail) = text.split_at(at);
        let tail = match tail.starts_with(" zq") || tail.starts_with("<meta name=\"edit\"") {
            true => tail.split_once("|e|").map_or(tail, |(_, tail)| tail),
            false => tail,
        };
        // Comments are not shown: the mark of an edit is a word, or an attribute in the template.
        let mark = format!(" zq{n}x{}", std::process::id());
        let beside = file.with_extension("new~");
        let new = match from.starts_with('<') {
            true => {
                format!("{head}<meta name=\"edit\" content=\"{mark}|e|\">{}", tail.trim_start_matches("\">"))
            }
            false => format!("{head}{mark}|e|{tail}"),
        };
        fs::write(&beside, new).unwrap();
        let mut connection = Connection::new(self.port);
        let saved = Instant::now();
        fs::rename(&beside, &file).unwrap();
        for page in pages {
            while !contains(&connection.get(page).expect("an answer"), mark.as_bytes()) {
                assert!(saved.elapsed() < Duration::from_secs(60), "{page} never showed {mark}");
                std::thread::sleep(Duration::from_micros(300));
            }
        }
        let time = saved.elapsed().as_secs_f64() * 1000.0;
        // The next edit is made by a person, who has looked at this one.
        std::thread::sleep(Duration::from_millis(300));
        time
    }

    fn get(&self, page: &str) -> Vec<u8> {
        Connection::new(self.port).get(page).expect("an answer")
    }

    /// The part of the list of explainers that leads to a page.
    fn part_with(&self, page: &str) -> String {
        let parts = (1..).map(|part| match part {
            1 => "/explainers/".to_owned(),
            part => format!("/explainers/page/{part}/"),
        });
        let link = format!("href=\"{page}\"");
        let mut parts = parts.take(10_000);
        parts.find(|part| contains(&self.get(part), link.as_bytes())).expect("it is in the list")
    }

    /// Two pages that use the first term.
    fn users_of_term(&self) -> (String, String) {
        let page = String::from_utf8(self.get("/glossary/t1/")).unwrap();
        let mut users = page.split("href=\"/explainers/").skip(1).filter_map(|rest| {
            let id = rest.split('/').next()?;
            id.starts_with('e').then(|| format!("/explainers/{id}/"))
        });
        let first = users.next().expect("a page that uses it");
        let second = users.find(|user| *user != first).expect("another");
        (first, second)
    }

    /// Memory that is in use, in MiB.
    fn resident(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0) / 1024
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// A connection that is kept.
struct Connection {
    port: u16,
    stream: BufReader<TcpStream>,
}

impl Connection {
    fn new(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { port, stream: BufReader::with_capacity(64 * 1024, stream) }
    }

    /// The body of the answer.
    fn get(&mut self, path: &str) -> Option<Vec<u8>> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port);
        self.stream.get_mut().write_all(request.as_bytes()).ok()?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).ok()?;
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
            if line == "\r\n" {
                break;
            }
            if line.is_empty() {
                return None;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).ok()?;
        Some(body)
    }
}
