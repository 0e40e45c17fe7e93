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
        missed_by_members: missed_by_members(benchmark, told, &that(BenchmarkStatus::Missed)),
        message: String::new(),
    };
    let told = told.iter().filter(|it| it.benchmark == benchmark);
    let figures: Vec<Row> = told.flat_map(|it| it.figures.iter().copied()).collect();
    let message = message(asked, &overall, by_material.len());
    overall.message = asked.framed(&message, &figures);
    overall
}

/// The groups that do not miss a benchmark themselves, and members of which do, in the order told.
fn missed_by_members(benchmark: Benchmark, told: &[MaterialBenchmark], missed: &[Row]) -> Vec<Row> {
    let mut groups: Vec<Row> = Vec::new();
    for it in told {
        let misses = it.benchmark == benchmark && it.status == BenchmarkStatus::Missed;
        if let Some(group) = it.member_of.filter(|_| misses)
            && !missed.contains(&group)
            && !groups.contains(&group)
        {
            groups.push(group);
        }
    }
    groups
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

/// "Of the 17 strategic raw materials looked at, the European Union meets the 10 % of Art. 5(1)(a)(i) in 2025 with 2
/// (copper and nickel), misses it with 1 (lithium), …". A group without materials is left out.
fn message(asked: &Asked<'_>, overall: &OverallBenchmark, count: usize) -> String {
    let registry = asked.registry;
    let materials = match count {
        0 => {
            let article = overall.benchmark.article();
            let text = format!("no strategic raw material was looked at for {article}.");
            return at_the_start(&text);
        }
        1 => "the 1 strategic raw material".to_owned(),
        _ => format!("the {count} strategic raw materials"),
    };
    let words = words(asked, overall.benchmark);
    let groups = [
        &overall.met,
        &overall.missed,
        &overall.depends_on_figure,
        &overall.unknown,
    ];
    let told = words.iter().zip(groups).filter(|it| !it.1.is_empty());
    let told = told.enumerate().map(|(at, ((first, then), materials))| {
        let word = if at == 0 { first.as_str() } else { then };
        let names = materials.iter().map(|it| in_sentence(registry.name(*it)));
        format!("{word} {} ({})", materials.len(), listed(names))
    });
    let told = told.collect::<Vec<_>>().join(", ");
    let by_members = overall.missed_by_members.iter();
    let by_members = listed(by_members.map(|it| in_sentence(registry.name(*it))));
    let by_members = match (overall.missed_by_members.is_empty(), overall.benchmark) {
        (true, _) => String::new(),
        (_, Benchmark::Dependence) => {
            format!("; of some members of {by_members} a third country has more")
        }
        _ => format!("; some members of {by_members} miss it"),
    };
    at_the_start(&format!("of {materials} looked at, {told}{by_members}."))
}

/// Each group as it is told first, and after others.
fn words(asked: &Asked<'_>, benchmark: Benchmark) -> [(String, &'static str); 4] {
    let (region, year) = (asked.region_word(), asked.when.year);
    let (share, article) = (percent(benchmark.threshold()), benchmark.article());
    if benchmark == Benchmark::Dependence {
        let norm =
            format!("has more than the {share} of {article} of what {region} consumes in {year}");
        [
            (
                format!("no third country {norm} for"),
                "no third country has more for",
            ),
            (format!("a third country {norm} for"), "one has more for"),
            (
                format!("whether a third country {norm} depends on the figure for"),
                "it depends on the figure for",
            ),
            (
                format!("whether a third country {norm} is not known for"),
                "it is not known for",
            ),
        ]
    } else if asked.is_before_the_act() {
        let norm = format!("the {share} of the benchmark, which the Act sets for 2030, in {year}");
        [
            (format!("{region} comes to {norm} with"), "comes to it with"),
            (format!("{region} is below {norm} with"), "is below it with"),
            (
                format!("whether {region} comes to {norm} depends on the figure with"),
                "it depends on the figure with",
            ),
            (
                format!("whether {region} comes to {norm} is not known with"),
                "it is not known with",
            ),
        ]
    } else {
        let norm = format!("the {share} of {article} in {year}");
        [
            (format!("{region} meets {norm} with"), "meets it with"),
            (format!("{region} misses {norm} with"), "misses it with"),
            (
                format!("whether {region} meets {norm} depends on the figure with"),
                "it depends on the figure with",
            ),
            (
                format!("whether {region} meets {norm} is not known with"),
                "it is not known with",
            ),
        ]
    }
}
