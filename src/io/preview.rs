//! What a preview shows: the last good edition. A page is printed when somebody first asks for it, and kept while the
//! edition stays or its page does; so an edit costs what is looked at, however large the site is. The client that
//! reloads pages is added here, never by the build.

use crate::model::diagnostic::Diagnostic;
use crate::model::hash::{Digest, Hash};
use crate::model::output::{Content, Output, Printer, Sink};
use rustc_hash::FxHashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// The path of the preview's own addresses, under the base path.
pub const OWN: &str = "__backstory/";

/// How many bytes of printed pages are kept.
const ROOM: usize = 64 << 20;

/// The last good edition, with the pages that were asked for.
pub struct Shown {
    /// What only our own pages know: a stranger's page cannot ask for news.
    pub token: String,
    edition: RwLock<Option<Numbered>>,
    prints: Mutex<Prints>,
}

/// An edition and its number.
#[derive(Clone)]
struct Numbered {
    number: u64,
    printer: Arc<dyn Printer>,
}

#[derive(Default)]
struct Prints {
    files: FxHashMap<String, Kept>,
    bytes: usize,
}

struct Kept {
    /// The edition it was last asked for in.
    edition: u64,
    fingerprint: Hash,
    content: Content,
}

impl Default for Shown {
    fn default() -> Self {
        Self { token: token(), edition: RwLock::default(), prints: Mutex::default() }
    }
}

impl Shown {
    /// Shows an edition from now on. The one before it comes back, so that whoever likes can put it away.
    pub fn show(&self, printer: Arc<dyn Printer>) -> Option<Arc<dyn Printer>> {
        let mut edition = self.edition.write().unwrap_or_else(PoisonError::into_inner);
        let number = edition.as_ref().map_or(1, |before| before.number + 1);
        edition.replace(Numbered { number, printer }).map(|before| before.printer)
    }

    /// Whether nothing is shown yet.
    pub fn is_empty(&self) -> bool {
        self.edition().is_none()
    }

    /// The path that all pages stand under, where something is shown.
    pub fn base_path(&self) -> Option<String> {
        self.edition().map(|edition| edition.printer.base_path().to_owned())
    }

    /// Whether there is a file at a path.
    pub fn has(&self, path: &str) -> bool {
        self.edition().is_some_and(|edition| edition.printer.has(path))
    }

    /// The file at a path, `explainers/x/index.html`; nothing where there is none. One whose templates are broken is as it
    /// was printed last, and if it never was, what is wrong.
    pub fn file(&self, path: &str) -> Result<Option<Content>, Diagnostic> {
        let Some(edition) = self.edition() else { return Ok(None) };
        let current = |prints: &Prints| {
            let kept = prints.files.get(path).filter(|kept| kept.edition == edition.number);
            kept.map(|kept| kept.content.clone())
        };
        if let Some(content) = current(&self.prints()) {
            return Ok(Some(content));
        }
        let printed = edition.printer.print_file(path, &Page { shown: self, edition: &edition });
        match (printed, self.prints().files.get(path)) {
            (Ok(true) | Err(_), Some(kept)) => Ok(Some(kept.content.clone())),
            (Err(wrong), None) => Err(wrong),
            (Ok(_), _) => Ok(None),
        }
    }

    /// A page with the client that reloads it, and a policy that lets the client work.
    pub fn with_client(&self, mut page: Vec<u8>) -> Vec<u8> {
        open(&mut page);
        let base = self.base_path().unwrap_or_else(|| "/".to_owned());
        let client = format!(
            "<script type=\"module\" src=\"{base}{OWN}reload.js?{}\" data-print=\"{}\"></script>\n",
            self.token,
            print(&page)
        );
        let end = page.windows(7).rposition(|window| window == b"</body>").unwrap_or(page.len());
        page.splice(end..end, client.into_bytes());
        page
    }

    fn edition(&self) -> Option<Numbered> {
        self.edition.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn prints(&self) -> MutexGuard<'_, Prints> {
        self.prints.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes one page of an edition.
struct Page<'a> {
    shown: &'a Shown,
    edition: &'a Numbered,
}

impl Sink for Page<'_> {
    fn holds(&self, path: &str, fingerprint: Hash) -> bool {
        match self.shown.prints().files.get_mut(path) {
            Some(kept) if kept.fingerprint == fingerprint => {
                kept.edition = self.edition.number;
                true
            }
            _ => false,
        }
    }

    fn put(&self, output: Output) {
        let Output { path, fingerprint, content } = output;
        let content = match content {
            Content::Bytes(bytes) if path.ends_with(".html") => {
                Content::Bytes(self.shown.with_client(bytes.to_vec()).into())
            }
            content => content,
        };
        let mut prints = self.shown.prints();
        if prints.bytes > ROOM {
            *prints = Prints::default();
        }
        prints.bytes += size(&content);
        let kept = Kept { edition: self.edition.number, fingerprint, content };
        if let Some(before) = prints.files.insert(path, kept) {
            prints.bytes -= size(&before.content);
        }
    }
}

/// Takes the sums of assets away: a style sheet that is swapped in place has another.
fn open(page: &mut Vec<u8>) {
    let sum = b" integrity=\"";
    while let Some(at) = page.windows(sum.len()).position(|window| window == sum) {
        let value = at + sum.len();
        let rest = page.get(value..).unwrap_or_default();
        let end = rest.iter().position(|byte| *byte == b'"').map_or(page.len(), |end| value + end + 1);
        page.drain(at..end);
    }
}

fn size(content: &Content) -> usize {
    match content {
        Content::Bytes(bytes) => bytes.len(),
        Content::File(_) | Content::Picture(_) => 0,
    }
}

/// What tells one print of a page from another. The versions of its style sheets do not: those are swapped in place.
fn print(page: &[u8]) -> String {
    let mut digest = Digest::default();
    let mut rest = page;
    while let Some(at) = rest.windows(3).position(|window| window == b"?v=") {
        digest.bytes(&rest[..at]);
        let version = rest[at + 3..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        rest = &rest[at + 3 + version..];
    }
    digest.bytes(rest);
    digest.finish().short()
}

/// Some letters that nobody can guess.
fn token() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}
