//! A fact: one thing that is counted or measured, with every value it had, who says so, and since when. Figures in
//! prose are pinned to a value, and their words are checked against it.

use super::{AnnotationKind, Instead, Mismatch, Setting, chart, chip, chip_or_text, schema_org};
use crate::model::date::EventDate;
use crate::model::days::CADENCES;
use crate::model::document::{Document, Mark};
use crate::model::figure::{Amount, Disagreement, Figure, Measure, Qualifier};
use crate::model::record::{ContentKind, Data, Field, Fields, Holds, Told, field};
use crate::model::site::{EntryId, Site};
use crate::model::text::nearest;
use crate::model::view::{Desk, Style, View};
use std::cmp::Ordering;
use std::ops::Range;

/// The kind `fact`.
pub struct Fact;

const CONTENT: ContentKind = ContentKind {
    name: "fact",
    folder: "facts",
    address: "facts",
    tells_of_marks: false,
    title_from: None,
    fields: &[
        field("definition", "What is counted, and what is not.", Holds::Prose),
        field(
            "unit",
            "What the figure counts: `people`, `percent`, `percentage-points`, `USD`.",
            Holds::Text,
        ),
        field(
            "kind",
            "How it is known: measured, an estimate, or a limit that was set.",
            Holds::OneOf(&["measured", "estimate", "limit"]),
        ),
        field("by", "Who says so.", Holds::RefOrText(&["org", "person"])),
        field(
            "values",
            "Every value it had, by date: `2022-03-28: more than 3.8 million`. Old ones stay.",
            Holds::ByDate(VALUE),
        ),
        field("caveat", "What a reader should know before leaning on it.", Holds::Prose),
        field("cadence", "How often it is told anew; past that it is due.", Holds::OneOf(CADENCES)),
        field("compare", "Facts that count the same: ids.", Holds::List(&Holds::Ref("fact"))),
    ],
};

const VALUE: &[Field] = &[
    field("value", "The figure in words: `more than 3.8 million`.", Holds::Figure),
    field("low", "The least it can be.", Holds::Figure),
    field("high", "The most it can be.", Holds::Figure),
    field("note", "What is to be said of this value alone.", Holds::Text),
    field("revises", "The date of the value that this one corrects.", Holds::Date),
    field("by", "Who says so, where it is somebody else.", Holds::RefOrText(&["org", "person"])),
    field("sources", "Where this value is from: ids of sources.", Holds::List(&Holds::Ref("source"))),
];

