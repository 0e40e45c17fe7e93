//! The committed files against the code: table schemas and code lists.

use std::collections::BTreeMap;
use std::path::Path;

use expect_test::expect_file;

use crate::exchange::code_list_problems;
use crate::exchange::code_lists;
use crate::exchange::convert;
use crate::exchange::knowledge;
use crate::exchange::read_cell;
use crate::exchange::table_schemas;
use crate::exchange::unit_factor;
use crate::model::ALIASES;
use crate::model::PublishedList;
use crate::model::Quantity;
use crate::model::WasteLikeness;
use crate::model::tables::site;

#[test]
fn the_committed_table_schemas_are_those_of_the_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    for (name, schema) in table_schemas() {
        let file = folder.join(format!("{name}.json"));
        expect_file![file].assert_eq(&format!("{schema:#}\n"));
    }
}

#[test]
fn the_code_lists_are_without_fault() {
    assert_eq!(code_list_problems(), []);
    let lists = code_lists();
    let count = |list| lists.codes(list).count();
    assert_eq!(count(PublishedList::Country), 250);
    assert_eq!(count(PublishedList::Ewc), 842 + 42);
    assert_eq!(count(PublishedList::Process), 14 + 42);
    assert_eq!(count(PublishedList::Unfc), 13);
    let mining = lists
        .codes(PublishedList::Process)
        .filter(|(code, _)| lists.is_mining_activity(code));
    assert_eq!(mining.count(), 14);
    let all = [
        PublishedList::Country,
        PublishedList::Ewc,
        PublishedList::EwcPrefix,
        PublishedList::Nace,
        PublishedList::Process,
        PublishedList::Unfc,
    ];
    for (list, (code, entry)) in all
        .iter()
        .flat_map(|list| lists.codes(*list).map(move |it| (list, it)))
    {
        assert!(
            !entry.label.is_empty() && !entry.source.is_empty(),
            "{code}"
        );
        for wider in entry.broader.iter().flat_map(|it| it.split(';')) {
            let list = if *list == PublishedList::Ewc {
                &PublishedList::EwcPrefix
            } else {
                list
            };
            assert!(
                lists.get(*list, wider).is_some(),
                "`{wider}`, wider than `{code}`"
            );
        }
    }
}

#[test]
fn the_versions_of_the_lists_count_their_rows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/codelists");
    let text = std::fs::read_to_string(folder.join("lists.json")).unwrap();
    let versions: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    for (file, version) in versions {
        let mut reader = csv::Reader::from_path(folder.join(&file)).unwrap();
        assert_eq!(
            reader.records().count() as u64,
            version["rows"].as_u64().unwrap(),
            "{file}"
        );
    }
}

#[test]
fn the_battery_codes_change_with_the_day() {
    let lists = code_lists();
    let black_mass = lists.get(PublishedList::Ewc, "191402").unwrap();
    assert_eq!(black_mass.valid_from.as_deref(), Some("2026-12-09"));
    assert_eq!(black_mass.hazardous, Some(true));
    let gone = lists
        .codes(PublishedList::Ewc)
        .filter(|(_, entry)| entry.valid_to.is_some());
    let gone: Vec<&str> = gone.map(|(code, _)| code).collect();
    assert_eq!(gone, ["160605", "190211", "200133", "200134"]);
}

#[test]
fn every_unit_of_a_quantity_is_its_own_spelling() {
    for quantity in Quantity::ALL {
        let unit = quantity.unit();
        assert!(code_lists().unit(unit).is_some(), "`{unit}`");
        assert!(
            code_lists().get(PublishedList::Unit, unit).is_some(),
            "`{unit}`"
        );
        assert_eq!(unit_factor(code_lists(), unit, *quantity, true), Ok(1.0));
    }
}

/// Factors worked out by hand from the definitions.
#[test]
fn factors_are_those_of_the_definitions() {
    let in_unit = |number, unit: &str, quantity| {
        unit_factor(code_lists(), unit, quantity, true)
            .map(|factor| convert(number, factor))
            .unwrap()
    };
    // A short ton is 2000 lb of 0.45359237 kg.
    assert_eq!(in_unit(1000.0, "short tons", Quantity::Stock), 907.184_74);
    // A troy ounce is 31.1034768 g.
    assert_eq!(in_unit(1e6, "troy oz", Quantity::Resource), 31.103_476_8);
    assert_eq!(in_unit(2.7, "Mtpa", Quantity::OreProcessed), 2_700_000.0);
    assert_eq!(in_unit(3.4, "g/t", Quantity::Grade), 3.4e-6);
    assert_eq!(in_unit(26.1, "%", Quantity::Grade), 0.261);
    assert_eq!(in_unit(1.5, "MEUR", Quantity::Budget), 1_500_000.0);
    assert_eq!(in_unit(5e5, "EUR", Quantity::ValueAdded), 0.5);
    assert_eq!(in_unit(12.5, "m", Quantity::Distance), 0.0125);
}

