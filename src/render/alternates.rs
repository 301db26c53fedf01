//! Which exports a page announces: the files that describe the same subject, in the order of their registry.

use crate::exports;
use crate::model::plan::{Page, Plan, Subject};
use crate::model::site::Site;
use crate::model::view::View;
use std::collections::HashMap;

/// The exports of every subject.
pub struct Alternates(HashMap<Subject, Vec<Announced>>);

struct Announced {
    /// The kinds of page that announce it.
    on: &'static [&'static str],
    view: View,
}

impl Alternates {
    /// The exports that the plan has.
    pub fn new(site: &Site, plan: &Plan) -> Self {
        let mut by_subject: HashMap<Subject, Vec<Announced>> = HashMap::new();
        for page in &plan.pages {
            let Some(kind) = exports::find(page.kind) else { continue };
            let Some(media_type) = kind.media_type() else { continue };
            let word = format!("export_{}", kind.name());
            let view = View::Map(vec![
                ("type", View::Constant(media_type)),
                ("title", View::text(site.words().get(&word))),
                ("url", View::url(site.settings.link(&page.path))),
            ]);
            by_subject.entry(page.subject).or_default().push(Announced { on: kind.describes(), view });
        }
        Self(by_subject)
    }

    /// What a page announces: `type`, `title` and `url` of each.
    pub fn of(&self, page: &Page) -> View {
        let all = self.0.get(&page.subject).into_iter().flatten();
        View::list(all.filter(|announced| announced.on.contains(&page.kind)).map(|a| a.view.clone()))
    }
}
