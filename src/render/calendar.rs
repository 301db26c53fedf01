//! A calendar (iCalendar, RFC 5545). What the events say is for the export; here are lines, escapes and folds.

use super::values::words;
use crate::model::site::Site;
use crate::model::text::is_forbidden;
use crate::model::view::View;

/// How many octets a line may have.
const LINE: usize = 75;

/// The file.
pub fn file(view: &View, site: &Site) -> Vec<u8> {
    let mut lines = Lines { site, out: String::new() };
    lines.write("BEGIN:VCALENDAR");
    lines.write("VERSION:2.0");
    lines.write("PRODID:-//Backstory//Backstory//EN");
    lines.write("CALSCALE:GREGORIAN");
    lines.text("NAME", member(view, "name"));
    // Older readers know the name under this name alone.
    lines.text("X-WR-CALNAME", member(view, "name"));
    lines.plain("URL", member(view, "url"));
    if let View::List(events) = member(view, "events") {
        events.iter().filter(|event| !matches!(event, View::None)).for_each(|event| lines.event(event));
    }
    lines.write("END:VCALENDAR");
    lines.out.into_bytes()
}

struct Lines<'a> {
    site: &'a Site,
    out: String,
}

impl Lines<'_> {
    fn event(&mut self, event: &View) {
        self.write("BEGIN:VEVENT");
        self.plain("UID", member(event, "uid"));
        self.plain("DTSTAMP", member(event, "stamp"));
        self.plain("DTSTART;VALUE=DATE", member(event, "start"));
        self.plain("DTEND;VALUE=DATE", member(event, "end"));
        self.text("SUMMARY", member(event, "summary"));
        self.text("DESCRIPTION", member(event, "description"));
        self.text("LOCATION", member(event, "location"));
        self.plain("URL", member(event, "url"));
        self.text("CATEGORIES", member(event, "categories"));
        self.plain("STATUS", member(event, "status"));
        // What happened in history keeps nobody busy today.
        self.write("TRANSP:TRANSPARENT");
        self.write("END:VEVENT");
    }

    /// A property whose value is a date, an address or a word of the format.
    fn plain(&mut self, name: &str, value: &View) {
        let value = words(value, self.site);
        if !value.is_empty() {
            self.write(&format!("{name}:{value}"));
        }
    }

    /// A property whose value is text, or several texts parted by commas.
    fn text(&mut self, name: &str, value: &View) {
        let value = match value {
            View::List(list) => {
                list.iter().map(|one| escaped(&words(one, self.site))).collect::<Vec<_>>().join(",")
            }
            one => escaped(&words(one, self.site)),
        };
        if !value.is_empty() {
            self.write(&format!("{name}:{value}"));
        }
    }

    /// A line, folded between characters where it is too long.
    fn write(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LINE {
                self.out.push_str("\r\n ");
                length = 1;
            }
            self.out.push(c);
            length += c.len_utf8();
        }
        self.out.push_str("\r\n");
    }
}

/// A value by name.
fn member<'a>(view: &'a View, name: &str) -> &'a View {
    match view {
        View::Map(map) => map.iter().find(|(key, _)| *key == name).map_or(&View::None, |(_, view)| view),
        _ => &View::None,
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            c if is_forbidden(c) => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a, b; c\\d\r\ne\u{7}"), "a\\, b\\; c\\\\d\\ne");
    }
}
