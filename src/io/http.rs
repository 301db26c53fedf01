//! The preview's server: shows a site to this machine only, under the site's own base path. Nothing is read from disk
//! by address: a file is one of the edition that is shown, or it is not there.

use super::Trouble;
use super::media;
use super::preview::{OWN, Shown};
use crate::model::output::Content;
use http_body_util::channel::Channel;
use http_body_util::{Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// The longest address that is read, and the longest head of a request, in bytes.
const LONGEST_ADDRESS: usize = 4 * 1024;
const LONGEST_HEAD: usize = 16 * 1024;

/// How often a page that waits for news is told that there is none.
const PULSE: Duration = Duration::from_secs(15);

type Answer = Response<Either<Full<Bytes>, Channel<Bytes>>>;

/// What nobody may ask too much of.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long a request may take to be asked.
    pub patience: Duration,
    /// How many are served at the same time.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { patience: Duration::from_secs(10), connections: 256 }
    }
}

/// A preview server.
pub struct Server {
    listeners: Vec<TcpListener>,
    limits: Limits,
    preview: Arc<Preview>,
}

/// What the server answers from.
pub struct Preview {
    port: u16,
    /// The base path until something is shown.
    base: String,
    /// The site.
    pub shown: Shown,
    state: Mutex<State>,
    news: watch::Sender<u64>,
}

/// How the site stands.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// What is wrong, as text; nothing where all is well.
    pub wrong: String,
    /// The page to go to, where somebody follows the editor.
    pub follow: Option<String>,
}

impl Preview {
    /// Tells every open page that something is new.
    pub fn tell(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        self.news.send_modify(|number| *number += 1);
    }

    fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Server {
    /// Takes a port: the one wished for, or the next that is free.
    pub fn new(port: u16, base: &str, limits: Limits) -> Result<Self, Trouble> {
        let last = port.saturating_add(20);
        let Some((port, listeners)) = (port..=last).find_map(|port| Some((port, listen(port)?))) else {
            return Err(Trouble::new(
                format!("none of the ports {port} to {last} can be had"),
                "name another with `--port`; those under 1024 need rights of their own",
            ));
        };
        let preview = Preview {
            port,
            base: base.to_owned(),
            shown: Shown::default(),
            state: Mutex::default(),
            news: watch::channel(0).0,
        };
        Ok(Self { listeners, limits, preview: Arc::new(preview) })
    }

    /// The port it took.
    pub fn port(&self) -> u16 {
        self.preview.port
    }

    /// The address of the home page.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.preview.port, self.preview.base)
    }

    /// What is served, to tell it of editions.
    pub fn preview(&self) -> Arc<Preview> {
        self.preview.clone()
    }

    /// Serves until somebody stops it, with Ctrl-C or as the system does.
    pub fn run(self) -> Result<(), Trouble> {
        let failed =
            |error: std::io::Error| Trouble::new(format!("the preview stopped: {error}"), "start it again");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(failed)?;
        let places = Arc::new(Semaphore::new(self.limits.connections));
        runtime.block_on(async move {
            for listener in self.listeners {
                let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
                let (preview, places) = (self.preview.clone(), places.clone());
                tokio::spawn(accept(listener, preview, places, self.limits.patience));
            }
            stopped().await.map_err(failed)
        })
    }
}

/// Waits until somebody stops the program.
async fn stopped() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Listens on the loopback addresses, and on no other.
fn listen(port: u16) -> Option<Vec<TcpListener>> {
    let four = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).ok()?;
    let six = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).ok();
    let listeners: Vec<_> = std::iter::once(four).chain(six).collect();
    listeners.iter().all(|listener| listener.set_nonblocking(true).is_ok()).then_some(listeners)
}

/// Takes connections, as many as there are places; who is slow to ask loses theirs.
async fn accept(
    listener: tokio::net::TcpListener,
    preview: Arc<Preview>,
    places: Arc<Semaphore>,
    patience: Duration,
) {
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let preview = preview.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let answer = answer(&preview, &request);
                async { Ok::<_, Infallible>(answer) }
            });
            let mut connection = http1::Builder::new();
            connection.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(LONGEST_HEAD);
            // Who has asked and hangs up half way still wants the answer.
            connection.half_close(true);
            // Whoever hangs up has hung up.
            let _ = connection.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}

