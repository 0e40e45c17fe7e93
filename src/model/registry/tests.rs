//! The packed registry against a plain map of records.

mod laid;
mod weighed;

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::model::codes::SiteKind;
use crate::model::geo::great_circle_km;
use crate::model::quantity::Quantity;
use crate::model::record::Change;
use crate::model::table::ALIASES;
use crate::model::table::SOURCES;
use crate::model::tables::figure;
use crate::model::tables::link;

fn site_id(number: u8) -> Id {
    Id::new(Kind::Site, format!("s{number}"))
}

fn site(number: u8, name: &str, part_of: Option<u8>) -> Record {
    let mut record = Record::new(site_id(number));
    record.set(NAME_EN, Value::Text(name.into()));
    record.set(site::KIND, Value::Code(SiteKind::Mine as u16));
    if let Some(part_of) = part_of {
        record.set(site::PART_OF, Value::Id(site_id(part_of)));
    }
    record.set(site::LATITUDE, Value::Number(f64::from(number)));
    record
}

fn flow(number: u8, from: u8, to: u8) -> Record {
    let mut record = Record::new(Id::new(Kind::Link, format!("l{number}")));
    record.set(link::FROM, Value::Id(site_id(from)));
    record.set(link::TO, Value::Id(site_id(to)));
    record.set(link::FIRST_YEAR, Value::Int(2000 + i64::from(number)));
    record.set(
        SOURCES,
        Value::List(vec![
            Value::Id(Id::new(Kind::Source, "src")),
            Value::Id(Id::new(Kind::Source, "other")),
        ]),
    );
    record
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0u8..12, "[a-c]{0,3}", proptest::option::of(0u8..12))
            .prop_map(|(n, name, of)| Change::Put(site(n, &name, of))),
        (0u8..6, 0u8..12, 0u8..12).prop_map(|(n, a, b)| Change::Put(flow(n, a, b))),
        (0u8..12).prop_map(|n| Change::Delete(site_id(n))),
    ]
}

proptest! {
    #[test]
    fn a_registry_holds_what_a_map_holds(commits in proptest::collection::vec(proptest::collection::vec(change(), 0..8), 0..8)) {
        let mut map: BTreeMap<Id, Record> = BTreeMap::new();
        let mut registry = Registry::default();
        for (at, changes) in commits.iter().enumerate() {
            for change in changes {
                match change {
                    Change::Put(record) => { map.insert(record.id.clone(), record.clone()); }
                    Change::Delete(id) => { map.remove(id); }
                    Change::Merge { .. } => unreachable!("not generated"),
                }
            }
            registry = registry.with(changes);
            if at % 3 == 2 {
                // What a restart from a checkpoint does.
                registry = Registry::of_records(registry.records().collect());
            }
            let held: Vec<Record> = registry.records().collect();
            prop_assert_eq!(&held, &map.values().cloned().collect::<Vec<_>>());
            for number in 0..12 {
                let Some(row) = registry.find(&site_id(number)) else {
                    prop_assert!(!map.contains_key(&site_id(number)));
                    continue;
                };
                let from: Vec<Id> = registry.referring(Kind::Link, link::FROM, row).iter().map(|it| registry.id(*it)).collect();
                let expected: Vec<Id> = map.values().filter(|it| it.reference(link::FROM) == Some(&site_id(number))).map(|it| it.id.clone()).collect();
                prop_assert_eq!(from, expected);
                prop_assert_eq!(registry.count(Kind::Site), map.keys().filter(|it| it.kind == Kind::Site).count());
            }
        }
    }
}

#[test]
fn many_changes_are_packed_into_the_base() {
    let changes: Vec<Change> = (0..6_000)
        .map(|n| {
            let mut record = Record::new(Id::new(Kind::Site, format!("n{n:05}")));
            record.set(NAME_EN, Value::Text(format!("Site {n}").into()));
            Change::Put(record)
        })
        .collect();
    let registry = Registry::default().with(&changes);
    assert_eq!(
        registry.overlay.segment.total_len(),
        0,
        "a first import of any size is the base"
    );
    assert_eq!(registry.count(Kind::Site), 6_000);
    let after = registry.with(&[Change::Delete(Id::new(Kind::Site, "n00000"))]);
    assert_eq!(after.count(Kind::Site), 5_999);
    assert_eq!(
        registry.count(Kind::Site),
        6_000,
        "an older registry does not change"
    );
}

#[test]
fn a_merge_redirects_references_and_keeps_the_old_slug_and_name_as_aliases() {
    let mut figure = Record::new(Id::new(Kind::Figure, ""));
    figure.set(figure::SUBJECT, Value::Id(site_id(1)));
    figure.set(figure::QUANTITY, Value::Code(Quantity::Employees as u16));
    figure.id.slug = crate::model::computed_slug(&figure);
    let before = Registry::default().with(
        &[
            site(1, "a", None),
            site(2, "b", None),
            flow(1, 1, 2),
            figure,
        ]
        .map(Change::Put),
    );
    let after = before.with(&[Change::Merge {
        from: site_id(1),
        into: site_id(2),
    }]);
    assert!(after.find(&site_id(1)).is_none());
    let kept = after.find(&site_id(2)).unwrap();
    assert_eq!(after.texts(kept, ALIASES).collect::<Vec<_>>(), ["s1", "a"]);
    assert_eq!(after.referring(Kind::Link, link::FROM, kept).len(), 1);
    let figures = after.figures(kept, Quantity::Employees);
    assert_eq!(figures.len(), 1);
    assert_eq!(
        after.slug(figures[0]),
        crate::model::computed_slug(&after.record(figures[0])),
        "its identity is that of the new subject"
    );
    assert_eq!(after.count(Kind::Figure), 1);
}

#[test]
fn modes_are_subjects_of_figures() {
    let road = Id::new(Kind::Mode, "road");
    let mut figure = Record::new(Id::new(Kind::Figure, "0123456789abcdef"));
    figure.set(figure::SUBJECT, Value::Id(road.clone()));
    figure.set(figure::QUANTITY, Value::Code(Quantity::DetourFactor as u16));
    let registry = Registry::default().with(&[Change::Put(figure)]);
    assert_eq!(registry.find(&road), Some(registry.mode(Mode::Road)));
    assert_eq!(registry.slug(registry.mode(Mode::OnSite)), "on-site");
    assert_eq!(
        registry
            .figures(registry.mode(Mode::Road), Quantity::DetourFactor)
            .len(),
        1
    );
    assert_eq!(registry.find(&Id::new(Kind::Mode, "teleport")), None);
}

#[test]
fn great_circles_are_those_of_published_airport_distances() {
    // Helsinki (60.3172 N 24.9633 E) to Rovaniemi (66.5648 N 25.8304 E): 696 km by the usual calculators.
    assert!((great_circle_km(60.3172, 24.9633, 66.5648, 25.8304) - 696.0).abs() < 1.0);
    assert_eq!(great_circle_km(65.0, 25.0, 65.0, 25.0), 0.0);
}
