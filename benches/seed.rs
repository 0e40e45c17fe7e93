//! How fast is the program on the data it comes with? Start to ready, the first and a repeated
//! question for paths, a commit, and the memory it takes.
//!
//! `cargo bench --bench seed` prints one JSON object a line, as `docs/performance.md` records them.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints its figures and fails by panicking"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use ketju::app::App;
use ketju::app::CommitRequest;
use ketju::app::Flags;
use ketju::app::ImportRequest;
use ketju::app::SEED_PACKAGES;
use ketju::app::Settings;
use ketju::app::seed_files;
use ketju::exchange::PackageSource;
use ketju::exchange::read_package;
use ketju::model::Change;
use ketju::model::Id;
use ketju::model::Kind;
use ketju::model::Record;
use ketju::model::Value;
use ketju::model::tables::source;
use ketju::network::paths::Endpoint;
use ketju::network::paths::PathQuestion;
use ketju::network::paths::paths;
use ketju::network::throughput::ThroughputQuestion;
use ketju::network::throughput::throughput;
use ketju::network::uncertainty::Sampling;

const RUNS: usize = 200;

fn main() {
    let folder = std::env::temp_dir().join(format!("ketju-bench-{}", std::process::id()));
    let (settings, _) =
        Settings::load(&Flags::default(), Path::new("no-settings.toml")).expect("defaults");
    let open = || App::open(&folder, &settings).expect("a data folder");
    load(&open());

    let starts = (0..20).map(|_| timed(|| drop(open())));
    report("start to ready", starts.collect());

    let app = open();
    let question = question();
    let first = timed(|| drop(paths(&app.snapshot(), &question)));
    report("paths, first question for a material", vec![first]);
    let again = (0..RUNS).map(|_| timed(|| drop(paths(&app.snapshot(), &question))));
    report("paths, k = 5", again.collect());
    sampled(&app);
    let commits = (0..RUNS).map(|at| timed(|| commit(&app, at)));
    report("commit of one change, durable", commits.collect());
    if let Some(kilobytes) = resident_kilobytes() {
        println!(
            "{{\"work\":\"resident memory\",\"mb\":{:.1}}}",
            kilobytes / 1024.0
        );
    }
    drop(app);
    std::fs::remove_dir_all(&folder).expect("the folder of this run");
}

fn load(app: &App) {
    for package in SEED_PACKAGES {
        let package = read_package(PackageSource::Files(seed_files(package))).expect("a package");
        let request = ImportRequest {
            package,
            author: "bench".into(),
            dry_run: false,
        };
        assert!(app.import(request).expect("an import").revision.is_some());
    }
}

fn question() -> PathQuestion {
    let site = |slug: &str| Endpoint::Sites(vec![Id::new(Kind::Site, slug)]);
    let mut question = PathQuestion::new(
        site("kaunisvaara-mine"),
        site("port-narvik"),
        Id::new(Kind::Material, "iron"),
    );
    question.k = 5;
    question
}

/// The time that bands of 1 000 samples take: of one path, of a small network and of one of several chains.
fn sampled(app: &App) {
    let snapshot = app.snapshot();
    let sampling = Some(Sampling {
        samples: 1_000,
        seed: 1,
    });
    let mut question = question();
    question.from = Endpoint::Sites(vec![Id::new(Kind::Site, "kiruna-mine")]);
    question.sampling = sampling;
    let of_paths = (0..20).map(|_| {
        timed(|| {
            let answer = paths(&snapshot, &question).expect("an answer");
            let told = answer.uncertainty.expect("what was asked for");
            assert!(told.is_recorded && told.samples == 1_000, "{told:?}");
        })
    });
    report("paths, 1000 samples", of_paths.collect());
    for material in ["titanium", "gold"] {
        let mut question = ThroughputQuestion::new(Id::new(Kind::Material, material));
        question.at.include_planned = true;
        question.sampling = sampling;
        if material == "titanium" {
            question.from = Endpoint::Sites(vec![Id::new(Kind::Site, "otanmaki-tailings")]);
        }
        let of_throughput = (0..5).map(|_| {
            timed(|| {
                let answer = throughput(&snapshot, &question).expect("an answer");
                let told = answer.lower.spread.expect("what was asked for").uncertainty;
                assert!(told.is_recorded && told.samples == 1_000, "{told:?}");
            })
        });
        let work = format!("throughput of {material}, 1000 samples");
        report(&work, of_throughput.collect());
    }
}

fn commit(app: &Arc<App>, at: usize) {
    let mut record = Record::new(Id::new(Kind::Source, format!("bench-{at}")));
    record.set(source::TITLE, Value::Text("A report".into()));
    let changes = vec![Change::Put(record)];
    let request = CommitRequest {
        changes,
        author: "bench".into(),
        ..CommitRequest::default()
    };
    assert!(app.commit(request).expect("a commit").revision.is_some());
}

fn timed(job: impl FnOnce()) -> Duration {
    let started = Instant::now();
    job();
    started.elapsed()
}

fn report(work: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let (median, least, most) = (times[times.len() / 2], times[0], times[times.len() - 1]);
    println!(
        "{{\"work\":\"{work}\",\"median_ms\":{:.3},\"min_ms\":{:.3},\"max_ms\":{:.3},\"n\":{}}}",
        ms(median),
        ms(least),
        ms(most),
        times.len()
    );
}

/// What the system counts as resident; none where there is no `/proc`.
fn resident_kilobytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
