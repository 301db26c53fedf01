//! Raw plain text becomes Markdown with front matter.
//!
//! What agencies, newspapers and broadcasters send is one article with its parts told apart only by how
//! they look: headline, standfirst, byline, dateline, captions with credits, headings. The stages below
//! recognise them, leave out the chrome of the page the copy was taken from, and escape the rest, so that
//! every word comes out as it went in. Where the look is in doubt, words stay an ordinary paragraph.
//! Ids, sections, annotations and judgements about the words are left to the editor and other modules.

mod body;
pub(super) mod byline;
pub(super) mod chrome;
pub(super) mod dateline;
pub(super) mod dates;
mod head;
mod lines;
mod passages;
mod pictures;
pub(super) mod words;

use super::article::Article;

/// Takes raw copy apart; text that is empty has no parts.
pub fn article(raw: &str) -> Article {
    let lines = lines::lines(raw);
    let passages = passages::passages(lines);
    let article = chrome::without_chrome(passages);
    let pieces = pictures::pieces(article);
    let (head, pieces) = head::head(pieces);
    Article { head, body: body::blocks(pieces) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::write::{Converted, page};

    fn markdown(raw: &str) -> Converted {
        page(&article(raw), "")
    }

    #[test]
    fn every_pair_of_the_map_leads_to_the_same_words() {
        let raw = "\u{feff}A rupture in relations\r\n\r\nBy Jane Doe and John Roe\r\n\r\nAlt *text*\r\nCaption [Reuters]\r\n\r\n\
                   KYIV, Ukraine (AP) — The war goes on, and the line is long.\r\n\r\n- One\r\n- Two\r\n";
        let made = markdown(raw);
        let words = |text: &str, at: u32| {
            let rest = text.get(at as usize..).unwrap_or_default();
            rest.trim_start_matches(|c: char| !c.is_alphabetic()).chars().take(3).collect::<String>()
        };
        assert_eq!(made.map.len(), 10);
        assert!(made.map.is_sorted_by(|a, b| a.0 < b.0));
        for (to, from) in made.map {
            assert_eq!(words(&made.markdown, to), words(raw, from));
        }
    }

    #[test]
    fn odd_input_is_no_trouble() {
        let parts = [
            "", "\u{feff}", "\r\n", "\r", " ", "[", "]", "(AP)", "—", "1. ", "é", "\0", "> ", "- ", "By ",
            "\u{2028}", "© ",
        ];
        for a in parts {
            for b in parts {
                for c in parts {
                    let made = markdown(&format!("{a}{b}{c}{b}{a}"));
                    assert!(made.map.is_sorted());
                }
            }
        }
        assert_eq!(markdown(" \r\n\t\n").markdown, "");
    }
}
