//! Words, codes and stars that say whether it is hazardous.

use super::*;

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
        // Neither turned round nor in doubt.
        (
            "zinc-free hazardous tar",
            "zinc-free tar",
            Some(true),
            "zinc;free",
        ),
        (
            "gloop tar: not known, hazardous",
            "gloop tar: not known",
            Some(true),
            "known",
        ),
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
fn words_that_leave_it_open_say_nothing() {
    let why = "this leaves open whether it is hazardous; say `hazardous` or `not hazardous`";
    for (text, name, said) in [
        (
            "gloop tar, not classified as hazardous",
            "gloop tar",
            "not classified as hazardous",
        ),
        ("gloop tar, hazardous: no", "gloop tar", "hazardous: no"),
        ("gloop tar (hazardous?)", "gloop tar", "hazardous?"),
        (
            "gloop tar hazardous or not",
            "gloop tar",
            "hazardous or not",
        ),
        (
            "possibly hazardous gloop tar",
            "gloop tar",
            "possibly hazardous",
        ),
        (
            "tervaa, ei luokiteltu vaarallinen",
            "tervaa",
            "ei luokiteltu vaarallinen",
        ),
        (
            "gloop tar, free of hazardous waste",
            "gloop tar",
            "free of hazardous waste",
        ),
        (
            "gloop tar, perhaps not hazardous",
            "gloop tar",
            "perhaps not hazardous",
        ),
    ] {
        let described = read(&of(text)).unwrap();
        assert_eq!(described.offer.name, name, "{text}");
        assert_eq!(described.offer.hazardous, None, "{text}");
        assert_eq!(described.not_understood, [format!("{said} ({why})")]);
    }
    // The code says it then.
    let coded = read(&of("gloop tar 10 02 07, perhaps hazardous")).unwrap();
    assert_eq!(coded.offer.hazardous, Some(true));
}

/// As somebody types it, with the word lists of the program.
#[test]
fn the_word_lists_have_the_usual_ways_to_say_it() {
    let snapshot = snapshot(NETWORK);
    for (text, hazardous) in [
        ("slag, not hazardous", Some(false)),
        ("kuona, ei vaarallinen", Some(false)),
        ("ei vaarallista jätettä, kuona 1,5 milj. t/v", Some(false)),
        ("kuona, ei-vaarallinen", Some(false)),
        ("kuona, ei ole vaarallista jätettä", Some(false)),
        ("slag, non-hazardous waste", Some(false)),
        ("icke-farligt avfall, slagg", Some(false)),
        ("vaaraton kuona", Some(false)),
        ("vaarallinen jäte, pöly", Some(true)),
        ("luokiteltu vaaralliseksi jätteeksi, pöly", Some(true)),
        ("farligt avfall, stoft", Some(true)),
        ("toxic dust", Some(true)),
        ("dust, hazardous or not", None),
        ("slag without hazardous substances", None),
        ("ei luokiteltu vaaralliseksi, kuona", None),
    ] {
        let described = describe(&snapshot, of_the_program(), &of(text)).unwrap();
        assert_eq!(described.offer.hazardous, hazardous, "{text}");
    }
}
