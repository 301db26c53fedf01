//! A site on disk, to be read as a person's is.

use crate::{Expected, Row};
use backstory::io::load;
use backstory::io::store::Store;
use backstory::model::diagnostic::Diagnostics;
use backstory::model::input::{Options, Project};
use backstory::{Memory, build};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// A site on disk.
pub struct Site(pub TempDir);

impl Site {
    pub fn new() -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        site.write("content/site.yml", b"title: Site\nbase_url: https://example.org/\n");
        site.write("content/pages/about.md", b"---\ntitle: About\n---\nWho we are.\n");
        site
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn built(&self) -> (Project, Diagnostics, Store) {
        let Ok((project, mut found)) = load::project(self.0.path(), Options::default()) else {
            panic!("no site")
        };
        let store = Store::new();
        found.extend(build(&project, &mut Memory::new(), &store).sorted().into_iter().cloned());
        store.settle();
        (project, found, store)
    }

    pub fn row(&self, name: &str, expected: &[(&str, &str)]) -> Row {
        let (project, found, _) = self.built();
        let expected: Vec<Expected> = expected
            .iter()
            .map(|(place, code)| Expected { place: (*place).to_owned(), code: (*code).to_owned() })
            .collect();
        crate::row(name.to_owned(), &expected, &found, &project)
    }
}
