//! What holds for all gaps, on many random networks.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::tests::amounts;
use crate::analysis::gaps::tests::answer;
use crate::model::Registry;
use crate::model::codes::CoverageLevel;
use crate::model::tables::coverage;
use crate::network::dice::Dice;

const COUNTRIES: [&str; 3] = ["FI", "SE", "US"];
const STATUSES: [&str; 8] = [
    "OPERATING",
    "OPERATING",
    "OPERATING",
    "PLANNED",
    "CLOSED",
    "UNKNOWN",
    "CARE_AND_MAINTENANCE",
    "EXPLORATION",
];
const FATES: [&str; 5] = [
    "STORED",
    "LANDFILLED;REUSED",
    "SOLD",
    "UNKNOWN",
    "STORED;REUSED",
];

/// A network of some sites along one chain with random judgements on it.
pub(super) fn network(seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut text = String::from(
        "region eu FI,SE\nmaterial metal strategic critical\nproduct ore ORE carries=metal\n\
        product ingot REFINED carries=metal\nproduct part COMPONENT carries=metal\nproduct slag RESIDUE carries=metal\n",
    );
    let steps = [
        ("MINE", "EXTRACTION out=ore"),
        ("PROCESSOR", "PROCESSING in=ore out=ingot"),
        ("MANUFACTURER", "MANUFACTURING in=ingot out=part"),
        ("RECYCLER", "RECYCLING in=part out=ore"),
    ];
    let mut sites = Vec::new();
    for at in 0..8 {
        let (kind, activity) = steps[dice.roll(4)];
        let kind = if dice.roll(8) == 0 { "EXTERNAL" } else { kind };
        let (country, status) = (COUNTRIES[dice.roll(3)], STATUSES[dice.roll(8)]);
        let year = 2018 + dice.number(9);
        writeln!(
            text,
            "site s{at} {kind} country={country} status={status}@{year}"
        )
        .unwrap();
        if kind != "EXTERNAL" {
            writeln!(text, "activity s{at} {activity}").unwrap();
        }
        sites.push(at);
    }
    for at in 0..8 {
        let (from, to) = (dice.roll(8), dice.roll(8));
        if from != to {
            let product = ["ore", "ingot", "part"][dice.roll(3)];
            writeln!(text, "link l{at} s{from} s{to} {product}").unwrap();
        }
    }
    for stage in ["EXTRACTION", "PROCESSING", "MANUFACTURING", "RECYCLING"] {
        let level = ["COMPLETE", "COMPLETE", "SAMPLE"][dice.roll(3)];
        let region = ["fi", "eu"][dice.roll(2)];
        writeln!(
            text,
            "coverage {region} {level} stage={stage} as_of={}",
            2017 + dice.number(10)
        )
        .unwrap();
    }
    let fate = FATES[dice.roll(5)];
    writeln!(text, "side-stream pile s0 slag of=metal fate={fate}@2020").unwrap();
    if dice.roll(2) == 0 {
        text += "figure side-stream:pile content 0.1 material=metal product=slag year=2020\n";
    }
    text
}

#[test]
fn absence_is_claimed_in_complete_data_only() {
    let mut seen = BTreeSet::new();
    for seed in 0..400 {
        let text = network(seed);
        for region in ["fi", "eu"] {
            let (snapshot, found) = answer(&text, region);
            let mut ids = BTreeSet::new();
            for gap in &found.gaps {
                seen.insert(gap.kind);
                let is_claim = matches!(
                    gap.kind,
                    GapKind::MissingStage | GapKind::MissingUpstream | GapKind::Unconnected
                );
                let coverage = gap.coverage;
                let is_complete = coverage.is_some_and(|it| is_complete(snapshot.registry(), it));
                assert!(!is_claim || is_complete, "{}\n{text}", gap.message);
                let is_rested = gap.evidence.records().next().is_some();
                assert!(is_rested || coverage.is_some(), "{}", gap.message);
                assert!(ids.insert(gap.id.clone()), "{} twice\n{text}", gap.message);
                assert!(!gap.message.contains("waste"), "{}", gap.message);
            }
            let order: Vec<_> = found
                .gaps
                .iter()
                .map(|it| std::cmp::Reverse(it.severity))
                .collect();
            assert!(order.is_sorted());
        }
    }
    // These networks have no capacities.
    let (_, found) = answer(&amounts::network(1, 100.0, 60.0), "fi");
    seen.extend(found.gaps.iter().map(|it| it.kind));
    seen.extend(super::benchmarks::kinds());
    assert_eq!(
        seen.len(),
        GapKind::ALL.len(),
        "every kind was seen: {seen:?}"
    );
}

/// Whether a judgement says complete for 2025, by its own columns.
fn is_complete(registry: &Registry, row: crate::model::Row) -> bool {
    let as_of = registry.int(row, coverage::AS_OF).unwrap();
    let level = registry.code::<CoverageLevel>(row, coverage::LEVEL);
    level == Some(CoverageLevel::Complete) && (2020..=2025).contains(&as_of)
}

#[test]
fn the_order_of_records_changes_nothing() {
    for seed in 0..100 {
        let text = network(seed);
        let mut lines: Vec<&str> = text.lines().collect();
        lines.reverse();
        let told = |text: &str| {
            let (_, found) = answer(text, "fi");
            let gaps = found.gaps.into_iter();
            gaps.map(|it| (it.id, it.message)).collect::<Vec<_>>()
        };
        assert_eq!(told(&text), told(&lines.join("\n")));
    }
}
