//! Imports by country, held against consumption.

use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::UnusedReason;
use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::amounts::Between;
use crate::analysis::benchmarks::capacity::typical;
use crate::analysis::benchmarks::verdict::at_most;
use crate::analysis::benchmarks::verdict::together;
use crate::analysis::shares::CountryShare;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::figure;
use std::collections::BTreeMap;

/// What is imported at a stage.
#[derive(Clone, Debug, Default)]
pub(super) struct Imports {
    /// By third country.
    pub(super) third: Vec<(Row, Vec<Amount>)>,
    /// From all countries that are told of, the Union's among them, at least.
    pub(super) told: f64,
    /// All there is; none where it is not stated.
    all: Option<f64>,
    pub(super) unused: Vec<(Row, UnusedReason)>,
    pub(super) figures: Vec<Row>,
}

impl Imports {
    /// What comes from countries that are not told of; none where that is not known.
    fn rest(&self) -> Option<f64> {
        let all = self.all?;
        Some((all - self.told).max(0.0))
    }

    /// How the imports of all third countries stand against a consumption.
    pub(super) fn verdict(&self, consumption: Between, threshold: f64) -> BenchmarkStatus {
        let of_country = self.third.iter().map(|(_, amounts)| {
            let told = amounts
                .iter()
                .map(|it| at_most(it.between, consumption, threshold));
            together(told)
        });
        let of_countries: Vec<BenchmarkStatus> = of_country.collect();
        let worst = [
            BenchmarkStatus::Missed,
            BenchmarkStatus::DependsOnFigure,
            BenchmarkStatus::Unknown,
        ];
        if let Some(it) = worst.into_iter().find(|it| of_countries.contains(it)) {
            return it;
        }
        // What is not told of may come from one country, also from the one with the most.
        let largest = self.third.iter().flat_map(|it| &it.1);
        let largest = largest.filter_map(|it| it.between.1).fold(0.0, f64::max);
        let is_hidden = match self.rest() {
            None => true,
            Some(rest) if rest <= 1e-9 * self.told => false,
            Some(rest) => {
                let most = Some(largest + rest);
                at_most((most, most), consumption, threshold) != BenchmarkStatus::Met
            }
        };
        let is_consumed = consumption.1.is_none_or(|it| it > 0.0);
        if is_hidden || !is_consumed {
            BenchmarkStatus::Unknown
        } else {
            BenchmarkStatus::Met
        }
    }
}

impl OfMaterial<'_> {
    /// What a stage is imported of, by country and in all. Figures without a stage are of every one.
    pub(super) fn imports(&self, stage: Stage) -> Imports {
        let registry = self.asked.registry;
        let all = self.asked.figures.rows(Quantity::Imports, self.material);
        let is_of = |row: &Row| {
            registry
                .code(*row, figure::STAGE)
                .is_none_or(|it: Stage| it == stage)
        };
        let rows: Vec<Row> = all.iter().copied().filter(is_of).collect();
        let mut by_partner: BTreeMap<Option<Row>, Vec<Row>> = BTreeMap::new();
        for row in rows {
            let partner = registry.reference(row, figure::PARTNER);
            by_partner.entry(partner).or_default().push(row);
        }
        let mut imports = Imports::default();
        for (partner, rows) in by_partner {
            let told = self.asked.figures.told(&rows, self.material);
            imports.unused.extend(told.unused);
            let least = told.amounts.iter().filter_map(|it| it.between.0);
            let least = least.fold(f64::INFINITY, f64::min);
            match partner {
                None => {
                    let most = told.amounts.iter().filter_map(|it| it.between.1);
                    imports.all = most.reduce(f64::max);
                    let figures = told.amounts.iter().flat_map(|it| &it.figures);
                    imports.figures.extend(figures);
                }
                Some(it) => {
                    imports.told += if least.is_finite() { least } else { 0.0 };
                    if self.asked.is_third(it) && !told.amounts.is_empty() {
                        imports.third.push((it, told.amounts));
                    }
                }
            }
        }
        imports
    }
}

/// The third country with the largest imports, as a part of a consumption; none where either is not known.
pub(super) fn largest(imports: &Imports, consumption: Option<&Amount>) -> Option<CountryShare> {
    let consumed = consumption.and_then(typical).filter(|it| *it > 0.0)?;
    let told = imports.third.iter().flat_map(|(country, amounts)| {
        let told = amounts
            .iter()
            .filter_map(|it| Some((it.between.0?, it.figure)));
        told.map(|(tonnes, figure)| CountryShare {
            country: *country,
            share: tonnes / consumed,
            figure,
        })
    });
    told.reduce(|a, b| if b.share > a.share { b } else { a })
}
