//! How far a mean would move in another file like it: cases drawn anew, with all their exchanges.
//!
//! B. Efron, R. J. Tibshirani: An Introduction to the Bootstrap, 1993, chapter 13 (percentile interval); whole cases are
//! drawn, since exchanges of one case are alike.

use crate::analysis::partners::evaluation::count;
use crate::network::uncertainty::unit;

/// The 2.5th and 97.5th hundredth of the mean, by nearest rank, over files of as many cases drawn with replacement; of
/// each case the sum and the count of its values are given. O(resamples · cases).
pub(super) fn interval(cases: &[(f64, usize)], resamples: u32, seed: u64) -> (f64, f64) {
    let mut means: Vec<f64> = (0..resamples)
        .map(|sample| {
            let (mut sum, mut of) = (0.0, 0);
            for draw in 0..cases.len() {
                let case = cases[drawn(seed, sample, draw, cases.len())];
                sum += case.0;
                of += case.1;
            }
            sum / count(of.max(1))
        })
        .collect();
    means.sort_unstable_by(f64::total_cmp);
    // In thousandths: 2.5 % is 25.
    let at = |thousandths: usize| {
        let rank = (thousandths * means.len()).div_ceil(1000).max(1);
        means.get(rank - 1).copied().unwrap_or(f64::NAN)
    };
    (at(25), at(975))
}

/// One of so many cases, by the keyed SplitMix64 of the bands.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "less than the number of cases, and not negative"
)]
fn drawn(seed: u64, sample: u32, draw: usize, cases: usize) -> usize {
    let number = unit(seed, sample, draw as u64) * count(cases);
    (number as usize).min(cases - 1)
}
