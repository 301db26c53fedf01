//! One address, asked for: its head first, all of it where that does not tell, along its redirects.

use crate::model::outgoing::Answer;
use fluent_uri::{Uri, UriRef};
use std::collections::HashSet;
use std::time::Duration;
use ureq::Body;
use ureq::http::{Response, StatusCode, header};

/// How many redirects are followed.
const MOST_REDIRECTS: usize = 10;

/// How much of a page is read to look for a place on it, in bytes.
const MOST_READ: u64 = 2 * 1024 * 1024;

/// Who asks.
const NAME: &str = concat!("Backstory/", env!("CARGO_PKG_VERSION"), " (looks whether links are still there)");

/// Asks the web.
pub struct Visitor {
    agent: ureq::Agent,
}

/// What came of asking.
pub enum Told {
    /// An answer.
    Answer(Answer),
    /// None yet: ask again, after a while that the host may have named.
    Later { after: Option<Duration>, reason: String },
}

/// What one question came to.
type Asked = Result<Response<Body>, Told>;

impl Visitor {
    /// A visitor that waits so long for an answer.
    pub fn new(patience: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(patience))
            .user_agent(NAME)
            .build();
        Self { agent: config.into() }
    }

    /// What an address answers, along its redirects.
    pub fn visit(&self, url: &str) -> Told {
        let (page, fragment) = url.split_once('#').unwrap_or((url, ""));
        let fragment = Some(fragment).filter(|fragment| is_place(fragment));
        let (mut at, mut seen) = (encoded(page), HashSet::new());
        // Where it is for good: after redirects that say so, and before the first that does not.
        let (mut for_good, mut still_for_good) = (None, true);
        for _ in 0..=MOST_REDIRECTS {
            if !seen.insert(at.clone()) {
                return gone("it leads back to itself");
            }
            let response = match self.ask(&at, fragment.is_some()) {
                Ok(response) => response,
                Err(told) => return told,
            };
            let status = response.status();
            if !status.is_redirection() || status == StatusCode::NOT_MODIFIED {
                return told(response, fragment, for_good.filter(|to| to != page));
            }
            let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
            let Some(to) = to.and_then(|to| joined(&at, to)) else {
                return unclear("it leads on to an address that cannot be read");
            };
            still_for_good &=
                [StatusCode::MOVED_PERMANENTLY, StatusCode::PERMANENT_REDIRECT].contains(&status);
            if still_for_good {
                for_good = Some(to.clone());
            }
            at = to;
        }
        gone("it leads on and on, without an end")
    }

    /// Asks for the head alone where that may be enough; many a host answers otherwise to that, or not at all.
    fn ask(&self, url: &str, all_of_it: bool) -> Asked {
        if !all_of_it {
            let head = self.agent.head(url).call();
            match head {
                Ok(response)
                    if !response.status().is_client_error() && !response.status().is_server_error() =>
                {
                    return Ok(response);
                }
                Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS => {
                    return Err(later(&response));
                }
                _ => {}
            }
        }
        let response = self.agent.get(url).call().map_err(failed)?;
        let status = response.status();
        match status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
            true => Err(later(&response)),
            false => Ok(response),
        }
    }
}

/// What the last response tells.
fn told(mut response: Response<Body>, fragment: Option<&str>, for_good: Option<String>) -> Told {
    let status = response.status();
    if status == StatusCode::NOT_FOUND || status == StatusCode::GONE {
        return gone(&format!("the server answers {}", named(status)));
    }
    if !status.is_success() {
        return unclear(&format!("the server answers {}", named(status)));
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_page = kind.is_some_and(|kind| kind.starts_with("text/html") || kind.contains("xhtml"));
    if let Some(fragment) = fragment.filter(|_| is_page) {
        let read = response.body_mut().with_config().limit(MOST_READ).lossy_utf8(true).read_to_string();
        if read.is_ok_and(|html| !has_place(&html, fragment)) {
            return Told::Answer(Answer::NoFragment);
        }
    }
    Told::Answer(match (for_good, fragment) {
        (None, _) => Answer::Fine,
        (Some(to), Some(fragment)) if !to.contains('#') => Answer::Moved { to: format!("{to}#{fragment}") },
        (Some(to), _) => Answer::Moved { to },
    })
}

/// A host that asks to be asked later, and when.
fn later(response: &Response<Body>) -> Told {
    let after = response.headers().get(header::RETRY_AFTER).and_then(|after| after.to_str().ok());
    Told::Later {
        after: after.and_then(wait),
        reason: format!("the server answers {}", named(response.status())),
    }
}

/// `Retry-After`: seconds, or a time.
fn wait(after: &str) -> Option<Duration> {
    let seconds = after.trim().parse().ok().map(Duration::from_secs);
    seconds.or_else(|| {
        let until = jiff::fmt::rfc2822::parse(after.trim()).ok()?.timestamp();
        Some(until.duration_since(jiff::Timestamp::now()).try_into().unwrap_or(Duration::ZERO))
    })
}

/// A question that no server answered.
fn failed(error: ureq::Error) -> Told {
    match error {
        ureq::Error::HostNotFound => gone("there is no such host"),
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            gone("nobody answers at that host")
        }
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => unclear("this is no address that can be asked"),
        ureq::Error::Timeout(_) => unclear("there was no answer in time"),
        error => Told::Later { after: None, reason: error.to_string() },
    }
}

