//! The command `backstory`. Everything is in the library; this only begins.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A build makes millions of small things, and this allocator is faster at that than the system’s.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    backstory::cli::main()
}
