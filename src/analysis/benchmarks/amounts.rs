//! What figures of a region tell of a material, in tonnes of the material a year.
//!
//! Figures are chosen within a key, and those of different keys stand side by side. One that cannot be used is kept with the
//! reason. A forecast counts from its own year on, beside what happened; its low and high are bounds of one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::benchmarks::UnusedReason;
use crate::model::Choice;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::ProductForm;
use crate::model::codes::Stage;
use crate::model::codes::Vintage;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::product;
use crate::model::tables::region;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::year_code;
use crate::network::contained::per_tonne;

/// At least and at most; none on a side that is not bounded.
pub(super) type Between = (Option<f64>, Option<f64>);

/// What the bounds of one forecast have in common: what it tells, and for which year.
type OfForecast = (String, Option<i32>);

/// An amount that figures tell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount {
    /// The figure; of a forecast with bounds its reference, else its lower one.
    pub(super) figure: Row,
    /// All it rests on.
    pub(super) figures: Vec<Row>,
    /// Tonnes of the material a year.
    pub(super) between: Between,
    /// Tonnes of the material per tonne of the figure.
    pub(super) factor: f64,
    pub(super) notes: Vec<Note>,
}

/// What figures of one quantity tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Told {
    /// The amounts of each key, what happened first, then the best founded.
    pub(super) amounts: Vec<Amount>,
    /// Figures that are not used.
    pub(super) unused: Vec<(Row, UnusedReason)>,
    /// Of figures that another one of the same question replaces, that one and itself.
    pub(super) superseded: Vec<(Row, Row)>,
    /// What parts of the region are told to give: never added up.
    pub(super) parts: Vec<Amount>,
}

/// The figures of a region and of those that look like it, by quantity and material.
pub(super) struct Figures<'a> {
    pub(super) registry: &'a Registry,
    when: When,
    own: BTreeMap<(Quantity, Row), Vec<Row>>,
    /// Of blocs that hold or overlap the region, and of regions of which nobody says what lies in them.
    elsewhere: BTreeMap<(Quantity, Row), Vec<Row>>,
    /// Of the parts of the region.
    pub(super) parts: BTreeMap<(Quantity, Row), Vec<Row>>,
    /// Products that an activity of a stage takes, but for those that are consumed as they are.
    taken: BTreeMap<Stage, BTreeSet<Row>>,
}

impl<'a> Figures<'a> {
    /// O(regions · members + figures of regions + activities).
    pub(super) fn of(registry: &'a Registry, region: Row, when: When) -> Self {
        let mut figures = Self {
            registry,
            when,
            own: BTreeMap::new(),
            elsewhere: BTreeMap::new(),
            parts: BTreeMap::new(),
            taken: BTreeMap::new(),
        };
        group(registry, region, &mut figures.own);
        let within = registry.regions_within([region]);
        for other in registry.rows(Kind::Region) {
            if within.contains(&other) {
                if other != region {
                    group(registry, other, &mut figures.parts);
                }
            } else if looks_alike(registry, other, &within) {
                group(registry, other, &mut figures.elsewhere);
            }
        }
        for row in registry.rows(Kind::Activity) {
            if let Some(stage) = registry.code::<Stage>(row, activity::STAGE) {
                let inputs = registry.references(row, activity::INPUTS);
                let inputs = inputs.filter(|it| is_unfinished(registry, *it));
                figures.taken.entry(stage).or_default().extend(inputs);
            }
        }
        figures
    }

    /// The figures of the region of a quantity and material, of all stages.
    pub(super) fn rows(&self, quantity: Quantity, of: Row) -> &[Row] {
        self.own.get(&(quantity, of)).map_or(&[], Vec::as_slice)
    }

    /// Products that an activity of a stage takes, anywhere: not what comes out of its last step. A metal that another works
    /// makes salts of is consumed in processed form.
    pub(super) fn taken(&self, stage: Stage) -> Option<&BTreeSet<Row>> {
        self.taken.get(&stage)
    }

