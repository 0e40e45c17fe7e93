//! From where the Union sources a material, stage by stage: the largest third country and how concentrated the supply is.

use std::sync::Arc;

use crate::analysis::area::Area;
use crate::analysis::area::Whereabouts;
use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkQuestion;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::benchmarks;
use crate::analysis::dependence::DependenceQuestion;
use crate::analysis::dependence::tell;
use crate::analysis::shares::CountryShare;
use crate::analysis::shares::Shares;
use crate::analysis::shares::shares;
use crate::analysis::shares::taken_out;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::figure;
use crate::model::tables::region;
use crate::network::Snapshot;
use crate::network::chain::Note;
use crate::network::throughput::ThroughputError;

/// On which third countries the supply of a stage hangs. Shares are fractions.
#[derive(Clone, Debug, PartialEq)]
pub struct DependenceAtStage {
    /// The stage.
    pub stage: Stage,
    /// How the benchmark of Article 5(1)(b) stands; `UNKNOWN` where it is not told at the stage.
    pub status: BenchmarkStatus,
    /// The third country with the largest share: of consumption where the benchmark tells it, else of what the Union
    /// sources; none where neither is on record.
    pub largest_third_country: Option<CountryShare>,
    /// Whether that share is one of consumption.
    pub is_of_consumption: bool,
    /// How concentrated what the Union sources is on the countries that are named: the sum of the squares of their
    /// shares, 0 to 1 (a Herfindahl–Hirschman index without governance). Suppliers below 1 % are not named, so that it
    /// is a lower bound. None where no share is on record.
    pub concentration: Option<f64>,
    /// The shares of what the Union sources, the largest first; countries of the Union among them.
    pub shares: Vec<CountryShare>,
    /// Those of third countries.
    pub third_countries: Vec<CountryShare>,
    /// A sentence that may be quoted.
    pub message: String,
}

/// The stages of a material, and what they rest on.
#[derive(Default)]
pub(super) struct ByStage {
    pub(super) by_stage: Vec<DependenceAtStage>,
    pub(super) figures: Vec<Row>,
    pub(super) notes: Vec<Note>,
    pub(super) explored: u64,
}

/// The stages that shares may be told of, in the order of the chain.
const STAGES: [Stage; 2] = [Stage::Extraction, Stage::Processing];

/// The sum of the squares of shares, 0 to 1; none without shares. What is not named adds nothing, so that it is a lower
/// bound of the whole supply.
pub fn concentration(shares: &[CountryShare]) -> Option<f64> {
    let squares = shares.iter().map(|it| it.share * it.share);
    (!shares.is_empty()).then(|| squares.sum())
}

/// The stages of which shares are on record, and those that the benchmark is told of.
///
/// # Errors
/// [`ThroughputError`] if an amount of the benchmark does not stand its own check.
pub(super) fn by_stage(
    snapshot: &Arc<Snapshot>,
    question: &DependenceQuestion,
    area: &Area,
) -> Result<ByStage, ThroughputError> {
    let told = benchmarks(
        snapshot,
        &BenchmarkQuestion {
            region: question.region,
            materials: Some(vec![question.material]),
            when: question.when,
            budget: question.budget,
        },
    )?;
    let mut found = ByStage {
        explored: told.explored,
        ..ByStage::default()
    };
    for stage in STAGES {
        let benchmark = told.by_material.iter().find(|it| {
            it.material == question.material
                && it.benchmark == Benchmark::Dependence
                && it.stage == stage
        });
        found.add(snapshot, question, area, (stage, benchmark));
    }
    Ok(found)
}

/// Whether a country is neither of the region asked nor of the Union.
pub(super) fn is_third_country(snapshot: &Snapshot, area: &Area, code: &str) -> bool {
    !snapshot.union_countries().contains(code)
        && area.placed(None, Some(code)) != Whereabouts::Inside
}

impl ByStage {
    fn add(
        &mut self,
        snapshot: &Snapshot,
        question: &DependenceQuestion,
        area: &Area,
        (stage, benchmark): (Stage, Option<&MaterialBenchmark>),
    ) {
        let registry = snapshot.registry();
        let of = |quantity| {
            shares(
                registry,
                question.material,
                (quantity, stage),
                question.when,
            )
        };
        let (sourced, world) = (of(Quantity::EuSourcingShare), of(Quantity::GlobalShare));
        let lost = [Quantity::EuSourcingShare, Quantity::GlobalShare]
            .map(|it| taken_out(registry, question.material, (it, stage)));
        let lost: Vec<Note> = lost.into_iter().flatten().collect();
        if sourced.is_none() && world.is_none() && benchmark.is_none() && lost.is_empty() {
            return;
        }
        let is_third = |it: &&CountryShare| {
            let code = registry.text(it.country, region::COUNTRY);
            code.is_some_and(|code| is_third_country(snapshot, area, code))
        };
        let third = |told: Option<&Shares>| -> Vec<CountryShare> {
            let told = told.into_iter().flat_map(|it| &it.by_country);
            told.filter(is_third).copied().collect()
        };
        let third_countries = third(sourced.as_ref());
        let of_consumption = benchmark.and_then(|it| it.largest_third_country);
        let largest = of_consumption.or_else(|| third_countries.first().copied());
        let of_world = third(world.as_ref()).first().copied();
        for told in sourced.iter().chain(&world) {
            self.figures
                .extend(told.by_country.iter().map(|it| it.figure));
            let others = told.notes.iter().filter(|it| !lost.contains(it));
            self.notes.extend(others.copied());
        }
        if let Some(benchmark) = benchmark {
            self.figures.extend(&benchmark.figures);
            self.notes.extend(benchmark.notes.iter().copied());
        }
        self.notes.extend(lost);
        let shares = sourced.map_or_else(Vec::new, |it| it.by_country);
        let mut at_stage = DependenceAtStage {
            stage,
            status: benchmark.map_or(BenchmarkStatus::Unknown, |it| it.status),
            largest_third_country: largest,
            is_of_consumption: largest.is_some_and(|it| {
                registry.code(it.figure, figure::QUANTITY) == Some(Quantity::Imports)
            }),
            concentration: concentration(&shares),
            shares,
            third_countries,
            message: String::new(),
        };
        at_stage.message = tell::stage(registry, question, &at_stage, of_world);
        self.by_stage.push(at_stage);
    }
}
