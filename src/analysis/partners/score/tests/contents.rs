//! What contents come to, by hand: traces, none at all, one end told, limits that are kept.

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
