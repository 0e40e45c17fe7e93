//! How far numbers may lie from what is told: what is asked, and bands.

use async_graphql::InputObject;
use async_graphql::SimpleObject;

use crate::graphql::error::ApiError;
use crate::graphql::node::Node;
use crate::graphql::numbers::int;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::network::uncertainty;
use crate::network::uncertainty::MAX_SAMPLES;
use crate::network::uncertainty::Sampling;

/// Asks for bands: the answer is worked out over and over, with its figures drawn between their bounds.
///
/// Each figure with `low` and `high` is drawn from the triangle of low, value and high, once a sample, wherever it
/// enters. The same seed gives the same answer.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct UncertaintyInput {
    /// How often, 1 to 10 000.
    #[graphql(default = 200)]
    pub samples: i32,
    /// From where the draws begin; another seed gives others.
    #[graphql(default = 1)]
    pub seed: i32,
}

/// A band of samples, by nearest rank: each is a number that was drawn.
#[derive(SimpleObject)]
pub(crate) struct Interval {
    /// 5 % of the samples lie at or below.
    p05: f64,
    /// 50 % lie at or below.
    p50: f64,
    /// 95 % lie at or below.
    p95: f64,
}

/// How well the uncertainty of an answer can be told.
#[derive(SimpleObject)]
pub(crate) struct Uncertainty {
    /// How many samples stand behind the bands: fewer than asked for where the work allowed was used up.
    samples: i32,
    /// How many were asked for.
    samples_asked: i32,
    /// From where the draws began.
    seed: i32,
    /// The part of the answer that rests on figures without bounds, 0 to 1; none where there is no amount to part.
    without_bounds_share: Option<f64>,
    /// These figures, the most weighty first.
    without_bounds: Vec<WithoutBounds>,
    /// Why there are no bands; none where there are.
    not_recorded: Option<NoUncertainty>,
}

/// Why there are no bands.
#[derive(SimpleObject)]
pub(crate) struct NoUncertainty {
    /// `NO_UNCERTAINTY_RECORDED`.
    code: &'static str,
    /// A sentence that may be quoted.
    message: String,
}

/// Something without bounds that an answer rests on.
#[derive(SimpleObject)]
pub(crate) struct WithoutBounds {
    /// The figure; or the activity or site of which one is missing. None where it is the rate that the operator has set
    /// for a mode of transport.
    record: Option<Node>,
    /// The part of the answer that rests on it, 0 to 1; none where a figure is missing and something was taken as 1, so that
    /// it may be any part.
    share: Option<f64>,
}

impl UncertaintyInput {
    /// What it asks for.
    ///
    /// # Errors
    /// `BAD_INPUT` if the number of samples is out of range.
    pub(crate) fn sampling(self) -> Result<Sampling, ApiError> {
        let samples = u32::try_from(self.samples).ok();
        let samples = samples.filter(|it| (1..=MAX_SAMPLES).contains(it));
        let samples = samples.ok_or_else(|| {
            let given = self.samples;
            let message = format!("`samples` is {given}: expected 1 to {MAX_SAMPLES}");
            ApiError::bad_input("input.uncertainty.samples", given.to_string(), message)
        })?;
        Ok(Sampling {
            samples,
            seed: u64::from(self.seed.cast_unsigned()),
        })
    }
}

impl Interval {
    /// A band of numbers that were solved for.
    pub(crate) fn solved(it: uncertainty::Interval) -> Self {
        Self {
            p05: solved(it.p05),
            p50: solved(it.p50),
            p95: solved(it.p95),
        }
    }
}

impl From<uncertainty::Interval> for Interval {
    fn from(it: uncertainty::Interval) -> Self {
        Self {
            p05: it.p05,
            p50: it.p50,
            p95: it.p95,
        }
    }
}

impl Telling {
    /// How well the uncertainty of an answer can be told.
    pub(crate) fn uncertainty(
        &self,
        it: &uncertainty::Uncertainty,
    ) -> Result<Uncertainty, ApiError> {
        let without_bounds = it.without_bounds.iter().map(|it| {
            Ok(WithoutBounds {
                record: self.node(Some(it.record))?,
                share: it.share,
            })
        });
        let seed = u32::try_from(it.asked.seed).unwrap_or(u32::MAX);
        Ok(Uncertainty {
            samples: int(it.samples),
            samples_asked: int(it.asked.samples),
            seed: seed.cast_signed(),
            without_bounds_share: it.without_bounds_share,
            without_bounds: without_bounds.collect::<Result<_, ApiError>>()?,
            not_recorded: (!it.is_recorded).then(|| NoUncertainty {
                code: "NO_UNCERTAINTY_RECORDED",
                message: it.why_no_bands(),
            }),
        })
    }
}