fn gone(reason: &str) -> Told {
    Told::Answer(Answer::Gone { reason: reason.to_owned() })
}

fn unclear(reason: &str) -> Told {
    Told::Answer(Answer::Unclear { reason: reason.to_owned() })
}

/// `404 Not Found`.
fn named(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

/// Whether a fragment names a place on a page: not words to look for, nor a path of a program on it.
fn is_place(fragment: &str) -> bool {
    !fragment.is_empty() && !fragment.starts_with(['/', '!']) && !fragment.contains(":~:")
}

/// Whether a page has a place of this name.
fn has_place(html: &str, fragment: &str) -> bool {
    let name = decoded(fragment);
    let names = [fragment, name.as_str()];
    let all = names.iter().flat_map(|name| html.match_indices(*name).map(move |(at, _)| (at, name.len())));
    all.into_iter().any(|(at, length)| {
        // What GitHub makes of headings has a name of its own.
        let before = html[..at].trim_end_matches("user-content-");
        let after = html[at + length..].chars().next();
        let bare = before.trim_end_matches(['"', '\'']);
        let closed = match bare.len() == before.len() {
            true => after.is_none_or(|c| c.is_whitespace() || c == '>'),
            false => matches!(after, Some('"' | '\'')),
        };
        let attribute = bare.trim_end().strip_suffix('=').unwrap_or_default().trim_end().to_ascii_lowercase();
        closed && (attribute.ends_with(" id") || attribute.ends_with(" name") || attribute.ends_with("\nid"))
    })
}

/// An address that another leads on to.
fn joined(base: &str, to: &str) -> Option<String> {
    let to = encoded(to);
    let (to, base) = (UriRef::parse(to.as_str()).ok()?, Uri::parse(base.split('#').next()?).ok()?);
    Some(to.resolve_against(&base).ok()?.into_string())
}

/// An address in which what is no letter of ASCII stands as its bytes.
fn encoded(url: &str) -> String {
    url.bytes().fold(String::new(), |mut encoded, byte| {
        match byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte) {
            true => encoded.push(char::from(byte)),
            false => encoded.push_str(&format!("%{byte:02X}")),
        }
        encoded
    })
}

/// A fragment with the bytes that its escapes stand for.
fn decoded(text: &str) -> String {
    let (mut decoded, mut rest) = (Vec::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once('%') {
        decoded.extend_from_slice(before.as_bytes());
        let byte = after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(byte.unwrap_or(b'%'));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    decoded.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_on_a_page_are_found_as_they_are_written() {
        let html = "<h2 id=\"why\">a</h2> <a name='how'> <p id=plain> <i id = \"caf\u{e9}\"> <a id=\"user-content-x\">";
        for there in ["why", "how", "plain", "caf%C3%A9", "x"] {
            assert!(has_place(html, there), "{there}");
        }
        for not in ["wh", "a", "hy", "h2", "y", "user"] {
            assert!(!has_place(html, not), "{not}");
        }
        assert!(is_place("why") && !is_place(":~:text=x") && !is_place("/route") && !is_place(""));
    }

    #[test]
    fn addresses_lead_on_as_the_web_has_it() {
        let joined = |to| joined("https://example.org/a/b?q#f", to).unwrap();
        assert_eq!(joined("c"), "https://example.org/a/c");
        assert_eq!(joined("/c d"), "https://example.org/c%20d");
        assert_eq!(joined("//other.example/x"), "https://other.example/x");
        assert_eq!(joined("http://é.example/"), "http://%C3%A9.example/");
    }

    #[test]
    fn a_host_may_say_when() {
        assert_eq!(wait("120"), Some(Duration::from_secs(120)));
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO), "it has passed");
        assert_eq!(wait("soon"), None);
    }
}
