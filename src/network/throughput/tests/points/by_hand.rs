//! Everything that is read off one flow, worked out by hand.
//!
//! ```text
//! north (FI) 100 ──────┐                           ┌─ 10 at most ─► quay (NO)
//!                      ├─► smelter (FI) 120, 0.9 ──┤
//! south (SE) 50 ─ 40 ──┘                           └─► refinery (FI) 0.95, gives 76 ─► port (FI)
//! ```
//!
//! - The refinery gives 76, so takes 80; the quay gets 10: of 90 matte, 86 are delivered, from 100 of concentrate. The shortest
//!   way is from `north`, which gives it all; `south` sends nothing.
//! - One more tonne of what the refinery may give: 1 more. One more on the way to the quay: 1 more. `north` is used up too, but
//!   `south` would stand in for it. The smelter is not full.
//! - Without the smelter, or Finland: nothing, and every way passes them. Without the refinery, the port, or one of their
//!   links: 10, so 76 lost. Without `north`: 40 · 0.9 = 36 of matte, 10 to the quay and 26 · 0.95 = 24.7, so 86 − 34.7 = 51.3 lost.
//!   Without the quay or Norway: 10 lost. `south` and Sweden carry nothing.
//! - Extraction: 100 + 50 = 150. Processing: the smelter could sell all of its 120 · 0.9 = 108 to the quay and others like it.

use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::network::Snapshot;
use crate::network::text::snapshot;
use crate::network::throughput::Bottleneck;
use crate::network::throughput::Pinch;
use crate::network::throughput::Throughput;
use crate::network::throughput::ThroughputAnswer;
use crate::network::throughput::ThroughputQuestion;
use crate::network::throughput::throughput;

const NETWORK: &str = "product concentrate CONCENTRATE carries=nickel
    product matte INTERMEDIATE carries=nickel
    product metal REFINED carries=nickel
    site north MINE country=FI
    site south MINE country=SE
    site smelter PROCESSOR country=FI
    site refinery PROCESSOR country=FI
    site port HARBOUR country=FI
    site quay HARBOUR country=NO
    activity north EXTRACTION out=concentrate
    activity south EXTRACTION out=concentrate
    activity smelter PROCESSING in=concentrate out=matte
    activity refinery PROCESSING in=matte out=metal
    link a north smelter concentrate km=10
    link b south smelter concentrate km=20
    link c smelter refinery matte km=5
    link d refinery port metal km=5
    link e smelter quay matte km=5
    figure activity:north-extraction-none capacity 100 material=nickel basis=CONTAINED side=OUTPUT product=concentrate year=2024
    figure activity:south-extraction-none capacity 50 material=nickel basis=CONTAINED side=OUTPUT product=concentrate year=2024
    figure activity:smelter-processing-concentrate capacity 120 material=nickel basis=CONTAINED side=INPUT product=concentrate year=2024
    figure activity:smelter-processing-concentrate recovery 0.9 material=nickel year=2024
    figure activity:refinery-processing-matte capacity 76 material=nickel basis=CONTAINED side=OUTPUT product=metal year=2024
    figure activity:refinery-processing-matte recovery 0.95 material=nickel year=2024
    figure link:b capacity 40 material=nickel basis=CONTAINED year=2024
    figure link:e capacity 10 material=nickel basis=CONTAINED year=2024";

/// Capacities of the links that have none.
const WIDE: &str = "figure link:a capacity 900 material=nickel basis=CONTAINED year=2024
    figure link:c capacity 900 material=nickel basis=CONTAINED year=2024
    figure link:d capacity 900 material=nickel basis=CONTAINED year=2024";

fn answered(more: &str) -> (Snapshot, ThroughputAnswer) {
    let snapshot = snapshot(&format!("{NETWORK}\n{more}"));
    let question = ThroughputQuestion::new(Id::new(Kind::Material, "nickel"));
    let answer = throughput(&snapshot, &question).unwrap();
    (snapshot, answer)
}

fn slug(registry: &Registry, row: Row) -> String {
    registry.slug(row).to_owned()
}

fn bottlenecks(registry: &Registry, of: &[Bottleneck]) -> Vec<String> {
    let told = of.iter().map(|it| {
        let (record, site) = (slug(registry, it.record), slug(registry, it.site.unwrap()));
        let (side, capacity, price) = (it.side.code(), it.capacity, it.shadow_price);
        format!("{record} at {site}: {side} {capacity:.3} brings {price:.4}")
    });
    told.collect()
}

fn points(registry: &Registry, of: &Throughput) -> Vec<String> {
    let told = of.single_points.iter().map(|it| {
        let what = match &it.what {
            Pinch::Site(row) => format!("site {}", registry.slug(*row)),
            Pinch::Link(row) => format!("link {}", registry.slug(*row)),
            Pinch::Country(code) => format!("country {code}"),
        };
        let number = |it: Option<f64>| it.map_or("?".to_owned(), |it| format!("{it:.3}"));
        let always = if it.is_structural { ", always" } else { "" };
        format!("{what}: {} ({}){always}", number(it.lost), number(it.share))
    });
    told.collect()
}

