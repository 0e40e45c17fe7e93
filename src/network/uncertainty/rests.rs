//! On what a number rests, by weight: whether its figures have bounds, and which have none.

use crate::model::Registry;
use crate::model::Row;
use crate::network::uncertainty::Sampling;
use crate::network::uncertainty::Uncertainty;
use crate::network::uncertainty::draws::Drawn;
use crate::network::uncertainty::draws::Draws;

/// Something without bounds that a number rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithoutBounds {
    /// The figure; the mode of transport where it is a rate that the operator has set.
    pub record: Row,
    /// The part of the number that rests on it, 0 to 1; none where something was taken as 1 for lack of a figure of
    /// this activity or site, so that it may be any part.
    pub share: Option<f64>,
}

/// The weight of a number, and of what it rests on.
#[derive(Clone, Debug, Default)]
pub(in crate::network) struct Rests {
    total: f64,
    without_bounds: f64,
    /// By number of the draws.
    by_number: Vec<f64>,
    /// Activities and sites of which a figure is missing, by id.
    unknown: Vec<Row>,
}

impl Rests {
    /// Adds a part of the number that follows from some of what is drawn: each carries the same of its weight, and
    /// one that enters twice carries twice as much.
    pub(in crate::network) fn add(&mut self, draws: &Draws<'_>, weight: f64, factors: &[u32]) {
        if weight <= 0.0 {
            return;
        }
        self.total += weight;
        #[expect(clippy::cast_precision_loss, reason = "a handful of figures")]
        let each = weight / factors.len().max(1) as f64;
        for factor in factors.iter().copied() {
            if !draws.is_bounded(factor) {
                self.without_bounds += each;
                let at = factor as usize;
                self.by_number.resize(self.by_number.len().max(at + 1), 0.0);
                self.by_number[at] += each;
            }
        }
    }

    /// Adds a record of which a figure is missing that may be of any weight.
    pub(in crate::network) fn add_unknown(&mut self, record: Row) {
        if !self.unknown.contains(&record) {
            self.unknown.push(record);
        }
    }

    /// The part that rests on what has no bounds; none where there is no weight.
    pub(in crate::network) fn share(&self) -> Option<f64> {
        (self.total > 0.0).then(|| self.without_bounds / self.total)
    }

    /// Whether a band may be told: at most a third rests on what has no bounds, and no figure is missing.
    pub(in crate::network) fn is_recorded(&self) -> bool {
        // Shares of sums of thirds are a little off.
        let is_third = |it| it <= 1.0 / 3.0 + 1e-9;
        self.unknown.is_empty() && self.share().is_none_or(is_third)
    }

    /// What is said of it in an answer for which so many samples were drawn.
    pub(in crate::network) fn told(
        &self,
        registry: &Registry,
        draws: &Draws<'_>,
        asked: Sampling,
        samples: u32,
    ) -> Uncertainty {
        let numbered = draws.what().into_iter().zip(&self.by_number);
        let weighty = numbered.filter(|(_, weight)| **weight > 0.0);
        let named = weighty.filter_map(|(what, weight)| {
            let (Drawn::Figure(record) | Drawn::Set(record)) = what else {
                return None;
            };
            let share = Some(weight / self.total);
            Some(WithoutBounds { record, share })
        });
        let unknown = self.unknown.iter().map(|it| WithoutBounds {
            record: *it,
            share: None,
        });
        let mut without_bounds: Vec<WithoutBounds> = named.chain(unknown).collect();
        without_bounds.sort_by(|a, b| {
            let weight = |it: &WithoutBounds| it.share.unwrap_or(f64::INFINITY);
            let by_id = || registry.id(a.record).cmp(&registry.id(b.record));
            weight(b).total_cmp(&weight(a)).then_with(by_id)
        });
        Uncertainty {
            asked,
            samples,
            is_recorded: self.is_recorded(),
            without_bounds_share: self.share(),
            without_bounds,
        }
    }
}
