//! The preview: serves a built site from memory, to this machine only, under the site's own base path.
//! Nothing is read from disk by address: a file is found in the store or it is not there.

use super::Trouble;
use super::store::Store;
use crate::model::output::Content;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

/// The path of the preview's own addresses, under the base path.
const OWN: &str = "__backstory/";

/// A preview server.
pub struct Server {
    listeners: Vec<TcpListener>,
    state: Arc<Preview>,
}

/// What the preview serves.
pub struct Preview {
    port: u16,
    base: String,
    store: Arc<Store>,
    /// What is wrong with the site as it stands, as text; nothing where all is well.
    wrong: Mutex<String>,
    news: broadcast::Sender<u64>,
}

impl Preview {
    /// Tells every open page that there was a build.
    pub fn built(&self, number: u64, wrong: String) {
        *self.wrong.lock().unwrap_or_else(PoisonError::into_inner) = wrong;
        // Nobody may be listening.
        let _ = self.news.send(number);
    }

    fn wrong(&self) -> String {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Server {
    /// Takes a port: the one wished for, or the next that is free.
    pub fn new(port: u16, base: &str, store: Arc<Store>) -> Result<Self, Trouble> {
        let last = port.saturating_add(20);
        let Some((port, listeners)) = (port..=last).find_map(|port| Some((port, listen(port)?))) else {
            return Err(Trouble::new(
                format!("none of the ports {port} to {last} can be had"),
                "name another with `--port`; those under 1024 need rights of their own",
            ));
        };
        let (news, _) = broadcast::channel(16);
        let state = Preview { port, base: base.to_owned(), store, wrong: Mutex::default(), news };
        Ok(Self { listeners, state: Arc::new(state) })
    }

    /// The address of the home page.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.state.port, self.state.base)
    }

    /// What is served, to tell it of builds.
    pub fn preview(&self) -> Arc<Preview> {
        self.state.clone()
    }

    /// Serves until the program ends.
    pub fn run(self) -> Result<(), Trouble> {
        let failed =
            |error: std::io::Error| Trouble::new(format!("the preview stopped: {error}"), "start it again");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let router = Router::new().fallback(answer).with_state(self.state);
        runtime.block_on(async move {
            let mut servers = Vec::new();
            for listener in self.listeners {
                let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
                let router = router.clone();
                servers.push(tokio::spawn(async move { axum::serve(listener, router).await }));
            }
            for server in servers {
                server.await.map_err(|e| failed(std::io::Error::other(e)))?.map_err(failed)?;
            }
            Ok(())
        })
    }
}

/// Listens on the loopback addresses, and on no other.
fn listen(port: u16) -> Option<Vec<TcpListener>> {
    let four = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).ok()?;
    let six = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).ok();
    let listeners: Vec<_> = std::iter::once(four).chain(six).collect();
    listeners.iter().all(|listener| listener.set_nonblocking(true).is_ok()).then_some(listeners)
}

