//! What contents come to, by hand: traces, none at all, one end told, limits that are kept.

use proptest::prelude::*;

use super::*;
use crate::analysis::partners::Limit;

const NOTHING: Result<Scored, RejectionReason> = Err(RejectionReason::NothingInCommon);

fn limit(case: &Case, material: Row, fraction: f64) -> Limit {
    Limit {
        material,
        fraction,
        figure: case.row("use:roads"),
    }
}

#[test]
fn a_trace_of_what_is_wanted_is_not_carried() {
    let mut case = Case::empty();
    let metal = case.row("material:metal");
    case.request.materials = vec![metal];
    case.km = Some(100.0);
    let told = |case: &Case| [case.scored().values[2], case.scored().values[3]];
    for (low, high, expected) in [
        (Some(1e-8), Some(1e-8), None),
        (Some(0.0009), Some(0.0009), None),
        (Some(0.001), Some(0.001), Some(1.0)),
        // The middle of a range, and the end that is told.
        (Some(0.0), Some(0.0019), None),
        (Some(0.0), Some(0.002), Some(1.0)),
        (Some(0.001), None, Some(1.0)),
        (Some(0.0009), None, None),
        (None, Some(0.5), None),
    ] {
        case.offer.contents = vec![content(metal, low, high)];
        // Bulk counts half at 100 km; what is taken for a metal at 500.
        let distance = expected.map_or(0.5, |_| 0.5_f64.powf(0.2));
        assert_eq!(told(&case)[0], expected, "{low:?} {high:?}");
        assert!(
            is_near(told(&case)[1].unwrap(), distance),
            "{low:?} {high:?}"
        );
        // Either way it says nothing by itself.
        assert_eq!(case.judged(), NOTHING);
    }
    case.offer.contents = vec![content(metal, 1e-8, 1e-8)];
    assert_eq!(
        case.why(Component::Composition),
        "contains 0.000001 % metal, and whether that is enough is not known: less than 0.1 % is a trace"
    );
    // What a source names is worth naming, however little it is.
    case.offer.materials = vec![metal];
    assert_eq!(told(&case)[0], Some(1.0));
    // Of what is asked for by grams a tonne that much is enough.
    case.offer.materials.clear();
    case.request.materials.clear();
    case.request.required = vec![limit(&case, metal, 1e-8)];
    assert!(is_near(told(&case)[1].unwrap(), 0.5_f64.powf(0.2)));
    assert_eq!(told(&case)[0], Some(1.0));
}

#[test]
fn a_stream_known_to_have_none_of_what_is_wanted_does_not_fit() {
    let mut case = Case::empty();
    let (metal, salt) = (case.row("material:metal"), case.row("material:salt"));
    case.request.materials = vec![metal, salt];
    case.offer.contents = vec![content(metal, 0.0, 0.0)];
    assert_eq!(case.scored().values[2], None);
    assert_eq!(
        case.why(Component::Composition),
        "whether it carries a material asked for is not known"
    );
    case.offer.contents.push(content(salt, None, 0.0));
    assert_eq!(case.scored().values[2], Some(0.0));
    assert_eq!(
        case.why(Component::Composition),
        "contains none of what is asked for: metal, salt"
    );
    // Nor if it keeps a limit; and no source that names it in general says otherwise.
    case.request.limits = vec![limit(&case, salt, 0.5)];
    case.offer.materials = vec![metal];
    assert_eq!(case.scored().values[2], Some(0.0));
    case.offer.contents[0] = content(metal, 0.1, 0.1);
    assert_eq!(case.scored().values[2], Some(1.0));
}

#[test]
fn a_limit_that_is_kept_is_nothing_in_common() {
    let mut case = Case::empty();
    let salt = case.row("material:salt");
    case.request.limits = vec![limit(&case, salt, 0.1)];
    case.offer.contents = vec![content(salt, 0.01, 0.01)];
    assert_eq!(case.scored().values[2], Some(1.0));
    assert_eq!(case.judged(), NOTHING);
    // Nor is what is required.
    case.request.required = vec![limit(&case, salt, 0.005)];
    assert_eq!(case.judged(), NOTHING);
    case.offer.words = case.words("slag");
    case.request.words = case.words("slag");
    assert!(case.judged().is_ok());
}

#[test]
fn one_end_of_a_content_counts_where_it_decides() {
    let empty = Case::empty();
    let metal = empty.row("material:metal");
    let asked = "and whether it is enough is not known";
    let allowed = "and whether it is within that is not known";
    // Least, most, what is required, what is allowed, and what comes of it.
    let cases = [
        (Some(0.04), None, Some(0.02), None, Some(1.0), ""),
        (Some(0.04), None, Some(0.05), None, None, asked),
        (None, Some(0.04), Some(0.08), None, Some(0.5), ""),
        (None, Some(0.04), Some(0.02), None, None, asked),
        (None, Some(0.04), None, Some(0.05), Some(1.0), ""),
        (None, Some(0.04), None, Some(0.02), None, allowed),
        (Some(0.04), None, None, Some(0.05), None, allowed),
        (Some(0.08), None, None, Some(0.04), Some(0.5), ""),
    ];
    for (low, high, required, most, expected, open) in cases {
        let mut case = empty.clone();
        case.offer.contents = vec![content(metal, low, high)];
        case.request
            .required
            .extend(required.map(|it| limit(&case, metal, it)));
        case.request
            .limits
            .extend(most.map(|it| limit(&case, metal, it)));
        let name = format!("{low:?} {high:?} {required:?} {most:?}");
        assert_eq!(case.scored().values[2], expected, "{name}");
        let why = case.why(Component::Composition);
        assert!(why.ends_with(open), "{name}: {why}");
        assert_eq!(
            why.contains("not known"),
            expected.is_none(),
            "{name}: {why}"
        );
        let end = if low.is_some() {
            "contains at least "
        } else {
            "contains at most "
        };
        assert!(why.starts_with(end), "{name}: {why}");
        // What may be too much is a warning, what is so a rejection.
        let is_over = low.zip(most).is_some_and(|(a, b)| a > b);
        assert_eq!(
            case.judged() == Err(RejectionReason::OverLimit),
            is_over,
            "{name}"
        );
        let may_be = case.warnings().join("").contains("may be over");
        assert_eq!(may_be, most.is_some() && expected.is_none(), "{name}");
    }
}

