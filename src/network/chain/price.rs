//! Length, emissions and costs of a movement, each with the figures it rests on and what was assumed.

use crate::model::Choice;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Mode;
use crate::model::geo::Position;
use crate::model::tables::figure;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;
use crate::network::chain::place::site_of;
use crate::network::chain::rates::CostRate;
use crate::network::chain::rates::Rates;
use crate::network::chain::told::Told;

/// What is known of a movement.
#[derive(Debug, Default)]
pub(super) struct Priced {
    /// Metres; none if not known.
    pub(super) length_m: Option<u64>,
    /// Grams CO2e per tonne; none if not known.
    pub(super) emissions_g: Option<u64>,
    /// Cents (EUR) per tonne; none if not known.
    pub(super) cost_cents: Option<u64>,
    /// The figures used.
    pub(super) figures: Vec<Row>,
    /// What was assumed or doubted.
    pub(super) notes: Vec<Note>,
}

/// Prices movements in one year.
pub(super) struct Pricing<'a> {
    pub(super) registry: &'a Registry,
    pub(super) when: When,
    pub(super) rates: Rates,
}

/// A movement to be priced.
#[derive(Clone, Copy)]
pub(super) struct Movement {
    /// The link that tells of it, or the product where none does.
    pub(super) link: Row,
    pub(super) from: Row,
    pub(super) to: Row,
    pub(super) mode: Mode,
}

