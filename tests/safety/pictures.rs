//! Pictures that tell too much, and what is published of them.

use crate::site::Site;
use img_parts::jpeg::Jpeg;
use img_parts::png::{Png, PngChunk};
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};
use std::fs;
use std::process::Command;

/// Exif with a place, a name and an orientation.
fn telling(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0]);
    exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0GPS 48.8566 N CANARY");
    exif
}

#[test]
fn what_a_camera_wrote_is_not_published() {
    let exif = telling(6);
    let app1 = [b"Exif\0\0", exif.as_slice()].concat();
    let mut photo = jpeg(&[
        (0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        (0xE1, &app1),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>CANARY</x:xmpmeta>"),
        (0xE2, b"ICC_PROFILE\0\x01\x01profile"),
        (0xE2, b"MPF\0CANARY"),
        (0xED, b"Photoshop 3.0\08BIM CANARY"),
        (0xFE, b"CANARY, a comment"),
    ]);
    photo.extend(b"a film, and another picture: CANARY");
    let drawn = png(
        4,
        3,
        &[
            (b"eXIf", &exif),
            (b"tEXt", b"Author\0CANARY"),
            (b"tIME", b"\x07\xE6\x03\x1C\0\0\0"),
            (b"pHYs", &[0, 0, 0, 1, 0, 0, 0, 1, 0]),
        ],
    );
    let mut riff = b"WEBP".to_vec();
    for (id, data) in [
        (b"VP8X", &[0b0000_1100, 0, 0, 0, 0, 0, 0, 0, 0, 0][..]),
        (b"VP8L", &[0x2F, 0, 0, 0, 0, 0]),
        (b"EXIF", &exif),
        (b"XMP ", b"CANARY xmp"),
    ] {
        riff.extend(id);
        riff.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        riff.extend(data);
        riff.extend(vec![0; data.len() % 2]);
    }
    let webp = [&b"RIFF"[..], &u32::try_from(riff.len()).unwrap().to_le_bytes(), &riff].concat();
    let gif = [
        &b"GIF89a\x01\0\x01\0\0\0\0"[..],
        b"\x21\xFE\x06CANARY\0",
        b"\x21\xFF\x0BXMP DataXMP\x06CANARY\0",
        b"\x21\xF9\x04\0\0\0\0\0",
        b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;",
    ]
    .concat();
    let site = Site::new();
    let pictures = [("a.jpg", photo), ("b.png", drawn), ("c.webp", webp), ("d.gif", gif)];
    let mut body = "---\ntitle: X\n---\n".to_owned();
    for (name, bytes) in &pictures {
        assert!(contains(bytes, b"CANARY"), "{name}");
        site.write(&format!("content/media/{name}"), bytes);
        body.push_str(&format!("![x]({name})\n*x* [x]\n\n"));
    }
    site.write("content/explainers/x.md", body.as_bytes());
    let output = Command::new(env!("CARGO_BIN_EXE_backstory"))
        .arg("build")
        .current_dir(site.0.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let published = |name: &str| Bytes::from(fs::read(site.path("public/media").join(name)).unwrap());
    for (name, original) in &pictures {
        let bytes = published(name);
        assert!(
            !contains(&bytes, b"CANARY") && !contains(&bytes, b"48.8566"),
            "{name} tells where it was taken"
        );
        assert!(bytes.len() < original.len());
    }
    // The pixels are as they were, and which way the picture is held.
    let photo = Jpeg::from_bytes(published("a.jpg")).unwrap();
    assert_eq!(photo.dimensions(), Some((1, 1)));
    assert!(published("a.jpg").ends_with(&[0x3F, 0xFF, 0x00, 0xFF, 0xD9]));
    assert!(contains(&published("a.jpg"), b"ICC_PROFILE\0\x01\x01profile"), "its colours are kept");
    let drawn = Png::from_bytes(published("b.png")).unwrap();
    let data = |png: &Png| png.chunk_by_type(*b"IDAT").unwrap().contents().clone();
    assert_eq!(data(&drawn), data(&Png::from_bytes(Bytes::from(png(4, 3, &[]))).unwrap()));
    assert!(drawn.chunk_by_type(*b"pHYs").is_some());
    let webp = WebP::from_bytes(published("c.webp")).unwrap();
    for exif in [photo.exif(), drawn.exif(), webp.exif()] {
        let exif = exif.unwrap();
        assert_eq!(exif.len(), 26, "it says one thing");
        assert_eq!(exif[18..20], [0, 6], "and that is the orientation");
    }
    // What has nothing to take out is published byte by byte.
    let plain = Site::new();
    plain.write("content/media/a.jpg", &jpeg(&[]));
    plain.write("content/explainers/x.md", b"---\ntitle: X\n---\n![x](a.jpg)\n*x* [x]\n");
    let output = Command::new(env!("CARGO_BIN_EXE_backstory"))
        .arg("build")
        .current_dir(plain.0.path())
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(fs::read(plain.path("public/media/a.jpg")).unwrap(), jpeg(&[]));
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// A picture of a few grey points, with these chunks before its data.
pub fn png(width: u32, height: u32, more: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 0, 0, 0, 0]);
    // Rows of zeros, stored as they are.
    let rows = vec![0_u8; (4 + 1) * 3];
    let length = u16::try_from(rows.len()).unwrap();
    let mut data = vec![0x78, 0x01, 0x01];
    data.extend(length.to_le_bytes());
    data.extend((!length).to_le_bytes());
    data.extend(&rows);
    data.extend(adler(&rows).to_be_bytes());
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let chunks = [(b"IHDR", header.as_slice())].into_iter().chain(more.iter().copied());
    for (kind, contents) in chunks.chain([(b"IDAT", data.as_slice()), (b"IEND", &[][..])]) {
        let chunk = PngChunk::new(*kind, Bytes::copy_from_slice(contents));
        bytes.extend(chunk.encoder().bytes().as_ref());
    }
    bytes
}

fn adler(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    (b << 16) | a
}

/// The smallest grey JPEG, with these segments at its head.
pub fn jpeg(more: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    let mut segment = |marker: u8, contents: &[u8]| {
        bytes.extend([0xFF, marker]);
        bytes.extend(u16::try_from(contents.len() + 2).unwrap().to_be_bytes());
        bytes.extend(contents);
    };
    more.iter().for_each(|(marker, contents)| segment(*marker, contents));
    let mut table = vec![0];
    table.extend([1; 64]);
    segment(0xDB, &table);
    segment(0xC0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    let codes = |class: u8| [&[class, 1][..], &[0; 15], &[0]].concat();
    segment(0xC4, &codes(0));
    segment(0xC4, &codes(0x10));
    segment(0xDA, &[1, 1, 0, 0, 63, 0]);
    bytes.extend([0x3F, 0xFF, 0x00, 0xFF, 0xD9]);
    bytes
}
