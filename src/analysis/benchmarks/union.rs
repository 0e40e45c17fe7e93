//! Which part of the Union's capacity a region has, where both are told by the same.

use crate::analysis::area::Phase;
use crate::analysis::benchmarks::Asked;
use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::supply::Supply;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::SOURCES;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::throughput::StageAmount;

impl Supply {
    /// Stated capacities of the same definition or source go first, then sites where nothing of the Union's is missing, then production of
    /// the same. None where no basis is told of both. Totals tell the world without a scenario, so that under one only
    /// sites are compared. O(figures of both).
    pub(super) fn share_of(
        &self,
        asked: &Asked<'_>,
        of: Row,
        union: Option<&StageAmount>,
    ) -> Option<f64> {
        let around = asked.union.as_ref()?;
        let stage = self.amount.stage;
        let total = |quantity, own: &[Amount]| {
            let is_told = asked.before.is_none() && !own.is_empty();
            let all = is_told.then(|| around.figures.at_stage(quantity, of, stage))?;
            let mut own = own.iter();
            own.find_map(|own| {
                let mut alike = all.amounts.iter().filter(|it| are_alike(asked, own, it));
                alike.find_map(|it| part(point(own), point(it)))
            })
        };
        let by_sites = || {
            let union = union?;
            let is_stood_in = |it: &StageAmount| {
                let mut notes = it.notes.iter();
                notes.any(|it| it.code == AssumptionCode::ProductionAsCapacity)
            };
            let unknown = around.places.waiting(stage, of, Phase::Unknown);
            let is_exact = union.left_out.is_empty() && unknown.is_empty() && !is_stood_in(union);
            part(self.amount.tonnes, union.tonnes.filter(|_| is_exact))
        };
        total(Quantity::Capacity, &self.stated.amounts)
            .or_else(by_sites)
            .or_else(|| total(Quantity::Production, &self.production.amounts))
    }
}

/// Whether two totals are of the same product and year, and of the same definition or source.
fn are_alike(asked: &Asked<'_>, one: &Amount, other: &Amount) -> bool {
    let registry = asked.registry;
    let told = |it: &Amount| {
        (
            registry.text(it.figure, figure::FORM),
            registry.reference(it.figure, figure::PRODUCT),
            registry.figure_year(it.figure),
        )
    };
    let definition = |it: &Amount| registry.text(it.figure, figure::DEFINITION);
    let mut sources = registry.references(one.figure, SOURCES);
    let is_shared = |it: Row| {
        registry
            .references(other.figure, SOURCES)
            .any(|at| at == it)
    };
    told(one) == told(other) && (definition(one) == definition(other) || sources.any(is_shared))
}

/// What is neither a range nor bounded on one side alone.
fn point(it: &Amount) -> Option<f64> {
    it.between.0.filter(|low| it.between.1 == Some(*low))
}

fn part(own: Option<f64>, all: Option<f64>) -> Option<f64> {
    let all = all.filter(|it| *it > 0.0)?;
    own.map(|it| it / all)
}
