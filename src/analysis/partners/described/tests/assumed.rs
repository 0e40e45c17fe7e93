//! What is read in one of several ways, and what is taken from the records: both are told.

use super::*;

/// How many tonnes a text tells, and what is assumed.
fn tonnes(text: &str) -> (f64, Vec<String>) {
    let described = read(&of(text)).unwrap();
    let amount = described.offer.amount.unwrap();
    (amount.tonnes_per_year, described.assumed)
}

#[test]
fn three_digits_after_one_mark_are_thousands_and_before_millions_decimals() {
    let why = "three digits after one comma or dot are thousands, and decimals before millions";
    for (text, expected, said, told) in [
        ("1.500 t/a", 1_500.0, "1.500 t/a", "1 500"),
        ("2,500 t/v", 2_500.0, "2,500 t/v", "2 500"),
        ("1,250 kt/a", 1_250_000.0, "1,250 kt/a", "1 250 000"),
        ("1.250 Mt/a", 1_250_000.0, "1.250 Mt/a", "1 250 000"),
        (
            "1,250 million t/a",
            1_250_000.0,
            "1,250 million t/a",
            "1 250 000",
        ),
        (
            "1.500-2.500 t/a",
            2_000.0,
            "1.500-2.500 t/a",
            "1 500 to 2 500",
        ),
        (
            "0.8-1.250 Mt/a",
            1_025_000.0,
            "0.8-1.250 Mt/a",
            "800 000 to 1 250 000",
        ),
    ] {
        let (got, assumed) = tonnes(&format!("gloop tar {text}"));
        assert!((got - expected).abs() < 1e-6, "{text}: {got}");
        assert_eq!(
            assumed,
            [format!("`{said}` is read as {told} t/a: {why}")],
            "{text}"
        );
    }
    // These have one reading.
    for (text, expected) in [
        ("1 500 t/a", 1_500.0),
        ("1'500 t/a", 1_500.0),
        ("1,500,000 t/a", 1.5e6),
        ("1,500.5 t/a", 1_500.5),
        ("1500 t/a", 1_500.0),
        ("1.5 kt/a", 1_500.0),
        ("0.500 kt/a", 500.0),
        ("1.2500 Mt/a", 1.25e6),
    ] {
        let (got, assumed) = tonnes(&format!("gloop tar {text}"));
        assert!((got - expected).abs() < 1e-6, "{text}: {got}");
        assert_eq!(assumed, [""; 0], "{text}");
    }
    // One that does not count is not assumed to be anything.
    let field = read(&Description {
        tonnes_per_year: Some(7.0),
        ..of("gloop tar 1.500 t/a")
    });
    assert_eq!(field.unwrap().assumed, [""; 0]);
}

#[test]
fn a_minus_in_words_is_one() {
    for text in [
        "minus 500 t/a",
        "miinus 500 t/a",
        "Minus 500 t/a",
        "-500 t/a",
    ] {
        let error = read(&of(&format!("gloop tar, {text}"))).unwrap_err();
        assert_eq!(error, DescribeError::Tonnes(-500.0), "{text}");
    }
}

#[test]
fn elements_come_to_the_whole_at_the_most() {
    let snapshot = snapshot(NETWORK);
    let material = |slug: &str| {
        let id = Id::parse(&format!("material:{slug}")).unwrap();
        snapshot.registry().find(&id).unwrap()
    };
    let content = |slug: &str, fraction: f64| DescribedContent {
        material: material(slug),
        fraction: Some(fraction),
        low: None,
        high: None,
    };
    let sum = |text: &str, contents: Vec<DescribedContent>| {
        let description = Description {
            contents,
            ..of(text)
        };
        match describe(&snapshot, &knowledge(), &description) {
            Err(DescribeError::MoreThanWhole(sum)) => Some((sum * 1e6).round() / 1e6),
            other => other.map(|_| None).unwrap(),
        }
    };
    assert_eq!(sum("tar 60 % Cr, 50 % Ni", vec![]), Some(1.1));
    // Of compounds, what is named counts, not the element in it.
    assert_eq!(sum("tar 60 % Cr2O3, 50 % NiO", vec![]), Some(1.1));
    let fields = vec![content("chromium", 0.6), content("nickel", 0.5)];
    assert_eq!(sum("tar", fields), Some(1.1));
    assert_eq!(
        sum("tar 50 % Ni", vec![content("chromium", 0.6)]),
        Some(1.1)
    );
    // The field counts, a bound from above is no least, and rounded shares may come to a little more.
    assert_eq!(sum("tar 90 % Ni", vec![content("nickel", 0.6)]), None);
    assert_eq!(sum("tar 60 % Cr, at most 50 % Ni", vec![]), None);
    assert_eq!(sum("tar 60.2 % Cr, 40.2 % Ni", vec![]), None);
    assert_eq!(
        DescribeError::MoreThanWhole(1.1).to_string(),
        "what is in it comes to `110` % at the least, more than the whole"
    );
}

