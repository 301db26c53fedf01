//! `backstory marks`: which marks survived an edit, and writing down those there are.

use super::terminal::{Terminal, counted};
use super::{Outcome, SiteArgs, WRONG_CONTENT};
use crate::io::report::visible;
use crate::io::{Trouble, load};
use crate::{Fate, Memory, marks, marks_file};
use clap::Args;

use std::process::ExitCode;

pub const EXAMPLES: &str = "\
Examples:
  backstory marks             which marks were kept, moved or lost since they were written down
  backstory marks --write     write them down, in content/annotations.lock; commit that file

A build tells what was lost. A match that is weak, or as good as another, is told as lost.";

/// Tell which marks survived an edit.
#[derive(Debug, Args)]
pub struct Marks {
    #[command(flatten)]
    pub(super) site: SiteArgs,
    /// Write down the marks as they are now.
    #[arg(long)]
    write: bool,
}

impl Marks {
    pub fn run(&self, terminal: &Terminal) -> Outcome {
        let (project, mut found) = load::project(&self.site.site, self.site.options())?;
        let told = match marks(&project, &mut Memory::new()) {
            Ok(told) => told,
            // A file that is to be written anew need not be readable.
            Err(_) if self.write => Vec::new(),
            Err(unreadable) => {
                found.push(unreadable);
                Vec::new()
            }
        };
        if found.has_errors() {
            terminal.diagnostics(&found, &project);
            return Ok(ExitCode::from(WRONG_CONTENT));
        }
        let mut lines = String::new();
        for (mark, fate) in &told {
            let (words, page, about) = (visible(&mark.exact), visible(&mark.page), visible(&mark.about));
            match fate {
                Fate::Kept => {}
                Fate::Moved(now) if *now == mark.exact => {
                    lines.push_str(&format!(
                        "kept   {page}  {about}  “{words}”, in a sentence that changed\n"
                    ));
                }
                Fate::Moved(now) => {
                    let now = visible(now);
                    lines.push_str(&format!("moved  {page}  {about}  “{words}” → “{now}”\n"));
                }
                Fate::Lost => lines.push_str(&format!("lost   {page}  {about}  “{words}”\n")),
            }
        }
        terminal.print(&lines);
        if told.is_empty() && !self.write {
            terminal.say("no marks are written down yet: `backstory marks --write` writes them");
            return Ok(ExitCode::SUCCESS);
        }
        let count = |is: fn(&Fate) -> bool| told.iter().filter(|(_, fate)| is(fate)).count();
        let (kept, lost) = (count(|fate| *fate == Fate::Kept), count(|fate| *fate == Fate::Lost));
        let moved = told.len() - kept - lost;
        terminal.done("Compared", format_args!("{kept} kept, {moved} moved, {lost} lost"));
        if self.write {
            self.write_down(terminal, &marks_file(&project, &mut Memory::new()))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn write_down(&self, terminal: &Terminal, text: &str) -> Result<(), Trouble> {
        let file = self.site.site.join(crate::MARKS_FILE);
        super::edit::replace(&file, text)?;
        let marks = counted(text.lines().count(), "mark");
        terminal.done("Wrote", format_args!("{marks} to {}", file.display()));
        Ok(())
    }
}
