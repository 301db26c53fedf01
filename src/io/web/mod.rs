//! Asks the web about links, politely: a few at a time, fewer of one host, no sooner again than a host wishes, and not again
//! for days. What one address answers is for `visit`, what was answered before for `cache`.

mod cache;
mod visit;

use crate::model::outgoing::{Answer, Outgoing};
use cache::Cache;
use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use visit::{Told, Visitor};

use super::Trouble;

/// How the web is asked.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// How many addresses are asked at once.
    pub in_all: usize,
    /// How many of one host.
    pub of_a_host: usize,
    /// How often one is asked, where the answer is no answer.
    pub tries: u32,
    /// How long an answer may take.
    pub patience: Duration,
    /// How long to wait after the first answer that is none; each time twice as long.
    pub pause: Duration,
    /// The longest wait that a host may ask for.
    pub longest_pause: Duration,
    /// How old an answer may be that is not asked for again.
    pub max_age: Duration,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            in_all: 16,
            of_a_host: 2,
            tries: 3,
            patience: Duration::from_secs(15),
            pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(60),
            max_age: Duration::from_secs(7 * 24 * 60 * 60),
        }
    }
}

/// What the web answers to each of some links, from the site's memory of answers where that is fresh. `done` counts them.
pub fn ask(
    site: &Path,
    links: &[Outgoing],
    manners: Manners,
    done: &AtomicUsize,
) -> Result<Vec<Answer>, Trouble> {
    let mut cache = Cache::read(site);
    let mut answers: Vec<Option<Answer>> =
        links.iter().map(|link| cache.fresh(&link.url, manners.max_age)).collect();
    let open: Vec<usize> = (0..links.len()).filter(|i| answers[*i].is_none()).collect();
    done.store(links.len() - open.len(), Ordering::Relaxed);
    let urls: Vec<&str> = open.iter().map(|i| &*links[*i].url).collect();
    for (i, answer) in open.iter().zip(Round::new(&urls, manners, done).run()) {
        cache.keep(&links[*i].url, &answer);
        answers[*i] = Some(answer);
    }
    cache.write(site)?;
    Ok(answers.into_iter().flatten().collect())
}

/// A round of questions.
struct Round<'a> {
    urls: &'a [&'a str],
    manners: Manners,
    visitor: Visitor,
    desk: Mutex<Desk>,
    news: Condvar,
    done: &'a AtomicUsize,
}

/// What is still to be asked, and what was answered.
struct Desk {
    waiting: VecDeque<Question>,
    /// How many questions each host is being asked.
    asked: HashMap<String, usize>,
    /// Hosts that are not to be asked before a time.
    resting: HashMap<String, Instant>,
    answers: Vec<Option<Answer>>,
    open: usize,
}

struct Question {
    /// Which of the addresses.
    url: usize,
    host: String,
    /// How often it was asked.
    tries: u32,
}

impl<'a> Round<'a> {
    fn new(urls: &'a [&'a str], manners: Manners, done: &'a AtomicUsize) -> Self {
        let question = |(url, address): (usize, &&str)| Question { url, host: host(address), tries: 0 };
        let desk = Desk {
            waiting: urls.iter().enumerate().map(question).collect(),
            asked: HashMap::new(),
            resting: HashMap::new(),
            answers: vec![None; urls.len()],
            open: urls.len(),
        };
        let visitor = Visitor::new(manners.patience);
        Self { urls, manners, visitor, desk: Mutex::new(desk), news: Condvar::new(), done }
    }

    fn run(self) -> Vec<Answer> {
        std::thread::scope(|scope| {
            for _ in 0..self.manners.in_all.min(self.urls.len()) {
                scope.spawn(|| self.work());
            }
        });
        let desk = self.desk.into_inner().unwrap_or_else(PoisonError::into_inner);
        desk.answers
            .into_iter()
            .map(|answer| answer.unwrap_or(Answer::Unclear { reason: "it was not asked".into() }))
            .collect()
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks one question after another, until none is left.
    fn work(&self) {
        while let Some(question) = self.next() {
            let told = self.visitor.visit(self.urls[question.url]);
            self.settle(question, told);
        }
    }

    /// The next question whose host may be asked; waits where none may be yet.
    fn next(&self) -> Option<Question> {
        let mut desk = self.desk();
        loop {
            if desk.open == 0 {
                return None;
            }
            let now = Instant::now();
            let Desk { waiting, asked, resting, .. } = &mut *desk;
            resting.retain(|_, until| *until > now);
            let may_be_asked = |question: &Question| {
                !resting.contains_key(&question.host)
                    && asked.get(&question.host).is_none_or(|asked| *asked < self.manners.of_a_host)
            };
            if let Some(question) = waiting.iter().position(may_be_asked).and_then(|i| waiting.remove(i)) {
                *asked.entry(question.host.clone()).or_default() += 1;
                return Some(question);
            }
            let rested = resting.values().min().map(|until| until.saturating_duration_since(now));
            let wait = rested.unwrap_or(self.manners.longest_pause).max(Duration::from_millis(1));
            desk = self.news.wait_timeout(desk, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn settle(&self, question: Question, told: Told) {
        let mut desk = self.desk();
        if let Some(asked) = desk.asked.get_mut(&question.host) {
            *asked = asked.saturating_sub(1);
        }
        let tries = question.tries + 1;
        match told {
            Told::Later { after, .. } if tries < self.manners.tries => {
                let own = self.manners.pause * 2_u32.saturating_pow(question.tries);
                let pause = after.unwrap_or(own).min(self.manners.longest_pause);
                let until = Instant::now() + pause;
                let rests = desk.resting.entry(question.host.clone()).or_insert(until);
                *rests = (*rests).max(until);
                desk.waiting.push_back(Question { tries, ..question });
            }
            Told::Later { reason, .. } => self.answered(&mut desk, question.url, Answer::Unclear { reason }),
            Told::Answer(answer) => self.answered(&mut desk, question.url, answer),
        }
        drop(desk);
        self.news.notify_all();
    }

    fn answered(&self, desk: &mut Desk, url: usize, answer: Answer) {
        desk.answers[url] = Some(answer);
        desk.open -= 1;
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// The host of an address, with its port.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    authority.rsplit('@').next().unwrap_or(authority).to_ascii_lowercase()
}
