//! One benchmark over all strategic raw materials asked for: materials are counted.

use std::collections::BTreeMap;

use crate::analysis::benchmarks::Asked;
use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::OverallBenchmark;
use crate::analysis::benchmarks::materials::is_strategic;
use crate::analysis::benchmarks::tell::percent;
use crate::analysis::gaps::listed;
use crate::model::Row;
use crate::network::words::at_the_start;
use crate::network::words::in_sentence;

/// Each benchmark, over those told that are strategic and no members of a group among them.
pub(super) fn overall(asked: &Asked<'_>, told: &[MaterialBenchmark]) -> Vec<OverallBenchmark> {
    let all = Benchmark::ALL.iter();
    all.map(|it| of(asked, *it, told)).collect()
}

fn of(asked: &Asked<'_>, benchmark: Benchmark, told: &[MaterialBenchmark]) -> OverallBenchmark {
    let registry = asked.registry;
    let mut by_material: BTreeMap<&str, (Row, Vec<BenchmarkStatus>)> = BTreeMap::new();
    for it in told.iter().filter(|it| it.benchmark == benchmark) {
        if it.member_of.is_none() && is_strategic(registry, it.material) {
            let slug = registry.slug(it.material);
            let of = by_material
                .entry(slug)
                .or_insert_with(|| (it.material, Vec::new()));
            of.1.push(it.status);
        }
    }
    let that = |status: BenchmarkStatus| {
        let materials = by_material.values();
        let materials = materials.filter(|it| over_stages(&it.1) == status);
        materials.map(|it| it.0).collect::<Vec<Row>>()
    };
    let mut overall = OverallBenchmark {
        benchmark,
        met: that(BenchmarkStatus::Met),
        missed: that(BenchmarkStatus::Missed),
        depends_on_figure: that(BenchmarkStatus::DependsOnFigure),
        unknown: that(BenchmarkStatus::Unknown),
        message: String::new(),
    };
    overall.message = message(asked, &overall, by_material.len());
    overall
}

/// How a material stands over the stages of a benchmark: one stage is enough to miss it, none to meet it.
fn over_stages(of: &[BenchmarkStatus]) -> BenchmarkStatus {
    let worst = [
        BenchmarkStatus::Missed,
        BenchmarkStatus::DependsOnFigure,
        BenchmarkStatus::Unknown,
    ];
    let found = worst.into_iter().find(|it| of.contains(it));
    found.unwrap_or(BenchmarkStatus::Met)
}

fn message(asked: &Asked<'_>, overall: &OverallBenchmark, count: usize) -> String {
    let registry = asked.registry;
    let (region, year) = (asked.region_word(), asked.when.year);
    let (share, article) = (
        percent(overall.benchmark.threshold()),
        overall.benchmark.article(),
    );
    let told = |word: &str, materials: &[Row]| {
        let names = materials.iter().map(|it| in_sentence(registry.name(*it)));
        match materials.len() {
            0 => format!("{word} none"),
            many => format!("{word} {many} ({})", listed(names)),
        }
    };
    let materials = match count {
        1 => "the 1 strategic raw material".to_owned(),
        _ => format!("the {count} strategic raw materials"),
    };
    at_the_start(&format!(
        "of {materials} looked at, {region} is within the {share} of {article} in {year} {}, {}, {} and {}.",
        told("for", &overall.met),
        told("beyond it for", &overall.missed),
        told("it depends on the figure for", &overall.depends_on_figure),
        told("not known for", &overall.unknown),
    ))
}
