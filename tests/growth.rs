//! What a page costs must not grow with the number of pages. Counted in allocations and bytes asked for, which are the
//! same on every machine however busy it is; time is for `benches/`.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]

#[path = "../benches/corpus.rs"]
#[allow(dead_code)]
mod corpus;

use backstory::io::store::Store;
use backstory::model::input::{Input, Options, Project};
use backstory::{Memory, build, edition};

/// How much more a page may cost where there are four times as many. Tables that double as they fill account for some of it.
const GROWTH: f64 = 1.2;

/// What something asked of the allocator.
#[derive(Debug, Clone, Copy)]
struct Cost {
    blocks: f64,
    bytes: f64,
}

fn cost(work: impl FnOnce()) -> Cost {
    let counted = allocation_counter::measure(work);
    Cost { blocks: counted.count_total as f64, bytes: counted.bytes_total as f64 }
}

fn project(explainers: usize) -> Project {
    let mut inputs = corpus::inputs(explainers, corpus::Has::Ledgers);
    inputs.extend(corpus::design());
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    Project { inputs, media: Vec::new(), options: Options::default() }
}

/// A cold build and the edition after an edit of one body, each for one page of the site.
fn costs(explainers: usize) -> [(&'static str, Cost); 2] {
    let (mut project, mut memory, store) = (project(explainers), Memory::new(), Store::new());
    let cold = cost(|| assert!(!build(&project, &mut memory, &store).has_errors()));
    store.settle();
    let pages = store.len() as f64;
    let edited = project.inputs.iter_mut().find(|input| &*input.path == "content/explainers/e1.md").unwrap();
    let text = String::from_utf8(edited.bytes.to_vec()).unwrap() + "\nOne more sentence.\n";
    *edited = Input::new("content/explainers/e1.md", text.into_bytes());
    let warm = cost(|| assert!(!edition(&project, &mut memory).1.has_errors()));
    let each = |cost: Cost| Cost { blocks: cost.blocks / pages, bytes: cost.bytes / pages };
    [("a cold build", each(cold)), ("an edit", each(warm))]
}

#[test]
fn a_page_costs_the_same_on_a_large_site() {
    // Allocations are counted by thread: all the work is this one's.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().unwrap();
    alone.install(check);
}

fn check() {
    for ((what, small), (_, large)) in costs(400).into_iter().zip(costs(1_600)) {
        let (blocks, bytes) = (large.blocks / small.blocks, large.bytes / small.bytes);
        println!("{what}, a page: {small:?}, of four times as many {large:?}: {blocks:.2}, {bytes:.2}");
        assert!(
            blocks < GROWTH && bytes < GROWTH,
            "{what}: {blocks:.2} times the allocations, {bytes:.2} the bytes"
        );
    }
}
