//! `backstory completions`: what a shell needs to complete commands and options.

use super::terminal::Terminal;
use super::{Cli, Outcome};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory completions bash > ~/.local/share/bash-completion/completions/backstory
  backstory completions zsh > \"${fpath[1]}/_backstory\"
  backstory completions fish > ~/.config/fish/completions/backstory.fish
  backstory completions powershell >> $PROFILE";

/// Print what a shell needs to complete commands and options.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "backstory", &mut script);
        terminal.print(&String::from_utf8_lossy(&script));
        Ok(ExitCode::SUCCESS)
    }
}
