//! The rules of benchmarks, each on a network of a few lines.

mod figures;
mod imports;
mod laws;
mod points;
mod scenarios;
mod sites;

use std::fmt::Write as _;
use std::sync::Arc;

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkAnswer;
use crate::analysis::benchmarks::BenchmarkQuestion;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::benchmarks;
use crate::model::Id;
use crate::model::Kind;
use crate::model::When;
use crate::model::codes::Stage;
use crate::network::Snapshot;
use crate::network::search::DEFAULT_BUDGET;
use crate::network::text::snapshot;

/// The Union of two countries, another bloc that overlaps it, and a Europe of which nobody says what lies in it.
const REGIONS: &str = "
material nickel strategic symbol=Ni
region eu FI,SE
region nordics FI,NO
region world CN,RU
region europe-undefined
";

/// `REGION` with `of= year= budget=` and `planned`.
fn question(snapshot: &Snapshot, text: &str) -> BenchmarkQuestion {
    let find = |kind, slug: &str| snapshot.registry().find(&Id::new(kind, slug)).unwrap();
    let mut words = text.split_whitespace();
    let mut question = BenchmarkQuestion {
        region: find(Kind::Region, words.next().unwrap()),
        materials: None,
        when: When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        },
        budget: DEFAULT_BUDGET,
    };
    for word in words {
        match word.split_once('=').unwrap_or((word, "")) {
            ("of", it) => {
                let rows = it.split(',').map(|it| find(Kind::Material, it));
                question.materials = Some(rows.collect());
            }
            ("year", it) => question.when.year = it.parse().unwrap(),
            ("budget", it) => question.budget = it.parse().unwrap(),
            ("planned", _) => question.when.include_planned = true,
            other => panic!("no option {other:?}"),
        }
    }
    question
}

fn answer(network: &str, asked: &str) -> (Arc<Snapshot>, BenchmarkAnswer) {
    let snapshot = Arc::new(snapshot(&format!("{REGIONS}\n{network}")));
    let question = question(&snapshot, asked);
    let found = benchmarks(&snapshot, &question).unwrap();
    (snapshot, found)
}

/// One benchmark of nickel; of dependence at processing.
fn of(network: &str, asked: &str, benchmark: Benchmark) -> (Arc<Snapshot>, MaterialBenchmark) {
    let (snapshot, found) = answer(network, asked);
    let registry = snapshot.registry();
    let is_meant = |it: &MaterialBenchmark| {
        let is_stage = benchmark != Benchmark::Dependence || it.stage == Stage::Processing;
        it.benchmark == benchmark && is_stage && registry.slug(it.material) == "nickel"
    };
    let found = found.by_material.into_iter().find(is_meant).unwrap();
    (snapshot, found)
}

/// Status, capacity (`+` where it can be more), coverage and what decides.
fn told(network: &str, benchmark: Benchmark) -> String {
    told_for(network, "eu", benchmark)
}

fn told_for(network: &str, asked: &str, benchmark: Benchmark) -> String {
    let (_, it) = of(network, asked, benchmark);
    let mut text = it.status.code().to_owned();
    if let Some(capacity) = it.capacity {
        let more = if it.capacity_is_at_least { "+" } else { "" };
        write!(text, " {capacity}{more}").unwrap();
    }
    for told in it.capacities.iter().filter(|it| it.decides) {
        write!(text, " {}", told.basis.code()).unwrap();
    }
    if let Some(status) = it.status_with_planned {
        write!(text, " planned {:?}: {}", it.planned, status.code()).unwrap();
    }
    text
}

/// Asks each case and compares all that differ at once.
fn check(benchmark: Benchmark, cases: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (network, expected) in cases {
        let found = told(network, benchmark);
        if found != *expected {
            write!(
                wrong,
                "\n{network}\n  expected {expected}\n  found    {found}"
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
