//! How long does it take to find how much gets through, by which method?
//!
//! Layered networks of 1e3 to 1e5 arcs from fixed seeds, solved by the network simplex (the value, then the cost, then the
//! proof) and by augmenting along ways of highest gain (the value alone). `cargo bench --bench flow`; `-- FILTER…` names sizes.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "the numbers of a bench are small, and it prints"
)]

#[path = "flow/augment.rs"]
mod augment;
#[path = "flow/layered.rs"]
mod layered;

use std::time::Duration;
use std::time::Instant;

use ketju::network::flow::Solver;
use ketju::network::flow::solve;

/// Searches after which augmenting is cut: it would take minutes.
const SEARCHES: usize = 4_000;

fn main() {
    println!(
        "arcs vertices | value pivots work | solve ms, after raising one capacity ms | augmenting: value ways searches ms | ratio"
    );
    let mut before: Option<Duration> = None;
    for arcs in [1_000, 10_000, 100_000] {
        let net = layered::layered(arcs, 7);
        let times = if arcs > 50_000 { 3 } else { 15 };
        let (solving, flow) = least(times, || solve(&net, u64::MAX).expect("bounded"));
        let (_, solver) = least(times, || {
            let mut solver = Solver::new(&net);
            solver.solve(&net, u64::MAX).expect("bounded");
            solver
        });
        let pivots = solver.pivots();
        let full = (0..).zip(net.arcs.iter().zip(&flow.flows));
        let full = full
            .filter(|(_, (arc, flow))| **flow >= arc.capacity)
            .step_by(7);
        let raised: Vec<u32> = full.map(|(at, _)| at).take(20).collect();
        let (again, _) = least(1, || {
            for arc in &raised {
                let mut wider = net.clone();
                wider.arcs[*arc as usize].capacity += 1.0;
                let mut solver = solver.clone();
                solver.raise(&wider, *arc);
                solver.solve(&wider, u64::MAX).expect("bounded");
            }
        });
        print!(
            "{} {} | {:.3} {pivots} {} | ",
            net.arcs.len(),
            net.vertex_count,
            flow.value,
            flow.work
        );
        print!(
            "{:.2} {:.2} | ",
            ms(solving),
            ms(again) / raised.len() as f64
        );
        let (augmenting, found) = least(1, || augment::augment(&net, SEARCHES));
        let cut = if found.is_most { "" } else { " (cut)" };
        print!(
            "{:.3}{cut} {} {} {:.1} | ",
            found.value,
            found.ways,
            found.searches,
            ms(augmenting)
        );
        print!("{:.1}", augmenting.as_secs_f64() / solving.as_secs_f64());
        if let Some(before) = before.replace(solving) {
            print!(
                " | growth {:.1}",
                solving.as_secs_f64() / before.as_secs_f64()
            );
        }
        println!();
    }
}

/// The least time of several runs, and what the last one gave.
fn least<T>(times: usize, mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut timed = || {
        let start = Instant::now();
        let it = run();
        (start.elapsed(), it)
    };
    let first = timed();
    (1..times)
        .map(|_| timed())
        .fold(first, |a, b| (a.0.min(b.0), b.1))
}

fn ms(it: Duration) -> f64 {
    it.as_secs_f64() * 1e3
}
