//! Imports by country, held against consumption.
//!
//! What a country is told to deliver may be told in parts and more than once. Products add up, and of tellings of the same
//! product the largest counts. Tellings without a product cannot be told apart: they may be parts of a whole, or the same told
//! twice, so that what is delivered lies between the smallest and the sum of all.

use std::collections::BTreeMap;

use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::UnusedReason;
use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::amounts::Between;
use crate::analysis::benchmarks::capacity::typical;
use crate::analysis::benchmarks::verdict::at_most;
use crate::analysis::shares::CountryShare;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::figure;

/// Sums of tonnes that differ by less, relatively, are the same.
const TOLERANCE: f64 = 1e-9;

/// One telling of what is imported.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) amount: Amount,
    /// Of which product; none where that is not told.
    product: Option<Row>,
    year: Option<i32>,
}

/// What is imported from one country.
#[derive(Clone, Debug)]
pub(super) struct OfCountry {
    pub(super) country: Row,
    pub(super) is_third: bool,
    pub(super) parts: Vec<Part>,
}

/// What is imported at a stage.
#[derive(Clone, Debug, Default)]
pub(super) struct Imports {
    /// By country, those of the Union among them.
    pub(super) countries: Vec<OfCountry>,
    /// From everywhere.
    total: Vec<Part>,
    pub(super) unused: Vec<(Row, UnusedReason)>,
}

/// Between what all tellings together may lie.
pub(super) fn combined(parts: &[Part]) -> Between {
    let mut by_product: BTreeMap<Row, Between> = BTreeMap::new();
    let mut tellings: Vec<Between> = Vec::new();
    for it in parts {
        let (low, high) = it.amount.between;
        let Some(product) = it.product else {
            tellings.push((low, high));
            continue;
        };
        let largest = by_product.entry(product).or_insert((None, Some(0.0)));
        largest.0 = largest.0.into_iter().chain(low).reduce(f64::max);
        largest.1 = largest.1.zip(high).map(|(a, b)| a.max(b));
    }
    // Products add up to one telling beside the others.
    let products = by_product.into_values().reduce(|a, b| {
        let low = a.0.unwrap_or_default() + b.0.unwrap_or_default();
        (Some(low), a.1.zip(b.1).map(|(a, b)| a + b))
    });
    tellings.extend(products);
    let both = |of: fn(f64, f64) -> f64| move |a: Option<f64>, b: Option<f64>| Some(of(a?, b?));
    let low = tellings.iter().map(|it| it.0).reduce(both(f64::min));
    let high = tellings.iter().map(|it| it.1).reduce(both(|a, b| a + b));
    (low.flatten(), high.flatten())
}

/// What the total leaves for countries that are not told of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rest {
    /// The total is not stated, or not for the year and products that countries are told of.
    NotKnown,
    /// Countries come to more than the total.
    Contradiction,
    /// At most so much, of a total of at most so much.
    AtMost(f64, f64),
}

impl Imports {
    /// Third countries with what is told of them.
    pub(super) fn third(&self) -> impl Iterator<Item = &OfCountry> {
        self.countries.iter().filter(|it| it.is_third)
    }

    /// All that it rests on.
    pub(super) fn amounts(&self) -> impl Iterator<Item = &Amount> {
        let of_countries = self.countries.iter().flat_map(|it| &it.parts);
        of_countries.chain(&self.total).map(|it| &it.amount)
    }

    fn rest(&self) -> Rest {
        let Some(all) = combined(&self.total).1 else {
            return Rest::NotKnown;
        };
        let told = || self.countries.iter().flat_map(|it| &it.parts);
        let years = told().chain(&self.total).map(|it| it.year);
        let is_same = |a: Option<i32>, b: Option<i32>| if a == b { a } else { None };
        if years.reduce(is_same).flatten().is_none() {
            return Rest::NotKnown;
        }
        // A total of one product says nothing of another.
        let of_total = |of: Option<Row>| self.total.iter().any(|it| it.product == of);
        if !of_total(None) && told().any(|it| !of_total(it.product)) {
            return Rest::NotKnown;
        }
        let countries = self.countries.iter().map(|it| combined(&it.parts).0);
        let least: f64 = countries.map(Option::unwrap_or_default).sum();
        let rest = all - least;
        if rest < -TOLERANCE * least {
            return Rest::Contradiction;
        }
        // What a sum leaves over is nobody's.
        let rest = if rest <= TOLERANCE * least { 0.0 } else { rest };
        Rest::AtMost(rest, all)
    }

