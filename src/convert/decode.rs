//! Bytes become text: the encoding the file names, or else the one it looks like. What is no text is refused, by what it
//! is. Control characters, which no page can hold, are left out.

use super::refusal::Refusal;
use crate::model::text::is_forbidden;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text, and what an editor should know of how it was read.
#[derive(Debug, PartialEq)]
pub struct Decoded {
    pub text: String,
    pub notes: Vec<String>,
}

/// Reads text.
pub fn text(bytes: &[u8]) -> Result<Decoded, Refusal> {
    if let Some(kind) = kind(bytes) {
        return Err(Refusal::new(
            format!("is {kind}, not text"),
            "save the article as text, HTML, Markdown or `.docx`",
        ));
    }
    let mut notes = Vec::new();
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default()).0.into_owned()
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => guessed(bytes, &mut notes)?,
        },
    };
    let forbidden = text.chars().filter(|c| is_forbidden(*c)).count();
    if forbidden * 50 > text.chars().count() {
        return Err(binary());
    }
    if forbidden > 0 {
        notes.push(format!("{forbidden} control characters were left out"));
    }
    if text.contains('\u{fffd}') {
        notes.push("some characters could not be read, and stand as �".to_owned());
    }
    let text: String =
        if forbidden > 0 { text.chars().filter(|c| !is_forbidden(*c)).collect() } else { text };
    if text.trim().is_empty() {
        return Err(Refusal::new("is empty", "look whether it was saved"));
    }
    Ok(Decoded { text, notes })
}

fn binary() -> Refusal {
    Refusal::new(
        "is no text: it is full of control characters",
        "save the article as text, HTML, Markdown or `.docx`",
    )
}

/// Text in an encoding that is not UTF-8.
fn guessed(bytes: &[u8], notes: &mut Vec<String>) -> Result<String, Refusal> {
    if let Some(utf_16) = utf_16(bytes) {
        notes.push(format!("read as {}", utf_16.name()));
        return Ok(utf_16.decode_without_bom_handling(bytes).0.into_owned());
    }
    if bytes.contains(&0) {
        return Err(binary());
    }
    if let Some(encoding) = named(bytes).filter(|encoding| *encoding != UTF_8) {
        notes.push(format!("read as {}, as the page says", encoding.name()));
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    if let Some(text) = mixed(bytes) {
        notes.push("the file mixes encodings: what is not UTF-8 in it was read as Windows-1252".to_owned());
        return Ok(text);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    notes.push(format!("the encoding is not told; read as {}", encoding.name()));
    Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// UTF-16 without a mark: every other byte is nothing.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(512))?;
    let nothing = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count() * 4;
    match (nothing(0) > head.len(), nothing(1) > head.len()) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// The encoding that a page names in its first bytes.
fn named(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = bytes.iter().take(2048).map(u8::to_ascii_lowercase).collect();
    let text = String::from_utf8_lossy(&head).into_owned();
    let at = text.find("charset=")?;
    let label = text.get(at + 8..)?.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?.as_bytes())
}

/// Text that is UTF-8 but for some bytes: more of its other letters are right than wrong.
fn mixed(bytes: &[u8]) -> Option<String> {
    let (mut text, mut right, mut wrong) = (String::with_capacity(bytes.len()), 0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        text.push_str(chunk.valid());
        wrong += chunk.invalid().len();
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    (right >= 2 && right > wrong).then_some(text)
}

/// What a file is by its first bytes, where it is no text.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 14] = [
        (b"%PDF-", "a PDF"),
        (b"\x89PNG", "a picture (PNG)"),
        (b"\xff\xd8\xff", "a picture (JPEG)"),
        (b"GIF8", "a picture (GIF)"),
        (b"RIFF", "a picture, sound or film"),
        (b"PK\x03\x04", "an archive (ZIP)"),
        (b"\x1f\x8b", "an archive (gzip)"),
        (b"7z\xbc\xaf", "an archive (7z)"),
        (b"Rar!", "an archive (RAR)"),
        (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook file"),
        (b"{\\rtf", "an RTF file"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"ID3", "a sound file"),
    ];
    KINDS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> String {
        text(bytes).unwrap().text
    }

    #[test]
    fn any_encoding_is_read() {
        let words = "Le café est fermé, dit l’élève. C’était déjà l’été.";
        assert_eq!(read(words.as_bytes()), words);
        assert_eq!(read(&WINDOWS_1252.encode(words).0), words);
        let little: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&little), words);
        assert_eq!(read(&[b"\xff\xfe".as_slice(), &little].concat()), words);
        assert_eq!(read(&[b"\xef\xbb\xbf".as_slice(), words.as_bytes()].concat()), words);
        let mixed = [words.as_bytes(), b" \x93caf\xe9\x94"].concat();
        assert_eq!(read(&mixed), format!("{words} “café”"));
        let russian = "Переговоры возобновятся в четверг, сообщили в министерстве.";
        let bytes = encoding_rs::WINDOWS_1251.encode(russian).0.into_owned();
        assert_eq!(read(&bytes), russian);
        let page = [b"<meta charset=koi8-r><p>".as_slice(), &encoding_rs::KOI8_R.encode(russian).0].concat();
        assert!(read(&page).ends_with(russian));
    }

    #[test]
    fn what_is_no_text_is_refused_by_what_it_is() {
        for (bytes, says) in [
            (b"%PDF-1.7 ...".as_slice(), "a PDF"),
            (b"\x89PNG\r\n", "a picture"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word"),
            (b"\x00\x01\x02\x03\x04\x05\x00\xff\xfe\x01", "control characters"),
            (b" \n\t ", "is empty"),
            (b"", "is empty"),
        ] {
            let refused = text(bytes).unwrap_err();
            assert!(refused.message.contains(says), "{}", refused.message);
        }
    }
}
