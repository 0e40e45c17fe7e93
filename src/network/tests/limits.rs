//! Patterns, places to pass, what to avoid, and least capacities.

use super::*;
use crate::network::chain::Note;
use crate::network::paths::path_exists;

/// The ore goes to a mill that processes it twice, or to a works of which no activity is known.
const MILL: &str = "
    region eu FI,SE
    product ore ORE carries=nickel
    product matte INTERMEDIATE carries=nickel
    product metal REFINED carries=nickel
    site mine MINE country=FI status=OPERATING@2024
    site mill PROCESSOR country=FI status=OPERATING@2024
    site works PROCESSOR country=RU status=OPERATING@2024
    site yard TERMINAL status=OPERATING@2024
    site port HARBOUR country=SE
    activity mine EXTRACTION out=ore
    activity mill PROCESSING in=ore out=matte
    activity mill PROCESSING in=matte out=metal
    link to-mill mine mill ore mode=ROAD km=10 of=nickel
    link to-works mine works ore mode=RAIL km=10 of=nickel
    link to-yard mine yard ore mode=ROAD km=10 of=nickel
    link mill-port mill port metal mode=RAIL km=10 of=nickel
    link works-port works port metal km=20 of=nickel
    link yard-port yard port ore mode=SEA km=30 of=nickel
    figure activity:mill-processing-ore capacity 500 material=nickel basis=CONTAINED year=2020
    figure link:mill-port capacity 300 material=nickel basis=CONTAINED year=2020
    figure link:yard-port capacity 300 basis=GROSS year=2020";

/// The links of each path from the mine to the port, best first.
fn ways(limits: &str) -> String {
    let snapshot = snapshot(MILL);
    let answer = paths(&snapshot, &asked(limits)).unwrap();
    let registry = snapshot.registry();
    let way = |it: &Path| {
        let arcs = it.steps.iter().filter_map(|it| it.via.as_ref());
        let links: Vec<Row> = arcs
            .filter(|it| it.mode.is_some())
            .map(|it| it.record)
            .collect();
        slugs(registry, &links)
    };
    let ways: Vec<String> = answer.paths.iter().map(way).collect();
    ways.join(", ")
}

fn asked(limits: &str) -> PathQuestion {
    question(&format!("mine port nickel k=9 {limits}"))
}

const BY_MILL: &str = "to-mill mill-port";
const BY_WORKS: &str = "to-works works-port";
const BY_YARD: &str = "to-yard yard-port";

#[test]
fn a_pattern_reads_transformations_and_the_ends_at_will() {
    let (mill, works, yard) = (BY_MILL, BY_WORKS, BY_YARD);
    for (pattern, expected) in [
        ("PROCESSING", vec![works]),
        ("PROCESSING{2:2}", vec![mill]),
        ("PROCESSING{1:24}", vec![mill, works]),
        ("EXTRACTION,PROCESSING{1:2}", vec![mill, works]),
        ("EXTRACTION,PROCESSING{1:2},HARBOUR", vec![mill, works]),
        ("PROCESSING{1:2},TRANSPORT", vec![mill, works]),
        ("EXTRACTION,HARBOUR", vec![yard]),
        ("MINE,PROCESSOR{0:9},HARBOUR", vec![mill, works, yard]),
        // What is read has to be matched, and every item has to read something.
        ("EXTRACTION,MANUFACTURING{0:1},HARBOUR", vec![yard]),
        ("PROCESSING,MANUFACTURING", vec![]),
        ("PROCESSING{3:3}", vec![]),
        // The terminal that ore only passes is neither an end nor a transformation.
        ("EXTRACTION,TERMINAL,HARBOUR", vec![]),
        // Nothing at all is read of the way by the yard but its ends, which may be left unread.
        ("RECYCLING{0:1}", vec![yard]),
    ] {
        assert_eq!(
            ways(&format!("pattern={pattern}")),
            expected.join(", "),
            "{pattern}"
        );
    }
}

