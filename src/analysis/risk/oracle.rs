//! Supply risk and economic importance against plain loops over rows.

use std::fmt::Write as _;

use proptest::prelude::*;

use crate::analysis::risk::supply_risk;
use crate::model::Id;
use crate::model::Kind;
use crate::model::When;
use crate::network::text::snapshot;

const USED: [&str; 3] = ["GLOBAL_AND_EU", "GLOBAL", "EU"];
const STAGES: [&str; 2] = ["EXTRACTION", "PROCESSING"];

const ASKED: i32 = 2025;
const YEARS: [i32; 4] = [2014, 2020, 2024, 2030];

/// Which supply (0 the world's, 1 the Union's), stage, country, year, share in hundredths.
type Share = (usize, usize, u8, i32, u32);
/// Scope (0 the world's, 1 the Union's, 2 both), stage, country, year, hundredths.
type Trade = (usize, usize, u8, i32, u32);

#[derive(Clone, Debug)]
struct Drawn {
    shares: Vec<Share>,
    trade: Vec<Trade>,
    /// Tenths, by country.
    governance: Vec<Option<u32>>,
    used: [Option<usize>; 2],
    /// Hundredths.
    reliance: [Option<u32>; 2],
    eol: Option<u32>,
    substitution: Option<u32>,
    /// Sector, year, hundredths.
    uses: Vec<(u8, i32, u32)>,
    value_added: Vec<Option<u32>>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let year = || proptest::sample::select(&YEARS[..]);
    let row = |kinds: usize| (0..kinds, 0..2usize, 0..5u8, year(), 0..60u32);
    let mostly = |most| proptest::option::weighted(0.9, 0..most);
    let which = proptest::option::weighted(0.9, 0..3usize);
    (
        proptest::collection::vec(row(2), 0..30),
        proptest::collection::vec(row(3), 0..30),
        proptest::collection::vec(mostly(100u32), 5),
        [which.clone(), which],
        [mostly(100u32), mostly(100u32)],
        mostly(100u32),
        mostly(100u32),
        proptest::collection::vec((0..3u8, year(), 0..100u32), 0..6),
        proptest::collection::vec(mostly(200_000u32), 3),
    )
        .prop_map(
            |(shares, trade, governance, used, reliance, eol, substitution, uses, value_added)| {
                Drawn {
                    shares: once(shares),
                    trade: once(trade),
                    governance,
                    used,
                    reliance,
                    eol,
                    substitution,
                    uses,
                    value_added,
                }
            },
        )
}

/// The first row of each kind, stage, country and year.
fn once(rows: Vec<Share>) -> Vec<Share> {
    let mut kept: Vec<Share> = Vec::new();
    for row in rows {
        let is_known = kept
            .iter()
            .any(|it| (it.0, it.1, it.2, it.3) == (row.0, row.1, row.2, row.3));
        if !is_known {
            kept.push(row);
        }
    }
    kept
}

fn hundredths(it: u32) -> f64 {
    f64::from(it) / 100.0
}

fn text(of: &Drawn) -> String {
    let mut text = "material m\nregion eu c0,c1,c2,c3,c4\n".to_owned();
    for (supply, stage, country, year, share) in &of.shares {
        let quantity = ["global-share", "eu-sourcing-share"][*supply];
        let (stage, share) = (STAGES[*stage], hundredths(*share));
        writeln!(
            text,
            "figure material:m {quantity} {share} stage={stage} partner=region:c{country} year={year}"
        )
        .unwrap();
    }
    for (scope, stage, country, year, value) in &of.trade {
        let scope = [" scope=global", " scope=eu", ""][*scope];
        let (stage, value) = (STAGES[*stage], hundredths(*value));
        writeln!(text, "figure material:m trade-parameter {value} stage={stage} partner=region:c{country}{scope} year={year}").unwrap();
    }
    for (country, value) in of.governance.iter().enumerate() {
        if let Some(value) = value {
            let value = f64::from(*value) / 10.0;
            writeln!(
                text,
                "figure region:c{country} governance {value} year=2020"
            )
            .unwrap();
        }
    }
    for (at, stage) in STAGES.iter().enumerate() {
        if let Some(used) = of.used[at] {
            let field = stage.to_lowercase();
            writeln!(
                text,
                "statement material:m supply_used_{field} {}@2023",
                USED[used]
            )
            .unwrap();
        }
        if let Some(it) = of.reliance[at] {
            writeln!(
                text,
                "figure material:m import-reliance {} stage={stage} year=2023",
                hundredths(it)
            )
            .unwrap();
        }
    }
    for (quantity, value) in [
        ("eol-rir", of.eol),
        ("substitution-sr", of.substitution),
        ("substitution-ei", of.substitution),
    ] {
        if let Some(it) = value {
            writeln!(
                text,
                "figure material:m {quantity} {} year=2023",
                hundredths(it)
            )
            .unwrap();
        }
    }
    of_uses(of, &mut text);
    text
}

