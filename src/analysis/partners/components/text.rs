//! How alike the words are: the weighted Jaccard index of the concepts both sides speak of, rare ones counting more.

use crate::analysis::gaps::listed;
use crate::analysis::partners::Component;
use crate::analysis::partners::components::Why;
use crate::analysis::partners::components::is_only_voice;
use crate::analysis::partners::pair::Pair;

/// None only where a side has no words; 0 where they share none.
pub(in crate::analysis::partners) fn value(pair: &Pair<'_>) -> Option<f64> {
    pair.vocabulary
        .likeness(&pair.offer.words, &pair.request.words)
}

pub(in crate::analysis::partners) fn why(pair: &Pair<'_>) -> Why {
    let (offer, request) = (&pair.offer.words, &pair.request.words);
    let shared = offer
        .iter()
        .filter(|it| request.binary_search(it).is_ok())
        .filter_map(|it| pair.vocabulary.concept(*it))
        .map(|it| it.replace(['-', '_'], " "));
    let shared: Vec<String> = shared.collect();
    let text = if offer.is_empty() || request.is_empty() {
        "one of the two is not described in words".to_owned()
    } else if shared.is_empty() {
        "the two share no word".to_owned()
    } else {
        let only = match is_only_voice(pair, Component::Text) {
            true => "only words speak for it: ",
            false => "",
        };
        format!("{only}both speak of {}", listed(shared))
    };
    let of_offer = pair.offer.record;
    (
        text,
        of_offer.into_iter().chain([pair.request.record]).collect(),
    )
}
