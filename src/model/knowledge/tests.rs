use super::*;
use crate::model::PublishedList;
use crate::model::code_lists::PublishedCode;

fn knowing(words: &[(&str, &str)]) -> Knowledge {
    let mut knowledge = Knowledge::default();
    for (word, concept) in words {
        knowledge.insert_word(word, concept);
    }
    knowledge
}

#[test]
fn words_of_several_languages_meet_in_their_concept() {
    let knowledge = knowing(&[
        ("slag", "slag"),
        ("kuona", "slag"),
        ("slagg", "slag"),
        ("ferrochrome", "ferrochrome"),
        ("ferrokromi", "ferrochrome"),
        ("ferrokrom", "ferrochrome"),
        ("teräs", "steel"),
        ("steel", "steel"),
        ("stål", "steel"),
        ("verk", "works"),
        ("tie", "road"),
        ("rakennus", "construction"),
        ("fly ash", "fly-ash"),
        ("ash", "ash"),
        ("from", ""),
        ("the", ""),
    ]);
    let cases: &[(&str, &[&str])] = &[
        ("Ferrochrome slag", &["ferrochrome", "slag"]),
        ("ferrokromikuona", &["ferrochrome", "slag"]),
        ("Ferrokromikuonaa", &["ferrochrome", "slag"]),
        ("ferrokromi-kuonan", &["ferrochrome", "slag"]),
        ("ferrokromslagger", &["ferrochrome", "slag"]),
        ("slags from the steel works", &["slag", "steel", "works"]),
        ("Stålverksslagg", &["steel", "works", "slag"]),
        ("teräskuonien", &["steel", "slag"]),
        ("tienrakennus", &["road", "construction"]),
        ("fly ashes, ash", &["fly-ash", "ash"]),
        ("slag slag kuona", &["slag"]),
        // Not all of it is known, too short a part, nothing at all.
        ("kuonavaahto", &["kuonavaahto"]),
        ("slagab", &["slagab"]),
        ("the", &[]),
        (" ,; ", &[]),
        ("", &[]),
    ];
    for (text, concepts) in cases {
        assert_eq!(knowledge.concepts(text), *concepts, "{text}");
    }
}

#[test]
fn compounds_take_the_longest_first_part_that_leaves_known_words() {
    let knowledge = knowing(&[
        ("iron", "iron"),
        ("ironsand", "ironsand"),
        ("sand", "sand"),
        ("sandstone", "sandstone"),
        ("stone", "stone"),
        ("works", "works"),
    ]);
    let cases: &[(&str, &[&str])] = &[
        ("ironsandstone", &["ironsand", "stone"]),
        ("ironsandstoneworks", &["ironsand", "stone", "works"]),
        // Four parts are too many, and `ironsand sandstone` leaves a part out.
        ("ironironironsand", &["iron", "iron", "ironsand"]),
        ("ironironironiron", &["ironironironiron"]),
    ];
    for (text, concepts) in cases {
        let mut expected: Vec<&str> = concepts.to_vec();
        expected.dedup();
        assert_eq!(knowledge.concepts(text), expected, "{text}");
    }
}

#[test]
fn a_word_entered_twice_hands_back_what_it_meant() {
    let mut knowledge = Knowledge::default();
    assert_eq!(knowledge.insert_word("Kuona", "slag"), None);
    assert_eq!(
        knowledge.insert_word("kuona", "dross"),
        Some("slag".to_owned())
    );
}

fn nace(codes: &[(&str, &str)]) -> CodeLists {
    let mut lists = CodeLists::default();
    for (code, broader) in codes {
        let entry = PublishedCode {
            broader: Some((*broader).to_owned()).filter(|it| !it.is_empty()),
            ..PublishedCode::default()
        };
        lists.insert(PublishedList::Nace, *code, entry);
    }
    lists
}

#[test]
fn trades_are_alike_by_what_they_share() {
    let knowledge = Knowledge::new(nace(&[
        ("C", ""),
        ("23", "C"),
        ("24", "C"),
        ("24.1", "24"),
        ("24.10", "24.1"),
        ("24.4", "24"),
        ("B", ""),
        ("07", "B"),
        ("2.1:C", ""),
        ("2.1:24", "2.1:C"),
        ("2.1:23", "2.1:C"),
    ]));
    let cases = [
        ("24.10", "24.10", 1.0),
        // 2·3 / (4 + 3)
        ("24.10", "24.1", 6.0 / 7.0),
        ("24.10", "24.45", 0.5),
        ("24.10", "23.51", 0.25),
        ("24", "C", 2.0 / 3.0),
        ("24.10", "07.10", 0.0),
        ("24.10", "2.1:24.10", 0.5),
        ("24", "2.1:24", 1.0),
        ("24.10", "2.1:23.51", 0.0),
        ("C", "2.1:C", 0.0),
        // Of divisions that the list does not have no section is known.
        ("98.10", "99.10", 0.0),
        ("98.10", "98.20", 0.5),
        ("no code", "24.10", 0.0),
        ("", "", 0.0),
    ];
    for (a, b, expected) in cases {
        assert_eq!(knowledge.trade_similarity(a, b), expected, "{a} {b}");
        assert_eq!(knowledge.trade_similarity(b, a), expected, "{b} {a}");
    }
}

#[test]
fn wastes_are_alike_by_their_digits_and_mirror_entries_by_their_labels() {
    let mut lists = CodeLists::default();
    for (code, hazardous, mirror, label) in [
        ("100207", true, true, "Dust containing hazardous substances"),
        (
            "100208",
            false,
            true,
            "Dust other than that mentioned in 10 02 07",
        ),
        ("100211", true, true, "Water containing oil"),
        (
            "100212",
            false,
            true,
            "Water other than those mentioned in 10 02 11",
        ),
        ("100202", false, false, "Slag"),
    ] {
        let entry = PublishedCode {
            label: label.to_owned(),
            hazardous: Some(hazardous),
            mirror,
            ..PublishedCode::default()
        };
        lists.insert(PublishedList::Ewc, code, entry);
    }
    let knowledge = Knowledge::new(lists);
    let cases = [
        ("100207", "100207", WasteLikeness::Same),
        ("100207", "100208", WasteLikeness::Mirror),
        ("100207", "100212", WasteLikeness::SameProcess),
        ("100207", "100211", WasteLikeness::SameProcess),
        ("100202", "100208", WasteLikeness::SameProcess),
        ("100202", "1002", WasteLikeness::SameProcess),
        ("1002", "1002", WasteLikeness::SameProcess),
        ("100202", "10", WasteLikeness::SameChapter),
        ("100202", "100802", WasteLikeness::SameChapter),
        ("100202", "010202", WasteLikeness::Apart),
    ];
    for (a, b, expected) in cases {
        assert_eq!(knowledge.waste_likeness(a, b), expected, "{a} {b}");
        assert_eq!(knowledge.waste_likeness(b, a), expected, "{b} {a}");
    }
}