/// Uses and the value added of their sectors.
fn of_uses(of: &Drawn, text: &mut String) {
    for (at, (sector, year, share)) in of.uses.iter().enumerate() {
        writeln!(
            text,
            "figure material:m end-use-share {} sector=S{sector} definition=use-{at} year={year}",
            hundredths(*share)
        )
        .unwrap();
    }
    for (sector, value) in of.value_added.iter().enumerate() {
        if let Some(value) = value {
            writeln!(
                text,
                "figure region:eu value-added {value} sector=S{sector} year=2023"
            )
            .unwrap();
        }
    }
}

/// HHI of a supply at a stage.
fn hhi(of: &Drawn, supply: usize, stage: usize) -> Option<f64> {
    let mut sum = None;
    let told = of.shares.iter();
    let told: Vec<&Share> = told
        .filter(|it| (it.0, it.1) == (supply, stage) && it.3 <= ASKED)
        .collect();
    let newest = told.iter().map(|it| it.3).max();
    for (_, _, country, year, share) in told.into_iter().filter(|it| Some(it.3) == newest) {
        let trade = [supply, 2]
            .iter()
            .find_map(|scope| trade(of, (*scope, stage, *country), *year))
            .unwrap_or(1.0);
        let term = match of.governance[usize::from(*country)] {
            Some(it) => hundredths(*share).powi(2) * f64::from(it) / 10.0 * trade,
            None if *share == 0 => 0.0,
            None => return None,
        };
        sum = Some(sum.unwrap_or(0.0) + term);
    }
    sum
}

/// The trade parameter as of a year: the newest not after it, else the next one up to the year asked.
fn trade(of: &Drawn, key: (usize, usize, u8), year: i32) -> Option<f64> {
    for earlier in (YEARS[0]..=year).rev().chain(year..=ASKED) {
        for it in &of.trade {
            if (it.0, it.1, it.2) == key && it.3 == earlier {
                return Some(hundredths(it.4));
            }
        }
    }
    None
}

fn at_stage(of: &Drawn, stage: usize) -> Option<f64> {
    let concentration = match of.used[stage]? {
        0 => {
            let half = hundredths(of.reliance[stage]?) / 2.0;
            hhi(of, 0, stage)? * half + hhi(of, 1, stage)? * (1.0 - half)
        }
        1 => hhi(of, 0, stage)?,
        _ => hhi(of, 1, stage)?,
    };
    Some(concentration * (1.0 - hundredths(of.eol?)) * hundredths(of.substitution?))
}

fn importance(of: &Drawn) -> Option<f64> {
    let mut sum = None;
    let newest = of
        .uses
        .iter()
        .map(|it| it.1)
        .filter(|it| *it <= ASKED)
        .max();
    for (sector, _, share) in of.uses.iter().filter(|it| Some(it.1) == newest) {
        let value = match of.value_added[usize::from(*sector)].zip(of.substitution) {
            Some((value, index)) => f64::from(value) * hundredths(*share) * hundredths(index),
            None if *share == 0 => 0.0,
            None => return None,
        };
        sum = Some(sum.unwrap_or(0.0) + value / 20_420.0);
    }
    sum
}

fn are_close(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
        (found, expected) => found == expected,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn values_are_those_of_plain_loops(of in drawn()) {
        let snapshot = snapshot(&text(&of));
        let material = snapshot.registry().find(&Id::new(Kind::Material, "m")).unwrap();
        let when = When { year: ASKED, nearest_years: false, include_planned: false };
        let found = supply_risk(&snapshot, material, when);
        let stages = [at_stage(&of, 0), at_stage(&of, 1)];
        for (stage, expected) in STAGES.iter().zip(stages) {
            let told = found.by_stage.iter().find(|it| it.stage.code() == *stage);
            prop_assert!(are_close(told.and_then(|it| it.supply_risk), expected), "{stage} {told:?} {expected:?}");
            // What is not known is named.
            if let Some(told) = told {
                prop_assert_eq!(told.missing.is_empty(), expected.is_some());
            }
        }
        let highest = stages.into_iter().flatten().reduce(f64::max);
        prop_assert!(are_close(found.supply_risk, highest));
        prop_assert!(are_close(found.economic_importance, importance(&of)), "{:?}", found.economic_terms);
    }
}
