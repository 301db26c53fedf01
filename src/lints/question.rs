//! The questions that an explainer lists are headings of its text.

use super::LintKind;
use crate::model::diagnostic::Diagnostic;
use crate::model::document::Document;
use crate::model::plan::Plan;
use crate::model::site::Site;
use crate::model::text::nearest;

/// The rule.
pub struct Question;

impl LintKind for Question {
    fn check(&self, site: &Site, _: &Plan) -> Vec<Diagnostic> {
        let explainers = site.of_kind("explainer").map(|id| &*site.entry(id).document);
        explainers.flat_map(unknown).collect()
    }
}

fn unknown(document: &Document) -> impl Iterator<Item = Diagnostic> + '_ {
    let headings = || document.body().headings.iter().map(|heading| &*heading.id);
    let asked = document.fields.texts("questions").enumerate();
    asked.filter(move |(_, asked)| !headings().any(|id| id == &***asked)).map(move |(i, asked)| {
        let place = document.location.field(&["questions".to_owned(), i.to_string()]);
        let help = match nearest(asked, headings()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("give the heading this id: `## … {{#{asked}}}`"),
        };
        Diagnostic::warning("BS0405", place, format!("no heading of this text has the id `{asked}`"))
            .help(help)
    })
}