#[test]
fn places_are_passed_in_order_the_ends_included() {
    for (via, expected) in [
        ("mill", vec![BY_MILL]),
        ("mine", vec![BY_MILL, BY_WORKS, BY_YARD]),
        ("mine,yard,port", vec![BY_YARD]),
        ("port", vec![BY_MILL, BY_WORKS, BY_YARD]),
        ("port,mill", vec![]),
        ("mill,works", vec![]),
    ] {
        assert_eq!(ways(&format!("via={via}")), expected.join(", "), "{via}");
    }
    assert_eq!(ways("via=works pattern=PROCESSING{2:2}"), "");
    assert_eq!(ways("via=mill pattern=PROCESSING{2:2}"), BY_MILL);
}

#[test]
fn what_is_known_to_be_avoided_is_left_out_and_what_may_be_is_flagged() {
    for (avoid, expected) in [
        ("site:mill", vec![BY_WORKS, BY_YARD]),
        ("site:port", vec![]),
        ("site:mine", vec![]),
        ("region:eu", vec![]),
        ("country:RU,site:mill", vec![BY_YARD]),
        ("mode:RAIL", vec![BY_YARD]),
        ("mode:UNKNOWN", vec![BY_MILL, BY_YARD]),
    ] {
        assert_eq!(
            ways(&format!("avoid={avoid}")),
            expected.join(", "),
            "{avoid}"
        );
    }
    // The country of the yard is not known, nor is how the works send their metal.
    for (avoid, doubtful) in [("country:RU", BY_YARD), ("mode:SEA", BY_WORKS)] {
        let limits = format!("avoid={avoid}");
        assert_eq!(ways(&limits), [BY_MILL, doubtful].join(", "));
        let snapshot = snapshot(MILL);
        let answer = paths(&snapshot, &asked(&limits)).unwrap();
        let is_doubt = |it: &Note| it.code == AssumptionCode::MayBeAvoided;
        let flagged = answer.paths.iter().map(|path| {
            let arcs = path.steps.iter().filter_map(|it| it.via.as_ref());
            arcs.flat_map(|it| &it.notes).any(is_doubt)
        });
        assert_eq!(flagged.collect::<Vec<_>>(), [false, true]);
        assert!(answer.basis.notes.iter().any(is_doubt));
        let links = answer.subgraph.links.iter();
        assert_eq!(
            links.filter(|it| it.arc.notes.iter().any(is_doubt)).count(),
            1
        );
    }
}

