//! What a code of a diagnostic means: the document of `templates/explain/`, taken apart. It has a title, a few sentences, and
//! an example that is wrong and one that is right, each made of files in fences of four backticks.

/// An explanation of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation<'a> {
    /// The code: `BS0110`.
    pub code: &'a str,
    /// What it is about, in a line.
    pub title: &'a str,
    /// What it means, and why it matters.
    pub meaning: &'a str,
    /// Files that stand beside both examples.
    pub with: Vec<Example<'a>>,
    /// Files that give the diagnostic.
    pub wrong: Vec<Example<'a>>,
    /// The same files without it.
    pub right: Vec<Example<'a>>,
}

/// A file of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example<'a> {
    /// Its path inside the site.
    pub path: &'a str,
    /// What it holds.
    pub text: &'a str,
}

const FENCE: &str = "````";

impl<'a> Explanation<'a> {
    /// The explanation that a document gives of a code.
    pub fn parse(code: &'a str, document: &'a str) -> Self {
        let (title, rest) = document.split_once('\n').unwrap_or((document, ""));
        let mut explanation = Self {
            code,
            title: title.trim_start_matches("# ").trim(),
            meaning: "",
            with: Vec::new(),
            wrong: Vec::new(),
            right: Vec::new(),
        };
        for (heading, section) in sections(rest) {
            match heading {
                "" => explanation.meaning = section.trim(),
                "With" => explanation.with = examples(section),
                "Wrong" => explanation.wrong = examples(section),
                "Right" => explanation.right = examples(section),
                _ => {}
            }
        }
        explanation
    }
}

/// The sections of a document with their headings; the first has none. What stands in a fence is no heading.
fn sections(text: &str) -> Vec<(&str, &str)> {
    let mut starts = vec![("", 0, 0)];
    let (mut at, mut inside) = (0, false);
    for line in text.split_inclusive('\n') {
        let after = at + line.len();
        match line.strip_prefix("## ") {
            Some(heading) if !inside => starts.push((heading.trim(), at, after)),
            _ => inside ^= line.starts_with(FENCE),
        }
        at = after;
    }
    let ends = starts.iter().skip(1).map(|(_, at, _)| *at).chain([text.len()]);
    starts.iter().zip(ends).map(|((heading, _, from), to)| (*heading, &text[*from..to])).collect()
}

/// The files of a section.
fn examples(section: &str) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    let mut rest = section;
    while let Some((_, from)) = rest.split_once(FENCE) {
        let Some((info, inside)) = from.split_once('\n') else { break };
        let Some((text, after)) = inside.split_once(FENCE) else { break };
        let path = info.split_whitespace().next_back().unwrap_or_default();
        found.push(Example { path, text });
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_taken_apart() {
        let document = "# A title\n\nWhat it means.\n\nMore.\n\n## Wrong\n\n````yaml content/a.yml\n## b\n````\n\n\
                        ````yaml content/b.yml\nb: c\n````\n\n## Right\n\n````yaml content/a.yml\n````\n";
        let told = Explanation::parse("BS0110", document);
        assert_eq!((told.title, told.meaning), ("A title", "What it means.\n\nMore."));
        let a = Example { path: "content/a.yml", text: "## b\n" };
        assert_eq!(told.wrong, [a, Example { path: "content/b.yml", text: "b: c\n" }]);
        assert_eq!(told.right, [Example { path: "content/a.yml", text: "" }]);
        assert!(told.with.is_empty());
    }
}
