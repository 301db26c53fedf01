//! What is wrong with a body, before it is known which file it stands in.

use super::Builder;
use crate::model::diagnostic::{Diagnostic, Place};
use crate::model::text::Span;

/// Something wrong with a body, before it is known which file it stands in.
#[derive(Debug)]
pub struct Mistake {
    code: &'static str,
    span: Span,
    message: String,
    help: String,
    warning: bool,
    /// What to write at the place, where there is one safe answer.
    instead: Option<String>,
}

impl Mistake {
    /// The diagnostic, once places are known.
    pub fn diagnostic(self, place: impl Fn(Span) -> Place) -> Diagnostic {
        let place = place(self.span);
        let diagnostic = match self.warning {
            true => Diagnostic::warning(self.code, place, self.message),
            false => Diagnostic::error(self.code, place, self.message),
        };
        let diagnostic = diagnostic.help(self.help);
        match self.instead {
            Some(instead) => diagnostic.instead(instead),
            None => diagnostic,
        }
    }

    /// The same in a field, where the place is the field as a whole and not what is to be mended.
    pub fn in_field(self) -> Self {
        Self { instead: None, ..self }
    }
}

impl Builder {
    pub(super) fn wrong(&mut self, code: &'static str, span: Span, message: &str, help: &str) {
        self.mistakes.push(Mistake {
            code,
            span,
            message: message.into(),
            help: help.into(),
            warning: false,
            instead: None,
        });
    }

    /// Adds to what was just found what to write instead.
    pub(super) fn meant(&mut self, instead: Option<String>) {
        if let Some(mistake) = self.mistakes.last_mut() {
            mistake.instead = instead;
        }
    }

    pub(super) fn warn(&mut self, code: &'static str, span: Span, message: &str, help: &str) {
        self.wrong(code, span, message, help);
        if let Some(mistake) = self.mistakes.last_mut() {
            mistake.warning = true;
        }
    }
}
