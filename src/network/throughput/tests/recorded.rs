//! What is on record where no capacity is, as the lower answer counts it.

use super::*;
use crate::network::throughput::Wording;

/// A works between a sender and a port; the links are wide unless figures of flows are asked for.
fn lower(network: &str, figures: &[String]) -> f64 {
    told(&format!("{network}{}", figures.concat())).2.unwrap()
}

const WORKS: &str = "product a CONCENTRATE carries=nickel
    product matte INTERMEDIATE carries=nickel
    site sender EXTERNAL
    site works PROCESSOR
    site port HARBOUR
    activity works PROCESSING in=a out=matte
    link in sender works a
    link out works port matte";

fn wide(link: &str) -> String {
    nickel(&format!("link:{link}"), "capacity", 1000.0, "")
}

fn flow(link: &str, tonnes: f64) -> String {
    nickel(&format!("link:{link}"), "flow", tonnes, "")
}

#[test]
fn an_activity_worked_what_tells_most_of_it() {
    let recovery = figure(
        "activity:works-processing-a",
        "recovery",
        0.5,
        "material=nickel product=matte",
    );
    let made = nickel("site:works", "production", 20.0, "product=matte");
    let fed = nickel("site:works", "feed", 30.0, "product=a");
    let forecast = nickel(
        "site:works",
        "production",
        90.0,
        "product=matte vintage=FORECAST_REFERENCE",
    );
    let of_both = nickel("site:works", "production", 90.0, "product=matte scope=both");
    let links = [wide("in"), wide("out")];
    for (name, figures, expected) in [
        ("nothing", vec![], 0.0),
        ("what it made", vec![made.clone()], 20.0),
        (
            "what it made, with its recovery",
            vec![made.clone(), recovery.clone()],
            20.0,
        ),
        (
            "what it was fed with",
            vec![made.clone(), fed.clone()],
            30.0,
        ),
        ("what it made takes more", vec![made, fed, recovery], 20.0),
        ("a forecast tells nothing of it", vec![forecast], 0.0),
        ("nor does what several made", vec![of_both], 0.0),
    ] {
        let figures = [&links[..], &figures].concat();
        assert_eq!(lower(WORKS, &figures), expected, "{name}");
    }
    // What is recorded on one link has passed the works as well; what is recorded on both bounds what passes.
    assert_eq!(lower(WORKS, &[flow("in", 8.0), wide("out")]), 8.0);
    assert_eq!(lower(WORKS, &[wide("in"), flow("out", 6.0)]), 6.0);
    assert_eq!(lower(WORKS, &[flow("in", 8.0), flow("out", 6.0)]), 6.0);
}

#[test]
fn a_link_carried_what_nothing_else_can_have() {
    let two = format!("{WORKS}\nsite east HARBOUR\nlink more works east matte");
    let made = nickel("site:works", "production", 20.0, "product=matte");
    let fed = nickel("site:works", "feed", 15.0, "product=a");
    for (name, figures, expected) in [
        (
            "the one link of what was made",
            (WORKS, vec![wide("in"), made.clone()]),
            20.0,
        ),
        (
            "the rest of what was made",
            (&two, vec![wide("in"), made.clone(), flow("more", 5.0)]),
            20.0,
        ),
        (
            "either of two links",
            (&two, vec![wide("in"), made.clone()]),
            0.0,
        ),
        (
            "the one link of what was fed, which others may have brought too",
            (WORKS, vec![wide("out"), fed]),
            0.0,
        ),
    ] {
        assert_eq!(lower(figures.0, &figures.1), expected, "{name}");
    }
}

#[test]
fn a_part_of_another_link_is_not_counted_twice() {
    let network = format!("{WORKS}\nlink part works port matte part-of=out");
    let at = |figures: &[String]| told(&format!("{network}{}{}", wide("in"), figures.concat()));
    assert_eq!(at(&[flow("out", 20.0), flow("part", 12.0)]).2, Some(20.0));
    assert_eq!(at(&[flow("out", 20.0)]).2, Some(20.0));
    let capacity = nickel("link:out", "capacity", 25.0, "");
    let (_, upper, lower) = at(&[capacity, flow("part", 12.0)]);
    // The part is bounded by the whole; that both together are is not seen, so that the upper is wider than 25.
    assert_eq!(upper, Some(50.0));
    assert_eq!(lower, Some(12.0), "what the works is known to have worked");
}

#[test]
fn what_one_leg_of_a_consignment_carried_the_other_did() {
    let network = |first: &str, second: &str| {
        format!(
            "product a CONCENTRATE carries=nickel
            site sender EXTERNAL
            site terminal TERMINAL
            site buyer EXTERNAL
            link one sender terminal a {first}
            link two terminal buyer a {second}{}",
            flow("one", 9.0)
        )
    };
    assert_eq!(told(&network("shipment=s", "shipment=s")).2, Some(9.0));
    assert_eq!(told(&network("shipment=s", "shipment=t")).2, Some(0.0));
    assert_eq!(told(&network("", "")).2, Some(0.0));
}

