//! A list of rows as comma-separated values (RFC 4180), safe to open in a spreadsheet.

use super::values::words;
use crate::model::site::Site;
use crate::model::view::View;

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

/// The text of a cell. What a spreadsheet would take for a formula gets an apostrophe before it, numbers aside.
fn cell(view: &View, site: &Site) -> String {
    let text = words(view, site);
    let is_number = matches!(view, View::Int(_) | View::Number(_));
    match !is_number && text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.into_owned(),
    }
}
