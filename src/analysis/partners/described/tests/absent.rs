//! What is said not to be in a stream, degrees and letters in words, and fields beside words.

use super::*;

const NOT_IN_IT: &str = "said not to be in it; that is not compared";

/// The name and the materials of a text, and what is not understood.
fn materials(text: &str) -> (String, Vec<String>, Vec<String>) {
    let snapshot = snapshot(NETWORK);
    let registry = snapshot.registry();
    let described = describe(&snapshot, &knowledge(), &of(text)).unwrap();
    let named = described.offer.materials.iter();
    let named = named.map(|it| registry.slug(*it).to_owned());
    (
        described.offer.name,
        named.collect(),
        described.not_understood,
    )
}

#[test]
fn a_material_that_is_said_not_to_be_in_it_is_none_of_it() {
    for (text, told) in [
        ("tar without chromium", "without chromium"),
        ("tar, no chromium", "no chromium"),
        ("tar, no Cr", "no Cr"),
        ("tar, free of chromium", "free of chromium"),
        (
            "tar without chromium or nickel",
            "without chromium or nickel",
        ),
        ("chromium-free tar", "chromium-free"),
        ("tar, ei sisällä kromia", "ei sisällä kromia"),
        ("kromiton tar", "kromiton"),
        ("kromittoman tar", "kromittoman"),
        ("nikkelitön tar", "nikkelitön"),
    ] {
        let (name, materials, not_understood) = materials(text);
        assert_eq!(name, "tar", "{text}");
        assert!(materials.is_empty(), "{text}: {materials:?}");
        assert_eq!(not_understood, [format!("{told} ({NOT_IN_IT})")], "{text}");
    }
    // What is said to be in it beside that is in it.
    let (_, of_both, _) = materials("nickel tar without chromium");
    assert_eq!(of_both, ["nickel"]);
    let (_, plain, not_understood) = materials("chromium tar");
    assert_eq!(
        (plain, not_understood),
        (vec!["chromium".to_owned()], vec![])
    );
}

#[test]
fn degrees_in_words_are_told_as_one_thing() {
    let why = "degrees in words are not read; give the position in its field";
    for degrees in [
        "65.8 N 24.1 E",
        "65.8°N, 24.1°E",
        "N 65.8 E 24.1",
        "65,8 N, 24,1 E",
    ] {
        let told = told(&format!("gloop tar, {degrees}"));
        assert_eq!(told, format!("gloop tar|tar|||||{degrees} ({why})"));
    }
}

#[test]
fn a_letter_is_no_word() {
    let described = read(&of("gloop tar E")).unwrap();
    assert_eq!(described.concepts, ["gloop", "tar"]);
    assert_eq!(described.not_understood, ["E"]);
}

#[test]
fn what_a_field_has_is_told_of_the_words() {
    let amount = read(&Description {
        tonnes_per_year: Some(7.0),
        ..of("gloop tar 5 kt/a")
    });
    assert_eq!(
        amount.unwrap().not_understood,
        ["5 kt/a (the amount in the field counts)"]
    );
    let position = read(&Description {
        position: Some((60.0, 20.0)),
        ..of("gloop tar in Aaltola")
    });
    let position = position.unwrap();
    assert_eq!(position.place, None);
    assert_eq!(position.offer.whereabouts.position.unwrap().latitude, 60.0);
    assert_eq!(
        position.not_understood,
        ["Aaltola (the position in the field counts)"]
    );
    let snapshot = snapshot(NETWORK);
    let chromium = snapshot
        .registry()
        .find(&Id::parse("material:chromium").unwrap());
    let content = DescribedContent {
        material: chromium.unwrap(),
        fraction: Some(0.2),
        low: None,
        high: None,
    };
    let content = Description {
        contents: vec![content],
        ..of("gloop tar, 9 % Cr, 1 % Ni")
    };
    let content = describe(&snapshot, &knowledge(), &content).unwrap();
    assert_eq!(
        content.not_understood,
        ["9 % Cr (the content in the field counts)"]
    );
    let lows: Vec<Option<f64>> = content.offer.contents.iter().map(|it| it.low).collect();
    assert_eq!(lows, [Some(0.2), Some(0.01)]);
}

/// A firm with the name of one town that runs a works in another.
#[test]
fn a_firm_of_the_name_of_a_town_is_no_place_beside_that_of_its_works() {
    let named = "record site:works operator=iilanen-steel
        record organisation:iilanen-steel name_en=Iilanen_Steel_Oy";
    let snapshot = snapshot(&format!("{NETWORK}\n{named}"));
    let place = |text: &str| {
        let described = describe(&snapshot, &knowledge(), &of(text)).unwrap();
        (described.place.unwrap(), described.not_understood)
    };
    let why = "taken as who runs a site there; Aaltola is used as the place";
    let works = ("Aaltola".to_owned(), vec![format!("Iilanen ({why})")]);
    assert_eq!(place("tar from Iilanen, Aaltola"), works);
    assert_eq!(place("tar, Iilanen"), ("Iilanen".to_owned(), vec![]));
    // It runs nothing there.
    let other = "Upland (a further place; Iilanen is used)".to_owned();
    assert_eq!(
        place("tar, Iilanen, Upland"),
        ("Iilanen".to_owned(), vec![other])
    );
}

#[test]
fn the_waste_codes_that_all_streams_of_a_product_have_are_assigned() {
    let streams = "side-stream a works tar
        record side-stream:a ewc_codes=100202;100207
        side-stream b mill tar
        record side-stream:b ewc_codes=100207
        side-stream c quay tar";
    let snapshot = snapshot(&format!("{NETWORK}\n{streams}"));
    let codes = |text: &str| {
        let offer = describe(&snapshot, &knowledge(), &of(text)).unwrap().offer;
        // The record is of another stream: this one may be hazardous or not.
        let codes = offer.ewc.into_iter().map(|it| (it.code, it.is_assigned));
        (codes.collect::<Vec<_>>(), offer.hazardous)
    };
    let assigned = vec![("100207".to_owned(), true)];
    assert_eq!(codes("gloop tar"), (assigned, None));
    let told = vec![("100202".to_owned(), false)];
    assert_eq!(codes("gloop tar 100202"), (told, Some(false)));
    assert_eq!(codes("smelter gloop"), (vec![], None));
}

#[test]
fn the_dust_of_a_filter_is_no_energy() {
    assert_eq!(of_the_program().concepts("sähkösuodatinpöly"), ["dust"]);
}