#[test]
fn an_origin_that_may_be_avoided_is_flagged_in_the_basis() {
    let network = "
        product ore ORE carries=nickel
        site mine MINE status=OPERATING@2024
        site port HARBOUR country=FI
        link a mine port ore mode=ROAD km=1 of=nickel";
    check(
        network,
        "mine port nickel avoid=country:FI",
        expect![[r#"
            EXHAUSTIVE
        "#]],
    );
    check(
        &network
            .replace("country=FI", "country=SE")
            .replace("MINE", "MINE country=FI"),
        "mine port nickel avoid=country:SE",
        expect![[r#"
            EXHAUSTIVE
        "#]],
    );
    check(
        &format!("{network}\n site other MINE country=NO"),
        "mine port nickel avoid=country:NO",
        expect![[r#"
            1. 1 (1 km, ? kg/t) FI: mine/ore >a ROAD 1> port/ore
            EXHAUSTIVE
            MAY_BE_AVOIDED
        "#]],
    );
}

#[test]
fn known_capacities_bar_and_unknown_ones_are_flagged() {
    let all = [BY_MILL, BY_WORKS, BY_YARD].join(", ");
    assert_eq!(ways("capacity=0"), all);
    assert_eq!(ways("capacity=300"), all);
    assert_eq!(ways("capacity=300.1"), [BY_WORKS, BY_YARD].join(", "));
    let snapshot = snapshot(MILL);
    let answer = paths(&snapshot, &asked("capacity=300 k=1")).unwrap();
    let arcs = answer.paths[0]
        .steps
        .iter()
        .filter_map(|it| it.via.as_ref());
    let is_doubt = |it: &Note| it.code == AssumptionCode::CapacityUnknown;
    let doubtful: Vec<Row> = arcs
        .filter(|it| it.notes.iter().any(is_doubt))
        .map(|it| it.record)
        .collect();
    let expected = "to-mill mill-processing-matte";
    assert_eq!(slugs(snapshot.registry(), &doubtful), expected);
    let plain = paths(&snapshot, &asked("")).unwrap();
    assert!(!plain.basis.notes.iter().any(is_doubt));
}

#[test]
fn completeness_is_that_of_the_whole_question() {
    let network = format!("{MILL}\n link far mine port ore mode=ROAD of=nickel");
    let snapshot = snapshot(&network);
    let unpriced = |limits: &str| {
        let answer = paths(&snapshot, &asked(limits)).unwrap();
        (answer.completeness.unpriced, answer.paths.len())
    };
    assert_eq!(unpriced(""), (1, 4));
    // No path by the mill or the works uses the link of unknown length, nor may one that avoids the road.
    assert_eq!(unpriced("pattern=PROCESSING{1:2}"), (0, 2));
    assert_eq!(unpriced("via=mill"), (0, 1));
    assert_eq!(unpriced("avoid=mode:ROAD"), (0, 1));
    assert_eq!(unpriced("pattern=EXTRACTION,TRANSPORT"), (1, 2));
    let exists = |limits: &str| path_exists(&snapshot, &asked(limits)).unwrap();
    assert_eq!(exists("").steps, Some(1));
    assert_eq!(exists("pattern=PROCESSING{2:2}").steps, Some(4));
    let none = exists("avoid=site:port");
    assert!(!none.exists && none.completeness.is_exhaustive());
    assert!(!exists("via=mill steps=3").completeness.is_exhaustive());
}

#[test]
fn limits_that_cannot_be_kept_are_refused() {
    let snapshot = snapshot(MILL);
    for (limits, expected) in [
        ("via=mil", "unknown site `mil`; did you mean `mill`?"),
        (
            "via=mill,works,mill",
            "`site:mill` is to be passed twice: no path returns to a place it has left",
        ),
        (
            "via=mill avoid=site:mill",
            "`site:mill` is to be passed and to be avoided",
        ),
        (
            "via=mine,mill,works,yard,port",
            "`5` places to pass cannot be asked for: at most 4",
        ),
        (
            "avoid=country:ru",
            "unknown country `ru`; did you mean `RU`?",
        ),
        ("avoid=country:XY", "unknown country `XY`"),
        (
            "avoid=region:eux",
            "unknown region `eux`; did you mean `eu`?",
        ),
        (
            "pattern=PROCESSING{2:1}",
            "`2` to `1` repetitions of item 1 cannot be asked for: from 0 to at least as many, the most from 1 to 24",
        ),
        (
            "pattern=MINE,PROCESSING{0:25}",
            "`0` to `25` repetitions of item 2 cannot be asked for: from 0 to at least as many, the most from 1 to 24",
        ),
        (
            "pattern=PROCESSOR{0:24},PROCESSING{0:24},PROCESSOR{0:24}",
            "the pattern and the places to pass tell more than 64 ways apart, too many to search: ask for fewer repetitions, items or places",
        ),
        (
            "capacity=-1",
            "`-1` tonnes a year cannot be asked for: from 0",
        ),
        (
            "capacity=NaN",
            "`NaN` tonnes a year cannot be asked for: from 0",
        ),
    ] {
        let refused = paths(&snapshot, &asked(limits)).unwrap_err();
        assert_eq!(refused.to_string(), expected, "{limits}");
    }
    let many = ["MINE{0:1}"; 13].join(",");
    let refused = paths(&snapshot, &asked(&format!("pattern={many}"))).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "a pattern of `13` items cannot be asked for: at most 12"
    );
    for km in [0.0, -1.0, 2_000.1, f64::NAN] {
        let mut wrong = asked("");
        wrong.candidates_within_km = Some(km);
        assert!(paths(&snapshot, &wrong).is_err());
    }
}
