//! What searches minimise: a metric, then steps, then assumptions, as one integer.

use std::ops::Add;

/// Marks an arc whose metric is not known.
pub const UNPRICED: u64 = u64::MAX;

/// Marks an arc that no path may use under the metric, whose every other arc is priced.
pub const BARRED: u64 = u64::MAX - 1;

/// The largest metric of one arc, about 8.8e12 (metres, grams CO2e per tonne); larger ones count as
/// this, so that a million arcs add up without overflow.
pub const MAX_METRIC: u64 = 1 << 43;

/// Metric, steps and assumptions of an arc or path; ordered by the metric, then steps, then assumptions.
///
/// Packed as 64, 32 and 32 bits of one integer, so that adding and comparing are single operations.
/// Every arc is one step, so the weight of an arc is never zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(u128);

impl Weight {
    /// The weight of the path without arcs.
    pub const ZERO: Self = Self(0);

    /// The weight of one arc of a known metric, capped at [`MAX_METRIC`].
    pub fn of_arc(metric: u64, assumptions: u16) -> Self {
        let metric = u128::from(metric.min(MAX_METRIC));
        Self(metric << 64 | 1 << 32 | u128::from(assumptions))
    }

    /// The sum of the metric.
    pub const fn metric(self) -> u64 {
        (self.0 >> 64) as u64
    }

    /// The number of arcs.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the middle 32 bits are meant"
    )]
    pub const fn steps(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// The number of assumptions.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the lower 32 bits are meant"
    )]
    pub const fn assumptions(self) -> u32 {
        self.0 as u32
    }
}

impl Add for Weight {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
