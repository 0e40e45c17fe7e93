//! Whether the amounts fit: the smaller over the larger, the same from both sides.

use crate::analysis::benchmarks::percent;
use crate::analysis::benchmarks::tonnes;
use crate::analysis::partners::Amount;
use crate::analysis::partners::components::Why;
use crate::analysis::partners::pair::Pair;

/// None where an amount is not known, both are nothing, or the taker asks for other products: their tonnes say nothing of how
/// much of this one it would take.
pub(in crate::analysis::partners) fn value(pair: &Pair<'_>) -> Option<f64> {
    let (offered, taken) = amounts(pair)?;
    let (offered, taken) = (offered.max(0.0), taken.max(0.0));
    let larger = offered.max(taken);
    (larger > 0.0).then(|| offered.min(taken) / larger)
}

fn amounts(pair: &Pair<'_>) -> Option<(f64, f64)> {
    if pair.is_other_product() {
        return None;
    }
    let tonnes = |it: &Amount| it.tonnes_per_year;
    let offered = pair.offer.amount.as_ref().map(tonnes)?;
    Some((offered, pair.request.amount.as_ref().map(tonnes)?))
}

pub(in crate::analysis::partners) fn why(pair: &Pair<'_>) -> Why {
    let offer = &pair.offer.amount;
    let request = pair.request.amount.as_ref();
    let request = &request.filter(|_| !pair.is_other_product());
    let figures = [offer.as_ref(), *request].into_iter().flatten();
    let figures = figures.flat_map(|it| it.figures.iter().copied()).collect();
    let text = match (offer, request) {
        (Some(offered), Some(taken)) => {
            let (offered, taken) = (offered.tonnes_per_year, taken.tonnes_per_year);
            let told = format!(
                "{} t/a offered, {} t/a taken",
                tonnes(offered),
                tonnes(taken)
            );
            if taken > 0.0 {
                let cover = percent((offered / taken).min(1.0));
                format!("{told}, {cover} of what is taken")
            } else {
                told
            }
        }
        (Some(offered), None) => format!(
            "{} t/a offered; how much is taken is not known",
            tonnes(offered.tonnes_per_year)
        ),
        (None, Some(taken)) => format!(
            "{} t/a taken; how much is offered is not known",
            tonnes(taken.tonnes_per_year)
        ),
        (None, None) => "neither amount is known".to_owned(),
    };
    (text, figures)
}
