//! Chains of scenarios against chains built anew, on many random networks and changes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::model::Change;
use crate::model::Id;
use crate::model::Record;
use crate::model::When;
use crate::network::Snapshot;
use crate::network::chain::Ways;
use crate::network::dice::Dice;
use crate::network::text::records;
use crate::network::text::snapshot;

const SITES: usize = 9;
const STREAMS: usize = 3;
const PRODUCTS: [&str; 5] = ["ore", "conc", "matte", "metal", "slag"];
const KINDS: [&str; 9] = [
    "MINE",
    "PROCESSOR",
    "PROCESSOR",
    "PROCESSOR",
    "MANUFACTURER",
    "HARBOUR",
    "TERMINAL",
    "AREA",
    "EXTERNAL",
];

fn pick<'a>(dice: &mut Dice, words: &[&'a str]) -> &'a str {
    words[dice.roll(words.len())]
}

fn place(dice: &mut Dice) -> String {
    match dice.roll(5) {
        0 => format!("side-stream:w{}", dice.roll(STREAMS)),
        _ => format!("s{}", dice.roll(SITES)),
    }
}

fn site(dice: &mut Dice, number: usize) -> String {
    let kind = pick(dice, &KINDS);
    let position = format!("at=6{}.1,2{}.5", dice.roll(4), dice.roll(4));
    let position = pick(dice, &[&position, &position, &position, ""]).to_owned();
    let life = pick(dice, &["", "", "", "", "closed=2020", "opened=2030"]);
    format!("site s{number} {kind} {position} {life}")
}

fn side_stream(dice: &mut Dice, number: usize) -> String {
    let product = pick(dice, &["slag", "slag", "metal", "-"]);
    let of = pick(
        dice,
        &["", "of=nickel", "of=cobalt", "of=nickel basis=INFERRED"],
    );
    let planned = pick(dice, &["", "", "planned=true"]);
    format!(
        "side-stream w{number} s{} {product} {of} {planned}",
        dice.roll(SITES)
    )
}

fn link(dice: &mut Dice, number: usize) -> String {
    let (from, to) = (place(dice), place(dice));
    let product = pick(dice, &PRODUCTS);
    let of = pick(
        dice,
        &["", "", "of=nickel", "of=cobalt", "of=nickel,cobalt"],
    );
    let mode = pick(
        dice,
        &["", "mode=ROAD", "mode=SEA", "mode=ON_SITE", "mode=PIPELINE"],
    );
    let status = pick(dice, &["", "", "", "status=PLANNED", "last=2020"]);
    let km = pick(dice, &["", "km=20"]);
    match dice.roll(14) {
        0 => format!("link l{number} {from} {to} {product} kind=CORRIDOR {mode}"),
        1 => format!("link l{number} {from} {to} kind=CORRIDOR both=yes {mode}"),
        _ => format!("link l{number} {from} {to} {product} {of} {mode} {status} {km}"),
    }
}

fn activity(dice: &mut Dice) -> String {
    let stage = pick(dice, &["EXTRACTION", "PROCESSING", "MANUFACTURING"]);
    let input = pick(dice, &["", "in=ore", "in=conc", "in=matte,conc"]);
    let output = pick(
        dice,
        &["out=conc", "out=matte", "out=metal,slag", "out=ore"],
    );
    let life = pick(dice, &["", "", "", "closed=2020"]);
    format!(
        "activity s{} {stage} {input} {output} {life}",
        dice.roll(SITES)
    )
}

/// A figure of one of the subjects that a chain reads, or of one that it does not.
fn figure(dice: &mut Dice, activities: &[Id]) -> String {
    let product = pick(dice, &PRODUCTS);
    let value = pick(dice, &["0", "0.2", "0.5", "?"]);
    let year = pick(dice, &["year=2019", "year=2024", "year=2031", ""]);
    let link = dice.roll(20);
    match dice.roll(10) {
        0 | 1 => {
            let of = pick(dice, &["site:s", "side-stream:w"]);
            let quantity = pick(dice, &["content", "grade"]);
            let number = dice.roll(STREAMS);
            format!(
                "figure {of}{number} {quantity} {value} material=nickel product={product} {year}"
            )
        }
        2 => format!(
            "figure site:s{} distance {} partner=site:s{} {year}",
            dice.roll(SITES),
            100 + dice.roll(300),
            dice.roll(SITES)
        ),
        3 => format!(
            "figure site:s{} production 70 material=nickel {year}",
            dice.roll(SITES)
        ),
        4 | 5 if !activities.is_empty() => {
            let subject = &activities[dice.roll(activities.len())];
            match dice.roll(2) {
                0 => format!(
                    "figure {subject} recovery 0.{} material=nickel {year}",
                    1 + dice.roll(9)
                ),
                _ => format!(
                    "figure {subject} capacity {} basis=CONTAINED material=nickel {year}",
                    100 + dice.roll(99)
                ),
            }
        }
        6 => format!("figure link:l{link} emissions 3.{} {year}", dice.roll(99)),
        7 => format!("figure link:l{link} distance {} {year}", 10 + dice.roll(99)),
        _ => format!(
            "figure link:l{link} capacity {} basis=GROSS product={product} {year}",
            100 + dice.roll(99)
        ),
    }
}

