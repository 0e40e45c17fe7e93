//! Laws of the score over random pairs.

use proptest::prelude::*;

use super::*;
use crate::analysis::partners::Limit;
use crate::analysis::partners::precedents::Precedent;
use crate::model::codes::ExchangeStatus;

const MATERIALS: [&str; 3] = ["material:metal", "material:other", "material:salt"];
const CODES: [&str; 6] = ["100202", "100207", "100208", "1002", "191001", "010101"];
const TRADES: [&str; 4] = ["42.11", "23.51", "24.10", "2.1:24.10"];
const WORDS: [&str; 5] = ["slag", "roads slag", "dust", "zinc steam", "quux"];

/// Choices out of which a pair is made; `None` leaves the part unknown.
type Choices = (
    (Option<usize>, Option<usize>, Option<usize>, Option<usize>),
    (
        Vec<Option<(f64, f64, usize)>>,
        Vec<Option<f64>>,
        Vec<Option<f64>>,
    ),
    (Option<f64>, Option<f64>, Option<f64>),
    Vec<(usize, usize, usize, usize)>,
    Option<usize>,
);

fn choices() -> impl Strategy<Value = Choices> {
    let fraction = || prop::option::of(0.0..0.5_f64);
    // Half of the contents are told at both ends.
    let range = prop::option::of((0.0..0.5_f64, 0.0..0.2_f64, 0..4_usize));
    (
        (
            prop::option::of(0..WORDS.len()),
            prop::option::of(0..WORDS.len()),
            prop::option::of(0..CODES.len()),
            prop::option::of(0..CODES.len()),
        ),
        (
            prop::collection::vec(range, 3),
            prop::collection::vec(fraction(), 3),
            prop::collection::vec(fraction(), 3),
        ),
        (
            prop::option::of(0.0..2000.0_f64),
            prop::option::of(0.0..1e6_f64),
            prop::option::of(0.0..1e6_f64),
        ),
        prop::collection::vec(
            (0..WORDS.len(), 0..CODES.len(), 0..TRADES.len(), 0..3_usize),
            0..6,
        ),
        prop::option::of(0..TRADES.len()),
    )
}

fn case(choices: &Choices) -> Case {
    let mut case = Case::empty();
    let ((words, asked_words, ewc, asked_ewc), fractions, (km, offered, taken), known, trade) =
        choices;
    let text = |at: &Option<usize>, case: &Case| at.map_or(Vec::new(), |at| case.words(WORDS[at]));
    case.offer.words = text(words, &case);
    case.request.words = text(asked_words, &case);
    case.offer.ewc = ewc.iter().map(|it| code(CODES[*it])).collect();
    case.request.ewc = asked_ewc.iter().map(|it| code(CODES[*it])).collect();
    case.request.nace = trade.iter().map(|it| TRADES[*it].to_owned()).collect();
    let rows = MATERIALS.map(|it| case.row(it));
    let figure = case.row("use:roads");
    let (contents, required, limits) = fractions;
    for (at, material) in rows.into_iter().enumerate() {
        if let Some((low, width, open)) = contents[at] {
            let it = match open {
                0 => content(material, low, None),
                1 => content(material, None, low + width),
                _ => content(material, low, low + width),
            };
            case.offer.contents.push(it);
        }
        let limit = |fraction| Limit {
            material,
            fraction,
            figure,
        };
        case.request.required.extend(required[at].map(limit));
        case.request.limits.extend(limits[at].map(limit));
    }
    case.km = *km;
    case.offer.amount = offered.and_then(amount);
    case.request.amount = taken.and_then(amount);
    let statuses = [
        ExchangeStatus::Implemented,
        ExchangeStatus::Planned,
        ExchangeStatus::UnderStudy,
    ];
    for (words, ewc, trade, status) in known {
        let made = Precedent {
            row: None,
            waste_words: case.words(WORDS[*words]),
            ewc: vec![code(CODES[*ewc])],
            product: None,
            receiver_words: case.words(WORDS[(words + 1) % WORDS.len()]),
            receiver_nace: vec![TRADES[*trade].to_owned()],
            status: statuses[*status],
            is_over: false,
            link: None,
            stream: None,
        };
        case.precedents.all.push(made);
    }
    case
}

