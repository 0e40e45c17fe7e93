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

use ketju::analysis::benchmarks::BenchmarkQuestion;
use ketju::analysis::benchmarks::benchmarks;
use ketju::analysis::dependence::DependenceQuestion;
use ketju::analysis::dependence::dependence;
use ketju::analysis::gaps::GapKind;
use ketju::analysis::gaps::GapQuestion;
use ketju::analysis::gaps::Severity;
use ketju::analysis::gaps::gaps;
use ketju::analysis::risk::supply_risks;
use ketju::app::App;
use ketju::app::Flags;
use ketju::app::ImportRequest;
use ketju::app::SEED_PACKAGES;
use ketju::app::Settings;
use ketju::app::seed_files;
use ketju::exchange::PackageSource;
use ketju::exchange::read_package;
use ketju::model::Column;
use ketju::model::Id;
use ketju::model::Kind;
use ketju::model::Row;
use ketju::model::When;
use ketju::model::tables::material;
use ketju::network::Snapshot;

const RUNS: usize = 100;

/// Work allowed for a question: that of a request.
const BUDGET: u64 = 10_000_000;

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
    let region = snapshot.registry().find(&Id::new(Kind::Region, "eu"));
    let region = region.expect("the Union");
    ask_benchmarks(&snapshot, region, when);
    ask_dependence(&snapshot, region, when);
    ask_gaps(&snapshot, region, when);
}

/// The materials that a column marks.
fn marked(snapshot: &Snapshot, column: Column) -> Vec<Row> {
    let registry = snapshot.registry();
    let all = registry.rows(Kind::Material);
    all.filter(|it| registry.flag(*it, column) == Some(true))
        .collect()
}

fn ask_benchmarks(snapshot: &Arc<Snapshot>, region: Row, when: When) {
    let critical = marked(snapshot, material::CRITICAL);
    let count = critical.len();
    let question = BenchmarkQuestion {
        region,
        materials: Some(critical),
        when,
        budget: BUDGET,
    };
    let ask = || benchmarks(snapshot, &question).expect("benchmarks");
    let work = format!("benchmarks of the {count} critical raw materials in the Union");
    once(&format!("{work}, no chain built"), || drop(ask()));
    let told = ask();
    assert!(told.not_looked_at.is_empty(), "the budget is too small");
    report(&work, || drop(ask()));
    let of_strategic = BenchmarkQuestion {
        materials: None,
        ..question
    };
    let ask = || benchmarks(snapshot, &of_strategic).expect("benchmarks");
    report(
        "benchmarks of the strategic raw materials in the Union",
        || {
            drop(ask());
        },
    );
}

fn ask_dependence(snapshot: &Arc<Snapshot>, region: Row, when: When) {
    let strategic = marked(snapshot, material::STRATEGIC);
    let ask = |material: Row| {
        let question = DependenceQuestion {
            material,
            region,
            when,
            budget: BUDGET,
        };
        drop(dependence(snapshot, &question).expect("dependence"));
    };
    let count = strategic.len();
    let work = format!("dependence of the Union for the {count} strategic raw materials, in turn");
    report(&work, || strategic.iter().for_each(|it| ask(*it)));
}

fn ask_gaps(snapshot: &Arc<Snapshot>, region: Row, when: When) {
    let question = GapQuestion {
        region,
        materials: None,
        kinds: Some(vec![GapKind::Benchmark]),
        stages: None,
        min_severity: Severity::Low,
        when,
        single_point_share: 0.5,
        budget: BUDGET,
    };
    let ask = || gaps(snapshot, &question).expect("gaps");
    report("gaps of the Union, of the benchmarks alone", || drop(ask()));
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

/// Prints what a question takes the first time.
fn once(work: &str, ask: impl FnOnce()) {
    let started = Instant::now();
    ask();
    let ms = started.elapsed().as_secs_f64() * 1_000.0;
    println!("{{\"work\":\"{work}\",\"ms\":{ms:.3},\"n\":1}}");
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
