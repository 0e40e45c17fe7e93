//! Single pairs, worked out by hand.

use super::*;
use crate::analysis::partners::Limit;
use crate::analysis::partners::precedents::Precedent;
use crate::model::codes::ExchangeStatus;
use crate::model::codes::UseStatus;

#[test]
fn a_pair_worked_out_by_hand() {
    let mut case = Case::empty();
    let (metal, salt) = (case.row("material:metal"), case.row("material:salt"));
    let figure = case.row("use:roads");
    case.offer.ewc = vec![code("100202")];
    case.request.ewc = vec![code("1002")];
    case.offer.contents = vec![content(metal, 0.09, 0.09), content(salt, 0.01, 0.03)];
    case.request.required = vec![Limit {
        material: metal,
        fraction: 0.18,
        figure,
    }];
    case.request.limits = vec![Limit {
        material: salt,
        fraction: 0.025,
        figure,
    }];
    // Taken for its metal, so that half is left at 500 km.
    case.km = Some(500.0);
    case.offer.amount = amount(300_000.0);
    case.request.amount = amount(1_200_000.0);
    let found = case.scored();
    let expected = [None, Some(0.5), Some(0.5), Some(0.5), None, Some(0.25)];
    assert_eq!(found.values, expected);
    // (0.5^2 · 0.5^2 · 0.5^2 · 0.25^1)^(1/7) = 2^(-8/7)
    assert!(is_near(found.score, 2.0_f64.powf(-8.0 / 7.0)));
    assert!(is_near(found.confidence, 7.0 / 11.0));
    assert_eq!(found.tier, 1);
    assert_eq!(
        case.why(Component::Code),
        "same process only: waste code 10 02 02 offered, 10 02 asked for"
    );
    assert_eq!(
        case.why(Component::Composition),
        "contains 9 % metal, 18 % asked for; contains 1 % to 3 % salt, 2.5 % allowed"
    );
    assert_eq!(
        case.why(Component::Distance),
        "500 km, counts half at 500 km, farther than bulk since it is taken for its metal"
    );
    assert_eq!(
        case.why(Component::Quantity),
        "300 000 t/a offered, 1 200 000 t/a taken, 25 % of what is taken"
    );
    assert_eq!(
        case.warnings(),
        [
            "1 % to 3 % of salt may be over the 2.5 % that are allowed",
            "the distance is worked out from positions, as the crow flies with a usual detour; no route is on record, and water in between is not seen",
        ]
    );
}

#[test]
fn codes_count_as_the_table_says() {
    let cases = [
        ("100202", "100202", false, 1.0),
        ("100202", "100202", true, 0.8),
        ("100207", "100208", false, 0.9),
        ("100207", "100208", true, 0.8),
        ("100202", "100208", true, 0.5),
        ("100202", "100901", false, 0.2),
        ("100202", "010101", false, 0.0),
    ];
    for (offered, asked, is_assigned, expected) in cases {
        let mut case = Case::empty();
        case.offer.ewc = vec![code(offered)];
        case.request.ewc = vec![code(asked)];
        case.request.ewc[0].is_assigned = is_assigned;
        assert_eq!(case.scored().values[1], Some(expected), "{offered} {asked}");
        let warnings = case.warnings().join("\n");
        assert_eq!(warnings.contains("mirror"), offered == "100207");
        assert_eq!(warnings.contains("assigned"), is_assigned);
    }
    // A product that is asked for; another one; wanted materials, of a group too.
    let mut case = Case::empty();
    case.offer.product = Some(case.row("product:dust"));
    case.request.products = vec![case.row("product:dust")];
    assert_eq!(case.scored().values[1], Some(1.0));
    case.request.products = vec![case.row("product:melt")];
    assert_eq!(case.scored().values[1], Some(0.0));
    // Of another product it is not known whether a material that is merely named in it is what is wanted.
    case.request.materials = vec![case.row("material:metals")];
    case.offer.materials = vec![case.row("material:metal")];
    assert_eq!(case.scored().values[2], None);
    case.offer.materials.clear();
    case.request.products.clear();
    assert_eq!(case.scored().values[2], None);
    case.offer.materials = vec![case.row("material:metal")];
    assert_eq!(case.scored().values[2], Some(1.0));
    assert_eq!(
        case.why(Component::Composition),
        "carries metal, which is asked for (named, no content on record)"
    );
    case.offer.contents = vec![content(case.row("material:metal"), 0.0, 0.0)];
    assert_eq!(case.scored().values[2], None);
}

#[test]
fn words_count_by_how_rare_they_are() {
    let case = Case::empty();
    // Four texts: "slag" and "roads" in one each: idf = ln(1 + 4/2) = ln 3, all the same.
    let of = |a: &str, b: &str| case.vocabulary.likeness(&case.words(a), &case.words(b));
    assert_eq!(of("slag", "slag roads"), Some(0.5));
    assert_eq!(of("slag", "zinc"), Some(0.0));
    assert_eq!(of("", "zinc"), None);
    // Of what is in no text the weight is ln(1 + 4/1) = ln 5.
    let expected = 3.0_f64.ln() / (3.0_f64.ln() + 5.0_f64.ln());
    assert!(is_near(of("slag quux", "slag").unwrap(), expected));
    assert_eq!(case.vocabulary.concept(case.words("quux")[0]), None);
}