/// The narrower ones of a code, itself first, by the list alone.
fn chain(list: PublishedList, code: &str) -> Vec<String> {
    let mut found = vec![code.to_owned()];
    while let Some(wider) = code_lists()
        .get(list, found.last().unwrap())
        .and_then(|it| it.broader.clone())
    {
        found.push(wider);
    }
    found
}

/// Wu and Palmer by the definition, over every pair of some hundred trades of both revisions.
#[test]
fn trades_are_alike_as_the_tree_of_the_list_says() {
    let knowledge = knowledge();
    let codes: Vec<&str> = code_lists()
        .codes(PublishedList::Nace)
        .map(|(code, _)| code)
        .step_by(7)
        .collect();
    assert!(codes.len() > 200);
    for a in &codes {
        let of_a = chain(PublishedList::Nace, a);
        for b in &codes {
            let of_b = chain(PublishedList::Nace, b);
            let revisions = [a, b].map(|it| it.starts_with("2.1:"));
            let lca = of_a.iter().find(|it| of_b.contains(it));
            let depth = lca.map_or(0, |it| chain(PublishedList::Nace, it).len());
            let depth = match revisions {
                [x, y] if x == y => depth,
                // Of two revisions: the division, where both have the same digits.
                _ => {
                    let digits = [a, b].map(|it| it.trim_start_matches("2.1:").get(..2));
                    if digits[0].is_some() && digits[0] == digits[1] {
                        2
                    } else {
                        0
                    }
                }
            };
            let number = |it: usize| f64::from(u32::try_from(it).unwrap());
            let expected = 2.0 * number(depth) / number(of_a.len() + of_b.len());
            assert_eq!(knowledge.trade_similarity(a, b), expected, "{a} {b}");
        }
    }
}

/// The tree of wastes by the definition, over every pair of a part of the list; mirror entries by their number of pairs.
#[test]
fn wastes_are_alike_as_the_tree_of_the_list_says() {
    let knowledge = knowledge();
    let lists = code_lists();
    let codes: Vec<&str> = lists
        .codes(PublishedList::EwcPrefix)
        .map(|(code, _)| code)
        .filter(|it| it.starts_with("10") || it.starts_with("0103") || it.starts_with("19"))
        .collect();
    let mut mirrors = 0;
    for a in &codes {
        let of_a = chain(PublishedList::EwcPrefix, a);
        for b in &codes {
            let of_b = chain(PublishedList::EwcPrefix, b);
            let lca = of_a.iter().find(|it| of_b.contains(it));
            let found = knowledge.waste_likeness(a, b);
            let expected = match lca.map_or(0, String::len) {
                6 => WasteLikeness::Same,
                4 => WasteLikeness::SameProcess,
                2 => WasteLikeness::SameChapter,
                _ => WasteLikeness::Apart,
            };
            if found == WasteLikeness::Mirror {
                assert_eq!(expected, WasteLikeness::SameProcess, "{a} {b}");
                let hazardous =
                    [a, b].map(|it| lists.get(PublishedList::Ewc, it).unwrap().hazardous);
                assert_ne!(hazardous[0], hazardous[1], "{a} {b}");
                mirrors += 1;
            } else {
                assert_eq!(found, expected, "{a} {b}");
            }
        }
    }
    // Counted in the file: labels of chapters 10, 19 and 01 03 that name a hazardous mirror entry of their sub-chapter.
    let named = codes
        .iter()
        .filter_map(|it| Some((it, lists.get(PublishedList::Ewc, it)?)))
        .filter(|(_, entry)| entry.hazardous == Some(false) && entry.mirror)
        .flat_map(|(code, entry)| {
            let label = entry.label.replace(' ', "");
            let siblings = codes
                .iter()
                .filter(move |it| it.len() == 6 && it[..4] == code[..4]);
            let hazardous = siblings.filter(|it| {
                let it = lists.get(PublishedList::Ewc, it).unwrap();
                it.mirror && it.hazardous == Some(true)
            });
            hazardous.filter(move |it| label.contains(**it))
        });
    assert_eq!(mirrors, 2 * named.count());
    assert!(mirrors > 60, "{mirrors}");
}

#[test]
fn a_value_that_stands_twice_in_a_list_is_told_in_a_long_list_too() {
    let field = site::TABLE.field(ALIASES);
    let read = |cell: &str| {
        let mut said = Vec::new();
        let value = read_cell(field, cell, code_lists(), &mut |problem| {
            said.push(problem.message)
        });
        (value.map(|it| it.items().len()), said)
    };
    let many: Vec<String> = (0..50_000).map(|at| at.to_string()).collect();
    let many = many.join(";");
    assert_eq!(read(&many), (Some(50_000), vec![]));
    let twice = |it: &str| format!("`{it}` stands twice in the list");
    assert_eq!(read(&format!("{many};0")), (None, vec![twice("0")]));
    assert_eq!(
        read("a; b ;a;b;a"),
        (None, vec![twice("a"), twice("b"), twice("a")])
    );
    // The apostrophe that marks text is taken off the cell as a whole, so that these are two.
    assert_eq!(read("a;'a"), (Some(2), vec![]));
    assert_eq!(read("a"), (Some(1), vec![]));
}
