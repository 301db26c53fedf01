//! `backstory explain`: what a code of a diagnostic means, with an example that is wrong and one that is right.

use super::Outcome;
use super::terminal::Terminal;
use crate::io::{Trouble, builtin};
use crate::model::explanation::{Example, Explanation};
use crate::model::text::nearest;
use clap::Args;
use std::fmt::Write;
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory explain BS0302    what is meant, an example that is wrong and one that is right
  backstory explain 302       the same
  backstory explain           every code, in a line";

/// Tell what a code such as BS0302 means.
#[derive(Debug, Args)]
pub struct Explain {
    /// The code, as it stands in brackets behind `error` or `warning`. [default: all of them]
    code: Option<String>,
}

impl Explain {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        match &self.code {
            Some(written) => terminal.print(&told(&find(written)?, terminal)),
            None => terminal.print(&list(terminal)),
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The explanation of a code, with or without its letters and zeros.
fn find(written: &str) -> Result<Explanation<'static>, Trouble> {
    let wanted = written.trim().to_uppercase();
    let number = |code: &str| code.trim_start_matches("BS").parse::<u32>().ok();
    let code = number(&wanted).map_or(wanted, |number| format!("BS{number:04}"));
    if let Some(found) = builtin::explanations().find(|explanation| explanation.code == code) {
        return Ok(found);
    }
    let codes = || builtin::explanations().map(|explanation| explanation.code);
    let near = match number(&code) {
        Some(wanted) => codes().min_by_key(|code| number(code).map(|number| number.abs_diff(wanted))),
        None => nearest(&code, codes()),
    };
    let help = match near {
        Some(near) => format!("did you mean {near}? All of them: `backstory explain`"),
        None => "all of them: `backstory explain`".to_owned(),
    };
    Err(Trouble::new(format!("there is no code `{written}`"), help))
}

fn list(terminal: &Terminal) -> String {
    builtin::explanations().fold(String::new(), |mut list, explanation| {
        let _ = writeln!(list, "{}  {}", terminal.strong(explanation.code), explanation.title);
        list
    })
}

fn told(explanation: &Explanation<'_>, terminal: &Terminal) -> String {
    let title = format!("{}: {}", explanation.code, explanation.title);
    let mut told = format!("{}\n\n{}\n", terminal.strong(&title), explanation.meaning);
    let parts =
        [("Both with", &explanation.with), ("Wrong", &explanation.wrong), ("Right", &explanation.right)];
    for (name, examples) in parts {
        examples.iter().for_each(|example| show(&mut told, name, example, terminal));
    }
    told
}

fn show(told: &mut String, name: &str, example: &Example<'_>, terminal: &Terminal) {
    let _ = writeln!(told, "\n{}, {}:\n", terminal.strong(name), example.path);
    for line in example.text.lines() {
        let _ = writeln!(told, "{}", format!("    {line}").trim_end());
    }
}
