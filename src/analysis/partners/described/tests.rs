use super::*;
use crate::analysis::partners::described::named::Names;
use crate::model::CodeLists;
use crate::model::Id;
use crate::model::PublishedCode;
use crate::model::PublishedList;
use crate::model::UnitSpelling;
use crate::network::text::snapshot;

/// Two towns, a region, materials and residues by name.
const NETWORK: &str = "product gloop RESIDUE carries=nickel
    record product:gloop name_en=Smelter_gloop name_fi=Sulattotahna
    product tar RESIDUE
    record product:tar name_en=Gloop_tar
    product metal REFINED
    record product:metal name_en=Nickel
    material nickel symbol=Ni
    record material:nickel name_en=Nickel name_fi=Nikkeli
    material chromium symbol=Cr
    record material:chromium name_en=Chromium name_fi=Kromi
    record region:upland code=XX1 name_en=Upland
    site works PROCESSOR region=upland at=65,24
    record site:works municipality=Aaltola name_en=Old_works
    site mill PROCESSOR region=upland at=65.1,24.2
    record site:mill municipality=Aaltola
    site far PROCESSOR region=lowland at=60,20
    record site:far municipality=Norby
    record region:lowland code=XX2 name_en=Lowland
    site farther PROCESSOR region=upland at=65,24
    record site:farther municipality=Norby
    site quay HARBOUR region=upland at=65.2,24.4
    record site:quay name_en=Port_of_Aaltola
    site yard PROCESSOR region=lowland at=61,21
    record site:yard municipality=Iilanen";

fn knowledge() -> Knowledge {
    let mut lists = CodeLists::default();
    for (code, hazardous) in [("100202", false), ("100207", true)] {
        let entry = PublishedCode {
            hazardous: Some(hazardous),
            ..PublishedCode::default()
        };
        lists.insert(PublishedList::Ewc, code, entry);
    }
    lists.insert(PublishedList::EwcPrefix, "1002", PublishedCode::default());
    for (spelling, canonical, factor) in [
        ("t", "t", 1.0),
        ("kt", "t", 1e3),
        ("Mt", "t", 1e6),
        ("tonnes", "t", 1.0),
        ("tonnia", "t", 1.0),
        ("tn", "t", 1.0),
        ("t/a", "t/a", 1.0),
        ("kg", "t", 1e-3),
        ("tonnes per day", "t/a", 365.0),
        ("t/v", "t/a", 1.0),
        ("tonnia vuodessa", "t/a", 1.0),
    ] {
        let unit = UnitSpelling {
            canonical: Some((canonical.to_owned(), factor)),
            note: String::new(),
            source: String::new(),
        };
        lists.insert_unit(spelling, unit);
    }
    for (spelling, note) in [
        ("tons", "metric or short"),
        ("t Ni", "contained"),
        ("mt/a", "t or Mt"),
    ] {
        let unit = UnitSpelling {
            canonical: None,
            note: note.to_owned(),
            source: String::new(),
        };
        lists.insert_unit(spelling, unit);
    }
    let mut knowledge = Knowledge::new(lists);
    for (word, concept) in [
        ("tahna", "gloop"),
        ("sulattotahna", "smelter gloop"),
        ("tervaa", "tar"),
        ("hazardous", "hazardous"),
        ("vaarallinen", "hazardous"),
        ("farlig", "hazardous"),
        ("not hazardous", "non-hazardous"),
        ("non hazardous", "non-hazardous"),
        ("ei vaarallinen", "non-hazardous"),
        ("waste", ""),
        ("not", ""),
        ("and", ""),
    ] {
        knowledge.insert_word(word, concept);
    }
    knowledge
}

fn read(description: &Description) -> Result<Described, DescribeError> {
    let snapshot = snapshot(NETWORK);
    describe(&snapshot, &knowledge(), description)
}

fn of(text: &str) -> Description {
    Description {
        text: text.to_owned(),
        ..Description::default()
    }
}

