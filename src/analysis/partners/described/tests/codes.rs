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
fn fields_take_codes_of_fewer_digits() {
    let code = read(&Description {
        ewc: Some("10 02".to_owned()),
        ..of("gloop")
    });
    let offer = code.unwrap().offer;
    assert_eq!(offer.ewc[0].code, "1002");
    assert_eq!(offer.hazardous, None, "codes below it differ");
}