    /// What the region is told to give at a stage.
    pub(super) fn at_stage(&self, quantity: Quantity, of: Row, stage: Stage) -> Told {
        let (rows, others): (Vec<Row>, Vec<Row>) = self
            .rows(quantity, of)
            .iter()
            .partition(|it| self.registry.code(**it, figure::STAGE) == Some(stage));
        let is_intermediate = |row: &Row| {
            let product = self.registry.reference(*row, figure::PRODUCT);
            product
                .zip(self.taken(stage))
                .is_some_and(|(it, taken)| taken.contains(&it))
        };
        let (intermediate, rows): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(is_intermediate);
        let mut told = self.told(&rows, of);
        let without = others.into_iter();
        let without =
            without.filter(|it| self.registry.code::<Stage>(*it, figure::STAGE).is_none());
        told.unused
            .extend(without.map(|it| (it, UnusedReason::NoStage)));
        let intermediate = intermediate
            .into_iter()
            .map(|it| (it, UnusedReason::Intermediate));
        told.unused.extend(intermediate);
        told.unused.extend(self.elsewhere_at(quantity, of, stage));
        let parts = self.of_parts((quantity, of), stage, is_intermediate);
        let looked = parts.amounts.iter().map(|it| it.figure);
        let unused = parts.unused.iter();
        let unused = unused.filter(|it| it.1 != UnusedReason::Superseded);
        told.unused.extend(
            looked
                .chain(unused.map(|it| it.0))
                .map(|it| (it, UnusedReason::PartOfRegion)),
        );
        told.parts = parts.amounts;
        told
    }

    fn elsewhere_at(
        &self,
        quantity: Quantity,
        of: Row,
        stage: Stage,
    ) -> impl Iterator<Item = (Row, UnusedReason)> + '_ {
        let rows = self.elsewhere.get(&(quantity, of)).into_iter().flatten();
        let is_of = move |it: &&Row| self.registry.code(**it, figure::STAGE) == Some(stage);
        rows.filter(is_of)
            .map(|it| (*it, UnusedReason::OtherRegion))
    }

    /// What is consumed: in the region, and in those that look like it.
    pub(super) fn consumption(&self, of: Row) -> (Told, Told) {
        let key = (Quantity::Consumption, of);
        let elsewhere = self.elsewhere.get(&key).map_or(&[][..], Vec::as_slice);
        let told = |rows: &[Row]| {
            let (whole, partial): (Vec<Row>, Vec<Row>) =
                rows.iter().partition(|it| !is_partial(self.registry, **it));
            let mut told = self.told(&whole, of);
            let partial = partial.into_iter().map(|it| (it, UnusedReason::Partial));
            told.unused.extend(partial);
            told
        };
        (told(self.rows(Quantity::Consumption, of)), told(elsewhere))
    }

    /// What some figures of one quantity tell of a material.
    pub(super) fn told(&self, rows: &[Row], of: Row) -> Told {
        let (registry, mut told) = (self.registry, Told::default());
        let mut rows = rows.to_vec();
        rows.retain(|it| {
            let reason = self.never(*it);
            told.unused.extend(reason.map(|reason| (*it, reason)));
            reason.is_none()
        });
        let chosen = registry.chosen_or_bounded(&rows, self.when);
        let used: BTreeSet<Row> = chosen.iter().map(|it| it.figure).collect();
        let is_later = |it: &Row| {
            registry
                .figure_year(*it)
                .is_some_and(|it| it > self.when.year)
        };
        let rest: Vec<Row> = rows.into_iter().filter(|it| !used.contains(it)).collect();
        let (later, lost): (Vec<Row>, Vec<Row>) = rest.into_iter().partition(is_later);
        for row in lost {
            let mut winners = chosen.iter().map(|it| it.figure);
            // One of several keys is looked for only where there are several.
            let winner = match &chosen[..] {
                [only] => Some(only.figure),
                _ => winners.find(|it| registry.are_of_one_key(*it, row)),
            };
            told.unused.push((row, UnusedReason::Superseded));
            told.superseded.extend(winner.map(|it| (it, row)));
        }
        for choice in chosen {
            match self.amount(choice, of) {
                Some(amount) => told.amounts.push(amount),
                None => told
                    .unused
                    .push((choice.figure, UnusedReason::NotConvertible)),
            }
        }
        told.amounts = self.forecasts_joined(told.amounts);
        let later = later.into_iter().map(|it| (it, UnusedReason::LaterYear));
        told.unused.extend(later);
        told
    }

    /// Why a figure is not used for any year; none if it may be.
    fn never(&self, row: Row) -> Option<UnusedReason> {
        let registry = self.registry;
        if registry.figure_between(row).is_none() {
            // The source withholds it.
            return Some(UnusedReason::NotConvertible);
        }
        // From when on a forecast counts is not known without its year.
        (is_forecast(registry, row) && registry.figure_year(row).is_none())
            .then_some(UnusedReason::Forecast)
    }

    fn amount(&self, choice: Choice, of: Row) -> Option<Amount> {
        let (registry, row) = (self.registry, choice.figure);
        let (low, high) = registry.figure_between(row)?;
        let subject = registry.reference(row, figure::SUBJECT)?;
        let mut notes: Vec<Note> = Vec::new();
        if let Some(code) = year_code(choice.year) {
            notes.push(Note {
                rests_on: Some(row),
                ..Note::new(code, Concern::Flow, subject)
            });
        }
        // Nothing is nothing of any product.
        if (low, high) == (Some(0.0), Some(0.0)) {
            return Some(Amount {
                figure: row,
                figures: vec![row],
                between: (low, high),
                factor: 1.0,
                notes,
            });
        }
        let per_tonne = per_tonne(registry, row, of, self.when)?;
        notes.extend(per_tonne.note);
        let tonnes = |it: f64| it * per_tonne.factor;
        Some(Amount {
            figure: row,
            figures: [row].into_iter().chain(per_tonne.figure).collect(),
            between: (low.map(tonnes), high.map(tonnes)),
            factor: per_tonne.factor,
            notes,
        })
    }

    /// The same with the bounds of each forecast as one amount, where its first bound stood.
    fn forecasts_joined(&self, amounts: Vec<Amount>) -> Vec<Amount> {
        let registry = self.registry;
        let is_forecast = |it: &Amount| is_forecast(registry, it.figure);
        if !amounts.iter().any(is_forecast) {
            return amounts;
        }
        let mut joined: Vec<(Option<OfForecast>, Vec<Amount>)> = Vec::new();
        for amount in amounts {
            let key = is_forecast(&amount).then(|| {
                let year = registry.figure_year(amount.figure);
                (registry.forecast_key(amount.figure), year)
            });
            match joined.iter_mut().find(|it| it.0.is_some() && it.0 == key) {
                Some(it) => it.1.push(amount),
                None => joined.push((key, vec![amount])),
            }
        }
        let joined = joined.into_iter();
        joined.filter_map(|it| self.forecast(it.1)).collect()
    }

    /// One amount out of those that the bounds of a forecast tell.
    fn forecast(&self, mut of: Vec<Amount>) -> Option<Amount> {
        let vintage = |it: &Amount| self.registry.code::<Vintage>(it.figure, figure::VINTAGE);
        of.sort_by_key(|it| {
            let is_reference = vintage(it) == Some(Vintage::ForecastReference);
            (!is_reference, vintage(it))
        });
        let low = of.iter().map(|it| it.between.0);
        let low = low.reduce(|a, b| a.zip(b).map(|(a, b)| a.min(b)))?;
        let high = of.iter().map(|it| it.between.1);
        let high = high.reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b)))?;
        let figures: Vec<Row> = of.iter().flat_map(|it| it.figures.clone()).collect();
        let notes: Vec<Note> = of.iter().flat_map(|it| it.notes.clone()).collect();
        let is_all = |of_vintage| of.iter().all(|it| vintage(it) == Some(of_vintage));
        // The low or the high end of a forecast alone is a bound, no value.
        let between = match (low, high) {
            (_, high) if is_all(Vintage::ForecastHigh) => (None, high),
            (low, _) if is_all(Vintage::ForecastLow) => (low, None),
            both => both,
        };
        let first = of.into_iter().next()?;
        Some(Amount {
            between,
            figures,
            notes,
            ..first
        })
    }
}

