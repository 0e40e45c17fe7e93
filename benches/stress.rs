//! How long do points of failure and stress tests take on the data the program comes with?
//!
//! `cargo bench --bench stress` prints one JSON object a line, as `docs/performance.md` records them.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints its figures and fails by panicking"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ketju::analysis::gaps::GapKind;
use ketju::analysis::gaps::GapQuestion;
use ketju::analysis::gaps::SINGLE_POINT_SHARE;
use ketju::analysis::gaps::Severity;
use ketju::analysis::gaps::gaps;
use ketju::analysis::scenario::ScenarioChange;
use ketju::analysis::stress::StressQuestion;
use ketju::analysis::stress::stress_test;
use ketju::app::App;
use ketju::app::Flags;
use ketju::app::ImportRequest;
use ketju::app::SEED_PACKAGES;
use ketju::app::Settings;
use ketju::app::seed_files;
use ketju::exchange::PackageSource;
use ketju::exchange::read_package;
use ketju::model::Id;
use ketju::model::Kind;
use ketju::model::When;
use ketju::network::Snapshot;

const SHOCKS: usize = 50;
const BUDGET: u64 = u64::MAX;
const WHEN: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

fn main() {
    let folder = std::env::temp_dir().join(format!("ketju-bench-{}", std::process::id()));
    let (settings, _) =
        Settings::load(&Flags::default(), Path::new("no-settings.toml")).expect("defaults");
    let app = App::open(&folder, &settings).expect("a data folder");
    for package in SEED_PACKAGES {
        let package = read_package(PackageSource::Files(seed_files(package))).expect("a package");
        let request = ImportRequest {
            package,
            author: "bench".into(),
            dry_run: false,
        };
        assert!(app.import(request).expect("an import").revision.is_some());
    }
    let snapshot = app.snapshot();
    // Chains are laid once for all questions.
    points(&snapshot);
    timed("single points of all materials, EU", || points(&snapshot));
    timed("50 single site shocks, nickel", || shocks(&snapshot));
    drop(snapshot);
    drop(app);
    std::fs::remove_dir_all(&folder).expect("the folder of this run");
}

fn points(snapshot: &Arc<Snapshot>) -> (usize, u64) {
    let region = Id::new(Kind::Region, "eu");
    let question = GapQuestion {
        region: snapshot.registry().find(&region).expect("the Union"),
        materials: None,
        kinds: Some(vec![GapKind::SinglePoint]),
        stages: None,
        min_severity: Severity::Low,
        when: WHEN,
        single_point_share: SINGLE_POINT_SHARE,
        budget: BUDGET,
    };
    let found = gaps(snapshot, &question).expect("gaps");
    (found.gaps.len(), found.explored)
}

fn shocks(snapshot: &Arc<Snapshot>) -> (usize, u64) {
    let registry = snapshot.registry();
    let nickel = registry.find(&Id::new(Kind::Material, "nickel"));
    let sites = registry.rows(Kind::Site).take(SHOCKS);
    let question = StressQuestion {
        materials: nickel.map(|it| vec![it]),
        region: None,
        shocks: sites
            .map(|it| ScenarioChange::Close(registry.id(it)))
            .collect(),
        each_country: false,
        each_site: false,
        when: WHEN,
        critical_share: SINGLE_POINT_SHARE,
        remedies: false,
        benchmarks: false,
        budget: BUDGET,
    };
    let found = stress_test(snapshot, &question).expect("a test");
    (found.results.len(), found.explored)
}

fn timed(work: &str, job: impl FnOnce() -> (usize, u64)) {
    let started = Instant::now();
    let (found, explored) = job();
    let ms = started.elapsed().as_secs_f64() * 1_000.0;
    println!("{{\"work\":\"{work}\",\"ms\":{ms:.1},\"found\":{found},\"explored\":{explored}}}");
}
