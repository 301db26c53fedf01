//! `content/site.yml` becomes the settings of the site.

use super::{records, yaml};
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::document::Location;
use crate::model::hash::Digest;
use crate::model::input::{Manuscript, Project};
use crate::model::record::{ContentKind, Field, Fields, Holds, field};
use crate::model::settings::Settings;
use crate::model::text::Span;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// The path of the settings inside the site.
pub const FILE: &str = "content/site.yml";

const KIND: ContentKind = ContentKind {
    name: "site",
    folder: "",
    address: "",
    tells_of_marks: false,
    title_from: None,
    fields: &[
        field("tagline", Holds::Text),
        field("description", Holds::Text),
        field("base_url", Holds::Url),
        field("lang", Holds::Text),
        field("time_zone", Holds::Text),
        field("theme", Holds::Text),
        field("look", Holds::Map(super::look::FIELDS)),
        field("as_of", Holds::Moment),
        field("publisher", Holds::Text),
        field("email", Holds::Text),
        field("licence", Holds::Text),
        field("card", Holds::Map(&[field("file", Holds::Text), field("alt", Holds::Text)])),
        field("security", Holds::Map(SECURITY)),
        field("trust", Holds::Map(TRUST)),
    ],
};

/// Whom to tell of a hole: RFC 9116.
const SECURITY: &[Field] = &[
    field("contact", Holds::List(&Holds::Url)),
    field("expires", Holds::Moment),
    field("encryption", Holds::Url),
    field("acknowledgments", Holds::Url),
    field("languages", Holds::List(&Holds::Text)),
    field("policy", Holds::Url),
    field("hiring", Holds::Url),
];

/// To whom a publisher belongs, and which accounts are its own: trust.txt.
const TRUST: &[Field] = &[
    field("member", Holds::List(&Holds::Url)),
    field("belongto", Holds::List(&Holds::Url)),
    field("control", Holds::List(&Holds::Url)),
    field("controlledby", Holds::List(&Holds::Url)),
    field("social", Holds::List(&Holds::Url)),
    field("vendor", Holds::List(&Holds::Url)),
    field("customer", Holds::List(&Holds::Url)),
    field("disclosure", Holds::List(&Holds::Url)),
    field("contact", Holds::List(&Holds::Url)),
    field("datatrainingallowed", Holds::Bool),
];

/// Reads the settings; without a file, or with a broken one, a site still has defaults.
pub fn read(manuscripts: &[Arc<Manuscript>], project: &Project, found: &mut Diagnostics) -> Arc<Settings> {
    let file = manuscripts.iter().find(|manuscript| &*manuscript.path == FILE);
    let fields = file.map(|file| read_fields(file, found)).unwrap_or_default();
    let location = file.map(whole);
    let place = |key: &str| match &location {
        Some(location) => location.field(&[key.to_owned()]),
        None => Place::file(&FILE.into()),
    };
    let written = fields.text("base_url").map(|url| url.to_string());
    let base_url = project.options.base_url.clone().or(written).unwrap_or_else(|| {
        // An address with a slip in it is told already.
        if file.is_none_or(|file| !file.text.contains("base_url:")) {
            found.push(no_address(place("base_url")));
        }
        "http://localhost/".into()
    });
    let base_url = match base_url.find(['?', '#']) {
        Some(at) => {
            found.push(more_than_an_address(&base_url, place("base_url")));
            base_url[..at].to_owned()
        }
        None => base_url,
    };
    let zone_name = fields.text("time_zone").map_or("UTC", |zone| zone);
    let zone = TimeZone::get(zone_name).unwrap_or_else(|_| {
        found.push(unknown_zone(zone_name, place("time_zone")));
        TimeZone::UTC
    });
    found.extend(lacks(&fields, project, &place));
    let lang = fields.text("lang").cloned().unwrap_or_else(|| "en".into());
    let base_url = format!("{}/", base_url.trim_end_matches('/'));
    let mut digest = Digest::default();
    digest.bytes(base_url.as_bytes());
    file.iter().for_each(|file| digest.hash(file.hash));
    Arc::new(Settings {
        base_path: path_of(&base_url).into(),
        base_url: base_url.into(),
        fields,
        lang,
        zone,
        location,
        hash: digest.finish(),
    })
}

fn whole(file: &Arc<Manuscript>) -> Location {
    Location { manuscript: file.clone(), yaml: Span::new(0, file.text.len()), path: Vec::new() }
}

fn read_fields(file: &Arc<Manuscript>, found: &mut Diagnostics) -> Fields {
    let location = whole(file);
    match yaml::parse(&location) {
        Ok(yaml) => {
            let mut reader = records::Reader::new(&location);
            let fields = reader.record(&yaml, &KIND);
            found.extend(reader.found);
            fields
        }
        Err(broken) => {
            found.extend(broken);
            Fields::default()
        }
    }
}

/// What a setting needs that is not there.
fn lacks(fields: &Fields, project: &Project, place: &dyn Fn(&str) -> Place) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(security) = fields.map("security")
        && (security.list("contact").is_empty() || security.moment("expires").is_none())
    {
        let message = "`security` needs a `contact` and a day on which it `expires`";
        let help =
            "write `contact: mailto:…` or `https://…`, and `expires:` with a day less than a year ahead";
        found.push(Diagnostic::error("BS0126", place("security"), message).help(help));
    }
    if let Some(card) = fields.map("card") {
        let file = card.text("file").map(|file| format!("content/static/{file}"));
        let there = project.media.iter().any(|medium| file.as_deref() == Some(&*medium.path));
        if !there || card.text("alt").is_none() || file.is_some_and(|file| file.ends_with(".svg")) {
            let message =
                "`card` needs a picture in `content/static/` as its `file`, and words for it as `alt`";
            let help = "a PNG or JPEG of 1200 by 630 pixels is shown well everywhere";
            found.push(Diagnostic::error("BS0127", place("card"), message).help(help));
        }
    }
    found
}

/// The path of an address: what follows the host.
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |slash| &rest[slash..])
}

fn no_address(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "BS0121",
        place,
        "nothing says where this site will be; links for others say http://localhost/",
    )
    .help("write `base_url: https://…` in content/site.yml, the public address of the home page")
}

fn more_than_an_address(url: &str, place: Place) -> Diagnostic {
    Diagnostic::error("BS0117", place, format!("`{url}` is more than the address of a home page"))
        .help("leave out `?` and `#` and what follows")
}

fn unknown_zone(name: &str, place: Place) -> Diagnostic {
    Diagnostic::error("BS0120", place, format!("`{name}` is no time zone"))
        .label("not in the time zone database")
        .help("write a name such as `Europe/Kyiv`, `America/New_York` or `UTC`")
}
