//! How much of a material is delivered, and by which of its two amounts a change of that is told.

use crate::model::Id;
use crate::model::When;
use crate::model::codes::codes;
use crate::network::Snapshot;
use crate::network::paths::At;
use crate::network::throughput::Parts;
use crate::network::throughput::SinglePoint;
use crate::network::throughput::Throughput;
use crate::network::throughput::ThroughputAnswer;
use crate::network::throughput::ThroughputError;
use crate::network::throughput::ThroughputQuestion;
use crate::network::throughput::throughput;

codes! {
    /// By which amounts a loss or a gain is told.
    pub enum MeasuredBy {
        /// Unknown capacities unbounded, before and after: what could be delivered at the most.
        Upper = "UPPER",
        /// Unknown capacities at what is on record that they carried: what is delivered at the least.
        Lower = "LOWER",
    }
}

/// What is asked of every state of a chain.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Delivery {
    pub(super) material: Id,
    /// Only what is delivered there counts; none for everywhere.
    pub(super) region: Option<Id>,
    pub(super) when: When,
}

/// What was delivered before and is after, tonnes a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Compared {
    pub(super) by: MeasuredBy,
    pub(super) before: f64,
    pub(super) after: f64,
}

impl Compared {
    /// What is lost; below 0 if more is delivered.
    pub(super) fn lost(self) -> f64 {
        let lost = self.before - self.after;
        if lost.abs() <= tolerance(self.before) {
            0.0
        } else {
            lost
        }
    }

    /// What is lost, as a part of what was delivered; none if nothing was.
    pub(super) fn share(self) -> Option<f64> {
        (self.before > tolerance(0.0)).then(|| self.lost() / self.before)
    }
}

impl Delivery {
    /// How much gets to sinks.
    pub(super) fn asked(
        &self,
        snapshot: &Snapshot,
        parts: Parts,
        budget: u64,
    ) -> Result<ThroughputAnswer, ThroughputError> {
        let question = ThroughputQuestion {
            to_within: self.region.clone(),
            at: at(self.when),
            parts,
            budget,
            ..ThroughputQuestion::new(self.material.clone())
        };
        throughput(snapshot, &question)
    }
}

/// An answer and the work of it; none where the budget did not suffice.
pub(super) fn within<T>(
    answer: Result<T, ThroughputError>,
    work: impl Fn(&T) -> u64,
) -> Result<(Option<T>, u64), ThroughputError> {
    match answer {
        Ok(it) => {
            let work = work(&it);
            Ok((Some(it), work))
        }
        Err(ThroughputError::Budget { work }) => Ok((None, work)),
        Err(error) => Err(error),
    }
}

/// The time of a question.
pub(super) fn at(when: When) -> At {
    At {
        year: Some(when.year),
        nearest_years: when.nearest_years,
        include_planned: when.include_planned,
    }
}

/// The upper amounts where both are bounded, else the lower ones where any is known to be delivered; none where neither
/// says anything.
pub(super) fn compared(before: &ThroughputAnswer, after: &ThroughputAnswer) -> Option<Compared> {
    let is_told = |it: &Compared| it.before.max(it.after) > tolerance(0.0);
    let lower = || compared_by(MeasuredBy::Lower, before, after).filter(is_told);
    compared_by(MeasuredBy::Upper, before, after).or_else(lower)
}

/// Two answers by the same of their amounts; none where either is not bounded.
pub(super) fn compared_by(
    by: MeasuredBy,
    before: &ThroughputAnswer,
    after: &ThroughputAnswer,
) -> Option<Compared> {
    let amounts = side(before, by).delivered.zip(side(after, by).delivered);
    // A sum over nothing is -0.0, which is not how nothing is told.
    amounts.map(|(before, after)| Compared {
        by,
        before: before + 0.0,
        after: after + 0.0,
    })
}

/// The amounts of an answer that a loss or gain is told by.
pub(super) fn side(answer: &ThroughputAnswer, by: MeasuredBy) -> &Throughput {
    match by {
        MeasuredBy::Upper => &answer.upper,
        MeasuredBy::Lower => &answer.lower,
    }
}

/// The amount that an answer alone is told by: the upper one where it is bounded, else the lower one if anything is known
/// to be delivered; where neither says anything, the upper one without amount.
pub(super) fn told(answer: &ThroughputAnswer) -> (Option<MeasuredBy>, &Throughput) {
    let delivers = |it: &Throughput| it.delivered.is_some_and(|it| it > tolerance(0.0));
    if answer.upper.delivered.is_some() {
        (Some(MeasuredBy::Upper), &answer.upper)
    } else if delivers(&answer.lower) {
        (Some(MeasuredBy::Lower), &answer.lower)
    } else {
        (None, &answer.upper)
    }
}

/// Whether a point is critical: every way passes it, or its loss cuts more than a share.
pub(super) fn is_critical(point: &SinglePoint, share: f64) -> bool {
    point.is_structural || point.share.is_some_and(|it| it > share)
}

/// The tolerance within which two amounts are the same.
pub(super) fn tolerance(amount: f64) -> f64 {
    1e-6 * amount.abs().max(1.0)
}