#[test]
fn hazardous_waste_is_a_warning_without_a_permit_and_ruled_out_by_a_known_refusal() {
    let mut case = Case::empty();
    case.offer.hazardous = Some(true);
    case.offer.ewc = vec![code("100207")];
    case.request.ewc = vec![code("100207")];
    assert!(case.judged().is_ok());
    assert!(
        case.warnings()[0].contains("hazardous"),
        "{:?}",
        case.warnings()
    );
    case.request.takes_hazardous = Some(true);
    assert!(!case.warnings().join("").contains("hazardous"));
    case.offer.hazardous = None;
    assert!(!case.warnings().join("").contains("hazardous"));
    case.request.takes_hazardous = Some(false);
    assert_eq!(
        case.warnings()[0],
        "taker takes no hazardous waste, and whether the stream is hazardous is not known"
    );
    case.offer.hazardous = Some(false);
    assert!(!case.warnings().join("").contains("hazardous"));
    case.offer.hazardous = Some(true);
    let rejection = case.ask(true, crate::analysis::partners::gates::rejection);
    assert_eq!(rejection.unwrap().reason, RejectionReason::Hazardous);
}

#[test]
fn gates_fail_in_their_order_each_with_its_sentence() {
    let mut case = Case::empty();
    let rejected = |case: &Case| {
        let rejection = case.ask(true, crate::analysis::partners::gates::rejection);
        assert_eq!(rejection.as_ref().map(|it| it.reason), case.judged().err());
        rejection.map_or(String::new(), |it| it.message)
    };
    assert_eq!(
        rejected(&case),
        "neither precedent, code nor words say that dust is of use to taker"
    );
    case.offer.ewc = vec![code("100202")];
    case.request.ewc = vec![code("100202")];
    assert_eq!(rejected(&case), "");
    case.offer.product = Some(case.row("product:melt"));
    case.km = Some(5.0);
    assert_eq!(rejected(&case), "");
    case.km = Some(80.0);
    assert_eq!(rejected(&case), "Dust is molten, which is not moved 80 km");
    case.within_km = Some(80.0);
    case.offer.product = None;
    assert_eq!(rejected(&case), "");
    case.within_km = Some(79.0);
    assert_eq!(
        rejected(&case),
        "taker is 80 km away, more than the 79 km asked"
    );
    let metal = case.row("material:metal");
    case.offer.contents = vec![content(metal, 0.2, 0.3)];
    case.request.limits = vec![Limit {
        material: metal,
        fraction: 0.1,
        figure: case.row("use:roads"),
    }];
    assert_eq!(
        rejected(&case),
        "Dust contains 20 % to 30 % metal, and 10 % at the most is allowed"
    );
    case.request.valid = (Some("2026-01-01".to_owned()), None);
    assert_eq!(rejected(&case), "Roads holds from 2026-01-01, not in 2025");
    case.request.valid = (None, Some("2024-12-31".to_owned()));
    assert_eq!(rejected(&case), "Roads held to 2024-12-31, not in 2025");
    case.offer.whereabouts.site = Some(case.row("site:taker"));
    case.request.whereabouts.site = Some(case.row("site:taker"));
    assert_eq!(rejected(&case), "taker is who gives dust");
}

#[test]
fn an_exchange_that_is_over_is_told_as_one_that_existed() {
    let mut case = Case::empty();
    case.offer.words = case.words("slag");
    case.request.words = case.words("roads");
    case.precedents.all = vec![Precedent {
        row: Some(case.row("precedent:p")),
        waste_words: case.words("slag"),
        ewc: Vec::new(),
        product: None,
        receiver_words: case.words("roads"),
        receiver_nace: Vec::new(),
        status: ExchangeStatus::Implemented,
        is_over: false,
        link: None,
        stream: None,
    }];
    let before = case.scored();
    assert!(case.why(Component::Precedent).starts_with(
        "an exchange like it exists: slag to Builders, none with this partner itself;"
    ));
    case.precedents.all[0].is_over = true;
    assert!(case.why(Component::Precedent).starts_with(
        "an exchange like it existed: slag to Builders, none with this partner itself;"
    ));
    // It was possible, and counts as much.
    assert_eq!(case.scored(), before);
}

#[test]
fn a_use_is_told_of_the_stream_it_is_on_record_of() {
    let mut case = Case::empty();
    case.request.use_status = Some(UseStatus::Practised);
    case.offer.record = Some(case.row("side-stream:heap"));
    let told = |case: &Case| {
        assert_eq!(case.scored().values[0], Some(1.0));
        case.why(Component::Precedent)
    };
    case.request.stream = case.offer.record;
    assert_eq!(told(&case), "this use of it is practised");
    let dust = case.row("product:dust");
    case.offer.product = Some(dust);
    assert_eq!(told(&case), "this use of it is practised");
    case.request.stream = Some(case.row("side-stream:other"));
    assert_eq!(
        told(&case),
        "this use of other, which is the same product, is practised"
    );
    // What somebody described is no stream on record.
    case.offer.record = None;
    assert_eq!(
        told(&case),
        "this use of other, which is the same product, is practised"
    );
    case.request.stream = None;
    case.request.products = vec![dust];
    assert_eq!(told(&case), "this use of dust is practised");
    case.offer.record = Some(dust);
    assert_eq!(told(&case), "this use of it is practised");
}
