//! Tonnes between bounds, and sums of them.

/// Tonnes that are never below 0, between what they are at least and at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// What is told; none where only bounds are known, or nothing.
    pub value: Option<f64>,
    /// At least so much; 0 where nothing is known.
    pub low: f64,
    /// At most so much; none where nothing bounds it.
    pub high: Option<f64>,
}

/// What goes in without what comes out: between bounds that may be below 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residual {
    /// The difference of what is told; none where a term has no value.
    pub value: Option<f64>,
    /// At least so much; none where nothing bounds it from below.
    pub low: Option<f64>,
    /// At most so much; none where nothing bounds it from above.
    pub high: Option<f64>,
}

impl Amount {
    /// Of which nothing is known: unknown is not 0.
    pub(super) const UNKNOWN: Self = Self {
        value: None,
        low: 0.0,
        high: None,
    };

    /// Nothing, for sure: what a sum begins with.
    const NOTHING: Self = Self {
        value: Some(0.0),
        low: 0.0,
        high: Some(0.0),
    };

    /// What a figure tells by its value and bounds; none if it tells neither.
    ///
    /// A bound alone reaches from it to the value. A value that is its own lower bound, without an upper one, is at least so
    /// much, and the other way round; then it is no estimate. A bound on the wrong side of the value is taken to be the value.
    pub(super) fn told(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> Option<Self> {
        let positive = |it: f64| it.max(0.0);
        Some(match (value, low, high) {
            (None, None, None) => return None,
            (Some(value), Some(low), None) if low >= value => Self::at_least(value),
            (Some(value), None, Some(high)) if high <= value => Self::at_most(value),
            (Some(value), low, high) => Self {
                value: Some(value),
                low: positive(low.unwrap_or(value).min(value)),
                high: Some(high.unwrap_or(value).max(value)),
            },
            (None, low, high) => Self {
                value: None,
                low: positive(low.unwrap_or(0.0)),
                high,
            },
        })
    }

    /// So much or more.
    pub(super) fn at_least(low: f64) -> Self {
        Self {
            low,
            ..Self::UNKNOWN
        }
    }

    /// So much or less.
    pub(super) fn at_most(high: f64) -> Self {
        Self {
            high: Some(high),
            ..Self::UNKNOWN
        }
    }

    /// The part of it that a share between bounds is.
    pub(super) fn times(self, share: Self) -> Self {
        let both = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a * b);
        Self {
            value: both(self.value, share.value),
            low: self.low * share.low,
            high: both(self.high, share.high),
        }
    }

    /// What holds whichever of two tellings of one amount is right; told is what both tell.
    pub(super) fn either(self, other: Self) -> Self {
        Self {
            value: self.value.filter(|it| Some(*it) == other.value),
            low: self.low.min(other.low),
            high: self.high.zip(other.high).map(|(a, b)| a.max(b)),
        }
    }

    /// The sum.
    pub(super) fn sum(all: impl IntoIterator<Item = Self>) -> Self {
        let plus = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a + b);
        all.into_iter().fold(Self::NOTHING, |a, b| Self {
            value: plus(a.value, b.value),
            low: a.low + b.low,
            high: plus(a.high, b.high),
        })
    }

    /// Whether anything is known of it.
    pub(super) fn is_bounded(self) -> bool {
        self.low > 0.0 || self.high.is_some()
    }

    /// How large it is: its value, else the least it is, else the most.
    pub(super) fn size(self) -> f64 {
        let bound = if self.low > 0.0 {
            Some(self.low)
        } else {
            self.high
        };
        self.value.or(bound).unwrap_or(0.0)
    }

    /// What remains of it without another.
    pub(super) fn minus(self, out: Self) -> Residual {
        let less = |a: Option<f64>, b: Option<f64>| a.zip(b).map(|(a, b)| a - b);
        Residual {
            value: less(self.value, out.value),
            low: less(Some(self.low), out.high),
            high: less(self.high, Some(out.low)),
        }
    }
}

impl Residual {
    /// How far it is from 0 for sure: 0 where it may be none.
    pub fn certain(self) -> f64 {
        let above = self.low.unwrap_or(0.0).max(0.0);
        let below = self.high.unwrap_or(0.0).min(0.0);
        if above > 0.0 { above } else { below }
    }
}