/// The weighted geometric mean as methods §9 write it, by powers rather than logarithms.
fn plain_mean(values: &[Option<f64>; 6]) -> f64 {
    let weights = [3.0, 2.0, 2.0, 2.0, 1.0, 1.0];
    let known = || {
        values
            .iter()
            .zip(weights)
            .filter_map(|(it, w)| Some(((*it)?, w)))
    };
    let of: f64 = known().map(|it| it.1).sum();
    if of == 0.0 {
        return 0.01;
    }
    known().map(|(s, w)| s.max(0.01).powf(w / of)).product()
}

/// Every precedent against both sides, without order or bound.
fn plain_precedent(case: &Case) -> Option<f64> {
    let likeness = |a: &[u32], b: &[u32]| case.vocabulary.likeness(a, b).unwrap_or(0.0);
    let each = case.precedents.all.iter().filter_map(|it| {
        let mut waste = likeness(&case.offer.words, &it.waste_words);
        for (a, b) in case.offer.ewc.iter().zip(&it.ewc) {
            waste = waste.max(knowledge().waste_likeness(&a.code, &b.code).value());
        }
        let mut receiver = likeness(&case.request.words, &it.receiver_words);
        for (a, b) in case.request.nace.iter().zip(&it.receiver_nace) {
            receiver = receiver.max(knowledge().trade_similarity(a, b));
        }
        let status = match it.status {
            ExchangeStatus::Implemented => 1.0,
            ExchangeStatus::Planned => 0.6,
            ExchangeStatus::UnderStudy => 0.4,
        };
        (waste >= 0.3 && receiver >= 0.3).then_some(waste * receiver * status)
    });
    each.max_by(f64::total_cmp)
}

/// Contents against bounds: the middle where both ends are told, else what holds wherever beyond the end the content is.
/// The value, and how many bounds it is of.
fn plain_composition(case: &Case) -> (Option<f64>, usize) {
    let required = case.request.required.iter().map(|it| (it, true));
    let limits = case.request.limits.iter().map(|it| (it, false));
    let factor = |(limit, is_required): (&Limit, bool)| {
        let mut contents = case.offer.contents.iter();
        let it = contents.find(|it| it.material == limit.material)?;
        let fit = |content: f64| match is_required {
            true => (content / limit.fraction).min(1.0),
            false => (limit.fraction / content).min(1.0),
        };
        if let (Some(low), Some(high)) = (it.low, it.high) {
            return Some(fit((low + high) / 2.0));
        }
        let (least, most) = (it.low.unwrap_or(0.0), it.high.unwrap_or(1.0));
        let (a, b) = (fit(least), fit(most));
        // All of it fits, or none of it does, and then the end that is told counts.
        let fits_all = a == 1.0 && b == 1.0;
        (fits_all || (a < 1.0 && b < 1.0)).then(|| fit(it.low.or(it.high).unwrap()))
    };
    let known: Vec<f64> = required.chain(limits).filter_map(factor).collect();
    let value = (!known.is_empty()).then(|| known.iter().product());
    (value, known.len())
}

