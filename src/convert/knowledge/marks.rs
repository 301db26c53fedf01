//! Quotation marks: which words stand between them. Straight and curly, guillemets, low marks, and single ones in
//! a text that has no others. An apostrophe is none.

use super::text::Quoted;

/// The quotations of a passage, outermost only, in their order.
pub fn quotations(text: &str, single: bool) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let behind = at + c.len_utf8();
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let next = text.get(behind..).and_then(|rest| rest.chars().next());
        let opens = before.is_none_or(|c| c.is_whitespace() || "([—–-/:".contains(c))
            && next.is_some_and(|c| !c.is_whitespace());
        let closers: &[char] = match c {
            '“' => &['”', '“'],
            '„' => &['“', '”', '„'],
            '«' => &['»'],
            '»' if opens => &['«'],
            '"' if opens => &['"'],
            '‘' if single && opens => &['’'],
            '\'' if single && opens => &['\''],
            _ => {
                at = behind;
                continue;
            }
        };
        let french = c == '«' || (c != '»' && opens) || matches!(c, '“' | '„' | '»');
        if !french {
            at = behind;
            continue;
        }
        match close(text, behind, c, closers) {
            Some((inner_end, end)) => {
                found.push(Quoted { outer: at..end, inner: trimmed(text, behind, inner_end), open: false });
                at = end;
            }
            // No mark closes it in this paragraph: it goes on in the next, or it is a mark of inches.
            None if before.is_none() && matches!(c, '“' | '"' | '«' | '„') && text.len() - at > 40 => {
                found.push(Quoted {
                    outer: at..text.len(),
                    inner: trimmed(text, behind, text.len()),
                    open: true,
                });
                at = text.len();
            }
            None => at = behind,
        }
    }
    found
}

/// Where the quotation closes: the end of its words, and the end of the mark.
fn close(text: &str, from: usize, opener: char, closers: &[char]) -> Option<(usize, usize)> {
    let mut depth = 0;
    for (offset, c) in text.get(from..)?.char_indices() {
        let at = from + offset;
        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let ends_word = next.is_none_or(|c| !c.is_alphanumeric())
            && before.is_some_and(|c| !c.is_whitespace() || "«„".contains(opener));
        if c == opener && matches!(c, '“' | '«') && !closers.contains(&c) {
            depth += 1;
        } else if closers.contains(&c)
            && (ends_word || matches!(c, '”' | '»'))
            && !(c == opener && at == from)
        {
            if depth == 0 || !matches!(c, '”' | '»') {
                return Some((at, at + c.len_utf8()));
            }
            depth -= 1;
        }
    }
    None
}

fn trimmed(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let inner = text.get(start..end).unwrap_or_default();
    let lead = inner.len() - inner.trim_start().len();
    start + lead..start + lead + inner.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, single: bool) -> Vec<String> {
        quotations(text, single).iter().map(|quote| text[quote.inner.clone()].to_owned()).collect()
    }

    #[test]
    fn quotation_marks_of_all_houses() {
        let cases = [
            ("He said “we go” and “stay”.", vec!["we go", "stay"]),
            ("\"We go,\" he said. \"Now.\"", vec!["We go,", "Now."]),
            ("„Wir gehen“, sagt er.", vec!["Wir gehen"]),
            ("« On part », dit-il.", vec!["On part"]),
            ("a 6\" pipe and a 7\" pipe", vec![]),
            ("the fishermen's boats, 'tis said", vec![]),
            ("“He said ‘no’ to me”", vec!["He said ‘no’ to me"]),
            ("“One “inside” the other”", vec!["One “inside"]),
        ];
        for (text, expected) in cases {
            assert_eq!(told(text, false), expected, "{text}");
        }
        assert_eq!(told("‘It’s the fishermen’s water,’ he said", true), ["It’s the fishermen’s water,"]);
        assert_eq!(told("'It's late,' he said", true), ["It's late,"]);
    }

    #[test]
    fn a_quotation_may_go_on_in_the_next_paragraph() {
        let text = "“This is long enough to be a paragraph of a speech, and no mark closes it.";
        assert!(quotations(text, false)[0].open);
    }
}
