//! What has one safe answer is mended: the edits that diagnostics carry, put into the files of a project. Nothing is written
//! here; that is for whoever asked.

use crate::model::diagnostic::Diagnostics;
use crate::model::edit::{Edits, edited};
use crate::model::hash::Hash;
use crate::model::input::{Input, Project};
use crate::model::output::{Output, Sink};

/// How often what was mended is looked at again, at most.
pub const ROUNDS: usize = 10;

/// The project with all edits that its diagnostics carry; nothing where there are none. Raw copy is left as it came.
pub fn round(project: &Project, found: &Diagnostics) -> Option<Project> {
    let mut edits = Edits::default();
    for diagnostic in found.sorted().into_iter().filter(|found| !found.place.path.ends_with(".txt")) {
        if let Some(edit) = &diagnostic.instead {
            edits.push(&diagnostic.place.path, edit.at, edit.text.as_str());
        }
    }
    let mut mended = project.clone();
    let mut changed = false;
    for input in &mut mended.inputs {
        let Some(edits) = edits.files.get(&input.path) else { continue };
        let Some(before) = input.text.as_deref() else { continue };
        let after = edited(before, edits);
        if after != before {
            *input = Input::new(&input.path, after.into_bytes());
            changed = true;
        }
    }
    changed.then_some(mended)
}

/// A sink that wants nothing: for a build of which only what is wrong is of interest.
pub struct Nowhere;

impl Sink for Nowhere {
    fn compares_fingerprints(&self) -> bool {
        false
    }

    fn holds(&self, _: &str, _: Hash) -> bool {
        true
    }

    fn put(&self, _: Output) {}
}