impl Pricing<'_> {
    /// Prices a movement, given the figures of its link.
    pub(super) fn price(&self, movement: Movement, figures: &[Row]) -> Priced {
        let mut priced = Priced::default();
        let length_km = self.length_km(movement, figures, &mut priced);
        priced.length_m = length_km.map(|it| whole(it * 1_000.0));
        let emissions_kg = self.emissions_kg(movement, figures, length_km, &mut priced);
        priced.emissions_g = emissions_kg.map(|it| whole(it * 1_000.0));
        let cost_eur = self.cost_eur(movement, figures, length_km, &mut priced);
        priced.cost_cents = cost_eur.map(|it| whole(it * 100.0));
        if priced.figures.len() > 1 {
            let mut seen = std::collections::BTreeSet::new();
            priced.figures.retain(|it| seen.insert(*it));
        }
        priced
    }

    /// What the link itself is told to be.
    fn own(
        &self,
        movement: Movement,
        figures: &[Row],
        quantity: Quantity,
        concern: Concern,
        priced: &mut Priced,
    ) -> Option<f64> {
        let is_it = |row: &Row| self.registry.code(*row, figure::QUANTITY) == Some(quantity);
        let figures: Vec<Row> = figures.iter().copied().filter(is_it).collect();
        let chosen = self.registry.chosen_among(&figures, self.when);
        let told = Told::first(self.registry, &chosen)?;
        Some(priced.take(told, concern, movement.link))
    }

    fn length_km(&self, movement: Movement, figures: &[Row], priced: &mut Priced) -> Option<f64> {
        if movement.mode == Mode::OnSite {
            return Some(0.0);
        }
        let position = |place| self.registry.position(site_of(self.registry, place)?);
        let ends = position(movement.from).zip(position(movement.to));
        let (quantity, concern) = (Quantity::Distance, Concern::Length);
        if let Some(km) = self.own(movement, figures, quantity, concern, priced) {
            let circle = ends.map(|(a, b)| a.distance_km(&b));
            if let Some(circle) = circle.filter(|it| km < *it) {
                let code = AssumptionCode::ShorterThanGreatCircle;
                priced.notes.push(Note {
                    rests_on: priced.figures.last().copied(),
                    value: Some(km),
                    compared_with: Some(circle),
                    ..Note::new(code, concern, movement.link)
                });
            }
            return Some(km);
        }
        if movement.mode == Mode::Sea {
            let table = self.sea_distances(movement);
            if let Some(told) = Told::first(self.registry, &table) {
                return Some(priced.take(told, concern, movement.from));
            }
        }
        let unknown = Note::new(AssumptionCode::LengthUnknown, concern, movement.link);
        let estimate = ends
            .ok_or(unknown)
            .and_then(|(a, b)| self.estimated_km(movement, a, b, priced));
        estimate.map_err(|note| priced.notes.push(note)).ok()
    }

    /// Figures of the distance between the sites of two places, told of either, best first.
    fn sea_distances(&self, movement: Movement) -> Vec<Choice> {
        let registry = self.registry;
        let sites = site_of(registry, movement.from).zip(site_of(registry, movement.to));
        let Some((from, to)) = sites else {
            return Vec::new();
        };
        let between = |subject, partner| {
            let mut chosen = registry.chosen(subject, Quantity::Distance, self.when);
            chosen.retain(|it| registry.reference(it.figure, figure::PARTNER) == Some(partner));
            chosen
        };
        let mut found = between(from, to);
        found.extend(between(to, from));
        registry.sort_best_first(&mut found);
        found
    }

    /// The great circle times the detour factor of the mode, or why there is none.
    fn estimated_km(
        &self,
        movement: Movement,
        from: Position,
        to: Position,
        priced: &mut Priced,
    ) -> Result<f64, Note> {
        let concern = Concern::Length;
        let unknown = Note::new(AssumptionCode::LengthUnknown, concern, movement.link);
        let circle = from.distance_km(&to);
        let uncertainty = from.uncertainty_km + to.uncertainty_km;
        if circle <= uncertainty {
            return Err(Note {
                value: Some(circle),
                compared_with: Some(uncertainty),
                ..unknown
            });
        }
        let mode = assumed_mode(movement, concern, priced);
        let told = self.rates.detour(mode).ok_or(unknown)?;
        let factor = priced.take(told, concern, self.registry.mode(mode));
        // The estimate is as wide as what is known of the factor, where its source gives bounds.
        let bound = |column| self.registry.number(told.figure, column).unwrap_or(factor);
        priced.notes.push(Note {
            rests_on: Some(told.figure),
            value: Some(circle * factor),
            compared_with: Some((circle - uncertainty) * bound(figure::LOW)),
            high: Some((circle + uncertainty) * bound(figure::HIGH)),
            ..Note::new(AssumptionCode::DistanceEstimated, concern, movement.link)
        });
        Ok(circle * factor)
    }

    fn emissions_kg(
        &self,
        movement: Movement,
        figures: &[Row],
        length_km: Option<f64>,
        priced: &mut Priced,
    ) -> Option<f64> {
        let (quantity, concern) = (Quantity::Emissions, Concern::Emissions);
        if let Some(kg) = self.own(movement, figures, quantity, concern, priced) {
            return Some(kg);
        }
        if movement.mode == Mode::OnSite {
            return Some(0.0);
        }
        let rate = length_km.and_then(|_| {
            let mode = assumed_mode(movement, concern, priced);
            let told = self.rates.emissions(mode)?;
            let subject = self.registry.mode(mode);
            let rate = priced.take(told, concern, subject);
            priced.notes.push(Note {
                rests_on: Some(told.figure),
                value: Some(rate),
                ..Note::new(AssumptionCode::RateAssumed, concern, subject)
            });
            Some(rate)
        });
        if rate.is_none() {
            let code = AssumptionCode::EmissionsUnknown;
            priced.notes.push(Note::new(code, concern, movement.link));
        }
        Some(length_km? * rate? / 1_000.0)
    }

    /// Costs that are not known are said where they are asked for, see
    /// [`open_question`](crate::network::chain::ChainArc::open_question).
    fn cost_eur(
        &self,
        movement: Movement,
        figures: &[Row],
        length_km: Option<f64>,
        priced: &mut Priced,
    ) -> Option<f64> {
        let (quantity, concern) = (Quantity::Cost, Concern::Cost);
        if let Some(eur) = self.own(movement, figures, quantity, concern, priced) {
            return Some(eur);
        }
        if movement.mode == Mode::OnSite {
            return Some(0.0);
        }
        let length_km = length_km?;
        let rate = self.rates.cost(road_if_unknown(movement.mode))?;
        let mode = assumed_mode(movement, concern, priced);
        let subject = self.registry.mode(mode);
        let (value, rests_on) = match rate {
            CostRate::Told(told) => (priced.take(told, concern, subject), Some(told.figure)),
            CostRate::Set(value) => (value, None),
        };
        priced.notes.push(Note {
            rests_on,
            value: Some(value),
            ..Note::new(AssumptionCode::RateAssumed, concern, subject)
        });
        Some(length_km * value)
    }
}

impl Priced {
    /// Uses a figure.
    fn take(&mut self, told: Told, concern: Concern, subject: Row) -> f64 {
        self.notes.extend(told.notes(concern, subject));
        self.figures.push(told.figure);
        told.value
    }
}

/// The mode, with road standing in where it is not known.
fn assumed_mode(movement: Movement, concern: Concern, priced: &mut Priced) -> Mode {
    if movement.mode == Mode::Unknown {
        let note = Note::new(AssumptionCode::ModeAssumed, concern, movement.link);
        priced.notes.push(note);
    }
    road_if_unknown(movement.mode)
}

fn road_if_unknown(mode: Mode) -> Mode {
    if mode == Mode::Unknown {
        Mode::Road
    } else {
        mode
    }
}

/// The nearest whole number of a figure that is not negative; the largest that searches add for a larger one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the number is within bounds, and is rounded on purpose"
)]
pub(in crate::network) fn whole(number: f64) -> u64 {
    let largest = crate::network::search::MAX_METRIC as f64;
    number.clamp(0.0, largest).round() as u64
}
