//! What a figure may be: between its bounds, most likely what is told.

/// The triangular distribution from `low` to `high` with its peak at `value`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Triangle {
    low: f64,
    value: f64,
    high: f64,
}

impl Triangle {
    /// That of a value with its bounds; none if the bounds do not say how far it may be off.
    ///
    /// One bound alone reaches from it to the value; a lone bound that equals the value ("at least 1 Mt", kept as 1 Mt)
    /// says nothing of the other side, and is none. A bound on the wrong side of the value is taken to be the value: the
    /// value is always within. What lies outside of `range` cannot be.
    pub(super) fn new(
        value: f64,
        low: Option<f64>,
        high: Option<f64>,
        range: (f64, f64),
    ) -> Option<Self> {
        let is_told = match (low, high) {
            (Some(_), Some(_)) => true,
            (Some(bound), None) | (None, Some(bound)) => bound != value,
            (None, None) => false,
        };
        is_told.then(|| Self {
            low: low.unwrap_or(value).max(range.0).min(value),
            value,
            high: high.unwrap_or(value).min(range.1).max(value),
        })
    }

    /// What lies at a share of the distribution, 0 to 1: the inverse of its cumulative function. The value itself, and
    /// exactly that, where the bounds leave no room.
    pub(super) fn at(self, share: f64) -> f64 {
        let Self { low, value, high } = self;
        let span = high - low;
        if span <= 0.0 {
            return value;
        }
        let drawn = if share * span < value - low {
            low + libm::sqrt(share * span * (value - low))
        } else {
            high - libm::sqrt((1.0 - share) * span * (high - value))
        };
        drawn.clamp(low, high)
    }
}
