//! Sankey JSON by hand and against the chain.

use std::collections::BTreeSet;

use expect_test::expect;
use serde_json::Value as Json;

use super::seed;
use super::written;
use crate::exchange::export::Content;
use crate::exchange::export::ExportFormat;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Row;
use crate::model::When;
use crate::network::Snapshot;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::dice::Dice;
use crate::network::text::snapshot;

const WHEN: When = When {
    year: 2025,
    nearest_years: false,
    include_planned: false,
};

fn sankey(snapshot: &Snapshot, material: Row) -> Json {
    let chain = snapshot.chain(ChainKey::new(material, WHEN));
    let bytes = written(
        ExportFormat::Sankey,
        snapshot,
        Content::Chain(chain.clone()),
    );
    let json = serde_json::from_slice(&bytes).unwrap();
    check(&json, &chain);
    json
}

fn list<'a>(json: &'a Json, name: &str) -> &'a [Json] {
    json[name].as_array().unwrap()
}

fn at(json: &Json, name: &str) -> usize {
    usize::try_from(json[name].as_u64().unwrap()).unwrap()
}

/// All arcs are there once, links have a topological order, and what is not known is counted.
fn check(json: &Json, chain: &Chain) {
    let nodes = list(json, "nodes").len();
    assert_eq!(nodes, chain.vertices().len());
    let (links, back) = (list(json, "links"), list(json, "backEdges"));
    let told = links.iter().chain(back);
    let told = told.map(|it| {
        (
            it["id"].as_str().unwrap(),
            at(it, "source"),
            at(it, "target"),
        )
    });
    let told: BTreeSet<_> = told.collect();
    let graph = chain.graph();
    let arcs = (0..).zip(chain.arcs());
    let arcs = arcs.map(|(at, arc)| {
        let (tail, head) = (graph.tail(at) as usize, graph.head(at) as usize);
        (arc.key.as_str(), tail, head)
    });
    assert_eq!(told, arcs.collect());
    assert_eq!(links.len() + back.len(), chain.arcs().len());
    // Kahn: vertices that nothing left leads to are taken away until none are left.
    let mut left: BTreeSet<usize> = (0..nodes).collect();
    while !left.is_empty() {
        let inner = links.iter().filter(|it| left.contains(&at(it, "source")));
        let led_to: BTreeSet<usize> = inner.map(|it| at(it, "target")).collect();
        let before = left.len();
        left.retain(|it| led_to.contains(it));
        assert!(left.len() < before, "links form a circle");
    }
    let unknown = |of: &[Json]| of.iter().filter(|it| it["value"].is_null()).count();
    assert_eq!(
        at(&json["unknown"], "values"),
        unknown(links) + unknown(back)
    );
    assert_eq!(at(&json["unknown"], "of"), chain.arcs().len());
}

#[test]
fn tonnes_are_those_on_record_and_loops_stand_apart() {
    let snapshot = snapshot(
        "product ore ORE carries=copper
        product metal REFINED carries=copper
        product scrap SCRAP carries=copper
        site mine MINE
        site smelter PROCESSOR
        site works MANUFACTURER
        activity mine EXTRACTION out=ore
        activity smelter PROCESSING in=ore,scrap out=metal
        activity works MANUFACTURING in=metal out=scrap
        link a mine smelter ore
        link b smelter works metal
        link c works smelter scrap
        figure link:a flow 1000 basis=GROSS year=2024
        figure site:mine content 0.02 material=copper product=ore year=2020
        figure link:b flow 0 basis=CONTAINED material=copper year=2024",
    );
    let copper = snapshot.registry().find(&Id::new(Kind::Material, "copper"));
    let json = sankey(&snapshot, copper.unwrap());
    let names: Vec<&str> = list(&json, "nodes")
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    let show = |name: &str| {
        let shown = list(&json, name).iter().map(|it| {
            let end = |name| names[at(it, name)];
            let (source, target) = (end("source"), end("target"));
            let figures = it["figures"].as_array().unwrap().len();
            format!("{name} {source} > {target} {} of {figures}\n", it["value"])
        });
        shown.collect::<String>()
    };
    expect![[r#"
        links site:mine.ore > site:smelter.ore 20.0 of 2
        links site:smelter.metal > site:works.metal 0.0 of 1
        links site:smelter.ore > site:smelter.metal null of 0
        links site:works.metal > site:works.scrap null of 0
        links site:works.scrap > site:smelter.scrap null of 0
        backEdges site:smelter.scrap > site:smelter.metal null of 0
        {"values":4,"movements":1,"transformations":3,"of":6}
    "#]]
    .assert_eq(&format!(
        "{}{}{}\n",
        show("links"),
        show("backEdges"),
        json["unknown"]
    ));
    assert_eq!(json["material"]["id"], "material:copper");
    assert_eq!(json["year"], 2025);
    assert_eq!(json["facts"]["contentHash"], "ab");
}

#[test]
fn every_chain_of_the_seed_data_can_be_drawn() {
    let snapshot = seed();
    let registry = snapshot.registry();
    let mut known = 0;
    for material in registry.rows(Kind::Material) {
        let json = sankey(&snapshot, material);
        known += list(&json, "links")
            .iter()
            .filter(|it| it["value"].is_number())
            .count();
    }
    assert!(known > 10, "{known} known");
}

/// Plants that send one another three products at random, with circles.
#[test]
fn random_chains_can_be_drawn() {
    let mut dice = Dice(3);
    let (mut with_circles, mut with_values) = (0, 0);
    for _ in 0..60 {
        let sites = 2 + dice.roll(5);
        let mut text = String::from(
            "product p0 INTERMEDIATE carries=copper\nproduct p1 INTERMEDIATE carries=copper\nproduct p2 SCRAP carries=copper\n",
        );
        for site in 0..sites {
            let kind = ["MINE", "PROCESSOR", "RECYCLER"][dice.roll(3)];
            text += &format!("site s{site} {kind}\n");
        }
        for link in 0..dice.roll(3 * sites) {
            let (from, to, product) = (dice.roll(sites), dice.roll(sites), dice.roll(3));
            text += &format!("link l{link} s{from} s{to} p{product}\n");
            if dice.roll(2) == 0 {
                text += &format!(
                    "figure link:l{link} flow {} basis=CONTAINED material=copper year=2024\n",
                    dice.roll(3)
                );
            }
        }
        let snapshot = snapshot(&text);
        let copper = snapshot.registry().find(&Id::new(Kind::Material, "copper"));
        let json = sankey(&snapshot, copper.unwrap());
        with_circles += usize::from(!list(&json, "backEdges").is_empty());
        with_values += list(&json, "links")
            .iter()
            .filter(|it| it["value"].is_number())
            .count();
    }
    assert!(
        with_circles > 10 && with_values > 30,
        "{with_circles} {with_values}"
    );
}