#[test]
fn an_assumed_conversion_worked_what_moved_through() {
    let network = "product a CONCENTRATE carries=nickel
        product matte INTERMEDIATE carries=nickel
        site sender EXTERNAL
        site works PROCESSOR
        site port HARBOUR
        link in sender works a
        link out works port matte";
    assert_eq!(lower(network, &[flow("in", 8.0), wide("out")]), 8.0);
    assert_eq!(lower(network, &[wide("in"), flow("out", 6.0)]), 6.0);
    assert_eq!(lower(network, &[wide("in"), wide("out")]), 0.0);
}

#[test]
fn what_a_site_was_fed_with_came_over_the_links_on_record_only_where_all_are_judged_to_be() {
    let network = |coverage: &str| {
        format!(
            "region fi FI
            product a CONCENTRATE carries=nickel
            product matte INTERMEDIATE carries=nickel
            site sender EXTERNAL
            site works PROCESSOR region=fi
            site port HARBOUR
            activity works PROCESSING in=a out=matte
            link in sender works a
            link out works port matte
            {coverage}{}{}",
            wide("out"),
            nickel("site:works", "feed", 15.0, "product=a")
        )
    };
    for (coverage, expected) in [
        ("", 0.0),
        (
            "coverage fi SAMPLE material=nickel stage=PROCESSING as_of=2025",
            0.0,
        ),
        (
            "coverage fi COMPLETE material=nickel stage=EXTRACTION as_of=2025",
            0.0,
        ),
        (
            "coverage fi COMPLETE material=copper stage=PROCESSING as_of=2025",
            0.0,
        ),
        (
            "coverage fi COMPLETE material=nickel stage=PROCESSING as_of=2025",
            15.0,
        ),
    ] {
        let network = network(coverage);
        assert_eq!(told(&network).2, Some(expected), "{coverage}");
        assert_eq!(
            codes(&network).contains("BALANCE_OF_RECORD"),
            expected > 0.0
        );
    }
}

#[test]
fn a_receiver_that_closed_leaves_no_more_to_the_others() {
    let network = |status: &str, figures: &str| {
        format!(
            "product ore ORE carries=nickel
            site pit MINE
            site near HARBOUR
            site far HARBOUR status={status}@2024
            activity pit EXTRACTION out=ore
            link one pit near ore
            link two pit far ore{}{figures}",
            nickel("site:pit", "production", 20.0, "product=ore")
        )
    };
    let at = |status: &str, figures: &str| told(&network(status, figures)).2.unwrap();
    assert_eq!(at("OPERATING", &flow("two", 12.0)), 20.0);
    assert_eq!(at("CLOSED", &flow("two", 12.0)), 8.0, "by what remains");
    assert_eq!(at("CLOSED", ""), 0.0, "how much that was is not known");
    assert!(codes(&network("CLOSED", &flow("two", 12.0))).contains("BALANCE_OF_RECORD"));
    let answer = asked(&network("CLOSED", &flow("two", 12.0)), &of("nickel"));
    let wording = Wording {
        registry: answer.0.registry(),
        material: answer
            .0
            .registry()
            .find(&Id::new(Kind::Material, "nickel"))
            .unwrap(),
        product: None,
    };
    let said = wording.unknown(&answer.1.unknowns[0], &answer.1);
    assert!(said.contains("what remains of the production"), "{said}");
}

#[test]
fn a_production_told_of_the_material_comes_before_one_that_a_content_converts() {
    let network = |figures: &str| {
        format!(
            "product ore ORE carries=nickel
            site pit MINE
            site port HARBOUR
            activity pit EXTRACTION out=ore
            link one pit port ore{}{figures}",
            wide("one")
        )
    };
    let gross = figure("site:pit", "production", 100.0, "product=ore basis=GROSS")
        + &figure("site:pit", "content", 0.5, "product=ore material=nickel");
    let own = nickel("site:pit", "production", 30.0, "product=ore");
    let other = nickel(
        "site:pit",
        "production",
        40.0,
        "product=ore definition=other",
    );
    use AnswerStatus::*;
    for (figures, expected) in [
        (gross.clone(), (Determined, Some(50.0), Some(50.0))),
        (gross.clone() + &own, (Determined, Some(30.0), Some(30.0))),
        (gross + &own + &other, (Bounded, Some(40.0), Some(30.0))),
    ] {
        assert_eq!(told(&network(&figures)), expected, "{figures}");
    }
}

#[test]
fn a_part_carried_no_more_than_the_whole_can() {
    let network = format!("{WORKS}\nlink part works port matte part-of=out");
    let capacity = nickel("link:out", "capacity", 10.0, "");
    let figures = [wide("in"), capacity, flow("part", 12.0)].concat();
    let (_, upper, lower) = told(&format!("{network}{figures}"));
    assert_eq!((lower, upper), (Some(10.0), Some(20.0)));
}