impl AnnotationKind for Fact {
    fn name(&self) -> &'static str {
        CONTENT.name
    }

    fn motivation(&self) -> &'static str {
        "describing"
    }

    fn content(&self) -> Option<&'static ContentKind> {
        Some(&CONTENT)
    }

    fn check(&self, mark: &Mark, about: &Document, setting: Setting) -> Option<Mismatch> {
        if mark.pin.is_empty() {
            // A card shows the newest value, and says of which day it is.
            return (setting == Setting::Line).then(|| unpinned(mark, about));
        }
        let values = about.fields.by_date("values");
        let mut pinned = Vec::new();
        for pin in mark.pin.split('/') {
            match values.iter().find(|(date, _)| *date.written == *pin) {
                Some(value) => pinned.push(value),
                None => return Some(no_such_value(pin, about)),
            }
        }
        // The words of a card are a title, unless they begin with a figure themselves.
        if setting == Setting::Card && Figure::find(&mark.words).is_none_or(|(_, at)| at.start > 0) {
            return None;
        }
        let figures: Vec<Figure> = pinned.iter().filter_map(|value| figure(value, about)).collect();
        match (pinned.as_slice(), figures.as_slice()) {
            ([_], [value]) => untrue(mark, about, |told| told.tells(value)),
            ([_, _, _, ..], _) => Some(Mismatch::new("BS0322", "a change has two days", "write `@from/to`")),
            ([from, to], _) if to.0.chronological(&from.0).is_lt() => Some(turned(mark)),
            ([_, _], [from, to]) if tells_both(&mark.words, from, to) => None,
            ([_, _], [from, to]) => {
                wrong_way(mark, from, to).or_else(|| untrue(mark, about, |told| told.tells_change(from, to)))
            }
            _ => None,
        }
    }

    fn schema_type(&self, _: EntryId, _: &Site) -> &'static str {
        "Observation"
    }

    fn schema_org(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let document = &site.entry(id).document;
        let fields = &document.fields;
        let counted = match fields.prose("definition") {
            Some(prose) if !document.prose(prose).is_empty() => View::Plain(id, prose),
            _ => View::Text(document.title.clone()),
        };
        let latest = fields.by_date("values").last();
        let told = latest.and_then(|value| figure(value, document));
        vec![
            ("variableMeasured", counted),
            ("observationDate", schema_org::day(latest.map(|(date, _)| date))),
            ("value", told.map_or(View::None, |told| quantity(&told, fields))),
        ]
    }

    fn card(&self, id: EntryId, site: &Site) -> Vec<(&'static str, View)> {
        let document = &site.entry(id).document;
        let fields = &document.fields;
        let prose = |name: &str| fields.prose(name).map_or(View::None, |p| View::Prose(id, p, Style::Inline));
        let text = |name: &str| View::maybe(fields.text(name).cloned());
        let values = fields.by_date("values");
        let newest_first = values.iter().rev().map(|value| value_view(value, document, site));
        let latest = values.last().map_or(View::None, |value| value_view(value, document, site));
        let compare = fields.refs("compare").filter_map(|other| {
            let other = &site.entry(site.find(other)?).document;
            let latest = other.fields.by_date("values").last()?;
            let reference = crate::model::record::Reference { kind: CONTENT.name, id: other.id.clone() };
            Some(View::Map(vec![
                ("fact", chip(&reference, site)?),
                ("value", value_view(latest, other, site)),
            ]))
        });
        vec![
            ("definition", prose("definition")),
            ("caveat", prose("caveat")),
            ("unit", text("unit")),
            ("measured", text("kind")),
            ("cadence", text("cadence")),
            ("by", fields.get("by").map_or(View::None, |by| chip_or_text(by, site))),
            ("values", View::list(newest_first)),
            ("latest", latest),
            ("compare", View::list(compare)),
            ("chart", chart::view(&points(document), site.words())),
        ]
    }

    /// The value, or the two, that the words are pinned to, and the newest where there is a newer one.
    fn marked(&self, mark: &Mark, about: Option<EntryId>, desk: &Desk<'_>) -> Vec<(&'static str, View)> {
        let Some(about) = about else { return Vec::new() };
        let document = &desk.site.entry(about).document;
        let values = document.fields.by_date("values");
        let pinned: Vec<_> = mark
            .pin
            .split('/')
            .filter_map(|pin| values.iter().find(|(date, _)| *date.written == *pin))
            .collect();
        let view = |value: &&(EventDate, Fields)| value_view(value, document, desk.site);
        let newer = values.last().filter(|last| pinned.last().is_some_and(|pinned| pinned.0 != last.0));
        vec![
            ("pinned", View::list(pinned.iter().map(view))),
            ("newer", newer.map_or(View::None, |value| value_view(value, document, desk.site))),
        ]
    }
}

/// A number with its unit.
fn quantity(figure: &Figure, fields: &Fields) -> View {
    let number = |amount: Amount| View::Number(amount.to_string().into());
    let (value, least, most) = match figure.qualifier {
        Qualifier::Exactly | Qualifier::About => (number(figure.low), View::None, View::None),
        Qualifier::MoreThan | Qualifier::AtLeast => (View::None, number(figure.low), View::None),
        Qualifier::Nearly | Qualifier::LessThan | Qualifier::UpTo => {
            (View::None, View::None, number(figure.high))
        }
        Qualifier::Between => (View::None, number(figure.low), number(figure.high)),
    };
    View::Map(vec![
        ("@type", View::Constant("QuantitativeValue")),
        ("value", value),
        ("minValue", least),
        ("maxValue", most),
        ("unitText", View::maybe(fields.text("unit").cloned())),
    ])
}

/// The values of a fact with their figures, oldest first.
pub fn points(document: &Document) -> Vec<(&EventDate, Figure)> {
    let values = document.fields.by_date("values");
    values.iter().filter_map(|value| Some((&value.0, figure(value, document)?))).collect()
}

