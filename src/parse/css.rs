//! What has to be known of a theme's style sheets: the colours they name, and the files. A style sheet is not checked
//! otherwise; browsers pass over what they do not know.

use crate::model::text::Span;

/// A custom property of `:root`: `--ink: #1c1a17`.
#[derive(Debug, PartialEq, Eq)]
pub struct Token {
    /// The name, without the dashes.
    pub name: String,
    /// The value, for a light screen and for a dark one.
    pub value: Value,
    /// Where the value stands.
    pub span: Span,
}

/// A value, and the screens it is for.
#[derive(Debug, PartialEq, Eq)]
pub enum Value {
    /// For any screen.
    Any(String),
    /// For a dark screen.
    Dark(String),
    /// `light-dark(…, …)`: one for each.
    Each(String, String),
}

const DARK: &str = "@media (prefers-color-scheme: dark)";

/// The custom properties of `:root`, for light and dark screens.
pub fn tokens(css: &str) -> Vec<Token> {
    let css = without_comments(css);
    let (mut tokens, mut open, mut from, mut quote) = (Vec::new(), Vec::new(), 0, None);
    for (at, sign) in css.char_indices() {
        match (sign, quote) {
            (sign, Some(mark)) => quote = (sign != mark).then_some(mark),
            ('"' | '\'', None) => quote = Some(sign),
            ('{', None) => {
                open.push(css[from..at].split_whitespace().collect::<Vec<_>>().join(" "));
                from = at + 1;
            }
            (';' | '}', None) => {
                tokens.extend(token(&css, Span::new(from, at), &open));
                if sign == '}' {
                    open.pop();
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    tokens
}

fn token(css: &str, declaration: Span, open: &[String]) -> Option<Token> {
    let is_dark = match open.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [":root"] => false,
        [DARK, ":root"] => true,
        _ => return None,
    };
    let text = declaration.of(css);
    let (name, value) = text.split_once(':')?;
    let name = name.trim().strip_prefix("--")?.to_owned();
    let end = declaration.start as usize + text.trim_end().len();
    let span = Span::new(end - value.trim().len(), end);
    let value = value.trim();
    let each = value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')')?.split_once(','));
    let value = match each {
        _ if is_dark => Value::Dark(value.to_owned()),
        Some((light, dark)) => Value::Each(light.trim().to_owned(), dark.trim().to_owned()),
        None => Value::Any(value.to_owned()),
    };
    Some(Token { name, value, span })
}

/// The files a style sheet names, beside those of other hosts and those it holds itself.
pub fn files(css: &str) -> Vec<(String, Span)> {
    let css = without_comments(css);
    let named = css.match_indices("url(").filter_map(|(at, opening)| {
        let start = at + opening.len();
        let name = css.get(start..)?.split_once(')')?.0;
        let bare = name.trim().trim_matches(['"', '\'']);
        let file = bare.split(['?', '#']).next().filter(|file| !file.is_empty())?;
        let elsewhere = ["data:", "http:", "https:", "/"].iter().any(|before| bare.starts_with(before));
        (!elsewhere).then(|| (file.to_owned(), Span::new(start, start + name.len())))
    });
    named.collect()
}

/// The same style sheet without comments and needless spaces: what readers' browsers have to load.
pub fn compact(css: &str) -> String {
    let mut compact = String::with_capacity(css.len());
    let (mut quote, mut gap) = (None, false);
    for sign in without_comments(css).chars() {
        if quote.is_none() && sign.is_whitespace() {
            gap = true;
            continue;
        }
        let needless = compact.ends_with(['{', '}', ';', ',']) || "{};,".contains(sign) || compact.is_empty();
        if std::mem::take(&mut gap) && !needless {
            compact.push(' ');
        }
        quote = match (sign, quote) {
            ('"' | '\'', None) => Some(sign),
            (sign, Some(mark)) if sign == mark => None,
            (_, quote) => quote,
        };
        compact.push(sign);
    }
    compact
}

/// The same text with spaces in place of comments, so that everything stands where it stood.
fn without_comments(css: &str) -> String {
    let mut clean = String::with_capacity(css.len());
    let (mut signs, mut quote) = (css.char_indices().peekable(), None);
    while let Some((at, sign)) = signs.next() {
        let opens = quote.is_none() && css[at..].starts_with("/*");
        if !opens {
            quote = match (sign, quote) {
                ('"' | '\'', None) => Some(sign),
                (sign, Some(mark)) if sign == mark || sign == '\n' => None,
                (_, quote) => quote,
            };
            clean.push(sign);
            continue;
        }
        let end = css[at + 2..].find("*/").map_or(css.len(), |end| at + 2 + end + 2);
        clean.extend(std::iter::repeat_n(' ', end - at));
        while signs.next_if(|(at, _)| *at < end).is_some() {}
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "/* { é */ :root { --ink: #111; color: red; --shadow: 0 0 1px rgb(0 0 0 / .1) }\n\
        @media (prefers-color-scheme:  dark) { :root { --ink: #eee; } }\n\
        @media (prefers-color-scheme: dark) { :root { --paper: #000; } a::before { content: \"{\"; } }\n\
        @media print { :root { --ink: #000; } } .card { --paper: #eee }\n\
        :root { --accent: light-dark( #700, #fcc ); }";

    #[test]
    fn tokens_are_those_of_light_and_dark_screens_with_their_places() {
        let tokens = tokens(SHEET);
        let told: Vec<_> = tokens.iter().map(|token| (token.name.as_str(), &token.value)).collect();
        let text = |text: &str| text.to_owned();
        assert_eq!(
            told,
            [
                ("ink", &Value::Any(text("#111"))),
                ("shadow", &Value::Any(text("0 0 1px rgb(0 0 0 / .1)"))),
                ("ink", &Value::Dark(text("#eee"))),
                ("paper", &Value::Dark(text("#000"))),
                ("accent", &Value::Each(text("#700"), text("#fcc"))),
            ]
        );
        assert_eq!(tokens[0].span.of(SHEET), "#111");
        assert_eq!(tokens[4].span.of(SHEET), "light-dark( #700, #fcc )");
    }

    #[test]
    fn files_are_those_of_the_theme() {
        let css = "/* url(no.woff2) */ @font-face { src: url(fonts/a.woff2) format(\"woff2\"), url('b.woff2?v=1#x') }\n\
                   a { background: url(data:image/svg+xml;x), url(https://example.org/x.png), url(#mask), url( \"c.svg\" ) }";
        let files = files(css);
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["fonts/a.woff2", "b.woff2", "c.svg"]);
        assert_eq!(files[0].1.of(css), "fonts/a.woff2");
    }

    #[test]
    fn what_is_loaded_has_no_comments_and_means_the_same() {
        let css = "/* é */\n:root {\n  --a: 1px  2px; /* b */\n}\n\na > b , c::after { content: \"/* no */ ; \"; }\n/* open";
        assert_eq!(compact(css), ":root{--a: 1px 2px;}a > b,c::after{content: \"/* no */ ; \";}");
    }
}
