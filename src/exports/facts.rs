//! The ledger of facts as data: every figure with every value it had.

use super::records as r;
use super::{ExportKind, Form, words};
use crate::annotations::fact;
use crate::model::date::EventDate;
use crate::model::document::Document;
use crate::model::figure::{Amount, Figure, Measure, Qualifier};
use crate::model::plan::Page;
use crate::model::record::Fields;
use crate::model::site::{EntryId, Site};
use crate::model::view::{Desk, View};

/// The kind `facts_data`.
pub struct Facts;

impl ExportKind for Facts {
    fn name(&self) -> &'static str {
        "facts_data"
    }

    fn form(&self) -> Form {
        Form::Json
    }

    fn media_type(&self) -> Option<&'static str> {
        Some("application/json")
    }

    fn describes(&self) -> &'static [&'static str] {
        &["facts"]
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let some = site.of_kind("fact").next();
        some.map(|_| Page::of_site(self.name(), "facts.json")).into_iter().collect()
    }

    fn view(&self, _: &Page, desk: &Desk<'_>) -> View {
        let site = desk.site;
        r::file("facts", View::list(site.of_kind("fact").map(|id| record(id, site))), site)
    }
}

fn record(id: EntryId, site: &Site) -> View {
    let document = &site.entry(id).document;
    let fields = &document.fields;
    let text = |name: &str| View::maybe(fields.text(name).cloned());
    let prose = |name: &str| fields.prose(name).map_or(View::None, |prose| View::Plain(id, prose));
    View::Map(vec![
        ("id", View::Text(document.id.clone())),
        ("url", View::url(site.address(id))),
        ("title", View::Text(document.title.clone())),
        ("definition", prose("definition")),
        ("unit", text("unit")),
        ("kind", text("kind")),
        ("by", r::named(fields.get("by"), site)),
        ("caveat", prose("caveat")),
        ("cadence", text("cadence")),
        ("topics", words::some(words::topics(id, site))),
        ("sources", r::sources(fields.refs("sources"), site)),
        ("values", View::list(fields.by_date("values").iter().map(|told| value(told, document, site)))),
    ])
}

fn value(told: &(EventDate, Fields), document: &Document, site: &Site) -> View {
    let (date, fields) = told;
    let mut value = vec![
        ("date", r::date(Some(date), site)),
        ("text", View::maybe(fact::words(told, document))),
        ("by", r::named(fields.get("by"), site)),
        ("note", View::maybe(fields.text("note").cloned())),
        ("revises", r::date(fields.date("revises"), site)),
        ("sources", r::sources(fields.refs("sources"), site)),
    ];
    if let Some(figure) = fact::figure(told, document) {
        value.extend(numbers(&figure));
    }
    View::Map(value)
}

fn numbers(figure: &Figure) -> Vec<(&'static str, View)> {
    let number = |amount: Amount| View::Number(amount.to_string().into());
    vec![
        ("qualifier", View::text(qualifier(figure.qualifier))),
        ("low", number(figure.low)),
        ("high", number(figure.high)),
        ("measure", View::text(measure(figure.measure))),
    ]
}

const QUALIFIERS: &[&str] =
    &["exactly", "about", "more-than", "at-least", "nearly", "less-than", "up-to", "between"];

fn qualifier(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Exactly => "exactly",
        Qualifier::About => "about",
        Qualifier::MoreThan => "more-than",
        Qualifier::AtLeast => "at-least",
        Qualifier::Nearly => "nearly",
        Qualifier::LessThan => "less-than",
        Qualifier::UpTo => "up-to",
        Qualifier::Between => "between",
    }
}

/// What kind of number it is; money by the code of its currency.
fn measure(measure: Measure) -> String {
    match measure {
        Measure::Count => "count".to_owned(),
        Measure::Percent => "percent".to_owned(),
        Measure::PercentagePoints => "percentage-points".to_owned(),
        Measure::Currency(code) => String::from_utf8_lossy(&code).into_owned(),
    }
}

/// What a record looks like.
pub fn schema() -> View {
    let value = r::object(
        &["date", "text"],
        vec![
            ("date", r::date_schema()),
            ("text", r::text("The value in the words of the ledger, with its unit.")),
            ("qualifier", r::one_of(QUALIFIERS, "How exactly it is known.")),
            ("low", r::number("The number, or the lower of two.")),
            ("high", r::number("The number again, or the higher of two.")),
            (
                "measure",
                r::text("`count`, `percent`, `percentage-points`, or the code of a currency (ISO 4217)."),
            ),
            ("by", r::named_schema()),
            ("note", r::text("What is to be said of this value alone.")),
            ("revises", r::date_schema()),
            ("sources", r::several(r::text("An id in sources.json."), "Where this value is from.")),
        ],
    );
    r::object(
        &["id", "url", "title", "values"],
        vec![
            ("id", r::text("The id, which does not change.")),
            ("url", r::address("The address of its page.")),
            ("title", r::text("What it is called.")),
            ("definition", r::text("What is counted or measured.")),
            ("unit", r::text("The unit of the values: people, percent, USD.")),
            ("kind", r::one_of(&["measured", "estimate", "limit"], "How it is known.")),
            ("by", r::named_schema()),
            ("caveat", r::text("What is to be borne in mind.")),
            ("cadence", r::text("How often a new value is due.")),
            ("topics", r::several(r::text("A topic."), "What it belongs to.")),
            ("sources", r::several(r::text("An id in sources.json."), "Where it is known from.")),
            ("values", r::several(value, "Every value, the oldest first.")),
        ],
    )
}
