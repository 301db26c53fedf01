//! Writes the site that generators are compared with (`comparison/`) into a folder, for `benches/run` and for looking
//! at it by hand: `cargo bench --bench corpora -- FOLDER 1000 backstory`, or `hugo`, or `eleventy`.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod comparison;

use comparison::{Layout, files};
use rayon::prelude::*;
use std::fs;
use std::path::Path;

fn main() {
    // `cargo bench` adds a flag of its own.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let [folder, size, layout] = arguments.as_slice() else {
        println!("corpora FOLDER NUMBER backstory|hugo|eleventy");
        return;
    };
    let size = size.parse().expect("a number of explainers");
    let files = files(size, Layout::named(layout).expect("backstory, hugo or eleventy"));
    files.par_iter().for_each(|(path, text)| {
        let path = Path::new(folder).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    });
    println!("wrote a site of {size} explainers to {folder}: {} files", files.len());
}
