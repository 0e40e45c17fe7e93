//! What do the questions of policy cost on the data that the program comes with, for all materials at once?
//!
//! `cargo bench --bench policy` prints one JSON object a line, as `docs/performance.md` records them.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints its figures and fails by panicking"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use ketju::analysis::risk::supply_risks;
use ketju::app::App;
use ketju::app::Flags;
use ketju::app::ImportRequest;
use ketju::app::SEED_PACKAGES;
use ketju::app::Settings;
use ketju::app::seed_files;
use ketju::exchange::PackageSource;
use ketju::exchange::read_package;
use ketju::model::When;
use ketju::network::Snapshot;

const RUNS: usize = 100;

fn main() {
    let snapshot = seeded();
    let when = When {
        year: snapshot.reference_year(),
        nearest_years: false,
        include_planned: false,
    };
    let count = supply_risks(&snapshot, None, when).len();
    let work = format!("supply risk of all {count} materials");
    report(&work, || drop(supply_risks(&snapshot, None, when)));
}

/// The snapshot of the data that the program comes with.
fn seeded() -> Arc<Snapshot> {
    let (settings, _) =
        Settings::load(&Flags::default(), Path::new("no-such-file.toml")).expect("defaults");
    let app = App::in_memory(&settings).expect("a program in memory");
    for name in SEED_PACKAGES {
        let package = read_package(PackageSource::Files(seed_files(name))).expect("a package");
        let request = ImportRequest {
            package,
            author: "bench".to_owned(),
            dry_run: false,
        };
        app.import(request).expect("an import");
    }
    app.snapshot()
}

/// Prints what a question takes, many times over.
fn report(work: &str, ask: impl Fn()) {
    let times = (0..RUNS).map(|_| {
        let started = Instant::now();
        ask();
        started.elapsed()
    });
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let (median, worst) = (ms(times[times.len() / 2]), ms(times[times.len() - 1]));
    println!("{{\"work\":\"{work}\",\"p50_ms\":{median:.3},\"worst_ms\":{worst:.3},\"n\":{RUNS}}}");
}