/// A works that gives some streams, and one in another town.
const STREAMS: &str = "side-stream heap works gloop of=chromium
    record side-stream:heap name_en=Grey_rind_of_kiln ewc_codes=100207
    side-stream pile works tar
    record side-stream:pile name_en=Brown_rind
    side-stream cake works tar
    record side-stream:cake name_en=Brown_cake_rind
    side-stream meant works metal planned=true
    record side-stream:meant name_en=Green_rind
    record side-stream:unknown name_en=Blue_rind site=works ewc_codes=100202
    side-stream away far metal
    record side-stream:away name_en=Grey_rind";

/// What is taken from the records of a text: product, materials, codes with whether they are assigned, and the sentences.
fn from_records(text: &str) -> (String, Vec<String>) {
    let snapshot = snapshot(&format!("{NETWORK}\n{STREAMS}"));
    let registry = snapshot.registry();
    let described = describe(&snapshot, &knowledge(), &of(text)).unwrap();
    let offer = described.offer;
    let product = offer.product.map_or("-", |it| registry.slug(it));
    let materials = offer.materials.iter().map(|it| registry.slug(*it));
    let materials: Vec<&str> = materials.collect();
    let codes = offer.ewc.iter();
    let codes = codes.map(|it| format!("{}{}", it.code, if it.is_assigned { "?" } else { "" }));
    let codes: Vec<String> = codes.collect();
    let told = format!("{product}|{}|{}", materials.join(","), codes.join(","));
    (told, described.assumed)
}

fn like(stream: &str) -> Vec<String> {
    vec![format!(
        "it is taken to be like {stream}, which is on record there and has these words: product, materials and waste codes that are not told are those of it"
    )]
}

#[test]
fn what_is_not_told_is_that_of_the_only_stream_there_with_these_words() {
    let heap = like("grey rind of kiln (side-stream:heap)");
    let taken = ("gloop|chromium,nickel|100207?".to_owned(), heap.clone());
    assert_eq!(from_records("grey rind, Aaltola"), taken);
    assert_eq!(from_records("kiln rind, Aaltola"), taken);
    let told = ("gloop|chromium,nickel|100202".to_owned(), heap.clone());
    assert_eq!(from_records("grey rind 10 02 02, Aaltola"), told);
    // What is named is no other product.
    let named = ("gloop|chromium,nickel|100207?".to_owned(), heap);
    assert_eq!(from_records("smelter gloop, Aaltola"), named);
    let away = like("grey rind (side-stream:away)");
    assert_eq!(
        from_records("grey rind, Iilanen"),
        ("metal||".to_owned(), away)
    );
    let unknown = like("blue rind (side-stream:unknown)");
    assert_eq!(
        from_records("blue rind, Aaltola"),
        ("-||100202?".to_owned(), unknown)
    );
    // Of several only their product.
    let all = "it is taken to be gloop tar, which all streams are that are on record there and have these words, such as brown cake rind (side-stream:cake)";
    assert_eq!(
        from_records("brown rind, Aaltola"),
        ("tar||".to_owned(), vec![all.to_owned()])
    );
    for text in [
        // Several products, one only planned, another word, no place, a region, another town, another product.
        "rind, Aaltola",
        "green rind, Aaltola",
        "grey rind tar, Aaltola",
        "grey rind",
        "grey rind, Upland",
        "kiln rind, Iilanen",
    ] {
        assert_eq!(from_records(text), ("-||".to_owned(), vec![]), "{text}");
    }
    assert_eq!(
        from_records("smelter gloop, Iilanen"),
        ("gloop|nickel|100207?".to_owned(), vec![])
    );
}

#[test]
fn products_of_streams_go_before_others() {
    let products = "product mash INTERMEDIATE
        record product:mash name_en=Salt_cell_mash aliases=mash
        product brine INTERMEDIATE
        record product:brine name_en=Brine_cell_mash
        product mixed SCRAP
        record product:mixed name_en=Cell_mash_or_cells
        record product:mixed aliases=cell_mash
        site a PROCESSOR
        side-stream one a mash
        side-stream two a brine";
    let snapshot = snapshot(&format!("{NETWORK}\n{products}"));
    let registry = snapshot.registry();
    let product = |text: &str| {
        let described = describe(&snapshot, &knowledge(), &of(text)).unwrap();
        let product = described.offer.product;
        product.map(|it| registry.slug(it).to_owned())
    };
    assert_eq!(product("mash").as_deref(), Some("mash"));
    assert_eq!(product("cell mash").as_deref(), Some("mash"));
    assert_eq!(product("brine cell mash").as_deref(), Some("brine"));
    // It may be either.
    assert_eq!(product("brine mash"), None);
}