proptest! {
    #[test]
    fn contents_count_by_the_bounds_they_decide(choices in choices()) {
        let case = case(&choices);
        let found = case.scored();
        let (value, known) = plain_composition(&case);
        prop_assert_eq!(found.values[2].is_some(), value.is_some());
        if let (Some(a), Some(b)) = (found.values[2], value) {
            prop_assert!(is_near(a, b), "{} {}", a, b);
        }
        let of = case.request.required.len() + case.request.limits.len();
        let mut without = case.clone();
        without.offer.contents.clear();
        let count = |it: usize| f64::from(u32::try_from(it).unwrap());
        let share = count(known) / count(of.max(1));
        let told = found.confidence - without.scored().confidence;
        prop_assert!((told - share * 2.0 / 11.0).abs() < 1e-12);
    }

    #[test]
    fn the_score_is_the_mean_of_what_is_known(choices in choices()) {
        let case = case(&choices);
        let found = case.scored();
        prop_assert!(is_near(found.score, plain_mean(&found.values)));
        prop_assert_eq!(found.values[0].is_some(), plain_precedent(&case).is_some());
        if let (Some(a), Some(b)) = (found.values[0], plain_precedent(&case)) {
            prop_assert!(is_near(a, b), "{} {}", a, b);
        }
        prop_assert!((LEAST..=1.0).contains(&found.score));
        prop_assert!((0.0..=1.0).contains(&found.confidence));
        prop_assert!(found.values.iter().flatten().all(|it| (0.0..=1.0).contains(it)));
        // The same from the other side, and again.
        let other = case.ask(false, scored);
        prop_assert_eq!(found.values, other.values);
        prop_assert_eq!(case.scored(), found);
        prop_assert_eq!(better(&found, &other), Ordering::Equal);
        // What is told are the same values, each with a sentence.
        let words = case.ask(true, |it| told(it, &found));
        prop_assert!(words.components.iter().all(|it| !it.message.is_empty()));
        let values: Vec<_> = words.components.iter().map(|it| it.value).collect();
        prop_assert_eq!(values, found.values.to_vec());
    }

    #[test]
    fn who_asks_for_another_product_never_scores_more(choices in choices(), is_named in any::<bool>()) {
        let mut unsaid = case(&choices);
        unsaid.offer.product = Some(unsaid.row("product:dust"));
        if is_named {
            let metal = unsaid.row("material:metal");
            unsaid.offer.materials = vec![metal];
            unsaid.request.materials = vec![metal];
        }
        let mut other = unsaid.clone();
        other.request.products = vec![unsaid.row("product:melt")];
        let (a, b) = (unsaid.scored(), other.scored());
        prop_assert!(b.score <= a.score + 1e-12, "{:?} {:?}", a, b);
        for it in [Component::Precedent, Component::Code, Component::Quantity] {
            let most = if it == Component::Precedent { 1.0 } else { 0.5 };
            prop_assert!(b.values[it as usize].is_none_or(|it| it <= most), "{:?}", b);
        }
    }

    #[test]
    fn nearer_is_never_worse(choices in choices(), one in 0.0..3000.0_f64, other in 0.0..3000.0_f64) {
        let mut near = case(&choices);
        let mut far = near.clone();
        near.km = Some(one.min(other));
        far.km = Some(one.max(other));
        let (a, b) = (near.scored(), far.scored());
        prop_assert!(a.score >= b.score);
        prop_assert_eq!(a.confidence, b.confidence);
        prop_assert_ne!(better(&a, &b), Ordering::Greater);
        prop_assert_eq!(near.judged().is_ok(), far.judged().is_ok());
    }

    #[test]
    fn a_component_that_is_not_known_takes_confidence_and_leaves_the_others(choices in choices()) {
        let full = case(&choices);
        let before = full.scored();
        let mut cases = vec![];
        for without in 0..3 {
            let mut less = full.clone();
            match without {
                0 => less.km = None,
                1 => less.offer.amount = None,
                _ => less.precedents.all.clear(),
            }
            cases.push((less, [3, 5, 0][without]));
        }
        for (less, component) in cases {
            let after = less.scored();
            let mut values = before.values;
            values[component] = None;
            prop_assert_eq!(after.values, values);
            prop_assert!(is_near(after.score, plain_mean(&values)));
            if before.values[component].is_some() {
                prop_assert!(after.confidence < before.confidence);
            } else {
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn a_content_that_is_not_known_takes_confidence_and_leaves_the_others(choices in choices()) {
        let full = case(&choices);
        let before = full.scored();
        for at in 0..full.offer.contents.len() {
            let mut less = full.clone();
            let gone = less.offer.contents.remove(at);
            let after = less.scored();
            // All but composition, and distance, which is told by what the stream is taken for.
            for other in [0, 1, 4, 5] {
                prop_assert_eq!(after.values[other], before.values[other]);
            }
            let bounds = full.request.required.iter().chain(&full.request.limits);
            let counts = bounds.filter(|it| it.material == gone.material).count();
            let decides = plain_composition(&full).1 > plain_composition(&less).1;
            // A content told at both ends decides every bound on it.
            let is_open = gone.low.is_none() || gone.high.is_none();
            prop_assert!(is_open || decides == (counts > 0));
            if decides {
                prop_assert!(after.confidence < before.confidence);
            } else if is_open {
                prop_assert_eq!(after.confidence, before.confidence);
                prop_assert_eq!(after.values[2], before.values[2]);
            } else {
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn more_of_a_contaminant_is_never_better(choices in choices(), more in 0.0..0.5_f64) {
        let less = case(&choices);
        let limited: Vec<Row> = less.request.limits.iter().map(|it| it.material).collect();
        let mut worse = less.clone();
        worse.request.required.clear();
        let mut less = less;
        less.request.required.clear();
        for it in worse.offer.contents.iter_mut().filter(|it| limited.contains(&it.material)) {
            it.low = it.low.map(|it| it + more);
            it.high = it.high.map(|it| it + more);
        }
        let (a, b) = (less.scored(), worse.scored());
        let over = |it: &Case| it.judged() == Err(RejectionReason::OverLimit);
        // What is told to be at least something may come to be known to be too much, which rules the pair out.
        prop_assert!(a.score >= b.score || (over(&worse) && !over(&less)));
        let contents = less.offer.contents.iter();
        let is_told = contents.clone().all(|it| it.low.is_some() && it.high.is_some());
        prop_assert!(!is_told || (a.score >= b.score && a.confidence == b.confidence));
        prop_assert!(over(&worse) || !over(&less));
        // The gate is where even the low end is over.
        let is_over = less.request.limits.iter().any(|limit| {
            let contents = less.offer.contents.iter();
            contents.filter(|it| it.material == limit.material).any(|it| it.low.is_some_and(|it| it > limit.fraction))
        });
        prop_assert_eq!(over(&less), is_over);
    }

    #[test]
    fn amounts_fit_the_same_from_both_sides(a in 0.0..1e7_f64, b in 0.0..1e7_f64) {
        let mut case = Case::empty();
        case.offer.amount = amount(a);
        case.request.amount = amount(b);
        let one = case.scored().values[5];
        std::mem::swap(&mut case.offer.amount, &mut case.request.amount);
        prop_assert_eq!(case.scored().values[5], one);
        prop_assert!(one.is_none_or(|it| is_near(it * a.max(b), a.min(b)) || (it * a.max(b) - a.min(b)).abs() < 1e-6));
    }

    #[test]
    fn a_pair_that_is_merely_near_is_ruled_out(km in 0.0..10.0_f64, offered in 1.0..1e6_f64) {
        let mut near = Case::empty();
        near.km = Some(km);
        near.offer.amount = amount(offered);
        near.request.amount = amount(offered);
        prop_assert_eq!(near.judged(), Err(RejectionReason::NothingInCommon));
        near.offer.words = near.words("slag");
        near.request.words = near.words("zinc");
        near.offer.ewc = vec![code("100202")];
        near.request.ewc = vec![code("010101")];
        prop_assert_eq!(near.judged(), Err(RejectionReason::NothingInCommon));
        near.request.ewc = vec![code("100202")];
        prop_assert!(near.judged().is_ok());
    }
}
