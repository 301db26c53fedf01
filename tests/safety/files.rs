//! The cases that only a file system can hold: links, pipes, odd names, files that may not be read or are too large.

use crate::Row;
use crate::pictures::{jpeg, png};
use crate::site::Site;
use backstory::io::load;
use backstory::model::input::Options;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// All of them.
pub fn rows() -> Vec<Row> {
    vec![links(), pipes(), names(), unreadable(), drawings(), pictures(), large(), empty()]
}

fn links() -> Row {
    let site = Site::new();
    site.write("elsewhere/secret.md", b"---\ntitle: Secret\n---\nSecret words.\n");
    fs::create_dir_all(site.path("content/terms")).unwrap();
    fs::create_dir_all(site.path("content/media")).unwrap();
    symlink(site.path("elsewhere/secret.md"), site.path("content/terms/outside.md")).unwrap();
    symlink(site.path("elsewhere"), site.path("content/people")).unwrap();
    symlink("loop.md", site.path("content/terms/loop.md")).unwrap();
    symlink(site.path("content"), site.path("content/places")).unwrap();
    symlink("/etc/passwd", site.path("content/media/x.png")).unwrap();
    symlink(site.path("elsewhere"), site.path("templates")).unwrap();
    let (_, _, store) = site.built();
    assert!(!store.all().values().any(|bytes| String::from_utf8_lossy(bytes).contains("Secret words")));
    site.row(
        "22. Links: outside, a folder, a loop, a parent, a picture, templates",
        &[
            ("content/media/x.png", "BS0109"),
            ("content/people", "BS0109"),
            ("content/places", "BS0109"),
            ("content/terms/loop.md", "BS0109"),
            ("content/terms/outside.md", "BS0109"),
            ("templates", "BS0109"),
        ],
    )
}

fn pipes() -> Row {
    let site = Site::new();
    fs::create_dir_all(site.path("content/terms")).unwrap();
    assert!(Command::new("mkfifo").arg(site.path("content/terms/pipe.md")).status().unwrap().success());
    let _socket = UnixListener::bind(site.path("content/terms/socket.md")).unwrap();
    let (_, found, _) = site.built();
    assert!(!found.has_errors(), "they are left out");
    site.row(
        "23. A pipe and a socket",
        &[("content/terms/pipe.md", "BS0109"), ("content/terms/socket.md", "BS0109")],
    )
}

fn names() -> Row {
    let site = Site::new();
    fs::create_dir_all(site.path("content/terms")).unwrap();
    let odd = site.path("content/terms").join(OsStr::from_bytes(b"caf\xE9.md"));
    fs::write(odd, "---\ntitle: x\n---\n").unwrap();
    let long = format!("content/terms/{}.md", "a".repeat(240));
    site.write(&long, b"---\ntitle: x\n---\n");
    site.write("content/terms/line\nfeed.md", b"---\ntitle: x\n---\n");
    site.row(
        "24. Names that are no text, too long, or hold a line end",
        &[
            ("content/terms/caf\\xe9.md", "BS0125"),
            (&long, "BS0103"),
            ("content/terms/line\nfeed.md", "BS0103"),
        ],
    )
}

/// Root may read everything: the command is run as somebody else then.
fn unreadable() -> Row {
    let site = Site::new();
    site.write("content/terms/closed.md", b"---\ntitle: x\n---\n");
    site.write("content/terms/broken.md", b"---\ntitle: [\n---\n");
    let closed =
        |mode| fs::set_permissions(site.path("content/terms/closed.md"), fs::Permissions::from_mode(mode));
    closed(0o000).unwrap();
    let expected = [("content/terms/broken.md:2:9", "BS0118"), ("content/terms/closed.md", "BS0109")];
    if fs::read(site.path("content/terms/closed.md")).is_err() {
        return site.row("25. A file that may not be read, beside a broken one", &expected);
    }
    fs::set_permissions(site.0.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let program = tempfile::tempdir().unwrap();
    fs::set_permissions(program.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_backstory"), program.path().join("backstory")).unwrap();
    let mut command = Command::new(program.path().join("backstory"));
    command.args(["check", "--format", "short"]).current_dir(site.0.path()).uid(65534).gid(65534);
    let output = command.output().unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let rights = expected.iter().map(|(place, code)| {
        let path = place.split(':').next().unwrap();
        let line = said.lines().find(|line| line.starts_with(path) && line.contains(code));
        let there = line.is_some_and(|line| line.starts_with(place));
        [line.is_some(), there, line.is_some()]
    });
    Row {
        name: "25. A file that may not be read, beside a broken one".into(),
        rights: rights.collect(),
        told: said,
    }
}

fn drawings() -> Row {
    let site = Site::new();
    site.write(
        "content/media/script.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    );
    site.write("content/media/handler.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
    site.write("content/media/object.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><foreignObject/></svg>");
    site.write(
        "content/media/link.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg'><a href='java&#115;cript:alert(1)'><text>x</text></a></svg>",
    );
    site.write(
        "content/media/fetch.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='https://x.example/'/></svg>",
    );
    site.row(
        "29. Drawings that run or fetch something",
        &["script", "handler", "object", "link", "fetch"]
            .map(|name| (format!("content/media/{name}.svg"), "BS0308"))
            .each_ref()
            .map(|(path, code)| (path.as_str(), *code)),
    )
}

fn pictures() -> Row {
    let site = Site::new();
    site.write("content/media/bomb.png", &png(60_000, 60_000, &[]));
    site.write("content/media/cut.png", &png(4, 3, &[])[..40]);
    site.write("content/media/cut.jpg", &jpeg(&[])[..60]);
    site.write("content/media/named.jpg", &png(4, 3, &[]));
    site.write("content/media/none.webp", b"no picture at all");
    site.row(
        "32. Pictures: a bomb, two that are cut, a wrong ending, none at all",
        &[
            ("content/media/bomb.png", "BS0701"),
            ("content/media/cut.png", "BS0703"),
            ("content/media/cut.jpg", "BS0703"),
            ("content/media/named.jpg", "BS0702"),
            ("content/media/none.webp", "BS0702"),
        ],
    )
}

/// Two gigabytes that are not there: the file has a size and no content.
fn large() -> Row {
    let site = Site::new();
    for path in ["content/terms/large.md", "content/media/large.png"] {
        site.write(path, b"");
        fs::File::options().write(true).open(site.path(path)).unwrap().set_len(2 << 30).unwrap();
    }
    site.row(
        "44. Files of two gigabytes",
        &[("content/terms/large.md", "BS0109"), ("content/media/large.png", "BS0701")],
    )
}

fn empty() -> Row {
    let site = Site(tempfile::tempdir().unwrap());
    fs::create_dir_all(site.path("content")).unwrap();
    let row = site.row("45. Nothing at all", &[("content", "BS0101"), ("content/site.yml", "BS0121")]);
    let nowhere = tempfile::tempdir().unwrap();
    let Err(trouble) = load::project(nowhere.path(), Options::default()) else { panic!("there is no site") };
    assert!(trouble.help.contains("backstory new site"), "{}", trouble.help);
    row
}
