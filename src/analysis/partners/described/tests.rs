mod absent;
mod amounts;
mod areas;
mod assumed;
mod bounds;
mod codes;
mod hazard;
mod places;
mod typed;

use super::*;
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
    site yard PROCESSOR region=lowland at=60,20
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

/// The word lists of the program.
fn of_the_program() -> &'static Knowledge {
    crate::exchange::knowledge()
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
