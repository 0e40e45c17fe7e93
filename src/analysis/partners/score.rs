//! The score of a pair: a weighted geometric mean of what is known of it, `exp(Σ w ln max(s, 0.01) / Σ w)`, and beside it
//! how much that is.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::analysis::partners::Component;
use crate::analysis::partners::ComponentScore;
use crate::analysis::partners::RejectionReason;
use crate::analysis::partners::components::Why;
use crate::analysis::partners::components::code;
use crate::analysis::partners::components::composition;
use crate::analysis::partners::components::distance;
use crate::analysis::partners::components::precedent;
use crate::analysis::partners::components::quantity;
use crate::analysis::partners::components::text;
use crate::analysis::partners::gates;
use crate::analysis::partners::pair::Pair;
use crate::analysis::partners::pair::Scored;
use crate::analysis::partners::pair::Told;
use crate::analysis::partners::warnings::warnings;

/// The least a component counts, so that one that is 0 does not hide the others.
pub const LEAST: f64 = 0.01;

/// A confidence of at least so much is of the first tier.
const FIRST_TIER: f64 = 0.5;
/// A confidence of at least so much is of the second.
const SECOND_TIER: f64 = 0.25;

/// What a pair comes to in numbers, whatever its gates. O(precedents its given side is like), without a text.
pub fn scored(pair: &Pair<'_>) -> Scored {
    let found = precedent::found(pair);
    let composition = composition::value(pair);
    let values = [
        found.map(|it| it.value),
        code::fit(pair).map(|it| it.value),
        composition.map(|it| it.0),
        distance::value(pair),
        text::value(pair),
        quantity::value(pair),
    ];
    // Of a composition that is known in part, that part tells; tonnes of another product are none of this one.
    let known_share = |it: Component| match it {
        Component::Composition => composition.map_or(0.0, |it| it.1),
        Component::Quantity if pair.is_other_product() => 0.0,
        _ => 1.0,
    };
    let mut known = 0.0;
    let mut all = 0.0;
    for (component, value) in Component::ALL.iter().zip(values) {
        all += component.weight();
        if value.is_some() {
            known += component.weight() * known_share(*component);
        }
    }
    let confidence = known / all;
    Scored {
        score: mean(&values),
        confidence,
        tier: tier(confidence),
        values,
        precedent: found.and_then(|it| precedent::record(pair, &it)),
    }
}

/// The weighted geometric mean of what is known; [`LEAST`] where nothing is.
pub(in crate::analysis::partners) fn mean(values: &[Option<f64>; 6]) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (component, value) in Component::ALL.iter().zip(values) {
        if let Some(value) = value {
            sum += component.weight() * libm::log(value.max(LEAST));
            weights += component.weight();
        }
    }
    if weights > 0.0 {
        // A logarithm and back may leave a tail below the least or above 1.
        libm::exp(sum / weights).clamp(LEAST, 1.0)
    } else {
        LEAST
    }
}

/// 1 for a confidence of at least 0.5, 2 for at least 0.25, else 3.
fn tier(confidence: f64) -> u8 {
    if confidence >= FIRST_TIER {
        1
    } else if confidence >= SECOND_TIER {
        2
    } else {
        3
    }
}

/// What a pair comes to, or the first gate that fails: without a text, for the many that are not shown.
///
/// # Errors
/// The first gate that fails; [`gates::rejection`] tells it in words.
pub fn judged(pair: &Pair<'_>) -> Result<Scored, RejectionReason> {
    if let Some(reason) = gates::before_score(pair) {
        return Err(reason);
    }
    let scored = scored(pair);
    match gates::failed(pair, &scored) {
        Some(reason) => Err(reason),
        None => Ok(scored),
    }
}

/// What a pair comes to in words; for those that are shown.
pub fn told(pair: &Pair<'_>, scored: &Scored) -> Told {
    let words: [fn(&Pair<'_>) -> Why; 6] = [
        precedent::why,
        code::why,
        composition::why,
        distance::why,
        text::why,
        quantity::why,
    ];
    let components = Component::ALL.iter().zip(scored.values).zip(words);
    let components = components.map(|((component, value), why)| {
        let (message, mut evidence) = why(pair);
        // A record that is named twice, as a figure of two bounds, is told once.
        let mut seen = BTreeSet::new();
        evidence.retain(|it| seen.insert(*it));
        ComponentScore {
            component: *component,
            value,
            message,
            evidence,
        }
    });
    Told {
        components: components.collect(),
        warnings: warnings(pair),
    }
}

/// The order of pairs, the better first: tier, then score; equal ones are left to the ids of request and offer.
pub fn better(a: &Scored, b: &Scored) -> Ordering {
    a.tier
        .cmp(&b.tier)
        .then_with(|| b.score.total_cmp(&a.score))
}
