//! How far an answer may lie from what is told: the same numbers over and over, with its figures drawn anew.
//!
//! A figure with bounds is drawn from the triangle of its low, value and high once a sample, and the draw is used
//! wherever the figure enters, so that what two numbers share moves both. A draw follows from the seed, the number of
//! the sample and the id of the figure alone: not from an order, nor from what else is asked. The generator is a fixed
//! function of these, so that the same question has the same answer on every machine; nothing here is random.
//!
//! Where more than a third of a number rests on figures without bounds there is no band: it would tell how little the
//! bounded figures matter, and be read as how sure the number is.

mod draws;
mod interval;
mod rests;
mod split_mix;
#[cfg(test)]
mod tests;
mod triangle;

pub(in crate::network) use crate::network::uncertainty::draws::Draws;
pub use crate::network::uncertainty::interval::Interval;
pub(in crate::network) use crate::network::uncertainty::rests::Rests;
pub use crate::network::uncertainty::rests::WithoutBounds;
#[cfg(test)]
pub(crate) use crate::network::uncertainty::split_mix::split_mix;
pub(crate) use crate::network::uncertainty::split_mix::unit;

/// The most samples that can be asked for.
pub const MAX_SAMPLES: u32 = 10_000;

/// How often to draw, and from where the draws begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// How many samples, 1 to [`MAX_SAMPLES`].
    pub samples: u32,
    /// Another seed gives other draws; the same seed the same.
    pub seed: u64,
}

/// How well the uncertainty of an answer can be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty {
    /// What was asked for.
    pub asked: Sampling,
    /// How many samples stand behind the bands: fewer than asked for where the budget was used up; 0 where nothing was drawn.
    pub samples: u32,
    /// Whether there are bands: `false` is `NO_UNCERTAINTY_RECORDED`.
    pub is_recorded: bool,
    /// The part of the answer that rests on numbers without bounds, 0 to 1; none where there is no amount to part.
    pub without_bounds_share: Option<f64>,
    /// These numbers, the most weighty first.
    pub without_bounds: Vec<WithoutBounds>,
}

impl Uncertainty {
    /// A sentence that may be quoted, without full stop: why there are no bands. Of use where there are none.
    pub fn why_no_bands(&self) -> String {
        let is_missing = self.without_bounds.iter().any(|it| it.share.is_none());
        match self.without_bounds_share {
            Some(share) if !is_missing => format!(
                "{:.0} % of the answer rests on figures without bounds, more than the third that a band may leave out",
                share * 100.0
            ),
            _ => "figures are missing that the answer rests on, so that a band would leave out what is not known"
                .to_owned(),
        }
    }
}
