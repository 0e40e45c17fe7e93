//! Pairs of metrics, and whether a known one beats another.

/// What a path weighs in two metrics; ordered by the first, then the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub(super) first: u64,
    pub(super) second: u64,
}

impl Pair {
    /// Sums of both metrics; what is beyond all numbers stays there.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            first: self.first.saturating_add(other.first),
            second: self.second.saturating_add(other.second),
        }
    }

    /// Whether it is at least as good in both metrics.
    pub(super) fn is_within(self, other: Self) -> bool {
        self.first <= other.first && self.second <= other.second
    }
}

/// Pairs of which none beats another: ascending in the first metric, descending in the second.
#[derive(Debug, Default)]
pub(super) struct Known(Vec<Pair>);

impl Known {
    /// Whether one is at least as good in both metrics and better in one. O(log n).
    pub(super) fn beats(&self, pair: Pair) -> bool {
        let below = self.0.partition_point(|it| it.first <= pair.first);
        let best = below.checked_sub(1).map(|at| self.0[at]);
        best.is_some_and(|it| it.second <= pair.second && it != pair)
    }

    /// Adds a pair, if none is at least as good, and forgets those it beats. O(n).
    pub(super) fn add(&mut self, pair: Pair) {
        if self.0.contains(&pair) || self.beats(pair) {
            return;
        }
        self.0.retain(|it| !pair.is_within(*it));
        let at = self.0.partition_point(|it| it.first < pair.first);
        self.0.insert(at, pair);
    }
}