fn status(dice: &mut Dice) -> String {
    let status = pick(
        dice,
        &[
            "OPERATING",
            "CLOSED",
            "CARE_AND_MAINTENANCE",
            "PLANNED",
            "CONSTRUCTION",
        ],
    );
    let year = pick(dice, &["", "2018", "2024", "2027"]);
    format!("status s{} {status}@{year}", dice.roll(SITES))
}

const SHARED: &str = "product ore ORE carries=nickel
    product conc CONCENTRATE carries=nickel
    product matte INTERMEDIATE carries=cobalt
    product metal REFINED carries=nickel,cobalt
    product slag RESIDUE state=SOLID
    figure mode:road detour-factor 1.25 definition=road-fi-all year=2025
    figure mode:road emission-rate 80 year=2025
    figure product:matte content 0.4 material=nickel year=2020";

fn network(dice: &mut Dice) -> Vec<Record> {
    let mut text = SHARED.to_owned();
    let mut add = |line: String| text = format!("{text}\n{line}");
    (0..SITES).for_each(|it| add(site(dice, it)));
    (0..STREAMS).for_each(|it| add(side_stream(dice, it)));
    (0..5 + dice.roll(16)).for_each(|it| add(link(dice, it)));
    (0..dice.roll(8)).for_each(|_| add(activity(dice)));
    (0..dice.roll(5)).for_each(|_| add(status(dice)));
    let activities = activities_of(&records(&text));
    let figures: Vec<String> = (0..dice.roll(12))
        .map(|_| figure(dice, &activities))
        .collect();
    let mut made: BTreeMap<Id, Record> = BTreeMap::new();
    for it in records(&format!("{text}\n{}", figures.join("\n"))) {
        made.insert(it.id.clone(), it);
    }
    // Now and then something refers to what is not there.
    if dice.roll(3) == 0 {
        let sites: Vec<Id> = made
            .keys()
            .filter(|it| it.kind == Kind::Site)
            .cloned()
            .collect();
        made.remove(&sites[dice.roll(sites.len())]);
    }
    made.into_values().collect()
}

fn activities_of(records: &[Record]) -> Vec<Id> {
    let ids = records.iter().map(|it| it.id.clone());
    ids.filter(|it| it.kind == Kind::Activity).collect()
}

/// A few changes; those that many places share only if asked for.
fn changes(dice: &mut Dice, registry: &Registry, is_shared: bool) -> Vec<Change> {
    let present: Vec<Record> = registry.records().collect();
    let activities = activities_of(&present);
    let mut changes = Vec::new();
    for _ in 0..1 + dice.roll(3) {
        let line = match dice.roll(12) {
            0 => {
                let it = dice.roll(SITES + 1);
                site(dice, it)
            }
            1 => {
                let it = dice.roll(STREAMS + 1);
                side_stream(dice, it)
            }
            2 | 3 => {
                let it = dice.roll(22);
                link(dice, it)
            }
            4 => activity(dice),
            5 | 6 => status(dice),
            7 | 8 => figure(dice, &activities),
            9 if is_shared => pick(
                dice,
                &[
                    "product matte INTERMEDIATE carries=nickel",
                    "product slag RESIDUE state=MOLTEN",
                    "figure mode:road emission-rate 90 year=2025",
                    "figure product:matte content 0.5 material=nickel year=2021",
                    "material cobalt critical",
                ],
            )
            .to_owned(),
            _ => {
                let kinds = [
                    Kind::Site,
                    Kind::SideStream,
                    Kind::Link,
                    Kind::Link,
                    Kind::Activity,
                    Kind::Figure,
                    Kind::Statement,
                ];
                let kind = kinds[dice.roll(kinds.len())];
                let ids: Vec<&Id> = present
                    .iter()
                    .map(|it| &it.id)
                    .filter(|it| it.kind == kind)
                    .collect();
                if !ids.is_empty() {
                    let id = ids[dice.roll(ids.len())];
                    // Parameters of modes and products are what is shared.
                    let subject = registry
                        .find(id)
                        .and_then(|it| registry.reference(it, figure::SUBJECT))
                        .map(Row::kind);
                    if is_shared
                        || kind != Kind::Figure
                        || !matches!(subject, Some(Kind::Mode | Kind::Product))
                    {
                        changes.push(Change::Delete(id.clone()));
                    }
                }
                continue;
            }
        };
        let told = records(&line).into_iter();
        // What is only named is there already.
        let told =
            told.filter(|it| is_shared || !matches!(it.id.kind, Kind::Source | Kind::Material));
        changes.extend(told.map(Change::Put));
    }
    changes
}

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
