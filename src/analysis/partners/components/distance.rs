//! How near the two are: `0.5^(d / d50)`.

use crate::analysis::partners::components::Why;
use crate::analysis::partners::components::composition;
use crate::analysis::partners::pair::Pair;
use crate::network::words::in_sentence;
use crate::network::words::significant;

/// How much farther a stream is worth moving for a material it carries than as bulk; our judgement, never tuned.
pub const FOR_A_MATERIAL: f64 = 5.0;

/// 1 at no distance, one half at the half-distance; none if a place is not known.
pub(in crate::analysis::partners) fn value(pair: &Pair<'_>) -> Option<f64> {
    let km = pair.distance.km?;
    Some(libm::exp2(-km.max(0.0) / half_km(pair)))
}

/// The distance at which half is left for this pair, in km: farther where the stream is taken for a material it carries.
fn half_km(pair: &Pair<'_>) -> f64 {
    let factor = match composition::taken_for(pair) {
        Some(_) => FOR_A_MATERIAL,
        None => 1.0,
    };
    // A half-distance of nothing would make neighbours infinitely far.
    (pair.distance.half_km * factor).max(f64::MIN_POSITIVE)
}

pub(in crate::analysis::partners) fn why(pair: &Pair<'_>) -> Why {
    let evidence: Vec<_> = pair.distance.evidence.into_iter().flatten().collect();
    let Some(km) = pair.distance.km else {
        let text = if pair.request.taker.is_none() && pair.request.whereabouts.position.is_none() {
            "a kind of use, which has no place"
        } else {
            "the distance is not known, since a place is not"
        };
        return (text.to_owned(), evidence);
    };
    let half = significant(half_km(pair), 3);
    let moved_for = composition::taken_for(pair).map_or_else(String::new, |material| {
        let name = in_sentence(pair.registry.name(material));
        format!(", farther than bulk since it is taken for its {name}")
    });
    let text = format!(
        "{} km, counts half at {half} km{moved_for}",
        significant(km, 3)
    );
    (text, evidence)
}
