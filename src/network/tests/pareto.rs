//! Paths that no other beats in two metrics.

use super::*;
use crate::network::chain::CostRates;
use crate::network::paths::QuestionError;
use crate::network::paths::pareto_paths;

/// The road is 100 km; by rail it is 30 + 90 km, a step more and, at other rates, less than half the emissions. The
/// ferry is the longest and has no rate.
const NETWORK: &str = "
    product ore ORE carries=nickel
    site mine MINE country=FI
    site yard TERMINAL country=FI
    site port HARBOUR country=FI
    link by-road mine port ore mode=ROAD km=100
    link to-yard mine yard ore mode=RAIL km=30
    link from-yard yard port ore mode=RAIL km=90
    link detour mine yard ore mode=ROAD km=80
    link ferry mine port ore mode=SEA km=200
    figure mode:road emission-rate 95 definition=road-artic33-avg-uk year=2025
    figure mode:rail emission-rate 20 definition=rail-mixed-diesel-fi year=2025";

fn totals(asked: &str, second: Metric) -> Vec<(Option<f64>, f64, Option<f64>, usize)> {
    totals_in(NETWORK, asked, second)
}

/// Total, length, emissions and steps of each path.
fn totals_in(
    network: &str,
    asked: &str,
    second: Metric,
) -> Vec<(Option<f64>, f64, Option<f64>, usize)> {
    let answer = pareto_paths(&snapshot(network), &question(asked), second).unwrap();
    let paths = answer.paths.iter();
    paths
        .map(|it| {
            let steps = it.steps.len() - 1;
            (it.total, it.distance_km, it.emissions_kg_per_tonne, steps)
        })
        .collect()
}

#[test]
fn the_short_way_and_the_clean_way_are_both_told() {
    // 100 km × 95 g = 9.5 kg; 120 km × 20 g = 2.4 kg.
    assert_eq!(
        totals("mine port nickel k=9", Metric::Emissions),
        [
            (Some(100.0), 100.0, Some(9.5), 1),
            (Some(120.0), 120.0, Some(2.4), 2),
            (None, 200.0, None, 1),
        ]
    );
    assert_eq!(
        totals("mine port nickel k=9 metric=EMISSIONS", Metric::Distance)[..2],
        [
            (Some(2.4), 120.0, Some(2.4), 2),
            (Some(9.5), 100.0, Some(9.5), 1),
        ]
    );
}

#[test]
fn a_front_says_where_it_goes_on() {
    let ask = |asked: &str| {
        let answer = pareto_paths(&snapshot(NETWORK), &question(asked), Metric::Emissions);
        answer.unwrap().completeness
    };
    let short = ask("mine port nickel k=1");
    assert_eq!(short.next_at_least, Some(120.0));
    assert_eq!(short.reasons, [Truncation::K, Truncation::UnknownMetric]);
    let long = ask("mine port nickel k=9 steps=1");
    assert_eq!(long.next_at_least, Some(120.0));
    assert_eq!(long.reasons, [Truncation::Steps, Truncation::UnknownMetric]);
    assert_eq!(ask("mine port nickel k=9").next_at_least, None);
}

#[test]
fn a_leg_known_in_one_metric_alone_gives_no_total() {
    // The ferry has a length and one step, and is in neither front with emissions.
    let by_steps = totals("mine port nickel k=9 metric=STEPS", Metric::Emissions);
    assert_eq!(by_steps.last(), Some(&(None, 200.0, None, 1)));
    assert_eq!(
        totals("mine port nickel k=9 metric=STEPS", Metric::Distance),
        [(Some(1.0), 100.0, Some(9.5), 1)],
        "where both are known it is beaten"
    );
}

#[test]
fn one_metric_is_no_front() {
    let asked = question("mine port nickel");
    assert_eq!(
        pareto_paths(&snapshot(NETWORK), &asked, Metric::Distance),
        Err(QuestionError::SameMetric(Metric::Distance))
    );
}

#[test]
fn fronts_keep_to_what_paths_have_to_look_like() {
    let front = |limits: &str| {
        let more = "\nfigure link:by-road capacity 10 material=nickel basis=CONTAINED year=2020";
        let asked = format!("mine port nickel k=9 {limits}");
        let all = totals_in(&format!("{NETWORK}{more}"), &asked, Metric::Emissions);
        let known = all.into_iter().filter(|it| it.0.is_some());
        known.map(|it| it.1).collect::<Vec<f64>>()
    };
    assert_eq!(front(""), [100.0, 120.0]);
    assert_eq!(front("via=yard"), [120.0]);
    assert_eq!(front("avoid=mode:RAIL"), [100.0]);
    assert_eq!(front("avoid=site:yard"), [100.0]);
    assert_eq!(front("avoid=mode:RAIL via=yard"), [] as [f64; 0]);
    assert_eq!(front("capacity=50"), [120.0]);
    assert_eq!(front("capacity=10"), [100.0, 120.0]);
}

