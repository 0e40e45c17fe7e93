//! Places of which only the area is known.

use std::sync::Arc;

use super::*;
use crate::analysis::partners::PartnerGroup;
use crate::analysis::partners::PartnersAnswer;
use crate::analysis::partners::PartnersQuestion;
use crate::analysis::partners::RejectionReason;
use crate::analysis::partners::Subject;
use crate::analysis::partners::partners;
use crate::model::When;

/// A region of two sites three degrees apart, and a taker a degree north of their middle: 111.195 km times the 1.3 of roads.
/// The region is 333.585 km around its middle, by road 433.66 km.
const WIDE: &str = "product gloop RESIDUE
    record product:gloop name_en=Gloop
    record region:land name_en=Landia
    site north PROCESSOR region=land at=66,24
    site south PROCESSOR region=land at=60,24
    site plant RECYCLER at=64,24 status=OPERATING@2024
    activity plant RECYCLING in=gloop out=gloop";

/// Who takes gloop of the region, within some km or anywhere.
fn asked(network: &str, within_km: Option<f64>) -> PartnersAnswer {
    let snapshot = Arc::new(snapshot(network));
    let knowledge = knowledge();
    let described = describe(&snapshot, &knowledge, &of("gloop, Landia")).unwrap();
    let question = PartnersQuestion {
        subject: Subject::Described(Box::new(described.offer)),
        within_km,
        regions: Vec::new(),
        among: PartnerGroup::All,
        include_rejected: true,
        only_rejected: false,
        hidden_links: Vec::new(),
        skip: 0,
        first: 100,
        when: When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        },
        budget: 1_000,
    };
    partners(&snapshot, &knowledge, &question)
}

/// What is to be known before acting on the only partner.
fn warnings(network: &str, within_km: Option<f64>) -> Vec<String> {
    let mut answer = asked(network, within_km);
    assert_eq!(answer.rejected, []);
    let warnings = answer.partners.remove(0).warnings;
    warnings.into_iter().map(|it| it.message).collect()
}

#[test]
fn within_a_region_it_is_not_known_how_near_somebody_is() {
    let answer = asked(WIDE, Some(100.0));
    assert!((answer.partners[0].distance_km.unwrap() - 144.55).abs() < 0.01);
    let area = "Of the place of the stream only the area is known, up to 330 km around its middle: the distance is that from the middle.";
    let open = "It is not known whether the two are within the 100 km asked.";
    let told = warnings(WIDE, Some(100.0));
    for expected in [area, open] {
        assert!(told.iter().any(|it| it == expected), "{told:#?}");
    }
    // Nearer than asked by less than the uncertainty is as little known; by more than it is.
    let is_open = |within_km: f64| {
        let told = warnings(WIDE, Some(within_km));
        told.iter().any(|it| it.starts_with("It is not known"))
    };
    assert!(is_open(578.0));
    assert!(!is_open(579.0));
    let anywhere = warnings(WIDE, None);
    assert!(anywhere.iter().any(|it| it == area));
    assert!(!anywhere.iter().any(|it| it.starts_with("It is not known")));
}

#[test]
fn a_town_is_known_well_enough() {
    let north = "site north PROCESSOR region=land at=66,24";
    let named = format!("{north}\n    record site:north municipality=Landia");
    let town = WIDE.replace(north, &named);
    let told = warnings(&town, Some(1_000.0));
    assert!(!told.iter().any(|it| it.contains("area")), "{told:#?}");
    // Two degrees by road are 289.1 km.
    assert_eq!(
        asked(&town, Some(289.0)).rejected,
        [(RejectionReason::TooFar, 1)]
    );
}

#[test]
fn what_is_too_far_whatever_the_place_in_the_region_is_ruled_out() {
    // Seven degrees by road are 1011.87 km, less 433.66 km 578.2 km.
    let far = WIDE.replace("at=64,24", "at=70,24");
    let answer = asked(&far, Some(578.0));
    assert_eq!(answer.rejected, [(RejectionReason::TooFar, 1)]);
    let rejections = answer.partners.iter().filter_map(|it| it.rejected.as_ref());
    let messages: Vec<&str> = rejections.map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        ["Plant is 1010 km away, give or take 434 km, more than the 578 km asked."]
    );
    assert_eq!(asked(&far, Some(579.0)).rejected, []);
}

#[test]
fn what_has_to_be_near_may_be_so_within_the_region() {
    let molten = WIDE.replace("RESIDUE", "RESIDUE state=MOLTEN");
    let told = warnings(&molten, None);
    let open = "It is not known whether the two are near enough to move it as it is.";
    assert!(told.iter().any(|it| it == open), "{told:#?}");
    let far = molten.replace("at=64,24", "at=70,24");
    assert_eq!(
        asked(&far, None).rejected,
        [(RejectionReason::NotMovable, 1)]
    );
}
