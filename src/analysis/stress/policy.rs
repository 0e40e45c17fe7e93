//! What shocks do to the benchmarks of the Act, and to the shares of the Union's sourcing.

use std::sync::Arc;

use crate::analysis::benchmarks::BenchmarkQuestion;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::benchmarks;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::shares::shares;
use crate::analysis::stress::StressQuestion;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::network::Snapshot;
use crate::network::throughput::ThroughputError;

/// What a country that is lost has of a supply at a stage. Shares are fractions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageShare {
    /// The stage.
    pub stage: Stage,
    /// Its part of what the Union sources; none where that is not on record.
    pub eu_sourcing: Option<f64>,
    /// Its part of the world's supply; none where that is not on record.
    pub global: Option<f64>,
    /// The figures that tell them.
    pub figures: [Option<Row>; 2],
}

/// The benchmarks after a shock, with the data they are told of.
#[derive(Clone)]
pub struct BenchmarksAfter {
    /// The data with the shock laid over them: the benchmarks name its records.
    pub snapshot: Arc<Snapshot>,
    /// The benchmarks.
    pub told: Vec<MaterialBenchmark>,
}

impl PartialEq for BenchmarksAfter {
    fn eq(&self, other: &Self) -> bool {
        self.told == other.told
    }
}

impl std::fmt::Debug for BenchmarksAfter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.told.fmt(f)
    }
}

/// The benchmarks of a material in the region of the test, else in the Union, and the work; none without such a region.
///
/// # Errors
/// [`ThroughputError`] if an amount does not stand its own check.
pub(super) fn benchmarks_of(
    snapshot: &Arc<Snapshot>,
    (own, question): (&Registry, &StressQuestion),
    material: Row,
    budget: u64,
) -> Result<(Vec<MaterialBenchmark>, u64), ThroughputError> {
    let registry = snapshot.registry();
    let asked = match question.region {
        Some(region) => own.id(region),
        None => Id::new(Kind::Region, "eu"),
    };
    let Some((region, material)) = registry.find(&asked).zip(registry.find(&own.id(material)))
    else {
        return Ok((Vec::new(), 0));
    };
    let told = benchmarks(
        snapshot,
        &BenchmarkQuestion {
            region,
            materials: Some(vec![material]),
            when: question.when,
            budget,
        },
    )?;
    Ok((told.by_material, told.explored))
}

/// What a country that is lost has of the supplies of a material, by stage; empty for other shocks, and where no share of
/// it is on record.
pub(super) fn sourcing_lost(
    registry: &Registry,
    question: &StressQuestion,
    change: &ScenarioChange,
    material: Row,
) -> Vec<StageShare> {
    let ScenarioChange::CloseCountry(code) = change else {
        return Vec::new();
    };
    let Some(country) = registry.country_named(code) else {
        return Vec::new();
    };
    let of_stage = [Stage::Extraction, Stage::Processing]
        .into_iter()
        .map(|stage| {
            let of = |quantity| {
                let told = shares(registry, material, (quantity, stage), question.when)?;
                let mut by_country = told.by_country.into_iter();
                by_country.find(|it| it.country == country)
            };
            let (sourced, world) = (of(Quantity::EuSourcingShare), of(Quantity::GlobalShare));
            StageShare {
                stage,
                eu_sourcing: sourced.map(|it| it.share),
                global: world.map(|it| it.share),
                figures: [sourced.map(|it| it.figure), world.map(|it| it.figure)],
            }
        });
    of_stage
        .filter(|it| it.eu_sourcing.is_some() || it.global.is_some())
        .collect()
}
