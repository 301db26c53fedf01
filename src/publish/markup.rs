//! The addresses and ids in HTML and XML that Backstory or a theme made. Reads what is well-formed enough to be a
//! page; it is no parser for other people's pages.

/// An attribute of an element.
#[derive(Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The element, `a`.
    pub element: &'a str,
    /// The name, `href`.
    pub name: &'a str,
    /// The value, as it is written.
    pub value: &'a str,
}

/// Every attribute with a value, in order. Comments, scripts and styles are passed over.
pub fn attributes(text: &str) -> Vec<Attribute<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let name = rest.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
        if name.is_empty() {
            continue;
        }
        rest = inside(&rest[name.len()..], name, &mut found);
        let ending = match name.to_ascii_lowercase().as_str() {
            "script" => "</script",
            "style" => "</style",
            _ => continue,
        };
        rest = rest.find(ending).map_or("", |end| &rest[end..]);
    }
    found
}

/// The attributes of one element; gives what follows it.
fn inside<'a>(mut rest: &'a str, element: &'a str, found: &mut Vec<Attribute<'a>>) -> &'a str {
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return rest;
        }
        if let Some(after) = rest.strip_prefix('>') {
            return after;
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(rest.len());
        // A sign that begins no name is passed over.
        let end = end.max(rest.chars().next().map_or(1, char::len_utf8));
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len())),
        };
        found.push(Attribute { element, name, value });
        rest = after;
    }
}

/// Text between tags that begins like this, up to the tag that follows it: the addresses of a sitemap.
pub fn texts_from<'a>(text: &'a str, beginning: &str) -> Vec<&'a str> {
    let between = text.split('>').skip(1).map(|piece| piece.split('<').next().unwrap_or_default().trim());
    between.filter(|piece| piece.starts_with(beginning)).collect()
}

/// An address with the signs that had to be written otherwise in an attribute.
pub fn plain(value: &str) -> String {
    match value.contains('&') {
        true => value
            .replace("&#x27;", "'")
            .replace("&#39;", "'")
            .replace("&quot;", "\"")
            .replace("&#x2F;", "/")
            .replace("&amp;", "&"),
        false => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_where_they_are() {
        let text = "<!-- <a href='no'> --><A href=\"x&amp;y\" disabled id=z><script src='s'>var a='<a href=\"no\">'</script><img/src=p>";
        let found: Vec<_> =
            attributes(text).iter().map(|a| format!("{}.{}={}", a.element, a.name, a.value)).collect();
        assert_eq!(found, ["A.href=x&amp;y", "A.id=z", "script.src=s", "img.src=p"]);
        assert_eq!(plain("x&amp;y"), "x&y");
        for broken in ["<", "<a href", "<a href=\"", "<a =\">", "<!--", "<é=\u{1F642}"] {
            attributes(broken);
        }
    }

    #[test]
    fn addresses_of_a_sitemap_are_found() {
        assert_eq!(texts_from("<loc>https://a/x</loc><loc>b</loc>", "https://a/"), ["https://a/x"]);
    }
}