/// What a text is read as: name, product, code, tonnes, contents, place, what is not understood.
fn told(text: &str) -> String {
    let snapshot = snapshot(NETWORK);
    let registry = snapshot.registry();
    let described = match describe(&snapshot, &knowledge(), &of(text)) {
        Ok(described) => described,
        Err(error) => return error.to_string(),
    };
    let offer = described.offer;
    let contents: Vec<String> = offer
        .contents
        .iter()
        .map(|it| {
            format!(
                "{} {:.4}..{:.4}",
                registry.slug(it.material),
                it.low.unwrap(),
                it.high.unwrap()
            )
        })
        .collect();
    let code = offer.ewc.first().map(|it| it.code.clone());
    format!(
        "{}|{}|{}|{}|{}|{}|{}",
        offer.name,
        offer.product.map_or("-", |it| registry.slug(it)),
        code.unwrap_or_default(),
        offer
            .amount
            .map_or(String::new(), |it| it.tonnes_per_year.to_string()),
        contents.join(";"),
        described.place.unwrap_or_default(),
        described.not_understood.join(",")
    )
}

/// What somebody types, and what is read of it.
const TYPED: &[(&str, &str)] = &[
    (
        "smelter gloop, 300 000 t/a, Aaltola",
        "smelter gloop|gloop||300000||Aaltola|",
    ),
    (
        "Smelter gloop 1.2 Mt a year from Aaltola",
        "Smelter gloop|gloop||1200000||Aaltola|",
    ),
    // The Finnish case endings, and a slash before the Finnish year.
    (
        "sulattotahna 300 kt/vuosi Aaltolassa",
        "sulattotahna|gloop||300000||Aaltola|",
    ),
    ("gloop tar 3,000 tonnes per year", "gloop tar|tar||3000|||"),
    ("gloop tar 3.000.000 t/a", "gloop tar|tar||3000000|||"),
    ("gloop tar 2,5 kt/a", "gloop tar|tar||2500|||"),
    // Without a year it may be a stock.
    ("gloop tar 300 kt", "gloop tar 300 kt|tar|||||300,kt"),
    ("gloop tar, 10 02 07*", "gloop tar|tar|100207||||"),
    ("gloop tar EWC 100202", "gloop tar|tar|100202||||"),
    // Six digits with a unit are an amount, and six that the list does not have are nothing.
    ("gloop tar 100202 t/a", "gloop tar|tar||100202|||"),
    ("gloop tar 999999", "gloop tar 999999|tar|||||999999"),
    (
        "gloop tar 9 % Cr",
        "gloop tar|tar|||chromium 0.0900..0.0900||",
    ),
    (
        "gloop tar, kromi 9-11 %",
        "gloop tar|tar|||chromium 0.0900..0.1100||",
    ),
    // Chromium is 0.684208 of the mass of its oxide.
    (
        "gloop tar 10% Cr2O3",
        "gloop tar|tar|||chromium 0.0684..0.0684||",
    ),
    // A slag of a metal is not the metal; the metal alone is.
    ("nickel gloop from Upland", "nickel gloop|-||||Upland|"),
    ("nickel", "nickel|metal|||||"),
    (
        "smelter gloop with frobnicate",
        "smelter gloop with frobnicate|gloop|||||with,frobnicate",
    ),
    (
        "gloop tar at the port of Aaltola",
        "gloop tar at the|tar||||Port of Aaltola|at,the",
    ),
    // A dash between parts is no sign.
    (
        "smelter gloop - 300 000 t/a - Aaltola",
        "smelter gloop|gloop||300000||Aaltola|",
    ),
    ("gloop tar-300 t/a", "gloop tar|tar||300|||"),
    // The middle of a range.
    ("gloop tar 5-10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar 5 – 10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar 5 to 10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar 5...10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar 5 kt/a - 10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar between 5 and 10 kt/a", "gloop tar|tar||7500|||"),
    ("gloop tar 1 000 ± 200 t/a", "gloop tar|tar||1000|||"),
    (
        "gloop tar 10 02 02 - 300 t/a",
        "gloop tar|tar|100202|300|||",
    ),
    (
        "gloop tar 250-300 000 t/a",
        "gloop tar|tar|||||250-300 000 t/a (the ends of the range are too far apart to be of one unit)",
    ),
    (
        "gloop tar 10-5 t/a",
        "gloop tar|tar|||||10-5 t/a (a range that runs backwards)",
    ),
    (
        "gloop tar over 300 t/a",
        "gloop tar|tar|||||over 300 t/a (a bound is no amount: say how much arises)",
    ),
    (
        "gloop tar <300 t/a, 200 t/a",
        "gloop tar|tar||200|||<300 t/a (a bound is no amount: say how much arises)",
    ),
    (
        "gloop tar 300 t/a, 200 t/a",
        "gloop tar|tar||300|||200 t/a (an amount is told before)",
    ),
    // Spellings in Finnish.
    ("sulattotahna 3 000 tonnia/v", "sulattotahna|gloop||3000|||"),
    (
        "sulattotahna 3 000 tonnia vuodessa",
        "sulattotahna|gloop||3000|||",
    ),
    ("sulattotahna 3 000 tn/vuosi", "sulattotahna|gloop||3000|||"),
    ("sulattotahna 3 000 t/v", "sulattotahna|gloop||3000|||"),
    // A unit of several meanings, unless it begins with one that is known.
    (
        "gloop tar 300 tons a year",
        "gloop tar|tar|||||300 tons a year (metric or short)",
    ),
    ("gloop tar 300 mt/a", "gloop tar|tar|||||300 mt/a (t or Mt)"),
    ("gloop tar 300 t Ni", "gloop tar 300 t Ni|tar|||||300,t,Ni"),
    (
        "gloop tar 9 % Cr, 11 % Cr",
        "gloop tar|tar|||chromium 0.0900..0.0900||11 % Cr (a share of it is told before)",
    ),
    (
        "gloop tar -5 % Cr",
        "`-0.05` is no mass fraction of Chromium between 0 and 1, or its bounds are the wrong way round",
    ),
    (
        "gloop tar -5 t/a",
        "`-5` tonnes a year cannot be offered; leave the amount out if it is not known",
    ),
    (
        "gloop tar 120 % Cr",
        "`1.2` is no mass fraction of Chromium between 0 and 1, or its bounds are the wrong way round",
    ),
    (
        "gloop tar in Norby",
        "`Norby` may be any of Norby (XX1), Norby (XX2); give a position instead",
    ),
    ("  , 5 !", "say in words what it is"),
];