#[test]
fn fronts_keep_to_patterns() {
    let text = LOSSES.replace("smelter PROCESSOR", "smelter MANUFACTURER");
    let half = "\nfigure activity:other-processing-ore recovery 0.5 material=nickel year=2020";
    let front = |pattern: &str| {
        let asked = question(&format!("mine port nickel k=9 pattern={pattern}"));
        let snapshot = snapshot(&format!("{text}{half}"));
        let answer = pareto_paths(&snapshot, &asked, Metric::Loss).unwrap();
        let paths = answer.paths.iter();
        paths.map(|it| it.distance_km).collect::<Vec<f64>>()
    };
    assert_eq!(front("PROCESSOR{0:1},MANUFACTURER{0:1}"), [4.0, 20.0]);
    assert_eq!(front("MANUFACTURER"), [20.0]);
    assert_eq!(front("PROCESSOR"), [4.0]);
    assert_eq!(front("PROCESSOR{2:2}"), [] as [f64; 0]);
}

/// The way by the other works is short and loses half, that by the smelter is long and loses a tenth. Nothing comes
/// out of the dead works, which is on no front with losses however short the way.
const LOSSES: &str = "
    product ore ORE carries=nickel
    product metal REFINED carries=nickel
    site mine MINE country=FI
    site smelter PROCESSOR country=FI
    site other PROCESSOR country=FI
    site dead PROCESSOR country=FI
    site port HARBOUR country=FI
    activity smelter PROCESSING in=ore out=metal
    activity other PROCESSING in=ore out=metal
    activity dead PROCESSING in=ore out=metal
    link a mine smelter ore mode=ROAD km=10
    link b smelter port metal mode=ROAD km=10
    link c mine other ore mode=ROAD km=2
    link d other port metal mode=ROAD km=2
    link e mine dead ore mode=ROAD km=1
    link f dead port metal mode=ROAD km=1
    figure activity:smelter-processing-ore recovery 0.9 material=nickel year=2020
    figure activity:dead-processing-ore recovery 0 material=nickel year=2020";

#[test]
fn length_is_weighed_against_losses() {
    let half = "\nfigure activity:other-processing-ore recovery 0.5 material=nickel year=2020";
    let ask = |network: &str, metric: &str, second| {
        let asked = question(&format!("mine port nickel k=9 metric={metric}"));
        pareto_paths(&snapshot(network), &asked, second).unwrap()
    };
    let told = |answer: &PathAnswer| -> Vec<(Option<f64>, f64, Option<f64>)> {
        let paths = answer.paths.iter();
        paths
            .map(|it| (it.total, it.distance_km, it.recovery))
            .collect()
    };
    let known = format!("{LOSSES}{half}");
    let by_length = ask(&known, "DISTANCE", Metric::Loss);
    assert_eq!(
        told(&by_length),
        [(Some(4.0), 4.0, Some(0.5)), (Some(20.0), 20.0, Some(0.9))]
    );
    assert!(by_length.completeness.is_exhaustive());
    assert_eq!(
        told(&ask(&known, "LOSS", Metric::Distance)),
        [(Some(0.1), 20.0, Some(0.9)), (Some(0.5), 4.0, Some(0.5))]
    );
    // A recovery that is not known is taken as 1, and whoever weighs losses is told, whichever metric comes first.
    let codes = |answer: &PathAnswer| {
        let notes = answer.basis.notes.iter();
        notes
            .filter(|it| it.code == AssumptionCode::RecoveryAssumed)
            .count()
    };
    for (metric, second) in [("DISTANCE", Metric::Loss), ("LOSS", Metric::Distance)] {
        let open = ask(LOSSES, metric, second);
        assert_eq!(
            open.paths
                .iter()
                .map(|it| it.distance_km)
                .collect::<Vec<_>>(),
            [4.0]
        );
        assert_eq!(codes(&open), 1);
        assert_eq!(codes(&ask(&known, metric, second)), 0);
    }
    assert_eq!(codes(&ask(LOSSES, "DISTANCE", Metric::Steps)), 0);
}

#[test]
fn length_is_weighed_against_costs_where_there_are_rates() {
    let asked = question("mine port nickel k=9");
    let by_cost = question("mine port nickel k=9 metric=COST");
    let bare = snapshot(NETWORK);
    assert_eq!(
        pareto_paths(&bare, &asked, Metric::Cost),
        Err(QuestionError::NoCostRates)
    );
    assert_eq!(
        pareto_paths(&bare, &by_cost, Metric::Steps),
        Err(QuestionError::NoCostRates)
    );
    let rates = CostRates {
        road: Some(0.05),
        rail: Some(0.02),
        ..CostRates::default()
    };
    let rated = snapshot(NETWORK).with_cost_rates(rates);
    let answer = pareto_paths(&rated, &asked, Metric::Cost).unwrap();
    let told = answer.paths.iter();
    let told: Vec<_> = told.map(|it| (it.total, it.cost_eur_per_tonne)).collect();
    // 100 km × 0.05 EUR, 120 km × 0.02 EUR, and the ferry, of which no rate is known.
    assert_eq!(
        told,
        [
            (Some(100.0), Some(5.0)),
            (Some(120.0), Some(2.4)),
            (None, None)
        ]
    );
}
