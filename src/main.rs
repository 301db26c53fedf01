//! The command `backstory`. Everything is in the library; this only begins.

use std::process::ExitCode;

fn main() -> ExitCode {
    backstory::cli::main()
}