fn answer(preview: &Arc<Preview>, request: &Request<Incoming>) -> Answer {
    let mut response = match refuse(preview, request) {
        Some(status) => plain(status, status.canonical_reason().unwrap_or_default()),
        None => find(preview, request.uri()),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Why a request is not answered, if it is not: only this machine's own pages may ask.
fn refuse(preview: &Preview, request: &Request<Incoming>) -> Option<StatusCode> {
    let headers = request.headers();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Some(StatusCode::METHOD_NOT_ALLOWED);
    }
    if request.uri().to_string().len() > LONGEST_ADDRESS {
        return Some(StatusCode::URI_TOO_LONG);
    }
    if is_strange(preview, headers) {
        return Some(StatusCode::FORBIDDEN);
    }
    is_malformed(request.uri()).then_some(StatusCode::BAD_REQUEST)
}

/// Whether somebody else's page asks, or somebody who takes us for another.
fn is_strange(preview: &Preview, headers: &HeaderMap) -> bool {
    let ours = ["localhost", "127.0.0.1", "[::1]"].map(|host| format!("{host}:{}", preview.port));
    let all = |name: HeaderName| headers.get_all(name).iter().collect::<Vec<_>>();
    let [host] = all(header::HOST)[..] else { return true };
    if !ours.iter().any(|own| own.as_bytes() == host.as_bytes()) {
        return true;
    }
    let own_origin =
        |origin: &HeaderValue| origin.as_bytes().strip_prefix(b"http://") == Some(host.as_bytes());
    if !all(header::ORIGIN).into_iter().all(own_origin) {
        return true;
    }
    let is = |name: &'static str, value: &str| headers.get(name).is_some_and(|told| told == value);
    // A link from elsewhere may lead here, but nothing there may look in.
    is("sec-fetch-site", "cross-site") && !is("sec-fetch-mode", "navigate")
}

/// Whether an address is none that a page of ours has.
fn is_malformed(address: &Uri) -> bool {
    let path = address.path();
    let odd = |part: &str| part == "." || part == ".." || part.ends_with(['.', ' ']) || part.contains(':');
    match decoded(path) {
        Some(path)
            if address.scheme().is_none() && address.authority().is_none() && path.starts_with('/') =>
        {
            path.contains("//") || path.contains('\\') || path.split('/').any(odd)
        }
        _ => true,
    }
}

fn find(preview: &Arc<Preview>, address: &Uri) -> Answer {
    let path = address.path();
    let base = preview.shown.base_path().unwrap_or_else(|| preview.base.clone());
    let Some(inside) = path.strip_prefix(&*base) else {
        return match path {
            _ if path == "/" || path == base.trim_end_matches('/') => redirect(&base),
            _ => not_found(preview),
        };
    };
    if let Some(own) = inside.strip_prefix(OWN) {
        return match address.query() == Some(&preview.shown.token) {
            true => own_address(preview, own),
            false => plain(StatusCode::FORBIDDEN, "Forbidden"),
        };
    }
    let inside = decoded(inside).unwrap_or_default();
    let file = match inside.is_empty() || inside.ends_with('/') {
        true => format!("{inside}index.html"),
        false => inside,
    };
    match preview.shown.file(&file) {
        Ok(Some(content)) => serve(&file, content, StatusCode::OK),
        Ok(None) if preview.shown.has(&format!("{file}/")) => redirect(&format!("{path}/")),
        Ok(None) => not_found(preview),
        Err(_) => empty(preview, StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// The preview's own addresses: its client, the news, and how the site stands.
fn own_address(preview: &Arc<Preview>, own: &str) -> Answer {
    match own {
        "events" => events(preview),
        "state" => {
            let State { wrong, follow } = preview.state();
            let state = serde_json::json!({ "wrong": wrong, "follow": follow });
            typed(StatusCode::OK, "application/json", state.to_string())
        }
        "reload.js" => typed(StatusCode::OK, "text/javascript; charset=utf-8", include_str!("reload.js")),
        _ => plain(StatusCode::NOT_FOUND, "Not Found"),
    }
}

fn serve(file: &str, content: Content, status: StatusCode) -> Answer {
    let bytes = match content {
        Content::Bytes(bytes) => Bytes::from_owner(bytes),
        content => match media::published(&content) {
            Ok(bytes) => bytes.into(),
            Err(_) => return plain(StatusCode::NOT_FOUND, "Not Found"),
        },
    };
    typed(status, kind(file), bytes)
}

/// The page that a host of static files shows where there is nothing.
fn not_found(preview: &Preview) -> Answer {
    match preview.shown.file("404.html") {
        Ok(Some(content)) => serve("404.html", content, StatusCode::NOT_FOUND),
        _ => empty(preview, StatusCode::NOT_FOUND),
    }
}

/// A page that waits for news.
fn empty(preview: &Preview, status: StatusCode) -> Answer {
    let page = "<!doctype html><meta charset=\"utf-8\"><title>Backstory</title><body>\n</body>";
    typed(status, "text/html; charset=utf-8", preview.shown.with_client(page.into()))
}

/// News as it comes: the number of the change, and nothing of what it is.
fn events(preview: &Arc<Preview>) -> Answer {
    let (mut sender, body) = Channel::new(1);
    let mut news = preview.news.subscribe();
    tokio::spawn(async move {
        loop {
            let told = match tokio::time::timeout(PULSE, news.changed()).await {
                Ok(Ok(())) => format!("data: {}\n\n", *news.borrow_and_update()),
                Ok(Err(_)) => return,
                Err(_) => ":\n\n".to_owned(),
            };
            if sender.send_data(told.into()).await.is_err() {
                return;
            }
        }
    });
    let mut response = Response::new(Either::Right(body));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    response
}

fn redirect(to: &str) -> Answer {
    let mut response = plain(StatusCode::MOVED_PERMANENTLY, "");
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

fn plain(status: StatusCode, text: &'static str) -> Answer {
    typed(status, "text/plain; charset=utf-8", text)
}

fn typed(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Answer {
    let mut response = Response::new(Either::Left(Full::new(body.into())));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// A path with `%` escapes read once; nothing where they are broken.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |b: Option<u8>| char::from(b?).to_digit(16);
                u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok().filter(|path| !path.contains(char::is_control))
}

/// The media type of a file, by its ending.
fn kind(file: &str) -> &'static str {
    match file.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "jsonld" => "application/json",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
