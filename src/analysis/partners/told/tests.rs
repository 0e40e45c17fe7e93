//! Contents of which figures tell one end, or several.

use super::*;
use crate::model::Id;
use crate::network::text::snapshot;

/// The ends that figures of a heap tell of its nickel.
fn ends(figures: &[&str]) -> Option<(Option<f64>, Option<f64>)> {
    let mut network = "material nickel
        product gloop RESIDUE
        site works PROCESSOR
        side-stream heap works gloop"
        .to_owned();
    for (at, it) in figures.iter().enumerate() {
        let year = "year=2020";
        network += &format!(
            "\nfigure side-stream:heap content {it} material=nickel definition=d{at} {year}"
        );
    }
    let snapshot = snapshot(&network);
    let registry = snapshot.registry();
    let heap = registry.find(&Id::parse("side-stream:heap").unwrap());
    let when = When {
        year: 2025,
        nearest_years: false,
        include_planned: false,
    };
    let told = contents(registry, heap.unwrap(), None, true, when);
    assert!(told.iter().all(|it| it.figures.len() == figures.len()));
    told.first().map(|it| (it.low, it.high))
}

#[test]
fn an_end_that_nobody_tells_is_left_open() {
    let cases: [(&[&str], _); 8] = [
        (&["0.04"], Some((Some(0.04), Some(0.04)))),
        (&["? low=0.04"], Some((Some(0.04), None))),
        (&["? high=0.2"], Some((None, Some(0.2)))),
        (&["? low=0.04 high=0.2"], Some((Some(0.04), Some(0.2)))),
        // With another figure: what one leaves open is open.
        (&["? low=0.04", "0.1"], Some((Some(0.04), None))),
        (&["? high=0.2", "0.3"], Some((None, Some(0.3)))),
        // But two ends bound each other, unless they contradict each other.
        (&["? low=0.04", "? high=0.2"], Some((Some(0.04), Some(0.2)))),
        (&["? low=0.4", "? high=0.2"], None),
    ];
    for (figures, expected) in cases {
        assert_eq!(ends(figures), expected, "{figures:?}");
    }
}

#[test]
fn what_a_part_of_a_year_gives_is_no_amount_a_year() {
    let amount_of = |figures: &str| {
        let network = format!(
            "product gloop RESIDUE
            site works PROCESSOR
            side-stream heap works gloop
            {figures}"
        );
        let snapshot = snapshot(&network);
        let registry = snapshot.registry();
        let heap = registry.find(&Id::parse("side-stream:heap").unwrap());
        let when = When {
            year: 2025,
            nearest_years: false,
            include_planned: false,
        };
        let told = amount(registry, heap.unwrap(), Quantity::Generation, &[], when);
        told.map(|it| it.tonnes_per_year)
    };
    let part =
        "figure side-stream:heap generation 400 basis=GROSS year=2024 definition=March-to-July";
    let whole = "figure side-stream:heap generation 900 basis=GROSS year=2020";
    assert_eq!(amount_of(part), None);
    assert_eq!(amount_of(&format!("{part}\n{whole}")), Some(900.0));
}
