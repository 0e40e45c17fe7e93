//! A life of matches, worked out by hand.

use super::*;
use crate::model::Id;
use crate::model::Registry;
use crate::network::text::records;

const WHEN: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

/// A member gives slag and dust; two others take; `hub` has the giver alone, `broker` nobody.
const NETWORK: &str = "
    product slag RESIDUE
    product dust RESIDUE
    organisation maker
    organisation taker
    site works PROCESSOR operator=maker
    site plant PROCESSOR operator=taker
    site third PROCESSOR
    side-stream heap works slag
    side-stream bag works dust
    side-stream other third slag
    intake wish organisation:taker slag
    cluster hub MEMBER:maker,SUPPORTER:taker
    cluster both MEMBER:maker,MEMBER:taker
    record cluster:broker type=CLUSTER
    record match:a offer=heap request=site:plant status=RUNNING started=2024 broker=broker
    figure match:a flow 1000 product=slag basis=GROSS year=2024
    figure match:a flow 400 product=slag basis=GROSS year=2023
    figure match:a flow 50 basis=CONTAINED material=nickel year=2024
    record match:b offer=bag request=site:plant status=RUNNING started=2024
    record match:c offer=heap request=site:third status=DROPPED reason=too_far ended=2024
    record match:d offer=bag request=site:third status=DROPPED reason=too_far ended=2024
    record match:e offer=bag request=use:fill status=DROPPED reason=price ended=2023
    record use:fill application=fill status=PRACTISED
    record match:f offer=other request=intake:wish status=TESTED
    record match:g offer=heap request=intake:wish status=RUNNING started=2020 ended=2023
    figure match:g flow 70 basis=GROSS year=2021
    record match:h offer=other request=site:third status=IDEA";

fn impact(cluster: &str) -> ClusterImpact {
    impact_in(cluster, WHEN.year)
}

fn impact_in(cluster: &str, year: i32) -> ClusterImpact {
    let snapshot = Arc::new(Snapshot::new(
        Registry::of_records(records(NETWORK)),
        1,
        2025,
    ));
    let row = snapshot
        .registry()
        .find(&Id::new(Kind::Cluster, cluster))
        .unwrap();
    cluster_impact(&snapshot, row, When { year, ..WHEN })
}

fn counts(of: &ClusterImpact) -> Vec<usize> {
    of.by_status.iter().map(|it| it.1).collect()
}

#[test]
fn matches_count_once_by_status_with_what_they_move() {
    let hub = impact("hub");
    // IDEA CONTACTED TESTED AGREED RUNNING DROPPED: a, b and g run, c, d and e were dropped.
    assert_eq!(counts(&hub), [0, 0, 0, 0, 3, 3]);
    assert_eq!(
        hub.running_tonnes_per_year,
        Some(1000.0),
        "the newest figure, gross, of a"
    );
    assert_eq!((hub.running_without_tonnes, hub.ran_out), (1, 1));
    assert_eq!(
        hub.dropped_because,
        [("too far".to_owned(), 2), ("price".to_owned(), 1)]
    );
    assert_eq!(
        hub.message,
        "6 matches of hub on record: 3 running, 3 dropped; what runs moves at least 1000 t a year, not counting 1 of which no tonnes are on record; 1 of those that ran had ended; dropped because: too far (2), price (1)."
    );
    // Of both ends one is a member's, or both: each counts once. `f` comes by its intake.
    let both = impact("both");
    assert_eq!(counts(&both), [0, 0, 1, 0, 3, 3]);
    let first = both
        .matches
        .iter()
        .find(|it| it.tonnes_per_year == Some(1000.0))
        .unwrap();
    assert_eq!(first.members.len(), 2);
}

#[test]
fn a_match_does_not_run_before_it_began() {
    // In 2022 `g` runs alone of the three: `a` and `b` began in 2024.
    let hub = impact_in("hub", 2022);
    assert_eq!((hub.not_begun, hub.ran_out), (2, 0));
    assert_eq!(hub.running_tonnes_per_year, Some(70.0));
    assert_eq!(hub.running_without_tonnes, 0);
    assert!(
        hub.message
            .contains("; what runs moves 70 t a year; 2 of those that run began later;"),
        "{}",
        hub.message
    );
    // In the year it began it runs.
    let hub = impact_in("hub", 2024);
    assert_eq!((hub.not_begun, hub.ran_out), (0, 1));
    assert_eq!(hub.running_tonnes_per_year, Some(1000.0));
}

#[test]
fn a_broker_has_the_matches_it_brought_together() {
    let broker = impact("broker");
    assert_eq!(counts(&broker), [0, 0, 0, 0, 1, 0]);
    assert!(broker.matches[0].is_brokered && broker.matches[0].members.is_empty());
    assert_eq!(
        broker.message,
        "1 match of broker on record: 1 running; what runs moves 1000 t a year."
    );
}

#[test]
fn without_matches_nothing_is_made_up() {
    let lone = NETWORK.replace(
        "record cluster:broker",
        "record cluster:lone type=CLUSTER\n    record cluster:broker",
    );
    let snapshot = Arc::new(Snapshot::new(Registry::of_records(records(&lone)), 1, 2025));
    let row = snapshot
        .registry()
        .find(&Id::new(Kind::Cluster, "lone"))
        .unwrap();
    let found = cluster_impact(&snapshot, row, WHEN);
    assert_eq!(found.message, "No match of lone is on record.");
    assert_eq!(
        (found.running_tonnes_per_year, found.running_without_tonnes),
        (None, 0)
    );
    assert_eq!(counts(&found), [0; 6]);
}