/// What a value says, in the unit of its fact.
pub fn figure(value: &(EventDate, Fields), document: &Document) -> Option<Figure> {
    let fields = &value.1;
    let (low, high) = (fields.figure("low"), fields.figure("high"));
    let mut figure = match (fields.figure("value"), low, high) {
        (Some(told), ..) => told.figure.clone(),
        (None, Some(low), Some(high)) => {
            Figure::parse(&format!("between {} and {}", low.words, high.words)).ok()?
        }
        _ => return None,
    };
    if figure.measure == Measure::Count
        && let Some(unit) = document.fields.text("unit")
    {
        figure.measure = match &**unit {
            "percent" | "per cent" | "%" => Measure::Percent,
            "percentage-points" => Measure::PercentagePoints,
            unit => match <[u8; 3]>::try_from(unit.as_bytes()) {
                Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Measure::Currency(code),
                _ => Measure::Count,
            },
        };
    }
    Some(figure)
}

/// A value in the words of the ledger, with its unit.
pub fn words(value: &(EventDate, Fields), document: &Document) -> Option<String> {
    let unit = document.fields.text("unit").map(|unit| match &**unit {
        "%" => "percent".to_owned(),
        unit => unit.replace('-', " "),
    });
    let told = match (value.1.figure("value"), value.1.figure("low"), value.1.figure("high")) {
        (Some(Told { words, .. }), ..) => words.to_string(),
        (None, Some(low), Some(high)) => format!("between {} and {}", low.words, high.words),
        _ => return None,
    };
    let says_unit = value.1.figure("value").is_some_and(|told| told.figure.measure != Measure::Count);
    Some(match unit {
        Some(unit) if !says_unit && !told.ends_with(&unit) => format!("{told} {unit}"),
        _ => told,
    })
}

fn value_view(value: &(EventDate, Fields), document: &Document, site: &Site) -> View {
    let (date, fields) = value;
    let by = fields.get("by").or(document.fields.get("by"));
    let sources = match fields.list("sources") {
        [] => document.fields.list("sources"),
        own => own,
    };
    let revised =
        document.fields.by_date("values").iter().any(|(_, other)| other.date("revises") == Some(date));
    View::Map(vec![
        ("date", super::event::shown(Some(date), site)),
        ("words", View::maybe(words(value, document))),
        ("by", by.map_or(View::None, |by| chip_or_text(by, site))),
        ("note", View::maybe(fields.text("note").cloned())),
        ("revised", View::Bool(revised)),
        (
            "sources",
            View::list(sources.iter().filter_map(|source| match source {
                Data::Ref(source) => chip(source, site),
                _ => None,
            })),
        ),
    ])
}

/// A figure in prose without the day it is of. Words that tell another figure than any value are the editor's to mend.
fn unpinned(mark: &Mark, about: &Document) -> Mismatch {
    let values = about.fields.by_date("values");
    let mut wrong = Mismatch::new("BS0321", "this figure does not say of which day it is", "");
    wrong.label = "a newer value would change what you have published".to_owned();
    let told = Figure::find(&mark.words).map(|(told, _)| told);
    let agreeing = values.iter().rev().find(|value| {
        told.as_ref().zip(figure(value, about)).is_some_and(|(told, value)| told.tells(&value).is_ok())
    });
    let dates: Vec<String> = values
        .iter()
        .filter_map(|value| Some(format!("{} ({})", value.0.written, words(value, about)?)))
        .collect();
    match (agreeing, values.last()) {
        (Some((date, _)), _) => {
            wrong.help = format!("pin it: `fact:{}@{}`", about.id, date.written);
            wrong.instead = Some(Instead { pin: date.written.clone(), words: String::new() });
        }
        (None, Some(latest)) if mark.words.trim().is_empty() => {
            let (pin, words) = (latest.0.written.clone(), words(latest, about).unwrap_or_default());
            wrong.help = format!("write `[{words}](fact:{}@{pin})`", about.id);
            wrong.instead = Some(Instead { pin, words });
        }
        (None, Some(_)) => {
            wrong.label = "and the words tell none of its values".to_owned();
            wrong.help = format!("tell one and pin it, `@date`: {}", dates.join(", "));
        }
        (None, None) => {
            wrong.help = "give the fact its values: `values: {2022-03-28: more than 3.8 million}`".to_owned();
        }
    }
    wrong
}

/// `from 92 to 80`: both values, one after the other.
fn tells_both(words: &str, from: &Figure, to: &Figure) -> bool {
    let Some((first, at)) = Figure::find(words) else { return false };
    if first.qualifier == Qualifier::Between {
        return (first.low, first.high) == (from.low, to.low);
    }
    let second = words.get(at.end..).and_then(Figure::find);
    second.is_some_and(|(second, _)| first.tells(from).is_ok() && second.tells(to).is_ok())
}