/// What composition comes to, and its part of the confidence.
fn composition_of(case: &Case) -> (Option<f64>, f64) {
    let found = case.scored();
    let known = |it: usize| found.values[it].map_or(0.0, |_| Component::ALL[it].weight());
    let others: f64 = [0, 1, 3, 4, 5].map(known).iter().sum();
    let share = (found.confidence * 11.0 - others) / Component::Composition.weight();
    (found.values[2], (share * 1e9).round() / 1e9)
}

#[test]
fn of_what_is_merely_named_half_is_known() {
    let mut case = Case::empty();
    let (metal, salt) = (case.row("material:metal"), case.row("material:salt"));
    case.request.materials = vec![metal, salt];
    case.offer.materials = vec![metal];
    let told = |case: &Case| case.why(Component::Composition);
    assert_eq!(composition_of(&case), (Some(1.0), 0.5));
    assert_eq!(
        told(&case),
        "carries metal, which is asked for (named, no content on record)"
    );
    // That it is at most so much leaves open whether any is in it.
    case.offer.contents = vec![content(metal, None, 0.04)];
    assert_eq!(composition_of(&case), (Some(1.0), 0.5));
    assert_eq!(
        told(&case),
        "carries metal, which is asked for (named, and contains at most 4 %)"
    );
    for it in [content(metal, 1e-8, 1e-8), content(metal, 0.01, None)] {
        case.offer.contents = vec![it];
        assert_eq!(composition_of(&case), (Some(1.0), 1.0));
        assert_eq!(told(&case), "carries metal, which is asked for");
    }
    // What has a content is told before what is named alone, wherever it stands.
    case.offer.contents = vec![content(salt, 0.2, 0.2)];
    assert_eq!(composition_of(&case), (Some(1.0), 1.0));
    assert_eq!(told(&case), "carries salt, which is asked for");
    // Where bounds are set, these tell how much is known.
    case.request.limits = vec![limit(&case, salt, 0.4)];
    case.offer.contents.push(content(metal, None, 0.04));
    assert_eq!(composition_of(&case), (Some(1.0), 1.0));
}

/// Of each of two materials: whether it is named, and what is told of its content.
type OfMaterial = (bool, Option<(f64, f64, usize)>);

fn of_material() -> impl Strategy<Value = OfMaterial> {
    let ends = (0.0..0.004_f64, 0.0..0.004_f64, 0..5_usize);
    (any::<bool>(), prop::option::of(ends))
}

proptest! {
    #[test]
    fn a_content_that_is_not_known_of_what_is_named_takes_confidence_alone(
        of in [of_material(), of_material()],
        wanted in prop::collection::vec(0..2_usize, 1..3),
    ) {
        let mut case = Case::empty();
        let rows = [case.row("material:metal"), case.row("material:salt")];
        case.request.materials = wanted.iter().map(|it| rows[*it]).collect();
        for (row, (is_named, ends)) in rows.into_iter().zip(&of) {
            case.offer.materials.extend(is_named.then_some(row));
            case.offer.contents.extend(ends.map(|(low, width, open)| match open {
                0 => content(row, low, None),
                1 => content(row, None, low + width),
                2 => content(row, 0.0, 0.0),
                _ => content(row, low, low + width),
            }));
        }
        // Each material wanted by itself: none, not known, named, or with a content.
        let middle = |at: usize| of[at].1.and_then(|(low, width, open)| match open {
            0 => Some(low),
            1 => None,
            2 => Some(0.0),
            _ => Some(low + width / 2.0),
        });
        let is_none = |at: usize| matches!(of[at].1, Some((_, _, 2)));
        let fits = |at: &usize| !is_none(*at) && (of[*at].0 || middle(*at) >= Some(0.001));
        let is_told = |at: &usize| fits(at) && middle(*at) > Some(0.0);
        let expected = if wanted.iter().any(is_told) {
            (Some(1.0), 1.0)
        } else if wanted.iter().any(fits) {
            (Some(1.0), 0.5)
        } else if wanted.iter().all(|it| is_none(*it)) {
            (Some(0.0), 1.0)
        } else {
            (None, 0.0)
        };
        prop_assert_eq!(composition_of(&case), expected);
        let before = case.scored();
        for at in 0..case.offer.contents.len() {
            let mut less = case.clone();
            let gone = less.offer.contents.remove(at);
            let stays = case.offer.materials.contains(&gone.material) && gone.high != Some(0.0);
            if stays && before.values[2].is_some() {
                prop_assert_eq!(less.scored().values, before.values);
                prop_assert_eq!(less.scored().score, before.score);
                prop_assert!(less.scored().confidence <= before.confidence);
            }
        }
    }
}
