//! Why a file does not become an article, and what to do about it.

/// A file that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong with it: the rest of a sentence that begins with its name.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl Refusal {
    /// A refusal.
    pub fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self { message: message.into(), help }
    }
}
