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
    impact_of(NETWORK, cluster, year)
}

fn impact_of(network: &str, cluster: &str, year: i32) -> ClusterImpact {
    let registry = Registry::of_records(records(network));
    let snapshot = Arc::new(Snapshot::new(registry, 1, 2025));
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
    // IDEA CONTACTED TESTED AGREED RUNNING DROPPED: a and b run, g did, c, d and e were dropped.
    assert_eq!(counts(&hub), [0, 0, 0, 0, 2, 3]);
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
        "6 matches of hub on record: 2 running, 1 ended, 3 dropped; what runs moves at least 1000 t a year, not counting 1 of which no tonnes are on record; dropped because: too far (2), price (1)."
    );
    // Of both ends one is a member's, or both: each counts once. `f` comes by its intake.
    let both = impact("both");
    assert_eq!(counts(&both), [0, 0, 1, 0, 2, 3]);
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
    let told = ": 1 running, 2 that began later, 3 dropped; what runs moves 70 t a year; dropped";
    assert!(hub.message.contains(told), "{}", hub.message);
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

/// Every beginning and end, also unknown ones and parts of a year, against a plain reading of the two.
#[test]
fn a_match_runs_in_the_years_from_its_beginning_to_its_end() {
    let years = [None, Some(2022), Some(2023), Some(2024)];
    let texts = |year: Option<i32>| match year {
        None => vec![String::new()],
        Some(year) => vec![
            year.to_string(),
            format!("{year}-12"),
            format!("{year}-01-31"),
        ],
    };
    for (began, ended) in years
        .iter()
        .flat_map(|a| years.iter().map(move |b| (*a, *b)))
    {
        for (from, to) in texts(began)
            .iter()
            .flat_map(|a| texts(ended).into_iter().map(move |b| (a.clone(), b)))
        {
            let cell = |name: &str, text: &str| match text {
                "" => String::new(),
                text => format!(" {name}={text}"),
            };
            let dates = cell("started", &from) + &cell("ended", &to);
            let network = format!(
                "cluster broker MEMBER:maker
                organisation maker
                record match:a offer=heap request=site:plant status=RUNNING broker=broker{dates}"
            );
            for year in 2021..=2025 {
                let found = impact_of(&network, "broker", year);
                let is_ahead = began.is_some_and(|it| it > year);
                let is_over = !is_ahead && ended.is_some_and(|it| it < year);
                let runs = !is_ahead && !is_over;
                let got = (counts(&found)[4], found.ran_out, found.not_begun);
                let expected = (runs.into(), is_over.into(), is_ahead.into());
                assert_eq!(got, expected, "{dates} in {year}");
            }
        }
    }
}
