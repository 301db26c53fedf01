//! A list of rows as comma-separated values (RFC 4180), safe to open in a spreadsheet.

use crate::model::site::Site;
use crate::model::view::View;
use std::borrow::Cow;

/// The file. The keys of the first row are the header.
pub fn file(view: &View, site: &Site) -> Vec<u8> {
    let rows = match view {
        View::List(rows) => rows.as_slice(),
        _ => &[],
    };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let columns = |row: &View| match row {
        View::Map(columns) => columns.clone(),
        _ => Vec::new(),
    };
    // Writing to memory fails only for rows of different lengths, which maps of one kind are not.
    if let Some(first) = rows.first() {
        let _ = writer.write_record(columns(first).iter().map(|(key, _)| *key));
    }
    for row in rows {
        let _ = writer.write_record(columns(row).iter().map(|(_, view)| cell(view, site)));
    }
    writer.into_inner().unwrap_or_default()
}

/// The text of a cell. What a spreadsheet would take for a formula gets an apostrophe before it.
fn cell(view: &View, site: &Site) -> String {
    let text: Cow<'_, str> = match view {
        View::Text(text) | View::Url(text) => Cow::Borrowed(text),
        View::Number(text) => return text.to_string(),
        View::Int(number) => return number.to_string(),
        View::Bool(yes) => return yes.to_string(),
        View::Plain(entry, prose) => super::values::plain(site, *entry, *prose).into(),
        _ => Cow::Borrowed(""),
    };
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.into_owned(),
    }
}
