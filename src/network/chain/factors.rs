//! What the numbers of an arc follow from by multiplying, so that they can be worked out anew.

use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Confidence;
use crate::model::tables::figure;
use crate::network::chain::ArcKind;
use crate::network::chain::AssumptionCode;
use crate::network::chain::ChainArc;
use crate::network::chain::Concern;
use crate::network::chain::Metric;
use crate::network::chain::Note;

/// One of the things that are multiplied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::network) enum Factor {
    /// A figure.
    Figure(Row),
    /// The great circle between the ends of the arc, which may be so many times what their points say.
    Circle {
        /// At least.
        low: f64,
        /// At most.
        high: f64,
    },
    /// The rate that the operator has set for a mode.
    Set(Row),
}

impl ChainArc {
    /// What the number that a metric counts follows from; empty where it is 0 or 1 by nature, not known, or a count.
    pub(in crate::network) fn factors(&self, registry: &Registry, metric: Metric) -> Vec<Factor> {
        let told = |quantity| {
            let is_it = |row: &Row| registry.code(*row, figure::QUANTITY) == Some(quantity);
            self.figures.iter().copied().find(is_it)
        };
        match metric {
            Metric::Steps => Vec::new(),
            Metric::Loss => {
                let told = told(Quantity::Recovery);
                told.into_iter().map(Factor::Figure).collect()
            }
            Metric::Distance => match self.note(AssumptionCode::DistanceEstimated, Concern::Length)
            {
                Some(note) => estimated(registry, note),
                None => {
                    let told = told(Quantity::Distance);
                    told.into_iter().map(Factor::Figure).collect()
                }
            },
            Metric::Emissions => {
                self.rated(registry, Concern::Emissions, told(Quantity::Emissions))
            }
            Metric::Cost => self.rated(registry, Concern::Cost, told(Quantity::Cost)),
        }
    }

    /// Whether the number that a metric counts is not reported as such: it follows from a figure that is
    /// estimated or assumed, from positions or from a rate, or the arc itself is assumed.
    pub(in crate::network) fn is_estimated(&self, registry: &Registry, metric: Metric) -> bool {
        let is_assumed = matches!(
            self.kind,
            ArcKind::AssumedTransformation | ArcKind::Candidate
        );
        let is_loose = |it: &Factor| match it {
            Factor::Figure(row) => {
                let quantity = registry.code(*row, figure::QUANTITY);
                let confidence = registry.code(*row, figure::CONFIDENCE);
                matches!(quantity, Some(Quantity::EmissionRate | Quantity::CostRate))
                    || confidence != Some(Confidence::Reported)
            }
            Factor::Circle { .. } | Factor::Set(_) => true,
        };
        is_assumed || self.factors(registry, metric).iter().any(is_loose)
    }

    fn note(&self, code: AssumptionCode, concern: Concern) -> Option<&Note> {
        let is_it = |it: &&Note| it.code == code && it.concern == concern;
        self.notes.iter().find(is_it)
    }

    /// A number of the arc's own, or a rate times its length.
    fn rated(&self, registry: &Registry, concern: Concern, own: Option<Row>) -> Vec<Factor> {
        if let Some(own) = own {
            return vec![Factor::Figure(own)];
        }
        let Some(rate) = self.note(AssumptionCode::RateAssumed, concern) else {
            return Vec::new();
        };
        let mut factors = self.factors(registry, Metric::Distance);
        factors.push(match rate.rests_on {
            Some(figure) => Factor::Figure(figure),
            None => Factor::Set(rate.subject),
        });
        factors
    }
}

/// An estimated length is a great circle times a detour factor; its bounds are those of both multiplied.
fn estimated(registry: &Registry, note: &Note) -> Vec<Factor> {
    let (Some(row), Some(km), Some(low), Some(high)) =
        (note.rests_on, note.value, note.compared_with, note.high)
    else {
        return Vec::new();
    };
    let Some(value) = registry.figure_value(row) else {
        return Vec::new();
    };
    let bound = |column| registry.number(row, column).unwrap_or(value);
    let times = |km_bound: f64, factor: f64| km_bound / factor / (km / value);
    let circle = Factor::Circle {
        low: times(low, bound(figure::LOW)).min(1.0),
        high: times(high, bound(figure::HIGH)).max(1.0),
    };
    vec![circle, Factor::Figure(row)]
}
