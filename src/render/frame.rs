//! What is the same on every page: what templates see as `site`, and the files that are published as they are.

use crate::model::hash::{Digest, Hash};
use crate::model::input::Medium;
use crate::model::output::{Content, Output, Sink};
use crate::model::plan::{Page, Plan};
use crate::model::settings::direction;
use crate::model::site::Site;
use crate::model::view::View;
use crate::pages;
use std::path::PathBuf;
use std::sync::Arc;

/// What every template sees as `site`.
pub fn site_view(site: &Site, plan: &Plan) -> View {
    let settings = &site.settings;
    let words = site.words();
    let text = |name: &str| View::maybe(settings.fields.text(name).cloned());
    let told = |title: View, page: &Page| {
        View::Map(vec![
            ("kind", View::Constant(page.kind)),
            ("title", title),
            ("url", View::url(settings.link(&page.path))),
        ])
    };
    let kinds = pages::KINDS.iter().filter_map(|kind| Some((kind.name(), kind.nav()?)));
    let nav = kinds.flat_map(|(kind, word)| {
        plan.pages
            .iter()
            .filter(move |page| page.kind == kind && page.part() == 0)
            .map(move |page| (word, page))
    });
    let nav = nav.map(|(word, page)| told(View::text(words.get(word)), page));
    let plain = plan.pages.iter().filter(|page| page.kind == "page");
    let plain = plain.filter_map(|page| {
        let title = View::Text(site.entry(page.entry()?).document.title.clone());
        Some(View::Map(vec![("title", title), ("url", View::url(settings.link(&page.path)))]))
    });
    let styles = site.theme.styles.iter().map(|name| View::text(name.as_str()));
    let assets = site.theme.assets.iter().map(|(name, (_, hash))| {
        let url = format!("{}?v={}", settings.link(&format!("assets/{name}")), hash.short());
        View::Map(vec![("name", View::text(name.as_str())), ("url", View::url(url))])
    });
    let scripts = site.theme.scripts.iter().map(|name| View::text(name.as_str()));
    let font = |name: &String| View::url(settings.link(&format!("assets/{name}")));
    View::Map(vec![
        ("title", View::text(settings.fields.text("title").map_or("Backstory", |title| title))),
        ("tagline", text("tagline")),
        ("description", text("description")),
        ("publisher", text("publisher")),
        ("licence", text("licence")),
        ("lang", View::Text(settings.lang.clone())),
        ("dir", View::text(direction(&settings.lang))),
        ("locale", View::maybe(settings.locale())),
        ("card", card(site)),
        ("home", View::Url(settings.base_path.clone())),
        ("url", View::Url(settings.base_url.clone())),
        ("feed", View::url(settings.link("feed.xml"))),
        ("feed_address", View::url(settings.address("feed.xml"))),
        ("nav", View::list(nav)),
        ("pages", View::list(plain)),
        ("logo", logo(site)),
        ("styles", View::list(styles)),
        ("scripts", View::list(scripts)),
        ("preload", View::list(site.theme.preload.iter().map(font))),
        ("look", View::Css(site.theme.look.as_str().into())),
        ("assets", View::list(assets)),
    ])
}

/// The picture that stands for pages without one of their own, where they are passed on.
fn card(site: &Site) -> View {
    let settings = &site.settings;
    let named = settings.fields.map("card");
    let file = named.and_then(|card| card.text("file"));
    let medium = site
        .statics
        .iter()
        .find(|medium| file.is_some_and(|file| Site::static_path(&medium.path) == &**file));
    let Some((card, medium)) = named.zip(medium) else { return View::None };
    View::Map(vec![
        ("address", View::url(settings.address(Site::static_path(&medium.path)))),
        ("width", medium.size.map_or(View::None, |(width, _)| View::Int(width.into()))),
        ("height", medium.size.map_or(View::None, |(_, height)| View::Int(height.into()))),
        ("alt", View::maybe(card.text("alt").cloned())),
    ])
}

/// The picture that stands in place of the title over every page.
fn logo(site: &Site) -> View {
    let named = site.settings.fields.map("look").and_then(|look| look.map("logo"));
    let Some((file, alt)) = named.and_then(|logo| logo.text("file").zip(logo.text("alt"))) else {
        return View::None;
    };
    let medium = site.statics.iter().find(|medium| Site::static_path(&medium.path) == &**file);
    let size = medium.and_then(|medium| medium.size);
    View::Map(vec![
        ("src", View::url(site.settings.link(file))),
        ("width", size.map_or(View::None, |(width, _)| View::Int(width.into()))),
        ("height", size.map_or(View::None, |(_, height)| View::Int(height.into()))),
        ("alt", View::Text(alt.clone())),
    ])
}

/// Files that are published as they are: assets of the theme, media in use, `content/static/`.
pub fn copies(site: &Site, sink: &dyn Sink) {
    site.theme.assets.iter().for_each(|(name, asset)| put_asset(name, asset, sink));
    for medium in site.media.values() {
        put(Site::media_path(&medium.path), medium, Content::Picture, sink);
    }
    for medium in &site.statics {
        put(Site::static_path(&medium.path).to_owned(), medium, Content::File, sink);
    }
}

/// The one of them that is published at a path. Whether there is one.
pub fn copy_of(path: &str, site: &Site, sink: &dyn Sink) -> bool {
    if let Some((name, asset)) =
        path.strip_prefix("assets/").and_then(|name| site.theme.assets.get_key_value(name))
    {
        put_asset(name, asset, sink);
        return true;
    }
    let shown = site.media.values().find(|medium| Site::media_path(&medium.path) == path);
    let fixed = site.statics.iter().find(|medium| Site::static_path(&medium.path) == path);
    match (shown, fixed) {
        (Some(medium), _) => put(path.to_owned(), medium, Content::Picture, sink),
        (None, Some(medium)) => put(path.to_owned(), medium, Content::File, sink),
        (None, None) => return false,
    }
    true
}

fn put_asset(name: &str, (bytes, hash): &(Arc<[u8]>, Hash), sink: &dyn Sink) {
    let path = format!("assets/{name}");
    if !sink.holds(&path, *hash) {
        sink.put(Output { path, fingerprint: *hash, content: Content::Bytes(bytes.clone()) });
    }
}

fn put(path: String, medium: &Medium, content: fn(PathBuf) -> Content, sink: &dyn Sink) {
    if !sink.holds(&path, medium.hash) {
        sink.put(Output { path, fingerprint: medium.hash, content: content(medium.file.clone()) });
    }
}

/// The hash of all that templates see on every page, and of the templates.
pub fn hash(seen: &View, site: &Site) -> Hash {
    let mut digest = Digest::default();
    digest.hash(site.settings.hash);
    digest.hash(site.theme.hash);
    seen.digest(site, &mut digest);
    digest.finish()
}
