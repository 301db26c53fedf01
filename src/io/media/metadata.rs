//! Takes out of a picture what a camera or a program wrote beside it: where and when it was taken, with what, by whom,
//! small copies of it, comments. What is needed to show it stays: its colours, and which way it is held.

use super::Kind;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

/// The picture without metadata; nothing where it has none. The error is why it cannot be taken out, in words.
pub fn without(kind: Kind, bytes: &[u8]) -> Result<Option<Vec<u8>>, &'static str> {
    let clean = match kind {
        Kind::Jpeg => jpeg(bytes)?,
        Kind::Png => png(bytes)?,
        Kind::WebP => webp(bytes)?,
        Kind::Gif => gif(bytes)?,
        Kind::Avif => return avif(bytes).map(|()| None),
        // A drawing is text that its author wrote.
        Kind::Svg => return Ok(None),
    };
    Ok((clean != bytes).then_some(clean))
}

const CUT: &str = "it is broken, or its end is missing";

fn jpeg(bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    let mut picture = Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).map_err(|_| CUT)?;
    let orientation = picture.exif().and_then(|exif| orientation(&exif));
    picture.segments_mut().retain(is_shown);
    if let Some(orientation) = orientation {
        picture.set_exif(Some(exif(orientation)));
    }
    let coded: usize =
        picture.segments().iter().map(|segment| segment.len_with_entropy() - segment.len()).sum();
    let mut clean = picture.encoder().bytes().to_vec();
    // What follows the end of the picture is no part of it: another picture, a film, a maker's notes.
    let start = clean.len() - coded;
    let end = jpeg_end(clean.get(start..).unwrap_or_default()).ok_or(CUT)?;
    clean.truncate(start + end);
    Ok(clean)
}

/// Whether a segment is needed to show the picture.
fn is_shown(segment: &JpegSegment) -> bool {
    match segment.marker() {
        // JFIF, without the small copy that may follow it; the profile of its colours; how Adobe means its colours.
        markers::APP0 => segment.contents().starts_with(b"JFIF\0"),
        markers::APP2 => segment.contents().starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => segment.contents().starts_with(b"Adobe"),
        marker => !(markers::APP0..=markers::APP15).contains(&marker) && marker != markers::COM,
    }
}

/// Where the coded part of a picture ends: behind its end marker. Between its scans may stand tables.
fn jpeg_end(coded: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += coded.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match *coded.get(at + 1)? {
            0xFF => at += 1,
            0x00 | 0x01 | 0xD0..=0xD7 => at += 2,
            0xD9 => return Some(at + 2),
            _ => {
                let length = usize::from(u16::from_be_bytes([*coded.get(at + 2)?, *coded.get(at + 3)?]));
                at += 2 + length.max(2);
            }
        }
    }
}

fn png(bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    const SHOWN: [&[u8; 4]; 19] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
        b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
    ];
    let mut picture = Png::from_bytes(Bytes::copy_from_slice(bytes)).map_err(|_| CUT)?;
    if picture.chunk_by_type(*b"IEND").is_none() {
        return Err(CUT);
    }
    let orientation = picture.exif().and_then(|exif| orientation(&exif));
    picture.chunks_mut().retain(|chunk| SHOWN.contains(&&chunk.kind()));
    if let Some(orientation) = orientation {
        picture.set_exif(Some(exif(orientation)));
    }
    Ok(picture.encoder().bytes().to_vec())
}

fn webp(bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    let mut picture = WebP::from_bytes(Bytes::copy_from_slice(bytes)).map_err(|_| CUT)?;
    let orientation = picture.exif().and_then(|exif| orientation(&exif));
    let shown = [*b"VP8X", *b"VP8 ", *b"VP8L", *b"ALPH", *b"ANIM", *b"ANMF", *b"ICCP"];
    let before = picture.chunks().len();
    picture.chunks_mut().retain(|chunk| shown.contains(&chunk.id()));
    if picture.chunks().len() == before {
        return Ok(bytes.get(..picture.len() as usize).unwrap_or(bytes).to_vec());
    }
    picture.set_exif(orientation.map(exif));
    Ok(picture.encoder().bytes().to_vec())
}

/// Comments and the notes of programs are blocks of their own; that of an animation is kept.
fn gif(bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let header = 13 + table(*bytes.get(10).ok_or(CUT)?);
    let mut clean = bytes.get(..header).ok_or(CUT)?.to_vec();
    let mut at = header;
    loop {
        let start = at;
        let (head, keep) = match *bytes.get(at).ok_or(CUT)? {
            0x3B => {
                clean.push(0x3B);
                return Ok(clean);
            }
            0x2C => (11 + table(*bytes.get(at + 9).ok_or(CUT)?), true),
            0x21 => {
                let label = *bytes.get(at + 1).ok_or(CUT)?;
                let name = bytes.get(at + 3..at + 14).unwrap_or_default();
                (2, label == 0xF9 || (label == 0xFF && (name == b"NETSCAPE2.0" || name == b"ANIMEXTS1.0")))
            }
            _ => return Err(CUT),
        };
        at += head;
        loop {
            let length = usize::from(*bytes.get(at).ok_or(CUT)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
        if keep {
            clean.extend_from_slice(bytes.get(start..at).ok_or(CUT)?);
        }
    }
}

/// Boxes within boxes: what is in one of these is only looked for.
fn avif(bytes: &[u8]) -> Result<(), &'static str> {
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default();
    let has = |sign: &[u8]| head.windows(sign.len()).any(|window| window == sign);
    match has(b"Exif") || has(b"application/rdf+xml") {
        true => Err("it carries metadata, which Backstory cannot take out of an AVIF"),
        false => Ok(()),
    }
}

/// The way a picture is held, by its Exif: nothing where it is upright.
fn orientation(exif: &[u8]) -> Option<u16> {
    let big = match exif.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair: [u8; 2] = exif.get(at..at + 2)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let long = |at: usize| {
        let four: [u8; 4] = exif.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }).ok()
    };
    let table = long(4)?;
    let entries = usize::from(short(table)?);
    let entry = (0..entries).map(|i| table + 2 + i * 12).find(|at| short(*at) == Some(0x0112))?;
    short(entry + 8).filter(|orientation| (2..=8).contains(orientation))
}

/// Exif that says how a picture is held, and nothing else.
fn exif(orientation: u16) -> Bytes {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    exif.extend_from_slice(&orientation.to_be_bytes());
    exif.extend_from_slice(&[0; 6]);
    exif.into()
}
