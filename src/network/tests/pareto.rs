//! Paths that no other beats in two metrics.

use super::*;
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
    let answer = pareto_paths(&snapshot(NETWORK), &question(asked), second).unwrap();
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
