//! Chains of scenarios against chains built anew, on many random networks and changes.

mod random;
mod reach;

use std::sync::Arc;

use super::*;
use crate::model::Change;
use crate::model::Id;
use crate::model::When;
use crate::network::chain::ChainArc;
use crate::network::chain::Ways;
use crate::network::chain::patch::tests::random::SHARED;
use crate::network::chain::patch::tests::random::changes;
use crate::network::chain::patch::tests::random::network;
use crate::network::dice::Dice;
use crate::network::text::records;
use crate::network::text::snapshot;

/// Every chain that the tests ask for.
fn keys(registry: &Registry, dice: &mut Dice) -> Vec<ChainKey> {
    let material = registry.find(&Id::new(Kind::Material, "nickel")).unwrap();
    let ways = |it: usize| Ways {
        side_streams: it & 1 > 0,
        corridors: it & 2 > 0,
    };
    let when = When {
        year: [2025, 2025, 2025, 2029][dice.roll(4)],
        nearest_years: dice.roll(3) == 0,
        include_planned: dice.roll(3) == 0,
    };
    let key = |it| ChainKey {
        material,
        when,
        ways: ways(it),
    };
    (0..4).map(key).collect()
}

fn assert_built(patched: &Chain, over: &Registry, why: &str) {
    let mut built = Chain::build(over, patched.key, rates());
    assert!(patched.measured <= built.measured, "{why}");
    built.measured = patched.measured;
    assert_eq!(patched.vertices, built.vertices, "{why}");
    let told = |chain: &Chain| {
        chain
            .arcs
            .iter()
            .map(|it| format!("{it:?}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(patched), told(&built), "{why}");
    assert!(*patched == built, "{why}\n{patched:?}\n{built:?}");
}

fn rates() -> CostRates {
    CostRates {
        road: Some(0.1),
        ..CostRates::default()
    }
}

/// What of the work was spared, over all cases.
#[derive(Debug, Default)]
struct Tally {
    patched: usize,
    built: usize,
    same: usize,
    fewer: usize,
}

fn run(seeds: std::ops::Range<u64>, is_shared: bool) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let mut dice = Dice(seed);
        let below = Registry::of_records(network(&mut dice));
        // Some records stand in the overlay of commits.
        let below = match dice.roll(2) {
            0 => below.with(&changes(&mut dice, &below, true)),
            _ => below,
        };
        if below.find(&Id::new(Kind::Material, "nickel")).is_none() {
            continue;
        }
        let mut over = below.laid_over(&changes(&mut dice, &below, is_shared));
        if dice.roll(3) == 0 {
            over = over.laid_over(&changes(&mut dice, &over, is_shared));
        }
        for key in keys(&below, &mut dice) {
            let chain = Arc::new(Chain::build(&below, key, rates()));
            let patch = Patch::of(&below, &over, key);
            let Some(patched) = patch.and_then(|it| it.lay_over(&chain, rates())) else {
                tally.built += 1;
                assert!(
                    is_shared || key.ways.corridors,
                    "seed {seed} is only corridors or shared"
                );
                continue;
            };
            tally.patched += 1;
            tally.same += usize::from(Arc::ptr_eq(&patched, &chain));
            tally.fewer += usize::from(patched.measured < chain.measured);
            let laid: Vec<String> = over
                .laid()
                .iter()
                .map(|it| {
                    let told =
                        |registry: &Registry, row: Option<Row>| row.map(|it| registry.record(it));
                    format!(
                        "{:?} -> {:?}",
                        told(&below, it.before),
                        told(&over, it.after)
                    )
                })
                .collect();
            assert_built(
                &patched,
                &over,
                &format!("seed {seed} {key:?}\n{}", laid.join("\n")),
            );
        }
    }
    tally
}

#[test]
fn a_patched_chain_is_the_chain_that_would_be_built() {
    let tally = run(0..700, false);
    assert!(tally.patched > 1_800, "{tally:?}");
    assert!(tally.same > 20 && tally.fewer > 700, "{tally:?}");
    assert!(tally.built > 50, "{tally:?}");
}

#[test]
fn what_many_places_share_is_built_anew() {
    let tally = run(10_000..10_200, true);
    assert!(tally.patched > 200 && tally.built > 200, "{tally:?}");
}
