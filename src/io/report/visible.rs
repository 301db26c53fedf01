//! Text from content and the names of files, with nothing in it that a terminal, a log of a CI service or a reader's eye would
//! obey: what cannot be seen is shown as `<U+202E>`.

use std::fmt::Write;

/// A piece of text on one line. Line ends in it are shown, too, so that nobody can begin a line of ours.
pub fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match is_hidden(c) || (c == '[' && opens_a_command(&text[..at])) {
            true => {
                let _ = write!(visible, "<U+{:04X}>", u32::from(c));
            }
            false => visible.push(c),
        }
    }
    visible
}

/// A line of a file as it is shown under a diagnostic, where a tab is as wide as it is.
pub fn visible_line(line: &str) -> String {
    line.split('\t').map(visible).collect::<Vec<_>>().join("\t")
}

/// Characters that are not seen, and change how what stands around them is: controls of terminals, of directions and of
/// lines, joiners, tags.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Whether a bracket after these words would open a command of a CI service: `##[error]`, `##vso[…]`.
pub fn opens_a_command(before: &str) -> bool {
    before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with("##")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_shown() {
        assert_eq!(
            visible("a\u{202e}b\u{1b}[31mc\u{9b}\nd\té"),
            "a<U+202E>b<U+001B>[31mc<U+009B><U+000A>d<U+0009>é"
        );
        assert_eq!(visible_line("\ta\u{7f}"), "\ta<U+007F>");
        assert_eq!(
            visible("##[error]x ##vso[y] #[z] ## [w]"),
            "##<U+005B>error]x ##vso<U+005B>y] #[z] ## [w]"
        );
    }
}
