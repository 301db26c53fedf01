//! Inputs become manuscripts: text in one of our two forms. Raw copy that is not Markdown yet becomes
//! Markdown with front matter and a map back to the raw lines; Markdown passes through.

mod article;
#[cfg(feature = "import")]
mod decode;
#[cfg(feature = "import")]
mod docx;
#[cfg(feature = "import")]
mod draft;
#[cfg(feature = "import")]
mod head;
#[cfg(feature = "import")]
mod html;
#[cfg(feature = "import")]
mod import;
#[cfg(feature = "import")]
mod inline;
#[cfg(feature = "import")]
mod knowledge;
#[cfg(feature = "import")]
mod markdown;
#[cfg(feature = "import")]
mod refusal;
mod text;
mod write;

#[cfg(feature = "import")]
pub use draft::{Accepted, accept};
#[cfg(feature = "import")]
pub use import::{Imported, Wanted, fits, import};
#[cfg(feature = "import")]
pub use refusal::Refusal;

use crate::memory::Memory;
use crate::model::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::input::{Form, Input, Manuscript};
use crate::model::text::{Span, is_forbidden};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use rayon::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

/// Makes a manuscript of every content file.
pub fn inputs(inputs: &[Input], memory: &mut Memory, found: &mut Diagnostics) -> Vec<Arc<Manuscript>> {
    // What was marked before is no content, and read by those who compare.
    let is_content = |input: &&Input| input.path.starts_with("content/") && !input.path.ends_with(".lock");
    let content: Vec<&Input> = inputs.iter().filter(is_content).collect();
    let written: HashSet<&str> = content.iter().filter_map(|input| input.path.strip_suffix(".md")).collect();
    let known = std::mem::take(&mut memory.manuscripts);
    let made: Vec<_> = content
        .par_iter()
        // Beside raw copy of the same name, the Markdown an editor made of it wins.
        .filter(|input| !raw_stem(&input.path).is_some_and(|stem| written.contains(stem)))
        .map(|input| (input.hash, known.get(&input.hash).cloned().unwrap_or_else(|| manuscript(input))))
        .collect();
    let mut manuscripts = Vec::with_capacity(made.len());
    for (_, made) in &made {
        match made {
            Ok(manuscript) => {
                found.extend(raw_copy(manuscript));
                manuscripts.push(manuscript.clone());
            }
            Err(diagnostic) => found.push(diagnostic.clone()),
        }
    }
    memory.manuscripts = made.into_iter().collect();
    manuscripts
}

/// Raw copy as Markdown with front matter.
pub fn raw_copy_as_markdown(path: &str, raw: &str) -> Result<String, Diagnostic> {
    manuscript(&Input::new(path, raw.as_bytes())).map(|manuscript| manuscript.text.to_string())
}

fn manuscript(input: &Input) -> Result<Arc<Manuscript>, Diagnostic> {
    let text = readable(input)?;
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(empty(input));
    }
    let ending = input.path.rsplit('.').next().unwrap_or_default();
    let (text, form, map) = match ending {
        "md" => (with_line_feeds(text), Form::Markdown, Vec::new()),
        "yml" | "yaml" => (with_line_feeds(text), Form::Yaml, Vec::new()),
        "txt" => {
            let converted = write::page(&text::article(text), "");
            (converted.markdown.into(), Form::Markdown, converted.map)
        }
        "html" | "htm" => {
            let converted = write::page(&web_page(input, text)?, "");
            (converted.markdown.into(), Form::Markdown, converted.map)
        }
        _ => return Err(unknown_ending(input)),
    };
    Ok(Arc::new(Manuscript {
        path: input.path.clone(),
        text,
        form,
        map: map.into(),
        hash: input.hash,
        places: Default::default(),
    }))
}

