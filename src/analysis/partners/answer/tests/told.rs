//! What is behind a partner: sentences, steps, brokers, legal routes, matches.

use super::*;

#[test]
fn a_taker_is_told_with_tonnes_distance_and_sources() {
    let (snapshot, answer) = asked(TAKER, |_, _| {});
    let partner = only(&answer);
    assert_eq!(
        requests(&snapshot, &answer),
        ["activity:plant-recycling-gloop"]
    );
    // One degree of longitude at 65 degrees north is 46.99 km; by road 1.3 times as much.
    let km = partner.distance_km.unwrap();
    assert!((km - 61.09).abs() < 0.01, "{km}");
    assert!(
        partner.message.starts_with(
            "Plant could take smelter gloop heap of works (5000 t a year), 61.1 km away"
        ),
        "{}",
        partner.message
    );
    let sources = ids(&snapshot, &answer.basis.sources);
    assert!(sources.contains(&"source:s-heap".to_owned()), "{sources:?}");
    let notes: Vec<&str> = answer.basis.notes.iter().map(|it| it.code.code()).collect();
    assert_eq!(notes, ["DETOUR_ASSUMED", "HALF_DISTANCE_ASSUMED"]);
    assert!(
        partner.missing_treatment.is_empty(),
        "it takes the same product"
    );
    assert_eq!(
        (answer.total, answer.explored, answer.is_cut),
        (1, 1, false)
    );
}

#[test]
fn what_takes_another_product_needs_the_step_that_makes_it() {
    let takes_tar = "site plant RECYCLER at=65,25 status=OPERATING@2024
        activity plant RECYCLING in=tar out=gloop
        record activity:plant-recycling-tar inputs=tar
        record product:tar name_en=Smelter_tar
        site maker PROCESSOR at=66,24 status=OPERATING@2024
        activity maker PROCESSING in=gloop out=tar
        record activity:maker-processing-gloop process=leaching
        site near RECYCLER at=65,24.1 status=OPERATING@2024
        activity near RECYCLING in=other out=thing
        product other SCRAP
        product thing CHEMICAL
        record activity:near-recycling-other process=heap-leaching
        record organisation:expert processes=leaching
        record platform:pilot processes=drying";
    let (snapshot, answer) = asked(takes_tar, |_, _| {});
    let plant = row(&snapshot, "activity:plant-recycling-tar");
    let partner = answer
        .partners
        .iter()
        .find(|it| it.request.record == plant)
        .unwrap();
    assert_eq!(partner.missing_treatment, ["leaching"]);
    // The nearest first, a narrower process counts, who is nowhere comes last.
    let offers = ids(&snapshot, &partner.treatment_offers);
    assert_eq!(offers, ["site:near", "site:maker", "organisation:expert"]);
    assert_eq!(partner.treatment_offers_total, 3);
    // Of more than five the nearest are told, and how many there are.
    let more: Vec<String> = (1..=4)
        .map(|it| format!("\nrecord organisation:more-{it} processes=leaching"))
        .collect();
    let (_, answer) = asked(&(takes_tar.to_owned() + &more.concat()), |_, _| {});
    let mut all = answer.partners.iter();
    let partner = all.find(|it| !it.missing_treatment.is_empty()).unwrap();
    let offers = (
        partner.treatment_offers.len(),
        partner.treatment_offers_total,
    );
    assert_eq!(offers, (5, 7));
    assert!(
        partner.message.contains("It needs leaching before"),
        "{}",
        partner.message
    );
}

#[test]
fn clusters_of_both_sides_come_before_those_of_one() {
    let clusters = "cluster a-one MEMBER:smelting
        cluster b-both MEMBER:smelting,MEMBER:recycling
        cluster c-none SUPPORTER:smelting
        record cluster:d-region type=CLUSTER region=upland themes=gloop
        record cluster:e-region type=CLUSTER region=upland themes=fish
        record cluster:f-park type=INDUSTRIAL_PARK region=upland themes=gloop";
    let (snapshot, answer) = asked(&format!("{TAKER}\n{clusters}"), |_, _| {});
    let brokers = ids(&snapshot, &only(&answer).brokers);
    assert_eq!(
        brokers,
        ["cluster:b-both", "cluster:a-one", "cluster:d-region"]
    );
}

#[test]
fn the_legal_route_is_that_of_the_taker_then_that_of_the_stream() {
    let route = |network: &str| {
        let (_, answer) = asked(&format!("{TAKER}\n{network}"), |_, _| {});
        only(&answer).legal_route.clone()
    };
    assert_eq!(route(""), None);
    let by = |standing: &str| {
        route(&format!(
            "record side-stream:heap legal_standing={standing}"
        ))
    };
    assert!(by("WASTE").unwrap().contains("Article 23"));
    assert!(by("BY_PRODUCT").unwrap().contains("Article 5"));
    assert!(by("END_OF_WASTE").unwrap().contains("Article 6"));
    // An intake and the activity of one plant are one partner; that of which more is known stands for both.
    let intake = "intake wish plant gloop
        record intake:wish permit=Permit_7 materials=nickel
        record side-stream:heap legal_standing=WASTE";
    assert_eq!(route(intake).as_deref(), Some("Permit 7"));
}

#[test]
fn what_is_told_are_sentences() {
    let (_, answer) = asked(&taker_and_use(), |_, question| {
        question.include_rejected = true
    });
    for partner in &answer.partners {
        let components = partner.components.iter().map(|it| &it.message);
        let warnings = partner.warnings.iter().map(|it| &it.message);
        let rejected = partner.rejected.iter().map(|it| &it.message);
        for told in components
            .chain(warnings)
            .chain(rejected)
            .chain([&partner.message])
        {
            assert!(told.ends_with('.') && !told.contains(".."), "{told}");
            assert!(!told.starts_with(char::is_lowercase), "{told}");
        }
    }
}

#[test]
fn matches_pursued_are_found_by_the_request_its_site_or_operator() {
    for of in [
        "activity:plant-recycling-gloop",
        "site:plant",
        "organisation:recycling",
    ] {
        let pursued = format!(
            "{TAKER}
            record match:old offer=heap request={of} status=DROPPED
            record match:pursued offer=heap request={of} status=TESTED"
        );
        let (snapshot, answer) = asked(&pursued, |_, _| {});
        let matching = only(&answer).matching.unwrap();
        assert_eq!(ids(&snapshot, &[matching]), ["match:pursued"], "{of}");
    }
}
