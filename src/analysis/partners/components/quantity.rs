//! Whether the amounts fit: the smaller over the larger, the same from both sides.

use crate::analysis::benchmarks::percent;
use crate::analysis::benchmarks::tonnes;
use crate::analysis::partners::Amount;
use crate::analysis::partners::components::Why;
use crate::analysis::partners::components::code::OTHER_PRODUCT;
use crate::analysis::partners::pair::Pair;

/// None where an amount is not known or both are nothing. Tonnes of other products that the taker asks for count at most
/// [`OTHER_PRODUCT`] and nothing for the confidence: that they are about as many says little, that they are far fewer is no
/// better for it.
pub(in crate::analysis::partners) fn value(pair: &Pair<'_>) -> Option<f64> {
    let (offered, taken) = amounts(pair)?;
    let (offered, taken) = (offered.max(0.0), taken.max(0.0));
    let larger = offered.max(taken);
    let most = if pair.is_other_product() {
        OTHER_PRODUCT
    } else {
        1.0
    };
    (larger > 0.0).then(|| (offered.min(taken) / larger).min(most))
}

fn amounts(pair: &Pair<'_>) -> Option<(f64, f64)> {
    let tonnes = |it: &Amount| it.tonnes_per_year;
    let offered = pair.offer.amount.as_ref().map(tonnes)?;
    Some((offered, pair.request.amount.as_ref().map(tonnes)?))
}

pub(in crate::analysis::partners) fn why(pair: &Pair<'_>) -> Why {
    let (offer, request) = (&pair.offer.amount, &pair.request.amount);
    let figures = [offer, request].into_iter().flatten();
    let figures = figures.flat_map(|it| it.figures.iter().copied()).collect();
    let is_other = pair.is_other_product();
    let text = match (offer, request) {
        (Some(offered), Some(taken)) => {
            let (offered, taken) = (offered.tonnes_per_year, taken.tonnes_per_year);
            let told = format!(
                "{} t/a offered, {} t/a{} taken",
                tonnes(offered),
                tonnes(taken),
                if is_other { " of another product" } else { "" }
            );
            if taken > 0.0 && !is_other {
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
