//! Words, codes and stars that say whether it is hazardous.

use super::*;

/// Words, the name left, whether it is hazardous, and what is told.
const TOLD: &[(&str, &str, Option<bool>, &str)] = &[
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
    (
        "gloop tar 10 02 02*",
        "gloop tar",
        Some(true),
        "waste code 100202 (not hazardous, but `waste code 100202*` is; it is taken to be hazardous)",
    ),
    (
        "gloop tar 10 02 07*, hazardous",
        "gloop tar",
        Some(true),
        "",
    ),
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
];

#[test]
fn words_say_whether_it_is_hazardous_and_the_safer_is_taken() {
    for (text, name, hazardous, notes) in TOLD {
        let described = read(&of(text)).unwrap();
        assert_eq!(described.offer.name, *name, "{text}");
        assert_eq!(described.offer.hazardous, *hazardous, "{text}");
        assert_eq!(described.not_understood.join(";"), *notes, "{text}");
    }
    let by_field = read(&Description {
        ewc: Some("10 02 07*".to_owned()),
        hazardous: Some(false),
        ..of("gloop tar")
    });
    let by_field = by_field.unwrap();
    assert_eq!(by_field.offer.hazardous, Some(true));
    assert_eq!(by_field.not_understood.len(), 1);
    let starred = read(&Description {
        ewc: Some("10 02 02*".to_owned()),
        ..of("gloop tar")
    });
    let starred = starred.unwrap();
    assert_eq!(starred.offer.hazardous, Some(true));
    assert_eq!(
        starred.not_understood,
        [
            "waste code 100202 (not hazardous, but `waste code 100202*` is; it is taken to be hazardous)"
        ]
    );
}

/// The name and whether it is hazardous, with the word lists of the program.
fn named_and_judged(text: &str) -> (String, Option<bool>) {
    let snapshot = snapshot(NETWORK);
    let described = describe(&snapshot, of_the_program(), &of(text)).unwrap();
    (described.offer.name, described.offer.hazardous)
}

#[test]
fn what_turns_something_else_round_leaves_no_doubt_and_stays() {
    for (text, name) in [
        (
            "hazardous jarosite not treated, 100 t/a, Aaltola",
            "jarosite not treated",
        ),
        ("hazardous slag not sold, Aaltola", "slag not sold"),
        (
            "vaarallinen kuona ei hyödynnetä Aaltola",
            "kuona ei hyödynnetä",
        ),
        (
            "dust not landfilled jarosite hazardous Aaltola",
            "dust not landfilled jarosite",
        ),
        (
            "dust from filter no 3 hazardous Aaltola",
            "dust from filter no 3",
        ),
        ("dust hazardous not treated", "dust not treated"),
        ("hazardous waste not treated, dust", "not treated, dust"),
        ("dust hazardous no 3", "dust no 3"),
        ("300 t/a of hazardous waste, dust", "of dust"),
    ] {
        let expected = (name.to_owned(), Some(true));
        assert_eq!(named_and_judged(text), expected, "{text}");
    }
    // What leaves it open does so wherever it stands.
    for text in [
        "dust, hazardous waste: no",
        "dust, hazardous: no idea",
        "dust, hazardous or not, 300 t/a",
        "dust, hazardous waste?",
        "dust does not contain any hazardous substances",
        "dust, not known to be hazardous",
        "stoft, inte klassad som farligt avfall",
        "pöly, vaarallinen: ei",
    ] {
        assert_eq!(named_and_judged(text).1, None, "{text}");
    }
}

#[test]
fn what_it_comes_from_does_not_make_it_hazardous() {
    for text in [
        "slag from hazardous waste incineration",
        "hazardous waste landfill gas",
        "slag from hazardous waste",
        "slag not from hazardous waste incineration",
        "slag from non-hazardous waste",
        "vaarallisen jätteen polton kuona",
    ] {
        assert_eq!(named_and_judged(text), (text.to_owned(), None), "{text}");
    }
    for text in ["hazardous waste dust", "a kind of hazardous waste, slag"] {
        assert_eq!(named_and_judged(text).1, Some(true), "{text}");
    }
    let both = named_and_judged("hazardous slag from hazardous waste incineration");
    let name = "slag from hazardous waste incineration".to_owned();
    assert_eq!(both, (name, Some(true)));
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
