//! Codes of the List of Waste in fields and words.

use super::*;

#[test]
fn codes_in_words_are_all_taken_or_refused() {
    let codes = |description: &Description| -> Vec<String> {
        let offer = read(description).unwrap().offer;
        offer.ewc.into_iter().map(|it| it.code).collect()
    };
    let two = of("gloop tar 100202, EWC 10 02 07* and 10 02 02");
    assert_eq!(codes(&two), ["100202", "100207"]);
    assert_eq!(codes(&of("gloop tar 10 02 02 300 t/a")), ["100202"]);
    assert_eq!(codes(&of("gloop tar 10 02 02 30 t/a")), ["100202"]);
    let pairs = of("gloop tar 10 02 07 10 02 02");
    assert_eq!(codes(&pairs), ["100207", "100202"]);
    for text in [
        "gloop tar 10 02 02 and 10 02 07",
        "gloop tar, EWC: 100202 ja 100207",
        "gloop tar 10 02 02, or EWC-code 10 02 07*",
    ] {
        let described = read(&of(text)).unwrap();
        assert_eq!(described.offer.ewc.len(), 2, "{text}");
        assert_eq!(described.offer.name, "gloop tar", "{text}");
    }
    // Nobody knows which of four pairs are a code.
    let four = read(&of("gloop tar 10 02 02 10")).unwrap();
    assert_eq!(four.offer.ewc, []);
    assert_eq!(four.not_understood, ["10", "02", "02", "10"]);
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
        ("code 99 99 99 tar, Aaltola", "99 99 99"),
        ("tar, EWC: 10 02 08", "10 02 08"),
        ("tar, LoW 10 02 08", "10 02 08"),
        ("tar, waste code 100208", "100208"),
        ("tar, koodi 10 02 08", "10 02 08"),
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
fn fields_take_codes_of_fewer_digits() {
    let code = read(&Description {
        ewc: Some("10 02".to_owned()),
        ..of("gloop")
    });
    let offer = code.unwrap().offer;
    assert_eq!(offer.ewc[0].code, "1002");
    assert_eq!(offer.hazardous, None, "codes below it differ");
}

/// The name, the codes and what is not understood.
fn codes_and_rest(text: &str) -> String {
    let described = read(&of(text)).unwrap();
    let codes = described.offer.ewc.into_iter().map(|it| it.code);
    let codes: Vec<String> = codes.collect();
    let not = described.not_understood.join(",");
    format!("{}|{}|{not}", described.offer.name, codes.join(","))
}

#[test]
fn dates_sizes_and_reference_numbers_are_no_codes() {
    for (text, expected) in [
        // They have the digits of a code of the list.
        (
            "tar sampled 10 02 02 2024 Aaltola",
            "tar sampled 10 02 02 2024||sampled,10,02,02,2024",
        ),
        ("tar 10 02 02 mm", "tar 10 02 02 mm||10,02,02,mm"),
        ("tar 10 02 02 µm", "tar 10 02 02 µm||10,02,02,µm"),
        ("tar 100202 micron", "tar 100202 micron||100202,micron"),
        ("tar 10 02 02 cm", "tar 10 02 02 cm||10,02,02,cm"),
        // They do not.
        (
            "tar sampled 12 03 24 Aaltola",
            "tar sampled 12 03 24||sampled,12,03,24",
        ),
        ("tar 20 40 60 mm, Aaltola", "tar 20 40 60 mm||20,40,60,mm"),
        (
            "tar 10 20 30 micron",
            "tar 10 20 30 micron||10,20,30,micron",
        ),
        (
            "contract 100001, tar",
            "contract 100001, tar||contract,100001",
        ),
        ("tar order 123456-7", "tar order 123456-7||order,123456,7"),
        ("tar 300000, Aaltola", "tar 300000||300000"),
        // They have those of one, and are a part of more or have a number's name before them.
        ("tar order 100202-7", "tar order 100202-7||order,100202,7"),
        ("tar PO-100202", "tar PO-100202||PO,100202"),
        ("tar 100202/15", "tar 100202/15||100202,15"),
        ("tar invoice 100202", "tar invoice 100202||invoice,100202"),
        ("tilaus: 100202, tar", "tilaus: 100202, tar||tilaus,100202"),
        ("tar 100202/100207", "tar|100202,100207"),
        ("tar 10 02 02-10 02 07", "tar|100202,100207"),
        ("tar EWC-100202", "tar|100202|"),
        ("tar EWC 100202-7", "tar 7|100202|7"),
        ("tar 100202 - 300 t/a", "tar|100202|"),
        // What is told as a code is one, and so is what only looks like one.
        ("tar EWC 10 02 02 2024", "tar 2024|100202|2024"),
        ("tar 10 02 02* 2024", "tar 2024|100202|2024"),
        ("tar 10 02 02, 2024", "tar 2024|100202|2024"),
        ("tar 10 02 02 2024 t/a", "tar|100202|"),
        ("tar 10 02 02", "tar|100202|"),
    ] {
        let got = codes_and_rest(text);
        // The star contradicts the list, which is told beside this.
        let got = got.split(",waste code").next().unwrap_or_default();
        let got = got.split("|waste code").next().unwrap_or_default();
        assert_eq!(got, expected, "{text}");
    }
}

#[test]
fn the_nearest_code_is_of_the_same_process_or_chapter() {
    let mut knowledge = knowledge();
    for code in ["100999", "190199", "100399"] {
        let entry = PublishedCode::default();
        knowledge.lists.insert(PublishedList::Ewc, code, entry);
    }
    let snapshot = snapshot(NETWORK);
    let nearest = |code: &str| {
        let description = Description {
            ewc: Some(code.to_owned()),
            ..of("gloop")
        };
        match describe(&snapshot, &knowledge, &description) {
            Err(DescribeError::UnknownWaste { nearest, .. }) => nearest,
            other => panic!("{code}: {other:?}"),
        }
    };
    assert_eq!(nearest("109999").as_deref(), Some("100999"));
    assert_eq!(nearest("100209").as_deref(), Some("100202"));
    assert_eq!(nearest("199199").as_deref(), Some("190199"));
    assert_eq!(nearest("555555"), None);
}
