//! `content/site.yml` becomes the settings of the site.

use super::{records, yaml};
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::document::Location;
use crate::model::hash::Digest;
use crate::model::input::{Manuscript, Project};
use crate::model::record::{ContentKind, Field, Fields, Holds, field};
use crate::model::settings::Settings;
use crate::model::text::{self, Span};
use jiff::tz::TimeZone;
use std::sync::Arc;

/// The path of the settings inside the site.
pub const FILE: &str = "content/site.yml";

/// The settings, as a record.
pub const KIND: ContentKind = ContentKind {
    name: "site",
    folder: "",
    address: "",
    tells_of_marks: false,
    title_from: None,
    fields: &[
        field("tagline", "A line under the name of the site.", Holds::Text),
        field("description", "What the site is, for search engines and feeds.", Holds::Text),
        field("base_url", "The public address of the home page: `https://example.org/`.", Holds::Url),
        field("lang", "The language of the site: `en`.", Holds::Text),
        field("time_zone", "The zone of times of publication: `Europe/Kyiv`.", Holds::Text),
        field("theme", "The folder of `themes/` that says how the site looks.", Holds::Text),
        field(
            "look",
            "Colours, fonts, width and logo, laid over those of the theme.",
            Holds::Map(super::look::FIELDS),
        ),
        field("as_of", "The day from which it is counted what is due; without it, today.", Holds::Moment),
        field("publisher", "Who publishes the site.", Holds::Text),
        field("email", "Where readers can write.", Holds::Text),
        field("licence", "On which terms others may use what is here.", Holds::Text),
        field(
            "card",
            "The picture that others show when they link to the site.",
            Holds::Map(&[
                field("file", "The file, in `content/static/`.", Holds::Text),
                field("alt", "What it shows, for those who cannot see it.", Holds::Text),
            ]),
        ),
        field(
            "news_sitemap",
            "`true` lists the explainers of the last two days for news services, which ask for it.",
            Holds::Bool,
        ),
        field(
            "security",
            "Whom to tell of a hole in the site: it becomes security.txt.",
            Holds::Map(SECURITY),
        ),
        field(
            "trust",
            "To whom you belong, and which accounts are yours: it becomes trust.txt.",
            Holds::Map(TRUST),
        ),
    ],
};

/// Whom to tell of a hole: RFC 9116.
const SECURITY: &[Field] = &[
    field(
        "contact",
        "Where to write to: `mailto:security@example.org`, or a page.",
        Holds::List(&Holds::Url),
    ),
    field("expires", "Until when what stands here is sure to be right.", Holds::Moment),
    field("encryption", "The key to write with.", Holds::Url),
    field("acknowledgments", "Where those are thanked who told of flaws.", Holds::Url),
    field("languages", "The languages you read: `en`.", Holds::List(&Holds::Text)),
    field("policy", "What becomes of what you are told.", Holds::Url),
    field("hiring", "Where your open positions are.", Holds::Url),
];

/// To whom a publisher belongs, and which accounts are its own: trust.txt.
const TRUST: &[Field] = &[
    field("member", "Those who are members of you.", Holds::List(&Holds::Url)),
    field("belongto", "The associations you belong to.", Holds::List(&Holds::Url)),
    field("control", "The sites that you control.", Holds::List(&Holds::Url)),
    field("controlledby", "Who controls you.", Holds::List(&Holds::Url)),
    field("social", "Your accounts elsewhere.", Holds::List(&Holds::Url)),
    field("vendor", "Who works for you.", Holds::List(&Holds::Url)),
    field("customer", "For whom you work.", Holds::List(&Holds::Url)),
    field(
        "disclosure",
        "Where you say what you owe to readers: owners, funding, rules.",
        Holds::List(&Holds::Url),
    ),
    field("contact", "Where to write to.", Holds::List(&Holds::Url)),
    field("datatrainingallowed", "Whether machines may be trained with what is here.", Holds::Bool),
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
    Location {
        manuscript: file.clone(),
        yaml: Span::new(text::start(&file.text), file.text.len()),
        path: Vec::new(),
    }
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
