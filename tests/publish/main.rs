//! Publishing, with real git and local bare repositories: what is pushed, what is refused, and that nothing else is
//! touched. A remote of GitHub is stood in for by `url.….insteadOf`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod branch;
mod crawl;
mod dates;
mod folder;
mod stand;
mod workflow;
