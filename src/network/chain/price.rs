//! Length, emissions and capacity of a movement, each with the figures it rests on and what was assumed.

use crate::model::Choice;
use crate::model::ChosenYear;
use crate::model::Kind;
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

/// The parameters of transport used unless a link has figures of its own, by their `definition`.
const DEFAULT_DEFINITIONS: &[&str] = &[
    "road-artic33-avg-uk",
    "rail-mixed-diesel-fi",
    "sea-bulk-10k-uk",
    "road-fi-all",
    "rail-nordic-network",
];

/// What is known of a movement.
#[derive(Debug, Default)]
pub(super) struct Priced {
    /// Metres; none if not known.
    pub(super) length_m: Option<u64>,
    /// Grams CO2e per tonne; none if not known.
    pub(super) emissions_g: Option<u64>,
    /// The figures used.
    pub(super) figures: Vec<Row>,
    /// What was assumed or doubted.
    pub(super) notes: Vec<Note>,
}

/// Prices movements in one year.
pub(super) struct Pricing<'a> {
    pub(super) registry: &'a Registry,
    pub(super) when: When,
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
    /// Prices a movement.
    pub(super) fn price(&self, movement: Movement) -> Priced {
        let mut priced = Priced::default();
        let length_km = self.length_km(movement, &mut priced);
        priced.length_m = length_km.map(|it| whole(it * 1_000.0));
        let emissions_kg = self.emissions_kg(movement, length_km, &mut priced);
        priced.emissions_g = emissions_kg.map(|it| whole(it * 1_000.0));
        let mut seen = std::collections::BTreeSet::new();
        priced.figures.retain(|it| seen.insert(*it));
        priced
    }

    fn length_km(&self, movement: Movement, priced: &mut Priced) -> Option<f64> {
        if movement.mode == Mode::OnSite {
            return Some(0.0);
        }
        let position = |site| self.registry.position(site);
        let ends = position(movement.from).zip(position(movement.to));
        let own = self.own(movement, Quantity::Distance);
        if let Some(km) = self.first(&own, Concern::Length, movement.link, priced) {
            let circle = ends.map(|(a, b)| a.distance_km(&b));
            if let Some(circle) = circle.filter(|it| km < *it) {
                priced.notes.push(Note {
                    rests_on: priced.figures.last().copied(),
                    value: Some(km),
                    compared_with: Some(circle),
                    ..Note::new(
                        AssumptionCode::ShorterThanGreatCircle,
                        Concern::Length,
                        movement.link,
                    )
                });
            }
            return Some(km);
        }
        if movement.mode == Mode::Sea {
            let table = self.sea_distances(movement.from, movement.to);
            if let Some(km) = self.first(&table, Concern::Length, movement.from, priced) {
                return Some(km);
            }
        }
        let unknown = Note::new(
            AssumptionCode::LengthUnknown,
            Concern::Length,
            movement.link,
        );
        let estimate = ends
            .ok_or(unknown)
            .and_then(|(a, b)| self.estimated_km(movement, a, b, priced));
        estimate.map_err(|note| priced.notes.push(note)).ok()
    }

    /// Figures of the link of a movement, best first; none where no link tells of it.
    fn own(&self, movement: Movement, quantity: Quantity) -> Vec<Choice> {
        match movement.link.kind() {
            Kind::Link => self.registry.chosen(movement.link, quantity, self.when),
            _ => Vec::new(),
        }
    }

    /// Figures of the distance between two places, told of either, best first.
    fn sea_distances(&self, from: Row, to: Row) -> Vec<Choice> {
        let between = |subject, partner| {
            let mut chosen = self.registry.chosen(subject, Quantity::Distance, self.when);
            chosen
                .retain(|it| self.registry.reference(it.figure, figure::PARTNER) == Some(partner));
            chosen
        };
        let mut found = between(from, to);
        found.extend(between(to, from));
        self.registry.sort_best_first(&mut found);
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
        let unknown = Note::new(
            AssumptionCode::LengthUnknown,
            Concern::Length,
            movement.link,
        );
        let circle = from.distance_km(&to);
        let uncertainty = from.uncertainty_km + to.uncertainty_km;
        if circle <= uncertainty {
            return Err(Note {
                value: Some(circle),
                compared_with: Some(uncertainty),
                ..unknown
            });
        }
        let mode = self.assumed_mode(movement, Concern::Length, priced);
        let factor = self.parameter(mode, Quantity::DetourFactor, Concern::Length, priced);
        let factor = factor.ok_or(unknown)?;
        // The estimate is as wide as what is known of the factor, where its source gives bounds.
        let rests_on = priced.figures.last().copied();
        let bound = |column| {
            let bound = rests_on.and_then(|it| self.registry.number(it, column));
            bound.unwrap_or(factor)
        };
        priced.notes.push(Note {
            rests_on: priced.figures.last().copied(),
            value: Some(circle * factor),
            compared_with: Some((circle - uncertainty) * bound(figure::LOW)),
            high: Some((circle + uncertainty) * bound(figure::HIGH)),
            ..Note::new(
                AssumptionCode::DistanceEstimated,
                Concern::Length,
                movement.link,
            )
        });
        Ok(circle * factor)
    }

    fn emissions_kg(
        &self,
        movement: Movement,
        length_km: Option<f64>,
        priced: &mut Priced,
    ) -> Option<f64> {
        let own = self.own(movement, Quantity::Emissions);
        if let Some(kg) = self.first(&own, Concern::Emissions, movement.link, priced) {
            return Some(kg);
        }
        if movement.mode == Mode::OnSite {
            return Some(0.0);
        }
        let rate = length_km.and_then(|_| {
            let mode = self.assumed_mode(movement, Concern::Emissions, priced);
            let rate = self.parameter(mode, Quantity::EmissionRate, Concern::Emissions, priced)?;
            priced.notes.push(Note {
                rests_on: priced.figures.last().copied(),
                value: Some(rate),
                ..Note::new(
                    AssumptionCode::RateAssumed,
                    Concern::Emissions,
                    self.registry.mode(mode),
                )
            });
            Some(rate)
        });
        if rate.is_none() {
            priced.notes.push(Note::new(
                AssumptionCode::EmissionsUnknown,
                Concern::Emissions,
                movement.link,
            ));
        }
        Some(length_km? * rate? / 1_000.0)
    }

    /// The mode, with road standing in where it is not known.
    fn assumed_mode(&self, movement: Movement, concern: Concern, priced: &mut Priced) -> Mode {
        if movement.mode != Mode::Unknown {
            return movement.mode;
        }
        let note = Note::new(AssumptionCode::ModeAssumed, concern, movement.link);
        priced.notes.push(note);
        Mode::Road
    }

    /// A parameter of a mode: the one of the default definition, else the best. Parameters describe a way of
    /// transport rather than a year, so that a later one may stand in, flagged.
    fn parameter(
        &self,
        mode: Mode,
        quantity: Quantity,
        concern: Concern,
        priced: &mut Priced,
    ) -> Option<f64> {
        let subject = self.registry.mode(mode);
        let when = When {
            nearest_years: true,
            ..self.when
        };
        let chosen = self.registry.chosen(subject, quantity, when);
        let is_default = |it: &&Choice| {
            let definition = self.registry.text(it.figure, figure::DEFINITION);
            definition.is_some_and(|it| DEFAULT_DEFINITIONS.contains(&it))
        };
        match chosen.iter().find(is_default) {
            Some(default) => self.first(&[*default], concern, subject, priced),
            None => self.first(&chosen, concern, subject, priced),
        }
    }

    /// The value of the first of several figures, which stand best first, with what its choice assumes.
    fn first(
        &self,
        chosen: &[Choice],
        concern: Concern,
        subject: Row,
        priced: &mut Priced,
    ) -> Option<f64> {
        let first = chosen.first()?;
        let mut note = |code| {
            priced.notes.push(Note {
                rests_on: Some(first.figure),
                ..Note::new(code, concern, subject)
            });
        };
        match first.year {
            ChosenYear::UpTo => {}
            ChosenYear::Undated => note(AssumptionCode::Undated),
            ChosenYear::Later => note(AssumptionCode::NearestYear),
        }
        if chosen.len() > 1 {
            note(AssumptionCode::SeveralFigures);
        }
        priced.figures.push(first.figure);
        self.registry.figure_value(first.figure)
    }
}

/// The nearest whole number of a figure that is not negative; the largest that searches add for a larger one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the number is within bounds, and is rounded on purpose"
)]
fn whole(number: f64) -> u64 {
    let largest = crate::network::search::MAX_METRIC as f64;
    number.clamp(0.0, largest).round() as u64
}
