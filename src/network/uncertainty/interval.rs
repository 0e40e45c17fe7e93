//! Bands.

/// What lies at three ranks of the samples, by nearest rank: each is a number that was drawn, the least that so many
/// hundredths of the samples do not exceed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// One in twenty lies at or below.
    pub p05: f64,
    /// Half lies at or below.
    pub p50: f64,
    /// One in twenty lies at or above, up to one sample.
    pub p95: f64,
}

impl Interval {
    /// That of the samples; none if there are none. O(n log n).
    pub(in crate::network) fn of(mut samples: Vec<f64>) -> Option<Self> {
        samples.sort_unstable_by(f64::total_cmp);
        let at = |percent: usize| {
            let rank = (percent * samples.len()).div_ceil(100);
            samples.get(rank.saturating_sub(1)).copied()
        };
        Some(Self {
            p05: at(5)?,
            p50: at(50)?,
            p95: at(95)?,
        })
    }
}