async fn answer(State(preview): State<Arc<Preview>>, request: Request) -> Response<Body> {
    let mut response = match refuse(&preview, &request) {
        Some(status) => plain(status, status.canonical_reason().unwrap_or_default()),
        None => find(&preview, request.uri().path()),
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
fn refuse(preview: &Preview, request: &Request) -> Option<StatusCode> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Some(StatusCode::METHOD_NOT_ALLOWED);
    }
    let headers = request.headers();
    let port = preview.port;
    let ours = ["localhost", "127.0.0.1", "[::1]"].map(|host| format!("{host}:{port}"));
    let host = text(headers, header::HOST);
    if !host.is_some_and(|host| ours.iter().any(|own| own == host)) {
        return Some(StatusCode::FORBIDDEN);
    }
    let origin = text(headers, header::ORIGIN);
    if headers.contains_key(header::ORIGIN) && origin.and_then(|o| o.strip_prefix("http://")) != host {
        return Some(StatusCode::FORBIDDEN);
    }
    let path = request.uri().path();
    let odd =
        path.contains("//") || path.contains('\\') || path.split('/').any(|part| part == "." || part == "..");
    odd.then_some(StatusCode::BAD_REQUEST)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn find(preview: &Preview, path: &str) -> Response<Body> {
    let Some(inside) = path.strip_prefix(&*preview.base) else {
        return match path {
            _ if path == "/" || path == preview.base.trim_end_matches('/') => redirect(&preview.base),
            _ => not_found(preview),
        };
    };
    match inside.strip_prefix(OWN) {
        Some("events") => return events(preview),
        Some("wrong") => return plain(StatusCode::OK, &preview.wrong()),
        Some("reload.js") => {
            return typed(StatusCode::OK, "text/javascript", include_str!("reload.js").into());
        }
        _ => {}
    }
    let Some(inside) = decoded(inside) else {
        return plain(StatusCode::BAD_REQUEST, "Bad Request");
    };
    let file = if inside.is_empty() || inside.ends_with('/') {
        format!("{inside}index.html")
    } else {
        inside.clone()
    };
    match preview.store.get(&file) {
        Some(content) => serve(preview, &file, content, StatusCode::OK),
        None if preview.store.get(&format!("{file}/index.html")).is_some() => redirect(&format!("{path}/")),
        None => not_found(preview),
    }
}

fn serve(preview: &Preview, file: &str, content: Content, status: StatusCode) -> Response<Body> {
    let bytes = match content {
        Content::Bytes(bytes) => bytes.to_vec(),
        Content::File(path) => match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(_) => return plain(StatusCode::NOT_FOUND, "Not Found"),
        },
    };
    let kind = kind(file);
    if kind.starts_with("text/html") {
        return typed(status, kind, with_client(preview, bytes).into());
    }
    typed(status, kind, bytes.into())
}

/// The reload client and what it needs of the policy are added by the server, never by the build. Sums of assets are
/// taken away: a style sheet that is swapped in place has another.
fn with_client(preview: &Preview, mut page: Vec<u8>) -> Vec<u8> {
    let policy = b"default-src 'none'";
    if let Some(at) = page.windows(policy.len()).position(|window| window == policy) {
        let end = at + policy.len();
        page.splice(end..end, *b"; connect-src 'self'");
    }
    let sum = b" integrity=\"";
    while let Some(at) = page.windows(sum.len()).position(|window| window == sum) {
        let value = at + sum.len();
        let end =
            page[value..].iter().position(|byte| *byte == b'"').map_or(page.len(), |end| value + end + 1);
        page.drain(at..end);
    }
    let client = format!("<script type=\"module\" src=\"{}{OWN}reload.js\"></script>\n", preview.base);
    let end = page.windows(7).rposition(|window| window == b"</body>").unwrap_or(page.len());
    page.splice(end..end, client.into_bytes());
    page
}

fn not_found(preview: &Preview) -> Response<Body> {
    match preview.store.get("404.html") {
        Some(content) => serve(preview, "404.html", content, StatusCode::NOT_FOUND),
        None => {
            let page = "<!doctype html><meta charset=\"utf-8\"><title>Backstory</title><body>\n</body>";
            typed(StatusCode::NOT_FOUND, "text/html; charset=utf-8", with_client(preview, page.into()).into())
        }
    }
}

fn events(preview: &Preview) -> Response<Body> {
    let news = BroadcastStream::new(preview.news.subscribe())
        .filter_map(Result::ok)
        .map(|number| Ok::<_, std::convert::Infallible>(Event::default().data(number.to_string())));
    Sse::new(news).keep_alive(KeepAlive::default()).into_response()
}

fn redirect(to: &str) -> Response<Body> {
    let mut response = plain(StatusCode::MOVED_PERMANENTLY, "");
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    typed(status, "text/plain; charset=utf-8", text.to_owned().into())
}

fn typed(status: StatusCode, kind: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
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
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
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
