//! Totals of a region where a scenario changes what its sites can give.

use std::sync::Arc;

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::UnusedReason;
use crate::analysis::benchmarks::benchmarks;
use crate::analysis::benchmarks::tests::REGIONS;
use crate::analysis::benchmarks::tests::question;
use crate::analysis::scenario::Amount;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::under;
use crate::model::Id;
use crate::network::Snapshot;
use crate::network::chain::AssumptionCode;
use crate::network::text::snapshot;

const NETWORK: &str = "
product concentrate CONCENTRATE carries=nickel
product metal REFINED carries=nickel
site works PROCESSOR country=FI status=OPERATING@2024
site silent PROCESSOR country=FI status=OPERATING@2024
site next PROCESSOR country=FI status=PLANNED@2024
activity works PROCESSING in=concentrate out=metal
activity silent PROCESSING in=concentrate out=metal
activity next PROCESSING in=concentrate out=metal
figure activity:works-processing-concentrate capacity 30 material=nickel basis=CONTAINED side=OUTPUT product=metal year=2024
figure activity:works-processing-concentrate recovery 1 material=nickel product=metal year=2024
figure activity:next-processing-concentrate capacity 20 material=nickel basis=CONTAINED side=OUTPUT product=metal year=2024
figure activity:next-processing-concentrate recovery 1 material=nickel product=metal year=2024
project more country=FI material=nickel stage=PROCESSING status=PLANNED@2024
figure project:more capacity-added 15 material=nickel basis=CONTAINED stage=PROCESSING product=metal year=2024
figure region:eu consumption 100 material=nickel basis=CONTAINED year=2024
";

fn with_total(quantity: &str, tonnes: u32) -> Arc<Snapshot> {
    let total = format!(
        "figure region:eu {quantity} {tonnes} material=nickel basis=CONTAINED stage=PROCESSING year=2024"
    );
    Arc::new(snapshot(&format!("{REGIONS}{NETWORK}{total}")))
}

fn processing(snapshot: &Arc<Snapshot>) -> MaterialBenchmark {
    let found = benchmarks(snapshot, &question(snapshot, "eu")).unwrap();
    let mut told = found.by_material.into_iter();
    told.find(|it| it.benchmark == Benchmark::Processing)
        .unwrap()
}

fn laid(snapshot: &Arc<Snapshot>, changes: &[ScenarioChange]) -> MaterialBenchmark {
    let when = question(snapshot, "eu").when;
    processing(&under(snapshot, changes, when).unwrap().snapshot)
}

fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

fn close(site: &str) -> ScenarioChange {
    ScenarioChange::Close(id(site))
}

fn open(what: &str) -> ScenarioChange {
    ScenarioChange::Open {
        what: id(what),
        year: None,
    }
}

fn word(it: &MaterialBenchmark) -> String {
    let more = if it.capacity_is_at_least { "+" } else { "" };
    format!("{} {:?}{more}", it.status.code(), it.capacity)
}

#[test]
fn a_total_goes_with_what_the_scenario_changes_at_sites() {
    let stated = with_total("capacity", 45);
    assert_eq!(word(&processing(&stated)), "MET Some(45.0)");
    let scale = ScenarioChange::Capacity {
        of: id("activity:works-processing-concentrate"),
        product: None,
        material: None,
        side: None,
        change: Amount::Scale(0.5),
    };
    for (changes, expected) in [
        (vec![close("site:works")], "MISSED Some(15.0)"),
        (vec![scale], "MISSED Some(30.0)"),
        (vec![open("site:next")], "MET Some(65.0)"),
        (vec![open("project:more")], "MET Some(60.0)"),
        (
            vec![close("site:works"), open("site:next"), open("project:more")],
            "MET Some(50.0)",
        ),
        (
            vec![close("site:works"), open("site:works")],
            "MET Some(45.0)",
        ),
    ] {
        assert_eq!(word(&laid(&stated, &changes)), expected, "{changes:?}");
    }
    let it = laid(&stated, &[close("site:works")]);
    let note = it.notes.iter();
    let note = note
        .clone()
        .find(|it| it.code == AssumptionCode::TotalAdjusted);
    assert_eq!(note.unwrap().value, Some(-30.0));
    assert!(it.message.contains("what the scenario changes at sites"));
    // More than the total is gone.
    let small = with_total("capacity", 20);
    assert_eq!(
        word(&laid(&small, &[close("site:works")])),
        "MISSED Some(0.0)"
    );
}

#[test]
fn what_a_total_counted_is_not_met_without_it() {
    // What is left is between 50 - 30 t and 50 t.
    let produced = with_total("production", 50);
    assert_eq!(word(&processing(&produced)), "MET Some(50.0)");
    let it = laid(&produced, &[close("site:works")]);
    assert_eq!(word(&it), "DEPENDS_ON_FIGURE Some(20.0)");
    let it = laid(&with_total("production", 25), &[open("site:next")]);
    assert_eq!(word(&it), "MET Some(50.0)+");
    // What the site of unknown capacity gave is not known.
    for quantity in ["capacity", "production"] {
        let it = laid(&with_total(quantity, 50), &[close("site:silent")]);
        assert_eq!(word(&it), "UNKNOWN Some(30.0)+", "{quantity}");
        let reasons: Vec<UnusedReason> = it.unused.iter().map(|it| it.reason).collect();
        assert_eq!(reasons, [UnusedReason::Scenario]);
    }
}