/// Words that say it rose where it fell, or fell where it rose.
fn wrong_way(mark: &Mark, from: &Figure, to: &Figure) -> Option<Mismatch> {
    const RISES: [&str; 10] =
        ["more", "rise", "rose", "rising", "increase", "increased", "grew", "growth", "higher", "gained"];
    const FALLS: [&str; 10] =
        ["fewer", "less", "fall", "fell", "decrease", "decreased", "drop", "dropped", "lower", "lost"];
    let at = Figure::find(&mark.words)?.1;
    // What qualifies the figure, `more than`, says nothing of the way it went.
    let aside = format!("{} {}", mark.words.get(..at.start)?, mark.words.get(at.end..)?).to_lowercase();
    let said = |words: &[&str]| aside.split(|c: char| !c.is_alphabetic()).any(|word| words.contains(&word));
    let wrong = match to.low.cmp(&from.low) {
        Ordering::Greater => said(&FALLS) && !said(&RISES),
        Ordering::Less => said(&RISES) && !said(&FALLS),
        Ordering::Equal => false,
    };
    let way = if to.low > from.low { "rose" } else { "fell" };
    wrong.then(|| {
        let mut wrong =
            Mismatch::new("BS0323", format!("the ledger says that this {way}"), "say it the other way");
        wrong.field = vec!["values".to_owned()];
        wrong
    })
}

/// A change from a later day to an earlier one.
fn turned(mark: &Mark) -> Mismatch {
    let turned: Vec<&str> = mark.pin.rsplit('/').collect();
    let help = format!("write the earlier day first: `@{}`", turned.join("/"));
    Mismatch::new("BS0322", "this change ends before it begins", help)
}

fn no_such_value(pin: &str, about: &Document) -> Mismatch {
    let dates: Vec<&str> = about.fields.by_date("values").iter().map(|(date, _)| &*date.written).collect();
    let help = match nearest(pin, dates.iter().copied()) {
        Some(near) => format!("did you mean `@{near}`? There are values of {}", dates.join(", ")),
        None if dates.is_empty() => "the fact has no values yet: give it `values:`".to_owned(),
        None => format!("there are values of {}", dates.join(", ")),
    };
    let message = match EventDate::parse(pin) {
        Ok(_) => format!("the fact `{}` has no value of {pin}", about.id),
        Err(_) => format!("`{pin}` is not a date"),
    };
    let mut wrong = Mismatch::new("BS0322", message, help);
    wrong.field = vec!["values".to_owned()];
    wrong
}

/// Words that do not tell what the ledger says.
fn untrue(
    mark: &Mark,
    about: &Document,
    tells: impl Fn(&Figure) -> Result<(), Disagreement>,
) -> Option<Mismatch> {
    let ledger = |pin: &str| {
        let value = about.fields.by_date("values").iter().find(|(date, _)| *date.written == *pin)?;
        words(value, about)
    };
    let said: Vec<String> = mark.pin.split('/').filter_map(ledger).collect();
    let said = said.join("”, then “");
    let told = figures(&mark.words);
    // A date or another number may stand before the figure that is meant.
    let Some((first, at)) = told.first() else {
        return Some(says_otherwise("there is no figure in these words", mark, &said));
    };
    if told.iter().any(|(figure, _)| tells(figure).is_ok()) {
        return None;
    }
    let mut wrong = says_otherwise("these words are not what the ledger says", mark, &said);
    wrong.at = Some(at.clone());
    wrong.label = match tells(first) {
        Err(Disagreement::Qualifier) => "the number is right, but not how exactly it is known",
        Err(Disagreement::Measure) => "another measure: percent is not percentage points",
        Err(Disagreement::Number) | Ok(()) => "another number",
    }
    .to_owned();
    Some(wrong)
}

/// Every figure in some words, with its place.
fn figures(words: &str) -> Vec<(Figure, Range<usize>)> {
    let mut found: Vec<(Figure, Range<usize>)> = Vec::new();
    let mut from = 0;
    while let Some((figure, at)) = words.get(from..).and_then(Figure::find) {
        let at = from + at.start..from + at.end;
        from = at.end;
        found.push((figure, at));
    }
    found
}

fn says_otherwise(message: &str, mark: &Mark, said: &str) -> Mismatch {
    let mut wrong = Mismatch::new("BS0323", message, format!("the ledger says “{said}”"));
    wrong.field = vec!["values".to_owned(), mark.pin.split('/').next_back().unwrap_or_default().to_owned()];
    wrong
}