/// The text of an input, if it is UTF-8 without control characters.
fn readable(input: &Input) -> Result<&Arc<str>, Diagnostic> {
    let place =
        |at: usize, length: usize| Place { path: input.path.clone(), span: Span::new(at, at + length) };
    let Some(text) = &input.text else {
        let misfit = std::str::from_utf8(&input.bytes).err();
        let at = misfit.map_or(0, |error| error.valid_up_to());
        let length = misfit.and_then(|error| error.error_len()).unwrap_or(1);
        return Err(Diagnostic::error("BS0104", place(at, length), "this file is not UTF-8 text")
            .label("the first byte that does not fit")
            .help(encoding(&input.bytes)));
    };
    let suspect = Some(text).filter(|text| may_be_forbidden(text));
    match suspect.and_then(|text| text.char_indices().find(|(_, c)| is_forbidden(*c))) {
        Some((at, c)) => {
            let message = format!("there is a control character here, U+{:04X}", u32::from(c));
            Err(Diagnostic::error("BS0106", place(at, c.len_utf8()), message).help("delete it"))
        }
        None => Ok(text),
    }
}

/// Whether a text has a byte with which a forbidden character begins. All of a site passes through this, so it has no
/// branch, and the compiler takes many bytes at once.
fn may_be_forbidden(text: &str) -> bool {
    let begins = |byte: u8| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127 | 0xC2 | 0xEF);
    text.bytes().fold(false, |found, byte| found | begins(byte))
}

/// What to do about bytes that are not UTF-8: by the encoding that they look like.
fn encoding(bytes: &[u8]) -> String {
    /// More bytes than these make no better guess.
    const ENOUGH: usize = 64 * 1024;
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "save it as UTF-8; it is UTF-16".to_owned(),
        _ if bytes.contains(&0) => {
            "it looks like a picture or a program, not like text: pictures have an ending such as `.jpg`"
                .to_owned()
        }
        _ => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(&bytes[..bytes.len().min(ENOUGH)], true);
            let guess = detector.guess(None, Utf8Detection::Deny).name();
            format!("save it as UTF-8; it looks like {guess}")
        }
    }
}

/// The text with line feeds where a carriage return alone ends a line. No byte moves, and nothing is copied where there is
/// none.
fn with_line_feeds(text: &Arc<str>) -> Arc<str> {
    let alone = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', text.as_bytes()).any(alone) {
        return text.clone();
    }
    let ends = |(at, c)| if c == '\r' && alone(at) { '\n' } else { c };
    text.char_indices().map(ends).collect::<String>().into()
}

/// A file without a word in it is no record.
fn empty(input: &Input) -> Diagnostic {
    Diagnostic::warning("BS0124", Place::file(&input.path), "this file is empty, and left out")
        .help("write in it, or take it away")
}

fn unknown_ending(input: &Input) -> Diagnostic {
    Diagnostic::error("BS0107", Place::file(&input.path), "this is not a kind of file that Backstory reads")
        .help("content is `.md`, `.yml`, `.txt` or `.html`; a Word file becomes a draft with `backstory import`; pictures stand beside it or in `content/media/`, and anything \
               else to be published in `content/static/`")
}

/// The path of raw copy without its ending.
fn raw_stem(path: &str) -> Option<&str> {
    [".txt", ".html", ".htm"].iter().find_map(|ending| path.strip_suffix(ending))
}

/// A saved web page as an article.
#[cfg(feature = "import")]
fn web_page(input: &Input, text: &str) -> Result<article::Article, Diagnostic> {
    html::article(text).map_err(|refusal| {
        let message = format!("this page {}", refusal.message);
        Diagnostic::error("BS0129", Place::file(&input.path), message).help(refusal.help)
    })
}

/// Without the feature `import` there is nothing to read it with.
#[cfg(not(feature = "import"))]
fn web_page(input: &Input, _: &str) -> Result<article::Article, Diagnostic> {
    let message = "this Backstory was built without the feature `import`, and reads no web pages";
    Err(Diagnostic::error("BS0129", Place::file(&input.path), message)
        .help("save the article as text or as Markdown"))
}

/// Raw copy is built as it stands, and said to be raw.
fn raw_copy(manuscript: &Manuscript) -> Option<Diagnostic> {
    let raw = raw_stem(&manuscript.path).is_some();
    raw.then(|| {
        Diagnostic::warning("BS0108", Place::file(&manuscript.path), "this is raw copy, built as it stands")
            .help(
                "make it Markdown, with marks, dates and sources, before readers see it; \
                   a `.md` file of the same name takes its place",
            )
    })
}

#[cfg(all(test, feature = "import"))]
mod tests;
