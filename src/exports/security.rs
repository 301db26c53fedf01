//! `.well-known/security.txt`, RFC 9116: whom to tell of a hole. `security:` of content/site.yml.

use super::{ExportKind, Form};
use crate::model::plan::Page;
use crate::model::record::Fields;
use crate::model::site::Site;
use crate::model::view::{Desk, View};

/// The kind `security`.
pub struct Security;

impl ExportKind for Security {
    fn name(&self) -> &'static str {
        "security"
    }

    fn form(&self) -> Form {
        Form::Template("export/security.txt")
    }

    fn pages(&self, site: &Site) -> Vec<Page> {
        let wanted = site.settings.fields.map("security").is_some() && !super::is_static(FILE, site);
        wanted.then(|| Page::of_site(self.name(), FILE)).into_iter().collect()
    }

    fn view(&self, page: &Page, desk: &Desk<'_>) -> View {
        let settings = &desk.site.settings;
        let nothing = Fields::default();
        let fields = settings.fields.map("security").unwrap_or(&nothing);
        let url = |name: &str| fields.text(name).map_or(View::None, |url| View::Url(url.clone()));
        let contacts = super::urls(fields, "contact").map(View::Url);
        let languages: Vec<&str> = fields.texts("languages").map(|tag| &**tag).collect();
        View::Map(vec![
            ("contacts", View::list(contacts)),
            ("expires", View::maybe(fields.moment("expires").map(|at| at.rfc3339(&settings.zone)))),
            ("encryption", url("encryption")),
            ("acknowledgments", url("acknowledgments")),
            ("languages", View::maybe((!languages.is_empty()).then(|| languages.join(", ")))),
            ("canonical", View::url(settings.address(&page.path))),
            ("policy", url("policy")),
            ("hiring", url("hiring")),
        ])
    }
}

const FILE: &str = ".well-known/security.txt";