    /// How the imports of all third countries stand against a consumption.
    pub(super) fn verdict(&self, consumption: Between, threshold: f64) -> BenchmarkStatus {
        let rest = self.rest();
        if rest == Rest::Contradiction {
            return BenchmarkStatus::Unknown;
        }
        let of_third: Vec<Between> = self.third().map(|it| combined(&it.parts)).collect();
        let verdicts = of_third.iter();
        let verdicts: Vec<BenchmarkStatus> = verdicts
            .map(|it| at_most(*it, consumption, threshold))
            .collect();
        let worst = [
            BenchmarkStatus::Missed,
            BenchmarkStatus::DependsOnFigure,
            BenchmarkStatus::Unknown,
        ];
        if let Some(it) = worst.into_iter().find(|it| verdicts.contains(it)) {
            return it;
        }
        // What is not told of may come from one country, also from the one with the most.
        let Rest::AtMost(rest, all) = rest else {
            return BenchmarkStatus::Unknown;
        };
        let largest = of_third.iter().filter_map(|it| it.1).fold(0.0, f64::max);
        let is_consumed = consumption.1.is_none_or(|it| it > 0.0);
        let most = Some((largest + rest).min(all));
        let is_hidden =
            rest > 0.0 && at_most((most, most), consumption, threshold) != BenchmarkStatus::Met;
        if is_hidden || !is_consumed {
            BenchmarkStatus::Unknown
        } else {
            BenchmarkStatus::Met
        }
    }
}

impl OfMaterial<'_> {
    /// What a stage is imported of, by country and in all. Figures without a stage are of every one. A partner that is no
    /// country tells of none, so that what comes from there may come from any.
    pub(super) fn imports(&self, stage: Stage) -> Imports {
        let registry = self.asked.registry;
        let all = self.asked.figures.rows(Quantity::Imports, self.material);
        let is_of = |row: &&Row| {
            let told: Option<Stage> = registry.code(**row, figure::STAGE);
            told.is_none_or(|it| it == stage)
        };
        let mut by_partner: BTreeMap<Option<Row>, Vec<Row>> = BTreeMap::new();
        for row in all.iter().filter(is_of) {
            let partner = registry.reference(*row, figure::PARTNER);
            by_partner.entry(partner).or_default().push(*row);
        }
        let mut imports = Imports::default();
        for (partner, rows) in by_partner {
            if partner.is_some_and(|it| !registry.is_country(it)) {
                let of_bloc = rows.into_iter();
                imports
                    .unused
                    .extend(of_bloc.map(|it| (it, UnusedReason::OtherRegion)));
                continue;
            }
            let told = self.asked.figures.told(&rows, self.material);
            imports.unused.extend(told.unused);
            let parts: Vec<Part> = told
                .amounts
                .into_iter()
                .map(|amount| Part {
                    product: registry.reference(amount.figure, figure::PRODUCT),
                    year: registry.figure_year(amount.figure),
                    amount,
                })
                .collect();
            match partner {
                None => imports.total = parts,
                Some(_) if parts.is_empty() => {}
                Some(country) => imports.countries.push(OfCountry {
                    country,
                    is_third: self.asked.is_third(country),
                    parts,
                }),
            }
        }
        let slug = |it: &OfCountry| registry.slug(it.country);
        imports.countries.sort_by(|a, b| slug(a).cmp(slug(b)));
        imports
    }
}

/// The third country with the largest imports, at least so much, as a part of a consumption; none where either is not
/// known.
pub(super) fn largest(imports: &Imports, consumption: Option<&Amount>) -> Option<CountryShare> {
    let consumed = consumption.and_then(typical).filter(|it| *it > 0.0)?;
    let told = imports.third().filter_map(|it| {
        let tonnes = combined(&it.parts).0?;
        let least = |it: &&Part| it.amount.between.0.unwrap_or_default();
        let parts = it.parts.iter();
        let largest = parts.reduce(|a, b| if least(&b) > least(&a) { b } else { a })?;
        Some(CountryShare {
            country: it.country,
            share: tonnes / consumed,
            figure: largest.amount.figure,
        })
    });
    told.reduce(|a, b| if b.share > a.share { b } else { a })
}