#[test]
fn words_amounts_codes_shares_and_places_are_told_apart() {
    for &(text, expected) in TYPED {
        let got = told(text);
        // Of contents and codes the bars are left out where both are empty.
        let plain = |it: &str| {
            it.replace('|', " ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(plain(&got), plain(expected), "{text}: {got}");
    }
}

/// The bounds that are read, in order of the words, and what is refused.
fn shares_of(text: &str) -> String {
    let snapshot = snapshot(NETWORK);
    let registry = snapshot.registry();
    let names = Names::of(registry, &knowledge());
    let mut tokens = Tokens::of(text);
    let shares = shares::take(&mut tokens, registry, &names).unwrap();
    let number = |it: Option<f64>| it.map_or("-".to_owned(), |it| format!("{it:.4}"));
    let told = shares.iter().map(|it| {
        let slug = registry.slug(it.material);
        format!("{slug} {}..{}", number(it.low), number(it.high))
    });
    let told: Vec<String> = told.chain(tokens.not_understood(|_| false)).collect();
    told.join("; ")
}

#[test]
fn bounds_are_bounds() {
    for (text, expected) in [
        ("<0.5 % Cr", "chromium -..0.0050"),
        ("Cr < 0,5 %", "chromium -..0.0050"),
        ("Cr <= 0.5 %", "chromium -..0.0050"),
        ("≤ 0.5 % Cr", "chromium -..0.0050"),
        ("> 5 % Ni", "nickel 0.0500..-"),
        ("Ni ≥5%", "nickel 0.0500..-"),
        ("5 % < Ni", "nickel 0.0500..-"),
        ("at least 5 % Ni", "nickel 0.0500..-"),
        ("Ni at least 5 %", "nickel 0.0500..-"),
        ("at least Ni 5 %", "nickel 0.0500..-"),
        ("more than 5 % nickel", "nickel 0.0500..-"),
        ("5 % Ni or more", "nickel 0.0500..-"),
        ("5 % or more Ni", "nickel 0.0500..-"),
        ("no more than 5 % Ni", "nickel -..0.0500"),
        ("max. 5 % Ni", "nickel -..0.0500"),
        ("Ni 5 % max", "nickel -..0.0500"),
        ("up to 5 % Ni", "nickel -..0.0500"),
        ("alle 1 % kromia", "chromium -..0.0100"),
        ("kromia yli 1 %", "chromium 0.0100..-"),
        ("ei yli 1 % kromia", "chromium -..0.0100"),
        ("kromia vähintään 1 %", "chromium 0.0100..-"),
        ("kromia 1 % tai enemmän", "chromium 0.0100..-"),
        ("högst 1 % Cr", "chromium -..0.0100"),
        // The oxide of a bound is the metal's, by its part of the mass.
        ("< 10 % Cr2O3", "chromium -..0.0684"),
        // One bound each, and two of one material.
        (
            "at least 5 % Ni, max 3 % Cr",
            "nickel 0.0500..-; chromium -..0.0300",
        ),
        (
            "at least 5 % Ni max 3 % Cr",
            "nickel 0.0500..-; chromium -..0.0300",
        ),
        ("Cr > 1 %, Cr < 3 %", "chromium 0.0100..0.0300"),
        (
            "Cr 5 % Ni 3 %",
            "chromium 0.0500..0.0500; nickel 0.0300..0.0300",
        ),
        (
            "5 % Cr 3 % Ni",
            "chromium 0.0500..0.0500; nickel 0.0300..0.0300",
        ),
        ("5 to 10 % Cr", "chromium 0.0500..0.1000"),
        ("Cr 5 % - 10 %", "chromium 0.0500..0.1000"),
        ("Cr between 5 and 10 %", "chromium 0.0500..0.1000"),
        ("9 ± 1 % Cr", "chromium 0.0800..0.1000"),
        // What contradicts itself is not understood.
        (
            "< 5-10 % Cr",
            "< 5-10 % Cr (more than one bound at one number)",
        ),
        (
            "at least 5 % Cr or less",
            "at least 5 % Cr or less (more than one bound at one number)",
        ),
        (
            "Cr > 3 %, Cr < 1 %",
            "chromium 0.0300..-; Cr < 1 % (a share of it is told before)",
        ),
        // A bound of what is no material stays.
        ("< 5 % zz", "5; zz"),
    ] {
        assert_eq!(shares_of(text), expected, "{text}");
    }
}

#[test]
fn the_ends_of_a_range_are_told_where_its_middle_counts() {
    let between = |text: &str| read(&of(text)).unwrap().tonnes_between;
    assert_eq!(between("gloop tar 5-10 kt/a"), Some((5_000.0, 10_000.0)));
    assert_eq!(between("gloop tar 1 000 ± 200 t/a"), Some((800.0, 1_200.0)));
    assert_eq!(between("gloop tar 5 kt/a"), None);
    let told = Description {
        tonnes_per_year: Some(7.0),
        ..of("gloop tar 5-10 kt/a")
    };
    assert_eq!(read(&told).unwrap().tonnes_between, None);
}

#[test]
fn a_content_counts_by_its_number_and_once() {
    let snapshot = snapshot(NETWORK);
    let registry = snapshot.registry();
    let nickel = registry
        .find(&Id::parse("material:nickel").unwrap())
        .unwrap();
    let content = |fraction: Option<f64>| DescribedContent {
        material: nickel,
        fraction,
        low: None,
        high: None,
    };
    let described = |contents: Vec<DescribedContent>| {
        let description = Description {
            contents,
            ..of("sludge")
        };
        describe(&snapshot, &knowledge(), &description)
    };
    let error = described(vec![content(Some(0.1)), content(Some(0.2))]).unwrap_err();
    let (material, at) = ("Nickel".to_owned(), 1);
    assert_eq!(error, DescribeError::ToldTwice { material, at });
    // A trace is no material that it is taken for; one that is only named is.
    let trace = described(vec![content(Some(1e-6))]).unwrap().offer;
    assert_eq!(trace.materials, []);
    assert_eq!(trace.contents.len(), 1);
    let named = described(vec![content(None)]).unwrap().offer;
    assert_eq!((named.materials, named.contents), (vec![nickel], vec![]));
}

#[test]
fn fields_take_codes_of_fewer_digits_ids_and_names_of_sites() {
    let code = read(&Description {
        ewc: Some("10 02".to_owned()),
        ..of("gloop")
    });
    let offer = code.unwrap().offer;
    assert_eq!(offer.ewc[0].code, "1002");
    assert_eq!(offer.hazardous, None, "codes below it differ");
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
    assert!(std::sync::Arc::ptr_eq(&one, &other));
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
    let places = Places::of(registry);
    for row in registry.rows(crate::model::Kind::Region) {
        let within = registry.regions_within([row]);
        let sites = registry.rows(crate::model::Kind::Site);
        let inside = sites.filter(|it| {
            let region = registry.reference(*it, crate::model::tables::site::REGION);
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
fn fields_go_before_words_and_are_checked() {
    let described = read(&Description {
        ewc: Some("10 02 07*".to_owned()),
        tonnes_per_year: Some(7.0),
        place: Some("Aaltolan".to_owned()),
        ..of("gloop tar 5 t/a 100202")
    });
    let offer = described.unwrap().offer;
    assert_eq!(offer.ewc[0].code, "100207");
    assert_eq!(offer.hazardous, Some(true), "as the list says of the code");
    assert_eq!(offer.amount.unwrap().tonnes_per_year, 7.0);
    let position = offer.whereabouts.position.unwrap();
    assert!(
        (position.latitude - 65.05).abs() < 1e-9,
        "the mean of two sites"
    );
    let wrong = |description: Description| read(&description).unwrap_err();
    let unknown = wrong(Description {
        ewc: Some("100208".to_owned()),
        ..of("gloop")
    });
    assert_eq!(
        unknown,
        DescribeError::UnknownWaste {
            code: "100208".to_owned(),
            nearest: Some("100202".to_owned())
        }
    );
    for position in [(91.0, 0.0), (0.0, -181.0), (f64::NAN, 0.0)] {
        let error = wrong(Description {
            position: Some(position),
            ..of("gloop")
        });
        assert!(matches!(error, DescribeError::Coordinates { .. }));
    }
    for tonnes in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = wrong(Description {
            tonnes_per_year: Some(tonnes),
            ..of("gloop")
        });
        assert!(matches!(error, DescribeError::Tonnes(_)));
    }
    let place = wrong(Description {
        place: Some("Aaltula".to_owned()),
        ..of("gloop")
    });
    assert_eq!(
        place.to_string(),
        "unknown place `Aaltula`; did you mean `Aaltola`?"
    );
    assert_eq!(wrong(of(&"a".repeat(501))), DescribeError::TextTooLong(501));
    let snapshot = snapshot(NETWORK);
    let nickel = snapshot.registry().rows(crate::model::Kind::Material);
    let material = nickel.last().unwrap();
    for (fraction, low, high) in [
        (Some(1.1), None, None),
        (Some(f64::NAN), None, None),
        (None, Some(0.5), Some(0.4)),
    ] {
        let contents = vec![DescribedContent {
            material,
            fraction,
            low,
            high,
        }];
        let error = wrong(Description {
            contents,
            ..of("gloop")
        });
        assert!(matches!(error, DescribeError::Fraction { .. }), "{error}");
    }
}

#[test]
fn words_say_whether_it_is_hazardous_and_the_safer_is_taken() {
    for (text, name, hazardous, notes) in [
        (
            "gloop tar, Aaltola, hazardous waste",
            "gloop tar",
            Some(true),
            "",
        ),
        ("hazardous gloop tar", "gloop tar", Some(true), ""),
        ("tervaa, vaarallinen", "tervaa", Some(true), ""),
        ("gloop tar farligt", "gloop tar", Some(true), ""),
        ("not hazardous gloop tar", "gloop tar", Some(false), ""),
        (
            "gloop tar (non-hazardous waste)",
            "gloop tar",
            Some(false),
            "",
        ),
        ("tervaa, ei vaarallinen", "tervaa", Some(false), ""),
        ("gloop tar 10 02 07*", "gloop tar", Some(true), ""),
        ("gloop tar 10 02 02", "gloop tar", Some(false), ""),
        // The star says so, whatever the list has.
        ("gloop tar 10 02 02*", "gloop tar", Some(true), ""),
        (
            "gloop tar 10 02 07, not hazardous",
            "gloop tar",
            Some(true),
            "not hazardous (not hazardous, but `waste code 100207` is; it is taken to be hazardous)",
        ),
        (
            "hazardous gloop tar 10 02 02",
            "gloop tar",
            Some(true),
            "waste code 100202 (not hazardous, but `hazardous` is; it is taken to be hazardous)",
        ),
        (
            "gloop tar 10 02 02, 10 02 07",
            "gloop tar",
            Some(true),
            "waste code 100202 (not hazardous, but `waste code 100207` is; it is taken to be hazardous)",
        ),
        ("gloop tar", "gloop tar", None, ""),
    ] {
        let described = read(&of(text)).unwrap();
        assert_eq!(described.offer.name, name, "{text}");
        assert_eq!(described.offer.hazardous, hazardous, "{text}");
        assert_eq!(described.not_understood.join(";"), notes, "{text}");
    }
    let by_field = read(&Description {
        ewc: Some("10 02 07*".to_owned()),
        hazardous: Some(false),
        ..of("gloop tar")
    });
    let by_field = by_field.unwrap();
    assert_eq!(by_field.offer.hazardous, Some(true));
    assert_eq!(by_field.not_understood.len(), 1);
}

#[test]
fn codes_in_words_are_all_taken_or_refused() {
    let codes = |description: &Description| -> Vec<String> {
        let offer = read(description).unwrap().offer;
        offer.ewc.into_iter().map(|it| it.code).collect()
    };
    let two = of("gloop tar 100202, EWC 10 02 07* and 10 02 02");
    assert_eq!(codes(&two), ["100202", "100207"]);
    assert_eq!(codes(&of("gloop tar 10 02 02 300 t/a")), ["100202"]);
    let by_field = Description {
        ewc: Some("100207".to_owned()),
        ..two
    };
    assert_eq!(codes(&by_field), ["100207"]);
    let refused = read(&by_field).unwrap().not_understood;
    assert!(
        refused
            .iter()
            .any(|it| it == "100202 (the code in the field counts)")
    );
    for (text, code) in [
        ("99 99 99 tar, Aaltola", "99 99 99"),
        ("tar 10 02 08", "10 02 08"),
        ("tar 10 02 02, 10 02 08*", "10 02 08"),
        ("tar 100208*", "100208"),
    ] {
        let error = read(&of(text)).unwrap_err();
        assert!(
            matches!(&error, DescribeError::UnknownWaste { code: it, .. } if it == code),
            "{text}: {error}"
        );
    }
    // An amount is no code.
    for text in [
        "tar 100208 tonnes",
        "tar 100208 million t",
        "tar 123456 kg/d",
    ] {
        assert!(read(&of(text)).is_ok(), "{text}");
    }
}

#[test]
fn amounts_with_scales_and_other_times_are_read_or_told() {
    let tonnes = |text: &str| {
        let amount = read(&of(text)).unwrap().offer.amount;
        amount.map(|it| it.tonnes_per_year)
    };
    for (text, expected) in [
        ("gloop tar 1.3 million t/a", 1.3e6),
        ("gloop tar 1,3 milj. t/a", 1.3e6),
        ("gloop tar 2 miljoonaa tonnes per year", 2e6),
        ("gloop tar 2 miljoner t om året", 2e6),
        ("gloop tar 3 thousand tonnes a year", 3e3),
        ("gloop tar 1e3 t/a", 1e3),
        ("gloop tar 500 kg/d", 182.5),
        ("gloop tar 2 tonnes a day", 730.0),
    ] {
        let got = tonnes(text).unwrap_or_default();
        assert!((got - expected).abs() < 1e-6 * expected, "{text}: {got}");
    }
    for text in ["gloop tar 1e30 t/a", "gloop tar 300000000000 t/a"] {
        let error = read(&of(text)).unwrap_err();
        assert!(matches!(error, DescribeError::TooManyTonnes(_)), "{text}");
    }
    assert_eq!(tonnes("gloop tar 10000 million t/a"), Some(1e10));
    let field = Description {
        tonnes_per_year: Some(1.1e10),
        ..of("gloop tar")
    };
    let error = read(&field).unwrap_err();
    assert_eq!(error, DescribeError::TooManyTonnes(1.1e10));
    assert_eq!(
        told("gloop tar 12 t per week"),
        "gloop tar|tar|||||12 t per week (amounts a week are not read; say tonnes a year)"
    );
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
fn what_is_not_understood_switches_nothing_off() {
    // Not a residue: all that is understood has to be its name.
    let described = read(&of("nickel frobnicate 2018")).unwrap();
    assert!(described.offer.product.is_some());
    assert_eq!(described.concepts, ["nickel"]);
    assert_eq!(described.not_understood, ["frobnicate", "2018"]);
    let other = read(&of("nickel gloop")).unwrap();
    assert!(other.offer.product.is_none());
}