fn is_forecast(registry: &Registry, row: Row) -> bool {
    let vintage = registry.code::<Vintage>(row, figure::VINTAGE);
    vintage.is_some_and(|it| it != Vintage::Actual)
}

/// Whether a product has to be processed any further, as far as is told.
fn is_unfinished(registry: &Registry, of: Row) -> bool {
    let form = registry.code::<ProductForm>(of, product::FORM);
    !form.is_some_and(ProductForm::is_finished)
}

/// Whether a consumption is of one sector, or of what is no processed form.
fn is_partial(registry: &Registry, row: Row) -> bool {
    let stage = registry.code::<Stage>(row, figure::STAGE);
    registry.text(row, figure::SECTOR).is_some() || stage.is_some_and(|it| it != Stage::Processing)
}

fn group(registry: &Registry, region: Row, into: &mut BTreeMap<(Quantity, Row), Vec<Row>>) {
    for row in registry.figures_of(region) {
        let quantity = registry.code::<Quantity>(row, figure::QUANTITY);
        let material = registry.reference(row, figure::MATERIAL);
        if let (Some(quantity), Some(material)) = (quantity, material) {
            into.entry((quantity, material)).or_default().push(row);
        }
    }
}

/// Whether the figures of another region may be taken for those of one: a bloc that shares a region with it, or a
/// region of which nobody says what lies in it.
fn looks_alike(registry: &Registry, other: Row, within: &BTreeSet<Row>) -> bool {
    let mut members = registry.references(other, region::MEMBERS).peekable();
    if members.peek().is_some() {
        let of_other = registry.regions_within([other]);
        return !of_other.is_disjoint(within);
    }
    let is_placed = registry.reference(other, region::PARENT).is_some()
        || registry.text(other, region::COUNTRY).is_some()
        || registry.int(other, region::LEVEL).is_some();
    !is_placed
}
