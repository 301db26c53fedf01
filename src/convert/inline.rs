//! Parts of a line put in order: single spaces, none at either end, nothing empty.

use super::article::Inline;

/// White space is one space, and none at either end; parts that are empty go.
pub fn tidy(parts: Vec<Inline>) -> Vec<Inline> {
    let mut space = true;
    let mut parts = spaced(parts, &mut space);
    trim_end(&mut parts);
    parts
}

fn spaced(parts: Vec<Inline>, space: &mut bool) -> Vec<Inline> {
    let mut kept: Vec<Inline> = Vec::new();
    for part in parts {
        match part {
            Inline::Text(text) => {
                let mut words = String::with_capacity(text.len());
                for c in text.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')) {
                    let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
                    if c != ' ' || !*space {
                        words.push(c);
                    }
                    *space = c == ' ';
                }
                match kept.last_mut() {
                    _ if words.is_empty() => {}
                    Some(Inline::Text(before)) => before.push_str(&words),
                    _ => kept.push(Inline::Text(words)),
                }
            }
            Inline::Emphasis(inner) => wrap(spaced(inner, space), Inline::Emphasis, &mut kept),
            Inline::Strong(inner) => wrap(spaced(inner, space), Inline::Strong, &mut kept),
            Inline::Link(url, inner) => {
                wrap(spaced(inner, space), |inner| Inline::Link(url, inner), &mut kept)
            }
            Inline::Note(id) => kept.push(Inline::Note(id)),
            Inline::Break if *space => {}
            Inline::Break => {
                *space = true;
                kept.push(Inline::Break);
            }
        }
    }
    kept
}

fn wrap(inner: Vec<Inline>, make: impl FnOnce(Vec<Inline>) -> Inline, kept: &mut Vec<Inline>) {
    if !inner.is_empty() {
        kept.push(make(inner));
    }
}

fn trim_end(parts: &mut Vec<Inline>) {
    while let Some(last) = parts.last_mut() {
        match last {
            Inline::Text(text) => {
                text.truncate(text.trim_end().len());
                if !text.is_empty() {
                    return;
                }
            }
            Inline::Break => {}
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => {
                trim_end(inner);
                if !inner.is_empty() {
                    return;
                }
            }
            Inline::Note(_) => return,
        }
        parts.pop();
    }
}
