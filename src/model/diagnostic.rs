//! What is wrong, as data: a sentence, a place, and something to do. Drawn by `io::report`, nowhere else.

use super::edit::Edit;
use super::text::Span;
use std::sync::Arc;

/// One thing that is wrong, or looks wrong, with content or templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code, such as `BS0203`.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What to say under the underlined place.
    pub label: String,
    /// A second place that matters, and what to say there.
    pub related: Option<(Place, String)>,
    /// What to do.
    pub help: String,
    /// What to write in the same file instead, where there is one safe answer. `check --fix` writes it.
    pub instead: Option<Edit>,
}

/// A stable diagnostic code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The site is not written.
    Error,
    /// The site is written; an editor should look.
    Warning,
    /// Nothing is wrong; an editor may want to know.
    Note,
}

impl Severity {
    /// The word for it: `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place in a file of the site. An empty span is the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The path inside the site.
    pub path: Arc<str>,
    /// The bytes meant.
    pub span: Span,
}

impl Place {
    /// A file as a whole.
    pub fn file(path: &Arc<str>) -> Self {
        Self { path: path.clone(), span: Span::default() }
    }
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            code: Code(code),
            severity: Severity::Error,
            message: message.into(),
            place,
            label: String::new(),
            related: None,
            help: String::new(),
            instead: None,
        }
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// The same, with words under the underlined place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same, with something to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same, with the one safe answer: what to write at the place.
    pub fn instead(self, text: impl Into<String>) -> Self {
        let at = self.place.span;
        self.instead_at(at, text)
    }

    /// The same, with the one safe answer: what to write elsewhere in the file.
    pub fn instead_at(mut self, at: Span, text: impl Into<String>) -> Self {
        self.instead = Some(Edit { at, text: text.into() });
        self
    }

    /// The same, with a second place.
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related = Some((place, label.into()));
        self
    }
}

/// All that one build found.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds many.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(diagnostics);
    }

    /// All of them, by path and place, each once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
        all.dedup();
        all
    }

    /// How many of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.sorted().iter().filter(|d| d.severity == severity).count()
    }

    /// Whether the site must not be written.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
