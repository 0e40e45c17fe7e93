//! Numbers that are set and scaled.

use super::*;
use crate::model::Quantity;
use crate::model::SOURCES;
use crate::model::codes::Confidence;
use crate::model::tables::figure;

#[test]
fn numbers_are_replaced_and_stand_on_no_source() {
    for (scenario, told, expected) in [
        (
            "set:site:works=500",
            "the scenario sets the capacity of processing at works to 500 t/a of product going in, in place of 3 figures on record",
            "500@2025",
        ),
        (
            "scale:site:works=2",
            "the scenario takes the capacity of processing at works times 2, in 2 figures",
            "600@2020 900@2010 1600@2021",
        ),
        (
            "scale:site:works=2 scale:site:works=0.5",
            "the scenario takes the capacity of processing at works times 2, in 2 figures; the scenario takes the capacity of processing at works times 0.5, in 2 figures",
            "300@2020 800@2021 900@2010",
        ),
        (
            "set:site:works=0",
            "the scenario sets the capacity of processing at works to 0 t/a of product going in, in place of 3 figures on record",
            "0@2025",
        ),
    ] {
        let network = NETWORK.replace(
            "figure activity:works-processing-ore capacity 1000 basis=GROSS side=INPUT year=2020",
            "figure activity:works-processing-ore capacity 300 basis=GROSS side=INPUT year=2020
            figure activity:works-processing-ore capacity 800 basis=GROSS side=INPUT definition=permit year=2021
            figure activity:works-processing-ore capacity 900 basis=GROSS side=INPUT year=2010",
        );
        let laid = laid(&network, scenario).unwrap();
        assert_eq!(laid.told.join("; "), told);
        let registry = laid.snapshot.registry();
        let works = registry
            .find(&Id::new(Kind::Activity, "works-processing-ore"))
            .unwrap();
        let mut found: Vec<(f64, i32)> = Vec::new();
        for row in registry.figures(works, Quantity::Capacity) {
            let number = (
                registry.number(row, figure::VALUE).unwrap(),
                registry.int(row, figure::YEAR).unwrap(),
            );
            found.push(number);
            let is_changed = number != (900.0, 2010);
            let is_assumed = registry.code(row, figure::CONFIDENCE) == Some(Confidence::Assumed);
            let is_sourced = registry.references(row, SOURCES).next().is_some();
            assert_eq!(
                (is_assumed, is_sourced),
                (is_changed, !is_changed),
                "{scenario}"
            );
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        let found: Vec<String> = found
            .iter()
            .map(|(value, year)| format!("{value}@{year}"))
            .collect();
        assert_eq!(found.join(" "), expected, "{scenario}");
    }
}

/// A figure that a scenario changes stays the one that is chosen, though it is only assumed then.
#[test]
fn a_changed_figure_goes_before_what_it_went_before() {
    let rivals = "
        figure link:near distance 12 year=2024 definition=other confidence=ESTIMATED
        figure link:near distance 14 year=2024 definition=third confidence=ESTIMATED";
    let snapshot = Arc::new(snapshot(&format!("{NETWORK}{rivals}")));
    let registry = snapshot.registry();
    let near = registry.find(&Id::new(Kind::Link, "near")).unwrap();
    let figure = |km: f64| {
        let mut figures = registry.figures_of(near).into_iter();
        let row = figures.find(|it| registry.figure_value(*it) == Some(km));
        registry.id(row.unwrap())
    };
    for (km, change, told, total) in [
        (
            10.0,
            Amount::Set(99.0),
            "the scenario sets the distance of near to 99 km, and leaves 2 other figures of it aside",
            "149",
        ),
        (
            10.0,
            Amount::Scale(3.0),
            "the scenario takes the distance of near times 3, and leaves 2 other figures of it aside",
            "80",
        ),
        // The one of 10 km is chosen before and after.
        (
            14.0,
            Amount::Set(99.0),
            "the scenario sets the distance of near to 99 km",
            "60",
        ),
    ] {
        let change = ScenarioChange::Figure {
            figure: figure(km),
            change,
        };
        let laid = under(&snapshot, &[change], WHEN).unwrap();
        assert_eq!(laid.told, [told]);
        let path = format!("mine>works>port {total}");
        assert!(
            asked(&laid.snapshot).contains(&path),
            "{told}: {:?}",
            asked(&laid.snapshot)
        );
    }
    let share = snapshot_figure_refusal();
    assert_eq!(share, "the figure is 2: expected 0 to 1, in fraction");
}

/// A share above 1 is none, by number and by factor.
fn snapshot_figure_refusal() -> String {
    let recovery =
        "figure activity:works-processing-ore recovery 0.8 material=nickel product=metal year=2020";
    let snapshot = Arc::new(snapshot(&format!("{NETWORK}{recovery}")));
    let registry = snapshot.registry();
    let works = registry
        .find(&Id::new(Kind::Activity, "works-processing-ore"))
        .unwrap();
    let mut figures = registry.figures_of(works).into_iter();
    let row = figures
        .find(|it| registry.figure_value(*it) == Some(0.8))
        .unwrap();
    let change = ScenarioChange::Figure {
        figure: registry.id(row),
        change: Amount::Scale(2.5),
    };
    under(&snapshot, &[change], WHEN).err().unwrap().to_string()
}

#[test]
fn demands_are_those_of_region_and_material() {
    let demand = "
        material zinc
        figure region:eu consumption 100 material=nickel year=2020 basis=CONTAINED
        figure region:eu consumption 7 material=zinc year=2020 basis=CONTAINED";
    for (scenario, expected) in [
        ("demand:region:eu/material:nickel=x3", vec![7.0, 300.0]),
        ("demand:region:eu/material:nickel=50", vec![7.0, 50.0]),
        ("demand:region:fi/material:nickel=50", vec![7.0, 100.0]),
    ] {
        let laid = laid(&format!("{NETWORK}{demand}"), scenario).unwrap();
        let registry = laid.snapshot.registry();
        let eu = registry.find(&Id::new(Kind::Region, "eu")).unwrap();
        let figures = registry.figures(eu, Quantity::Consumption).into_iter();
        let mut values: Vec<f64> = figures.filter_map(|it| registry.figure_value(it)).collect();
        values.sort_by(f64::total_cmp);
        assert_eq!(values, expected, "{scenario}");
    }
}
