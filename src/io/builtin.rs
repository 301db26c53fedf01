//! The templates and themes inside the binary.

use crate::model::explanation::Explanation;

/// Each file of `templates/` and `themes/`, by its path.
pub const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// What every code means, by code.
pub fn explanations() -> impl Iterator<Item = Explanation<'static>> {
    FILES.iter().filter_map(|(path, bytes)| {
        let code = path.strip_prefix("templates/explain/")?.strip_suffix(".md")?;
        Some(Explanation::parse(code, std::str::from_utf8(bytes).ok()?))
    })
}

/// A file by its path.
pub fn file(path: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, bytes)| *bytes)
}
