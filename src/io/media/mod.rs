//! Pictures and other media on disk: how large they are, what is wrong with them, and the bytes that readers get. How
//! metadata is taken out of a picture is for `metadata`.

mod drawing;
mod metadata;

use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::hash::{Hash, Hashing};
use crate::model::output::Content;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The largest file of a picture, in bytes: it is read whole.
const LARGEST: u64 = 64 << 20;
/// The longest side of a picture, in pixels, and the most pixels: more would fill the memory of a reader's device.
const LONGEST_SIDE: usize = 30_000;
const MOST_PIXELS: usize = 200_000_000;

/// A medium as it is read.
pub struct Seen {
    /// The hash of its bytes.
    pub hash: Hash,
    /// Width and height in pixels, where it is a picture.
    pub size: Option<(u32, u32)>,
}

/// Why a medium was not read.
pub enum Refused {
    /// The system does not give it.
    Unreadable(io::Error),
    /// It must not be published so.
    Wrong(Box<Diagnostic>),
}

/// Reads a medium: a picture whole, anything else by its hash.
pub fn look(path: &Arc<str>, file: &Path) -> Result<Seen, Refused> {
    let is_published_as_it_is = path.starts_with("content/static/");
    match Kind::by_name(path) {
        Some(kind) if !is_published_as_it_is => picture(path, file, kind),
        _ => {
            let mut hashing = Hashing::default();
            File::open(file)
                .and_then(|mut file| io::copy(&mut file, &mut hashing))
                .map_err(Refused::Unreadable)?;
            Ok(Seen { hash: hashing.finish(), size: size_of(path, file) })
        }
    }
}

/// The bytes of a file of the site, as readers get them.
pub fn published(content: &Content) -> io::Result<Vec<u8>> {
    match content {
        Content::Bytes(bytes) => Ok(bytes.to_vec()),
        Content::File(file) => std::fs::read(file),
        Content::Picture(file) => {
            let bytes = std::fs::read(file)?;
            let kind = Kind::by_name(&file.to_string_lossy());
            let clean = kind.map(|kind| metadata::without(kind, &bytes));
            match clean {
                None => Ok(bytes),
                Some(Ok(None)) => Ok(bytes),
                Some(Ok(Some(clean))) => Ok(clean),
                // It was whole when it was read: it has changed since.
                Some(Err(reason)) => Err(io::Error::new(io::ErrorKind::InvalidData, reason)),
            }
        }
    }
}

/// The kinds of picture that browsers show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Jpeg,
    Png,
    Gif,
    WebP,
    Avif,
    Svg,
}

impl Kind {
    fn by_name(path: &str) -> Option<Self> {
        match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "png" => Some(Self::Png),
            "gif" => Some(Self::Gif),
            "webp" => Some(Self::WebP),
            "avif" => Some(Self::Avif),
            "svg" => Some(Self::Svg),
            _ => None,
        }
    }

    /// By the first bytes, whatever the file is called.
    fn by_bytes(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [b'G', b'I', b'F', b'8', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', ..] => Some(Self::Avif),
            _ => {
                let text = std::str::from_utf8(bytes).unwrap_or_default();
                text.contains("<svg").then_some(Self::Svg)
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Avif => "AVIF",
            Self::Svg => "SVG",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Avif => "avif",
            Self::Svg => "svg",
        }
    }
}

fn picture(path: &Arc<str>, file: &Path, kind: Kind) -> Result<Seen, Refused> {
    let wrong = |code: &'static str, message: String, help: &str| {
        Refused::Wrong(Box::new(Diagnostic::error(code, Place::file(path), message).help(help)))
    };
    let length = std::fs::metadata(file).map_err(Refused::Unreadable)?.len();
    if length > LARGEST {
        let message =
            format!("this picture is too large: {} MB, and the most is {} MB", length >> 20, LARGEST >> 20);
        return Err(wrong("BS0701", message, "save it smaller: readers on a phone have to load it"));
    }
    let bytes = std::fs::read(file).map_err(Refused::Unreadable)?;
    match Kind::by_bytes(&bytes) {
        Some(found) if found == kind => {}
        Some(found) => {
            let message = format!("this picture is a {}, and its name says {}", found.name(), kind.name());
            return Err(wrong(
                "BS0702",
                message,
                &format!("name it `….{}`, here and where it is shown", found.ending()),
            ));
        }
        None => {
            let message = format!("this is no {} that a browser could show", kind.name());
            return Err(wrong("BS0702", message, "export it anew from the program it was made with"));
        }
    }
    if kind == Kind::Svg {
        if let Some(what) = drawing::runs(&bytes) {
            let help = "export it without; a drawing that must have it belongs in `content/static/`";
            return Err(wrong("BS0308", format!("this drawing {what}"), help));
        }
        return Ok(Seen { hash: Hash::of(&bytes), size: drawing::size(&bytes) });
    }
    let Ok(size) = imagesize::blob_size(&bytes) else {
        let message = "this picture cannot be read: its beginning is broken, or cut off".to_owned();
        return Err(wrong("BS0703", message, "save it anew, or get the file again"));
    };
    if size.width.max(size.height) > LONGEST_SIDE || size.width.saturating_mul(size.height) > MOST_PIXELS {
        let message = format!("this picture is too large to show: {} by {} pixels", size.width, size.height);
        let help = format!(
            "scale it down: at most {LONGEST_SIDE} pixels on a side, and {} million in all",
            MOST_PIXELS / 1_000_000
        );
        return Err(wrong("BS0701", message, &help));
    }
    if let Err(reason) = metadata::without(kind, &bytes) {
        return Err(wrong(
            "BS0703",
            format!("this picture cannot be published: {reason}"),
            "save it anew without metadata, or get the file again",
        ));
    }
    let small = |n: usize| u32::try_from(n).ok();
    Ok(Seen { hash: Hash::of(&bytes), size: small(size.width).zip(small(size.height)) })
}

/// The size of a picture that is published as it is.
fn size_of(path: &str, file: &Path) -> Option<(u32, u32)> {
    Kind::by_name(path).filter(|kind| *kind != Kind::Svg)?;
    let size = imagesize::size(file).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}
