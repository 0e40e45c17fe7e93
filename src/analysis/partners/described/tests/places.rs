//! Places in fields and words, and how well they are known.

use std::sync::Arc;

use super::*;
use crate::model::Kind;
use crate::model::tables::site;

#[test]
fn fields_take_ids_and_names_of_sites() {
    let at = |place: &str| {
        read(&Description {
            place: Some(place.to_owned()),
            ..of("gloop")
        })
    };
    let told = |place: &str| {
        let described = at(place).unwrap();
        let position = described.offer.whereabouts.position.unwrap();
        let (latitude, longitude) = (position.latitude, position.longitude);
        assert_eq!(described.offer.whereabouts.site, None);
        format!("{} {latitude:.2},{longitude:.2}", described.place.unwrap())
    };
    assert_eq!(told("site:works"), "Old works 65.00,24.00");
    assert_eq!(told("Old works"), "Old works 65.00,24.00");
    assert_eq!(told("region:lowland"), "Lowland 60.00,20.00");
    assert_eq!(
        at("site:workz").unwrap_err().to_string(),
        "unknown place `site:workz`; did you mean `site:works`?"
    );
    // In words it is what the stream is of.
    let words = read(&of("old works gloop")).unwrap();
    assert_eq!(
        (words.place, words.offer.name),
        (None, "old works gloop".to_owned())
    );
}

#[test]
fn a_region_is_known_as_far_as_its_sites_are_from_its_middle() {
    let described = read(&of("gloop tar in Upland")).unwrap();
    let position = described.offer.whereabouts.position.unwrap();
    assert_eq!(position.precision, PositionPrecision::Area);
    assert_eq!(
        position.uncertainty_km, 50.0,
        "its sites are near to each other"
    );
    let wide = snapshot(
        "record region:land name_en=Landia
        site north PROCESSOR region=land at=66,24
        site south PROCESSOR region=land at=60,24",
    );
    let described = describe(&wide, &knowledge(), &of("gloop in Landia")).unwrap();
    let position = described.offer.whereabouts.position.unwrap();
    assert_eq!((position.latitude, position.longitude), (63.0, 24.0));
    // Three degrees of a meridian on a sphere of 6371.0088 km.
    assert!(
        (position.uncertainty_km - 333.585).abs() < 0.01,
        "{position:?}"
    );
}

#[test]
fn names_and_places_are_gathered_once() {
    let snapshot = snapshot(NETWORK);
    let one = Known::of(&snapshot, &knowledge());
    let other = Known::of(&snapshot, &knowledge());
    assert!(Arc::ptr_eq(&one, &other));
    assert!(one.count() > 10);
}

/// The middle of a region by its parts, one region at a time.
#[test]
fn regions_lie_in_the_middle_of_the_sites_within_them() {
    let snapshot = snapshot(
        "record region:bloc name_en=Bloc members=region:country
        record region:country name_en=Country
        record region:county name_en=County parent=region:country
        record region:other name_en=Other
        site a PROCESSOR region=county at=60,20
        site b PROCESSOR region=country at=64,24
        site c PROCESSOR region=other at=50,10",
    );
    let registry = snapshot.registry();
    let places = Places::of(registry, &knowledge());
    for row in registry.rows(Kind::Region) {
        let within = registry.regions_within([row]);
        let sites = registry.rows(Kind::Site);
        let inside = sites.filter(|it| {
            let region = registry.reference(*it, site::REGION);
            region.is_some_and(|it| within.contains(&it))
        });
        let north: Vec<f64> = inside
            .filter_map(|it| registry.position(it))
            .map(|it| it.latitude)
            .collect();
        let mean = north.iter().sum::<f64>() / f64::from(u32::try_from(north.len()).unwrap());
        let found = places.find(registry.name(row)).unwrap();
        let latitude = found.whereabouts.position.unwrap().latitude;
        assert!((latitude - mean).abs() < 1e-9, "{}", registry.name(row));
    }
}

#[test]
fn a_second_place_is_told() {
    assert_eq!(
        told("gloop tar, Aaltola and Iilanen"),
        "gloop tar|tar||||Aaltola|Iilanen (a further place; Aaltola is used)"
    );
    // The region that the place is in says nothing new.
    assert_eq!(
        told("gloop tar, Aaltola, Upland"),
        "gloop tar|tar||||Aaltola|"
    );
    assert_eq!(
        told("gloop tar, Aaltola, Lowland"),
        "gloop tar|tar||||Aaltola|Lowland (a further place; Aaltola is used)"
    );
    assert_eq!(told("gloop tar Iilasissa"), "gloop tar|tar||||Iilanen|");
}

#[test]
fn towns_are_known_by_their_names_in_other_languages() {
    let mut knowledge = knowledge();
    for (name, town) in [
        ("Ålnäs", "Aaltola"),
        ("Iilanen", "Aaltola"),
        ("Far", "Nowhere"),
    ] {
        knowledge.insert_town(name, town);
    }
    let snapshot = snapshot(NETWORK);
    let place = |text: &str| describe(&snapshot, &knowledge, &of(text)).unwrap().place;
    assert_eq!(place("gloop tar, Ålnäs").as_deref(), Some("Aaltola"));
    assert_eq!(place("gloop tar, alnas").as_deref(), Some("Aaltola"));
    // A name on record stays what it is, and of a town that is not on record nothing is known.
    assert_eq!(place("gloop tar, Iilanen").as_deref(), Some("Iilanen"));
    assert_eq!(place("gloop tar, Far"), None);
}

#[test]
fn a_town_that_is_nearly_named_is_asked_back() {
    let nearly = "gloop tar|tar|||||Aaltloa (did you mean `Aaltola`?)";
    assert_eq!(told("gloop tar, Aaltloa"), nearly);
    let from = "gloop tar|tar|||||Aaltol (did you mean `Aaltola`?)";
    assert_eq!(told("gloop tar from Aaltol"), from);
    // Too far off, too short, a word that is known, and beside a place that is known.
    for (text, not_understood) in [
        ("gloop tar, Altula", "Altula"),
        ("gloop tar, aal", "aal"),
        ("gloop tar, nickel", ""),
        ("gloop tar, Aaltola, Norbi", "Norbi"),
    ] {
        let described = read(&of(text)).unwrap();
        assert_eq!(described.not_understood.join(","), not_understood, "{text}");
    }
}
