//! `backstory man`: the manual pages, made from what `--help` says.

use super::terminal::{Terminal, typed};
use super::{Cli, Outcome};
use crate::io::Trouble;
use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory man | man -l -                                read it
  backstory man --into ~/.local/share/man/man1            install a page for every command";

/// Print the manual page.
#[derive(Debug, Args)]
pub struct Man {
    /// Write a page for every command into this folder, instead.
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
}

impl Man {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        match &self.into {
            Some(folder) => {
                let trouble = |error| Trouble::with_file("write", folder, &error);
                fs::create_dir_all(folder).map_err(trouble)?;
                clap_mangen::generate_to(Cli::command(), folder).map_err(trouble)?;
                terminal.done("Wrote", format_args!("the manual pages to {}", typed(folder)));
            }
            None => {
                let mut page = Vec::new();
                // Writing to memory cannot fail.
                let _ = Page::new(Cli::command()).render(&mut page);
                terminal.print(&String::from_utf8_lossy(&page));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
