//! Puts `templates/` and `themes/` into the binary, so that an installed `backstory` works in an empty folder.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let mut table = String::from("&[\n");
    for folder in ["templates", "themes"] {
        println!("cargo:rerun-if-changed={folder}");
        for entry in walkdir::WalkDir::new(Path::new(&root).join(folder)).sort_by_file_name() {
            let entry = entry?;
            if !entry.file_type().is_file() {
                continue;
            }
            let file = entry.path().display().to_string();
            let inside = entry.path().strip_prefix(&root)?.display().to_string().replace('\\', "/");
            writeln!(table, "    ({inside:?}, include_bytes!({file:?})),")?;
        }
    }
    table.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("builtin.rs"), table)?;
    Ok(())
}