#[test]
fn what_a_flow_says_is_what_was_worked_out() {
    let (snapshot, answer) = answered(WIDE);
    let registry = snapshot.registry();
    assert!(!answer.is_cut);
    for it in [&answer.upper, &answer.lower] {
        assert!((it.delivered.unwrap() - 86.0).abs() < 1e-6);
        assert_eq!(
            bottlenecks(registry, &it.bottlenecks),
            [
                "e at smelter: INPUT 10.000 brings 1.0000",
                "refinery-processing-matte at refinery: OUTPUT 76.000 brings 1.0000",
            ]
        );
        assert_eq!(it.jointly_binding, []);
        assert_eq!(it.minimum_cut, None);
        assert_eq!(
            points(registry, it),
            [
                "country FI: 86.000 (1.000), always",
                "site smelter: 86.000 (1.000), always",
                "link c: 76.000 (0.884)",
                "link d: 76.000 (0.884)",
                "site port: 76.000 (0.884)",
                "site refinery: 76.000 (0.884)",
                "link a: 51.300 (0.597)",
                "site north: 51.300 (0.597)",
                "country NO: 10.000 (0.116)",
                "link e: 10.000 (0.116)",
                "site quay: 10.000 (0.116)",
            ]
        );
        let stages = it.stage_balance.iter();
        let stages = stages.map(|it| format!("{} {:.3}", it.stage.code(), it.tonnes.unwrap()));
        assert_eq!(
            stages.collect::<Vec<_>>(),
            ["EXTRACTION 150.000", "PROCESSING 108.000"]
        );
        let links = it.subgraph.links.iter().map(|it| {
            let (entering, arriving) = (it.tonnes_per_year, it.arriving_tonnes_per_year);
            let record = slug(registry, it.arc.record);
            format!(
                "{record}: {:.3} to {:.3}",
                entering.unwrap(),
                arriving.unwrap()
            )
        });
        assert_eq!(
            links.collect::<Vec<_>>(),
            [
                "a: 100.000 to 100.000",
                "refinery-processing-matte: 80.000 to 76.000",
                "d: 76.000 to 76.000",
                "smelter-processing-concentrate: 100.000 to 90.000",
                "c: 80.000 to 80.000",
                "e: 10.000 to 10.000",
            ]
        );
    }
}

#[test]
fn what_binds_only_together_is_told_apart() {
    let wide = WIDE.replace("link:d capacity 900", "link:d capacity 76");
    let (snapshot, answer) = answered(&wide);
    let registry = snapshot.registry();
    assert_eq!(
        bottlenecks(registry, &answer.upper.bottlenecks),
        ["e at smelter: INPUT 10.000 brings 1.0000"]
    );
    assert_eq!(
        bottlenecks(registry, &answer.upper.jointly_binding),
        [
            "d at refinery: INPUT 76.000 brings 0.0000",
            "refinery-processing-matte at refinery: OUTPUT 76.000 brings 0.0000",
        ]
    );
}

#[test]
fn what_is_not_known_bounds_the_lower_answer_alone() {
    // Of `a` and `c` nothing is on record: at the least, 40 · 0.9 = 36 of matte, of which 10 go to the quay.
    let (snapshot, answer) = answered(WIDE.lines().last().unwrap());
    let registry = snapshot.registry();
    assert!((answer.upper.delivered.unwrap() - 86.0).abs() < 1e-6);
    assert!((answer.lower.delivered.unwrap() - 10.0).abs() < 1e-6);
    assert_eq!(
        bottlenecks(registry, &answer.lower.bottlenecks),
        ["e at smelter: INPUT 10.000 brings 1.0000"]
    );
    let lower = points(registry, &answer.lower);
    assert_eq!(
        lower[..3],
        [
            "country FI: 10.000 (1.000), always",
            "site smelter: 10.000 (1.000), always",
            "country NO: 10.000 (1.000)"
        ]
    );
}

#[test]
fn where_nothing_is_lost_a_minimum_cut_adds_up_to_what_is_delivered() {
    let network = NETWORK
        .replace("recovery 0.95", "recovery 1")
        .replace("recovery 0.9", "recovery 1");
    let snapshot = snapshot(&format!("{network}\n{WIDE}"));
    let question = ThroughputQuestion::new(Id::new(Kind::Material, "nickel"));
    let answer = throughput(&snapshot, &question).unwrap();
    let cut = answer.upper.minimum_cut.unwrap();
    let told = cut.iter().map(|it| {
        let capacity = it.capacity_tonnes_per_year.unwrap();
        format!(
            "{} {} {capacity}",
            it.kind.code(),
            snapshot.registry().slug(it.record)
        )
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "TRANSFORMATION refinery-processing-matte 76",
            "MOVEMENT e 10"
        ]
    );
    assert_eq!(answer.upper.delivered, Some(86.0));
}
