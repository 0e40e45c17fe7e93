//! Places in fields and words, and how well they are known.

use std::sync::Arc;

use super::*;
use crate::model::Kind;
use crate::model::Town;
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

/// The knowledge of the tests, and a gazetteer: one town of the records, elsewhere, and others.
fn with_gazetteer() -> Knowledge {
    let mut knowledge = knowledge();
    let towns = [
        ("Aaltola", Some("XX2"), 10.0, 10.0),
        ("Etela", Some("XX2"), 61.0, 21.0),
        ("Nickel", Some("XX2"), 62.0, 22.0),
        ("Raja", None, 63.0, 26.0),
        ("Muualla", Some("ZZ9"), 40.0, 0.0),
    ];
    for (name, region, latitude, longitude) in towns {
        let before = knowledge.insert_in_gazetteer(Town {
            name: name.to_owned(),
            country: "XX".to_owned(),
            region: region.map(str::to_owned),
            latitude,
            longitude,
        });
        assert_eq!(before, None);
    }
    knowledge.insert_town("Södra", "Etela");
    knowledge
}

const COUNTRY: &str = "record region:land code=XX country=XX level=0 name_en=Landia";

#[test]
fn towns_of_the_gazetteer_are_places_unless_records_have_the_name() {
    let snapshot = snapshot(&format!("{NETWORK}\n{COUNTRY}"));
    let knowledge = with_gazetteer();
    for (text, expected) in [
        ("gloop, Etela", "gloop|Etela 61,21 lowland"),
        ("gloop, Etelassa", "gloop|Etela 61,21 lowland"),
        ("gloop, Södra", "gloop|Etela 61,21 lowland"),
        ("gloop, Raja", "gloop|Raja 63,26 land"),
        // Its region is not on record, but its country is.
        ("gloop, Muualla", "gloop|Muualla 40,0 land"),
        ("gloop, Aaltola", "gloop|Aaltola 65.1,24.1 upland"),
        // It is a word first.
        ("nickel gloop", "nickel gloop|"),
    ] {
        let described = describe(&snapshot, &knowledge, &of(text)).unwrap();
        let whereabouts = described.offer.whereabouts;
        let place = described.place.zip(whereabouts.position);
        let told = place.map(|(name, position)| {
            let region = whereabouts.region.map(|it| snapshot.registry().slug(it));
            let round = |it: f64| (it * 10.0).round() / 10.0;
            let (north, east) = (round(position.latitude), round(position.longitude));
            format!("{name} {north},{east} {}", region.unwrap_or_default())
        });
        let got = format!("{}|{}", described.offer.name, told.unwrap_or_default());
        assert_eq!(got, expected, "{text}");
    }
}

#[test]
fn a_position_is_in_the_region_of_what_is_near_and_in_the_country_of_what_is_less_near() {
    let snapshot = snapshot(&format!("{NETWORK}\n{COUNTRY}"));
    let knowledge = with_gazetteer();
    for (position, region) in [
        ((65.0, 24.1), Some("upland")),
        ((61.1, 21.0), Some("lowland")),
        // 89 km north of the next town.
        ((61.8, 21.0), Some("land")),
        ((70.0, 21.0), None),
    ] {
        let description = Description {
            position: Some(position),
            ..of("gloop")
        };
        let described = describe(&snapshot, &knowledge, &description).unwrap();
        let found = described.offer.whereabouts.region;
        let found = found.map(|it| snapshot.registry().slug(it));
        assert_eq!(found, region, "{position:?}");
    }
}

/// A word that the lists have is never a town, whatever the gazetteer has.
#[test]
fn words_of_the_lists_are_no_towns() {
    let knowledge = of_the_program();
    let snapshot = snapshot(NETWORK);
    let towns: Vec<&str> = knowledge.gazetteer().map(|it| it.name.as_str()).collect();
    assert!(towns.len() > 300, "{}", towns.len());
    let read = |text: &str| {
        let described = describe(&snapshot, knowledge, &of(text));
        described.unwrap_or_else(|it| panic!("{text}: {it}")).place
    };
    let hidden: Vec<(&str, Option<String>)> = towns
        .into_iter()
        .map(|it| (it, read(&format!("gloop, {it}"))))
        .filter(|(name, found)| found.as_deref() != Some(*name))
        .collect();
    for text in [
        "pellolle levitettävä kipsi",
        "multia ja hiekkaa",
        "kemiallinen liete",
        "malmi",
        "lime",
        "sand",
        "moss",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    // A stem of the lists, to which endings are added: field. The field of the place takes it.
    assert_eq!(hidden, [("Pello", None)]);
}
