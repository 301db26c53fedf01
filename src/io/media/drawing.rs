//! Drawings (SVG): their size, and whether they hold what a browser would run, or fetch from elsewhere, if they were
//! opened by themselves.

/// What in a drawing a browser would run or fetch, in words.
pub fn runs(bytes: &[u8]) -> Option<&'static str> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Some("is not UTF-8 text, so nobody can see what it holds");
    };
    let text = decoded(&text.to_ascii_lowercase());
    let has = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
    if has(&["<script", ":script", "javascript:", "vbscript:", "data:text/html"]) || has_handler(&text) {
        Some("carries a script")
    } else if has(&["<foreignobject", ":foreignobject", "<iframe", "<embed", "<object"]) {
        Some("holds a page of its own, which could carry a script")
    } else if has(&["<!entity", "<!doctype svg ["]) {
        Some("declares entities, which can hide a script")
    } else if fetches(&text) {
        Some("fetches something from another host")
    } else {
        None
    }
}

/// Whether there is an attribute whose name begins with `on`: a handler of events.
fn has_handler(text: &str) -> bool {
    let names = text.match_indices("on").filter(|(at, _)| {
        text[..*at].ends_with(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\''))
    });
    names.into_iter().any(|(at, _)| {
        let rest = text[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        rest.len() < text.len() - at - 2 && rest.trim_start().starts_with('=') && is_in_tag(text, at)
    })
}

fn is_in_tag(text: &str, at: usize) -> bool {
    text[..at].rfind('<') > text[..at].rfind('>')
}

/// Whether it fetches pictures, styles or fonts. A link that a reader has to follow fetches nothing by itself.
fn fetches(text: &str) -> bool {
    let far = |value: &str| {
        ["http:", "https:", "//"]
            .iter()
            .any(|far| value.trim_start_matches(['"', '\'', ' ']).starts_with(far))
    };
    let by_style = text.match_indices("url(").any(|(at, _)| far(&text[at + 4..]))
        || text.match_indices("@import").any(|(at, _)| far(text[at + 7..].trim_start()));
    let by_element = ["<image", "<use", "<feimage", "<link"].iter().any(|tag| {
        text.match_indices(tag).any(|(at, _)| {
            let inside = text[at..].split('>').next().unwrap_or_default();
            inside.match_indices("href").any(|(at, _)| {
                inside[at + 4..].trim_start().strip_prefix('=').is_some_and(|value| far(value.trim_start()))
            })
        })
    });
    by_style || by_element
}

/// Numbered characters, `&#106;` or `&#x6a;`, as they are read; signs that browsers skip in addresses left out.
fn decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("&#") {
        decoded.push_str(&rest[..at]);
        let number = &rest[at + 2..];
        let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |hex| (hex, 16));
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let read = u32::from_str_radix(&digits[..length], radix).ok().and_then(char::from_u32);
        decoded.extend(read.into_iter().flat_map(char::to_lowercase).filter(|c| !c.is_control()));
        rest = digits[length..].strip_prefix(';').unwrap_or(&digits[length..]);
    }
    decoded.push_str(rest);
    decoded
}

/// The size of a drawing: its `viewBox`.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let value = std::str::from_utf8(bytes).ok()?.split_once("viewBox=\"")?.1.split_once('"')?.0;
    let numbers: Vec<f64> = value.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
    let whole = |number: f64| u32::try_from(number.round().clamp(1.0, 1e6) as i64).ok();
    match numbers.as_slice() {
        [_, _, width, height] => Some((whole(*width)?, whole(*height)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn what_runs_is_seen_in_every_spelling() {
        for drawing in [
            "<svg><script>1</script></svg>",
            "<svg><SCRIPT href='x'/></svg>",
            "<svg xmlns:s='http://www.w3.org/2000/svg'><s:script/></svg>",
            "<svg onload=\"x()\"/>",
            "<svg\nonload = 'x()'/>",
            "<svg/onload=x()>",
            "<svg><a xlink:href='java&#115;cript:x()'/></svg>",
            "<svg><a href='java&#x09;script:x()'/></svg>",
            "<svg><animate attributeName='href' to='JavaScript:x()'/></svg>",
            "<svg><foreignObject><iframe/></foreignObject></svg>",
            "<!DOCTYPE svg [<!ENTITY x '<script>'>]><svg/>",
            "<svg><image href='https://example.org/x.png'/></svg>",
            "<svg><style>@import 'https://example.org/x.css'</style></svg>",
            "<svg><rect fill=\"url(https://example.org/x)\"/></svg>",
        ] {
            assert!(runs(drawing.as_bytes()).is_some(), "{drawing}");
        }
        for drawing in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>on = one, and javascript</text></svg>",
            "<svg><a href='https://example.org/'><use href='#x'/></a><rect fill=\"url(#y)\"/></svg>",
        ] {
            assert_eq!(runs(drawing.as_bytes()), None, "{drawing}");
        }
        assert!(runs(b"\xFF\xFE<\0s\0v\0g\0").is_some());
    }
}
